/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-broadcast.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

/* The first choices; the depots follow. */
enum { WHOM_OUT, WHOM_ALL, N_WHOM };

struct _DrayBroadcast {
  AdwWindow        parent_instance;

  /* Template */
  GtkDropDown     *whom;
  GtkEntry        *entry;
  GtkCheckButton  *hold;
  GtkLabel        *count;
  GtkWidget       *send;

  /* Owned */
  DrayMessageBook *book;
  GArray          *trucks;     /* (element-type DrayId): who would be told */
};

G_DEFINE_FINAL_TYPE (DrayBroadcast, dray_broadcast, ADW_TYPE_WINDOW)

static DrayLiveFleet *
get_fleet (DrayBroadcast *self)
{
  return dray_engine_get_live_fleet (dray_message_book_get_engine (self->book));
}

static const char *
get_depot (DrayBroadcast *self)
{
  guint at = gtk_drop_down_get_selected (self->whom);

  return at >= N_WHOM ? gtk_string_list_get_string (GTK_STRING_LIST (gtk_drop_down_get_model (self->whom)), at) : NULL;
}

static gboolean
is_meant (DrayBroadcast *self,
          DrayLiveTruck *truck)
{
  const char *depot = get_depot (self);

  if (dray_live_truck_get_driver (truck) == NULL)
    return FALSE;
  if (depot != NULL)
    return g_strcmp0 (dray_live_truck_get_depot (truck), depot) == 0;
  return gtk_drop_down_get_selected (self->whom) == WHOM_ALL || dray_live_truck_get_state (truck) != DRAY_TRUCK_PARKED;
}

static void
on_changed (DrayBroadcast *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  gtk_widget_set_sensitive (self->send, *text != '\0' && self->trucks->len > 0);
}

static void
on_whom (DrayBroadcast *self)
{
  DrayLiveFleet *fleet = self->book != NULL ? get_fleet (self) : NULL;
  g_autofree char *words = NULL;

  if (fleet == NULL)
    return;
  g_array_set_size (self->trucks, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fleet)); i++) {
    DrayLiveTruck *truck = dray_live_fleet_get_truck (fleet, i);

    if (is_meant (self, truck))
      g_array_append_val (self->trucks, *dray_live_truck_get_id (truck));
  }
  words = self->trucks->len == 0 ? g_strdup (_("Nobody is meant by this.")) :
          g_strdup_printf (ngettext ("Goes to %u driver.", "Goes to %u drivers.", self->trucks->len), self->trucks->len);
  gtk_label_set_text (self->count, words);
  on_changed (self);
}

static void
on_send (DrayBroadcast *self)
{
  if (!gtk_widget_get_sensitive (self->send))
    return;
  dray_message_book_send (self->book, (const DrayId *) (gconstpointer) self->trucks->data, self->trucks->len,
                          gtk_editable_get_text (GTK_EDITABLE (self->entry)), gtk_check_button_get_active (self->hold));
  gtk_window_close (GTK_WINDOW (self));
}

static void
dray_broadcast_dispose (GObject *object)
{
  DrayBroadcast *self = DRAY_BROADCAST (object);

  g_clear_object (&self->book);

  G_OBJECT_CLASS (dray_broadcast_parent_class)->dispose (object);
}

static void
dray_broadcast_finalize (GObject *object)
{
  g_array_unref (DRAY_BROADCAST (object)->trucks);

  G_OBJECT_CLASS (dray_broadcast_parent_class)->finalize (object);
}

static void
dray_broadcast_class_init (DrayBroadcastClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_broadcast_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_broadcast_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/message/broadcast.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayBroadcast, whom);
  gtk_widget_class_bind_template_child (widget_class, DrayBroadcast, entry);
  gtk_widget_class_bind_template_child (widget_class, DrayBroadcast, hold);
  gtk_widget_class_bind_template_child (widget_class, DrayBroadcast, count);
  gtk_widget_class_bind_template_child (widget_class, DrayBroadcast, send);
  gtk_widget_class_bind_template_callback (widget_class, on_whom);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_send);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dray_broadcast_init (DrayBroadcast *self)
{
  self->trucks = g_array_new (FALSE, FALSE, sizeof (DrayId));
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GListModel *
new_choices (DrayLiveFleet *fleet)
{
  GtkStringList *choices = gtk_string_list_new ((const char *[]) { _("Everyone who is out"), _("Every driver of today"), NULL });
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fleet)); i++) {
    const char *depot = dray_live_truck_get_depot (dray_live_fleet_get_truck (fleet, i));

    if (depot != NULL && g_hash_table_add (seen, (gpointer) depot))
      gtk_string_list_append (choices, depot);
  }
  return G_LIST_MODEL (choices);
}

GtkWidget *
dray_broadcast_new (DrayMessageBook *book)
{
  g_return_val_if_fail (DRAY_IS_MESSAGE_BOOK (book), NULL);

  DrayBroadcast *self = g_object_new (DRAY_TYPE_BROADCAST, NULL);
  g_autoptr (GListModel) choices = NULL;

  self->book = g_object_ref (book);
  choices = new_choices (get_fleet (self));
  gtk_drop_down_set_model (self->whom, choices);
  on_whom (self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->entry));
  return GTK_WIDGET (self);
}

/* Returns: (transfer none): to whom */
GtkDropDown *
dray_broadcast_get_whom (DrayBroadcast *self)
{
  g_return_val_if_fail (DRAY_IS_BROADCAST (self), NULL);

  return self->whom;
}
