/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuzz.h"
#include "dray-osm-reader.h"
#include "dray-road-builder-private.h"

/* Whatever a file of OpenStreetMap data holds, its columns are sound, and roads can be made of them. */

static void
check_columns (const DrayOsmData *data)
{
  for (guint32 i = 0; i < data->n_nodes; i++) {
    g_assert_true (i == 0 || data->node_ids[i - 1] < data->node_ids[i]);
    g_assert_true (ABS (data->node_lon_e7[i]) <= 1800000000 && ABS (data->node_lat_e7[i]) <= 900000000);
  }
  for (guint32 i = 0; i < data->way_refs_first[data->n_ways]; i++)
    g_assert_true (data->way_refs[i] < data->n_nodes || data->way_refs[i] == DRAY_OSM_MISSING);
  for (guint32 i = 0; i < data->relation_tags[data->n_relations]; i++)
    g_assert_true (data->tags[i].key < data->n_strings && data->tags[i].value < data->n_strings);
  for (guint32 i = 0; i < data->n_strings; i++)
    g_assert_true (g_utf8_validate (data->strings[i], -1, NULL));
}

static void
build_roads (const DrayOsmData *data)
{
  DrayRoadBuilder builder;

  dray_road_builder_init (&builder, data);
  if (dray_road_build_pieces (&builder, NULL) && dray_road_build_rules (&builder, NULL) && dray_road_build_states (&builder, NULL))
    dray_road_build_order (&builder, NULL);
  dray_road_builder_clear (&builder);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         size)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayOsmData) data = dray_osm_reader_read_bytes (input, 1, NULL, NULL, NULL, &error);

  g_assert_true ((data == NULL) == (error != NULL));
  if (data != NULL) {
    check_columns (data);
    build_roads (data);
  }
  return 0;
}
