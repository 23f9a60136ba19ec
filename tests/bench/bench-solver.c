/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-solver.h"

#include "dray-bench.h"
#include "dray-instance-problem.h"
#include "dray-random.h"
#include "dray-search.h"
#include "dray-test-folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The public instances against their best known solutions, at equal processor time. Every solution is counted anew from the file by
 * dray_sol_verify(), which knows nothing of the search; one that does not hold ends the benchmark. With several threads each run
 * gets the processor time of them all, so that it takes as long on the clock as with one. */

typedef struct {
  const char        *name;
  const char        *folder;
  const char        *best;        /* the table of best known solutions */
  const char        *suffix;
  DrayRounding       rounding;
  const char        *convention;
} Set;

static const Set sets[] = {
  { "solomon", "solomon", "solomon_bks_dimacs.csv", ".txt", DRAY_ROUNDING_DIMACS, "distance, arcs truncated to a tenth" },
  { "homberger", "homberger", "homberger_bks_dimacs.csv", ".txt", DRAY_ROUNDING_DIMACS, "distance, arcs truncated to a tenth" },
  { "uchoa", "uchoa", "uchoa_x_bks.csv", ".vrp", DRAY_ROUNDING_NEAREST, "distance, arcs rounded" },
  { "lilim", "lilim", "lilim_bks_sintef.csv", ".txt", DRAY_ROUNDING_NONE, "distance only; the best known has fewest vehicles first, so the gap may be negative" },
};

/* The panel, with what the anchors reached on a machine of this kind with one thread: gap in percent, seeds 1 / 2. For Li and Lim
 * PyVRP's distance is the yardstick itself. */
typedef struct {
  const char *set;
  const char *instance;
  double      cpu_s;
  const char *goal;
  const char *pyvrp;
  const char *pyvrp_old;
  const char *hgs;
  const char *vroom;
  double      yardstick;          /* a distance instead of the best known one */
} PanelRow;

static const PanelRow panel[] = {
  { "solomon", "R101", 10, "0.00", "0.00 / 0.00", "0.00", "", "0.40 (2.8 s)" },
  { "solomon", "RC101", 10, "0.00", "0.98 / 0.89", "0.00", "", "2.31 (2.8 s)" },
  { "solomon", "RC208", 10, "0.00", "0.00 / 0.15", "0.00", "", "1.33 (5.7 s)" },
  { "solomon", "R112", 10, "0.00", "0.24 / 0.19", "0.00", "", "1.09 (5.0 s)" },
  { "homberger", "R1_2_1", 30, "0.05", "0.50 / 0.21", "0.03 / 0.13", "", "1.29 (11 s)" },
  { "homberger", "C2_2_1", 30, "0.05", "0.10 / 0.00", "0.00", "", "0.00 (4 s)" },
  { "homberger", "RC1_4_1", 30, "0.40", "1.38 / 1.18", "0.43 / 1.41", "", "4.00 (60 s)" },
  { "homberger", "R2_4_5", 30, "0.15", "0.48 / 0.15", "1.29", "", "13.2 (70 s)" },
  { "homberger", "R1_10_1", 60, "1.8", "3.28 / 3.35", "none", "", "7.38 (37 s)" },
  { "homberger", "RC2_10_5", 60, "0.75", "1.10 / 0.88", "6.44", "", "" },
  { "uchoa", "X-n101-k25", 5, "0.00", "0.00 / 0.00", "", "0.00 / 0.00", "1.91 (3 s)" },
  { "uchoa", "X-n200-k36", 30, "0.05", "0.33 / 0.35", "0.23", "0.00 / 0.09", "2.34 (16 s)" },
  { "uchoa", "X-n502-k39", 30, "0.12", "0.18 / 0.25", "0.73", "0.31 / 0.31", "0.42 (157 s)" },
  { "uchoa", "X-n1001-k43", 60, "0.80", "1.56 / 1.57", "5.18", "2.87 / 2.94", "4.51 (51 s)" },
  { "lilim", "LR1_2_4", 30, "0.00", "2822.6", "", "", "", 2822.6 },
  { "lilim", "LRC2_4_6", 30, "0.00", "6065.9", "", "", "", 6065.9 },
  { "lilim", "LC1_6_8", 60, "0.00", "14533.9", "", "", "", 14533.9 },
  { "lilim", "LR2_10_2", 60, "0.00", "40344.2", "", "", "", 40344.2 },
};

