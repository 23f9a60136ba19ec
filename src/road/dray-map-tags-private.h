/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-tile.h"
#include "dray-osm-data.h"

G_BEGIN_DECLS

#define DRAY_MAP_NO_KIND (-1)

/* What the tags of ways, areas and nodes mean to the base map; made once for a file, since its strings are numbered. */
typedef struct _DrayMapTags DrayMapTags;

DrayMapTags *dray_map_tags_new         (const DrayOsmData *data);
void         dray_map_tags_free        (DrayMapTags       *self);
int          dray_map_tags_read_area   (const DrayMapTags *self,
                                        DrayOsmTags        tags);
gboolean     dray_map_tags_read_line   (const DrayMapTags *self,
                                        DrayOsmTags        tags,
                                        DrayMapFeature    *feature);
gboolean     dray_map_tags_read_place  (const DrayMapTags *self,
                                        DrayOsmTags        tags,
                                        DrayMapFeature    *feature);
int          dray_map_tags_read_border (const DrayMapTags *self,
                                        DrayOsmTags        tags);
int          dray_map_tags_read_signs  (const DrayMapTags *self,
                                        DrayOsmTags        tags,
                                        DrayMapFeature     signs[4],
                                        char               texts[4][12]);
gboolean     dray_map_tags_read_house (const DrayMapTags *self,
                                        DrayOsmTags        tags,
                                        DrayMapFeature    *feature);
gboolean     dray_map_tags_is_coast    (const DrayMapTags *self,
                                        DrayOsmTags        tags);
gboolean     dray_map_tags_is_polygon  (const DrayMapTags *self,
                                        DrayOsmTags        tags);
const char  *dray_map_tags_get_name    (const DrayMapTags *self,
                                        DrayOsmTags        tags);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayMapTags, dray_map_tags_free)

G_END_DECLS
