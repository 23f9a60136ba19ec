/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-builder.h"
#include "dray-place-builder.h"
#include "dray-road-address.h"
#include "dray-road-places.h"

#include "dray-random.h"

#include <glib/gstdio.h>

/* A town and a village with a street of the same name each; numbers on the town's, one of them on a building. */
static const char world[] =
  "<osm version='0.6'>"
  "<node id='1' lon='10.000' lat='50.000'/><node id='2' lon='10.002' lat='50.000'/><node id='3' lon='10.004' lat='50.000'/>"
  "<node id='4' lon='10.200' lat='50.100'/><node id='5' lon='10.202' lat='50.100'/>"
  "<node id='6' lon='10.001' lat='50.0001'><tag k='addr:housenumber' v='7'/><tag k='addr:street' v='Mill Lane'/></node>"
  "<node id='7' lon='10.003' lat='50.0002'/><node id='8' lon='10.0032' lat='50.0002'/><node id='9' lon='10.0031' lat='50.0003'/>"
  "<node id='10' lon='10.001' lat='50.003'><tag k='place' v='town'/><tag k='name' v='Harlhaven'/></node>"
  "<node id='11' lon='10.201' lat='50.101'><tag k='place' v='village'/><tag k='name' v='Kessel'/></node>"
  "<node id='12' lon='10.002' lat='50.001'><tag k='shop' v='bakery'/><tag k='name' v='Café Lund'/></node>"
  "<way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='residential'/><tag k='name' v='Mill Lane'/></way>"
  "<way id='2'><nd ref='2'/><nd ref='3'/><tag k='highway' v='secondary'/><tag k='name' v='Mill Lane'/></way>"
  "<way id='3'><nd ref='4'/><nd ref='5'/><tag k='highway' v='residential'/><tag k='name' v='Mill Lane'/></way>"
  "<way id='4'><nd ref='7'/><nd ref='8'/><nd ref='9'/><nd ref='7'/><tag k='building' v='yes'/><tag k='addr:housenumber' v='9b'/>"
  "<tag k='addr:street' v='Mill Lane'/></way>"
  "</osm>";

