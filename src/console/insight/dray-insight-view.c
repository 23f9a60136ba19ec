/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-insight-view-private.h"

#include "dray-insight-words.h"
#include "dray-report-period.h"
#include "dray-units.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (DrayInsightView, dray_insight_view, ADW_TYPE_BIN)

/* What a supervisor looks at first; the others come on demand. */
static const char *const first_kpis[] = { "on-time", "delivered", "distance", "dwell", "cost-per-stop", "load-factor", NULL };

/* Tiles follow each event; charts and lists, which people read, follow in steps. */
#define RENEW_S 5

/* In the order of the drop-down; the last is what was typed. */
static const char *const periods[] = { "today", "yesterday", "week", "last-week", "month", "last-month", "year", NULL };

/* A cancelled question needs no word. */
void
dray_insight_view_say (DrayInsightView *self,
                       const GError    *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_label_set_text (self->trouble, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), error != NULL);
}

/* Tiles */

static DrayKpiTile *
get_tile (DrayInsightView *self,
          int              i)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->tiles, i);

  return child != NULL ? DRAY_KPI_TILE (gtk_flow_box_child_get_child (child)) : NULL;
}

static DrayKpiTile *
find_tile (DrayInsightView *self,
           const DrayKpi   *kpi)
{
  DrayKpiTile *tile;

  for (int i = 0; (tile = get_tile (self, i)) != NULL; i++) {
    if (dray_kpi_tile_get_kpi (tile) == kpi)
      return tile;
  }
  return NULL;
}

static char **
list_shown (DrayInsightView *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  DrayKpiTile *tile;

  for (int i = 0; (tile = get_tile (self, i)) != NULL; i++)
    g_strv_builder_add (ids, dray_kpi_tile_get_kpi (tile)->id);
  return g_strv_builder_end (ids);
}

static void
on_figures (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (DrayInsightView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, &error);

  self->n_waiting--;
  dray_insight_view_say (self, error);
  for (guint i = 0; results != NULL && i < results->len; i++) {
    DrayKpiTile *tile = find_tile (self, ((DrayKpiResult *) results->pdata[i])->kpi);

    if (tile != NULL)
      dray_kpi_tile_set_result (tile, results->pdata[i], self->last_day >= self->today);
  }
}

static void
on_trends (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DrayInsightView) self = data;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, NULL);

  self->n_waiting--;
  for (guint i = 0; results != NULL && i < results->len; i++) {
    DrayKpiTile *tile = find_tile (self, ((DrayKpiResult *) results->pdata[i])->kpi);

    if (tile != NULL)
      dray_kpi_tile_set_trend (tile, results->pdata[i]);
  }
}

static gboolean
on_renewal (gpointer data)
{
  DrayInsightView *self = data;

  self->renewal = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self->days)) && self->n_waiting == 0)
    dray_insight_view_renew (self);
  return G_SOURCE_REMOVE;
}

static void
on_watched (DrayInsightView *self)
{
  DrayKpiTile *tile;

  if (self->renewal == 0)
    self->renewal = g_timeout_add_seconds (RENEW_S, on_renewal, self);

  for (guint i = 0; (tile = get_tile (self, (int) i)) != NULL; i++) {
    DrayKpiResult *result = dray_figure_watch_get_result (self->watch, i);

    if (result != NULL && result->kpi == dray_kpi_tile_get_kpi (tile))
      dray_kpi_tile_set_now (tile, result);
  }
}

/* Today goes on while one looks at it. */
static void
watch_today (DrayInsightView   *self,
             const char *const *kpis)
{
  if (self->watch != NULL) {
    dray_figure_watch_stop (self->watch);
    g_clear_object (&self->watch);
  }
  if (self->first_day != self->today || self->last_day != self->today)
    return;
  self->watch = dray_figure_watch_new (self->engine, kpis);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (on_watched), self, G_CONNECT_SWAPPED);
}

static void
ask_figures (DrayInsightView *self)
{
  gint64 n_days = MAX (self->last_day - self->first_day + 1, DRAY_INSIGHT_TREND_DAYS);
  g_auto (GStrv) kpis = list_shown (self);

  if (self->today == DRAY_NEVER)
    return;
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  self->n_waiting += 2;
  dray_engine_measure_async (self->engine, (const char *const *) kpis, &(DrayFigureAsk) { .first_day = self->first_day, .last_day = self->last_day },
                             self->asking, on_figures, g_object_ref (self));
  dray_engine_measure_async (self->engine, (const char *const *) kpis,
                             &(DrayFigureAsk) { .first_day = self->last_day - n_days + 1, .last_day = self->last_day, .alone = TRUE },
                             self->asking, on_trends, g_object_ref (self));
  watch_today (self, (const char *const *) kpis);
}

