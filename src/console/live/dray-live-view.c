/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-view-private.h"

#include "dray-units.h"

#include <gdk/gdkkeysyms.h>

#define PANE_PX 380
/* On less map than this the legend would cover what it explains. */
#define LEGEND_MIN_WIDTH 620
#define LEGEND_MIN_HEIGHT 560

enum { PROP_0, PROP_FOLLOWING, N_PROPS };

static GParamSpec *properties[N_PROPS];

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
  dray_measure_layer_set_imperial (self->measure, imperial);
}

/* In a small window the map keeps the room. */
static void
fit_legend (DrayLiveView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->map)) - (self->selected != DRAY_NO_TRUCK ? PANE_PX : 0);
  gboolean room = width >= LEGEND_MIN_WIDTH && gtk_widget_get_height (GTK_WIDGET (self->map)) >= LEGEND_MIN_HEIGHT;

  gtk_widget_set_child_visible (GTK_WIDGET (self->legend), room);
}

/* Once a second, and when what is shown has become another. */
void
dray_live_view_refresh (DrayLiveView *self)
{
  fit_legend (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->legend)))
    dray_legend_update (self->legend, self->fleet);
  if (self->alarms != NULL)
    dray_alarms_age (self->alarms);
  if (self->cut_off_us != DRAY_NEVER)
    dray_live_view_show_cut_off (self);
  dray_alarm_strip_update (self->strip);
  if (self->following && self->selected != DRAY_NO_TRUCK)
    dray_map_show_truck (self->map, self->selected);
}

static void
on_replay_choice (DrayLiveView *self,
                  guint         truck)
{
  dray_live_view_select (self, truck, TRUE);
}

static gboolean
on_tick (gpointer user_data)
{
  DrayLiveView *self = user_data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    dray_live_view_refresh (self);
  return G_SOURCE_CONTINUE;
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
  DrayLiveView *self = DRAY_LIVE_VIEW (widget);

  if (!dray_measure_layer_end (self->measure))
    dray_live_view_select (self, DRAY_NO_TRUCK, FALSE);
}

static void
set_following (DrayLiveView *self,
               gboolean      following)
{
  if (following == self->following)
    return;
  self->following = following;
  if (following && self->selected != DRAY_NO_TRUCK)
    dray_map_show_truck (self->map, self->selected);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWING]);
}

static void
dray_live_view_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (id == PROP_FOLLOWING)
    g_value_set_boolean (value, DRAY_LIVE_VIEW (object)->following);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dray_live_view_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  if (id == PROP_FOLLOWING)
    set_following (DRAY_LIVE_VIEW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
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
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_live_view_parent_class)->dispose (object);
}

static void
dray_live_view_class_init (DrayLiveViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dray_live_view_dispose;
  object_class->get_property = dray_live_view_get_property;
  object_class->set_property = dray_live_view_set_property;
  properties[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

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
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, cut_off);
  gtk_widget_class_bind_template_child (widget_class, DrayLiveView, cut_off_words);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_replay", G_CALLBACK (dray_live_view_on_replay));
  gtk_widget_class_bind_template_callback (widget_class, on_replay_choice);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_show_alarm", G_CALLBACK (dray_live_view_on_show_alarm));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_show_all", G_CALLBACK (dray_live_view_on_show_all));
  gtk_widget_class_bind_template_callback (widget_class, on_list_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_pane_close);
  gtk_widget_class_bind_template_callback (widget_class, on_pane_locate);
  gtk_widget_class_bind_template_callback (widget_class, on_strip_show);
  gtk_widget_class_install_action (widget_class, "live.search", NULL, focus_search);
  gtk_widget_class_install_action (widget_class, "live.close-pane", NULL, close_pane);
  gtk_widget_class_install_property_action (widget_class, "live.follow", "following");
  gtk_widget_class_install_action (widget_class, "live.replay", NULL, dray_live_view_toggle_replay);
  dray_live_view_install_alarms (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "live.close-pane", NULL);
}

static void
dray_live_view_init (DrayLiveView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  DrayTruckLayer *trucks = dray_map_get_trucks (self->map);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (dray_live_view_on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  self->selected = DRAY_NO_TRUCK;
  self->cut_off_us = DRAY_NEVER;
  self->ghosts = dray_ghost_layer_new (dray_map_get_viewport (self->map));
  self->route = dray_route_layer_new (dray_map_get_viewport (self->map));
  self->legend = DRAY_LEGEND (dray_legend_new ());
  self->card = DRAY_HOVER_CARD (dray_hover_card_new ());
  dray_map_add_layer (self->map, SHUMATE_LAYER (self->route));
  dray_map_add_layer (self->map, SHUMATE_LAYER (self->ghosts));
  self->measure = dray_measure_layer_new (self->map);
  dray_map_add_layer (self->map, SHUMATE_LAYER (self->measure));
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
  dray_live_view_refresh (self);
}

/* Once, after opening: what plays the past and knows whether the hub is there. */
void
dray_live_view_set_engine (DrayLiveView *self,
                           DrayEngine   *engine)
{
  g_return_if_fail (DRAY_IS_LIVE_VIEW (self));

  g_set_object (&self->engine, engine);
  g_signal_connect_object (engine, "sync-changed", G_CALLBACK (dray_live_view_on_sync), self, G_CONNECT_SWAPPED);
  dray_live_view_on_sync (self);
  dray_truck_pane_set_history (self->pane, dray_engine_get_history (engine), self->settings);
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
    set_following (self, FALSE);
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
