/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm.h"
#include "dray-demo.h"
#include "dray-engine.h"
#include "dray-fence-event.h"
#include "dray-message.h"
#include "dray-sim-clock.h"
#include "dray-stop.h"
#include "dray-telemetry.h"
#include "dray-test-folder.h"
#include "dray-units.h"

#include <glib/gstdio.h>

/* The engine through its header alone, on a small demo that is made once for all tests and copied for each. */

static DrayTestFolder *folder;
static char *original;

typedef struct {
  char       *path;
  DrayEngine *engine;
  GError     *error;
  gboolean    done;
} Fixture;

static void
copy_demo (const char *to)
{
  static const char *const names[] = { DRAY_DEMO_WORKSPACE, DRAY_DEMO_REGION, DRAY_DEMO_FACTS };

  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *from_path = g_build_filename (original, names[i], NULL), *to_path = g_build_filename (to, names[i], NULL);
    g_autoptr (GFile) source = g_file_new_for_path (from_path), target = g_file_new_for_path (to_path);
    g_autoptr (GError) error = NULL;

    g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
  }
}

static void
on_open (GObject      *source G_GNUC_UNUSED,
         GAsyncResult *result,
         gpointer      data)
{
  Fixture *fixture = data;

  fixture->engine = dray_engine_open_finish (result, &fixture->error);
  fixture->done = TRUE;
}

static void
open_engine (Fixture         *fixture,
             DrayEngineFlags  flags)
{
  fixture->done = FALSE;
  dray_engine_open_async (fixture->path, flags, NULL, on_open, fixture);
  while (!fixture->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_engine (Fixture *fixture)
{
  dray_engine_stop (fixture->engine);
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_finalize_object (g_steal_pointer (&fixture->engine));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  static int n;
  g_autofree char *name = g_strdup_printf ("demo-%d", ++n);

  fixture->path = dray_test_folder_path (folder, name);
  copy_demo (fixture->path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  if (fixture->engine != NULL)
    close_engine (fixture);
  g_clear_error (&fixture->error);
  g_free (fixture->path);
}

static void
test_a_demo_opens_where_its_records_stand (Fixture       *fixture,
                                           gconstpointer  data G_GNUC_UNUSED)
{
  open_engine (fixture, DRAY_ENGINE_DEFAULT);
  g_assert_no_error (fixture->error);
  g_assert_true (dray_engine_is_demo (fixture->engine));
  g_assert_cmpint (dray_clock_now_us (dray_engine_get_clock (fixture->engine)), ==, DRAY_DEMO_OPENS_US);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (dray_engine_get_live_fleet (fixture->engine))), ==, 8);
  g_assert_nonnull (dray_engine_get_map_source (fixture->engine));
  g_assert_cmpstr (dray_live_truck_get_number (dray_live_fleet_get_truck (dray_engine_get_live_fleet (fixture->engine), 7)), ==, "8");
}

static guint
count_moving (DrayLiveFleet *fleet)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);
  guint n = 0;

  for (guint i = 0; i < columns->n; i++)
    n += (columns->flags[i] & DRAY_TRUCK_HAS_FIX) && columns->states[i] != DRAY_TRUCK_PARKED;
  return n;
}

static gboolean
on_deadline (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_CONTINUE;
}

typedef struct {
  GPtrArray *rows;
  gboolean   done;
} Selection;

static void
on_selected (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Selection *selection = data;

  selection->rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, NULL);
  selection->done = TRUE;
}

static guint
count_rows (DrayEngine      *engine,
            const DrayTable *table,
            int              field)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);
  Selection selection = { NULL };
  guint n;

  dray_query_where (query, field, DRAY_TEST_IS_SET, dray_value_none ());
  dray_workspace_select_async (dray_engine_get_workspace (engine), query, NULL, on_selected, &selection);
  while (!selection.done)
    g_main_context_iteration (NULL, TRUE);
  n = selection.rows->len;
  g_ptr_array_unref (selection.rows);
  return n;
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(GArray **) data = dray_history_finish (DRAY_HISTORY (source), result, &error);
  g_assert_no_error (error);
}

