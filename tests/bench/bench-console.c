/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-console.h"

#include "dray-bench.h"
#include "dray-find-index.h"
#include "dray-map.h"
#include "dray-test-fleet.h"
#include "dray-test-ui.h"
#include "dray-truck-list.h"

/* What the console costs: CPU of a frame with every truck moving, of a frame while the map is dragged, of the list under a thousand
 * updates a second, of a letter typed into the palette, and of a day that is replayed. On a virtual display, with GTK's cairo renderer and no base map but its
 * tiles, so that the figures are the console's own. */

#define WIDTH 1290
#define HEIGHT 810
#define LON 16.4
#define LAT 48.2
#define SPAN_DEG 12.0
#define LIST_S 5
#define UPDATES_A_TENTH 100

static int n_frames = 20;
static int n_replayed = 1000;
static char *only;
static char *first_frame;

static const GOptionEntry options[] = {
  { "frames", 0, 0, G_OPTION_ARG_INT, &n_frames, "Frames of each measurement", "N" },
  { "replayed", 0, 0, G_OPTION_ARG_INT, &n_replayed, "Trucks of the day that is replayed", "N" },
  { "only", 0, 0, G_OPTION_ARG_STRING, &only, "Measure this figure alone, or \"replay\", or \"first-frame\"", "NAME" },
  { "first-frame", 0, 0, G_OPTION_ARG_FILENAME, &first_frame, "Open this workspace and measure its first frame", "FOLDER" },
  G_OPTION_ENTRY_NULL
};

static gboolean
is_asked (const char *name)
{
  return only == NULL || g_str_equal (only, name);
}

/* A base map of land alone: every tile is painted, kept and drawn as always. */
#define BENCH_TYPE_LAND (bench_land_get_type ())
G_DECLARE_FINAL_TYPE (BenchLand, bench_land, BENCH, LAND, GObject)

struct _BenchLand {
  GObject parent_instance;
};

static gboolean
read_nothing (DrayMapSource       *source,
              const DrayWorldBox  *box,
              int                  zoom,
              DrayMapGroups        groups,
              DrayMapTile         *tile,
              GCancellable        *cancellable,
              GError             **error)
{
  return TRUE;
}

static char *
dup_no_attribution (DrayMapSource *source)
{
  return g_strdup ("");
}

static void
bench_land_map_source_init (DrayMapSourceInterface *interface)
{
  interface->read = read_nothing;
  interface->dup_attribution = dup_no_attribution;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BenchLand, bench_land, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DRAY_TYPE_MAP_SOURCE, bench_land_map_source_init))

static void
bench_land_class_init (BenchLandClass *klass)
{
}

static void
bench_land_init (BenchLand *self)
{
}

typedef struct {
  DrayTestFleet *fleet;
  GtkWidget     *window;
  DrayMap       *map;
  double         start_s;     /* CPU when the frame began */
  double         frame_s;     /* CPU that the last frame took */
  gboolean       painted;
} Scene;

static void
on_before_paint (Scene *scene)
{
  scene->start_s = dray_bench_cpu_s ();
}

static void
on_after_paint (Scene *scene)
{
  scene->frame_s = dray_bench_cpu_s () - scene->start_s;
  scene->painted = TRUE;
}

static gboolean
is_painted (gpointer scene)
{
  return ((Scene *) scene)->painted;
}

static void
await_frame (Scene *scene)
{
  scene->painted = FALSE;
  g_assert_true (dray_test_ui_wait (is_painted, scene, 5000));
}

static void
scene_init (Scene    *scene,
            guint     n_trucks,
            gboolean  join)
{
  g_autoptr (DrayMapSource) land = g_object_new (BENCH_TYPE_LAND, NULL);
  GdkFrameClock *clock;

  *scene = (Scene) { .fleet = dray_test_fleet_new (n_trucks, LON, LAT, SPAN_DEG), .window = g_object_ref_sink (adw_window_new ()) };
  scene->map = g_object_new (DRAY_TYPE_MAP, NULL);
  dray_map_set_base (scene->map, land);
  dray_map_set_fleet (scene->map, dray_test_fleet_get (scene->fleet));
  dray_truck_layer_set_join (dray_map_get_trucks (scene->map), join);
  adw_window_set_content (ADW_WINDOW (scene->window), GTK_WIDGET (scene->map));
  dray_test_ui_show (GTK_WINDOW (scene->window), WIDTH, HEIGHT);
  dray_map_show_box (scene->map, LON - SPAN_DEG / 2, LAT - SPAN_DEG / 4, LON + SPAN_DEG / 2, LAT + SPAN_DEG / 4);
  dray_test_ui_spin (1500);
  clock = gtk_widget_get_frame_clock (scene->window);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (on_before_paint), scene);
  g_signal_connect_data (clock, "after-paint", G_CALLBACK (on_after_paint), scene, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
scene_clear (Scene *scene)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (scene->window), scene);
  gtk_window_destroy (GTK_WINDOW (scene->window));
  g_object_unref (scene->window);
  dray_test_fleet_free (scene->fleet);
  dray_test_ui_spin (100);
}

