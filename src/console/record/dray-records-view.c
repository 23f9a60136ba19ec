/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-records-view.h"

#include "dray-import-window.h"
#include "dray-record-words.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

struct _DrayRecordsView {
  AdwBin           parent_instance;

  /* Template */
  GtkListBox      *kinds;
  GtkStack        *lists;
  GtkButton       *create;
  GtkWidget       *import;
  GtkLabel        *title;
  GtkRevealer     *revealer;
  AdwBin          *form_place;

  /* Owned */
  DrayEngine      *engine;
  DrayRecordNames *names;

  DrayRecordForm  *form;     /* borrowed: its place has it */
};

G_DEFINE_FINAL_TYPE (DrayRecordsView, dray_records_view, ADW_TYPE_BIN)

static const DrayTable *
find_table (DrayRecordsView *self,
            const char      *kind)
{
  return dray_schema_find_table (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), kind);
}

static void
close_form (DrayRecordsView *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

/* Whoever is in the middle of typing keeps what was typed: the choice in the list waits. */
static gboolean
may_leave_form (DrayRecordsView *self)
{
  return !gtk_revealer_get_reveal_child (self->revealer) || !dray_record_form_is_changed (self->form);
}

static void
on_selected (DrayRecordsView *self,
             guint            n,
             DrayRecordList  *list)
{
  g_autoptr (GPtrArray) records = NULL;

  if (!may_leave_form (self))
    return;
  if (n == 0) {
    close_form (self);
    return;
  }
  records = dray_record_list_get_selected (list);
  dray_record_form_show_all (self->form, records);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

static void
on_activated (DrayRecordsView *self,
              DrayRecord      *record,
              DrayRecordList  *list)
{
  if (!may_leave_form (self))
    return;
  dray_record_form_show (self->form, record);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

/* A list is made when it is first looked at. */
static GtkWidget *
ensure_list (DrayRecordsView *self,
             const DrayTable *table)
{
  GtkWidget *list = gtk_stack_get_child_by_name (self->lists, table->name);

  if (list == NULL) {
    list = dray_record_list_new (self->engine, self->names, table);
    g_signal_connect_object (list, "selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (list, "activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
    gtk_stack_add_named (self->lists, list, table->name);
  }
  return list;
}

static void
show_table (DrayRecordsView *self,
            const DrayTable *table)
{
  g_autofree char *kind = dray_record_dup_table (table), *heading = dray_record_dup_heading (table);
  g_autofree char *words = g_strdup_printf (_("New %s"), kind);

  gtk_stack_set_visible_child (self->lists, ensure_list (self, table));
  gtk_label_set_text (self->title, heading);
  gtk_button_set_label (self->create, words);
  gtk_widget_set_visible (GTK_WIDGET (self->create), dray_record_can_create (table));
  gtk_widget_set_visible (self->import, dray_record_can_create (table));
  close_form (self);
}

static void
on_kind (DrayRecordsView *self,
         GtkListBoxRow   *row)
{
  if (row != NULL)
    show_table (self, find_table (self, g_object_get_data (G_OBJECT (row), "kind")));
}

static void
create (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  DrayRecordsView *self = DRAY_RECORDS_VIEW (widget);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->create)) || !may_leave_form (self))
    return;
  dray_record_form_start (self->form, dray_record_list_get_table (dray_records_view_get_list (self)));
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

static void
import (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  DrayRecordsView *self = DRAY_RECORDS_VIEW (widget);
  GtkWidget *window;

  if (!gtk_widget_get_visible (self->import))
    return;
  window = dray_import_window_new (self->engine, dray_record_list_get_table (dray_records_view_get_list (self)));
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

static void
search (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  dray_record_list_focus_search (dray_records_view_get_list (DRAY_RECORDS_VIEW (widget)));
}

static void
close_pane (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  DrayRecordsView *self = DRAY_RECORDS_VIEW (widget);

  if (may_leave_form (self))
    close_form (self);
}

/* What was just made stands in the list, chosen. */
static void
on_saved (DrayRecordsView *self)
{
  DrayId id = *dray_record_form_get_id (self->form);

  dray_record_list_select (dray_records_view_get_list (self), &id);
}

static void
add_kind (DrayRecordsView *self,
          const char      *kind)
{
  const DrayTable *table = find_table (self, kind);
  g_autofree char *words = NULL;
  GtkWidget *row, *label;

  if (table == NULL)
    return;
  words = dray_record_dup_heading (table);
  label = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data (G_OBJECT (row), "kind", (gpointer) table->name);
  gtk_list_box_append (self->kinds, row);
}

static void
dray_records_view_dispose (GObject *object)
{
  DrayRecordsView *self = DRAY_RECORDS_VIEW (object);

  g_clear_object (&self->names);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_records_view_parent_class)->dispose (object);
}

static void
dray_records_view_class_init (DrayRecordsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_records_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/record/records-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayRecordsView, kinds);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordsView, lists);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordsView, create);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordsView, import);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordsView, title);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordsView, revealer);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordsView, form_place);
  gtk_widget_class_bind_template_callback (widget_class, on_kind);

  gtk_widget_class_install_action (widget_class, "records.create", NULL, create);
  gtk_widget_class_install_action (widget_class, "records.import", NULL, import);
  gtk_widget_class_install_action (widget_class, "records.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "records.close", NULL, close_pane);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "records.create", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "records.import", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "records.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "records.close", NULL);
}

