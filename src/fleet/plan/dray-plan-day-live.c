/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-day-private.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>

/* What was released for the day, and in a live plan what became of it: where each truck is, what it carries, what it is doing and will
 * do next (its prefix), and what its driver was told of the rest. */

/* A task takes at least so long from now, however long the truck stands there already. */
#define LEAST_SERVICE_S 60

/* A route's stops as tasks of the day, those that are done left out. */
typedef struct {
  DrayDayReader        *reader;
  GHashTable           *task_of;   /* DrayId of a task → its index plus one */
  DrayPlannerLive      *live;      /* [n_trucks] (nullable) */
  DrayPlannerPublished *published; /* [n_trucks] */
} Released;

static GPtrArray *
select_stops (DrayDayReader *self,
              const DrayRow *route,
              GError       **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_stop_table);

  dray_query_where_id (query, DRAY_STOP_ROUTE, &route->id);
  dray_query_order_by (query, DRAY_STOP_RANK, FALSE);
  return dray_store_select (self->store, query, error);
}

/* The truck with the shift in which the route lies; the first of the truck's where none does. */
static int
find_truck (DrayDayReader *self,
            const DrayRow *route)
{
  DrayId id = dray_row_get_id (route, DRAY_ROUTE_TRUCK);
  gint64 start_us = dray_row_get_integer (route, DRAY_ROUTE_START_US);
  int found = -1;

  for (int i = 0; i < (int) self->trucks->len; i++) {
    const DrayPlannerTruck *truck = &g_array_index (self->trucks, DrayPlannerTruck, i);

    if (!dray_id_equal (&truck->truck, &id))
      continue;
    if (start_us >= truck->from_us && start_us < truck->until_us)
      return i;
    found = found < 0 ? i : found;
  }
  return found;
}

static gboolean
is_over (const DrayRow *route)
{
  const char *status = dray_row_get_text (route, DRAY_ROUTE_STATUS);

  return g_strcmp0 (status, "finished") == 0 || g_strcmp0 (status, "closed") == 0;
}

/* A stop that a truck has left: what was to be done there is done, or failed and has its outcome. */
static gboolean
is_left (const DrayRow *stop)
{
  return dray_row_has (stop, DRAY_STOP_DEPARTED_US);
}

static void
note_behind (DrayDayReader   *self,
             const DrayRow   *route,
             const GPtrArray *stops)
{
  int n_missed = 0;

  for (guint i = 0; i < stops->len; i++) {
    const DrayRow *stop = stops->pdata[i];
    DrayId task = dray_row_get_id (stop, DRAY_STOP_TASK);

    if (!is_left (stop) && !is_over (route))
      continue;
    n_missed += !is_left (stop);
    g_hash_table_add (self->behind, g_memdup2 (&task, sizeof task));
  }
  if (n_missed > 0)
    g_ptr_array_add (self->day->notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d stop of a finished route was never seen to be left. Close the route to say what became of it.",
                                                                     "%d stops of a finished route were never seen to be left. Close the route to say what became of them.", n_missed), n_missed));
}

/* The routes that were released for the day with their stops, and which tasks are behind the trucks. */
gboolean
dray_day_reader_released (DrayDayReader *self,
                          GError       **error)
{
  DrayValue day = dray_value_integer (self->day->day);

  self->routes = dray_day_reader_select (self, &dray_route_table, DRAY_ROUTE_DAY, &day, error);
  for (guint i = 0; self->routes != NULL && i < self->routes->len; i++) {
    GPtrArray *stops = select_stops (self, self->routes->pdata[i], error);

    if (stops == NULL)
      return FALSE;
    g_ptr_array_add (self->stops, stops);
    note_behind (self, self->routes->pdata[i], stops);
  }
  return self->routes != NULL;
}

static int
task_of (Released      *self,
         const DrayRow *stop)
{
  DrayId id = dray_row_get_id (stop, DRAY_STOP_TASK);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->task_of, &id)) - 1;
}

static gboolean
is_ahead (const DrayRow *stop)
{
  return !dray_row_has (stop, DRAY_STOP_DEPARTED_US) && g_strcmp0 (dray_row_get_text (stop, DRAY_STOP_STATUS), "bypassed") != 0;
}

static int *
steal_ints (GArray *array,
            int    *n)
{
  *n = (int) array->len;
  return (int *) (gpointer) g_array_free (array, FALSE);
}

