/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Cells as people and spreadsheets write them: dates as 2026-11-20, instants as RFC 3339, truth as true and false; numbers with a
 * point and no thousands. What is written is read back as the same value. */

#include "dray-field-json.h"
#include "dray-field-text.h"
#include "dray-store-error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

static char *
dup_instant (gint64 at_us)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC - (at_us % G_USEC_PER_SEC < 0));
  g_autoptr (GDateTime) time = seconds != NULL ? g_date_time_add (seconds, ((at_us % G_USEC_PER_SEC) + G_USEC_PER_SEC) % G_USEC_PER_SEC) : NULL;

  return time != NULL ? g_date_time_format_iso8601 (time) : g_strdup_printf ("%" G_GINT64_FORMAT, at_us);
}

/* Without the quotes that JSON has around it. */
static char *
dup_unquoted (const DrayField *field,
              const DrayValue *value)
{
  g_autoptr (GString) json = g_string_new (NULL);

  dray_field_append_json (field, value, json);
  if (json->len >= 2 && json->str[0] == '"')
    return g_strndup (json->str + 1, json->len - 2);
  return g_strdup (json->str);
}

/* Returns: (transfer full): the cell as text; empty where it holds nothing */
char *
dray_field_dup_text (const DrayField *field,
                     const DrayValue *value)
{
  if (value->kind == DRAY_VALUE_NONE)
    return g_strdup ("");
  if (value->kind == DRAY_VALUE_TEXT)
    return g_strdup (value->text);
  if (field->type == DRAY_FIELD_INSTANT)
    return dup_instant (value->integer);
  return dup_unquoted (field, value);
}

static gboolean
read_integer (const char *text,
              DrayValue  *value)
{
  gint64 integer;

  /* A spreadsheet may write a whole number as 12.0. */
  g_autofree char *whole = g_str_has_suffix (text, ".0") ? g_strndup (text, strlen (text) - 2) : g_strdup (text);

  if (!g_ascii_string_to_signed (whole, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return FALSE;
  *value = dray_value_integer (integer);
  return TRUE;
}

static gboolean
read_real (const char *text,
           DrayValue  *value)
{
  char *end;
  double real;

  errno = 0;
  real = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !isfinite (real) || errno == ERANGE)
    return FALSE;
  *value = dray_value_real (real);
  return TRUE;
}

static gboolean
read_boolean (const char *text,
              DrayValue  *value)
{
  static const char *const words[][2] = { { "false", "true" }, { "no", "yes" }, { "0", "1" } };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    for (int truth = 0; truth < 2; truth++)
      if (g_ascii_strcasecmp (text, words[i][truth]) == 0) {
        *value = dray_value_integer (truth);
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_instant (const char *text,
              DrayValue  *value)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  if (time == NULL)
    return FALSE;
  *value = dray_value_integer (g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time));
  return TRUE;
}

static gboolean
read_as_json (const DrayField *field,
              const char      *text,
              gboolean         quoted,
              DrayValue       *value)
{
  g_autoptr (JsonNode) node = quoted ? json_node_init_string (json_node_alloc (), text) : dray_field_parse_json (text, NULL);

  return node != NULL && dray_field_read_json (field, node, value, NULL);
}

static gboolean
read_typed (const DrayField *field,
            const char      *text,
            DrayValue       *value)
{
  switch (field->type) {
    case DRAY_FIELD_INTEGER:
      return read_integer (text, value);
    case DRAY_FIELD_REAL:
      return read_real (text, value);
    case DRAY_FIELD_BOOLEAN:
      return read_boolean (text, value);
    case DRAY_FIELD_INSTANT:
      return read_instant (text, value);
    case DRAY_FIELD_JSON:
      return read_as_json (field, text, FALSE, value);
    case DRAY_FIELD_DATE:
    case DRAY_FIELD_REFERENCE:
    case DRAY_FIELD_BLOB:
      return read_as_json (field, text, TRUE, value);
    case DRAY_FIELD_TEXT:
    case DRAY_FIELD_ENUM:
    case DRAY_FIELD_RANK:
    default:
      *value = dray_value_text (text);
      return TRUE;
  }
}

/**
 * dray_field_read_text:
 * @text: UTF-8; empty is no value
 * @value: (out): untouched on failure
 *
 * Errors: %DRAY_STORE_ERROR_INVALID, naming the field and what it was to be, and all of dray_field_check()
 */
gboolean
dray_field_read_text (const DrayField *field,
                      const char      *text,
                      DrayValue       *value,
                      GError         **error)
{
  static const char *const wants[] = {
    [DRAY_FIELD_INTEGER] = "a whole number", [DRAY_FIELD_REAL] = "a number", [DRAY_FIELD_BOOLEAN] = "true or false",
    [DRAY_FIELD_INSTANT] = "a time like 2026-11-20T08:30:00Z", [DRAY_FIELD_DATE] = "a date like 2026-11-20", [DRAY_FIELD_JSON] = "JSON",
    [DRAY_FIELD_REFERENCE] = "an id", [DRAY_FIELD_BLOB] = "base64", [DRAY_FIELD_RANK] = "text",
  };
  g_auto (DrayValue) read = dray_value_none ();

  if (*text != '\0' && !read_typed (field, text, &read)) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s is “%.40s” and not %s", field->name, text, wants[field->type]);
    return FALSE;
  }
  if (!dray_field_check (field, &read, error))
    return FALSE;
  *value = dray_value_copy (&read);
  return TRUE;
}
