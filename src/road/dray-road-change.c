/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-change.h"

#include "dray-region-private.h"
#include "dray-road-distance-private.h"

#include <math.h>
#include <string.h>

/* What a person draws, put on segments. An area changes every piece of which a point lies within; a line changes the pieces whose
 * middle lies near it, for a line is drawn along a road and not across one. */

#define NEAR_LINE_M 20.0

static double
distance_to_line_m (const DrayShape *shape,
                    DrayRoadPoint    point)
{
  const double metres = DRAY_ROAD_M_PER_DEGREE / DRAY_E7, across = metres * dray_road_lon_scale (point.lat_e7);
  double best = G_MAXDOUBLE;

  for (int part = 0, i = 0; part < shape->n_parts; i = shape->part_ends[part++]) {
    for (int k = i + 1; k < shape->part_ends[part]; k++) {
      const DrayGeoPoint *a = &shape->points[k - 1], *b = &shape->points[k];
      double px = ((double) point.lon_e7 - a->lon_e7) * across, py = ((double) point.lat_e7 - a->lat_e7) * metres;
      double dx = ((double) b->lon_e7 - a->lon_e7) * across, dy = ((double) b->lat_e7 - a->lat_e7) * metres;
      double square = dx * dx + dy * dy, share = square > 0 ? CLAMP ((px * dx + py * dy) / square, 0, 1) : 0;

      best = MIN (best, hypot (px - share * dx, py - share * dy));
    }
  }
  return best;
}

/* Half way along the geometry. */
static DrayRoadPoint
middle_of (GArray *points)
{
  double length = 0, at = 0;

  for (guint i = 1; i < points->len; i++)
    length += dray_road_distance_m (g_array_index (points, DrayRoadPoint, i - 1), g_array_index (points, DrayRoadPoint, i));
  for (guint i = 1; i < points->len; i++) {
    DrayRoadPoint a = g_array_index (points, DrayRoadPoint, i - 1), b = g_array_index (points, DrayRoadPoint, i);
    double d = dray_road_distance_m (a, b);

    if (d > 0 && at + d >= length / 2) {
      double share = (length / 2 - at) / d;

      return (DrayRoadPoint) { a.lon_e7 + (gint32) (share * ((double) b.lon_e7 - a.lon_e7)), a.lat_e7 + (gint32) (share * ((double) b.lat_e7 - a.lat_e7)) };
    }
    at += d;
  }
  return g_array_index (points, DrayRoadPoint, 0);
}

static gboolean
is_changed (const DrayShape *shape,
            GArray          *points)
{
  if (shape->n_polygons == 0)
    return distance_to_line_m (shape, middle_of (points)) <= NEAR_LINE_M;
  for (guint i = 0; i < points->len; i++) {
    DrayRoadPoint point = g_array_index (points, DrayRoadPoint, i);

    if (dray_shape_contains (shape, (DrayGeoPoint) { point.lon_e7, point.lat_e7 }))
      return TRUE;
  }
  DrayRoadPoint middle = middle_of (points);
  return dray_shape_contains (shape, (DrayGeoPoint) { middle.lon_e7, middle.lat_e7 });
}

static void
add_rows (DrayRegion           *self,
          const DrayRoadChange *change,
          GArray               *rows)
{
  const DrayRoadGraph *graph = dray_region_get_graph (self);
  DrayGeoBox box = dray_shape_get_box (change->shape);
  const int margin = DRAY_E7 / 1000;
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (DrayRoadPoint));

  for (guint32 i = 0; i < graph->counts.n_pieces; i++) {
    DrayRoadBox piece = graph->boxes[i];

    if (piece.west > box.east_e7 + margin || piece.east < box.west_e7 - margin || piece.south > box.north_e7 + margin || piece.north < box.south_e7 - margin)
      continue;
    g_array_set_size (points, 0);
    dray_road_graph_get_shape (graph, graph->box_piece[i], points);
    if (!is_changed (change->shape, points))
      continue;
    for (guint32 segment = 2 * graph->box_piece[i]; segment <= 2 * graph->box_piece[i] + 1; segment++) {
      DrayRoadOverlayRow row = { segment, (guint8) change->speed_percent, 0, change->kinds, change->periods };
      g_array_append_val (rows, row);
    }
  }
}

/**
 * dray_region_set_changes:
 * @changes: all that are in force now; those set before no longer are
 *
 * Customises all metrics that are in use anew and then puts them in the place of the old ones, with which questions go on being
 * answered until then. Takes as long as a customisation for each metric, so call it from a worker.
 *
 * Errors: %G_IO_ERROR_CANCELLED: everything is then as it was
 */
