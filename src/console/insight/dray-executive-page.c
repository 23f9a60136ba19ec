/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-executive-page.h"

#include "dray-chart-card.h"
#include "dray-figure-words.h"
#include "dray-kpi-tile.h"
#include "dray-units.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_AHEAD 30
#define N_BEHIND 60
#define N_TREND 14

/* The figures of revenue that are no KPI of their own but ways to look at one. */
enum { STAT_PERIOD, STAT_DAY, STAT_YEAR, STAT_GROWTH, N_STATS };

static const struct { const char *name; const char *tip; } stats[N_STATS] = {
  [STAT_PERIOD] = { N_("Revenue"), N_("Charges of the orders delivered in the period, without tax") },
  [STAT_DAY] = { N_("Revenue a day"), N_("Revenue of the period for each of its days on which something was delivered") },
  [STAT_YEAR] = { N_("Year to date"), N_("Revenue from 1 January to the period’s last day") },
  [STAT_GROWTH] = { N_("Growth"), N_("Revenue of the seven days until yesterday, or until the period’s last day, against the seven days before them") },
};

/* What was done, and what it took. */
static const char *const operations[] = { "orders", "delivered", "on-time", "otif", "unassigned", "rating", NULL };
static const char *const efficiency[] = { "margin", "cost-per-stop", "cost-per-km", "load-factor", "empty-running", "fuel-rate", NULL };

/* The two that are looked ahead at. */
static const char *const ahead[] = { "revenue", "orders" };

#define N_AHEADS 2

struct _DrayExecutivePage {
  AdwBin         parent_instance;

  /* Template */
  GtkBox        *stats;
  GtkFlowBox    *operations;
  GtkFlowBox    *efficiency;
  GtkBox        *ahead;
  GtkLabel      *trouble;

  /* Owned */
  DrayEngine    *engine;
  GCancellable  *cancellable;     /* of what is being asked */
  DrayKpiResult *behind[N_AHEADS];
  DrayForecast  *forecasts[N_AHEADS];

  GtkLabel      *values[N_STATS];
  GtkLabel      *notes[N_STATS];
  DrayChartCard *cards[N_AHEADS];
  GtkLabel      *words[N_AHEADS]; /* how sure it is */
  gint64         today;
  gint64         first_day;
  gint64         last_day;
  gboolean       is_stale;        /* of another period, and not looked at since */
  guint          n_waiting;
};

enum { DRILL, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayExecutivePage, dray_executive_page, ADW_TYPE_BIN)

static void
say (DrayExecutivePage *self,
     const GError      *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_label_set_text (self->trouble, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), error != NULL);
}

/* Revenue */

static void
set_stat (DrayExecutivePage *self,
          int                stat,
          const char        *value,
          const char        *note)
{
  gtk_label_set_text (self->values[stat], value);
  gtk_label_set_text (self->notes[stat], note);
}

static void
show_day (DrayExecutivePage   *self,
          const DrayKpiResult *result)
{
  DrayFigure mean = { .state = DRAY_FIGURE_NOTHING };
  g_autofree char *value = NULL, *note = NULL;
  double best = 0.0;
  guint n = 0;

  for (guint i = 0; i < result->n_days; i++) {
    n += result->days[i].n_rows > 0;
    best = MAX (best, result->days[i].n_rows > 0 ? result->days[i].value : 0.0);
  }
  if (n > 0)
    mean = (DrayFigure) { .state = DRAY_FIGURE_KNOWN, .value = result->now.value / n };
  value = dray_figure_dup_text (&mean, result->kpi);
  if (n > 0) {
    const DrayFigure top = { .state = DRAY_FIGURE_KNOWN, .value = best };
    g_autofree char *most = dray_figure_dup_text (&top, result->kpi);

    note = g_strdup_printf (ngettext ("%u day; at most %s", "%u days; at most %s", n), n, most);
  }
  set_stat (self, STAT_DAY, n > 0 ? value : "–", n > 0 ? note : value);
}

