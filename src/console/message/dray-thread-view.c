/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-thread-view.h"

#include "dray-canned-reply.h"
#include "dray-live-words.h"
#include "dray-message.h"

#include <glib/gi18n.h>

/* Older ones stand in the list of messages. */
#define MAX_BUBBLES 200

struct _DrayThreadView {
  AdwBin             parent_instance;

  /* Template */
  GtkScrolledWindow *scrolled;
  GtkWidget         *bubbles;
  GtkWidget         *none;
  GtkEntry          *entry;
  GtkWidget         *replies;
  GtkPopover        *popover;
  GtkListBox        *reply_list;
  GtkToggleButton   *hold;
  GtkWidget         *send;

  /* Owned */
  DrayMessageBook   *book;
  DrayLiveTruck     *truck;
  guint              scroll;    /* idle */

  guint              n_messages;
};

G_DEFINE_FINAL_TYPE (DrayThreadView, dray_thread_view, ADW_TYPE_BIN)

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_widget_unparent (child);
}

/* Words under a bubble */

static char *
dup_fate (DrayThreadView *self,
          const DrayRow  *message)
{
  const char *broadcast = dray_row_get_text (message, DRAY_MESSAGE_BROADCAST);
  guint n, n_read;

  if (broadcast != NULL) {
    n = dray_message_book_count_broadcast (self->book, broadcast, &n_read);
    return g_strdup_printf (_("sent to %u drivers, %u have read it"), n, n_read);
  }
  if (dray_row_has (message, DRAY_MESSAGE_READ_US))
    return g_strdup (_("read"));
  if (dray_row_has (message, DRAY_MESSAGE_DELIVERED_US))
    return g_strdup (_("delivered"));
  if (dray_row_get_boolean (message, DRAY_MESSAGE_HOLD))
    return g_strdup (_("waits until the truck stands"));
  return g_strdup (_("sent"));
}

static char *
dup_caption (DrayThreadView *self,
             const DrayRow  *message,
             gboolean        from_driver)
{
  g_autofree char *fate = NULL;
  char time[DRAY_WORDS_SIZE];

  dray_words_time (dray_row_get_integer (message, DRAY_MESSAGE_SENT_US), time);
  if (from_driver)
    return g_strdup (time);
  fate = dup_fate (self, message);
  return g_strdup_printf ("%s, %s", time, fate);
}

static GtkWidget *
new_bubble (DrayThreadView *self,
            const DrayRow  *message)
{
  gboolean from_driver = g_strcmp0 (dray_row_get_text (message, DRAY_MESSAGE_DIRECTION), "from-driver") == 0;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *text = gtk_label_new (dray_row_get_text (message, DRAY_MESSAGE_TEXT));
  g_autofree char *caption = dup_caption (self, message, from_driver);
  GtkWidget *under = gtk_label_new (caption);

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_selectable (GTK_LABEL (text), FALSE);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 48);
  gtk_label_set_xalign (GTK_LABEL (under), from_driver ? 0 : 1);
  gtk_label_set_wrap (GTK_LABEL (under), TRUE);
  gtk_widget_add_css_class (under, "caption");
  gtk_widget_add_css_class (under, "dim-label");
  gtk_widget_add_css_class (under, "numeric");
  gtk_widget_add_css_class (box, "bubble");
  gtk_widget_add_css_class (box, from_driver ? "theirs" : "ours");
  gtk_widget_set_halign (box, from_driver ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), under);
  return box;
}

/* The newest is what somebody looks for. */
static gboolean
on_scroll (gpointer data)
{
  DrayThreadView *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);

  self->scroll = 0;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  return G_SOURCE_REMOVE;
}

static void
scroll_down (DrayThreadView *self)
{
  if (self->scroll == 0)
    self->scroll = g_timeout_add (50, on_scroll, self);
}

static void
mark_read (DrayThreadView *self)
{
  if (self->book != NULL && self->truck != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    dray_message_book_mark_read (self->book, dray_live_truck_get_id (self->truck));
}

static void
show_thread (DrayThreadView *self)
{
  const DrayMessageThread *thread;
  guint first, n_before = self->n_messages;

  thread = self->book != NULL && self->truck != NULL ? dray_message_book_find_thread (self->book, dray_live_truck_get_id (self->truck)) : NULL;
  clear_box (self->bubbles);
  self->n_messages = thread != NULL ? thread->messages->len : 0;
  first = self->n_messages > MAX_BUBBLES ? self->n_messages - MAX_BUBBLES : 0;
  for (guint i = first; i < self->n_messages; i++)
    gtk_box_append (GTK_BOX (self->bubbles), new_bubble (self, thread->messages->pdata[i]));
  gtk_widget_set_visible (self->none, self->n_messages == 0);
  if (self->n_messages != n_before)
    scroll_down (self);
  mark_read (self);
}

static void
show_replies (DrayThreadView *self)
{
  GPtrArray *replies = self->book != NULL ? dray_message_book_get_replies (self->book) : NULL;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->reply_list))) != NULL)
    gtk_list_box_remove (self->reply_list, row);
  for (guint i = 0; replies != NULL && i < replies->len; i++) {
    GtkWidget *label = gtk_label_new (dray_row_get_text (replies->pdata[i], DRAY_CANNED_REPLY_TITLE));

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_set_tooltip_text (label, dray_row_get_text (replies->pdata[i], DRAY_CANNED_REPLY_TEXT));
    gtk_list_box_append (self->reply_list, label);
  }
  gtk_widget_set_visible (self->replies, replies != NULL && replies->len > 0);
}

