/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-view.h"

#include "dray-alarm-list.h"
#include "dray-alarm-strip.h"
#include "dray-alarm.h"
#include "dray-hover-card.h"
#include "dray-legend.h"
#include "dray-order-card.h"
#include "dray-record.h"
#include "dray-route-layer.h"
#include "dray-truck-list.h"
#include "dray-truck-pane.h"
#include "dray-undo-toast.h"

#include <gdk/gdkkeysyms.h>

#define PANE_PX 380
/* On less map than this the legend would cover what it explains. */
#define LEGEND_MIN_WIDTH 620
#define LEGEND_MIN_HEIGHT 560

struct _DrayLiveView {
  AdwBin          parent_instance;

  /* Template */
  GtkPaned       *paned;
  DrayTruckList  *list;
  DrayMap        *map;
  GtkRevealer    *revealer;
  DrayTruckPane  *pane;
  DrayAlarmStrip *strip;
  GtkRevealer    *alarm_revealer;
  DrayAlarmList  *alarm_list;
  DrayReplayDeck *deck;
  GtkWidget      *replay_button;

  /* Owned */
  DrayLiveFleet  *fleet;      /* that is shown: the live one, or the one of the replay */
  DrayClock      *clock;      /* of what is shown */
  DrayLiveFleet  *live_fleet;
  DrayClock      *live_clock;
  GSettings      *settings;
  DrayAlarms     *alarms;     /* NULL where no workspace is behind the fleet */
  guint           tick;
  /* Borrowed */
  DrayRouteLayer *route;      /* the map holds it */
  DrayLegend     *legend;     /* the map holds it */
  DrayHoverCard  *card;       /* the map holds it */

  guint32         selected;
};

G_DEFINE_FINAL_TYPE (DrayLiveView, dray_live_view, ADW_TYPE_BIN)

static DrayLiveTruck *
get_truck (DrayLiveView *self,
           guint32       truck)
{
  return self->fleet != NULL && truck != DRAY_NO_TRUCK ? dray_live_fleet_get_truck (self->fleet, truck) : NULL;
}

static void
on_map_clicked (DrayLiveView *self,
                guint         truck)
{
  dray_live_view_select (self, truck, FALSE);
}

static void
on_list_selected (DrayLiveView *self,
                  guint         truck)
{
  dray_live_view_select (self, truck, FALSE);
}

static void
on_list_activated (DrayLiveView *self,
                   guint         truck)
{
  dray_live_view_select (self, truck, TRUE);
}

static void
on_strip_show (DrayLiveView *self,
               guint         truck)
{
  dray_live_view_select (self, truck, TRUE);
}

/* Alarms */

static void
on_show_alarm (DrayLiveView *self,
               DrayRecord   *record)
{
  DrayRow *alarm = dray_record_get_row (record);
  DrayId id = alarm != NULL ? dray_row_get_id (alarm, DRAY_ALARM_TRUCK) : DRAY_ID_NONE;
  DrayLiveTruck *truck = dray_live_fleet_find_truck (self->live_fleet, &id);

  if (truck != NULL)
    dray_live_view_select (self, dray_live_truck_get_index (truck), TRUE);
}

static void
on_show_all (DrayLiveView *self)
{
  gtk_toggle_button_set_active (dray_alarm_strip_get_all (self->strip), TRUE);
}

static void
on_all_toggled (DrayLiveView *self)
{
  if (gtk_toggle_button_get_active (dray_alarm_strip_get_all (self->strip)))
    dray_alarm_list_focus (self->alarm_list);
}

static void
on_alarm_done (DrayLiveView *self,
               GArray       *done,
               const char   *words)
{
  dray_undo_toast_offer (GTK_WIDGET (self), dray_alarms_get_workspace (self->alarms), done, words);
}

static void
on_alarm_failed (DrayLiveView *self,
                 const char   *words)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (words));
}

static void
toggle_alarms (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  DrayLiveView *self = DRAY_LIVE_VIEW (widget);
  GtkToggleButton *all = dray_alarm_strip_get_all (self->strip);

  if (self->alarms != NULL)
    gtk_toggle_button_set_active (all, !gtk_toggle_button_get_active (all));
}

