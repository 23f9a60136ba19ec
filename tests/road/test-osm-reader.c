/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-osm-reader.h"
#include "dray-road-error.h"

#include <libdeflate.h>
#include <string.h>

/* Every fault of an input, and real extracts where they are at hand. */

static const char town[] =
  "<?xml version='1.0' encoding='UTF-8'?>\n"
  "<osm version='0.6'>\n"
  "  <bounds minlat='1' minlon='1' maxlat='2' maxlon='2'/>\n"
  "  <node id='3' lon='1.0000003' lat='-2.0'/>\n"
  "  <node id='-7' lon='8.5' lat='41.25'><tag k='barrier' v='gate'/><tag k='name' v='Fish &amp; Chips'/></node>\n"
  "  <node id='5' lon='8.6' lat='41.26'/>\n"
  "  <node id='5' lon='0' lat='0'/>\n"
  "  <node id='9' visible='false'><tag k='highway' v='stop'/></node>\n"
  "  <way id='20'><nd ref='-7'/><nd ref='4'/><nd ref='5'/><tag k='highway' v='primary'/></way>\n"
  "  <way id='10'><nd ref='3'/><nd ref='5'/></way>\n"
  "  <relation id='1'><member type='way' ref='20' role='from'/><member type='node' ref='5' role='via'/>\n"
  "    <member type='way' ref='999' role='to'/><tag k='type' v='restriction'/></relation>\n"
  "</osm>\n";

static DrayOsmData *
read_text (const char *text,
           gsize       n,
           GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, n);

  return dray_osm_reader_read_bytes (bytes, 2, NULL, NULL, NULL, error);
}

static void
check_town (const DrayOsmData *data)
{
  g_assert_cmpuint (data->n_nodes, ==, 3);
  g_assert_cmpint (data->node_ids[0], ==, -7);
  g_assert_cmpint (data->node_lon_e7[1], ==, 10000003);
  g_assert_cmpint (data->node_lat_e7[1], ==, -20000000);
  g_assert_cmpint (data->node_lon_e7[2], ==, 86000000);
  g_assert_cmpuint (data->n_tagged_nodes, ==, 1);
  g_assert_cmpuint (data->tagged_nodes[0], ==, 0);
  g_assert_cmpstr (dray_osm_data_get_tag (data, dray_osm_data_get_tagged_node_tags (data, 0), "name"), ==, "Fish & Chips");
  g_assert_cmpuint (data->n_ways, ==, 2);
  g_assert_cmpint (data->way_ids[0], ==, 10);
  g_assert_cmpuint (data->way_refs_first[2] - data->way_refs_first[1], ==, 3);
  g_assert_cmpuint (data->way_refs[data->way_refs_first[1] + 1], ==, DRAY_OSM_MISSING);
  g_assert_cmpstr (dray_osm_data_get_tag (data, dray_osm_data_get_way_tags (data, 1), "highway"), ==, "primary");
  g_assert_cmpuint (data->n_relations, ==, 1);
  g_assert_cmpuint (data->members[0].index, ==, 1);
  g_assert_cmpstr (data->strings[data->members[1].role], ==, "via");
  g_assert_cmpuint (data->members[2].index, ==, DRAY_OSM_MISSING);
  g_assert_cmpuint (data->n_missing_node_refs, ==, 1);
  g_assert_cmpuint (data->n_missing_member_refs, ==, 1);
  g_assert_cmpuint (data->n_duplicates, ==, 1);
}

static void
test_xml_becomes_sorted_columns (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayOsmData) data = read_text (town, sizeof town - 1, &error);

  g_assert_no_error (error);
  check_town (data);
}

static GByteArray *
gzip (const char *text,
      gsize       n)
{
  struct libdeflate_compressor *compressor = libdeflate_alloc_compressor (9);
  GByteArray *packed = g_byte_array_sized_new ((guint) libdeflate_gzip_compress_bound (compressor, n));

  g_byte_array_set_size (packed, (guint) libdeflate_gzip_compress_bound (compressor, n));
  g_byte_array_set_size (packed, (guint) libdeflate_gzip_compress (compressor, text, n, packed->data, packed->len));
  libdeflate_free_compressor (compressor);
  return packed;
}

