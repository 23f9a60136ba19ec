/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-window-private.h"

#include "dray-empty-view.h"
#include "dray-live-view.h"
#include "dray-opening-view.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* Below this width the sidebar shows icons alone and the header drops the date, so that nothing breaks at 1024. */
#define NARROW_WIDTH 1280

enum {
  PROP_0,
  PROP_SETTINGS,
  PROP_WINDOW_SETTINGS,
  PROP_VIEW,
  PROP_COLLAPSED,
  PROP_OFFLINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DrayWindow, dray_window, ADW_TYPE_APPLICATION_WINDOW)

/* The search button: 460 pixels where there is room, less where there is not. */
static void
measure_search (GtkWidget      *widget,
                GtkOrientation  orientation,
                int             for_size,
                int            *minimum,
                int            *natural,
                int            *minimum_baseline,
                int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MAX (*minimum, 140);
    *natural = MAX (*minimum, 460);
  }
  *minimum_baseline = *natural_baseline = -1;
}

static void
allocate_search (GtkWidget *widget,
                 int        width,
                 int        height,
                 int        baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

/* A view is made when it is first shown: the first frame pays for one. */
static GtkWidget *
ensure_view (DrayWindow     *self,
             const DrayView *view)
{
  GtkWidget *widget = gtk_stack_get_child_by_name (self->views, view->name);

  if (widget == NULL) {
    DrayViewContext context = { self->engine, self->messages, self->settings, self->window_settings };

    widget = self->engine != NULL && view->make != NULL ? view->make (&context, view) : dray_empty_view_new (view);
    gtk_stack_add_named (self->views, widget, view->name);
  }
  return widget;
}

void
dray_window_set_view (DrayWindow *self,
                      const char *name)
{
  const DrayView *view = dray_view_find (name);

  if (view == NULL || view == self->view)
    return;
  self->view = view;
  gtk_stack_set_visible_child (self->views, ensure_view (self, view));
  g_object_set (self->sidebar, "view", view->name, NULL);
  gtk_window_set_title (GTK_WINDOW (self), _(view->title));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
}

static void
on_sidebar_view (DrayWindow *self)
{
  g_autofree char *name = NULL;

  g_object_get (self->sidebar, "view", &name, NULL);
  dray_window_set_view (self, name);
}

static void
set_collapsed (DrayWindow *self,
               gboolean    collapsed)
{
  self->collapsed = collapsed;
  g_object_set (self->sidebar, "collapsed", collapsed || self->narrow, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED]);
}

/* At full width the choice is remembered; in a narrow window the words are opened for the moment only. */
static void
toggle_sidebar (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  DrayWindow *self = DRAY_WINDOW (widget);
  gboolean shown_collapsed;

  g_object_get (self->sidebar, "collapsed", &shown_collapsed, NULL);
  if (self->narrow)
    g_object_set (self->sidebar, "collapsed", !shown_collapsed, NULL);
  else
    set_collapsed (self, !shown_collapsed);
}

/* The demo says its weekday and time itself. */
static void
fit_header (DrayWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->date), !self->narrow && !gtk_widget_get_visible (GTK_WIDGET (self->demo_clock)));
}

static gboolean
fit_width (gpointer user_data)
{
  DrayWindow *self = user_data;

  self->fit = 0;
  g_object_set (self->sidebar, "collapsed", self->narrow || self->collapsed, NULL);
  fit_header (self);
  return G_SOURCE_REMOVE;
}

static void
dray_window_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  DrayWindow *self = DRAY_WINDOW (widget);
  gboolean narrow = width < NARROW_WIDTH;

  GTK_WIDGET_CLASS (dray_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  /* Not from within an allocation: hiding a child there would start another one. */
  if (self->fit == 0)
    self->fit = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_width, self, NULL);
}

static gint64
get_now_us (DrayWindow *self)
{
  return self->engine != NULL ? dray_clock_now_us (dray_engine_get_clock (self->engine)) : g_get_real_time ();
}

static void
set_words (GtkLabel   *label,
           const char *words)
{
  if (!g_str_equal (words, gtk_label_get_text (label)))
    gtk_label_set_text (label, words);
}

/* What waits in the live view, and how many trucks are out. */
static char *
count_fleet (DrayWindow *self)
{
  DrayLiveFleet *fleet = self->engine != NULL ? dray_engine_get_live_fleet (self->engine) : NULL;
  guint n_out = 0, n_alarms = 0;

  if (fleet == NULL)
    return g_strdup ("");

  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);

  for (guint i = 0; i < columns->n; i++) {
    n_out += columns->states[i] != DRAY_TRUCK_PARKED;
    n_alarms += (columns->flags[i] & DRAY_TRUCK_ALARM) != 0;
  }
  dray_sidebar_set_count (self->sidebar, "live", n_alarms, TRUE);
  return g_strdup_printf (_("%u of %u trucks are out"), n_out, columns->n);
}