static char    *set_name;
static char    *instance_names;
static double   cpu_s;
static int      n_seeds = 1;
static int      n_threads = 1;
static gboolean show_panel;

static const GOptionEntry options[] = {
  { "set", 0, 0, G_OPTION_ARG_STRING, &set_name, "solomon, homberger, uchoa, lilim or large", "S" },
  { "instances", 0, 0, G_OPTION_ARG_STRING, &instance_names, "Only these, by comma", "A,B" },
  { "cpu", 0, 0, G_OPTION_ARG_DOUBLE, &cpu_s, "Processor seconds of a run and thread (10; in the panel each row's own)", "S" },
  { "seeds", 0, 0, G_OPTION_ARG_INT, &n_seeds, "Runs of each instance, seeds 1 to N", "N" },
  { "threads", 0, 0, G_OPTION_ARG_INT, &n_threads, "Threads", "N" },
  { "panel", 0, 0, G_OPTION_ARG_NONE, &show_panel, "The panel of instances: our gaps beside what the anchors reached", NULL },
  G_OPTION_ENTRY_NULL
};

static double peak_mb;
static double gap_sum;
static int    n_gaps;

static char *
find_instances (void)
{
  char *folder = dray_test_shared_path ("instances");

  if (folder == NULL) {
    fprintf (stderr, "no instances: DRAY_SHARED names the folder that holds them\n");
    exit (2);
  }
  return folder;
}

/* Li and Lim's lie in a folder a size. */
static char *
find_path (const char *folder,
           const Set  *set,
           const char *name)
{
  static const char *const sizes[] = { "", "100", "200", "400", "600", "800", "1000" };
  g_autofree char *file = g_strconcat (name, set->suffix, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *path = g_build_filename (folder, set->folder, sizes[i], file, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&path);
  }
  return NULL;
}

/* The distance in the third column of the set's table. Returns: 0 where the table doesn't name it */
static double
find_best (const char *folder,
           const Set  *set,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, set->best, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    g_auto (GStrv) cells = g_strsplit (*line, ",", 4);

    if (g_strv_length (cells) >= 3 && g_ascii_strcasecmp (cells[0], name) == 0)
      return g_ascii_strtod (cells[2], NULL);
  }
  return 0;
}

static DrayInstance *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  DrayInstanceFormat format;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &error))
    g_error ("%s", error->message);
  if (!dray_instance_guess (text, length, &format))
    g_error ("%s: unknown format", path);
  DrayInstance *instance = dray_instance_parse (text, length, format, &error);
  if (instance == NULL)
    g_error ("%s: %s", path, error->message);
  return instance;
}

static void
on_progress (const DrayProgress *progress G_GNUC_UNUSED,
             gpointer            user_data G_GNUC_UNUSED)
{
  peak_mb = MAX (peak_mb, dray_bench_rss_anon_mb ());
}

static DrayPlan *
search (const DrayProblem *problem,
        double             seconds,
        int                seed,
        DraySearchStats   *stats)
{
  DraySearchOptions how = DRAY_SEARCH_OPTIONS_INIT;

  how.seed = (guint64) seed;
  how.threads = n_threads;
  how.cpu_s = seconds * n_threads;
  how.progress = on_progress;
  return dray_search_run (problem, &how, stats, NULL);
}

/* Runs one instance with one seed and reports it. Returns: its gap in percent */
static double
run (const Set          *set,
     const char         *name,
     const DrayInstance *instance,
     const DrayProblem  *problem,
     double              best,
     double              seconds,
     int                 seed)
{
  DraySearchStats stats = { 0 };
  g_autoptr (DrayPlan) plan = search (problem, seconds, seed, &stats);
  g_autoptr (DraySol) sol = dray_instance_to_sol (instance, plan, set->rounding);
  g_auto (DraySolVerdict) verdict = { 0 };

  dray_sol_verify (sol, instance, set->rounding, &verdict);
  if (verdict.broken != NULL && plan->n_unserved == 0)
    g_error ("%s seed %d: %s", name, seed, verdict.broken);

  /* A plan that leaves orders out has no gap; it counts as twice the best. */
  double gap = plan->n_unserved > 0 ? 100 : 100 * (verdict.cost - best) / best;
  dray_bench_report ("gap", gap, "%", DRAY_BENCH_CPU, "%s seed %d, %g s, %d threads: %.2f in %d routes, best known %.2f (%s)%s", name, seed, seconds,
                     n_threads, verdict.cost, verdict.n_routes, best, set->convention, plan->n_unserved > 0 ? "; ORDERS LEFT OUT" : "");
  dray_bench_report ("first-feasible-ms", stats.first_plan_s * 1e3, "ms", DRAY_BENCH_CPU, "%s seed %d, %d stops", name, seed, instance->n_nodes - 1);
  if (stats.cpu_s > 0)
    dray_bench_report ("steps-per-second", (double) stats.iterations / stats.cpu_s, "1/s", DRAY_BENCH_CPU, "%s seed %d, %d stops", name, seed,
                       instance->n_nodes - 1);
  gap_sum += gap;
  n_gaps++;
  return gap;
}

