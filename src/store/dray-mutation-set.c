/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The half of DrayMutation that changes things and says things; its arguments too. */

#include "dray-intent-private.h"
#include "dray-mutation-private.h"
#include "dray-operation.h"
#include "dray-store-error.h"
#include "dray-store-private.h"
#include "dray-units.h"

#include <math.h>

static inline const DrayValue *
argument (DrayMutation *self,
          int           i)
{
  g_assert (i >= 0 && i < self->intent->operation->n_arguments);
  return &self->intent->arguments[i];
}

gboolean
dray_mutation_has_argument (DrayMutation *self,
                            int           i)
{
  return argument (self, i)->kind != DRAY_VALUE_NONE;
}

const char *
dray_mutation_argument_text (DrayMutation *self,
                             int           i)
{
  return argument (self, i)->kind == DRAY_VALUE_TEXT ? argument (self, i)->text : NULL;
}

gint64
dray_mutation_argument_integer (DrayMutation *self,
                                int           i)
{
  DrayFieldType type = self->intent->operation->arguments[i].type;

  if (argument (self, i)->kind == DRAY_VALUE_INTEGER)
    return argument (self, i)->integer;
  return type == DRAY_FIELD_INSTANT || type == DRAY_FIELD_DATE ? DRAY_NEVER : 0;
}

double
dray_mutation_argument_real (DrayMutation *self,
                             int           i)
{
  return argument (self, i)->kind == DRAY_VALUE_REAL ? argument (self, i)->real : NAN;
}

gboolean
dray_mutation_argument_boolean (DrayMutation *self,
                                int           i)
{
  return dray_mutation_argument_integer (self, i) == 1;
}

DrayId
dray_mutation_argument_id (DrayMutation *self,
                           int           i)
{
  return argument (self, i)->kind == DRAY_VALUE_ID ? argument (self, i)->id : DRAY_ID_NONE;
}

int
dray_mutation_argument_choice (DrayMutation *self,
                               int           i)
{
  return dray_field_get_choice (&self->intent->operation->arguments[i], dray_mutation_argument_text (self, i));
}

/* Returns: (transfer none) (nullable): the parsed value of a JSON argument */
JsonNode *
dray_mutation_argument_json (DrayMutation *self,
                             int           i)
{
  return dray_mutation_has_argument (self, i) && self->intent->parsed != NULL ? self->intent->parsed->pdata[i] : NULL;
}

const DrayValue *
dray_mutation_argument_value (DrayMutation *self,
                              int           i)
{
  return argument (self, i);
}

/* The author's time, UTC microseconds: the same wherever the operation runs. */
gint64
dray_mutation_get_at_us (DrayMutation *self)
{
  return self->at_us;
}

/* Returns: (nullable): who does it; %NULL is the program itself */
const DrayActor *
dray_mutation_get_actor (DrayMutation *self)
{
  return self->actor;
}

/* Returns: an id for a new row, the same wherever the operation runs */
DrayId
dray_mutation_make_id (DrayMutation *self)
{
  return dray_id_new (self->at_us, &self->random);
}

/* Returns: whose operation this is */
DrayId
dray_mutation_get_client (DrayMutation *self)
{
  return self->client;
}

/* Returns: (transfer none): its name, without the version */
const char *
dray_mutation_get_operation (DrayMutation *self)
{
  return self->intent->operation->name;
}

/* Returns: (transfer none): what it was called with, canonical JSON */
const char *
dray_mutation_get_arguments (DrayMutation *self)
{
  return self->intent->text;
}

/* Returns: (nullable): the table of that name */
const DrayTable *
dray_mutation_find_table (DrayMutation *self,
                          const char   *name)
{
  return dray_schema_find_table (self->intent->schema, name);
}

/* Remembers how the row was before the first setter. */
static void
begin_write (DrayTouch *touch)
{
  if (!touch->is_written && touch->current != NULL)
    touch->original = dray_row_copy (touch->current);
  touch->is_written = TRUE;
}

/* Makes an empty row. Refuses where there is one of that id already, deleted or not: ids name one thing for ever. */
void
dray_mutation_create (DrayMutation    *self,
                      const DrayTable *table,
                      const DrayId    *id)
{
  g_assert (!self->is_closed);
  g_return_if_fail (!dray_id_is_none (id));

  if (self->error != NULL)
    return;

  DrayTouch *touch = dray_mutation_touch (self, table, id);

  if (self->error != NULL)
    return;
  if (touch->current != NULL) {
    dray_mutation_refuse (self, "there is a %s of this id already", table->name);
    return;
  }
  begin_write (touch);
  touch->current = dray_row_new (table, id);
  touch->current->stamp = self->number;
  touch->unsaved |= dray_field_mask (DRAY_FIELD_DELETED);
}

static void
set_deleted (DrayTouch *touch,
             gboolean   is_deleted)
{
  if (touch->current->is_deleted == is_deleted)
    return;
  begin_write (touch);
  touch->current->is_deleted = is_deleted;
  touch->unsaved |= dray_field_mask (DRAY_FIELD_DELETED);
}

void
dray_mutation_delete (DrayMutation    *self,
                      const DrayTable *table,
                      const DrayId    *id)
{
  g_assert (!self->is_closed);

  if (dray_mutation_require (self, table, id) != NULL)
    set_deleted (dray_mutation_touch (self, table, id), TRUE);
}

