/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order.h"
#include "dray-route-operations.h"
#include "dray-route.h"
#include "dray-stop.h"
#include "dray-task.h"

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

/* Marks the order of a task that goes out with a route. */
static void
release_task (DrayMutation *mutation,
              const DrayId *task_id)
{
  const DrayRow *task = dray_mutation_require (mutation, &dray_task_table, task_id);

  if (task == NULL)
    return;
  DrayId order_id = dray_row_get_id (task, DRAY_TASK_ORDER_ID);
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
  release_task (mutation, &task);
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

static void
route_release (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ROUTE_RELEASE_ROUTE);
  const DrayRow *route = dray_mutation_find (mutation, &dray_route_table, &id);
  gint64 release = 1;

  if (dray_mutation_argument_integer (mutation, DRAY_ROUTE_RELEASE_END_US) <= dray_mutation_argument_integer (mutation, DRAY_ROUTE_RELEASE_START_US)) {
    dray_mutation_refuse (mutation, N_("The route ends before it starts."));
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
  dray_mutation_set_integer (mutation, &dray_route_table, &id, DRAY_ROUTE_RELEASED_US, dray_mutation_get_at_us (mutation));
  dray_mutation_set_integer (mutation, &dray_route_table, &id, DRAY_ROUTE_RELEASE, release);
  release_stops (mutation, &id);
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
  FIELD (ROUTE_TELL, TOLD, told, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_route_told_choices)

DRAY_DECLARE_ARGUMENTS (ROUTE_TELL, DRAY_ROUTE_TELL_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (route_tell, DRAY_ROUTE_TELL_ARGUMENTS)

static void
route_tell (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ROUTE_TELL_ROUTE);

  if (dray_mutation_require (mutation, &dray_route_table, &id) != NULL)
    dray_mutation_set_argument (mutation, &dray_route_table, &id, DRAY_ROUTE_TOLD, DRAY_ROUTE_TELL_TOLD);
}

const DrayOperation dray_route_tell = {
  .name = "route.tell", .version = 1, .label = N_("Note how the driver knows"), .kind = DRAY_OPERATION_EDIT,
  .arguments = route_tell_arguments, .n_arguments = DRAY_ROUTE_TELL_N_FIELDS, .mutate = route_tell,
};

#define DRAY_ROUTE_FACT_ARGUMENTS(FIELD) \
  FIELD (ROUTE_FACT, ROUTE, route, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "route") \
  FIELD (ROUTE_FACT, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (ROUTE_FACT, DRAY_ROUTE_FACT_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (route_fact, DRAY_ROUTE_FACT_ARGUMENTS)

static void
move_route_to (DrayMutation *mutation,
               const char   *status)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ROUTE_FACT_ROUTE);
  const DrayRow *route = dray_mutation_require (mutation, &dray_route_table, &id);

  if (route == NULL)
    return;
  if (g_strcmp0 (dray_row_get_text (route, DRAY_ROUTE_STATUS), "closed") == 0)
    dray_mutation_flag (mutation, N_("The route was closed before."));
  else
    dray_mutation_set_text (mutation, &dray_route_table, &id, DRAY_ROUTE_STATUS, status);
}

static void
route_start (DrayMutation *mutation)
{
  move_route_to (mutation, "under-way");
}

static void
route_finish (DrayMutation *mutation)
{
  move_route_to (mutation, "finished");
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

/* Keeps the first instant of @field; a second one is flagged, since a fact is corrected only by a new record. */
static void
record_instant (DrayMutation *mutation,
                int           field,
                const char   *status)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_STOP_FACT_STOP);
  const DrayRow *stop = dray_mutation_require (mutation, &dray_stop_table, &id);

  if (stop == NULL)
    return;
  if (dray_row_has (stop, field)) {
    dray_mutation_flag (mutation, N_("It was recorded before, with another time."));
    return;
  }
  dray_mutation_set_argument (mutation, &dray_stop_table, &id, field, DRAY_STOP_FACT_AT_US);
  dray_mutation_set_text (mutation, &dray_stop_table, &id, DRAY_STOP_STATUS, status);
}

static void
stop_arrive (DrayMutation *mutation)
{
  record_instant (mutation, DRAY_STOP_ARRIVED_US, "arrived");
}

static void
stop_depart (DrayMutation *mutation)
{
  record_instant (mutation, DRAY_STOP_DEPARTED_US, "left");
}

const DrayOperation dray_stop_arrive = {
  .name = "stop.arrive", .version = 1, .label = N_("Arrived at a stop"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = stop_fact_arguments, .n_arguments = DRAY_STOP_FACT_N_FIELDS, .mutate = stop_arrive,
};

const DrayOperation dray_stop_depart = {
  .name = "stop.depart", .version = 1, .label = N_("Left a stop"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = stop_fact_arguments, .n_arguments = DRAY_STOP_FACT_N_FIELDS, .mutate = stop_depart,
};
