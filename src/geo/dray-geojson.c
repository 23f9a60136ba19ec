/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-geojson.h"

#include <string.h>

#include "dray-degrees-private.h"
#include "dray-geo-error.h"
#include "dray-json.h"

/* GeoJSON (RFC 7946): a collection of features, a feature, or a bare geometry. The property "name" is a feature's name; the other
 * properties are kept as text, numbers and truth values as they are written, anything nested left out. Heights are left out. A
 * collection of geometries becomes a feature for each. */

#define MAX_COLLECTION_DEPTH 8

static const char *const kind_names[] = { "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon" };

typedef struct {
  GPtrArray *features;
  int        n_points;
} Reader;

static gboolean
fail (GError    **error,
      const char *what)
{
  g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "GeoJSON: %s", what);
  return FALSE;
}

static gboolean
read_position (Reader     *self,
               JsonNode   *node,
               DrayShape  *shape,
               GError    **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  double numbers[2];
  DrayGeoPoint point;

  if (array == NULL || json_array_get_length (array) < 2)
    return fail (error, "a position is not [longitude, latitude]");
  for (guint i = 0; i < 2; i++) {
    JsonNode *number = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_VALUE (number) || (json_node_get_value_type (number) != G_TYPE_INT64 && json_node_get_value_type (number) != G_TYPE_DOUBLE))
      return fail (error, "a position has something that is no number");
    numbers[i] = json_node_get_double (number);
  }
  if (++self->n_points > DRAY_FEATURE_MAX_POINTS) {
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_LIMIT, "There are more than %d points", DRAY_FEATURE_MAX_POINTS);
    return FALSE;
  }
  if (!dray_degrees_point (numbers[0], numbers[1], &point, error))
    return FALSE;
  dray_shape_add_point (shape, point);
  return TRUE;
}

/* Reads coordinates @depth arrays deep: 1 for the positions of a part, 2 for the parts of a polygon, 3 for polygons. */
static gboolean
read_coordinates (Reader     *self,
                  JsonNode   *node,
                  DrayShape  *shape,
                  int         depth,
                  GError    **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL)
    return fail (error, "coordinates are no array");
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *item = json_array_get_element (array, i);

    if (depth == 1 ? !read_position (self, item, shape, error) : !read_coordinates (self, item, shape, depth - 1, error))
      return FALSE;
  }
  if (depth == 1)
    dray_shape_end_part (shape);
  if (depth == 2 && dray_shape_is_polygonal (shape))
    dray_shape_end_polygon (shape);
  return TRUE;
}

static DrayShape *
read_shape (Reader         *self,
            JsonObject     *geometry,
            DrayShapeKind   kind,
            GError        **error)
{
  static const int depths[] = { 0, 1, 2, 1, 2, 3 };
  g_autoptr (DrayShape) shape = dray_shape_new (kind);
  JsonNode *coordinates = json_object_get_member (geometry, "coordinates");

  if (coordinates == NULL) {
    fail (error, "a geometry has no coordinates");
    return NULL;
  }
  if (depths[kind] > 0 ? !read_coordinates (self, coordinates, shape, depths[kind], error) : !read_position (self, coordinates, shape, error))
    return NULL;
  if (depths[kind] == 0)
    dray_shape_end_part (shape);
  return dray_shape_check (shape, error) ? g_steal_pointer (&shape) : NULL;
}

/* What a property says as text, or NULL for what has no text. */
static char *
dup_text (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  GType type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  g_autoptr (GString) number = g_string_new (NULL);
  dray_json_append_double (number, json_node_get_double (node));
  return g_string_free (g_steal_pointer (&number), FALSE);
}

static void
read_properties (DrayFeature *feature,
                 JsonObject  *properties)
{
  g_autoptr (GList) keys = json_object_get_members (properties);

  for (GList *key = keys; key != NULL; key = key->next) {
    char *text = dup_text (json_object_get_member (properties, key->data));

    if (text == NULL)
      continue;
    if (strcmp (key->data, "name") == 0 && feature->name == NULL)
      feature->name = text;
    else
      g_hash_table_insert (feature->properties, g_strdup (key->data), text);
  }
}

