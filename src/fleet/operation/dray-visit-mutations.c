/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order.h"
#include "dray-party.h"
#include "dray-route.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-units.h"
#include "dray-visit-mutations.h"
#include "dray-visit.h"

/* A visit's id follows from its stop: whoever sees the arrival makes the same record. Everything that figures need is copied into it
 * at the arrival, as it was agreed then. */

static DrayId
visit_id (const DrayRow *stop)
{
  return dray_id_derive ("visit", stop->id.bytes, sizeof stop->id.bytes);
}

static const DrayRow *
find (DrayMutation    *mutation,
      const DrayTable *table,
      DrayId           id)
{
  return dray_id_is_none (&id) ? NULL : dray_mutation_find (mutation, table, &id);
}

static void
copy_id (DrayMutation  *mutation,
         const DrayId  *visit,
         int            field,
         const DrayRow *row,
         int            from)
{
  DrayId id = row != NULL ? dray_row_get_id (row, from) : DRAY_ID_NONE;

  if (!dray_id_is_none (&id))
    dray_mutation_set_id (mutation, &dray_visit_table, visit, field, &id);
}

static void
copy_integer (DrayMutation  *mutation,
              const DrayId  *visit,
              int            field,
              const DrayRow *row,
              int            from)
{
  if (row != NULL && dray_row_has (row, from))
    dray_mutation_set_integer (mutation, &dray_visit_table, visit, field, dray_row_get_integer (row, from));
}

static void
set_known (DrayMutation *mutation,
           const DrayId *visit,
           int           field,
           gint64        value)
{
  if (value != DRAY_NEVER)
    dray_mutation_set_integer (mutation, &dray_visit_table, visit, field, value);
}

static void
copy_route (DrayMutation  *mutation,
            const DrayId  *visit,
            const DrayRow *route)
{
  if (route == NULL)
    return;
  dray_mutation_set_id (mutation, &dray_visit_table, visit, DRAY_VISIT_ROUTE, &route->id);
  copy_id (mutation, visit, DRAY_VISIT_TRUCK, route, DRAY_ROUTE_TRUCK);
  copy_id (mutation, visit, DRAY_VISIT_DRIVER, route, DRAY_ROUTE_DRIVER);
  copy_id (mutation, visit, DRAY_VISIT_DEPOT, route, DRAY_ROUTE_DEPOT);
  copy_integer (mutation, visit, DRAY_VISIT_DAY, route, DRAY_ROUTE_DAY);
  copy_integer (mutation, visit, DRAY_VISIT_LOADED_US, route, DRAY_ROUTE_LEFT_US);
}

/* When the order's goods were picked up on the way; those from the depot left with the route. */
static void
copy_pickup (DrayMutation *mutation,
             const DrayId *visit,
             GPtrArray    *tasks)
{
  for (guint i = 0; i < tasks->len; i++) {
    const DrayRow *task = tasks->pdata[i];

    if (g_strcmp0 (dray_row_get_text (task, DRAY_TASK_KIND), "pickup") != 0)
      continue;
    g_autoptr (GPtrArray) visits = dray_mutation_select_by_id (mutation, &dray_visit_table, DRAY_VISIT_TASK, &task->id);
    for (guint k = 0; visits != NULL && k < visits->len; k++)
      copy_integer (mutation, visit, DRAY_VISIT_LOADED_US, visits->pdata[k], DRAY_VISIT_DEPARTED_US);
  }
}

