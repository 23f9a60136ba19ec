/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-region-private.h"

#include "dray-road-distance-private.h"
#include "dray-road-error.h"

#include <math.h>
#include <string.h>

/* The nearest road by best-first search of the packed R-tree: boxes and pieces wait in one heap by their distance, and the first
 * piece that comes out is the nearest. Roads that the vehicle may not use, and islands from which or to which nothing leads, are
 * passed over. */

#define RADIUS_M 2000.0
#define HEADING_TOLERANCE 60.0
/* Who stands this near to the middle of a road stands on it, not beside it. */
#define SIDE_M 2.5

typedef struct {
  double  distance_m;
  guint32 box;          /* in the tree; a leaf once its exact distance is known */
  guint32 level;
} Entry;

typedef struct {
  const DrayRoadGraph  *graph;
  const DrayRoadMetric *metric;
  DrayRoadPoint         point;
  double                lon_scale;
  GArray               *heap;        /* Entry */
  GArray               *points;
  guint32               level_first[16];
  guint32               n_levels;
} Search;

/* Where the point lies on one piece. */
typedef struct {
  double        distance_m;
  double        along;        /* metres */
  double        length;
  double        side;         /* to the right of the geometry positive */
  double        bearing_deg;
  DrayRoadPoint at;
} Foot;

static void
push (Search *search,
      Entry   entry)
{
  GArray *heap = search->heap;

  g_array_append_val (heap, entry);
  for (guint i = heap->len - 1; i > 0;) {
    guint above = (i - 1) / 2;

    if (g_array_index (heap, Entry, above).distance_m <= entry.distance_m)
      break;
    g_array_index (heap, Entry, i) = g_array_index (heap, Entry, above);
    g_array_index (heap, Entry, above) = entry;
    i = above;
  }
}

static Entry
pop (Search *search)
{
  GArray *heap = search->heap;
  Entry first = g_array_index (heap, Entry, 0), last = g_array_index (heap, Entry, heap->len - 1);

  g_array_set_size (heap, heap->len - 1);
  for (guint i = 0; heap->len > 0;) {
    guint child = 2 * i + 1;

    if (child + 1 < heap->len && g_array_index (heap, Entry, child + 1).distance_m < g_array_index (heap, Entry, child).distance_m)
      child++;
    if (child >= heap->len || g_array_index (heap, Entry, child).distance_m >= last.distance_m) {
      g_array_index (heap, Entry, i) = last;
      break;
    }
    g_array_index (heap, Entry, i) = g_array_index (heap, Entry, child);
    i = child;
  }
  return first;
}

static double
box_distance (const Search *search,
              DrayRoadBox   box)
{
  double x = MAX (MAX ((double) box.west - search->point.lon_e7, (double) search->point.lon_e7 - box.east), 0);
  double y = MAX (MAX ((double) box.south - search->point.lat_e7, (double) search->point.lat_e7 - box.north), 0);

  return hypot (x * search->lon_scale, y) * (DRAY_ROAD_M_PER_DEGREE / DRAY_E7);
}

/* The nearest point of a piece, on the plane that touches the earth at the point asked for. */
static Foot
find_foot (Search *search,
           guint32 piece)
{
  const double metres = DRAY_ROAD_M_PER_DEGREE / DRAY_E7, across = metres * search->lon_scale;
  Foot foot = { .distance_m = G_MAXDOUBLE };

  g_array_set_size (search->points, 0);
  dray_road_graph_get_shape (search->graph, piece, search->points);
  for (guint i = 1; i < search->points->len; i++) {
    DrayRoadPoint a = g_array_index (search->points, DrayRoadPoint, i - 1), b = g_array_index (search->points, DrayRoadPoint, i);
    double px = ((double) search->point.lon_e7 - a.lon_e7) * across, py = ((double) search->point.lat_e7 - a.lat_e7) * metres;
    double dx = ((double) b.lon_e7 - a.lon_e7) * across, dy = ((double) b.lat_e7 - a.lat_e7) * metres;
    double square = dx * dx + dy * dy, length = sqrt (square);
    double share = square > 0 ? CLAMP ((px * dx + py * dy) / square, 0, 1) : 0;
    double distance = hypot (px - share * dx, py - share * dy);

    if (distance < foot.distance_m) {
      foot.distance_m = distance;
      foot.along = foot.length + share * length;
      foot.side = length > 0 ? (dy * px - dx * py) / length : 0;
      foot.bearing_deg = fmod (atan2 (dx, dy) * (180 / G_PI) + 360, 360);
      foot.at = (DrayRoadPoint) { a.lon_e7 + (gint32) floor (share * (b.lon_e7 - (double) a.lon_e7) + 0.5),
                                  a.lat_e7 + (gint32) floor (share * (b.lat_e7 - (double) a.lat_e7) + 0.5) };
    }
    foot.length += length;
  }
  return foot;
}

