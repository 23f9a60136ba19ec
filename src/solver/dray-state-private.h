/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-random.h"
#include "dray-route-private.h"
#include "dray-slice-private.h"

G_BEGIN_DECLS

/* A stop or a route's end in its route: what an insertion beside it asks for, half a cache line. Routes are linked lists from their start
 * node to their end node. */
typedef struct {
  int next;
  int prev;
  int route;       /* -1: not served */
  int place;
  int to_next;     /* distance to the next node */
  int depart;      /* earliest end of service */
  int latest;      /* latest arrival from which the rest of the route can still be driven */
  int begin;       /* earliest begin of service */
} DrayNode;

/* What is counted along a whole route: valid where dray_state_count() came after the last change. */
typedef struct {
  int rank;        /* grows along the route */
  int load;        /* first dimension, aboard behind it */
  int peak_to;     /* highest load from the start up to behind it */
  int peak_from;   /* highest load from behind it to the end */
} DrayAlong;

typedef struct {
  int    n_stops;
  int    stale;        /* what is counted along it is out of date */
  gint64 distance;
  gint64 cost;
} DrayTour;

/**
 * DrayState:
 *
 * Routes that change in place. Whoever changes a route touches it first; dray_state_undo() then brings back every bit, and
 * dray_state_keep() forgets how it was. Feasible at any time between two steps.
 */
typedef struct {
  const DraySlice  *slice;
  DrayNode         *nodes;         /* [n + 2 * n_routes] */
  DrayAlong        *along;         /* [n + 2 * n_routes] */
  DrayTour         *tours;         /* [n_routes] */
  int              *more_loads;    /* [n + 2 * n_routes, 3, n_loads - 1]: load, peak_to and peak_from of further dimensions */
  int              *tour_loads;    /* [n_routes, n_loads] */
  int              *absent;        /* [n_units]: units left out */
  int              *absent_at;     /* [n_units]: their index in absent, or -1 */
  int               n_absent;
  gint64            cost;          /* routes and units left out */
  int               n_kept;        /* old stops as published */
  int               least_churn;   /* of what was loaded: more is refused, the budget apart */
  int              *tour_kept;     /* [n_routes] */
  guint64          *spare_bits;    /* [n_routes]: a bit for each empty route */
  /* How it was */
  int               n_touched;
  int              *touched;       /* [n_routes] */
  guint8           *is_touched;    /* [n_routes] */
  DrayTour         *old_tours;     /* [n_routes], by touch */
  int              *old_tour_loads;
  int              *old_tour_kept;
  int               n_saved;
  int              *saved;         /* [n + 2 * n_routes]: nodes */
  int              *saved_at;      /* [n + 2 * n_routes]: a node's index in saved, where it is still the same node's */
  DrayNode         *old_nodes;
  DrayAlong        *old_along;
  int              *old_more_loads;
  int               n_absent_log;
  int              *absent_log;    /* pairs: unit + 1 where it was put in a route, -(unit + 1) where taken out; its index in absent */
  int               absent_log_room;
  gint64            old_cost;
  int               old_kept;
  DrayRouteScratch *scratch;
  gboolean          is_closed;     /* no empty vehicle may be used */
  gboolean          is_thorough;   /* hours of service are labelled exactly, not bound */
  gboolean          is_broken;     /* what was put in does not pass the exact judge after all: the step is to be undone */
  int              *trial;         /* [n + 1]: a route as the problem numbers its stops */
  /* Room for those who seek a place */
  guint             seen_stamp;
  guint            *seen;          /* [n_routes] */
  guint            *seen_kind;     /* [n_kinds] */
  int              *group_trial;   /* [n + 1] */
  int              *group_nodes;   /* [n + 1] */
  int              *group_best;    /* [n + 1] */
  int               n_group;
  DrayRandom        random;
} DrayState;

DrayState *dray_state_new         (const DraySlice *slice,
                                   guint64          seed);
void       dray_state_free        (DrayState       *self);
void       dray_state_clear       (DrayState       *self);
gboolean   dray_state_load        (DrayState       *self,
                                   const int       *routes,
                                   const int       *n_stops);
void       dray_state_touch       (DrayState       *self,
                                   int              route);
void       dray_state_undo        (DrayState       *self);
void       dray_state_keep        (DrayState       *self);
void       dray_state_unlink      (DrayState       *self,
                                   int              node);
void       dray_state_link        (DrayState       *self,
                                   int              node,
                                   int              after);
gboolean   dray_state_settle      (DrayState       *self,
                                   int              route);
gboolean   dray_state_finish      (DrayState       *self);
gboolean   dray_state_rebuild     (DrayState       *self,
                                   int              route);
void       dray_state_count       (DrayState       *self,
                                   int              route);
void       dray_state_set_absent  (DrayState       *self,
                                   int              unit);
void       dray_state_set_present (DrayState       *self,
                                   int              unit);
int        dray_state_find_spare  (const DrayState *self,
                                   int              kind,
                                   int              from);
gboolean   dray_state_judge       (DrayState       *self,
                                   int              route,
                                   const int       *stops,
                                   int              n_stops,
                                   gint64          *cost);
int        dray_state_write_route (const DrayState *self,
                                   int              route,
                                   int             *stops);
gboolean   dray_state_has_moved   (const DrayState *self,
                                   int              node);

static inline int
dray_state_get_start (const DrayState *self,
                      int              route)
{
  return self->slice->n + route;
}

static inline int
dray_state_get_end (const DrayState *self,
                    int              route)
{
  return self->slice->n + self->slice->n_routes + route;
}

static inline gboolean
dray_state_is_stop (const DrayState *self,
                    int              node)
{
  return node < self->slice->n;
}

/* The cost of a route by its distance, where nothing else has a price. */
static inline gint64
dray_state_get_plain_cost (const DrayState *self,
                           int              route)
{
  return self->tours[route].n_stops == 0
           ? 0
           : self->slice->fixed_cost[route] + self->slice->distance_cost[route] * self->tours[route].distance;
}

static inline const int *
dray_state_get_row (int *const *matrices,
                    const DrayState *self,
                    int              route,
                    int              place)
{
  return &matrices[self->slice->pace[route]][(gsize) place * (gsize) self->slice->n_places];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayState, dray_state_free)

G_END_DECLS
