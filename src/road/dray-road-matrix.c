/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-matrix.h"

#include "dray-parallel-private.h"
#include "dray-road-error.h"
#include "dray-road-search-private.h"
#include "dray-road-sweep-private.h"

#include <stdlib.h>
#include <string.h>

/* Many to many: each source climbs to its ancestors, and one sweep down through the ancestors of all targets carries sixteen
 * sources at once. (RPHAST: Delling, Goldberg, Werneck, "Faster batched shortest paths in road networks", ATMOS 2011; restricted to
 * the elimination tree here.) A pair whose target lies behind its source on one segment has to drive round, which a sweep can't
 * see; these few are searched for one by one. */

typedef struct {
  const DrayRoadMatrixRequest *request;
  DrayRegion                  *region;
  const DrayRoadMetric        *metric;
  GCancellable                *cancellable;
  DrayMatrix                  *durations;
  DrayMatrix                  *lengths;

  /* Targets: the ends of target j are [first_end[j], first_end[j + 1]) */
  DrayRoadSweep                sweep;
  DrayRoadSweepFunc            run;
  guint32                     *place;       /* [n_states]: a state's place in the sweep */
  guint32                     *first_end;
  GArray                      *end_place;   /* guint32 */
  GArray                      *end_over;    /* DrayRoadCost */
  guint32                     *by_piece;    /* targets, by their piece */

  DrayRoadScratch            **scratch;     /* by thread */
  DrayRoadCost               **labels;      /* by thread */
  guint8                     **marked;      /* by thread: rows of labels that hold some */
} Work;

static void
list_ends (Work *work)
{
  work->first_end = g_new (guint32, work->request->n_targets + 1);
  work->end_place = g_array_new (FALSE, FALSE, sizeof (guint32));
  work->end_over = g_array_new (FALSE, FALSE, sizeof (DrayRoadCost));
  for (int j = 0; j < work->request->n_targets; j++) {
    DrayRoadEnds ends;

    dray_road_ends_to (&ends, work->metric, &work->request->targets[j]);
    work->first_end[j] = work->end_place->len;
    g_array_append_vals (work->end_place, ends.state, ends.n);
    g_array_append_vals (work->end_over, ends.cost, ends.n);
  }
  work->first_end[work->request->n_targets] = work->end_place->len;
}

static int
compare_descending (const void *a,
                    const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x < y) - (x > y);
}

/* The ancestors of all ends, the highest first. */
static GArray *
list_ancestors (Work *work)
{
  const DrayRoadGraph *graph = work->metric->graph;
  GArray *states = g_array_new (FALSE, FALSE, sizeof (guint32));

  work->place = g_new (guint32, graph->counts.n_states);
  memset (work->place, 0xff, graph->counts.n_states * sizeof *work->place);
  for (guint i = 0; i < work->end_place->len; i++) {
    for (guint32 x = g_array_index (work->end_place, guint32, i); x != DRAY_ROAD_NONE && work->place[x] == DRAY_ROAD_NONE; x = graph->parent[x]) {
      work->place[x] = 0;
      g_array_append_val (states, x);
    }
  }
  qsort (states->data, states->len, sizeof (guint32), compare_descending);
  return states;
}

static void
lay_out_sweep (Work *work)
{
  const DrayRoadMetric *metric = work->metric;
  const DrayRoadGraph *graph = metric->graph;
  g_autoptr (GArray) states = list_ancestors (work);
  DrayRoadSweep *sweep = &work->sweep;
  guint32 n_arcs = 0;

  for (guint i = 0; i < states->len; i++) {
    guint32 x = g_array_index (states, guint32, i);

    work->place[x] = i;
    n_arcs += graph->down_first[x + 1] - graph->down_first[x];
  }
  *sweep = (DrayRoadSweep) { states->len, g_new (guint32, states->len + 1), g_new (guint32, n_arcs + 1), g_new (DrayRoadCost, n_arcs + 1) };
  n_arcs = 0;
  for (guint i = 0; i < states->len; i++) {
    guint32 x = g_array_index (states, guint32, i);

    sweep->first[i] = n_arcs;
    for (guint32 a = graph->down_first[x]; a < graph->down_first[x + 1]; a++) {
      if (metric->down[a] >= DRAY_ROAD_INFINITE)
        continue;
      sweep->from[n_arcs] = work->place[graph->down_tail[a]];
      sweep->cost[n_arcs++] = metric->down[a];
    }
  }
  sweep->first[states->len] = n_arcs;
  for (guint i = 0; i < work->end_place->len; i++) {
    guint32 *end = &g_array_index (work->end_place, guint32, i);
    *end = work->place[*end];
  }
}

