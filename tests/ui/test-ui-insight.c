/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-demo.h"
#include "dray-insight-view.h"
#include "dray-test-folder.h"

#include <gdk/gdkkeysyms.h>
#include <string.h>

/* The Insight view over a small demo whose morning was driven, made once: tiles, charts under pointer and keys, the way down to the
 * records, and a report that leaves as files. */

typedef struct {
  DrayEngine      *engine;
  GtkWidget       *window;
  DrayInsightView *view;
} Scene;

static DrayTestFolder *folder;
static char *demo;

static void
on_open (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(DrayEngine **) data = dray_engine_open_finish (result, &error);
  g_assert_no_error (error);
}

static DrayEngine *
open_engine (DrayEngineFlags flags)
{
  DrayEngine *engine = NULL;

  dray_engine_open_async (demo, flags, NULL, on_open, &engine);
  while (engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  return engine;
}

static void
on_played (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dray_engine_play_finish (DRAY_ENGINE (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
play_morning (void)
{
  DrayEngine *engine = open_engine (DRAY_ENGINE_SIMULATE | DRAY_ENGINE_PAUSED);
  gboolean done = FALSE;

  dray_engine_play_async (engine, DRAY_DEMO_DAY_US + 13 * G_GINT64_CONSTANT (3600000000), 0, NULL, on_played, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  dray_engine_stop (engine);
  g_object_unref (engine);
}

static gboolean
is_settled (gpointer view)
{
  return !dray_insight_view_is_busy (view);
}

static void
settle (Scene *scene)
{
  g_assert_true (dray_test_ui_wait (is_settled, scene->view, 20000));
  dray_test_ui_spin (200);
}

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  scene->engine = open_engine (DRAY_ENGINE_DEFAULT);
  scene->window = g_object_ref_sink (adw_window_new ());
  scene->view = DRAY_INSIGHT_VIEW (dray_insight_view_new (scene->engine, NULL));
  adw_window_set_content (ADW_WINDOW (scene->window), GTK_WIDGET (scene->view));
  dray_test_ui_show (GTK_WINDOW (scene->window), 1300, 900);
  settle (scene);
  settle (scene);
}

static void
tear_down (Scene         *scene,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (scene->window));
  dray_test_ui_spin (100);
  g_assert_finalize_object (g_steal_pointer (&scene->window));
  dray_engine_stop (scene->engine);
  dray_test_ui_spin (100);
  g_assert_finalize_object (g_steal_pointer (&scene->engine));
}

static void
click_middle (GtkWidget *widget)
{
  dray_test_ui_click (widget, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0);
  dray_test_ui_spin (150);
}

static guint
count_rows (Scene *scene)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (dray_insight_view_get_rows (scene->view), (int) n) != NULL)
    n++;
  return n;
}

static void
test_figures_are_shown (Scene         *scene,
                        gconstpointer  data)
{
  const char *on_time = dray_kpi_tile_get_value (dray_insight_view_get_tile (scene->view, "on-time"));

  g_assert_cmpfloat (g_ascii_strtod (on_time, NULL), >, 30);
  g_assert_cmpuint (count_rows (scene), >, 5);
  g_assert_nonnull (dray_chart_plot_get_chart (dray_chart_card_get_plot (dray_insight_view_get_groups (scene->view))));
  dray_test_ui_keep_picture (scene->window, "insight-light");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (scene->window, "insight-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

/* From a tile to its bars, and from a bar to the records behind it. */
static void
test_down_to_the_records (Scene         *scene,
                          gconstpointer  data)
{
  DrayChartPlot *plot = dray_chart_card_get_plot (dray_insight_view_get_groups (scene->view));
  guint n_all, n_group;

  click_middle (GTK_WIDGET (dray_insight_view_get_tile (scene->view, "dwell")));
  settle (scene);
  g_assert_true (g_str_has_prefix (dray_chart_get_title (dray_chart_plot_get_chart (plot)), "Dwell by truck"));
  n_all = count_rows (scene);
  g_assert_cmpuint (n_all, >, 5);

  /* The first bar, wherever it is. */
  gtk_widget_grab_focus (GTK_WIDGET (plot));
  dray_test_ui_key (GDK_KEY_Right, FALSE);
  dray_test_ui_spin (100);
  DrayChartHit hit;
  g_assert_true (dray_chart_plot_get_hit (plot, &hit));
  g_assert_cmpuint (hit.index, ==, 0);
  dray_test_ui_click (GTK_WIDGET (plot), hit.x, hit.y + 8);
  dray_test_ui_spin (150);
  settle (scene);
  n_group = count_rows (scene);
  g_assert_cmpuint (n_group, >, 0);
  g_assert_cmpuint (n_group, <, n_all);
  dray_test_ui_keep_picture (scene->window, "insight-drilled");
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *label)
{
  if (GTK_IS_BUTTON (root) && gtk_widget_get_visible (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, label);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
test_all_figures_have_a_tile (Scene         *scene,
                              gconstpointer  data)
{
  guint n_kpis;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n_kpis);
  GtkWidget *all = find_button (scene->window, "All figures");

  g_assert_null (dray_insight_view_get_tile (scene->view, "revenue"));
  g_assert_nonnull (all);
  click_middle (all);
  settle (scene);
  for (guint i = 0; i < n_kpis; i++) {
    DrayKpiTile *tile = dray_insight_view_get_tile (scene->view, kpis[i]->id);

    g_assert_nonnull (tile);
    g_assert_cmpuint (strlen (dray_kpi_tile_get_value (tile)), >, 0);
  }
  dray_test_ui_keep_picture (scene->window, "insight-all");
}

/* Charts by themselves */

static DrayChart *
make_chart (void)
{
  DrayChart *chart = dray_chart_new (DRAY_CHART_LINE, "Two lines");
  double first[50], second[50];

  for (int i = 0; i < 50; i++) {
    first[i] = i;
    second[i] = 60 - i;
  }
  dray_chart_add_series (chart, "up", DRAY_CHART_DATA, NULL, first, 50);
  dray_chart_add_series (chart, "down", DRAY_CHART_DATA, NULL, second, 50);
  return chart;
}

static GtkWidget *
show_card (GtkWidget **window)
{
  g_autoptr (DrayChart) chart = make_chart ();
  GtkWidget *card = dray_chart_card_new ();

  *window = g_object_ref_sink (adw_window_new ());
  adw_window_set_content (ADW_WINDOW (*window), card);
  dray_chart_card_set_chart (DRAY_CHART_CARD (card), chart);
  dray_test_ui_show (GTK_WINDOW (*window), 700, 330);
  return card;
}

static void
close_card (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  dray_test_ui_spin (50);
  g_assert_finalize_object (window);
}

static void
test_a_chart_is_read_zoomed_and_moved (void)
{
  GtkWidget *window;
  DrayChartPlot *plot = dray_chart_card_get_plot (DRAY_CHART_CARD (show_card (&window)));
  double low, high, zoomed_low, zoomed_high, moved_low, moved_high;
  DrayChartHit hit, after;

  dray_test_ui_move (GTK_WIDGET (plot), gtk_widget_get_width (GTK_WIDGET (plot)) / 2.0, gtk_widget_get_height (GTK_WIDGET (plot)) / 2.0);
  dray_test_ui_spin (100);
  g_assert_true (dray_chart_plot_get_hit (plot, &hit));
  dray_test_ui_keep_picture (window, "chart-hover");
  gtk_widget_grab_focus (GTK_WIDGET (plot));
  dray_test_ui_key (GDK_KEY_Right, FALSE);
  dray_test_ui_spin (50);
  g_assert_true (dray_chart_plot_get_hit (plot, &after));
  g_assert_cmpuint (after.index, ==, hit.index + 1);

  dray_chart_plot_get_range (plot, &low, &high);
  dray_test_ui_key (GDK_KEY_equal, FALSE);
  dray_test_ui_key (GDK_KEY_equal, FALSE);
  dray_test_ui_spin (50);
  dray_chart_plot_get_range (plot, &zoomed_low, &zoomed_high);
  g_assert_cmpfloat (zoomed_high - zoomed_low, <, 0.7 * (high - low));
  dray_test_ui_key (GDK_KEY_Right, TRUE);
  dray_test_ui_spin (50);
  dray_chart_plot_get_range (plot, &moved_low, &moved_high);
  g_assert_cmpfloat (moved_low, >, zoomed_low);
  g_assert_cmpfloat_with_epsilon (moved_high - moved_low, zoomed_high - zoomed_low, 1e-6);
  for (int i = 0; i < 40; i++)
    dray_test_ui_key (GDK_KEY_Right, TRUE);
  dray_test_ui_spin (50);
  dray_chart_plot_get_range (plot, &moved_low, &moved_high);
  g_assert_cmpfloat_with_epsilon (moved_high, high, 1e-6);
  dray_test_ui_key (GDK_KEY_0, FALSE);
  dray_test_ui_spin (50);
  dray_chart_plot_get_range (plot, &zoomed_low, &zoomed_high);
  g_assert_cmpfloat (zoomed_low, ==, low);
  g_assert_cmpfloat (zoomed_high, ==, high);
  close_card (window);
}

static GtkWidget *
find_entry (GtkWidget *root)
{
  if (gtk_widget_has_css_class (root, "legend-entry"))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_entry (child);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* The legend's first entry hides its line; then only the other is found. */
static void
test_the_legend_hides (void)
{
  GtkWidget *window, *card = show_card (&window);
  DrayChartPlot *plot = dray_chart_card_get_plot (DRAY_CHART_CARD (card));
  DrayChartHit hit;

  GtkWidget *entry = find_entry (card);

  g_assert_nonnull (entry);
  click_middle (entry);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (entry)));
  dray_test_ui_move (GTK_WIDGET (plot), 60, gtk_widget_get_height (GTK_WIDGET (plot)) - 40);
  dray_test_ui_spin (100);
  g_assert_true (dray_chart_plot_get_hit (plot, &hit));
  g_assert_cmpint (hit.series, ==, 1);
  close_card (window);
}

static void
on_text (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copied (void)
{
  GtkWidget *window, *card = show_card (&window);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (card);
  g_autofree char *text = NULL;

  gtk_widget_activate_action (card, "chart.copy-data", NULL);
  gdk_clipboard_read_text_async (clipboard, NULL, on_text, &text);
  for (int i = 0; i < 40 && text == NULL; i++)
    dray_test_ui_spin (50);
  g_assert_nonnull (text);
  g_assert_true (g_str_has_prefix (text, "\tup\tdown\r\n0\t0\t60\r\n"));
  gtk_widget_activate_action (card, "chart.copy-picture", NULL);
  g_assert_true (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_TEXTURE));
  gtk_widget_activate_action (card, "chart.table", NULL);
  dray_test_ui_spin (200);
  dray_test_ui_keep_picture (window, "chart-table");
  close_card (window);
}

/* Reports */

static gboolean
has_report (gpointer page)
{
  return dray_report_page_get_report (page) != NULL;
}

static gboolean
is_saved (gpointer page)
{
  return g_str_has_prefix (dray_report_page_get_status (page), "Saved as ");
}

static void
test_a_report_leaves (Scene         *scene,
                      gconstpointer  data)
{
  static const struct { const char *name; DrayReportFormat format; const char *start; } files[] = {
    { "stops.pdf", DRAY_REPORT_PDF, "%PDF-" }, { "stops.xlsx", DRAY_REPORT_XLSX, "PK" }, { "stops.csv", DRAY_REPORT_CSV, "order," }, { "stops.json", DRAY_REPORT_JSON, "{\"report\":\"stops\"" },
  };
  DrayReportPage *page = dray_insight_view_get_report (scene->view);
  GtkWidget *stack = gtk_widget_get_ancestor (GTK_WIDGET (page), GTK_TYPE_STACK);

  gtk_stack_set_visible_child_name (GTK_STACK (stack), "reports");
  g_assert_true (dray_test_ui_wait (has_report, page, 10000));
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (scene->window, "insight-report");
  dray_report_page_show (page, "stops");
  dray_test_ui_spin (50);
  g_assert_true (dray_test_ui_wait (has_report, page, 10000));
  g_assert_cmpstr (dray_report_get_name (dray_report_page_get_report (page)), ==, "stops");
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = dray_test_folder_path (folder, files[i].name), *content = NULL;

    dray_report_page_export (page, files[i].format, path);
    g_assert_true (dray_test_ui_wait (is_saved, page, 10000));
    g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
    g_assert_true (g_str_has_prefix (content, files[i].start));
  }
  g_autofree char *nowhere = dray_test_folder_path (folder, "nowhere/stops.pdf");
  dray_report_page_export (page, DRAY_REPORT_PDF, nowhere);
  dray_test_ui_spin (1500);
  g_assert_nonnull (strstr (dray_report_page_get_status (page), "was not saved"));
  gtk_widget_activate_action (GTK_WIDGET (page), "report.turn", "i", 1);
  dray_test_ui_spin (200);
  dray_test_ui_keep_picture (scene->window, "insight-report-stops");
}

/* A report is built, saved, opened again and leaves; what the menu of figures has is what the report shows. */

static gboolean
is_kept (gpointer page)
{
  return dray_report_page_show_saved (page, "Monday");
}

static GtkWidget *
find_check (GtkWidget  *root,
            const char *label)
{
  if (GTK_IS_CHECK_BUTTON (root) && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_check (child, label);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
test_a_report_is_built (Scene         *scene,
                        gconstpointer  data)
{
  DrayReportPage *page = dray_insight_view_get_report (scene->view);
  DrayReportBuilder *builder = dray_report_page_get_builder (page);
  GtkWidget *stack = gtk_widget_get_ancestor (GTK_WIDGET (page), GTK_TYPE_STACK), *dwell = find_check (GTK_WIDGET (builder), "Dwell");
  g_autofree char *path = dray_test_folder_path (folder, "built.csv"), *text = NULL;
  DrayReport *report;

  gtk_stack_set_visible_child_name (GTK_STACK (stack), "reports");
  g_assert_true (dray_test_ui_wait (has_report, page, 10000));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (builder)));
  click_middle (find_button (scene->window, "Build a Report"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (builder)));
  g_assert_nonnull (dwell);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (dwell), TRUE);
  g_assert_true (dray_test_ui_wait (has_report, page, 10000));
  report = dray_report_page_get_report (page);
  g_assert_cmpuint (dray_report_table_get_n_columns (dray_report_get_main (report)), ==, 4);
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (scene->window, "insight-builder");

  /* Without a name it is not kept. */
  g_assert_false (gtk_widget_get_sensitive (find_button (GTK_WIDGET (builder), "Save")));
  GtkWidget *entry = gtk_widget_get_prev_sibling (find_button (GTK_WIDGET (builder), "Save"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Monday");
  click_middle (find_button (GTK_WIDGET (builder), "Save"));
  g_assert_true (dray_test_ui_wait (is_kept, page, 10000));
  g_assert_false (dray_id_is_none (&dray_report_builder_get_design (builder)->id));

  /* Away, and back to it. */
  dray_report_page_show (page, "stops");
  g_assert_true (dray_test_ui_wait (has_report, page, 10000));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (builder)));
  g_assert_true (dray_report_page_show_saved (page, "Monday"));
  g_assert_true (dray_test_ui_wait (has_report, page, 10000));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (builder)));
  report = dray_report_page_get_report (page);
  g_assert_cmpstr (dray_report_get_title (report), ==, "Monday");
  g_assert_cmpuint (dray_report_table_get_n_columns (dray_report_get_main (report)), ==, 4);
  dray_report_page_export (page, DRAY_REPORT_CSV, path);
  g_assert_true (dray_test_ui_wait (is_saved, page, 10000));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "truck,on-time,delivered,dwell"));
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (scene->window, "insight-saved");
}

