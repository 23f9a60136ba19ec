/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-match.h"

#include "dray-road-distance-private.h"
#include "dray-road-error.h"
#include "dray-road-matrix.h"
#include "dray-road-path-private.h"
#include "dray-region-private.h"

#include <math.h>
#include <string.h>

/* Map matching by a hidden Markov model: the hidden state is the directed segment on which the truck is, a fix is more likely the
 * nearer it lies, and a step is more likely the less the way along the road differs from the straight line. The likeliest row of
 * states is found by Viterbi; one small matrix a step gives all ways.
 *
 * Source: Newson and Krumm, "Hidden Markov map matching through noise and sparseness", ACM GIS 2009. Ours are: fixes nearer than
 * SKIP_M to the last one used say nothing new and are snapped afterwards; a point that noise has put a little behind the last one on
 * the same segment is taken to be there; a step that no way explains leaves out the fix, and only MAX_LEFT_OUT in a row, or a
 * silence, break the trace. */

#define SIGMA_M 5.0
#define BETA_M 10.0
#define RADIUS_M 60.0
#define SKIP_M 12.0
#define BACK_DM 500
#define MAX_DETOUR_M 2000.0
#define MAX_LEFT_OUT 10
#define MAX_SILENCE_US (5 * 60 * DRAY_US_PER_S)
#define N_CANDIDATES 12

typedef struct {
  DrayRegionSnap snaps[N_CANDIDATES];
  double         score[N_CANDIDATES];
  int            from[N_CANDIDATES];   /* in the layer before, -1 at a beginning */
  guint          n;
  guint          fix;
  gboolean       begins;
} Layer;

typedef struct {
  DrayRegion               *region;
  const DrayRoadMetric     *metric;
  const DrayVehicleProfile *profile;
  const DrayRoadFix        *fixes;
  GArray                   *layers;    /* Layer */
  DrayRoadMatch            *match;
  GArray                   *segments, *points, *part_segments, *part_points;
} Matching;

static double
emission (const DrayRegionSnap *snap)
{
  double z = snap->distance_m / SIGMA_M;

  return -0.5 * z * z;
}

static double
straight_m (const DrayRoadFix *a,
            const DrayRoadFix *b)
{
  return dray_road_distance_m ((DrayRoadPoint) { a->lon_e7, a->lat_e7 }, (DrayRoadPoint) { b->lon_e7, b->lat_e7 });
}

/* On the same segment, and a little behind? */
static gboolean
is_put_back (const DrayRegionSnap *from,
             const DrayRegionSnap *to)
{
  int on = (int) to->offset_dm - (int) from->offset_dm;

  if (from->piece != to->piece || from->directions != to->directions)
    return FALSE;
  on = from->directions == 1 ? on : -on;
  return on < 0 && on >= -BACK_DM;
}

/* Scores the candidates of @layer by those of @last. Returns: whether any can be reached */
static gboolean
step (Matching    *matching,
      const Layer *last,
      Layer       *layer)
{
  DrayRoadMatrixRequest request = { matching->profile, DRAY_ROAD_ANY_TIME, last->snaps, (int) last->n, layer->snaps, (int) layer->n, 1 };
  g_autoptr (DrayMatrix) durations = NULL, lengths = NULL;
  double straight = straight_m (&matching->fixes[last->fix], &matching->fixes[layer->fix]);
  gboolean reached = FALSE;

  if (!dray_road_matrix (matching->region, &request, &durations, &lengths, NULL, NULL))
    return FALSE;
  for (guint k = 0; k < layer->n; k++) {
    layer->score[k] = -G_MAXDOUBLE;
    layer->from[k] = -1;
    for (guint i = 0; i < last->n; i++) {
      double way = is_put_back (&last->snaps[i], &layer->snaps[k]) ? 0 : dray_matrix_get (lengths, (int) i, (int) k);

      if (last->score[i] == -G_MAXDOUBLE || way > straight + MAX_DETOUR_M)
        continue;
      double score = last->score[i] - fabs (way - straight) / BETA_M + emission (&layer->snaps[k]);
      if (score > layer->score[k]) {
        layer->score[k] = score;
        layer->from[k] = (int) i;
        reached = TRUE;
      }
    }
  }
  return reached;
}

