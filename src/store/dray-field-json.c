/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Cells as JSON. What is written is canonical: the members in the order of the description, no spaces, numbers in their shortest
 * exact form, so that equal values give equal bytes and an operation's hash can be taken over them. */

#include "dray-core-error.h"
#include "dray-field-json.h"
#include "dray-json.h"
#include "dray-store-error.h"

#include <stdio.h>
#include <string.h>

static void
append_integer (GString *json,
                gint64   integer)
{
  char digits[24];
  char *at = digits + sizeof digits;
  guint64 rest = integer < 0 ? -(guint64) integer : (guint64) integer;

  do {
    *--at = (char) ('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (integer < 0)
    *--at = '-';
  g_string_append_len (json, at, digits + sizeof digits - at);
}

static void
append_date (GString *json,
             gint64   days)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1970);
  if (days >= 0)
    g_date_add_days (&date, (guint) days);
  else
    g_date_subtract_days (&date, (guint) -days);
  g_string_append_printf (json, "\"%04u-%02u-%02u\"", (guint) g_date_get_year (&date), (guint) g_date_get_month (&date), (guint) g_date_get_day (&date));
}

static void
append_integer_of (const DrayField *field,
                   gint64           integer,
                   GString         *json)
{
  if (field->type == DRAY_FIELD_BOOLEAN)
    g_string_append (json, integer == 1 ? "true" : "false");
  else if (field->type == DRAY_FIELD_DATE)
    append_date (json, integer);
  else
    append_integer (json, integer);
}

static void
append_bytes (GString *json,
              GBytes  *bytes)
{
  gsize n_bytes;
  const guchar *data = g_bytes_get_data (bytes, &n_bytes);
  g_autofree char *text = g_base64_encode (data, n_bytes);

  dray_json_append_string (json, text);
}

/* Appends @value as the JSON that @field's type has. */
void
dray_field_append_json (const DrayField *field,
                        const DrayValue *value,
                        GString         *json)
{
  switch (value->kind) {
    case DRAY_VALUE_INTEGER:
      append_integer_of (field, value->integer, json);
      break;
    case DRAY_VALUE_REAL:
      dray_json_append_double (json, value->real);
      break;
    case DRAY_VALUE_TEXT:
      if (field->type == DRAY_FIELD_JSON)
        g_string_append (json, value->text);
      else
        dray_json_append_string (json, value->text);
      break;
    case DRAY_VALUE_ID: {
      char text[DRAY_ID_TEXT_LENGTH + 1];

      dray_id_write (&value->id, text);
      dray_json_append_string (json, text);
      break;
    }
    case DRAY_VALUE_BYTES:
      append_bytes (json, value->bytes);
      break;
    case DRAY_VALUE_NONE:
    default:
      g_string_append (json, "null");
  }
}

/* Appends the row as an object: id first, then every cell that holds something. */
void
dray_row_append_json (const DrayRow *row,
                      GString       *json)
{
  char id[DRAY_ID_TEXT_LENGTH + 1];

  dray_id_write (&row->id, id);
  g_string_append_printf (json, "{\"id\":\"%s\"", id);
  for (int i = 0; i < row->table->n_fields; i++) {
    if (row->values[i].kind == DRAY_VALUE_NONE)
      continue;
    g_string_append_printf (json, ",\"%s\":", row->table->fields[i].name);
    dray_field_append_json (&row->table->fields[i], &row->values[i], json);
  }
  g_string_append_c (json, '}');
}

static gboolean
parse_date (const char *text,
            gint64     *days)
{
  GDate date, epoch;
  guint year, month, day;
  char rest;

  if (strlen (text) != 10 || sscanf (text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) != 3)
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_clear (&epoch, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  g_date_set_dmy (&epoch, 1, G_DATE_JANUARY, 1970);
  *days = g_date_days_between (&epoch, &date);
  return TRUE;
}

static gboolean
read_string (const DrayField *field,
             const char      *text,
             DrayValue       *value)
{
  DrayId id;
  gint64 days;

  if (field->type == DRAY_FIELD_REFERENCE && dray_id_parse (text, &id))
    *value = dray_value_id (&id);
  else if (field->type == DRAY_FIELD_DATE && parse_date (text, &days))
    *value = dray_value_integer (days);
  else if (field->type == DRAY_FIELD_BLOB) {
    gsize n_bytes;
    g_autofree guchar *data = g_base64_decode (text, &n_bytes);

    *value = dray_value_bytes (data, n_bytes);
  } else if (field->type == DRAY_FIELD_TEXT || field->type == DRAY_FIELD_ENUM || field->type == DRAY_FIELD_RANK)
    *value = dray_value_text (text);
  else
    return FALSE;
  return TRUE;
}

/* json-glib makes a whole number of what has no point, so 3 must do for a real. */
static gboolean
read_number (const DrayField *field,
             JsonNode        *node,
             DrayValue       *value)
{
  gboolean is_whole = json_node_get_value_type (node) == G_TYPE_INT64;

  if (field->type == DRAY_FIELD_REAL)
    *value = dray_value_real (json_node_get_double (node));
  else if (is_whole && (field->type == DRAY_FIELD_INTEGER || field->type == DRAY_FIELD_INSTANT))
    *value = dray_value_integer (json_node_get_int (node));
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_scalar (const DrayField *field,
             JsonNode        *node,
             DrayValue       *value)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    return read_string (field, json_node_get_string (node), value);
  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    return read_number (field, node, value);
  if (type != G_TYPE_BOOLEAN || field->type != DRAY_FIELD_BOOLEAN)
    return FALSE;
  *value = dray_value_integer (json_node_get_boolean (node));
  return TRUE;
}

/**
 * dray_field_read_json:
 * @value: (out): untouched on failure
 *
 * Errors: %DRAY_STORE_ERROR_INVALID for JSON of another type, and all of dray_field_check()
 */
gboolean
dray_field_read_json (const DrayField *field,
                      JsonNode        *node,
                      DrayValue       *value,
                      GError         **error)
{
  g_auto (DrayValue) read = dray_value_none ();

  if (JSON_NODE_HOLDS_NULL (node))
    ;
  else if (field->type == DRAY_FIELD_JSON) {
    g_autofree char *text = dray_json_write_canonical (node);

    read = dray_value_text (text);
  } else if (!read_scalar (field, node, &read)) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s is of the wrong type", field->name);
    return FALSE;
  }
  if (!dray_field_check (field, &read, error))
    return FALSE;
  *value = dray_value_copy (&read);
  return TRUE;
}

/* Returns: (transfer full) (nullable): the JSON in @text, within our limits and with our errors */
JsonNode *
dray_field_parse_json (const char *text,
                       GError    **error)
{
  static const DrayJsonLimits limits = { 4 * DRAY_JSON_TEXT_LIMIT, DRAY_JSON_DEPTH, DRAY_JSON_TEXT_LIMIT, 20000 };
  GError *fault = NULL;
  JsonNode *node = dray_json_parse (text, -1, &limits, &fault);

  if (node != NULL)
    return node;
  g_set_error (error, DRAY_STORE_ERROR, g_error_matches (fault, DRAY_CORE_ERROR, DRAY_CORE_ERROR_LIMIT) ? DRAY_STORE_ERROR_LIMIT : DRAY_STORE_ERROR_INVALID,
               "%s", fault->message);
  g_error_free (fault);
  return NULL;
}
