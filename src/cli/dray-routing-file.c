/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-routing-file.h"

#include "dray-region-line.h"
#include "dray-road-matrix.h"

#include <string.h>

/* The largest file that is read into memory; 5,000 stops with a matrix written out are some 150 MB. */
#define MAX_BYTES (512 * 1024 * 1024)

static const char *const formats[] = { [DRAY_INSTANCE_SOLOMON] = "solomon", [DRAY_INSTANCE_LILIM] = "lilim", [DRAY_INSTANCE_VRPLIB] = "vrplib", NULL };
static const char *const roundings[] = { [DRAY_ROUNDING_NONE] = "none", [DRAY_ROUNDING_DIMACS] = "dimacs", [DRAY_ROUNDING_NEAREST] = "nearest", NULL };
static const char *const goals[] = { [DRAY_GOAL_DISTANCE] = "distance", [DRAY_GOAL_VEHICLES_FIRST] = "vehicles-first", [DRAY_GOAL_COST] = "cost", NULL };

/* The place of @word among @words, or @preset where none was given. Returns: -1 with @error where it is not among them */
static int
choose (const char        *option,
        const char        *word,
        const char *const *words,
        int                preset,
        GError           **error)
{
  if (word == NULL)
    return preset;
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (word, words[i]) == 0)
      return i;

  g_autofree char *all = g_strjoinv (", ", (char **) words);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s %s: one of %s is meant", option, word, all);
  return -1;
}

static gboolean
read_file (const char *path,
           char      **text,
           gsize      *length,
           GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_size (info) > MAX_BYTES) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s is larger than %d MB", path, MAX_BYTES / 1024 / 1024);
    return FALSE;
  }
  return g_file_load_contents (file, NULL, text, length, NULL, error);
}

static gboolean
load_instance (DrayRoutingFile          *self,
               const char               *text,
               gsize                     length,
               const DrayRoutingOptions *options,
               GCancellable             *cancellable G_GNUC_UNUSED,
               GError                  **error)
{
  if (options->region != NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--region is for VROOM files with coordinates; other formats tell their ways");
    return FALSE;
  }

  DrayInstanceFormat guess = DRAY_INSTANCE_SOLOMON;
  gboolean known = dray_instance_guess (text, length, &guess);
  int format = choose ("format", options->format, formats, known ? (int) guess : -1, error);

  if (format < 0 && options->format == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "the format can't be told from the file; --format says it");
  if (format < 0)
    return FALSE;

  int rounding = choose ("rounding", options->rounding, roundings, format == DRAY_INSTANCE_VRPLIB ? DRAY_ROUNDING_NEAREST : DRAY_ROUNDING_NONE, error);
  int goal = choose ("objective", options->objective, goals, DRAY_GOAL_DISTANCE, error);
  if (rounding < 0 || goal < 0)
    return FALSE;
  self->rounding = (DrayRounding) rounding;
  self->goal = (DrayGoal) goal;
  self->instance = dray_instance_parse (text, length, (DrayInstanceFormat) format, error);
  if (self->instance == NULL)
    return FALSE;
  self->problem = dray_instance_to_problem (self->instance, self->rounding, self->goal, &self->scale, error);
  return self->problem != NULL;
}

/* Who drives where the file says @name: what --vehicle describes, or the kind of that name. */
static gboolean
find_vehicle (const DrayRoutingOptions *options,
              const char               *name,
              DrayVehicleProfile       *profile,
              GError                  **error)
{
  static const char *const kinds[DRAY_N_VEHICLE_KINDS + 1] = {
    [DRAY_VEHICLE_TRUCK] = "truck", [DRAY_VEHICLE_VAN] = "van", [DRAY_VEHICLE_CAR] = "car", NULL,
  };

  if (options->vehicle != NULL)
    return dray_region_line_read_vehicle (options->vehicle, profile, error);
  *profile = DRAY_VEHICLE_PROFILE_TRUCK;
  for (int kind = 0; kinds[kind] != NULL; kind++)
    if (strcmp (name, kinds[kind]) == 0) {
      if (kind != DRAY_VEHICLE_TRUCK)
        *profile = (DrayVehicleProfile) { .kind = (DrayVehicleKind) kind };
      return TRUE;
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "the profile %s is neither truck, van nor car; --vehicle says what drives", name);
  return FALSE;
}