/* Where the truck was last seen, or else the place it left last. */
static int
add_live_place (DrayDayReader *self,
                int            truck,
                const DrayRow *last_stop)
{
  const DrayPlannerTruck *at = &g_array_index (self->trucks, DrayPlannerTruck, truck);
  DrayId site = last_stop != NULL ? dray_row_get_id (last_stop, DRAY_STOP_SITE) : DRAY_ID_NONE;

  for (int i = 0; i < self->ask->n_positions; i++) {
    const DrayPlanPosition *position = &self->ask->positions[i];

    if (!dray_id_equal (&position->truck, &at->truck))
      continue;
    DrayPlanPlace place = { DRAY_ID_NONE, g_strdup (g_array_index (self->day->trucks, DrayPlanTruckFacts, truck).number), position->lon_e7, position->lat_e7 };
    g_array_append_val (self->day->places, place);
    return (int) self->day->places->len - 1;
  }
  int place = last_stop != NULL ? dray_day_reader_place (self, &site) : -1;
  return place >= 0 ? place : at->place;
}

/* The truck stands at a stop: what is left of its service is still to be done. */
static void
shorten_service (DrayDayReader *self,
                 int            task,
                 const DrayRow *stop)
{
  DrayPlannerTask *at = &g_array_index (self->tasks, DrayPlannerTask, task);
  gint64 begin_us = dray_row_get_integer (stop, DRAY_STOP_ARRIVED_US);

  if (at->open_us != DRAY_NEVER)
    begin_us = MAX (begin_us, at->open_us);
  gint64 left_s = at->service_s - (self->ask->now_us - begin_us) / DRAY_US_PER_S;
  at->service_s = (int) CLAMP (left_s, LEAST_SERVICE_S, MAX (at->service_s, LEAST_SERVICE_S));
}

/* The stop that it stands at, and the one that it drives to: nobody takes these from it. */
static void
read_live (Released  *self,
           int        truck,
           GPtrArray *stops)
{
  DrayPlannerLive *live = &self->live[truck];
  GArray *prefix = g_array_new (FALSE, FALSE, sizeof (int)), *aboard = g_array_new (FALSE, FALSE, sizeof (int));
  const DrayRow *last = NULL;

  for (guint i = 0; i < stops->len; i++) {
    const DrayRow *stop = stops->pdata[i];
    int task = task_of (self, stop);

    if (!is_ahead (stop)) {
      last = stop;
      continue;
    }
    if (task < 0)
      continue;
    if (dray_row_has (stop, DRAY_STOP_ARRIVED_US)) {
      shorten_service (self->reader, task, stop);
      last = stop;
    }
    if (prefix->len == 0)
      g_array_append_val (prefix, task);
    if (g_array_index (self->reader->tasks, DrayPlannerTask, task).kind == DRAY_PLANNER_DELIVERY)
      g_array_append_val (aboard, task);
  }
  live->under_way = TRUE;
  live->from_us = self->reader->ask->now_us;
  live->place = add_live_place (self->reader, truck, last);
  live->prefix = steal_ints (prefix, &live->n_prefix);
  live->aboard = steal_ints (aboard, &live->n_aboard);
}

static gboolean
has_left (const DrayRow   *route,
          const GPtrArray *stops)
{
  if (g_strcmp0 (dray_row_get_text (route, DRAY_ROUTE_STATUS), "under-way") == 0)
    return TRUE;
  for (guint i = 0; i < stops->len; i++)
    if (dray_row_has (stops->pdata[i], DRAY_STOP_ARRIVED_US))
      return TRUE;
  return FALSE;
}

static void
add_done (DrayPlanTruckFacts *facts,
          const DrayRow      *stop)
{
  DrayPlanDoneStop done = {
    stop->id, dray_row_get_id (stop, DRAY_STOP_TASK), dray_row_get_id (stop, DRAY_STOP_SITE), dray_row_get_integer (stop, DRAY_STOP_PLANNED_US),
    dray_row_get_integer (stop, DRAY_STOP_PLANNED_LEAVE_US),
  };

  if (facts->done == NULL)
    facts->done = g_array_new (FALSE, FALSE, sizeof (DrayPlanDoneStop));
  g_array_append_val (facts->done, done);
}

static void
publish (Released      *self,
         int            truck,
         const DrayRow *route,
         GPtrArray     *stops)
{
  DrayPlanTruckFacts *facts = &g_array_index (self->reader->day->trucks, DrayPlanTruckFacts, truck);
  GArray *tasks = g_array_new (FALSE, FALSE, sizeof (int));

  facts->route = route->id;
  facts->start_us = dray_row_get_integer (route, DRAY_ROUTE_START_US);
  for (guint i = 0; i < stops->len; i++) {
    const DrayRow *stop = stops->pdata[i];
    int task = task_of (self, stop);

    if (!is_ahead (stop))
      add_done (facts, stop);
    if (task < 0 || !is_ahead (stop))
      continue;
    g_array_index (self->reader->day->tasks, DrayPlanTaskFacts, task).stop = stop->id;
    g_array_index (self->reader->day->tasks, DrayPlanTaskFacts, task).arrived = dray_row_has (stop, DRAY_STOP_ARRIVED_US);
    g_array_append_val (tasks, task);
  }
  g_free ((gpointer) self->published[truck].tasks);
  self->published[truck].tasks = steal_ints (tasks, &self->published[truck].n_tasks);
}

