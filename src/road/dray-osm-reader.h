/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dray-osm-data.h"

G_BEGIN_DECLS

/**
 * DrayRoadProgress:
 * @step: what is being done: "read", "graph", "order", …; the same pointer for the whole of a step
 * @fraction: how much of it is done, 0 to 1
 *
 * Called in the thread of whoever called, at most some hundred times a step.
 */
typedef void (*DrayRoadProgress) (const char *step,
                                  double      fraction,
                                  gpointer    user_data);

/* What the reader refuses, whatever the file says of itself. */
#define DRAY_OSM_MAX_HEADER_BYTES (64u << 10)   /* a blob's header: the format's own limit */
#define DRAY_OSM_MAX_BLOB_BYTES   (32u << 20)   /* a blob, packed or unpacked: the format's own limit */
#define DRAY_OSM_MAX_ID           (G_GINT64_CONSTANT (1) << 60)
#define DRAY_OSM_MAX_COUNT        (1u << 30)    /* nodes, references, tags: each must be countable in 32 bits */
#define DRAY_OSM_MAX_RATIO        100           /* unpacked bytes for each packed one … */
#define DRAY_OSM_FREE_BYTES       (16u << 20)   /* … beyond this many, which are free */

DrayOsmData *dray_osm_reader_read_file  (const char       *path,
                                         int               n_threads,
                                         DrayRoadProgress  progress,
                                         gpointer          user_data,
                                         GCancellable     *cancellable,
                                         GError          **error);
DrayOsmData *dray_osm_reader_read_bytes (GBytes           *bytes,
                                         int               n_threads,
                                         DrayRoadProgress  progress,
                                         gpointer          user_data,
                                         GCancellable     *cancellable,
                                         GError          **error);

G_END_DECLS
