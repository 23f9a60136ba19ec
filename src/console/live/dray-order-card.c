/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order-card.h"

#include "dray-order-words.h"

#include <glib/gi18n.h>

struct _DrayOrderCard {
  AdwWindow       parent_instance;

  /* Template */
  GtkSearchEntry *search;
  GtkListBox     *orders;
  GtkStack       *stack;
  GtkLabel       *nothing;
  GtkLabel       *status;
  GtkLabel       *truck;
  GtkLabel       *before;
  GtkLabel       *expected;
  GtkLabel       *window;
  GtkLabel       *contact;
  GtkButton      *copy;

  /* Owned */
  DrayWorkspace  *workspace;
  DrayLiveFleet  *fleet;
  DrayClock      *clock;
  GPtrArray      *found;         /* (element-type DrayOrderFacts): the rows */
  GArray         *stops;         /* (element-type DrayId): what the chosen truck has ahead */
  GCancellable   *cancellable;   /* of the question that is being answered */
  guint           tick;
};

enum { SHOW_TRUCK, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayOrderCard, dray_order_card, ADW_TYPE_WINDOW)

static const DrayOrderFacts *
get_facts (DrayOrderCard *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->orders);
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  return index >= 0 && index < (int) self->found->len ? self->found->pdata[index] : NULL;
}

/* The answer */

static void
show_answer (DrayOrderCard *self)
{
  const DrayOrderFacts *facts = get_facts (self);
  g_autoptr (DrayOrderWords) words = facts != NULL ? dray_order_words_new (facts, self->fleet, dray_clock_now_us (self->clock)) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.copy", words != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.show", facts != NULL && !dray_id_is_none (&facts->truck));
  gtk_label_set_text (self->status, words != NULL ? words->status : "–");
  gtk_label_set_text (self->truck, words != NULL ? words->truck : "–");
  gtk_label_set_text (self->before, words != NULL ? words->before : "–");
  gtk_label_set_text (self->expected, words != NULL ? words->expected : "–");
  gtk_label_set_text (self->window, words != NULL ? words->window : "–");
  gtk_label_set_text (self->contact, words != NULL ? words->contact : "–");
}

static gboolean
on_tick (gpointer user_data)
{
  show_answer (user_data);
  return G_SOURCE_CONTINUE;
}

static GtkWidget *
make_row (const DrayOrderFacts *facts)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *name = gtk_label_new (facts->customer != NULL ? facts->customer : facts->reference);
  GtkWidget *reference = gtk_label_new (facts->reference);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (reference, "dim-label");
  gtk_widget_add_css_class (reference, "numeric");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), reference);
  return box;
}

static void
clear_rows (DrayOrderCard *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->orders, 0)) != NULL)
    gtk_list_box_remove (self->orders, GTK_WIDGET (row));
}

static void
say_nothing (DrayOrderCard *self,
             const char    *words)
{
  gtk_label_set_text (self->nothing, words);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DrayOrderCard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = dray_order_find_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->workspace == NULL)
    return;
  if (found == NULL) {
    g_autofree char *words = g_strdup_printf (_("The orders could not be read: %s"), error->message);

    say_nothing (self, words);
    return;
  }
  clear_rows (self);
  g_ptr_array_unref (self->found);
  self->found = g_steal_pointer (&found);
  for (guint i = 0; i < self->found->len; i++)
    gtk_list_box_append (self->orders, make_row (self->found->pdata[i]));
  if (self->found->len > 0) {
    gtk_stack_set_visible_child_name (self->stack, "orders");
    gtk_list_box_select_row (self->orders, gtk_list_box_get_row_at_index (self->orders, 0));
  } else {
    say_nothing (self, *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0' ? _("No order fits this search.")
                                                                                     : _("Type part of a reference, a customer’s name or a telephone number."));
  }
  show_answer (self);
}

