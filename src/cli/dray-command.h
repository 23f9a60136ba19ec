/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _DrayCommand     DrayCommand;
typedef struct _DrayCommandLine DrayCommandLine;

/**
 * DrayCommand:
 * @name: one or two words, as they are typed: "solve", "region import"
 * @arguments: what follows the name, for the usage line
 * @summary: one line that begins with a verb
 * @run: does it. It parses with dray_command_line_parse(), prints results by dray_command_line_print(), and may block: a
 *   command has the program to itself. %TRUE only if it did what was asked
 *
 * One verb of drayctl: a file dray-command-NAME.c and a line in dray-commands.c.
 */
struct _DrayCommand {
  const char *name;
  const char *arguments;
  const char *summary;
  gboolean  (*run) (DrayCommandLine  *line,
                    GError          **error);
};

/* Ends with a row whose name is NULL. */
extern const DrayCommand dray_commands[];

/**
 * DrayCommandLine:
 * @command: the verb at work
 * @arguments: (array zero-terminated=1): what is left on the line behind the verb; after parsing, the positional arguments
 * @json: --json was given: stdout carries one object a line and nothing else
 * @cancellable: cancelled by the first Ctrl+C
 */
struct _DrayCommandLine {
  const DrayCommand *command;
  char             **arguments;
  gboolean           json;
  GCancellable      *cancellable;
};

gboolean dray_command_line_parse (DrayCommandLine    *line,
                                  const GOptionEntry *options,
                                  int                 n_min,
                                  int                 n_max,
                                  GError            **error);
void     dray_command_line_print (DrayCommandLine    *line,
                                  JsonNode           *object,
                                  const char         *format,
                                  ...) G_GNUC_PRINTF (3, 4);
void     dray_command_line_say   (DrayCommandLine    *line,
                                  const char         *format,
                                  ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
