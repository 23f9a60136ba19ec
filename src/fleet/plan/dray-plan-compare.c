/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-compare.h"
#include "dray-random.h"
#include "dray-units.h"

#include <math.h>
#include <stdlib.h>

/* Two plans beside each other: stop by stop, and in money. Tasks and trucks are matched by their ids, since the days may have been read at
 * different instants. */

#define RETIMED_US (60 * DRAY_US_PER_S)

/* Where each task of a draft's day stands. */
typedef struct {
  int    truck;    /* -1: unplaced */
  int    rank;     /* among its truck's stops that both plans have */
  gint64 begin_us;
} Place;

static Place *
list_places (const DrayPlanDraft *self)
{
  Place *places = g_new (Place, self->day->request.n_tasks + 1);

  for (int i = 0; i < self->day->request.n_tasks; i++)
    places[i] = (Place) { -1, 0, DRAY_NEVER };
  for (int r = 0; r < self->draft->n_routes; r++)
    for (int i = 0; i < self->draft->routes[r].n_stops; i++) {
      const DrayDraftStop *stop = &self->draft->routes[r].stops[i];

      if (!stop->loads)
        places[stop->task] = (Place) { self->draft->routes[r].truck, i, stop->begin_us };
    }
  return places;
}

static gboolean
same_truck (const DrayPlanDraft *before,
            int                  a,
            const DrayPlanDraft *after,
            int                  b)
{
  return dray_id_equal (&before->day->request.trucks[a].truck, &after->day->request.trucks[b].truck);
}

/* Whether a stop that stays on its truck is overtaken there by another that stays, or overtakes it. */
static gboolean
is_reordered (const DrayPlanDraft *before,
              const Place         *old,
              const DrayPlanDraft *after,
              const Place         *new,
              const int           *old_task,
              int                  task)
{
  const Place *was = &old[old_task[task]], *is = &new[task];

  for (int i = 0; i < after->day->request.n_tasks; i++) {
    if (i == task || old_task[i] < 0 || new[i].truck != is->truck || old[old_task[i]].truck != was->truck || was->truck < 0)
      continue;
    if ((old[old_task[i]].rank < was->rank) != (new[i].rank < is->rank))
      return TRUE;
  }
  return FALSE;
}

static gboolean
find_kind (const DrayPlanDraft *before,
           const Place         *old,
           const DrayPlanDraft *after,
           const Place         *new,
           const int           *old_task,
           int                  task,
           DrayPlanChangeKind  *kind)
{
  Place was = old_task[task] >= 0 ? old[old_task[task]] : (Place) { -1, 0, DRAY_NEVER };

  if (was.truck < 0 && new[task].truck < 0)
    return FALSE;
  if (was.truck < 0)
    *kind = DRAY_PLAN_CHANGE_PLACED;
  else if (new[task].truck < 0)
    *kind = DRAY_PLAN_CHANGE_LEFT_OUT;
  else if (!same_truck (before, was.truck, after, new[task].truck))
    *kind = DRAY_PLAN_CHANGE_MOVED;
  else if (is_reordered (before, old, after, new, old_task, task))
    *kind = DRAY_PLAN_CHANGE_REORDERED;
  else if (ABS (was.begin_us - new[task].begin_us) >= RETIMED_US)
    *kind = DRAY_PLAN_CHANGE_RETIMED;
  else
    return FALSE;
  return TRUE;
}

/**
 * dray_plan_compare_stops:
 *
 * Returns: (transfer full) (element-type DrayPlanChange): what stops do otherwise in @after, by task
 */
GArray *
dray_plan_compare_stops (const DrayPlanDraft *before,
                         const DrayPlanDraft *after)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (DrayPlanChange));
  g_autofree Place *old = list_places (before), *new = list_places (after);
  g_autofree int *old_task = g_new (int, after->day->request.n_tasks + 1);

  for (int i = 0; i < after->day->request.n_tasks; i++)
    old_task[i] = dray_plan_day_find_task (before->day, &after->day->request.tasks[i].id);
  for (int i = 0; i < after->day->request.n_tasks; i++) {
    Place was = old_task[i] >= 0 ? old[old_task[i]] : (Place) { -1, 0, DRAY_NEVER };
    DrayPlanChange change = { .task = i, .from_truck = was.truck, .to_truck = new[i].truck, .from_us = was.begin_us, .to_us = new[i].begin_us };

    if (find_kind (before, old, after, new, old_task, i, &change.kind))
      g_array_append_val (changes, change);
  }
  return changes;
}

