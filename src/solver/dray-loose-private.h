/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-random.h"
#include "dray-slice-private.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Some stops in a row as their driver sees them, whenever they begin: how long they take at least, by how much the clock must be put back
 * on the way so that none is late, and between which two times one begins to lose nothing more.
 *
 * Source: Vidal, Crainic, Gendreau and Prins, "A hybrid genetic algorithm with adaptive diversity management for a large class of vehicle
 * routing problems with time-windows", Computers & Operations Research 40 (2013), section 4.3. */
typedef struct {
  int duration;
  int late;
  int open;
  int close;
} DraySegment;

typedef struct {
  int next;
  int prev;
  int route;
  int rank;
  int place;
  int load;        /* of the route up to and with this node */
  int demand;
  int way;         /* distance to the next */
} DrayLooseNode;

typedef struct {
  int    n_stops;
  int    load;
  int    late;
  int    distance;
  int    changed;  /* when */
  int    starred;  /* when it was held against all others for exchanges */
  gint64 penalty;
} DrayLooseRoute;

/**
 * DrayLoose:
 *
 * Routes on plain problems that may be too full or too late, at a price. Nodes are numbered as in a slice of as many routes as here; any
 * change of one or two routes is judged in O(1) by what is kept of each route up to a node and from it on.
 */
typedef struct {
  const DraySlice *slice;
  int              n;
  int              n_routes;
  gboolean         clocked;
  gboolean         symmetric;
  int              n_places;
  const int       *distance;       /* [n_places, n_places] */
  const int       *duration;
  int              capacity;
  gint64           fixed_cost;
  DrayLooseNode   *nodes;          /* [n + 2 * n_routes] */
  DraySegment     *own;            /* [n + 2 * n_routes] */
  DraySegment     *to;             /* from the route's start up to and with the node */
  DraySegment     *from;           /* from the node on to the end */
  DrayLooseRoute  *routes;         /* [n_routes] */
  int              n_used;
  gint64           price_late;
  gint64           price_load;
  int              n_near;
  int              clock;          /* counts changes */
  int             *order;          /* [n] */
  int             *tested;         /* [n]: when a stop's neighbours were tried last */
  GCancellable    *cancellable;    /* (nullable), borrowed: local search ends early when it is cancelled */
  DrayRandom       random;
  struct _DrayStarPlace *places;   /* [n, n_routes]: where SWAP* would put a stop */
} DrayLoose;

/* Where a change would be made, and what it gains. */
typedef struct {
  gint64 delta;
  int    u;        /* a stop */
  int    v;        /* a stop, or a route's start */
} DrayLooseStep;

typedef struct _DrayLooseMove DrayLooseMove;

/**
 * DrayLooseMove:
 * @length_u: how many stops from @u on move behind @v
 * @length_v: how many that stood behind @v go to their place
 * @turned: whether they turn round on the way
 * @evaluate: whether it gains on the penalized cost; sets @step->delta. No effect on the routes
 * @apply: does it, and counts the routes again
 *
 * A change after which @u stands behind @v, or beside it. The test /solver/loose holds the whole table to this contract: the gain that is
 * claimed is the one that comes.
 */
struct _DrayLooseMove {
  const char *name;
  int         length_u;
  int         length_v;
  gboolean    turned;
  gboolean  (*evaluate) (const DrayLooseMove *move,
                         const DrayLoose     *self,
                         DrayLooseStep       *step);
  void      (*apply)    (const DrayLooseMove *move,
                         DrayLoose           *self,
                         const DrayLooseStep *step);
};

extern const DrayLooseMove dray_loose_moves[];
extern const int           dray_n_loose_moves;

gboolean   dray_loose_supports   (const DraySlice *slice);
DrayLoose *dray_loose_new        (const DraySlice *slice,
                                  int              n_routes,
                                  guint64          seed);
void       dray_loose_free       (DrayLoose       *self);
void       dray_loose_load       (DrayLoose       *self,
                                  const int       *nodes,
                                  const int       *n_stops);
void       dray_loose_insert     (DrayLoose       *self,
                                  int              node);
void       dray_loose_count      (DrayLoose       *self,
                                  int              route);
void       dray_loose_set_prices (DrayLoose       *self,
                                  gint64           price_late,
                                  gint64           price_load);
gint64     dray_loose_get_cost   (const DrayLoose *self);
gint64     dray_loose_get_length (const DrayLoose *self);
gboolean   dray_loose_is_lawful  (const DrayLoose *self);
void       dray_loose_write      (const DrayLoose *self,
                                  int             *nodes,
                                  int             *n_stops);
void       dray_loose_improve    (DrayLoose       *self);
gboolean   dray_loose_exchange_stars (DrayLoose   *self,
                                      int          a,
                                      int          b);

static inline int
dray_loose_get_way (const DrayLoose *self,
                    int              a,
                    int              b)
{
  return self->distance[(gsize) self->nodes[a].place * (gsize) self->n_places + (gsize) self->nodes[b].place];
}

static inline int
dray_loose_get_time (const DrayLoose *self,
                     int              a,
                     int              b)
{
  return self->duration[(gsize) self->nodes[a].place * (gsize) self->n_places + (gsize) self->nodes[b].place];
}

/* One behind the other, @time apart. */
static inline DraySegment
dray_segment_join (DraySegment a,
                   DraySegment b,
                   int         time)
{
  int delta = a.duration - a.late + time;
  int wait = MAX (b.open - delta - a.close, 0), late = MAX (a.open + delta - b.close, 0);

  return (DraySegment) { a.duration + b.duration + time + wait, a.late + b.late + late, MAX (b.open - delta, a.open) - wait,
                         MIN (b.close - delta, a.close) + late };
}

static inline gint64
dray_loose_price (const DrayLoose *self,
                  int              load,
                  int              late)
{
  return self->price_load * MAX (load - self->capacity, 0) + self->price_late * late;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayLoose, dray_loose_free)

G_END_DECLS
