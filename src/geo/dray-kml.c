/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kml.h"

#include <string.h>

#include "dray-degrees-private.h"
#include "dray-geo-error.h"
#include "dray-markup-private.h"

/* KML 2.2: each Placemark is a feature, its ExtendedData are the properties, its description is the property "description". A
 * MultiGeometry of one kind is a multiple shape; of several kinds it becomes a feature for each kind. Heights, styles, links and
 * overlays are left out.
 *
 * Source: OGC 12-007r2, "OGC KML". */

typedef enum {
  POINTS,
  LINES,
  POLYGONS,
  N_GROUPS,
} Group;

typedef struct {
  gboolean   in_placemark;
  Group      group;              /* of the geometry at hand */
  gboolean   in_geometry;
  DrayShape *shapes[N_GROUPS];   /* of the placemark at hand, by group */
  char      *name;
  char      *data_name;
  GHashTable *properties;
} State;

static void
state_clear (State *self)
{
  for (int i = 0; i < N_GROUPS; i++)
    g_clear_pointer (&self->shapes[i], dray_shape_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->data_name, g_free);
  g_clear_pointer (&self->properties, g_hash_table_unref);
  *self = (State) { 0 };
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (State, state_clear)

/* The group of a geometry's element, or -1. */
static int
get_group (const char *element)
{
  return strcmp (element, "Point") == 0 ? POINTS : strcmp (element, "LineString") == 0 ? LINES : strcmp (element, "Polygon") == 0 ? POLYGONS : -1;
}

static gboolean
on_start (DrayMarkup   *markup,
          const char   *element,
          const char  **names,
          const char  **values,
          GError      **error)
{
  static const DrayShapeKind kinds[] = { DRAY_SHAPE_MULTI_POINT, DRAY_SHAPE_MULTI_LINE, DRAY_SHAPE_MULTI_POLYGON };
  State *self = markup->state;
  int group = get_group (element);

  if (strcmp (element, "Placemark") == 0 && !self->in_placemark) {
    self->in_placemark = TRUE;
    self->properties = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  }
  if (!self->in_placemark)
    return TRUE;
  if (group >= 0 && !self->in_geometry) {
    self->in_geometry = TRUE;
    self->group = (Group) group;
    if (self->shapes[group] == NULL)
      self->shapes[group] = dray_shape_new (kinds[group]);
  }
  if (strcmp (element, "Data") == 0 || strcmp (element, "SimpleData") == 0) {
    g_free (self->data_name);
    self->data_name = dray_markup_dup_clean (dray_markup_find (names, values, "name"));
  }
  return TRUE;
}

/* Reads "lon,lat[,height] lon,lat[,height] …" as a part. */
static gboolean
read_coordinates (DrayMarkup  *markup,
                  const char  *text,
                  GError     **error)
{
  State *self = markup->state;
  DrayShape *shape = self->shapes[self->group];
  int start = shape->n_points;

  for (const char *at = text;;) {
    double lon = 0, lat = 0, height = 0;

    while (g_ascii_isspace (*at))
      at++;
    if (*at == '\0')
      break;
    gboolean read = dray_degrees_read (&at, &lon) && *at++ == ',' && dray_degrees_read (&at, &lat);
    if (read && *at == ',') {
      at++;
      read = dray_degrees_read (&at, &height);
    }
    if (!read || (*at != '\0' && !g_ascii_isspace (*at))) {
      g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "KML: coordinates are not longitude,latitude at \"%.12s\"", at);
      return FALSE;
    }
    if (!dray_markup_add_point (markup, shape, lon, lat, error))
      return FALSE;
  }
  if (shape->n_points > start && self->group != POINTS)
    dray_shape_end_part (shape);
  return TRUE;
}

/* How many members a shape really has: an element without coordinates adds none. */
static int
count_members (const DrayShape *shape,
               Group            group)
{
  return group == POINTS ? shape->n_points : group == LINES ? shape->n_parts : shape->n_polygons;
}

/* Makes a feature of one group of a placemark's geometries. */
static gboolean
add_group (DrayMarkup  *markup,
           Group        group,
           GError     **error)
{
  static const DrayShapeKind single[] = { DRAY_SHAPE_POINT, DRAY_SHAPE_LINE, DRAY_SHAPE_POLYGON };
  State *self = markup->state;
  DrayShape *shape = g_steal_pointer (&self->shapes[group]);

  if (group == POINTS)
    dray_shape_end_part (shape);
  if (count_members (shape, group) == 1)
    shape->kind = single[group];
  if (!dray_shape_check (shape, error)) {
    dray_shape_unref (shape);
    return FALSE;
  }
  DrayFeature *feature = dray_feature_new (shape, self->name);
  g_hash_table_unref (feature->properties);
  feature->properties = g_hash_table_ref (self->properties);
  return dray_markup_add (markup, feature, error);
}

static void
end_property (State      *self,
              const char *element,
              const char *text)
{
  if (strcmp (element, "name") == 0 && self->name == NULL)
    self->name = g_strdup (text);
  else if (strcmp (element, "description") == 0)
    g_hash_table_insert (self->properties, g_strdup ("description"), g_strdup (text));
  else if ((strcmp (element, "value") == 0 || strcmp (element, "SimpleData") == 0) && self->data_name != NULL)
    g_hash_table_insert (self->properties, g_steal_pointer (&self->data_name), g_strdup (text));
}

