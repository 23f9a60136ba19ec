/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-problem-private.h"

G_BEGIN_DECLS

/* How much of the model a slice's moves must mind beyond one window, one load that is only delivered, and distance. */
typedef enum {
  DRAY_SLICE_LOADS_NONE,
  DRAY_SLICE_LOADS_DELIVERED,   /* the sum over a route decides */
  DRAY_SLICE_LOADS_MIXED,       /* the peak along the route decides */
} DraySliceLoads;

typedef enum {
  DRAY_SLICE_UNIT_SINGLE,
  DRAY_SLICE_UNIT_PAIR,         /* a pickup and its delivery */
  DRAY_SLICE_UNIT_GROUP,
} DraySliceUnit;

/**
 * DraySlice:
 *
 * The part of a problem that one strand of search works on (all of it, or some routes with their stops), renumbered and flat.
 * Nodes: stop k is node k; route r starts at node n + r and ends at node n + n_routes + r. Immutable once made.
 */
typedef struct {
  const DrayProblem *problem;
  int                n;              /* stops */
  int                n_routes;       /* vehicles */
  int                n_units;
  int                n_places;
  int                n_loads;
  int                n_near;
  DraySliceLoads     loads;
  gboolean           timed;          /* duration has a price or a limit */
  gboolean           exact;          /* a route must be judged by dray_route_evaluate() */
  gboolean           skilled;        /* not every vehicle fits every stop */
  gboolean           plain;          /* distance at price 1, one pace, at most one load that is delivered: nothing else but windows */
  gboolean           clocked;        /* there are windows or a shift that can end */
  int               *stop;           /* [n]: in the problem */
  int               *vehicle;        /* [n_routes]: in the problem */
  int               *node_of_stop;   /* [problem's n_stops]: or DRAY_NONE */
  int               *place;          /* [n + 2 * n_routes]: row of the matrices */
  int               *open;           /* [n + 2 * n_routes]: first window's */
  int               *close;          /* [n + 2 * n_routes]: last window's */
  int               *service;        /* [n + 2 * n_routes] */
  int               *delivery;       /* [n, n_loads] */
  int               *pickup;         /* [n, n_loads]; of a shipment's stops the change of load */
  int               *ships;          /* [n, n_loads]: what is loaded on the way, or put off (negative); not counted in the two above */
  int               *unit;           /* [n] */
  int               *unit_first;     /* [n_units + 1], into unit_nodes */
  int               *unit_nodes;     /* [n], in an order that the unit's rules allow */
  gint64            *unit_penalty;   /* [n_units]: of leaving it out */
  guint8            *unit_fixed;     /* [n_units]: some stop stands in a prefix */
  guint8            *fixed;          /* [n] */
  guint8            *locked;         /* [n_routes] */
  gboolean           has_fixed;
  guint8            *unit_kind;      /* [n_units]: DraySliceUnit */
  guint8            *fits;           /* [n, n_routes], where skilled */
  int               *near;           /* [n, n_near]: closest first; -1 beyond the last */
  int               *near_way;       /* [n, n_near]: distance there and */
  int               *near_back;      /* [n, n_near]: back at the first vehicle's pace, */
  int               *near_back_time; /* [n, n_near]: and how long that takes */
  int               *least_way;      /* [n]: the shortest from a stop to any other, or to an end */
  int                n_paces;
  int              **duration;       /* [n_paces]: [n_places, n_places] */
  int              **distance;       /* [n_paces] */
  int              **duration_to;    /* [n_paces]: the transposed, or the same where it is symmetric */
  int              **distance_to;
  int               *pace;           /* [n_routes] */
  int               *capacity;       /* [n_routes, n_loads] */
  gint64            *fixed_cost;     /* [n_routes]; with the vehicle_cost */
  gint64             vehicle_cost;   /* of using a vehicle at all, where fewest vehicles come first; in no plan's cost */
  gint64            *distance_cost;
  gint64            *time_cost;
  int               *kind;           /* [n_routes]: like vehicles have the same */
  int                n_kinds;
  GPtrArray         *owned;          /* the arrays above */
} DraySlice;

DraySlice *dray_slice_new  (const DrayProblem *problem,
                            const int         *stops,
                            int                n_stops,
                            const int         *vehicles,
                            int                n_vehicles);
void       dray_slice_free (DraySlice         *self);

void      *dray_slice_take (DraySlice *self,
                            gsize      n,
                            gsize      size);
void       dray_slice_lay_out_places (DraySlice *self);

/* Room that lives as long as the slice does. */
#define DRAY_SLICE_TAKE(self, array, n) ((array) = dray_slice_take ((self), (gsize) (n), sizeof *(array)))

static inline int
dray_slice_get_distance (const DraySlice *self,
                         int              route,
                         int              from,
                         int              to)
{
  return self->distance[self->pace[route]][(gsize) self->place[from] * (gsize) self->n_places + (gsize) self->place[to]];
}

static inline int
dray_slice_get_duration (const DraySlice *self,
                         int              route,
                         int              from,
                         int              to)
{
  return self->duration[self->pace[route]][(gsize) self->place[from] * (gsize) self->n_places + (gsize) self->place[to]];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySlice, dray_slice_free)

G_END_DECLS