static int
compare_pieces (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const DrayRegionSnap *targets = user_data;
  guint32 x = targets[*(const guint32 *) a].piece, y = targets[*(const guint32 *) b].piece;

  return (x > y) - (x < y);
}

static void
sort_targets (Work *work)
{
  const DrayRoadMatrixRequest *request = work->request;

  work->by_piece = g_new (guint32, request->n_targets + 1);
  for (int j = 0; j < request->n_targets; j++)
    work->by_piece[j] = (guint32) j;
  g_qsort_with_data (work->by_piece, request->n_targets, sizeof *work->by_piece, compare_pieces, (gpointer) request->targets);
}

static void
put_label (Work        *work,
           int          thread,
           guint32      place,
           int          lane,
           DrayRoadCost cost)
{
  DrayRoadCost *row = work->labels[thread] + (gsize) place * DRAY_ROAD_LANES;

  for (int i = 0; !work->marked[thread][place] && i < DRAY_ROAD_LANES; i++)
    row[i] = DRAY_ROAD_INFINITE;
  work->marked[thread][place] = TRUE;
  row[lane] = cost;
}

/* One source climbs: its labels are put in its lane of every ancestor that the sweep holds. */
static void
climb (Work *work,
       int   thread,
       int   source,
       int   lane)
{
  const DrayRoadMetric *metric = work->metric;
  const DrayRoadGraph *graph = metric->graph;
  DrayRoadCost *forward = work->scratch[thread]->forward;
  DrayRoadEnds ends;

  dray_road_ends_from (&ends, metric, &work->request->sources[source], NULL);
  for (guint i = 0; i < ends.n; i++)
    forward[ends.state[i]] = MIN (forward[ends.state[i]], ends.cost[i]);
  while (ends.n > 0) {
    guint lowest = 0;

    for (guint i = 1; i < ends.n; i++)
      lowest = ends.state[i] < ends.state[lowest] ? i : lowest;
    guint32 x = ends.state[lowest], parent = graph->parent[x];
    DrayRoadCost cost = forward[x];

    forward[x] = DRAY_ROAD_INFINITE;
    if (cost < DRAY_ROAD_INFINITE) {
      if (work->place[x] != DRAY_ROAD_NONE)
        put_label (work, thread, work->place[x], lane, cost);
      for (guint32 a = graph->up_first[x]; a < graph->up_first[x + 1]; a++) {
        DrayRoadCost through = cost + metric->up[a], *to = &forward[graph->up_head[a]];

        *to = MIN (*to, through);
      }
    }
    /* Two walks that have met go on as one. */
    ends.state[lowest] = parent;
    for (guint i = ends.n; i-- > 0;) {
      if (ends.state[i] == DRAY_ROAD_NONE || (i != lowest && ends.state[i] == parent)) {
        ends.state[i] = ends.state[--ends.n];
        if (lowest == ends.n)
          lowest = i;
      }
    }
  }
}

static void
put_cell (Work        *work,
          int          i,
          int          j,
          DrayRoadCost cost)
{
  gboolean reached = cost < DRAY_ROAD_INFINITE;

  dray_matrix_set (work->durations, i, j, reached ? (int) ((dray_road_cost_ms (cost) + 500) / 1000) : DRAY_UNREACHABLE);
  if (work->lengths != NULL)
    dray_matrix_set (work->lengths, i, j, reached ? (int) ((dray_road_cost_dm (cost) + 5) / 10) : DRAY_UNREACHABLE);
}

