/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-world.h"

#include <math.h>

#include "dray-json.h"
#include "dray-map-band-private.h"
#include "dray-map-builder.h"
#include "dray-map-geometry-private.h"
#include "dray-road-error.h"

/* The overview of the world for zooms at which no region is of use, made from a TopoJSON file of countries: arcs of points, which
 * the borders and coasts share, and for each country the arcs of its rings. XX The file holds the objects "countries", each with a name, and "land", all of them merged.
 *
 * Source of the format: the TopoJSON Format Specification 1.0, sections 2.1 to 2.2. */

#define MAX_ARC_POINTS (1 << 20)
#define MAX_DEPTH 4            /* of the arrays of arcs: a multipolygon's have three */
#define SEA_CELLS 16           /* the sea is cut into squares, so that a tile doesn't carry the whole */

typedef struct {
  JsonArray   *arcs;           /* borrowed */
  double       scale[2];
  double       translate[2];
  int         *uses;           /* [n_arcs]: how many countries have it */
  DrayMapTile *map;
} World;

static gboolean
fail (GError    **error,
      const char *what)
{
  g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The topology's %s", what);
  return FALSE;
}

static gboolean
read_pair (JsonObject *object,
           const char *member,
           double      pair[2])
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 2)
    return FALSE;
  for (guint i = 0; i < 2; i++) {
    JsonNode *number = json_array_get_element (json_node_get_array (node), i);

    if (!JSON_NODE_HOLDS_VALUE (number) || !isfinite (json_node_get_double (number)))
      return FALSE;
    pair[i] = json_node_get_double (number);
  }
  return TRUE;
}

/* Whether a number names an arc: one below 0 is the complement of one that runs backwards. */
static gboolean
get_arc (const World *self,
         JsonNode    *node,
         guint       *arc,
         gboolean    *backwards)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  gint64 number = json_node_get_int (node);
  *backwards = number < 0;
  if (number < 0)
    number = ~number;
  *arc = (guint) number;
  return number < json_array_get_length (self->arcs);
}

/* Adds the points of an arc to @points, which must not hold its first one again if @skip_first. */
static gboolean
add_arc (World    *self,
         guint     arc,
         gboolean  backwards,
         gboolean  skip_first,
         GArray   *points)
{
  JsonNode *node = json_array_get_element (self->arcs, arc);
  guint first = points->len;
  double sum[2] = { 0, 0 };

  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) > MAX_ARC_POINTS)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++) {
    JsonNode *pair = json_array_get_element (json_node_get_array (node), i);

    if (!JSON_NODE_HOLDS_ARRAY (pair) || json_array_get_length (json_node_get_array (pair)) < 2)
      return FALSE;
    for (guint k = 0; k < 2; k++)
      sum[k] += json_array_get_double_element (json_node_get_array (pair), k);
    double lon = CLAMP (sum[0] * self->scale[0] + self->translate[0], -180, 180);
    double lat = CLAMP (sum[1] * self->scale[1] + self->translate[1], -90, 90);
    DrayWorldPoint point = dray_world_point ((DrayGeoPoint) { dray_degrees_to_e7 (lon), dray_degrees_to_e7 (lat) });
    g_array_append_val (points, point);
  }
  for (guint i = first, j = points->len; backwards && i + 1 < j; i++) {
    DrayWorldPoint swapped = g_array_index (points, DrayWorldPoint, i);

    j--;
    g_array_index (points, DrayWorldPoint, i) = g_array_index (points, DrayWorldPoint, j);
    g_array_index (points, DrayWorldPoint, j) = swapped;
  }
  if (skip_first && points->len > first)
    g_array_remove_index (points, first);
  return TRUE;
}

static gboolean
is_ring_of_arcs (JsonArray *array)
{
  return json_array_get_length (array) > 0 && JSON_NODE_HOLDS_VALUE (json_array_get_element (array, 0));
}

/* Puts a ring's points together. */
static gboolean
read_ring (World     *self,
           JsonArray *ring,
           GArray    *points)
{
  for (guint i = 0; i < json_array_get_length (ring); i++) {
    guint arc = 0;
    gboolean backwards = FALSE;

    if (!get_arc (self, json_array_get_element (ring, i), &arc, &backwards) || !add_arc (self, arc, backwards, points->len > 0, points))
      return FALSE;
  }
  if (points->len > 0)
    g_array_set_size (points, points->len - 1);
  return TRUE;
}

