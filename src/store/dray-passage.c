/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What the file keeps of an operation besides its rows: the log entry, who wrote which cell, the history of each row; and where it
 * waits for a hub, what it read and what the hub holds in the cells that it changed. */

#include "dray-database-private.h"
#include "dray-passage-private.h"
#include "dray-store-private.h"

static gboolean
write_touched (DrayStore        *self,
               const DrayTouch  *touch,
               gint64            number,
               GError          **error)
{
  DrayStatement *insert = dray_store_get_statement (self, DRAY_SQL_ADD_TOUCHED, error);

  if (insert == NULL)
    return FALSE;
  dray_statement_borrow_id (insert, 1, &touch->id);
  dray_statement_bind_integer (insert, 2, number);
  return dray_statement_run (insert, error);
}

/* What the authority holds in a cell that a pending operation is about to write. Of a row that it doesn't have, that is said once. */
static gboolean
write_base (DrayStore         *self,
            const DrayTouch   *touch,
            const DrayEffect  *effect,
            GError           **error)
{
  DrayStatement *insert = dray_store_get_statement (self, DRAY_SQL_ADD_BASE, error);
  gint64 writer = 0;

  if (touch->original == NULL && effect->field != DRAY_FIELD_DELETED)
    return TRUE;
  if (insert == NULL || (touch->original != NULL && !dray_store_get_writer (self, touch->original, effect->field, &writer, error)))
    return FALSE;
  dray_statement_borrow_id (insert, 1, &effect->id);
  dray_statement_bind_integer (insert, 2, dray_catalog_get_number (self->catalog, effect->table, effect->field));
  dray_statement_borrow_value (insert, 3, &effect->before);
  if (touch->original != NULL)
    dray_statement_bind_integer (insert, 4, writer);
  else
    dray_statement_bind_none (insert, 4);
  return dray_statement_run (insert, error);
}

/* Before the cells are: it asks who wrote them last. A row that is itself pending has its base already, or none. */
static gboolean
write_bases (DrayStore          *self,
             DrayMutation       *mutation,
             const DrayEffects  *effects,
             GError            **error)
{
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    if (!write_base (self, dray_mutation_touch (mutation, effect->table, &effect->id), effect, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_cells (DrayStore          *self,
             DrayMutation       *mutation,
             const DrayEffects  *effects,
             GError            **error)
{
  DrayStatement *set = dray_store_get_statement (self, DRAY_SQL_SET_CELL, error);

  if (set == NULL)
    return FALSE;
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    /* The stamp speaks for the cells of a new row. */
    if (dray_mutation_touch (mutation, effect->table, &effect->id)->current->stamp == mutation->number)
      continue;
    dray_statement_borrow_id (set, 1, &effect->id);
    dray_statement_bind_integer (set, 2, dray_catalog_get_number (self->catalog, effect->table, effect->field));
    dray_statement_bind_integer (set, 3, mutation->number);
    if (!dray_statement_run (set, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_log (DrayStore          *self,
           const DrayPassage  *passage,
           const DrayReceipt  *receipt,
           GError            **error)
{
  DrayStatement *insert = dray_store_get_statement (self, DRAY_SQL_ADD_LOG, error);
  const DrayOperation *operation = passage->intent->operation;
  g_autoptr (GBytes) effects = dray_effects_encode (receipt->effects, self->catalog);
  char name[128];
  gsize n_effects;
  const void *effects_data = g_bytes_get_data (effects, &n_effects);

  if (insert == NULL)
    return FALSE;
  g_snprintf (name, sizeof name, "%s@%d", operation->name, operation->version);
  dray_statement_bind_integer (insert, 1, receipt->number);
  dray_statement_bind_integer (insert, 2, passage->client_number);
  dray_statement_bind_integer (insert, 3, passage->mid);
  if (receipt->seq != 0)
    dray_statement_bind_integer (insert, 4, receipt->seq);
  else
    dray_statement_bind_none (insert, 4);
  dray_statement_bind_integer (insert, 5, receipt->verdict);
  dray_statement_borrow_text (insert, 6, name);
  dray_statement_borrow_text (insert, 7, passage->permission);
  dray_statement_borrow_text (insert, 8, passage->intent->text);
  dray_statement_bind_integer (insert, 9, passage->is_foreign ? passage->intent->base_seq : self->is_authority ? self->counters.seq : self->cursor);
  dray_statement_borrow_bytes (insert, 10, passage->hash, DRAY_HASH_BYTES);
  dray_statement_borrow_id (insert, 11, passage->actor != NULL ? &passage->actor->user : &DRAY_ID_NONE);
  dray_statement_bind_integer (insert, 12, passage->at_us);
  dray_statement_bind_integer (insert, 13, dray_clock_now_us (self->clock));
  dray_statement_borrow_text (insert, 14, receipt->note);
  dray_statement_borrow_bytes (insert, 15, effects_data, n_effects);
  return dray_statement_run (insert, error);
}

static gboolean
write_reading (DrayStore        *self,
               int               field,
               const DrayValue  *value,
               gint64            number,
               GError          **error)
{
  DrayStatement *insert = dray_store_get_statement (self, DRAY_SQL_ADD_READING, error);

  if (insert == NULL)
    return FALSE;
  dray_statement_bind_integer (insert, 1, field);
  dray_statement_borrow_value (insert, 2, value);
  dray_statement_bind_integer (insert, 3, number);
  return dray_statement_run (insert, error);
}

/* What a pending operation read decides whether it must run again when the hub's truth arrives. */
static gboolean
write_readings (DrayStore     *self,
                DrayMutation  *mutation,
                GError       **error)
{
  for (guint i = 0; i < mutation->touches->len; i++) {
    DrayValue id = dray_value_id (&((const DrayTouch *) mutation->touches->pdata[i])->id);

    if (!write_reading (self, 0, &id, mutation->number, error))
      return FALSE;
  }
  for (guint i = 0; i < mutation->readings->len; i++) {
    const DrayReading *reading = &g_array_index (mutation->readings, DrayReading, i);
    int field = dray_catalog_get_number (self->catalog, reading->table, reading->field);

    if (!write_reading (self, field, &reading->value, mutation->number, error))
      return FALSE;
  }
  return TRUE;
}

/* Writes the log entry and all that goes with it. The rows themselves are in the file. */
gboolean
dray_passage_write (DrayStore          *self,
                    DrayMutation       *mutation,
                    const DrayPassage  *passage,
                    const DrayReceipt  *receipt,
                    GError            **error)
{
  gboolean is_pending = receipt->verdict == DRAY_VERDICT_PENDING;

  if (!write_log (self, passage, receipt, error))
    return FALSE;
  if ((is_pending && !write_bases (self, mutation, receipt->effects, error)) || !write_cells (self, mutation, receipt->effects, error))
    return FALSE;
  for (guint i = 0; receipt->effects->len > 0 && i < mutation->touches->len; i++) {
    const DrayTouch *touch = mutation->touches->pdata[i];

    if (touch->is_written && !write_touched (self, touch, receipt->number, error))
      return FALSE;
  }
  return !is_pending || write_readings (self, mutation, error);
}
