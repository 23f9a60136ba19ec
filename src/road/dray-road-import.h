/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-osm-reader.h"

G_BEGIN_DECLS

/**
 * DrayRoadImport:
 * @n_threads: how many may work at once
 * @progress: (nullable): told in the caller's thread
 * @cancellable: (nullable)
 * @attribution: (nullable): whom the map must name; %NULL: OpenStreetMap's contributors
 */
typedef struct {
  int              n_threads;
  DrayRoadProgress progress;
  gpointer         user_data;
  GCancellable    *cancellable;
  const char      *attribution;
} DrayRoadImport;

/**
 * DrayRoadImportReport:
 * @n_rules_left: turn restrictions that name what is not here, or that are not understood
 *
 * What became of the file.
 */
typedef struct {
  guint32 n_nodes;
  guint32 n_ways;
  guint32 n_relations;
  guint64 n_missing_refs;
  guint64 n_duplicates;
  guint32 n_pieces;
  guint32 n_states;
  guint32 n_turns;
  guint32 n_arcs;
  guint32 n_rules_taken;
  guint32 n_rules_left;
} DrayRoadImportReport;

gboolean dray_road_import_file (const DrayRoadImport  *self,
                                const char            *osm_path,
                                const char            *region_path,
                                DrayRoadImportReport  *report,
                                GError               **error);
gboolean dray_road_import_data (const DrayRoadImport  *self,
                                const DrayOsmData     *data,
                                const char            *region_path,
                                DrayRoadImportReport  *report,
                                GError               **error);

G_END_DECLS
