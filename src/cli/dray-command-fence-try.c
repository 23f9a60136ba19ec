/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

#include "dray-demo.h"
#include "dray-fence-event.h"
#include "dray-fence-shape.h"
#include "dray-fleet-schema.h"
#include "dray-geojson.h"
#include "dray-history.h"
#include "dray-kml.h"
#include "dray-store.h"
#include "dray-truck.h"

#include <string.h>

/* Tries fences on history: what they would have seen of the positions that a workspace keeps. Nothing is recorded. */

static int radius_m, width_m, entry_delay_s, stay_limit_s, speed_limit_kmh;

static const GOptionEntry entries[] = {
  { "radius", 0, 0, G_OPTION_ARG_INT, &radius_m, "What a point of the file becomes: a circle of this radius", "M" },
  { "width", 0, 0, G_OPTION_ARG_INT, &width_m, "What a line of the file becomes: a corridor of this width", "M" },
  { "entry-delay", 0, 0, G_OPTION_ARG_INT, &entry_delay_s, "How long a truck is inside before it has entered", "S" },
  { "stay-limit", 0, 0, G_OPTION_ARG_INT, &stay_limit_s, "Tell a stay longer than this", "S" },
  { "speed-limit", 0, 0, G_OPTION_ARG_INT, &speed_limit_kmh, "Tell a speed above this", "KM/H" },
  G_OPTION_ENTRY_NULL
};

static GPtrArray *
read_features (const char  *path,
               GError     **error)
{
  g_autofree char *text = NULL;
  gsize n_bytes;

  if (!g_file_get_contents (path, &text, &n_bytes, error))
    return NULL;
  return g_str_has_suffix (path, ".kml") ? dray_kml_read (text, (gssize) n_bytes, error) : dray_geojson_read (text, (gssize) n_bytes, error);
}

/* Returns: (transfer full): what the feature is as a fence */
static DrayShape *
make_shape (const DrayShape  *shape,
            GError          **error)
{
  DrayShape *made = shape->kind == DRAY_SHAPE_POINT && shape->n_points == 1 ? dray_fence_shape_new_circle (shape->points[0], radius_m, error)
                    : shape->kind == DRAY_SHAPE_LINE ? dray_fence_shape_new_corridor (shape->points, shape->n_points, width_m, error)
                    : dray_shape_ref ((DrayShape *) shape);

  if (made != NULL && !dray_fence_shape_check (made, error))
    g_clear_pointer (&made, dray_shape_unref);
  return made;
}

static DrayFenceSet *
make_fences (GPtrArray  *features,
             GError    **error)
{
  g_autoptr (GPtrArray) shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_shape_unref);
  g_autofree DrayFenceRule *rules = g_new0 (DrayFenceRule, features->len + 1);

  for (guint i = 0; i < features->len; i++) {
    const DrayFeature *feature = features->pdata[i];
    DrayShape *shape = make_shape (feature->shape, error);

    if (shape == NULL) {
      g_prefix_error (error, "%s: ", feature->name != NULL ? feature->name : "A shape without a name");
      return NULL;
    }
    g_ptr_array_add (shapes, shape);
    rules[i] = (DrayFenceRule) { .id = dray_id_derive ("fence to try", &i, sizeof i), .name = feature->name != NULL ? feature->name : "", .entry_delay_s = entry_delay_s,
                                 .stay_limit_s = stay_limit_s, .speed_limit_cms = speed_limit_kmh * 1000 / 36 };
  }
  return dray_fence_set_new ((DrayShape *const *) shapes->pdata, rules, features->len, 0, error);
}

/* Returns: (transfer full): DrayId → the number that people call the truck by */
static GHashTable *
read_numbers (const char  *folder,
              GError     **error)
{
  g_autofree char *path = g_build_filename (folder, DRAY_DEMO_WORKSPACE, NULL);
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (error);
  g_autoptr (DrayStore) store = schema != NULL ? dray_store_open (path, schema, &(DrayStoreOptions) { .read_only = TRUE }, error) : NULL;
  g_autoptr (DrayQuery) query = dray_query_new (&dray_truck_table);
  g_autoptr (GPtrArray) rows = store != NULL ? dray_store_select (store, query, error) : NULL;
  GHashTable *numbers = rows != NULL ? g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, g_free) : NULL;

  for (guint i = 0; numbers != NULL && i < rows->len; i++) {
    const DrayRow *row = rows->pdata[i];

    g_hash_table_insert (numbers, g_memdup2 (&row->id, sizeof row->id), g_strdup (dray_row_get_text (row, DRAY_TRUCK_NUMBER)));
  }
  return numbers;
}

static void
print_event (DrayCommandLine      *line,
             const DrayFenceEvent *event,
             const char           *truck)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (event->at_us / G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format_iso8601 (at);
  const char *what = dray_fence_event_transition_choices[event->transition];
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "truck", truck);
  json_object_set_string_member (object, "fence", event->name);
  json_object_set_string_member (object, "transition", what);
  json_object_set_string_member (object, "at", text);
  dray_command_line_print (line, json_node_init_object (json_node_alloc (), object), "%s  truck %s  %s  %s", text, truck, what, event->name);
  json_object_unref (object);
}

static gboolean
try_fences (DrayCommandLine  *line,
            DrayFenceSet     *fences,
            GHashTable       *numbers,
            GError          **error)
{
  g_autofree char *path = g_build_filename (line->arguments[0], DRAY_TELEMETRY_FILE, NULL);
  g_autoptr (DrayTelemetry) telemetry = dray_telemetry_open (path, DRAY_DATABASE_WRITE, error);
  /* What a console left in the journal counts too. */
  gboolean filed = telemetry != NULL && dray_telemetry_compact (telemetry, error);
  g_autoptr (GArray) ids = filed ? dray_telemetry_list_trucks (telemetry, error) : NULL;
  g_autoptr (GArray) events = ids != NULL ? dray_history_try_fences (telemetry, fences, G_MININT64 / 2, G_MAXINT64 / 2, line->cancellable, error) : NULL;

  for (guint i = 0; events != NULL && i < events->len; i++) {
    const DrayFenceEvent *event = &g_array_index (events, DrayFenceEvent, i);
    const char *truck = g_hash_table_lookup (numbers, &g_array_index (ids, DrayId, event->truck));

    print_event (line, event, truck != NULL ? truck : "?");
  }
  if (events != NULL)
    dray_command_line_say (line, "%u events; none was recorded", events->len);
  return events != NULL;
}

gboolean
dray_command_fence_try (DrayCommandLine  *line,
                        GError          **error)
{
  if (!dray_command_line_parse (line, entries, 2, 2, error))
    return FALSE;
  if (entry_delay_s < 0 || stay_limit_s < 0 || speed_limit_kmh < 0 || speed_limit_kmh > 500) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Delays and limits are 0 or more, and a speed limit at most 500 km/h");
    return FALSE;
  }

  g_autoptr (GPtrArray) features = read_features (line->arguments[1], error);
  g_autoptr (DrayFenceSet) fences = features != NULL ? make_fences (features, error) : NULL;
  g_autoptr (GHashTable) numbers = fences != NULL ? read_numbers (line->arguments[0], error) : NULL;
  return numbers != NULL && try_fences (line, fences, numbers, error);
}
