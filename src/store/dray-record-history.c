/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-record-history.h"

#include "dray-catalog-private.h"
#include "dray-store-private.h"

/* The operations' log as the history of one record: no second account is kept of who changed what. */

static void
change_free (gpointer data)
{
  DrayRecordChange *change = data;

  g_free (change->operation);
  dray_value_clear (&change->before);
  dray_value_clear (&change->after);
  g_free (change);
}

/* Of making a record only the making itself; what its cells began with stands in the effect that changes them first. */
static void
add_changes (GPtrArray         *changes,
             const DrayEffects *effects,
             const DrayTable   *table,
             const DrayId      *id,
             DrayStatement     *select)
{
  gboolean is_making = FALSE;

  for (guint i = 0; i < effects->len && !is_making; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    is_making = effect->table == table && dray_id_equal (&effect->id, id) && effect->field == DRAY_FIELD_DELETED && effect->before.kind == DRAY_VALUE_NONE;
  }
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    if (effect->table != table || !dray_id_equal (&effect->id, id) || (is_making && effect->field != DRAY_FIELD_DELETED))
      continue;

    DrayRecordChange *change = g_new (DrayRecordChange, 1);

    *change = (DrayRecordChange) {
      .at_us = dray_statement_get_integer (select, 0), .operation = g_strdup (dray_statement_get_text (select, 1)),
      .is_own = dray_statement_get_integer (select, 2) == 1, .field = effect->field,
      .before = dray_value_copy (&effect->before), .after = dray_value_copy (&effect->after),
    };
    g_ptr_array_add (changes, change);
  }
}

/**
 * dray_store_read_history:
 * @n_max: so many operations at most
 *
 * What changed a record, the latest first. Operations that were rejected are left out.
 *
 * Returns: (transfer full) (element-type DrayRecordChange) (nullable)
 */
GPtrArray *
dray_store_read_history (DrayStore        *self,
                         const DrayTable  *table,
                         const DrayId     *id,
                         guint             n_max,
                         GError          **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database,
    "SELECT at_us, operation, client, effects FROM touched JOIN log ON log.number = touched.number"
    " WHERE touched.id = ?1 AND verdict <> 3 ORDER BY log.number DESC LIMIT ?2", error);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (change_free);
  gboolean has_row = TRUE;

  if (select == NULL)
    return NULL;
  dray_statement_bind_id (select, 1, id);
  dray_statement_bind_integer (select, 2, n_max);
  while (has_row) {
    g_autoptr (DrayEffects) effects = NULL;
    gsize n_bytes;

    if (!dray_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row)
      break;

    const guint8 *bytes = dray_statement_get_bytes (select, 3, &n_bytes);

    effects = dray_effects_decode (bytes, n_bytes, self->catalog, error);
    if (effects == NULL)
      return NULL;
    add_changes (changes, effects, table, id, select);
  }
  return g_steal_pointer (&changes);
}
