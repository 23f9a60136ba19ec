/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order-operations.h"
#include "dray-order.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-visit-mutations.h"

#include <glib/gi18n-lib.h>

/* An order that is over can't be promised, held or cancelled any more; what happened to it stands in its tasks. Cancelling one whose goods
 * are aboard leaves its outcome open: the truck brings them back, and the driver or the close of the route says so. */

static gboolean
is_over (const DrayRow *order)
{
  static const char *const over[] = { "delivered", "partly-delivered", "failed", "returned", NULL };
  const char *status = dray_row_get_text (order, DRAY_ORDER_STATUS);

  return status != NULL && g_strv_contains (over, status);
}

/* The order that the first argument names, unless it is over. */
static const DrayRow *
require_open (DrayMutation *mutation,
              DrayId       *id)
{
  const DrayRow *order;

  *id = dray_mutation_argument_id (mutation, 0);
  order = dray_mutation_require (mutation, &dray_order_table, id);
  if (order != NULL && is_over (order)) {
    dray_mutation_refuse (mutation, N_("The order is over."));
    return NULL;
  }
  return order;
}

#define DRAY_ORDER_CONFIRM_ARGUMENTS(FIELD) \
  FIELD (ORDER_CONFIRM, ORDER, order, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "order") \
  FIELD (ORDER_CONFIRM, TASK, task, REFERENCE, .refers_to = "task") \
  FIELD (ORDER_CONFIRM, OPEN_US, open_us, INSTANT) \
  FIELD (ORDER_CONFIRM, CLOSE_US, close_us, INSTANT)

DRAY_DECLARE_ARGUMENTS (ORDER_CONFIRM, DRAY_ORDER_CONFIRM_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (order_confirm, DRAY_ORDER_CONFIRM_ARGUMENTS)

/* The window that was promised for one of its tasks. */
static void
promise (DrayMutation *mutation,
         const DrayId *order)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ORDER_CONFIRM_TASK);
  const DrayRow *task = dray_mutation_require (mutation, &dray_task_table, &id);
  DrayId of = task != NULL ? dray_row_get_id (task, DRAY_TASK_ORDER_ID) : DRAY_ID_NONE;

  if (task == NULL)
    return;
  if (!dray_id_equal (&of, order))
    dray_mutation_refuse (mutation, N_("The task is of another order."));
  else if (dray_mutation_argument_integer (mutation, DRAY_ORDER_CONFIRM_CLOSE_US) < dray_mutation_argument_integer (mutation, DRAY_ORDER_CONFIRM_OPEN_US))
    dray_mutation_refuse (mutation, N_("The window ends before it begins."));
  dray_mutation_set_argument (mutation, &dray_task_table, &id, DRAY_TASK_WINDOW_OPEN_US, DRAY_ORDER_CONFIRM_OPEN_US);
  dray_mutation_set_argument (mutation, &dray_task_table, &id, DRAY_TASK_WINDOW_CLOSE_US, DRAY_ORDER_CONFIRM_CLOSE_US);
}

static void
order_confirm (DrayMutation *mutation)
{
  DrayId id;
  const DrayRow *order = require_open (mutation, &id);
  const char *status = order != NULL ? dray_row_get_text (order, DRAY_ORDER_STATUS) : NULL;

  if (order == NULL)
    return;
  if (dray_mutation_has_argument (mutation, DRAY_ORDER_CONFIRM_TASK))
    promise (mutation, &id);
  /* One that a driver knows of already stays so. */
  if (status == NULL || g_str_equal (status, "requested") || g_str_equal (status, "held"))
    dray_mutation_set_text (mutation, &dray_order_table, &id, DRAY_ORDER_STATUS, "confirmed");
}

const DrayOperation dray_order_confirm = {
  .name = "order.confirm", .version = 1, .label = N_("Confirm the order"), .kind = DRAY_OPERATION_EDIT,
  .arguments = order_confirm_arguments, .n_arguments = DRAY_ORDER_CONFIRM_N_FIELDS, .mutate = order_confirm,
};

#define DRAY_ORDER_STOP_ARGUMENTS(FIELD) \
  FIELD (ORDER_STOP, ORDER, order, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "order") \
  FIELD (ORDER_STOP, REASON, reason, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 400)

