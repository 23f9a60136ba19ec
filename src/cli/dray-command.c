/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/**
 * dray_command_line_parse:
 * @options: (nullable): the verb's own options; --json and --help are understood by every verb
 * @n_min: fewest positional arguments
 * @n_max: most positional arguments
 *
 * Takes the options off the line and leaves the positional arguments in @line.
 *
 * Errors: %G_OPTION_ERROR, with the verb's usage in the message
 */
gboolean
dray_command_line_parse (DrayCommandLine     *line,
                         const GOptionEntry  *options,
                         int                  n_min,
                         int                  n_max,
                         GError             **error)
{
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &line->json, "One JSON object a line on standard output, nothing else there", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autofree char *usage = g_strdup_printf ("%s %s", line->command->name, line->command->arguments);
  g_autoptr (GOptionContext) context = g_option_context_new (line->command->arguments);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *program = g_strdup_printf ("drayctl %s", line->command->name);

  /* GOption prints the program's name from the first word. */
  g_strv_builder_add (words, program);
  g_strv_builder_addv (words, (const char **) line->arguments);
  arguments = g_strv_builder_end (words);

  g_set_prgname (program);
  g_option_context_set_summary (context, line->command->summary);
  g_option_context_add_main_entries (context, common, NULL);
  if (options != NULL)
    g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse_strv (context, &arguments, error))
    return FALSE;

  /* GOption leaves the "--" in front of an argument that begins with a dash, such as a western longitude. */
  for (char **word = arguments + 1; *word != NULL; word++) {
    if (strcmp (*word, "--") == 0) {
      g_free (*word);
      memmove (word, word + 1, (g_strv_length (word + 1) + 1) * sizeof *word);
      break;
    }
  }

  int n = (int) g_strv_length (arguments) - 1;
  if (n < n_min || n > n_max) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%d arguments given. Usage: drayctl %s", n, usage);
    return FALSE;
  }
  g_strfreev (line->arguments);
  line->arguments = g_strdupv (arguments + 1);
  return TRUE;
}

/**
 * dray_command_line_print:
 * @object: (transfer full) (nullable): the result for programs
 * @format: the same for people
 *
 * Prints one result on standard output: @object as a line of JSON under --json, else the formatted text as a line.
 */
void
dray_command_line_print (DrayCommandLine *line,
                         JsonNode        *object,
                         const char      *format,
                         ...)
{
  g_autoptr (JsonNode) node = object;
  g_autofree char *text = NULL;

  if (line->json) {
    if (node == NULL)
      return;
    text = json_to_string (node, FALSE);
  } else {
    va_list arguments;

    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
  }
  fprintf (stdout, "%s\n", text);
}

/* Progress and remarks, as a line on standard error. */
void
dray_command_line_say (DrayCommandLine *line G_GNUC_UNUSED,
                       const char      *format,
                       ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "%s\n", text);
}
