/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-loose-private.h"

G_BEGIN_DECLS

/* A plan as the population keeps it. */
typedef struct {
  int      *nodes;      /* [n]: routes one after another */
  int      *n_stops;    /* [n_routes] */
  int      *next;       /* [n]: -1 at a route's end */
  int      *prev;       /* [n] */
  gint64    length;
  int       late;
  int       too_much;
  gint64    cost;       /* with the prices of today */
  double    fitness;    /* less is better: by cost and by what it adds to the others */
} DrayMember;

/* The lawful or the lawless half of a population. */
typedef struct {
  DrayMember *members;  /* [ROOM] */
  float      *apart;    /* [ROOM, ROOM]: share of neighbours that two have not in common */
  int         n;
} DrayHalf;

/**
 * DrayGenetic:
 *
 * A population of plans on a plain slice, some of which break rules at a price. Children exchange routes of their parents and are improved
 * by local search; prices follow the share of children that are lawful.
 */
typedef struct {
  const DraySlice *slice;
  DrayLoose       *loose;
  DrayHalf         halves[2];      /* lawful first */
  int             *nodes;          /* [2, n]: of a child */
  int             *n_stops;        /* [2, n_routes] */
  int             *route_of;       /* [2, n] */
  guint8          *taken;          /* [n] */
  guint8          *chosen;         /* [2, n_routes] */
  int             *shared;         /* [n_routes] */
  int              n_begun;        /* plans made from nothing since the last restart */
  int              n_children;
  int              n_lawful_time;  /* of the last children */
  int              n_lawful_load;
  int              n_idle;         /* children since the last that was best */
  gint64           best_cost;
  int             *best_nodes;     /* [n] */
  int             *best_n_stops;   /* [n_routes] */
  DrayRandom       random;
} DrayGenetic;

DrayGenetic *dray_genetic_new    (const DraySlice *slice,
                                  int              n_used,
                                  guint64          seed,
                                  GCancellable    *cancellable);
void         dray_genetic_free   (DrayGenetic     *self);
void         dray_genetic_invite (DrayGenetic     *self,
                                  const int       *next);
void         dray_genetic_step   (DrayGenetic     *self);

void         dray_half_init      (DrayHalf        *self,
                                  int              n,
                                  int              n_routes);
void         dray_half_clear     (DrayHalf        *self);
void         dray_half_add       (DrayHalf        *self,
                                  const DrayLoose *loose);
void         dray_half_reprice   (DrayHalf        *self,
                                  const DrayLoose *loose);
void         dray_half_rate      (DrayHalf        *self);
void         dray_crossover_run  (DrayGenetic      *self,
                                  const DrayMember *first,
                                  const DrayMember *second);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayGenetic, dray_genetic_free)

G_END_DECLS