static void
on_tile (DrayInsightView *self,
         DrayKpiTile     *tile)
{
  /* A chosen tile stays chosen. */
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tile)))
    dray_insight_view_choose (self, dray_kpi_tile_get_kpi (tile)->id);
}

static void
add_tile (DrayInsightView *self,
          const DrayKpi   *kpi)
{
  GtkWidget *tile = dray_kpi_tile_new (kpi);
  DrayKpiTile *first = get_tile (self, 0);

  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (tile), GTK_TOGGLE_BUTTON (first));
  g_signal_connect_object (tile, "toggled", G_CALLBACK (on_tile), self, G_CONNECT_SWAPPED);
  gtk_flow_box_append (self->tiles, tile);
  /* The tile takes the focus, not the child round it. */
  gtk_widget_set_focusable (gtk_widget_get_parent (tile), FALSE);
}

static void
fill_tiles (DrayInsightView *self)
{
  GtkFlowBoxChild *child;
  guint n_all;
  const DrayKpi *const *all = dray_kpi_get_all (&n_all);
  gboolean is_all = gtk_toggle_button_get_active (self->all);

  while ((child = gtk_flow_box_get_child_at_index (self->tiles, 0)) != NULL)
    gtk_flow_box_remove (self->tiles, GTK_WIDGET (child));
  for (int i = 0; first_kpis[i] != NULL; i++) {
    if (dray_kpi_find (first_kpis[i]) != NULL)
      add_tile (self, dray_kpi_find (first_kpis[i]));
  }
  for (guint i = 0; i < n_all && is_all; i++) {
    if (!g_strv_contains (first_kpis, all[i]->id))
      add_tile (self, all[i]);
  }
}

static void
on_all (DrayInsightView *self)
{
  const char *chosen = self->kpi != NULL ? self->kpi->id : first_kpis[0];

  fill_tiles (self);
  self->kpi = NULL;
  dray_insight_view_choose (self, find_tile (self, dray_kpi_find (chosen)) != NULL ? chosen : first_kpis[0]);
  ask_figures (self);
}

/* Period */

static char *
dup_day (gint64      day,
         const char *format)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (day * 86400);

  return date != NULL ? g_date_time_format (date, format) : g_strdup ("");
}

static void
show_period (DrayInsightView *self)
{
  gint64 n = self->last_day - self->first_day + 1;
  g_autofree char *first = dup_day (self->first_day, "%a %-d %b %Y"), *last = dup_day (self->last_day, "%a %-d %b %Y");
  g_autofree char *before = dup_day (self->first_day - n, "%a %-d %b"), *until = dup_day (self->first_day - 1, "%a %-d %b");
  g_autofree char *words = n == 1 ? g_strdup_printf (_("%s against %s"), first, until) : g_strdup_printf (_("%s to %s against %s to %s"), first, last, before, until);

  gtk_label_set_text (self->words, words);
}

static void
set_period (DrayInsightView *self,
            gint64           first_day,
            gint64           last_day)
{
  self->first_day = first_day;
  self->last_day = last_day;
  self->row_day = DRAY_NEVER;
  self->row_group = DRAY_ID_NONE;
  show_period (self);
  ask_figures (self);
  dray_insight_view_show_kpi (self);
  dray_executive_page_set_period (self->executive, self->today, first_day, last_day);
  dray_heat_page_set_period (self->heat, first_day, last_day);
  dray_report_page_set_period (self->report, self->today, first_day, last_day);
}

static void
read_period (DrayInsightView *self,
             const char      *text)
{
  g_autoptr (GError) error = NULL;
  gint64 first_day, last_day;

  if (self->today == DRAY_NEVER)
    return;
  if (dray_report_period_parse (text, self->today, &first_day, &last_day, &error)) {
    gtk_widget_remove_css_class (GTK_WIDGET (self->typed), "error");
    set_period (self, first_day, last_day);
  } else {
    gtk_widget_add_css_class (GTK_WIDGET (self->typed), "error");
  }
  dray_insight_view_say (self, error);
}

