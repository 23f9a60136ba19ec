/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-assignability.h"
#include "dray-order.h"
#include "dray-route-operations.h"
#include "dray-route.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"
#include "dray-visit-mutations.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* A release copies a draft's route into rows of its own, which the driver then knows of; releasing the same route again replaces
 * its stops and raises its number. The stops come as one JSON argument, because a route is handed over whole or not at all:
 *
 *   [{"stop": ID, "task": ID, "site": ID, "planned_us": N, "planned_leave_us": N}, …]      in driving order, at most 200
 *
 * Arrivals and departures are facts: they are kept whatever the state of the route is. */

#define MAX_STOPS 200

#define DRAY_ROUTE_RELEASE_ARGUMENTS(FIELD) \
  FIELD (ROUTE_RELEASE, ROUTE, route, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "route") \
  FIELD (ROUTE_RELEASE, TRUCK, truck, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "truck") \
  FIELD (ROUTE_RELEASE, DRIVER, driver, REFERENCE, .refers_to = "driver") \
  FIELD (ROUTE_RELEASE, DEPOT, depot, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "site") \
  FIELD (ROUTE_RELEASE, DAY, day, DATE, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (ROUTE_RELEASE, START_US, start_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (ROUTE_RELEASE, END_US, end_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (ROUTE_RELEASE, DISTANCE_M, distance_m, INTEGER, .maximum = 10000000) \
  FIELD (ROUTE_RELEASE, DRIVE_S, drive_s, INTEGER, .maximum = 1000000) \
  FIELD (ROUTE_RELEASE, COST_MINOR, cost_minor, INTEGER) \
  FIELD (ROUTE_RELEASE, REGION, region, TEXT, .maximum = 64) \
  FIELD (ROUTE_RELEASE, STOPS, stops, JSON, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (ROUTE_RELEASE, DRAY_ROUTE_RELEASE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (route_release, DRAY_ROUTE_RELEASE_ARGUMENTS)

static gboolean
parse_id (JsonObject *object,
          const char *member,
          DrayId     *id)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         && dray_id_parse (json_node_get_string (node), id);
}

static gboolean
parse_instant (JsonObject *object,
               const char *member,
               gint64     *at_us)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *at_us = json_node_get_int (node);
  return TRUE;
}

/* What a customer was promised when the route was released is kept with the stop: it is what lateness is measured against. */
static void
promise (DrayMutation  *mutation,
         const DrayId  *stop,
         const DrayRow *task)
{
  if (dray_row_has (task, DRAY_TASK_WINDOW_OPEN_US))
    dray_mutation_set_integer (mutation, &dray_stop_table, stop, DRAY_STOP_PROMISED_OPEN_US, dray_row_get_integer (task, DRAY_TASK_WINDOW_OPEN_US));
  if (dray_row_has (task, DRAY_TASK_WINDOW_CLOSE_US))
    dray_mutation_set_integer (mutation, &dray_stop_table, stop, DRAY_STOP_PROMISED_CLOSE_US, dray_row_get_integer (task, DRAY_TASK_WINDOW_CLOSE_US));
}

/* Marks the order of a task that goes out with a route. */
static void
release_task (DrayMutation *mutation,
              const DrayId *stop,
              const DrayId *task_id)
{
  const DrayRow *task = dray_mutation_require (mutation, &dray_task_table, task_id);

  if (task == NULL)
    return;
  DrayId order_id = dray_row_get_id (task, DRAY_TASK_ORDER_ID);
  promise (mutation, stop, task);
  dray_mutation_set_text (mutation, &dray_order_table, &order_id, DRAY_ORDER_STATUS, "released");
}

static void
release_stop (DrayMutation *mutation,
              const DrayId *route_id,
              guint         position,
              JsonNode     *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  DrayId id, task, site;
  gint64 planned_us, leave_us;
  char rank[8];

  if (object == NULL || !parse_id (object, "stop", &id) || !parse_id (object, "task", &task) || !parse_id (object, "site", &site)
      || !parse_instant (object, "planned_us", &planned_us) || !parse_instant (object, "planned_leave_us", &leave_us)) {
    dray_mutation_refuse (mutation, N_("Stop %u of the route is not whole."), position + 1);
    return;
  }
  if (dray_mutation_find (mutation, &dray_stop_table, &id) == NULL)
    dray_mutation_create (mutation, &dray_stop_table, &id);
  g_snprintf (rank, sizeof rank, "m%03u", position);
  dray_mutation_set_id (mutation, &dray_stop_table, &id, DRAY_STOP_ROUTE, route_id);
  dray_mutation_set_text (mutation, &dray_stop_table, &id, DRAY_STOP_RANK, rank);
  dray_mutation_set_id (mutation, &dray_stop_table, &id, DRAY_STOP_SITE, &site);
  dray_mutation_set_id (mutation, &dray_stop_table, &id, DRAY_STOP_TASK, &task);
  dray_mutation_set_integer (mutation, &dray_stop_table, &id, DRAY_STOP_PLANNED_US, planned_us);
  dray_mutation_set_integer (mutation, &dray_stop_table, &id, DRAY_STOP_PLANNED_LEAVE_US, leave_us);
  release_task (mutation, &id, &task);
}

/* Stops of the release before that nobody reached yet; those of this release are put back by release_stop(). */
static void
drop_stops_ahead (DrayMutation *mutation,
                  const DrayId *route_id)
{
  g_autoptr (GPtrArray) stops = dray_mutation_select_by_id (mutation, &dray_stop_table, DRAY_STOP_ROUTE, route_id);

  for (guint i = 0; stops != NULL && i < stops->len; i++) {
    const DrayRow *stop = stops->pdata[i];

    if (!dray_row_has (stop, DRAY_STOP_ARRIVED_US))
      dray_mutation_delete (mutation, &dray_stop_table, &stop->id);
  }
}

/* Somebody may have deleted it while the plan was made; only a route that takes everything back needs no truck. */
static gboolean
require_truck (DrayMutation *mutation)
{
  DrayId truck = dray_mutation_argument_id (mutation, DRAY_ROUTE_RELEASE_TRUCK);

  if (dray_mutation_find (mutation, &dray_truck_table, &truck) != NULL)
    return TRUE;
  dray_mutation_refuse (mutation, N_("The truck of this route was deleted. Plan the day again; nothing of the route was released."));
  return FALSE;
}

static void
release_stops (DrayMutation *mutation,
               const DrayId *route_id)
{
  g_autoptr (JsonNode) node = json_from_string (dray_mutation_argument_text (mutation, DRAY_ROUTE_RELEASE_STOPS), NULL);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) > MAX_STOPS) {
    dray_mutation_refuse (mutation, N_("The stops of a route are a list of at most %d."), MAX_STOPS);
    return;
  }
  if (json_array_get_length (array) > 0 && !require_truck (mutation))
    return;
  for (guint i = 0; i < json_array_get_length (array) && !dray_mutation_has_failed (mutation); i++)
    release_stop (mutation, route_id, i, json_array_get_element (array, i));
}

static void
set_route (DrayMutation *mutation,
           const DrayId *id)
{
  static const struct { int field; int argument; } pairs[] = {
    { DRAY_ROUTE_TRUCK, DRAY_ROUTE_RELEASE_TRUCK }, { DRAY_ROUTE_DRIVER, DRAY_ROUTE_RELEASE_DRIVER },
    { DRAY_ROUTE_DEPOT, DRAY_ROUTE_RELEASE_DEPOT }, { DRAY_ROUTE_DAY, DRAY_ROUTE_RELEASE_DAY },
    { DRAY_ROUTE_START_US, DRAY_ROUTE_RELEASE_START_US }, { DRAY_ROUTE_END_US, DRAY_ROUTE_RELEASE_END_US },
    { DRAY_ROUTE_DISTANCE_M, DRAY_ROUTE_RELEASE_DISTANCE_M }, { DRAY_ROUTE_DRIVE_S, DRAY_ROUTE_RELEASE_DRIVE_S },
    { DRAY_ROUTE_COST_MINOR, DRAY_ROUTE_RELEASE_COST_MINOR }, { DRAY_ROUTE_REGION, DRAY_ROUTE_RELEASE_REGION },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    dray_mutation_set_argument (mutation, &dray_route_table, id, pairs[i].field, pairs[i].argument);
}

/* What goes out with the route from the depot; goods that are picked up on the way don't. */
static void
count_load (DrayMutation *mutation,
            const DrayId *route_id)
{
  g_autoptr (GPtrArray) stops = dray_mutation_select_by_id (mutation, &dray_stop_table, DRAY_STOP_ROUTE, route_id);
  gint64 load_kg = 0, volume_l = 0;

  for (guint i = 0; stops != NULL && i < stops->len; i++) {
    DrayId id = dray_row_get_id (stops->pdata[i], DRAY_STOP_TASK);
    const DrayRow *task = dray_id_is_none (&id) ? NULL : dray_mutation_find (mutation, &dray_task_table, &id);

    if (task == NULL || g_strcmp0 (dray_row_get_text (task, DRAY_TASK_KIND), "delivery") != 0)
      continue;
    load_kg += dray_row_get_integer (task, DRAY_TASK_LOAD_KG);
    volume_l += dray_row_get_integer (task, DRAY_TASK_VOLUME_L);
  }
  dray_mutation_set_integer (mutation, &dray_route_table, route_id, DRAY_ROUTE_LOADED_KG, load_kg);
  dray_mutation_set_integer (mutation, &dray_route_table, route_id, DRAY_ROUTE_LOADED_L, volume_l);
}

/* The day's first release is what planned-against-actual measures. */
static void
set_baseline (DrayMutation *mutation,
              const DrayId *id)
{
  gint64 start_us = dray_mutation_argument_integer (mutation, DRAY_ROUTE_RELEASE_START_US), end_us = dray_mutation_argument_integer (mutation, DRAY_ROUTE_RELEASE_END_US);

  dray_mutation_set_argument (mutation, &dray_route_table, id, DRAY_ROUTE_BASELINE_DISTANCE_M, DRAY_ROUTE_RELEASE_DISTANCE_M);
  dray_mutation_set_integer (mutation, &dray_route_table, id, DRAY_ROUTE_BASELINE_S, MIN ((end_us - start_us) / DRAY_US_PER_S, 1000000));
}

static GPtrArray *
select_rows (const DrayTable *table,
             int              field,
             const DrayId    *id,
             gpointer         mutation)
{
  return dray_mutation_select_by_id (mutation, table, field, id);
}

/* A truck and a driver that are on the route already stay on it: what lapsed since then does not take the wheels off. */
static const char *
find_fault (DrayMutation  *mutation,
            const DrayId  *id,
            const DrayRow *route)
{
  DrayAssignment assignment = {
    .truck = dray_mutation_argument_id (mutation, DRAY_ROUTE_RELEASE_TRUCK), .driver = dray_mutation_argument_id (mutation, DRAY_ROUTE_RELEASE_DRIVER), .route = *id,
    .day = dray_mutation_argument_integer (mutation, DRAY_ROUTE_RELEASE_DAY), .from_us = dray_mutation_argument_integer (mutation, DRAY_ROUTE_RELEASE_START_US),
    .until_us = dray_mutation_argument_integer (mutation, DRAY_ROUTE_RELEASE_END_US),
  };
  DrayId truck = route != NULL ? dray_row_get_id (route, DRAY_ROUTE_TRUCK) : DRAY_ID_NONE, driver = route != NULL ? dray_row_get_id (route, DRAY_ROUTE_DRIVER) : DRAY_ID_NONE;

  if (dray_id_equal (&truck, &assignment.truck))
    assignment.truck = DRAY_ID_NONE;
  if (dray_id_equal (&driver, &assignment.driver))
    assignment.driver = DRAY_ID_NONE;
  return dray_assignability_find_fault (&assignment, select_rows, mutation);
}

static void
route_release (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ROUTE_RELEASE_ROUTE);
  const DrayRow *route = dray_mutation_find (mutation, &dray_route_table, &id);
  const char *fault;
  gint64 release = 1;

  if (dray_mutation_argument_integer (mutation, DRAY_ROUTE_RELEASE_END_US) <= dray_mutation_argument_integer (mutation, DRAY_ROUTE_RELEASE_START_US)) {
    dray_mutation_refuse (mutation, N_("The route ends before it starts."));
    return;
  }
  fault = find_fault (mutation, &id, route);
  if (fault != NULL) {
    dray_mutation_refuse (mutation, "%s", fault);
    return;
  }
  if (route == NULL) {
    dray_mutation_create (mutation, &dray_route_table, &id);
  } else {
    release = dray_row_get_integer (route, DRAY_ROUTE_RELEASE) + 1;
    drop_stops_ahead (mutation, &id);
  }
  set_route (mutation, &id);
  dray_mutation_set_text (mutation, &dray_route_table, &id, DRAY_ROUTE_STATUS, "released");
  dray_mutation_set_text (mutation, &dray_route_table, &id, DRAY_ROUTE_TOLD, "not-told");
  dray_mutation_set_none (mutation, &dray_route_table, &id, DRAY_ROUTE_TOLD_BY);
  dray_mutation_set_none (mutation, &dray_route_table, &id, DRAY_ROUTE_TOLD_US);
  dray_mutation_set_integer (mutation, &dray_route_table, &id, DRAY_ROUTE_RELEASED_US, dray_mutation_get_at_us (mutation));
  dray_mutation_set_integer (mutation, &dray_route_table, &id, DRAY_ROUTE_RELEASE, release);
  if (release == 1)
    set_baseline (mutation, &id);
  release_stops (mutation, &id);
  count_load (mutation, &id);
}

const DrayOperation dray_route_release = {
  .name = "route.release", .version = 1, .label = N_("Release the route"), .kind = DRAY_OPERATION_RELEASE,
  .undo = DRAY_UNDO_COMPENSATES, .compensated_by = "route.recall",
  .arguments = route_release_arguments, .n_arguments = DRAY_ROUTE_RELEASE_N_FIELDS, .mutate = route_release,
};

#define DRAY_ROUTE_RECALL_ARGUMENTS(FIELD) \
  FIELD (ROUTE_RECALL, ROUTE, route, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "route")

DRAY_DECLARE_ARGUMENTS (ROUTE_RECALL, DRAY_ROUTE_RECALL_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (route_recall, DRAY_ROUTE_RECALL_ARGUMENTS)

static void
route_recall (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ROUTE_RECALL_ROUTE);
  const DrayRow *route = dray_mutation_require (mutation, &dray_route_table, &id);

  if (route == NULL)
    return;
  drop_stops_ahead (mutation, &id);
  dray_mutation_set_text (mutation, &dray_route_table, &id, DRAY_ROUTE_STATUS, "closed");
}

const DrayOperation dray_route_recall = {
  .name = "route.recall", .version = 1, .label = N_("Recall the route"), .kind = DRAY_OPERATION_RELEASE, .undo = DRAY_UNDO_NEVER,
  .arguments = route_recall_arguments, .n_arguments = DRAY_ROUTE_RECALL_N_FIELDS, .mutate = route_recall,
};

#define DRAY_ROUTE_TELL_ARGUMENTS(FIELD) \
  FIELD (ROUTE_TELL, ROUTE, route, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "route") \
  FIELD (ROUTE_TELL, TOLD, told, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_route_told_choices) \
  FIELD (ROUTE_TELL, BY, by, TEXT, .minimum = 1, .maximum = 120)

DRAY_DECLARE_ARGUMENTS (ROUTE_TELL, DRAY_ROUTE_TELL_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (route_tell, DRAY_ROUTE_TELL_ARGUMENTS)

static void
route_tell (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ROUTE_TELL_ROUTE);

  if (dray_mutation_require (mutation, &dray_route_table, &id) == NULL)
    return;
  dray_mutation_set_argument (mutation, &dray_route_table, &id, DRAY_ROUTE_TOLD, DRAY_ROUTE_TELL_TOLD);
  dray_mutation_set_argument (mutation, &dray_route_table, &id, DRAY_ROUTE_TOLD_BY, DRAY_ROUTE_TELL_BY);
  dray_mutation_set_integer (mutation, &dray_route_table, &id, DRAY_ROUTE_TOLD_US, dray_mutation_get_at_us (mutation));
}

const DrayOperation dray_route_tell = {
  .name = "route.tell", .version = 1, .label = N_("Note how the driver knows"), .kind = DRAY_OPERATION_EDIT,
  .arguments = route_tell_arguments, .n_arguments = DRAY_ROUTE_TELL_N_FIELDS, .mutate = route_tell,
};

#define DRAY_ROUTE_CLOSE_ARGUMENTS(FIELD) \
  FIELD (ROUTE_CLOSE, ROUTE, route, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "route") \
  FIELD (ROUTE_CLOSE, ODOMETER_M, odometer_m, INTEGER, .minimum = 0, .maximum = 5000000000) \
  FIELD (ROUTE_CLOSE, REMARK, remark, TEXT, .minimum = 0, .maximum = 400)

DRAY_DECLARE_ARGUMENTS (ROUTE_CLOSE, DRAY_ROUTE_CLOSE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (route_close, DRAY_ROUTE_CLOSE_ARGUMENTS)

/* Stops that nobody was seen to leave and whose task has no outcome: somebody has to say what became of them first. */
static int
count_unsettled (DrayMutation *mutation,
                 const DrayId *route)
{
  g_autoptr (GPtrArray) stops = dray_mutation_select_by_id (mutation, &dray_stop_table, DRAY_STOP_ROUTE, route);
  int n = 0;

  for (guint i = 0; stops != NULL && i < stops->len; i++) {
    DrayId id = dray_row_get_id (stops->pdata[i], DRAY_STOP_TASK);
    const DrayRow *task = !dray_row_has (stops->pdata[i], DRAY_STOP_DEPARTED_US) && !dray_id_is_none (&id) ? dray_mutation_find (mutation, &dray_task_table, &id) : NULL;

    n += task != NULL && !dray_row_has (task, DRAY_TASK_OUTCOME);
  }
  return n;
}

static void
route_close (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ROUTE_CLOSE_ROUTE);
  const DrayRow *route = dray_mutation_require (mutation, &dray_route_table, &id);
  int n_unsettled = route != NULL ? count_unsettled (mutation, &id) : 0;

  if (route == NULL)
    return;
  if (g_strcmp0 (dray_row_get_text (route, DRAY_ROUTE_STATUS), "closed") == 0) {
    dray_mutation_refuse (mutation, N_("The route was closed before."));
    return;
  }
  if (n_unsettled > 0) {
    dray_mutation_refuse (mutation, N_("%d stops of the route have no outcome yet."), n_unsettled);
    return;
  }
  dray_mutation_set_text (mutation, &dray_route_table, &id, DRAY_ROUTE_STATUS, "closed");
  dray_mutation_set_argument (mutation, &dray_route_table, &id, DRAY_ROUTE_END_ODOMETER_M, DRAY_ROUTE_CLOSE_ODOMETER_M);
  dray_mutation_set_argument (mutation, &dray_route_table, &id, DRAY_ROUTE_REMARK, DRAY_ROUTE_CLOSE_REMARK);
  dray_mutation_set_integer (mutation, &dray_route_table, &id, DRAY_ROUTE_CLOSED_US, dray_mutation_get_at_us (mutation));
}

const DrayOperation dray_route_close = {
  .name = "route.close", .version = 1, .label = N_("Close the route"), .kind = DRAY_OPERATION_EDIT,
  .arguments = route_close_arguments, .n_arguments = DRAY_ROUTE_CLOSE_N_FIELDS, .mutate = route_close,
};

#define DRAY_ROUTE_FACT_ARGUMENTS(FIELD) \
  FIELD (ROUTE_FACT, ROUTE, route, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "route") \
  FIELD (ROUTE_FACT, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (ROUTE_FACT, DRIVEN_M, driven_m, INTEGER, .maximum = 10000000) \
  FIELD (ROUTE_FACT, IDLE_S, idle_s, INTEGER, .maximum = 1000000)

DRAY_DECLARE_ARGUMENTS (ROUTE_FACT, DRAY_ROUTE_FACT_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (route_fact, DRAY_ROUTE_FACT_ARGUMENTS)

/* Returns: (nullable): the route that the fact is about, with the status that follows from it; its times are kept even where it was
 * closed before */
static const DrayRow *
move_route_to (DrayMutation *mutation,
               const char   *status)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ROUTE_FACT_ROUTE);
  const DrayRow *route = dray_mutation_require (mutation, &dray_route_table, &id);

  if (route == NULL)
    return NULL;
  if (g_strcmp0 (dray_row_get_text (route, DRAY_ROUTE_STATUS), "closed") == 0)
    dray_mutation_flag (mutation, N_("The route was closed before."));
  else
    dray_mutation_set_text (mutation, &dray_route_table, &id, DRAY_ROUTE_STATUS, status);
  return route;
}

static void
route_start (DrayMutation *mutation)
{
  const DrayRow *route = move_route_to (mutation, "under-way");

  if (route != NULL && !dray_row_has (route, DRAY_ROUTE_LEFT_US))
    dray_mutation_set_argument (mutation, &dray_route_table, &route->id, DRAY_ROUTE_LEFT_US, DRAY_ROUTE_FACT_AT_US);
}

static void
route_finish (DrayMutation *mutation)
{
  const DrayRow *route = move_route_to (mutation, "finished");

  if (route == NULL || dray_row_has (route, DRAY_ROUTE_BACK_US))
    return;
  dray_mutation_set_argument (mutation, &dray_route_table, &route->id, DRAY_ROUTE_BACK_US, DRAY_ROUTE_FACT_AT_US);
  dray_mutation_set_argument (mutation, &dray_route_table, &route->id, DRAY_ROUTE_DRIVEN_M, DRAY_ROUTE_FACT_DRIVEN_M);
  dray_mutation_set_argument (mutation, &dray_route_table, &route->id, DRAY_ROUTE_IDLE_S, DRAY_ROUTE_FACT_IDLE_S);
  dray_visit_close_route (mutation, route, dray_mutation_has_argument (mutation, DRAY_ROUTE_FACT_DRIVEN_M)
                                             ? dray_mutation_argument_integer (mutation, DRAY_ROUTE_FACT_DRIVEN_M) : DRAY_NEVER);
}

const DrayOperation dray_route_start = {
  .name = "route.start", .version = 1, .label = N_("The truck left"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = route_fact_arguments, .n_arguments = DRAY_ROUTE_FACT_N_FIELDS, .mutate = route_start,
};

const DrayOperation dray_route_finish = {
  .name = "route.finish", .version = 1, .label = N_("The truck is back"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = route_fact_arguments, .n_arguments = DRAY_ROUTE_FACT_N_FIELDS, .mutate = route_finish,
};

#define DRAY_STOP_FACT_ARGUMENTS(FIELD) \
  FIELD (STOP_FACT, STOP, stop, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "stop") \
  FIELD (STOP_FACT, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (STOP_FACT, DRAY_STOP_FACT_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (stop_fact, DRAY_STOP_FACT_ARGUMENTS)

#define DRAY_STOP_ARRIVE_ARGUMENTS(FIELD) \
  FIELD (STOP_ARRIVE, STOP, stop, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "stop") \
  FIELD (STOP_ARRIVE, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (STOP_ARRIVE, LEG_M, leg_m, INTEGER, .maximum = 10000000) \
  FIELD (STOP_ARRIVE, ETA_HOUR_US, eta_hour_us, INSTANT) \
  FIELD (STOP_ARRIVE, ETA_LEG_US, eta_leg_us, INSTANT)

DRAY_DECLARE_ARGUMENTS (STOP_ARRIVE, DRAY_STOP_ARRIVE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (stop_arrive, DRAY_STOP_ARRIVE_ARGUMENTS)

G_STATIC_ASSERT ((int) DRAY_STOP_ARRIVE_STOP == (int) DRAY_STOP_FACT_STOP && (int) DRAY_STOP_ARRIVE_AT_US == (int) DRAY_STOP_FACT_AT_US);

/* Keeps the first instant of @field; a second one is flagged, since a fact is corrected only by a new record.
 * Returns: (nullable): the stop, if it is the first */
static const DrayRow *
record_instant (DrayMutation *mutation,
                int           field,
                const char   *status)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_STOP_FACT_STOP);
  const DrayRow *stop = dray_mutation_require (mutation, &dray_stop_table, &id);

  if (stop == NULL)
    return NULL;
  if (dray_row_has (stop, field)) {
    dray_mutation_flag (mutation, N_("It was recorded before, with another time."));
    return NULL;
  }
  dray_mutation_set_argument (mutation, &dray_stop_table, &id, field, DRAY_STOP_FACT_AT_US);
  dray_mutation_set_text (mutation, &dray_stop_table, &id, DRAY_STOP_STATUS, status);
  return stop;
}

static gint64
get_known (DrayMutation *mutation,
           int           argument)
{
  return dray_mutation_has_argument (mutation, argument) ? dray_mutation_argument_integer (mutation, argument) : DRAY_NEVER;
}

static void
stop_arrive (DrayMutation *mutation)
{
  const DrayRow *stop = record_instant (mutation, DRAY_STOP_ARRIVED_US, "arrived");
  DrayArrival arrival = {
    get_known (mutation, DRAY_STOP_ARRIVE_AT_US), get_known (mutation, DRAY_STOP_ARRIVE_LEG_M), get_known (mutation, DRAY_STOP_ARRIVE_ETA_HOUR_US),
    get_known (mutation, DRAY_STOP_ARRIVE_ETA_LEG_US),
  };

  if (stop != NULL)
    dray_visit_arrive (mutation, stop, &arrival);
}

static void
stop_start (DrayMutation *mutation)
{
  const DrayRow *stop = record_instant (mutation, DRAY_STOP_STARTED_US, "working");

  if (stop != NULL)
    dray_visit_start (mutation, stop, dray_mutation_argument_integer (mutation, DRAY_STOP_FACT_AT_US));
}

static void
stop_depart (DrayMutation *mutation)
{
  const DrayRow *stop = record_instant (mutation, DRAY_STOP_DEPARTED_US, "left");

  if (stop != NULL)
    dray_visit_depart (mutation, stop, dray_mutation_argument_integer (mutation, DRAY_STOP_FACT_AT_US));
}

const DrayOperation dray_stop_arrive = {
  .name = "stop.arrive", .version = 1, .label = N_("Arrived at a stop"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = stop_arrive_arguments, .n_arguments = DRAY_STOP_ARRIVE_N_FIELDS, .mutate = stop_arrive,
};

const DrayOperation dray_stop_start = {
  .name = "stop.start", .version = 1, .label = N_("Began the work at a stop"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = stop_fact_arguments, .n_arguments = DRAY_STOP_FACT_N_FIELDS, .mutate = stop_start,
};

const DrayOperation dray_stop_depart = {
  .name = "stop.depart", .version = 1, .label = N_("Left a stop"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = stop_fact_arguments, .n_arguments = DRAY_STOP_FACT_N_FIELDS, .mutate = stop_depart,
};
