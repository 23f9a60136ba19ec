/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fleet-error.h"
#include "dray-plan-compare.h"
#include "dray-plan-repair-private.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Each repair is the live day with one thing changed and planned anew, so that every rule holds in it that holds anywhere: goods aboard
 * go with their truck or are fetched where it stands, prefixes stay, nobody else's stops move. What it costs and disturbs is then found by
 * comparing it with the day as it would have gone. */

/* Licences as the driver's field names them. */
enum { LICENCE_B, LICENCE_C1, LICENCE_C, LICENCE_CE };

/* How many stops beside those in trouble may change places. */
#define OWN_CHURN 1

void
dray_plan_repair_free (DrayPlanRepair *self)
{
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_free (self->words);
  g_free (self);
}

void
dray_repair_remove_int (const int *list,
            int       *n,
            int        value)
{
  int *ints = (int *) list, kept = 0;

  for (int i = 0; i < *n; i++)
    if (ints[i] != value)
      ints[kept++] = ints[i];
  *n = kept;
}

/* Of a copy, which alone may be changed. */
DrayPlannerLive *
dray_repair_live_of (DrayPlanDay *copy,
         int          truck)
{
  return (DrayPlannerLive *) &copy->request.live[truck];
}

DrayPlannerPublished *
dray_repair_published_of (DrayPlanDay *copy,
              int          truck)
{
  return (DrayPlannerPublished *) &copy->request.published[truck];
}

DrayPlannerTask *
dray_repair_task_of (DrayPlanDay *copy,
         int          task)
{
  return (DrayPlannerTask *) &copy->request.tasks[task];
}

/* The truck does nothing more. */
static void
retire (DrayPlanDay *copy,
        int          truck)
{
  dray_repair_live_of (copy, truck)->n_prefix = dray_repair_live_of (copy, truck)->n_aboard = 0;
  dray_repair_live_of (copy, truck)->pinned = TRUE;
  dray_repair_published_of (copy, truck)->n_tasks = 0;
}

/* Nothing is put into or taken out of a truck's route. */
void
dray_repair_hold (DrayPlanDay *copy,
      int          truck)
{
  DrayPlannerLive *live = dray_repair_live_of (copy, truck);

  g_free ((gpointer) live->prefix);
  live->n_prefix = dray_repair_published_of (copy, truck)->n_tasks;
  live->prefix = g_memdup2 (dray_repair_published_of (copy, truck)->tasks, (gsize) live->n_prefix * sizeof (int));
  live->pinned = TRUE;
}

static int
count_late (const DrayPlanDraft *draft)
{
  int n = 0;

  for (int r = 0; r < draft->draft->n_routes; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++) {
      const DrayDraftStop *stop = &draft->draft->routes[r].stops[i];
      gint64 close_us = draft->day->request.tasks[stop->task].close_us;

      n += !stop->loads && close_us != DRAY_NEVER && stop->begin_us > close_us;
    }
  return n;
}

static void
count_disturbed (const DrayPlanDraft *before,
                 DrayPlanRepair      *repair)
{
  g_autoptr (GArray) changes = dray_plan_compare_stops (before, repair->draft);
  g_autofree guint8 *told = g_new0 (guint8, before->day->request.n_trucks + 1);

  for (guint i = 0; i < changes->len; i++) {
    const DrayPlanChange *change = &g_array_index (changes, DrayPlanChange, i);

    repair->n_moved += change->kind == DRAY_PLAN_CHANGE_MOVED || change->kind == DRAY_PLAN_CHANGE_REORDERED;
    if (change->kind == DRAY_PLAN_CHANGE_RETIMED)
      continue;
    if (change->from_truck >= 0)
      told[change->from_truck] = 1;
    if (change->to_truck >= 0)
      told[change->to_truck] = 1;
  }
  for (int v = 0; v < before->day->request.n_trucks; v++)
    repair->n_drivers += told[v];
}

