/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

#include <stdio.h>

#include "dray-explain.h"
#include "dray-routing-file.h"
#include "dray-search.h"

/* drayctl solve: reads a file of routing, searches until a limit or Ctrl+C, and writes the best plan found. */

typedef struct {
  DrayRoutingOptions file;
  double             wall_s;
  double             cpu_s;
  gint64             iterations;
  int                threads;
  int                lanes;
  gint64             seed;
  gboolean           explain;
  char              *out;
} Options;

static void
options_clear (Options *self)
{
  dray_routing_options_clear (&self->file);
  g_free (self->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (DrayCommandLine *line,
       Options         *options,
       GError         **error)
{
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->file.format, "vroom, solomon, vrplib or lilim; without it, what the file looks like", "F" },
    { "time", 0, 0, G_OPTION_ARG_DOUBLE, &options->wall_s, "Seconds on the clock", "S" },
    { "cpu", 0, 0, G_OPTION_ARG_DOUBLE, &options->cpu_s, "Seconds of processor time, over all threads", "S" },
    { "iterations", 0, 0, G_OPTION_ARG_INT64, &options->iterations, "Iterations of each lane", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads, "Threads, 1 to 8", "N" },
    { "lanes", 0, 0, G_OPTION_ARG_INT, &options->lanes, "Strands of search; the plan depends on them, never on the threads", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Of the random numbers", "N" },
    { "rounding", 0, 0, G_OPTION_ARG_STRING, &options->file.rounding, "none, dimacs (each arc truncated to a tenth) or nearest (integer)", "R" },
    { "objective", 0, 0, G_OPTION_ARG_STRING, &options->file.objective, "distance, vehicles-first or cost", "O" },
    { "region", 0, 0, G_OPTION_ARG_FILENAME, &options->file.region, "The roads between the places of a VROOM file with coordinates", "FILE" },
    { "vehicle", 0, 0, G_OPTION_ARG_FILENAME, &options->file.vehicle, "Who drives there, as JSON; without it the truck, van or car that the file names", "FILE" },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &options->explain, "Say of each order left out what keeps it out and what would let it in", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->out, "Write the plan here instead of on standard output", "FILE" },
    G_OPTION_ENTRY_NULL
  };

  if (!dray_command_line_parse (line, entries, 1, 1, error))
    return FALSE;
  if (options->threads < 1 || options->threads > 8 || options->lanes < 0 || options->lanes > 64 || options->iterations < 0
      || !(options->cpu_s >= 0) || !(options->wall_s >= 0)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "1 to 8 threads, 0 to 64 lanes and limits of at least 0 are meant");
    return FALSE;
  }
  /* Nobody wants to wait for ever. */
  if (options->cpu_s == 0 && options->wall_s == 0 && options->iterations == 0)
    options->wall_s = 10;
  return TRUE;
}

/* A line of progress at most once a second, and only where it tells something new. */
typedef struct {
  DrayCommandLine *line;
  double           next_s;
  gint64           last_cost;
  int              last_missing;
  int              scale;
} Reporter;

static void
on_progress (const DrayProgress *progress,
             gpointer            user_data)
{
  Reporter *self = user_data;

  if (progress->wall_s < self->next_s || (progress->cost == self->last_cost && progress->n_missing == self->last_missing))
    return;
  self->next_s = progress->wall_s + 1;
  self->last_cost = progress->cost;
  self->last_missing = progress->n_missing;
  dray_command_line_say (self->line, "%7.1f s %12" G_GINT64_FORMAT " iterations  cost %.2f%s", progress->wall_s, progress->iterations,
                         progress->cost / (double) self->scale, progress->n_missing > 0 ? "  (orders are missing)" : "");
}

static JsonNode *
describe (const DrayRoutingFile *file,
          const DrayPlan        *plan,
          const DraySearchStats *stats,
          const char            *path)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "file", path);
  json_object_set_double_member (object, "cost", dray_routing_file_get_cost (file, plan));
  json_object_set_int_member (object, "routes", plan->n_routes);
  json_object_set_int_member (object, "unassigned", plan->n_unserved);
  json_object_set_int_member (object, "missing", plan->n_missing);
  json_object_set_int_member (object, "iterations", stats->iterations);
  json_object_set_double_member (object, "cpu_s", stats->cpu_s);
  json_object_set_double_member (object, "wall_s", stats->wall_s);
  json_object_set_double_member (object, "first_plan_s", stats->first_plan_s);
  json_object_unref (object);
  return node;
}

/* Why orders are left out: an object an order, or a line for people. */

static const char *const relaxation_names[DRAY_N_RELAXATIONS] = {
  [DRAY_RELAX_WINDOW] = "window", [DRAY_RELAX_SHIFT] = "shift",     [DRAY_RELAX_CAPACITY] = "capacity",
  [DRAY_RELAX_SKILL] = "skill",   [DRAY_RELAX_VEHICLE] = "vehicle",
};

