/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A reference to something that the extract does not hold: extracts are cut along a border, so that is usual. */
#define DRAY_OSM_MISSING G_MAXUINT32

/* The string that stands for none: number 0 is always "". */
#define DRAY_OSM_NO_STRING 0u

typedef enum {
  DRAY_OSM_NODE,
  DRAY_OSM_WAY,
  DRAY_OSM_RELATION,
} DrayOsmKind;

/* Key and value as numbers of strings. */
typedef struct {
  guint32 key;
  guint32 value;
} DrayOsmTag;

/* The tags of one thing, borrowed from the data. */
typedef struct {
  const DrayOsmTag *tags;
  guint32           n;
} DrayOsmTags;

/* A member of a relation: @index counts in the column of its kind, or is %DRAY_OSM_MISSING; @role is the number of a string. */
typedef struct {
  guint32 index;
  guint32 role;
  guint32 kind;
} DrayOsmMember;

/**
 * DrayOsmData:
 * @node_ids: [n_nodes], ascending, without repetition; so are @way_ids and @relation_ids
 * @node_lon_e7: [n_nodes], WGS84, always within the world; so is @node_lat_e7
 * @tagged_nodes: [n_tagged_nodes], ascending indices of the nodes that carry tags: most nodes carry none
 * @tagged_node_tags: [n_tagged_nodes + 1], where each one's tags begin in @tags
 * @way_refs_first: [n_ways + 1], where each way's nodes begin in @way_refs
 * @way_refs: indices of nodes, or %DRAY_OSM_MISSING
 * @way_tags: [n_ways + 1], where each way's tags begin in @tags
 * @members_first: [n_relations + 1], where each relation's members begin in @members
 * @relation_tags: [n_relations + 1], where each relation's tags begin in @tags
 * @strings: [n_strings], each distinct string once, valid UTF-8
 * @n_missing_node_refs: how often ways and relations refer to nodes that are not here
 * @n_missing_member_refs: how often relations refer to ways and relations that are not here
 * @n_duplicates: things that stood in the file a second time and were left out
 *
 * What an OpenStreetMap file holds, as flat columns. Immutable once read, so that any thread may read it.
 */
typedef struct {
  guint32        n_nodes;
  gint64        *node_ids;
  gint32        *node_lon_e7;
  gint32        *node_lat_e7;
  guint32        n_tagged_nodes;
  guint32       *tagged_nodes;
  guint32       *tagged_node_tags;

  guint32        n_ways;
  gint64        *way_ids;
  guint32       *way_refs_first;
  guint32       *way_refs;
  guint32       *way_tags;

  guint32        n_relations;
  gint64        *relation_ids;
  guint32       *members_first;
  DrayOsmMember *members;
  guint32       *relation_tags;

  DrayOsmTag    *tags;
  guint32        n_strings;
  const char   **strings;

  guint64        n_missing_node_refs;
  guint64        n_missing_member_refs;
  guint64        n_duplicates;

  /*< private >*/
  GStringChunk  *chunk;
  GHashTable    *string_index;
} DrayOsmData;

void        dray_osm_data_free        (DrayOsmData       *self);
guint32     dray_osm_data_find_string (const DrayOsmData *self,
                                       const char        *text);
guint32     dray_osm_data_find_node   (const DrayOsmData *self,
                                       gint64             id);
guint32     dray_osm_data_find_way    (const DrayOsmData *self,
                                       gint64             id);
const char *dray_osm_data_get_tag     (const DrayOsmData *self,
                                       DrayOsmTags        tags,
                                       const char        *key);

/* The tags of the @i-th tagged node: the node itself is tagged_nodes[i]. */
static inline DrayOsmTags
dray_osm_data_get_tagged_node_tags (const DrayOsmData *self,
                                    guint32            i)
{
  return (DrayOsmTags) { self->tags + self->tagged_node_tags[i], self->tagged_node_tags[i + 1] - self->tagged_node_tags[i] };
}

static inline DrayOsmTags
dray_osm_data_get_way_tags (const DrayOsmData *self,
                            guint32            way)
{
  return (DrayOsmTags) { self->tags + self->way_tags[way], self->way_tags[way + 1] - self->way_tags[way] };
}

static inline DrayOsmTags
dray_osm_data_get_relation_tags (const DrayOsmData *self,
                                 guint32            relation)
{
  return (DrayOsmTags) { self->tags + self->relation_tags[relation], self->relation_tags[relation + 1] - self->relation_tags[relation] };
}

/* The quick look-up for loops over many things: @key comes from dray_osm_data_find_string(), once. Returns: (nullable): the value */
static inline const char *
dray_osm_data_get_tag_by_key (const DrayOsmData *self,
                              DrayOsmTags        tags,
                              guint32            key)
{
  for (guint32 i = 0; i < tags.n; i++) {
    if (tags.tags[i].key == key)
      return self->strings[tags.tags[i].value];
  }
  return NULL;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayOsmData, dray_osm_data_free)

G_END_DECLS