/* How long a search goes on after it was cancelled. */

typedef struct {
  GCancellable *cancellable;
  double        at_s;
} Cancel;

static gpointer
cancel_later (gpointer data)
{
  Cancel *self = data;

  g_usleep (G_USEC_PER_SEC / 2);
  self->at_s = dray_bench_wall_s ();
  g_cancellable_cancel (self->cancellable);
  return NULL;
}

static void
measure_cancel (const char        *name,
                const DrayProblem *problem)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Cancel cancel = { cancellable, 0 };
  DraySearchOptions how = DRAY_SEARCH_OPTIONS_INIT;

  how.threads = n_threads;
  /* Short enough that, where there is a population, of the whole or of a quarter, the cancel falls into its making: the longest step of all. */
  how.wall_s = 0.95;
  how.cancellable = cancellable;
  GThread *thread = g_thread_new ("cancel", cancel_later, &cancel);
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &how, NULL, NULL);
  double end_s = dray_bench_wall_s ();

  g_thread_join (thread);
  /* A search that ended by itself was not cancelled. */
  if (end_s > cancel.at_s)
    dray_bench_report ("cancel-ms", (end_s - cancel.at_s) * 1e3, "ms", DRAY_BENCH_WALL, "%s, %d stops in the plan's %d routes", name,
                       dray_problem_get_n_stops (problem), plan->n_routes);
}

/* The price of one drag: any stop to any place of any route. */
static void
measure_drag (const char        *name,
              const DrayProblem *problem)
{
  const int n = 2000;
  g_autoptr (DrayPlan) plan = search (problem, 1, 1, NULL);
  DrayRandom random;
  double start_s = dray_bench_cpu_s ();

  dray_random_init (&random, 1);
  for (int i = 0; i < n; i++) {
    const DrayRoute *to = &plan->routes[dray_random_below (&random, (guint32) plan->n_routes)];
    g_auto (DrayMoveCheck) move = { 0 };

    dray_plan_evaluate_move (plan, problem, (int) dray_random_below (&random, (guint32) dray_problem_get_n_stops (problem)), to->vehicle,
                             (int) dray_random_below (&random, (guint32) to->n_stops + 1), &move);
  }
  dray_bench_report ("drag-us", (dray_bench_cpu_s () - start_s) / n * 1e6, "us", DRAY_BENCH_CPU, "%s, %d drags over %d routes", name, n, plan->n_routes);
}

static const Set *
find_set (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    if (g_strcmp0 (name, sets[i].name) == 0)
      return &sets[i];
  return NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* All instances of a set's folder, in order. */
static GPtrArray *
list_names (const char *folder,
            const Set  *set)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = g_build_filename (folder, set->folder, NULL);
  g_autoptr (GQueue) folders = g_queue_new ();

  for (g_queue_push_tail (folders, g_strdup (path)); !g_queue_is_empty (folders);) {
    g_autofree char *here = g_queue_pop_head (folders);
    g_autoptr (GDir) dir = g_dir_open (here, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
      char *full = g_build_filename (here, name, NULL);

      if (g_str_has_suffix (name, set->suffix))
        g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (set->suffix)));
      if (g_file_test (full, G_FILE_TEST_IS_DIR))
        g_queue_push_tail (folders, full);
      else
        g_free (full);
    }
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Runs an instance with all seeds. Returns: the gaps by seed, free with g_free(); %NULL where the file is missing */
static double *
run_seeds (const char *folder,
           const Set  *set,
           const char *name,
           double      yardstick,
           double      seconds)
{
  g_autofree char *path = find_path (folder, set, name);
  double best = yardstick > 0 ? yardstick : find_best (folder, set, name);
  g_autoptr (GError) error = NULL;

  if (path == NULL || best <= 0) {
    fprintf (stderr, "%s: %s\n", name, path == NULL ? "no such instance" : "no best known solution");
    return NULL;
  }
  g_autoptr (DrayInstance) instance = load (path);
  g_autoptr (DrayProblem) problem = dray_instance_to_problem (instance, set->rounding, DRAY_GOAL_DISTANCE, NULL, &error);
  if (problem == NULL)
    g_error ("%s: %s", name, error->message);

  double *gaps = g_new0 (double, n_seeds);
  for (int seed = 1; seed <= n_seeds; seed++)
    gaps[seed - 1] = run (set, name, instance, problem, best, seconds, seed);
  return gaps;
}

