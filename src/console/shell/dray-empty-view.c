/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-empty-view.h"

#include <glib/gi18n.h>

struct _DrayEmptyView {
  AdwBin         parent_instance;

  /* Template */
  AdwStatusPage *page;
};

G_DEFINE_FINAL_TYPE (DrayEmptyView, dray_empty_view, ADW_TYPE_BIN)

static void
dray_empty_view_class_init (DrayEmptyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/shell/empty-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayEmptyView, page);
}

static void
dray_empty_view_init (DrayEmptyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_empty_view_new (const DrayView *view)
{
  DrayEmptyView *self = g_object_new (DRAY_TYPE_EMPTY_VIEW, NULL);

  adw_status_page_set_icon_name (self->page, view->icon);
  adw_status_page_set_title (self->page, _(view->empty_title));
  adw_status_page_set_description (self->page, _(view->empty_body));
  return GTK_WIDGET (self);
}
