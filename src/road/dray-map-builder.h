/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-tile.h"
#include "dray-osm-reader.h"
#include "dray-road-pack.h"

G_BEGIN_DECLS

gboolean dray_map_build          (const DrayOsmData   *data,
                                  const char          *attribution,
                                  DrayRoadPackWriter  *writer,
                                  DrayRoadProgress     progress,
                                  gpointer             user_data,
                                  GCancellable        *cancellable,
                                  GError             **error);
gboolean dray_map_build_features (const DrayMapTile   *map,
                                  DrayWorldBox         box,
                                  int                  n_bands,
                                  const char          *attribution,
                                  DrayRoadPackWriter  *writer,
                                  DrayRoadProgress     progress,
                                  gpointer             user_data,
                                  GCancellable        *cancellable,
                                  GError             **error);

G_END_DECLS
