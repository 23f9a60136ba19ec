/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-legend.h"

#include "dray-truck-glyph.h"

#include <glib/gi18n.h>

/* A row shows a state, or a flag that stands before it. */
typedef struct {
  const char     *word;
  DrayTruckState  state;
  guint           flags;
} Row;

static const Row rows[] = {
  { N_("driving"), DRAY_TRUCK_DRIVING, 0 },
  { N_("at a stop"), DRAY_TRUCK_WORKING, 0 },
  { N_("waiting"), DRAY_TRUCK_WAITING, 0 },
  { N_("off duty"), DRAY_TRUCK_PARKED, 0 },
  { N_("late or at risk"), DRAY_TRUCK_DRIVING, DRAY_TRUCK_LATE },
  { N_("alarm"), DRAY_TRUCK_WORKING, DRAY_TRUCK_ALARM },
  { N_("no fix for 5 min"), DRAY_TRUCK_DRIVING, DRAY_TRUCK_STALE },
};

struct _DrayLegend {
  AdwBin    parent_instance;

  /* Template */
  GtkGrid  *grid;

  GtkLabel *counts[G_N_ELEMENTS (rows)];    /* borrowed: the grid has them */
};

G_DEFINE_FINAL_TYPE (DrayLegend, dray_legend, ADW_TYPE_BIN)

static void
dray_legend_class_init (DrayLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/legend.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayLegend, grid);
}

static void
dray_legend_init (DrayLegend *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < (int) G_N_ELEMENTS (rows); i++) {
    GtkWidget *glyph = dray_truck_glyph_new (), *word = gtk_label_new (_(rows[i].word)), *count = gtk_label_new ("0");

    dray_truck_glyph_set (DRAY_TRUCK_GLYPH (glyph), rows[i].state, rows[i].flags, 45);
    gtk_label_set_xalign (GTK_LABEL (word), 0);
    gtk_label_set_xalign (GTK_LABEL (count), 1);
    gtk_widget_set_hexpand (word, TRUE);
    gtk_widget_add_css_class (count, "dim-label");
    gtk_widget_add_css_class (count, "numeric");
    gtk_grid_attach (self->grid, glyph, 0, i, 1, 1);
    gtk_grid_attach (self->grid, word, 1, i, 1, 1);
    gtk_grid_attach (self->grid, count, 2, i, 1, 1);
    self->counts[i] = GTK_LABEL (count);
  }
}

GtkWidget *
dray_legend_new (void)
{
  return g_object_new (DRAY_TYPE_LEGEND, NULL);
}

static gboolean
is_of_row (const DrayLiveColumns *columns,
           guint                  truck,
           const Row             *row)
{
  if (row->flags != 0)
    return (columns->flags[truck] & row->flags) != 0;
  return columns->states[truck] == row->state;
}

void
dray_legend_update (DrayLegend    *self,
                    DrayLiveFleet *fleet)
{
  g_return_if_fail (DRAY_IS_LEGEND (self));

  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    char words[16];
    guint n = 0;

    for (guint truck = 0; truck < columns->n; truck++)
      n += is_of_row (columns, truck, &rows[i]);
    g_snprintf (words, sizeof words, "%u", n);
    if (!g_str_equal (words, gtk_label_get_text (self->counts[i])))
      gtk_label_set_text (self->counts[i], words);
  }
}
