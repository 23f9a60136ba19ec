/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-replay-deck-private.h"

#include "dray-screenshot.h"
#include "dray-shape-file.h"
#include "dray-truck-marks.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* What is shown as a file, and who was in an area. */

/* Tracks: of the chosen truck, or of all of them one after the other */

typedef struct {
  DrayReplayDeck *self;
  GFile          *file;
  GPtrArray      *features;   /* (element-type DrayFeature) */
  gint64          from_us, to_us;
  guint           next, end;  /* trucks */
  guint           n_points;
} Export;

static void
export_free (Export *export)
{
  g_clear_object (&export->self->exporting);
  g_object_unref (export->self);
  g_object_unref (export->file);
  g_ptr_array_unref (export->features);
  g_free (export);
}

static void
say_outcome (Export       *export,
             const GError *error)
{
  g_autofree char *name = g_file_get_basename (export->file), *words = NULL;

  if (error == NULL)
    words = g_strdup_printf (g_dngettext (NULL, "%u track was written to %s", "%u tracks were written to %s", export->features->len), export->features->len, name);
  else
    words = g_strdup_printf (_("%s was not written: %s"), name, error->message);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dray_replay_deck_say (export->self, words);
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Export *export = user_data;
  g_autoptr (GError) error = NULL;

  dray_shape_file_write_finish (result, &error);
  say_outcome (export, error);
  export_free (export);
}

static DrayFeature *
new_feature (Export *export,
             GArray *fixes,
             guint   truck)
{
  DrayLiveTruck *named = dray_live_fleet_get_truck (dray_engine_get_live_fleet (export->self->engine), truck);
  DrayShape *line = dray_shape_new (DRAY_SHAPE_LINE);
  DrayFeature *feature;

  for (guint i = 0; i < fixes->len; i++)
    dray_shape_add_point (line, (DrayGeoPoint) { g_array_index (fixes, DrayFix, i).lon_e7, g_array_index (fixes, DrayFix, i).lat_e7 });
  dray_shape_end_part (line);
  feature = dray_feature_new (line, dray_live_truck_get_number (named));
  g_hash_table_insert (feature->properties, g_strdup ("plate"), g_strdup (dray_live_truck_get_plate (named)));
  feature->at_us = g_new (gint64, fixes->len);
  for (guint i = 0; i < fixes->len; i++)
    feature->at_us[i] = g_array_index (fixes, DrayFix, i).at_us;
  return feature;
}

static void read_next (Export *export);

static void
on_fixes (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Export *export = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) fixes = dray_history_finish (DRAY_HISTORY (source), result, &error);

  if (fixes != NULL && export->n_points + fixes->len > DRAY_FEATURE_MAX_POINTS)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("the day has more than %d positions; choose a truck"), DRAY_FEATURE_MAX_POINTS);
  if (error != NULL || export->self->engine == NULL) {
    say_outcome (export, error);
    export_free (export);
    return;
  }
  export->n_points += fixes->len;
  if (fixes->len >= 2)
    g_ptr_array_add (export->features, new_feature (export, fixes, export->next));
  export->next++;
  read_next (export);
}

static void
read_next (Export *export)
{
  DrayReplayDeck *self = export->self;

  if (export->next < export->end)
    dray_history_read_truck_async (dray_replay_get_history (self->replay), export->next, export->from_us, export->to_us, self->exporting, on_fixes, export);
  else
    dray_shape_file_write_async (export->file, export->features, self->exporting, on_written, export);
}

static void
export_tracks (DrayReplayDeck *self,
               GFile          *file)
{
  Export *export = g_new0 (Export, 1);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (dray_replay_get_fleet (self->replay)));

  self->exporting = g_cancellable_new ();
  export->self = g_object_ref (self);
  export->file = g_object_ref (file);
  export->features = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_feature_free);
  export->next = self->truck != DRAY_NO_TRUCK ? self->truck : 0;
  export->end = self->truck != DRAY_NO_TRUCK ? self->truck + 1 : n;
  dray_replay_get_day (self->replay, &export->from_us, &export->to_us);
  read_next (export);
}

/* A picture is taken here, where the renderer is, and made a file elsewhere */

#define PICTURE_TRIES 20
#define PICTURE_RETRY_MS 50

typedef struct {
  DrayReplayDeck *self;
  GFile          *file;
  GdkTexture     *texture;
  guint           n_tries;
} Picture;

static void
picture_free (Picture *picture)
{
  g_clear_object (&picture->texture);
  g_object_unref (picture->file);
  g_object_unref (picture->self);
  g_free (picture);
}

