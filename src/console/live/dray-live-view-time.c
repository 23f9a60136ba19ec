/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-view-private.h"

#include "dray-units.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

/* The live view and time: the past that is replayed, and the now that nobody sees because the line to the hub is down. */

/* The list, the map and the pane show the fleet of the time that is asked for; alarms stay those of now. */
void
dray_live_view_on_replay (DrayLiveView *self)
{
  gboolean past = dray_replay_deck_is_active (self->deck);
  DrayReplay *replay = dray_replay_deck_get_replay (self->deck);
  DrayLiveFleet *fleet = past ? dray_replay_get_fleet (replay) : self->live_fleet;
  DrayClock *clock = past ? dray_replay_get_clock (replay) : self->live_clock;
  guint32 selected = self->selected;

  dray_live_view_select (self, DRAY_NO_TRUCK, FALSE);
  g_set_object (&self->fleet, fleet);
  g_set_object (&self->clock, clock);
  dray_map_set_fleet (self->map, self->fleet);
  dray_truck_list_set_fleet (self->list, self->fleet, self->clock);
  gtk_widget_set_visible (self->replay_button, !past);
  dray_live_view_select (self, selected, FALSE);
  dray_live_view_show_cut_off (self);
  dray_live_view_refresh (self);
}

void
dray_live_view_toggle_replay (GtkWidget  *widget,
                              const char *action,
                              GVariant   *parameter)
{
  DrayLiveView *self = DRAY_LIVE_VIEW (widget);

  dray_replay_deck_set_active (self->deck, !dray_replay_deck_is_active (self->deck));
}

/* In the past, space and arrows belong to time, unless somebody types or walks through a list. */
gboolean
dray_live_view_on_key (GtkEventControllerKey *keys,
                       guint                  keyval,
                       guint                  keycode,
                       GdkModifierType        modifiers,
                       DrayLiveView          *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean vertical = keyval == GDK_KEY_Up || keyval == GDK_KEY_Down;

  if (!dray_replay_deck_is_active (self->deck) || GTK_IS_TEXT (focus) || GTK_IS_BUTTON (focus))
    return FALSE;
  if (focus != NULL && vertical && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    return FALSE;
  /* What is chosen is let go first. */
  if (keyval == GDK_KEY_Escape && self->selected != DRAY_NO_TRUCK)
    return FALSE;
  return dray_replay_deck_press_key (self->deck, keyval, modifiers);
}

/* Cut off: where the trucks are comes from the hub. Without it they go hollow, the plan says where each should be by now, and it is said
 * that nobody here watches. A workspace without a hub watches by itself and is never cut off. */

static gint64
find_cut_off (DrayLiveView *self)
{
  const DraySyncStatus *status = self->engine != NULL && dray_engine_get_hub (self->engine) != NULL
                                 ? dray_engine_get_sync_status (self->engine) : NULL;

  return status != NULL ? status->offline_since_us : DRAY_NEVER;
}

/* The latest that is known of any truck, so that the words don't promise more than there is. */
static gint64
find_as_of (DrayLiveView *self)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->live_fleet);
  gint64 latest_us = DRAY_NEVER;

  for (guint i = 0; i < columns->n; i++) {
    if (columns->flags[i] & DRAY_TRUCK_HAS_FIX)
      latest_us = MAX (latest_us, columns->fix_us[i]);
  }
  return latest_us;
}

/* Shows what is true of @self->cut_off_us by now; the replay shows what was known then, and has no ghosts. */
void
dray_live_view_show_cut_off (DrayLiveView *self)
{
  gboolean is_cut_off = self->cut_off_us != DRAY_NEVER && self->fleet != NULL && self->fleet == self->live_fleet;
  gint64 as_of_us = is_cut_off ? find_as_of (self) : DRAY_NEVER;
  g_autofree char *words = NULL, *time = NULL;

  gtk_revealer_set_reveal_child (self->cut_off, is_cut_off);
  dray_truck_layer_set_hollow (dray_map_get_trucks (self->map), is_cut_off);
  dray_ghost_layer_show (self->ghosts, is_cut_off ? self->fleet : NULL, is_cut_off ? dray_clock_now_us (self->clock) : 0);
  if (!is_cut_off)
    return;
  if (as_of_us != DRAY_NEVER) {
    g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (as_of_us / DRAY_US_PER_S);

    time = g_date_time_format (at, "%H:%M");
    words = g_strdup_printf (_("Positions are as of %s. Alarms are not watched here. Dashed circles show where the plan expects each truck."), time);
  } else {
    words = g_strdup (_("No positions have come in. Alarms are not watched here. Dashed circles show where the plan expects each truck."));
  }
  if (!g_str_equal (words, gtk_label_get_text (self->cut_off_words)))
    gtk_label_set_text (self->cut_off_words, words);
}

void
dray_live_view_on_sync (DrayLiveView *self)
{
  dray_live_view_set_cut_off (self, find_cut_off (self));
}

/* @since_us: since when nothing comes in, or %DRAY_NEVER */
void
dray_live_view_set_cut_off (DrayLiveView *self,
                            gint64        since_us)
{
  g_return_if_fail (DRAY_IS_LIVE_VIEW (self));

  self->cut_off_us = since_us;
  dray_live_view_show_cut_off (self);
}

/* Returns: (transfer none): where the plan expects the trucks while the view is cut off */
DrayGhostLayer *
dray_live_view_get_ghosts (DrayLiveView *self)
{
  g_return_val_if_fail (DRAY_IS_LIVE_VIEW (self), NULL);

  return self->ghosts;
}
