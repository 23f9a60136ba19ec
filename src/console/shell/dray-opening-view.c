/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-opening-view.h"

#include <glib/gi18n.h>

struct _DrayOpeningView {
  AdwBin          parent_instance;

  /* Template */
  AdwStatusPage  *page;
  GtkProgressBar *bar;
  GtkWidget      *ways;
  GtkWidget      *copy;
  GtkWidget      *cancel;
};

G_DEFINE_FINAL_TYPE (DrayOpeningView, dray_opening_view, ADW_TYPE_BIN)

static void
dray_opening_view_class_init (DrayOpeningViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/shell/opening-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayOpeningView, page);
  gtk_widget_class_bind_template_child (widget_class, DrayOpeningView, bar);
  gtk_widget_class_bind_template_child (widget_class, DrayOpeningView, ways);
  gtk_widget_class_bind_template_child (widget_class, DrayOpeningView, copy);
  gtk_widget_class_bind_template_child (widget_class, DrayOpeningView, cancel);
}

static void
dray_opening_view_init (DrayOpeningView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_opening_view_new (void)
{
  return g_object_new (DRAY_TYPE_OPENING_VIEW, NULL);
}

static void
show_ways (DrayOpeningView *self,
           gboolean         ways)
{
  gtk_widget_set_visible (self->copy, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !ways);
  gtk_widget_set_visible (self->cancel, !ways);
  gtk_widget_set_visible (self->ways, ways);
}

/* The ways to begin, for somebody who has not opened anything yet. */
void
dray_opening_view_set_welcome (DrayOpeningView *self)
{
  g_return_if_fail (DRAY_IS_OPENING_VIEW (self));

  adw_status_page_set_icon_name (self->page, "org.dray.Dray");
  adw_status_page_set_title (self->page, _("Welcome to Dray"));
  adw_status_page_set_description (self->page, _("The demo has a county, sixty trucks and a working day before it. "
                                                 "A workspace of your own starts empty: give it roads, then import trucks, drivers and orders from a spreadsheet."));
  show_ways (self, TRUE);
}

/* @words: what is being done; @fraction: 0 to 1, or less than 0 where nobody knows */
void
dray_opening_view_set_progress (DrayOpeningView *self,
                                const char      *words,
                                double           fraction)
{
  g_return_if_fail (DRAY_IS_OPENING_VIEW (self));

  adw_status_page_set_icon_name (self->page, "dray-truck-symbolic");
  adw_status_page_set_title (self->page, words);
  adw_status_page_set_description (self->page, NULL);
  show_ways (self, FALSE);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, MIN (fraction, 1));
  else
    gtk_progress_bar_pulse (self->bar);
}

/* @body: what happened, what was kept, what to do; @can_copy: a copy of the file can be made before anybody touches it */
void
dray_opening_view_set_trouble (DrayOpeningView *self,
                               const char      *title,
                               const char      *body,
                               gboolean         can_copy)
{
  g_return_if_fail (DRAY_IS_OPENING_VIEW (self));

  adw_status_page_set_icon_name (self->page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->page, title);

  g_autofree char *escaped = g_markup_escape_text (body, -1);

  adw_status_page_set_description (self->page, escaped);
  show_ways (self, TRUE);
  gtk_widget_set_visible (self->copy, can_copy);
}
