/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

#include "dray-geojson.h"
#include "dray-gpx.h"
#include "dray-kml.h"
#include "dray-polyline.h"
#include "dray-shape-geos.h"
#include "dray-wkt.h"

#include <string.h>

/* Turns shapes of one format into another: GeoJSON, GPX, KML, well-known text and encoded lines, told apart by the file's name. On the way
 * it checks areas, and draws a margin around every shape: a corridor along a line, a circle about a point. */

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dray_feature_free);
}

static GPtrArray *
read_wkt (const char  *text,
          gssize       n_bytes,
          GError     **error)
{
  DrayShape *shape = dray_wkt_read (text, error);
  GPtrArray *features = shape != NULL ? new_list () : NULL;

  if (shape != NULL)
    g_ptr_array_add (features, dray_feature_new (shape, NULL));
  return features;
}

static GPtrArray *
read_line (const char  *text,
           int          precision,
           GError     **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr (GArray) points = dray_polyline_read (stripped, precision, error);

  if (points == NULL)
    return NULL;
  GPtrArray *features = new_list ();
  g_ptr_array_add (features, dray_feature_new (dray_shape_new_line ((const DrayGeoPoint *) (gconstpointer) points->data, (int) points->len), NULL));
  return features;
}

static GPtrArray *
read_line_5 (const char  *text,
             gssize       n_bytes,
             GError     **error)
{
  return read_line (text, 5, error);
}

static GPtrArray *
read_line_6 (const char  *text,
             gssize       n_bytes,
             GError     **error)
{
  return read_line (text, 6, error);
}

static char *
write_geojson (const GPtrArray  *features,
               GError          **error)
{
  return dray_geojson_write (features);
}

static char *
write_kml (const GPtrArray  *features,
           GError          **error)
{
  return dray_kml_write (features);
}

/* The formats below hold one shape and nothing else. */
static const DrayShape *
get_only_shape (const GPtrArray  *features,
                gboolean          line,
                GError          **error)
{
  const DrayFeature *only = features->len == 1 ? g_ptr_array_index (features, 0) : NULL;

  if (only != NULL && (!line || only->shape->kind == DRAY_SHAPE_LINE))
    return only->shape;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "This format holds one %s, and there are %u shapes%s", line ? "line" : "shape", features->len,
               only != NULL ? " and it is no line" : "");
  return NULL;
}

static char *
write_wkt (const GPtrArray  *features,
           GError          **error)
{
  const DrayShape *shape = get_only_shape (features, FALSE, error);

  return shape != NULL ? dray_wkt_write (shape) : NULL;
}

static char *
write_line_5 (const GPtrArray  *features,
              GError          **error)
{
  const DrayShape *shape = get_only_shape (features, TRUE, error);

  return shape != NULL ? dray_polyline_write (shape->points, shape->n_points, 5) : NULL;
}

static char *
write_line_6 (const GPtrArray  *features,
              GError          **error)
{
  const DrayShape *shape = get_only_shape (features, TRUE, error);

  return shape != NULL ? dray_polyline_write (shape->points, shape->n_points, 6) : NULL;
}

typedef struct {
  const char *suffix;
  GPtrArray *(*read)  (const char       *text,
                       gssize            n_bytes,
                       GError          **error);
  char      *(*write) (const GPtrArray  *features,
                       GError          **error);
} Format;

static const Format formats[] = {
  { ".geojson", dray_geojson_read, write_geojson }, { ".json", dray_geojson_read, write_geojson }, { ".gpx", dray_gpx_read, dray_gpx_write },
  { ".kml", dray_kml_read, write_kml }, { ".wkt", read_wkt, write_wkt }, { ".polyline", read_line_5, write_line_5 },
  { ".polyline6", read_line_6, write_line_6 },
};

static const Format *
find_format (const char  *path,
             GError     **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (g_str_has_suffix (path, formats[i].suffix))
      return &formats[i];
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s does not end in .geojson, .gpx, .kml, .wkt, .polyline or .polyline6", path);
  return NULL;
}

/* Checks every shape, and widens it if asked to. */
static gboolean
work_on (GPtrArray  *features,
         double      margin_m,
         GError    **error)
{
  for (guint i = 0; i < features->len; i++) {
    DrayFeature *feature = g_ptr_array_index (features, i);

    if (!dray_shape_check_valid (feature->shape, NULL, error)) {
      g_prefix_error (error, "Shape %u%s%s: ", i + 1, feature->name != NULL ? ", " : "", feature->name != NULL ? feature->name : "");
      return FALSE;
    }
    if (margin_m == 0)
      continue;
    DrayShape *widened = dray_shape_buffer (feature->shape, margin_m, error);
    if (widened == NULL)
      return FALSE;
    dray_shape_unref (feature->shape);
    feature->shape = widened;
    g_clear_pointer (&feature->at_us, g_free);
  }
  return TRUE;
}

static void
print_features (DrayCommandLine *line,
                GPtrArray       *features)
{
  for (guint i = 0; i < features->len; i++) {
    const DrayFeature *feature = g_ptr_array_index (features, i);
    double length_m = dray_shape_get_length_m (feature->shape);
    double area_m2 = dray_shape_get_area_m2 (feature->shape);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "name", feature->name != NULL ? feature->name : "");
    json_object_set_int_member (object, "points", feature->shape->n_points);
    json_object_set_double_member (object, "length_m", length_m);
    json_object_set_double_member (object, "area_m2", area_m2);
    JsonNode *node = json_node_init_object (json_node_alloc (), object);
    json_object_unref (object);
    dray_command_line_print (line, node, "%-24s %6d points  %10.1f m  %12.0f m2", feature->name != NULL ? feature->name : "–", feature->shape->n_points,
                             length_m, area_m2);
  }
}

gboolean
dray_command_shapes (DrayCommandLine  *line,
                     GError          **error)
{
  g_autofree char *output = NULL;
  double margin_m = 0;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to write them, in the format of its name", "FILE" },
    { "margin", 0, 0, G_OPTION_ARG_DOUBLE, &margin_m, "Widen each shape by so many metres; below 0 shrinks areas", "M" },
    G_OPTION_ENTRY_NULL
  };
  g_autofree char *text = NULL;
  gsize n = 0;

  if (!dray_command_line_parse (line, entries, 1, 1, error))
    return FALSE;
  const Format *from = find_format (line->arguments[0], error);
  const Format *to = from != NULL && output != NULL ? find_format (output, error) : from;
  if (to == NULL || !g_file_get_contents (line->arguments[0], &text, &n, error))
    return FALSE;
  g_autoptr (GPtrArray) features = from->read (text, (gssize) n, error);
  if (features == NULL || !work_on (features, margin_m, error))
    return FALSE;
  if (output != NULL) {
    g_autofree char *written = to->write (features, error);

    if (written == NULL || !g_file_set_contents (output, written, -1, error))
      return FALSE;
  }
  print_features (line, features);
  return TRUE;
}