static void
on_search_changed (DrayOrderCard *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  dray_order_find_async (self->workspace, gtk_editable_get_text (GTK_EDITABLE (self->search)), (const DrayId *) (gpointer) self->stops->data,
                         self->stops->len, self->cancellable, on_found, g_object_ref (self));
}

static void
on_stop_search (DrayOrderCard *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
copy_answer (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  DrayOrderCard *self = DRAY_ORDER_CARD (widget);
  const DrayOrderFacts *facts = get_facts (self);
  g_autoptr (DrayOrderWords) words = facts != NULL ? dray_order_words_new (facts, self->fleet, dray_clock_now_us (self->clock)) : NULL;
  g_autofree char *text = words != NULL ? dray_order_words_dup_text (words, facts) : NULL;

  if (text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_button_set_label (self->copy, _("Copied"));
}

static void
show_truck (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  DrayOrderCard *self = DRAY_ORDER_CARD (widget);
  const DrayOrderFacts *facts = get_facts (self);
  DrayLiveTruck *truck = facts != NULL ? dray_live_fleet_find_truck (self->fleet, &facts->truck) : NULL;

  if (truck != NULL)
    g_signal_emit (self, signals[SHOW_TRUCK], 0, dray_live_truck_get_index (truck));
}

/* Other words for the button once there is something else to copy. A list that goes away lets go of its row, too. */
static void
on_row_selected (DrayOrderCard *self)
{
  if (self->workspace == NULL)
    return;
  gtk_button_set_label (self->copy, _("Copy as text"));
  show_answer (self);
}

static void
dray_order_card_dispose (GObject *object)
{
  DrayOrderCard *self = DRAY_ORDER_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->workspace);
  g_clear_object (&self->fleet);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (dray_order_card_parent_class)->dispose (object);
}

static void
dray_order_card_finalize (GObject *object)
{
  DrayOrderCard *self = DRAY_ORDER_CARD (object);

  g_ptr_array_unref (self->found);
  g_array_unref (self->stops);

  G_OBJECT_CLASS (dray_order_card_parent_class)->finalize (object);
}

static void
dray_order_card_class_init (DrayOrderCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_order_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_order_card_finalize;
  signals[SHOW_TRUCK] = g_signal_new ("show-truck", DRAY_TYPE_ORDER_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/order-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, search);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, orders);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, nothing);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, status);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, truck);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, before);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, expected);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, window);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, contact);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderCard, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_install_action (widget_class, "card.copy", NULL, copy_answer);
  gtk_widget_class_install_action (widget_class, "card.show", NULL, show_truck);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "card.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dray_order_card_init (DrayOrderCard *self)
{
  self->found = g_ptr_array_new ();
  self->stops = g_array_new (FALSE, FALSE, sizeof (DrayId));
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
take_stops (DrayOrderCard *self,
            DrayLiveTruck *truck)
{
  DrayLiveRoute *route = truck != NULL ? dray_live_truck_get_route (truck) : NULL;

  for (guint i = route != NULL ? dray_live_truck_get_n_done (truck) : 0; route != NULL && i < route->n_stops; i++)
    g_array_append_val (self->stops, route->stops[i].id);
}

/* @truck: (nullable): whose orders are shown before anything is typed */
GtkWidget *
dray_order_card_new (DrayWorkspace *workspace,
                     DrayLiveFleet *fleet,
                     DrayClock     *clock,
                     DrayLiveTruck *truck)
{
  g_return_val_if_fail (DRAY_IS_WORKSPACE (workspace), NULL);

  DrayOrderCard *self = g_object_new (DRAY_TYPE_ORDER_CARD, NULL);

  self->workspace = g_object_ref (workspace);
  self->fleet = g_object_ref (fleet);
  self->clock = g_object_ref (clock);
  self->tick = g_timeout_add_seconds (1, on_tick, self);
  take_stops (self, truck);
  on_search_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  return GTK_WIDGET (self);
}
