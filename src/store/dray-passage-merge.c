/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What came from elsewhere may write over what its author never saw. Each field says what happens then: the later arrival wins and
 * nobody needs to know, or it wins and both are kept for a person, or the whole operation is void and both are kept. A deletion is held
 * against every cell of its row, and an operation that fails on a row which somebody deleted meanwhile is kept likewise.
 *
 * Only the authority asks, as it alone knows what came first. Where the schema keeps overtakings, they are rows that the operation
 * itself makes, so that everybody hears of them in the same place of the log; a void operation then makes these alone, and is flagged. */

#include "dray-database-private.h"
#include "dray-passage-private.h"
#include "dray-schema-private.h"
#include "dray-store-error.h"
#include "dray-store-private.h"
#include "dray-units.h"

typedef struct {
  DrayStore         *store;
  DrayMutation      *mutation;
  const DrayPassage *passage;
  GArray            *list;        /* (element-type DrayOvertaking) */
  gboolean           is_guarded;  /* one of them is in a protected field */
} Merge;

static void
clear_overtaking (gpointer data)
{
  DrayOvertaking *self = data;

  dray_value_clear (&self->base);
  dray_value_clear (&self->theirs);
  dray_value_clear (&self->mine);
}

static gboolean
was_written (Merge           *self,
             const DrayRow   *row,
             int              field)
{
  gboolean result = FALSE;
  GError *error = NULL;

  if (!dray_store_was_written_since (self->store, row, field, self->passage->intent->base_seq, self->passage->client_number, &result, &error))
    dray_mutation_fail (self->mutation, error);
  return result;
}

static gboolean
find_before (const DrayEffects *effects,
             const DrayTouch   *touch,
             int                field,
             DrayValue         *before)
{
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    if (effect->table == touch->table && effect->field == field && dray_id_equal (&effect->id, &touch->id)) {
      *before = dray_value_copy (&effect->before);
      return TRUE;
    }
  }
  return FALSE;
}

/* What the cell held when the author looked last: what the first operation behind that found in it. */
static gboolean
read_base (Merge            *self,
           const DrayTouch  *touch,
           int               field,
           DrayValue        *base,
           GError          **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->store->database,
    "SELECT log.effects FROM touched JOIN log ON log.number = touched.number WHERE touched.id = ?1 AND log.seq > ?2 ORDER BY log.seq", error);
  gboolean has_row, is_found = FALSE;

  if (select == NULL)
    return FALSE;
  dray_statement_bind_id (select, 1, &touch->id);
  dray_statement_bind_integer (select, 2, self->passage->intent->base_seq);
  while (!is_found) {
    if (!dray_statement_step (select, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;

    gsize n_bytes;
    const guint8 *bytes = dray_statement_get_bytes (select, 0, &n_bytes);
    g_autoptr (DrayEffects) effects = dray_effects_decode (bytes, n_bytes, self->store->catalog, error);

    if (effects == NULL)
      return FALSE;
    is_found = find_before (effects, touch, field, base);
  }
  return TRUE;
}

/* @field: whose writer it is about */
static gboolean
read_writer (Merge           *self,
             const DrayRow   *row,
             int              field,
             DrayOvertaking  *overtaking,
             GError         **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->store->database,
    "SELECT client.id, log.actor, log.at_us FROM log JOIN client ON client.number = log.client WHERE log.number = ?1", error);
  gboolean has_row;
  gint64 number;

  if (select == NULL || !dray_store_get_writer (self->store, row, field, &number, error))
    return FALSE;
  dray_statement_bind_integer (select, 1, number);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  if (has_row) {
    overtaking->their_client = dray_statement_get_id (select, 0);
    overtaking->their_user = dray_statement_get_id (select, 1);
    overtaking->their_us = dray_statement_get_integer (select, 2);
  }
  return TRUE;
}

static DrayId
find_depot (Merge         *self,
            const DrayRow *row)
{
  const DrayRow *scope_row = dray_passage_find_scope_row (self->mutation, row);
  const char *field = scope_row != NULL ? scope_row->table->depot_field : NULL;

  return field != NULL ? dray_row_get_id (scope_row, dray_table_find_field (scope_row->table, field)) : DRAY_ID_NONE;
}

static DrayValue
get_cell (const DrayRow *row,
          int            field)
{
  return field == DRAY_FIELD_DELETED ? dray_value_integer (row->is_deleted) : dray_value_copy (&row->values[field]);
}

/* @written: the field whose writer was overtaken; another one than @field where a row was deleted over an edit */
static void
note (Merge           *self,
      const DrayTouch *touch,
      int              field,
      int              written)
{
  const DrayRow *before = touch->original != NULL ? touch->original : touch->current;
  DrayOvertaking overtaking = { .table = touch->table, .id = touch->id, .field = field };
  GError *error = NULL;

  if (!read_base (self, touch, field, &overtaking.base, &error) || !read_writer (self, before, written, &overtaking, &error)) {
    dray_mutation_fail (self->mutation, error);
    return;
  }
  overtaking.theirs = get_cell (before, field);
  overtaking.mine = get_cell (touch->current, field);
  if (overtaking.base.kind == DRAY_VALUE_NONE && field == DRAY_FIELD_DELETED)
    overtaking.base = dray_value_integer (FALSE);
  overtaking.depot = find_depot (self, before);
  g_array_append_val (self->list, overtaking);
}

