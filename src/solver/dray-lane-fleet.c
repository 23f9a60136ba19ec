/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fewer vehicles. A route is taken away and no empty vehicle may take its stops; what is left out is counted step by step, and who was left
 * out often is worth more. Once all are served again, that is the best plan, and the next route goes.
 *
 * Source: fleet minimization by absence counters, Christiaens and Vanden Berghe, "Slack induction by string removals", Transportation Science
 * 54 (2020), section 5.4. */
#include "config.h"

#include "dray-lane-private.h"

#include "dray-anneal-private.h"
#include "dray-ruin-private.h"

#include <math.h>

/* Orders that may be left out, or that tie routes together, are not for this. */
gboolean
dray_lane_fleet_supports (const DraySlice *slice)
{
  if (slice->vehicle_cost == 0 || slice->has_fixed || slice->n == 0 || (slice->problem->features & (DRAY_FEATURE_GROUPS | DRAY_FEATURE_CHURN)))
    return FALSE;
  for (int u = 0; u < slice->n_units; u++)
    if (slice->unit_penalty[u] < DRAY_MISSING_COST)
      return FALSE;
  return TRUE;
}

static gint64
sum_absences (const DrayLane *self)
{
  gint64 sum = 0;

  for (int i = 0; i < self->state->n_absent; i++)
    sum += self->n_absences[self->state->absent[i]];
  return sum;
}

/* The route whose stops are easiest to have elsewhere, by what has been seen so far. Returns: -1 where there are not two */
static int
choose_route (const DrayLane *self)
{
  const DraySlice *slice = self->slice;
  const DrayState *state = self->state;
  int best = -1, n_used = 0;
  gint64 least = G_MAXINT64;

  for (int r = 0; r < slice->n_routes; r++) {
    gint64 sum = 0;

    if (state->tours[r].n_stops == 0)
      continue;
    n_used++;
    for (int node = state->nodes[dray_state_get_start (state, r)].next; dray_state_is_stop (state, node); node = state->nodes[node].next)
      sum += 1 + 16 * (gint64) self->n_absences[slice->unit[node]];
    if (sum < least) {
      least = sum;
      best = r;
    }
  }
  return n_used > 1 ? best : -1;
}

static gboolean
drop_route (DrayLane *self)
{
  DrayState *state = self->state;
  int route = choose_route (self), n = 0;

  if (route < 0)
    return FALSE;
  dray_state_touch (state, route);
  while (state->tours[route].n_stops > 0)
    dray_ruin_remove_unit (state, self->slice->unit[state->nodes[dray_state_get_start (state, route)].next], self->removed, &n);
  if (!dray_state_settle (state, route)) {
    dray_state_undo (state);
    return FALSE;
  }
  dray_lane_keep_step (self);
  return TRUE;
}

/* Returns: FALSE where there is nothing to be had: some order fits no vehicle, or one vehicle does all */
gboolean
dray_lane_fleet_begin (DrayLane *self)
{
  if (self->state->n_absent > 0)
    return FALSE;
  self->n_absences = g_new0 (int, self->slice->n_units + 1);
  self->state->is_closed = TRUE;
  return drop_route (self);
}

/* Goes back to the plan with the fewest vehicles that serves all. */
void
dray_lane_fleet_end (DrayLane *self)
{
  self->state->is_closed = FALSE;
  g_clear_pointer (&self->n_absences, g_free);
  dray_lane_load_best (self);
}

/* Returns: FALSE once no route can go any more */
gboolean
dray_lane_fleet_step (DrayLane *self,
                      double    temperature)
{
  DrayState *state = self->state;
  int n_before = state->n_absent;
  gint64 sum_before = sum_absences (self), cost = state->cost;
  int n_removed = dray_ruin_strings (state, self->mean_removed, self->longest, self->removed);

  self->n_steps++;
  if (n_removed >= 0)
    dray_lane_recreate (self, n_removed, self->slice->n_units);
  if (n_removed < 0 || !dray_state_finish (state)) {
    dray_state_undo (state);
    return TRUE;
  }
  gint64 worse = state->cost - cost;
  gboolean taken = state->n_absent < n_before || sum_absences (self) < sum_before
                   || (state->n_absent == n_before && (double) worse < -temperature * log (1 - dray_random_double (&state->random)));

  for (int i = 0; i < state->n_absent; i++)
    self->n_absences[state->absent[i]]++;
  if (!taken) {
    dray_state_undo (state);
    return TRUE;
  }
  dray_lane_keep_step (self);
  if (state->n_absent > 0)
    return TRUE;
  dray_lane_keep_best (self);
  return drop_route (self);
}
