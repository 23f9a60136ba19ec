/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-engine.h"
#include "dray-plan-export.h"

#include <stdio.h>

/* Plans a workspace's day and prints the routes, or writes them for another program. No driver is told of anything. */

typedef struct {
  DrayEngine      *engine;
  DrayPlanDraft   *draft;
  DrayPlanDrawing *drawing;
  GError          *error;
  gboolean         done;
} Planning;

static void
on_opened (GObject      *source G_GNUC_UNUSED,
           GAsyncResult *result,
           gpointer      data)
{
  Planning *self = data;

  self->engine = dray_engine_open_finish (result, &self->error);
  self->done = TRUE;
}

static void
on_planned (DrayPlanJob *job,
            Planning    *self)
{
  if (dray_plan_job_get_draft (job) != NULL)
    self->draft = dray_plan_draft_ref (dray_plan_job_get_draft (job));
  else
    self->error = g_error_copy (dray_plan_job_get_error (job));
  self->done = TRUE;
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Planning *self = data;

  self->drawing = dray_engine_draw_plan_finish (DRAY_ENGINE (source), result, &self->error);
  self->done = TRUE;
}

static gboolean
wait (Planning *self)
{
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
  self->done = FALSE;
  return self->error == NULL;
}

static gboolean
plan (Planning   *self,
      const char *folder,
      double      seconds,
      gboolean    live,
      gboolean    tomorrow,
      GError    **error)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  g_autoptr (DrayPlanJob) job = NULL;

  dray_engine_open_async (folder, DRAY_ENGINE_DEFAULT, NULL, on_opened, self);
  if (wait (self)) {
    ask.wall_s = seconds;
    ask.live = live;
    if (tomorrow)
      ask.day = dray_clock_now_us (dray_engine_get_clock (self->engine)) / (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC) + 1;
    job = dray_engine_plan_day (self->engine, &ask);
    g_signal_connect (job, "done", G_CALLBACK (on_planned), self);
    wait (self);
  }
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  return self->draft != NULL;
}

static gboolean
draw (Planning  *self,
      GError   **error)
{
  dray_engine_draw_plan_async (self->engine, self->draft, NULL, on_drawn, self);
  if (!wait (self))
    g_propagate_error (error, g_steal_pointer (&self->error));
  return self->drawing != NULL;
}

/* A line, or an object, a route. */
static void
print_routes (DrayCommandLine     *line,
              const DrayPlanDraft *draft,
              int                  truck)
{
  for (int r = 0; r < draft->draft->n_routes; r++) {
    const DrayDraftRoute *route = &draft->draft->routes[r];
    const DrayPlanTruckFacts *facts = dray_plan_day_get_truck (draft->day, route->truck);
    JsonObject *object;
    JsonNode *node;

    if (truck >= 0 && route->truck != truck)
      continue;
    object = json_object_new ();
    node = json_node_init_object (json_node_alloc (), object);
    json_object_set_string_member (object, "truck", facts->number);
    json_object_set_int_member (object, "stops", route->n_stops);
    json_object_set_int_member (object, "distance_m", route->distance_m);
    json_object_set_int_member (object, "drive_s", route->drive_s);
    json_object_set_int_member (object, "start_us", route->start_us);
    json_object_set_int_member (object, "end_us", route->end_us);
    json_object_set_int_member (object, "cost_minor", route->cost_minor);
    dray_command_line_print (line, node, "%4s  %-20s %3d stops %8.1f km %10.2f", facts->number, facts->driver != NULL ? facts->driver : "", route->n_stops,
                             (double) route->distance_m / 1000.0, (double) route->cost_minor / 100.0);
    json_object_unref (object);
  }
}

static char *
write_format (Planning   *self,
              const char *format,
              int         truck,
              GError    **error)
{
  if (g_str_equal (format, "gpx"))
    return draw (self, error) ? dray_plan_export_gpx (self->draft, self->drawing, truck) : NULL;
  if (g_str_equal (format, "ical"))
    return dray_plan_export_ical (self->draft, truck);
  g_autoptr (JsonNode) node = dray_plan_export_vroom (self->draft);

  return json_to_string (node, TRUE);
}

/* The truck of that number, or -1 with an error; -1 where none was asked for. */
static gboolean
find_truck (const DrayPlanDraft *draft,
            const char          *number,
            int                 *truck,
            GError             **error)
{
  *truck = -1;
  for (int v = 0; number != NULL && v < draft->day->request.n_trucks; v++)
    if (g_strcmp0 (dray_plan_day_get_truck (draft->day, v)->number, number) == 0)
      *truck = v;
  if (number == NULL || *truck >= 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No truck %s is on the day's roster", number);
  return FALSE;
}

static gboolean
hand_out (DrayCommandLine *line,
          Planning        *self,
          const char      *format,
          const char      *number,
          const char      *path,
          GError         **error)
{
  g_autofree char *text = NULL;
  int truck;

  if (!find_truck (self->draft, number, &truck, error))
    return FALSE;
  if (format == NULL) {
    print_routes (line, self->draft, truck);
    dray_command_line_say (line, "%d routes, %d of %d tasks not placed", self->draft->draft->n_routes, self->draft->draft->n_unplaced, self->draft->day->request.n_tasks);
    return TRUE;
  }
  text = write_format (self, format, truck, error);
  if (text == NULL)
    return FALSE;
  if (path != NULL)
    return g_file_set_contents (path, text, -1, error);
  fputs (text, stdout);
  return TRUE;
}

gboolean
dray_command_plan (DrayCommandLine  *line,
                   GError          **error)
{
  g_autofree char *format = NULL, *number = NULL, *path = NULL;
  double seconds = 5.0;
  gboolean live = FALSE, tomorrow = FALSE, done;
  const GOptionEntry options[] = {
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "Search so long; 5 unless told", "S" },
    { "rest", 0, 0, G_OPTION_ARG_NONE, &live, "The rest of the day, round the routes in progress", NULL },
    { "tomorrow", 0, 0, G_OPTION_ARG_NONE, &tomorrow, "The day after", NULL },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, "gpx, ical or vroom instead of a list", "FORMAT" },
    { "truck", 0, 0, G_OPTION_ARG_STRING, &number, "This truck's route alone", "NUMBER" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to a file instead of stdout", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  Planning self = { NULL };

  if (!dray_command_line_parse (line, options, 1, 1, error))
    return FALSE;
  if (format != NULL && !g_str_equal (format, "gpx") && !g_str_equal (format, "ical") && !g_str_equal (format, "vroom")) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "A plan is written as gpx, ical or vroom, not as %s", format);
    return FALSE;
  }
  if (!(seconds > 0.0 && seconds <= 3600.0)) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "The search takes more than no time and at most an hour");
    return FALSE;
  }
  done = plan (&self, line->arguments[0], seconds, live, tomorrow, error) && hand_out (line, &self, format, number, path, error);
  g_clear_pointer (&self.drawing, dray_plan_drawing_unref);
  g_clear_pointer (&self.draft, dray_plan_draft_unref);
  if (self.engine != NULL)
    dray_engine_stop (self.engine);
  g_clear_object (&self.engine);
  return done;
}