/* "live.alarm-take" is "strip.take". */
static void
pass_to_strip (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  g_autofree char *name = g_strdup_printf ("strip.%s", action + strlen ("live.alarm-"));

  gtk_widget_activate_action (GTK_WIDGET (DRAY_LIVE_VIEW (widget)->strip), name, NULL);
}

/* The card belongs to the window and goes with it. */
static void
open_order_card (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  DrayLiveView *self = DRAY_LIVE_VIEW (widget);
  GtkWidget *card;

  if (self->alarms == NULL)
    return;
  card = dray_order_card_new (dray_alarms_get_workspace (self->alarms), self->live_fleet, self->live_clock,
                              self->selected != DRAY_NO_TRUCK ? dray_live_fleet_get_truck (self->live_fleet, self->selected) : NULL);
  gtk_window_set_transient_for (GTK_WINDOW (card), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (card), TRUE);
  g_signal_connect_object (card, "show-truck", G_CALLBACK (on_strip_show), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (card));
}

static void
on_pane_close (DrayLiveView *self)
{
  dray_live_view_select (self, DRAY_NO_TRUCK, FALSE);
}

static void
on_pane_locate (DrayLiveView *self)
{
  if (self->selected != DRAY_NO_TRUCK)
    dray_map_show_truck (self->map, self->selected);
}

static void
on_hover_changed (DrayLiveView *self)
{
  DrayTruckLayer *trucks = dray_map_get_trucks (self->map);

  dray_hover_card_show (self->card, self->fleet, self->clock, dray_truck_layer_get_hovered (trucks),
                        gtk_widget_get_width (GTK_WIDGET (trucks)), gtk_widget_get_height (GTK_WIDGET (trucks)));
}

static void
on_density_changed (DrayLiveView *self)
{
  dray_truck_list_set_dense (self->list, g_settings_get_enum (self->settings, "density") == 0);
}

static void
on_units_changed (DrayLiveView *self)
{
  gboolean imperial = g_settings_get_enum (self->settings, "units") == 1;

  dray_map_set_imperial (self->map, imperial);
  dray_truck_pane_set_imperial (self->pane, imperial);
}

/* In a small window the map keeps the room. */
static void
fit_legend (DrayLiveView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->map)) - (self->selected != DRAY_NO_TRUCK ? PANE_PX : 0);
  gboolean room = width >= LEGEND_MIN_WIDTH && gtk_widget_get_height (GTK_WIDGET (self->map)) >= LEGEND_MIN_HEIGHT;

  gtk_widget_set_child_visible (GTK_WIDGET (self->legend), room);
}

static void
refresh (DrayLiveView *self)
{
  fit_legend (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->legend)))
    dray_legend_update (self->legend, self->fleet);
  if (self->alarms != NULL)
    dray_alarms_age (self->alarms);
  dray_alarm_strip_update (self->strip);
}

static gboolean
on_tick (gpointer user_data)
{
  DrayLiveView *self = user_data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
  return G_SOURCE_CONTINUE;
}

/* The past */

/* The list, the map and the pane show the fleet of the time that is asked for; alarms stay those of now. */
static void
on_replay (DrayLiveView *self)
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
  refresh (self);
}

static void
on_replay_choice (DrayLiveView *self,
                  guint         truck)
{
  dray_live_view_select (self, truck, TRUE);
}

static void
toggle_replay (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  DrayLiveView *self = DRAY_LIVE_VIEW (widget);

  dray_replay_deck_set_active (self->deck, !dray_replay_deck_is_active (self->deck));
}