/* Once a second. */
static void
update (DrayWindow *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (get_now_us (self) / DRAY_US_PER_S);
  g_autofree char *time = g_date_time_format (now, "%H:%M");
  /* Translators: the date in the header, such as "Thursday, 19 November 2026". */
  g_autofree char *date = g_date_time_format (now, _("%A, %-d %B %Y"));
  g_autofree char *caption = count_fleet (self);

  dray_sidebar_set_clock (self->sidebar, time, caption);
  dray_demo_clock_update (self->demo_clock);
  dray_story_update (self->story, get_now_us (self));
  dray_window_show_sync (self);
  set_words (self->date, date);
}

static gboolean
on_tick (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

/* Opening */

static DrayOpeningView *
get_opening (DrayWindow *self)
{
  GtkWidget *opening = gtk_stack_get_child_by_name (self->views, "opening");

  if (opening == NULL) {
    opening = dray_opening_view_new ();
    gtk_stack_add_named (self->views, opening, "opening");
  }
  gtk_stack_set_visible_child (self->views, opening);
  return DRAY_OPENING_VIEW (opening);
}

static gboolean
dray_window_close_request (GtkWindow *window)
{
  dray_window_save_place (DRAY_WINDOW (window));
  return GTK_WINDOW_CLASS (dray_window_parent_class)->close_request (window);
}

static void
dray_window_constructed (GObject *object)
{
  DrayWindow *self = DRAY_WINDOW (object);

  G_OBJECT_CLASS (dray_window_parent_class)->constructed (object);

  dray_window_set_view (self, dray_views[0].name);
  g_settings_bind (self->window_settings, "view", self, "view", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->window_settings, "sidebar-collapsed", self, "sidebar-collapsed", G_SETTINGS_BIND_DEFAULT);
  dray_window_restore_place (self);
  dray_window_follow_finds (self);
  g_signal_connect_object (self->settings, "changed::story", G_CALLBACK (dray_window_show_story), self, G_CONNECT_SWAPPED);
  update (self);
  self->tick = g_timeout_add_seconds (1, on_tick, self);
}

static void
dray_window_dispose (GObject *object)
{
  DrayWindow *self = DRAY_WINDOW (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->fit, g_source_remove);
  g_cancellable_cancel (self->places_asked);
  g_clear_object (&self->places_asked);
  g_clear_object (&self->messages);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  g_clear_object (&self->window_settings);

  G_OBJECT_CLASS (dray_window_parent_class)->dispose (object);
}

static void
dray_window_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  DrayWindow *self = DRAY_WINDOW (object);

  switch (id) {
  case PROP_SETTINGS:
    g_value_set_object (value, self->settings);
    break;
  case PROP_WINDOW_SETTINGS:
    g_value_set_object (value, self->window_settings);
    break;
  case PROP_VIEW:
    g_value_set_string (value, self->view->name);
    break;
  case PROP_COLLAPSED:
    g_value_set_boolean (value, self->collapsed);
    break;
  case PROP_OFFLINE:
    g_value_set_boolean (value, dray_window_is_offline (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dray_window_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  DrayWindow *self = DRAY_WINDOW (object);

  switch (id) {
  case PROP_SETTINGS:
    self->settings = g_value_dup_object (value);
    break;
  case PROP_WINDOW_SETTINGS:
    self->window_settings = g_value_dup_object (value);
    break;
  case PROP_VIEW:
    dray_window_set_view (self, g_value_get_string (value));
    break;
  case PROP_COLLAPSED:
    set_collapsed (self, g_value_get_boolean (value));
    break;
  case PROP_OFFLINE:
    dray_window_set_offline (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/shell/window.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, workspace_button);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, date);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, search_bin);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, sync);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, sync_icon);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, sync_text);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, demo_clock);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, story);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, palette);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_story_jump", G_CALLBACK (dray_window_on_story_jump));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_story_dismissed", G_CALLBACK (dray_window_on_story_dismissed));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_found", G_CALLBACK (dray_window_on_found));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_typed", G_CALLBACK (dray_window_on_typed));
  gtk_widget_class_bind_template_child (widget_class, DrayWindow, views);
}

static void
dray_window_class_init (DrayWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = dray_window_constructed;
  object_class->dispose = dray_window_dispose;
  object_class->get_property = dray_window_get_property;
  object_class->set_property = dray_window_set_property;
  widget_class->size_allocate = dray_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = dray_window_close_request;

  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                                                   G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WINDOW_SETTINGS] = g_param_spec_object ("window-settings", NULL, NULL, G_TYPE_SETTINGS,
                                                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VIEW] = g_param_spec_string ("view", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("sidebar-collapsed", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OFFLINE] = g_param_spec_boolean ("offline", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DRAY_TYPE_SIDEBAR);
  g_type_ensure (DRAY_TYPE_DEMO_CLOCK);
  g_type_ensure (DRAY_TYPE_PALETTE);
  g_type_ensure (DRAY_TYPE_STORY);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "win.sidebar", NULL, toggle_sidebar);
  gtk_widget_class_install_property_action (widget_class, "win.view", "view");
  gtk_widget_class_install_property_action (widget_class, "win.offline", "offline");
  gtk_widget_class_install_action (widget_class, "win.join-hub", NULL, dray_window_join_hub);
  gtk_widget_class_install_action (widget_class, "win.conflicts", "s", dray_window_open_conflicts);
  dray_window_install_actions (widget_class);
}