/* Whole weeks against whole weeks, so that neither a weekend nor a day that goes on counts against it. */
static void
show_growth (DrayExecutivePage   *self,
             const DrayKpiResult *result)
{
  double now = dray_figure_scale (&result->now, result->kpi), before = dray_figure_scale (&result->before, result->kpi);
  g_autofree char *value = NULL, *was = dray_figure_dup_text (&result->before, result->kpi), *note = g_strdup_printf (_("seven days; %s the week before"), was);

  if (isnan (now) || isnan (before) || before <= 0.0) {
    set_stat (self, STAT_GROWTH, "–", _("There are no two whole weeks to compare."));
    return;
  }
  value = g_strdup_printf ("%+.1f %%", 100.0 * (now - before) / before);
  set_stat (self, STAT_GROWTH, value, note);
}

static void
show_revenue (DrayExecutivePage   *self,
              const DrayKpiResult *result)
{
  g_autofree char *value = dray_figure_dup_text (&result->now, result->kpi), *count = dray_figure_dup_count (&result->now, result->kpi);
  gboolean is_known = result->now.state == DRAY_FIGURE_KNOWN;

  set_stat (self, STAT_PERIOD, is_known ? value : "–", count);
  show_day (self, result);
}

static void
on_growth (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DrayExecutivePage) self = data;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, NULL);

  self->n_waiting--;
  if (results != NULL)
    show_growth (self, results->pdata[0]);
}

static void
on_year (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (DrayExecutivePage) self = data;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, NULL);
  const DrayKpiResult *year = results != NULL ? results->pdata[0] : NULL;

  self->n_waiting--;
  if (year == NULL)
    return;
  g_autofree char *value = dray_figure_dup_text (&year->now, year->kpi), *count = dray_figure_dup_count (&year->now, year->kpi);

  set_stat (self, STAT_YEAR, year->now.state == DRAY_FIGURE_KNOWN ? value : "–", count);
}

/* Tiles */

static DrayKpiTile *
find_tile (DrayExecutivePage *self,
           const DrayKpi     *kpi)
{
  GtkFlowBox *const boxes[] = { self->operations, self->efficiency };
  GtkFlowBoxChild *child;

  for (gsize box = 0; box < G_N_ELEMENTS (boxes); box++) {
    for (int i = 0; (child = gtk_flow_box_get_child_at_index (boxes[box], i)) != NULL; i++) {
      DrayKpiTile *tile = DRAY_KPI_TILE (gtk_flow_box_child_get_child (child));

      if (dray_kpi_tile_get_kpi (tile) == kpi)
        return tile;
    }
  }
  return NULL;
}

static void
on_figures (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (DrayExecutivePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, &error);

  self->n_waiting--;
  say (self, error);
  for (guint i = 0; results != NULL && i < results->len; i++) {
    DrayKpiResult *one = results->pdata[i];
    DrayKpiTile *tile = find_tile (self, one->kpi);

    if (g_str_equal (one->kpi->id, "revenue"))
      show_revenue (self, one);
    if (tile != NULL)
      dray_kpi_tile_set_result (tile, one, self->last_day >= self->today);
  }
}

static void
on_trends (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DrayExecutivePage) self = data;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, NULL);

  self->n_waiting--;
  for (guint i = 0; results != NULL && i < results->len; i++) {
    DrayKpiTile *tile = find_tile (self, ((DrayKpiResult *) results->pdata[i])->kpi);

    if (tile != NULL)
      dray_kpi_tile_set_trend (tile, results->pdata[i]);
  }
}

/* A tile is a way down and stays no choice. */
static void
on_tile (DrayExecutivePage *self,
         DrayKpiTile       *tile)
{
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tile)))
    return;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tile), FALSE);
  g_signal_emit (self, signals[DRILL], 0, dray_kpi_tile_get_kpi (tile)->id);
}

static void
fill_tiles (DrayExecutivePage *self,
            GtkFlowBox        *box,
            const char *const *ids)
{
  for (int i = 0; ids[i] != NULL; i++) {
    GtkWidget *tile = dray_kpi_tile_new (dray_kpi_find (ids[i]));

    g_signal_connect_object (tile, "toggled", G_CALLBACK (on_tile), self, G_CONNECT_SWAPPED);
    gtk_flow_box_append (box, tile);
    gtk_widget_set_focusable (gtk_widget_get_parent (tile), FALSE);
  }
}