/* The file's places as far apart as the roads of the region are long, for each of its profiles. */
static gboolean
measure_ways (DrayRoutingFile          *self,
              const DrayRoutingOptions *options,
              GCancellable             *cancellable,
              GError                  **error)
{
  g_autoptr (DrayRegion) region = dray_region_open (options->region, error);
  int n = dray_vroom_get_n_locations (self->vroom);
  g_autofree int *lon_e7 = g_new (int, n + 1);
  g_autofree int *lat_e7 = g_new (int, n + 1);

  if (region == NULL)
    return FALSE;
  for (int i = 0; i < n; i++)
    dray_vroom_get_coordinates (self->vroom, i, &lon_e7[i], &lat_e7[i]);
  for (int p = 0; p < dray_vroom_get_n_profiles (self->vroom); p++) {
    g_autoptr (DrayMatrix) durations = NULL;
    g_autoptr (DrayMatrix) lengths = NULL;
    DrayVehicleProfile profile;

    if (!find_vehicle (options, dray_vroom_get_profile (self->vroom, p), &profile, error)
        || !dray_road_matrix_of_points (region, &profile, DRAY_ROAD_ANY_TIME, lon_e7, lat_e7, n, (int) MIN (2, g_get_num_processors ()), &durations,
                                        &lengths, cancellable, error))
      return FALSE;
    dray_vroom_set_matrices (self->vroom, p, durations, lengths);
  }
  return TRUE;
}

/* Where the file has coordinates, a region must tell the ways, and only there. */
static gboolean
find_ways (DrayRoutingFile          *self,
           const DrayRoutingOptions *options,
           GCancellable             *cancellable,
           GError                  **error)
{
  gboolean needed = dray_vroom_needs_matrices (self->vroom);

  if (needed && options->region != NULL)
    return measure_ways (self, options, cancellable, error);
  if (needed)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the file has coordinates and no matrices; --region FILE tells the ways between them");
  else if (options->region != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "the file has matrices of its own; --region is for files with coordinates");
  return !needed && options->region == NULL;
}

static gboolean
load_vroom (DrayRoutingFile          *self,
            const char               *text,
            gsize                     length,
            const DrayRoutingOptions *options,
            GCancellable             *cancellable,
            GError                  **error)
{
  int goal = choose ("objective", options->objective, goals, DRAY_GOAL_COST, error);

  if (goal < 0)
    return FALSE;
  if (options->rounding != NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--rounding is for files with coordinates in a plane; VROOM's has whole seconds");
    return FALSE;
  }
  self->goal = (DrayGoal) goal;
  self->vroom = dray_vroom_parse (text, length, error);
  if (self->vroom == NULL || !find_ways (self, options, cancellable, error))
    return FALSE;
  self->scale = self->goal == DRAY_GOAL_DISTANCE ? 1 : DRAY_VROOM_COST_UNITS;
  self->problem = dray_vroom_to_problem (self->vroom, self->goal, error);
  return self->problem != NULL;
}

/* A document that begins with a brace is JSON. */
static gboolean
is_vroom (const char *text,
          const char *format)
{
  if (format != NULL)
    return strcmp (format, "vroom") == 0;
  return text[strspn (text, " \t\r\n")] == '{';
}

void
dray_routing_options_clear (DrayRoutingOptions *self)
{
  g_free (self->format);
  g_free (self->rounding);
  g_free (self->objective);
  g_free (self->region);
  g_free (self->vehicle);
}

/**
 * dray_routing_file_load:
 *
 * Errors: of the file, of its format (with the line), of the problem that it states, or %G_OPTION_ERROR for an option's unknown word;
 * the path stands in the message
 */