static void
test_gzipped_xml_reads_alike (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) packed = gzip (town, sizeof town - 1);
  g_autoptr (DrayOsmData) data = read_text ((const char *) packed->data, packed->len, &error);

  g_assert_no_error (error);
  check_town (data);
}

static void
test_a_zip_bomb_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new ("<osm>");

  while (text->len < 50u << 20)
    g_string_append (text, "<way id='1'/><way id='1'/><way id='1'/><way id='1'/><way id='1'/><way id='1'/>          ");
  g_string_append (text, "</osm>");
  g_autoptr (GByteArray) packed = gzip (text->str, text->len);
  g_assert_null (read_text ((const char *) packed->data, packed->len, &error));
  g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_LIMIT);
}

static void
assert_refused (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayOsmData) data = read_text (text, strlen (text), &error);

  if (data != NULL)
    g_test_message ("taken: %s", text);
  g_assert_null (data);
  g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID);
}

static void
test_unsound_xml_is_refused (void)
{
  assert_refused ("");
  assert_refused ("hello");
  assert_refused ("<gpx/>");
  assert_refused ("<osm><node id='1' lon='1' lat='1'/>");
  assert_refused ("<osm><node id='1' lon='181' lat='1'/></osm>");
  assert_refused ("<osm><node id='1' lon='1' lat='91'/></osm>");
  assert_refused ("<osm><node id='1' lon='nan' lat='1'/></osm>");
  assert_refused ("<osm><node id='1' lat='1'/></osm>");
  assert_refused ("<osm><node id='x' lon='1' lat='1'/></osm>");
  assert_refused ("<osm><node id='99999999999999999999999999' lon='1' lat='1'/></osm>");
  assert_refused ("<osm><node id='-9223372036854775808' lon='1' lat='1'/></osm>");
  assert_refused ("<!DOCTYPE osm [<!ENTITY a 'b'>]><osm><node id='1' lon='1' lat='1'/></osm>");
  assert_refused ("<osm><way id='1'><tag k='&a;' v='x'/></way></osm>");
}

static void
test_every_truncation_of_xml_is_an_error (void)
{
  for (gsize n = 0; n < sizeof town - 10; n++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (town, n, &error));
    g_assert_nonnull (error);
  }
}

