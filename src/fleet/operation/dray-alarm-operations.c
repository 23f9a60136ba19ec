/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm-operations.h"
#include "dray-alarm.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* An alarm is what someone must act on. Raising and clearing are facts, and the id of an alarm is derived from what rang (truck, rule,
 * device time), so that two evaluators of one fix make one alarm; raising it again counts. What a person does is an edit. */

/* A shelved alarm comes back within the shift. */
#define MAX_SHELF_S (12 * DRAY_S_PER_HOUR)

#define DRAY_ALARM_RAISE_ARGUMENTS(FIELD) \
  FIELD (ALARM_RAISE, ALARM, alarm, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "alarm") \
  FIELD (ALARM_RAISE, TRUCK, truck, REFERENCE, .refers_to = "truck") \
  FIELD (ALARM_RAISE, DEPOT, depot, REFERENCE, .refers_to = "site") \
  FIELD (ALARM_RAISE, KIND, kind, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_alarm_kind_choices) \
  FIELD (ALARM_RAISE, PRIORITY, priority, INTEGER, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 3) \
  FIELD (ALARM_RAISE, TEXT, text, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 400) \
  FIELD (ALARM_RAISE, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (ALARM_RAISE, DRAY_ALARM_RAISE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (alarm_raise, DRAY_ALARM_RAISE_ARGUMENTS)

static void
make_alarm (DrayMutation *mutation,
            const DrayId *id)
{
  static const struct { int field; int argument; } pairs[] = {
    { DRAY_ALARM_TRUCK, DRAY_ALARM_RAISE_TRUCK }, { DRAY_ALARM_DEPOT, DRAY_ALARM_RAISE_DEPOT },
    { DRAY_ALARM_KIND, DRAY_ALARM_RAISE_KIND }, { DRAY_ALARM_PRIORITY, DRAY_ALARM_RAISE_PRIORITY },
    { DRAY_ALARM_TEXT, DRAY_ALARM_RAISE_TEXT }, { DRAY_ALARM_RAISED_US, DRAY_ALARM_RAISE_AT_US },
  };

  dray_mutation_create (mutation, &dray_alarm_table, id);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    dray_mutation_set_argument (mutation, &dray_alarm_table, id, pairs[i].field, pairs[i].argument);
  dray_mutation_set_text (mutation, &dray_alarm_table, id, DRAY_ALARM_STATUS, "raised");
  dray_mutation_set_integer (mutation, &dray_alarm_table, id, DRAY_ALARM_COUNT, 1);
}

static void
alarm_raise (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ALARM_RAISE_ALARM);
  const DrayRow *alarm = dray_mutation_find (mutation, &dray_alarm_table, &id);

  if (alarm == NULL)
    make_alarm (mutation, &id);
  else
    dray_mutation_set_integer (mutation, &dray_alarm_table, &id, DRAY_ALARM_COUNT, dray_row_get_integer (alarm, DRAY_ALARM_COUNT) + 1);
}

const DrayOperation dray_alarm_raise = {
  .name = "alarm.raise", .version = 1, .label = N_("Raise an alarm"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = alarm_raise_arguments, .n_arguments = DRAY_ALARM_RAISE_N_FIELDS, .mutate = alarm_raise,
};

/* The alarm that the first argument names, unless it is closed. */
static const DrayRow *
require_open (DrayMutation *mutation,
              DrayId       *id)
{
  const DrayRow *alarm;

  *id = dray_mutation_argument_id (mutation, 0);
  alarm = dray_mutation_require (mutation, &dray_alarm_table, id);
  if (alarm != NULL && g_strcmp0 (dray_row_get_text (alarm, DRAY_ALARM_STATUS), "closed") == 0) {
    dray_mutation_refuse (mutation, N_("The alarm was closed before."));
    return NULL;
  }
  return alarm;
}

#define DRAY_ALARM_TAKE_ARGUMENTS(FIELD) \
  FIELD (ALARM_TAKE, ALARM, alarm, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "alarm") \
  FIELD (ALARM_TAKE, OWNER, owner, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 80)

DRAY_DECLARE_ARGUMENTS (ALARM_TAKE, DRAY_ALARM_TAKE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (alarm_take, DRAY_ALARM_TAKE_ARGUMENTS)

static void
alarm_take (DrayMutation *mutation)
{
  DrayId id;
  const DrayRow *alarm = require_open (mutation, &id);

  if (alarm == NULL)
    return;
  dray_mutation_set_text (mutation, &dray_alarm_table, &id, DRAY_ALARM_STATUS, "taken");
  dray_mutation_set_argument (mutation, &dray_alarm_table, &id, DRAY_ALARM_OWNER, DRAY_ALARM_TAKE_OWNER);
  if (!dray_row_has (alarm, DRAY_ALARM_TAKEN_US))
    dray_mutation_set_integer (mutation, &dray_alarm_table, &id, DRAY_ALARM_TAKEN_US, dray_mutation_get_at_us (mutation));
}

const DrayOperation dray_alarm_take = {
  .name = "alarm.take", .version = 1, .label = N_("Take the alarm"), .kind = DRAY_OPERATION_EDIT,
  .arguments = alarm_take_arguments, .n_arguments = DRAY_ALARM_TAKE_N_FIELDS, .mutate = alarm_take,
};

#define DRAY_ALARM_ACKNOWLEDGE_ARGUMENTS(FIELD) \
  FIELD (ALARM_ACKNOWLEDGE, ALARM, alarm, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "alarm")

DRAY_DECLARE_ARGUMENTS (ALARM_ACKNOWLEDGE, DRAY_ALARM_ACKNOWLEDGE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (alarm_acknowledge, DRAY_ALARM_ACKNOWLEDGE_ARGUMENTS)

/* Once it is both acknowledged and back to normal, nothing is left to do. */
static void
alarm_acknowledge (DrayMutation *mutation)
{
  DrayId id;
  const DrayRow *alarm = require_open (mutation, &id);

  if (alarm == NULL)
    return;
  dray_mutation_set_integer (mutation, &dray_alarm_table, &id, DRAY_ALARM_ACKNOWLEDGED_US, dray_mutation_get_at_us (mutation));
  dray_mutation_set_text (mutation, &dray_alarm_table, &id, DRAY_ALARM_STATUS, dray_row_has (alarm, DRAY_ALARM_NORMAL_US) ? "closed" : "acknowledged");
}

const DrayOperation dray_alarm_acknowledge = {
  .name = "alarm.acknowledge", .version = 1, .label = N_("Acknowledge the alarm"), .kind = DRAY_OPERATION_EDIT,
  .arguments = alarm_acknowledge_arguments, .n_arguments = DRAY_ALARM_ACKNOWLEDGE_N_FIELDS, .mutate = alarm_acknowledge,
};

#define DRAY_ALARM_ESCALATE_ARGUMENTS(FIELD) \
  FIELD (ALARM_ESCALATE, ALARM, alarm, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "alarm") \
  FIELD (ALARM_ESCALATE, ROLE, role, TEXT, .minimum = 0, .maximum = 40)

DRAY_DECLARE_ARGUMENTS (ALARM_ESCALATE, DRAY_ALARM_ESCALATE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (alarm_escalate, DRAY_ALARM_ESCALATE_ARGUMENTS)

/* It stays with whoever has it; the first time counts, so that two consoles that watch the same clock escalate once. */
static void
alarm_escalate (DrayMutation *mutation)
{
  DrayId id;
  const DrayRow *alarm = require_open (mutation, &id);

  if (alarm == NULL || dray_row_has (alarm, DRAY_ALARM_ESCALATED_US))
    return;
  dray_mutation_set_integer (mutation, &dray_alarm_table, &id, DRAY_ALARM_ESCALATED_US, dray_mutation_get_at_us (mutation));
  if (dray_mutation_has_argument (mutation, DRAY_ALARM_ESCALATE_ROLE))
    dray_mutation_set_argument (mutation, &dray_alarm_table, &id, DRAY_ALARM_ESCALATED_TO, DRAY_ALARM_ESCALATE_ROLE);
  else
    dray_mutation_set_text (mutation, &dray_alarm_table, &id, DRAY_ALARM_ESCALATED_TO, "supervisor");
}

const DrayOperation dray_alarm_escalate = {
  .name = "alarm.escalate", .version = 1, .label = N_("Escalate the alarm"), .kind = DRAY_OPERATION_EDIT,
  .arguments = alarm_escalate_arguments, .n_arguments = DRAY_ALARM_ESCALATE_N_FIELDS, .mutate = alarm_escalate,
};

#define DRAY_ALARM_SHELVE_ARGUMENTS(FIELD) \
  FIELD (ALARM_SHELVE, ALARM, alarm, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "alarm") \
  FIELD (ALARM_SHELVE, REASON, reason, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 400) \
  FIELD (ALARM_SHELVE, FOR_S, for_s, INTEGER, .unit = "s", .flags = DRAY_FIELD_REQUIRED, .minimum = 60, .maximum = MAX_SHELF_S)

DRAY_DECLARE_ARGUMENTS (ALARM_SHELVE, DRAY_ALARM_SHELVE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (alarm_shelve, DRAY_ALARM_SHELVE_ARGUMENTS)

static void
alarm_shelve (DrayMutation *mutation)
{
  DrayId id;
  gint64 for_us = dray_mutation_argument_integer (mutation, DRAY_ALARM_SHELVE_FOR_S) * DRAY_US_PER_S;

  if (require_open (mutation, &id) == NULL)
    return;
  dray_mutation_set_text (mutation, &dray_alarm_table, &id, DRAY_ALARM_STATUS, "shelved");
  dray_mutation_set_argument (mutation, &dray_alarm_table, &id, DRAY_ALARM_REASON, DRAY_ALARM_SHELVE_REASON);
  dray_mutation_set_integer (mutation, &dray_alarm_table, &id, DRAY_ALARM_SHELVED_UNTIL_US, dray_mutation_get_at_us (mutation) + for_us);
}

const DrayOperation dray_alarm_shelve = {
  .name = "alarm.shelve", .version = 1, .label = N_("Shelve the alarm"), .kind = DRAY_OPERATION_EDIT,
  .arguments = alarm_shelve_arguments, .n_arguments = DRAY_ALARM_SHELVE_N_FIELDS, .mutate = alarm_shelve,
};

#define DRAY_ALARM_CLEAR_ARGUMENTS(FIELD) \
  FIELD (ALARM_CLEAR, ALARM, alarm, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "alarm") \
  FIELD (ALARM_CLEAR, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (ALARM_CLEAR, DRAY_ALARM_CLEAR_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (alarm_clear, DRAY_ALARM_CLEAR_ARGUMENTS)

/* What rang is over. An alarm that nobody acknowledged stays, so that somebody sees that it rang. */
static void
alarm_clear (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ALARM_CLEAR_ALARM);
  const DrayRow *alarm = dray_mutation_require (mutation, &dray_alarm_table, &id);

  if (alarm == NULL)
    return;
  dray_mutation_set_argument (mutation, &dray_alarm_table, &id, DRAY_ALARM_NORMAL_US, DRAY_ALARM_CLEAR_AT_US);
  dray_mutation_set_text (mutation, &dray_alarm_table, &id, DRAY_ALARM_STATUS, dray_row_has (alarm, DRAY_ALARM_ACKNOWLEDGED_US) ? "closed" : "normal");
}

const DrayOperation dray_alarm_clear = {
  .name = "alarm.clear", .version = 1, .label = N_("Back to normal"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = alarm_clear_arguments, .n_arguments = DRAY_ALARM_CLEAR_N_FIELDS, .mutate = alarm_clear,
};

#define DRAY_ALARM_CLOSE_ARGUMENTS(FIELD) \
  FIELD (ALARM_CLOSE, ALARM, alarm, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "alarm") \
  FIELD (ALARM_CLOSE, OUTCOME, outcome, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 400)

DRAY_DECLARE_ARGUMENTS (ALARM_CLOSE, DRAY_ALARM_CLOSE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (alarm_close, DRAY_ALARM_CLOSE_ARGUMENTS)

static void
alarm_close (DrayMutation *mutation)
{
  DrayId id;

  if (require_open (mutation, &id) == NULL)
    return;
  dray_mutation_set_text (mutation, &dray_alarm_table, &id, DRAY_ALARM_STATUS, "closed");
  dray_mutation_set_argument (mutation, &dray_alarm_table, &id, DRAY_ALARM_OUTCOME, DRAY_ALARM_CLOSE_OUTCOME);
  dray_mutation_set_integer (mutation, &dray_alarm_table, &id, DRAY_ALARM_CLOSED_US, dray_mutation_get_at_us (mutation));
}

const DrayOperation dray_alarm_close = {
  .name = "alarm.close", .version = 1, .label = N_("Close the alarm"), .kind = DRAY_OPERATION_EDIT,
  .arguments = alarm_close_arguments, .n_arguments = DRAY_ALARM_CLOSE_N_FIELDS, .mutate = alarm_close,
};
