/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-stop-row.h"

#include "dray-live-words.h"
#include "dray-units.h"

#include <glib/gi18n.h>

struct _DrayStopRow {
  GtkListBoxRow  parent_instance;

  /* Template */
  GtkStack      *pin;
  GtkLabel      *number;
  GtkLabel      *name;
  GtkLabel      *eta;
  GtkLabel      *window;

  guint          index;
};

G_DEFINE_FINAL_TYPE (DrayStopRow, dray_stop_row, GTK_TYPE_LIST_BOX_ROW)

static void
dray_stop_row_class_init (DrayStopRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/stop-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayStopRow, pin);
  gtk_widget_class_bind_template_child (widget_class, DrayStopRow, number);
  gtk_widget_class_bind_template_child (widget_class, DrayStopRow, name);
  gtk_widget_class_bind_template_child (widget_class, DrayStopRow, eta);
  gtk_widget_class_bind_template_child (widget_class, DrayStopRow, window);
}

static void
dray_stop_row_init (DrayStopRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_words (GtkLabel   *label,
           const char *words)
{
  if (!g_str_equal (words, gtk_label_get_text (label)))
    gtk_label_set_text (label, words);
}

static void
set_class (GtkWidget  *widget,
           const char *class_name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, class_name);
  else
    gtk_widget_remove_css_class (widget, class_name);
}

/* @index: from 0 */
GtkWidget *
dray_stop_row_new (const DrayLiveStop *stop,
                   guint               index)
{
  DrayStopRow *self = g_object_new (DRAY_TYPE_STOP_ROW, NULL);
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  g_autofree char *tip = stop->address != NULL && *stop->address != '\0'
                           ? g_strdup_printf ("%s\n%s", stop->name, stop->address) : g_strdup (stop->name);
  char opens[DRAY_WORDS_SIZE], closes[DRAY_WORDS_SIZE];

  self->index = index;
  gtk_label_set_text (self->number, number);
  gtk_label_set_text (self->name, stop->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tip);
  dray_words_time (stop->open_us, opens);
  dray_words_time (stop->close_us, closes);
  if (stop->open_us != DRAY_NEVER || stop->close_us != DRAY_NEVER) {
    g_autofree char *window = g_strdup_printf ("%s–%s", opens, closes);

    gtk_label_set_text (self->window, window);
  }
  return GTK_WIDGET (self);
}

/**
 * dray_stop_row_update:
 * @times: (nullable): as far as they are known
 * @done: the truck has left the stop
 */
void
dray_stop_row_update (DrayStopRow         *self,
                      const DrayLiveStop  *stop,
                      const DrayStopTimes *times,
                      gboolean             done)
{
  g_return_if_fail (DRAY_IS_STOP_ROW (self));

  gint64 eta_us = times != NULL && self->index < times->n ? times->eta_us[self->index] : DRAY_NEVER;
  gboolean here = times != NULL && self->index < times->n && !done && times->arrived_us[self->index] != DRAY_NEVER;
  gboolean late = stop->close_us != DRAY_NEVER && eta_us != DRAY_NEVER && eta_us > stop->close_us;
  char words[DRAY_WORDS_SIZE];

  dray_words_time (eta_us, words);
  set_words (self->eta, words);
  gtk_stack_set_visible_child_name (self->pin, done ? "done" : "number");
  set_class (GTK_WIDGET (self), "done", done);
  set_class (GTK_WIDGET (self), "here", here);
  set_class (GTK_WIDGET (self), "late", late);
}
