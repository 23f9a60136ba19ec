/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-table.h"
#include "dray-store-error.h"

#include <math.h>
#include <string.h>

/* JSON's numbers carry no more whole numbers than these. */
#define MAX_EXACT (G_GINT64_CONSTANT (1) << 53)

/* What each type is in memory and in SQL, by DrayFieldType. */
static const struct {
  DrayValueKind  kind;
  const char    *sql;
} types[] = {
  [DRAY_FIELD_TEXT] = { DRAY_VALUE_TEXT, "TEXT" },
  [DRAY_FIELD_INTEGER] = { DRAY_VALUE_INTEGER, "INTEGER" },
  [DRAY_FIELD_REAL] = { DRAY_VALUE_REAL, "REAL" },
  [DRAY_FIELD_BOOLEAN] = { DRAY_VALUE_INTEGER, "INTEGER" },
  [DRAY_FIELD_REFERENCE] = { DRAY_VALUE_ID, "BLOB" },
  [DRAY_FIELD_INSTANT] = { DRAY_VALUE_INTEGER, "INTEGER" },
  [DRAY_FIELD_DATE] = { DRAY_VALUE_INTEGER, "INTEGER" },
  [DRAY_FIELD_ENUM] = { DRAY_VALUE_TEXT, "TEXT" },
  [DRAY_FIELD_JSON] = { DRAY_VALUE_TEXT, "TEXT" },
  [DRAY_FIELD_BLOB] = { DRAY_VALUE_BYTES, "BLOB" },
  [DRAY_FIELD_RANK] = { DRAY_VALUE_TEXT, "TEXT" },
};

/* Returns: the index of the field, or -1 */
int
dray_table_find_field (const DrayTable *self,
                       const char      *name)
{
  for (int i = 0; i < self->n_fields; i++)
    if (g_str_equal (self->fields[i].name, name))
      return i;
  return -1;
}

const char *
dray_field_get_sql_type (const DrayField *self)
{
  return types[self->type].sql;
}

/* What the field's cells hold where they hold something. */
DrayValueKind
dray_field_get_kind (const DrayField *self)
{
  return types[self->type].kind;
}

/* Returns: the index of @word among the choices, or -1 */
int
dray_field_get_choice (const DrayField *self,
                       const char      *word)
{
  for (int i = 0; word != NULL && self->choices != NULL && self->choices[i] != NULL; i++)
    if (g_str_equal (self->choices[i], word))
      return i;
  return -1;
}

static gboolean
wrong (const DrayField *self,
       GError         **error,
       const char      *what)
{
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s %s", self->name, what);
  return FALSE;
}

static gboolean
check_range (const DrayField *self,
             double           amount,
             GError         **error)
{
  if (!isfinite (amount))
    return wrong (self, error, "is not a finite number");
  if (self->minimum == 0 && self->maximum == 0)
    return TRUE;
  if (amount < self->minimum || amount > self->maximum) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s is %.15g, outside %.15g to %.15g",
                 self->name, amount, self->minimum, self->maximum);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_text (const DrayField *self,
            const char      *text,
            GError         **error)
{
  gboolean is_json = self->type == DRAY_FIELD_JSON;

  if (strlen (text) > (is_json && self->maximum > 0 ? (gsize) self->maximum : DRAY_TEXT_LIMIT))
    return wrong (self, error, "is too long");
  if (self->type == DRAY_FIELD_ENUM)
    return dray_field_get_choice (self, text) >= 0 || wrong (self, error, "is none of its choices");
  if (!g_utf8_validate (text, -1, NULL))
    return wrong (self, error, "is not UTF-8");
  if (is_json || (self->minimum == 0 && self->maximum == 0))
    return TRUE;
  return check_range (self, (double) g_utf8_strlen (text, -1), error);
}

/**
 * dray_field_check:
 * @value: what the field is to hold
 *
 * Whether the description allows @value. What a reference points at is not looked up here.
 *
 * Errors: %DRAY_STORE_ERROR_INVALID, naming the field
 */
gboolean
dray_field_check (const DrayField *self,
                  const DrayValue *value,
                  GError         **error)
{
  if (value->kind == DRAY_VALUE_NONE)
    return (self->flags & DRAY_FIELD_REQUIRED) == 0 || wrong (self, error, "is missing");
  if (value->kind != types[self->type].kind)
    return wrong (self, error, "is of the wrong type");
  switch (value->kind) {
    case DRAY_VALUE_INTEGER:
      if (self->type == DRAY_FIELD_BOOLEAN)
        return value->integer == 0 || value->integer == 1 || wrong (self, error, "is neither true nor false");
      if (value->integer > MAX_EXACT || value->integer < -MAX_EXACT)
        return wrong (self, error, "needs more than 53 bits");
      return check_range (self, (double) value->integer, error);
    case DRAY_VALUE_REAL:
      return check_range (self, value->real, error);
    case DRAY_VALUE_TEXT:
      return check_text (self, value->text, error);
    case DRAY_VALUE_BYTES:
      if (g_bytes_get_size (value->bytes) > DRAY_TEXT_LIMIT)
        return wrong (self, error, "is too long");
      return check_range (self, (double) g_bytes_get_size (value->bytes), error);
    case DRAY_VALUE_ID:
    case DRAY_VALUE_NONE:
    default:
      return TRUE;
  }
}

static gboolean
is_plain_name (const char *name)
{
  if (!g_ascii_islower (name[0]))
    return FALSE;
  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_islower (*at) && !g_ascii_isdigit (*at) && *at != '_')
      return FALSE;
  return TRUE;
}

static gboolean
check_field_description (const DrayTable *self,
                         int              i,
                         GError         **error)
{
  const DrayField *field = &self->fields[i];
  const char *fault = NULL;

  if (!is_plain_name (field->name) || g_str_equal (field->name, "id") || g_str_equal (field->name, "deleted") || g_str_equal (field->name, "stamp"))
    fault = "has no usable name";
  else if (dray_table_find_field (self, field->name) != i)
    fault = "stands twice";
  else if ((field->type == DRAY_FIELD_REFERENCE) != (field->refers_to != NULL))
    fault = "must say what it refers to if and only if it is a reference";
  else if ((field->type == DRAY_FIELD_ENUM) != (field->choices != NULL))
    fault = "must have choices if and only if it is an enumeration";
  else if (field->label == NULL)
    fault = "has no label";
  if (fault == NULL)
    return TRUE;
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s.%s %s", self->name, field->name, fault);
  return FALSE;
}

/**
 * dray_table_check:
 *
 * Whether the description makes sense by itself; what it refers to is checked with the other tables by dray_schema_new().
 */
gboolean
dray_table_check (const DrayTable *self,
                  GError         **error)
{
  const char *const named[] = { self->title_field, self->owner_field, self->depot_field, self->month_field, self->parent_field };

  if (!is_plain_name (self->name) || self->label == NULL || self->n_fields > DRAY_TABLE_MAX_FIELDS) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "the table %s has no usable name, no label or too many fields", self->name);
    return FALSE;
  }
  for (int i = 0; i < self->n_fields; i++)
    if (!check_field_description (self, i, error))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    if (named[i] != NULL && dray_table_find_field (self, named[i]) < 0) {
      g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s has no field %s", self->name, named[i]);
      return FALSE;
    }
  return TRUE;
}
