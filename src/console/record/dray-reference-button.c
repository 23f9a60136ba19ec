/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-reference-button.h"

#include "dray-record-words.h"
#include "dray-store-list.h"

#include <glib/gi18n.h>

struct _DrayReferenceButton {
  AdwBin              parent_instance;

  /* Template */
  GtkMenuButton      *button;
  GtkPopover         *popover;
  GtkSearchEntry     *search;
  GtkListView        *view;
  GtkButton          *none;

  /* Owned */
  DrayWorkspace      *workspace;
  DrayRecordNames    *names;
  DrayStoreList      *rows;       /* NULL until the popover was opened once */

  const DrayTable    *table;
  DrayId              id;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayReferenceButton, dray_reference_button, ADW_TYPE_BIN)

static void
show_name (DrayReferenceButton *self)
{
  const char *name = dray_id_is_none (&self->id) ? "—" : dray_record_names_find (self->names, self->table->name, &self->id);

  gtk_menu_button_set_label (self->button, name != NULL ? name : "…");
}

static void
choose (DrayReferenceButton *self,
        const DrayId        *id)
{
  gtk_popover_popdown (self->popover);
  dray_reference_button_set_id (self, id);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_none (DrayReferenceButton *self)
{
  choose (self, &DRAY_ID_NONE);
}

static void
on_activate (DrayReferenceButton *self,
             guint                position)
{
  g_autoptr (DrayRecord) record = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (record != NULL)
    choose (self, dray_record_get_id (record));
}

static DrayQuery *
make_query (DrayReferenceButton *self)
{
  DrayQuery *query = dray_query_new (self->table);
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));

  if (*words != '\0')
    dray_query_search (query, words);
  if (self->table->title_field != NULL)
    dray_query_order_by (query, dray_table_find_field (self->table, self->table->title_field), FALSE);
  return query;
}

static void
on_search_changed (DrayReferenceButton *self)
{
  g_autoptr (DrayQuery) query = make_query (self);

  if (self->rows != NULL)
    dray_store_list_set_query (self->rows, query);
}

/* Enter in the search takes what stands first. */
static void
on_search_activate (DrayReferenceButton *self)
{
  if (self->rows != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0)
    on_activate (self, 0);
}

static void
show_title (GtkListItem *item)
{
  DrayRecord *record = gtk_list_item_get_item (item);
  g_autofree char *title = NULL;

  g_object_get (record, "title", &title, NULL);
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), title != NULL ? title : "");
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  show_title (item);
  g_signal_connect_swapped (gtk_list_item_get_item (item), "changed", G_CALLBACK (show_title), item);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

static void
open_rows (DrayReferenceButton *self)
{
  g_autoptr (DrayQuery) query = make_query (self);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);

  self->rows = dray_store_list_new (self->workspace, query);

  GtkSelectionModel *selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows))));

  gtk_list_view_set_model (self->view, selection);
  g_object_unref (selection);
}

static void
on_show (DrayReferenceButton *self)
{
  if (self->rows == NULL)
    open_rows (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
dray_reference_button_dispose (GObject *object)
{
  DrayReferenceButton *self = DRAY_REFERENCE_BUTTON (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->rows);
  g_clear_object (&self->names);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (dray_reference_button_parent_class)->dispose (object);
}

static void
dray_reference_button_class_init (DrayReferenceButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_reference_button_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/record/reference-button.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayReferenceButton, button);
  gtk_widget_class_bind_template_child (widget_class, DrayReferenceButton, popover);
  gtk_widget_class_bind_template_child (widget_class, DrayReferenceButton, search);
  gtk_widget_class_bind_template_child (widget_class, DrayReferenceButton, view);
  gtk_widget_class_bind_template_child (widget_class, DrayReferenceButton, none);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, on_none);
}

static void
dray_reference_button_init (DrayReferenceButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @table: of the rows that may be chosen; @required: whether none is no choice */
GtkWidget *
dray_reference_button_new (DrayWorkspace   *workspace,
                           DrayRecordNames *names,
                           const DrayTable *table,
                           gboolean         required)
{
  g_return_val_if_fail (DRAY_IS_WORKSPACE (workspace) && table != NULL, NULL);

  DrayReferenceButton *self = g_object_new (DRAY_TYPE_REFERENCE_BUTTON, NULL);

  self->workspace = g_object_ref (workspace);
  self->names = g_object_ref (names);
  self->table = table;
  gtk_widget_set_visible (GTK_WIDGET (self->none), !required);
  g_signal_connect_object (names, "changed", G_CALLBACK (show_name), self, G_CONNECT_SWAPPED);
  show_name (self);
  return GTK_WIDGET (self);
}

void
dray_reference_button_set_id (DrayReferenceButton *self,
                              const DrayId        *id)
{
  g_return_if_fail (DRAY_IS_REFERENCE_BUTTON (self));

  self->id = *id;
  show_name (self);
}

/* Returns: (transfer none): the row that is chosen, or %DRAY_ID_NONE */
const DrayId *
dray_reference_button_get_id (DrayReferenceButton *self)
{
  g_return_val_if_fail (DRAY_IS_REFERENCE_BUTTON (self), NULL);

  return &self->id;
}
