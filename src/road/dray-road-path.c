/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-path.h"

#include "dray-road-distance-private.h"
#include "dray-road-error.h"
#include "dray-road-path-private.h"
#include "dray-road-search-private.h"

#include <math.h>
#include <string.h>

/* What a search found, told as geometry and as a turn list. */

typedef struct {
  const DrayRoadMetric *metric;
  const DrayRoadGraph  *graph;
  GArray               *segments;   /* guint32 */
  GArray               *points;     /* DrayRoadPoint */
  GArray               *first;      /* guint: where each segment begins in points */
  GArray               *steps;      /* DrayRoadStep */
} Telling;

/* Points of the segment in the direction of travel. */
static void
get_points (const DrayRoadGraph *graph,
            guint32              segment,
            GArray              *points)
{
  g_array_set_size (points, 0);
  dray_road_graph_get_shape (graph, segment >> 1, points);
  for (guint i = 0; segment & 1 && i < points->len / 2; i++) {
    DrayRoadPoint *a = &g_array_index (points, DrayRoadPoint, i), *b = &g_array_index (points, DrayRoadPoint, points->len - 1 - i);
    DrayRoadPoint swap = *a;

    *a = *b;
    *b = swap;
  }
}

static DrayRoadPoint
between (DrayRoadPoint a,
         DrayRoadPoint b,
         double        share)
{
  return (DrayRoadPoint) { a.lon_e7 + (gint32) floor (share * ((double) b.lon_e7 - a.lon_e7) + 0.5),
                           a.lat_e7 + (gint32) floor (share * ((double) b.lat_e7 - a.lat_e7) + 0.5) };
}

/* Cuts @points to what lies between two shares of their length. */
static void
cut_points (GArray *points,
            double  from,
            double  to)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (DrayRoadPoint));
  double length = 0, at = 0;

  for (guint i = 1; i < points->len; i++)
    length += dray_road_distance_m (g_array_index (points, DrayRoadPoint, i - 1), g_array_index (points, DrayRoadPoint, i));
  from *= length;
  to *= length;
  for (guint i = 1; i < points->len; i++) {
    DrayRoadPoint a = g_array_index (points, DrayRoadPoint, i - 1), b = g_array_index (points, DrayRoadPoint, i);
    double d = dray_road_distance_m (a, b), next = at + d;

    if (next >= from && at <= to && d > 0) {
      DrayRoadPoint begin = between (a, b, MAX (0, (from - at) / d)), end = between (a, b, MIN (1, (to - at) / d));

      if (kept->len == 0)
        g_array_append_val (kept, begin);
      g_array_append_val (kept, end);
    }
    at = next;
  }
  if (kept->len == 0)
    g_array_append_val (kept, g_array_index (points, DrayRoadPoint, 0));
  g_array_set_size (points, 0);
  g_array_append_vals (points, kept->data, kept->len);
}

static double
share_of (const DrayRoadGraph  *graph,
          const DrayRegionSnap *snap,
          guint32               segment)
{
  double share = snap->offset_dm / (double) graph->piece_length_dm[snap->piece];

  return CLAMP (segment & 1 ? 1 - share : share, 0, 1);
}

static void
add_points (GArray *all,
            GArray *first,
            GArray *points)
{
  guint skip = 0, begin = all->len;

  if (all->len > 0 && points->len > 1 && memcmp (&g_array_index (all, DrayRoadPoint, all->len - 1), points->data, sizeof (DrayRoadPoint)) == 0) {
    skip = 1;
    begin--;
  }
  if (first != NULL)
    g_array_append_val (first, begin);
  g_array_append_vals (all, &g_array_index (points, DrayRoadPoint, skip), points->len - skip);
}

/**
 * dray_road_path_draw:
 * @segments: (element-type guint32): driven one after the other
 * @from: on the first of them
 * @to: on the last of them
 * @points: (element-type DrayRoadPoint): the way is added
 * @first: (nullable) (element-type guint): where each segment begins in @points is added
 */
