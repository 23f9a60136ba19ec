/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-replay-deck-private.h"

#include "dray-truck-marks.h"
#include "dray-units.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

/* What the pane of a truck covers. */
#define PANE_PX 380
#define MINUTE_US (DRAY_S_PER_MINUTE * DRAY_US_PER_S)
/* Less than this is no way back to the mark before. */
#define NEAR_MARK_US (5 * DRAY_US_PER_S)

enum { ACTIVE_CHANGED, CHOOSE_TRUCK, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Of the buttons, and of the keys. */
static const double button_speeds[] = { 1, 10, 60, 600 };
static const double key_speeds[] = { 1, 2, 5, 10, 30, 60, 120, 300, 600 };

G_DEFINE_FINAL_TYPE (DrayReplayDeck, dray_replay_deck, ADW_TYPE_BIN)

/* Says something that went wrong. */
void
dray_replay_deck_say (DrayReplayDeck *self,
                      const char     *words)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (words));
}

/* Showing */

static const char *
get_direction_words (DrayReplayDeck *self)
{
  int direction = dray_replay_get_direction (self->replay);

  return direction > 0 ? _("playing forwards") : direction < 0 ? _("playing backwards") : _("standing");
}

static void
set_words (GtkLabel   *label,
           const char *words)
{
  if (g_strcmp0 (gtk_label_get_text (label), words) != 0)
    gtk_label_set_text (label, words);
}

/* Beyond doubt: the map shows the past. */
static void
show_banner (DrayReplayDeck *self,
             GDateTime      *at)
{
  g_autofree char *when = g_date_time_format (at, _("%-d %B %H:%M")), *words = NULL;

  words = g_strdup_printf (_("Replay %s, %.0f×. What you see is not live."), when, dray_replay_get_speed (self->replay));
  set_words (self->banner_text, words);
}

static void
show_time (DrayReplayDeck *self)
{
  gint64 at_us = dray_replay_get_at_us (self->replay);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_us / DRAY_US_PER_S);
  g_autofree char *time = g_date_time_format (at, "%H:%M:%S");

  set_words (self->time, time);
  dray_time_slider_set_now_us (self->slider, dray_clock_now_us (dray_engine_get_clock (self->engine)));
  dray_time_slider_set_at_us (self->slider, at_us);
  show_banner (self, at);
}

static void
show_day (DrayReplayDeck *self)
{
  gint64 from_us, to_us;
  g_autoptr (GDateTime) from = NULL;
  g_autofree char *words = NULL;

  dray_replay_get_day (self->replay, &from_us, &to_us);
  if (from_us == self->day_us)
    return;
  self->day_us = from_us;
  from = g_date_time_new_from_unix_local (from_us / DRAY_US_PER_S);
  words = g_date_time_format (from, _("%a %-d %b"));
  gtk_menu_button_set_label (self->day, words);
  self->updating = TRUE;
  gtk_calendar_select_day (self->calendar, from);
  self->updating = FALSE;
  dray_time_slider_set_day (self->slider, from_us, to_us);
  dray_replay_deck_read_day (self);
  dray_replay_deck_read_truck (self);
}

static void
show_state (DrayReplayDeck *self)
{
  int direction = dray_replay_get_direction (self->replay);
  double speed = dray_replay_get_speed (self->replay);

  self->updating = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (button_speeds); i++)
    gtk_toggle_button_set_active (self->speeds[i], button_speeds[i] == speed);
  self->updating = FALSE;
  gtk_button_set_icon_name (self->play, direction > 0 ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_button_set_icon_name (self->back, direction < 0 ? "media-playback-pause-symbolic" : "media-seek-backward-symbolic");
  set_words (self->words, get_direction_words (self));
  show_day (self);
  show_time (self);
}

static void
on_moved (DrayReplayDeck *self)
{
  if (!self->active)
    return;
  show_time (self);
  dray_trail_layer_follow (self->trails, dray_replay_get_fleet (self->replay), dray_replay_get_shown_us (self->replay));
}

static void
on_replay_failed (DrayReplayDeck *self,
                  const char     *words)
{
  g_autofree char *text = g_strdup_printf (_("The past can’t be shown: %s"), words);

  dray_replay_deck_say (self, text);
}

/* Doing */

