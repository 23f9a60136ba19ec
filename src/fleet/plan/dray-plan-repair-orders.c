/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-repair-private.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>

/* Ways out where no truck is lost: one that is late, a customer who cancels, an order that can't wait. */

/* How many stops of others may change places for an order that can't wait, or once one has gone. */
#define FEW_STOPS 6

/* Late */

static gboolean
is_late (const DrayPlanDraft *draft,
         const DrayDraftStop *stop)
{
  gint64 close_us = draft->day->request.tasks[stop->task].close_us;

  return !stop->loads && close_us != DRAY_NEVER && stop->begin_us > close_us;
}

/* The tasks that the truck would come too late for, those that it is committed to left out. */
static GArray *
list_late (DrayRepairFinder *self)
{
  const DrayDraftRoute *route = dray_plan_draft_find_route (self->before, self->truck);
  const DrayPlannerLive *live = &self->day->request.live[self->truck];
  GArray *late = g_array_new (FALSE, FALSE, sizeof (int));

  for (int i = live->n_prefix; route != NULL && i < route->n_stops; i++)
    if (is_late (self->before, &route->stops[i]))
      g_array_append_val (late, route->stops[i].task);
  return late;
}

/* Nothing is changed: what it costs the others is compared with this. */
static void
offer_as_it_is (DrayRepairFinder *self,
                guint             n_late)
{
  DrayPlanDay *copy = dray_plan_day_copy (self->day);
  DrayPlanRepair *repair;

  for (int v = 0; v < copy->request.n_trucks; v++)
    dray_repair_hold (copy, v);
  repair = dray_repair_offer (self, DRAY_REPAIR_AS_IT_IS, copy, 0);
  if (repair != NULL)
    repair->words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Truck %s goes on as it was told; %u customer is told that it comes later.",
                                                  "Truck %s goes on as it was told; %u customers are told that it comes later.", n_late),
                                     dray_repair_number_of (self, self->truck), n_late);
}

static void
offer_other_order (DrayRepairFinder *self)
{
  DrayPlanDay *copy = dray_plan_day_copy (self->day);
  DrayPlanRepair *repair;

  for (int v = 0; v < copy->request.n_trucks; v++)
    if (v != self->truck)
      dray_repair_hold (copy, v);
  repair = dray_repair_offer (self, DRAY_REPAIR_OTHER_ORDER, copy, DRAY_PLANNER_ANY_CHURN);
  if (repair != NULL)
    repair->words = g_strdup_printf (_("Truck %s makes its stops in another order; nobody else is told anything."), dray_repair_number_of (self, self->truck));
}

/* Who is out anyway meets the late truck and takes over what it would be late for; before it is loaded, they just take it. */
static void
offer_relief (DrayRepairFinder *self,
              const GArray     *late)
{
  DrayPlanDay *copy = dray_plan_day_copy (self->day);
  DrayPlannerLive *live = dray_repair_live_of (copy, self->truck);
  gboolean aboard = live->under_way;
  DrayPlanRepair *repair;

  for (guint i = 0; i < late->len; i++) {
    DrayPlannerTask *task = dray_repair_task_of (copy, g_array_index (late, int, i));

    if (!aboard || task->kind != DRAY_PLANNER_DELIVERY)
      continue;
    dray_repair_remove_int (live->aboard, &live->n_aboard, g_array_index (late, int, i));
    task->fetch = task->late_ok = TRUE;
    task->depot = live->place;
  }
  repair = dray_repair_offer (self, aboard ? DRAY_REPAIR_HAND_OVER : DRAY_REPAIR_OTHER_TRUCKS, copy, (int) late->len + FEW_STOPS);
  if (repair == NULL)
    return;
  repair->words = aboard ? g_strdup_printf (_("Others meet truck %s and take over what it would be late for."), dray_repair_number_of (self, self->truck))
                         : g_strdup_printf (_("Others take what truck %s would be late for."), dray_repair_number_of (self, self->truck));
}

void
dray_repair_offer_late (DrayRepairFinder *self)
{
  g_autoptr (GArray) late = list_late (self);

  offer_as_it_is (self, late->len);
  offer_other_order (self);
  if (late->len > 0)
    offer_relief (self, late);
}

/* Cancelled */

static void
leave_out_order (DrayRepairFinder *self,
                 DrayPlanDay      *copy)
{
  const DrayId *order = &self->day->request.tasks[self->task].order;

  for (int i = 0; i < copy->request.n_tasks; i++) {
    if (i != self->task && (dray_id_is_none (order) || !dray_id_equal (order, &copy->request.tasks[i].order)))
      continue;
    dray_repair_task_of (copy, i)->left_out = TRUE;
    for (int v = 0; v < copy->request.n_trucks; v++) {
      DrayPlannerLive *live = dray_repair_live_of (copy, v);

      dray_repair_remove_int (live->prefix, &live->n_prefix, i);
      dray_repair_remove_int (live->aboard, &live->n_aboard, i);
      dray_repair_remove_int (dray_repair_published_of (copy, v)->tasks, &dray_repair_published_of (copy, v)->n_tasks, i);
    }
  }
}