/* A ring across the 180th meridian jumps from one side of the map to the other: leads it on beyond the edge instead. One that goes
 * round a pole is closed along the map's edge. */
static void
unroll_ring (GArray *points)
{
  int shift = 0;

  for (guint i = 1; i < points->len; i++) {
    DrayWorldPoint *point = &g_array_index (points, DrayWorldPoint, i);
    int way = point->x + shift - g_array_index (points, DrayWorldPoint, i - 1).x;

    shift += way > DRAY_WORLD_SIZE / 2 ? -DRAY_WORLD_SIZE : way < -DRAY_WORLD_SIZE / 2 ? DRAY_WORLD_SIZE : 0;
    shift = CLAMP (shift, -DRAY_WORLD_SIZE, DRAY_WORLD_SIZE);
    point->x += shift;
  }
  DrayWorldPoint first = g_array_index (points, DrayWorldPoint, 0);
  DrayWorldPoint last = g_array_index (points, DrayWorldPoint, points->len - 1);
  if (ABS (last.x - first.x) > DRAY_WORLD_SIZE / 2) {
    int pole = first.y > DRAY_WORLD_SIZE / 2 ? DRAY_WORLD_SIZE : 0;
    DrayWorldPoint corners[2] = { { last.x, pole }, { first.x, pole } };

    g_array_append_vals (points, corners, 2);
  }
}

static void
add_ring (World        *self,
          const GArray *points,
          int           shift)
{
  for (guint i = 0; i < points->len; i++) {
    DrayWorldPoint point = g_array_index (points, DrayWorldPoint, i);

    dray_map_tile_add_point (self->map, (DrayWorldPoint) { point.x + shift, point.y });
  }
  dray_map_tile_end_part (self->map);
}

/* Adds the rings of a polygon as a feature of land, and once more on the other side of the map what lies beyond its edge. */
static void
add_land (World     *self,
          GPtrArray *rings)
{
  const GArray *outer = g_ptr_array_index (rings, 0);
  DrayWorldBox box = dray_map_points_get_box ((const DrayWorldPoint *) (gconstpointer) outer->data, (int) outer->len);
  int shifts[3] = { 0, box.x1 > DRAY_WORLD_SIZE ? -DRAY_WORLD_SIZE : 0, box.x0 < 0 ? DRAY_WORLD_SIZE : 0 };

  for (int copy = 0; copy < 3; copy++) {
    if (copy > 0 && shifts[copy] == 0)
      continue;
    for (guint i = 0; i < rings->len; i++)
      add_ring (self, g_ptr_array_index (rings, i), shifts[copy]);
    dray_map_tile_end_feature (self->map, (DrayMapFeature) { .kind = DRAY_MAP_LAND });
  }
}

/* Adds a polygon, an array of rings, the first of which is the outer one. */
static gboolean
add_polygon (World     *self,
             JsonArray *polygon)
{
  g_autoptr (GPtrArray) rings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < json_array_get_length (polygon); i++) {
    GArray *points = g_array_new (FALSE, FALSE, sizeof (DrayWorldPoint));
    JsonNode *ring = json_array_get_element (polygon, i);

    g_ptr_array_add (rings, points);
    if (!JSON_NODE_HOLDS_ARRAY (ring) || !read_ring (self, json_node_get_array (ring), points))
      return FALSE;
    if (points->len < 3) {
      if (i == 0)
        return TRUE;
      g_ptr_array_remove_index (rings, rings->len - 1);
      continue;
    }
    unroll_ring (points);
    dray_map_ring_turn ((DrayWorldPoint *) (gpointer) points->data, (int) points->len, i == 0);
  }
  if (rings->len > 0)
    add_land (self, rings);
  return TRUE;
}

/* Walks nested arrays down to the polygons, whatever the geometry's type. */
static gboolean
add_polygons (World     *self,
              JsonArray *arcs,
              int        depth)
{
  if (depth > MAX_DEPTH)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (arcs); i++) {
    JsonNode *node = json_array_get_element (arcs, i);

    if (!JSON_NODE_HOLDS_ARRAY (node))
      return FALSE;
    if (is_ring_of_arcs (json_node_get_array (node)))
      return add_polygon (self, arcs);
    if (!add_polygons (self, json_node_get_array (node), depth + 1))
      return FALSE;
  }
  return TRUE;
}