static gboolean
read_geometry (Reader      *self,
               JsonObject  *geometry,
               JsonObject  *properties,
               int          depth,
               GError     **error)
{
  const char *type = dray_json_get_string (geometry, "type", error);

  if (type == NULL)
    return FALSE;
  if (strcmp (type, "GeometryCollection") == 0) {
    JsonArray *members = dray_json_get_array (geometry, "geometries", error);

    if (members == NULL)
      return FALSE;
    if (depth >= MAX_COLLECTION_DEPTH)
      return fail (error, "collections lie too deep in each other");
    for (guint i = 0; i < json_array_get_length (members); i++) {
      JsonNode *member = json_array_get_element (members, i);

      if (!JSON_NODE_HOLDS_OBJECT (member))
        return fail (error, "a collection has something that is no geometry");
      if (!read_geometry (self, json_node_get_object (member), properties, depth + 1, error))
        return FALSE;
    }
    return TRUE;
  }
  for (guint kind = 0; kind < G_N_ELEMENTS (kind_names); kind++) {
    if (strcmp (type, kind_names[kind]) != 0)
      continue;
    if (self->features->len >= DRAY_FEATURE_MAX_COUNT) {
      g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_LIMIT, "There are more than %d features", DRAY_FEATURE_MAX_COUNT);
      return FALSE;
    }
    DrayShape *shape = read_shape (self, geometry, (DrayShapeKind) kind, error);
    if (shape == NULL)
      return FALSE;
    DrayFeature *feature = dray_feature_new (shape, NULL);
    if (properties != NULL)
      read_properties (feature, properties);
    g_ptr_array_add (self->features, feature);
    return TRUE;
  }
  g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "GeoJSON: \"%.40s\" is no kind of geometry", type);
  return FALSE;
}

static gboolean
read_feature (Reader      *self,
              JsonObject  *object,
              GError     **error)
{
  JsonNode *geometry = json_object_get_member (object, "geometry");
  JsonNode *properties = json_object_get_member (object, "properties");

  /* A feature without a place is legal and says nothing here. */
  if (geometry != NULL && JSON_NODE_HOLDS_NULL (geometry))
    return TRUE;
  if (geometry == NULL || !JSON_NODE_HOLDS_OBJECT (geometry))
    return fail (error, "a feature has no geometry");
  return read_geometry (self, json_node_get_object (geometry),
                        properties != NULL && JSON_NODE_HOLDS_OBJECT (properties) ? json_node_get_object (properties) : NULL, 0, error);
}

static gboolean
read_root (Reader      *self,
           JsonObject  *root,
           GError     **error)
{
  const char *type = dray_json_get_string (root, "type", error);

  if (type == NULL)
    return FALSE;
  if (strcmp (type, "Feature") == 0)
    return read_feature (self, root, error);
  if (strcmp (type, "FeatureCollection") != 0)
    return read_geometry (self, root, NULL, 0, error);

  JsonArray *features = dray_json_get_array (root, "features", error);
  if (features == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (features); i++) {
    JsonNode *feature = json_array_get_element (features, i);

    if (!JSON_NODE_HOLDS_OBJECT (feature))
      return fail (error, "a collection has something that is no feature");
    if (!read_feature (self, json_node_get_object (feature), error))
      return FALSE;
  }
  return TRUE;
}

/**
 * dray_geojson_read:
 * @n_bytes: -1 if @text ends with a NUL
 *
 * Errors: %DRAY_GEO_ERROR_INVALID, %DRAY_GEO_ERROR_LIMIT, %DRAY_CORE_ERROR
 *
 * Returns: (transfer full) (element-type DrayFeature): the features, one for each geometry
 */
