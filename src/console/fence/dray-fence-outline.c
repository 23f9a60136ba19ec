/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-outline.h"

#include "dray-fence-shape.h"
#include "dray-shape-geos.h"
#include "dray-units.h"

#include <glib/gi18n.h>
#include <math.h>

/* GEOS says what is wrong with rings in its own words; here they become those of somebody who looks at a map. */

static const struct {
  const char *begins;
  const char *words;
} reasons[] = {
  { "Self-intersection", N_("The outline crosses itself") },
  { "Ring Self-intersection", N_("The outline touches itself") },
  { "Hole lies outside", N_("The hole lies outside the outline") },
  { "Holes are nested", N_("A hole lies within another one") },
  { "Interior is disconnected", N_("The hole cuts the area in two") },
  { "Duplicate Rings", N_("Two rings are the same") },
  { "Too few points", N_("A ring needs three corners in different places") },
};

static const char *
translate (const char *reason)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_has_prefix (reason, reasons[i].begins))
      return _(reasons[i].words);
  return reason;
}

static int
count_places (const DrayGeoPoint *points,
              int                 n)
{
  int n_places = 0;

  for (int i = 0; i < n && n_places < 3; i++) {
    gboolean again = FALSE;

    for (int k = 0; k < i && !again; k++)
      again = dray_geo_point_equal (points[k], points[i]);
    n_places += !again;
  }
  return n_places;
}

static gboolean
crosses_date_line (DrayGeoPoint a,
                   DrayGeoPoint b)
{
  return ABS ((gint64) a.lon_e7 - b.lon_e7) > 180 * (gint64) DRAY_E7;
}

static char *
check_ring (const DrayGeoPoint *points,
            int                 n,
            DrayGeoPoint       *where)
{
  if (n > 0)
    *where = points[0];
  if (count_places (points, n) < 3)
    return g_strdup (_("A ring needs three corners in different places"));
  for (int i = 0; i < n; i++) {
    if (crosses_date_line (points[i], points[(i + 1) % n])) {
      *where = points[i];
      return g_strdup (_("The outline crosses the date line: draw a fence on either side of it"));
    }
  }
  return NULL;
}

/**
 * dray_fence_outline_find_fault:
 * @where: (out): the place of the fault
 *
 * Returns: (transfer full) (nullable): why the area can't be a fence, in words; %NULL where it can
 */
char *
dray_fence_outline_find_fault (const DrayShape *shape,
                               int              max_rings,
                               int              max_corners,
                               DrayGeoPoint    *where)
{
  g_autoptr (GError) error = NULL;

  *where = shape->n_points > 0 ? shape->points[0] : (DrayGeoPoint) { 0, 0 };
  for (int part = 0; part < shape->n_parts; part++) {
    int start = dray_shape_get_part_start (shape, part);
    char *fault = check_ring (shape->points + start, shape->part_ends[part] - start, where);

    if (fault != NULL)
      return fault;
  }
  if (shape->n_polygons > 1)
    return g_strdup (_("A fence is one area; this one falls apart"));
  if (shape->n_parts > max_rings)
    return g_strdup_printf (_("An outline has at most %d rings"), max_rings);
  if (shape->n_points > max_corners)
    return g_strdup_printf (_("An outline has at most %d corners; this one has %d"), max_corners, shape->n_points);
  if (!dray_shape_check_valid (shape, where, &error))
    return g_strdup (translate (error->message));
  return dray_shape_get_area_m2 (shape) > 0 ? NULL : g_strdup (_("The outline encloses nothing"));
}

/* Twice the area of a triangle; its sign says on which side of a-b the point c lies. 64 bits hold it at any size. */
static double
turn (DrayGeoPoint a,
      DrayGeoPoint b,
      DrayGeoPoint c)
{
  return ((double) b.lon_e7 - a.lon_e7) * ((double) c.lat_e7 - a.lat_e7) - ((double) b.lat_e7 - a.lat_e7) * ((double) c.lon_e7 - a.lon_e7);
}

