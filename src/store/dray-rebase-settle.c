/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The short way for the usual case: the hub has accepted our oldest waiting operation, and it came to the same there as here. Then the
 * view stays as it is, and only what is below it changes: where nobody waiting wrote over a cell since, it needs no base any more;
 * elsewhere this operation's value is the base now. Nothing runs again. */

#include "dray-database-private.h"
#include "dray-rebase-private.h"

static gboolean
is_same_outcome (const DrayEffects *here,
                 const DrayEffects *there)
{
  if (here->len != there->len)
    return FALSE;
  for (guint i = 0; i < here->len; i++) {
    const DrayEffect *a = dray_effects_get (here, i), *b = dray_effects_get (there, i);

    if (a->table != b->table || a->field != b->field || !dray_id_equal (&a->id, &b->id) || !dray_value_equal (&a->after, &b->after))
      return FALSE;
  }
  return TRUE;
}

/* @number: (out): our entry of the operation, if it is the oldest that waits and came to the same; else 0 */
gboolean
dray_rebase_find_settled (DrayRebase        *self,
                          const DrayChange  *change,
                          gint64            *number,
                          GError           **error)
{
  DrayStatement *select = dray_store_get_statement (self->store, DRAY_SQL_FIND_OLDEST, error);
  g_autoptr (DrayEffects) effects = NULL;
  gboolean has_row;
  gsize n_bytes;

  *number = 0;
  if (select == NULL || !dray_statement_step (select, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  DrayId client = dray_statement_get_id (select, 1);
  gint64 mid = dray_statement_get_integer (select, 2), found = dray_statement_get_integer (select, 0);

  if (mid == change->mid && dray_id_equal (&client, &change->client)) {
    const guint8 *bytes = dray_statement_get_bytes (select, 3, &n_bytes);

    effects = dray_effects_decode (bytes, n_bytes, self->store->catalog, error);
  }
  dray_statement_reset (select);
  if (effects != NULL && is_same_outcome (effects, change->effects))
    *number = found;
  return TRUE;
}

static gboolean
settle_cell (DrayRebase        *self,
             const DrayEffect  *effect,
             gint64             number,
             GError           **error)
{
  DrayStore *store = self->store;
  g_autoptr (DrayRow) row = NULL;
  gint64 writer;
  gboolean is_mine;

  if (!dray_row_file_find (dray_store_get_row_file (store, effect->table), &effect->id, &row, error) ||
      !dray_store_get_writer (store, row, effect->field, &writer, error))
    return FALSE;
  is_mine = writer == number;

  DrayStatement *base = dray_store_get_statement (store, is_mine ? DRAY_SQL_DROP_BASE : DRAY_SQL_SET_BASE, error);

  if (base == NULL)
    return FALSE;
  dray_statement_borrow_id (base, 1, &effect->id);
  dray_statement_bind_integer (base, 2, dray_catalog_get_number (store->catalog, effect->table, effect->field));
  if (!is_mine) {
    dray_statement_borrow_value (base, 3, &effect->after);
    dray_statement_bind_integer (base, 4, number);
  }
  return dray_statement_run (base, error);
}

/* The waiting operation @number is the truth now. Its entry gets its seq from the caller. */
gboolean
dray_rebase_settle (DrayRebase         *self,
                    gint64              number,
                    const DrayEffects  *effects,
                    GError            **error)
{
  static const DraySql drops[] = { DRAY_SQL_DROP_READINGS, DRAY_SQL_DROP_WRITINGS };

  for (guint i = 0; i < effects->len; i++)
    if (!settle_cell (self, dray_effects_get (effects, i), number, error))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (drops); i++) {
    DrayStatement *drop = dray_store_get_statement (self->store, drops[i], error);

    if (drop == NULL)
      return FALSE;
    dray_statement_bind_integer (drop, 1, number);
    if (!dray_statement_run (drop, error))
      return FALSE;
  }
  return TRUE;
}