/* With nobody else's stops moved but as few as it must be, or else as it comes. */
static DrayPlanDraft *
plan_changed (DrayRepairFinder *self,
              DrayPlanDay      *copy,
              int               churn)
{
  DrayPlanDraft *draft;

  copy->request.churn_budget = churn;
  draft = dray_plan_draft_make (copy, &self->options, NULL);
  if (draft != NULL)
    return draft;
  copy->request.churn_budget = DRAY_PLANNER_ANY_CHURN;
  return dray_plan_draft_make (copy, &self->options, NULL);
}

/* Plans the changed day and notes what came of it. Takes @copy. A repair that no plan allows is no repair. */
DrayPlanRepair *
dray_repair_offer (DrayRepairFinder *self,
                   DrayRepairKind    kind,
                   DrayPlanDay      *copy,
                   int               churn)
{
  DrayPlanDraft *draft = plan_changed (self, copy, churn);
  DrayPlanRepair *repair;

  dray_plan_day_unref (copy);
  if (draft == NULL)
    return NULL;
  repair = g_new0 (DrayPlanRepair, 1);
  repair->kind = kind;
  repair->draft = draft;
  repair->cost_minor = draft->draft->cost_minor - self->before->draft->cost_minor;
  repair->n_late = count_late (draft) - count_late (self->before);
  repair->n_unplaced = draft->draft->n_unplaced - self->before->draft->n_unplaced;
  count_disturbed (self->before, repair);
  g_ptr_array_add (self->repairs, repair);
  return repair;
}

/* Which truck the tasks of a broken one went to; -1 where none or several. */
static int
find_taker (DrayRepairFinder *self,
            const DrayPlanDraft *draft)
{
  const DrayPlannerLive *live = &self->day->request.live[self->truck];
  int taker = -1;

  for (int r = 0; r < draft->draft->n_routes; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++)
      for (int k = 0; k < live->n_aboard; k++)
        if (draft->draft->routes[r].stops[i].task == live->aboard[k])
          taker = taker < 0 || taker == draft->draft->routes[r].truck ? draft->draft->routes[r].truck : G_MAXINT;
  return taker == G_MAXINT ? -1 : taker;
}

const char *
dray_repair_number_of (DrayRepairFinder *self,
           int     truck)
{
  return dray_plan_day_get_truck (self->day, truck)->number;
}

/* The goods of a broken truck as one order that is fetched at @place; whoever takes it takes all. */
static void
bundle_aboard (DrayRepairFinder *self,
               DrayPlanDay *copy,
               int          place)
{
  const DrayPlannerLive *live = &self->day->request.live[self->truck];
  DrayId order = dray_id_derive ("hand-over", &self->day->request.trucks[self->truck].truck, sizeof (DrayId));

  for (int i = 0; i < live->n_aboard; i++) {
    DrayPlannerTask *task = dray_repair_task_of (copy, live->aboard[i]);

    task->fetch = task->late_ok = TRUE;
    task->order = order;
    if (place >= 0)
      task->depot = place;
  }
}

/* Where the broken truck stands, somebody who is out anyway takes the goods over. */
static void
offer_hand_over (DrayRepairFinder *self)
{
  DrayPlanDay *copy = dray_plan_day_copy (self->day);
  DrayPlanRepair *repair;
  int taker;

  retire (copy, self->truck);
  bundle_aboard (self, copy, self->day->request.live[self->truck].place);
  for (int v = 0; v < copy->request.n_trucks; v++)
    if (v != self->truck && !copy->request.live[v].under_way)
      dray_repair_hold (copy, v);
  repair = dray_repair_offer (self, DRAY_REPAIR_HAND_OVER, copy, OWN_CHURN);
  if (repair == NULL)
    return;
  taker = find_taker (self, repair->draft);
  if (taker < 0)
    repair->words = g_strdup_printf (_("No truck can take over what truck %s carries; it is not delivered today."), dray_repair_number_of (self, self->truck));
  else
    repair->words = g_strdup_printf (_("Truck %s meets truck %s where it stands and takes its %d drops over."), dray_repair_number_of (self, taker), dray_repair_number_of (self, self->truck),
                                     self->day->request.live[self->truck].n_aboard);
}

