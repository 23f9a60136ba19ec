/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generations on plain problems small enough for them: two parents, a child of their routes, local search, survival of who is cheap or unlike
 * the others.
 *
 * Source: Vidal, Crainic, Gendreau and Prins (2013) as in dray-loose-private.h; Vidal (2022) as in dray-loose-improve.c. Ours takes the best
 * plan of the annealing beside it into the population. */
#include "config.h"

#include "dray-genetic-private.h"

#include <string.h>

#define N_BEGIN 25
/* Children between two looks at the prices. */
#define N_JUDGED 50
/* So many children without a better plan: begin anew. */
#define MOST_IDLE 10000
#define MOST_PRICE 100000

DrayGenetic *
dray_genetic_new (const DraySlice *slice,
                  int              n_used,
                  guint64          seed,
                  GCancellable    *cancellable)
{
  DrayGenetic *self = g_new0 (DrayGenetic, 1);
  int n_routes = MIN (slice->n_routes, n_used + n_used / 4 + 3), n = slice->n;

  self->slice = slice;
  self->loose = dray_loose_new (slice, n_routes, seed ^ 0x5bd1e995);
  self->loose->cancellable = cancellable;
  for (int h = 0; h < 2; h++)
    dray_half_init (&self->halves[h], n, n_routes);
  self->nodes = g_new0 (int, 2 * n);
  self->n_stops = g_new0 (int, 2 * n_routes);
  self->route_of = g_new0 (int, 2 * n);
  self->taken = g_new0 (guint8, n);
  self->chosen = g_new0 (guint8, 2 * n_routes);
  self->shared = g_new0 (int, n_routes);
  self->best_nodes = g_new0 (int, n);
  self->best_n_stops = g_new0 (int, n_routes);
  self->best_cost = G_MAXINT64;
  dray_random_init (&self->random, seed);

  double mean_way = 0, mean_demand = 0;

  for (int i = 0; i < n; i++) {
    mean_way += slice->near_way[i * slice->n_near + MIN (10, slice->n_near - 1)];
    mean_demand += self->loose->nodes[i].demand;
  }
  dray_loose_set_prices (self->loose, 5, CLAMP ((gint64) (5 * mean_way / MAX (mean_demand, 1)), 1, MOST_PRICE));
  return self;
}

void
dray_genetic_free (DrayGenetic *self)
{
  for (int h = 0; h < 2; h++)
    dray_half_clear (&self->halves[h]);
  dray_loose_free (self->loose);
  g_free (self->nodes);
  g_free (self->n_stops);
  g_free (self->route_of);
  g_free (self->taken);
  g_free (self->chosen);
  g_free (self->shared);
  g_free (self->best_nodes);
  g_free (self->best_n_stops);
  g_free (self);
}

/* Returns: whether the plan that the routes hold is lawful */
static gboolean
take_in (DrayGenetic *self)
{
  gboolean lawful = dray_loose_is_lawful (self->loose);
  gint64 length;

  dray_half_add (&self->halves[!lawful], self->loose);
  if (lawful && (length = dray_loose_get_length (self->loose)) < self->best_cost) {
    self->best_cost = length;
    dray_loose_write (self->loose, self->best_nodes, self->best_n_stops);
    self->n_idle = 0;
  }
  return lawful;
}

/* What broke a rule is tried again at ten times the price. */
static void
mend (DrayGenetic *self)
{
  gint64 price_late = self->loose->price_late, price_load = self->loose->price_load;

  dray_loose_set_prices (self->loose, price_late * 10, price_load * 10);
  for (int i = 0; i < self->slice->n; i++)
    self->loose->tested[i] = -1;
  dray_loose_improve (self->loose);
  dray_loose_set_prices (self->loose, price_late, price_load);
  if (dray_loose_is_lawful (self->loose))
    take_in (self);
}

