/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A mutation keeps every row that it touches in memory, once. Setters change that copy and remember how the row was; the effects
 * are the difference, so that setting a cell twice, or back, leaves one effect or none. Rows go to the file when a query needs to
 * see them there, and at the end. */

#include "dray-mutation-private.h"
#include "dray-store-error.h"
#include "dray-store-private.h"

#include <string.h>

static guint
touch_hash (gconstpointer data)
{
  return dray_id_hash (&((const DrayTouch *) data)->id);
}

static gboolean
touch_equal (gconstpointer a,
             gconstpointer b)
{
  const DrayTouch *one = a, *other = b;

  return one->table == other->table && dray_id_equal (&one->id, &other->id);
}

static void
touch_free (gpointer data)
{
  DrayTouch *touch = data;

  g_clear_pointer (&touch->current, dray_row_unref);
  g_clear_pointer (&touch->original, dray_row_unref);
  g_free (touch);
}

static void
reading_clear (gpointer data)
{
  dray_value_clear (&((DrayReading *) data)->value);
}

DrayMutation *
dray_mutation_new (DrayStore        *store,
                   const DrayIntent *intent,
                   const DrayActor  *actor,
                   const DrayId     *client,
                   gint64            mid,
                   gint64            number,
                   gint64            at_us)
{
  DrayMutation *self = g_new0 (DrayMutation, 1);
  guint64 words[2];

  memcpy (words, client->bytes, sizeof words);
  dray_random_init (&self->random, words[0] ^ (words[1] * 31) ^ ((guint64) mid << 1));
  self->by_id = g_hash_table_new (touch_hash, touch_equal);
  self->touches = g_ptr_array_new_with_free_func (touch_free);
  self->readings = g_array_new (FALSE, FALSE, sizeof (DrayReading));
  g_array_set_clear_func (self->readings, reading_clear);
  self->store = store;
  self->intent = intent;
  self->actor = actor;
  self->client = *client;
  self->number = number;
  self->at_us = at_us;
  return self;
}

void
dray_mutation_free (DrayMutation *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->touches);
  g_array_unref (self->readings);
  g_clear_pointer (&self->kept, g_array_unref);
  g_clear_pointer (&self->overtaken, g_array_unref);
  g_free (self->flag);
  g_clear_error (&self->error);
  g_free (self);
}

/* Keeps the first error and drops the later ones, which come of it. */
void
dray_mutation_fail (DrayMutation *self,
                    GError       *taken)
{
  if (self->error == NULL)
    self->error = taken;
  else
    g_error_free (taken);
}

/* As if the mutator had not run: what it wrote and read is forgotten, in memory and in the file. */
void
dray_mutation_start_over (DrayMutation *self)
{
  GError *error = NULL;

  if (self->has_savepoint && (!dray_store_run (self->store, DRAY_SQL_ROLLBACK_TO, &error) || !dray_store_run (self->store, DRAY_SQL_RELEASE, &error)))
    dray_mutation_fail (self, error);
  self->has_savepoint = FALSE;
  g_hash_table_remove_all (self->by_id);
  g_ptr_array_set_size (self->touches, 0);
  g_array_set_size (self->readings, 0);
  g_clear_pointer (&self->kept, g_array_unref);
  g_clear_pointer (&self->flag, g_free);
}

static DrayTouch *
load (DrayMutation    *self,
      const DrayTable *table,
      const DrayId    *id)
{
  DrayRowFile *file = dray_store_get_row_file (self->store, table);
  GError *error = NULL;
  DrayTouch *touch = g_new0 (DrayTouch, 1);

  touch->table = table;
  touch->id = *id;
  if (!dray_row_file_find (file, id, &touch->current, &error))
    dray_mutation_fail (self, error);
  touch->is_stored = touch->current != NULL;
  g_ptr_array_add (self->touches, touch);
  g_hash_table_add (self->by_id, touch);
  return touch;
}

/* Returns: the row's place in memory, read from the file at first */
DrayTouch *
dray_mutation_touch (DrayMutation    *self,
                     const DrayTable *table,
                     const DrayId    *id)
{
  DrayTouch key = { .table = table, .id = *id };
  DrayTouch *touch = g_hash_table_lookup (self->by_id, &key);

  return touch != NULL ? touch : load (self, table, id);
}

/**
 * dray_mutation_find_deleted:
 *
 * Returns: (nullable): the row, even where it is deleted
 */
const DrayRow *
dray_mutation_find_deleted (DrayMutation    *self,
                            const DrayTable *table,
                            const DrayId    *id)
{
  if (self->error != NULL || dray_id_is_none (id))
    return NULL;
  return dray_mutation_touch (self, table, id)->current;
}

/* Returns: (nullable): the living row */
const DrayRow *
dray_mutation_find (DrayMutation    *self,
                    const DrayTable *table,
                    const DrayId    *id)
{
  const DrayRow *row = dray_mutation_find_deleted (self, table, id);

  return row != NULL && !row->is_deleted ? row : NULL;
}

/* Returns: (nullable): the living row; where there is none the operation is refused */
const DrayRow *
dray_mutation_require (DrayMutation    *self,
                       const DrayTable *table,
                       const DrayId    *id)
{
  const DrayRow *row = dray_mutation_find (self, table, id);

  if (row == NULL && self->error == NULL)
    dray_mutation_refuse (self, "there is no such %s", table->name);
  return row;
}

static DrayRow *
adopt (DrayMutation *self,
       DrayRow      *read)
{
  DrayTouch key = { .table = read->table, .id = read->id };
  DrayTouch *touch = g_hash_table_lookup (self->by_id, &key);

  if (touch == NULL) {
    touch = g_new0 (DrayTouch, 1);
    touch->table = read->table;
    touch->id = read->id;
    touch->current = dray_row_ref (read);
    touch->is_stored = TRUE;
    g_ptr_array_add (self->touches, touch);
    g_hash_table_add (self->by_id, touch);
  }
  return touch->current;
}

