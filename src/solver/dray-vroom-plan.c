/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "dray-json.h"
#include "dray-solver-error.h"
#include "dray-vroom-private.h"

/* Plans in VROOM's words, out and in:
 *
 *     { "code": 0, "summary": { "cost", "routes", "unassigned", "setup", "service", "duration", "waiting_time", "priority", … },
 *       "unassigned": [ { "id", "type", "location_index" | "location" } ],
 *       "routes": [ { "vehicle", "cost", …, "steps": [ { "type": "start" | "job" | "pickup" | "delivery" | "break" | "end", "id", "arrival",
 *                     "setup", "service", "waiting_time", "duration", "load" } ] } ] }
 *
 * duration is the driving so far, arrival a time of the file's own, load what is aboard behind the step. */

static const char *const kind_names[] = { [DRAY_VROOM_JOB] = "job", [DRAY_VROOM_PICKUP] = "pickup", [DRAY_VROOM_DELIVERY] = "delivery" };

/* A task as people call it: "job 14". */
char *
dray_vroom_dup_task_name (const DrayVroom *self,
                          int              stop)
{
  const DrayVroomTask *task = dray_vroom_get_task (self, stop);

  return g_strdup_printf ("%s %" G_GINT64_FORMAT, kind_names[task->kind], task->id);
}

/* Sums of a route, or of all. */
typedef struct {
  gint64 cost;
  gint64 setup;
  gint64 service;
  gint64 duration;
  gint64 waiting;
  gint64 priority;
  gint64 delivery[DRAY_MAX_LOADS];
  gint64 pickup[DRAY_MAX_LOADS];
} Sums;

typedef struct {
  const DrayVroom   *vroom;
  const DrayProblem *problem;
  GString           *text;
  gboolean           first;      /* of the list that is being written */
  Sums               route;
  Sums               all;
  gint64             load[DRAY_MAX_LOADS];
} Writer;

