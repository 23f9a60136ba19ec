/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-override.h"
#include "dray-plan-operations.h"
#include "dray-plan-stop.h"
#include "dray-day-plan.h"
#include "dray-task.h"
#include "dray-truck.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* The id of a plan's stop follows from plan and task, so that a task is at most once in a plan, whoever puts it there. The stops come as one
 * JSON argument, so many of them as an operation may carry:
 *
 *   [{"task": ID, "truck": ID, "rank": TEXT, "arrive_us": N, "leave_us": N}, …]      at most 200; the times may be left out */

DrayId
dray_plan_stop_make_id (const DrayId *plan,
                        const DrayId *task)
{
  guint8 name[sizeof plan->bytes + sizeof task->bytes];

  memcpy (name, plan->bytes, sizeof plan->bytes);
  memcpy (name + sizeof plan->bytes, task->bytes, sizeof task->bytes);
  return dray_id_derive ("plan stop", name, sizeof name);
}

static const DrayRow *
require_draft (DrayMutation *mutation,
               DrayId       *id)
{
  const DrayRow *plan;
  const char *status;

  *id = dray_mutation_argument_id (mutation, 0);
  plan = dray_mutation_require (mutation, &dray_day_plan_table, id);
  status = plan != NULL ? dray_row_get_text (plan, DRAY_DAY_PLAN_STATUS) : NULL;
  if (status != NULL && !g_str_equal (status, "draft")) {
    dray_mutation_refuse (mutation, N_("The plan was released or dropped; it is no draft any more."));
    return NULL;
  }
  return plan;
}

#define DRAY_PLAN_PUT_ARGUMENTS(FIELD) \
  FIELD (PLAN_PUT, PLAN, plan, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "day_plan") \
  FIELD (PLAN_PUT, STOPS, stops, JSON, .flags = DRAY_FIELD_REQUIRED, .maximum = DRAY_JSON_TEXT_LIMIT)

DRAY_DECLARE_ARGUMENTS (PLAN_PUT, DRAY_PLAN_PUT_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (plan_put, DRAY_PLAN_PUT_ARGUMENTS)

static gboolean
get_id (JsonObject *object,
        const char *member,
        DrayId     *id)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING && dray_id_parse (json_node_get_string (node), id);
}