void
dray_road_path_draw (const DrayRoadGraph  *graph,
                     const GArray         *segments,
                     const DrayRegionSnap *from,
                     const DrayRegionSnap *to,
                     GArray               *points,
                     GArray               *first)
{
  g_autoptr (GArray) shape = g_array_new (FALSE, FALSE, sizeof (DrayRoadPoint));
  guint n = segments->len;

  for (guint i = 0; i < n; i++) {
    guint32 segment = g_array_index (segments, guint32, i);
    double begin = i == 0 ? share_of (graph, from, segment) : 0, end = i == n - 1 ? share_of (graph, to, segment) : 1;

    get_points (graph, segment, shape);
    if (begin > 0 || end < 1)
      cut_points (shape, begin, MAX (begin, end));
    add_points (points, first, shape);
  }
}

/* The turn list. */

static double
bearing_deg (DrayRoadPoint a,
             DrayRoadPoint b)
{
  double x = ((double) b.lon_e7 - a.lon_e7) * dray_road_lon_scale (a.lat_e7);

  return atan2 (x, (double) b.lat_e7 - a.lat_e7) * (180 / G_PI);
}

/* The angle at the beginning of segment @i of the path, to the right positive. */
static double
angle_at (const Telling *telling,
          guint          i)
{
  guint at = g_array_index (telling->first, guint, i);
  const DrayRoadPoint *points = (const DrayRoadPoint *) (gpointer) telling->points->data;

  if (at == 0 || at + 1 >= telling->points->len)
    return 0;
  double turned = bearing_deg (points[at], points[at + 1]) - bearing_deg (points[at - 1], points[at]);
  return fmod (turned + 540, 360) - 180;
}