/* How many trucks the history knows a position of at an instant. */
static guint
count_placed (DrayEngine *engine,
              gint64      at_us)
{
  GArray *fixes = NULL;
  guint n = 0;

  dray_history_seek_async (dray_engine_get_history (engine), at_us, NULL, on_answer, &fixes);
  while (fixes == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < fixes->len; i++)
    n += g_array_index (fixes, DrayFix, i).at_us != DRAY_NEVER;
  g_array_unref (fixes);
  return n;
}

static void
test_trucks_move_and_what_they_do_becomes_facts (Fixture       *fixture,
                                                 gconstpointer  data G_GNUC_UNUSED)
{
  gboolean late = FALSE;
  guint deadline = g_timeout_add_seconds (60, on_deadline, &late);
  guint n_departed, n_moving = 0;

  open_engine (fixture, DRAY_ENGINE_SIMULATE);
  g_assert_no_error (fixture->error);
  dray_sim_clock_set_speed (DRAY_SIM_CLOCK (dray_engine_get_clock (fixture->engine)), 1800.0);
  while (!late && dray_clock_now_us (dray_engine_get_clock (fixture->engine)) < DRAY_DEMO_OPENS_US + 4 * DRAY_S_PER_HOUR * DRAY_US_PER_S) {
    g_main_context_iteration (NULL, TRUE);
    n_moving = MAX (n_moving, count_moving (dray_engine_get_live_fleet (fixture->engine)));
  }
  g_assert_cmpuint (n_moving, >, 1);
  g_assert_false (late);
  g_source_remove (deadline);

  n_departed = count_rows (fixture->engine, &dray_stop_table, DRAY_STOP_DEPARTED_US);
  g_assert_cmpuint (n_departed, >, 5);
  g_assert_cmpuint (count_rows (fixture->engine, &dray_stop_table, DRAY_STOP_ARRIVED_US), >=, n_departed);
  /* Every truck leaves the yard of its depot, which has a fence. */
  g_assert_cmpuint (count_rows (fixture->engine, &dray_fence_event_table, DRAY_FENCE_EVENT_AT_US), >, 1);

  g_assert_cmpuint (count_placed (fixture->engine, DRAY_DEMO_OPENS_US + DRAY_S_PER_HOUR * DRAY_US_PER_S), >, 1);

  /* They are there after reopening. */
  close_engine (fixture);
  open_engine (fixture, DRAY_ENGINE_DEFAULT);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (count_rows (fixture->engine, &dray_stop_table, DRAY_STOP_DEPARTED_US), >=, n_departed);
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpint (receipt->verdict, !=, DRAY_VERDICT_REJECTED);
  *(gboolean *) data = TRUE;
}

static void
submit (DrayEngine *engine,
        DrayIntent *taken)
{
  gboolean done = FALSE;

  dray_workspace_submit_async (dray_engine_get_workspace (engine), taken, NULL, on_submitted, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* A fence around a truck's depot, a kilometre to each side. */
static DrayId
draw_fence (DrayEngine *engine)
{
  static const int corners[4][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } };
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (dray_engine_get_live_fleet (engine));
  DraySchema *schema = dray_workspace_get_schema (dray_engine_get_workspace (engine));
  DrayIntent *create = dray_intent_new (schema, "record.create"), *reshape = dray_intent_new (schema, "fence.reshape");
  g_autoptr (GString) rings = g_string_new ("[[");
  DrayId id = dray_engine_make_id (engine);
  guint truck = 0;

  while (!(columns->flags[truck] & DRAY_TRUCK_HAS_FIX))
    truck++;
  for (int i = 0; i < 4; i++) {
    DrayId vertex = dray_engine_make_id (engine);
    g_autofree char *text = dray_id_dup_text (&vertex);

    g_string_append_printf (rings, "%s{\"id\":\"%s\",\"lon_e7\":%d,\"lat_e7\":%d}", i > 0 ? "," : "", text,
                            columns->lon_e7[truck] + corners[i][0] * 140000, columns->lat_e7[truck] + corners[i][1] * 90000);
  }
  g_string_append (rings, "]]");
  dray_intent_set_text (create, "table", "fence");
  dray_intent_set_id (create, "id", &id);
  dray_intent_set_text (create, "values", "{\"name\":\"Drawn\",\"kind\":\"site\",\"active\":true}");
  submit (engine, create);
  dray_intent_set_id (reshape, "fence", &id);
  dray_intent_set_text (reshape, "rings", rings->str);
  submit (engine, reshape);
  return id;
}

static guint
count_events (DrayEngine   *engine,
              const DrayId *fence)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_fence_event_table);
  Selection selection = { NULL };
  guint n;

  dray_query_where_id (query, DRAY_FENCE_EVENT_FENCE, fence);
  dray_workspace_select_async (dray_engine_get_workspace (engine), query, NULL, on_selected, &selection);
  while (!selection.done)
    g_main_context_iteration (NULL, TRUE);
  n = selection.rows->len;
  g_ptr_array_unref (selection.rows);
  return n;
}

