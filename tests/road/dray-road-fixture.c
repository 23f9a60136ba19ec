/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-fixture.h"

#include "dray-road-builder-private.h"
#include "dray-road-import.h"

#include <gio/gio.h>
#include <string.h>

DrayRegion *
dray_fixture_import (DrayTestFolder *folder,
                     const char     *osm_path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dray_test_folder_path (folder, "fixture.region");
  DrayRoadImport import = { .n_threads = 2 };
  DrayRoadImportReport report;

  g_assert_true (dray_road_import_file (&import, osm_path, path, &report, &error) || error != NULL);
  g_assert_no_error (error);
  DrayRegion *region = dray_region_open (path, &error);
  g_assert_no_error (error);
  return region;
}

DrayRegion *
dray_fixture_import_text (DrayTestFolder *folder,
                          const char     *osm)
{
  g_autofree char *path = dray_test_folder_path (folder, "fixture.osm");

  g_assert_true (g_file_set_contents (path, osm, -1, NULL));
  return dray_fixture_import (folder, path);
}

static char *
unpack_shared (const char *name)
{
  g_autofree char *path = dray_test_shared_path (name);
  g_autofree char *packed = NULL;
  gsize n;

  if (path == NULL || !g_file_get_contents (path, &packed, &n, NULL))
    return NULL;
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (packed, (gssize) n, NULL);
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, G_CONVERTER (decompressor));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_assert_cmpint (g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_NONE, NULL, NULL), >, 0);
  g_assert_true (g_output_stream_write_all (out, "", 1, NULL, NULL, NULL));
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
}

/* The road graph of New York, as the 9th DIMACS challenge has it. Every edge stands in the file once each way; one of them is taken.
 * Returns: whether the files are at hand */
gboolean
dray_fixture_read_new_york (DrayFixturePlain *plain)
{
  g_autofree char *arcs = unpack_shared ("regions/USA-road-d.NY.gr.gz"), *places = unpack_shared ("regions/USA-road-d.NY.co.gz");

  if (arcs == NULL || places == NULL)
    return FALSE;
  plain->n_nodes = 264346;
  plain->lon_e7 = g_new0 (int, plain->n_nodes);
  plain->lat_e7 = g_new0 (int, plain->n_nodes);
  plain->tail = g_array_new (FALSE, FALSE, sizeof (guint32));
  plain->head = g_array_new (FALSE, FALSE, sizeof (guint32));
  plain->length = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (const char *at = places; at != NULL; at = strchr (at, '\n')) {
    at += *at == '\n';
    if (at[0] != 'v')
      continue;
    char *end;
    guint64 node = g_ascii_strtoull (at + 2, &end, 10) - 1;
    plain->lon_e7[node] = (int) g_ascii_strtoll (end, &end, 10) * 10;
    plain->lat_e7[node] = (int) g_ascii_strtoll (end, &end, 10) * 10;
  }
  for (const char *at = arcs; at != NULL; at = strchr (at, '\n')) {
    at += *at == '\n';
    if (at[0] != 'a')
      continue;
    char *end;
    guint32 tail = (guint32) g_ascii_strtoull (at + 2, &end, 10) - 1, head = (guint32) g_ascii_strtoull (end, &end, 10) - 1;
    guint32 length = (guint32) g_ascii_strtoull (end, &end, 10);
    if (tail >= head)
      continue;
    g_array_append_val (plain->tail, tail);
    g_array_append_val (plain->head, head);
    g_array_append_val (plain->length, length);
  }
  return TRUE;
}

void
dray_fixture_plain_clear (DrayFixturePlain *plain)
{
  g_free (plain->lon_e7);
  g_free (plain->lat_e7);
  g_array_unref (plain->tail);
  g_array_unref (plain->head);
  g_array_unref (plain->length);
}

#define ADD(column, value) g_array_append_val (builder.column, value)

/* A region of bare edges, to be driven both ways, where turns cost nothing: what a plain graph is. Driving takes 10 ms a unit of
 * length. */
