/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/*   sync-simulator --seeds N [--first-seed K] [--plant BUG] [--digest] [--trace]
 *
 * Runs N worlds. Exits 0 when every invariant held; else it names the seed and what broke. With --plant a known bug is put in, and it
 * exits 0 when some seed found it. --digest prints what each seed came to; --trace everything that happened. */

#include "dray-sync-world.h"

#include "dray-plant.h"

#include <stdlib.h>

const char *dray_plant;

/* Returns: (nullable): what broke */
static char *
run (guint64   seed,
     gboolean  traces,
     char    **digest)
{
  DrayWorldPlan plan;
  DrayWorld *world;
  GChecksum *trace;
  char *fault;

  dray_world_plan (seed, &plan);
  world = dray_world_new (seed, &plan);
  world->is_loud = traces;
  dray_world_run (world);
  trace = g_checksum_copy (world->trace);
  *digest = g_strdup (g_checksum_get_string (trace));
  g_checksum_free (trace);
  fault = g_steal_pointer (&world->fault);
  dray_world_free (world);
  return fault;
}

static int
run_all (gint64   first,
         gint64   n,
         gboolean prints,
         gboolean traces)
{
  for (gint64 seed = first; seed < first + n; seed++) {
    g_autofree char *digest = NULL;
    g_autofree char *fault = run ((guint64) seed, traces, &digest);

    if (prints)
      g_print ("%d %s\n", (int) seed, digest);
    if (fault == NULL)
      continue;
    g_print ("%s seed %d: %s\n", dray_plant != NULL ? "caught" : "broken", (int) seed, fault);
    return dray_plant != NULL ? EXIT_SUCCESS : EXIT_FAILURE;
  }
  g_print ("%d seeds from %d: %s\n", (int) n, (int) first, dray_plant != NULL ? "the bug went unnoticed" : "every invariant held");
  return dray_plant != NULL ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
main (int    argc,
      char **argv)
{
  gint64 n = 100, first = 1;
  gboolean prints = FALSE, traces = FALSE;
  g_autofree char *plant = NULL;
  const GOptionEntry entries[] = {
    { "seeds", 0, 0, G_OPTION_ARG_INT64, &n, "How many", "N" },
    { "first-seed", 0, 0, G_OPTION_ARG_INT64, &first, "The first", "K" },
    { "plant", 0, 0, G_OPTION_ARG_STRING, &plant, "A bug to put in", "BUG" },
    { "digest", 0, 0, G_OPTION_ARG_NONE, &prints, "Print what each seed came to", NULL },
    { "trace", 0, 0, G_OPTION_ARG_NONE, &traces, "Print everything", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  /* Nothing here outlives the run: in memory, where there is such a folder, it costs no disk. */
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return EXIT_FAILURE;
  }
  dray_plant = plant;
  return run_all (first, n, prints, traces);
}
