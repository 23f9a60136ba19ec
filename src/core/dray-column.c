/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-column.h"

#include <string.h>

#define FIRST_CAPACITY ((gsize) 16)

/**
 * dray_column_grow:
 * @items: (inout): the items, or where they moved
 * @capacity: (inout): in items
 * @n_used: items in use
 * @n_more: items that are to fit behind them
 *
 * Doubles the capacity until @n_more items fit: what the columns' own reserve calls.
 *
 * Returns: %FALSE if the sizes overflow or the memory can't be had; all is then as it was
 */
gboolean
dray_column_grow (gpointer *items,
                  gsize    *capacity,
                  gsize     n_used,
                  gsize     n_more,
                  gsize     item_bytes)
{
  gsize wanted, n_bytes;

  if (!g_size_checked_add (&wanted, n_used, n_more))
    return FALSE;
  if (*capacity <= G_MAXSSIZE / 2)
    wanted = MAX (wanted, MAX (*capacity * 2, FIRST_CAPACITY));
  if (!g_size_checked_mul (&n_bytes, wanted, item_bytes) || n_bytes > G_MAXSSIZE)
    return FALSE;

  gpointer moved = g_try_realloc (*items, n_bytes);
  if (moved == NULL)
    return FALSE;
  *items = moved;
  *capacity = wanted;
  return TRUE;
}

/**
 * dray_bytes_column_append:
 * @bytes: (array length=n_bytes) (nullable): copied; %NULL only with no bytes
 *
 * Returns: %FALSE if memory can't be had; the column is then as it was
 */
gboolean
dray_bytes_column_append (DrayBytesColumn *self,
                          const void      *bytes,
                          gsize            n_bytes)
{
  g_return_val_if_fail (bytes != NULL || n_bytes == 0, FALSE);

  if (!dray_int64_column_reserve (&self->ends, 1) || !dray_byte_column_reserve (&self->bytes, n_bytes))
    return FALSE;
  if (n_bytes > 0)
    memcpy (self->bytes.items + self->bytes.n, bytes, n_bytes);
  self->bytes.n += n_bytes;
  self->ends.items[self->ends.n++] = (gint64) self->bytes.n;
  return TRUE;
}

/**
 * dray_bytes_column_get:
 * @n_bytes: (out): how long item @i is
 *
 * Returns: (transfer none) (nullable): its bytes, until the next append; %NULL only when no item has any
 */
const guint8 *
dray_bytes_column_get (const DrayBytesColumn *self,
                       gsize                  i,
                       gsize                 *n_bytes)
{
  g_return_val_if_fail (i < self->ends.n, NULL);

  gint64 start = i > 0 ? self->ends.items[i - 1] : 0;

  *n_bytes = (gsize) (self->ends.items[i] - start);
  return self->bytes.items != NULL ? self->bytes.items + start : NULL;
}

void
dray_bytes_column_clear (DrayBytesColumn *self)
{
  dray_byte_column_clear (&self->bytes);
  dray_int64_column_clear (&self->ends);
}