/* May a stop lie on the segment: can one get there and away again, perhaps in the other direction? */
static guint
find_reach (const Search *search,
            guint32       segment)
{
  const DrayRoadGraph *graph = search->graph;
  guint32 state = graph->segment_state[segment], arrival = graph->segment_arrival[segment];

  if (state == DRAY_ROAD_NONE || search->metric->segment_access[segment] == DRAY_ACCESS_CLOSED)
    return 0;
  return search->metric->reach[state] | (arrival != DRAY_ROAD_NONE ? search->metric->reach[arrival] : 0);
}

static gboolean
agrees (double bearing,
        double heading)
{
  double difference = fabs (fmod (bearing - heading + 540, 360) - 180);

  return difference <= HEADING_TOLERANCE;
}

/* Which of the directions that the vehicle may drive suit the heading and the side. */
static guint
choose_directions (const Search                *search,
                   guint32                      piece,
                   const Foot                  *foot,
                   const DrayRegionSnapOptions *options)
{
  const DrayRoadGraph *graph = search->graph;
  guint reach[2] = { find_reach (search, 2 * piece), find_reach (search, 2 * piece + 1) };
  guint directions = (reach[0] != 0) | (reach[1] != 0) << 1;

  if ((reach[0] | reach[1]) != (DRAY_REACHES_ALL | DRAY_REACHED_BY_ALL))
    return 0;
  if (options->heading_deg >= 0) {
    if (!agrees (foot->bearing_deg, options->heading_deg))
      directions &= ~1u;
    if (!agrees (foot->bearing_deg + 180, options->heading_deg))
      directions &= ~2u;
    return directions;
  }
  if (options->kerb && directions == 3 && fabs (foot->side) > SIDE_M && graph->piece_class[piece] <= DRAY_ROAD_SECONDARY) {
    guint along = (foot->side > 0) != (graph->counts.drives_left != 0) ? 1 : 2;

    /* Only if that direction alone can be reached and left. */
    if (reach[along - 1] == (DRAY_REACHES_ALL | DRAY_REACHED_BY_ALL))
      directions = along;
  }
  return directions;
}

static void
open_box (Search *search,
          Entry   entry)
{
  guint32 below = entry.level - 1, first = search->level_first[below], end = search->level_first[entry.level];
  guint32 from = first + (entry.box - search->level_first[entry.level]) * DRAY_ROAD_BOX_FANOUT;

  for (guint32 i = from; i < from + DRAY_ROAD_BOX_FANOUT && i < end; i++)
    push (search, (Entry) { box_distance (search, search->graph->boxes[i]), i, below });
}

static void
find_levels (Search *search)
{
  guint32 n = search->graph->counts.n_pieces, at = 0;

  for (search->n_levels = 0;; n = (n + DRAY_ROAD_BOX_FANOUT - 1) / DRAY_ROAD_BOX_FANOUT) {
    search->level_first[search->n_levels++] = at;
    at += n;
    if (n <= 1)
      break;
  }
}

static DrayRegionSnap
to_snap (const DrayRoadGraph *graph,
         guint32              piece,
         const Foot          *foot,
         guint                directions)
{
  double share = foot->length > 0 ? foot->along / foot->length : 0;

  return (DrayRegionSnap) {
    piece, (guint32) (share * graph->piece_length_dm[piece] + 0.5), (guint8) directions, foot->at.lon_e7, foot->at.lat_e7, foot->distance_m
  };
}

static gboolean
run (Search                      *search,
     const DrayRegionSnapOptions *options,
     DrayRegionSnap              *snap)
{
  const DrayRoadGraph *graph = search->graph;
  double radius = options->radius_m > 0 ? options->radius_m : RADIUS_M;
  double best = radius;
  gboolean found = FALSE;

  find_levels (search);
  push (search, (Entry) { 0, graph->counts.n_boxes - 1, search->n_levels - 1 });
  while (search->heap->len > 0) {
    Entry entry = pop (search);

    if (entry.distance_m > best)
      break;
    if (entry.level > 0) {
      open_box (search, entry);
      continue;
    }
    guint32 piece = graph->box_piece[entry.box];
    Foot foot = find_foot (search, piece);
    if (foot.distance_m > best || (found && foot.distance_m >= best))
      continue;
    guint directions = choose_directions (search, piece, &foot, options);
    if (directions == 0)
      continue;
    *snap = to_snap (graph, piece, &foot, directions);
    best = foot.distance_m;
    found = TRUE;
  }
  return found;
}

