/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-pane.h"

#include "dray-live-words.h"
#include "dray-stop-row.h"
#include "dray-thread-view.h"
#include "dray-truck-glyph.h"
#include "dray-truck-past.h"
#include "dray-units.h"

#include <glib/gi18n.h>

struct _DrayTruckPane {
  AdwBin          parent_instance;

  /* Template */
  DrayTruckGlyph *glyph;
  GtkLabel       *title;
  GtkLabel       *plate;
  GtkLabel       *driver;
  GtkWidget      *trouble;
  GtkLabel       *trouble_title;
  GtkLabel       *trouble_body;
  GtkButton      *ways_out;
  GtkLabel       *speed;
  GtkLabel       *next;
  GtkLabel       *slack;
  GtkLabel       *fix;
  GtkLabel       *depot;
  GtkLabel       *route_words;
  GtkLabel       *done_words;
  GtkStack       *route_stack;
  GtkListBox     *stops;
  DrayTruckPast  *past;
  GtkWidget      *messages;
  DrayThreadView *thread;

  /* Owned */
  DrayLiveFleet  *fleet;
  DrayClock      *clock;
  DrayLiveTruck  *truck;
  DrayLiveRoute  *route;      /* whose stops are the rows */
  guint           tick;       /* ages the words */

  gboolean        imperial;
};

enum { CLOSE, LOCATE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayTruckPane, dray_truck_pane, ADW_TYPE_BIN)

static void
set_words (GtkLabel   *label,
           const char *words)
{
  if (!g_str_equal (words, gtk_label_get_text (label)))
    gtk_label_set_text (label, words);
}

/* Who, and what */

static void
show_names (DrayTruckPane *self)
{
  g_autofree char *title = g_strdup_printf (_("Truck %s"), dray_live_truck_get_number (self->truck));
  const char *plate = dray_live_truck_get_plate (self->truck), *depot = dray_live_truck_get_depot (self->truck);

  set_words (self->title, title);
  set_words (self->plate, plate != NULL ? plate : "");
  set_words (self->depot, depot != NULL ? depot : "–");
}

static void
show_driver (DrayTruckPane *self)
{
  const char *driver = dray_live_truck_get_driver (self->truck);
  g_autofree char *words = g_strdup_printf ("%s · %s", driver != NULL ? driver : _("no driver"),
                                            dray_words_state (dray_live_truck_get_state (self->truck)));

  set_words (self->driver, words);
}

static void
show_facts (DrayTruckPane *self)
{
  gint64 now_us = dray_clock_now_us (self->clock), eta_us = dray_live_truck_get_eta_us (self->truck);
  guint i = dray_live_truck_get_index (self->truck);
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);
  char words[DRAY_WORDS_SIZE];

  dray_truck_glyph_set (self->glyph, columns->states[i], columns->flags[i], (double) columns->heading_deg[i]);
  dray_words_speed (dray_live_truck_get_speed_mps (self->truck), self->imperial, words);
  set_words (self->speed, words);
  dray_words_time (eta_us, words);
  set_words (self->next, words);
  dray_words_slack (self->truck, now_us, words);
  set_words (self->slack, words);
  if (dray_live_truck_get_fix_us (self->truck) == DRAY_NEVER) {
    set_words (self->fix, _("none yet"));
  } else {
    char age[DRAY_WORDS_SIZE];
    gint64 age_us = MAX (now_us - dray_live_truck_get_fix_us (self->truck), 0);

    if (age_us < 60 * DRAY_US_PER_S) {
      g_snprintf (words, sizeof words, _("%d s ago"), (int) (age_us / DRAY_US_PER_S));
    } else {
      dray_words_duration (age_us, age);
      g_snprintf (words, sizeof words, _("%s ago"), age);
    }
    set_words (self->fix, words);
  }
}

/* The first stop ahead whose window can't be met, and the stops ahead that can't. */
static guint
count_late (DrayTruckPane       *self,
            const DrayLiveStop **first)
{
  DrayStopTimes *times = dray_live_truck_get_times (self->truck);
  guint n = 0;

  for (guint i = 0; self->route != NULL && times != NULL && i < MIN (self->route->n_stops, times->n); i++) {
    const DrayLiveStop *stop = &self->route->stops[i];

    if (times->arrived_us[i] != DRAY_NEVER || stop->close_us == DRAY_NEVER || times->eta_us[i] == DRAY_NEVER
        || times->eta_us[i] <= stop->close_us)
      continue;
    if (n++ == 0)
      *first = stop;
  }
  return n;
}