static const char *
get_text (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static void
set_time (DrayMutation *mutation,
          const DrayId *id,
          int           field,
          JsonObject   *object,
          const char   *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    dray_mutation_set_integer (mutation, &dray_plan_stop_table, id, field, json_node_get_int (node));
}

static void
put_stop (DrayMutation *mutation,
          const DrayId *plan,
          guint         position,
          JsonNode     *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *rank = object != NULL ? get_text (object, "rank") : NULL;
  DrayId task, truck, id;

  if (rank == NULL || strlen (rank) == 0 || strlen (rank) > 64 || !get_id (object, "task", &task) || !get_id (object, "truck", &truck)) {
    dray_mutation_refuse (mutation, N_("Stop %u of the plan is not whole."), position + 1);
    return;
  }
  if (dray_mutation_require (mutation, &dray_task_table, &task) == NULL || dray_mutation_require (mutation, &dray_truck_table, &truck) == NULL)
    return;
  id = dray_plan_stop_make_id (plan, &task);
  if (dray_mutation_find (mutation, &dray_plan_stop_table, &id) == NULL)
    dray_mutation_create (mutation, &dray_plan_stop_table, &id);
  dray_mutation_set_id (mutation, &dray_plan_stop_table, &id, DRAY_PLAN_STOP_PLAN, plan);
  dray_mutation_set_id (mutation, &dray_plan_stop_table, &id, DRAY_PLAN_STOP_TASK, &task);
  dray_mutation_set_id (mutation, &dray_plan_stop_table, &id, DRAY_PLAN_STOP_TRUCK, &truck);
  dray_mutation_set_text (mutation, &dray_plan_stop_table, &id, DRAY_PLAN_STOP_RANK, rank);
  set_time (mutation, &id, DRAY_PLAN_STOP_ARRIVE_US, object, "arrive_us");
  set_time (mutation, &id, DRAY_PLAN_STOP_LEAVE_US, object, "leave_us");
}

static void
plan_put_stops (DrayMutation *mutation)
{
  DrayId id;
  JsonNode *node;
  JsonArray *array;

  if (require_draft (mutation, &id) == NULL)
    return;
  node = dray_mutation_argument_json (mutation, DRAY_PLAN_PUT_STOPS);
  array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (array == NULL || json_array_get_length (array) > DRAY_PLAN_MAX_STOPS) {
    dray_mutation_refuse (mutation, N_("The stops of a plan are put as a list of at most %d."), DRAY_PLAN_MAX_STOPS);
    return;
  }
  dray_mutation_set_text (mutation, &dray_day_plan_table, &id, DRAY_DAY_PLAN_STATUS, "draft");
  for (guint i = 0; i < json_array_get_length (array) && !dray_mutation_has_failed (mutation); i++)
    put_stop (mutation, &id, i, json_array_get_element (array, i));
}

const DrayOperation dray_plan_put_stops = {
  .name = "plan.put_stops", .version = 1, .label = N_("Put stops into the plan"), .kind = DRAY_OPERATION_EDIT,
  .arguments = plan_put_arguments, .n_arguments = DRAY_PLAN_PUT_N_FIELDS, .mutate = plan_put_stops,
};

#define DRAY_PLAN_TAKE_ARGUMENTS(FIELD) \
  FIELD (PLAN_TAKE, PLAN, plan, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "day_plan") \
  FIELD (PLAN_TAKE, TASK, task, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "task")

DRAY_DECLARE_ARGUMENTS (PLAN_TAKE, DRAY_PLAN_TAKE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (plan_take, DRAY_PLAN_TAKE_ARGUMENTS)

static void
plan_take_stop (DrayMutation *mutation)
{
  DrayId plan, task = dray_mutation_argument_id (mutation, DRAY_PLAN_TAKE_TASK), id;

  if (require_draft (mutation, &plan) == NULL)
    return;
  id = dray_plan_stop_make_id (&plan, &task);
  if (dray_mutation_require (mutation, &dray_plan_stop_table, &id) != NULL)
    dray_mutation_delete (mutation, &dray_plan_stop_table, &id);
}

const DrayOperation dray_plan_take_stop = {
  .name = "plan.take_stop", .version = 1, .label = N_("Take a stop out of the plan"), .kind = DRAY_OPERATION_EDIT,
  .arguments = plan_take_arguments, .n_arguments = DRAY_PLAN_TAKE_N_FIELDS, .mutate = plan_take_stop,
};

#define DRAY_PLAN_DROP_ARGUMENTS(FIELD) \
  FIELD (PLAN_DROP, PLAN, plan, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "day_plan")

DRAY_DECLARE_ARGUMENTS (PLAN_DROP, DRAY_PLAN_DROP_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (plan_drop, DRAY_PLAN_DROP_ARGUMENTS)

static void
plan_drop (DrayMutation *mutation)
{
  DrayId id;

  if (require_draft (mutation, &id) != NULL)
    dray_mutation_set_text (mutation, &dray_day_plan_table, &id, DRAY_DAY_PLAN_STATUS, "dropped");
}

const DrayOperation dray_plan_drop = {
  .name = "plan.drop", .version = 1, .label = N_("Drop the plan"), .kind = DRAY_OPERATION_EDIT,
  .arguments = plan_drop_arguments, .n_arguments = DRAY_PLAN_DROP_N_FIELDS, .mutate = plan_drop,
};

#define DRAY_OVERRIDE_RECORD_ARGUMENTS(FIELD) \
  FIELD (OVERRIDE_RECORD, OVERRIDE, override, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "override") \
  FIELD (OVERRIDE_RECORD, RULE, rule, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_override_rule_choices) \
  FIELD (OVERRIDE_RECORD, REASON, reason, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 400) \
  FIELD (OVERRIDE_RECORD, ROUTE, route, REFERENCE, .refers_to = "route") \
  FIELD (OVERRIDE_RECORD, TASK, task, REFERENCE, .refers_to = "task") \
  FIELD (OVERRIDE_RECORD, TRUCK, truck, REFERENCE, .refers_to = "truck") \
  FIELD (OVERRIDE_RECORD, FENCE, fence, REFERENCE, .refers_to = "fence")

DRAY_DECLARE_ARGUMENTS (OVERRIDE_RECORD, DRAY_OVERRIDE_RECORD_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (override_record, DRAY_OVERRIDE_RECORD_ARGUMENTS)

static void
override_record (DrayMutation *mutation)
{
  static const int pairs[][2] = {
    { DRAY_OVERRIDE_RULE, DRAY_OVERRIDE_RECORD_RULE }, { DRAY_OVERRIDE_REASON, DRAY_OVERRIDE_RECORD_REASON }, { DRAY_OVERRIDE_ROUTE, DRAY_OVERRIDE_RECORD_ROUTE },
    { DRAY_OVERRIDE_TASK, DRAY_OVERRIDE_RECORD_TASK }, { DRAY_OVERRIDE_TRUCK, DRAY_OVERRIDE_RECORD_TRUCK }, { DRAY_OVERRIDE_FENCE, DRAY_OVERRIDE_RECORD_FENCE },
  };
  DrayId id = dray_mutation_argument_id (mutation, DRAY_OVERRIDE_RECORD_OVERRIDE);
  const DrayActor *actor = dray_mutation_get_actor (mutation);
  g_autofree char *by = actor != NULL ? dray_id_dup_text (&actor->user) : NULL;

  dray_mutation_create (mutation, &dray_override_table, &id);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    dray_mutation_set_argument (mutation, &dray_override_table, &id, pairs[i][0], pairs[i][1]);
  if (by != NULL)
    dray_mutation_set_text (mutation, &dray_override_table, &id, DRAY_OVERRIDE_BY, by);
  dray_mutation_set_integer (mutation, &dray_override_table, &id, DRAY_OVERRIDE_AT_US, dray_mutation_get_at_us (mutation));
}

const DrayOperation dray_override_record = {
  .name = "override.record", .version = 1, .label = N_("Go against a rule"), .kind = DRAY_OPERATION_EDIT,
  .arguments = override_record_arguments, .n_arguments = DRAY_OVERRIDE_RECORD_N_FIELDS, .mutate = override_record,
};