/* What is drawn while trucks drive is watched from then on, without opening the workspace again. */
static void
test_a_fence_drawn_while_it_runs_is_watched (Fixture       *fixture,
                                             gconstpointer  data G_GNUC_UNUSED)
{
  gboolean late = FALSE;
  guint deadline = g_timeout_add_seconds (60, on_deadline, &late);
  DrayId fence;

  open_engine (fixture, DRAY_ENGINE_SIMULATE);
  g_assert_no_error (fixture->error);
  dray_sim_clock_set_speed (DRAY_SIM_CLOCK (dray_engine_get_clock (fixture->engine)), 600.0);
  while (!late && count_moving (dray_engine_get_live_fleet (fixture->engine)) == 0)
    g_main_context_iteration (NULL, TRUE);
  fence = draw_fence (fixture->engine);
  dray_sim_clock_set_speed (DRAY_SIM_CLOCK (dray_engine_get_clock (fixture->engine)), 1800.0);
  while (!late && count_events (fixture->engine, &fence) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (deadline);
}

static void
test_a_folder_without_a_workspace_says_so (Fixture       *fixture,
                                           gconstpointer  data G_GNUC_UNUSED)
{
  g_free (fixture->path);
  fixture->path = dray_test_folder_path (folder, "nothing-here");
  open_engine (fixture, DRAY_ENGINE_DEFAULT);
  g_assert_null (fixture->engine);
  g_assert_nonnull (fixture->error);
}

static void
test_a_damaged_region_is_said_and_the_rest_opens (Fixture       *fixture,
                                                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->path, DRAY_DEMO_REGION, NULL);

  g_assert_true (g_file_set_contents (path, "no region", -1, NULL));
  open_engine (fixture, DRAY_ENGINE_DEFAULT);
  g_assert_no_error (fixture->error);
  g_assert_null (dray_engine_get_map_source (fixture->engine));
  g_assert_null (dray_engine_get_region (fixture->engine));
  g_assert_nonnull (strstr (dray_engine_get_notices (fixture->engine)[0], "roads"));
  g_assert_null (dray_engine_get_notices (fixture->engine)[1]);
}

static void
test_damaged_positions_are_put_aside (Fixture       *fixture,
                                      gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->path, DRAY_TELEMETRY_FILE, NULL), *text = g_strnfill (20000, 'x');
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n_aside = 0;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  open_engine (fixture, DRAY_ENGINE_DEFAULT);
  g_assert_no_error (fixture->error);
  g_assert_nonnull (strstr (dray_engine_get_notices (fixture->engine)[0], "telemetry-damaged-"));
  dir = g_dir_open (fixture->path, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_prefix (name, "telemetry-damaged-")) {
      g_autofree char *aside = g_build_filename (fixture->path, name, NULL), *kept = NULL;

      g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, text);
      n_aside++;
    }
  }
  g_assert_cmpuint (n_aside, ==, 1);
}

static void
test_a_workspace_without_roads_still_opens (Fixture       *fixture,
                                            gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->path, DRAY_DEMO_REGION, NULL);

  g_unlink (path);
  open_engine (fixture, DRAY_ENGINE_DEFAULT);
  g_assert_no_error (fixture->error);
  g_assert_null (dray_engine_get_map_source (fixture->engine));
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  g_assert_no_error (error);
}

static guint
count_messages (Fixture    *fixture,
                const char *direction,
                int         with)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_message_table);
  g_autoptr (GPtrArray) rows = NULL;
  guint n = 0;

  dray_query_where (query, DRAY_MESSAGE_DIRECTION, DRAY_TEST_EQUALS, dray_value_text (direction));
  rows = dray_store_select (dray_workspace_get_store (dray_engine_get_workspace (fixture->engine), FALSE), query, NULL);
  for (guint i = 0; i < rows->len; i++)
    n += dray_row_has (rows->pdata[i], with);
  return n;
}