static void
show_trouble (DrayTruckPane *self)
{
  guint flags = dray_live_truck_get_flags (self->truck);
  const DrayLiveStop *first = NULL;
  guint n_late = count_late (self, &first);
  g_autofree char *body = NULL;
  char closes[DRAY_WORDS_SIZE], slack[DRAY_WORDS_SIZE];

  gtk_widget_set_visible (self->trouble, (flags & (DRAY_TRUCK_ALARM | DRAY_TRUCK_LATE)) != 0);
  if (flags & DRAY_TRUCK_ALARM)
    gtk_widget_add_css_class (self->trouble, "alarm");
  else
    gtk_widget_remove_css_class (self->trouble, "alarm");
  set_words (self->trouble_title, flags & DRAY_TRUCK_ALARM ? _("An alarm is open") : _("At risk of being late"));
  if (first != NULL) {
    dray_words_time (first->close_us, closes);
    body = g_strdup_printf (ngettext ("%u stop can’t be reached in its window: %s closes at %s.",
                                      "%u stops can’t be reached in their window, first %s, which closes at %s.", n_late),
                            n_late, first->name, closes);
  } else if (dray_live_truck_get_slack_s (self->truck) < 0) {
    dray_words_duration (dray_live_truck_get_slack_s (self->truck) * DRAY_US_PER_S, slack);
    body = g_strdup_printf (_("It misses the tightest window ahead by %s."), slack);
  } else {
    dray_words_slack (self->truck, dray_clock_now_us (self->clock), slack);
    body = g_strdup_printf (_("Slack to the tightest window ahead: %s."), slack);
  }
  set_words (self->trouble_body, body);
  /* The window opens them over the plan; an alarm's truck is taken for one that can't go on. */
  g_autofree char *id = dray_id_dup_text (dray_live_truck_get_id (self->truck));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->ways_out), "win.repair");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->ways_out), "(bs)", (flags & DRAY_TRUCK_ALARM) != 0, id);
}

/* The route */

static void
clear_stops (DrayTruckPane *self)
{
  GtkWidget *row;

  while (self->stops != NULL && (row = gtk_widget_get_first_child (GTK_WIDGET (self->stops))) != NULL)
    gtk_list_box_remove (self->stops, row);
  g_clear_pointer (&self->route, dray_live_route_unref);
}

static void
take_route (DrayTruckPane *self)
{
  DrayLiveRoute *route = dray_live_truck_get_route (self->truck);

  if (route == self->route && route != NULL)
    return;
  clear_stops (self);
  gtk_stack_set_visible_child_name (self->route_stack, route != NULL ? "stops" : "none");
  if (route == NULL) {
    set_words (self->route_words, "");
    set_words (self->done_words, "");
    return;
  }
  self->route = dray_live_route_ref (route);
  for (guint i = 0; i < route->n_stops; i++)
    gtk_list_box_append (self->stops, dray_stop_row_new (&route->stops[i], i));
}

static void
show_route (DrayTruckPane *self)
{
  DrayStopTimes *times = dray_live_truck_get_times (self->truck);
  guint n_done = dray_live_truck_get_n_done (self->truck);
  char length[DRAY_WORDS_SIZE];

  take_route (self);
  if (self->route == NULL)
    return;
  dray_words_distance (dray_live_route_get_length_m (self->route), self->imperial, length);

  g_autofree char *route = g_strdup_printf (ngettext ("%u stop, %s", "%u stops, %s", self->route->n_stops), self->route->n_stops, length);
  g_autofree char *done = g_strdup_printf (_("%u of %u done"), n_done, self->route->n_stops);

  set_words (self->route_words, route);
  set_words (self->done_words, done);
  for (guint i = 0; i < self->route->n_stops; i++) {
    /* What was done before the console was opened has no times. */
    gboolean left = i < n_done || (times != NULL && i < times->n && times->departed_us[i] != DRAY_NEVER);

    dray_stop_row_update (DRAY_STOP_ROW (gtk_list_box_get_row_at_index (self->stops, (int) i)), &self->route->stops[i], times, left);
  }
}

