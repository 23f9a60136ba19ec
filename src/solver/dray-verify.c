/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-verify.h"

#include "dray-verify-private.h"

#include <string.h>

/* Judges a plan by what was asked for and by nothing else: slow, plain, one loop a rule. Here is what concerns the plan as a whole;
 * dray-verify-route.c follows one truck's sheet by the clock, dray-verify-hours.c reads its driver's day. */

void
dray_verify_break (DrayVerify *self,
                   const char *format,
                   ...)
{
  va_list arguments;

  if (self->verdict->broken != NULL)
    return;
  va_start (arguments, format);
  self->verdict->broken = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

static void
find_stops (DrayVerify *self)
{
  int n_vehicles = (int) self->input->vehicles->len;
  g_autofree guint8 *used = g_new0 (guint8, n_vehicles + 1);

  for (int r = 0; r < self->plan->n_routes; r++) {
    const DrayRoute *route = &self->plan->routes[r];

    if (route->vehicle < 0 || route->vehicle >= n_vehicles || used[route->vehicle]++)
      dray_verify_break (self, "vehicle %d, which there is not or which has a route already", route->vehicle);
    for (int i = 0; i < route->n_stops; i++) {
      int stop = route->stops[i];

      if (stop < 0 || stop >= (int) self->input->stops->len) {
        dray_verify_break (self, "stop %d, which there is not", stop);
        continue;
      }
      if (self->served_by[stop] >= 0)
        dray_verify_break (self, "stop %d is served twice", stop);
      self->served_by[stop] = r;
      self->served_at[stop] = i;
    }
  }
}

static gboolean
is_served (const DrayVerify *self,
           int               order)
{
  for (guint i = 0; i < self->input->stops->len; i++)
    if (dray_verify_stop (self, (int) i)->order == order && self->served_by[i] >= 0)
      return TRUE;
  return FALSE;
}

/* An order is served whole, by one vehicle that may serve it, all its pickups before all its deliveries. */
static void
check_order (DrayVerify *self,
             int         order)
{
  const DrayOrderInput *asked = dray_verify_order (self, order);
  int route = -2, last_pickup = -1, first_delivery = G_MAXINT;

  for (int i = 0; i < (int) self->input->stops->len; i++) {
    const DrayStopInput *stop = dray_verify_stop (self, i);

    if (stop->order != order)
      continue;
    if (route != -2 && self->served_by[i] != route)
      dray_verify_break (self, "order %d is not served whole by one vehicle", order);
    route = self->served_by[i];
    if (stop->role == DRAY_STOP_ROLE_PICKUP)
      last_pickup = MAX (last_pickup, self->served_at[i]);
    if (stop->role == DRAY_STOP_ROLE_DELIVERY)
      first_delivery = MIN (first_delivery, self->served_at[i]);
  }
  if (route < 0)
    return;
  if (asked->vehicle != DRAY_NONE && self->plan->routes[route].vehicle != asked->vehicle)
    dray_verify_break (self, "order %d is served by vehicle %d instead of %d", order, self->plan->routes[route].vehicle, asked->vehicle);
  if (last_pickup > first_delivery)
    dray_verify_break (self, "order %d is delivered before it is picked up", order);
}

static void
check_skills (DrayVerify *self,
              int         number)
{
  const DrayStopInput *stop = dray_verify_stop (self, number);

  if (self->served_by[number] < 0)
    return;
  const DrayVehicleInput *vehicle = dray_verify_vehicle (self, self->plan->routes[self->served_by[number]].vehicle);

  for (int i = 0; i < stop->n_skills; i++) {
    gboolean has = FALSE;

    for (int j = 0; j < vehicle->n_skills; j++)
      has |= vehicle->skills[j] == stop->skills[i];
    if (!has)
      dray_verify_break (self, "stop %d needs skill %d", number, stop->skills[i]);
  }
}

static void
check_relation (DrayVerify         *self,
                const DrayRelation *relation)
{
  for (int i = 0; i < relation->n_stops; i++)
    for (int j = 0; j < i; j++) {
      int a = relation->stops[j], b = relation->stops[i];
      gboolean together = self->served_by[a] == self->served_by[b];
      int ahead = self->served_at[b] - self->served_at[a];

      if (relation->kind == DRAY_RELATION_NOT_SAME_VEHICLE) {
        if (together && self->served_by[a] >= 0)
          dray_verify_break (self, "stops %d and %d ride together and must not", a, b);
        continue;
      }
      if (!together)
        dray_verify_break (self, "stops %d and %d don't ride together", a, b);
      else if (self->served_by[a] >= 0 && relation->kind >= DRAY_RELATION_BEFORE && ahead < 0)
        dray_verify_break (self, "stop %d comes before stop %d", b, a);
      else if (self->served_by[a] >= 0 && relation->kind == DRAY_RELATION_DIRECTLY_BEFORE && ahead != i - j)
        dray_verify_break (self, "stop %d does not come directly before stop %d", a, b);
    }
}

static void
check_prefix (DrayVerify *self,
              int         vehicle)
{
  const DrayVehicleInput *asked = dray_verify_vehicle (self, vehicle);
  const DrayRoute *route = NULL;

  for (int r = 0; r < self->plan->n_routes; r++)
    if (self->plan->routes[r].vehicle == vehicle)
      route = &self->plan->routes[r];

  int n = route != NULL ? route->n_stops : 0;
  if (n < asked->n_prefix || (asked->locked && n != asked->n_prefix)) {
    dray_verify_break (self, "the fixed route of vehicle %d is not as it was", vehicle);
    return;
  }
  for (int i = 0; i < asked->n_prefix; i++)
    if (route->stops[i] != asked->prefix[i])
      dray_verify_break (self, "the fixed prefix of vehicle %d has stop %d instead of %d", vehicle, route->stops[i], asked->prefix[i]);
}

/* How many of a published route's stops keep it and their order among each other: the longest chain, by trying all. */
static int
count_kept (const DrayVerify *self,
            int               vehicle,
            const GArray     *published)
{
  g_autofree int *chain = g_new0 (int, published->len + 1);
  int longest = 0;

  for (guint i = 0; i < published->len; i++) {
    int stop = g_array_index (published, int, i);

    if (self->served_by[stop] < 0 || self->plan->routes[self->served_by[stop]].vehicle != vehicle)
      continue;
    chain[i] = 1;
    for (guint j = 0; j < i; j++) {
      int other = g_array_index (published, int, j);

      if (chain[j] > 0 && self->served_at[other] < self->served_at[stop])
        chain[i] = MAX (chain[i], chain[j] + 1);
    }
    longest = MAX (longest, chain[i]);
  }
  return longest;
}

static void
check_churn (DrayVerify *self)
{
  int budget = self->input->objective.churn_budget, n_changed = 0;
  GHashTableIter iter;
  gpointer key, value;

  if (budget == DRAY_NONE)
    return;
  g_hash_table_iter_init (&iter, self->input->published);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const GArray *published = value;

    n_changed += (int) published->len - count_kept (self, GPOINTER_TO_INT (key), published);
  }
  if (n_changed > budget)
    dray_verify_break (self, "%d published stops change their vehicle or order, %d may", n_changed, budget);
}