/* A truck with nothing to do loads the same goods at the depot. */
static void
offer_spare (DrayRepairFinder *self)
{
  DrayPlanDay *copy = dray_plan_day_copy (self->day);
  DrayPlanRepair *repair;
  int taker, n_spares = 0;

  retire (copy, self->truck);
  bundle_aboard (self, copy, -1);
  for (int v = 0; v < copy->request.n_trucks; v++) {
    gboolean is_spare = v != self->truck && !copy->request.live[v].under_way && copy->request.published[v].n_tasks == 0;

    n_spares += is_spare;
    if (v != self->truck && !is_spare)
      dray_repair_hold (copy, v);
  }
  if (n_spares == 0) {
    dray_plan_day_unref (copy);
    return;
  }
  repair = dray_repair_offer (self, DRAY_REPAIR_SPARE_TRUCK, copy, OWN_CHURN);
  if (repair == NULL)
    return;
  taker = find_taker (self, repair->draft);
  if (taker < 0)
    g_ptr_array_remove (self->repairs, repair);
  else
    repair->words = g_strdup_printf (_("Truck %s comes from the yard, loads at the depot and makes the %d drops of truck %s."), dray_repair_number_of (self, taker),
                                     self->day->request.live[self->truck].n_aboard, dray_repair_number_of (self, self->truck));
}

/* The customer's window is when it opens again; until then the truck goes on with the rest. */
static void
offer_later (DrayRepairFinder *self)
{
  DrayPlanDay *copy;
  DrayPlanRepair *repair;
  g_autoptr (GDateTime) utc = NULL, local = NULL;
  g_autofree char *hour = NULL;

  if (self->trouble->again_us == DRAY_NEVER)
    return;
  copy = dray_plan_day_copy (self->day);
  DrayPlannerTask *task = dray_repair_task_of (copy, self->task);
  task->open_us = self->trouble->again_us;
  if (task->close_us != DRAY_NEVER)
    task->close_us = MAX (task->close_us, self->trouble->again_us + DRAY_S_PER_HOUR * DRAY_US_PER_S);
  dray_repair_remove_int (dray_repair_live_of (copy, self->truck)->prefix, &dray_repair_live_of (copy, self->truck)->n_prefix, self->task);
  repair = dray_repair_offer (self, DRAY_REPAIR_LATER_TODAY, copy, OWN_CHURN);
  if (repair == NULL)
    return;
  utc = g_date_time_new_from_unix_utc (self->trouble->again_us / DRAY_US_PER_S);
  local = g_date_time_to_timezone (utc, self->day->zone);
  hour = g_date_time_format (local, "%H:%M");
  repair->words = g_strdup_printf (_("Truck %s comes again from %s on; the goods stay aboard."), dray_repair_number_of (self, self->truck), hour);
}

static void
offer_back (DrayRepairFinder *self)
{
  DrayPlanDay *copy = dray_plan_day_copy (self->day);
  DrayPlannerLive *live = dray_repair_live_of (copy, self->truck);
  DrayPlanRepair *repair;

  dray_repair_remove_int (live->prefix, &live->n_prefix, self->task);
  dray_repair_remove_int (live->aboard, &live->n_aboard, self->task);
  dray_repair_remove_int (dray_repair_published_of (copy, self->truck)->tasks, &dray_repair_published_of (copy, self->truck)->n_tasks, self->task);
  dray_repair_task_of (copy, self->task)->left_out = TRUE;
  repair = dray_repair_offer (self, DRAY_REPAIR_BACK_TO_DEPOT, copy, OWN_CHURN);
  if (repair != NULL)
    repair->words = g_strdup_printf (_("Truck %s brings the goods back to the depot; the order waits for another day."), dray_repair_number_of (self, self->truck));
}

