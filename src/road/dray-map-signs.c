/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-signs-private.h"

#include <math.h>

/* Where the road signs for trucks stand on the map. A limit stands in the middle of its way. A ban stands where a truck would drive into
 * it, as in the street: at the ends of a banned way that meet one that is not. A whole quarter that is banned shows its
 * border and not a sign in every street. */

#define STEP_IN 80 /* world units, some 10 m: how far behind the crossing a ban's sign stands */

typedef struct {
  const DrayOsmData    *data;
  const DrayMapTags    *tags;
  const DrayWorldPoint *at;
  DrayMapTile          *map;
  guint8               *open;   /* [n_nodes]: a way that trucks may use goes through it */
} Signs;

/* Whether a way is a road that is wide enough to have signs. */
static gboolean
is_road (const Signs *self,
         DrayOsmTags  tags)
{
  DrayMapFeature line;

  return dray_map_tags_read_line (self->tags, tags, &line) && line.kind >= DRAY_MAP_SERVICE && line.kind <= DRAY_MAP_MOTORWAY;
}

static void
mark_open (Signs   *self,
           guint32  way)
{
  DrayOsmTags tags = dray_osm_data_get_way_tags (self->data, way);
  DrayMapFeature signs[4];
  char texts[4][12];
  int n = 0;

  if (!is_road (self, tags))
    return;
  n = dray_map_tags_read_signs (self->tags, tags, signs, texts);
  if (n > 0 && signs[n - 1].kind == DRAY_MAP_SIGN_NO_TRUCKS)
    return;
  for (guint32 i = self->data->way_refs_first[way]; i < self->data->way_refs_first[way + 1]; i++) {
    if (self->data->way_refs[i] != DRAY_OSM_MISSING)
      self->open[self->data->way_refs[i]] = TRUE;
  }
}

static void
add_sign (Signs          *self,
          DrayMapFeature  sign,
          const char     *text,
          int             rank,
          DrayWorldPoint  at)
{
  sign.name = text;
  sign.rank = (guint8) rank;
  dray_map_tile_add_point (self->map, at);
  dray_map_tile_end_part (self->map);
  dray_map_tile_end_feature (self->map, sign);
}

/* The place a little way in from @from on the way to @to. */
static DrayWorldPoint
step_in (DrayWorldPoint from,
         DrayWorldPoint to)
{
  double dx = (double) to.x - from.x;
  double dy = (double) to.y - from.y;
  double length = hypot (dx, dy);
  double t = length > 0 ? fmin (0.5, STEP_IN / length) : 0;

  return (DrayWorldPoint) { from.x + (int) (t * dx), from.y + (int) (t * dy) };
}

static void
add_bans (Signs          *self,
          guint32         way,
          DrayMapFeature  ban)
{
  const guint32 *refs = self->data->way_refs + self->data->way_refs_first[way];
  guint32 n = self->data->way_refs_first[way + 1] - self->data->way_refs_first[way];

  if (n < 2)
    return;
  const guint32 ends[2][2] = { { refs[0], refs[1] }, { refs[n - 1], refs[n - 2] } };
  for (int i = 0; i < 2; i++) {
    if (ends[i][0] != DRAY_OSM_MISSING && ends[i][1] != DRAY_OSM_MISSING && self->open[ends[i][0]])
      add_sign (self, ban, "", 0, step_in (self->at[ends[i][0]], self->at[ends[i][1]]));
  }
}

static void
add_way (Signs   *self,
         guint32  way)
{
  DrayOsmTags tags = dray_osm_data_get_way_tags (self->data, way);
  guint32 first = self->data->way_refs_first[way];
  guint32 middle = self->data->way_refs_first[way + 1] > first ? self->data->way_refs[(first + self->data->way_refs_first[way + 1]) / 2] : DRAY_OSM_MISSING;
  DrayMapFeature signs[4];
  char texts[4][12];
  int n = is_road (self, tags) ? dray_map_tags_read_signs (self->tags, tags, signs, texts) : 0;

  for (int i = 0; i < n; i++) {
    if (signs[i].kind == DRAY_MAP_SIGN_NO_TRUCKS)
      add_bans (self, way, signs[i]);
    else if (middle != DRAY_OSM_MISSING)
      add_sign (self, signs[i], texts[i], i, self->at[middle]);
  }
}

/**
 * dray_map_signs_collect:
 * @at: [n_nodes]: where each node is
 *
 * Adds the signs of all roads and nodes to @map.
 */
void
dray_map_signs_collect (const DrayOsmData    *data,
                        const DrayMapTags    *tags,
                        const DrayWorldPoint *at,
                        DrayMapTile          *map)
{
  g_autofree guint8 *open = g_new0 (guint8, MAX (data->n_nodes, 1));
  Signs self = { data, tags, at, map, open };

  for (guint32 way = 0; way < data->n_ways; way++)
    mark_open (&self, way);
  for (guint32 way = 0; way < data->n_ways; way++)
    add_way (&self, way);
  for (guint32 i = 0; i < data->n_tagged_nodes; i++) {
    DrayMapFeature signs[4];
    char texts[4][12];
    int n = dray_map_tags_read_signs (tags, dray_osm_data_get_tagged_node_tags (data, i), signs, texts);

    for (int k = 0; k < n; k++)
      add_sign (&self, signs[k], texts[k], k, at[data->tagged_nodes[i]]);
  }
}
