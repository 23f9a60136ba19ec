/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-find-index.h"

static void
add (DrayFindIndex *index,
     DrayFindKind   kind,
     const char    *title,
     const char    *detail,
     const char    *keys)
{
  DrayFind find = { .kind = kind, .title = title, .detail = detail };

  dray_find_index_add (index, &find, keys);
}

static DrayFindIndex *
new_index (void)
{
  DrayFindIndex *index = dray_find_index_new ();

  add (index, DRAY_FIND_TRUCK, "Truck 121", "Inga Solberg, HV 77 ABC", "121 HV77ABC Depot North");
  add (index, DRAY_FIND_TRUCK, "Truck 12", "Tomás Varela, HV 14 LUB", "12 HV14LUB Depot Harbour");
  add (index, DRAY_FIND_TRUCK, "Truck 27", "Karl Brandt, HV 12 KAR", "27 HV12KAR Depot North");
  add (index, DRAY_FIND_VIEW, "Live", "View", NULL);
  add (index, DRAY_FIND_COMMAND, "Preferences", "Ctrl+,", NULL);
  add (index, DRAY_FIND_PLACE, "Truckham", "Village", NULL);
  return index;
}

static void
assert_first (const char *text,
              const char *title)
{
  g_autoptr (DrayFindIndex) index = new_index ();
  const DrayFind *hits[10];

  g_assert_cmpuint (dray_find_index_search (index, text, hits, G_N_ELEMENTS (hits)), >, 0);
  g_assert_cmpstr (hits[0]->title, ==, title);
}

static void
test_number (void)
{
  assert_first ("12", "Truck 12");
}

static void
test_plate (void)
{
  assert_first ("14lub", "Truck 12");
  assert_first ("hv 77", "Truck 121");
}

static void
test_last_digits (void)
{
  assert_first ("2kar", "Truck 27");
}

static void
test_driver_case (void)
{
  assert_first ("TOMÁS", "Truck 12");
  assert_first ("varela", "Truck 12");
}

static void
test_all_words (void)
{
  g_autoptr (DrayFindIndex) index = new_index ();
  const DrayFind *hits[10];

  g_assert_cmpuint (dray_find_index_search (index, "north karl", hits, 10), ==, 1);
  g_assert_cmpstr (hits[0]->title, ==, "Truck 27");
  g_assert_cmpuint (dray_find_index_search (index, "north varela", hits, 10), ==, 0);
}

static void
test_word_begin_before_inside (void)
{
  g_autoptr (DrayFindIndex) index = dray_find_index_new ();
  const DrayFind *hits[2];

  add (index, DRAY_FIND_PLACE, "Olive", NULL, NULL);
  add (index, DRAY_FIND_PLACE, "Liveton", NULL, NULL);
  g_assert_cmpuint (dray_find_index_search (index, "live", hits, 2), ==, 2);
  g_assert_cmpstr (hits[0]->title, ==, "Liveton");
}

static void
test_empty_offers_commands (void)
{
  g_autoptr (DrayFindIndex) index = new_index ();
  const DrayFind *hits[10];

  g_assert_cmpuint (dray_find_index_search (index, "  ", hits, 10), ==, 2);
  g_assert_cmpint (hits[0]->kind, ==, DRAY_FIND_VIEW);
  g_assert_cmpint (hits[1]->kind, ==, DRAY_FIND_COMMAND);
}

static void
test_limit_keeps_best (void)
{
  g_autoptr (DrayFindIndex) index = dray_find_index_new ();
  const DrayFind *hits[3];

  for (int i = 0; i < 100; i++)
    add (index, DRAY_FIND_PLACE, "an oak somewhere", NULL, NULL);
  add (index, DRAY_FIND_PLACE, "oak", NULL, NULL);
  g_assert_cmpuint (dray_find_index_search (index, "oak", hits, 3), ==, 3);
  g_assert_cmpstr (hits[0]->title, ==, "oak");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/find-index/a-number-is-found-before-one-that-begins-with-it", test_number);
  g_test_add_func ("/console/find-index/a-plate-is-found-with-and-without-its-spaces", test_plate);
  g_test_add_func ("/console/find-index/a-plate-is-found-by-its-end", test_last_digits);
  g_test_add_func ("/console/find-index/a-driver-is-found-in-any-case", test_driver_case);
  g_test_add_func ("/console/find-index/every-word-must-fit", test_all_words);
  g_test_add_func ("/console/find-index/the-beginning-of-a-word-goes-before-its-inside", test_word_begin_before_inside);
  g_test_add_func ("/console/find-index/nothing-typed-offers-views-and-commands", test_empty_offers_commands);
  g_test_add_func ("/console/find-index/a-full-list-still-takes-a-better-hit", test_limit_keeps_best);
  return g_test_run ();
}
