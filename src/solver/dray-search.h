/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayProgress:
 * @cost, @n_missing, @n_unserved: of the best plan so far
 * @iterations: done by all lanes
 * @cpu_s, @wall_s: since the search began
 */
typedef struct {
  gint64 cost;
  int    n_missing;
  int    n_unserved;
  gint64 iterations;
  double cpu_s;
  double wall_s;
} DrayProgress;

/* Called by the thread that called dray_search_run(), at most every 50 ms and once at the end. */
typedef void (*DrayProgressFunc) (const DrayProgress *progress,
                                  gpointer            user_data);

/* Called by the same thread with a plan that is better than the one before; the callee takes it. */
typedef void (*DrayImprovedFunc) (DrayPlan           *plan,
                                  gpointer            user_data);

/**
 * DraySearchOptions:
 * @seed: the plan is a function of the problem, this, @iterations and @lanes, if no other limit strikes first
 * @iterations: of each lane; 0: no limit
 * @lanes: strands of search that exchange at fixed iterations, 1 to 64; 0: as many as threads
 * @threads: 1 to 8; any number runs the same lanes and gives the same plan
 * @cpu_s, @wall_s: limits in seconds, of processor time (all threads) and on the clock; 0: no limit
 * @warm: (nullable): a plan to begin with; orders that it doesn't name, or that no longer fit, are inserted
 * @cancellable: (nullable): the best plan so far is returned within 20 ms of its being cancelled
 * @improved: (nullable): shown plans on the way, at most one every @improved_s; they change nothing of the search. Not above 5,000 stops
 *
 * At least one limit or a cancellable must be given.
 */
typedef struct {
  guint64          seed;
  gint64           iterations;
  int              lanes;
  int              threads;
  double           cpu_s;
  double           wall_s;
  const DrayPlan  *warm;
  GCancellable    *cancellable;
  DrayProgressFunc progress;
  gpointer         progress_data;
  DrayImprovedFunc improved;
  double           improved_s;
} DraySearchOptions;

#define DRAY_SEARCH_OPTIONS_INIT ((DraySearchOptions) { .seed = 1, .threads = 1 })

/* How it went. */
typedef struct {
  gint64 iterations;
  double cpu_s;
  double wall_s;
  double first_plan_s;  /* processor time until the first plan stood */
} DraySearchStats;

DrayPlan *dray_search_construct (const DrayProblem       *problem,
                                 GError                 **error);
DrayPlan *dray_search_run       (const DrayProblem       *problem,
                                 const DraySearchOptions *options,
                                 DraySearchStats         *stats,
                                 GError                 **error);

G_END_DECLS