static void
copy_order (DrayMutation  *mutation,
            const DrayId  *visit,
            const DrayRow *task)
{
  DrayId order_id = dray_row_get_id (task, DRAY_TASK_ORDER_ID);
  const DrayRow *order = find (mutation, &dray_order_table, order_id);
  const DrayRow *party = order != NULL ? find (mutation, &dray_party_table, dray_row_get_id (order, DRAY_ORDER_PARTY)) : NULL;
  g_autoptr (GPtrArray) tasks = dray_mutation_select_by_id (mutation, &dray_task_table, DRAY_TASK_ORDER_ID, &order_id);

  dray_mutation_set_id (mutation, &dray_visit_table, visit, DRAY_VISIT_ORDER, &order_id);
  copy_id (mutation, visit, DRAY_VISIT_PARTY, order, DRAY_ORDER_PARTY);
  copy_integer (mutation, visit, DRAY_VISIT_TOLERANCE_S, party, DRAY_PARTY_TOLERANCE_S);
  copy_integer (mutation, visit, DRAY_VISIT_FREE_S, party, DRAY_PARTY_FREE_S);
  if (tasks == NULL)
    return;
  dray_mutation_set_integer (mutation, &dray_visit_table, visit, DRAY_VISIT_N_TASKS, tasks->len);
  copy_pickup (mutation, visit, tasks);
}

static void
copy_task (DrayMutation  *mutation,
           const DrayId  *visit,
           const DrayRow *stop,
           const DrayRow *task)
{
  g_autoptr (GPtrArray) earlier = dray_mutation_select_by_id (mutation, &dray_visit_table, DRAY_VISIT_TASK, &task->id);
  gboolean promised = dray_row_has (stop, DRAY_STOP_PROMISED_CLOSE_US);

  dray_mutation_set_integer (mutation, &dray_visit_table, visit, DRAY_VISIT_ATTEMPT, earlier != NULL ? earlier->len + 1 : 1);
  dray_mutation_set_id (mutation, &dray_visit_table, visit, DRAY_VISIT_TASK, &task->id);
  dray_mutation_set_text (mutation, &dray_visit_table, visit, DRAY_VISIT_KIND, dray_row_get_text (task, DRAY_TASK_KIND));
  copy_integer (mutation, visit, DRAY_VISIT_LOAD_KG, task, DRAY_TASK_LOAD_KG);
  copy_integer (mutation, visit, DRAY_VISIT_PROMISED_OPEN_US, promised ? stop : task, promised ? DRAY_STOP_PROMISED_OPEN_US : DRAY_TASK_WINDOW_OPEN_US);
  copy_integer (mutation, visit, DRAY_VISIT_PROMISED_CLOSE_US, promised ? stop : task, promised ? DRAY_STOP_PROMISED_CLOSE_US : DRAY_TASK_WINDOW_CLOSE_US);
  copy_order (mutation, visit, task);
}

/* Makes the visit of a stop unless it is there. A stop without a route has no day and so no visit. */
static const DrayRow *
ensure_visit (DrayMutation  *mutation,
              const DrayRow *stop)
{
  DrayId id = visit_id (stop);
  const DrayRow *route = find (mutation, &dray_route_table, dray_row_get_id (stop, DRAY_STOP_ROUTE));
  const DrayRow *task = find (mutation, &dray_task_table, dray_row_get_id (stop, DRAY_STOP_TASK)), *visit = dray_mutation_find (mutation, &dray_visit_table, &id);

  if (visit != NULL || route == NULL)
    return visit;
  dray_mutation_create (mutation, &dray_visit_table, &id);
  dray_mutation_set_id (mutation, &dray_visit_table, &id, DRAY_VISIT_STOP, &stop->id);
  copy_id (mutation, &id, DRAY_VISIT_SITE, stop, DRAY_STOP_SITE);
  copy_integer (mutation, &id, DRAY_VISIT_PLANNED_US, stop, DRAY_STOP_PLANNED_US);
  copy_route (mutation, &id, route);
  if (task != NULL)
    copy_task (mutation, &id, stop, task);
  return dray_mutation_find (mutation, &dray_visit_table, &id);
}

