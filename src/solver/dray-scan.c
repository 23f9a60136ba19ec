/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-scan.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "dray-solver-error.h"

/* Larger numbers than these appear in no instance, and every product of two of them is exact in a double. */
#define NUMBER_MAX 1e9

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

/* Reads one finite decimal number that is a whole word. Returns: behind it, or %NULL */
static const char *
read_number (const char *at,
             double     *number)
{
  char *end = NULL;

  /* g_ascii_strtod would take "inf", "nan" and hexadecimals too. */
  const char *digit = at + (*at == '-' || *at == '+');
  if (!g_ascii_isdigit (*digit) && *digit != '.')
    return NULL;
  if (digit[0] == '0' && (digit[1] == 'x' || digit[1] == 'X'))
    return NULL;
  double value = g_ascii_strtod (at, &end);
  if (end == at || (*end != '\0' && !is_space (*end)) || !isfinite (value) || fabs (value) > NUMBER_MAX)
    return NULL;
  *number = value;
  return end;
}

void
dray_scan_init (DrayScan   *self,
                const char *text)
{
  self->text = text;
  self->at = text;
  self->line = 1;
}

/**
 * dray_scan_line:
 * @line: (out) (transfer full): the next line that is not blank, without the spaces around it
 *
 * Returns: %FALSE at the end of the text, with @line untouched
 */
gboolean
dray_scan_line (DrayScan *self,
                char    **line)
{
  while (is_space (*self->at)) {
    self->line += *self->at == '\n';
    self->at++;
  }
  if (*self->at == '\0')
    return FALSE;

  /* The line's end is left for the next call, so that @line is the number of this one. */
  gsize length = strcspn (self->at, "\n");
  *line = g_strchomp (g_strndup (self->at, length));
  self->at += length;
  return TRUE;
}

/* Reads the next word, over line ends. Returns: %FALSE at the end of the text */
gboolean
dray_scan_word (DrayScan *self,
                char      word[DRAY_SCAN_WORD_LENGTH + 1])
{
  gsize n = 0;

  while (is_space (*self->at)) {
    self->line += *self->at == '\n';
    self->at++;
  }
  if (*self->at == '\0')
    return FALSE;
  for (; *self->at != '\0' && !is_space (*self->at); self->at++)
    if (n < DRAY_SCAN_WORD_LENGTH)
      word[n++] = *self->at;
  word[n] = '\0';
  return TRUE;
}

gboolean
dray_scan_number (DrayScan *self,
                  double   *number,
                  GError  **error)
{
  char word[DRAY_SCAN_WORD_LENGTH + 1];

  if (!dray_scan_word (self, word))
    return dray_scan_fail (self, error, "the file ends where a number should stand");
  if (read_number (word, number) == NULL)
    return dray_scan_fail (self, error, "“%s” is no number", word);
  return TRUE;
}

gboolean
dray_scan_integer (DrayScan *self,
                   int       min,
                   int       max,
                   int      *number,
                   GError  **error)
{
  double value;

  if (!dray_scan_number (self, &value, error))
    return FALSE;
  if (value != floor (value) || value < min || value > max)
    return dray_scan_fail (self, error, "%g is no whole number from %d to %d", value, min, max);
  *number = (int) value;
  return TRUE;
}

/* Reads a line that is nothing but numbers. Returns: how many, or -1 where a word is none or there are more than @n_max */
int
dray_scan_row (const char *line,
               double     *numbers,
               int         n_max)
{
  int n = 0;

  for (;;) {
    while (is_space (*line))
      line++;
    if (*line == '\0')
      return n;
    if (n == n_max || (line = read_number (line, &numbers[n])) == NULL)
      return -1;
    n++;
  }
}

/* Sets @error to what is wrong with the line last read. Returns: %FALSE */
gboolean
dray_scan_fail (const DrayScan *self,
                GError        **error,
                const char     *format,
                ...)
{
  g_autofree char *what = NULL;
  g_autofree char *valid = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  valid = g_utf8_make_valid (what, -1);
  g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "line %d: %s", self->line, valid);
  return FALSE;
}

/* A file's bytes as a text ended by a zero. A zero inside is refused, since all behind it would vanish without a word. */
char *
dray_scan_dup_text (const char *text,
                    gsize       n_bytes,
                    GError    **error)
{
  if (memchr (text, '\0', n_bytes) != NULL) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "the file holds a zero byte, so it is no text");
    return NULL;
  }
  return g_strndup (text, n_bytes);
}
