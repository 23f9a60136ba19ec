/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-builder.h"
#include "dray-road-map.h"

#include "dray-random.h"

#include <glib/gstdio.h>
#include <string.h>

/* A coast with an island, a motorway in two ways, a ring of wood with a glade, a street one way, a low bridge, a town. */
static const char world[] =
  "<osm version='0.6'>"
  "<node id='1' lon='10.00' lat='50.00'/><node id='2' lon='10.05' lat='50.01'/><node id='3' lon='10.10' lat='50.00'/>"
  "<node id='4' lon='10.02' lat='50.04'/><node id='5' lon='10.04' lat='50.04'/><node id='6' lon='10.04' lat='50.06'/><node id='7' lon='10.02' lat='50.06'/>"
  "<node id='8' lon='10.025' lat='50.045'/><node id='9' lon='10.035' lat='50.045'/><node id='10' lon='10.035' lat='50.055'/>"
  "<node id='11' lon='9.99' lat='49.98'/><node id='12' lon='10.05' lat='49.985'/><node id='13' lon='10.11' lat='49.98'/>"
  "<node id='14' lon='10.05' lat='49.97'/><node id='15' lon='10.06' lat='49.97'/><node id='16' lon='10.055' lat='49.975'/>"
  "<node id='17' lon='9.99' lat='49.96'/><node id='18' lon='10.11' lat='50.07'/>"
  "<node id='19' lon='10.06' lat='50.02'><tag k='place' v='town'/><tag k='name' v='Harlhaven'/><tag k='population' v='30000'/></node>"
  "<way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='motorway'/><tag k='ref' v='A4'/></way>"
  "<way id='2'><nd ref='2'/><nd ref='3'/><tag k='highway' v='motorway'/><tag k='ref' v='A4'/></way>"
  "<way id='3'><nd ref='4'/><nd ref='5'/><nd ref='6'/><nd ref='7'/><nd ref='4'/></way>"
  "<way id='4'><nd ref='8'/><nd ref='9'/><nd ref='10'/><nd ref='8'/></way>"
  "<way id='5'><nd ref='2'/><nd ref='8'/><tag k='highway' v='residential'/><tag k='name' v='Mill Lane'/><tag k='oneway' v='-1'/>"
  "<tag k='bridge' v='yes'/><tag k='maxheight' v='3.60 m'/></way>"
  "<way id='8'><nd ref='2'/><nd ref='9'/><tag k='highway' v='residential'/><tag k='hgv' v='no'/></way>"
  "<way id='9'><nd ref='9'/><nd ref='10'/><tag k='highway' v='residential'/><tag k='hgv' v='no'/></way>"
  "<way id='6'><nd ref='11'/><nd ref='12'/><nd ref='13'/><tag k='natural' v='coastline'/></way>"
  "<way id='7'><nd ref='14'/><nd ref='15'/><nd ref='16'/><nd ref='14'/><tag k='natural' v='coastline'/></way>"
  "<relation id='1'><member type='way' ref='3' role='outer'/><member type='way' ref='4' role='inner'/>"
  "<tag k='type' v='multipolygon'/><tag k='landuse' v='forest'/><tag k='name' v='Kessel Wood'/></relation>"
  "</osm>";