static void
write_loads (Writer       *self,
             const char   *key,
             const gint64 *loads)
{
  g_string_append_printf (self->text, ",\"%s\":[", key);
  for (int i = 0; i < MAX (self->vroom->n_loads, 0); i++)
    g_string_append_printf (self->text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", loads[i]);
  g_string_append_c (self->text, ']');
}

static void
write_place (Writer *self,
             int     location)
{
  if (location == DRAY_NOWHERE)
    return;
  if (self->vroom->has_matrices) {
    g_string_append_printf (self->text, ",\"location_index\":%d", location);
    return;
  }
  int lon_e7, lat_e7;

  dray_vroom_get_coordinates (self->vroom, location, &lon_e7, &lat_e7);
  g_string_append (self->text, ",\"location\":[");
  dray_json_append_double (self->text, dray_e7_to_degrees (lon_e7));
  g_string_append_c (self->text, ',');
  dray_json_append_double (self->text, dray_e7_to_degrees (lat_e7));
  g_string_append_c (self->text, ']');
}

static void
write_task (Writer              *self,
            const DrayVroomTask *task)
{
  g_string_append_printf (self->text, "\"type\":\"%s\",\"id\":%" G_GINT64_FORMAT, kind_names[task->kind], task->id);
  if (task->description != NULL) {
    g_string_append (self->text, ",\"description\":");
    dray_json_append_string (self->text, task->description);
  }
  write_place (self, task->stop.location);
}

static void
write_sums (Writer     *self,
            const Sums *sums)
{
  g_string_append_printf (self->text,
                          "\"cost\":%" G_GINT64_FORMAT ",\"setup\":%" G_GINT64_FORMAT ",\"service\":%" G_GINT64_FORMAT ",\"duration\":%" G_GINT64_FORMAT
                          ",\"waiting_time\":%" G_GINT64_FORMAT ",\"priority\":%" G_GINT64_FORMAT,
                          (sums->cost + DRAY_VROOM_COST_UNITS / 2) / DRAY_VROOM_COST_UNITS, sums->setup, sums->service, sums->duration, sums->waiting,
                          sums->priority);
  write_loads (self, "delivery", sums->delivery);
  write_loads (self, "pickup", sums->pickup);
}

static void
add_stop (Writer              *self,
          const DrayVroomTask *task,
          int                  setup)
{
  self->route.setup += setup;
  self->route.service += task->stop.service;
  /* A shipment's priority counts once. */
  self->route.priority += task->kind == DRAY_VROOM_DELIVERY ? 0 : task->priority;
  for (int i = 0; i < DRAY_MAX_LOADS; i++) {
    self->load[i] += task->stop.pickup[i] - (gint64) task->stop.delivery[i];
    self->route.delivery[i] += task->stop.delivery[i];
    self->route.pickup[i] += task->stop.pickup[i];
  }
}

static const char *
name_visit (const DrayVisit *visit)
{
  return visit->kind == DRAY_VISIT_START ? "start" : visit->kind == DRAY_VISIT_END ? "end" : "break";
}

static void
write_step (Writer                 *self,
            const DrayVroomVehicle *vehicle,
            const DrayVisit        *visit)
{
  const DrayVroomTask *task = visit->kind == DRAY_VISIT_STOP ? dray_vroom_get_task (self->vroom, visit->stop) : NULL;
  int service = task != NULL ? task->stop.service : visit->departure - visit->begin;
  int setup = task != NULL ? visit->departure - visit->begin - service : 0;

  g_string_append (self->text, self->first ? "{" : ",{");
  self->first = FALSE;
  if (task != NULL) {
    add_stop (self, task, setup);
    write_task (self, task);
  } else {
    g_string_append_printf (self->text, "\"type\":\"%s\"", name_visit (visit));
    if (visit->kind == DRAY_VISIT_BREAK && visit->stop != DRAY_NONE)
      g_string_append_printf (self->text, ",\"id\":%" G_GINT64_FORMAT, vehicle->break_ids[visit->stop]);
    else
      write_place (self, visit->location);
    self->route.service += visit->kind == DRAY_VISIT_BREAK ? service : 0;
  }
  self->route.waiting += visit->begin - visit->arrival;
  g_string_append_printf (self->text,
                          ",\"arrival\":%" G_GINT64_FORMAT ",\"duration\":%" G_GINT64_FORMAT ",\"setup\":%d,\"service\":%d,\"waiting_time\":%d",
                          visit->arrival + self->vroom->epoch, self->route.duration, setup, service, visit->begin - visit->arrival);
  write_loads (self, "load", self->load);
  g_string_append (self->text, ",\"violations\":[]}");
}

static void
add_to_all (Writer *self)
{
  gint64 *all = (gint64 *) &self->all;
  const gint64 *route = (const gint64 *) &self->route;

  G_STATIC_ASSERT (sizeof (Sums) % sizeof (gint64) == 0);
  for (gsize i = 0; i < sizeof (Sums) / sizeof (gint64); i++)
    all[i] += route[i];
}

static void
write_route (Writer          *self,
             const DrayRoute *route)
{
  const DrayVroomVehicle *vehicle = &g_array_index (self->vroom->vehicles, DrayVroomVehicle, route->vehicle);

  memset (&self->route, 0, sizeof self->route);
  memset (self->load, 0, sizeof self->load);
  for (int term = 0; term < DRAY_N_COST_TERMS; term++)
    self->route.cost += route->costs[term];
  for (int i = 0; i < route->n_stops; i++) {
    const DrayVroomTask *task = dray_vroom_get_task (self->vroom, route->stops[i]);

    for (int k = 0; k < DRAY_MAX_LOADS && task->kind == DRAY_VROOM_JOB; k++)
      self->load[k] += task->stop.delivery[k];
  }
  g_string_append_printf (self->text, "{\"vehicle\":%" G_GINT64_FORMAT, vehicle->id);
  if (vehicle->description != NULL) {
    g_string_append (self->text, ",\"description\":");
    dray_json_append_string (self->text, vehicle->description);
  }
  g_string_append (self->text, ",\"steps\":[");
  self->first = TRUE;
  for (int i = 0; i < route->n_visits; i++) {
    if (i > 0)
      self->route.duration += route->visits[i].arrival - route->visits[i - 1].departure;
    write_step (self, vehicle, &route->visits[i]);
  }
  g_string_append (self->text, "],");
  write_sums (self, &self->route);
  g_string_append (self->text, ",\"violations\":[]}");
  add_to_all (self);
}

static int
write_unassigned (Writer         *self,
                  const DrayPlan *plan)
{
  int n = 0;

  for (int i = 0; i < plan->n_unserved; i++) {
    int n_stops;
    const int *stops = dray_problem_get_order_stops (self->problem, plan->unserved[i], &n_stops);

    for (int k = 0; k < n_stops; k++, n++) {
      g_string_append (self->text, n > 0 ? ",{" : "{");
      write_task (self, dray_vroom_get_task (self->vroom, stops[k]));
      g_string_append_c (self->text, '}');
    }
  }
  return n;
}

/**
 * dray_vroom_write_plan:
 *
 * The plan as VROOM would answer it, on one line.
 */
char *
dray_vroom_write_plan (const DrayVroom   *self,
                       const DrayProblem *problem,
                       const DrayPlan    *plan)
{
  g_autoptr (GString) routes = g_string_new (NULL);
  g_autoptr (GString) unassigned = g_string_new (NULL);
  GString *text = g_string_new ("{\"code\":0,\"summary\":{");
  Writer writer = { .vroom = self, .problem = problem, .text = routes };
  int n_routes = 0;

  for (int r = 0; r < plan->n_routes; r++) {
    if (plan->routes[r].n_stops == 0)
      continue;
    if (n_routes++ > 0)
      g_string_append_c (routes, ',');
    write_route (&writer, &plan->routes[r]);
  }
  writer.text = unassigned;
  int n_unassigned = write_unassigned (&writer, plan);

  writer.text = text;
  g_string_append_printf (text, "\"routes\":%d,\"unassigned\":%d,", n_routes, n_unassigned);
  write_sums (&writer, &writer.all);
  g_string_append_printf (text, ",\"violations\":[]},\"unassigned\":[%s],\"routes\":[%s]}\n", unassigned->str, routes->str);
  return g_string_free (text, FALSE);
}

/* In. */

typedef struct {
  const DrayVroom   *vroom;
  const DrayProblem *problem;
  GHashTable        *tasks;      /* from "kind id" to the stop, plus one */
} Reader;

#define INVALID(...) (g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, __VA_ARGS__), FALSE)

static gboolean
find_kind (Reader     *self,
           JsonObject *step,
           DrayVisit  *visit,
           GError    **error)
{
  const char *type = dray_json_get_string (step, "type", error);
  gint64 id;

  if (type == NULL)
    return FALSE;
  visit->stop = DRAY_NONE;
  if (strcmp (type, "start") == 0 || strcmp (type, "end") == 0) {
    visit->kind = *type == 's' ? DRAY_VISIT_START : DRAY_VISIT_END;
    return TRUE;
  }
  if (!dray_json_get_int (step, "id", 0, G_MAXINT64, &id, error))
    return FALSE;
  if (strcmp (type, "break") == 0) {
    visit->kind = DRAY_VISIT_BREAK;
    visit->location = (int) MIN (id, G_MAXINT);
    return TRUE;
  }
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, type, id);
  visit->kind = DRAY_VISIT_STOP;
  visit->stop = GPOINTER_TO_INT (g_hash_table_lookup (self->tasks, key)) - 1;
  return visit->stop >= 0 || INVALID ("the %s is not in the problem", key);
}