/* The cells of the pairs on one piece whose target lies behind. */
static void
search_round (Work            *work,
              DrayRoadScratch *scratch,
              int              i)
{
  const DrayRoadMatrixRequest *request = work->request;
  const DrayRegionSnap *source = &request->sources[i];
  guint32 low = 0, high = (guint32) request->n_targets;

  while (low < high) {
    guint32 middle = low + (high - low) / 2;

    if (request->targets[work->by_piece[middle]].piece < source->piece)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < (guint32) request->n_targets && request->targets[work->by_piece[low]].piece == source->piece; low++) {
    int j = (int) work->by_piece[low];
    DrayRoadEnds from, to;

    if (!dray_road_ends_overlap (work->metric, source, &request->targets[j]))
      continue;
    dray_road_ends_from (&from, work->metric, source, &request->targets[j]);
    dray_road_ends_to (&to, work->metric, &request->targets[j]);
    put_cell (work, i, j, dray_road_search_cost (work->metric, scratch, &from, &to));
  }
}

/* Target by target, all lanes of it: a target's labels lie together. */
static void
read_cells (Work               *work,
            const DrayRoadCost *labels,
            int                 source,
            int                 n_lanes)
{
  for (int j = 0; j < work->request->n_targets; j++) {
    DrayRoadCost best[DRAY_ROAD_LANES];

    for (int lane = 0; lane < DRAY_ROAD_LANES; lane++)
      best[lane] = DRAY_ROAD_INFINITE;
    for (guint32 e = work->first_end[j]; e < work->first_end[j + 1]; e++) {
      const DrayRoadCost *label = labels + (gsize) g_array_index (work->end_place, guint32, e) * DRAY_ROAD_LANES;
      DrayRoadCost over = g_array_index (work->end_over, DrayRoadCost, e);

      /* A label below what is to be taken off it is that of a target behind its source: the difference is then beyond infinite. */
      for (int lane = 0; lane < DRAY_ROAD_LANES; lane++) {
        DrayRoadCost cost = label[lane] < DRAY_ROAD_INFINITE ? label[lane] - over : DRAY_ROAD_INFINITE;

        best[lane] = MIN (best[lane], cost);
      }
    }
    for (int lane = 0; lane < n_lanes; lane++)
      put_cell (work, source + lane, j, best[lane]);
  }
}

static void
sweep_batch (guint32  item,
             int      thread,
             gpointer user_data)
{
  Work *work = user_data;
  int from = (int) item * DRAY_ROAD_LANES, to = MIN (from + DRAY_ROAD_LANES, work->request->n_sources);

  if (g_cancellable_is_cancelled (work->cancellable))
    return;
  for (int i = from; i < to; i++)
    climb (work, thread, i, i - from);
  work->run (&work->sweep, work->marked[thread], work->labels[thread]);
  read_cells (work, work->labels[thread], from, to - from);
  for (int i = from; i < to; i++)
    search_round (work, work->scratch[thread], i);
}

static void
run (Work *work)
{
  int n_threads = MAX (1, work->request->n_threads);
  g_autofree DrayRoadScratch **scratch = g_new (DrayRoadScratch *, n_threads);
  g_autofree DrayRoadCost **labels = g_new (DrayRoadCost *, n_threads);

  g_autofree guint8 **marked = g_new (guint8 *, n_threads);

  work->scratch = scratch;
  work->labels = labels;
  work->marked = marked;
  for (int i = 0; i < n_threads; i++) {
    scratch[i] = dray_region_borrow_scratch (work->region);
    marked[i] = g_malloc0 (work->sweep.n + 1);
    labels[i] = g_aligned_alloc (MAX (1, work->sweep.n), DRAY_ROAD_LANES * sizeof (DrayRoadCost), 64);
  }
  dray_parallel_for ((guint32) (work->request->n_sources + DRAY_ROAD_LANES - 1) / DRAY_ROAD_LANES, n_threads, sweep_batch, work);
  for (int i = 0; i < n_threads; i++) {
    dray_region_return_scratch (work->region, scratch[i]);
    g_aligned_free (labels[i]);
    g_free (marked[i]);
  }
}

