/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-marks.h"

#include "dray-random.h"

#include <math.h>

#define WORLD_PX 1e6

/* Columns of trucks at pixels of a map whose corner is at (500000, 500000). */
typedef struct {
  DrayLiveColumns columns;
  double         *xs, *ys;
} Fleet;

static Fleet
fleet_new (guint n)
{
  Fleet fleet = { .columns = { .n = n }, .xs = g_new0 (double, n), .ys = g_new0 (double, n) };

  fleet.columns.states = g_new0 (guint8, n);
  fleet.columns.flags = g_new0 (guint8, n);
  for (guint i = 0; i < n; i++) {
    fleet.columns.states[i] = DRAY_TRUCK_DRIVING;
    fleet.columns.flags[i] = DRAY_TRUCK_HAS_FIX;
  }
  return fleet;
}

static void
fleet_clear (Fleet *fleet)
{
  g_free (fleet->columns.states);
  g_free (fleet->columns.flags);
  g_free (fleet->xs);
  g_free (fleet->ys);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fleet, fleet_clear)

static void
put (Fleet *fleet,
     guint  truck,
     double px,
     double py)
{
  fleet->xs[truck] = (500000 + px) / WORLD_PX;
  fleet->ys[truck] = (500000 + py) / WORLD_PX;
}

static DrayMapFrame
make_frame (double dx)
{
  return (DrayMapFrame) { .world_px = WORLD_PX, .left_px = 500000 + dx, .top_px = 500000, .width = 1000, .height = 800 };
}

static guint
update (DrayTruckMarks *marks,
        const Fleet    *fleet,
        gboolean        join,
        guint32         selected)
{
  DrayMapFrame frame = make_frame (0);
  guint n;

  dray_truck_marks_update (marks, &fleet->columns, fleet->xs, fleet->ys, &frame, join, selected);
  dray_truck_marks_get (marks, &n);
  return n;
}

static void
test_pair_limit (void)
{
  g_autoptr (DrayTruckMarks) marks = dray_truck_marks_new ();
  g_auto (Fleet) fleet = fleet_new (2);

  /* Across the border of a cell and within one: 35 pixels join, 37 don't. */
  for (double x = 100; x < 150; x += 7) {
    put (&fleet, 0, x, 100);
    put (&fleet, 1, x + 35, 100);
    g_assert_cmpuint (update (marks, &fleet, TRUE, DRAY_NO_TRUCK), ==, 1);
    put (&fleet, 1, x + 37, 100);
    g_assert_cmpuint (update (marks, &fleet, TRUE, DRAY_NO_TRUCK), ==, 2);
  }
}

static void
test_counts (void)
{
  g_autoptr (DrayTruckMarks) marks = dray_truck_marks_new ();
  g_auto (Fleet) fleet = fleet_new (5);
  guint n;

  for (guint i = 0; i < 5; i++)
    put (&fleet, i, 400 + i, 300);
  fleet.columns.states[1] = DRAY_TRUCK_WORKING;
  fleet.columns.flags[2] |= DRAY_TRUCK_LATE;
  g_assert_cmpuint (update (marks, &fleet, TRUE, DRAY_NO_TRUCK), ==, 1);

  const DrayTruckMark *mark = dray_truck_marks_get (marks, &n);

  g_assert_cmpuint (mark->n, ==, 5);
  g_assert_cmpuint (mark->parts[DRAY_TRUCK_DRIVING], ==, 3);
  g_assert_cmpuint (mark->parts[DRAY_TRUCK_WORKING], ==, 1);
  g_assert_cmpuint (mark->parts[DRAY_RING_LATE], ==, 1);
  g_assert_cmpfloat_with_epsilon ((double) mark->x, 402, 0.01);
}

static void
test_every_truck_once (void)
{
  g_autoptr (DrayTruckMarks) marks = dray_truck_marks_new ();
  g_auto (Fleet) fleet = fleet_new (3000);
  DrayRandom random;
  guint n, sum = 0;

  dray_random_init (&random, 9);
  for (guint i = 0; i < 3000; i++)
    put (&fleet, i, (double) dray_random_below (&random, 1000), (double) dray_random_below (&random, 800));
  update (marks, &fleet, TRUE, 77);

  const DrayTruckMark *all = dray_truck_marks_get (marks, &n);

  for (guint i = 0; i < n; i++) {
    guint parts = 0;

    for (int part = 0; part < DRAY_RING_PARTS; part++)
      parts += all[i].parts[part];
    g_assert_cmpuint (parts, ==, all[i].n);
    sum += all[i].n;
  }
  g_assert_cmpuint (sum, ==, 3000);
  g_assert_cmpuint (dray_truck_marks_n_trucks (marks), ==, 3000);
}

static void
test_selected_alone (void)
{
  g_autoptr (DrayTruckMarks) marks = dray_truck_marks_new ();
  g_auto (Fleet) fleet = fleet_new (300);
  guint n;

  for (guint i = 0; i < 300; i++)
    put (&fleet, i, 400, 300);
  g_assert_cmpuint (update (marks, &fleet, TRUE, 5), ==, 2);

  const DrayTruckMark *all = dray_truck_marks_get (marks, &n);

  g_assert_cmpuint (all[1].truck, ==, 5);
  g_assert_cmpuint (all[1].n, ==, 1);
}