/* A fact may name a row that isn't held here, or no longer lives: it is kept and somebody looks. */
static gboolean
check_reference (DrayMutation     *self,
                 const DrayField  *field,
                 const DrayValue  *value)
{
  const DrayTable *table = field->refers_to != NULL ? dray_schema_find_table (self->intent->schema, field->refers_to) : NULL;

  if (value->kind != DRAY_VALUE_ID || table == NULL || dray_mutation_find (self, table, &value->id) != NULL)
    return TRUE;
  if (self->intent->operation->kind == DRAY_OPERATION_FACT)
    dray_mutation_flag (self, "%s names a %s that isn't there", field->name, table->name);
  else
    dray_mutation_refuse (self, "%s names a %s that isn't there", field->name, table->name);
  return self->error == NULL;
}

static gboolean
check_value (DrayMutation    *self,
             const DrayField *field,
             const DrayValue *value)
{
  GError *error = NULL;

  /* That something required is missing is judged at the end. */
  if (value->kind == DRAY_VALUE_NONE)
    return TRUE;
  if (dray_field_check (field, value, &error))
    return check_reference (self, field, value);
  dray_mutation_fail (self, error);
  return FALSE;
}

static void
write_cell (DrayTouch *touch,
            int        field,
            DrayValue  taken)
{
  begin_write (touch);
  dray_value_take (&touch->current->values[field], taken);
  touch->unsaved |= dray_field_mask (field);
}

/**
 * dray_mutation_set:
 * @taken: a value of the field's type, or none; owned by the mutation from now on
 *
 * Refuses where the row doesn't live, where the field's description doesn't allow the value, and where it refers to nothing.
 */
void
dray_mutation_set (DrayMutation    *self,
                   const DrayTable *table,
                   const DrayId    *id,
                   int              field,
                   DrayValue        taken)
{
  g_auto (DrayValue) value = taken;

  g_assert (!self->is_closed);
  g_assert (field >= 0 && field < table->n_fields);

  const DrayRow *row = dray_mutation_require (self, table, id);

  if (row == NULL || dray_value_equal (&row->values[field], &value) || !check_value (self, &table->fields[field], &value))
    return;
  write_cell (dray_mutation_touch (self, table, id), field, dray_value_copy (&value));
}

void
dray_mutation_set_none (DrayMutation    *self,
                        const DrayTable *table,
                        const DrayId    *id,
                        int              field)
{
  dray_mutation_set (self, table, id, field, dray_value_none ());
}

void
dray_mutation_set_text (DrayMutation    *self,
                        const DrayTable *table,
                        const DrayId    *id,
                        int              field,
                        const char      *text)
{
  dray_mutation_set (self, table, id, field, dray_value_text (text));
}

/* For whole numbers, instants and dates. */
void
dray_mutation_set_integer (DrayMutation    *self,
                           const DrayTable *table,
                           const DrayId    *id,
                           int              field,
                           gint64           integer)
{
  dray_mutation_set (self, table, id, field, dray_value_integer (integer));
}

void
dray_mutation_set_real (DrayMutation    *self,
                        const DrayTable *table,
                        const DrayId    *id,
                        int              field,
                        double           real)
{
  dray_mutation_set (self, table, id, field, dray_value_real (real));
}

void
dray_mutation_set_boolean (DrayMutation    *self,
                           const DrayTable *table,
                           const DrayId    *id,
                           int              field,
                           gboolean         truth)
{
  dray_mutation_set (self, table, id, field, dray_value_integer (truth ? 1 : 0));
}

void
dray_mutation_set_id (DrayMutation    *self,
                      const DrayTable *table,
                      const DrayId    *id,
                      int              field,
                      const DrayId    *to)
{
  dray_mutation_set (self, table, id, field, dray_value_id (to));
}

/* @choice: an index of the field's choices */
void
dray_mutation_set_choice (DrayMutation    *self,
                          const DrayTable *table,
                          const DrayId    *id,
                          int              field,
                          int              choice)
{
  dray_mutation_set (self, table, id, field, dray_value_text (table->fields[field].choices[choice]));
}

/* Sets the field to what the argument holds; they must be of one type. */
void
dray_mutation_set_argument (DrayMutation    *self,
                            const DrayTable *table,
                            const DrayId    *id,
                            int              field,
                            int              i)
{
  dray_mutation_set (self, table, id, field, dray_value_copy (argument (self, i)));
}

/* Puts back what the cell held before @effect, past field policies: it had been there. A row that was made is deleted. */
void
dray_mutation_restore (DrayMutation     *self,
                       const DrayEffect *effect)
{
  DrayTouch *touch = dray_mutation_touch (self, effect->table, &effect->id);

  if (self->error != NULL || touch->current == NULL)
    return;
  if (effect->field == DRAY_FIELD_DELETED)
    set_deleted (touch, effect->before.kind == DRAY_VALUE_NONE || effect->before.integer == 1);
  else
    write_cell (touch, effect->field, dray_value_copy (&effect->before));
}

/* Says no, in words for a person; marked with N_() by the caller. An edit has then no effect at all. */
void
dray_mutation_refuse (DrayMutation *self,
                      const char   *format,
                      ...)
{
  va_list arguments;

  va_start (arguments, format);
  dray_mutation_fail (self, g_error_new_valist (DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED, format, arguments));
  va_end (arguments);
}

/* Lets it pass, but somebody should look at it. The first flag's words are kept. */
void
dray_mutation_flag (DrayMutation *self,
                    const char   *format,
                    ...)
{
  va_list arguments;

  if (self->flag != NULL)
    return;
  va_start (arguments, format);
  self->flag = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

gboolean
dray_mutation_has_failed (DrayMutation *self)
{
  return self->error != NULL;
}
