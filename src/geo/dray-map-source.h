/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dray-map-tile.h"

G_BEGIN_DECLS

#define DRAY_TYPE_MAP_SOURCE (dray_map_source_get_type ())
G_DECLARE_INTERFACE (DrayMapSource, dray_map_source, DRAY, MAP_SOURCE, GObject)

/**
 * DrayMapSourceInterface:
 * @read: appends the features of @groups that touch @box, as they are drawn at @zoom, to @tile; called on any thread, several at once
 * @dup_attribution: whom the map must name: "© OpenStreetMap contributors"
 *
 * Where a painter gets the base map from: a region pack, the world overview, or several of them.
 */
struct _DrayMapSourceInterface {
  GTypeInterface parent_interface;

  gboolean (*read)            (DrayMapSource       *self,
                               const DrayWorldBox  *box,
                               int                  zoom,
                               DrayMapGroups        groups,
                               DrayMapTile         *tile,
                               GCancellable        *cancellable,
                               GError             **error);
  char    *(*dup_attribution) (DrayMapSource       *self);
};

gboolean dray_map_source_read            (DrayMapSource       *self,
                                          const DrayWorldBox  *box,
                                          int                  zoom,
                                          DrayMapGroups        groups,
                                          DrayMapTile         *tile,
                                          GCancellable        *cancellable,
                                          GError             **error);
char    *dray_map_source_dup_attribution (DrayMapSource       *self);

G_END_DECLS