static void
read_route (Released      *self,
            const DrayRow *route,
            GPtrArray     *stops)
{
  int truck = find_truck (self->reader, route);

  if (truck < 0 || is_over (route) || self->published[truck].n_tasks > 0)
    return;
  publish (self, truck, route, stops);
  if (self->live != NULL && has_left (route, stops))
    read_live (self, truck, stops);
}

static gboolean
has_stop (DrayDayReader *self,
          guint          task)
{
  return !dray_id_is_none (&g_array_index (self->day->tasks, DrayPlanTaskFacts, task).stop);
}

/* While trucks are out, what no driver was told of still lies at its depot, and a truck that takes it goes there for it. */
static void
mark_fetched (DrayDayReader *self)
{
  for (guint i = 0; i < self->tasks->len; i++)
    g_array_index (self->tasks, DrayPlannerTask, i).fetch = !has_stop (self, i);
}

static void
pin (Released *self)
{
  DrayDayReader *reader = self->reader;

  for (int v = 0; v < (int) reader->trucks->len; v++)
    for (int i = 0; i < reader->ask->n_pinned; i++) {
      DrayPlannerLive *live = &self->live[v];

      if (!dray_id_equal (&g_array_index (reader->trucks, DrayPlannerTruck, v).truck, &reader->ask->pinned[i]))
        continue;
      live->pinned = TRUE;
      g_free ((gpointer) live->prefix);
      live->n_prefix = self->published[v].n_tasks;
      live->prefix = g_memdup2 (self->published[v].tasks, (gsize) live->n_prefix * sizeof (int));
    }
}

/* Where a task of it is still to be fetched, its stops are kept on the truck one by one: the visit to the depot finds its own place. */
static void
hold_route (Released           *self,
            int                 truck,
            const DrayPlanHeld *held)
{
  DrayPlannerLive *live = &self->live[truck];
  GArray *tasks = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean fetches = FALSE;

  for (int i = 0; i < held->n_tasks; i++) {
    int task = GPOINTER_TO_INT (g_hash_table_lookup (self->task_of, &held->tasks[i])) - 1;

    if (task < 0)
      continue;
    fetches |= g_array_index (self->reader->tasks, DrayPlannerTask, task).fetch;
    g_array_index (self->reader->tasks, DrayPlannerTask, task).pinned = truck + 1;
    g_array_append_val (tasks, task);
  }
  if (fetches) {
    g_array_unref (tasks);
    return;
  }
  live->pinned = TRUE;
  g_free ((gpointer) live->prefix);
  live->prefix = steal_ints (tasks, &live->n_prefix);
}

static void
hold (Released *self)
{
  for (int v = 0; v < (int) self->reader->trucks->len; v++)
    for (int i = 0; i < self->reader->ask->n_held; i++)
      if (dray_id_equal (&g_array_index (self->reader->trucks, DrayPlannerTruck, v).truck, &self->reader->ask->held[i].truck))
        hold_route (self, v, &self->reader->ask->held[i]);
}

/* What the drivers were told, and where that stands. */
void
dray_day_reader_routes (DrayDayReader *self)
{
  g_autoptr (GHashTable) task_index = g_hash_table_new (dray_id_hash, dray_id_equal);
  guint n = self->trucks->len;

  for (guint i = 0; i < self->tasks->len; i++)
    g_hash_table_insert (task_index, &g_array_index (self->tasks, DrayPlannerTask, i).id, GINT_TO_POINTER (i + 1));

  Released released = { .reader = self, .task_of = task_index, .published = g_new0 (DrayPlannerPublished, n + 1), .live = g_new0 (DrayPlannerLive, n + 1) };
  self->day->request.published = released.published;
  self->day->request.live = released.live;
  self->day->request.n_trucks = (int) n;
  if (!self->ask->live)
    released.live = NULL;
  for (guint i = 0; i < self->routes->len; i++)
    read_route (&released, self->routes->pdata[i], self->stops->pdata[i]);
  released.live = (DrayPlannerLive *) self->day->request.live;
  if (self->ask->live)
    mark_fetched (self);
  pin (&released);
  hold (&released);
}