/* What is ahead */

/* Returns: of how many days */
static guint
fill_behind (const DrayKpiResult *behind,
             double              *x,
             double              *y)
{
  guint n = 0;

  /* What lies before the first record is left out, and a day on which nothing was counted is none. */
  for (guint i = 0; i < behind->n_days; i++) {
    gboolean is_outside = behind->days[i].state == DRAY_FIGURE_OUTSIDE;

    if (is_outside && n == 0)
      continue;
    x[n] = (double) (behind->first_day + i) * DRAY_S_PER_DAY * DRAY_US_PER_S;
    y[n++] = behind->days[i].state == DRAY_FIGURE_NOTHING ? 0.0 : dray_figure_scale (&behind->days[i], behind->kpi);
  }
  return n;
}

static DrayChart *
make_chart (DrayExecutivePage *self,
            int                which)
{
  const DrayForecast *forecast = self->forecasts[which];
  const DrayKpiResult *behind = self->behind[which];
  const DrayKpi *kpi = dray_kpi_find (ahead[which]);
  g_autofree char *title = g_strdup_printf (_("%s, the next %d days"), _(kpi->name), N_AHEAD);
  DrayChart *chart = dray_chart_new (DRAY_CHART_BAND, title);
  double x[MAX (N_AHEAD, N_BEHIND + 1)], low[N_AHEAD], middle[MAX (N_AHEAD, N_BEHIND + 1)], high[N_AHEAD];

  dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_TIME, _("Day"), NULL);
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, _(kpi->name), dray_kpi_get_unit (kpi));
  for (guint i = 0; i < forecast->n; i++) {
    const DrayFigure points[] = {
      { .state = DRAY_FIGURE_KNOWN, .value = forecast->low[i] }, { .state = DRAY_FIGURE_KNOWN, .value = forecast->expected[i] }, { .state = DRAY_FIGURE_KNOWN, .value = forecast->high[i] },
    };

    x[i] = (double) (self->today + i) * DRAY_S_PER_DAY * DRAY_US_PER_S;
    low[i] = dray_figure_scale (&points[0], kpi);
    middle[i] = dray_figure_scale (&points[1], kpi);
    high[i] = dray_figure_scale (&points[2], kpi);
  }
  dray_chart_add_band (chart, _("expected"), x, low, middle, high, forecast->n);
  if (behind != NULL && behind->n_days <= G_N_ELEMENTS (x)) {
    guint n = fill_behind (behind, x, middle);

    dray_chart_add_series (chart, _("until yesterday"), DRAY_CHART_DATA, x, middle, n);
  }
  return chart;
}

/* A day's orders are off by less than one. */
static char *
dup_off (double         value,
         const DrayKpi *kpi)
{
  const DrayFigure figure = { .state = DRAY_FIGURE_KNOWN, .value = value };

  return kpi->format == DRAY_KPI_COUNT ? g_strdup_printf ("%.1f", value) : dray_figure_dup_text (&figure, kpi);
}

static char *
dup_sureness (const DrayForecast *forecast,
              const DrayKpi      *kpi)
{
  DrayFigure sum = { .state = DRAY_FIGURE_KNOWN };
  g_autofree char *off = dup_off (forecast->error, kpi), *naive_off = dup_off (forecast->naive_error, kpi), *all = NULL;

  for (guint i = 0; i < forecast->n; i++)
    sum.value += forecast->expected[i];
  all = dray_figure_dup_text (&sum, kpi);
  return g_strdup_printf (_("%s in all. Nine days in ten keep to the band; on %u days that were held out it was %s off a day, and “as a week before” %s."),
                          all, forecast->n_held_out, off, naive_off);
}