static void
record_reading (DrayMutation    *self,
                const DrayTable *table,
                int              field,
                const DrayValue *value)
{
  DrayReading reading = { table, field, dray_value_copy (value) };

  g_array_append_val (self->readings, reading);
}

/* Records that the mutator looks at what became of another operation. */
void
dray_mutation_note_operation (DrayMutation *self,
                              const DrayId *client,
                              gint64        mid)
{
  DrayReading reading = { NULL, 0, dray_mark_operation (client, mid) };

  g_array_append_val (self->readings, reading);
}

/* A query has to find in the file what the setters set; so that a refusal can take it back, there is a savepoint before. */
static void
save_early (DrayMutation *self)
{
  GError *error = NULL;

  if (!self->has_savepoint && !dray_store_run (self->store, DRAY_SQL_SAVEPOINT, &error)) {
    dray_mutation_fail (self, error);
    return;
  }
  self->has_savepoint = TRUE;
  dray_mutation_save (self);
}

static gboolean
has_unsaved (DrayMutation *self)
{
  for (guint i = 0; i < self->touches->len; i++)
    if (((const DrayTouch *) self->touches->pdata[i])->unsaved != 0)
      return TRUE;
  return FALSE;
}

/**
 * dray_mutation_select:
 * @field: one that an index begins with
 *
 * Returns: (transfer container) (element-type DrayRow): the living rows whose @field is @value, by id; none after a failure
 */
GPtrArray *
dray_mutation_select (DrayMutation    *self,
                      const DrayTable *table,
                      int              field,
                      const DrayValue *value)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  g_return_val_if_fail (table->fields[field].flags & DRAY_FIELD_INDEXED, found);

  if (has_unsaved (self))
    save_early (self);
  if (self->error != NULL)
    return found;
  record_reading (self, table, field, value);
  rows = dray_row_file_select (dray_store_get_row_file (self->store, table), field, value, &error);
  if (rows == NULL)
    dray_mutation_fail (self, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    g_ptr_array_add (found, adopt (self, rows->pdata[i]));
  return found;
}

GPtrArray *
dray_mutation_select_by_id (DrayMutation    *self,
                            const DrayTable *table,
                            int              field,
                            const DrayId    *id)
{
  DrayValue value = dray_value_id (id);

  return dray_mutation_select (self, table, field, &value);
}

static void
save_touch (DrayMutation *self,
            DrayTouch    *touch)
{
  DrayRowFile *file = dray_store_get_row_file (self->store, touch->table);
  GError *error = NULL;
  gboolean saved = touch->is_stored ? dray_row_file_update (file, touch->current, touch->unsaved, &error)
                                    : dray_row_file_insert (file, touch->current, &error);

  if (!saved)
    dray_mutation_fail (self, error);
  touch->is_stored = TRUE;
  touch->unsaved = 0;
}

/* Brings the file up to what the mutator sees. */
void
dray_mutation_save (DrayMutation *self)
{
  for (guint i = 0; i < self->touches->len && self->error == NULL; i++) {
    DrayTouch *touch = self->touches->pdata[i];

    if (touch->unsaved != 0)
      save_touch (self, touch);
  }
}

static void
check_complete (DrayMutation *self,
                DrayTouch    *touch)
{
  GError *error = NULL;

  for (int i = 0; i < touch->table->n_fields && error == NULL; i++)
    if (touch->table->fields[i].flags & DRAY_FIELD_REQUIRED)
      dray_field_check (&touch->table->fields[i], &touch->current->values[i], &error);
  if (error == NULL)
    return;
  g_prefix_error (&error, "%s: ", touch->table->name);
  dray_mutation_fail (self, error);
}

/* What can only be judged when the mutator is done: that nothing required is missing. */
void
dray_mutation_finish (DrayMutation *self)
{
  for (guint i = 0; i < self->touches->len && self->error == NULL; i++) {
    DrayTouch *touch = self->touches->pdata[i];

    if (touch->is_written && !touch->current->is_deleted)
      check_complete (self, touch);
  }
}

static void
add_effect (DrayEffects     *effects,
            const DrayTouch *touch,
            int              field,
            const DrayValue *before,
            const DrayValue *after)
{
  DrayEffect effect = { touch->table, touch->id, field, dray_value_copy (before), dray_value_copy (after) };

  g_array_append_val (effects, effect);
}

static void
list_touch (const DrayTouch *touch,
            DrayEffects     *effects)
{
  const DrayRow *before = touch->original;
  const DrayRow *after = touch->current;
  DrayValue none = dray_value_none ();
  DrayValue was_deleted = before != NULL ? dray_value_integer (before->is_deleted) : none;
  DrayValue is_deleted = dray_value_integer (after->is_deleted);

  if (!dray_value_equal (&was_deleted, &is_deleted))
    add_effect (effects, touch, DRAY_FIELD_DELETED, &was_deleted, &is_deleted);
  for (int i = 0; i < touch->table->n_fields; i++) {
    const DrayValue *old = before != NULL ? &before->values[i] : &none;

    if (!dray_value_equal (old, &after->values[i]))
      add_effect (effects, touch, i, old, &after->values[i]);
  }
}

/* Returns: (transfer full): the difference between what was and what is */
DrayEffects *
dray_mutation_list_effects (DrayMutation *self)
{
  DrayEffects *effects = dray_effects_new ();

  for (guint i = 0; i < self->touches->len; i++) {
    const DrayTouch *touch = self->touches->pdata[i];

    if (touch->is_written)
      list_touch (touch, effects);
  }
  return effects;
}
