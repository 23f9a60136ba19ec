/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One lane through its cooling: from a temperature that melts the first plan to one at which nothing worse is taken. */
#include "config.h"

#include "dray-anneal-private.h"

#include <math.h>

/* The first plan: what the caller brings, or by insertion. */
static void
begin (DrayAnneal *self)
{
  const DrayPlan *warm = self->search->options->warm;

  if (warm == NULL || !dray_lane_construct_from (self->lane, warm))
    dray_lane_construct (self->lane);
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
}

void
dray_anneal_clear (DrayAnneal *self)
{
  g_clear_pointer (&self->lane, dray_lane_free);
}

void
dray_anneal_run (DrayAnneal *self,
                 int         n_steps)
{
  int chunk = self->search->slice->exact ? 8 : 64;

  for (int k = 0; k < n_steps && !self->is_over; k++) {
    if (k % chunk == 0) {
      double share = dray_search_get_share (self->search, self->lane->n_steps);

      self->temperature = self->hot * pow (self->cold / MAX (self->hot, 1e-9), MIN (share, 1));
      self->is_over = share >= 1 || dray_search_is_stopped (self->search);
      __atomic_store_n (&self->best_cost, self->lane->best_cost, __ATOMIC_RELAXED);
      __atomic_store_n (&self->n_steps, self->lane->n_steps, __ATOMIC_RELAXED);
      dray_search_report (self->search);
      if (self->is_over)
        return;
    }
    dray_lane_step (self->lane, self->temperature);
  }
}

void
dray_anneal_adopt (DrayAnneal       *self,
                   const DrayAnneal *from)
{
  dray_lane_copy_best (self->lane, from->lane);
}
