/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-geojson.h"
#include "dray-gpx.h"
#include "dray-kml.h"
#include "dray-polyline.h"
#include "dray-wkt.h"

#include "dray-geo-error.h"
#include "dray-random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static DrayGeoPoint
random_point (DrayRandom *random)
{
  /* Every tenth one is round, or at the edge of the globe. */
  switch (dray_random_below (random, 20)) {
  case 0:
    return (DrayGeoPoint) { 180 * DRAY_E7, -90 * DRAY_E7 };
  case 1:
    return (DrayGeoPoint) { -1, 1 };
  default:
    return (DrayGeoPoint) { (int) ((gint64) dray_random_below (random, 3600000001u) - 1800000000), (int) ((gint64) dray_random_below (random, 1800000001u) - 900000000) };
  }
}

static void
add_part (DrayShape  *shape,
          DrayRandom *random,
          int         n_min)
{
  int n = n_min + (int) dray_random_below (random, 6);
  DrayGeoPoint first = { 1, 2 };

  /* A ring's last point must differ from its first, or it would be taken for the repetition. */
  for (int i = 0; i < n; i++) {
    DrayGeoPoint point = i == 0 ? first : random_point (random);

    dray_shape_add_point (shape, dray_geo_point_equal (point, first) && i > 0 ? (DrayGeoPoint) { 3, 4 } : point);
  }
  dray_shape_end_part (shape);
}

static DrayShape *
random_shape (DrayRandom    *random,
              DrayShapeKind  kind)
{
  DrayShape *shape = dray_shape_new (kind);
  int n_members = kind >= DRAY_SHAPE_MULTI_POINT ? 2 + (int) dray_random_below (random, 3) : 1;

  if (kind == DRAY_SHAPE_POINT || kind == DRAY_SHAPE_MULTI_POINT) {
    for (int i = 0; i < n_members; i++)
      dray_shape_add_point (shape, random_point (random));
    dray_shape_end_part (shape);
    return shape;
  }
  for (int i = 0; i < n_members; i++) {
    int n_parts = dray_shape_is_polygonal (shape) ? 1 + (int) dray_random_below (random, 3) : 1;

    for (int part = 0; part < n_parts; part++)
      add_part (shape, random, dray_shape_is_polygonal (shape) ? 3 : 2);
    if (dray_shape_is_polygonal (shape))
      dray_shape_end_polygon (shape);
  }
  return shape;
}

/* Features with names and properties that need escaping. */
static GPtrArray *
random_features (DrayRandom *random,
                 int         n_kinds,
                 gboolean    properties)
{
  static const DrayShapeKind kinds[] = {
    DRAY_SHAPE_POINT, DRAY_SHAPE_LINE, DRAY_SHAPE_MULTI_LINE, DRAY_SHAPE_POLYGON, DRAY_SHAPE_MULTI_POINT, DRAY_SHAPE_MULTI_POLYGON,
  };
  static const char *const names[] = { "Quay <3> & \"more\"", "São João", "a\nb", "]]>", "12" };
  GPtrArray *features = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_feature_free);
  /* GPX puts points before lines, so they come first here. */
  int last_kind = 0;

  for (int i = 0; i < 5; i++) {
    last_kind = MIN (last_kind + (int) dray_random_below (random, 2), n_kinds - 1);
    DrayFeature *feature = dray_feature_new (random_shape (random, kinds[last_kind]), names[dray_random_below (random, G_N_ELEMENTS (names))]);

    if (properties) {
      g_hash_table_insert (feature->properties, g_strdup ("description"), g_strdup (names[dray_random_below (random, G_N_ELEMENTS (names))]));
      g_hash_table_insert (feature->properties, g_strdup ("a \"key\""), g_strdup (names[dray_random_below (random, G_N_ELEMENTS (names))]));
    }
    g_ptr_array_add (features, feature);
  }
  return features;
}