static void
on_period (DrayInsightView *self)
{
  guint chosen = gtk_drop_down_get_selected (self->period);
  gboolean is_typed = chosen >= g_strv_length ((char **) periods);

  gtk_widget_set_visible (GTK_WIDGET (self->typed), is_typed);
  if (is_typed)
    gtk_widget_grab_focus (GTK_WIDGET (self->typed));
  else
    read_period (self, periods[chosen]);
}

static void
on_typed (DrayInsightView *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->typed))));

  read_period (self, text);
}

/* The first question tells which day it is where the depot is. */
static void
on_today (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (DrayInsightView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, &error);

  self->n_waiting--;
  if (results == NULL) {
    dray_insight_view_say (self, error);
    return;
  }
  self->today = ((const DrayKpiResult *) results->pdata[0])->first_day;
  on_period (self);
}

/* Drill down */

static void
on_day (DrayInsightView *self,
        int              series,
        guint            index)
{
  gint64 day = self->trend != NULL && series == 0 ? self->trend->first_day + index : DRAY_NEVER;

  if (day == DRAY_NEVER)
    return;
  self->row_day = day;
  self->row_group = DRAY_ID_NONE;
  dray_insight_view_show_rows (self);
}

static void
on_group (DrayInsightView *self,
          int              series,
          guint            index)
{
  int group = self->now != NULL ? dray_insight_find_group (self->now, index) : -1;

  if (group < 0)
    return;
  self->row_group = self->now->groups[group].key;
  self->row_day = DRAY_NEVER;
  dray_insight_view_show_rows (self);
}

static void
on_clear (DrayInsightView *self)
{
  self->row_day = DRAY_NEVER;
  self->row_group = DRAY_ID_NONE;
  dray_insight_view_show_rows (self);
}

static void
on_split (DrayInsightView *self)
{
  self->row_group = DRAY_ID_NONE;
  dray_insight_view_show_kpi (self);
}

static void
on_row (DrayInsightView *self,
        GtkListBoxRow   *row)
{
  g_autofree char *id = dray_id_dup_text (g_object_get_data (G_OBJECT (row), "id"));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", g_object_get_data (G_OBJECT (row), "table"), id);
}

/* From the business to the figure, its chart and its orders. */
static void
on_drill (DrayInsightView *self,
          const char      *kpi)
{
  if (find_tile (self, dray_kpi_find (kpi)) == NULL)
    gtk_toggle_button_set_active (self->all, TRUE);
  dray_insight_view_choose (self, kpi);
  gtk_stack_set_visible_child_name (self->pages, "figures");
}

static void
on_names_changed (DrayInsightView *self)
{
  dray_insight_view_name_rows (self);
  if (self->now != NULL)
    dray_insight_view_draw (self);
}

static void
dray_insight_view_dispose (GObject *object)
{
  DrayInsightView *self = DRAY_INSIGHT_VIEW (object);

  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  if (self->showing != NULL)
    g_cancellable_cancel (self->showing);
  if (self->watch != NULL)
    dray_figure_watch_stop (self->watch);
  g_clear_handle_id (&self->renewal, g_source_remove);
  g_clear_object (&self->asking);
  if (self->detailing != NULL)
    g_cancellable_cancel (self->detailing);
  g_clear_object (&self->detailing);
  g_clear_object (&self->showing);
  g_clear_object (&self->watch);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->now, dray_kpi_result_unref);
  g_clear_pointer (&self->trend, dray_kpi_result_unref);
  g_clear_pointer (&self->trend_before, dray_kpi_result_unref);

  G_OBJECT_CLASS (dray_insight_view_parent_class)->dispose (object);
}

static void
dray_insight_view_class_init (DrayInsightViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_insight_view_dispose;
  g_type_ensure (DRAY_TYPE_CHART_CARD);
  g_type_ensure (DRAY_TYPE_EXECUTIVE_PAGE);
  g_type_ensure (DRAY_TYPE_HEAT_PAGE);
  g_type_ensure (DRAY_TYPE_REPORT_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/insight/insight-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, period);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, typed);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, words);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, trouble);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, pages);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, tiles);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, all);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, days);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, groups);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, split);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, path);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, finding);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, which);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, clear);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, heads);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, rows);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, report);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, executive);
  gtk_widget_class_bind_template_child (widget_class, DrayInsightView, heat);
  gtk_widget_class_bind_template_callback (widget_class, on_period);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_all);
  gtk_widget_class_bind_template_callback (widget_class, on_split);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_which", G_CALLBACK (dray_insight_view_show_rows));
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_row);
  gtk_widget_class_bind_template_callback (widget_class, on_drill);
}

