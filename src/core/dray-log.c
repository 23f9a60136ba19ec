/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-log.h"
#include "dray-core-error.h"
#include "dray-json.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One line of standard error for each message, written at once so that threads don't mix theirs; or journald's socket, to which
 * a service's standard error is connected. */

typedef enum {
  FORMAT_TEXT,
  FORMAT_JSON,
  FORMAT_JOURNAL,
} Format;

static const char *const format_names[] = { "text", "json", "journal", NULL };

static const struct {
  GLogLevelFlags level;
  const char    *name;
} levels[] = {
  { G_LOG_LEVEL_ERROR, "error" },
  { G_LOG_LEVEL_CRITICAL, "critical" },
  { G_LOG_LEVEL_WARNING, "warning" },
  { G_LOG_LEVEL_MESSAGE, "message" },
  { G_LOG_LEVEL_INFO, "info" },
  { G_LOG_LEVEL_DEBUG, "debug" },
};

/* Set once, before any other thread logs. */
static Format log_format;
static GLogLevelFlags log_least;

static const char *
get_level_name (GLogLevelFlags level)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++) {
    if (level & levels[i].level)
      return levels[i].name;
  }
  return "message";
}

/* Returns: the text of a field, %NULL if there is none or it isn't text */
static const char *
find_field (const GLogField *fields,
            gsize            n_fields,
            const char      *key)
{
  for (gsize i = 0; i < n_fields; i++) {
    if (fields[i].length < 0 && strcmp (fields[i].key, key) == 0)
      return fields[i].value;
  }
  return NULL;
}

static gboolean
is_ours (const GLogField *field)
{
  return field->length < 0 && g_str_has_prefix (field->key, "DRAY_");
}

static char *
format_time (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *seconds = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", seconds, g_date_time_get_microsecond (now) / 1000);
}

/* Appends @text with its control characters made visible: a message may carry a stranger's bytes to a terminal, or a line end. */
static void
append_visibly (GString    *to,
                const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (g_unichar_iscntrl (c))
      g_string_append_printf (to, "\\x%02x", c);
    else
      g_string_append_unichar (to, c);
  }
}

static void
append_text_line (GString         *to,
                  GLogLevelFlags   level,
                  const GLogField *fields,
                  gsize            n_fields)
{
  g_autofree char *time = format_time ();
  const char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");
  const char *message = find_field (fields, n_fields, "MESSAGE");

  g_string_append_printf (to, "%s %-8s %s: ", time, get_level_name (level), domain != NULL ? domain : "-");
  append_visibly (to, message != NULL ? message : "");
  for (gsize i = 0; i < n_fields; i++) {
    if (is_ours (&fields[i])) {
      g_string_append_printf (to, " %s=", fields[i].key);
      append_visibly (to, fields[i].value);
    }
  }
  g_string_append_c (to, '\n');
}

static void
append_member (GString    *to,
               const char *key,
               const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append (to, to->str[to->len - 1] == '{' ? "" : ",");
  dray_json_append_string (to, key);
  g_string_append_c (to, ':');
  dray_json_append_string (to, valid);
}

static void
append_json_line (GString         *to,
                  GLogLevelFlags   level,
                  const GLogField *fields,
                  gsize            n_fields)
{
  g_autofree char *time = format_time ();
  const char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");
  const char *message = find_field (fields, n_fields, "MESSAGE");

  g_string_append_c (to, '{');
  append_member (to, "time", time);
  append_member (to, "level", get_level_name (level));
  append_member (to, "domain", domain != NULL ? domain : "");
  append_member (to, "message", message != NULL ? message : "");
  for (gsize i = 0; i < n_fields; i++) {
    if (is_ours (&fields[i])) {
      g_autofree char *key = g_ascii_strdown (fields[i].key + strlen ("DRAY_"), -1);

      append_member (to, key, fields[i].value);
    }
  }
  g_string_append (to, "}\n");
}

static GLogWriterOutput
write_to_journal (GLogLevelFlags   level,
                  const GLogField *fields,
                  gsize            n_fields)
{
  static const char *const granted[] = { "PRIORITY", "MESSAGE", "GLIB_DOMAIN", "CODE_FILE", "CODE_LINE", "CODE_FUNC", NULL };
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (GLogField));

  for (gsize i = 0; i < n_fields; i++) {
    if (is_ours (&fields[i]) || g_strv_contains (granted, fields[i].key))
      g_array_append_val (kept, fields[i]);
  }
  return g_log_writer_journald (level, (gpointer) kept->data, kept->len, NULL);
}

static GLogWriterOutput
write_message (GLogLevelFlags   level,
               const GLogField *fields,
               gsize            n_fields,
               gpointer         data)
{
  g_autoptr (GString) line = NULL;

  /* A more serious level is a smaller number. */
  if ((level & G_LOG_LEVEL_MASK) > log_least)
    return G_LOG_WRITER_HANDLED;
  if (log_format == FORMAT_JOURNAL && write_to_journal (level, fields, n_fields) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;

  line = g_string_new (NULL);
  if (log_format == FORMAT_JSON)
    append_json_line (line, level, fields, n_fields);
  else
    append_text_line (line, level, fields, n_fields);
  fwrite (line->str, 1, line->len, stderr);
  return G_LOG_WRITER_HANDLED;
}

static gboolean
take_word (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++) {
    if (strcmp (word, levels[i].name) == 0) {
      log_least = levels[i].level;
      return TRUE;
    }
  }
  for (int i = 0; format_names[i] != NULL; i++) {
    if (strcmp (word, format_names[i]) == 0) {
      log_format = (Format) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * dray_log_init:
 * @spec: (nullable): a format (text, json, journal), a least level (error, critical, warning, message, info, debug), or both
 *   with a comma between; what is left out is chosen: journal where standard error is journald's, else text; message
 *
 * Takes over the writing of the log for the whole process. Once, at the beginning of main().
 *
 * Errors: %DRAY_CORE_ERROR_INVALID for an unknown word
 */
gboolean
dray_log_init (const char  *spec,
               GError     **error)
{
  g_auto (GStrv) words = g_strsplit (spec != NULL ? spec : "", ",", -1);

  log_format = g_log_writer_is_journald (STDERR_FILENO) ? FORMAT_JOURNAL : FORMAT_TEXT;
  log_least = G_LOG_LEVEL_MESSAGE;
  for (int i = 0; words[i] != NULL; i++) {
    if (!take_word (words[i])) {
      g_set_error (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_INVALID,
                   "\"%s\" is no log format (text, json, journal) and no level (error, critical, warning, message, info, debug)", words[i]);
      return FALSE;
    }
  }
  g_log_set_writer_func (write_message, NULL, NULL);
  return TRUE;
}