/* A run of its own: the cheapest truck of the task's depot goes there and back. */
static DrayPlanSavings
price_dedicated (const DrayPlannerRequest *request,
                 int                       task)
{
  const DrayPlannerTask *at = &request->tasks[task];
  DrayPlanSavings best = { G_MAXINT64, 0, 0, 1 };

  for (int v = 0; v < request->n_trucks; v++) {
    const DrayPlannerTruck *truck = &request->trucks[v];
    const DrayPlannerProfile *roads = &request->profiles[truck->profile];
    gint64 metres = (gint64) dray_matrix_get (roads->distance_m, truck->place, at->place) + dray_matrix_get (roads->distance_m, at->place, truck->place);
    gint64 seconds = (gint64) dray_matrix_get (roads->duration_s, truck->place, at->place) + dray_matrix_get (roads->duration_s, at->place, truck->place) + at->service_s;
    gint64 cost_minor = truck->day_cost_minor + truck->hour_cost_minor * seconds / DRAY_S_PER_HOUR + truck->km_cost_minor * metres / 1000;

    if ((at->depot < 0 || at->depot == truck->place) && metres < DRAY_UNREACHABLE && cost_minor < best.cost_minor)
      best = (DrayPlanSavings) { cost_minor, metres, seconds, 1 };
  }
  return best.cost_minor == G_MAXINT64 ? (DrayPlanSavings) { 0, 0, 0, 1 } : best;
}

static DrayPlanSavings
sum_up (const DrayPlanDraft *self)
{
  DrayPlanSavings sum = { self->draft->cost_minor, self->draft->distance_m, 0, 0 };

  for (int r = 0; r < self->draft->n_routes; r++)
    sum.duration_s += (self->draft->routes[r].end_us - self->draft->routes[r].start_us) / DRAY_US_PER_S;
  for (int i = 0; i < self->draft->n_unplaced; i++) {
    DrayPlanSavings run = price_dedicated (&self->day->request, self->draft->unplaced[i]);

    sum.cost_minor += run.cost_minor;
    sum.distance_m += run.distance_m;
    sum.duration_s += run.duration_s;
    sum.n_dedicated++;
  }
  return sum;
}

/**
 * dray_plan_compare_costs:
 * @before: what is saved against: the released plan, the standing routes, yesterday's
 */
void
dray_plan_compare_costs (const DrayPlanDraft *before,
                         const DrayPlanDraft *after,
                         DrayPlanSavings     *savings)
{
  DrayPlanSavings old = sum_up (before), new = sum_up (after);

  *savings = (DrayPlanSavings) { old.cost_minor - new.cost_minor, old.distance_m - new.distance_m, old.duration_s - new.duration_s, old.n_dedicated - new.n_dedicated };
}

/* How much a day's driving and service differ from what is planned: the spread of a route as a whole and of each leg and stop. */
#define ROUTE_SPREAD 0.06
#define LEG_SPREAD 0.15

static int
count_late_once (const DrayPlanDraft  *self,
                 const DrayDraftRoute *route,
                 DrayRandom           *random)
{
  double pace = exp (ROUTE_SPREAD * dray_random_normal (random));
  gint64 at_us = route->start_us;
  int n_late = 0;

  for (int i = 0; i < route->n_stops; i++) {
    const DrayDraftStop *stop = &route->stops[i];
    const DrayPlannerTask *task = &self->day->request.tasks[stop->task];
    gint64 from_us = i > 0 ? route->stops[i - 1].leave_us : route->start_us;
    double drive_us = (double) (stop->arrive_us - from_us), work_us = (double) (stop->leave_us - stop->begin_us);

    at_us += (gint64) (drive_us * pace * exp (LEG_SPREAD * dray_random_normal (random)));
    n_late += !stop->loads && task->close_us != DRAY_NEVER && at_us > task->close_us;
    if (task->open_us != DRAY_NEVER && !stop->loads)
      at_us = MAX (at_us, task->open_us);
    at_us += (gint64) (work_us * exp (LEG_SPREAD * dray_random_normal (random)));
  }
  return n_late;
}

static int
compare_ints (const void *a,
              const void *b)
{
  return *(const int *) a - *(const int *) b;
}

/**
 * dray_plan_estimate_late:
 * @n_samples: days to draw; 200 are enough
 * @estimate: (out): how many tasks begin after their promised window
 *
 * What a plan that nobody drove would probably have come to: its legs and stops drawn anew as days differ. Tasks left out don't count.
 * The same seed gives the same estimate.
 */
void
dray_plan_estimate_late (const DrayPlanDraft *draft,
                         guint64              seed,
                         int                  n_samples,
                         DrayPlanEstimate    *estimate)
{
  g_autofree int *counts = g_new0 (int, MAX (n_samples, 1));
  DrayRandom random;
  double sum = 0.0;

  dray_random_init (&random, seed);
  for (int k = 0; k < n_samples; k++) {
    for (int r = 0; r < draft->draft->n_routes; r++)
      counts[k] += count_late_once (draft, &draft->draft->routes[r], &random);
    sum += counts[k];
  }
  qsort (counts, (gsize) n_samples, sizeof *counts, compare_ints);
  *estimate = (DrayPlanEstimate) { counts[n_samples / 10], sum / MAX (n_samples, 1), counts[MAX (n_samples * 9 / 10 - 1, 0)] };
}