static gboolean
end_placemark (DrayMarkup  *markup,
               GError     **error)
{
  State *self = markup->state;

  for (int group = 0; group < N_GROUPS; group++) {
    if (self->shapes[group] != NULL && !add_group (markup, (Group) group, error))
      return FALSE;
  }
  state_clear (self);
  return TRUE;
}

static gboolean
on_end (DrayMarkup  *markup,
        const char  *element,
        const char  *text,
        GError     **error)
{
  State *self = markup->state;

  if (!self->in_placemark)
    return TRUE;
  if (strcmp (element, "coordinates") == 0 && self->in_geometry)
    return read_coordinates (markup, text, error);
  if (self->in_geometry && get_group (element) == (int) self->group) {
    if (self->group == POLYGONS)
      dray_shape_end_polygon (self->shapes[POLYGONS]);
    self->in_geometry = FALSE;
  }
  if (strcmp (element, "Placemark") == 0)
    return end_placemark (markup, error);
  end_property (self, element, text);
  return TRUE;
}

/**
 * dray_kml_read:
 * @n_bytes: -1 if @text ends with a NUL
 *
 * Errors: %G_MARKUP_ERROR, %DRAY_GEO_ERROR_INVALID, %DRAY_GEO_ERROR_LIMIT
 *
 * Returns: (transfer full) (element-type DrayFeature): the placemarks in the order of the file
 */
GPtrArray *
dray_kml_read (const char  *text,
               gssize       n_bytes,
               GError     **error)
{
  static const DrayMarkupFormat format = { on_start, on_end };
  g_auto (State) state = { 0 };

  return dray_markup_read (&format, &state, text, n_bytes, error);
}

static void
write_coordinates (GString         *text,
                   const DrayShape *shape,
                   int              first,
                   int              n)
{
  gboolean closed = dray_shape_is_polygonal (shape);

  g_string_append (text, "<coordinates>");
  for (int i = 0; i < n + closed; i++) {
    DrayGeoPoint point = shape->points[first + (i < n ? i : 0)];

    if (i > 0)
      g_string_append_c (text, ' ');
    dray_degrees_append (text, point.lon_e7);
    g_string_append_c (text, ',');
    dray_degrees_append (text, point.lat_e7);
  }
  g_string_append (text, "</coordinates>");
}

static void
write_polygon (GString         *text,
               const DrayShape *shape,
               int              polygon)
{
  int first = dray_shape_get_polygon_start (shape, polygon);

  g_string_append (text, "<Polygon>");
  for (int part = first; part < shape->polygon_ends[polygon]; part++) {
    const char *side = part == first ? "outerBoundaryIs" : "innerBoundaryIs";
    int start = dray_shape_get_part_start (shape, part);

    g_string_append_printf (text, "<%s><LinearRing>", side);
    write_coordinates (text, shape, start, shape->part_ends[part] - start);
    g_string_append_printf (text, "</LinearRing></%s>", side);
  }
  g_string_append (text, "</Polygon>");
}

static void
write_shape (GString         *text,
             const DrayShape *shape)
{
  gboolean multiple = shape->kind >= DRAY_SHAPE_MULTI_POINT;

  if (multiple)
    g_string_append (text, "<MultiGeometry>");
  for (int i = 0; (shape->kind == DRAY_SHAPE_POINT || shape->kind == DRAY_SHAPE_MULTI_POINT) && i < shape->n_points; i++) {
    g_string_append (text, "<Point>");
    write_coordinates (text, shape, i, 1);
    g_string_append (text, "</Point>");
  }
  for (int part = 0; (shape->kind == DRAY_SHAPE_LINE || shape->kind == DRAY_SHAPE_MULTI_LINE) && part < shape->n_parts; part++) {
    int start = dray_shape_get_part_start (shape, part);

    g_string_append (text, "<LineString>");
    write_coordinates (text, shape, start, shape->part_ends[part] - start);
    g_string_append (text, "</LineString>");
  }
  for (int polygon = 0; polygon < shape->n_polygons; polygon++)
    write_polygon (text, shape, polygon);
  if (multiple)
    g_string_append (text, "</MultiGeometry>");
}

static void
write_properties (GString           *text,
                  const DrayFeature *feature)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (feature->properties), (GCompareFunc) strcmp);
  gboolean open = FALSE;

  dray_markup_write_text (text, "name", feature->name);
  dray_markup_write_text (text, "description", g_hash_table_lookup (feature->properties, "description"));
  for (GList *key = keys; key != NULL; key = key->next) {
    g_autofree char *name = dray_markup_escape_attribute (key->data);

    if (strcmp (key->data, "description") == 0)
      continue;
    if (!open)
      g_string_append (text, "<ExtendedData>");
    open = TRUE;
    g_string_append_printf (text, "<Data name=\"%s\">", name);
    dray_markup_write_text (text, "value", g_hash_table_lookup (feature->properties, key->data));
    g_string_append (text, "</Data>");
  }
  if (open)
    g_string_append (text, "</ExtendedData>");
}

/* Returns: (transfer full): @features (element-type DrayFeature) as a document; times are not written */
char *
dray_kml_write (const GPtrArray *features)
{
  g_autoptr (GString) text = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                           "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\n");

  for (guint i = 0; i < features->len; i++) {
    const DrayFeature *feature = g_ptr_array_index (features, i);

    g_string_append (text, "<Placemark>");
    write_properties (text, feature);
    write_shape (text, feature->shape);
    g_string_append (text, "</Placemark>\n");
  }
  g_string_append (text, "</Document></kml>\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
