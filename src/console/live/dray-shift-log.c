/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shift-log.h"

#include "dray-shift-book.h"
#include "dray-shift-note.h"
#include "dray-units.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

struct _DrayShiftLog {
  AdwWindow      parent_instance;

  /* Template */
  AdwToastOverlay *toasts;
  GtkEntry      *entry;
  GtkLabel      *about;
  GtkListBox    *lines;
  GtkButton     *sign_all;
  GtkLabel      *page;

  /* Owned */
  DrayEngine    *engine;
  DrayAlarms    *alarms;
  DrayShiftBook *book;
  DrayLiveTruck *truck;     /* (nullable): what a new line is about */
};

G_DEFINE_FINAL_TYPE (DrayShiftLog, dray_shift_log, ADW_TYPE_WINDOW)

static char *
dup_when (gint64 at_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_us / DRAY_US_PER_S);

  return g_date_time_format (at, _("%a %H:%M"));
}

static void
on_sign (GtkButton *button,
         gpointer   user_data)
{
  DrayShiftLog *self = user_data;

  dray_shift_book_sign (self->book, g_object_get_data (G_OBJECT (button), "line"));
}

/* A signed line says so; one that isn't can be signed. */
static GtkWidget *
make_mark (DrayShiftLog *self,
           DrayRow      *line)
{
  GtkWidget *mark;

  if (dray_row_get_boolean (line, DRAY_SHIFT_NOTE_SIGNED)) {
    mark = gtk_image_new_from_icon_name ("object-select-symbolic");
    gtk_widget_set_tooltip_text (mark, _("Read and signed"));
    gtk_widget_add_css_class (mark, "dim-label");
    gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Read and signed"), -1);
  } else {
    mark = gtk_button_new_with_label (_("Sign"));
    g_object_set_data_full (G_OBJECT (mark), "line", g_memdup2 (&line->id, sizeof line->id), g_free);
    g_signal_connect (mark, "clicked", G_CALLBACK (on_sign), self);
  }
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  return mark;
}

static GtkWidget *
make_row (DrayShiftLog *self,
          DrayRow      *line)
{
  g_autofree char *when = dup_when (dray_row_get_integer (line, DRAY_SHIFT_NOTE_AT_US));
  const char *author = dray_row_get_text (line, DRAY_SHIFT_NOTE_AUTHOR);
  g_autofree char *below = author != NULL && *author != '\0' ? g_strdup_printf ("%s · %s", when, author) : g_strdup (when);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *text = gtk_label_new (dray_row_get_text (line, DRAY_SHIFT_NOTE_TEXT)), *caption = gtk_label_new (below);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (caption, "numeric");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), text);
  gtk_box_append (GTK_BOX (words), caption);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), make_mark (self, line));
  gtk_widget_add_css_class (box, "shift-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
show_page (DrayShiftLog *self)
{
  g_autofree char *page = dray_shift_book_dup_handover (self->book, self->alarms, dray_engine_get_live_fleet (self->engine));

  gtk_label_set_text (self->page, page);
}

static void
on_changed (DrayShiftLog *self)
{
  GPtrArray *lines = dray_shift_book_get_lines (self->book);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_list_box_remove (self->lines, child);
  for (guint i = 0; i < lines->len; i++)
    gtk_list_box_append (self->lines, make_row (self, lines->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->lines), lines->len > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_all), dray_shift_book_get_unsigned (self->book) > 0);
  show_page (self);
}

static void
on_failed (DrayShiftLog *self,
           const char   *words)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

/* The words stay in the entry until they are handed on. */
static void
on_add (DrayShiftLog *self)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  DrayId id = dray_engine_make_id (self->engine);

  if (*words == '\0')
    return;
  dray_shift_book_write (self->book, words, &id, self->truck != NULL ? dray_live_truck_get_id (self->truck) : NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
on_sign_all (DrayShiftLog *self)
{
  dray_shift_book_sign_all (self->book);
}

static void
on_copy (DrayShiftLog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->page));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("The hand-over was copied as text")));
}

static void
dray_shift_log_dispose (GObject *object)
{
  DrayShiftLog *self = DRAY_SHIFT_LOG (object);

  g_clear_object (&self->book);
  g_clear_object (&self->alarms);
  g_clear_object (&self->engine);
  g_clear_object (&self->truck);

  G_OBJECT_CLASS (dray_shift_log_parent_class)->dispose (object);
}

static void
dray_shift_log_class_init (DrayShiftLogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_shift_log_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/shift-log.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayShiftLog, toasts);
  gtk_widget_class_bind_template_child (widget_class, DrayShiftLog, entry);
  gtk_widget_class_bind_template_child (widget_class, DrayShiftLog, about);
  gtk_widget_class_bind_template_child (widget_class, DrayShiftLog, lines);
  gtk_widget_class_bind_template_child (widget_class, DrayShiftLog, sign_all);
  gtk_widget_class_bind_template_child (widget_class, DrayShiftLog, page);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_all);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dray_shift_log_init (DrayShiftLog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @alarms: (nullable): for the page */
GtkWidget *
dray_shift_log_new (DrayEngine *engine,
                    DrayAlarms *alarms)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayShiftLog *self = g_object_new (DRAY_TYPE_SHIFT_LOG, NULL);

  self->engine = g_object_ref (engine);
  g_set_object (&self->alarms, alarms);
  self->book = dray_shift_book_new (dray_engine_get_workspace (engine), dray_engine_get_clock (engine));
  g_signal_connect_object (self->book, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->book, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  if (alarms != NULL)
    g_signal_connect_object (alarms, "changed", G_CALLBACK (show_page), self, G_CONNECT_SWAPPED);
  on_changed (self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->entry));
  return GTK_WIDGET (self);
}

/* @truck: (nullable): new lines are about it */
void
dray_shift_log_set_truck (DrayShiftLog  *self,
                          DrayLiveTruck *truck)
{
  g_return_if_fail (DRAY_IS_SHIFT_LOG (self));

  g_autofree char *words = truck != NULL ? g_strdup_printf (_("About truck %s"), dray_live_truck_get_number (truck)) : NULL;

  g_set_object (&self->truck, truck);
  gtk_label_set_text (self->about, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->about), truck != NULL);
}