DrayRegion *
dray_fixture_import_plain (DrayTestFolder         *folder,
                           const DrayFixturePlain *plain)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dray_test_folder_path (folder, "arcs.region");
  DrayOsmData data = { .n_nodes = plain->n_nodes };
  DrayRoadBuilder builder;
  DrayRoadCounts counts;
  const guint16 zero16 = 0;
  const guint32 zero = 0;
  const gint64 no_way = 0;
  const guint8 quarter[2] = { 0, 64 }, class = DRAY_ROAD_PRIMARY, speeds[2] = { 36, 36 }, none = 0;
  const guint16 limits[2] = { 0, 0 };

  dray_road_builder_init (&builder, &data);
  for (guint32 i = 0; i < plain->n_nodes; i++) {
    ADD (junction_node, i);
    ADD (junction_cost_ds, zero16);
    ADD (junction_limits, zero16);
    ADD (junction_lon_e7, plain->lon_e7[i]);
    ADD (junction_lat_e7, plain->lat_e7[i]);
  }
  for (guint32 i = 0; i < plain->tail->len; i++) {
    ADD (piece_tail, g_array_index (plain->tail, guint32, i));
    ADD (piece_head, g_array_index (plain->head, guint32, i));
    ADD (piece_length_dm, g_array_index (plain->length, guint32, i));
    ADD (piece_name, zero);
    ADD (piece_way, no_way);
    ADD (piece_class, class);
    ADD (piece_flags, none);
    ADD (piece_shape, zero);
    g_array_append_vals (builder.piece_bearing, quarter, 2);
    g_array_append_vals (builder.segment_speed, speeds, 2);
    g_array_append_vals (builder.segment_limits, limits, 2);
  }
  ADD (piece_shape, zero);
  ADD (names, zero);
  g_string_append_c (builder.name_bytes, '\0');
  guint32 one = 1;
  ADD (names, one);
  dray_road_builder_list_ends (&builder);

  g_assert_true (dray_road_build_states (&builder, &error));
  for (guint i = 0; i < builder.turn_kinds->len; i++)
    g_array_index (builder.turn_kinds, DrayTurnKind, i).cost_ds = 0;
  g_assert_true (dray_road_build_order (&builder, &error));
  g_autoptr (DrayRoadPackWriter) writer = dray_road_pack_writer_new (path, &error);
  g_assert_no_error (error);
  g_assert_true (dray_road_build_sections (&builder, writer, &counts, &error) && dray_road_pack_writer_finish (writer, &error));
  dray_road_builder_clear (&builder);
  DrayRegion *region = dray_region_open (path, &error);
  g_assert_no_error (error);
  return region;
}

/* Dijkstra, with a binary heap that leaves outdated entries in. */

typedef struct {
  DrayRoadCost cost;
  guint32      state;
} Entry;

void
dray_fixture_dijkstra_init (DrayFixtureDijkstra  *self,
                            const DrayRoadMetric *metric)
{
  const DrayRoadGraph *graph = metric->graph;

  self->metric = metric;
  self->cost = g_new (DrayRoadCost, graph->counts.n_states);
  self->heap = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->turn_first = g_memdup2 (graph->turn_first, (graph->counts.n_states + 1) * sizeof (guint32));
  self->turn_head = g_memdup2 (graph->turn_head, (gsize) graph->counts.n_turns * sizeof (guint32));
  self->turn_cost = g_new (DrayRoadCost, graph->counts.n_turns + 1);
  for (guint32 x = 0; x < graph->counts.n_states; x++) {
    for (guint32 t = graph->turn_first[x]; t < graph->turn_first[x + 1]; t++)
      self->turn_cost[t] = dray_road_metric_turn_cost (metric, x, t);
  }
}

static void
push (GArray *heap,
      Entry   entry)
{
  g_array_append_val (heap, entry);
  guint i = heap->len - 1;
  for (; i > 0 && g_array_index (heap, Entry, (i - 1) / 2).cost > entry.cost; i = (i - 1) / 2)
    g_array_index (heap, Entry, i) = g_array_index (heap, Entry, (i - 1) / 2);
  g_array_index (heap, Entry, i) = entry;
}

static Entry
pop (GArray *heap)
{
  Entry first = g_array_index (heap, Entry, 0), last = g_array_index (heap, Entry, heap->len - 1);
  guint i = 0;

  g_array_set_size (heap, heap->len - 1);
  for (guint child; (child = 2 * i + 1) < heap->len; i = child) {
    if (child + 1 < heap->len && g_array_index (heap, Entry, child + 1).cost < g_array_index (heap, Entry, child).cost)
      child++;
    if (g_array_index (heap, Entry, child).cost >= last.cost)
      break;
    g_array_index (heap, Entry, i) = g_array_index (heap, Entry, child);
  }
  if (heap->len > 0)
    g_array_index (heap, Entry, i) = last;
  return first;
}

void
dray_fixture_dijkstra_run (DrayFixtureDijkstra *self,
                           const guint32       *states,
                           const DrayRoadCost  *costs,
                           guint                n)
{
  for (guint32 i = 0; i < self->metric->graph->counts.n_states; i++)
    self->cost[i] = DRAY_ROAD_INFINITE;
  for (guint i = 0; i < n; i++) {
    if (costs[i] < self->cost[states[i]]) {
      self->cost[states[i]] = costs[i];
      push (self->heap, (Entry) { costs[i], states[i] });
    }
  }
  while (self->heap->len > 0) {
    Entry entry = pop (self->heap);

    if (entry.cost > self->cost[entry.state])
      continue;
    for (guint32 t = self->turn_first[entry.state]; t < self->turn_first[entry.state + 1]; t++) {
      DrayRoadCost through = entry.cost + self->turn_cost[t];

      if (through < self->cost[self->turn_head[t]]) {
        self->cost[self->turn_head[t]] = through;
        push (self->heap, (Entry) { through, self->turn_head[t] });
      }
    }
  }
}

void
dray_fixture_dijkstra_clear (DrayFixtureDijkstra *self)
{
  g_free (self->cost);
  g_array_unref (self->heap);
  g_free (self->turn_first);
  g_free (self->turn_head);
  g_free (self->turn_cost);
}
