/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-window-private.h"

#include "dray-conflicts-window.h"
#include "dray-hub-keys.h"
#include "dray-join-hub.h"
#include "dray-sync-words.h"

#include <glib/gi18n.h>

/* The header's right side: how the workspace stands with its hub, and what can be done about it. */

#define MAX_CHARS 40

static gboolean
is_offline (DrayWindow *self)
{
  const DraySyncStatus *status = self->engine != NULL ? dray_engine_get_sync_status (self->engine) : NULL;

  return status != NULL && status->is_switched_off;
}

/* Once a second, and whenever the line says so. */
void
dray_window_show_sync (DrayWindow *self)
{
  const DraySyncStatus *status = self->engine != NULL ? dray_engine_get_sync_status (self->engine) : NULL;
  g_autoptr (DraySyncWords) words = dray_sync_words_new (status, status != NULL ? dray_engine_get_hub (self->engine) : NULL);

  gtk_widget_set_visible (self->sync, self->engine != NULL);
  gtk_widget_remove_css_class (self->sync, g_str_equal (words->style, "sent") ? "offline" : "sent");
  gtk_widget_add_css_class (self->sync, words->style);
  if (g_strcmp0 (gtk_image_get_icon_name (self->sync_icon), words->icon) != 0)
    gtk_image_set_from_icon_name (self->sync_icon, words->icon);
  if (g_strcmp0 (gtk_label_get_text (self->sync_text), words->text) != 0) {
    gtk_label_set_text (self->sync_text, words->text);
    /* The date and the search step back before these words are cut. */
    gtk_label_set_width_chars (self->sync_text, MIN ((int) g_utf8_strlen (words->text, -1), MAX_CHARS));
  }
  if (g_strcmp0 (gtk_widget_get_tooltip_text (self->sync), words->body) != 0)
    gtk_widget_set_tooltip_text (self->sync, words->body);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.offline", status != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.join-hub", self->engine != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.conflicts", self->engine != NULL);
  if (self->shown_offline != is_offline (self)) {
    self->shown_offline = !self->shown_offline;
    g_object_notify (G_OBJECT (self), "offline");
  }
}

gboolean
dray_window_is_offline (DrayWindow *self)
{
  return self->shown_offline;
}

/* "Work Offline", for every window on the workspace. */
void
dray_window_set_offline (DrayWindow *self,
                         gboolean    offline)
{
  if (self->engine == NULL || offline == is_offline (self))
    return;
  dray_engine_set_offline (self->engine, offline);
  dray_window_show_sync (self);
}

/* Tokens: kept in the keyring, and asked for there when a workspace with a hub opens */

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (DrayWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (dray_hub_keys_save_finish (result, &error))
    return;
  g_info ("A hub's token can't be kept: %s", error->message);
  if (self->warned_of_keys)
    return;
  self->warned_of_keys = TRUE;
  dray_window_add_toast (self, _("This desktop has no keyring. You stay logged in to the hub until Dray is closed."));
}

/* Of several windows on a workspace the first one keeps them. */
static gboolean
is_first (DrayWindow *self)
{
  GList *windows = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self)));

  for (GList *at = g_list_last (windows); at != NULL; at = at->prev) {
    if (DRAY_IS_WINDOW (at->data))
      return at->data == self;
  }
  return TRUE;
}

static void
on_tokens (DrayWindow *self,
           const char *access,
           const char *refresh,
           DrayEngine *engine)
{
  if (refresh != NULL && gtk_window_get_application (GTK_WINDOW (self)) != NULL && is_first (self))
    dray_hub_keys_save_async (dray_engine_get_hub (engine), dray_engine_get_folder (engine), refresh, on_saved, g_object_ref (self));
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DrayEngine) engine = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *refresh = dray_hub_keys_load_finish (result, &error);

  if (error != NULL)
    g_info ("The keyring can't be asked: %s", error->message);
  if (refresh != NULL && dray_engine_get_hub (engine) != NULL)
    dray_engine_log_in (engine, refresh);
}

void
dray_window_follow_sync (DrayWindow *self)
{
  if (self->engine == NULL) {
    dray_window_show_sync (self);
    return;
  }
  g_signal_connect_object (self->engine, "sync-changed", G_CALLBACK (dray_window_show_sync), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "hub-tokens", G_CALLBACK (on_tokens), self, G_CONNECT_SWAPPED);
  if (dray_engine_get_hub (self->engine) != NULL && gtk_window_get_application (GTK_WINDOW (self)) != NULL && is_first (self))
    dray_hub_keys_load_async (dray_engine_get_hub (self->engine), dray_engine_get_folder (self->engine), on_loaded, g_object_ref (self->engine));
  dray_window_show_sync (self);
}

void
dray_window_join_hub (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  DrayWindow *self = DRAY_WINDOW (widget);
  GtkWidget *dialog;

  if (self->engine == NULL)
    return;
  dialog = dray_join_hub_new (self->engine);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* @parameter: the record whose conflict is to be shown first, as text; empty for whichever */
void
dray_window_open_conflicts (GtkWidget  *widget,
                            const char *action,
                            GVariant   *parameter)
{
  DrayWindow *self = DRAY_WINDOW (widget);
  GtkWidget *window;
  DrayId record;

  if (self->engine == NULL)
    return;
  window = dray_conflicts_window_new (self->engine);
  if (dray_id_parse (g_variant_get_string (parameter, NULL), &record))
    dray_conflicts_window_show (DRAY_CONFLICTS_WINDOW (window), &record);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