static void
assert_equal (GPtrArray *a,
              GPtrArray *b)
{
  g_assert_cmpint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++) {
    const DrayFeature *one = g_ptr_array_index (a, i);
    const DrayFeature *other = g_ptr_array_index (b, i);
    GHashTableIter iter;
    gpointer key;
    gpointer value;

    g_assert_true (dray_shape_equal (one->shape, other->shape));
    g_assert_cmpstr (one->name, ==, other->name);
    g_assert_cmpint (g_hash_table_size (one->properties), ==, g_hash_table_size (other->properties));
    g_hash_table_iter_init (&iter, one->properties);
    while (g_hash_table_iter_next (&iter, &key, &value))
      g_assert_cmpstr (value, ==, g_hash_table_lookup (other->properties, key));
  }
}

static void
test_geojson_round_trips (void)
{
  DrayRandom random;

  dray_random_init (&random, 1);
  for (int i = 0; i < 200; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) features = random_features (&random, 6, TRUE);
    g_autofree char *text = dray_geojson_write (features);
    g_autoptr (GPtrArray) back = dray_geojson_read (text, -1, &error);

    g_assert_no_error (error);
    assert_equal (features, back);
  }
}

static void
test_kml_round_trips (void)
{
  DrayRandom random;

  dray_random_init (&random, 2);
  for (int i = 0; i < 200; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) features = random_features (&random, 6, TRUE);
    g_autofree char *text = dray_kml_write (features);
    g_autoptr (GPtrArray) back = dray_kml_read (text, -1, &error);

    g_assert_no_error (error);
    assert_equal (features, back);
  }
}

static void
test_gpx_round_trips_with_times (void)
{
  DrayRandom random;

  dray_random_init (&random, 3);
  for (int i = 0; i < 200; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) features = random_features (&random, 3, FALSE);
    DrayFeature *last = g_ptr_array_index (features, 4);

    last->at_us = g_new (gint64, last->shape->n_points);
    for (int k = 0; k < last->shape->n_points; k++)
      last->at_us[k] = k == 1 ? DRAY_NEVER : G_GINT64_CONSTANT (1795132740000000) + (gint64) dray_random_below (&random, 1000000000) * 7;

    g_autofree char *text = dray_gpx_write (features, &error);
    g_assert_no_error (error);
    g_autoptr (GPtrArray) back = dray_gpx_read (text, -1, &error);
    g_assert_no_error (error);
    assert_equal (features, back);
    const DrayFeature *last_back = g_ptr_array_index (back, 4);
    g_assert_cmpmem (last->at_us, (gsize) last->shape->n_points * 8, last_back->at_us, (gsize) last_back->shape->n_points * 8);
  }
}

static void
test_wkt_round_trips (void)
{
  DrayRandom random;

  dray_random_init (&random, 4);
  for (int i = 0; i < 600; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DrayShape) shape = random_shape (&random, (DrayShapeKind) (i % 6));
    g_autofree char *text = dray_wkt_write (shape);
    g_autoptr (DrayShape) back = dray_wkt_read (text, &error);

    g_assert_no_error (error);
    g_assert_true (dray_shape_equal (shape, back));
  }
}

static void
test_polyline_round_trips (void)
{
  DrayRandom random;

  dray_random_init (&random, 5);
  for (int i = 0; i < 400; i++) {
    int precision = 5 + i % 2;
    int unit = precision == 5 ? 100 : 10;
    DrayGeoPoint points[20];

    for (int k = 0; k < 20; k++)
      points[k] = random_point (&random);
    g_autoptr (GError) error = NULL;
    g_autofree char *text = dray_polyline_write (points, 20, precision);
    g_autoptr (GArray) back = dray_polyline_read (text, precision, &error);
    g_assert_no_error (error);
    g_assert_cmpint (back->len, ==, 20);
    for (guint k = 0; k < 20; k++) {
      g_assert_cmpint (abs (g_array_index (back, DrayGeoPoint, k).lon_e7 - points[k].lon_e7), <=, unit / 2);
      g_assert_cmpint (abs (g_array_index (back, DrayGeoPoint, k).lat_e7 - points[k].lat_e7), <=, unit / 2);
    }
  }
}

/* The example of the format's own description. */
static void
test_polyline_of_the_description (void)
{
  static const DrayGeoPoint points[] = { { -1202000000, 385000000 }, { -1209500000, 407000000 }, { -1264530000, 432520000 } };
  g_autofree char *text = dray_polyline_write (points, 3, 5);

  g_assert_cmpstr (text, ==, "_p~iF~ps|U_ulLnnqC_mqNvxq`@");
}