static void
move_order (DrayMutation  *mutation,
            const DrayRow *visit,
            const char    *status)
{
  const DrayRow *order = find (mutation, &dray_order_table, dray_row_get_id (visit, DRAY_VISIT_ORDER));

  if (order != NULL && g_strcmp0 (dray_row_get_text (order, DRAY_ORDER_STATUS), "released") == 0)
    dray_mutation_set_text (mutation, &dray_order_table, &order->id, DRAY_ORDER_STATUS, status);
}

/**
 * dray_visit_arrive:
 *
 * Makes the visit, with what was promised and shown; the order is under way from then on.
 */
void
dray_visit_arrive (DrayMutation      *mutation,
                   const DrayRow     *stop,
                   const DrayArrival *arrival)
{
  const DrayRow *visit = ensure_visit (mutation, stop);

  if (visit == NULL)
    return;
  set_known (mutation, &visit->id, DRAY_VISIT_ARRIVED_US, arrival->at_us);
  set_known (mutation, &visit->id, DRAY_VISIT_LEG_M, arrival->leg_m);
  set_known (mutation, &visit->id, DRAY_VISIT_ETA_HOUR_US, arrival->eta_hour_us);
  set_known (mutation, &visit->id, DRAY_VISIT_ETA_LEG_US, arrival->eta_leg_us);
  move_order (mutation, visit, "under-way");
}

void
dray_visit_start (DrayMutation  *mutation,
                  const DrayRow *stop,
                  gint64         at_us)
{
  const DrayRow *visit = ensure_visit (mutation, stop);

  if (visit != NULL)
    set_known (mutation, &visit->id, DRAY_VISIT_STARTED_US, at_us);
}

/* Whether every task of the order was visited and left, and how: a task that was not served makes it partly delivered, or failed. */
static const char *
judge_order (DrayMutation *mutation,
             const DrayId *order)
{
  g_autoptr (GPtrArray) tasks = dray_mutation_select_by_id (mutation, &dray_task_table, DRAY_TASK_ORDER_ID, order);
  guint n_served = 0, n_full = 0;

  for (guint i = 0; tasks != NULL && i < tasks->len; i++) {
    g_autoptr (GPtrArray) visits = dray_mutation_select_by_id (mutation, &dray_visit_table, DRAY_VISIT_TASK, &((const DrayRow *) tasks->pdata[i])->id);
    gboolean left = FALSE, served = FALSE, full = FALSE;

    for (guint k = 0; visits != NULL && k < visits->len; k++) {
      left = left || dray_row_has (visits->pdata[k], DRAY_VISIT_DEPARTED_US);
      served = served || dray_row_get_boolean (visits->pdata[k], DRAY_VISIT_SERVED);
      full = full || dray_row_get_boolean (visits->pdata[k], DRAY_VISIT_IN_FULL);
    }
    if (!left)
      return NULL;
    n_served += served;
    n_full += full;
  }
  if (tasks == NULL || tasks->len == 0)
    return NULL;
  return n_full == tasks->len ? "delivered" : n_served > 0 ? "partly-delivered" : "failed";
}

/* An order that is over stays as it is; one that was delivered gets its day. */
static void
end_order (DrayMutation  *mutation,
           const DrayRow *visit,
           gint64         at_us)
{
  static const char *const over[] = { "delivered", "partly-delivered", "failed", "returned", "cancelled", NULL };
  const DrayRow *order = find (mutation, &dray_order_table, dray_row_get_id (visit, DRAY_VISIT_ORDER));
  const char *status = order != NULL ? dray_row_get_text (order, DRAY_ORDER_STATUS) : NULL;
  DrayId truck = dray_row_get_id (visit, DRAY_VISIT_TRUCK), driver = dray_row_get_id (visit, DRAY_VISIT_DRIVER);

  if (order == NULL || (status != NULL && g_strv_contains (over + 2, status)))
    return;
  if (status == NULL || !g_strv_contains (over, status)) {
    status = judge_order (mutation, &order->id);
    if (status == NULL)
      return;
    dray_mutation_set_text (mutation, &dray_order_table, &order->id, DRAY_ORDER_STATUS, status);
  }
  if (g_strcmp0 (status, "failed") == 0)
    return;
  dray_mutation_set_integer (mutation, &dray_order_table, &order->id, DRAY_ORDER_DELIVERED_ON, dray_row_get_integer (visit, DRAY_VISIT_DAY));
  dray_mutation_set_integer (mutation, &dray_order_table, &order->id, DRAY_ORDER_DELIVERED_US, at_us);
  if (!dray_id_is_none (&truck))
    dray_mutation_set_id (mutation, &dray_order_table, &order->id, DRAY_ORDER_DELIVERED_WITH, &truck);
  if (!dray_id_is_none (&driver))
    dray_mutation_set_id (mutation, &dray_order_table, &order->id, DRAY_ORDER_DELIVERED_BY, &driver);
}