/* The licence that a truck asks for, by its permitted weight. */
static int
licence_for (int gross_kg)
{
  if (gross_kg <= 3500)
    return LICENCE_B;
  return gross_kg <= 7500 ? LICENCE_C1 : gross_kg <= 32000 ? LICENCE_C : LICENCE_CE;
}

static gboolean
needs_hazmat (DrayRepairFinder *self)
{
  const DrayPlannerPublished *published = &self->day->request.published[self->truck];

  for (int i = 0; i < published->n_tasks; i++)
    if (self->day->request.tasks[published->tasks[i]].hazmat)
      return TRUE;
  return FALSE;
}

/* Everybody without a truck who may drive this one for as long as its route takes. */
static void
offer_drivers (DrayRepairFinder *self)
{
  const DrayDraftRoute *route = dray_plan_draft_find_route (self->before, self->truck);
  const DrayPlanTruckFacts *facts = dray_plan_day_get_truck (self->day, self->truck);
  gboolean hazmat = needs_hazmat (self);

  for (guint i = 0; i < self->day->standbys->len; i++) {
    const DrayPlanStandby *standby = &g_array_index (self->day->standbys, DrayPlanStandby, i);
    DrayPlanDay *copy;
    DrayPlanRepair *repair;

    if (route == NULL || standby->licence < licence_for (facts->gross_kg) || (hazmat && !standby->hazmat) || standby->from_us > route->start_us || standby->until_us < route->end_us)
      continue;
    copy = dray_plan_day_copy (self->day);
    DrayPlannerTruck *truck = (DrayPlannerTruck *) &copy->request.trucks[self->truck];
    truck->driver = standby->driver;
    truck->from_us = MAX (truck->from_us, standby->from_us);
    truck->until_us = standby->until_us;
    for (int v = 0; v < copy->request.n_trucks; v++)
      dray_repair_hold (copy, v);
    repair = dray_repair_offer (self, DRAY_REPAIR_OTHER_DRIVER, copy, OWN_CHURN);
    if (repair == NULL)
      continue;
    repair->driver = standby->driver;
    repair->n_drivers = 1;
    repair->words = g_strdup_printf (_("%s takes truck %s and its route."), standby->name, dray_repair_number_of (self, self->truck));
  }
}

/* The others share what the truck would have done; what is aboard it already is fetched from it. */
static void
offer_others (DrayRepairFinder *self)
{
  DrayPlanDay *copy = dray_plan_day_copy (self->day);
  const DrayPlannerLive *live = &self->day->request.live[self->truck];
  DrayPlanRepair *repair;

  for (int i = 0; i < live->n_aboard; i++) {
    dray_repair_task_of (copy, live->aboard[i])->fetch = dray_repair_task_of (copy, live->aboard[i])->late_ok = TRUE;
    dray_repair_task_of (copy, live->aboard[i])->depot = live->place;
  }
  retire (copy, self->truck);
  repair = dray_repair_offer (self, DRAY_REPAIR_OTHER_TRUCKS, copy, OWN_CHURN);
  if (repair != NULL)
    repair->words = g_strdup_printf (_("The other trucks share out what truck %s would have done."), dray_repair_number_of (self, self->truck));
}

/* Returns: the truck that serves a task in a draft, or -1 */
int
dray_repair_find_truck (const DrayPlanDraft *draft,
                        int                  task,
                        gint64              *begin_us)
{
  for (int r = 0; r < draft->draft->n_routes; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++) {
      const DrayDraftStop *stop = &draft->draft->routes[r].stops[i];

      if (stop->loads || stop->task != task)
        continue;
      if (begin_us != NULL)
        *begin_us = stop->begin_us;
      return draft->draft->routes[r].truck;
    }
  return -1;
}

/* Of a stop, where only that is named: a route that holds it is in trouble, an urgent order is on none. */
static gboolean
is_of_task (const DrayTrouble *trouble)
{
  return trouble->kind == DRAY_TROUBLE_CLOSED || trouble->kind == DRAY_TROUBLE_CANCELLED || trouble->kind == DRAY_TROUBLE_URGENT;
}