/* A question reaches the cab, is read, and is answered. */
static void
test_a_simulated_driver_answers (Fixture       *fixture,
                                 gconstpointer  data G_GNUC_UNUSED)
{
  guint n_read, n_written;
  gboolean late = FALSE;
  guint deadline = g_timeout_add_seconds (20, on_deadline, &late);
  DrayIntent *intent;
  DrayId id;

  open_engine (fixture, DRAY_ENGINE_SIMULATE);
  g_assert_no_error (fixture->error);
  dray_sim_clock_set_speed (DRAY_SIM_CLOCK (dray_engine_get_clock (fixture->engine)), 60);
  n_read = count_messages (fixture, "to-driver", DRAY_MESSAGE_READ_US);
  n_written = count_messages (fixture, "from-driver", DRAY_MESSAGE_SENT_US);
  intent = dray_intent_new (dray_workspace_get_schema (dray_engine_get_workspace (fixture->engine)), "message.send");
  id = dray_engine_make_id (fixture->engine);
  dray_intent_set_id (intent, "message", &id);
  dray_intent_set_id (intent, "truck", dray_live_truck_get_id (dray_live_fleet_get_truck (dray_engine_get_live_fleet (fixture->engine), 3)));
  dray_intent_set_text (intent, "text", "Are you there?");
  dray_intent_set_integer (intent, "at_us", dray_clock_now_us (dray_engine_get_clock (fixture->engine)));
  dray_workspace_submit_async (dray_engine_get_workspace (fixture->engine), intent, NULL, on_sent, NULL);
  while (!late && (count_messages (fixture, "to-driver", DRAY_MESSAGE_READ_US) == n_read
                   || count_messages (fixture, "from-driver", DRAY_MESSAGE_SENT_US) == n_written))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (deadline);
}

static guint
count_escalated (Fixture *fixture)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_alarm_table);
  g_autoptr (GPtrArray) rows = dray_store_select (dray_workspace_get_store (dray_engine_get_workspace (fixture->engine), FALSE), query, NULL);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += dray_row_has (rows->pdata[i], DRAY_ALARM_ESCALATED_US);
  return n;
}

static void
raise_alarm (Fixture *fixture,
             int      priority,
             gint64   at_us)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (fixture->engine);
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (workspace), "alarm.raise");
  DrayId id = dray_engine_make_id (fixture->engine);

  dray_intent_set_id (intent, "alarm", &id);
  dray_intent_set_text (intent, "kind", "panic");
  dray_intent_set_integer (intent, "priority", priority);
  dray_intent_set_text (intent, "text", "Somebody pressed the button");
  dray_intent_set_integer (intent, "at_us", at_us);
  dray_workspace_submit_async (workspace, intent, NULL, on_sent, NULL);
}