static void
play (DrayReplayDeck *self,
      int             direction)
{
  dray_replay_play (self->replay, dray_replay_get_direction (self->replay) == direction ? 0 : direction);
}

static void
on_play (DrayReplayDeck *self)
{
  play (self, 1);
}

static void
on_back (DrayReplayDeck *self)
{
  play (self, -1);
}

static void
on_seek (DrayReplayDeck *self,
         gint64          at_us)
{
  dray_replay_seek (self->replay, at_us);
  show_time (self);
}

/* To the alarm before or behind, and where there is none to the end of the day. */
static void
jump (DrayReplayDeck *self,
      int             direction)
{
  gint64 at_us = dray_replay_get_at_us (self->replay), to_us, from_us, day_to_us;

  dray_replay_get_day (self->replay, &from_us, &day_to_us);
  to_us = direction > 0 ? day_to_us - 1 : from_us;
  for (guint i = 0; i < self->marks->len; i++) {
    gint64 mark_us = g_array_index (self->marks, gint64, i);

    if (direction > 0 && mark_us > at_us + NEAR_MARK_US) {
      to_us = mark_us;
      break;
    }
    if (direction < 0 && mark_us < at_us - NEAR_MARK_US)
      to_us = mark_us;
  }
  on_seek (self, to_us);
}

static void
on_jump_back (DrayReplayDeck *self)
{
  jump (self, -1);
}

static void
on_jump_on (DrayReplayDeck *self)
{
  jump (self, 1);
}

static void
on_speed (DrayReplayDeck  *self,
          GtkToggleButton *button)
{
  if (self->updating || self->replay == NULL || !gtk_toggle_button_get_active (button))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (button_speeds); i++)
    if (self->speeds[i] == button)
      dray_replay_set_speed (self->replay, button_speeds[i]);
}

static void
step_speed (DrayReplayDeck *self,
            int             by)
{
  double speed = dray_replay_get_speed (self->replay);
  int n = G_N_ELEMENTS (key_speeds), at = 0;

  while (at + 1 < n && key_speeds[at] < speed)
    at++;
  dray_replay_set_speed (self->replay, key_speeds[CLAMP (at + by, 0, n - 1)]);
}

static void
on_day (DrayReplayDeck *self)
{
  g_autoptr (GDateTime) day = NULL;

  if (self->updating || self->replay == NULL)
    return;
  day = gtk_calendar_get_date (self->calendar);
  dray_replay_set_day (self->replay, g_date_time_to_unix (day) * DRAY_US_PER_S);
  gtk_menu_button_popdown (self->day);
}

static void
on_leave (DrayReplayDeck *self)
{
  dray_replay_deck_set_active (self, FALSE);
}

/* Widget */

static void
dray_replay_deck_dispose (GObject *object)
{
  DrayReplayDeck *self = DRAY_REPLAY_DECK (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->exporting);
  if (self->replay != NULL)
    dray_replay_play (self->replay, 0);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->exporting);
  g_clear_object (&self->replay);
  g_clear_object (&self->sketch);
  g_clear_object (&self->book);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_replay_deck_parent_class)->dispose (object);
}

static void
dray_replay_deck_finalize (GObject *object)
{
  DrayReplayDeck *self = DRAY_REPLAY_DECK (object);

  g_array_unref (self->marks);
  g_weak_ref_clear (&self->presence);

  G_OBJECT_CLASS (dray_replay_deck_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  static const char *const speeds[] = { "speed_1", "speed_10", "speed_60", "speed_600" };

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/replay/replay-deck.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayReplayDeck, revealer);
  gtk_widget_class_bind_template_child (widget_class, DrayReplayDeck, play);
  gtk_widget_class_bind_template_child (widget_class, DrayReplayDeck, back);
  gtk_widget_class_bind_template_child (widget_class, DrayReplayDeck, time);
  gtk_widget_class_bind_template_child (widget_class, DrayReplayDeck, words);
  for (gsize i = 0; i < G_N_ELEMENTS (speeds); i++)
    gtk_widget_class_bind_template_child_full (widget_class, speeds[i], FALSE, (gssize) (G_STRUCT_OFFSET (DrayReplayDeck, speeds) + i * sizeof (gpointer)));
  gtk_widget_class_bind_template_child (widget_class, DrayReplayDeck, day);
  gtk_widget_class_bind_template_child (widget_class, DrayReplayDeck, calendar);
  gtk_widget_class_bind_template_child (widget_class, DrayReplayDeck, area);
  gtk_widget_class_bind_template_child (widget_class, DrayReplayDeck, slider);
  gtk_widget_class_bind_template_callback (widget_class, on_play);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_jump_back);
  gtk_widget_class_bind_template_callback (widget_class, on_jump_on);
  gtk_widget_class_bind_template_callback (widget_class, on_speed);
  gtk_widget_class_bind_template_callback (widget_class, on_day);
  gtk_widget_class_bind_template_callback (widget_class, on_seek);
}