static void
dray_records_view_init (DrayRecordsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @kinds: (array zero-terminated=1): names of tables, the first one shown; one that the workspace doesn't have is left out */
GtkWidget *
dray_records_view_new (DrayEngine        *engine,
                       const char *const *kinds)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayRecordsView *self = g_object_new (DRAY_TYPE_RECORDS_VIEW, NULL);

  self->engine = g_object_ref (engine);
  self->names = dray_record_names_new (dray_engine_get_workspace (engine));
  self->form = DRAY_RECORD_FORM (dray_record_form_new (engine, self->names));
  adw_bin_set_child (self->form_place, GTK_WIDGET (self->form));
  g_signal_connect_object (self->form, "closed", G_CALLBACK (close_form), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "saved", G_CALLBACK (on_saved), self, G_CONNECT_SWAPPED);
  for (const char *const *kind = kinds; *kind != NULL; kind++)
    add_kind (self, *kind);
  dray_records_view_show (self, kinds[0]);
  return GTK_WIDGET (self);
}

/* Shows the list of one kind. */
void
dray_records_view_show (DrayRecordsView *self,
                        const char      *kind)
{
  g_return_if_fail (DRAY_IS_RECORDS_VIEW (self));

  for (int i = 0;; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->kinds, i);

    if (row == NULL)
      break;
    if (g_str_equal (g_object_get_data (G_OBJECT (row), "kind"), kind))
      gtk_list_box_select_row (self->kinds, row);
  }
}

/* Shows one record, chosen in the list of its kind. */
void
dray_records_view_open (DrayRecordsView *self,
                        const char      *kind,
                        const DrayId    *id)
{
  g_return_if_fail (DRAY_IS_RECORDS_VIEW (self));

  dray_records_view_show (self, kind);
  dray_record_list_select (dray_records_view_get_list (self), id);
}

/* Returns: (transfer none): the list that is shown */
DrayRecordList *
dray_records_view_get_list (DrayRecordsView *self)
{
  g_return_val_if_fail (DRAY_IS_RECORDS_VIEW (self), NULL);

  return DRAY_RECORD_LIST (gtk_stack_get_visible_child (self->lists));
}

/* Returns: (transfer none): the form beside it */
DrayRecordForm *
dray_records_view_get_form (DrayRecordsView *self)
{
  g_return_val_if_fail (DRAY_IS_RECORDS_VIEW (self), NULL);

  return self->form;
}

/* Whether the form is shown. */
gboolean
dray_records_view_is_open (DrayRecordsView *self)
{
  g_return_val_if_fail (DRAY_IS_RECORDS_VIEW (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}