/* Of two that nobody has taken for six minutes the one of the top priority goes to a supervisor, once; a fresh one waits. */
static void
test_what_nobody_takes_is_escalated (Fixture       *fixture,
                                     gconstpointer  data G_GNUC_UNUSED)
{
  gint64 now_us;
  gboolean late = FALSE, passed = FALSE;
  guint deadline = g_timeout_add_seconds (20, on_deadline, &late);

  open_engine (fixture, DRAY_ENGINE_DEFAULT);
  g_assert_no_error (fixture->error);
  now_us = dray_clock_now_us (dray_engine_get_clock (fixture->engine));
  raise_alarm (fixture, 1, now_us - 6 * 60 * DRAY_US_PER_S);
  raise_alarm (fixture, 2, now_us - 6 * 60 * DRAY_US_PER_S);
  raise_alarm (fixture, 1, now_us - 60 * DRAY_US_PER_S);
  while (!late && count_escalated (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (deadline);
  deadline = g_timeout_add (2500, on_deadline, &passed);
  while (!passed)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
  g_assert_cmpuint (count_escalated (fixture), ==, 1);
}

typedef struct {
  gboolean  done;
  GError   *error;
} Made;

static void
on_workspace_made (GObject      *source G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      data)
{
  Made *made = data;

  dray_engine_make_workspace_finish (result, &made->error);
  made->done = TRUE;
}

static void
on_roads_imported (GObject      *source G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      data)
{
  Made *made = data;

  dray_engine_import_roads_finish (result, &made->error);
  made->done = TRUE;
}

static void
make_workspace (const char *folder_path,
                const char *roads,
                Made       *made)
{
  dray_engine_make_workspace_async (folder_path, roads, NULL, NULL, NULL, on_workspace_made, made);
  while (!made->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
import_roads (const char *folder_path,
              const char *roads,
              Made       *made)
{
  dray_engine_import_roads_async (folder_path, roads, NULL, NULL, NULL, on_roads_imported, made);
  while (!made->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_a_new_workspace_is_empty_and_takes_roads (Fixture       *fixture,
                                               gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *fresh = g_strconcat (fixture->path, "-fresh", NULL), *pack = g_build_filename (fixture->path, DRAY_DEMO_REGION, NULL);
  Made made = { FALSE, NULL }, imported = { FALSE, NULL };
  DrayGeoBox box;

  make_workspace (fresh, NULL, &made);
  g_assert_no_error (made.error);
  import_roads (fresh, pack, &imported);
  g_assert_no_error (imported.error);
  g_free (fixture->path);
  fixture->path = g_steal_pointer (&fresh);
  open_engine (fixture, DRAY_ENGINE_SIMULATE);
  g_assert_no_error (fixture->error);
  g_assert_false (dray_engine_is_demo (fixture->engine));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (dray_engine_get_live_fleet (fixture->engine))), ==, 0);
  box = dray_engine_get_box (fixture->engine);
  g_assert_false (dray_geo_box_is_empty (&box));
}

/* A file that holds no roads leaves those that are there, and a workspace that was to be made with it is not made at all. */
static void
test_bad_roads_change_nothing (Fixture       *fixture,
                               gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *fresh = g_strconcat (fixture->path, "-bad", NULL), *bad = g_build_filename (fixture->path, "bad.osm.pbf", NULL);
  g_autofree char *pack = g_build_filename (fixture->path, DRAY_DEMO_REGION, NULL);
  Made made = { FALSE, NULL }, imported = { FALSE, NULL }, again = { FALSE, NULL };

  g_assert_true (g_file_set_contents (bad, "no roads here", -1, NULL));
  make_workspace (fresh, bad, &made);
  g_assert_nonnull (made.error);
  g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
  import_roads (fixture->path, bad, &imported);
  g_assert_nonnull (imported.error);
  g_assert_true (g_file_test (pack, G_FILE_TEST_EXISTS));
  make_workspace (fixture->path, NULL, &again);
  g_assert_error (again.error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&made.error);
  g_clear_error (&imported.error);
  g_clear_error (&again.error);
}

#define ADD(path, func) g_test_add ("/engine/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = dray_test_folder_new ();
  original = dray_test_folder_path (folder, "original");
  options.n_segments = 8000;
  options.n_trucks = 8;
  options.n_orders = 40;
  if (!dray_demo_make (original, &options, NULL, &error))
    g_error ("%s", error->message);

  ADD ("a-demo-opens-where-its-records-stand", test_a_demo_opens_where_its_records_stand);
  ADD ("a-fence-drawn-while-it-runs-is-watched", test_a_fence_drawn_while_it_runs_is_watched);
  ADD ("trucks-move-and-what-they-do-becomes-facts", test_trucks_move_and_what_they_do_becomes_facts);
  ADD ("a-simulated-driver-answers", test_a_simulated_driver_answers);
  ADD ("what-nobody-takes-is-escalated", test_what_nobody_takes_is_escalated);
  ADD ("a-new-workspace-is-empty-and-takes-roads", test_a_new_workspace_is_empty_and_takes_roads);
  ADD ("bad-roads-change-nothing", test_bad_roads_change_nothing);
  ADD ("a-folder-without-a-workspace-says-so", test_a_folder_without_a_workspace_says_so);
  ADD ("a-damaged-region-is-said-and-the-rest-opens", test_a_damaged_region_is_said_and_the_rest_opens);
  ADD ("damaged-positions-are-put-aside", test_damaged_positions_are_put_aside);
  ADD ("a-workspace-without-roads-still-opens", test_a_workspace_without_roads_still_opens);
  status = g_test_run ();
  g_free (original);
  dray_test_folder_remove (folder);
  return status;
}