static void
dray_replay_deck_class_init (DrayReplayDeckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_replay_deck_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_replay_deck_finalize;
  signals[ACTIVE_CHANGED] = g_signal_new ("active-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOOSE_TRUCK] = g_signal_new ("choose-truck", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  g_type_ensure (DRAY_TYPE_TIME_SLIDER);
  bind_template (widget_class);
  dray_replay_deck_install_asking (widget_class);
}

static void
dray_replay_deck_init (DrayReplayDeck *self)
{
  self->marks = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->truck = DRAY_NO_TRUCK;
  self->day_us = DRAY_NEVER;
  g_weak_ref_init (&self->presence, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
new_banner (DrayReplayDeck *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *label = gtk_label_new (NULL), *button = gtk_button_new_with_label (_("Back to live"));

  self->banner_text = GTK_LABEL (label);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_tooltip_text (button, _("Ctrl+R, or Escape"));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("document-open-recent-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "map-bar");
  gtk_widget_add_css_class (box, "replay-banner");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  /* Below the bar of the map, which keeps its corner in a narrow window. */
  gtk_widget_set_margin_top (box, 48);
  gtk_widget_set_margin_start (box, 60);
  gtk_widget_set_visible (box, FALSE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  return box;
}

/* Once: @map is the one that shows the fleet. */
void
dray_replay_deck_open (DrayReplayDeck *self,
                       DrayEngine     *engine,
                       DrayMap        *map)
{
  g_return_if_fail (DRAY_IS_REPLAY_DECK (self) && self->engine == NULL);

  ShumateViewport *viewport = dray_map_get_viewport (map);

  self->engine = g_object_ref (engine);
  self->map = map;
  self->sketch = dray_fence_sketch_new ();
  self->trails = dray_trail_layer_new (viewport);
  self->fences = dray_fence_layer_new (viewport);
  self->editor = dray_fence_editor_new (viewport, self->sketch, self->fences);
  self->book = dray_fence_book_new (dray_engine_get_workspace (engine));
  dray_fence_layer_set_book (self->fences, self->book);
  g_object_bind_property (map, "fences", self->fences, "visible", G_BINDING_SYNC_CREATE);
  self->banner = new_banner (self);
  dray_map_add_layer (map, SHUMATE_LAYER (self->fences));
  dray_map_add_layer (map, SHUMATE_LAYER (self->trails));
  dray_map_add_layer (map, SHUMATE_LAYER (self->editor));
  dray_map_add_overlay (map, self->banner);
  gtk_widget_set_can_target (GTK_WIDGET (self->editor), FALSE);
  dray_replay_deck_connect_area (self);
}

static void
on_span (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (DrayReplayDeck) self = user_data;
  gint64 from_us, to_us;

  if (dray_history_get_span_finish (DRAY_HISTORY (source), result, &from_us, &to_us, NULL) && self->replay != NULL && from_us != DRAY_NEVER)
    dray_replay_set_span (self->replay, from_us, to_us);
}

static void
ensure_replay (DrayReplayDeck *self)
{
  if (self->replay != NULL)
    return;
  self->replay = dray_replay_new (dray_engine_get_history (self->engine), dray_engine_get_live_fleet (self->engine), dray_engine_get_clock (self->engine));
  g_signal_connect_object (self->replay, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->replay, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->replay, "failed", G_CALLBACK (on_replay_failed), self, G_CONNECT_SWAPPED);
  dray_history_get_span_async (dray_engine_get_history (self->engine), NULL, on_span, g_object_ref (self));
}

/* Shows the past, from a moment ago on, or goes back to what is live. */
void
dray_replay_deck_set_active (DrayReplayDeck *self,
                             gboolean        active)
{
  g_return_if_fail (DRAY_IS_REPLAY_DECK (self));

  if (active == self->active || self->engine == NULL)
    return;
  self->active = active;
  gtk_revealer_set_reveal_child (self->revealer, active);
  gtk_widget_set_visible (self->banner, active);
  if (active) {
    ensure_replay (self);
    dray_replay_seek (self->replay, dray_clock_now_us (dray_engine_get_clock (self->engine)));
    show_state (self);
    gtk_widget_grab_focus (GTK_WIDGET (self->slider));
  } else {
    dray_replay_play (self->replay, 0);
    gtk_toggle_button_set_active (self->area, FALSE);
    dray_trail_layer_clear (self->trails);
    self->truck = DRAY_NO_TRUCK;
    self->day_us = DRAY_NEVER;
  }
  g_signal_emit (self, signals[ACTIVE_CHANGED], 0);
}

gboolean
dray_replay_deck_is_active (DrayReplayDeck *self)
{
  g_return_val_if_fail (DRAY_IS_REPLAY_DECK (self), FALSE);

  return self->active;
}

/* Returns: (transfer none) (nullable): %NULL until it was active once */
DrayReplay *
dray_replay_deck_get_replay (DrayReplayDeck *self)
{
  g_return_val_if_fail (DRAY_IS_REPLAY_DECK (self), NULL);

  return self->replay;
}

/* @truck: whose day is shown on the map, or %DRAY_NO_TRUCK */
void
dray_replay_deck_set_truck (DrayReplayDeck *self,
                            guint32         truck)
{
  g_return_if_fail (DRAY_IS_REPLAY_DECK (self));

  if (self->banner != NULL)
    gtk_widget_set_margin_end (self->banner, truck != DRAY_NO_TRUCK ? PANE_PX + 12 : 12);
  if (!self->active || truck == self->truck)
    return;
  self->truck = truck;
  dray_replay_deck_read_truck (self);
}

/* Space plays and stands, arrows go by a minute, with Shift by ten, and change the speed. Returns: whether the key was one of them */
gboolean
dray_replay_deck_press_key (DrayReplayDeck  *self,
                            guint            keyval,
                            GdkModifierType  modifiers)
{
  g_return_val_if_fail (DRAY_IS_REPLAY_DECK (self), FALSE);

  gint64 by_us = modifiers & GDK_SHIFT_MASK ? 10 * MINUTE_US : MINUTE_US;

  if (!self->active || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) || gtk_toggle_button_get_active (self->area))
    return FALSE;
  switch (keyval) {
  case GDK_KEY_space:
    dray_replay_play (self->replay, dray_replay_get_direction (self->replay) != 0 ? 0 : 1);
    return TRUE;
  case GDK_KEY_Left:
    on_seek (self, dray_replay_get_at_us (self->replay) - by_us);
    return TRUE;
  case GDK_KEY_Right:
    on_seek (self, dray_replay_get_at_us (self->replay) + by_us);
    return TRUE;
  case GDK_KEY_Up:
    step_speed (self, 1);
    return TRUE;
  case GDK_KEY_Down:
    step_speed (self, -1);
    return TRUE;
  case GDK_KEY_Escape:
    dray_replay_deck_set_active (self, FALSE);
    return TRUE;
  default:
    return FALSE;
  }
}

/* Returns: (transfer none) */
DrayTimeSlider *
dray_replay_deck_get_slider (DrayReplayDeck *self)
{
  return self->slider;
}

/* Returns: (transfer none) */
DrayTrailLayer *
dray_replay_deck_get_trails (DrayReplayDeck *self)
{
  return self->trails;
}

/* Returns: (nullable): what the map says about the time that it shows */
const char *
dray_replay_deck_get_banner (DrayReplayDeck *self)
{
  return self->banner != NULL && gtk_widget_get_visible (self->banner) ? gtk_label_get_text (self->banner_text) : NULL;
}

/* Returns: (transfer none): where an area is drawn */
GtkWidget *
dray_replay_deck_get_editor (DrayReplayDeck *self)
{
  return GTK_WIDGET (self->editor);
}

/* Whether a file is being written. */
gboolean
dray_replay_deck_is_busy (DrayReplayDeck *self)
{
  return self->exporting != NULL;
}
