/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What the file keeps of an operation besides its rows: the log entry, who wrote which cell, the history of each row; and where it
 * waits for a hub, what it read and what the hub holds in the cells that it changed. */

#include "dray-database-private.h"
#include "dray-passage-private.h"
#include "dray-store-private.h"

#include <string.h>

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
write_mark (DrayStore        *self,
            DraySql           which,
            int               field,
            const DrayValue  *value,
            gint64            number,
            GError          **error)
{
  DrayStatement *insert = dray_store_get_statement (self, which, error);

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

    if (!write_mark (self, DRAY_SQL_ADD_READING, DRAY_MARK_ROW, &id, mutation->number, error))
      return FALSE;
  }
  for (guint i = 0; i < mutation->readings->len; i++) {
    const DrayReading *reading = &g_array_index (mutation->readings, DrayReading, i);
    int field = reading->table != NULL ? dray_catalog_get_number (self->catalog, reading->table, reading->field) : DRAY_MARK_OPERATION;

    if (!write_mark (self, DRAY_SQL_ADD_READING, field, &reading->value, mutation->number, error))
      return FALSE;
  }
  return TRUE;
}

/* That a row was in a set, or is now, or may be again when the operation is taken back. */
static gboolean
write_membership (DrayStore        *self,
                  const DrayTable  *table,
                  int               field,
                  const DrayValue  *value,
                  gint64            number,
                  GError          **error)
{
  if (value->kind == DRAY_VALUE_NONE || !(table->fields[field].flags & DRAY_FIELD_INDEXED))
    return TRUE;
  return write_mark (self, DRAY_SQL_ADD_WRITING, dray_catalog_get_number (self->catalog, table, field), value, number, error);
}

static gboolean
write_writing (DrayStore        *self,
               const DrayTouch  *touch,
               gint64            number,
               GError          **error)
{
  DrayValue id = dray_value_id (&touch->id);

  if (!write_mark (self, DRAY_SQL_ADD_WRITING, DRAY_MARK_ROW, &id, number, error))
    return FALSE;
  for (int field = 0; field < touch->table->n_fields; field++)
    if (!write_membership (self, touch->table, field, &touch->current->values[field], number, error) ||
        (touch->original != NULL && !write_membership (self, touch->table, field, &touch->original->values[field], number, error)))
      return FALSE;
  return TRUE;
}

/* What it wrote decides who else must run again when it does. */
static gboolean
write_writings (DrayStore     *self,
                DrayMutation  *mutation,
                gint64         mid,
                GError       **error)
{
  DrayValue name = dray_mark_operation (&mutation->client, mid);

  for (guint i = 0; mutation->error == NULL && i < mutation->touches->len; i++) {
    const DrayTouch *touch = mutation->touches->pdata[i];

    if (touch->is_written && !write_writing (self, touch, mutation->number, error))
      return FALSE;
  }
  return write_mark (self, DRAY_SQL_ADD_WRITING, DRAY_MARK_OPERATION, &name, mutation->number, error);
}

/* The mark of an operation itself: operation.undo reads it, and it changes when the hub's word about it comes. */
DrayValue
dray_mark_operation (const DrayId *client,
                     gint64        mid)
{
  guint8 name[sizeof client->bytes + sizeof mid];
  gint64 number = GINT64_TO_LE (mid);

  memcpy (name, client->bytes, sizeof client->bytes);
  memcpy (name + sizeof client->bytes, &number, sizeof number);

  DrayId id = dray_id_derive ("operation", name, sizeof name);

  return dray_value_id (&id);
}

/* Who wrote each cell and which rows were touched; for a pending operation also the base, and what it read and wrote. The rows
 * themselves are in the file. */
gboolean
dray_passage_write_marks (DrayStore          *self,
                          DrayMutation       *mutation,
                          const DrayEffects  *effects,
                          gint64              mid,
                          gboolean            is_pending,
                          GError            **error)
{
  if ((is_pending && !write_bases (self, mutation, effects, error)) || !write_cells (self, mutation, effects, error))
    return FALSE;
  for (guint i = 0; effects->len > 0 && i < mutation->touches->len; i++) {
    const DrayTouch *touch = mutation->touches->pdata[i];

    if (touch->is_written && !write_touched (self, touch, mutation->number, error))
      return FALSE;
  }
  return !is_pending || (write_readings (self, mutation, error) && write_writings (self, mutation, mid, error));
}

/* Writes the log entry and all that goes with it. */
gboolean
dray_passage_write (DrayStore          *self,
                    DrayMutation       *mutation,
                    const DrayPassage  *passage,
                    const DrayReceipt  *receipt,
                    GError            **error)
{
  return write_log (self, passage, receipt, error) &&
         dray_passage_write_marks (self, mutation, receipt->effects, passage->mid, receipt->verdict == DRAY_VERDICT_PENDING, error);
}