static int
compare_snaps (gconstpointer a,
               gconstpointer b)
{
  const DrayRegionSnap *x = a, *y = b;

  if (x->distance_m != y->distance_m)
    return x->distance_m < y->distance_m ? -1 : 1;
  if (x->piece != y->piece)
    return x->piece < y->piece ? -1 : 1;
  return (int) x->directions - (int) y->directions;
}

/**
 * dray_region_find_candidates:
 * @snaps: (out caller-allocates) (array length=n_snaps): the nearest segments that the vehicle may drive, one direction each
 *
 * Returns: how many there are within @radius_m, at most @n_snaps
 */
guint
dray_region_find_candidates (DrayRegion           *self,
                             const DrayRoadMetric *metric,
                             int                   lon_e7,
                             int                   lat_e7,
                             double                radius_m,
                             DrayRegionSnap       *snaps,
                             guint                 n_snaps)
{
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (Entry)), points = g_array_new (FALSE, FALSE, sizeof (DrayRoadPoint));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (DrayRegionSnap));
  Search search = {
    .graph = dray_region_get_graph (self), .metric = metric, .point = { lon_e7, lat_e7 }, .lon_scale = dray_road_lon_scale (lat_e7),
    .heap = heap, .points = points,
  };

  find_levels (&search);
  push (&search, (Entry) { 0, search.graph->counts.n_boxes - 1, search.n_levels - 1 });
  while (heap->len > 0) {
    Entry entry = pop (&search);

    if (entry.distance_m > radius_m)
      break;
    if (entry.level > 0) {
      open_box (&search, entry);
      continue;
    }
    guint32 piece = search.graph->box_piece[entry.box];
    Foot foot = find_foot (&search, piece);
    for (guint32 segment = 2 * piece; segment < 2 * piece + 2 && foot.distance_m <= radius_m; segment++) {
      DrayRegionSnap snap = to_snap (search.graph, piece, &foot, 1 + (segment & 1));

      if (metric->segment_access[segment] != DRAY_ACCESS_CLOSED)
        g_array_append_val (found, snap);
    }
  }
  g_array_sort (found, compare_snaps);
  guint n = MIN (found->len, n_snaps);
  if (n > 0)
    memcpy (snaps, found->data, n * sizeof *snaps);
  return n;
}

gboolean
dray_region_snap_by_metric (DrayRegion                  *self,
                            const DrayRoadMetric        *metric,
                            int                          lon_e7,
                            int                          lat_e7,
                            const DrayRegionSnapOptions *options,
                            DrayRegionSnap              *snap,
                            GError                     **error)
{
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (Entry)), points = g_array_new (FALSE, FALSE, sizeof (DrayRoadPoint));
  Search search = {
    .graph = dray_region_get_graph (self), .metric = metric, .point = { lon_e7, lat_e7 }, .lon_scale = dray_road_lon_scale (lat_e7),
    .heap = heap, .points = points,
  };

  if (run (&search, options, snap))
    return TRUE;
  g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_NO_ROAD, "There is no road that the vehicle may use within %.0f m of %.6f,%.6f",
               options->radius_m > 0 ? options->radius_m : RADIUS_M, dray_e7_to_degrees (lon_e7), dray_e7_to_degrees (lat_e7));
  return FALSE;
}

/**
 * dray_region_snap:
 * @options: (nullable): %NULL for %DRAY_REGION_SNAP_OPTIONS
 * @snap: (out caller-allocates): where the point lies
 *
 * The nearest road on which a vehicle may stop: it may use it, can get there and away again.
 *
 * Errors: %DRAY_ROAD_ERROR_NO_ROAD
 */
gboolean
dray_region_snap (DrayRegion                  *self,
                  const DrayVehicleProfile    *profile,
                  int                          lon_e7,
                  int                          lat_e7,
                  const DrayRegionSnapOptions *options,
                  DrayRegionSnap              *snap,
                  GError                     **error)
{
  g_autoptr (DrayRoadMetric) metric = dray_region_ref_metric (self, profile, DRAY_ROAD_ANY_TIME, 1, NULL, error);

  return metric != NULL && dray_region_snap_by_metric (self, metric, lon_e7, lat_e7, options ? options : &DRAY_REGION_SNAP_OPTIONS, snap, error);
}