static void
show_ahead (DrayExecutivePage *self,
            int                which)
{
  const DrayKpi *kpi = dray_kpi_find (ahead[which]);
  const DrayForecast *forecast = self->forecasts[which];

  if (forecast == NULL)
    return;
  if (forecast->reason != NULL) {
    g_autofree char *words = g_strdup_printf ("%s: %s", _(kpi->name), _(forecast->reason));

    gtk_label_set_text (self->words[which], words);
    gtk_widget_set_visible (GTK_WIDGET (self->cards[which]), FALSE);
    return;
  }
  g_autoptr (DrayChart) chart = make_chart (self, which);
  g_autofree char *sureness = dup_sureness (forecast, kpi);

  dray_chart_card_set_chart (self->cards[which], chart);
  gtk_widget_set_visible (GTK_WIDGET (self->cards[which]), TRUE);
  gtk_label_set_text (self->words[which], sureness);
}

static int
find_ahead (const DrayKpi *kpi)
{
  return g_str_equal (kpi->id, ahead[0]) ? 0 : 1;
}

static void
on_behind (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DrayExecutivePage) self = data;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, NULL);

  self->n_waiting--;
  for (guint i = 0; results != NULL && i < results->len; i++) {
    DrayKpiResult *one = results->pdata[i];
    int which = find_ahead (one->kpi);

    g_clear_pointer (&self->behind[which], dray_kpi_result_unref);
    self->behind[which] = dray_kpi_result_ref (one);
    show_ahead (self, which);
  }
}

static void
on_forecasts (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (DrayExecutivePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forecasts = dray_engine_forecast_finish (DRAY_ENGINE (source), result, &error);

  self->n_waiting--;
  if (forecasts == NULL) {
    say (self, error);
    return;
  }
  g_ptr_array_set_free_func (forecasts, NULL);
  for (int i = 0; i < N_AHEADS; i++) {
    g_clear_pointer (&self->forecasts[i], dray_forecast_free);
    self->forecasts[i] = forecasts->pdata[i];
    show_ahead (self, i);
  }
}

/* Asking */

static gint64
find_new_year (gint64 day)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (day * DRAY_S_PER_DAY);

  return date != NULL ? day - g_date_time_get_day_of_year (date) + 1 : day;
}

static void
ask (DrayExecutivePage *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  const char *const revenue[] = { "revenue", NULL }, *const both[] = { ahead[0], ahead[1], NULL };
  gint64 whole_day = MIN (self->last_day, self->today - 1), n_days = MAX (self->last_day - self->first_day + 1, N_TREND);

  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->engine == NULL || self->is_stale)
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_strv_builder_add (builder, "revenue");
  g_strv_builder_addv (builder, (const char **) operations);
  g_strv_builder_addv (builder, (const char **) efficiency);
  ids = g_strv_builder_end (builder);
  self->n_waiting += 6;
  dray_engine_measure_async (self->engine, (const char *const *) ids, &(DrayFigureAsk) { .first_day = self->first_day, .last_day = self->last_day },
                             self->cancellable, on_figures, g_object_ref (self));
  dray_engine_measure_async (self->engine, revenue, &(DrayFigureAsk) { .first_day = find_new_year (self->last_day), .last_day = self->last_day, .alone = TRUE },
                             self->cancellable, on_year, g_object_ref (self));
  dray_engine_measure_async (self->engine, revenue, &(DrayFigureAsk) { .first_day = whole_day - 6, .last_day = whole_day }, self->cancellable, on_growth, g_object_ref (self));
  dray_engine_measure_async (self->engine, (const char *const *) ids, &(DrayFigureAsk) { .first_day = self->last_day - n_days + 1, .last_day = self->last_day, .alone = TRUE },
                             self->cancellable, on_trends, g_object_ref (self));
  dray_engine_measure_async (self->engine, both, &(DrayFigureAsk) { .first_day = self->today - N_BEHIND, .last_day = self->today - 1, .alone = TRUE },
                             self->cancellable, on_behind, g_object_ref (self));
  dray_engine_forecast_async (self->engine, both, N_AHEAD, self->cancellable, on_forecasts, g_object_ref (self));
}

static void
on_map (DrayExecutivePage *self)
{
  if (self->is_stale)
    ask (self);
}