/* What the bars are split by is chosen in their own card. */
static void
move_split (DrayInsightView *self)
{
  GtkWidget *split = g_object_ref (GTK_WIDGET (self->split));

  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (split)), split);
  dray_chart_card_set_extra (self->groups, split);
  g_object_unref (split);
}

static void
dray_insight_view_init (DrayInsightView *self)
{
  self->today = self->row_day = DRAY_NEVER;
  gtk_widget_init_template (GTK_WIDGET (self));
  move_split (self);
  g_signal_connect_object (dray_chart_card_get_plot (self->days), "activated", G_CALLBACK (on_day), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dray_chart_card_get_plot (self->groups), "activated", G_CALLBACK (on_group), self, G_CONNECT_SWAPPED);
}

/* @window_settings: (nullable): of the window, which keep where its maps are */
GtkWidget *
dray_insight_view_new (DrayEngine *engine,
                       GSettings  *window_settings)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayInsightView *self = g_object_new (DRAY_TYPE_INSIGHT_VIEW, NULL);
  const char *const first[] = { "orders", NULL };

  self->engine = g_object_ref (engine);
  self->names = dray_record_names_new (dray_engine_get_workspace (engine));
  g_signal_connect_object (self->names, "changed", G_CALLBACK (on_names_changed), self, G_CONNECT_SWAPPED);
  dray_executive_page_open (self->executive, engine);
  dray_heat_page_open (self->heat, engine, window_settings);
  dray_report_page_open (self->report, engine);
  fill_tiles (self);
  self->asking = g_cancellable_new ();
  dray_insight_view_choose (self, first_kpis[0]);
  self->n_waiting++;
  dray_engine_measure_async (engine, first, &(DrayFigureAsk) { .first_day = 0, .last_day = DRAY_NEVER, .alone = TRUE }, self->asking, on_today, g_object_ref (self));
  return GTK_WIDGET (self);
}

/* Whether answers are still to come. */
gboolean
dray_insight_view_is_busy (DrayInsightView *self)
{
  g_return_val_if_fail (DRAY_IS_INSIGHT_VIEW (self), FALSE);

  return self->n_waiting > 0 || dray_executive_page_is_busy (self->executive) || dray_heat_page_is_busy (self->heat);
}

/* Shows what is behind a figure. */
void
dray_insight_view_choose (DrayInsightView *self,
                          const char      *kpi)
{
  g_return_if_fail (DRAY_IS_INSIGHT_VIEW (self));

  const DrayKpi *chosen = dray_kpi_find (kpi);
  DrayKpiTile *tile = chosen != NULL ? find_tile (self, chosen) : NULL;

  if (tile == NULL || chosen == self->kpi)
    return;
  self->kpi = chosen;
  self->row_day = DRAY_NEVER;
  self->row_group = DRAY_ID_NONE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tile), TRUE);
  dray_insight_view_show_kpi (self);
}

/* Returns: (transfer none) (nullable) */
DrayKpiTile *
dray_insight_view_get_tile (DrayInsightView *self,
                            const char      *kpi)
{
  g_return_val_if_fail (DRAY_IS_INSIGHT_VIEW (self), NULL);

  return find_tile (self, dray_kpi_find (kpi));
}

/* Returns: (transfer none) */
DrayChartCard *
dray_insight_view_get_groups (DrayInsightView *self)
{
  return self->groups;
}

/* Returns: (transfer none) */
GtkListBox *
dray_insight_view_get_rows (DrayInsightView *self)
{
  return self->rows;
}

/* Returns: (transfer none) */
DrayReportPage *
dray_insight_view_get_report (DrayInsightView *self)
{
  return self->report;
}

/* Returns: (transfer none) */
DrayExecutivePage *
dray_insight_view_get_executive (DrayInsightView *self)
{
  return self->executive;
}

/* Returns: (transfer none) */
DrayHeatPage *
dray_insight_view_get_heat (DrayInsightView *self)
{
  return self->heat;
}
