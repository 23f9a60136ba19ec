/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-tile.h"

/**
 * dray_map_tile_new:
 *
 * Returns: (transfer full): no features yet
 */
DrayMapTile *
dray_map_tile_new (void)
{
  DrayMapTile *self = g_new0 (DrayMapTile, 1);

  self->features = g_array_new (FALSE, FALSE, sizeof (DrayMapFeature));
  self->part_ends = g_array_new (FALSE, FALSE, sizeof (int));
  self->points = g_array_new (FALSE, FALSE, sizeof (DrayWorldPoint));
  self->names = g_string_chunk_new (1024);
  self->kept = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
dray_map_tile_free (DrayMapTile *self)
{
  g_array_unref (self->features);
  g_array_unref (self->part_ends);
  g_array_unref (self->points);
  g_string_chunk_free (self->names);
  g_ptr_array_unref (self->kept);
  g_free (self);
}

void
dray_map_tile_add_point (DrayMapTile    *self,
                         DrayWorldPoint  point)
{
  g_array_append_val (self->points, point);
}

void
dray_map_tile_end_part (DrayMapTile *self)
{
  int end = (int) self->points->len;

  g_array_append_val (self->part_ends, end);
}

/**
 * dray_map_tile_end_feature_borrowed:
 * @feature: what it is; its text lives in something that the tile keeps: see dray_map_tile_keep()
 *
 * Makes one feature of the parts that were ended since the last one.
 */
void
dray_map_tile_end_feature_borrowed (DrayMapTile    *self,
                                    DrayMapFeature  feature)
{
  feature.first_part = 0;
  if (self->features->len > 0) {
    const DrayMapFeature *last = dray_map_tile_get_feature (self, (int) self->features->len - 1);

    feature.first_part = last->first_part + last->n_parts;
  }
  feature.n_parts = (int) self->part_ends->len - feature.first_part;
  g_array_append_val (self->features, feature);
}

/* The same, for text that does not last: it is copied, equal texts once. */
void
dray_map_tile_end_feature (DrayMapTile    *self,
                           DrayMapFeature  feature)
{
  if (feature.name != NULL)
    feature.name = g_string_chunk_insert_const (self->names, feature.name);
  if (feature.ref != NULL)
    feature.ref = g_string_chunk_insert_const (self->names, feature.ref);
  dray_map_tile_end_feature_borrowed (self, feature);
}

/* Holds @owner for as long as the tile lives, because its features borrow text from it. */
void
dray_map_tile_keep (DrayMapTile *self,
                    GObject     *owner)
{
  g_ptr_array_add (self->kept, g_object_ref (owner));
}

DrayMapGroups
dray_map_kind_get_group (DrayMapKind kind)
{
  if (kind < DRAY_MAP_SHORELINE)
    return DRAY_MAP_AREAS;
  if (kind < DRAY_MAP_PATH)
    return DRAY_MAP_LINES;
  if (kind < DRAY_MAP_PLACE_HAMLET)
    return DRAY_MAP_ROADS;
  if (kind < DRAY_MAP_LABEL_WATER)
    return DRAY_MAP_PLACES;
  return kind < DRAY_MAP_SIGN_HEIGHT ? DRAY_MAP_LABELS : DRAY_MAP_SIGNS;
}
