/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-import.h"

#include "dray-map-builder.h"
#include "dray-place-builder.h"
#include "dray-road-builder-private.h"

/* From a file to a pack. Each builder reads the same data and adds its sections. */

static void
fill_report (DrayRoadImportReport  *report,
             const DrayRoadBuilder *builder,
             const DrayRoadCounts  *counts)
{
  const DrayOsmData *data = builder->data;

  *report = (DrayRoadImportReport) {
    .n_nodes = data->n_nodes,
    .n_ways = data->n_ways,
    .n_relations = data->n_relations,
    .n_missing_refs = data->n_missing_node_refs + data->n_missing_member_refs,
    .n_duplicates = data->n_duplicates,
    .n_pieces = counts->n_pieces,
    .n_states = counts->n_states,
    .n_turns = counts->n_turns,
    .n_arcs = counts->n_up + counts->n_down,
    .n_rules_taken = builder->n_rules_taken,
    .n_rules_left = builder->n_rules_left,
  };
}

/* The sections "graph.*". */
static gboolean
add_graph (const DrayRoadImport *self,
           const DrayOsmData    *data,
           DrayRoadPackWriter   *writer,
           DrayRoadImportReport *report,
           GError              **error)
{
  DrayRoadBuilder builder;
  DrayRoadCounts counts;

  dray_road_builder_init (&builder, data);
  builder.n_threads = self->n_threads;
  builder.cancellable = self->cancellable;
  builder.progress = self->progress;
  builder.user_data = self->user_data;
  gboolean done = dray_road_build_pieces (&builder, error) && dray_road_build_rules (&builder, error) && dray_road_build_states (&builder, error) &&
                  dray_road_build_order (&builder, error) && dray_road_build_sections (&builder, writer, &counts, error);
  if (done)
    fill_report (report, &builder, &counts);
  dray_road_builder_clear (&builder);
  return done;
}

/**
 * dray_road_import_data:
 * @region_path: where the pack will stand; whatever stands there is replaced only by a whole one
 * @report: (out caller-allocates): what became of the data
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID, %DRAY_ROAD_ERROR_LIMIT, %G_FILE_ERROR, %G_IO_ERROR_CANCELLED
 */
gboolean
dray_road_import_data (const DrayRoadImport *self,
                       const DrayOsmData    *data,
                       const char           *region_path,
                       DrayRoadImportReport *report,
                       GError              **error)
{
  g_return_val_if_fail (self->n_threads >= 1, FALSE);

  g_autoptr (DrayRoadPackWriter) writer = dray_road_pack_writer_new (region_path, error);
  DrayRoadImportReport done;

  if (writer == NULL || !add_graph (self, data, writer, &done, error) ||
      !dray_place_build (data, writer, self->progress, self->user_data, self->cancellable, error) ||
      !dray_map_build (data, self->attribution, writer, self->progress, self->user_data, self->cancellable, error) || !dray_road_pack_writer_finish (writer, error))
    return FALSE;
  *report = done;
  return TRUE;
}

/**
 * dray_road_import_file:
 * @osm_path: an .osm.pbf, .osm or .osm.gz
 *
 * As dray_road_import_data(), of what dray_osm_reader_read_file() reads.
 */
gboolean
dray_road_import_file (const DrayRoadImport *self,
                       const char           *osm_path,
                       const char           *region_path,
                       DrayRoadImportReport *report,
                       GError              **error)
{
  g_autoptr (DrayOsmData) data = dray_osm_reader_read_file (osm_path, self->n_threads, self->progress, self->user_data, self->cancellable, error);

  return data != NULL && dray_road_import_data (self, data, region_path, report, error);
}