static void
dray_executive_page_dispose (GObject *object)
{
  DrayExecutivePage *self = DRAY_EXECUTIVE_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  for (int i = 0; i < N_AHEADS; i++) {
    g_clear_pointer (&self->behind[i], dray_kpi_result_unref);
    g_clear_pointer (&self->forecasts[i], dray_forecast_free);
  }

  G_OBJECT_CLASS (dray_executive_page_parent_class)->dispose (object);
}

static void
dray_executive_page_class_init (DrayExecutivePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_executive_page_dispose;
  signals[DRILL] = g_signal_new ("drill", DRAY_TYPE_EXECUTIVE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/insight/executive-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayExecutivePage, stats);
  gtk_widget_class_bind_template_child (widget_class, DrayExecutivePage, operations);
  gtk_widget_class_bind_template_child (widget_class, DrayExecutivePage, efficiency);
  gtk_widget_class_bind_template_child (widget_class, DrayExecutivePage, ahead);
  gtk_widget_class_bind_template_child (widget_class, DrayExecutivePage, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_map);
}

static void
on_stat (DrayExecutivePage *self)
{
  g_signal_emit (self, signals[DRILL], 0, "revenue");
}

static GtkLabel *
add_label (GtkWidget  *box,
           const char *css)
{
  GtkWidget *label = gtk_label_new ("–");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_stat (DrayExecutivePage *self,
          int                stat)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkLabel *name = add_label (box, "heading");

  gtk_label_set_text (name, _(stats[stat].name));
  self->values[stat] = add_label (box, "kpi-value");
  self->notes[stat] = add_label (box, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->notes[stat]), "dim-label");
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_tooltip_text (button, _(stats[stat].tip));
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "kpi-tile");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_stat), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->stats, button);
}

static void
add_ahead (DrayExecutivePage *self,
           int                which)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *words = gtk_label_new ("");

  self->cards[which] = DRAY_CHART_CARD (dray_chart_card_new ());
  self->words[which] = GTK_LABEL (words);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_widget_add_css_class (words, "caption");
  gtk_widget_add_css_class (words, "dim-label");
  gtk_widget_set_visible (GTK_WIDGET (self->cards[which]), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->cards[which]));
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (self->ahead, box);
}

static void
dray_executive_page_init (DrayExecutivePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < N_STATS; i++)
    add_stat (self, i);
  fill_tiles (self, self->operations, operations);
  fill_tiles (self, self->efficiency, efficiency);
  for (int i = 0; i < N_AHEADS; i++)
    add_ahead (self, i);
}

/* Begins to work over a workspace. */
void
dray_executive_page_open (DrayExecutivePage *self,
                          DrayEngine        *engine)
{
  g_return_if_fail (DRAY_IS_EXECUTIVE_PAGE (self) && self->engine == NULL);

  self->engine = g_object_ref (engine);
}

/* Another period; asked for when the page is looked at. What is ahead begins with @today, whatever the period is. */
void
dray_executive_page_set_period (DrayExecutivePage *self,
                                gint64             today,
                                gint64             first_day,
                                gint64             last_day)
{
  g_return_if_fail (DRAY_IS_EXECUTIVE_PAGE (self));

  self->today = today;
  self->first_day = first_day;
  self->last_day = last_day;
  ask (self);
}

/* Whether answers are still to come. */
gboolean
dray_executive_page_is_busy (DrayExecutivePage *self)
{
  g_return_val_if_fail (DRAY_IS_EXECUTIVE_PAGE (self), FALSE);

  return self->n_waiting > 0;
}

/* Returns: (transfer none): revenue of the period, a day, of the year, and its growth, as they are shown: 0 to 3 */
const char *
dray_executive_page_get_stat (DrayExecutivePage *self,
                              int                stat)
{
  g_return_val_if_fail (DRAY_IS_EXECUTIVE_PAGE (self) && stat >= 0 && stat < N_STATS, NULL);

  return gtk_label_get_text (self->values[stat]);
}

/* Returns: (transfer none): what is said of the revenue ahead */
const char *
dray_executive_page_get_words (DrayExecutivePage *self)
{
  g_return_val_if_fail (DRAY_IS_EXECUTIVE_PAGE (self), NULL);

  return gtk_label_get_text (self->words[0]);
}
