/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Growable typed columns: the shape in which facts reach models and reports. A column is a plain struct that starts as zeros and
 * whose items lie one behind the other; loops read `items` directly:
 *
 *   g_auto (DrayInt64Column) arrive_us = { 0 };
 *
 *   if (!dray_int64_column_append (&arrive_us, at_us))
 *     return out_of_memory (error);
 *   for (gsize i = 0; i < arrive_us.n; i++)
 *     sum += arrive_us.items[i];
 *
 * append: %FALSE if memory can't be had or sizes overflow; the column is then as it was. An append may move the items.
 * reserve: the same for @n more items at once, after which that many appends succeed.
 * steal: (transfer full): the items, and an empty column.
 */

gboolean dray_column_grow (gpointer *items,
                           gsize    *capacity,
                           gsize     n_used,
                           gsize     n_more,
                           gsize     item_bytes) G_GNUC_WARN_UNUSED_RESULT;

#define DRAY_DEFINE_COLUMN(Column, prefix, Item)                                                        \
  typedef struct {                                                                                      \
    Item *items;                                                                                        \
    gsize n;                                                                                            \
    gsize capacity;                                                                                     \
  } Column;                                                                                             \
                                                                                                        \
  static inline G_GNUC_WARN_UNUSED_RESULT gboolean                                                      \
  prefix##_reserve (Column *self, gsize n)                                                              \
  {                                                                                                     \
    if (G_LIKELY (n <= self->capacity - self->n))                                                       \
      return TRUE;                                                                                      \
    gpointer items = self->items;                                                                       \
    if (!dray_column_grow (&items, &self->capacity, self->n, n, sizeof (Item)))                         \
      return FALSE;                                                                                     \
    self->items = items;                                                                                \
    return TRUE;                                                                                        \
  }                                                                                                     \
                                                                                                        \
  static inline G_GNUC_WARN_UNUSED_RESULT gboolean                                                      \
  prefix##_append (Column *self, Item item)                                                             \
  {                                                                                                     \
    if (!prefix##_reserve (self, 1))                                                                    \
      return FALSE;                                                                                     \
    self->items[self->n++] = item;                                                                      \
    return TRUE;                                                                                        \
  }                                                                                                     \
                                                                                                        \
  static inline Item *                                                                                  \
  prefix##_steal (Column *self)                                                                         \
  {                                                                                                     \
    Item *items = self->items;                                                                          \
    *self = (Column) { 0 };                                                                             \
    return items;                                                                                       \
  }                                                                                                     \
                                                                                                        \
  static inline void                                                                                    \
  prefix##_clear (Column *self)                                                                         \
  {                                                                                                     \
    g_free (prefix##_steal (self));                                                                     \
  }                                                                                                     \
                                                                                                        \
  G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Column, prefix##_clear)

DRAY_DEFINE_COLUMN (DrayInt32Column, dray_int32_column, gint32)
DRAY_DEFINE_COLUMN (DrayInt64Column, dray_int64_column, gint64)
DRAY_DEFINE_COLUMN (DrayDoubleColumn, dray_double_column, double)
DRAY_DEFINE_COLUMN (DrayByteColumn, dray_byte_column, guint8)

/**
 * DrayBytesColumn:
 * @bytes: the items' bytes, one item behind the other
 * @ends: where each item ends in @bytes
 *
 * A column whose items are byte strings of any length.
 */
typedef struct {
  DrayByteColumn  bytes;
  DrayInt64Column ends;
} DrayBytesColumn;

gboolean      dray_bytes_column_append (DrayBytesColumn       *self,
                                        const void            *bytes,
                                        gsize                  n_bytes) G_GNUC_WARN_UNUSED_RESULT;
const guint8 *dray_bytes_column_get    (const DrayBytesColumn *self,
                                        gsize                  i,
                                        gsize                 *n_bytes);
void          dray_bytes_column_clear  (DrayBytesColumn       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayBytesColumn, dray_bytes_column_clear)

G_END_DECLS