gboolean
dray_region_set_changes (DrayRegion            *self,
                         const DrayRoadChange  *changes,
                         guint                  n_changes,
                         int                    n_threads,
                         GCancellable          *cancellable,
                         GError               **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (DrayRoadOverlayRow));

  for (guint i = 0; i < n_changes; i++) {
    g_return_val_if_fail (changes[i].shape != NULL && changes[i].speed_percent >= 0 && changes[i].speed_percent <= 200, FALSE);
    add_rows (self, &changes[i], rows);
  }
  return dray_region_set_overlay (self, DRAY_OVERLAY_DRAWN, rows, n_threads, cancellable, error);
}

/* Learning. */

/* Below this many metres in a period, a segment's speed is chance. */
#define ENOUGH_M 200

typedef struct {
  double metres;
  double seconds;
} Driven;

struct _DrayRoadLearner {
  DrayRegion *region;
  GTimeZone  *zone;
  GHashTable *driven;   /* segment * periods + period + 1, to Driven */
};

/**
 * dray_road_learner_new:
 * @zone: in which hours of the day are counted
 */
DrayRoadLearner *
dray_road_learner_new (DrayRegion *region,
                       GTimeZone  *zone)
{
  DrayRoadLearner *self = g_new0 (DrayRoadLearner, 1);

  self->region = dray_region_ref (region);
  self->zone = g_time_zone_ref (zone);
  self->driven = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

static int
period_at (DrayRoadLearner *self,
           gint64           at_us)
{
  gint64 at_s = at_us / DRAY_US_PER_S;
  int interval = g_time_zone_find_interval (self->zone, G_TIME_TYPE_UNIVERSAL, at_s);
  gint64 local_s = at_s + g_time_zone_get_offset (self->zone, interval);

  return dray_road_period_of_hour ((int) (((local_s % DRAY_S_PER_DAY + DRAY_S_PER_DAY) % DRAY_S_PER_DAY) / DRAY_S_PER_HOUR));
}

static void
add_driven (DrayRoadLearner *self,
            guint32          segment,
            int              period,
            double           metres,
            double           seconds)
{
  gpointer key = GSIZE_TO_POINTER ((gsize) segment * DRAY_ROAD_N_PERIODS + (gsize) period + 1);
  Driven *driven = g_hash_table_lookup (self->driven, key);

  if (driven == NULL) {
    driven = g_new0 (Driven, 1);
    g_hash_table_insert (self->driven, key, driven);
  }
  driven->metres += metres;
  driven->seconds += seconds;
}

/**
 * dray_road_learner_add:
 * @fixes: those that @match is of
 *
 * Counts the time between two fixes on one segment for it; standing still is no driving and is left out.
 */
void
dray_road_learner_add (DrayRoadLearner     *self,
                       const DrayRoadMatch *match,
                       const DrayRoadFix   *fixes)
{
  guint last = G_MAXUINT;

  for (guint i = 0; i < match->n_fixes; i++) {
    if (!match->is_matched[i] || fixes[i].at_us == DRAY_NEVER)
      continue;
    if (last != G_MAXUINT) {
      const DrayRegionSnap *a = &match->snaps[last], *b = &match->snaps[i];
      double seconds = (double) (fixes[i].at_us - fixes[last].at_us) / DRAY_US_PER_S;
      double metres = fabs ((double) b->offset_dm - a->offset_dm) / 10;

      if (a->piece == b->piece && a->directions == b->directions && seconds > 0 && seconds < 120 && metres > 2 * seconds * 0.5)
        add_driven (self, 2 * a->piece + (a->directions == 2), period_at (self, fixes[last].at_us), metres, seconds);
    }
    last = i;
  }
}

/* Returns: how many segments and times of day have been driven at all */
guint
dray_road_learner_count (DrayRoadLearner *self)
{
  return g_hash_table_size (self->driven);
}

/**
 * dray_road_learner_apply:
 *
 * Puts the speeds learned so far in the place of the usual ones, in the times of day in which they were driven, as
 * dray_region_set_changes() puts changes.
 *
 * Errors: %G_IO_ERROR_CANCELLED
 */
gboolean
dray_road_learner_apply (DrayRoadLearner  *self,
                         int               n_threads,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (DrayRoadOverlayRow));
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->driven);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const Driven *driven = value;
    gsize number = GPOINTER_TO_SIZE (key) - 1;

    if (driven->metres < ENOUGH_M)
      continue;
    double kmh = CLAMP (driven->metres / driven->seconds * 3.6, 3, DRAY_ROAD_MAX_SPEED);
    DrayRoadOverlayRow row = {
      (guint32) (number / DRAY_ROAD_N_PERIODS), 100, (guint8) (kmh + 0.5), 0, (guint8) (1 << number % DRAY_ROAD_N_PERIODS)
    };
    g_array_append_val (rows, row);
  }
  return dray_region_set_overlay (self->region, DRAY_OVERLAY_LEARNED, rows, n_threads, cancellable, error);
}

void
dray_road_learner_free (DrayRoadLearner *self)
{
  dray_region_unref (self->region);
  g_time_zone_unref (self->zone);
  g_hash_table_unref (self->driven);
  g_free (self);
}
