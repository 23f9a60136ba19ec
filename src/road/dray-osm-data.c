/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-osm-data.h"

void
dray_osm_data_free (DrayOsmData *self)
{
  g_free (self->node_ids);
  g_free (self->node_lon_e7);
  g_free (self->node_lat_e7);
  g_free (self->tagged_nodes);
  g_free (self->tagged_node_tags);
  g_free (self->way_ids);
  g_free (self->way_refs_first);
  g_free (self->way_refs);
  g_free (self->way_tags);
  g_free (self->relation_ids);
  g_free (self->members_first);
  g_free (self->members);
  g_free (self->relation_tags);
  g_free (self->tags);
  g_free (self->strings);
  g_clear_pointer (&self->string_index, g_hash_table_unref);
  g_clear_pointer (&self->chunk, g_string_chunk_free);
  g_free (self);
}

/* Returns: the number of @text among the strings, or %DRAY_OSM_NO_STRING if the file does not hold it */
guint32
dray_osm_data_find_string (const DrayOsmData *self,
                           const char        *text)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->string_index, text));
}

static guint32
find_id (const gint64 *ids,
         guint32       n,
         gint64        id)
{
  guint32 low = 0, high = n;

  while (low < high) {
    guint32 middle = low + (high - low) / 2;

    if (ids[middle] < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low < n && ids[low] == id ? low : DRAY_OSM_MISSING;
}

/* Returns: the index of the node with @id, or %DRAY_OSM_MISSING */
guint32
dray_osm_data_find_node (const DrayOsmData *self,
                         gint64             id)
{
  return find_id (self->node_ids, self->n_nodes, id);
}

/* Returns: the index of the way with @id, or %DRAY_OSM_MISSING */
guint32
dray_osm_data_find_way (const DrayOsmData *self,
                        gint64             id)
{
  return find_id (self->way_ids, self->n_ways, id);
}

/* Returns: (nullable): the value of @key among @tags */
const char *
dray_osm_data_get_tag (const DrayOsmData *self,
                       DrayOsmTags        tags,
                       const char        *key)
{
  guint32 number = dray_osm_data_find_string (self, key);

  return number == DRAY_OSM_NO_STRING ? NULL : dray_osm_data_get_tag_by_key (self, tags, number);
}