static void
set_outcome (DrayMutation  *mutation,
             const DrayRow *visit)
{
  static const char *const owned[] = { "refused", "no-access", "not-there", NULL };
  const DrayRow *task = find (mutation, &dray_task_table, dray_row_get_id (visit, DRAY_VISIT_TASK));
  const char *outcome = task != NULL ? dray_row_get_text (task, DRAY_TASK_OUTCOME) : NULL;
  gboolean full = outcome == NULL || g_strcmp0 (outcome, "done") == 0;

  dray_mutation_set_boolean (mutation, &dray_visit_table, &visit->id, DRAY_VISIT_IN_FULL, full);
  dray_mutation_set_boolean (mutation, &dray_visit_table, &visit->id, DRAY_VISIT_SERVED, full || g_strcmp0 (outcome, "partial") == 0);
  dray_mutation_set_boolean (mutation, &dray_visit_table, &visit->id, DRAY_VISIT_EXCUSED, outcome != NULL && g_strv_contains (owned, outcome));
}

/**
 * dray_visit_depart:
 *
 * Ends the visit by the task's outcome: a task that was left without one was done. Nobody there, no access and refused are causes that
 * the customer owns. Once every task of the order was left, the order is delivered, partly delivered, or failed.
 */
void
dray_visit_depart (DrayMutation  *mutation,
                   const DrayRow *stop,
                   gint64         at_us)
{
  const DrayRow *visit = ensure_visit (mutation, stop);

  if (visit == NULL)
    return;
  set_known (mutation, &visit->id, DRAY_VISIT_DEPARTED_US, at_us);
  set_outcome (mutation, visit);
  end_order (mutation, visit, at_us);
}

/**
 * dray_visit_prove:
 * @at_us: when the proof was complete
 * @proof_m: how far from the entrance it was made
 */
void
dray_visit_prove (DrayMutation  *mutation,
                  const DrayRow *stop,
                  gint64         at_us,
                  gint64         proof_m)
{
  const DrayRow *visit = ensure_visit (mutation, stop);

  if (visit == NULL)
    return;
  set_known (mutation, &visit->id, DRAY_VISIT_PROOF_M, proof_m);
  set_known (mutation, &visit->id, DRAY_VISIT_PROVED_US, at_us);
}

/* The stop at which the task was to be done; where there were several, the one that was reached last. */
static const DrayRow *
find_stop (DrayMutation *mutation,
           const DrayId *task)
{
  g_autoptr (GPtrArray) stops = dray_mutation_select_by_id (mutation, &dray_stop_table, DRAY_STOP_TASK, task);
  const DrayRow *last = NULL;

  for (guint i = 0; stops != NULL && i < stops->len; i++) {
    if (last == NULL || dray_row_get_integer (stops->pdata[i], DRAY_STOP_ARRIVED_US) > dray_row_get_integer (last, DRAY_STOP_ARRIVED_US))
      last = stops->pdata[i];
  }
  return last;
}