static void
test_cancelling_stops (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (town, sizeof town - 1);

  g_cancellable_cancel (cancellable);
  g_assert_null (dray_osm_reader_read_bytes (bytes, 1, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Writing PBF, to have a sound file to break. */

static void
put_varint (GByteArray *out,
            guint64     value)
{
  for (; value > 127; value >>= 7)
    g_byte_array_append (out, &(guint8) { (guint8) (value | 128) }, 1);
  g_byte_array_append (out, &(guint8) { (guint8) value }, 1);
}

static void
put_zigzag (GByteArray *out,
            gint64      value)
{
  put_varint (out, (guint64) value << 1 ^ (guint64) (value >> 63));
}

static void
put_bytes (GByteArray   *out,
           guint         field,
           gconstpointer data,
           gsize         n)
{
  put_varint (out, field << 3 | 2);
  put_varint (out, n);
  g_byte_array_append (out, data, (guint) n);
}

static void
put_message (GByteArray *out,
             guint       field,
             GByteArray *inner)
{
  put_bytes (out, field, inner->data, inner->len);
  g_byte_array_set_size (inner, 0);
}

static void
put_blob (GByteArray *file,
          const char *type,
          GByteArray *content,
          guint64     claimed)
{
  g_autoptr (GByteArray) blob = g_byte_array_new (), header = g_byte_array_new ();
  struct libdeflate_compressor *compressor = libdeflate_alloc_compressor (6);
  gsize bound = libdeflate_zlib_compress_bound (compressor, content->len);
  g_autofree guint8 *packed = g_malloc (bound);
  gsize n = libdeflate_zlib_compress (compressor, content->data, content->len, packed, bound);

  libdeflate_free_compressor (compressor);
  put_varint (blob, 2 << 3);
  put_varint (blob, claimed);
  put_bytes (blob, 3, packed, n);
  put_bytes (header, 1, type, strlen (type));
  put_varint (header, 3 << 3);
  put_varint (header, blob->len);
  guint32 length = GUINT32_TO_BE (header->len);
  g_byte_array_append (file, (const guint8 *) &length, 4);
  g_byte_array_append (file, header->data, header->len);
  g_byte_array_append (file, blob->data, blob->len);
}

typedef struct {
  const char *feature;   /* wanted of the reader */
  gint64      lat;       /* of the second node, in 1e-7 degrees */
  gint64      id;        /* of the second node */
  guint64     key;       /* of the way's tag, among six strings */
  gint64      lie;       /* added to the size that the data claim */
} Recipe;

static const Recipe sound = { "DenseNodes", 412600000, 5, 1, 0 };

/* Two dense nodes (the second tagged), a way over them and one that is missing, a relation. */
static GByteArray *
write_pbf (const Recipe *recipe)
{
  static const char *strings[] = { "", "highway", "primary", "from", "barrier", "gate" };
  g_autoptr (GByteArray) inner = g_byte_array_new (), thing = g_byte_array_new (), group = g_byte_array_new (), block = g_byte_array_new ();
  g_autoptr (GByteArray) header = g_byte_array_new ();
  GByteArray *file = g_byte_array_new ();

  put_bytes (header, 4, recipe->feature, strlen (recipe->feature));
  put_blob (file, "OSMHeader", header, header->len);

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    put_bytes (inner, 1, strings[i], strlen (strings[i]));
  put_message (block, 1, inner);

  put_zigzag (inner, -7);
  put_zigzag (inner, recipe->id + 7);
  put_message (thing, 1, inner);
  put_zigzag (inner, 412500000);
  put_zigzag (inner, recipe->lat - 412500000);
  put_message (thing, 8, inner);
  put_zigzag (inner, -85000000);
  put_zigzag (inner, 1);
  put_message (thing, 9, inner);
  put_varint (inner, 0);
  put_varint (inner, 4);
  put_varint (inner, 5);
  put_varint (inner, 0);
  put_message (thing, 10, inner);
  put_message (group, 2, thing);
  put_message (block, 2, group);

  put_varint (thing, 1 << 3);
  put_varint (thing, 20);
  put_varint (inner, recipe->key);
  put_message (thing, 2, inner);
  put_varint (inner, 2);
  put_message (thing, 3, inner);
  put_zigzag (inner, -7);
  put_zigzag (inner, 12);
  put_zigzag (inner, 1000);
  put_message (thing, 8, inner);
  put_message (group, 3, thing);

  put_varint (thing, 1 << 3);
  put_varint (thing, 1);
  put_varint (inner, 3);
  put_message (thing, 8, inner);
  put_zigzag (inner, 20);
  put_message (thing, 9, inner);
  put_varint (inner, 1);
  put_message (thing, 10, inner);
  put_message (group, 4, thing);
  put_message (block, 2, group);

  put_blob (file, "OSMData", block, (guint64) ((gint64) block->len + recipe->lie));
  return file;
}

static DrayOsmData *
read_recipe (Recipe   recipe,
             GError **error)
{
  g_autoptr (GByteArray) file = write_pbf (&recipe);

  return read_text ((const char *) file->data, file->len, error);
}

static void
test_pbf_becomes_columns (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayOsmData) data = read_recipe (sound, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (data->n_nodes, ==, 2);
  g_assert_cmpint (data->node_lon_e7[1], ==, -84999999);
  g_assert_cmpint (data->node_lat_e7[1], ==, 412600000);
  g_assert_cmpuint (data->tagged_nodes[0], ==, 1);
  g_assert_cmpstr (dray_osm_data_get_tag (data, dray_osm_data_get_tagged_node_tags (data, 0), "barrier"), ==, "gate");
  g_assert_cmpstr (dray_osm_data_get_tag (data, dray_osm_data_get_way_tags (data, 0), "highway"), ==, "primary");
  g_assert_cmpuint (data->way_refs[1], ==, 1);
  g_assert_cmpuint (data->way_refs[2], ==, DRAY_OSM_MISSING);
  g_assert_cmpuint (data->members[0].kind, ==, DRAY_OSM_WAY);
  g_assert_cmpuint (data->members[0].index, ==, 0);
}

static void
test_unsound_pbf_is_refused (void)
{
  Recipe recipes[] = { sound, sound, sound, sound, sound, sound, sound, sound };

  recipes[0].feature = "HistoricalInformation";
  recipes[1].lat = 900000001;
  recipes[2].lat = G_MAXINT64 / 50;
  recipes[3].id = G_GINT64_CONSTANT (1) << 61;
  recipes[4].key = 6;
  recipes[5].key = G_MAXUINT64;
  recipes[6].lie = -1;
  recipes[7].lie = 4 << 20;
  for (gsize i = 0; i < G_N_ELEMENTS (recipes); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_recipe (recipes[i], &error));
    g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID);
  }
}

static void
test_a_pbf_of_many_bombs_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) file = write_pbf (&sound), zeros = g_byte_array_new ();

  g_byte_array_set_size (zeros, 30u << 20);
  memset (zeros->data, 0, zeros->len);
  for (int i = 0; i < 8; i++)
    put_blob (file, "OSMData", zeros, zeros->len);
  g_assert_null (read_text ((const char *) file->data, file->len, &error));
  g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_LIMIT);
}

