/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county.h"
#include "dray-osm-reader.h"

#include <math.h>
#include <string.h>

/* What a person would check on the finished map, checked on the file as it was read back: nothing here knows how it was drawn. */

#define N_SEGMENTS 8000

typedef struct {
  DrayCounty  *county;
  DrayOsmData *data;
} Fixture;

/* Draws, writes and reads the county of @seed, once for all tests. */
static Fixture *
fixture_for (guint seed)
{
  static GHashTable *fixtures;
  DrayCountyOptions options = { .seed = seed, .n_segments = N_SEGMENTS };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  Fixture *fixture;

  if (fixtures == NULL)
    fixtures = g_hash_table_new (NULL, NULL);
  fixture = g_hash_table_lookup (fixtures, GUINT_TO_POINTER (seed));
  if (fixture != NULL)
    return fixture;

  fixture = g_new0 (Fixture, 1);
  fixture->county = dray_county_new (&options, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dray_county_write (fixture->county, stream, NULL, &error));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  g_autoptr (GBytes) bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  fixture->data = dray_osm_reader_read_bytes (bytes, 1, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_hash_table_insert (fixtures, GUINT_TO_POINTER (seed), fixture);
  return fixture;
}

static const char *
way_tag (const DrayOsmData *data,
         guint32            way,
         const char        *key)
{
  return dray_osm_data_get_tag (data, dray_osm_data_get_way_tags (data, way), key);
}

static gboolean
is_truck_road (const DrayOsmData *data,
               guint32            way)
{
  const char *highway = way_tag (data, way, "highway");

  return highway != NULL && strcmp (highway, "pedestrian") != 0;
}

/* Spreads from the first node of the first road along all roads, or against all. */
static void
spread (const DrayOsmData *data,
        gboolean           against,
        guint8            *reached,
        guint8             mark)
{
  gboolean begun = FALSE;

  for (gboolean changed = TRUE; changed;) {
    changed = FALSE;
    for (guint32 way = 0; way < data->n_ways; way++) {
      const guint32 *refs = data->way_refs + data->way_refs_first[way];
      guint32 n = data->way_refs_first[way + 1] - data->way_refs_first[way];
      const char *oneway = way_tag (data, way, "oneway");
      gboolean forward = g_strcmp0 (oneway, "-1") != 0, backward = oneway == NULL || strcmp (oneway, "-1") == 0;

      if (!is_truck_road (data, way))
        continue;
      if (!begun)
        reached[refs[0]] |= mark;
      begun = TRUE;
      for (guint32 k = 1; k < n; k++) {
        if ((against ? backward : forward) && reached[refs[k - 1]] & mark && !(reached[refs[k]] & mark)) {
          reached[refs[k]] |= mark;
          changed = TRUE;
        }
      }
      for (guint32 k = n - 1; k > 0; k--) {
        if ((against ? forward : backward) && reached[refs[k]] & mark && !(reached[refs[k - 1]] & mark)) {
          reached[refs[k - 1]] |= mark;
          changed = TRUE;
        }
      }
    }
  }
}

static void
test_truck_gets_from_everywhere_to_everywhere (gconstpointer seed)
{
  const Fixture *fixture = fixture_for (GPOINTER_TO_UINT (seed));
  const DrayOsmData *data = fixture->data;
  g_autofree guint8 *reached = g_new0 (guint8, data->n_nodes);

  spread (data, FALSE, reached, 1);
  spread (data, TRUE, reached, 2);
  for (guint32 way = 0; way < data->n_ways; way++) {
    for (guint32 k = data->way_refs_first[way]; is_truck_road (data, way) && k < data->way_refs_first[way + 1]; k++)
      g_assert_cmpint (reached[data->way_refs[k]], ==, 3);
  }
}

typedef struct {
  guint32 a;
  guint32 b;
} Segment;

#define CELL_E7 40000

static gpointer
cell_key (int lon_e7,
          int lat_e7)
{
  return GSIZE_TO_POINTER ((gsize) (lon_e7 / CELL_E7) << 20 | (gsize) (lat_e7 / CELL_E7));
}

static double
side (const DrayOsmData *data,
      guint32            a,
      guint32            b,
      guint32            c)
{
  double abx = data->node_lon_e7[b] - data->node_lon_e7[a], aby = data->node_lat_e7[b] - data->node_lat_e7[a];

  return abx * (data->node_lat_e7[c] - data->node_lat_e7[a]) - aby * (data->node_lon_e7[c] - data->node_lon_e7[a]);
}

/* Whether the road crosses the shore farther than half a metre from both its ends: a bridge begins on the bank, and rounding to 1e-7
 * degrees decides on which side. */
static gboolean
cross (const DrayOsmData *data,
       Segment            road,
       Segment            shore)
{
  double a = side (data, shore.a, shore.b, road.a), b = side (data, shore.a, shore.b, road.b);
  double dx = data->node_lon_e7[road.b] - data->node_lon_e7[road.a], dy = data->node_lat_e7[road.b] - data->node_lat_e7[road.a];
  double length_m = 0.009 * sqrt (dx * dx + dy * dy), t = a / (a - b);

  return a * b < 0 && side (data, road.a, road.b, shore.a) * side (data, road.a, road.b, shore.b) < 0 && MIN (t, 1 - t) * length_m > 0.5;
}

/* Enters the shores and banks into cells of some 300 metres. */
static GHashTable *
list_shores (const DrayOsmData *data)
{
  GHashTable *cells = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  for (guint32 way = 0; way < data->n_ways; way++) {
    const char *natural = way_tag (data, way, "natural");

    if (g_strcmp0 (natural, "coastline") != 0 && g_strcmp0 (natural, "water") != 0)
      continue;
    for (guint32 k = data->way_refs_first[way]; k + 1 < data->way_refs_first[way + 1]; k++) {
      Segment segment = { data->way_refs[k], data->way_refs[k + 1] };

      for (int lon = MIN (data->node_lon_e7[segment.a], data->node_lon_e7[segment.b]) / CELL_E7; lon <= MAX (data->node_lon_e7[segment.a], data->node_lon_e7[segment.b]) / CELL_E7; lon++) {
        for (int lat = MIN (data->node_lat_e7[segment.a], data->node_lat_e7[segment.b]) / CELL_E7; lat <= MAX (data->node_lat_e7[segment.a], data->node_lat_e7[segment.b]) / CELL_E7; lat++) {
          gpointer key = cell_key (lon * CELL_E7, lat * CELL_E7);
          GArray *cell = g_hash_table_lookup (cells, key);

          if (cell == NULL) {
            cell = g_array_new (FALSE, FALSE, sizeof (Segment));
            g_hash_table_insert (cells, key, cell);
          }
          g_array_append_val (cell, segment);
        }
      }
    }
  }
  return cells;
}

static int
count_crossings (const DrayOsmData *data,
                 GHashTable        *cells,
                 Segment            road)
{
  int n = 0;

  for (int lon = MIN (data->node_lon_e7[road.a], data->node_lon_e7[road.b]) / CELL_E7; lon <= MAX (data->node_lon_e7[road.a], data->node_lon_e7[road.b]) / CELL_E7; lon++) {
    for (int lat = MIN (data->node_lat_e7[road.a], data->node_lat_e7[road.b]) / CELL_E7; lat <= MAX (data->node_lat_e7[road.a], data->node_lat_e7[road.b]) / CELL_E7; lat++) {
      const GArray *cell = g_hash_table_lookup (cells, cell_key (lon * CELL_E7, lat * CELL_E7));

      for (guint i = 0; cell != NULL && i < cell->len; i++)
        n += cross (data, road, g_array_index (cell, Segment, i));
    }
  }
  return n;
}

static void
test_road_meets_no_water_without_bridge (gconstpointer seed)
{
  const Fixture *fixture = fixture_for (GPOINTER_TO_UINT (seed));
  const DrayOsmData *data = fixture->data;
  g_autoptr (GHashTable) cells = list_shores (data);
  int n_wet = 0, n_bridges = 0;

  for (guint32 way = 0; way < data->n_ways; way++) {
    gboolean carried = way_tag (data, way, "bridge") != NULL || way_tag (data, way, "tunnel") != NULL;

    if (way_tag (data, way, "highway") == NULL)
      continue;
    n_bridges += way_tag (data, way, "bridge") != NULL;
    for (guint32 k = data->way_refs_first[way]; !carried && k + 1 < data->way_refs_first[way + 1]; k++) {
      Segment road = { data->way_refs[k], data->way_refs[k + 1] };

      n_wet += count_crossings (data, cells, road) > 0;
    }
  }
  g_assert_cmpint (n_wet, ==, 0);
  g_assert_cmpint (n_bridges, >, 4);
}

static int
count_ways (const DrayOsmData *data,
            const char        *key,
            const char        *value)
{
  int n = 0;

  for (guint32 way = 0; way < data->n_ways; way++)
    n += g_strcmp0 (way_tag (data, way, key), value) == 0;
  return n;
}

static void
test_limits_that_the_story_needs_are_there (gconstpointer seed)
{
  const Fixture *fixture = fixture_for (GPOINTER_TO_UINT (seed));
  const DrayOsmData *data = fixture->data;
  int n_restrictions = 0;

  g_assert_cmpint (count_ways (data, "maxheight", "3.6"), >, 0);
  g_assert_cmpint (count_ways (data, "maxweight", "12"), >, 0);
  g_assert_cmpint (count_ways (data, "toll", "yes"), >, 0);
  g_assert_cmpint (count_ways (data, "tunnel", "yes"), >, 0);
  g_assert_cmpint (count_ways (data, "hgv", "delivery"), >, 20);
  g_assert_cmpint (count_ways (data, "oneway", "yes"), >, 20);
  g_assert_cmpint (count_ways (data, "oneway", "-1"), >, 5);
  /* Six interchanges of four ramps; a small county has no room for all. */
  g_assert_cmpint (count_ways (data, "highway", "motorway_link"), >=, 16);
  for (guint32 r = 0; r < data->n_relations; r++)
    n_restrictions += g_strcmp0 (dray_osm_data_get_tag (data, dray_osm_data_get_relation_tags (data, r), "type"), "restriction") == 0;
  g_assert_cmpint (n_restrictions, >, 0);
}

static void
test_size_is_about_what_was_asked (gconstpointer seed)
{
  const Fixture *fixture = fixture_for (GPOINTER_TO_UINT (seed));
  gsize n = dray_county_get_n_segments (fixture->county);

  g_assert_cmpuint (n, >, N_SEGMENTS * 0.7);
  g_assert_cmpuint (n, <, N_SEGMENTS * 1.3);
}

static void
test_sites_have_addresses_and_hours (gconstpointer seed)
{
  const Fixture *fixture = fixture_for (GPOINTER_TO_UINT (seed));
  gsize n;
  const DrayCountySite *sites = dray_county_get_sites (fixture->county, &n);
  int counts[DRAY_COUNTY_N_SITE_KINDS] = { 0 }, n_slow = 0;

  g_assert_cmpuint (n, >, 300);
  for (gsize i = 0; i < n; i++) {
    counts[sites[i].kind]++;
    n_slow += sites[i].slow;
    g_assert_cmpint (strlen (sites[i].name), >, 2);
    g_assert_cmpint (strlen (sites[i].street), >, 2);
    g_assert_cmpint (strlen (sites[i].number), >, 0);
    g_assert_cmpint (strlen (sites[i].postcode), >=, 6);
    g_assert_cmpint (sites[i].opens_s, <, sites[i].closes_s);
    g_assert_cmpint (sites[i].closes_s, <=, 24 * 3600);
    g_assert_cmpint (sites[i].days, !=, 0);
    g_assert_cmpint (sites[i].service_s, >, 0);
    g_assert_cmpint (ABS (sites[i].lat_e7 - sites[i].entrance_lat_e7), <, 40000);
  }
  g_assert_cmpint (n_slow, ==, 1);
  g_assert_cmpint (counts[DRAY_COUNTY_SITE_DEPOT], ==, 3);
  g_assert_cmpint (counts[DRAY_COUNTY_SITE_SHOP], >, 80);
  g_assert_cmpint (counts[DRAY_COUNTY_SITE_HOSPITAL], >, 0);
  g_assert_cmpint (counts[DRAY_COUNTY_SITE_FARM], >, 5);
}

/* One test for each seed; many seeds when it is allowed to take long. */
static void
add (const char    *name,
     GTestDataFunc  test)
{
  guint n_seeds = g_test_slow () ? 12 : 2;

  for (guint i = 0; i < n_seeds; i++) {
    guint seed = i == 0 ? DRAY_COUNTY_DEFAULT_SEED : i + 2;
    g_autofree char *path = g_strdup_printf ("/sim/county/seed-%u/%s", seed, name);

    g_test_add_data_func (path, GUINT_TO_POINTER (seed), test);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("truck-gets-from-everywhere-to-everywhere", test_truck_gets_from_everywhere_to_everywhere);
  add ("road-meets-no-water-without-bridge", test_road_meets_no_water_without_bridge);
  add ("limits-that-the-story-needs-are-there", test_limits_that_the_story_needs_are_there);
  add ("size-is-about-what-was-asked", test_size_is_about_what_was_asked);
  add ("sites-have-addresses-and-hours", test_sites_have_addresses_and_hours);
  return g_test_run ();
}