static DrayRoadTurn
name_turn (double angle)
{
  static const struct {
    double       below;
    DrayRoadTurn turn;
  } turns[] = {
    { -170, DRAY_ROAD_TURN_ROUND }, { -120, DRAY_ROAD_TURN_SHARP_LEFT }, { -60, DRAY_ROAD_TURN_LEFT }, { -25, DRAY_ROAD_TURN_SLIGHT_LEFT },
    { 25, DRAY_ROAD_TURN_CONTINUE }, { 60, DRAY_ROAD_TURN_SLIGHT_RIGHT }, { 120, DRAY_ROAD_TURN_RIGHT }, { 170, DRAY_ROAD_TURN_SHARP_RIGHT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++) {
    if (angle < turns[i].below)
      return turns[i].turn;
  }
  return DRAY_ROAD_TURN_ROUND;
}

/* Is there anything to say where segment @i of the path begins? */
static gboolean
begins_step (const Telling *telling,
             guint          i,
             DrayRoadTurn  *turn)
{
  const DrayRoadGraph *graph = telling->graph;
  guint32 last = g_array_index (telling->segments, guint32, i - 1), segment = g_array_index (telling->segments, guint32, i);
  gboolean was_round = (graph->piece_flags[last >> 1] & DRAY_ROAD_ROUNDABOUT) != 0, is_round = (graph->piece_flags[segment >> 1] & DRAY_ROAD_ROUNDABOUT) != 0;
  double angle = angle_at (telling, i);

  *turn = last == (segment ^ 1) ? DRAY_ROAD_TURN_ROUND : is_round && !was_round ? DRAY_ROAD_TURN_ROUNDABOUT : name_turn (angle);
  if (is_round)
    return !was_round;
  return was_round || *turn == DRAY_ROAD_TURN_ROUND || graph->piece_name[last >> 1] != graph->piece_name[segment >> 1] || fabs (angle) > 60;
}

static void
tell_steps (Telling            *telling,
            const DrayRoadCost *costs)
{
  DrayRoadStep step = { .turn = DRAY_ROAD_TURN_DEPART };

  for (guint i = 0; i < telling->segments->len; i++) {
    guint32 segment = g_array_index (telling->segments, guint32, i);
    DrayRoadTurn turn = DRAY_ROAD_TURN_DEPART;

    if (i == 0 || begins_step (telling, i, &turn)) {
      if (i > 0)
        g_array_append_val (telling->steps, step);
      step = (DrayRoadStep) { turn, dray_road_graph_get_name (telling->graph, segment >> 1), g_array_index (telling->first, guint, i), 0, 0 };
    }
    step.length_dm += dray_road_cost_dm (costs[i]);
    step.duration_ms += dray_road_cost_ms (costs[i]);
  }
  g_array_append_val (telling->steps, step);
  step = (DrayRoadStep) { DRAY_ROAD_TURN_ARRIVE, step.name, telling->points->len - 1, 0, 0 };
  g_array_append_val (telling->steps, step);
}

/* What each segment of the path costs, with the turn into it; the first and the last only as far as they are driven. */
static DrayRoadCost *
find_costs (const DrayRoadMetric *metric,
            GArray               *states,
            DrayRoadCost          first,
            DrayRoadCost          total)
{
  const DrayRoadGraph *graph = metric->graph;
  DrayRoadCost *costs = g_new (DrayRoadCost, states->len), sum = first;

  costs[0] = first;
  for (guint i = 1; i < states->len; i++) {
    guint32 x = g_array_index (states, guint32, i - 1), y = g_array_index (states, guint32, i);

    costs[i] = DRAY_ROAD_INFINITE;
    for (guint32 t = graph->turn_first[x]; t < graph->turn_first[x + 1]; t++) {
      if (graph->turn_head[t] == y)
        costs[i] = MIN (costs[i], dray_road_metric_turn_cost (metric, x, t));
    }
    sum += costs[i];
  }
  /* The sum is that of the whole last segment. */
  costs[states->len - 1] -= sum - total;
  return costs;
}

static DrayRoadPath *
tell (DrayRegion           *region,
      const DrayRoadMetric *metric,
      GArray               *states,
      DrayRoadCost          first,
      DrayRoadCost          total,
      const DrayRegionSnap *from,
      const DrayRegionSnap *to)
{
  Telling telling = {
    metric, metric->graph, g_array_new (FALSE, FALSE, sizeof (guint32)), g_array_new (FALSE, FALSE, sizeof (DrayRoadPoint)),
    g_array_new (FALSE, FALSE, sizeof (guint)), g_array_new (FALSE, FALSE, sizeof (DrayRoadStep))
  };
  g_autofree DrayRoadCost *costs = find_costs (metric, states, first, total);
  DrayRoadPath *self = g_new0 (DrayRoadPath, 1);

  self->n_segments = states->len;
  self->segments = g_new (DrayRoadPathSegment, states->len);
  for (guint i = 0; i < states->len; i++) {
    guint32 segment = telling.graph->state_segment[g_array_index (states, guint32, i)];

    g_array_append_val (telling.segments, segment);
    self->segments[i] = (DrayRoadPathSegment) { telling.graph->piece_way[segment >> 1], segment >> 1, segment & 1 };
  }
  dray_road_path_draw (telling.graph, telling.segments, from, to, telling.points, telling.first);
  tell_steps (&telling, costs);
  self->duration_ms = dray_road_cost_ms (total);
  self->length_dm = dray_road_cost_dm (total);
  self->n_points = telling.points->len;
  self->points = (DrayRoadPathPoint *) (gpointer) g_array_free (telling.points, FALSE);
  self->n_steps = telling.steps->len;
  self->steps = (DrayRoadStep *) (gpointer) g_array_free (telling.steps, FALSE);
  self->region = dray_region_ref (region);
  g_array_unref (telling.segments);
  g_array_unref (telling.first);
  return self;
}

G_STATIC_ASSERT (sizeof (DrayRoadPathPoint) == sizeof (DrayRoadPoint));

/* Returns: the states of the path that begin with the state of the source itself, which a search that had to drive round leaves out */
static DrayRoadCost
find_states (const DrayRoadMetric *metric,
             DrayRoadScratch      *scratch,
             const DrayRegionSnap *from,
             const DrayRegionSnap *to,
             GArray               *states,
             DrayRoadCost         *first)
{
  const DrayRoadGraph *graph = metric->graph;
  DrayRoadEnds begin, end, plain;

  dray_road_ends_from (&begin, metric, from, to);
  dray_road_ends_from (&plain, metric, from, NULL);
  dray_road_ends_to (&end, metric, to);
  DrayRoadCost cost = dray_road_search_states (metric, scratch, &begin, &end, states);
  if (cost == DRAY_ROAD_INFINITE)
    return cost;
  /* The state in which the search began may be the source's own, or one behind a turn out of it: whichever gave it its cost. */
  guint32 state = g_array_index (states, guint32, 0);
  DrayRoadCost least = DRAY_ROAD_INFINITE;
  for (guint i = 0; i < begin.n; i++) {
    if (begin.state[i] == state)
      least = MIN (least, begin.cost[i]);
  }
  for (guint k = 0; k < plain.n; k++) {
    *first = plain.cost[k];
    if (plain.state[k] == state && plain.cost[k] == least)
      return cost;
    for (guint32 t = graph->turn_first[plain.state[k]]; t < graph->turn_first[plain.state[k] + 1]; t++) {
      if (graph->turn_head[t] == state && plain.cost[k] + dray_road_metric_turn_cost (metric, plain.state[k], t) == least) {
        g_array_prepend_val (states, plain.state[k]);
        return cost;
      }
    }
  }
  g_assert_not_reached ();
}

/* Why is there no path? If a vehicle of the same kind without measures has one, the sign on it that stops this one is the reason. */
static void
explain (DrayRegion               *region,
         const DrayRoadMetric     *metric,
         const DrayRegionSnap     *from,
         const DrayRegionSnap     *to,
         GError                  **error)
{
  const DrayRoadGraph *graph = metric->graph;
  DrayVehicleProfile bare = { .kind = metric->key.profile.kind, .max_speed_kmh = metric->key.profile.max_speed_kmh };

  if (!dray_vehicle_profile_equal (&bare, &metric->key.profile)) {
    g_autoptr (DrayRoadPath) path = dray_road_path_find (region, &bare, metric->key.period, from, to, NULL, NULL);

    for (guint i = 0; path != NULL && i < path->n_segments; i++) {
      guint32 segment = 2 * path->segments[i].piece + (path->segments[i].backward ? 1 : 0);
      const char *fault = dray_road_limits_find_fault (&graph->limits[graph->segment_limits[segment]], &metric->key);

      if (fault != NULL) {
        const char *name = dray_road_graph_get_name (graph, path->segments[i].piece);

        g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_NO_PATH, "No road leads there for this vehicle: %s on %s stops it (way %" G_GINT64_FORMAT ")",
                     fault, *name ? name : "a road without a name", path->segments[i].way_id);
        return;
      }
    }
  }
  g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_NO_PATH, "No road leads there for this vehicle");
}