static void
test_alarm (void)
{
  g_autoptr (DrayTruckMarks) marks = dray_truck_marks_new ();
  g_auto (Fleet) small = fleet_new (50), large = fleet_new (500);
  guint n;

  for (guint i = 0; i < 50; i++)
    put (&small, i, 400, 300);
  for (guint i = 0; i < 500; i++)
    put (&large, i, 400, 300);
  small.columns.flags[7] |= DRAY_TRUCK_ALARM;
  large.columns.flags[7] |= DRAY_TRUCK_ALARM;

  g_assert_cmpuint (update (marks, &small, TRUE, DRAY_NO_TRUCK), ==, 2);
  g_assert_cmpuint (dray_truck_marks_get (marks, &n)[1].truck, ==, 7);
  g_assert_cmpuint (dray_truck_marks_get (marks, &n)[1].n, ==, 1);

  g_assert_cmpuint (update (marks, &large, TRUE, DRAY_NO_TRUCK), ==, 1);
  g_assert_cmpuint (dray_truck_marks_get (marks, &n)[0].truck, ==, 7);
  g_assert_true (dray_truck_marks_get (marks, &n)[0].flags & DRAY_TRUCK_ALARM);
}

/* Dragging the map by any number of pixels moves every mark by as many and joins nothing else. */
static void
test_anchored (void)
{
  g_autoptr (DrayTruckMarks) marks = dray_truck_marks_new ();
  g_auto (Fleet) fleet = fleet_new (400);
  DrayRandom random;

  dray_random_init (&random, 2);
  /* Far enough from the edges to stay in view. */
  for (guint i = 0; i < 400; i++)
    put (&fleet, i, 300 + (double) dray_random_below (&random, 400), 200 + (double) dray_random_below (&random, 400));

  DrayMapFrame frame = make_frame (0);
  guint n_before, n;

  dray_truck_marks_update (marks, &fleet.columns, fleet.xs, fleet.ys, &frame, TRUE, DRAY_NO_TRUCK);

  const DrayTruckMark *now = dray_truck_marks_get (marks, &n_before);
  g_autofree DrayTruckMark *before = g_memdup2 (now, n_before * sizeof *now);

  for (double dx = 1; dx < 100; dx += 13) {
    frame = make_frame (dx);
    dray_truck_marks_update (marks, &fleet.columns, fleet.xs, fleet.ys, &frame, TRUE, DRAY_NO_TRUCK);
    now = dray_truck_marks_get (marks, &n);
    g_assert_cmpuint (n, ==, n_before);
    for (guint i = 0; i < n; i++) {
      g_assert_cmpuint (now[i].n, ==, before[i].n);
      g_assert_cmpfloat_with_epsilon ((double) (before[i].x - now[i].x), dx, 0.05);
    }
  }
}

static void
test_culled (void)
{
  g_autoptr (DrayTruckMarks) marks = dray_truck_marks_new ();
  g_auto (Fleet) fleet = fleet_new (3);

  put (&fleet, 0, 500, 400);
  put (&fleet, 1, -200, 400);
  put (&fleet, 2, 300, 100);
  fleet.columns.flags[2] = 0;
  g_assert_cmpuint (update (marks, &fleet, FALSE, DRAY_NO_TRUCK), ==, 1);
  g_assert_nonnull (dray_truck_marks_find (marks, 505, 405));
  g_assert_null (dray_truck_marks_find (marks, 530, 400));
}

static void
test_turned (void)
{
  g_autoptr (DrayTruckMarks) marks = dray_truck_marks_new ();
  g_auto (Fleet) fleet = fleet_new (1);
  DrayMapFrame frame = make_frame (0);
  guint n;

  /* 100 pixels east of the middle; turned by a quarter, 100 pixels south of it. */
  put (&fleet, 0, 600, 400);
  frame.rotation = G_PI_2;
  dray_truck_marks_update (marks, &fleet.columns, fleet.xs, fleet.ys, &frame, TRUE, DRAY_NO_TRUCK);
  g_assert_cmpfloat_with_epsilon ((double) dray_truck_marks_get (marks, &n)->x, 500, 0.05);
  g_assert_cmpfloat_with_epsilon ((double) dray_truck_marks_get (marks, &n)->y, 500, 0.05);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/truck-marks/a-pair-joins-under-36-pixels-wherever-the-grid-lies", test_pair_limit);
  g_test_add_func ("/console/truck-marks/a-cluster-counts-its-states", test_counts);
  g_test_add_func ("/console/truck-marks/every-truck-is-in-one-mark", test_every_truck_once);
  g_test_add_func ("/console/truck-marks/the-selected-truck-stands-alone-and-on-top", test_selected_alone);
  g_test_add_func ("/console/truck-marks/an-alarm-stands-alone-in-a-small-fleet-and-marks-its-cluster-in-a-large-one", test_alarm);
  g_test_add_func ("/console/truck-marks/clusters-don-t-swim-when-the-map-is-dragged", test_anchored);
  g_test_add_func ("/console/truck-marks/outside-and-without-a-fix-nothing-is-shown", test_culled);
  g_test_add_func ("/console/truck-marks/a-turned-map-turns-its-marks", test_turned);
  return g_test_run ();
}