typedef struct {
  char           *folder;
  char           *path;
  DrayRoadPack   *pack;
  DrayRoadPlaces *places;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (world, sizeof world - 1);
  g_autoptr (DrayOsmData) osm = dray_osm_reader_read_bytes (bytes, 1, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  fixture->folder = g_dir_make_tmp ("dray-places-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.region", NULL);
  g_autoptr (DrayRoadPackWriter) writer = dray_road_pack_writer_new (fixture->path, &error);
  g_assert_true (dray_map_build (osm, NULL, writer, NULL, NULL, NULL, &error));
  g_assert_true (dray_place_build (osm, writer, NULL, NULL, NULL, &error));
  g_assert_true (dray_road_pack_writer_finish (writer, &error));
  fixture->pack = dray_road_pack_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->places = dray_road_places_new (fixture->pack, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->places, dray_road_places_free);
  g_clear_pointer (&fixture->pack, dray_road_pack_unref);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static DrayPlace
find (Fixture    *fixture,
      const char *name,
      const char *context)
{
  for (guint i = 0; i < dray_road_places_get_n_places (fixture->places); i++) {
    DrayPlace place = dray_road_places_get_place (fixture->places, i);

    if (g_strcmp0 (place.name, name) == 0 && g_strcmp0 (place.context, context) == 0)
      return place;
  }
  g_error ("there is no %s in %s", name, context);
}

static void
test_a_street_is_one_place_in_each_town (Fixture      *fixture,
                                         gconstpointer data)
{
  DrayPlace town = find (fixture, "Mill Lane", "Harlhaven");
  DrayPlace village = find (fixture, "Mill Lane", "Kessel");

  g_assert_cmpint (dray_road_places_get_n_places (fixture->places), ==, 5);
  g_assert_cmpint (town.kind, ==, DRAY_PLACE_STREET);
  g_assert_cmpint (town.importance, >, village.importance);
  g_assert_cmpint (village.point.lon_e7, ==, 102010000);
}

static void
test_houses_belong_to_the_nearest_street (Fixture      *fixture,
                                          gconstpointer data)
{
  DrayPlace town = find (fixture, "Mill Lane", "Harlhaven");
  DrayHouse seven = dray_road_places_get_house (fixture->places, town.first_house);
  DrayHouse nine = dray_road_places_get_house (fixture->places, town.first_house + 1);

  g_assert_cmpint (town.n_houses, ==, 2);
  g_assert_cmpint (seven.number, ==, 7);
  g_assert_cmpint (nine.number, ==, 9);
  g_assert_cmpstr (nine.suffix, ==, "b");
  g_assert_cmpint (find (fixture, "Mill Lane", "Kessel").n_houses, ==, 0);
}

static void
test_the_most_important_stands_first (Fixture      *fixture,
                                      gconstpointer data)
{
  int last = 256;

  g_assert_cmpstr (dray_road_places_get_place (fixture->places, 0).name, ==, "Harlhaven");
  for (guint i = 0; i < dray_road_places_get_n_places (fixture->places); i++) {
    DrayPlace place = dray_road_places_get_place (fixture->places, i);

    g_assert_cmpint (place.importance, <=, last);
    last = place.importance;
  }
}

static void
test_address_at_a_point (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayRoadMap) map = dray_road_map_new (fixture->pack, &error);
  g_auto (DrayRoadAddress) door = { 0 };
  g_auto (DrayRoadAddress) away = { 0 };
  g_auto (DrayRoadAddress) nowhere = { 0 };

  g_assert_true (dray_road_address_find (map, (DrayGeoPoint) { 100010000, 500001000 }, &door, NULL, &error));
  g_assert_cmpstr (door.street, ==, "Mill Lane");
  g_assert_cmpstr (door.number, ==, "7");
  g_assert_cmpstr (door.locality, ==, "Harlhaven");
  g_assert_true (dray_road_address_find (map, (DrayGeoPoint) { 102010000, 501001000 }, &away, NULL, &error));
  g_assert_cmpstr (away.street, ==, "Mill Lane");
  g_assert_null (away.number);
  g_assert_cmpfloat_with_epsilon (away.distance_m, 11.1, 0.5);
  g_assert_true (dray_road_address_find (map, (DrayGeoPoint) { 120000000, 400000000 }, &nowhere, NULL, &error));
  g_assert_null (nowhere.street);
  g_assert_null (nowhere.locality);
}

static void
test_damaged_sections_never_crash (Fixture      *fixture,
                                   gconstpointer data)
{
  static const char *const sections[] = { "place.head", "place.records", "place.houses", "place.text" };
  g_autofree char *path = g_build_filename (fixture->folder, "b.region", NULL);
  DrayRandom random;

  dray_random_init (&random, 3);
  for (int round = 0; round < 60; round++) {
    g_autoptr (DrayRoadPackWriter) writer = dray_road_pack_writer_new (path, NULL);
    guint damaged = dray_random_below (&random, G_N_ELEMENTS (sections));
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (sections); i++) {
      gsize n = 0;
      gconstpointer bytes = dray_road_pack_get_section (fixture->pack, sections[i], &n, NULL);
      g_autofree guint8 *copy = g_memdup2 (bytes, n);

      if (i == damaged && n > 0)
        copy[dray_random_below (&random, (guint32) n)] ^= (guint8) (1 + dray_random_below (&random, 255));
      g_assert_true (dray_road_pack_writer_add (writer, sections[i], copy, n, NULL));
    }
    g_assert_true (dray_road_pack_writer_finish (writer, NULL));
    g_autoptr (DrayRoadPack) pack = dray_road_pack_open (path, NULL);
    g_autoptr (DrayRoadPlaces) places = dray_road_places_new (pack, &error);
    g_assert_true ((places == NULL) == (error != NULL));
    for (guint i = 0; places != NULL && i < dray_road_places_get_n_places (places); i++) {
      DrayPlace place = dray_road_places_get_place (places, i);

      for (guint k = 0; k < place.n_houses; k++)
        dray_road_places_get_house (places, place.first_house + k);
    }
  }
  g_unlink (path);
}

#define ADD(name, function) g_test_add ("/road/places/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-street-is-one-place-in-each-town", test_a_street_is_one_place_in_each_town);
  ADD ("houses-belong-to-the-nearest-street", test_houses_belong_to_the_nearest_street);
  ADD ("the-most-important-stands-first", test_the_most_important_stands_first);
  ADD ("address-at-a-point", test_address_at_a_point);
  ADD ("damaged-sections-never-crash", test_damaged_sections_never_crash);
  return g_test_run ();
}
