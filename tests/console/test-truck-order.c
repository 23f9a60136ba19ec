/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-order.h"

#include "dray-test-fleet.h"

static void
settle (void)
{
  g_usleep (120 * 1000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
put_slack (DrayLiveFleet *fleet,
           guint32        truck,
           int            slack_s,
           gboolean       alarm)
{
  DrayTruckProgress progress = { .truck = truck, .state = DRAY_TRUCK_DRIVING, .late = slack_s < 0, .alarm = (guint8) alarm, .slack_s = slack_s };

  dray_live_fleet_put_progress (fleet, &progress, 1);
}

static DrayLiveFleet *
new_fleet (void)
{
  static const DrayTruckLabel labels[] = {
    { .number = "10", .plate = "HV 10 AAA", .driver = "Zoe" },
    { .number = "9", .plate = "HV-14 LUB", .driver = "Anna" },
    { .number = "2", .plate = "HV 99 CCC" },
  };
  DrayTruckLabel own[G_N_ELEMENTS (labels)];

  for (guint32 i = 0; i < G_N_ELEMENTS (labels); i++) {
    own[i] = labels[i];
    own[i].id = dray_id_derive ("truck", &i, sizeof i);
  }
  return dray_live_fleet_new (own, G_N_ELEMENTS (own), NULL);
}

static const char *
number_at (DrayTruckOrder *order,
           guint           position)
{
  g_autoptr (DrayLiveTruck) truck = g_list_model_get_item (G_LIST_MODEL (order), position);

  return dray_live_truck_get_number (truck);
}

static void
test_worst_first (void)
{
  g_autoptr (DrayLiveFleet) fleet = new_fleet ();
  g_autoptr (DrayTruckOrder) order = dray_truck_order_new ();

  put_slack (fleet, 0, 600, FALSE);
  put_slack (fleet, 1, -60, FALSE);
  put_slack (fleet, 2, 5000, TRUE);
  settle ();
  dray_truck_order_set_fleet (order, fleet);
  g_assert_cmpstr (number_at (order, 0), ==, "2");
  g_assert_cmpstr (number_at (order, 1), ==, "9");
  g_assert_cmpstr (number_at (order, 2), ==, "10");
  g_assert_cmpuint (dray_truck_order_count (order, DRAY_TRUCKS_AT_RISK), ==, 2);
}

static void
test_natural_numbers (void)
{
  g_autoptr (DrayLiveFleet) fleet = new_fleet ();
  g_autoptr (DrayTruckOrder) order = dray_truck_order_new ();

  dray_truck_order_set_fleet (order, fleet);
  dray_truck_order_set_sort (order, DRAY_TRUCKS_BY_NUMBER);
  g_assert_cmpstr (number_at (order, 0), ==, "2");
  g_assert_cmpstr (number_at (order, 1), ==, "9");
  g_assert_cmpstr (number_at (order, 2), ==, "10");
}

static void
test_no_driver_last (void)
{
  g_autoptr (DrayLiveFleet) fleet = new_fleet ();
  g_autoptr (DrayTruckOrder) order = dray_truck_order_new ();

  dray_truck_order_set_fleet (order, fleet);
  dray_truck_order_set_sort (order, DRAY_TRUCKS_BY_DRIVER);
  g_assert_cmpstr (number_at (order, 0), ==, "9");
  g_assert_cmpstr (number_at (order, 2), ==, "2");
}

static void
test_search (void)
{
  g_autoptr (DrayLiveFleet) fleet = new_fleet ();
  g_autoptr (DrayTruckOrder) order = dray_truck_order_new ();

  dray_truck_order_set_fleet (order, fleet);
  dray_truck_order_set_text (order, "14lub");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (order)), ==, 1);
  g_assert_cmpstr (number_at (order, 0), ==, "9");
  dray_truck_order_set_text (order, "ZOE");
  g_assert_cmpstr (number_at (order, 0), ==, "10");
  dray_truck_order_set_text (order, "nobody");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (order)), ==, 0);
  dray_truck_order_set_text (order, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (order)), ==, 3);
}

/* A copy of the list that follows by what is announced. */
static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GPtrArray  *copy)
{
  g_ptr_array_remove_range (copy, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (copy, (int) (position + i), g_list_model_get_item (model, position + i));
}

static void
test_announced (void)
{
  g_autoptr (DrayTestFleet) test = dray_test_fleet_new (500, 10, 50, 1);
  g_autoptr (DrayTruckOrder) order = dray_truck_order_new ();
  g_autoptr (GPtrArray) copy = g_ptr_array_new_with_free_func (g_object_unref);
  DrayLiveFleet *fleet = dray_test_fleet_get (test);

  g_signal_connect (order, "items-changed", G_CALLBACK (on_items_changed), copy);
  settle ();
  dray_truck_order_set_fleet (order, fleet);
  for (int round = 0; round < 40; round++) {
    for (guint32 k = 0; k < 20; k++)
      put_slack (fleet, (guint32) round * 37 % 480 + k, (round * 7919 + (int) k * 131) % 4000 - 300, k == 3);
    settle ();
    dray_truck_order_set_set (order, (DrayTruckSet) (round % DRAY_N_TRUCK_SETS));
    dray_truck_order_refresh (order);
    g_assert_cmpuint (copy->len, ==, g_list_model_get_n_items (G_LIST_MODEL (order)));
    for (guint i = 0; i < copy->len; i++) {
      g_autoptr (DrayLiveTruck) truck = g_list_model_get_item (G_LIST_MODEL (order), i);

      g_assert_true (copy->pdata[i] == truck);
      g_assert_cmpuint (dray_truck_order_find (order, dray_live_truck_get_index (truck)), ==, i);
    }
  }
}

static void
count_signal (GListModel *model,
              guint       position,
              guint       removed,
              guint       added,
              guint      *n)
{
  (*n)++;
}

static void
test_quiet (void)
{
  g_autoptr (DrayLiveFleet) fleet = new_fleet ();
  g_autoptr (DrayTruckOrder) order = dray_truck_order_new ();
  guint n_signals = 0;

  dray_truck_order_set_fleet (order, fleet);
  g_signal_connect (order, "items-changed", G_CALLBACK (count_signal), &n_signals);
  put_slack (fleet, 0, 600, FALSE);
  put_slack (fleet, 1, 660, FALSE);
  put_slack (fleet, 2, 720, FALSE);
  settle ();
  dray_truck_order_refresh (order);
  n_signals = 0;
  /* Seconds within the same minute change no row's place. */
  put_slack (fleet, 1, 665, FALSE);
  settle ();
  dray_truck_order_refresh (order);
  g_assert_cmpuint (n_signals, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/truck-order/alarms-then-the-least-slack", test_worst_first);
  g_test_add_func ("/console/truck-order/nine-stands-before-ten", test_natural_numbers);
  g_test_add_func ("/console/truck-order/trucks-without-a-driver-come-last", test_no_driver_last);
  g_test_add_func ("/console/truck-order/a-search-finds-plates-and-drivers", test_search);
  g_test_add_func ("/console/truck-order/what-is-announced-is-what-changed", test_announced);
  g_test_add_func ("/console/truck-order/nothing-is-announced-when-no-row-moved", test_quiet);
  return g_test_run ();
}
