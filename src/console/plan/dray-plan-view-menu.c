/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view-private.h"

#include "dray-plan-pins.h"
#include "dray-repair-window.h"
#include "dray-time-line-private.h"

#include <glib/gi18n.h>

/* What can be done with a lane or a stop besides carrying it: pin it, or say what went wrong and choose a way out. */

/* Pins */

static gboolean
is_pinned_route (DrayPlanView *self,
                 int           truck)
{
  return g_hash_table_contains (self->pinned, &self->draft->day->request.trucks[truck].truck);
}

/* The pins that the person set, on the draft that is shown: so that a drag respects them at once. */
void
dray_plan_view_apply_pins (DrayPlanView *self)
{
  g_autofree guint8 *pinned = NULL;
  g_autoptr (GError) error = NULL;
  DrayPlanDraft *changed;

  if (self->draft == NULL)
    return;
  pinned = g_new0 (guint8, self->draft->day->request.n_trucks + 1);
  for (int v = 0; v < self->draft->day->request.n_trucks; v++)
    pinned[v] = is_pinned_route (self, v);
  changed = dray_plan_draft_pin (self->draft, pinned, &error);
  if (changed == NULL) {
    gtk_label_set_text (self->status, error->message);
    return;
  }
  dray_plan_draft_unref (self->draft);
  self->draft = changed;
  dray_plan_view_show (self);
}

static void
pin_route (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);
  int truck = g_variant_get_int32 (parameter);
  const DrayId *id;

  if (self->draft == NULL || self->found != NULL || truck < 0 || truck >= self->draft->day->request.n_trucks)
    return;
  id = &self->draft->day->request.trucks[truck].truck;
  if (!g_hash_table_remove (self->pinned, id))
    g_hash_table_add (self->pinned, g_memdup2 (id, sizeof *id));
  dray_plan_view_apply_pins (self);
}

static void
on_pinned (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DrayPlanView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL)
    gtk_label_set_text (self->status, error->message);
}

/* A pinned stop is so for everybody and for the next plan: it is written into its task. */
static void
pin_stop (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);
  int task = g_variant_get_int32 (parameter), truck;
  DrayWorkspace *workspace = dray_engine_get_workspace (self->engine);
  g_autoptr (GError) error = NULL;
  DrayPlanDraft *changed;
  DrayIntent *intent;

  if (self->draft == NULL || self->found != NULL || task < 0 || task >= self->draft->day->request.n_tasks)
    return;
  truck = self->draft->day->request.tasks[task].pinned > 0 ? -1 : dray_time_line_get_lane_of (self->line, task);
  changed = dray_plan_draft_pin_task (self->draft, task, truck, &error);
  if (changed == NULL) {
    gtk_label_set_text (self->status, error->message);
    return;
  }
  intent = dray_intent_new (dray_workspace_get_schema (workspace), "task.pin");
  dray_intent_set_id (intent, "task", &self->draft->day->request.tasks[task].id);
  if (truck >= 0)
    dray_intent_set_id (intent, "truck", &self->draft->day->request.trucks[truck].truck);
  dray_workspace_submit_async (workspace, intent, NULL, on_pinned, g_object_ref (self));
  dray_plan_draft_unref (self->draft);
  self->draft = changed;
  dray_plan_view_show (self);
}

/* Troubles */

/* Taken: it is worked on and released like any other draft; what it was for is done with the release. */
static void
on_taken (DrayPlanView         *self,
          const DrayPlanRepair *repair)
{
  g_autofree char *words = g_strdup_printf (_("%s Release tells the drivers."), repair->words);

  g_clear_pointer (&self->found, dray_plan_draft_unref);
  dray_plan_view_take (self, dray_plan_draft_ref (repair->draft));
  gtk_label_set_text (self->status, words);
}

static char *
say_trouble (const DrayPlanDraft *draft,
             DrayTroubleKind      kind,
             int                  truck,
             int                  task)
{
  const char *number = truck >= 0 ? dray_plan_day_get_truck (draft->day, truck)->number : "";
  const char *driver = truck >= 0 ? dray_plan_day_get_truck (draft->day, truck)->driver : NULL;
  const char *place = task >= 0 ? dray_plan_day_get_task (draft->day, task)->name : "";

  switch (kind) {
  case DRAY_TROUBLE_BREAKDOWN:
    return g_strdup_printf (_("Truck %s can’t go on"), number);
  case DRAY_TROUBLE_SICK:
    return g_strdup_printf (_("%s can’t drive truck %s"), driver != NULL ? driver : _("The driver"), number);
  case DRAY_TROUBLE_LATE:
    return g_strdup_printf (_("Truck %s is running late"), number);
  case DRAY_TROUBLE_CLOSED:
    return g_strdup_printf (_("%s is closed"), place);
  case DRAY_TROUBLE_CANCELLED:
    return g_strdup_printf (_("%s has cancelled"), place);
  case DRAY_TROUBLE_URGENT:
  default:
    return g_strdup_printf (_("%s is urgent"), place);
  }
}

