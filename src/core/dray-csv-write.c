/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-csv.h"

#include <string.h>

/* A spreadsheet runs a cell that begins with = + - or @ as a formula, whoever wrote it. Such a field, and one that begins with
 * a tab or a carriage return in front of it, gets an apostrophe in front, which spreadsheets take as "this is text". A plain
 * number keeps its sign. A text that has the apostrophe already gets another, so that the reader, which takes one away, gives
 * back what was written. */

static gboolean
is_plain_number (const char *text)
{
  gsize n_digits;

  if (*text == '-' || *text == '+')
    text++;
  n_digits = strspn (text, "0123456789");
  text += n_digits;
  if (n_digits > 0 && *text == '.' && g_ascii_isdigit (text[1]))
    text += 1 + strspn (text + 1, "0123456789");
  return n_digits > 0 && *text == '\0';
}

static gboolean
needs_guard (const char *text)
{
  gsize n_apostrophes = strspn (text, "'");
  char first = text[n_apostrophes];

  return first != '\0' && strchr ("=+-@\t\r", first) != NULL && (n_apostrophes > 0 || !is_plain_number (text));
}

static void
append_field (GString    *to,
              const char *text,
              char        separator)
{
  const char special[] = { separator, '"', '\r', '\n', '\0' };
  gboolean quoted = text[strcspn (text, special)] != '\0' || *text == ' ' || g_str_has_suffix (text, " ") ||
                    g_str_has_prefix (text, "\xef\xbb\xbf");

  if (quoted)
    g_string_append_c (to, '"');
  if (needs_guard (text))
    g_string_append_c (to, '\'');
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '"')
      g_string_append_c (to, '"');
    g_string_append_c (to, *at);
  }
  if (quoted)
    g_string_append_c (to, '"');
}

/**
 * dray_csv_append_row:
 * @fields: (array length=n_fields): UTF-8; %NULL is written as nothing
 *
 * Appends a row of RFC 4180, its line end included. What a spreadsheet would take for a formula is made harmless.
 */
void
dray_csv_append_row (GString           *to,
                     const char *const *fields,
                     gsize              n_fields,
                     char               separator)
{
  /* A lone empty field would be an empty line, which is no row. */
  if (n_fields == 1 && (fields[0] == NULL || *fields[0] == '\0'))
    g_string_append (to, "\"\"");
  for (gsize i = 0; i < n_fields; i++) {
    if (i > 0)
      g_string_append_c (to, separator);
    if (fields[i] != NULL)
      append_field (to, fields[i], separator);
  }
  g_string_append (to, "\r\n");
}
