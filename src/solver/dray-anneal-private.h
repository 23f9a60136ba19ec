/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-genetic-private.h"
#include "dray-lane-private.h"
#include "dray-quarter-private.h"
#include "dray-search.h"

G_BEGIN_DECLS

/* Steps between two meetings of the lanes. */
#define DRAY_SEARCH_EPOCH 4096
/* A child of the population counts as so many steps, as long as it takes. */
#define DRAY_ANNEAL_GENERATION 64
/* What leaving a required unit out costs in the search, for each step of its priority and one more. */
#define DRAY_MISSING_COST (DRAY_COST_MAX / 1000)

typedef struct _DraySearch DraySearch;

/* A lane and how it cools. Where the problem is plain and small, the second part of the time belongs to a population that its best plan
 * is invited to. */
typedef struct {
  DraySearch  *search;
  DrayLane    *lane;
  DrayGenetic *genetic;     /* (nullable): of whole plans */
  DrayQuarter *quarter;     /* (nullable): what is bred now */
  gboolean     by_quarters;
  gboolean     is_breeding; /* the cooling is over */
  double       quarter_end; /* share of the limits */
  int         *n_visits;    /* (nullable): [n of the slice] of quarters, by stop */
  gboolean     is_saving;   /* vehicles, before it cools */
  double       begun;       /* share of the limits that was used up when it began to cool */
  double       cooling;     /* share of the limits that belongs to the cooling */
  double      hot;          /* temperatures, in cost */
  double      cold;
  double      temperature;
  gboolean    is_over;
  gint64      best_cost;    /* read by other threads */
  gint64      n_steps;
} DrayAnneal;

struct _DraySearch {
  const DrayProblem       *problem;
  const DraySlice         *slice;
  const DraySearchOptions *options;
  GThread                 *caller;
  double                   wall_start_s;
  double                   reported_s;
  double                   shown_s;      /* when a plan was shown on the way, and what it cost */
  gint64                   shown_cost;
  int                      n_threads;
  int                      n_lanes;
  DrayAnneal              *lanes;
  /* Guarded by the mutex */
  GMutex                   mutex;
  GCond                    started;
  GCond                    finished;
  int                      epoch;
  int                      n_running;
  gboolean                 over;
};

extern _Thread_local double dray_search_thread_cpu_s;

double   dray_search_get_share  (DraySearch *self,
                                 gint64      n_steps);
gboolean dray_search_is_stopped (DraySearch *self);
void     dray_search_report     (DraySearch *self);

void     dray_anneal_init       (DrayAnneal       *self,
                                 DraySearch       *search,
                                 guint64           seed);
void     dray_anneal_clear      (DrayAnneal       *self);
void     dray_anneal_run        (DrayAnneal       *self,
                                 int               n_steps);
void     dray_anneal_adopt      (DrayAnneal       *self,
                                 const DrayAnneal *from);

G_END_DECLS
