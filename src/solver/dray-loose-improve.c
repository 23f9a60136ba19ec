/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Local search to a plan that no move makes better. Only neighbours are tried, and only where one of the two routes has changed since.
 *
 * Source: granular search as in Vidal, "Hybrid genetic search for the CVRP: open-source implementation and SWAP* neighborhood", Computers &
 * Operations Research 140 (2022), section 3.3. */
#include "config.h"

#include "dray-loose-private.h"

static gboolean
try_moves (DrayLoose *self,
           int        u,
           int        v)
{
  DrayLooseStep step = { 0, u, v };

  for (int m = 0; m < dray_n_loose_moves; m++) {
    const DrayLooseMove *move = &dray_loose_moves[m];

    if (move->evaluate (move, self, &step)) {
      move->apply (move, self, &step);
      return TRUE;
    }
  }
  return FALSE;
}

static void
shuffle (DrayLoose *self)
{
  for (int i = self->n - 1; i > 0; i--) {
    int k = (int) dray_random_below (&self->random, (guint32) i + 1), kept = self->order[i];

    self->order[i] = self->order[k];
    self->order[k] = kept;
  }
}

static int
find_empty (const DrayLoose *self)
{
  for (int r = 0; r < self->n_routes; r++)
    if (self->routes[r].n_stops == 0)
      return r;
  return -1;
}

/* Where no rule is broken, a way longer than each of those that it may replace gains nothing (the criterion of Lin and Kernighan, with
 * the way behind u as a third). */
static inline gboolean
is_promising (const DrayLoose *self,
              int              u,
              int              v,
              int              way)
{
  const DrayLooseNode *nodes = self->nodes;

  return way < nodes[v].way || way < nodes[u].way || way < nodes[nodes[u].prev].way
         || self->routes[nodes[u].route].penalty + self->routes[nodes[v].route].penalty > 0;
}

static gboolean
improve_stop (DrayLoose *self,
              int        u,
              gboolean   may_open)
{
  const DrayLooseNode *nodes = self->nodes;
  const int *near = &self->slice->near[u * self->slice->n_near], *way = &self->slice->near_back[u * self->slice->n_near];
  int tested = self->tested[u];
  gboolean found = FALSE;

  self->tested[u] = self->clock;
  for (int k = 0; k < self->n_near; k++) {
    int v = near[k];

    if (MAX (self->routes[nodes[u].route].changed, self->routes[nodes[v].route].changed) <= tested)
      continue;
    if (is_promising (self, u, v, way[k]))
      found |= try_moves (self, u, v);
    if (nodes[v].prev >= self->n && nodes[u].prev != nodes[v].prev)
      found |= try_moves (self, u, nodes[v].prev);
  }
  if (may_open && self->n_used < self->n_routes)
    found |= try_moves (self, u, self->n + find_empty (self));
  return found;
}

static gboolean
is_cancelled (const DrayLoose *self)
{
  return self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
improve_stars (DrayLoose *self)
{
  gboolean found = FALSE;

  for (int a = 0; a < self->n_routes && !is_cancelled (self); a++) {
    int starred = self->routes[a].starred;

    if (self->routes[a].n_stops == 0)
      continue;
    self->routes[a].starred = self->clock;
    for (int b = 0; b < a; b++)
      if (self->routes[b].n_stops > 0 && MAX (self->routes[a].changed, self->routes[b].changed) > starred)
        found |= dray_loose_exchange_stars (self, a, b);
  }
  return found;
}

void
dray_loose_improve (DrayLoose *self)
{
  gboolean found = TRUE;

  shuffle (self);
  for (int loop = 0; found && !is_cancelled (self); loop++) {
    found = FALSE;
    for (int i = 0; i < self->n && !(i % 16 == 0 && is_cancelled (self)); i++)
      found |= improve_stop (self, self->order[i], loop > 0);
    if (!found)
      found = improve_stars (self);
  }
}