/* The business on a page: a history of two days is too short to look ahead, which is a sentence; and a tile leads down to its figure. */
static void
test_the_business (Scene         *scene,
                   gconstpointer  data)
{
  DrayExecutivePage *page = dray_insight_view_get_executive (scene->view);
  GtkWidget *stack = gtk_widget_get_ancestor (GTK_WIDGET (page), GTK_TYPE_STACK);

  gtk_stack_set_visible_child_name (GTK_STACK (stack), "executive");
  dray_test_ui_spin (100);
  settle (scene);
  for (int i = 0; i < 3; i++)
    g_assert_cmpfloat (g_ascii_strtod (dray_executive_page_get_stat (page, i), NULL), >, 0);
  g_assert_nonnull (strstr (dray_executive_page_get_words (page), "not enough data"));
  dray_test_ui_keep_picture (scene->window, "insight-business");
  g_signal_emit_by_name (page, "drill", "margin");
  settle (scene);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "figures");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (dray_insight_view_get_tile (scene->view, "margin"))));
}

/* Where it happens: visits and lateness stand on the map, and the places with most of it in a sentence. */
static void
test_on_the_map (Scene         *scene,
                 gconstpointer  data)
{
  DrayHeatPage *page = dray_insight_view_get_heat (scene->view);
  GtkWidget *stack = gtk_widget_get_ancestor (GTK_WIDGET (page), GTK_TYPE_STACK);

  gtk_stack_set_visible_child_name (GTK_STACK (stack), "heat");
  dray_test_ui_spin (100);
  settle (scene);
  dray_test_ui_spin (300);
  g_assert_cmpuint (dray_heat_layer_get_n_cells (dray_heat_page_get_layer (page)), >, 5);
  dray_heat_page_choose (page, 2);
  settle (scene);
  dray_test_ui_spin (300);
  g_assert_cmpuint (dray_heat_layer_get_n_cells (dray_heat_page_get_layer (page)), >, 5);
  g_assert_cmpuint (strlen (dray_heat_page_get_words (page)), >, 10);
  dray_test_ui_keep_picture (scene->window, "insight-map");
}