/* @truck, @task: indices in the draft's day, or -1. Returns: (transfer none): the window */
GtkWidget *
dray_plan_view_open_repairs (DrayPlanView    *self,
                             DrayTroubleKind  kind,
                             int              truck,
                             int              task,
                             gint64           again_us)
{
  DrayTrouble trouble = { .kind = kind, .again_us = again_us };
  g_autofree char *words = NULL;
  GtkWidget *window;

  if (self->draft == NULL)
    return NULL;
  if (truck >= 0)
    trouble.truck = self->draft->day->request.trucks[truck].truck;
  if (task >= 0)
    trouble.task = self->draft->day->request.tasks[task].id;
  words = say_trouble (self->draft, kind, truck, task);
  window = dray_repair_window_new (self->engine, &trouble, words);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  g_signal_connect_object (window, "taken", G_CALLBACK (on_taken), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* A customer who is closed now is tried again so much later, where nobody says when he opens. */
#define AGAIN_S (4 * 3600)

static void
open_trouble (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);
  gint64 now_us = dray_clock_now_us (dray_engine_get_clock (self->engine));
  gint32 kind, truck, task;

  g_variant_get (parameter, "(iii)", &kind, &truck, &task);
  if (self->draft == NULL || truck >= self->draft->day->request.n_trucks || task >= self->draft->day->request.n_tasks)
    return;
  dray_plan_view_open_repairs (self, (DrayTroubleKind) kind, truck, task, now_us + AGAIN_S * G_GINT64_CONSTANT (1000000));
}

/**
 * dray_plan_view_repair_truck:
 *
 * Opens the ways out for a truck: from an alarm elsewhere. Returns: %FALSE where the day is not read yet or has no such truck
 */
gboolean
dray_plan_view_repair_truck (DrayPlanView    *self,
                             DrayTroubleKind  kind,
                             const DrayId    *truck)
{
  g_return_val_if_fail (DRAY_IS_PLAN_VIEW (self), FALSE);

  int index = self->draft != NULL ? dray_plan_day_find_truck (self->draft->day, truck) : -1;

  if (index < 0) {
    self->asked = (DrayTrouble) { .kind = kind, .truck = *truck };
    self->has_asked = self->draft == NULL;
    return FALSE;
  }
  dray_time_line_scroll_to_lane (self->line, index);
  return dray_plan_view_open_repairs (self, kind, index, -1, DRAY_NEVER) != NULL;
}

/* What was asked for while the day was still being read. */
void
dray_plan_view_open_asked (DrayPlanView *self)
{
  DrayTrouble asked = self->asked;

  if (!self->has_asked || self->draft == NULL)
    return;
  self->has_asked = FALSE;
  dray_plan_view_repair_truck (self, asked.kind, &asked.truck);
}

/* The menu */

static void
add_trouble (GMenu           *menu,
             const char      *label,
             DrayTroubleKind  kind,
             int              truck,
             int              task)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "plan.trouble", "(iii)", (gint32) kind, truck, task);
  g_menu_append_item (menu, item);
}

static void
add_item (GMenu      *menu,
          const char *label,
          const char *action,
          int         target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "i", target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (DrayPlanView *self,
           int           truck,
           int           task)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) pins = g_menu_new (), troubles = g_menu_new (), more = g_menu_new ();
  gboolean is_live = self->draft->day->ask->live;

  add_item (pins, is_pinned_route (self, truck) ? _("Unpin the route") : _("Pin the route"), "plan.pin-route", truck);
  if (task >= 0)
    add_item (pins, self->draft->day->request.tasks[task].pinned > 0 ? _("Unpin the stop") : _("Pin the stop to this truck"), "plan.pin-stop", task);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (pins));
  if (is_live && task >= 0) {
    add_trouble (troubles, _("The customer is closed…"), DRAY_TROUBLE_CLOSED, truck, task);
    add_trouble (troubles, _("The customer has cancelled…"), DRAY_TROUBLE_CANCELLED, truck, task);
  }
  if (is_live) {
    add_trouble (troubles, _("The truck is late…"), DRAY_TROUBLE_LATE, truck, -1);
    add_trouble (troubles, _("The truck has broken down…"), DRAY_TROUBLE_BREAKDOWN, truck, -1);
  }
  add_trouble (troubles, _("The driver is sick…"), DRAY_TROUBLE_SICK, truck, -1);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (troubles));
  return G_MENU_MODEL (menu);
}

static void
on_menu_closed (GtkPopover *popover)
{
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, popover);
}

static void
on_menu (DrayPlanView *self,
         int           truck,
         int           task,
         double        x,
         double        y)
{
  g_autoptr (GMenuModel) menu = NULL;
  GtkWidget *popover;

  if (self->draft == NULL || self->found != NULL || self->job != NULL)
    return;
  menu = make_menu (self, truck, task);
  popover = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (popover, GTK_WIDGET (self->line_place));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  g_signal_connect (popover, "closed", G_CALLBACK (on_menu_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
dray_plan_view_install_menu (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "plan.pin-route", "i", pin_route);
  gtk_widget_class_install_action (widget_class, "plan.pin-stop", "i", pin_stop);
  gtk_widget_class_install_action (widget_class, "plan.trouble", "(iii)", open_trouble);
}

void
dray_plan_view_add_menu (DrayPlanView *self)
{
  self->pinned = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  g_signal_connect_object (self->line, "menu", G_CALLBACK (on_menu), self, G_CONNECT_SWAPPED);
}
