/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view-private.h"

#include "dray-day-window.h"
#include "dray-order-window.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* Orders that come while the plan stands, changes that let one in, and how the drivers know. */

static void
present (DrayPlanView *self,
         GtkWidget    *window)
{
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

/* What the drivers were told is then of a day without the order: the release compares by ids, and finds it new. */
static void
on_promised (DrayPlanView  *self,
             DrayPlanDraft *draft)
{
  g_clear_pointer (&self->found, dray_plan_draft_unref);
  dray_plan_view_take (self, dray_plan_draft_ref (draft));
  gtk_label_set_text (self->status, _("Promised, confirmed and placed. Release tells its driver."));
}

static void
new_order (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);
  GtkWidget *window;

  if (self->draft == NULL)
    return;
  window = dray_order_window_new (self->engine, self->draft);
  g_signal_connect_object (window, "promised", G_CALLBACK (on_promised), self, G_CONNECT_SWAPPED);
  present (self, window);
}

static void
show_told (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);
  GtkWidget *window;

  if (self->draft == NULL)
    return;
  window = dray_day_window_new (self->engine, self->draft->day->day, self->draft->day->zone);
  if (g_str_equal (action, "plan.close-day"))
    dray_day_window_show_close (DRAY_DAY_WINDOW (window));
  present (self, window);
}

/* Recurring orders */

static void
on_taken_in (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (DrayPlanView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayRecurringDay) made = dray_engine_take_recurring_finish (DRAY_ENGINE (source), result, &error);
  g_autoptr (GString) words = NULL;

  if (self->line == NULL)
    return;
  if (made == NULL) {
    gtk_label_set_text (self->status, error->message);
    return;
  }
  words = g_string_new (NULL);
  g_string_append_printf (words, ngettext ("%d recurring order was taken in", "%d recurring orders were taken in", made->n_orders), made->n_orders);
  if (made->n_there > 0)
    g_string_append_printf (words, ngettext ("; %d was there already", "; %d were there already", made->n_there), made->n_there);
  for (guint i = 0; i < made->refused->len; i++)
    g_string_append_printf (words, "\n%s", (const char *) made->refused->pdata[i]);
  if (made->n_orders > 0 && self->job == NULL)
    dray_plan_view_change_day (self);
  gtk_label_set_text (self->notes, words->str);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), TRUE);
}

static void
take_recurring (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);

  if (self->draft != NULL && self->job == NULL)
    dray_engine_take_recurring_async (self->engine, self->draft->day->day, NULL, on_taken_in, g_object_ref (self));
}

/* Changes that let an order in */

/* The truck that would take it at a price: the stop is taken up there, where Enter puts it down and asks for the reason. */
static void
try_truck (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);
  int task = g_variant_get_int32 (parameter);
  const DrayPlanReason *reason = self->shown != NULL ? dray_plan_draft_find_reason (self->shown, task) : NULL;

  if (reason != NULL && reason->change != NULL)
    dray_time_line_carry_to (self->line, task, reason->relaxation.vehicle);
}

static void
on_changed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (DrayPlanView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL)
    gtk_label_set_text (self->status, error->message);
  else if (self->engine != NULL && self->draft != NULL && self->job == NULL)
    dray_plan_view_change_day (self);
}

static void
submit (DrayPlanView *self,
        DrayIntent   *intent)
{
  dray_workspace_submit_async (dray_engine_get_workspace (self->engine), intent, NULL, on_changed, g_object_ref (self));
}

/* The window that would let it in: as wide on either side as was tried. */
static void
widen (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);
  int index = g_variant_get_int32 (parameter);
  const DrayPlanReason *reason = self->draft != NULL ? dray_plan_draft_find_reason (self->draft, index) : NULL;
  const DrayPlannerTask *task = self->draft != NULL ? &self->draft->day->request.tasks[index] : NULL;
  DrayIntent *intent;

  if (reason == NULL || reason->change == NULL || reason->relaxation.kind != DRAY_RELAX_WINDOW)
    return;
  intent = dray_intent_new (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), "order.confirm");
  dray_intent_set_id (intent, "order", &task->order);
  dray_intent_set_id (intent, "task", &task->id);
  if (task->open_us != DRAY_NEVER)
    dray_intent_set_integer (intent, "open_us", task->open_us - reason->relaxation.amount * DRAY_US_PER_S);
  if (task->close_us != DRAY_NEVER)
    dray_intent_set_integer (intent, "close_us", task->close_us + reason->relaxation.amount * DRAY_US_PER_S);
  submit (self, intent);
}

/* To the day after the plan's. */
static void
put_off (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);
  int index = g_variant_get_int32 (parameter);
  g_autoptr (GDateTime) next = NULL;
  g_autofree char *date = NULL;
  DrayIntent *intent;

  if (self->draft == NULL || index < 0 || index >= self->draft->day->request.n_tasks)
    return;
  next = g_date_time_new_from_unix_utc ((self->draft->day->day + 1) * 86400);
  date = g_date_time_format (next, "\"%F\"");
  intent = dray_intent_new (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), "field.set");
  dray_intent_set_text (intent, "table", "order");
  dray_intent_set_id (intent, "id", &self->draft->day->request.tasks[index].order);
  dray_intent_set_text (intent, "field", "day");
  dray_intent_set_text (intent, "value", date);
  submit (self, intent);
}

void
dray_plan_view_install_orders (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "plan.new-order", NULL, new_order);
  gtk_widget_class_install_action (widget_class, "plan.told", NULL, show_told);
  gtk_widget_class_install_action (widget_class, "plan.close-day", NULL, show_told);
  gtk_widget_class_install_action (widget_class, "plan.take-recurring", NULL, take_recurring);
  gtk_widget_class_install_action (widget_class, "plan.try-truck", "i", try_truck);
  gtk_widget_class_install_action (widget_class, "plan.widen", "i", widen);
  gtk_widget_class_install_action (widget_class, "plan.put-off", "i", put_off);
}