GPtrArray *
dray_geojson_read (const char  *text,
                   gssize       n_bytes,
                   GError     **error)
{
  DrayJsonLimits limits = { DRAY_FEATURE_MAX_BYTES, 32, 1 << 20, 3 * DRAY_FEATURE_MAX_POINTS };
  g_autoptr (JsonNode) root = dray_json_parse (text, n_bytes, &limits, error);
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_feature_free);
  Reader self = { features, 0 };

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    fail (error, "the document is no object");
    return NULL;
  }
  return read_root (&self, json_node_get_object (root), error) ? g_steal_pointer (&features) : NULL;
}

static void
write_part (GString         *text,
            const DrayShape *shape,
            int              part)
{
  int start = dray_shape_get_part_start (shape, part);
  int end = shape->part_ends[part];
  gboolean closed = dray_shape_is_polygonal (shape);
  gboolean single = shape->kind == DRAY_SHAPE_POINT;

  if (!single)
    g_string_append_c (text, '[');
  for (int i = start; i < end + closed; i++) {
    DrayGeoPoint point = shape->points[i < end ? i : start];

    g_string_append (text, i > start ? ",[" : "[");
    dray_degrees_append (text, point.lon_e7);
    g_string_append_c (text, ',');
    dray_degrees_append (text, point.lat_e7);
    g_string_append_c (text, ']');
  }
  if (!single)
    g_string_append_c (text, ']');
}

static void
write_parts (GString         *text,
             const DrayShape *shape,
             int              first,
             int              end)
{
  g_string_append_c (text, '[');
  for (int part = first; part < end; part++) {
    if (part > first)
      g_string_append_c (text, ',');
    write_part (text, shape, part);
  }
  g_string_append_c (text, ']');
}

static void
write_geometry (GString         *text,
                const DrayShape *shape)
{
  g_string_append_printf (text, "{\"type\":\"%s\",\"coordinates\":", kind_names[shape->kind]);
  if (shape->kind == DRAY_SHAPE_MULTI_POLYGON) {
    g_string_append_c (text, '[');
    for (int polygon = 0; polygon < shape->n_polygons; polygon++) {
      if (polygon > 0)
        g_string_append_c (text, ',');
      write_parts (text, shape, dray_shape_get_polygon_start (shape, polygon), shape->polygon_ends[polygon]);
    }
    g_string_append_c (text, ']');
  } else if (shape->kind == DRAY_SHAPE_POLYGON || shape->kind == DRAY_SHAPE_MULTI_LINE) {
    write_parts (text, shape, 0, shape->n_parts);
  } else if (shape->n_parts > 0) {
    write_part (text, shape, 0);
  }
  g_string_append_c (text, '}');
}

static void
write_properties (GString           *text,
                  const DrayFeature *feature)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (feature->properties), (GCompareFunc) strcmp);
  gboolean first = TRUE;

  g_string_append_c (text, '{');
  if (feature->name != NULL) {
    g_string_append (text, "\"name\":");
    dray_json_append_string (text, feature->name);
    first = FALSE;
  }
  for (GList *key = keys; key != NULL; key = key->next) {
    if (!first)
      g_string_append_c (text, ',');
    dray_json_append_string (text, key->data);
    g_string_append_c (text, ':');
    dray_json_append_string (text, g_hash_table_lookup (feature->properties, key->data));
    first = FALSE;
  }
  g_string_append_c (text, '}');
}

/* Returns: (transfer full): @features (element-type DrayFeature) as a collection */
char *
dray_geojson_write (const GPtrArray *features)
{
  g_autoptr (GString) text = g_string_new ("{\"type\":\"FeatureCollection\",\"features\":[");

  for (guint i = 0; i < features->len; i++) {
    const DrayFeature *feature = g_ptr_array_index (features, i);

    g_string_append (text, i > 0 ? ",\n{\"type\":\"Feature\",\"geometry\":" : "\n{\"type\":\"Feature\",\"geometry\":");
    write_geometry (text, feature->shape);
    g_string_append (text, ",\"properties\":");
    write_properties (text, feature);
    g_string_append_c (text, '}');
  }
  g_string_append (text, "\n]}\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