static void
test_no_truncation_or_flip_of_pbf_crashes (void)
{
  g_autoptr (GByteArray) file = write_pbf (&sound);

  for (guint n = 1; n < file->len; n++) {
    g_autoptr (DrayOsmData) data = read_text ((const char *) file->data, n, NULL);
  }
  for (guint i = 0; i < file->len * 8; i++) {
    file->data[i / 8] ^= (guint8) (1 << i % 8);
    g_autoptr (DrayOsmData) data = read_text ((const char *) file->data, file->len, NULL);
    file->data[i / 8] ^= (guint8) (1 << i % 8);
  }
}

/* name, nodes, ways, relations */
static const struct {
  const char *name;
  guint32     n_nodes, n_ways, n_relations;
} extracts[] = {
  { "liechtenstein.osm.pbf", 142832, 15247, 358 },
  { "andorra-2020.osm.pbf", 235550, 11871, 262 },
  { "monaco.osm.pbf", 180118, 27377, 212 },
  { "porto.osm.pbf", 347944, 51458, 357 },
  { "tokyo-center-nodesonly.osm.pbf", 219780, 0, 0 },
};

static void
test_real_extracts_are_whole (void)
{
  g_autofree char *beside = g_build_filename (g_test_get_dir (G_TEST_DIST), "..", "..", "shared", NULL);
  const char *shared = g_getenv ("DRAY_SHARED") ? g_getenv ("DRAY_SHARED") : beside;

  for (gsize i = 0; i < G_N_ELEMENTS (extracts); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *path = g_build_filename (shared, "regions", extracts[i].name, NULL);

    if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
      g_test_skip ("the real extracts are not at hand");
      return;
    }
    g_autoptr (DrayOsmData) data = dray_osm_reader_read_file (path, 2, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (data->n_nodes, ==, extracts[i].n_nodes);
    g_assert_cmpuint (data->n_ways, ==, extracts[i].n_ways);
    g_assert_cmpuint (data->n_relations, ==, extracts[i].n_relations);
    for (guint32 k = 1; k < data->n_nodes; k++)
      g_assert_cmpint (data->node_ids[k - 1], <, data->node_ids[k]);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/road/osm-reader/xml-becomes-sorted-columns", test_xml_becomes_sorted_columns);
  g_test_add_func ("/road/osm-reader/gzipped-xml-reads-alike", test_gzipped_xml_reads_alike);
  g_test_add_func ("/road/osm-reader/a-zip-bomb-is-refused", test_a_zip_bomb_is_refused);
  g_test_add_func ("/road/osm-reader/unsound-xml-is-refused", test_unsound_xml_is_refused);
  g_test_add_func ("/road/osm-reader/every-truncation-of-xml-is-an-error", test_every_truncation_of_xml_is_an_error);
  g_test_add_func ("/road/osm-reader/cancelling-stops", test_cancelling_stops);
  g_test_add_func ("/road/osm-reader/pbf-becomes-columns", test_pbf_becomes_columns);
  g_test_add_func ("/road/osm-reader/unsound-pbf-is-refused", test_unsound_pbf_is_refused);
  g_test_add_func ("/road/osm-reader/a-pbf-of-many-bombs-is-refused", test_a_pbf_of_many_bombs_is_refused);
  g_test_add_func ("/road/osm-reader/no-truncation-or-flip-of-pbf-crashes", test_no_truncation_or_flip_of_pbf_crashes);
  g_test_add_func ("/road/osm-reader/real-extracts-are-whole", test_real_extracts_are_whole);
  return g_test_run ();
}