static void
run_set (const char *folder,
         const Set  *set)
{
  g_autoptr (GPtrArray) names = NULL;
  double seconds = cpu_s > 0 ? cpu_s : 10;

  if (instance_names != NULL) {
    g_auto (GStrv) words = g_strsplit (instance_names, ",", -1);

    names = g_ptr_array_new_with_free_func (g_free);
    for (char **word = words; *word != NULL; word++)
      g_ptr_array_add (names, g_strdup (*word));
  } else {
    names = list_names (folder, set);
  }
  for (guint i = 0; i < names->len; i++) {
    g_autofree double *gaps = run_seeds (folder, set, g_ptr_array_index (names, i), 0, seconds);

    if (gaps == NULL)
      exit (2);
  }

  const char *last = names->len > 0 ? g_ptr_array_index (names, names->len - 1) : NULL;
  g_autofree char *path = last != NULL ? find_path (folder, set, last) : NULL;
  if (path == NULL)
    return;
  g_autoptr (DrayInstance) instance = load (path);
  g_autoptr (DrayProblem) problem = dray_instance_to_problem (instance, set->rounding, DRAY_GOAL_DISTANCE, NULL, NULL);
  measure_cancel (last, problem);
  measure_drag (last, problem);
}

/* The table is for people and goes to standard error, so that --json stays what it is. */
static void
run_panel (const char *folder)
{
  g_autoptr (GString) table = g_string_new ("\n| instance | s | goal | Dray, seeds 1 to N | PyVRP 0.14 | PyVRP 0.12 | HGS-CVRP | VROOM |\n|---|---|---|---|---|---|---|---|\n");

  for (gsize i = 0; i < G_N_ELEMENTS (panel); i++) {
    const PanelRow *row = &panel[i];
    double seconds = cpu_s > 0 ? cpu_s : row->cpu_s;
    g_autofree double *gaps = NULL;

    if ((set_name != NULL && strcmp (set_name, row->set) != 0)
        || (gaps = run_seeds (folder, find_set (row->set), row->instance, row->yardstick, seconds)) == NULL)
      continue;
    g_string_append_printf (table, "| %s | %g | %s |", row->instance, seconds, row->goal);
    for (int seed = 0; seed < n_seeds; seed++)
      g_string_append_printf (table, "%s %.2f", seed > 0 ? " /" : "", gaps[seed]);
    g_string_append_printf (table, " | %s | %s | %s | %s |\n", row->pyvrp, row->pyvrp_old, row->hgs, row->vroom);
  }
  fputs (table->str, stderr);
}

int
main (int    argc,
      char **argv)
{
  dray_bench_init (&argc, &argv, options);
  if (g_strcmp0 (set_name, "large") == 0) {
    dray_bench_solver_large (instance_names, cpu_s > 0 ? cpu_s : 60, n_seeds, n_threads);
    return 0;
  }
  g_autofree char *folder = find_instances ();
  const Set *set = find_set (set_name);

  if (!show_panel && set == NULL) {
    fprintf (stderr, "--set solomon, homberger, uchoa, lilim or large is meant, or --panel\n");
    return 2;
  }
  if (n_seeds < 1 || n_threads < 1 || n_threads > 8) {
    fprintf (stderr, "at least one seed and 1 to 8 threads are meant\n");
    return 2;
  }
  if (show_panel)
    run_panel (folder);
  else
    run_set (folder, set);
  if (n_gaps > 0)
    dray_bench_report ("gap-mean", gap_sum / n_gaps, "%", DRAY_BENCH_CPU, "%d runs, %d threads", n_gaps, n_threads);
  dray_bench_report ("peak-memory-mb", peak_mb, "MB", DRAY_BENCH_NONE, "RssAnon of the whole process, instance and matrix included");
  return 0;
}