typedef struct {
  char         *folder;
  char         *path;
  DrayRoadPack *pack;
  DrayRoadMap  *map;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (world, sizeof world - 1);
  g_autoptr (DrayOsmData) osm = dray_osm_reader_read_bytes (bytes, 1, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  fixture->folder = g_dir_make_tmp ("dray-map-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "a.region", NULL);

  g_autoptr (DrayRoadPackWriter) writer = dray_road_pack_writer_new (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (dray_map_build (osm, NULL, writer, NULL, NULL, NULL, &error));
  g_assert_true (dray_road_pack_writer_finish (writer, &error));
  fixture->pack = dray_road_pack_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->map = dray_road_map_new (fixture->pack, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->map);
  g_clear_pointer (&fixture->pack, dray_road_pack_unref);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

#define MIDDLE ((DrayGeoPoint) { 100500000, 500100000 })
#define WOOD ((DrayGeoPoint) { 100300000, 500500000 })

static DrayMapTile *
read_tile (Fixture     *fixture,
           DrayGeoPoint at,
           int          z)
{
  g_autoptr (GError) error = NULL;
  DrayTile id = dray_tile_at (at, z);
  DrayMapTile *tile = dray_road_map_tile (fixture->map, id.z, id.x, id.y, NULL, &error);

  g_assert_no_error (error);
  return tile;
}

static const DrayMapFeature *
find_kind (const DrayMapTile *tile,
           DrayMapKind        kind,
           int               *n_found)
{
  const DrayMapFeature *found = NULL;

  *n_found = 0;
  for (guint i = 0; i < tile->features->len; i++) {
    if (dray_map_tile_get_feature (tile, (int) i)->kind == kind) {
      found = dray_map_tile_get_feature (tile, (int) i);
      (*n_found)++;
    }
  }
  return found;
}

static void
test_roads_of_one_name_are_joined (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr (DrayMapTile) tile = read_tile (fixture, MIDDLE, 14);
  int n = 0, n_points = 0;
  const DrayMapFeature *motorway = find_kind (tile, DRAY_MAP_MOTORWAY, &n);

  g_assert_cmpint (n, ==, 1);
  g_assert_cmpstr (motorway->ref, ==, "A4");
  const DrayWorldPoint *points = dray_map_tile_get_part (tile, motorway->first_part, &n_points);
  g_assert_cmpint (n_points, ==, 3);
  g_assert_cmpint (points[0].x, <, points[2].x);
}

static void
test_a_street_keeps_its_direction_and_bridge (Fixture      *fixture,
                                              gconstpointer data)
{
  g_autoptr (DrayMapTile) tile = read_tile (fixture, MIDDLE, 16);
  int n_points = 0;
  const DrayMapFeature *street = NULL;

  for (guint i = 0; i < tile->features->len; i++) {
    if (g_strcmp0 (dray_map_tile_get_feature (tile, (int) i)->name, "Mill Lane") == 0)
      street = dray_map_tile_get_feature (tile, (int) i);
  }
  g_assert_nonnull (street);
  g_assert_cmpstr (street->name, ==, "Mill Lane");
  g_assert_cmpint (street->flags, ==, DRAY_MAP_FEATURE_BRIDGE | DRAY_MAP_FEATURE_ONE_WAY);
  g_assert_cmpint (street->layer, ==, 1);
  /* oneway=-1: it is driven from the wood to the motorway, southwards. */
  const DrayWorldPoint *points = dray_map_tile_get_part (tile, street->first_part, &n_points);
  g_assert_cmpint (points[0].y, <, points[n_points - 1].y);
}

static void
test_a_wood_has_its_glade (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (DrayMapTile) tile = read_tile (fixture, WOOD, 13);
  int n = 0;
  const DrayMapFeature *wood = find_kind (tile, DRAY_MAP_FOREST, &n);

  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (wood->n_parts, ==, 2);
  const DrayMapFeature *label = find_kind (tile, DRAY_MAP_LABEL_GREEN, &n);
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpstr (label->name, ==, "Kessel Wood");
}

/* Whether a point lies in a feature by the winding of its rings. */
static int
winding (const DrayMapTile    *tile,
         const DrayMapFeature *feature,
         DrayGeoPoint          at)
{
  DrayWorldPoint point = dray_world_point (at);
  int turns = 0;

  for (int part = feature->first_part; part < feature->first_part + feature->n_parts; part++) {
    int n = 0;
    const DrayWorldPoint *ring = dray_map_tile_get_part (tile, part, &n);

    for (int i = 0, j = n - 1; i < n; j = i++) {
      double side = ((double) ring[i].x - ring[j].x) * ((double) point.y - ring[j].y) - ((double) point.x - ring[j].x) * ((double) ring[i].y - ring[j].y);

      if (ring[j].y <= point.y && ring[i].y > point.y && side > 0)
        turns++;
      else if (ring[j].y > point.y && ring[i].y <= point.y && side < 0)
        turns--;
    }
  }
  return turns;
}

static void
test_the_sea_is_right_of_the_coast (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr (DrayMapTile) tile = read_tile (fixture, MIDDLE, 10);
  int n = 0;
  const DrayMapFeature *sea = find_kind (tile, DRAY_MAP_SEA, &n);

  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (winding (tile, sea, (DrayGeoPoint) { 100200000, 499700000 }), !=, 0);
  g_assert_cmpint (winding (tile, sea, (DrayGeoPoint) { 100200000, 500100000 }), ==, 0);
  g_assert_cmpint (winding (tile, sea, (DrayGeoPoint) { 100550000, 499720000 }), ==, 0);
}

static void
test_zoom_decides_what_is_shown (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr (DrayMapTile) far = read_tile (fixture, MIDDLE, 9);
  g_autoptr (DrayMapTile) near = read_tile (fixture, (DrayGeoPoint) { 100250000, 500450000 }, 16);
  g_autoptr (DrayMapTile) beside = read_tile (fixture, (DrayGeoPoint) { 100900000, 499900000 }, 16);
  int n = 0;

  g_assert_null (find_kind (far, DRAY_MAP_RESIDENTIAL, &n));
  g_assert_nonnull (find_kind (far, DRAY_MAP_MOTORWAY, &n));
  g_assert_nonnull (find_kind (far, DRAY_MAP_PLACE_TOWN, &n));
  g_assert_null (find_kind (far, DRAY_MAP_SIGN_HEIGHT, &n));
  const DrayMapFeature *sign = find_kind (near, DRAY_MAP_SIGN_HEIGHT, &n);
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpstr (sign->name, ==, "3.6");
  g_assert_null (find_kind (beside, DRAY_MAP_SIGN_HEIGHT, &n));
  g_assert_null (find_kind (beside, DRAY_MAP_PLACE_TOWN, &n));
}

static void
test_a_ban_stands_where_one_would_drive_into_it (Fixture      *fixture,
                                                 gconstpointer data)
{
  g_autoptr (DrayMapTile) tile = dray_map_tile_new ();
  DrayWorldBox everywhere = { 0, 0, DRAY_WORLD_SIZE, DRAY_WORLD_SIZE };
  int n = 0, n_points = 0;

  g_assert_true (dray_map_source_read (DRAY_MAP_SOURCE (fixture->map), &everywhere, 16, DRAY_MAP_SIGNS, tile, NULL, NULL));
  const DrayMapFeature *ban = find_kind (tile, DRAY_MAP_SIGN_NO_TRUCKS, &n);
  /* Two banned ways, one of which meets the motorway. */
  g_assert_cmpint (n, ==, 1);
  DrayGeoPoint at = dray_world_to_geo (*dray_map_tile_get_part (tile, ban->first_part, &n_points));
  g_assert_cmpfloat (dray_geo_point_distance_m (at, (DrayGeoPoint) { 100500000, 500100000 }), <, 15);
}

static void
test_a_tile_that_is_not_there_is_refused (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_road_map_tile (fixture->map, 3, 8, 0, NULL, &error));
  g_assert_nonnull (error);
}

/* Writes the pack again with one byte of one section changed, checksums right, and reads what there is. */
static void
read_damaged (Fixture    *fixture,
              DrayRandom *random)
{
  static const char *const sections[] = { "map.head", "map.leaves", "map.nodes", "map.data", "map.names" };
  g_autofree char *path = g_build_filename (fixture->folder, "b.region", NULL);
  g_autoptr (DrayRoadPackWriter) writer = dray_road_pack_writer_new (path, NULL);
  guint damaged = dray_random_below (random, G_N_ELEMENTS (sections));

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++) {
    gsize n = 0;
    gconstpointer bytes = dray_road_pack_get_section (fixture->pack, sections[i], &n, NULL);
    g_autofree guint8 *copy = g_memdup2 (bytes, n);

    if (i == damaged && n > 0) {
      for (int k = 0; k < 3; k++)
        copy[dray_random_below (random, (guint32) n)] ^= (guint8) (1 + dray_random_below (random, 255));
      if (dray_random_below (random, 4) == 0)
        n = dray_random_below (random, (guint32) n);
    }
    g_assert_true (dray_road_pack_writer_add (writer, sections[i], copy, n, NULL));
  }
  g_assert_true (dray_road_pack_writer_finish (writer, NULL));

  g_autoptr (GError) error = NULL;
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (path, &error);
  g_assert_no_error (error);
  g_autoptr (DrayRoadMap) map = dray_road_map_new (pack, &error);
  for (int z = 8; map != NULL && z <= 17; z += 3) {
    DrayTile id = dray_tile_at ((DrayGeoPoint) { 100500000, 500100000 }, z);
    g_autoptr (DrayMapTile) tile = dray_road_map_tile (map, id.z, id.x, id.y, NULL, NULL);
  }
  g_assert_true ((map == NULL) == (error != NULL));
  g_unlink (path);
}

static void
test_damaged_sections_never_crash (Fixture      *fixture,
                                   gconstpointer data)
{
  DrayRandom random;

  dray_random_init (&random, 5);
  for (int i = 0; i < 100; i++)
    read_damaged (fixture, &random);
}

#define ADD(name, function) g_test_add ("/road/map/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("roads-of-one-name-are-joined", test_roads_of_one_name_are_joined);
  ADD ("a-street-keeps-its-direction-and-bridge", test_a_street_keeps_its_direction_and_bridge);
  ADD ("a-wood-has-its-glade", test_a_wood_has_its_glade);
  ADD ("the-sea-is-right-of-the-coast", test_the_sea_is_right_of_the_coast);
  ADD ("zoom-decides-what-is-shown", test_zoom_decides_what_is_shown);
  ADD ("a-ban-stands-where-one-would-drive-into-it", test_a_ban_stands_where_one_would_drive_into_it);
  ADD ("a-tile-that-is-not-there-is-refused", test_a_tile_that_is_not_there_is_refused);
  ADD ("damaged-sections-never-crash", test_damaged_sections_never_crash);
  return g_test_run ();
}
