/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-application-private.h"

#include "dray-preferences.h"
#include "dray-screenshot.h"
#include "dray-settings.h"
#include "dray-shortcuts.h"
#include "dray-views.h"
#include "dray-window.h"

#include <glib/gi18n.h>

#define MAX_WINDOWS 8

G_DEFINE_FINAL_TYPE (DrayApplication, dray_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "workspace", 'w', 0, G_OPTION_ARG_FILENAME, NULL, N_("Open the workspace in FOLDER"), N_("FOLDER") },
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the demo workspace"), NULL },
  { "view", 'v', 0, G_OPTION_ARG_STRING, NULL, N_("Show the view NAME: live, plan, orders, fences, yard, insight, messages or fleet"), N_("NAME") },
  { "offline", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Make no connection to a hub or a map server"), NULL },
  { "screenshot", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Save a picture of the window as the PNG FILE and end"), N_("FILE") },
  { "after", 0, 0, G_OPTION_ARG_DOUBLE, NULL, N_("Wait SECONDS before the picture (3)"), N_("SECONDS") },
  { "size", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Size of the window, such as 1920x1080"), N_("WIDTHxHEIGHT") },
  { "theme", 0, 0, G_OPTION_ARG_STRING, NULL, N_("light or dark, whatever the settings say"), N_("NAME") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and end"), NULL },
  { NULL }
};

/* Each window has a slot, and its settings the slot's path; the lowest free slot is taken, so places are found again. */
static gboolean
is_slot_free (DrayApplication *self,
              guint            slot)
{
  for (GList *at = gtk_application_get_windows (GTK_APPLICATION (self)); at != NULL; at = at->next) {
    if (DRAY_IS_WINDOW (at->data) && GPOINTER_TO_UINT (g_object_get_data (at->data, "dray-slot")) == slot)
      return FALSE;
  }
  return TRUE;
}

static DrayWindow *
open_window (DrayApplication *self)
{
  g_autoptr (GError) error = NULL;
  guint slot = 1;

  while (!is_slot_free (self, slot))
    slot++;

  g_autofree char *path = g_strdup_printf ("/org/dray/Dray/windows/%u/", slot);
  g_autoptr (GSettings) settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, path, &error);

  if (settings == NULL)
    g_error ("%s", error->message);    /* the application's own schema stands in the same file and was found */

  DrayWindow *window = dray_window_new (GTK_APPLICATION (self), self->settings, settings);

  g_object_set_data (G_OBJECT (window), "dray-slot", GUINT_TO_POINTER (slot));
  if (self->engine != NULL)
    dray_window_set_engine (window, self->engine);
  return window;
}

static guint
count_windows (DrayApplication *self)
{
  guint n = 0;

  for (GList *at = gtk_application_get_windows (GTK_APPLICATION (self)); at != NULL; at = at->next)
    n += DRAY_IS_WINDOW (at->data);
  return n;
}

static void
dray_application_activate (GApplication *application)
{
  DrayApplication *self = DRAY_APPLICATION (application);
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (active != NULL) {
    gtk_window_present (active);
    return;
  }
  for (guint n = g_settings_get_uint (self->settings, "n-windows"); n > 0; n--)
    gtk_window_present (GTK_WINDOW (open_window (self)));
}

#define PICTURE_TRIES 10
#define PICTURE_AGAIN_MS 500

static gboolean
take_picture (gpointer user_data)
{
  DrayApplication *self = user_data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  if (window == NULL) {
    g_printerr ("dray: %s\n", _("the window was closed before its picture was taken"));
    self->exit_status = 1;
  } else if (!dray_screenshot_save (GTK_WIDGET (window), self->screenshot, &error)) {
    /* It may just be getting another size. */
    if (self->n_pictures_tried++ < PICTURE_TRIES) {
      g_timeout_add (PICTURE_AGAIN_MS, take_picture, self);
      return G_SOURCE_REMOVE;
    }
    g_printerr ("dray: %s: %s\n", self->screenshot, error->message);
    self->exit_status = 1;
  }
  g_application_quit (G_APPLICATION (self));
  return G_SOURCE_REMOVE;
}

/* The picture is taken some time after the workspace stands, or after it failed to. */
void
dray_application_await_picture (DrayApplication *self)
{
  if (self->screenshot != NULL)
    g_timeout_add (self->picture_ms, take_picture, self);
}

static void
apply_theme (const char *theme)
{
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_strcmp0 (theme, "light") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_strcmp0 (theme, "dark") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
on_theme_changed (DrayApplication *self)
{
  g_autofree char *theme = g_settings_get_string (self->settings, "theme");

  apply_theme (theme);
}

/* Where no desktop names its interface font (a virtual display), GNOME's stands in the picture, if the machine has it. */
static void
choose_picture_font (GtkWidget *widget)
{
  GtkSettings *settings = gtk_widget_get_settings (widget);
  g_autofree char *font = NULL;

  g_object_get (settings, "gtk-font-name", &font, NULL);
  if (g_strcmp0 (font, "Sans 10") == 0)
    g_object_set (settings, "gtk-font-name", "Cantarell, Sans 11", NULL);
}

/* A picture's window has a size of its own, no border, and leaves the settings of the real one alone. */
static void
open_for_picture (DrayApplication *self,
                  const char      *view,
                  const char      *size,
                  double           after_s)
{
  DrayWindow *window = open_window (self);
  int width = 1920, height = 1080;

  if (size != NULL && sscanf (size, "%dx%d", &width, &height) != 2)
    g_printerr ("dray: %s\n", _("--size wants WIDTHxHEIGHT; the picture is 1920x1080"));
  g_settings_delay (dray_window_get_settings (window));
  choose_picture_font (GTK_WIDGET (window));
  gtk_widget_add_css_class (GTK_WIDGET (window), "picture");
  gtk_window_unmaximize (GTK_WINDOW (window));
  gtk_window_set_default_size (GTK_WINDOW (window), CLAMP (width, 800, 7680), CLAMP (height, 480, 4320));
  if (view != NULL)
    g_object_set (window, "view", view, NULL);
  gtk_window_present (GTK_WINDOW (window));
  self->picture_ms = (guint) (CLAMP (after_s, 0.1, 86400) * 1000);
}

/* What the command line names; else, in a console that has just begun, what was open last. */
static void
open_given (DrayApplication         *self,
            GVariantDict            *given,
            GApplicationCommandLine *line)
{
  const char *workspace = NULL;
  g_autofree char *last = g_settings_get_string (self->settings, "workspace");

  if (g_variant_dict_contains (given, "demo")) {
    dray_application_open_demo (self);
  } else if (g_variant_dict_lookup (given, "workspace", "^&ay", &workspace)) {
    g_autoptr (GFile) folder = g_application_command_line_create_file_for_arg (line, workspace);
    g_autofree char *path = g_file_get_path (folder);

    dray_application_open_workspace (self, path != NULL ? path : workspace);
  } else if (self->screenshot == NULL && self->engine == NULL && self->opening == NULL && g_file_test (last, G_FILE_TEST_IS_DIR)) {
    dray_application_open_workspace (self, last);
  } else {
    if (self->engine == NULL && self->opening == NULL)
      dray_application_welcome (self);
    dray_application_await_picture (self);
  }
}

static int
dray_application_command_line (GApplication            *application,
                               GApplicationCommandLine *line)
{
  DrayApplication *self = DRAY_APPLICATION (application);
  GVariantDict *given = g_application_command_line_get_options_dict (line);
  const char *view = NULL, *size = NULL, *theme = NULL;
  double after_s = 3;

  if (self->settings == NULL)
    return 1;
  g_variant_dict_lookup (given, "view", "&s", &view);
  g_variant_dict_lookup (given, "size", "&s", &size);
  g_variant_dict_lookup (given, "after", "d", &after_s);
  if (g_variant_dict_lookup (given, "theme", "&s", &theme))
    apply_theme (theme);

  if (view != NULL && dray_view_find (view) == NULL) {
    g_application_command_line_printerr (line, _("dray: there is no view “%s”; dray --help names them\n"), view);
    return 2;
  }
  if (self->screenshot != NULL) {
    open_for_picture (self, view, size, after_s);
  } else {
    g_application_activate (application);
    if (view != NULL)
      g_object_set (gtk_application_get_active_window (GTK_APPLICATION (self)), "view", view, NULL);
  }
  open_given (self, given, line);
  return 0;
}

/* A run that takes a picture is its own program, beside a console that may be open. */
static int
dray_application_handle_local_options (GApplication *application,
                                       GVariantDict *given)
{
  DrayApplication *self = DRAY_APPLICATION (application);

  if (g_variant_dict_contains (given, "version")) {
    g_print ("dray %s\n", PACKAGE_VERSION);
    return 0;
  }
  if (g_variant_dict_lookup (given, "screenshot", "^ay", &self->screenshot))
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
on_demo (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  dray_application_open_demo (user_data);
}

static void
on_open (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  dray_application_ask_workspace (user_data);
}

static void
on_new_workspace (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  dray_application_ask_new (user_data);
}

static void
on_import_roads (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  dray_application_ask_roads (user_data);
}

static void
on_save_copy (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  dray_application_save_copy (user_data);
}

static void
on_cancel_opening (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  dray_application_cancel_opening (user_data);
}

static void
on_new_window (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  DrayApplication *self = user_data;

  if (count_windows (self) < MAX_WINDOWS)
    gtk_window_present (GTK_WINDOW (open_window (self)));
}

static void
on_preferences (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  DrayApplication *self = user_data;
  GtkWindow *window = GTK_WINDOW (dray_preferences_new (self->settings));

  gtk_window_set_transient_for (window, gtk_application_get_active_window (GTK_APPLICATION (self)));
  gtk_window_present (window);
}

static void
on_about (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  adw_show_about_window (gtk_application_get_active_window (user_data),
                         "application-name", "Dray",
                         "application-icon", DRAY_CONSOLE_ID,
                         "version", PACKAGE_VERSION,
                         "comments", _("Dispatch a fleet of trucks: every truck live, the day planned on your own machine, with the line up or down."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "developer-name", _("The Dray authors"),
                         NULL);
}

/* How many windows come back next time; then each closes by its own path and saves its place. */
static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  DrayApplication *self = user_data;
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  g_settings_set_uint (self->settings, "n-windows", CLAMP (count_windows (self), 1, MAX_WINDOWS));
  for (GList *at = windows; at != NULL; at = at->next)
    gtk_window_close (at->data);
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = on_new_window },
  { .name = "demo", .activate = on_demo },
  { .name = "open", .activate = on_open },
  { .name = "new-workspace", .activate = on_new_workspace },
  { .name = "import-roads", .activate = on_import_roads },
  { .name = "save-copy", .activate = on_save_copy },
  { .name = "cancel-opening", .activate = on_cancel_opening },
  { .name = "preferences", .activate = on_preferences },
  { .name = "about", .activate = on_about },
  { .name = "quit", .activate = on_quit },
};

static void
dray_application_startup (GApplication *application)
{
  DrayApplication *self = DRAY_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  G_APPLICATION_CLASS (dray_application_parent_class)->startup (application);

  self->settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, &error);
  if (self->settings == NULL) {
    g_printerr ("dray: %s\n", error->message);
    return;
  }
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  dray_shortcuts_install (GTK_APPLICATION (self));
  g_signal_connect_object (self->settings, "changed::theme", G_CALLBACK (on_theme_changed), self, G_CONNECT_SWAPPED);
  on_theme_changed (self);
}

static void
dray_application_shutdown (GApplication *application)
{
  DrayApplication *self = DRAY_APPLICATION (application);

  g_cancellable_cancel (self->cancellable);
  dray_application_close_workspace (self);

  G_APPLICATION_CLASS (dray_application_parent_class)->shutdown (application);
}

static void
dray_application_finalize (GObject *object)
{
  DrayApplication *self = DRAY_APPLICATION (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->opening, g_free);
  g_clear_pointer (&self->troubled, g_free);
  g_clear_pointer (&self->screenshot, g_free);

  G_OBJECT_CLASS (dray_application_parent_class)->finalize (object);
}

static void
dray_application_class_init (DrayApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dray_application_finalize;
  application_class->startup = dray_application_startup;
  application_class->shutdown = dray_application_shutdown;
  application_class->activate = dray_application_activate;
  application_class->command_line = dray_application_command_line;
  application_class->handle_local_options = dray_application_handle_local_options;
}

static void
dray_application_init (DrayApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

DrayApplication *
dray_application_new (void)
{
  return g_object_new (DRAY_TYPE_APPLICATION,
                       "application-id", DRAY_CONSOLE_ID,
                       "resource-base-path", "/org/dray/Dray",
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       NULL);
}

/* Of a run that takes a picture, which fails after g_application_run() has taken its own status. */
int
dray_application_get_exit_status (DrayApplication *self)
{
  g_return_val_if_fail (DRAY_IS_APPLICATION (self), 1);

  return self->exit_status;
}