static void
check_unserved (DrayVerify *self)
{
  int n = 0;
  gint64 weight = 0;

  for (int order = 0; order < (int) self->input->orders->len; order++) {
    const DrayOrderInput *asked = dray_verify_order (self, order);

    if (is_served (self, order))
      continue;
    if (n >= self->plan->n_unserved || self->plan->unserved[n] != order)
      dray_verify_break (self, "order %d is not served, and the plan doesn't say so", order);
    n++;
    if (asked->required) {
      self->verdict->n_missing++;
      weight += asked->priority + 1;
    } else {
      self->verdict->costs[DRAY_COST_UNSERVED] += asked->prize;
    }
  }
  if (n != self->plan->n_unserved || self->verdict->n_missing != self->plan->n_missing || weight != self->plan->missing_weight)
    dray_verify_break (self, "the plan counts %d unserved and %d missing orders, there are %d and %d", self->plan->n_unserved, self->plan->n_missing, n,
                       self->verdict->n_missing);
}

/* Terms that are rounded from doubles may differ by one a route. */
static void
check_sums (DrayVerify *self)
{
  gboolean claims = self->plan->cost >= 0;

  for (int term = 0; term < DRAY_N_COST_TERMS; term++) {
    gboolean rounded = term == DRAY_COST_BALANCE || term == DRAY_COST_COMPACTNESS;
    gint64 slack = rounded ? self->plan->n_routes + self->verdict->costs[term] / 1000000000 : 0;

    self->verdict->cost += self->verdict->costs[term];
    if (claims && ABS (self->verdict->costs[term] - self->plan->costs[term]) > slack)
      dray_verify_break (self, "the plan says %" G_GINT64_FORMAT " for term %d of its cost, it is %" G_GINT64_FORMAT, self->plan->costs[term], term,
                         self->verdict->costs[term]);
  }
  gint64 sum = 0;
  for (int term = 0; term < DRAY_N_COST_TERMS; term++)
    sum += self->plan->costs[term];
  if (claims && sum != self->plan->cost)
    dray_verify_break (self, "the plan says %" G_GINT64_FORMAT " for its cost, its terms make %" G_GINT64_FORMAT, self->plan->cost, sum);
}

/**
 * dray_verify_plan:
 * @plan: one whose cost is below zero claims neither costs nor distances
 * @verdict: (out caller-allocates): cleared by dray_verdict_clear()
 *
 * Judges a plan with its sheets: every hard rule of the model, every time on the sheets, every term of the cost. Shares no code with
 * the search, nor with the evaluation that the search is held to.
 */
void
dray_verify_plan (const DrayProblem *problem,
                  const DrayPlan    *plan,
                  DrayVerdict       *verdict)
{
  int n_stops = (int) problem->input->stops->len;
  g_autofree int *served_by = g_new (int, n_stops + 1);
  g_autofree int *served_at = g_new0 (int, n_stops + 1);
  DrayVerify self = { problem->input, plan, verdict, served_by, served_at };

  *verdict = (DrayVerdict) { 0 };
  memset (served_by, -1, (gsize) n_stops * sizeof (int));
  find_stops (&self);
  if (verdict->broken != NULL)
    return;

  for (int order = 0; order < (int) problem->input->orders->len; order++)
    check_order (&self, order);
  for (int stop = 0; stop < n_stops; stop++)
    check_skills (&self, stop);
  for (guint r = 0; r < problem->input->relations->len; r++)
    check_relation (&self, &g_array_index (problem->input->relations, DrayRelation, r));
  for (int vehicle = 0; vehicle < (int) problem->input->vehicles->len; vehicle++)
    check_prefix (&self, vehicle);
  for (int r = 0; r < plan->n_routes; r++) {
    dray_verify_clock (&self, &plan->routes[r]);
    dray_verify_loads (&self, &plan->routes[r]);
    dray_verify_hours (&self, &plan->routes[r]);
    dray_verify_price (&self, &plan->routes[r]);
  }
  check_churn (&self);
  check_unserved (&self);
  check_sums (&self);
}

void
dray_verdict_clear (DrayVerdict *self)
{
  g_clear_pointer (&self->broken, g_free);
}
