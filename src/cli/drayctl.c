/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-command.h"
#include "dray-log.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

/* drayctl: finds the verb in the table of commands, runs it, and exits 0 only when it did what was asked. */

static void
print_help (FILE *to)
{
  fprintf (to, "Usage: drayctl VERB [ARGUMENT …]\n\n");
  for (const DrayCommand *command = dray_commands; command->name != NULL; command++)
    fprintf (to, "  %-18s %s\n", command->name, command->summary);
  fprintf (to, "\nEvery verb takes --json and --help.\n");
}

/* Returns: how many words of @words name @command, 0 if they don't */
static int
match (const DrayCommand *command,
       char             **words)
{
  g_auto (GStrv) name = g_strsplit (command->name, " ", -1);
  int n = 0;

  for (; name[n] != NULL; n++) {
    if (words[n] == NULL || strcmp (words[n], name[n]) != 0)
      return 0;
  }
  return n;
}

/* A second Ctrl+C ends the program at once, because the handler is gone after the first. */
static gboolean
on_interrupt (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static gpointer
watch_signals (gpointer data)
{
  g_main_loop_run (data);
  return NULL;
}

/* Commands block, so the signal is watched by a thread of its own. */
static void
start_watching (GCancellable *cancellable)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) source = g_unix_signal_source_new (2);

  g_source_set_callback (source, on_interrupt, cancellable, NULL);
  g_source_attach (source, context);
  g_thread_unref (g_thread_new ("signals", watch_signals, g_main_loop_new (context, FALSE)));
}

static gboolean
run (const DrayCommand *command,
     char             **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DrayCommandLine line = { .command = command, .arguments = g_strdupv (arguments), .cancellable = cancellable };

  start_watching (cancellable);
  gboolean done = command->run (&line, &error);
  g_strfreev (line.arguments);
  if (!done)
    fprintf (stderr, "drayctl %s: %s\n", command->name, error->message);
  return done;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (!dray_log_init (g_getenv ("DRAY_LOG"), &error)) {
    fprintf (stderr, "drayctl: DRAY_LOG: %s\n", error->message);
    return 2;
  }

  if (argc < 2 || strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0) {
    print_help (argc < 2 ? stderr : stdout);
    return argc < 2 ? 2 : 0;
  }
  if (strcmp (argv[1], "--version") == 0) {
    printf ("drayctl %s\n", PACKAGE_VERSION);
    return 0;
  }

  for (const DrayCommand *command = dray_commands; command->name != NULL; command++) {
    int n = match (command, argv + 1);

    if (n > 0)
      return run (command, argv + 1 + n) ? 0 : 1;
  }

  fprintf (stderr, "drayctl: there is no verb \"%s\"; drayctl help lists them\n", argv[1]);
  return 2;
}