/**
 * dray_road_path_find:
 * @period: a time of day, or %DRAY_ROAD_ANY_TIME
 *
 * The quickest path from one snapped point to another; of equally quick ones the shortest.
 *
 * Errors: %DRAY_ROAD_ERROR_NO_PATH, naming the sign that stops the vehicle if there is one; %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the path
 */
DrayRoadPath *
dray_road_path_find (DrayRegion               *region,
                     const DrayVehicleProfile *profile,
                     int                       period,
                     const DrayRegionSnap     *from,
                     const DrayRegionSnap     *to,
                     GCancellable             *cancellable,
                     GError                  **error)
{
  g_return_val_if_fail (from->piece < dray_region_get_graph (region)->counts.n_pieces, NULL);
  g_return_val_if_fail (to->piece < dray_region_get_graph (region)->counts.n_pieces, NULL);

  g_autoptr (DrayRoadMetric) metric = dray_region_ref_metric (region, profile, period, 1, cancellable, error);
  if (metric == NULL)
    return NULL;

  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (guint32));
  DrayRoadScratch *scratch = dray_region_borrow_scratch (region);
  DrayRoadCost first = 0, cost = find_states (metric, scratch, from, to, states, &first);
  dray_region_return_scratch (region, scratch);
  if (cost == DRAY_ROAD_INFINITE) {
    explain (region, metric, from, to, error);
    return NULL;
  }
  return tell (region, metric, states, first, cost, from, to);
}

void
dray_road_path_free (DrayRoadPath *self)
{
  g_free (self->points);
  g_free (self->steps);
  g_free (self->segments);
  dray_region_unref (self->region);
  g_free (self);
}

/* Returns: a word for programs; people are told in their own language by a surface */
const char *
dray_road_turn_to_string (DrayRoadTurn turn)
{
  static const char *const words[] = {
    "depart", "continue", "slight-left", "left", "sharp-left", "slight-right", "right", "sharp-right", "turn-round", "roundabout", "arrive"
  };

  g_return_val_if_fail (turn < G_N_ELEMENTS (words), NULL);
  return words[turn];
}