static void
test_wkt_as_others_write_it (void)
{
  static const char *const texts[] = {
    "POINT(8.5 41.25)", "  point ( 8.5   41.25 ) ", "POINT Z (8.5 41.25 100)", "SRID=4326;POINT(8.5 41.25)", "MULTIPOINT(8.5 41.25)", "MULTIPOINT((8.5 41.25))",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DrayShape) shape = dray_wkt_read (texts[i], &error);

    g_assert_no_error (error);
    g_assert_cmpint (shape->points[0].lon_e7, ==, 85000000);
    g_assert_cmpint (shape->points[0].lat_e7, ==, 412500000);
  }
}

static void
test_geojson_as_others_write_it (void)
{
  static const char text[] =
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"Yard\",\"speed\":30,\"on\":true,\"deep\":{\"x\":1}},\"geometry\":"
    "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[8.5,41.25,90]},"
    "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}]}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) features = dray_geojson_read (text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (features->len, ==, 2);
  const DrayFeature *feature = g_ptr_array_index (features, 0);
  g_assert_cmpstr (feature->name, ==, "Yard");
  g_assert_cmpstr (g_hash_table_lookup (feature->properties, "speed"), ==, "30");
  g_assert_cmpstr (g_hash_table_lookup (feature->properties, "on"), ==, "true");
  g_assert_cmpint (g_hash_table_size (feature->properties), ==, 2);
}

static void
test_kml_of_several_kinds (void)
{
  static const char text[] =
    "<kml:kml xmlns:kml='http://www.opengis.net/kml/2.2'><kml:Document><kml:Placemark><kml:name>Yard</kml:name><kml:MultiGeometry>"
    "<kml:Point><kml:coordinates> 8.5,41.25,0 </kml:coordinates></kml:Point>"
    "<kml:LineString><kml:coordinates>1,2\n3,4,5</kml:coordinates></kml:LineString></kml:MultiGeometry></kml:Placemark></kml:Document></kml:kml>";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) features = dray_kml_read (text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (features->len, ==, 2);
  for (guint i = 0; i < 2; i++) {
    const DrayFeature *feature = g_ptr_array_index (features, i);

    g_assert_cmpstr (feature->name, ==, "Yard");
    g_assert_cmpint (feature->shape->kind, ==, i == 0 ? DRAY_SHAPE_POINT : DRAY_SHAPE_LINE);
  }
}

static void
test_gpx_leaves_out_lone_points (void)
{
  static const char text[] =
    "<gpx version='1.1'><trk><name>Run</name><trkseg><trkpt lat='1' lon='2'/></trkseg><trkseg><trkpt lat='1' lon='2'><time>2026-11-20T07:14:00+01:00</time>"
    "<name>x</name></trkpt><trkpt lat='1.5' lon='2'/></trkseg></trk><trk/></gpx>";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) features = dray_gpx_read (text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (features->len, ==, 1);
  const DrayFeature *feature = g_ptr_array_index (features, 0);
  g_assert_cmpstr (feature->name, ==, "Run");
  g_assert_cmpint (feature->shape->kind, ==, DRAY_SHAPE_LINE);
  g_assert_cmpint (feature->at_us[0], ==, G_GINT64_CONSTANT (1795155240) * 1000000);
  g_assert_cmpint (feature->at_us[1], ==, DRAY_NEVER);
}

