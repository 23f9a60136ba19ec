/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-card.h"

#include <glib/gi18n.h>

/* The table on the screen ends here; copied data has all. */
#define MAX_SHOWN_ROWS 300u

struct _DrayChartCard {
  AdwBin         parent_instance;

  /* Template */
  GtkLabel      *title;
  GtkLabel      *note;
  GtkBox        *legend;
  AdwBin        *extra;
  GtkStack      *stack;
  DrayChartPlot *plot;
  AdwBin        *table;

  guint32        hidden;
};

G_DEFINE_FINAL_TYPE (DrayChartCard, dray_chart_card, ADW_TYPE_BIN)

static void
copy_picture (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  g_autoptr (GdkTexture) picture = dray_chart_plot_dup_picture (DRAY_CHART_CARD (widget)->plot);

  if (picture != NULL)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (widget), picture);
}

static void
copy_data (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  DrayChart *chart = dray_chart_plot_get_chart (DRAY_CHART_CARD (widget)->plot);
  g_autofree char *text = chart != NULL ? dray_chart_dup_csv (chart, '\t') : NULL;

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static GtkWidget *
make_cell (const char *text,
           gboolean    is_heading,
           gboolean    is_first)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), is_first ? 0 : 1);
  gtk_widget_add_css_class (label, is_heading ? "caption-heading" : "numeric");
  return label;
}

static GtkWidget *
make_table (const DrayChart *chart)
{
  g_autoptr (GPtrArray) rows = dray_chart_list_rows (chart);
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  for (guint row = 0; row < MIN (rows->len, MAX_SHOWN_ROWS); row++) {
    GStrv cells = rows->pdata[row];

    for (int column = 0; cells[column] != NULL; column++)
      gtk_grid_attach (GTK_GRID (grid), make_cell (cells[column], row == 0, column == 0), column, (int) row, 1, 1);
  }
  return grid;
}

static void
show_table (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  DrayChartCard *self = DRAY_CHART_CARD (widget);
  DrayChart *chart = dray_chart_plot_get_chart (self->plot);
  gboolean is_shown = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "table") == 0;

  if (chart != NULL && !is_shown)
    adw_bin_set_child (self->table, make_table (chart));
  gtk_stack_set_visible_child_name (self->stack, is_shown ? "chart" : "table");
}

static void
on_toggled (GtkToggleButton *button,
            DrayChartCard   *self)
{
  guint32 bit = 1u << GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "series"));

  self->hidden = gtk_toggle_button_get_active (button) ? self->hidden & ~bit : self->hidden | bit;
  dray_chart_plot_set_hidden (self->plot, self->hidden);
}

static void
draw_swatch (GtkDrawingArea *area,
             cairo_t        *cairo,
             int             width,
             int             height,
             gpointer        data)
{
  guint series = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (area), "series"));
  DrayChart *chart = dray_chart_plot_get_chart (DRAY_CHART_CARD (data)->plot);
  guint32 colour;

  if (chart == NULL || (int) series >= dray_chart_get_n_series (chart))
    return;
  colour = dray_chart_get_colour (chart, (int) series, adw_style_manager_get_dark (adw_style_manager_get_default ()) ? DRAY_CHART_DARK : DRAY_CHART_LIGHT);
  cairo_set_source_rgb (cairo, (colour >> 24) / 255.0, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0);
  cairo_rectangle (cairo, 0, 0, width, height);
  cairo_fill (cairo);
}

static GtkWidget *
make_entry (DrayChartCard *self,
            const char    *label,
            guint          series)
{
  GtkWidget *button = gtk_toggle_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *swatch = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), 10);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), 10);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (swatch), "series", GUINT_TO_POINTER (series));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch, self, NULL);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), gtk_label_new (label));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _("Show or hide"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "legend-entry");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (button), "series", GUINT_TO_POINTER (series));
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  return button;
}

static void
fill_legend (DrayChartCard   *self,
             const DrayChart *chart)
{
  int n = chart != NULL ? dray_chart_get_n_series (chart) : 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->legend))) != NULL)
    gtk_box_remove (self->legend, child);
  for (int i = 0; i < n && n > 1; i++)
    gtk_box_append (self->legend, make_entry (self, dray_chart_get_series (chart, i)->label, (guint) i));
}

static void
dray_chart_card_class_init (DrayChartCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DRAY_TYPE_CHART_PLOT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/insight/chart-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayChartCard, title);
  gtk_widget_class_bind_template_child (widget_class, DrayChartCard, note);
  gtk_widget_class_bind_template_child (widget_class, DrayChartCard, legend);
  gtk_widget_class_bind_template_child (widget_class, DrayChartCard, extra);
  gtk_widget_class_bind_template_child (widget_class, DrayChartCard, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayChartCard, plot);
  gtk_widget_class_bind_template_child (widget_class, DrayChartCard, table);
  gtk_widget_class_install_action (widget_class, "chart.copy-picture", NULL, copy_picture);
  gtk_widget_class_install_action (widget_class, "chart.copy-data", NULL, copy_data);
  gtk_widget_class_install_action (widget_class, "chart.table", NULL, show_table);
}

static void
dray_chart_card_init (DrayChartCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_chart_card_new (void)
{
  return g_object_new (DRAY_TYPE_CHART_CARD, NULL);
}

/* @chart: (nullable) */
void
dray_chart_card_set_chart (DrayChartCard *self,
                           DrayChart     *chart)
{
  g_return_if_fail (DRAY_IS_CHART_CARD (self));

  const char *note = chart != NULL ? dray_chart_get_note (chart) : NULL;

  self->hidden = 0;
  gtk_label_set_text (self->title, chart != NULL ? dray_chart_get_title (chart) : "");
  gtk_label_set_text (self->note, note != NULL ? note : "");
  dray_chart_plot_set_chart (self->plot, chart);
  fill_legend (self, chart);
  if (chart != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "table") == 0)
    adw_bin_set_child (self->table, make_table (chart));
}

/* Returns: (transfer none) */
DrayChartPlot *
dray_chart_card_get_plot (DrayChartCard *self)
{
  g_return_val_if_fail (DRAY_IS_CHART_CARD (self), NULL);

  return self->plot;
}

/* @extra: what chooses what the chart shows; it stands beside the menu */
void
dray_chart_card_set_extra (DrayChartCard *self,
                           GtkWidget     *extra)
{
  g_return_if_fail (DRAY_IS_CHART_CARD (self));

  adw_bin_set_child (self->extra, extra);
}
