/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-console.h"

#include "dray-bench.h"
#include "dray-fleet-schema.h"
#include "dray-settings.h"
#include "dray-store.h"
#include "dray-test-folder.h"
#include "dray-test-ui.h"
#include "dray-window.h"

#include <gio/gio.h>
#include <string.h>

/* The first frame of a console on a large workspace: in a process of its own, so that nothing is warm but the disk. The clock stops with
 * the first frame of the window, which says that it opens, and again with the first one of the live view with its list. */

#define N_ORDERS 100000
#define N_TRUCKS 10000
#define ROWS 200

/* The workspace */

static DrayId
make_id (const char *kind,
         int         n)
{
  g_autofree char *name = g_strdup_printf ("%s %d", kind, n);

  return dray_id_derive ("bench", name, strlen (name));
}

/* @values: an object without its opening brace */
static void
append_row (GString    *json,
            int         i,
            const char *kind,
            int         n,
            const char *values)
{
  DrayId id = make_id (kind, n);
  g_autofree char *text = dray_id_dup_text (&id);

  g_string_append_printf (json, "%s{\"id\":\"%s\",%s", i > 0 ? "," : "", text, values);
}

static void
submit_rows (DrayStore  *store,
             const char *table,
             const char *rows)
{
  DrayActor actor = { .user = make_id ("user", 0), .subject = make_id ("user", 0), .role = "administrator" };
  g_autofree char *arguments = g_strdup_printf ("{\"table\":\"%s\",\"rows\":[%s]}", table, rows);
  g_autoptr (GError) error = NULL;
  DrayIntent *intent = dray_intent_new_from_json (dray_store_get_schema (store), "record.import", arguments, &error);
  g_autoptr (DrayReceipt) receipt = intent != NULL ? dray_store_submit (store, &actor, intent, &error) : NULL;

  if (receipt == NULL)
    g_error ("%s: %s", table, error->message);
}

static void
put_trucks (DrayStore  *store,
            const char *depot)
{
  for (int from = 0; from < N_TRUCKS; from += ROWS) {
    g_autoptr (GString) rows = g_string_new (NULL);

    for (int i = 0; i < ROWS; i++) {
      g_autofree char *values = g_strdup_printf ("\"number\":\"%d\",\"plate\":\"HV %d\",\"depot\":\"%s\",\"status\":\"ready\"}", from + i + 1, from + i, depot);

      append_row (rows, i, "truck", from + i, values);
    }
    submit_rows (store, "truck", rows->str);
  }
}

static void
put_orders (DrayStore  *store,
            const char *depot,
            const char *party)
{
  for (int from = 0; from < N_ORDERS; from += ROWS) {
    g_autoptr (GString) rows = g_string_new (NULL);

    for (int i = 0; i < ROWS; i++) {
      g_autofree char *values = g_strdup_printf ("\"reference\":\"%d\",\"party\":\"%s\",\"depot\":\"%s\",\"day\":\"2026-11-19\"}",
                                                 from + i + 1, party, depot);

      append_row (rows, i, "order", from + i, values);
    }
    submit_rows (store, "order", rows->str);
  }
}

static void
make_workspace (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "workspace.dray", NULL);
  g_autoptr (GError) error = NULL;
  DraySchema *schema = dray_fleet_schema_new (&error);
  g_autoptr (DrayStore) store = schema != NULL ? dray_store_open (path, schema, NULL, &error) : NULL;
  g_autoptr (GString) sites = g_string_new (NULL), parties = g_string_new (NULL);
  DrayId depot_id = make_id ("site", 0), party_id = make_id ("party", 0);
  g_autofree char *depot = dray_id_dup_text (&depot_id), *party = dray_id_dup_text (&party_id);

  if (store == NULL)
    g_error ("%s", error->message);
  append_row (sites, 0, "site", 0, "\"name\":\"Depot\",\"kind\":\"depot\",\"lon_e7\":25000000,\"lat_e7\":547000000}");
  append_row (parties, 0, "party", 0, "\"name\":\"Lund\",\"kind\":\"customer\"}");
  submit_rows (store, "site", sites->str);
  submit_rows (store, "party", parties->str);
  put_trucks (store, depot);
  put_orders (store, depot, party);
  dray_schema_unref (schema);
}

/* The console */

typedef struct {
  DrayEngine *engine;
  GtkWindow  *window;
  double      first_s;    /* CPU at the first frame */
  guint       n_frames;
} First;

static void
on_painted (First *first)
{
  if (first->n_frames++ == 0)
    first->first_s = dray_bench_cpu_s ();
}

static void
on_open (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  ((First *) data)->engine = dray_engine_open_finish (result, &error);
  if (error != NULL)
    g_error ("%s", error->message);
}

static gboolean
is_painted (gpointer first)
{
  return ((First *) first)->n_frames > 0;
}

static gboolean
is_open (gpointer first)
{
  return ((First *) first)->engine != NULL;
}

/* In the child. */
void
bench_console_first_frame (const char *folder)
{
  First first = { 0 };
  g_autoptr (GSettings) settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, NULL);
  g_autoptr (GSettings) window_settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/1/", NULL);
  DrayWindow *window = dray_window_new (dray_test_ui_get_application (), settings, window_settings);

  first.window = GTK_WINDOW (window);
  gtk_window_unmaximize (first.window);
  gtk_window_set_default_size (first.window, 1600, 900);
  dray_window_set_progress (window, "Opening", -1);
  dray_engine_open_async (folder, DRAY_ENGINE_DEFAULT, NULL, on_open, &first);
  gtk_window_present (first.window);
  g_signal_connect_data (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (on_painted), &first, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_assert_true (dray_test_ui_wait (is_painted, &first, 20000));
  g_assert_true (dray_test_ui_wait (is_open, &first, 60000));
  dray_window_set_engine (window, first.engine);
  first.n_frames = 0;

  double first_s = first.first_s;

  g_assert_true (dray_test_ui_wait (is_painted, &first, 20000));
  dray_bench_report ("first-frame-cpu", first_s, "s", DRAY_BENCH_CPU, "%d orders, %d trucks; the window says that it opens", N_ORDERS, N_TRUCKS);
  dray_bench_report ("first-live-frame-cpu", dray_bench_cpu_s (), "s", DRAY_BENCH_CPU, "the live view with its list; all threads since the process began");
  dray_bench_report ("first-frame-rss-mb", dray_bench_rss_anon_mb (), "MB", DRAY_BENCH_NONE, "with the live view");
  gtk_window_destroy (first.window);
  dray_engine_stop (first.engine);
  g_object_unref (first.engine);
}

/* Makes the workspace, and starts the bench once more for the frame. */
void
bench_console_first (gboolean as_json)
{
  DrayTestFolder *folder = dray_test_folder_new ();
  g_autofree char *path = dray_test_folder_path (folder, "large"), *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (path, 0755);
  make_workspace (path);

  const char *arguments[] = { program, "--first-frame", path, as_json ? "--json" : NULL, NULL };
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    g_error ("%s", error->message);
  dray_test_folder_remove (folder);
}
