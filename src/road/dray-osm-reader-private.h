/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-osm-part-private.h"
#include "dray-osm-reader.h"

G_BEGIN_DECLS

/* What a reader of one format is given. */
typedef struct {
  GBytes           *bytes;
  int               n_threads;
  DrayRoadProgress  progress;
  gpointer          user_data;
  GCancellable     *cancellable;
} DrayOsmSource;

GPtrArray *dray_osm_pbf_read (const DrayOsmSource *source,
                              GError             **error);
GPtrArray *dray_osm_xml_read (const DrayOsmSource *source,
                              gboolean             gzipped,
                              GError             **error);

/* How many unpacked bytes a file of @n_bytes may hold: beyond that it is a bomb. */
static inline guint64
dray_osm_unpacked_limit (gsize n_bytes)
{
  return DRAY_OSM_FREE_BYTES + (guint64) n_bytes * DRAY_OSM_MAX_RATIO;
}

G_END_DECLS