/* A frame from its beginning to the X server, every truck having moved. */
static void
measure_frames (const char *name,
                guint       n_trucks,
                gboolean    join)
{
  if (!is_asked (name))
    return;

  g_autofree double *values = g_new (double, n_frames);
  Scene scene;

  scene_init (&scene, n_trucks, join);
  for (int i = 0; i < n_frames; i++) {
    dray_test_fleet_move (scene.fleet, n_trucks, 1);
    await_frame (&scene);
    values[i] = scene.frame_s * 1e3;
  }
  dray_bench_report (name, dray_bench_median (values, (gsize) n_frames), "ms", DRAY_BENCH_CPU, "%u trucks, %u drawn, %d frames of %dx%d",
                     n_trucks, dray_truck_marks_n_trucks (dray_truck_layer_get_marks (dray_map_get_trucks (scene.map))), n_frames, WIDTH, HEIGHT);
  scene_clear (&scene);
}

static void
measure_pan (void)
{
  if (!is_asked ("pan-frame-ms"))
    return;

  g_autofree double *values = g_new (double, n_frames);
  Scene scene;

  scene_init (&scene, 1000, TRUE);

  ShumateViewport *viewport = dray_map_get_viewport (scene.map);
  double longitude = shumate_location_get_longitude (SHUMATE_LOCATION (viewport));

  for (int i = 0; i < n_frames; i++) {
    /* There and back within the tiles that are warm. */
    shumate_location_set_location (SHUMATE_LOCATION (viewport), LAT, longitude + 0.05 * (i % 8));
    await_frame (&scene);
    values[i] = scene.frame_s * 1e3;
  }
  dray_bench_report ("pan-frame-ms", dray_bench_median (values, (gsize) n_frames), "ms", DRAY_BENCH_CPU, "1000 trucks, warm tiles, %d frames of %dx%d",
                     n_frames, WIDTH, HEIGHT);
  scene_clear (&scene);
}

static void
measure_list (void)
{
  if (!is_asked ("list-cpu-percent"))
    return;

  DrayTestFleet *fleet = dray_test_fleet_new (10000, LON, LAT, SPAN_DEG);
  GtkWidget *window = g_object_ref_sink (adw_window_new ());
  DrayTruckList *list = g_object_new (DRAY_TYPE_TRUCK_LIST, NULL);
  g_autoptr (DrayClock) clock = dray_wall_clock_new ();

  dray_truck_list_set_fleet (list, dray_test_fleet_get (fleet), clock);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (list));
  dray_test_ui_show (GTK_WINDOW (window), 340, HEIGHT);
  dray_test_ui_spin (1500);

  double start_s = dray_bench_cpu_s (), driving_s = 0;

  for (int tenth = 0; tenth < LIST_S * 10; tenth++) {
    double before_s = dray_bench_cpu_s ();

    dray_test_fleet_report (fleet, UPDATES_A_TENTH, 0.1);
    driving_s += dray_bench_cpu_s () - before_s;
    dray_test_ui_spin (100);
  }
  dray_bench_report ("list-cpu-percent", (dray_bench_cpu_s () - start_s - driving_s) / LIST_S * 100, "%", DRAY_BENCH_CPU,
                     "10000 rows, %d updates a second, %d s", UPDATES_A_TENTH * 10, LIST_S);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
  dray_test_fleet_free (fleet);
}

static void
measure_palette (void)
{
  if (!is_asked ("palette-ms"))
    return;

  static const char *const typed[] = { "1", "12", "12 ", "v", "va", "varela", "depot 9", "harb", "5 lub", "zzz" };
  g_autoptr (DrayFindIndex) index = dray_find_index_new ();
  double worst_ms = 0;

  for (guint i = 0; i < 100000; i++) {
    g_autofree char *title = g_strdup_printf ("Truck %u", i), *keys = g_strdup_printf ("%u HV%02uLUB Depot %u", i, i % 100, i % 40);
    DrayFind find = { .kind = DRAY_FIND_TRUCK, .title = title, .detail = i % 3 ? "Tomás Varela, HV 14 LUB" : "Inga Solberg, HV 77 ABC", .truck = i };

    dray_find_index_add (index, &find, keys);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++) {
    const DrayFind *hits[12];
    double start_s = dray_bench_cpu_s ();

    dray_find_index_search (index, typed[i], hits, G_N_ELEMENTS (hits));
    worst_ms = MAX (worst_ms, (dray_bench_cpu_s () - start_s) * 1e3);
  }
  dray_bench_report ("palette-ms", worst_ms, "ms", DRAY_BENCH_CPU, "100000 records, the worst of %zu searches", G_N_ELEMENTS (typed));
}

int
main (int    argc,
      char **argv)
{
  gboolean as_json = g_strv_contains ((const char *const *) argv, "--json");

  dray_bench_init (&argc, &argv, options);
  if (!dray_test_ui_init (&argc, &argv))
    return 1;
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  if (first_frame != NULL) {
    bench_console_first_frame (first_frame);
    dray_test_ui_finish ();
    return 0;
  }
  measure_palette ();
  measure_list ();
  measure_frames ("frame-1000-single", 1000, FALSE);
  measure_frames ("frame-10000-single", 10000, FALSE);
  measure_frames ("frame-10000-clustered", 10000, TRUE);
  measure_frames ("frame-50000-clustered", 50000, TRUE);
  measure_pan ();
  if (is_asked ("first-frame"))
    bench_console_first (as_json);
  if (is_asked ("replay"))
    bench_console_replay ((guint) n_replayed);
  dray_test_ui_finish ();
  return 0;
}
