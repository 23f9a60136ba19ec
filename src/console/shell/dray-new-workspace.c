/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-new-workspace.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

#define MAX_NAME 80

struct _DrayNewWorkspace {
  AdwWindow     parent_instance;

  /* Template */
  AdwEntryRow  *name;
  AdwActionRow *roads;
  GtkLabel     *trouble;
  GtkWidget    *create;

  /* Owned */
  char         *parent;    /* the folder that workspaces lie in */
  char         *file;      /* (nullable): the roads */
};

enum { CREATE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayNewWorkspace, dray_new_workspace, ADW_TYPE_WINDOW)

static char *
dup_folder (DrayNewWorkspace *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  return *name != '\0' ? g_build_filename (self->parent, name, NULL) : NULL;
}

/* Why the name is no good; NULL where it is. */
static const char *
find_fault (DrayNewWorkspace *self,
            const char       *folder)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));

  if (strchr (name, '/') != NULL || *name == '.')
    return _("A name has no slash in it and does not begin with a dot.");
  if (strlen (name) > MAX_NAME)
    return _("This name is too long.");
  if (g_file_test (folder, G_FILE_TEST_EXISTS))
    return _("There is a workspace of this name already.");
  return NULL;
}

static void
on_changed (DrayNewWorkspace *self)
{
  g_autofree char *folder = dup_folder (self);
  const char *fault = folder != NULL ? find_fault (self, folder) : NULL;

  gtk_label_set_text (self->trouble, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), fault != NULL);
  gtk_widget_set_sensitive (self->create, folder != NULL && fault == NULL);
}

static void
on_create (DrayNewWorkspace *self)
{
  g_autofree char *folder = dup_folder (self);

  if (!gtk_widget_get_sensitive (self->create))
    return;
  g_signal_emit (self, signals[CREATE], 0, folder, self->file);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_file_chosen (GtkNativeDialog *dialog,
                int              response,
                gpointer         data)
{
  DrayNewWorkspace *self = data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *name = NULL;

  if (file != NULL) {
    g_free (self->file);
    self->file = g_file_get_path (file);
    name = g_file_get_basename (file);
    g_autofree char *escaped = g_markup_escape_text (name, -1);
    adw_action_row_set_subtitle (self->roads, escaped);
  }
  gtk_native_dialog_destroy (dialog);
}

static void
on_choose (DrayNewWorkspace *self)
{
  g_autoptr (GtkFileChooserNative) dialog = dray_new_workspace_ask_roads (GTK_WINDOW (self));

  g_signal_connect_object (dialog, "response", G_CALLBACK (on_file_chosen), self, 0);
  g_object_set_data_full (G_OBJECT (self), "chooser", g_object_ref (dialog), g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
dray_new_workspace_finalize (GObject *object)
{
  DrayNewWorkspace *self = DRAY_NEW_WORKSPACE (object);

  g_free (self->parent);
  g_free (self->file);

  G_OBJECT_CLASS (dray_new_workspace_parent_class)->finalize (object);
}

static void
dray_new_workspace_class_init (DrayNewWorkspaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dray_new_workspace_finalize;
  signals[CREATE] = g_signal_new ("create", DRAY_TYPE_NEW_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/shell/new-workspace.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayNewWorkspace, name);
  gtk_widget_class_bind_template_child (widget_class, DrayNewWorkspace, roads);
  gtk_widget_class_bind_template_child (widget_class, DrayNewWorkspace, trouble);
  gtk_widget_class_bind_template_child (widget_class, DrayNewWorkspace, create);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dray_new_workspace_init (DrayNewWorkspace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @parent: the folder that workspaces lie in */
GtkWidget *
dray_new_workspace_new (const char *parent)
{
  DrayNewWorkspace *self = g_object_new (DRAY_TYPE_NEW_WORKSPACE, NULL);

  self->parent = g_strdup (parent);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name));
  return GTK_WIDGET (self);
}

/* Returns: (transfer full): a chooser for what roads are made of, not shown yet */
GtkFileChooserNative *
dray_new_workspace_ask_roads (GtkWindow *parent)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Roads and Base Map"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Choose"), NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("OpenStreetMap extracts and region packs"));
  gtk_file_filter_add_pattern (filter, "*.osm.pbf");
  gtk_file_filter_add_pattern (filter, "*.osm");
  gtk_file_filter_add_pattern (filter, "*.osm.gz");
  gtk_file_filter_add_pattern (filter, "*.region");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  return dialog;
}