static void
run_picture (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Picture *picture = task_data;
  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (picture->texture);
  GError *error = NULL;

  if (g_file_replace_contents (picture->file, g_bytes_get_data (png, NULL), g_bytes_get_size (png), NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
say_picture (Picture      *picture,
             const GError *error)
{
  g_autofree char *name = g_file_get_basename (picture->file);
  g_autofree char *words = error != NULL ? g_strdup_printf (_("%s was not written: %s"), name, error->message) : g_strdup_printf (_("The map was written to %s"), name);

  g_clear_object (&picture->self->exporting);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dray_replay_deck_say (picture->self, words);
}

static void
on_picture (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Picture *picture = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  say_picture (picture, error);
}

/* A map that is about to lay itself out again has nothing to show until it did. */
static gboolean
take_picture (gpointer user_data)
{
  Picture *picture = user_data;
  DrayReplayDeck *self = picture->self;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  picture->texture = self->exporting != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->map)) ? dray_screenshot_take (GTK_WIDGET (self->map)) : NULL;
  if (picture->texture == NULL && self->exporting != NULL && ++picture->n_tries < PICTURE_TRIES)
    return G_SOURCE_CONTINUE;
  if (picture->texture == NULL) {
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, _("the map has drawn nothing yet"));
    say_picture (picture, error);
    picture_free (picture);
    return G_SOURCE_REMOVE;
  }
  task = g_task_new (NULL, self->exporting, on_picture, NULL);
  g_task_set_task_data (task, picture, (GDestroyNotify) picture_free);
  g_task_run_in_thread (task, run_picture);
  return G_SOURCE_REMOVE;
}

static void
export_picture (DrayReplayDeck *self,
                GFile          *file)
{
  Picture *picture = g_new0 (Picture, 1);

  self->exporting = g_cancellable_new ();
  picture->self = g_object_ref (self);
  picture->file = g_object_ref (file);
  g_timeout_add (PICTURE_RETRY_MS, take_picture, picture);
}

/**
 * dray_replay_deck_export:
 * @file: a .gpx or .geojson takes the day's track of the chosen truck, or of every truck; a .png the map as it is seen
 */
void
dray_replay_deck_export (DrayReplayDeck *self,
                         GFile          *file)
{
  g_return_if_fail (DRAY_IS_REPLAY_DECK (self));

  g_autofree char *name = g_file_get_basename (file);

  if (!self->active)
    return;
  if (self->exporting != NULL)
    dray_replay_deck_say (self, _("Another file is still being written"));
  else if (g_str_has_suffix (name, ".png"))
    export_picture (self, file);
  else
    export_tracks (self, file);
}

/* Asking for the file */

static void
on_export_response (GtkNativeDialog *dialog,
                    int              response,
                    DrayReplayDeck  *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    dray_replay_deck_export (self, file);
  g_object_unref (dialog);
}

static void
ask_export (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Export What Is Shown"), GTK_WINDOW (gtk_widget_get_root (widget)), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);
  g_autofree char *name = g_strdup_printf ("replay.%s", g_variant_get_string (parameter, NULL));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_export_response), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* Who was here then? */

static void
on_presence_chosen (DrayReplayDeck *self,
                    guint           truck,
                    gint64          at_us)
{
  if (!self->active)
    return;
  dray_replay_seek (self->replay, at_us);
  g_signal_emit_by_name (self, "choose-truck", truck);
}

/* The hour around the time that is shown, to begin with. */
static void
open_presence (DrayReplayDeck  *self,
               const DrayShape *area)
{
  gint64 at_us = dray_replay_get_at_us (self->replay), half_us = DRAY_S_PER_HOUR * DRAY_US_PER_S / 2;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *window = dray_presence_window_new (dray_replay_get_history (self->replay), dray_engine_get_live_fleet (self->engine), area, at_us - half_us, at_us + half_us);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  g_signal_connect_object (window, "chosen", G_CALLBACK (on_presence_chosen), self, G_CONNECT_SWAPPED);
  g_weak_ref_set (&self->presence, window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_area_closed (DrayReplayDeck *self)
{
  const DrayShape *shape = dray_fence_sketch_get_shape (self->sketch);
  const char *fault = dray_fence_sketch_get_fault (self->sketch, NULL);

  if (fault != NULL)
    dray_replay_deck_say (self, fault);
  else if (shape != NULL)
    open_presence (self, shape);
}

static void
on_area_toggled (DrayReplayDeck *self)
{
  gboolean drawing = gtk_toggle_button_get_active (self->area);

  if (drawing)
    dray_fence_sketch_start (self->sketch, DRAY_SKETCH_POLYGON);
  dray_fence_editor_set_active (self->editor, drawing, NULL);
  gtk_widget_set_can_target (GTK_WIDGET (self->editor), drawing);
  gtk_widget_set_can_target (GTK_WIDGET (dray_map_get_trucks (self->map)), !drawing);
  if (drawing)
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
on_escape (DrayReplayDeck *self)
{
  gtk_toggle_button_set_active (self->area, FALSE);
}

/* Begins to draw the area that is asked about. */
void
dray_replay_deck_ask_area (DrayReplayDeck *self)
{
  g_return_if_fail (DRAY_IS_REPLAY_DECK (self));

  if (self->active)
    gtk_toggle_button_set_active (self->area, TRUE);
}

void
dray_replay_deck_connect_area (DrayReplayDeck *self)
{
  g_signal_connect_object (self->editor, "closed", G_CALLBACK (on_area_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "escape", G_CALLBACK (on_escape), self, G_CONNECT_SWAPPED);
}

void
dray_replay_deck_install_asking (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_area_toggled);
  gtk_widget_class_install_action (widget_class, "replay.export", "s", ask_export);
}

/* Returns: (transfer full) (nullable): the window with the last answer, while it is open */
DrayPresenceWindow *
dray_replay_deck_get_presence (DrayReplayDeck *self)
{
  g_return_val_if_fail (DRAY_IS_REPLAY_DECK (self), NULL);

  return g_weak_ref_get (&self->presence);
}