DRAY_DECLARE_ARGUMENTS (ORDER_STOP, DRAY_ORDER_STOP_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (order_stop, DRAY_ORDER_STOP_ARGUMENTS)

static void
stop_with (DrayMutation *mutation,
           const char   *status)
{
  DrayId id;

  if (require_open (mutation, &id) == NULL)
    return;
  dray_mutation_set_text (mutation, &dray_order_table, &id, DRAY_ORDER_STATUS, status);
  dray_mutation_set_argument (mutation, &dray_order_table, &id, DRAY_ORDER_REASON, DRAY_ORDER_STOP_REASON);
}

static void
order_hold (DrayMutation *mutation)
{
  stop_with (mutation, "held");
}

static void
order_cancel (DrayMutation *mutation)
{
  stop_with (mutation, "cancelled");
}

const DrayOperation dray_order_hold = {
  .name = "order.hold", .version = 1, .label = N_("Hold the order"), .kind = DRAY_OPERATION_EDIT,
  .arguments = order_stop_arguments, .n_arguments = DRAY_ORDER_STOP_N_FIELDS, .mutate = order_hold,
};

const DrayOperation dray_order_cancel = {
  .name = "order.cancel", .version = 1, .label = N_("Cancel the order"), .kind = DRAY_OPERATION_EDIT,
  .arguments = order_stop_arguments, .n_arguments = DRAY_ORDER_STOP_N_FIELDS, .mutate = order_cancel,
};

#define DRAY_ORDER_RESUME_ARGUMENTS(FIELD) \
  FIELD (ORDER_RESUME, ORDER, order, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "order") \
  FIELD (ORDER_RESUME, DAY, day, DATE)

DRAY_DECLARE_ARGUMENTS (ORDER_RESUME, DRAY_ORDER_RESUME_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (order_resume, DRAY_ORDER_RESUME_ARGUMENTS)

/* To be served after all: what was held or cancelled, or what failed and is tried on another day. */
static void
order_resume (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_ORDER_RESUME_ORDER);
  const DrayRow *order = dray_mutation_require (mutation, &dray_order_table, &id);
  const char *status = order != NULL ? dray_row_get_text (order, DRAY_ORDER_STATUS) : NULL;
  static const char *const stopped[] = { "held", "cancelled", "failed", "returned", NULL };

  if (order == NULL)
    return;
  if (status == NULL || !g_strv_contains (stopped, status)) {
    dray_mutation_refuse (mutation, N_("The order goes on already, or is delivered."));
    return;
  }
  dray_mutation_set_text (mutation, &dray_order_table, &id, DRAY_ORDER_STATUS, "confirmed");
  dray_mutation_set_none (mutation, &dray_order_table, &id, DRAY_ORDER_REASON);
  if (dray_mutation_has_argument (mutation, DRAY_ORDER_RESUME_DAY))
    dray_mutation_set_argument (mutation, &dray_order_table, &id, DRAY_ORDER_DAY, DRAY_ORDER_RESUME_DAY);
}

const DrayOperation dray_order_resume = {
  .name = "order.resume", .version = 1, .label = N_("Take the order up again"), .kind = DRAY_OPERATION_EDIT,
  .arguments = order_resume_arguments, .n_arguments = DRAY_ORDER_RESUME_N_FIELDS, .mutate = order_resume,
};

/* Tasks */

#define DRAY_TASK_PIN_ARGUMENTS(FIELD) \
  FIELD (TASK_PIN, TASK, task, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "task") \
  FIELD (TASK_PIN, TRUCK, truck, REFERENCE, .refers_to = "truck")

DRAY_DECLARE_ARGUMENTS (TASK_PIN, DRAY_TASK_PIN_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (task_pin, DRAY_TASK_PIN_ARGUMENTS)

static void
task_pin (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_TASK_PIN_TASK), truck = dray_mutation_argument_id (mutation, DRAY_TASK_PIN_TRUCK);

  if (dray_mutation_require (mutation, &dray_task_table, &id) == NULL)
    return;
  if (!dray_mutation_has_argument (mutation, DRAY_TASK_PIN_TRUCK))
    dray_mutation_set_none (mutation, &dray_task_table, &id, DRAY_TASK_PINNED_TO);
  else if (dray_mutation_require (mutation, &dray_truck_table, &truck) != NULL)
    dray_mutation_set_id (mutation, &dray_task_table, &id, DRAY_TASK_PINNED_TO, &truck);
}

const DrayOperation dray_task_pin = {
  .name = "task.pin", .version = 1, .label = N_("Pin the stop to a truck"), .kind = DRAY_OPERATION_EDIT,
  .arguments = task_pin_arguments, .n_arguments = DRAY_TASK_PIN_N_FIELDS, .mutate = task_pin,
};

#define DRAY_TASK_SETTLE_ARGUMENTS(FIELD) \
  FIELD (TASK_SETTLE, TASK, task, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "task") \
  FIELD (TASK_SETTLE, OUTCOME, outcome, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_task_outcome_choices) \
  FIELD (TASK_SETTLE, DISPOSITION, disposition, ENUM, .choices = dray_task_disposition_choices) \
  FIELD (TASK_SETTLE, REASON, reason, TEXT, .minimum = 1, .maximum = 400) \
  FIELD (TASK_SETTLE, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (TASK_SETTLE, DRAY_TASK_SETTLE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (task_settle, DRAY_TASK_SETTLE_ARGUMENTS)

typedef struct {
  int n_tasks;
  int n_open;      /* without an outcome, or to be tried again today */
  int n_whole;
  int n_part;
  int n_returned;
} Tally;

static void
count (Tally         *tally,
       const DrayRow *task)
{
  const char *outcome = dray_row_get_text (task, DRAY_TASK_OUTCOME), *disposition = dray_row_get_text (task, DRAY_TASK_DISPOSITION);

  tally->n_tasks++;
  if (outcome == NULL || g_strcmp0 (disposition, "again-today") == 0)
    tally->n_open++;
  tally->n_whole += g_strcmp0 (outcome, "done") == 0;
  tally->n_part += g_strcmp0 (outcome, "partial") == 0;
  tally->n_returned += g_strcmp0 (disposition, "back-to-depot") == 0;
}

/* What its tasks make of an order, once each has an outcome. */
static void
settle_order (DrayMutation *mutation,
              const DrayId *id)
{
  g_autoptr (GPtrArray) tasks = dray_mutation_select_by_id (mutation, &dray_task_table, DRAY_TASK_ORDER_ID, id);
  const char *status = "failed";
  Tally tally = { 0 };

  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    count (&tally, tasks->pdata[i]);
  if (tally.n_tasks == 0 || tally.n_open > 0)
    return;
  if (tally.n_whole == tally.n_tasks)
    status = "delivered";
  else if (tally.n_whole + tally.n_part > 0)
    status = "partly-delivered";
  else if (tally.n_returned > 0)
    status = "returned";
  dray_mutation_set_text (mutation, &dray_order_table, id, DRAY_ORDER_STATUS, status);
}

static void
task_settle (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_TASK_SETTLE_TASK);
  const DrayRow *task = dray_mutation_require (mutation, &dray_task_table, &id);
  DrayId order = task != NULL ? dray_row_get_id (task, DRAY_TASK_ORDER_ID) : DRAY_ID_NONE;

  if (task == NULL)
    return;
  if (g_strcmp0 (dray_row_get_text (task, DRAY_TASK_OUTCOME), "done") == 0) {
    dray_mutation_flag (mutation, N_("It was done before; a fact is corrected only by a new record."));
    return;
  }
  dray_mutation_set_argument (mutation, &dray_task_table, &id, DRAY_TASK_OUTCOME, DRAY_TASK_SETTLE_OUTCOME);
  dray_mutation_set_argument (mutation, &dray_task_table, &id, DRAY_TASK_DISPOSITION, DRAY_TASK_SETTLE_DISPOSITION);
  dray_mutation_set_argument (mutation, &dray_task_table, &id, DRAY_TASK_REASON, DRAY_TASK_SETTLE_REASON);
  settle_order (mutation, &order);
  dray_visit_settle (mutation, &id, dray_mutation_argument_integer (mutation, DRAY_TASK_SETTLE_AT_US));
}

const DrayOperation dray_task_settle = {
  .name = "task.settle", .version = 1, .label = N_("Say what became of a stop"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = task_settle_arguments, .n_arguments = DRAY_TASK_SETTLE_N_FIELDS, .mutate = task_settle,
};