static void
dray_window_init (DrayWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self->search_bin), gtk_custom_layout_new (NULL, measure_search, allocate_search));
  gtk_menu_button_set_label (self->workspace_button, "Dray");
  g_signal_connect_object (self->sidebar, "notify::view", G_CALLBACK (on_sidebar_view), self, G_CONNECT_SWAPPED);
}

/* @settings: of the program; @window_settings: of this window */
DrayWindow *
dray_window_new (GtkApplication *application,
                 GSettings      *settings,
                 GSettings      *window_settings)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (window_settings), NULL);

  return g_object_new (DRAY_TYPE_WINDOW, "application", application, "settings", settings, "window-settings", window_settings, NULL);
}

/* Returns: (transfer none): where this window remembers its place */
GSettings *
dray_window_get_settings (DrayWindow *self)
{
  g_return_val_if_fail (DRAY_IS_WINDOW (self), NULL);

  return self->window_settings;
}

/* The views are made anew: each holds on to what it was made with. */
static void
drop_views (DrayWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->views))) != NULL)
    gtk_stack_remove (self->views, child);
}

static void
on_messages_changed (DrayWindow *self)
{
  dray_sidebar_set_count (self->sidebar, "messages", dray_message_book_count_unread (self->messages), FALSE);
}

static void
take_messages (DrayWindow *self)
{
  if (self->messages != NULL)
    g_signal_handlers_disconnect_by_data (self->messages, self);
  g_clear_object (&self->messages);
  dray_sidebar_set_count (self->sidebar, "messages", 0, FALSE);
  if (self->engine == NULL)
    return;
  self->messages = dray_message_book_new (self->engine);
  g_signal_connect_object (self->messages, "changed", G_CALLBACK (on_messages_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->messages, "failed", G_CALLBACK (dray_window_add_toast), self, G_CONNECT_SWAPPED);
}

/**
 * dray_window_set_engine:
 * @engine: (nullable): the open workspace; %NULL shows what there is without one
 */
void
dray_window_set_engine (DrayWindow *self,
                        DrayEngine *engine)
{
  g_return_if_fail (DRAY_IS_WINDOW (self));

  if (self->engine != NULL) {
    g_signal_handlers_disconnect_by_data (dray_engine_get_workspace (self->engine), self);
    g_signal_handlers_disconnect_by_data (self->engine, self);
  }
  g_set_object (&self->engine, engine);
  drop_views (self);
  take_messages (self);
  gtk_menu_button_set_label (self->workspace_button, engine != NULL ? dray_engine_get_name (engine) : "Dray");
  dray_window_follow_sync (self);
  dray_demo_clock_set_clock (self->demo_clock, engine != NULL ? dray_engine_get_clock (engine) : NULL);
  dray_window_follow_finds (self);
  gtk_stack_set_visible_child (self->views, ensure_view (self, self->view));
  dray_window_show_story (self);
  fit_header (self);
  update (self);
}

/* Shows the ways to begin. */
void
dray_window_set_welcome (DrayWindow *self)
{
  g_return_if_fail (DRAY_IS_WINDOW (self));

  dray_opening_view_set_welcome (get_opening (self));
}

/* @words: what is being done; @fraction: 0 to 1, or less than 0 where nobody knows */
void
dray_window_set_progress (DrayWindow *self,
                          const char *words,
                          double      fraction)
{
  g_return_if_fail (DRAY_IS_WINDOW (self));

  dray_opening_view_set_progress (get_opening (self), words, fraction);
}

/* Says over the whole view what went wrong while opening, and what to do. @can_copy: the file may be kept as it is */
void
dray_window_set_trouble (DrayWindow *self,
                         const char *title,
                         const char *body,
                         gboolean    can_copy)
{
  g_return_if_fail (DRAY_IS_WINDOW (self));

  dray_opening_view_set_trouble (get_opening (self), title, body, can_copy);
}

/* Shows a truck in the live view, wherever one is. */
void
dray_window_show_truck (DrayWindow *self,
                        guint32     truck)
{
  g_return_if_fail (DRAY_IS_WINDOW (self));

  dray_window_set_view (self, "live");
  if (DRAY_IS_LIVE_VIEW (dray_window_get_view (self)))
    dray_live_view_select (DRAY_LIVE_VIEW (dray_window_get_view (self)), truck, TRUE);
}

/* Returns: (transfer none): the widget of the view that is shown */
GtkWidget *
dray_window_get_view (DrayWindow *self)
{
  g_return_val_if_fail (DRAY_IS_WINDOW (self), NULL);

  return gtk_stack_get_visible_child (self->views);
}

void
dray_window_add_toast (DrayWindow *self,
                       const char *text)
{
  g_return_if_fail (DRAY_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* As a toast, until somebody dismisses it: for what must not be missed. */
void
dray_window_add_notice (DrayWindow *self,
                        const char *text)
{
  g_return_if_fail (DRAY_IS_WINDOW (self));

  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}