static JsonNode *
describe_reason (const DrayRoutingFile *file,
                 const DrayReason      *reason,
                 const char            *name)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "unassigned");
  json_builder_add_string_value (builder, name);
  json_builder_set_member_name (builder, "constraints");
  json_builder_begin_array (builder);
  for (int vehicle = 0; vehicle < reason->n_vehicles; vehicle++)
    json_builder_add_string_value (builder, dray_constraint_get_name (reason->constraints[vehicle]));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "relaxations");
  json_builder_begin_array (builder);
  for (int i = 0; i < reason->n_relaxations; i++) {
    const DrayRelaxation *relaxation = &reason->relaxations[i];

    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "kind");
    json_builder_add_string_value (builder, relaxation_names[relaxation->kind]);
    json_builder_set_member_name (builder, "vehicle");
    json_builder_add_int_value (builder, relaxation->vehicle);
    json_builder_set_member_name (builder, "amount");
    json_builder_add_int_value (builder, relaxation->amount);
    json_builder_set_member_name (builder, "extra_cost");
    json_builder_add_double_value (builder, (double) relaxation->extra_cost / file->scale);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/* The constraints by how many vehicles they close, most first to read. */
static char *
summarise (const DrayRoutingFile *file,
           const DrayReason      *reason,
           const char            *name)
{
  GString *text = g_string_new (name);

  for (int constraint = 0; constraint < DRAY_N_CONSTRAINTS; constraint++) {
    int n = 0;

    for (int vehicle = 0; vehicle < reason->n_vehicles; vehicle++)
      n += (int) reason->constraints[vehicle] == constraint;
    if (n > 0 && constraint == DRAY_CONSTRAINT_NONE)
      g_string_append_printf (text, "; would fit %d vehicles", n);
    else if (n > 0)
      g_string_append_printf (text, "; %s closes %d vehicles", dray_constraint_get_name ((DrayConstraint) constraint), n);
  }
  for (int i = 0; i < reason->n_relaxations; i++)
    g_string_append_printf (text, "; %s +%d on vehicle %d lets it in for %.2f", relaxation_names[reason->relaxations[i].kind],
                            reason->relaxations[i].amount, reason->relaxations[i].vehicle + 1, (double) reason->relaxations[i].extra_cost / file->scale);
  return g_string_free (text, FALSE);
}

static void
explain (DrayCommandLine       *line,
         const DrayRoutingFile *file,
         const DrayPlan        *plan)
{
  for (int i = 0; i < plan->n_unserved && !g_cancellable_is_cancelled (line->cancellable); i++) {
    g_autoptr (DrayReason) reason = dray_explain_order (file->problem, plan, plan->unserved[i]);
    g_autofree char *name = dray_routing_file_name_order (file, plan->unserved[i]);
    g_autofree char *text = summarise (file, reason, name);

    if (line->json)
      dray_command_line_print (line, describe_reason (file, reason, name), " ");
    else
      dray_command_line_say (line, "%s", text);
  }
}

static gboolean
write_plan (DrayCommandLine       *line,
            const Options         *options,
            const DrayRoutingFile *file,
            const DrayPlan        *plan,
            const DraySearchStats *stats,
            GError               **error)
{
  g_autofree char *text = dray_routing_file_write_plan (file, plan);

  if (options->out != NULL && !g_file_set_contents (options->out, text, -1, error))
    return FALSE;
  if (line->json) {
    dray_command_line_print (line, describe (file, plan, stats, line->arguments[0]), " ");
    return TRUE;
  }
  if (options->out == NULL)
    fputs (text, stdout);
  dray_command_line_say (line, "cost %.2f, %d routes, %d orders unassigned, %" G_GINT64_FORMAT " iterations in %.2f s of processor time",
                         dray_routing_file_get_cost (file, plan), plan->n_routes, plan->n_unserved, stats->iterations, stats->cpu_s);
  return TRUE;
}

gboolean
dray_command_solve (DrayCommandLine *line,
                    GError         **error)
{
  g_auto (Options) options = { .threads = 1, .seed = 1 };
  DraySearchOptions search = DRAY_SEARCH_OPTIONS_INIT;
  DraySearchStats stats;
  Reporter reporter = { .line = line, .next_s = 0, .last_cost = -1 };

  if (!parse (line, &options, error))
    return FALSE;
  g_autoptr (DrayRoutingFile) file = dray_routing_file_load (line->arguments[0], &options.file, line->cancellable, error);
  if (file == NULL)
    return FALSE;

  reporter.scale = file->scale;
  search.seed = (guint64) options.seed;
  search.iterations = options.iterations;
  search.lanes = options.lanes;
  search.threads = options.threads;
  search.cpu_s = options.cpu_s;
  search.wall_s = options.wall_s;
  search.cancellable = line->cancellable;
  search.progress = on_progress;
  search.progress_data = &reporter;
  g_autoptr (DrayPlan) plan = dray_search_run (file->problem, &search, &stats, error);
  if (plan == NULL) {
    g_prefix_error (error, "%s: ", line->arguments[0]);
    return FALSE;
  }
  if (!write_plan (line, &options, file, plan, &stats, error))
    return FALSE;
  if (options.explain)
    explain (line, file, plan);
  return TRUE;
}
