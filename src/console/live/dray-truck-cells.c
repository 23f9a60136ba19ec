/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-cells.h"

#include "dray-live-words.h"
#include "dray-truck-glyph.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/*
 * The columns of the truck list. A cell listens to its truck's "changed" while it is bound, and sets a label only when the text
 * differs: a truck that changes costs its own few cells on the screen, and nothing where it is scrolled away.
 */

/* Writes what a cell says; returns the class of its colour, or NULL. */
typedef const char *(*Say) (DrayTruckCells *cells,
                            DrayLiveTruck  *truck,
                            char            words[DRAY_WORDS_SIZE]);

typedef struct {
  const char *title;
  Say         say;        /* NULL for the shape */
  int         width;      /* -1: what is left */
  float       xalign;
} Column;

typedef struct {
  const Column   *column;
  DrayTruckCells *cells;
} Binding;

static const char *const tones[] = { "alarm", "late", "dim-label" };

/* The same for ETA and slack: what is wrong stands out, what is far off steps back. */
static const char *
get_tone (DrayLiveTruck *truck)
{
  guint flags = dray_live_truck_get_flags (truck);

  if (flags & DRAY_TRUCK_ALARM)
    return "alarm";
  return flags & DRAY_TRUCK_LATE ? "late" : NULL;
}

static const char *
say_number (DrayTruckCells *cells,
            DrayLiveTruck  *truck,
            char            words[DRAY_WORDS_SIZE])
{
  g_strlcpy (words, dray_live_truck_get_number (truck), DRAY_WORDS_SIZE);
  return NULL;
}

static const char *
say_driver (DrayTruckCells *cells,
            DrayLiveTruck  *truck,
            char            words[DRAY_WORDS_SIZE])
{
  const char *driver = dray_live_truck_get_driver (truck);

  g_strlcpy (words, driver != NULL ? driver : _("no driver"), DRAY_WORDS_SIZE);
  /* A name that was cut must not end within a letter. */
  if (!g_utf8_validate (words, -1, NULL))
    *g_utf8_find_prev_char (words, words + strlen (words)) = '\0';
  return driver != NULL ? NULL : "dim-label";
}

static const char *
say_eta (DrayTruckCells *cells,
         DrayLiveTruck  *truck,
         char            words[DRAY_WORDS_SIZE])
{
  const char *tone = get_tone (truck);

  dray_words_time (dray_live_truck_get_eta_us (truck), words);
  return g_strcmp0 (tone, "late") == 0 ? tone : NULL;
}

static const char *
say_slack (DrayTruckCells *cells,
           DrayLiveTruck  *truck,
           char            words[DRAY_WORDS_SIZE])
{
  const char *tone = get_tone (truck);

  dray_words_slack (truck, cells->clock != NULL ? dray_clock_now_us (cells->clock) : 0, words);
  return tone != NULL ? tone : "dim-label";
}

static const Column columns[] = {
  { NULL, NULL, 40, 0.5f },
  { NULL, say_number, 36, 1 },
  { N_("Driver"), say_driver, -1, 0 },
  { N_("ETA"), say_eta, 58, 1 },
  { N_("Slack"), say_slack, 92, 1 },
};

static void
set_tone (GtkWidget  *label,
          const char *tone)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tones); i++) {
    if (tone != NULL && g_str_equal (tones[i], tone))
      gtk_widget_add_css_class (label, tones[i]);
    else
      gtk_widget_remove_css_class (label, tones[i]);
  }
}

static void
update_label (Binding       *binding,
              GtkWidget     *label,
              DrayLiveTruck *truck)
{
  char words[DRAY_WORDS_SIZE] = "";
  const char *tone = binding->column->say (binding->cells, truck, words);

  if (!g_str_equal (words, gtk_label_get_text (GTK_LABEL (label))))
    gtk_label_set_text (GTK_LABEL (label), words);
  if (g_object_get_data (G_OBJECT (label), "dray-tone") != tone) {
    g_object_set_data (G_OBJECT (label), "dray-tone", (gpointer) tone);
    set_tone (label, tone);
  }
}

static void
update_glyph (Binding       *binding,
              GtkWidget     *glyph,
              DrayLiveTruck *truck)
{
  const DrayLiveColumns *live = dray_live_fleet_get_columns (binding->cells->fleet);
  guint i = dray_live_truck_get_index (truck);

  dray_truck_glyph_set (DRAY_TRUCK_GLYPH (glyph), live->states[i], live->flags[i], (double) live->heading_deg[i]);
}

static void
on_truck_changed (DrayLiveTruck *truck,
                  GtkListItem   *item)
{
  Binding *binding = g_object_get_data (G_OBJECT (item), "dray-binding");
  GtkWidget *child = gtk_list_item_get_child (item);

  if (binding->column->say != NULL)
    update_label (binding, child, truck);
  else
    update_glyph (binding, child, truck);
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          Binding                  *binding)
{
  GtkWidget *child = binding->column->say != NULL ? gtk_label_new (NULL) : dray_truck_glyph_new ();

  if (binding->column->say != NULL) {
    gtk_label_set_xalign (GTK_LABEL (child), binding->column->xalign);
    gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class (child, "numeric");
  }
  g_object_set_data (G_OBJECT (item), "dray-binding", binding);
  gtk_list_item_set_child (item, child);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         Binding                  *binding)
{
  DrayLiveTruck *truck = gtk_list_item_get_item (item);

  on_truck_changed (truck, item);
  if (binding->column->say == say_driver)
    gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), dray_live_truck_get_driver (truck));
  g_signal_connect (truck, "changed", G_CALLBACK (on_truck_changed), item);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           Binding                  *binding)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), on_truck_changed, item);
}

static void
binding_free (gpointer  binding,
              GClosure *closure)
{
  g_free (binding);
}

static GtkListItemFactory *
new_factory (const Column   *column,
             DrayTruckCells *cells)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Binding *binding = g_new (Binding, 1);

  *binding = (Binding) { column, cells };
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), binding);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), binding);
  g_signal_connect_data (factory, "unbind", G_CALLBACK (on_unbind), binding, binding_free, 0);
  return factory;
}

/* @cells: outlives @view */
void
dray_truck_cells_add_columns (GtkColumnView  *view,
                              DrayTruckCells *cells)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column =
      gtk_column_view_column_new (columns[i].title != NULL ? _(columns[i].title) : "", new_factory (&columns[i], cells));

    gtk_column_view_column_set_fixed_width (column, columns[i].width);
    gtk_column_view_column_set_expand (column, columns[i].width < 0);
    gtk_column_view_append_column (view, column);
  }
}