static gboolean
is_aboard (DrayRepairFinder *self)
{
  const DrayPlannerLive *live = &self->day->request.live[self->truck];

  for (int i = 0; i < live->n_aboard; i++)
    if (live->aboard[i] == self->task)
      return TRUE;
  return FALSE;
}

void
dray_repair_offer_cancelled (DrayRepairFinder *self)
{
  const int budgets[] = { 0, FEW_STOPS };

  for (gsize i = 0; i < G_N_ELEMENTS (budgets); i++) {
    DrayPlanDay *copy = dray_plan_day_copy (self->day);
    DrayPlanRepair *repair;
    const char *number = dray_repair_number_of (self, self->truck);

    leave_out_order (self, copy);
    repair = dray_repair_offer (self, i == 0 ? DRAY_REPAIR_LEFT_OUT : DRAY_REPAIR_LEFT_OUT_AND_MENDED, copy, budgets[i]);
    if (repair == NULL)
      continue;
    /* It is not served because nobody wants it: that is no harm. */
    repair->n_unplaced = 0;
    if (i > 0)
      repair->words = g_strdup_printf (_("Truck %s leaves it out, and what that frees is used: up to %d stops move."), number, FEW_STOPS);
    else if (is_aboard (self))
      repair->words = g_strdup_printf (_("Truck %s leaves it out and brings the goods back to the depot."), number);
    else
      repair->words = g_strdup_printf (_("Truck %s leaves it out."), number);
  }
}

/* Urgent */

static DrayPlanDay *
copy_with_order (DrayRepairFinder *self)
{
  DrayPlanDay *copy = dray_plan_day_copy (self->day);
  const DrayId *order = &self->day->request.tasks[self->task].order;

  for (int i = 0; i < copy->request.n_tasks; i++)
    if (i == self->task || (!dray_id_is_none (order) && dray_id_equal (order, &copy->request.tasks[i].order))) {
      dray_repair_task_of (copy, i)->left_out = FALSE;
      dray_repair_task_of (copy, i)->priority = 100;
    }
  return copy;
}

static char *
format_time (DrayRepairFinder *self,
             gint64            at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / DRAY_US_PER_S);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->day->zone);

  return g_date_time_format (local, "%H:%M");
}

/* Which words say how the order comes in. */
typedef enum {
  ALONE,
  WITH_OTHERS,
  FROM_THE_YARD,
} Entry;

static char *
say_entry (DrayRepairFinder *self,
           Entry             entry,
           int               truck,
           gint64            begin_us)
{
  const char *number = dray_repair_number_of (self, truck);
  g_autofree char *time = format_time (self, begin_us);

  if (entry == ALONE)
    return g_strdup_printf (_("Truck %s takes it in at %s; nothing else moves."), number, time);
  if (entry == WITH_OTHERS)
    return g_strdup_printf (_("Truck %s takes it in at %s, and a few stops move."), number, time);
  return g_strdup_printf (_("Truck %s comes from the yard for it and is there at %s."), number, time);
}

/* One that leaves the order out after all, or has the same truck as one before, is no offer of its own. */
static void
offer_entry (DrayRepairFinder *self,
             Entry             entry,
             DrayPlanDay      *copy,
             int               churn)
{
  DrayPlanRepair *repair = dray_repair_offer (self, entry == FROM_THE_YARD ? DRAY_REPAIR_SPARE_TRUCK : DRAY_REPAIR_TAKEN_IN, copy, churn);
  gint64 begin_us = DRAY_NEVER;
  int truck = repair != NULL ? dray_repair_find_truck (repair->draft, self->task, &begin_us) : -1;

  if (repair == NULL)
    return;
  for (guint i = 0; i + 1 < self->repairs->len && truck >= 0; i++)
    if (dray_repair_find_truck (((const DrayPlanRepair *) self->repairs->pdata[i])->draft, self->task, NULL) == truck)
      truck = -1;
  if (truck < 0) {
    g_ptr_array_remove (self->repairs, repair);
    return;
  }
  repair->words = say_entry (self, entry, truck, begin_us);
  repair->n_unplaced = 0;
}

void
dray_repair_offer_urgent (DrayRepairFinder *self)
{
  DrayPlanDay *spare;

  offer_entry (self, ALONE, copy_with_order (self), 0);
  offer_entry (self, WITH_OTHERS, copy_with_order (self), FEW_STOPS);
  spare = copy_with_order (self);
  for (int v = 0; v < spare->request.n_trucks; v++)
    if (spare->request.live[v].under_way || spare->request.published[v].n_tasks > 0)
      dray_repair_hold (spare, v);
  offer_entry (self, FROM_THE_YARD, spare, 0);
}
