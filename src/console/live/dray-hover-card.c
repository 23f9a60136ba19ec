/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hover-card.h"

#include "dray-live-words.h"
#include "dray-units.h"

#include <glib/gi18n.h>

#define DISTANCE_PX 26

struct _DrayHoverCard {
  AdwBin    parent_instance;

  /* Template */
  GtkLabel *title;
  GtkLabel *plate;
  GtkLabel *line1;
  GtkLabel *line2;
};

G_DEFINE_FINAL_TYPE (DrayHoverCard, dray_hover_card, ADW_TYPE_BIN)

static void
dray_hover_card_class_init (DrayHoverCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/hover-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayHoverCard, title);
  gtk_widget_class_bind_template_child (widget_class, DrayHoverCard, plate);
  gtk_widget_class_bind_template_child (widget_class, DrayHoverCard, line1);
  gtk_widget_class_bind_template_child (widget_class, DrayHoverCard, line2);
}

static void
dray_hover_card_init (DrayHoverCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_hover_card_new (void)
{
  return g_object_new (DRAY_TYPE_HOVER_CARD, NULL);
}

static void
fill_truck (DrayHoverCard *self,
            DrayLiveTruck *truck,
            gint64         now_us)
{
  const char *driver = dray_live_truck_get_driver (truck), *plate = dray_live_truck_get_plate (truck);
  char slack[DRAY_WORDS_SIZE], age[DRAY_WORDS_SIZE], eta[DRAY_WORDS_SIZE];
  g_autofree char *title = g_strdup_printf (_("Truck %s"), dray_live_truck_get_number (truck));
  g_autofree char *first = g_strdup_printf ("%s · %s", driver != NULL ? driver : _("no driver"),
                                            dray_words_state (dray_live_truck_get_state (truck)));
  g_autofree char *second = NULL;

  dray_words_slack (truck, now_us, slack);
  dray_words_time (dray_live_truck_get_eta_us (truck), eta);
  dray_words_duration (now_us - dray_live_truck_get_fix_us (truck), age);
  if (dray_live_truck_get_eta_us (truck) != DRAY_NEVER)
    second = g_strdup_printf (_("%u of %u stops, next at %s, slack %s"), dray_live_truck_get_n_done (truck),
                              dray_live_truck_get_n_stops (truck), eta, slack);
  else
    second = g_strdup_printf (_("%.0f km/h, position %s old"), dray_live_truck_get_speed_mps (truck) * 3.6, age);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->plate, plate != NULL ? plate : "");
  gtk_label_set_label (self->line1, first);
  gtk_label_set_label (self->line2, second);
}

static void
fill_cluster (DrayHoverCard       *self,
              const DrayTruckMark *mark)
{
  g_autofree char *title = g_strdup_printf (_("%u trucks"), mark->n);
  g_autoptr (GString) parts = g_string_new (NULL);

  for (int state = 0; state < DRAY_TRUCK_N_STATES; state++) {
    if (mark->parts[state] > 0)
      g_string_append_printf (parts, "%s%u %s", parts->len > 0 ? ", " : "", mark->parts[state], dray_words_state ((DrayTruckState) state));
  }
  if (mark->parts[DRAY_RING_LATE] > 0)
    g_string_append_printf (parts, "%s%u %s", parts->len > 0 ? ", " : "", mark->parts[DRAY_RING_LATE], _("late or at risk"));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->plate, "");
  gtk_label_set_label (self->line1, parts->str);
  gtk_label_set_label (self->line2, _("Click to come closer"));
}

/**
 * dray_hover_card_show:
 * @mark: (nullable): what the pointer is on; %NULL hides the card
 *
 * Puts the card to the right of the mark, or to its left where there is no room.
 */
void
dray_hover_card_show (DrayHoverCard       *self,
                      DrayLiveFleet       *fleet,
                      DrayClock           *clock,
                      const DrayTruckMark *mark,
                      int                  map_width,
                      int                  map_height)
{
  GtkRequisition size;

  g_return_if_fail (DRAY_IS_HOVER_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self), mark != NULL);
  if (mark == NULL)
    return;
  if (mark->n > 1)
    fill_cluster (self, mark);
  else
    fill_truck (self, dray_live_fleet_get_truck (fleet, mark->truck), dray_clock_now_us (clock));

  gtk_widget_set_margin_start (GTK_WIDGET (self), 0);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 0);
  gtk_widget_get_preferred_size (GTK_WIDGET (self), NULL, &size);

  int x = (int) mark->x + DISTANCE_PX;

  if (x + size.width > map_width)
    x = (int) mark->x - DISTANCE_PX - size.width;
  gtk_widget_set_margin_start (GTK_WIDGET (self), MAX (x, 0));
  gtk_widget_set_margin_top (GTK_WIDGET (self), CLAMP ((int) mark->y - size.height / 2, 0, MAX (map_height - size.height, 0)));
}
