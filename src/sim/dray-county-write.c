/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-private.h"
#include "dray-county-write-private.h"

#include <math.h>
#include <string.h>

/* The county as OpenStreetMap XML: bounds, then nodes by id, then ways by id, then relations, as extracts have it. Nodes of roads come
 * first, because roads share them; what follows are the corners of shores, areas and buildings, which nothing shares. Both passes over
 * those (once for their nodes, once for the ways) run in the same order, so no table of their ids is needed. */

#define FLUSH_BYTES (256 * 1024)

static void
flush (DrayOsmWriter *self)
{
  if (self->error == NULL && self->text->len > 0)
    g_output_stream_write_all (self->stream, self->text->str, self->text->len, NULL, self->cancellable, &self->error);
  g_string_truncate (self->text, 0);
}

static void
put_number (DrayOsmWriter *self,
            gint64         number)
{
  char digits[24];
  char *at = digits + sizeof digits;
  guint64 rest = number < 0 ? (guint64) -number : (guint64) number;

  do {
    *--at = (char) ('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (number < 0)
    *--at = '-';
  g_string_append_len (self->text, at, digits + sizeof digits - at);
}

/* Degrees with seven decimals, without the slowness of printf: a county has millions of them. */
static void
put_degrees (DrayOsmWriter *self,
             int            e7)
{
  char digits[16];
  char *at = digits + sizeof digits;
  int rest = ABS (e7);

  for (int i = 0; i < 7; i++, rest /= 10)
    *--at = (char) ('0' + rest % 10);
  *--at = '.';
  do {
    *--at = (char) ('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (e7 < 0)
    *--at = '-';
  g_string_append_len (self->text, at, digits + sizeof digits - at);
}

void
dray_county_to_e7 (DrayXY at,
                   int   *lon_e7,
                   int   *lat_e7)
{
  double per_degree = 6371008.8 * G_PI / 180;

  *lon_e7 = (int) lround ((DRAY_COUNTY_LON + at.x / (per_degree * cos (DRAY_COUNTY_LAT * G_PI / 180))) * 1e7);
  *lat_e7 = (int) lround ((DRAY_COUNTY_LAT + at.y / per_degree) * 1e7);
}

/* Opens a node; the caller adds tags and closes it when @open. */
void
dray_osm_writer_node (DrayOsmWriter *self,
                      gint64         id,
                      DrayXY         at,
                      gboolean       open)
{
  int lon_e7, lat_e7;

  dray_county_to_e7 (at, &lon_e7, &lat_e7);
  g_string_append (self->text, " <node id=\"");
  put_number (self, id);
  g_string_append (self->text, "\" lat=\"");
  put_degrees (self, lat_e7);
  g_string_append (self->text, "\" lon=\"");
  put_degrees (self, lon_e7);
  g_string_append (self->text, open ? "\">\n" : "\"/>\n");
  if (self->text->len > FLUSH_BYTES)
    flush (self);
}

void
dray_osm_writer_open (DrayOsmWriter *self,
                      const char    *element,
                      gint64         id)
{
  g_string_append (self->text, " <");
  g_string_append (self->text, element);
  g_string_append (self->text, " id=\"");
  put_number (self, id);
  g_string_append (self->text, "\">\n");
}

void
dray_osm_writer_close (DrayOsmWriter *self,
                       const char    *element)
{
  g_string_append (self->text, " </");
  g_string_append (self->text, element);
  g_string_append (self->text, ">\n");
  if (self->text->len > FLUSH_BYTES)
    flush (self);
}

void
dray_osm_writer_ref (DrayOsmWriter *self,
                     gint64         id)
{
  g_string_append (self->text, "  <nd ref=\"");
  put_number (self, id);
  g_string_append (self->text, "\"/>\n");
}

void
dray_osm_writer_member (DrayOsmWriter *self,
                        const char    *type,
                        gint64         id,
                        const char    *role)
{
  g_string_append_printf (self->text, "  <member type=\"%s\" ref=\"%" G_GINT64_FORMAT "\" role=\"%s\"/>\n", type, id, role);
}

/* Adds a tag; nothing where @value is %NULL. */
void
dray_osm_writer_tag (DrayOsmWriter *self,
                     const char    *key,
                     const char    *value)
{
  if (value == NULL)
    return;
  g_string_append (self->text, "  <tag k=\"");
  g_string_append (self->text, key);
  g_string_append (self->text, "\" v=\"");
  if (strpbrk (value, "&<>\"'") == NULL) {
    g_string_append (self->text, value);
  } else {
    g_autofree char *escaped = g_markup_escape_text (value, -1);

    g_string_append (self->text, escaped);
  }
  g_string_append (self->text, "\"/>\n");
}

void
dray_osm_writer_tag_number (DrayOsmWriter *self,
                            const char    *key,
                            int            value)
{
  char text[16];

  g_snprintf (text, sizeof text, "%d", value);
  dray_osm_writer_tag (self, key, text);
}

/* Gives every net node that a road or rail uses an id. */
static void
number_nodes (DrayOsmWriter *self)
{
  const DrayNet *net = self->county->net;

  self->node_ids = g_new0 (guint32, net->nodes->len);
  for (guint32 r = 0; r < net->roads->len; r++) {
    const DrayNetRoad *road = dray_net_road (net, r);

    if (road->gone || road->first == road->last || (!dray_net_is_road ((DrayNetKind) road->kind) && road->kind != DRAY_NET_RAIL))
      continue;
    for (guint32 v = road->first; v != DRAY_NET_NONE; v = dray_net_vertex (net, v)->next)
      self->node_ids[dray_net_vertex (net, v)->node] = 1;
  }
  for (guint32 i = 0; i < net->nodes->len; i++) {
    if (self->node_ids[i] != 0)
      self->node_ids[i] = (guint32) ++self->next_node;
  }
}

static void
write_net_nodes (DrayOsmWriter *self)
{
  const DrayNet *net = self->county->net;

  for (guint32 i = 0; i < net->nodes->len; i++) {
    const DrayNetNode *node = dray_net_node (net, i);

    if (self->node_ids[i] == 0)
      continue;
    dray_osm_writer_node (self, self->node_ids[i], node->at, node->flags != 0);
    if (node->flags & DRAY_NET_SIGNALS)
      dray_osm_writer_tag (self, "highway", "traffic_signals");
    if (node->flags & DRAY_NET_LEVEL_CROSSING)
      dray_osm_writer_tag (self, "railway", "level_crossing");
    if (node->flags != 0)
      dray_osm_writer_close (self, "node");
  }
}

static void
write_ring_nodes (DrayOsmWriter *self,
                  const GArray  *ring)
{
  for (guint i = 0; i < ring->len; i++)
    dray_osm_writer_node (self, ++self->next_node, dray_line_at (ring, i), FALSE);
}

/* The way around the ring whose nodes were written when @first was the next id. */
static void
write_ring (DrayOsmWriter *self,
            const GArray  *ring)
{
  gint64 first = self->next_ring_node;

  for (guint i = 0; i < ring->len; i++)
    dray_osm_writer_ref (self, first + i);
  dray_osm_writer_ref (self, first);
  self->next_ring_node += ring->len;
}

static void
write_place_nodes (DrayOsmWriter *self)
{
  static const char *const ranks[] = { "city", "town", "village" };

  for (guint i = 0; i < self->county->places->len; i++) {
    const DrayCountyPlace *place = dray_county_place (self->county, i);

    dray_osm_writer_node (self, ++self->next_node, place->at, TRUE);
    dray_osm_writer_tag (self, "place", ranks[place->rank]);
    dray_osm_writer_tag (self, "name", place->name);
    dray_osm_writer_close (self, "node");
  }
  for (guint i = 0; i < self->county->labels->len; i++) {
    const DrayCountyLabel *label = &g_array_index (self->county->labels, DrayCountyLabel, i);

    dray_osm_writer_node (self, ++self->next_node, label->at, TRUE);
    dray_osm_writer_tag (self, label->key, label->value);
    dray_osm_writer_tag (self, "name", label->name);
    dray_osm_writer_close (self, "node");
  }
}

/* The middles of the rivers, which carry their names; their water is an area. */
static void
write_rivers (DrayOsmWriter *self)
{
  for (guint i = 0; i < self->county->rivers->len; i++) {
    const DrayCountyRiver *river = &g_array_index (self->county->rivers, DrayCountyRiver, i);

    dray_osm_writer_open (self, "way", ++self->next_way);
    for (guint k = 0; k < river->line->len; k++)
      dray_osm_writer_ref (self, self->next_ring_node++);
    dray_osm_writer_tag (self, "waterway", "river");
    dray_osm_writer_tag (self, "name", river->name);
    dray_osm_writer_close (self, "way");
  }
}

static void
write_shores (DrayOsmWriter *self)
{
  for (guint i = 0; i < self->county->shores->len; i++) {
    dray_osm_writer_open (self, "way", ++self->next_way);
    write_ring (self, g_ptr_array_index (self->county->shores, i));
    dray_osm_writer_tag (self, "natural", "coastline");
    dray_osm_writer_close (self, "way");
  }
}

static void
write_areas (DrayOsmWriter *self)
{
  for (guint i = 0; i < self->county->areas->len; i++) {
    const DrayCountyArea *area = &g_array_index (self->county->areas, DrayCountyArea, i);

    for (guint r = 0; r < area->rings->len; r++) {
      dray_osm_writer_open (self, "way", ++self->next_way);
      write_ring (self, g_ptr_array_index (area->rings, r));
      if (area->rings->len == 1) {
        dray_osm_writer_tag (self, area->key, area->value);
        dray_osm_writer_tag (self, "name", area->name);
      }
      dray_osm_writer_close (self, "way");
    }
  }
}

static void
write_buildings (DrayOsmWriter *self)
{
  for (guint i = 0; i < self->county->buildings->len; i++) {
    const DrayCountyBuilding *building = &g_array_index (self->county->buildings, DrayCountyBuilding, i);

    dray_osm_writer_open (self, "way", ++self->next_way);
    for (guint k = 0; k <= 4; k++)
      dray_osm_writer_ref (self, self->next_ring_node + k % 4);
    self->next_ring_node += 4;
    dray_osm_writer_tag (self, "building", building->kind);
    dray_osm_writer_tag (self, "name", building->name);
    if (building->road != DRAY_NET_NONE) {
      const DrayNetRoad *road = dray_net_road (self->county->net, building->road);

      dray_osm_writer_tag_number (self, "addr:housenumber", building->number);
      dray_osm_writer_tag (self, "addr:street", road->name);
      dray_osm_writer_tag (self, "addr:postcode", dray_county_postcode (self->county, building->road));
      dray_osm_writer_tag (self, "addr:city", dray_county_place (self->county, road->place)->name);
    }
    dray_osm_writer_close (self, "way");
  }
}

/* The limit of the county's waters, as a line all round, far out. It also tells a reader how far the sea is known. */
static void
write_limit_nodes (DrayOsmWriter *self)
{
  double x = self->county->width_m * 1.05, y = self->county->height_m * 1.05;
  DrayXY corners[4] = { dray_xy (-x, -y), dray_xy (x, -y), dray_xy (x, y), dray_xy (-x, y) };

  self->n_limit = MAX (40, (int) (self->next_node / 300));
  for (int i = 0; i < 4 * self->n_limit; i++)
    dray_osm_writer_node (self, ++self->next_node, dray_xy_mix (corners[i / self->n_limit], corners[(i / self->n_limit + 1) % 4], (double) (i % self->n_limit) / self->n_limit), FALSE);
}

static void
write_limit (DrayOsmWriter *self)
{
  dray_osm_writer_open (self, "way", ++self->next_way);
  for (int i = 0; i <= 4 * self->n_limit; i++)
    dray_osm_writer_ref (self, self->next_ring_node + i % (4 * self->n_limit));
  self->next_ring_node += 4 * self->n_limit;
  dray_osm_writer_tag (self, "boundary", "maritime");
  dray_osm_writer_tag (self, "name", "Harl County waters");
  dray_osm_writer_close (self, "way");
}

/* Areas with holes, whose ways were written in the same order. */
static void
write_multipolygons (DrayOsmWriter *self,
                     gint64         first_way)
{
  gint64 way = first_way;

  for (guint i = 0; i < self->county->areas->len; i++) {
    const DrayCountyArea *area = &g_array_index (self->county->areas, DrayCountyArea, i);

    if (area->rings->len > 1) {
      dray_osm_writer_open (self, "relation", ++self->next_relation);
      for (guint r = 0; r < area->rings->len; r++)
        dray_osm_writer_member (self, "way", way + r, r == 0 ? "outer" : "inner");
      dray_osm_writer_tag (self, "type", "multipolygon");
      dray_osm_writer_tag (self, area->key, area->value);
      dray_osm_writer_tag (self, "name", area->name);
      dray_osm_writer_close (self, "relation");
    }
    way += area->rings->len;
  }
}

static void
write_bans (DrayOsmWriter *self)
{
  for (guint i = 0; i < self->county->bans->len; i++) {
    const DrayCountyBan *ban = &g_array_index (self->county->bans, DrayCountyBan, i);

    dray_osm_writer_open (self, "relation", ++self->next_relation);
    dray_osm_writer_member (self, "way", self->ways[ban->from], "from");
    dray_osm_writer_member (self, "node", self->node_ids[ban->node], "via");
    dray_osm_writer_member (self, "way", self->ways[ban->to], "to");
    dray_osm_writer_tag (self, "type", "restriction");
    dray_osm_writer_tag (self, "restriction", "no_left_turn");
    dray_osm_writer_close (self, "relation");
  }
}

static void
write_all (DrayOsmWriter *self)
{
  DrayCounty *county = self->county;

  g_string_append (self->text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\" generator=\"Dray demo county\">\n");
  number_nodes (self);
  write_net_nodes (self);
  self->next_ring_node = self->next_node + 1;
  for (guint i = 0; i < county->shores->len; i++)
    write_ring_nodes (self, g_ptr_array_index (county->shores, i));
  for (guint i = 0; i < county->areas->len; i++) {
    const DrayCountyArea *area = &g_array_index (county->areas, DrayCountyArea, i);

    for (guint r = 0; r < area->rings->len; r++)
      write_ring_nodes (self, g_ptr_array_index (area->rings, r));
  }
  for (guint i = 0; i < county->buildings->len; i++) {
    for (int k = 0; k < 4; k++)
      dray_osm_writer_node (self, ++self->next_node, g_array_index (county->buildings, DrayCountyBuilding, i).corners[k], FALSE);
  }
  for (guint i = 0; i < county->rivers->len; i++)
    write_ring_nodes (self, g_array_index (county->rivers, DrayCountyRiver, i).line);
  write_limit_nodes (self);
  write_place_nodes (self);
  dray_osm_writer_roads (self);
  write_shores (self);
  gint64 first_area = self->next_way + 1;
  write_areas (self);
  write_buildings (self);
  write_rivers (self);
  write_limit (self);
  write_multipolygons (self, first_area);
  write_bans (self);
  g_string_append (self->text, "</osm>\n");
  flush (self);
}

/**
 * dray_county_write:
 *
 * Writes the county as OpenStreetMap XML.
 *
 * Errors: those of @stream, %G_IO_ERROR_CANCELLED
 */
gboolean
dray_county_write (DrayCounty    *self,
                   GOutputStream *stream,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), FALSE);

  DrayOsmWriter writer = { .county = self, .stream = stream, .cancellable = cancellable, .text = g_string_sized_new (FLUSH_BYTES * 2) };

  write_all (&writer);
  g_string_free (writer.text, TRUE);
  g_free (writer.node_ids);
  g_free (writer.ways);
  if (writer.error != NULL) {
    g_propagate_error (error, writer.error);
    return FALSE;
  }
  return TRUE;
}
