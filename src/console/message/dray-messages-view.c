/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-messages-view.h"

#include "dray-broadcast.h"
#include "dray-live-words.h"
#include "dray-message.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

/* As many trucks as one looks through by eye; a search finds the others. */
#define MAX_ROWS 200

struct _DrayMessagesView {
  AdwBin           parent_instance;

  /* Template */
  GtkSearchEntry  *search;
  GtkListBox      *list;
  GtkStack        *stack;
  GtkLabel        *title;
  GtkLabel        *driver;
  DrayThreadView  *thread;

  /* Owned */
  DrayMessageBook *book;
  DrayLiveTruck   *truck;      /* whose thread is shown; NULL: none */

  gboolean         is_filling;
};

G_DEFINE_FINAL_TYPE (DrayMessagesView, dray_messages_view, ADW_TYPE_BIN)

static DrayLiveFleet *
get_fleet (DrayMessagesView *self)
{
  return dray_engine_get_live_fleet (dray_message_book_get_engine (self->book));
}

/* Rows */

static char *
dup_title (DrayLiveTruck *truck)
{
  const char *driver = dray_live_truck_get_driver (truck);

  return driver != NULL ? g_strdup_printf (_("%s · %s"), dray_live_truck_get_number (truck), driver) : g_strdup (dray_live_truck_get_number (truck));
}

static GtkWidget *
new_label (const char *text,
           float       xalign,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
new_row (DrayLiveTruck           *truck,
         const DrayMessageThread *thread)
{
  const DrayRow *last = thread != NULL ? thread->messages->pdata[thread->messages->len - 1] : NULL;
  g_autofree char *title = dup_title (truck);
  g_autofree char *count = thread != NULL && thread->n_unread > 0 ? g_strdup_printf ("%u", thread->n_unread) : NULL;
  GtkWidget *row = gtk_list_box_row_new (), *grid = gtk_grid_new (), *name = new_label (title, 0, "heading");
  char time[DRAY_WORDS_SIZE] = "";

  if (last != NULL)
    dray_words_time (dray_row_get_integer (last, DRAY_MESSAGE_SENT_US), time);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_grid_attach (GTK_GRID (grid), name, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), new_label (time, 1, "numeric"), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), new_label (last != NULL ? dray_row_get_text (last, DRAY_MESSAGE_TEXT) : _("nothing was written yet"), 0, "dim-label"), 0, 1, 1, 1);
  if (count != NULL) {
    GtkWidget *badge = new_label (count, 0.5, "unread");

    gtk_widget_set_halign (badge, GTK_ALIGN_END);
    gtk_grid_attach (GTK_GRID (grid), badge, 1, 1, 1, 1);
  }
  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), grid);
  g_object_set_data_full (G_OBJECT (row), "truck", g_object_ref (truck), g_object_unref);
  return row;
}

static gboolean
is_wanted (const char              *words,
           DrayLiveTruck           *truck,
           const DrayMessageThread *thread)
{
  const char *driver = dray_live_truck_get_driver (truck);

  if (g_str_match_string (words, dray_live_truck_get_number (truck), TRUE) || (driver != NULL && g_str_match_string (words, driver, TRUE)))
    return TRUE;
  for (guint i = 0; thread != NULL && i < thread->messages->len; i++) {
    if (g_str_match_string (words, dray_row_get_text (thread->messages->pdata[i], DRAY_MESSAGE_TEXT), TRUE))
      return TRUE;
  }
  return FALSE;
}

static guint
add_row (DrayMessagesView        *self,
         DrayLiveTruck           *truck,
         const DrayMessageThread *thread)
{
  GtkWidget *row = new_row (truck, thread);

  gtk_list_box_append (self->list, row);
  if (truck == self->truck)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  return 1;
}

/* First those that something was written in, then, of a search, the trucks that it fits. */
static void
fill_list (DrayMessagesView *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  DrayLiveFleet *fleet = get_fleet (self);
  guint n = 0, n_trucks = g_list_model_get_n_items (G_LIST_MODEL (fleet));
  GtkWidget *row;

  self->is_filling = TRUE;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < dray_message_book_get_n_threads (self->book) && n < MAX_ROWS; i++) {
    const DrayMessageThread *thread = dray_message_book_get_thread (self->book, i);
    DrayLiveTruck *truck = dray_live_fleet_find_truck (fleet, &thread->truck);

    if (truck != NULL && (*words == '\0' || is_wanted (words, truck, thread)))
      n += add_row (self, truck, thread);
  }
  for (guint i = 0; i < n_trucks && n < MAX_ROWS; i++) {
    DrayLiveTruck *truck = dray_live_fleet_get_truck (fleet, i);

    if (dray_message_book_find_thread (self->book, dray_live_truck_get_id (truck)) == NULL && (*words == '\0' || is_wanted (words, truck, NULL)))
      n += add_row (self, truck, NULL);
  }
  self->is_filling = FALSE;
}