static gboolean
crosses (DrayGeoPoint  a,
         DrayGeoPoint  b,
         DrayGeoPoint  c,
         DrayGeoPoint  d,
         DrayGeoPoint *where)
{
  double from = turn (c, d, a), to = turn (c, d, b);

  if (from * to >= 0 || turn (a, b, c) * turn (a, b, d) >= 0)
    return FALSE;

  double share = from / (from - to);

  where->lon_e7 = (int) lround (a.lon_e7 + share * ((double) b.lon_e7 - a.lon_e7));
  where->lat_e7 = (int) lround (a.lat_e7 + share * ((double) b.lat_e7 - a.lat_e7));
  return TRUE;
}

/**
 * dray_fence_outline_check_line:
 *
 * As dray_fence_outline_find_fault(), for a ring that is not closed yet: its last side is still to come and counts for nothing.
 */
char *
dray_fence_outline_check_line (const DrayGeoPoint *points,
                               int                 n_points,
                               DrayGeoPoint       *where)
{
  for (int i = 0; i + 1 < n_points; i++) {
    *where = points[i];
    if (crosses_date_line (points[i], points[i + 1]))
      return g_strdup (_("The outline crosses the date line: draw a fence on either side of it"));
    for (int k = 0; k + 1 < i; k++)
      if (crosses (points[i], points[i + 1], points[k], points[k + 1], where))
        return g_strdup (_("The outline crosses itself"));
  }
  *where = n_points > 0 ? points[n_points - 1] : (DrayGeoPoint) { 0, 0 };
  if (n_points >= 3 && dray_geo_point_equal (points[n_points - 1], points[n_points - 2]) && dray_geo_point_equal (points[n_points - 2], points[n_points - 3]))
    return g_strdup (_("Three corners stand on the same place"));
  return NULL;
}

/* Keeps the points that the way needs to stay within @tolerance_m of itself (Douglas and Peucker 1973). */
static void
simplify (const DrayGeoPoint *way,
          int                 from,
          int                 to,
          double              tolerance_m,
          guint8             *keep)
{
  double worst_m = tolerance_m;
  int worst = -1;

  for (int i = from + 1; i < to; i++) {
    double off_m = dray_geo_point_to_segment_m (way[i], way[from], way[to], NULL);

    if (off_m > worst_m) {
      worst_m = off_m;
      worst = i;
    }
  }
  if (worst < 0)
    return;
  keep[worst] = TRUE;
  simplify (way, from, worst, tolerance_m, keep);
  simplify (way, worst, to, tolerance_m, keep);
}

static GArray *
simplify_way (const DrayGeoPoint *way,
              int                 n_points,
              double              tolerance_m)
{
  g_autofree guint8 *keep = g_new0 (guint8, n_points + 1);
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (DrayGeoPoint));

  keep[0] = keep[n_points - 1] = TRUE;
  simplify (way, 0, n_points - 1, tolerance_m, keep);
  for (int i = 0; i < n_points; i++)
    if (keep[i] && (kept->len == 0 || !dray_geo_point_equal (way[i], g_array_index (kept, DrayGeoPoint, kept->len - 1))))
      g_array_append_val (kept, way[i]);
  return kept;
}

/**
 * dray_fence_outline_make_corridor:
 * @way: (array length=n_points): along the road
 *
 * All that lies within half the width of the way, which is made simpler until the outline has no more than @max_corners: a twentieth
 * of the width to begin with.
 *
 * Errors: those of dray_fence_shape_new_corridor()
 *
 * Returns: (transfer full)
 */
DrayShape *
dray_fence_outline_make_corridor (const DrayGeoPoint  *way,
                                  int                  n_points,
                                  double               width_m,
                                  int                  max_corners,
                                  GError             **error)
{
  double tolerance_m = width_m / 20;

  if (n_points < 2)
    return dray_fence_shape_new_corridor (way, n_points, width_m, error);
  for (int i = 0;; i++, tolerance_m *= 2) {
    g_autoptr (GArray) line = simplify_way (way, n_points, tolerance_m);
    DrayShape *shape = dray_fence_shape_new_corridor ((const DrayGeoPoint *) (gpointer) line->data, (int) line->len, width_m, error);

    if (shape == NULL || shape->n_points <= max_corners || i == 20)
      return shape;
    dray_shape_unref (shape);
  }
}
