/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-trucks.h"

#include "dray-fence-truck.h"
#include "dray-reference-button.h"
#include "dray-store-list.h"
#include "dray-truck.h"
#include "dray-undo-toast.h"

#include <glib/gi18n.h>

struct _DrayFenceTrucks {
  AdwBin               parent_instance;

  /* Template */
  GtkLabel            *title;
  GtkFlowBox          *chips;
  AdwBin              *add_place;

  /* Owned */
  DrayEngine          *engine;
  DrayRecordNames     *names;
  DrayStoreList       *rows;      /* NULL while there is no fence */

  DrayReferenceButton *button;    /* borrowed: its place has it */
  DrayId               fence;
};

G_DEFINE_FINAL_TYPE (DrayFenceTrucks, dray_fence_trucks, ADW_TYPE_BIN)

/* What was asked for, until its receipt comes. */
typedef struct {
  DrayFenceTrucks *self;
  const char      *words;
} Asked;

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Asked *asked = user_data;
  g_autoptr (DrayFenceTrucks) self = asked->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);
  g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (DrayDone));
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (receipt != NULL && receipt->verdict != DRAY_VERDICT_REJECTED) {
    DrayDone one = { receipt->client, receipt->mid };

    g_array_append_val (done, one);
    dray_undo_toast_offer (GTK_WIDGET (self), DRAY_WORKSPACE (source), done, asked->words);
  } else if (overlay != NULL) {
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (receipt != NULL ? receipt->note : error->message));
  }
  g_free (asked);
}

static void
submit (DrayFenceTrucks *self,
        DrayIntent      *taken,
        const char      *words)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked) { g_object_ref (self), words };
  dray_workspace_submit_async (dray_engine_get_workspace (self->engine), taken, NULL, on_submitted, asked);
}

static DrayIntent *
new_intent (DrayFenceTrucks *self,
            const char      *operation,
            const DrayId    *id)
{
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), operation);

  dray_intent_set_text (intent, "table", dray_fence_truck_table.name);
  dray_intent_set_id (intent, "id", id);
  return intent;
}

static void
on_remove (DrayFenceTrucks *self,
           GtkWidget       *button)
{
  const DrayId *id = g_object_get_data (G_OBJECT (button), "row");

  submit (self, new_intent (self, "record.delete", id), _("The truck was taken out of the fence"));
}

/* Rows */

static GtkWidget *
new_chip (DrayFenceTrucks *self,
          DrayRecord      *record)
{
  DrayRow *row = dray_record_get_row (record);
  DrayId truck = row != NULL ? dray_row_get_id (row, DRAY_FENCE_TRUCK_TRUCK) : DRAY_ID_NONE;
  const char *name = row != NULL ? dray_record_names_find (self->names, "truck", &truck) : NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3), *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *tooltip = g_strdup_printf (_("Take truck %s out"), name != NULL ? name : "…");

  gtk_box_append (GTK_BOX (box), gtk_label_new (name != NULL ? name : "…"));
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  gtk_widget_add_css_class (box, "truck-chip");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  g_object_set_data_full (G_OBJECT (button), "row", g_memdup2 (dray_record_get_id (record), sizeof (DrayId)), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  return box;
}

static void
show_rows (DrayFenceTrucks *self)
{
  guint n = dray_fence_trucks_get_n (self);
  g_autofree char *title = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_flow_box_remove (self->chips, child);
  for (guint i = 0; i < n; i++) {
    g_autoptr (DrayRecord) record = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

    g_signal_handlers_disconnect_by_func (record, show_rows, self);
    g_signal_connect_object (record, "changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
    gtk_flow_box_append (self->chips, new_chip (self, record));
  }
  title = n == 0 ? g_strdup (_("For all trucks")) : g_strdup_printf (g_dngettext (NULL, "For %u truck", "For %u trucks", n), n);
  gtk_label_set_text (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->chips), n > 0);
}

static void
on_chosen (DrayFenceTrucks *self)
{
  const DrayId *truck = dray_reference_button_get_id (self->button);

  if (truck == NULL || dray_id_is_none (truck))
    return;
  dray_fence_trucks_add (self, truck);
  dray_reference_button_set_id (self->button, NULL);
}

static void
dray_fence_trucks_dispose (GObject *object)
{
  DrayFenceTrucks *self = DRAY_FENCE_TRUCKS (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_fence_trucks_parent_class)->dispose (object);
}

static void
dray_fence_trucks_class_init (DrayFenceTrucksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_fence_trucks_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/fence/fence-trucks.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrucks, title);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrucks, chips);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrucks, add_place);
}

static void
dray_fence_trucks_init (DrayFenceTrucks *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_fence_trucks_new (DrayEngine      *engine,
                       DrayRecordNames *names)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayFenceTrucks *self = g_object_new (DRAY_TYPE_FENCE_TRUCKS, NULL);
  GtkWidget *button = dray_reference_button_new (dray_engine_get_workspace (engine), names, &dray_truck_table, FALSE);

  self->engine = g_object_ref (engine);
  self->names = g_object_ref (names);
  self->button = DRAY_REFERENCE_BUTTON (button);
  adw_bin_set_child (self->add_place, button);
  g_signal_connect_object (button, "changed", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (names, "changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/* @fence: (nullable): whose trucks are shown */
void
dray_fence_trucks_set_fence (DrayFenceTrucks *self,
                             const DrayId    *fence)
{
  g_return_if_fail (DRAY_IS_FENCE_TRUCKS (self));

  g_autoptr (DrayQuery) query = NULL;

  self->fence = fence != NULL ? *fence : DRAY_ID_NONE;
  g_clear_object (&self->rows);
  if (fence != NULL) {
    query = dray_query_new (&dray_fence_truck_table);
    dray_query_where_id (query, DRAY_FENCE_TRUCK_FENCE, fence);
    self->rows = dray_store_list_new (dray_engine_get_workspace (self->engine), query);
    g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  }
  show_rows (self);
}

/* Names a truck; one that is named already stays once. */
void
dray_fence_trucks_add (DrayFenceTrucks *self,
                       const DrayId    *truck)
{
  g_return_if_fail (DRAY_IS_FENCE_TRUCKS (self) && self->rows != NULL);

  g_autofree char *fence_text = dray_id_dup_text (&self->fence), *truck_text = dray_id_dup_text (truck);
  g_autofree char *values = g_strdup_printf ("{\"fence\":\"%s\",\"truck\":\"%s\"}", fence_text, truck_text);
  DrayId id = dray_engine_make_id (self->engine);
  DrayIntent *intent;

  for (guint i = 0; i < dray_fence_trucks_get_n (self); i++) {
    g_autoptr (DrayRecord) record = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
    DrayRow *row = dray_record_get_row (record);
    DrayId named = row != NULL ? dray_row_get_id (row, DRAY_FENCE_TRUCK_TRUCK) : DRAY_ID_NONE;

    if (dray_id_equal (&named, truck))
      return;
  }
  intent = new_intent (self, "record.create", &id);
  dray_intent_set_text (intent, "values", values);
  submit (self, intent, _("The truck was added to the fence"));
}

/* How many trucks are named; 0: the fence is for all. */
guint
dray_fence_trucks_get_n (DrayFenceTrucks *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_TRUCKS (self), 0);

  return self->rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->rows)) : 0;
}