static void
on_book_changed (DrayThreadView *self)
{
  show_thread (self);
  show_replies (self);
}

/* The text goes into the line and can still be changed. */
static void
on_reply (DrayThreadView *self,
          GtkListBoxRow  *row)
{
  GPtrArray *replies = dray_message_book_get_replies (self->book);
  int i = gtk_list_box_row_get_index (row);

  gtk_popover_popdown (self->popover);
  if (i < 0 || (guint) i >= replies->len)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), dray_row_get_text (replies->pdata[i], DRAY_CANNED_REPLY_TEXT));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
on_entry_changed (DrayThreadView *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  gtk_widget_set_sensitive (self->send, *text != '\0' && self->truck != NULL && self->book != NULL);
}

static void
on_send (DrayThreadView *self)
{
  if (!gtk_widget_get_sensitive (self->send))
    return;
  dray_message_book_send (self->book, dray_live_truck_get_id (self->truck), 1, gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                          gtk_toggle_button_get_active (self->hold));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_toggle_button_set_active (self->hold, FALSE);
}

static void
dray_thread_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dray_thread_view_parent_class)->map (widget);
  mark_read (DRAY_THREAD_VIEW (widget));
  scroll_down (DRAY_THREAD_VIEW (widget));
}

static void
dray_thread_view_dispose (GObject *object)
{
  DrayThreadView *self = DRAY_THREAD_VIEW (object);

  g_clear_handle_id (&self->scroll, g_source_remove);
  if (self->book != NULL)
    g_signal_handlers_disconnect_by_data (self->book, self);
  g_clear_object (&self->book);
  g_clear_object (&self->truck);

  G_OBJECT_CLASS (dray_thread_view_parent_class)->dispose (object);
}

static void
dray_thread_view_class_init (DrayThreadViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_thread_view_dispose;
  widget_class->map = dray_thread_view_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/message/thread-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayThreadView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, DrayThreadView, bubbles);
  gtk_widget_class_bind_template_child (widget_class, DrayThreadView, none);
  gtk_widget_class_bind_template_child (widget_class, DrayThreadView, entry);
  gtk_widget_class_bind_template_child (widget_class, DrayThreadView, replies);
  gtk_widget_class_bind_template_child (widget_class, DrayThreadView, popover);
  gtk_widget_class_bind_template_child (widget_class, DrayThreadView, reply_list);
  gtk_widget_class_bind_template_child (widget_class, DrayThreadView, hold);
  gtk_widget_class_bind_template_child (widget_class, DrayThreadView, send);
  gtk_widget_class_bind_template_callback (widget_class, on_send);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_reply);
}

static void
dray_thread_view_init (DrayThreadView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @book: (nullable): what is shown and written into; once */
void
dray_thread_view_set_book (DrayThreadView  *self,
                           DrayMessageBook *book)
{
  g_return_if_fail (DRAY_IS_THREAD_VIEW (self));
  g_return_if_fail (self->book == NULL);

  if (book == NULL)
    return;
  self->book = g_object_ref (book);
  g_signal_connect_object (book, "changed", G_CALLBACK (on_book_changed), self, G_CONNECT_SWAPPED);
  on_book_changed (self);
}

/* @truck: (nullable): whose driver is written to; what stands in the line is thrown away with another one */
void
dray_thread_view_set_truck (DrayThreadView *self,
                            DrayLiveTruck  *truck)
{
  g_return_if_fail (DRAY_IS_THREAD_VIEW (self));

  const char *driver = truck != NULL ? dray_live_truck_get_driver (truck) : NULL;
  g_autofree char *hint = NULL;

  if (truck == self->truck)
    return;
  g_set_object (&self->truck, truck);
  hint = driver != NULL ? g_strdup_printf (_("Message to %s"), driver) : g_strdup (_("Message to the cab"));
  gtk_entry_set_placeholder_text (self->entry, hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, hint, -1);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  show_thread (self);
}

/* Returns: (transfer none): where one writes */
GtkWidget *
dray_thread_view_get_entry (DrayThreadView *self)
{
  g_return_val_if_fail (DRAY_IS_THREAD_VIEW (self), NULL);

  return GTK_WIDGET (self->entry);
}

guint
dray_thread_view_get_n_messages (DrayThreadView *self)
{
  g_return_val_if_fail (DRAY_IS_THREAD_VIEW (self), 0);

  return self->n_messages;
}
