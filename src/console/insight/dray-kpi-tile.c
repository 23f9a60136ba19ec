/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-tile.h"

#include "dray-chart-plot.h"
#include "dray-figure-words.h"
#include "dray-insight-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define SPARK_HEIGHT 38

struct _DrayKpiTile {
  GtkToggleButton  parent_instance;

  /* Template */
  GtkLabel        *name;
  GtkLabel        *value;
  GtkLabel        *unit;
  GtkLabel        *count;
  GtkLabel        *change;
  DrayChartPlot   *spark;

  const DrayKpi   *kpi;
  DrayFigure       before;      /* what it is held against */
  gboolean         is_going_on; /* the period is not over */
};

G_DEFINE_FINAL_TYPE (DrayKpiTile, dray_kpi_tile, GTK_TYPE_TOGGLE_BUTTON)

static void
set_change (DrayKpiTile *self,
            const char  *text,
            const char  *css)
{
  gtk_label_set_text (self->change, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->change), "good");
  gtk_widget_remove_css_class (GTK_WIDGET (self->change), "bad");
  gtk_widget_remove_css_class (GTK_WIDGET (self->change), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->change), css);
}

/* A sum that still grows is not less than a whole one: it is so much of it so far. */
static void
show_whole (DrayKpiTile *self)
{
  g_autofree char *whole = dray_figure_dup_text (&self->before, self->kpi), *text = g_strdup_printf (_("%s in all before"), whole);

  set_change (self, self->before.state == DRAY_FIGURE_KNOWN ? text : "", "dim-label");
}

static void
show_change (DrayKpiTile      *self,
             const DrayFigure *now)
{
  static const char *const classes[] = { [DRAY_TREND_NONE] = "dim-label", [DRAY_TREND_GOOD] = "good", [DRAY_TREND_BAD] = "bad", [DRAY_TREND_NEUTRAL] = "dim-label" };
  DrayTrend change;
  g_autofree char *words = dray_figure_dup_change (now, &self->before, self->kpi, &change);
  gboolean is_up = now->value > self->before.value;
  g_autofree char *text = change != DRAY_TREND_NONE ? g_strdup_printf ("%s %s", is_up ? "▲" : "▼", words) : g_strdup (words);

  set_change (self, text, classes[change]);
}

/* The number large, its unit small beside it. */
static void
show_value (DrayKpiTile *self,
            const char  *value)
{
  const char *space = strchr (value, ' ');
  g_autofree char *number = space != NULL ? g_strndup (value, (gsize) (space - value)) : g_strdup (value);

  gtk_label_set_text (self->value, number);
  gtk_label_set_text (self->unit, space != NULL ? space + 1 : "");
}

static void
show_figure (DrayKpiTile      *self,
             const DrayFigure *now)
{
  g_autofree char *value = dray_figure_dup_text (now, self->kpi), *count = dray_figure_dup_count (now, self->kpi);
  g_autofree char *spoken = g_strdup_printf ("%s: %s. %s", _(self->kpi->name), value, count);

  show_value (self, value);
  gtk_label_set_text (self->count, count);
  /* A reason is a sentence and may take two lines; a count fits one. */
  gtk_label_set_lines (self->count, now->state == DRAY_FIGURE_KNOWN ? 1 : 2);
  if (self->is_going_on && self->kpi->join == DRAY_KPI_SUM && now->state == DRAY_FIGURE_KNOWN)
    show_whole (self);
  else
    show_change (self, now);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
dray_kpi_tile_class_init (DrayKpiTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DRAY_TYPE_CHART_PLOT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/insight/kpi-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayKpiTile, name);
  gtk_widget_class_bind_template_child (widget_class, DrayKpiTile, value);
  gtk_widget_class_bind_template_child (widget_class, DrayKpiTile, unit);
  gtk_widget_class_bind_template_child (widget_class, DrayKpiTile, count);
  gtk_widget_class_bind_template_child (widget_class, DrayKpiTile, change);
  gtk_widget_class_bind_template_child (widget_class, DrayKpiTile, spark);
}

static void
dray_kpi_tile_init (DrayKpiTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dray_chart_plot_set_quiet (self->spark, SPARK_HEIGHT);
}

GtkWidget *
dray_kpi_tile_new (const DrayKpi *kpi)
{
  DrayKpiTile *self = g_object_new (DRAY_TYPE_KPI_TILE, NULL);
  g_autofree char *definition = g_strdup_printf ("%s\n%s\n\n%s\n%s", _(kpi->name), _(kpi->definition), kpi->formula, kpi->source != NULL ? kpi->source : "");

  self->kpi = kpi;
  self->before.state = DRAY_FIGURE_NOTHING;
  gtk_label_set_text (self->name, _(kpi->name));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), g_strchomp (definition));
  return GTK_WIDGET (self);
}

const DrayKpi *
dray_kpi_tile_get_kpi (DrayKpiTile *self)
{
  g_return_val_if_fail (DRAY_IS_KPI_TILE (self), NULL);

  return self->kpi;
}

/* The period's figure, with the one of the period before. @is_going_on: the period is not over */
void
dray_kpi_tile_set_result (DrayKpiTile   *self,
                          DrayKpiResult *result,
                          gboolean       is_going_on)
{
  g_return_if_fail (DRAY_IS_KPI_TILE (self) && result->kpi == self->kpi);

  self->before = result->before;
  self->is_going_on = is_going_on;
  show_figure (self, &result->now);
}

/* The figure as it is by now; what it is held against stays. */
void
dray_kpi_tile_set_now (DrayKpiTile   *self,
                       DrayKpiResult *result)
{
  g_return_if_fail (DRAY_IS_KPI_TILE (self) && result->kpi == self->kpi);

  show_figure (self, &result->now);
}

/* @trend: day by day, for the line */
void
dray_kpi_tile_set_trend (DrayKpiTile   *self,
                         DrayKpiResult *trend)
{
  g_return_if_fail (DRAY_IS_KPI_TILE (self) && trend->kpi == self->kpi);

  g_autoptr (DrayChart) chart = dray_insight_make_days (trend, NULL, TRUE);

  dray_chart_plot_set_chart (self->spark, chart);
}

/* Returns: (transfer none): the number as it is shown, without its unit */
const char *
dray_kpi_tile_get_value (DrayKpiTile *self)
{
  g_return_val_if_fail (DRAY_IS_KPI_TILE (self), NULL);

  return gtk_label_get_text (self->value);
}