#define ADD(name, function) g_test_add ("/ui/insight/" name, Scene, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  int status;

  if (!dray_test_ui_init (&argc, &argv))
    return 0;
  folder = dray_test_folder_new ();
  demo = dray_test_folder_path (folder, "demo");
  options.n_segments = 8000;
  options.n_trucks = 8;
  options.n_orders = 60;
  options.n_days = 2;
  if (!dray_demo_make (demo, &options, NULL, &error))
    g_error ("%s", error->message);
  play_morning ();

  g_test_add_func ("/ui/insight/a-chart-is-read-zoomed-and-moved-by-pointer-and-keys", test_a_chart_is_read_zoomed_and_moved);
  g_test_add_func ("/ui/insight/the-legend-hides-a-line", test_the_legend_hides);
  g_test_add_func ("/ui/insight/a-chart-is-copied-as-picture-and-data", test_copied);
  ADD ("figures-are-shown", test_figures_are_shown);
  ADD ("from-a-tile-to-a-bar-to-the-records", test_down_to_the_records);
  ADD ("all-figures-have-a-tile", test_all_figures_have_a_tile);
  ADD ("the-business-on-a-page", test_the_business);
  ADD ("late-areas-on-the-map", test_on_the_map);
  ADD ("a-report-leaves-as-files", test_a_report_leaves);
  ADD ("a-report-is-built-saved-and-opened-again", test_a_report_is_built);
  status = g_test_run ();
  dray_test_ui_finish ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
