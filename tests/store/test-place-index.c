/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-place-index.h"

#include <glib/gstdio.h>

#define POINT(lon, lat) { (int) ((lon) * 1e7), (int) ((lat) * 1e7) }

/* A small region, the most important place first, as a pack has it. */
static const DrayPlace places[] = {
  { DRAY_PLACE_CITY, 220, POINT (-8.61, 41.15), "Porto", "", 0, 0 },
  { DRAY_PLACE_TOWN, 160, POINT (-8.60, 41.37), "Santo Tirso", "", 0, 0 },
  { DRAY_PLACE_STREET, 84, POINT (-8.6161, 41.1547), "Rua Álvares Cabral", "Cedofeita, Porto", 0, 5 },
  { DRAY_PLACE_STREET, 70, POINT (-8.60, 41.37), "Rua Álvares Cabral", "Santo Tirso", 0, 0 },
  { DRAY_PLACE_STREET, 66, POINT (-8.62, 41.16), "Rua 25 de Abril", "Porto", 0, 0 },
  { DRAY_PLACE_SITE, 60, POINT (-8.63, 41.17), "Café Lund", "Porto", 0, 0 },
};

static const DrayHouse houses[] = {
  { POINT (-8.6160, 41.1540), 2, "" }, { POINT (-8.6161, 41.1541), 3, "" }, { POINT (-8.6160, 41.1550), 12, "" },
  { POINT (-8.6160, 41.1551), 12, "b" }, { POINT (-8.6161, 41.1560), 23, "" },
};

static DrayPlace
get_place (gpointer data,
           guint    i)
{
  return places[i];
}

static DrayHouse
get_house (gpointer data,
           guint    i)
{
  return houses[i];
}

typedef struct {
  char           *folder;
  char           *path;
  DrayPlaceIndex *index;
} Fixture;

static DrayPlaceIndex *
open_index (Fixture    *fixture,
            const char *id,
            guint       n_places)
{
  DrayPlaceSource source = { id, n_places, get_place, get_house, NULL };
  g_autoptr (GError) error = NULL;
  DrayPlaceIndex *index = dray_place_index_open (fixture->path, &source, NULL, &error);

  g_assert_no_error (error);
  return index;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("dray-places-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.places", NULL);
  fixture->index = open_index (fixture, "one", G_N_ELEMENTS (places));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  g_clear_pointer (&fixture->index, dray_place_index_free);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (fixture->path, suffixes[i], NULL);

    g_unlink (name);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static GPtrArray *
search (Fixture            *fixture,
        const char         *query,
        const DrayGeoPoint *near)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = dray_place_index_search (fixture->index, query, near, 10, &error);

  g_assert_no_error (error);
  return found;
}

static const DrayPlaceFound *
first (GPtrArray *found)
{
  g_assert_cmpint (found->len, >, 0);
  return g_ptr_array_index (found, 0);
}

static void
test_every_keystroke_finds_it (Fixture      *fixture,
                               gconstpointer data)
{
  static const char whole[] = "santo tirso";

  for (gsize length = 2; length < sizeof whole; length++) {
    g_autofree char *typed = g_strndup (whole, length);
    g_autoptr (GPtrArray) found = search (fixture, typed, NULL);

    g_assert_cmpstr (first (found)->label, ==, "Santo Tirso");
  }
}

static void
test_diacritics_and_order_are_forgiven (Fixture      *fixture,
                                        gconstpointer data)
{
  static const char *const queries[] = { "alvares cabral", "CABRAL rua", "Álvares", "cabr alv porto", "Rua  Alvares,Cabral" };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++) {
    g_autoptr (GPtrArray) found = search (fixture, queries[i], NULL);

    g_assert_cmpstr (first (found)->label, ==, "Rua Álvares Cabral");
    g_assert_cmpstr (first (found)->context, ==, "Cedofeita, Porto");
  }
}

static void
test_the_near_one_comes_first (Fixture      *fixture,
                               gconstpointer data)
{
  DrayGeoPoint tirso = POINT (-8.60, 41.37);
  g_autoptr (GPtrArray) found = search (fixture, "alvares cabral", &tirso);

  g_assert_cmpint (found->len, ==, 2);
  g_assert_cmpstr (first (found)->context, ==, "Santo Tirso");
}