static void
begin (Layer *layer)
{
  layer->begins = TRUE;
  for (guint k = 0; k < layer->n; k++) {
    layer->score[k] = emission (&layer->snaps[k]);
    layer->from[k] = -1;
  }
}

static gboolean
make_layers (Matching      *matching,
             guint          n_fixes,
             GCancellable  *cancellable,
             GError       **error)
{
  guint n_left_out = 0;

  for (guint i = 0; i < n_fixes; i++) {
    const DrayRoadFix *fix = &matching->fixes[i];
    Layer *last = matching->layers->len > 0 ? &g_array_index (matching->layers, Layer, matching->layers->len - 1) : NULL;
    Layer layer = { .fix = i };

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    gboolean silent = last != NULL && fix->at_us != DRAY_NEVER && matching->fixes[last->fix].at_us != DRAY_NEVER && fix->at_us - matching->fixes[last->fix].at_us > MAX_SILENCE_US;
    if (last != NULL && !silent && i + 1 < n_fixes && straight_m (&matching->fixes[last->fix], fix) < SKIP_M)
      continue;
    layer.n = dray_region_find_candidates (matching->region, matching->metric, fix->lon_e7, fix->lat_e7, RADIUS_M, layer.snaps, N_CANDIDATES);
    if (layer.n == 0)
      continue;
    if (last == NULL || silent) {
      begin (&layer);
    } else if (!step (matching, last, &layer)) {
      if (++n_left_out <= MAX_LEFT_OUT)
        continue;
      begin (&layer);
    }
    n_left_out = 0;
    g_array_append_val (matching->layers, layer);
  }
  return TRUE;
}

static int
best_of (const Layer *layer)
{
  int best = 0;

  for (guint k = 1; k < layer->n; k++)
    best = layer->score[k] > layer->score[best] ? (int) k : best;
  return best;
}

static void
add_segment (GArray  *segments,
             guint32  segment)
{
  if (segments->len == 0 || g_array_index (segments, guint32, segments->len - 1) != segment)
    g_array_append_val (segments, segment);
}

static guint32
segment_of (const DrayRegionSnap *snap)
{
  return 2 * snap->piece + (snap->directions == 2);
}

/* From one matched point to the next. Returns: whether there is a way */
static gboolean
join (Matching             *matching,
      const DrayRegionSnap *from,
      const DrayRegionSnap *to,
      GArray               *segments)
{
  if (is_put_back (from, to))
    return TRUE;
  g_autoptr (DrayRoadPath) path = dray_road_path_find (matching->region, matching->profile, DRAY_ROAD_ANY_TIME, from, to, NULL, NULL);
  for (guint i = 0; path != NULL && i < path->n_segments; i++)
    add_segment (segments, 2 * path->segments[i].piece + (path->segments[i].backward ? 1 : 0));
  return path != NULL;
}