static gboolean
read_step (Reader     *self,
           JsonObject *step,
           DrayVisit  *visit,
           GError    **error)
{
  gint64 arrival;
  int wait = 0, setup = 0, service = 0;

  if (!find_kind (self, step, visit, error)
      || !dray_json_get_int (step, "arrival", self->vroom->epoch, self->vroom->epoch + DRAY_TIME_MAX, &arrival, error)
      || !dray_vroom_read_int (step, "waiting_time", DRAY_TIME_MAX / 4, &wait, error)
      || !dray_vroom_read_int (step, "setup", DRAY_TIME_MAX / 4, &setup, error)
      || !dray_vroom_read_int (step, "service", DRAY_TIME_MAX / 4, &service, error))
    return FALSE;
  visit->arrival = (int) (arrival - self->vroom->epoch);
  visit->begin = visit->arrival + wait;
  visit->departure = visit->begin + setup + service;
  return TRUE;
}

/* Places that the steps only imply: VROOM leaves out a start or an end that is nowhere, and a break has no place. */
static void
fill_places (Reader    *self,
             DrayRoute *route)
{
  const DrayVroomVehicle *vehicle = &g_array_index (self->vroom->vehicles, DrayVroomVehicle, route->vehicle);
  int here = vehicle->vehicle.start;

  for (int i = 0; i < route->n_visits; i++) {
    DrayVisit *visit = &route->visits[i];

    if (visit->kind == DRAY_VISIT_BREAK) {
      int id = visit->location;

      for (int k = 0; k < vehicle->vehicle.n_breaks; k++)
        if (vehicle->break_ids[k] == id)
          visit->stop = k;
    }
    if (visit->kind == DRAY_VISIT_STOP) {
      here = dray_problem_get_stop (self->problem, visit->stop)->location;
      route->stops[route->n_stops++] = visit->stop;
    }
    if (visit->kind == DRAY_VISIT_END && vehicle->vehicle.end != DRAY_NOWHERE)
      here = vehicle->vehicle.end;
    visit->location = here;
  }
}

