/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench.h"
#include "dray-fence-index.h"
#include "dray-random.h"

#include <geos_c.h>
#include <math.h>

/* Which of 10,000 small fences of 20 to 200 vertices hold each of a million fixes, beside GEOS with prepared polygons in an STRtree
 * in the same run. The answers of the two are compared fix by fix. */

#define N_FENCES 10000
#define SPAN_E7 6000000

static int n_fixes = 1000000;

static const GOptionEntry options[] = {
  { "fixes", 0, 0, G_OPTION_ARG_INT, &n_fixes, "How many fixes", "N" },
  G_OPTION_ENTRY_NULL
};

typedef struct {
  DrayShape    **shapes; /* [N_FENCES] */
  DrayGeoPoint  *fixes;  /* [n_fixes] */
  guint8        *counts; /* [n_fixes]: how many fences hold it */
  guint32       *sums;   /* [n_fixes]: the sum of their numbers */
} Work;

static DrayShape *
make_fence (DrayRandom *random)
{
  DrayShape *shape = dray_shape_new (DRAY_SHAPE_POLYGON);
  int n_points = 20 + (int) dray_random_below (random, 181);
  int lon_e7 = (int) dray_random_below (random, SPAN_E7), lat_e7 = (int) dray_random_below (random, SPAN_E7);
  double radius_e7 = 5000.0 + 25000.0 * dray_random_double (random);

  for (int i = 0; i < n_points; i++) {
    double angle = 2.0 * G_PI * i / n_points, r = radius_e7 * (0.7 + 0.3 * dray_random_double (random));

    dray_shape_add_point (shape, (DrayGeoPoint) { lon_e7 + (int) (r * cos (angle)), lat_e7 + (int) (r * sin (angle)) });
  }
  dray_shape_end_part (shape);
  dray_shape_end_polygon (shape);
  return shape;
}

static void
make_work (Work *work)
{
  DrayRandom random;

  dray_random_init (&random, 1);
  work->shapes = g_new (DrayShape *, N_FENCES);
  work->fixes = g_new (DrayGeoPoint, n_fixes);
  work->counts = g_new0 (guint8, n_fixes);
  work->sums = g_new0 (guint32, n_fixes);
  for (int i = 0; i < N_FENCES; i++)
    work->shapes[i] = make_fence (&random);
  for (int i = 0; i < n_fixes; i++)
    work->fixes[i] = (DrayGeoPoint) { (int) dray_random_below (&random, SPAN_E7), (int) dray_random_below (&random, SPAN_E7) };
}

static double
run_ours (Work *work)
{
  double start_s = dray_bench_cpu_s ();
  g_autoptr (DrayFenceIndex) index = dray_fence_index_new (work->shapes, N_FENCES, NULL);

  dray_bench_report ("fence-build-ms", (dray_bench_cpu_s () - start_s) * 1e3, "ms", DRAY_BENCH_CPU, "%d fences, %.1f MB", N_FENCES,
                     (double) dray_fence_index_get_bytes (index) / 1e6);
  start_s = dray_bench_cpu_s ();
  for (int i = 0; i < n_fixes; i++) {
    guint32 fences[32];
    guint n = dray_fence_index_list_inside (index, work->fixes[i], fences, 32);

    work->counts[i] = (guint8) n;
    for (guint j = 0; j < MIN (n, 32); j++)
      work->sums[i] += fences[j];
  }
  return dray_bench_cpu_s () - start_s;
}

typedef struct {
  GEOSContextHandle_t         context;
  const GEOSPreparedGeometry *prepared[N_FENCES];
  const GEOSGeometry         *point;
  guint                       count;
  guint32                     sum;
} Geos;

static void
on_candidate (void *item,
              void *user_data)
{
  Geos *geos = user_data;
  guint32 fence = GPOINTER_TO_UINT (item) - 1;

  if (GEOSPreparedContains_r (geos->context, geos->prepared[fence], geos->point)) {
    geos->count++;
    geos->sum += fence;
  }
}

static GEOSGeometry *
to_geos (GEOSContextHandle_t context,
         const DrayShape    *shape)
{
  GEOSCoordSequence *points = GEOSCoordSeq_create_r (context, (unsigned) shape->n_points + 1, 2);

  for (int i = 0; i <= shape->n_points; i++)
    GEOSCoordSeq_setXY_r (context, points, (unsigned) i, shape->points[i % shape->n_points].lon_e7, shape->points[i % shape->n_points].lat_e7);
  return GEOSGeom_createPolygon_r (context, GEOSGeom_createLinearRing_r (context, points), NULL, 0);
}

/* Returns: the processor seconds, or a negative number where an answer differs */
static double
run_geos (Work *work)
{
  g_autofree Geos *geos = g_new0 (Geos, 1);
  g_autofree GEOSGeometry **polygons = g_new (GEOSGeometry *, N_FENCES);
  gboolean same = TRUE;
  double start_s, seconds;

  geos->context = GEOS_init_r ();
  GEOSSTRtree *tree = GEOSSTRtree_create_r (geos->context, 10);
  for (int i = 0; i < N_FENCES; i++) {
    polygons[i] = to_geos (geos->context, work->shapes[i]);
    geos->prepared[i] = GEOSPrepare_r (geos->context, polygons[i]);
    GEOSSTRtree_insert_r (geos->context, tree, polygons[i], GUINT_TO_POINTER ((guint) i + 1));
  }

  start_s = dray_bench_cpu_s ();
  for (int i = 0; i < n_fixes; i++) {
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r (geos->context, work->fixes[i].lon_e7, work->fixes[i].lat_e7);

    geos->point = point;
    geos->count = geos->sum = 0;
    GEOSSTRtree_query_r (geos->context, tree, point, on_candidate, geos);
    GEOSGeom_destroy_r (geos->context, point);
    same &= geos->count == work->counts[i] && geos->sum == work->sums[i];
  }
  seconds = dray_bench_cpu_s () - start_s;

  GEOSSTRtree_destroy_r (geos->context, tree);
  for (int i = 0; i < N_FENCES; i++) {
    GEOSPreparedGeom_destroy_r (geos->context, geos->prepared[i]);
    GEOSGeom_destroy_r (geos->context, polygons[i]);
  }
  GEOS_finish_r (geos->context);
  return same ? seconds : -1.0;
}

int
main (int    argc,
      char **argv)
{
  Work work;

  dray_bench_init (&argc, &argv, options);
  make_work (&work);
  double ours_s = run_ours (&work), geos_s = run_geos (&work);

  for (int i = 0; i < N_FENCES; i++)
    dray_shape_unref (work.shapes[i]);
  g_free (work.shapes);
  g_free (work.fixes);
  g_free (work.counts);
  g_free (work.sums);
  if (geos_s < 0.0) {
    g_printerr ("The answers differ from those of GEOS.\n");
    return 1;
  }
  dray_bench_report ("fence-fixes-per-second", n_fixes / ours_s, "1/s", DRAY_BENCH_CPU, "%d fences of 20 to 200 vertices, %d fixes", N_FENCES, n_fixes);
  dray_bench_report ("fence-ratio-to-geos", geos_s / ours_s, "", DRAY_BENCH_CPU, "prepared polygons in an STRtree, %.0f fixes a second", n_fixes / geos_s);
  return 0;
}