static void
check_cell (Merge           *self,
            const DrayTouch *touch,
            int              field)
{
  DrayMerge merge = touch->table->fields[field].merge;

  if (merge == DRAY_MERGE_QUIET || !was_written (self, touch->original, field))
    return;
  self->is_guarded = self->is_guarded || (merge == DRAY_MERGE_GUARDED && self->passage->intent->operation->kind != DRAY_OPERATION_FACT);
  note (self, touch, field, field);
}

/* A row that is deleted goes with everything that somebody may have written to it. */
static void
check_deletion (Merge           *self,
                const DrayTouch *touch)
{
  int written = DRAY_FIELD_DELETED;

  if (touch->original->is_deleted == touch->current->is_deleted)
    return;
  while (written < touch->table->n_fields && !was_written (self, touch->original, written))
    written++;
  if (written < touch->table->n_fields)
    note (self, touch, DRAY_FIELD_DELETED, written);
}

static void
check_touch (Merge           *self,
             const DrayTouch *touch)
{
  if (touch->original == NULL)
    return;
  check_deletion (self, touch);
  for (int field = 0; self->mutation->error == NULL && field < touch->table->n_fields; field++)
    if (!dray_value_equal (&touch->original->values[field], &touch->current->values[field]))
      check_cell (self, touch, field);
}

/* An operation that refused because somebody had deleted a row that its author still saw. */
static void
check_gone (Merge *self)
{
  GError *refusal = g_steal_pointer (&self->mutation->error);

  for (guint i = 0; i < self->mutation->touches->len && self->mutation->error == NULL; i++) {
    const DrayTouch *touch = self->mutation->touches->pdata[i];

    if (touch->current == NULL || !touch->current->is_deleted || touch->is_written || !was_written (self, touch->current, DRAY_FIELD_DELETED))
      continue;
    note (self, touch, DRAY_FIELD_DELETED, DRAY_FIELD_DELETED);

    DrayOvertaking *last = &g_array_index (self->list, DrayOvertaking, self->list->len - 1);

    last->mine = dray_value_integer (FALSE);
    self->is_guarded = TRUE;
  }
  if (self->list->len == 0 || self->mutation->error != NULL) {
    g_clear_error (&self->mutation->error);
    self->mutation->error = refusal;
  } else {
    g_error_free (refusal);
  }
}

static void
keep_cells (Merge *self)
{
  self->mutation->overtaken = g_array_new (FALSE, FALSE, sizeof (DrayCell));
  for (guint i = 0; i < self->list->len; i++) {
    const DrayOvertaking *overtaking = &g_array_index (self->list, DrayOvertaking, i);
    DrayCell cell = { overtaking->table, overtaking->id, overtaking->field };

    g_array_append_val (self->mutation->overtaken, cell);
  }
}

static char *
dup_reason (Merge *self)
{
  const DrayOvertaking *first = &g_array_index (self->list, DrayOvertaking, 0);

  if (first->field == DRAY_FIELD_DELETED)
    return g_strdup_printf ("somebody else has deleted the %s in the meantime", first->table->name);
  return g_strdup_printf ("somebody else has changed %s.%s in the meantime", first->table->name, first->table->fields[first->field].name);
}

/* Nothing of the operation stays but what is kept for a person. */
static void
void_operation (Merge              *self,
                DrayOvertakingFunc  keep)
{
  g_autofree char *reason = dup_reason (self);

  if (keep == NULL) {
    dray_mutation_fail (self->mutation, g_error_new_literal (DRAY_STORE_ERROR, DRAY_STORE_ERROR_CONFLICT, reason));
    return;
  }
  for (guint i = 0; i < self->list->len; i++)
    g_array_index (self->list, DrayOvertaking, i).is_refused = TRUE;
  dray_mutation_start_over (self->mutation);
  dray_mutation_flag (self->mutation, "%s", reason);
}

/* After the mutator and the check of what its actor may do; an error of that kind stays what it is. */
void
dray_passage_merge (DrayPassage  *self,
                    DrayStore    *store,
                    DrayMutation *mutation)
{
  DrayOvertakingFunc keep = dray_schema_get_lists (store->schema)->keep_overtakings;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (DrayOvertaking));
  Merge merge = { .store = store, .mutation = mutation, .passage = self, .list = list };

  g_array_set_clear_func (list, clear_overtaking);
  if (mutation->error == NULL) {
    for (guint i = 0; i < mutation->touches->len && mutation->error == NULL; i++)
      check_touch (&merge, mutation->touches->pdata[i]);
  } else if (keep != NULL && self->intent->operation->kind != DRAY_OPERATION_FACT &&
             g_error_matches (mutation->error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED)) {
    check_gone (&merge);
  }
  if (mutation->error != NULL || list->len == 0)
    return;
  if (merge.is_guarded)
    void_operation (&merge, keep);
  else
    keep_cells (&merge);
  /* A fact is what happened: nobody chooses between that and what somebody had typed. */
  if (keep != NULL && mutation->error == NULL && self->intent->operation->kind != DRAY_OPERATION_FACT)
    keep (mutation, (const DrayOvertaking *) (gconstpointer) list->data, list->len);
}