static void
on_search_changed (DrayMessagesView *self)
{
  fill_list (self);
}

static void
on_row_selected (DrayMessagesView *self,
                 GtkListBoxRow    *row)
{
  if (row != NULL && !self->is_filling)
    dray_messages_view_show (self, g_object_get_data (G_OBJECT (row), "truck"));
}

static void
locate (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  DrayMessagesView *self = DRAY_MESSAGES_VIEW (widget);

  if (self->truck != NULL)
    gtk_widget_activate_action (widget, "win.show-truck", "u", dray_live_truck_get_index (self->truck));
}

static void
broadcast (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  DrayMessagesView *self = DRAY_MESSAGES_VIEW (widget);
  GtkWidget *dialog = dray_broadcast_new (self->book);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
search (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (DRAY_MESSAGES_VIEW (widget)->search));
}

static void
dray_messages_view_dispose (GObject *object)
{
  DrayMessagesView *self = DRAY_MESSAGES_VIEW (object);

  self->is_filling = TRUE;
  g_clear_object (&self->truck);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (dray_messages_view_parent_class)->dispose (object);
}

static void
dray_messages_view_class_init (DrayMessagesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_messages_view_dispose;
  g_type_ensure (DRAY_TYPE_THREAD_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/message/messages-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayMessagesView, search);
  gtk_widget_class_bind_template_child (widget_class, DrayMessagesView, list);
  gtk_widget_class_bind_template_child (widget_class, DrayMessagesView, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayMessagesView, title);
  gtk_widget_class_bind_template_child (widget_class, DrayMessagesView, driver);
  gtk_widget_class_bind_template_child (widget_class, DrayMessagesView, thread);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_install_action (widget_class, "messages.locate", NULL, locate);
  gtk_widget_class_install_action (widget_class, "messages.broadcast", NULL, broadcast);
  gtk_widget_class_install_action (widget_class, "messages.search", NULL, search);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_b, GDK_CONTROL_MASK, "messages.broadcast", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "messages.search", NULL);
}

static void
dray_messages_view_init (DrayMessagesView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_messages_view_new (DrayMessageBook *book)
{
  g_return_val_if_fail (DRAY_IS_MESSAGE_BOOK (book), NULL);

  DrayMessagesView *self = g_object_new (DRAY_TYPE_MESSAGES_VIEW, NULL);

  self->book = g_object_ref (book);
  dray_thread_view_set_book (self->thread, book);
  g_signal_connect_object (book, "changed", G_CALLBACK (fill_list), self, G_CONNECT_SWAPPED);
  fill_list (self);
  return GTK_WIDGET (self);
}

/* Shows the thread with one truck. */
void
dray_messages_view_show (DrayMessagesView *self,
                         DrayLiveTruck    *truck)
{
  g_return_if_fail (DRAY_IS_MESSAGES_VIEW (self));

  const char *driver = dray_live_truck_get_driver (truck);
  g_autofree char *title = g_strdup_printf (_("Truck %s"), dray_live_truck_get_number (truck));

  g_set_object (&self->truck, truck);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->driver, driver != NULL ? driver : _("no driver"));
  dray_thread_view_set_truck (self->thread, truck);
  gtk_stack_set_visible_child_name (self->stack, "thread");
}

/* Returns: (transfer none) */
DrayThreadView *
dray_messages_view_get_thread (DrayMessagesView *self)
{
  g_return_val_if_fail (DRAY_IS_MESSAGES_VIEW (self), NULL);

  return self->thread;
}

/* Returns: (transfer none): a row a truck */
GtkListBox *
dray_messages_view_get_list (DrayMessagesView *self)
{
  g_return_val_if_fail (DRAY_IS_MESSAGES_VIEW (self), NULL);

  return self->list;
}