static void
show_truck (DrayTruckPane *self)
{
  if (self->truck == NULL)
    return;
  show_driver (self);
  show_route (self);
  show_facts (self);
  show_trouble (self);
}

static gboolean
on_tick (gpointer user_data)
{
  DrayTruckPane *self = user_data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self))) {
    show_truck (self);
    dray_truck_past_update (self->past);
  }
  return G_SOURCE_CONTINUE;
}

static void
on_close (DrayTruckPane *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
on_locate (DrayTruckPane *self)
{
  g_signal_emit (self, signals[LOCATE], 0);
}

static void
dray_truck_pane_dispose (GObject *object)
{
  dray_truck_pane_set_truck (DRAY_TRUCK_PANE (object), NULL, NULL, NULL);
  DRAY_TRUCK_PANE (object)->stops = NULL;
  DRAY_TRUCK_PANE (object)->thread = NULL;
  DRAY_TRUCK_PANE (object)->past = NULL;

  G_OBJECT_CLASS (dray_truck_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, glyph);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, title);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, plate);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, driver);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, trouble);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, trouble_title);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, trouble_body);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, ways_out);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, speed);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, next);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, slack);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, fix);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, depot);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, route_words);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, done_words);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, route_stack);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, stops);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, past);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, messages);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPane, thread);
}

static void
dray_truck_pane_class_init (DrayTruckPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_truck_pane_dispose;
  signals[CLOSE] = g_signal_new ("close", DRAY_TYPE_TRUCK_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LOCATE] = g_signal_new ("locate", DRAY_TYPE_TRUCK_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DRAY_TYPE_TRUCK_GLYPH);
  g_type_ensure (DRAY_TYPE_THREAD_VIEW);
  g_type_ensure (DRAY_TYPE_TRUCK_PAST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/truck-pane.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
  gtk_widget_class_bind_template_callback (widget_class, on_locate);
}

static void
dray_truck_pane_init (DrayTruckPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @truck: (nullable): of @fleet */
void
dray_truck_pane_set_truck (DrayTruckPane *self,
                           DrayLiveFleet *fleet,
                           DrayClock     *clock,
                           DrayLiveTruck *truck)
{
  g_return_if_fail (DRAY_IS_TRUCK_PANE (self));

  if (self->truck != NULL)
    g_signal_handlers_disconnect_by_func (self->truck, show_truck, self);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_set_object (&self->fleet, fleet);
  g_set_object (&self->clock, clock);
  g_set_object (&self->truck, truck);
  clear_stops (self);
  if (self->thread != NULL)
    dray_thread_view_set_truck (self->thread, truck);
  if (self->past != NULL)
    dray_truck_past_set_truck (self->past, truck, clock);
  if (truck == NULL)
    return;
  g_signal_connect_object (truck, "changed", G_CALLBACK (show_truck), self, G_CONNECT_SWAPPED);
  self->tick = g_timeout_add_seconds (1, on_tick, self);
  show_names (self);
  show_truck (self);
}

/* Once: what was written to and from the drivers; without them the pane has no messages. */
void
dray_truck_pane_set_messages (DrayTruckPane   *self,
                              DrayMessageBook *messages)
{
  g_return_if_fail (DRAY_IS_TRUCK_PANE (self));

  dray_thread_view_set_book (self->thread, messages);
  gtk_widget_set_visible (self->messages, messages != NULL);
}

/* Once: where the trucks were; without it the pane shows the present alone. @settings: of the program */
void
dray_truck_pane_set_history (DrayTruckPane *self,
                             DrayHistory   *history,
                             GSettings     *settings)
{
  g_return_if_fail (DRAY_IS_TRUCK_PANE (self));

  dray_truck_past_set_history (self->past, history, settings);
}

/* Miles instead of kilometres. */
void
dray_truck_pane_set_imperial (DrayTruckPane *self,
                              gboolean       imperial)
{
  g_return_if_fail (DRAY_IS_TRUCK_PANE (self));

  self->imperial = imperial;
  dray_truck_past_set_imperial (self->past, imperial);
  show_truck (self);
}
