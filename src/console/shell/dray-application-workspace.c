/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-application-private.h"

#include "dray-database.h"
#include "dray-join-hub.h"
#include "dray-new-workspace.h"
#include "dray-store-error.h"

#include <glib/gi18n.h>

/* The workspace of the application. One is open at a time and all windows look at it; making the demo and opening show how far they
 * are in every window, and what went wrong. */

static void
foreach_window (DrayApplication *self,
                void           (*func) (DrayWindow *window, gpointer data),
                gpointer         data)
{
  for (GList *at = gtk_application_get_windows (GTK_APPLICATION (self)); at != NULL; at = at->next) {
    if (DRAY_IS_WINDOW (at->data))
      func (at->data, data);
  }
}

typedef struct {
  const char *title;
  const char *body;
  double      fraction;
  gboolean    can_copy;   /* there is a file that can be kept as it is */
} Words;

static void
put_engine (DrayWindow *window,
            gpointer    engine)
{
  dray_window_set_engine (window, engine);
}

static void
put_progress (DrayWindow *window,
              gpointer    words)
{
  dray_window_set_progress (window, ((Words *) words)->title, ((Words *) words)->fraction);
}

static void
put_trouble (DrayWindow *window,
             gpointer    words)
{
  dray_window_set_trouble (window, ((Words *) words)->title, ((Words *) words)->body, ((Words *) words)->can_copy);
}

static void
put_toast (DrayWindow *window,
           gpointer    text)
{
  dray_window_add_toast (window, text);
}

static void
put_notice (DrayWindow *window,
            gpointer    text)
{
  dray_window_add_notice (window, text);
}

static void
show_progress (DrayApplication *self,
               const char      *title,
               double           fraction)
{
  Words words = { .title = title, .fraction = fraction };

  foreach_window (self, put_progress, &words);
}

static void
put_welcome (DrayWindow *window,
             gpointer    unused)
{
  dray_window_set_welcome (window);
}

/* What a person sees who has never opened anything: the ways to begin. */
void
dray_application_welcome (DrayApplication *self)
{
  foreach_window (self, put_welcome, NULL);
}

/* Opening was given up: to what was open before, or to the beginning. */
static void
go_back (DrayApplication *self)
{
  if (self->engine != NULL)
    foreach_window (self, put_engine, self->engine);
  else
    dray_application_welcome (self);
}

void
dray_application_cancel_opening (DrayApplication *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
show_trouble (DrayApplication *self,
              const GError    *error)
{
  Words words = {
    .title = _("The Workspace Was Not Opened"), .body = error->message,
    .can_copy = g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT) || g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NEWER),
  };

  g_free (self->troubled);
  self->troubled = g_steal_pointer (&self->opening);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    go_back (self);
    return;
  }
  foreach_window (self, put_trouble, &words);
  if (self->screenshot != NULL) {
    g_printerr ("dray: %s\n", error->message);
    self->exit_status = 1;
    dray_application_await_picture (self);
  }
}

static void
on_engine_failed (DrayApplication *self,
                  const GError    *error)
{
  g_printerr ("dray: %s\n", error->message);
  foreach_window (self, put_toast, error->message);
}

void
dray_application_close_workspace (DrayApplication *self)
{
  if (self->engine == NULL)
    return;
  foreach_window (self, put_engine, NULL);
  g_signal_handlers_disconnect_by_func (self->engine, on_engine_failed, self);
  dray_engine_stop (self->engine);
  g_clear_object (&self->engine);
}

static void
on_opened (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DrayApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayEngine) engine = dray_engine_open_finish (result, &error);

  if (engine == NULL) {
    show_trouble (self, error);
    return;
  }
  dray_application_close_workspace (self);
  self->engine = g_steal_pointer (&engine);
  g_signal_connect_object (self->engine, "failed", G_CALLBACK (on_engine_failed), self, G_CONNECT_SWAPPED);
  if (self->screenshot == NULL)
    g_settings_set_string (self->settings, "workspace", self->opening);
  g_clear_pointer (&self->opening, g_free);
  foreach_window (self, put_engine, self->engine);
  for (const char *const *notice = dray_engine_get_notices (self->engine); *notice != NULL; notice++)
    foreach_window (self, put_notice, (gpointer) *notice);
  dray_join_hub_from_environment (self->engine);
  dray_application_await_picture (self);
}

static void
open_folder (DrayApplication *self)
{
  show_progress (self, _("Opening the Workspace"), -1);
  dray_engine_open_async (self->opening, DRAY_ENGINE_SIMULATE, self->cancellable, on_opened, g_object_ref (self));
}

static void
on_demo_made (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (DrayApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (dray_engine_make_demo_finish (result, &error))
    open_folder (self);
  else
    show_trouble (self, error);
}

static void
on_demo_progress (const char *what,
                  double      share,
                  gpointer    user_data)
{
  show_progress (user_data, _(what), share);
}

static void
begin_opening (DrayApplication *self,
               const char      *folder)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_free (self->opening);
  self->opening = g_strdup (folder);
}