static void
improve (DrayGenetic *self)
{
  gboolean in_time = TRUE, in_load = TRUE;

  dray_loose_improve (self->loose);
  for (int r = 0; r < self->loose->n_routes; r++) {
    in_time &= self->loose->routes[r].late == 0;
    in_load &= self->loose->routes[r].load <= self->loose->capacity;
  }
  self->n_lawful_time += in_time;
  self->n_lawful_load += in_load;
  if (!take_in (self) && (dray_random_u64 (&self->random) & 1))
    mend (self);
}

static gint64
steer (gint64 price,
       int    n_lawful)
{
  if (n_lawful < N_JUDGED * 3 / 10)
    return MIN (MAX (price * 6 / 5, price + 1), MOST_PRICE);
  if (n_lawful > N_JUDGED * 5 / 10)
    return MAX (price * 17 / 20, 1);
  return price;
}

static void
steer_prices (DrayGenetic *self)
{
  dray_loose_set_prices (self->loose, steer (self->loose->price_late, self->n_lawful_time), steer (self->loose->price_load, self->n_lawful_load));
  self->n_lawful_time = self->n_lawful_load = 0;
  dray_half_reprice (&self->halves[1], self->loose);
}

/* A plan from nothing: stops in an order of chance, each where it costs least. */
static void
make_one (DrayGenetic *self)
{
  DrayLoose *loose = self->loose;

  memset (self->n_stops, 0, (gsize) loose->n_routes * sizeof (int));
  dray_loose_load (loose, self->nodes, self->n_stops);
  for (int i = loose->n - 1; i > 0; i--) {
    int k = (int) dray_random_below (&self->random, (guint32) i + 1), kept = loose->order[i];

    loose->order[i] = loose->order[k];
    loose->order[k] = kept;
  }
  for (int i = 0; i < loose->n; i++)
    dray_loose_insert (loose, loose->order[i]);
}

/* The fitter of two by chance out of both halves. */
static const DrayMember *
choose_parent (DrayGenetic *self)
{
  const DrayMember *chosen = NULL;

  for (int k = 0; k < 2; k++) {
    int at = (int) dray_random_below (&self->random, (guint32) (self->halves[0].n + self->halves[1].n));
    const DrayMember *other = at < self->halves[0].n ? &self->halves[0].members[at] : &self->halves[1].members[at - self->halves[0].n];

    if (chosen == NULL || other->fitness < chosen->fitness)
      chosen = other;
  }
  return chosen;
}

static void
restart (DrayGenetic *self)
{
  self->halves[0].n = self->halves[1].n = 0;
  self->n_begun = self->n_idle = 0;
}

/**
 * dray_genetic_step:
 *
 * One plan more: from nothing while the population is young, a child of two of it later.
 */
void
dray_genetic_step (DrayGenetic *self)
{
  if (self->n_idle > MOST_IDLE)
    restart (self);
  if (self->n_begun < N_BEGIN) {
    self->n_begun++;
    make_one (self);
  } else {
    const DrayMember *first, *second;

    dray_half_rate (&self->halves[0]);
    dray_half_rate (&self->halves[1]);
    first = choose_parent (self);
    second = choose_parent (self);
    for (int k = 0; k < 8 && second == first; k++)
      second = choose_parent (self);
    dray_crossover_run (self, first, second);
  }
  self->n_idle++;
  improve (self);
  if (++self->n_children % N_JUDGED == 0)
    steer_prices (self);
}

/* Takes in a plan ([n + n_routes of the slice] as a lane's best_next) that serves all. */
void
dray_genetic_invite (DrayGenetic *self,
                     const int   *next)
{
  const DraySlice *slice = self->slice;
  int n = 0, slot = 0;

  memset (self->n_stops, 0, (gsize) self->loose->n_routes * sizeof (int));
  for (int r = 0; r < slice->n_routes; r++) {
    if (next[slice->n + r] >= slice->n)
      continue;
    if (slot == self->loose->n_routes)
      return;
    for (int node = next[slice->n + r]; node < slice->n; node = next[node]) {
      self->nodes[n++] = node;
      self->n_stops[slot]++;
    }
    slot++;
  }
  if (n < slice->n)
    return;
  dray_loose_load (self->loose, self->nodes, self->n_stops);
  take_in (self);
}