/**
 * dray_visit_settle:
 * @task: has its outcome by now
 * @at_us: when somebody said so
 *
 * Takes the outcome over into the visit, before or after the departure. A task that was done though no truck was seen to come is a
 * visit without an arrival.
 */
void
dray_visit_settle (DrayMutation *mutation,
                   const DrayId *task,
                   gint64        at_us)
{
  const DrayRow *stop = find_stop (mutation, task), *visit = stop != NULL ? ensure_visit (mutation, stop) : NULL;

  if (visit == NULL)
    return;
  set_outcome (mutation, visit);
  if (dray_row_get_boolean (visit, DRAY_VISIT_SERVED))
    end_order (mutation, visit, dray_row_has (visit, DRAY_VISIT_DEPARTED_US) ? dray_row_get_integer (visit, DRAY_VISIT_DEPARTED_US) : at_us);
}

static int
compare_arrivals (gconstpointer a,
                  gconstpointer b)
{
  gint64 x = dray_row_get_integer (*(DrayRow *const *) a, DRAY_VISIT_ARRIVED_US), y = dray_row_get_integer (*(DrayRow *const *) b, DRAY_VISIT_ARRIVED_US);

  return x < y ? -1 : x > y;
}

typedef struct {
  gint64 aboard_kg;
  gint64 empty_m;
  gint64 carried_kgm;
} Carrying;

static void
carry (Carrying *self,
       gint64    leg_m)
{
  if (self->aboard_kg == 0)
    self->empty_m += leg_m;
  self->carried_kgm += self->aboard_kg * leg_m;
}

static void
unload (Carrying      *self,
        const DrayRow *visit)
{
  gint64 load_kg = dray_row_get_integer (visit, DRAY_VISIT_LOAD_KG);

  if (!dray_row_get_boolean (visit, DRAY_VISIT_SERVED))
    return;
  if (g_strcmp0 (dray_row_get_text (visit, DRAY_VISIT_KIND), "pickup") == 0)
    self->aboard_kg += load_kg;
  else
    self->aboard_kg = MAX (self->aboard_kg - load_kg, 0);
}

/**
 * dray_visit_close_route:
 * @driven_m: from gate to gate, or %DRAY_NEVER where nobody measured it
 *
 * Counts what the route reached and, where each leg was measured, how far it went empty and what it carried how far.
 */
void
dray_visit_close_route (DrayMutation  *mutation,
                        const DrayRow *route,
                        gint64         driven_m)
{
  g_autoptr (GPtrArray) visits = dray_mutation_select_by_id (mutation, &dray_visit_table, DRAY_VISIT_ROUTE, &route->id);
  Carrying carrying = { .aboard_kg = dray_row_get_integer (route, DRAY_ROUTE_LOADED_KG) };
  gint64 back_m = driven_m;

  if (visits == NULL)
    return;
  dray_mutation_set_integer (mutation, &dray_route_table, &route->id, DRAY_ROUTE_N_STOPS, visits->len);
  if (driven_m == DRAY_NEVER)
    return;
  g_ptr_array_sort (visits, compare_arrivals);
  for (guint i = 0; i < visits->len; i++) {
    if (!dray_row_has (visits->pdata[i], DRAY_VISIT_LEG_M))
      return;
    carry (&carrying, dray_row_get_integer (visits->pdata[i], DRAY_VISIT_LEG_M));
    back_m -= dray_row_get_integer (visits->pdata[i], DRAY_VISIT_LEG_M);
    unload (&carrying, visits->pdata[i]);
  }
  carry (&carrying, MAX (back_m, 0));
  dray_mutation_set_integer (mutation, &dray_route_table, &route->id, DRAY_ROUTE_EMPTY_M, MIN (carrying.empty_m, driven_m));
  dray_mutation_set_integer (mutation, &dray_route_table, &route->id, DRAY_ROUTE_CARRIED_KGM, carrying.carried_kgm);
}