static void
work_clear (Work *work)
{
  g_free (work->sweep.first);
  g_free (work->sweep.from);
  g_free (work->sweep.cost);
  g_free (work->place);
  g_free (work->first_end);
  g_array_unref (work->end_place);
  g_array_unref (work->end_over);
  g_free (work->by_piece);
}

/**
 * dray_road_matrix:
 * @durations_s: (out) (transfer full): [n_sources, n_targets], seconds, rounded; %DRAY_UNREACHABLE where no way leads
 * @lengths_m: (out) (optional) (transfer full): the lengths of the same paths, metres, rounded
 *
 * The quickest paths between all sources and all targets, as dray_road_path_find() finds them.
 *
 * Errors: %G_IO_ERROR_CANCELLED, %DRAY_ROAD_ERROR_LIMIT if there is no memory for that many cells
 */
gboolean
dray_road_matrix (DrayRegion                   *region,
                  const DrayRoadMatrixRequest  *request,
                  DrayMatrix                  **durations_s,
                  DrayMatrix                  **lengths_m,
                  GCancellable                 *cancellable,
                  GError                      **error)
{
  g_return_val_if_fail (request->n_sources >= 0 && request->n_targets >= 0, FALSE);
  g_return_val_if_fail (durations_s != NULL, FALSE);

  g_autoptr (DrayRoadMetric) metric = dray_region_ref_metric (region, request->profile, request->period, MAX (1, request->n_threads), cancellable, error);
  if (metric == NULL)
    return FALSE;
  g_autoptr (DrayMatrix) durations = dray_matrix_new (request->n_sources, request->n_targets);
  g_autoptr (DrayMatrix) lengths = lengths_m != NULL ? dray_matrix_new (request->n_sources, request->n_targets) : NULL;
  if (durations == NULL || (lengths_m != NULL && lengths == NULL)) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_LIMIT, "There is no memory for a matrix of %d by %d", request->n_sources, request->n_targets);
    return FALSE;
  }

  Work work = { .request = request, .region = region, .metric = metric, .cancellable = cancellable, .durations = durations, .lengths = lengths, .run = dray_road_sweep_choose () };
  list_ends (&work);
  lay_out_sweep (&work);
  sort_targets (&work);
  run (&work);
  work_clear (&work);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  *durations_s = g_steal_pointer (&durations);
  if (lengths_m != NULL)
    *lengths_m = g_steal_pointer (&lengths);
  return TRUE;
}

/**
 * dray_road_matrix_of_points:
 * @lon_e7: [n]; so @lat_e7
 *
 * As dray_road_matrix(), between points anywhere, snapped with the usual options.
 *
 * Errors: also %DRAY_ROAD_ERROR_NO_ROAD, naming the point
 */
gboolean
dray_road_matrix_of_points (DrayRegion               *region,
                            const DrayVehicleProfile *profile,
                            int                       period,
                            const int                *lon_e7,
                            const int                *lat_e7,
                            int                       n,
                            int                       n_threads,
                            DrayMatrix              **durations_s,
                            DrayMatrix              **lengths_m,
                            GCancellable             *cancellable,
                            GError                  **error)
{
  g_autofree DrayRegionSnap *snaps = g_new (DrayRegionSnap, n + 1);
  DrayRoadMatrixRequest request = { profile, period, snaps, n, snaps, n, n_threads };

  for (int i = 0; i < n; i++) {
    if (!dray_region_snap (region, profile, lon_e7[i], lat_e7[i], NULL, &snaps[i], error)) {
      g_prefix_error (error, "Point %d: ", i + 1);
      return FALSE;
    }
  }
  return dray_road_matrix (region, &request, durations_s, lengths_m, cancellable, error);
}
