/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view-private.h"

#include "dray-compare-window.h"

#include <glib/gi18n.h>

/* The plan beside another one: what the drivers were told, or what stood here before. */

static void
on_merged (DrayPlanView  *self,
           DrayPlanDraft *merged)
{
  g_clear_pointer (&self->found, dray_plan_draft_unref);
  dray_plan_view_take (self, dray_plan_draft_ref (merged));
}

static void
compare (DrayPlanView  *self,
         DrayPlanDraft *mine,
         DrayPlanDraft *other,
         const char    *other_name)
{
  GtkWidget *window = dray_compare_window_new (mine, other, other_name);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  g_signal_connect_object (window, "merged", G_CALLBACK (on_merged), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
compare_told (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);

  if (self->draft != NULL && self->released != NULL)
    compare (self, self->found != NULL ? self->found : self->draft, self->released, _("What the drivers were told"));
}

/* A plan that was found is the other one until it is kept: single stops of it can be taken over. */
static void
compare_before (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);

  if (self->draft != NULL && self->found != NULL)
    compare (self, self->draft, self->found, _("The plan that was found"));
  else if (self->draft != NULL && self->before->len > 0)
    compare (self, self->draft, self->before->pdata[self->before->len - 1], _("The plan before"));
}

void
dray_plan_view_install_compare (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "plan.compare-told", NULL, compare_told);
  gtk_widget_class_install_action (widget_class, "plan.compare-before", NULL, compare_before);
}
