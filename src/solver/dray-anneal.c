/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One lane through its cooling: from a temperature that melts the first plan to one at which nothing worse is taken; and then through the
 * generations of a population, where the problem is plain and small, or of several, one a quarter, where it is plain and has windows. */
#include "config.h"

#include "dray-anneal-private.h"

#include <math.h>

/* Up to so many stops a population of whole plans finds more than further cooling would; up to so many without windows, where strings taken
 * out and put back find nearly all there is. With windows and more stops, quarters are bred. */
#define GENETIC_STOPS 500
#define GENETIC_STOPS_UNCLOCKED 300
/* Where fewest vehicles come first, at most this share of the limits goes into saving them. */
#define FLEET_SHARE 0.4
/* The share of the limits that cooling has before it. */
#define GENETIC_COOLING 0.3
/* The same where quarters are bred. */
#define QUARTER_COOLING 0.5
/* A quarter, and so many stops more have one quarter more. */
#define QUARTER_STOPS 250
/* So many children of a quarter without a better plan, and the next one's turn comes early. */
#define QUARTER_IDLE 300
/* Routes of fewer stops than this, in the mean, are served better by cooling to the end. */
#define QUARTER_ROUTE 20

/* The first plan: what the caller brings, or by insertion. */
static void
begin (DrayAnneal *self)
{
  const DrayPlan *warm = self->search->options->warm;

  if (warm == NULL || !dray_lane_construct_from (self->lane, warm))
    dray_lane_construct (self->lane);
}

static int
count_used (const DrayLane *lane)
{
  int n = 0;

  for (int r = 0; r < lane->slice->n_routes; r++)
    n += lane->best_next[lane->slice->n + r] < lane->slice->n;
  return n;
}

void
dray_anneal_init (DrayAnneal *self,
                  DraySearch *search,
                  guint64     seed)
{
  const DraySlice *slice = search->slice;

  self->search = search;
  self->lane = dray_lane_new (slice, seed);
  begin (self);
  self->best_cost = self->lane->best_cost;

  gint64 cost = self->lane->best_cost % DRAY_MISSING_COST;

  if (slice->vehicle_cost > 0)
    cost %= slice->vehicle_cost;
  double mean = slice->n > 0 ? (double) cost / slice->n : 0;

  self->hot = mean * (search->options->warm != NULL ? 0.05 : 1.0);
  self->cold = mean * 0.003;
  self->cooling = 1;
  if (dray_loose_supports (slice)) {
    self->by_quarters = slice->clocked && slice->n > GENETIC_STOPS && slice->n >= QUARTER_ROUTE * count_used (self->lane);
    if (self->by_quarters)
      self->cooling = QUARTER_COOLING;
    else if (slice->n <= (slice->clocked ? GENETIC_STOPS : GENETIC_STOPS_UNCLOCKED))
      self->cooling = GENETIC_COOLING;
  }
  self->is_saving = search->options->warm == NULL && dray_lane_fleet_supports (slice) && dray_lane_fleet_begin (self->lane);
}

void
dray_anneal_clear (DrayAnneal *self)
{
  g_clear_pointer (&self->lane, dray_lane_free);
  g_clear_pointer (&self->genetic, dray_genetic_free);
  g_clear_pointer (&self->quarter, dray_quarter_free);
  g_clear_pointer (&self->n_visits, g_free);
}

/* The cooling is over: its best plan is the first of a population. */
static void
begin_genetic (DrayAnneal *self)
{
  self->genetic = dray_genetic_new (self->search->slice, count_used (self->lane), dray_random_u64 (&self->lane->state->random),
                                    self->search->options->cancellable);
  dray_genetic_invite (self->genetic, self->lane->best_next);
}

static void
breed_whole (DrayAnneal *self)
{
  DrayGenetic *genetic = self->genetic;

  dray_genetic_step (genetic);
  if (genetic->best_cost < self->lane->best_cost)
    dray_lane_take_best (self->lane, genetic->best_cost, genetic->best_nodes, genetic->best_n_stops, genetic->loose->n_routes);
}

/* The next quarter, where the time of the last is over. */
static void
move_on (DrayAnneal *self,
         double      share)
{
  const DraySlice *slice = self->search->slice;

  if (self->quarter != NULL && share < self->quarter_end && self->quarter->genetic->n_idle < QUARTER_IDLE)
    return;
  if (self->n_visits == NULL)
    self->n_visits = g_new0 (int, slice->n);
  g_clear_pointer (&self->quarter, dray_quarter_free);
  self->quarter = dray_quarter_new (self->lane, QUARTER_STOPS, self->n_visits, &self->lane->state->random,
                                    self->search->options->cancellable);
  self->quarter_end = share + (1 - self->cooling) / ((slice->n + QUARTER_STOPS - 1) / QUARTER_STOPS);
}

static void
breed (DrayAnneal *self)
{
  if (self->genetic != NULL)
    breed_whole (self);
  else if (self->quarter != NULL)
    dray_quarter_step (self->quarter);
  self->lane->n_steps += DRAY_ANNEAL_GENERATION;
}

static void
stop_saving (DrayAnneal *self,
             double      share)
{
  dray_lane_fleet_end (self->lane);
  self->is_saving = FALSE;
  self->begun = share;
}

/* How hot it is now, and whether it is over. */
static void
look_up (DrayAnneal *self)
{
  double share = dray_search_get_share (self->search, self->lane->n_steps), done;

  if (self->is_saving && share >= FLEET_SHARE)
    stop_saving (self, share);
  done = self->is_saving ? share / FLEET_SHARE : (share - self->begun) / MAX (self->cooling - self->begun, 1e-9);
  self->temperature = self->hot * pow (self->cold / MAX (self->hot, 1e-9), CLAMP (done, 0, 1));
  self->is_over = share >= 1 || dray_search_is_stopped (self->search);
  if (share >= self->cooling && !self->is_over) {
    self->is_breeding = TRUE;
    if (self->by_quarters)
      move_on (self, share);
    else if (self->genetic == NULL)
      begin_genetic (self);
  }
  __atomic_store_n (&self->best_cost, self->lane->best_cost, __ATOMIC_RELAXED);
  __atomic_store_n (&self->n_steps, self->lane->n_steps, __ATOMIC_RELAXED);
  dray_search_report (self->search);
}

void
dray_anneal_run (DrayAnneal *self,
                 int         n_steps)
{
  int chunk = self->search->slice->exact ? 8 : 64;

  for (int k = 0; k < n_steps && !self->is_over; k++) {
    if (k % chunk == 0) {
      look_up (self);
      if (self->is_over)
        return;
      if (self->is_breeding) {
        breed (self);
        k += DRAY_ANNEAL_GENERATION - 1;
        continue;
      }
    }
    if (!self->is_saving)
      dray_lane_step (self->lane, self->temperature);
    else if (!dray_lane_fleet_step (self->lane, self->temperature))
      stop_saving (self, dray_search_get_share (self->search, self->lane->n_steps));
  }
}

void
dray_anneal_adopt (DrayAnneal       *self,
                   const DrayAnneal *from)
{
  if (self->genetic != NULL) {
    dray_genetic_invite (self->genetic, from->lane->best_next);
    return;
  }
  dray_lane_copy_best (self->lane, from->lane);
  /* What was bred belongs to another plan. */
  g_clear_pointer (&self->quarter, dray_quarter_free);
}