static void
test_broken_text_is_refused (void)
{
  static const char *const broken_wkt[] = {
    "", "POINT", "POINT()", "POINT EMPTY", "POINT(1)", "POINT(1 2", "POINT(1 2) x", "POINT(200 0)", "POINT(0 nan)", "POINT(1e999 0)", "LINESTRING(1 2)",
    "POLYGON((1 2,3 4,1 2))", "POLYGON(1 2,3 4)", "CIRCLE(1 2)", "MULTIPOLYGON(((1 2,3 4,5 6,1 2))",
  };
  static const char *const broken_json[] = {
    "", "[]", "{}", "{\"type\":\"Point\"}", "{\"type\":\"Point\",\"coordinates\":[1]}", "{\"type\":\"Point\",\"coordinates\":[\"1\",2]}",
    "{\"type\":\"Point\",\"coordinates\":[181,2]}", "{\"type\":\"Polygon\",\"coordinates\":[]}", "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4]]]}",
    "{\"type\":\"Circle\",\"coordinates\":[1,2]}", "{\"type\":\"Feature\"}", "{\"type\":\"FeatureCollection\",\"features\":[1]}",
    "{\"type\":\"LineString\",\"coordinates\":[[[1,2]]]}",
  };
  static const char *const broken_xml[] = {
    "", "<gpx>", "<gpx><wpt lat='1'/></gpx>", "<gpx><wpt lat='91' lon='0'/></gpx>", "<gpx><trkpt lat='1' lon='2'/></gpx>", "<gpx><wpt lat='1x' lon='2'/></gpx>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]><gpx>&a;</gpx>", "<kml><Placemark><Point><coordinates>1</coordinates></Point></Placemark></kml>",
    "<kml><Placemark><Polygon/></Placemark></kml>", "<kml><Placemark><LineString><coordinates>1,2</coordinates></LineString></Placemark></kml>",
  };
  static const char *const broken_line[] = { "_", "_p~iF~ps|U_", "\x01", "~~~~~~~~~~~~~~~~~", "\xff\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (broken_wkt); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (dray_wkt_read (broken_wkt[i], &error));
    g_assert_nonnull (error);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (broken_json); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (dray_geojson_read (broken_json[i], -1, &error));
    g_assert_nonnull (error);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (broken_xml); i++) {
    g_autoptr (GError) error = NULL;
    gboolean kml = strstr (broken_xml[i], "<kml") != NULL;

    g_assert_null (kml ? dray_kml_read (broken_xml[i], -1, &error) : dray_gpx_read (broken_xml[i], -1, &error));
    g_assert_nonnull (error);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (broken_line); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (dray_polyline_read (broken_line[i], 5, &error));
    g_assert_nonnull (error);
  }
}

static void
test_depth_is_limited (void)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) xml = g_string_new (NULL);

  for (int i = 0; i < 100000; i++) {
    g_string_append_c (json, '[');
    g_string_append (xml, "<a>");
  }
  g_assert_null (dray_geojson_read (json->str, -1, NULL));
  g_assert_null (dray_gpx_read (xml->str, -1, NULL));
  g_assert_null (dray_kml_read (xml->str, -1, NULL));
}

static void
test_gpx_has_no_areas (void)
{
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_feature_free);
  g_autoptr (DrayShape) shape = dray_wkt_read ("POLYGON((1 2,3 4,5 7,1 2))", NULL);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (features, dray_feature_new (dray_shape_ref (shape), "Yard"));
  g_assert_null (dray_gpx_write (features, &error));
  g_assert_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/codecs/geojson-round-trips", test_geojson_round_trips);
  g_test_add_func ("/geo/codecs/kml-round-trips", test_kml_round_trips);
  g_test_add_func ("/geo/codecs/gpx-round-trips-with-times", test_gpx_round_trips_with_times);
  g_test_add_func ("/geo/codecs/wkt-round-trips", test_wkt_round_trips);
  g_test_add_func ("/geo/codecs/polyline-round-trips", test_polyline_round_trips);
  g_test_add_func ("/geo/codecs/polyline-of-the-description", test_polyline_of_the_description);
  g_test_add_func ("/geo/codecs/wkt-as-others-write-it", test_wkt_as_others_write_it);
  g_test_add_func ("/geo/codecs/geojson-as-others-write-it", test_geojson_as_others_write_it);
  g_test_add_func ("/geo/codecs/kml-of-several-kinds", test_kml_of_several_kinds);
  g_test_add_func ("/geo/codecs/gpx-leaves-out-lone-points", test_gpx_leaves_out_lone_points);
  g_test_add_func ("/geo/codecs/broken-text-is-refused", test_broken_text_is_refused);
  g_test_add_func ("/geo/codecs/depth-is-limited", test_depth_is_limited);
  g_test_add_func ("/geo/codecs/gpx-has-no-areas", test_gpx_has_no_areas);
  return g_test_run ();
}
