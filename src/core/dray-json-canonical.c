/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-json.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One way only to write a value, so that equal values have equal bytes, and equal hashes: RFC 8785. Members stand in the order of
 * their keys' UTF-16 units, there is no space, strings escape only what they must, and numbers are written as ECMAScript does.
 * One deviation: integers are written in full, also past 2^53, where the RFC would have them rounded to a double. */

static void append_node (GString *to, JsonNode *node);

/**
 * dray_json_append_string:
 * @text: UTF-8
 *
 * Appends @text as a JSON string, quotes included.
 */
void
dray_json_append_string (GString    *to,
                         const char *text)
{
  static const char escaped[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";

  g_string_append_c (to, '"');
  for (const char *at = text; *at != '\0'; at++) {
    const char *found = strchr (escaped, *at);

    if (found != NULL) {
      g_string_append_c (to, '\\');
      g_string_append_c (to, letters[found - escaped]);
    } else if ((guchar) *at < 0x20) {
      g_string_append_printf (to, "\\u%04x", (guint) (guchar) *at);
    } else {
      g_string_append_c (to, *at);
    }
  }
  g_string_append_c (to, '"');
}

/* The fewest digits that read back as @number, without trailing zeros, and the exponent of the first. @number is finite and over 0. */
static int
find_digits (double number,
             char   digits[18])
{
  char format[8], text[32];

  /* Fifteen digits survive the way to a double and back, so that with their zeros cut off they are the shortest. Only below the
   * smallest normal number, where a double has fewer digits, the search begins at one. */
  for (int n_digits = number < DBL_MIN ? 1 : 15; n_digits <= 17; n_digits++) {
    g_snprintf (format, sizeof format, "%%.%de", n_digits - 1);
    g_ascii_formatd (text, sizeof text, format, number);
    if (g_ascii_strtod (text, NULL) == number)
      break;
  }

  char *exponent = strchr (text, 'e');
  gsize n = 0;
  for (const char *at = text; at < exponent; at++) {
    if (*at != '.')
      digits[n++] = *at;
  }
  while (n > 1 && digits[n - 1] == '0')
    n--;
  digits[n] = '\0';
  return atoi (exponent + 1);
}

static void
append_zeros (GString *to,
              int      n)
{
  for (int i = 0; i < n; i++)
    g_string_append_c (to, '0');
}

/**
 * dray_json_append_double:
 * @number: finite
 *
 * Appends @number as ECMAScript writes it: the shortest digits that read back as the same double.
 *
 * Source: ECMA-262, Number::toString
 */
void
dray_json_append_double (GString *to,
                         double   number)
{
  char digits[18];

  g_return_if_fail (isfinite (number));

  if (number == 0.0) {
    g_string_append_c (to, '0');
    return;
  }
  if (number < 0.0)
    g_string_append_c (to, '-');

  int point = find_digits (fabs (number), digits) + 1;
  int n = (int) strlen (digits);

  if (point >= n && point <= 21) {
    g_string_append (to, digits);
    append_zeros (to, point - n);
  } else if (point > 0 && point <= 21) {
    g_string_append_len (to, digits, point);
    g_string_append_printf (to, ".%s", digits + point);
  } else if (point > -6 && point <= 0) {
    g_string_append (to, "0.");
    append_zeros (to, -point);
    g_string_append (to, digits);
  } else {
    g_string_append_c (to, digits[0]);
    if (n > 1)
      g_string_append_printf (to, ".%s", digits + 1);
    g_string_append_printf (to, "e%+d", point - 1);
  }
}

static guint
first_utf16_unit (gunichar c)
{
  return c < 0x10000 ? c : 0xd800 + ((c - 0x10000) >> 10);
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  for (const char *x = a, *y = b;; x = g_utf8_next_char (x), y = g_utf8_next_char (y)) {
    gunichar c = g_utf8_get_char (x), d = g_utf8_get_char (y);

    if (c == d && c != 0)
      continue;
    if (first_utf16_unit (c) != first_utf16_unit (d))
      return first_utf16_unit (c) < first_utf16_unit (d) ? -1 : 1;
    return c < d ? -1 : c > d;
  }
}

static void
append_object (GString    *to,
               JsonObject *object)
{
  g_autoptr (GList) keys = g_list_sort (json_object_get_members (object), compare_keys);

  g_string_append_c (to, '{');
  for (GList *l = keys; l != NULL; l = l->next) {
    if (l != keys)
      g_string_append_c (to, ',');
    dray_json_append_string (to, l->data);
    g_string_append_c (to, ':');
    append_node (to, json_object_get_member (object, l->data));
  }
  g_string_append_c (to, '}');
}

static void
append_array (GString   *to,
              JsonArray *array)
{
  g_string_append_c (to, '[');
  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (i > 0)
      g_string_append_c (to, ',');
    append_node (to, json_array_get_element (array, i));
  }
  g_string_append_c (to, ']');
}

static void
append_value (GString  *to,
              JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    dray_json_append_string (to, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (to, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    g_string_append_printf (to, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else
    dray_json_append_double (to, json_node_get_double (node));
}

static void
append_node (GString  *to,
             JsonNode *node)
{
  switch (json_node_get_node_type (node)) {
  case JSON_NODE_OBJECT:
    append_object (to, json_node_get_object (node));
    break;
  case JSON_NODE_ARRAY:
    append_array (to, json_node_get_array (node));
    break;
  case JSON_NODE_VALUE:
    append_value (to, node);
    break;
  case JSON_NODE_NULL:
  default:
    g_string_append (to, "null");
    break;
  }
}

/**
 * dray_json_write_canonical:
 * @node: no deeper than %DRAY_JSON_MAX_DEPTH, with finite numbers
 *
 * Returns: (transfer full): the text whose bytes are hashed and signed
 * Source: RFC 8785
 */
char *
dray_json_write_canonical (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  GString *text = g_string_new (NULL);

  append_node (text, node);
  return g_string_free (text, FALSE);
}