/* Layers [@first, @end) are one part; walks them back and tells what was driven. */
static void
tell_part (Matching *matching,
           guint     first,
           guint     end)
{
  const DrayRoadGraph *graph = matching->metric->graph;
  DrayRoadMatch *match = matching->match;
  g_autoptr (GArray) driven = g_array_new (FALSE, FALSE, sizeof (guint32)), points = g_array_new (FALSE, FALSE, sizeof (DrayRoadPoint));
  int best = best_of (&g_array_index (matching->layers, Layer, end - 1));
  guint first_fix = g_array_index (matching->layers, Layer, first).fix, last_fix = g_array_index (matching->layers, Layer, end - 1).fix;

  for (guint i = end; i-- > first;) {
    const Layer *layer = &g_array_index (matching->layers, Layer, i);

    match->snaps[layer->fix] = layer->snaps[best];
    match->is_matched[layer->fix] = TRUE;
    best = layer->from[best];
  }
  add_segment (driven, segment_of (&match->snaps[first_fix]));
  for (guint i = first + 1; i < end; i++)
    join (matching, &match->snaps[g_array_index (matching->layers, Layer, i - 1).fix], &match->snaps[g_array_index (matching->layers, Layer, i).fix], driven);
  dray_road_path_draw (graph, driven, &match->snaps[first_fix], &match->snaps[last_fix], points, NULL);
  for (guint i = 0; i < driven->len; i++) {
    guint32 segment = g_array_index (driven, guint32, i);
    DrayRoadPathSegment told = { graph->piece_way[segment >> 1], segment >> 1, segment & 1 };

    g_array_append_val (matching->segments, told);
  }
  for (guint i = 1; i < points->len; i++)
    match->length_m += dray_road_distance_m (g_array_index (points, DrayRoadPoint, i - 1), g_array_index (points, DrayRoadPoint, i));
  g_array_append_vals (matching->points, points->data, points->len);
  g_array_append_val (matching->part_segments, matching->segments->len);
  g_array_append_val (matching->part_points, matching->points->len);
}

static void
tell_parts (Matching *matching)
{
  for (guint first = 0; first < matching->layers->len;) {
    guint end = first + 1;

    while (end < matching->layers->len && !g_array_index (matching->layers, Layer, end).begins)
      end++;
    tell_part (matching, first, end);
    first = end;
  }
}

/**
 * dray_road_match_trace:
 * @fixes: in the order of time; where @at_us is %DRAY_NEVER the trace does not break by silence
 *
 * The drive that @fixes most likely came from.
 *
 * Errors: %DRAY_ROAD_ERROR_NO_ROAD if no fix lies near a road, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the match
 */
DrayRoadMatch *
dray_road_match_trace (DrayRegion               *region,
                       const DrayVehicleProfile *profile,
                       const DrayRoadFix        *fixes,
                       guint                     n_fixes,
                       GCancellable             *cancellable,
                       GError                  **error)
{
  g_return_val_if_fail (fixes != NULL || n_fixes == 0, NULL);

  g_autoptr (DrayRoadMetric) metric = dray_region_ref_metric (region, profile, DRAY_ROAD_ANY_TIME, 1, cancellable, error);
  if (metric == NULL)
    return NULL;

  g_autoptr (DrayRoadMatch) match = g_new0 (DrayRoadMatch, 1);
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (Layer));
  Matching matching = { .region = region, .metric = metric, .profile = profile, .fixes = fixes, .layers = layers, .match = match };

  match->n_fixes = n_fixes;
  match->snaps = g_new0 (DrayRegionSnap, n_fixes + 1);
  match->is_matched = g_new0 (guint8, n_fixes + 1);
  if (!make_layers (&matching, n_fixes, cancellable, error))
    return NULL;
  if (layers->len == 0) {
    g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_NO_ROAD, "No fix of the trace lies near a road of the region");
    return NULL;
  }
  matching.segments = g_array_new (FALSE, FALSE, sizeof (DrayRoadPathSegment));
  matching.points = g_array_new (FALSE, FALSE, sizeof (DrayRoadPathPoint));
  matching.part_segments = g_array_new (FALSE, FALSE, sizeof (guint));
  matching.part_points = g_array_new (FALSE, FALSE, sizeof (guint));
  tell_parts (&matching);
  match->n_segments = matching.segments->len;
  match->n_points = matching.points->len;
  match->n_parts = matching.part_points->len;
  match->segments = (gpointer) g_array_free (matching.segments, FALSE);
  match->points = (gpointer) g_array_free (matching.points, FALSE);
  match->part_segments = (gpointer) g_array_free (matching.part_segments, FALSE);
  match->part_points = (gpointer) g_array_free (matching.part_points, FALSE);
  return g_steal_pointer (&match);
}

void
dray_road_match_free (DrayRoadMatch *self)
{
  g_free (self->snaps);
  g_free (self->is_matched);
  g_free (self->segments);
  g_free (self->points);
  g_free (self->part_segments);
  g_free (self->part_points);
  g_free (self);
}