/* In the past, space and arrows belong to time, unless somebody types or walks through a list. */
static gboolean
on_key (GtkEventControllerKey *keys,
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

static void
focus_search (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  dray_truck_list_focus_search (DRAY_LIVE_VIEW (widget)->list);
}

static void
close_pane (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  dray_live_view_select (DRAY_LIVE_VIEW (widget), DRAY_NO_TRUCK, FALSE);
}

static void
dray_live_view_dispose (GObject *object)
{
  DrayLiveView *self = DRAY_LIVE_VIEW (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->fleet);
  g_clear_object (&self->clock);
  g_clear_object (&self->live_fleet);
  g_clear_object (&self->live_clock);
  g_clear_object (&self->settings);
  g_clear_object (&self->alarms);

  G_OBJECT_CLASS (dray_live_view_parent_class)->dispose (object);
}

static void
dray_live_view_class_init (DrayLiveViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_live_view_dispose;

  g_type_ensure (DRAY_TYPE_TRUCK_LIST);
  g_type_ensure (DRAY_TYPE_TRUCK_PANE);
  g_type_ensure (DRAY_TYPE_ALARM_LIST);
  g_type_ensure (DRAY_TYPE_ALARM_STRIP);
  g_type_ensure (DRAY_TYPE_REPLAY_DECK);
  g_type_ensure (DRAY_TYPE_MAP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/live-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, paned);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, list);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, map);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, revealer);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, pane);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, strip);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, alarm_revealer);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, alarm_list);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, deck);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, replay_button);
  gtk_widget_class_bind_template_callback (widget_class, on_replay);
  gtk_widget_class_bind_template_callback (widget_class, on_replay_choice);
  gtk_widget_class_bind_template_callback (widget_class, on_show_alarm);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_list_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_pane_close);
  gtk_widget_class_bind_template_callback (widget_class, on_pane_locate);
  gtk_widget_class_bind_template_callback (widget_class, on_strip_show);
  gtk_widget_class_install_action (widget_class, "live.search", NULL, focus_search);
  gtk_widget_class_install_action (widget_class, "live.close-pane", NULL, close_pane);
  gtk_widget_class_install_action (widget_class, "live.replay", NULL, toggle_replay);
  gtk_widget_class_install_action (widget_class, "live.order-card", NULL, open_order_card);
  gtk_widget_class_install_action (widget_class, "live.alarms", NULL, toggle_alarms);
  gtk_widget_class_install_action (widget_class, "live.alarm-show", NULL, pass_to_strip);
  gtk_widget_class_install_action (widget_class, "live.alarm-take", NULL, pass_to_strip);
  gtk_widget_class_install_action (widget_class, "live.alarm-acknowledge", NULL, pass_to_strip);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "live.close-pane", NULL);
}