DrayRoutingFile *
dray_routing_file_load (const char               *path,
                        const DrayRoutingOptions *options,
                        GCancellable             *cancellable,
                        GError                  **error)
{
  g_autoptr (DrayRoutingFile) self = g_new0 (DrayRoutingFile, 1);
  g_autofree char *text = NULL;
  gsize length;

  if (!read_file (path, &text, &length, error))
    return NULL;
  if (!(is_vroom (text, options->format) ? load_vroom : load_instance) (self, text, length, options, cancellable, error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
dray_routing_file_free (DrayRoutingFile *self)
{
  g_clear_pointer (&self->instance, dray_instance_free);
  g_clear_pointer (&self->vroom, dray_vroom_free);
  g_clear_pointer (&self->problem, dray_problem_unref);
  g_free (self);
}

/* The plan as others read it: VROOM's JSON, or CVRPLIB's lines of routes. */
char *
dray_routing_file_write_plan (const DrayRoutingFile *self,
                              const DrayPlan        *plan)
{
  if (self->vroom != NULL)
    return dray_vroom_write_plan (self->vroom, self->problem, plan);

  g_autoptr (DraySol) sol = dray_instance_to_sol (self->instance, plan, self->rounding);

  return dray_sol_write (sol);
}

/* The order as the file calls it: by the number of its stop, or VROOM's kind and id. */
char *
dray_routing_file_name_order (const DrayRoutingFile *self,
                              int                    order)
{
  int n_stops;
  const int *stops = dray_problem_get_order_stops (self->problem, order, &n_stops);

  return self->vroom != NULL ? dray_vroom_dup_task_name (self->vroom, stops[0]) : g_strdup_printf ("stop %d", stops[0] + 1);
}

/* What the plan costs in the file's own unit. */
double
dray_routing_file_get_cost (const DrayRoutingFile *self,
                            const DrayPlan        *plan)
{
  if (self->vroom != NULL)
    return (double) plan->cost / self->scale;

  g_autoptr (DraySol) sol = dray_instance_to_sol (self->instance, plan, self->rounding);

  return sol->cost;
}

static gboolean
judge_vroom (const DrayRoutingFile *self,
             const char            *text,
             gsize                  length,
             DrayJudgement         *judgement,
             GError               **error)
{
  g_autoptr (DrayPlan) plan = dray_vroom_read_plan (self->vroom, self->problem, text, length, error);
  g_auto (DrayVerdict) verdict = { 0 };

  if (plan == NULL)
    return FALSE;
  dray_verify_plan (self->problem, plan, &verdict);
  judgement->cost = (double) verdict.cost / self->scale;
  judgement->n_routes = plan->n_routes;
  judgement->n_unassigned = plan->n_unserved;
  judgement->broken = g_steal_pointer (&verdict.broken);
  return TRUE;
}

static gboolean
judge_sol (const DrayRoutingFile *self,
           const char            *text,
           gsize                  length,
           DrayJudgement         *judgement,
           GError               **error)
{
  g_autoptr (DraySol) sol = dray_sol_parse (text, length, error);
  g_auto (DraySolVerdict) verdict = { 0 };

  if (sol == NULL)
    return FALSE;
  dray_sol_verify (sol, self->instance, self->rounding, &verdict);
  judgement->cost = verdict.cost;
  judgement->n_routes = verdict.n_routes;
  judgement->broken = g_steal_pointer (&verdict.broken);
  return TRUE;
}

/**
 * dray_routing_file_judge:
 * @path: of a solution in the file's own family of formats
 * @judgement: (out caller-allocates): its @broken is the caller's to free
 *
 * Errors: where the solution can't be read; one that is read and wrong is judged, not refused
 */
gboolean
dray_routing_file_judge (const DrayRoutingFile *self,
                         const char            *path,
                         DrayJudgement         *judgement,
                         GError               **error)
{
  g_autofree char *text = NULL;
  gsize length;

  *judgement = (DrayJudgement) { 0 };
  if (!read_file (path, &text, &length, error))
    return FALSE;
  if (!(self->vroom != NULL ? judge_vroom : judge_sol) (self, text, length, judgement, error)) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }
  return TRUE;
}