/* A folder that somebody chose by mistake is not filled with a workspace. */
static gboolean
holds_workspace (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "workspace.dray", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

void
dray_application_open_workspace (DrayApplication *self,
                                 const char      *folder)
{
  g_autoptr (GError) error = NULL;

  /* A workspace whose hub is named begins empty: its records come from there. */
  if (g_file_test (folder, G_FILE_TEST_IS_DIR) && !holds_workspace (folder) && g_getenv ("DRAY_HUB_URL") == NULL) {
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is no workspace in %s. Choose another folder, or make a new workspace."), folder);
    show_trouble (self, error);
    return;
  }
  begin_opening (self, folder);
  open_folder (self);
}

/* New ones */

static void
on_workspace_made (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (DrayApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (dray_engine_make_workspace_finish (result, &error))
    open_folder (self);
  else
    show_trouble (self, error);
}

static void
on_create (DrayApplication *self,
           const char      *folder,
           const char      *roads)
{
  begin_opening (self, folder);
  show_progress (self, _("Making the Workspace"), -1);
  dray_engine_make_workspace_async (folder, roads, self->cancellable, on_demo_progress, self, on_workspace_made, g_object_ref (self));
}

void
dray_application_ask_new (DrayApplication *self)
{
  g_autofree char *parent = g_build_filename (g_get_user_data_dir (), "dray", "workspaces", NULL);
  GtkWidget *dialog = dray_new_workspace_new (parent);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), gtk_application_get_active_window (GTK_APPLICATION (self)));
  g_signal_connect_object (dialog, "create", G_CALLBACK (on_create), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Roads for the open one: it is opened again with them. */

static void
on_roads_imported (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (DrayApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!dray_engine_import_roads_finish (result, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      foreach_window (self, put_toast, error->message);
    g_clear_pointer (&self->opening, g_free);
    go_back (self);
    return;
  }
  dray_application_close_workspace (self);
  open_folder (self);
}

static void
on_roads_chosen (GtkNativeDialog *dialog,
                 int              response,
                 gpointer         user_data)
{
  DrayApplication *self = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL, *folder = NULL;

  if (path != NULL && self->engine != NULL) {
    folder = g_strdup (dray_engine_get_folder (self->engine));
    begin_opening (self, folder);
    show_progress (self, _("Reading the roads"), 0);
    dray_engine_import_roads_async (folder, path, self->cancellable, on_demo_progress, self, on_roads_imported, g_object_ref (self));
  }
  g_object_unref (dialog);
}

void
dray_application_ask_roads (DrayApplication *self)
{
  GtkFileChooserNative *dialog;

  if (self->engine == NULL) {
    foreach_window (self, put_toast, (gpointer) _("Open a workspace first; the roads become part of it."));
    return;
  }
  dialog = dray_new_workspace_ask_roads (gtk_application_get_active_window (GTK_APPLICATION (self)));
  g_signal_connect (dialog, "response", G_CALLBACK (on_roads_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* The demo is made once and kept; it begins at 06:58 each time that it is opened. */
void
dray_application_open_demo (DrayApplication *self)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "dray", "workspaces", "demo", NULL);

  begin_opening (self, folder);
  if (g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    open_folder (self);
    return;
  }
  show_progress (self, _("Making the Demo County"), 0);
  dray_engine_make_demo_async (folder, self->cancellable, on_demo_progress, self, on_demo_made, g_object_ref (self));
}

static void
on_folder_chosen (GtkNativeDialog *dialog,
                  int              response,
                  gpointer         user_data)
{
  g_autoptr (GFile) folder = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;

  if (path != NULL)
    dray_application_open_workspace (user_data, path);
  g_object_unref (dialog);
}

void
dray_application_ask_workspace (DrayApplication *self)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_("Open a Workspace"), gtk_application_get_active_window (GTK_APPLICATION (self)),
                                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_folder_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* A copy of what can't be opened, as it is: for somebody who can, or a newer Dray. */

typedef struct {
  char *from;
  char *to;
} Copy;

static void
copy_free (Copy *copy)
{
  g_free (copy->from);
  g_free (copy->to);
  g_free (copy);
}

static void
run_copy (GTask        *task,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Copy *copy = task_data;
  GError *error = NULL;

  if (dray_database_copy_file (copy->from, copy->to, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_copied (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  DrayApplication *self = DRAY_APPLICATION (source);
  Copy *copy = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    words = g_strdup_printf (_("The workspace was copied to %s"), copy->to);
  else
    words = g_strdup_printf (_("The workspace was not copied: %s"), error->message);
  foreach_window (self, put_toast, words);
}

static void
on_copy_chosen (GtkNativeDialog *dialog,
                int              response,
                gpointer         user_data)
{
  DrayApplication *self = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL && self->troubled != NULL) {
    g_autoptr (GTask) task = g_task_new (self, NULL, on_copied, NULL);
    Copy *copy = g_new (Copy, 1);

    *copy = (Copy) { g_build_filename (self->troubled, "workspace.dray", NULL), g_file_get_path (file) };
    g_task_set_task_data (task, copy, (GDestroyNotify) copy_free);
    g_task_run_in_thread (task, run_copy);
  }
  g_object_unref (dialog);
}

void
dray_application_save_copy (DrayApplication *self)
{
  GtkFileChooserNative *dialog;

  if (self->troubled == NULL)
    return;
  dialog = gtk_file_chooser_native_new (_("Keep a Copy of the Workspace"), gtk_application_get_active_window (GTK_APPLICATION (self)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "workspace-copy.dray");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_copy_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