static void
test_a_house_number_is_a_place (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (GPtrArray) plain = search (fixture, "alvares cabral 12", NULL);
  g_autoptr (GPtrArray) letter = search (fixture, "12b alvares cabral", NULL);

  g_assert_cmpint (first (plain)->place.kind, ==, DRAY_PLACE_ADDRESS);
  g_assert_cmpstr (first (plain)->label, ==, "Rua Álvares Cabral 12");
  g_assert_cmpint (first (plain)->place.point.lat_e7, ==, houses[2].point.lat_e7);
  g_assert_false (first (plain)->interpolated);
  g_assert_cmpint (first (letter)->place.point.lat_e7, ==, houses[3].point.lat_e7);
}

static void
test_a_missing_number_lies_between_its_neighbours (Fixture      *fixture,
                                                   gconstpointer data)
{
  g_autoptr (GPtrArray) even = search (fixture, "alvares cabral 7", NULL);
  g_autoptr (GPtrArray) beyond = search (fixture, "alvares cabral 99", NULL);

  /* 7 lies a fifth of the way from 3 to 23, on the odd side. */
  g_assert_true (first (even)->interpolated);
  g_assert_cmpint (first (even)->place.point.lon_e7, ==, houses[1].point.lon_e7);
  g_assert_cmpint (first (even)->place.point.lat_e7, ==, houses[1].point.lat_e7 + (houses[4].point.lat_e7 - houses[1].point.lat_e7) / 5);
  g_assert_cmpint (first (beyond)->place.kind, ==, DRAY_PLACE_STREET);
}

static void
test_a_number_may_belong_to_the_name (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr (GPtrArray) found = search (fixture, "rua 25 de abril", NULL);

  g_assert_cmpstr (first (found)->label, ==, "Rua 25 de Abril");
}

static void
test_no_syntax_gets_through (Fixture      *fixture,
                             gconstpointer data)
{
  static const char *const queries[] = {
    "\"", "*", "porto\" OR \"x", "NEAR(a b)", "name:porto", "(", "^porto", "a AND", "NOT", "-", "'; DROP TABLE place; --", "", "   ", "\xff\xfe",
    "porto\xc3", "x-8y6 OR cell:x1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    g_ptr_array_unref (search (fixture, queries[i], NULL));
  g_autoptr (GPtrArray) found = search (fixture, "porto", NULL);
  g_assert_cmpstr (first (found)->label, ==, "Porto");
}

static void
test_another_pack_makes_it_anew (Fixture      *fixture,
                                 gconstpointer data)
{
  g_clear_pointer (&fixture->index, dray_place_index_free);
  fixture->index = open_index (fixture, "one", 1);
  g_autoptr (GPtrArray) kept = search (fixture, "cafe", NULL);
  g_assert_cmpint (kept->len, ==, 1);

  g_clear_pointer (&fixture->index, dray_place_index_free);
  fixture->index = open_index (fixture, "two", 1);
  g_autoptr (GPtrArray) renewed = search (fixture, "cafe", NULL);
  g_assert_cmpint (renewed->len, ==, 0);
}

static void
test_a_damaged_file_is_made_anew (Fixture      *fixture,
                                  gconstpointer data)
{
  g_clear_pointer (&fixture->index, dray_place_index_free);
  g_assert_true (g_file_set_contents (fixture->path, "this is no database, but long enough to be taken for one", -1, NULL));
  fixture->index = open_index (fixture, "one", G_N_ELEMENTS (places));
  g_autoptr (GPtrArray) found = search (fixture, "porto", NULL);

  g_assert_cmpstr (first (found)->label, ==, "Porto");
}

#define ADD(name, function) g_test_add ("/store/place-index/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("every-keystroke-finds-it", test_every_keystroke_finds_it);
  ADD ("diacritics-and-order-are-forgiven", test_diacritics_and_order_are_forgiven);
  ADD ("the-near-one-comes-first", test_the_near_one_comes_first);
  ADD ("a-house-number-is-a-place", test_a_house_number_is_a_place);
  ADD ("a-missing-number-lies-between-its-neighbours", test_a_missing_number_lies_between_its_neighbours);
  ADD ("a-number-may-belong-to-the-name", test_a_number_may_belong_to_the_name);
  ADD ("no-syntax-gets-through", test_no_syntax_gets_through);
  ADD ("another-pack-makes-it-anew", test_another_pack_makes_it_anew);
  ADD ("a-damaged-file-is-made-anew", test_a_damaged_file_is_made_anew);
  return g_test_run ();
}
