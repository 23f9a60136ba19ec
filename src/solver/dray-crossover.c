/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchanges routes between two plans: some routes of the first that lie around a stop go, and those of the second that serve most of the same
 * stops come. A stop that is then served twice stays in the first's routes in one child and in the second's in the other; what is served by
 * nobody is inserted again. The cheaper child is taken.
 *
 * Source: selective route exchange, Nagata, Braysy and Dullaert, "A penalty-based edge assembly memetic algorithm for the vehicle routing
 * problem with time windows", Computers & Operations Research 37 (2010), section 4, in the form that Kool, Juninck, Roos, Cornelissen,
 * Agterberg, van Hoorn and Visser gave it for the DIMACS challenge (2022). Ours chooses routes by neighbours, not by angle. */
#include "config.h"

#include "dray-genetic-private.h"

#include <string.h>

typedef struct {
  DrayGenetic      *genetic;
  const DrayMember *first;
  const DrayMember *second;
  int              *route_first;    /* [n] */
  int              *route_second;   /* [n] */
  guint8           *out;            /* [n_routes] of the first */
  guint8           *in;             /* [n_routes] of the second */
  int               n_out;
} Crossover;

static void
find_routes (const DrayMember *member,
             int               n_routes,
             int              *route_of)
{
  for (int r = 0, n = 0; r < n_routes; r++)
    for (int i = 0; i < member->n_stops[r]; i++)
      route_of[member->nodes[n++]] = r;
}

/* The routes of the first plan around a stop. */
static void
choose_out (Crossover *self)
{
  DrayGenetic *genetic = self->genetic;
  const DraySlice *slice = genetic->slice;
  int n_used = 0, seed = (int) dray_random_below (&genetic->random, (guint32) slice->n);

  for (int r = 0; r < genetic->loose->n_routes; r++)
    n_used += self->first->n_stops[r] > 0;
  int wanted = 1 + (int) dray_random_below (&genetic->random, (guint32) MAX (n_used - 1, 1));

  for (int k = -1; k < slice->n_near && self->n_out < wanted; k++) {
    int route = self->route_first[k < 0 ? seed : slice->near[seed * slice->n_near + k]];

    self->n_out += !self->out[route];
    self->out[route] = 1;
  }
}

/* As many of the second, those that serve most of what goes. */
static void
choose_in (Crossover *self)
{
  DrayGenetic *genetic = self->genetic;
  int n_routes = genetic->loose->n_routes, *shared = genetic->shared;

  memset (shared, 0, (gsize) n_routes * sizeof *shared);
  for (int i = 0; i < genetic->slice->n; i++)
    shared[self->route_second[i]] += self->out[self->route_first[i]];
  for (int k = 0; k < self->n_out; k++) {
    int best = 0;

    for (int r = 1; r < n_routes; r++)
      if (shared[r] > shared[best])
        best = r;
    if (shared[best] == 0)
      return;
    shared[best] = 0;
    self->in[best] = 1;
  }
}

static int
write_routes (const Crossover  *self,
              const DrayMember *member,
              const guint8     *chosen,
              guint8            wanted,
              const int        *other_route,
              const guint8     *other_chosen,
              guint8            other_wanted,
              int              *nodes,
              int              *n_stops,
              int              *slot)
{
  int n = 0, at = 0, n_routes = self->genetic->loose->n_routes;

  for (int r = 0; r < n_routes; r++) {
    int first = n;

    for (int i = 0; i < member->n_stops[r]; i++, at++) {
      int node = member->nodes[at];

      if (chosen[r] == wanted && (other_route == NULL || other_chosen[other_route[node]] != other_wanted)) {
        nodes[n++] = node;
        self->genetic->taken[node] = 1;
      }
    }
    if (n > first && *slot < n_routes)
      n_stops[(*slot)++] = n - first;
  }
  return n;
}

/* One of the two children, whole. @second_wins: what both serve stays in the second's routes */
static void
make_child (Crossover *self,
            gboolean   second_wins,
            int       *nodes,
            int       *n_stops)
{
  DrayGenetic *genetic = self->genetic;
  int n = 0, slot = 0, n_free = 0, *missing = genetic->loose->order;

  memset (genetic->taken, 0, (gsize) genetic->slice->n);
  memset (n_stops, 0, (gsize) genetic->loose->n_routes * sizeof *n_stops);
  n += write_routes (self, self->first, self->out, 0, second_wins ? self->route_second : NULL, self->in, 1, nodes, n_stops, &slot);
  n += write_routes (self, self->second, self->in, 1, second_wins ? NULL : self->route_first, self->out, 0, nodes + n, n_stops, &slot);
  dray_loose_load (genetic->loose, nodes, n_stops);
  for (int i = 0; i < genetic->slice->n; i++)
    if (!genetic->taken[i])
      n_free++;
  for (int k = 0; k < genetic->slice->n && n_free > 0; k++)
    if (genetic->loose->nodes[missing[k]].route < 0) {
      dray_loose_insert (genetic->loose, missing[k]);
      n_free--;
    }
}

/* Leaves the child in the genetic's routes. */
void
dray_crossover_run (DrayGenetic      *genetic,
                    const DrayMember *first,
                    const DrayMember *second)
{
  DrayLoose *loose = genetic->loose;
  int n = genetic->slice->n, n_routes = loose->n_routes;
  guint8 *chosen = genetic->chosen;
  Crossover self = { .genetic = genetic, .first = first, .second = second, .route_first = genetic->route_of, .route_second = genetic->route_of + n,
                     .out = chosen, .in = chosen + n_routes };

  memset (chosen, 0, 2 * (gsize) n_routes);
  find_routes (first, n_routes, self.route_first);
  find_routes (second, n_routes, self.route_second);
  choose_out (&self);
  choose_in (&self);
  make_child (&self, TRUE, genetic->nodes, genetic->n_stops);
  gint64 cost = dray_loose_get_cost (loose);

  dray_loose_write (loose, genetic->nodes, genetic->n_stops);
  make_child (&self, FALSE, genetic->nodes + n, genetic->n_stops + n_routes);
  if (dray_loose_get_cost (loose) > cost)
    dray_loose_load (loose, genetic->nodes, genetic->n_stops);
}