static gboolean
find_subject (DrayRepairFinder  *self,
              GError           **error)
{
  self->task = dray_plan_day_find_task (self->day, &self->trouble->task);
  self->truck = dray_plan_day_find_truck (self->day, &self->trouble->truck);
  for (int v = 0; v < self->day->request.n_trucks && is_of_task (self->trouble) && self->truck < 0; v++)
    for (int i = 0; i < self->day->request.published[v].n_tasks; i++)
      if (self->day->request.published[v].tasks[i] == self->task)
        self->truck = v;
  if (self->trouble->kind == DRAY_TROUBLE_URGENT ? self->task >= 0 : self->truck >= 0 && (!is_of_task (self->trouble) || self->task >= 0))
    return TRUE;
  g_set_error_literal (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID, _("That truck or stop is not part of the day any more"));
  return FALSE;
}

/* The day without the orders that no driver knows of. */
static DrayPlanDay *
copy_told (const DrayPlanDay *day)
{
  DrayPlanDay *copy = dray_plan_day_copy (day);

  for (int i = 0; i < copy->request.n_tasks; i++)
    dray_repair_task_of (copy, i)->left_out = dray_id_is_none (&dray_plan_day_get_task (copy, i)->stop);
  return copy;
}

static int
compare_repairs (gconstpointer a,
                 gconstpointer b)
{
  const DrayPlanRepair *x = *(DrayPlanRepair *const *) a, *y = *(DrayPlanRepair *const *) b;

  if (x->n_unplaced != y->n_unplaced)
    return x->n_unplaced - y->n_unplaced;
  return (x->cost_minor > y->cost_minor) - (x->cost_minor < y->cost_minor);
}

static void
offer_all (DrayRepairFinder *self)
{
  switch (self->trouble->kind) {
  case DRAY_TROUBLE_BREAKDOWN:
    offer_hand_over (self);
    offer_spare (self);
    break;
  case DRAY_TROUBLE_CLOSED:
    offer_later (self);
    offer_back (self);
    break;
  case DRAY_TROUBLE_LATE:
    dray_repair_offer_late (self);
    break;
  case DRAY_TROUBLE_CANCELLED:
    dray_repair_offer_cancelled (self);
    break;
  case DRAY_TROUBLE_URGENT:
    dray_repair_offer_urgent (self);
    break;
  case DRAY_TROUBLE_SICK:
  default:
    offer_drivers (self);
    offer_others (self);
    break;
  }
}

/**
 * dray_plan_find_repairs:
 * @day: read live, with its roads
 * @search_s, @iterations: limits of the search for each repair; 0: none, but not both
 *
 * The ways out of a trouble, the one that serves most first and then the cheapest. Blocks: for a worker.
 *
 * Returns: (transfer full) (element-type DrayPlanRepair): none where nothing can be done
 *
 * Errors: %DRAY_FLEET_ERROR_INVALID where the truck or the task is not part of the day
 */
GPtrArray *
dray_plan_find_repairs (DrayPlanDay       *day,
                        const DrayTrouble *trouble,
                        double             search_s,
                        gint64             iterations,
                        GError           **error)
{
  DrayRepairFinder self = {
    .day = copy_told (day), .trouble = trouble, .options = { .seed = day->ask->seed, .iterations = iterations, .wall_s = search_s, .threads = MAX (day->ask->threads, 1) },
    .repairs = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_plan_repair_free),
  };

  if (find_subject (&self, error))
    self.before = dray_plan_draft_released (self.day, error);
  if (self.before != NULL)
    offer_all (&self);
  else
    g_clear_pointer (&self.repairs, g_ptr_array_unref);
  if (self.repairs != NULL)
    g_ptr_array_sort (self.repairs, compare_repairs);
  g_clear_pointer (&self.before, dray_plan_draft_unref);
  dray_plan_day_unref (self.day);
  return self.repairs;
}
