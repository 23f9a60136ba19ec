/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-planner-private.h"
#include "dray-units.h"

/* Turns the solver's answer back into instants, tasks and money. */

static gint64
to_instant (const DrayPlannerRequest *request,
            int                       seconds)
{
  return request->start_us + seconds * DRAY_US_PER_S;
}

/* What a route costs by its truck's own rates: a day, its hours between gate and gate, its kilometres; and what it stretches. A truck
 * that is out already costs its day whatever is planned. */
static void
price (const DrayPlannerRequest *request,
       const DrayRoute          *from,
       DrayDraftRoute           *route)
{
  const DrayPlannerTruck *truck = &request->trucks[route->truck];
  gboolean spent = request->live != NULL && request->live[route->truck].under_way;
  gint64 duration_s = (route->end_us - route->start_us) / DRAY_US_PER_S;

  route->terms_minor[DRAY_COST_FIXED] = spent ? 0 : truck->day_cost_minor;
  route->terms_minor[DRAY_COST_TIME] = (truck->hour_cost_minor * duration_s + DRAY_S_PER_HOUR / 2) / DRAY_S_PER_HOUR;
  route->terms_minor[DRAY_COST_DISTANCE] = (truck->km_cost_minor * route->distance_m + 500) / 1000;
  route->terms_minor[DRAY_COST_OVERTIME] = (from->costs[DRAY_COST_OVERTIME] + DRAY_PLANNER_MICRO_PER_MINOR / 2) / DRAY_PLANNER_MICRO_PER_MINOR;
  route->terms_minor[DRAY_COST_LATENESS] = (from->costs[DRAY_COST_LATENESS] + DRAY_PLANNER_MICRO_PER_MINOR / 2) / DRAY_PLANNER_MICRO_PER_MINOR;
  for (int t = 0; t < DRAY_N_COST_TERMS; t++)
    route->cost_minor += route->terms_minor[t];
}

static void
add_visit (const DrayPlannerRequest *request,
           const GArray             *fetched,
           const DrayVisit          *visit,
           DrayDraftRoute           *route)
{
  gboolean loads = visit->stop >= request->n_tasks;
  DrayDraftPause pause = { to_instant (request, visit->begin), to_instant (request, visit->departure) };

  switch (visit->kind) {
  case DRAY_VISIT_START:
    route->start_us = to_instant (request, visit->departure);
    break;
  case DRAY_VISIT_END:
    route->end_us = to_instant (request, visit->arrival);
    break;
  case DRAY_VISIT_STOP:
    route->stops[route->n_stops++] = (DrayDraftStop) {
      loads ? g_array_index (fetched, int, visit->stop - request->n_tasks) : visit->stop, loads,
      to_instant (request, visit->arrival), to_instant (request, visit->begin), to_instant (request, visit->departure),
    };
    break;
  case DRAY_VISIT_BREAK:
  case DRAY_VISIT_REST:
    route->pauses[route->n_pauses++] = pause;
    break;
  case DRAY_VISIT_RELOAD:
  default:
    break;
  }
}

static void
fill_route (const DrayPlannerRequest *request,
            const GArray             *fetched,
            const DrayRoute          *from,
            DrayDraftRoute           *route)
{
  route->truck = from->vehicle;
  route->distance_m = (int) from->distance;
  route->stops = g_new0 (DrayDraftStop, from->n_stops + 1);
  route->pauses = g_new0 (DrayDraftPause, from->n_visits + 1);
  for (int i = 0; i < from->n_visits; i++) {
    if (i > 0)
      route->drive_s += from->visits[i].arrival - from->visits[i - 1].departure;
    add_visit (request, fetched, &from->visits[i], route);
  }
  price (request, from, route);
}

/* Orders that nobody serves, as tasks. */
static void
list_unplaced (const DrayPlannerRequest *request,
               DrayDraft                *draft)
{
  g_autofree guint8 *placed = g_new0 (guint8, request->n_tasks + 1);

  for (int r = 0; r < draft->n_routes; r++)
    for (int i = 0; i < draft->routes[r].n_stops; i++)
      placed[draft->routes[r].stops[i].task] = 1;
  draft->unplaced = g_new (int, request->n_tasks + 1);
  for (int i = 0; i < request->n_tasks; i++)
    if (!placed[i])
      draft->unplaced[draft->n_unplaced++] = i;
}

/**
 * dray_planner_make_draft:
 * @plan: of dray_planner_make_problem() with the same request
 */
DrayDraft *
dray_planner_make_draft (const DrayPlannerRequest *request,
                         const DrayPlan           *plan)
{
  DrayDraft *draft = g_new0 (DrayDraft, 1);
  g_autoptr (GArray) fetched = dray_planner_list_fetched (request);

  draft->n_routes = plan->n_routes;
  draft->routes = g_new0 (DrayDraftRoute, plan->n_routes + 1);
  for (int i = 0; i < plan->n_routes; i++) {
    DrayDraftRoute *route = &draft->routes[i];

    fill_route (request, fetched, &plan->routes[i], route);
    draft->cost_minor += route->cost_minor;
    draft->distance_m += route->distance_m;
    draft->drive_s += route->drive_s;
    for (int t = 0; t < DRAY_N_COST_TERMS; t++)
      draft->terms_minor[t] += route->terms_minor[t];
  }
  list_unplaced (request, draft);
  return draft;
}

void
dray_draft_free (DrayDraft *self)
{
  for (int i = 0; i < self->n_routes; i++) {
    g_free (self->routes[i].stops);
    g_free (self->routes[i].pauses);
  }
  g_free (self->routes);
  g_free (self->unplaced);
  g_free (self);
}