/* Counts who uses which arc, and finds a country's largest ring. */
static gboolean
scan_country (World     *self,
              JsonArray *arcs,
              int        depth,
              double    *largest,
              GArray    *largest_ring)
{
  if (depth > MAX_DEPTH)
    return FALSE;
  if (is_ring_of_arcs (arcs)) {
    g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (DrayWorldPoint));

    if (!read_ring (self, arcs, points))
      return FALSE;
    for (guint i = 0; i < json_array_get_length (arcs); i++) {
      guint arc = 0;
      gboolean backwards = FALSE;

      if (get_arc (self, json_array_get_element (arcs, i), &arc, &backwards))
        self->uses[arc]++;
    }
    if (points->len > 2)
      unroll_ring (points);
    double area = points->len > 2 ? fabs (dray_map_ring_area ((const DrayWorldPoint *) (gconstpointer) points->data, (int) points->len)) : 0;
    if (area > *largest) {
      *largest = area;
      g_array_set_size (largest_ring, 0);
      g_array_append_vals (largest_ring, points->data, points->len);
    }
    return TRUE;
  }
  for (guint i = 0; i < json_array_get_length (arcs); i++) {
    JsonNode *node = json_array_get_element (arcs, i);

    if (!JSON_NODE_HOLDS_ARRAY (node) || !scan_country (self, json_node_get_array (node), depth + 1, largest, largest_ring))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_country (World      *self,
             JsonObject *country)
{
  g_autoptr (GArray) ring = g_array_new (FALSE, FALSE, sizeof (DrayWorldPoint));
  JsonNode *arcs = json_object_get_member (country, "arcs");
  JsonNode *properties = json_object_get_member (country, "properties");
  double largest = 0;

  if (arcs == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (arcs) || !scan_country (self, json_node_get_array (arcs), 0, &largest, ring))
    return FALSE;
  if (properties == NULL || !JSON_NODE_HOLDS_OBJECT (properties) || ring->len < 3)
    return TRUE;
  const char *name = dray_json_get_string (json_node_get_object (properties), "name", NULL);
  if (name == NULL)
    return TRUE;
  DrayWorldPoint point = dray_map_ring_find_inner ((const DrayWorldPoint *) (gconstpointer) ring->data, (int) ring->len);
  point.x = point.x < 0 ? point.x + DRAY_WORLD_SIZE : point.x % DRAY_WORLD_SIZE;
  dray_map_tile_add_point (self->map, point);
  dray_map_tile_end_part (self->map);
  dray_map_tile_end_feature (self->map, (DrayMapFeature) {
    .kind = DRAY_MAP_PLACE_COUNTRY, .name = name, .rank = (guint8) CLAMP (log2 (sqrt (largest) + 1) * 8, 1, 255),
  });
  return TRUE;
}

/* Whether a border jumps to the other side of the map. */
static gboolean
is_jump (DrayWorldPoint a,
         DrayWorldPoint b)
{
  return ABS (a.x - b.x) > DRAY_WORLD_SIZE / 2;
}

static gboolean
add_borders (World *self)
{
  for (guint arc = 0; arc < json_array_get_length (self->arcs); arc++) {
    g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (DrayWorldPoint));
    int n_run = 0;

    if (self->uses[arc] < 2)
      continue;
    if (!add_arc (self, arc, FALSE, FALSE, points))
      return FALSE;
    for (guint i = 0; i < points->len; i++) {
      gboolean drawn = i + 1 < points->len && !is_jump (g_array_index (points, DrayWorldPoint, i), g_array_index (points, DrayWorldPoint, i + 1));

      if (drawn || n_run > 0) {
        dray_map_tile_add_point (self->map, g_array_index (points, DrayWorldPoint, i));
        n_run++;
      }
      if (!drawn && n_run > 0) {
        dray_map_tile_end_part (self->map);
        dray_map_tile_end_feature (self->map, (DrayMapFeature) { .kind = DRAY_MAP_BOUNDARY_COUNTRY });
        n_run = 0;
      }
    }
  }
  return TRUE;
}