static gboolean
read_steps (Reader     *self,
            JsonObject *object,
            DrayRoute  *route,
            GError    **error)
{
  JsonArray *steps = dray_json_get_array (object, "steps", error);
  int n = steps != NULL ? (int) json_array_get_length (steps) : 0;

  if (steps == NULL)
    return FALSE;
  /* Two more, for a start and an end that are not written. */
  route->visits = g_new0 (DrayVisit, n + 2);
  route->stops = g_new0 (int, n + 2);
  for (int i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (steps, (guint) i);
    DrayVisit visit = { 0 };

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return INVALID ("a step is no object");
    if (!read_step (self, json_node_get_object (node), &visit, error))
      return FALSE;
    if (i == 0 && visit.kind != DRAY_VISIT_START) {
      route->visits[route->n_visits] = (DrayVisit) { .kind = DRAY_VISIT_START, .stop = DRAY_NONE, .arrival = visit.arrival, .begin = visit.arrival, .departure = visit.arrival };
      route->n_visits++;
    }
    route->visits[route->n_visits++] = visit;
  }
  const DrayVisit *last = route->n_visits > 0 ? &route->visits[route->n_visits - 1] : NULL;
  if (last == NULL)
    return INVALID ("a route has no steps");
  if (last->kind != DRAY_VISIT_END) {
    route->visits[route->n_visits] = (DrayVisit) { .kind = DRAY_VISIT_END, .stop = DRAY_NONE, .arrival = last->departure, .begin = last->departure, .departure = last->departure };
    route->n_visits++;
  }
  fill_places (self, route);
  return TRUE;
}

static gboolean
read_route (Reader     *self,
            JsonObject *object,
            DrayRoute  *route,
            GError    **error)
{
  gint64 id;

  if (!dray_json_get_int (object, "vehicle", 0, G_MAXINT64, &id, error))
    return FALSE;
  route->vehicle = -1;
  for (guint i = 0; i < self->vroom->vehicles->len; i++)
    if (g_array_index (self->vroom->vehicles, DrayVroomVehicle, i).id == id)
      route->vehicle = (int) i;
  if (route->vehicle < 0)
    return INVALID ("vehicle %" G_GINT64_FORMAT " is not in the problem", id);
  if (!read_steps (self, object, route, error))
    return FALSE;
  route->duration = route->visits[route->n_visits - 1].arrival - route->visits[0].departure;
  return TRUE;
}

static void
list_unserved (Reader   *self,
               DrayPlan *plan)
{
  int n_orders = dray_problem_get_n_orders (self->problem);
  g_autofree guint8 *served = g_new0 (guint8, n_orders + 1);

  for (int r = 0; r < plan->n_routes; r++)
    for (int i = 0; i < plan->routes[r].n_stops; i++)
      served[dray_problem_get_stop_order (self->problem, plan->routes[r].stops[i])] = 1;
  plan->unserved = g_new0 (int, n_orders + 1);
  for (int i = 0; i < n_orders; i++)
    if (!served[i]) {
      plan->unserved[plan->n_unserved++] = i;
      plan->n_missing++;
      plan->missing_weight += dray_problem_get_order (self->problem, i)->priority + 1;
    }
}

/**
 * dray_vroom_read_plan:
 *
 * Reads an answer of VROOM's, or of dray_vroom_write_plan(), as a plan to be verified: its sheets are as they stand there, its cost and
 * distances are not claimed (a cost below zero says so).
 */
DrayPlan *
dray_vroom_read_plan (const DrayVroom   *self,
                      const DrayProblem *problem,
                      const char        *text,
                      gsize              n_bytes,
                      GError           **error)
{
  g_autoptr (JsonNode) root = dray_json_parse (text, (gssize) n_bytes, NULL, error);
  g_autoptr (DrayPlan) plan = NULL;
  g_autoptr (GHashTable) tasks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = { self, problem, tasks };
  JsonArray *routes;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "the file holds no object");
    return NULL;
  }
  if ((routes = dray_json_get_array (json_node_get_object (root), "routes", error)) == NULL)
    return NULL;
  for (guint i = 0; i < self->tasks->len; i++) {
    const DrayVroomTask *task = dray_vroom_get_task (self, (int) i);

    g_hash_table_insert (tasks, g_strdup_printf ("%s %" G_GINT64_FORMAT, kind_names[task->kind], task->id), GINT_TO_POINTER ((int) i + 1));
  }

  plan = g_new0 (DrayPlan, 1);
  plan->cost = -1;
  plan->routes = g_new0 (DrayRoute, json_array_get_length (routes) + 1);
  for (guint i = 0; i < json_array_get_length (routes); i++) {
    JsonNode *node = json_array_get_element (routes, i);

    if (!JSON_NODE_HOLDS_OBJECT (node)) {
      g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "route %u is no object", i);
      return NULL;
    }
    plan->n_routes++;
    if (!read_route (&reader, json_node_get_object (node), &plan->routes[i], error)) {
      g_prefix_error (error, "route %u: ", i);
      return NULL;
    }
  }
  list_unserved (&reader, plan);
  return g_steal_pointer (&plan);
}