static void
dray_live_view_init (DrayLiveView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  DrayTruckLayer *trucks = dray_map_get_trucks (self->map);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  self->selected = DRAY_NO_TRUCK;
  self->route = dray_route_layer_new (dray_map_get_viewport (self->map));
  self->legend = DRAY_LEGEND (dray_legend_new ());
  self->card = DRAY_HOVER_CARD (dray_hover_card_new ());
  dray_map_add_layer (self->map, SHUMATE_LAYER (self->route));
  dray_map_add_overlay (self->map, GTK_WIDGET (self->legend));
  dray_map_add_overlay (self->map, GTK_WIDGET (self->card));
  g_signal_connect_object (trucks, "truck-clicked", G_CALLBACK (on_map_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (trucks, "hover-changed", G_CALLBACK (on_hover_changed), self, G_CONNECT_SWAPPED);
}

/* @settings: of the program; @window_settings: of the window */
GtkWidget *
dray_live_view_new (GSettings *settings,
                    GSettings *window_settings)
{
  DrayLiveView *self = g_object_new (DRAY_TYPE_LIVE_VIEW, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::density", G_CALLBACK (on_density_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::units", G_CALLBACK (on_units_changed), self, G_CONNECT_SWAPPED);
  on_density_changed (self);
  on_units_changed (self);
  dray_map_set_settings (self->map, window_settings);
  g_settings_bind (window_settings, "list-width", self->paned, "position", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (window_settings, "legend", self->map, "legend", G_SETTINGS_BIND_DEFAULT);
  g_object_bind_property (self->map, "legend", self->legend, "visible", G_BINDING_SYNC_CREATE);
  return GTK_WIDGET (self);
}

/* @base: (nullable): the geometry of the base map */
void
dray_live_view_open (DrayLiveView  *self,
                     DrayLiveFleet *fleet,
                     DrayClock     *clock,
                     DrayMapSource *base)
{
  g_return_if_fail (DRAY_IS_LIVE_VIEW (self));

  dray_live_view_select (self, DRAY_NO_TRUCK, FALSE);
  g_set_object (&self->fleet, fleet);
  g_set_object (&self->clock, clock);
  g_set_object (&self->live_fleet, fleet);
  g_set_object (&self->live_clock, clock);
  dray_map_set_base (self->map, base);
  dray_map_set_fleet (self->map, fleet);
  dray_truck_list_set_fleet (self->list, fleet, clock);
  dray_alarm_strip_set_fleet (self->strip, fleet);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (1, on_tick, self);
  refresh (self);
}

/* Once, after opening: what plays the past. */
void
dray_live_view_set_engine (DrayLiveView *self,
                           DrayEngine   *engine)
{
  g_return_if_fail (DRAY_IS_LIVE_VIEW (self));

  dray_replay_deck_open (self->deck, engine, self->map);
  gtk_widget_set_visible (self->replay_button, TRUE);
}

/* Returns: (transfer none) */
DrayReplayDeck *
dray_live_view_get_deck (DrayLiveView *self)
{
  g_return_val_if_fail (DRAY_IS_LIVE_VIEW (self), NULL);

  return self->deck;
}

/* Once, after opening: the alarms of the workspace behind the fleet. */
void
dray_live_view_set_workspace (DrayLiveView  *self,
                              DrayWorkspace *workspace)
{
  g_return_if_fail (DRAY_IS_LIVE_VIEW (self));
  g_return_if_fail (self->fleet != NULL && self->alarms == NULL);

  GtkToggleButton *all = dray_alarm_strip_get_all (self->strip);

  self->alarms = dray_alarms_new (workspace, self->live_clock);
  g_signal_connect_object (self->alarms, "done", G_CALLBACK (on_alarm_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->alarms, "failed", G_CALLBACK (on_alarm_failed), self, G_CONNECT_SWAPPED);
  dray_alarm_list_set_alarms (self->alarm_list, self->alarms);
  dray_alarm_strip_set_alarms (self->strip, self->alarms, self->settings);
  g_object_bind_property (all, "active", self->alarm_revealer, "reveal-child", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (all, "toggled", G_CALLBACK (on_all_toggled), self, G_CONNECT_SWAPPED);
}

/* Once, after opening: what was written to and from the drivers. */
void
dray_live_view_set_messages (DrayLiveView    *self,
                             DrayMessageBook *messages)
{
  g_return_if_fail (DRAY_IS_LIVE_VIEW (self));

  dray_truck_pane_set_messages (self->pane, messages);
}

/**
 * dray_live_view_select:
 * @truck: its index, or %DRAY_NO_TRUCK
 * @locate: whether the map goes there
 *
 * Chooses a truck in the list, on the map and in the pane at once.
 */
void
dray_live_view_select (DrayLiveView *self,
                       guint32       truck,
                       gboolean      locate)
{
  g_return_if_fail (DRAY_IS_LIVE_VIEW (self));

  DrayLiveTruck *chosen = get_truck (self, truck);

  if (truck != self->selected) {
    self->selected = truck;
    dray_truck_layer_set_selected (dray_map_get_trucks (self->map), truck);
    dray_truck_list_set_selected (self->list, truck);
    dray_route_layer_set_truck (self->route, self->fleet, chosen);
    if (chosen != NULL)
      dray_truck_pane_set_truck (self->pane, self->fleet, self->clock, chosen);
    dray_replay_deck_set_truck (self->deck, truck);
    gtk_revealer_set_reveal_child (self->revealer, chosen != NULL);
    gtk_widget_set_margin_end (GTK_WIDGET (self->legend), chosen != NULL ? PANE_PX + 12 : 12);
    dray_map_set_inset (self->map, chosen != NULL ? PANE_PX : 0);
    fit_legend (self);
  }
  if (locate && chosen != NULL)
    dray_map_show_truck (self->map, truck);
}

guint32
dray_live_view_get_selected (DrayLiveView *self)
{
  g_return_val_if_fail (DRAY_IS_LIVE_VIEW (self), DRAY_NO_TRUCK);

  return self->selected;
}

/* Returns: (transfer none) */
DrayMap *
dray_live_view_get_map (DrayLiveView *self)
{
  g_return_val_if_fail (DRAY_IS_LIVE_VIEW (self), NULL);

  return self->map;
}