static void
add_sea (World *self)
{
  int side = DRAY_WORLD_SIZE / SEA_CELLS;

  for (int y = 0; y < DRAY_WORLD_SIZE; y += side) {
    for (int x = 0; x < DRAY_WORLD_SIZE; x += side) {
      dray_map_tile_add_point (self->map, (DrayWorldPoint) { x, y });
      dray_map_tile_add_point (self->map, (DrayWorldPoint) { x + side, y });
      dray_map_tile_add_point (self->map, (DrayWorldPoint) { x + side, y + side });
      dray_map_tile_add_point (self->map, (DrayWorldPoint) { x, y + side });
      dray_map_tile_end_part (self->map);
      dray_map_tile_end_feature (self->map, (DrayMapFeature) { .kind = DRAY_MAP_SEA });
    }
  }
}

static JsonArray *
get_geometries (JsonObject *root,
                const char *name)
{
  JsonNode *objects = json_object_get_member (root, "objects");
  JsonNode *object = objects != NULL && JSON_NODE_HOLDS_OBJECT (objects) ? json_object_get_member (json_node_get_object (objects), name) : NULL;
  JsonNode *list = object != NULL && JSON_NODE_HOLDS_OBJECT (object) ? json_object_get_member (json_node_get_object (object), "geometries") : NULL;

  return list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
}

static gboolean
read_world (World       *self,
            JsonObject  *root,
            GError     **error)
{
  JsonArray *countries = get_geometries (root, "countries");
  JsonArray *land = get_geometries (root, "land");

  if (countries == NULL || land == NULL)
    return fail (error, "objects \"countries\" and \"land\" are missing");
  add_sea (self);
  for (guint i = 0; i < json_array_get_length (land); i++) {
    JsonNode *node = json_array_get_element (land, i);
    JsonNode *arcs = JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_member (json_node_get_object (node), "arcs") : NULL;

    if (arcs == NULL || !JSON_NODE_HOLDS_ARRAY (arcs) || !add_polygons (self, json_node_get_array (arcs), 0))
      return fail (error, "land is broken");
  }
  for (guint i = 0; i < json_array_get_length (countries); i++) {
    JsonNode *node = json_array_get_element (countries, i);

    if (!JSON_NODE_HOLDS_OBJECT (node) || !add_country (self, json_node_get_object (node)))
      return fail (error, "countries are broken");
  }
  return add_borders (self) || fail (error, "arcs are broken");
}

/**
 * dray_world_build:
 * @topology: a TopoJSON file with the objects "countries" and "land"
 * @attribution: where the data comes from
 *
 * Makes the overview of the world and adds it to the pack as the sections of a base map.
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID, %DRAY_CORE_ERROR, the writer's
 */
gboolean
dray_world_build (GBytes              *topology,
                  const char          *attribution,
                  DrayRoadPackWriter  *writer,
                  GCancellable        *cancellable,
                  GError             **error)
{
  DrayJsonLimits limits = { DRAY_WORLD_MAX_BYTES, 16, 1 << 16, 20000000 };
  g_autoptr (DrayMapTile) map = dray_map_tile_new ();
  World self = { .map = map };
  gsize n = 0;
  const char *text = g_bytes_get_data (topology, &n);

  g_autoptr (JsonNode) root = dray_json_parse (text, (gssize) n, &limits, error);
  if (root == NULL)
    return FALSE;
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *arcs = object != NULL ? json_object_get_member (object, "arcs") : NULL;
  JsonNode *transform = object != NULL ? json_object_get_member (object, "transform") : NULL;
  if (arcs == NULL || !JSON_NODE_HOLDS_ARRAY (arcs) || transform == NULL || !JSON_NODE_HOLDS_OBJECT (transform)
      || !read_pair (json_node_get_object (transform), "scale", self.scale) || !read_pair (json_node_get_object (transform), "translate", self.translate))
    return fail (error, "arcs or transform are missing");

  self.arcs = json_node_get_array (arcs);
  g_autofree int *uses = self.uses = g_new0 (int, json_array_get_length (self.arcs) + 1);
  DrayWorldBox box = { 0, 0, DRAY_WORLD_SIZE, DRAY_WORLD_SIZE };
  return read_world (&self, object, error) && dray_map_build_features (map, box, DRAY_MAP_N_WORLD_BANDS, attribution, writer, NULL, NULL, cancellable, error);
}
