/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-assignability.h"
#include "dray-driver.h"
#include "dray-duty-clock.h"
#include "dray-duty.h"
#include "dray-fleet-error.h"
#include "dray-operating-day.h"
#include "dray-order.h"
#include "dray-plan-day-private.h"
#include "dray-plan-words-private.h"
#include "dray-shift.h"
#include "dray-site.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Reads a day: the orders that are still to be served, the trucks with whoever drives them, then (dray-plan-day-live.c) what was
 * released and what became of it. A record that contradicts itself is left out with a note, so that one typing error doesn't stop the
 * other four hundred orders from being planned. */

/* A shift that reaches further is a mistake, not a shift. */
#define MAX_SHIFT_S (36 * DRAY_S_PER_HOUR)

GPtrArray *
dray_day_reader_select (DrayDayReader    *self,
                        const DrayTable  *table,
                        int               field,
                        const DrayValue  *value,
                        GError          **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);

  if (field >= 0)
    dray_query_where (query, field, DRAY_TEST_EQUALS, dray_value_copy (value));
  return dray_store_select (self->store, query, error);
}

GHashTable *
dray_day_reader_index (GPtrArray *rows)
{
  GHashTable *index = g_hash_table_new_full (dray_id_hash, dray_id_equal, NULL, (GDestroyNotify) dray_row_unref);

  for (guint i = 0; i < rows->len; i++) {
    DrayRow *row = dray_row_ref (rows->pdata[i]);

    g_hash_table_insert (index, &row->id, row);
  }
  return index;
}

/* Returns: the place of a site; -1 where there is no such site */
int
dray_day_reader_place (DrayDayReader *self,
                       const DrayId  *site)
{
  int place = GPOINTER_TO_INT (g_hash_table_lookup (self->places, site)) - 1;
  const DrayRow *row = g_hash_table_lookup (self->sites, site);

  if (place >= 0 || row == NULL)
    return place;

  DrayPlanPlace made = {
    row->id, g_strdup (dray_row_get_text (row, DRAY_SITE_NAME)),
    (int) dray_row_get_integer (row, DRAY_SITE_LON_E7), (int) dray_row_get_integer (row, DRAY_SITE_LAT_E7),
  };
  place = (int) self->day->places->len;
  g_array_append_val (self->day->places, made);
  g_hash_table_insert (self->places, (gpointer) &row->id, GINT_TO_POINTER (place + 1));
  return place;
}

static GTimeZone *
zone_of (const DrayRow *depot)
{
  const char *name = dray_row_get_text (depot, DRAY_SITE_ZONE);
  GTimeZone *zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

/* The operating day and its first instant: of the depot that was asked for, or of all, whose first begins it. */
static gboolean
find_day (DrayDayReader  *self,
          GError        **error)
{
  DrayPlanDay *day = self->day;
  GHashTableIter iter;
  gpointer value;

  day->day = self->ask->day;
  day->request.start_us = G_MAXINT64;
  g_hash_table_iter_init (&iter, self->sites);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const DrayRow *site = value;
    int begins_s = (int) dray_row_get_integer (site, DRAY_SITE_DAY_START_S);

    if (g_strcmp0 (dray_row_get_text (site, DRAY_SITE_KIND), "depot") != 0 || (!dray_id_is_none (&self->ask->depot) && !dray_id_equal (&self->ask->depot, &site->id)))
      continue;
    g_autoptr (GTimeZone) zone = zone_of (site);
    if (day->zone == NULL)
      day->zone = g_time_zone_ref (zone);
    if (day->day == DRAY_NEVER)
      day->day = dray_operating_day_of (zone, begins_s, self->ask->now_us);
    day->request.start_us = MIN (day->request.start_us, dray_operating_day_start_us (zone, begins_s, day->day));
  }
  if (self->ask->live)
    day->request.start_us = self->ask->now_us;
  if (day->request.start_us != G_MAXINT64)
    return TRUE;
  g_set_error_literal (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID, _("There is no depot to plan for"));
  return FALSE;
}

static gboolean
is_open (const DrayRow *order)
{
  static const char *const open[] = { "requested", "confirmed", "planned", "released", "under-way", NULL };
  const char *status = dray_row_get_text (order, DRAY_ORDER_STATUS);

  return status == NULL || g_strv_contains (open, status);
}

static DrayPlannerTaskKind
kind_of (const DrayRow *task)
{
  const char *kind = dray_row_get_text (task, DRAY_TASK_KIND);

  if (g_strcmp0 (kind, "pickup") == 0)
    return DRAY_PLANNER_PICKUP;
  return g_strcmp0 (kind, "service") == 0 ? DRAY_PLANNER_SERVICE : DRAY_PLANNER_DELIVERY;
}

static gint64
instant (const DrayRow *row,
         int            field)
{
  return dray_row_has (row, field) ? dray_row_get_integer (row, field) : DRAY_NEVER;
}

/* A task that failed and is tried again today is planned again; any other outcome ends it, and so does a truck that served it and left. */
static gboolean
is_to_do (DrayDayReader *self,
          const DrayRow *task)
{
  const char *outcome = dray_row_get_text (task, DRAY_TASK_OUTCOME), *disposition = dray_row_get_text (task, DRAY_TASK_DISPOSITION);

  if (outcome == NULL)
    return !g_hash_table_contains (self->behind, &task->id);
  return g_strcmp0 (disposition, "again-today") == 0;
}

/* The truck that a stop was pinned to, counted from 1; 0 where it is not, or where that truck does not drive today. */
static int
find_pinned (DrayDayReader *self,
             const DrayRow *task)
{
  DrayId truck = dray_row_get_id (task, DRAY_TASK_PINNED_TO);

  for (guint v = 0; dray_row_has (task, DRAY_TASK_PINNED_TO) && v < self->trucks->len; v++)
    if (dray_id_equal (&g_array_index (self->trucks, DrayPlannerTruck, v).truck, &truck))
      return (int) v + 1;
  return 0;
}

static void
add_task (DrayDayReader *self,
          const DrayRow *order,
          const DrayRow *row)
{
  DrayId site_id = dray_row_get_id (row, DRAY_TASK_SITE), depot_id = dray_row_get_id (order, DRAY_ORDER_DEPOT);
  const DrayRow *site = g_hash_table_lookup (self->sites, &site_id);
  const char *reference = dray_row_get_text (order, DRAY_ORDER_REFERENCE);
  DrayPlannerTask task = {
    .id = row->id, .order = order->id, .kind = kind_of (row), .place = dray_day_reader_place (self, &site_id), .depot = dray_day_reader_place (self, &depot_id),
    .service_s = (int) dray_row_get_integer (row, DRAY_TASK_SERVICE_S), .open_us = instant (row, DRAY_TASK_WINDOW_OPEN_US),
    .close_us = instant (row, DRAY_TASK_WINDOW_CLOSE_US), .load_kg = (int) dray_row_get_integer (row, DRAY_TASK_LOAD_KG),
    .volume_l = (int) dray_row_get_integer (row, DRAY_TASK_VOLUME_L), .pallets = (int) dray_row_get_integer (row, DRAY_TASK_PALLETS),
    .tail_lift = dray_row_get_boolean (row, DRAY_TASK_TAIL_LIFT), .hazmat = dray_row_get_boolean (row, DRAY_TASK_HAZMAT),
    .priority = (int) dray_row_get_integer (order, DRAY_ORDER_PRIORITY),
  };

  if (!is_to_do (self, row))
    return;
  if (task.place < 0) {
    g_ptr_array_add (self->day->notes, dray_plan_words_put (N_("Order %s has no site and is left out."), reference));
    return;
  }
  if (task.open_us != DRAY_NEVER && task.close_us != DRAY_NEVER && task.open_us > task.close_us) {
    g_ptr_array_add (self->day->notes, dray_plan_words_put (N_("Order %s has a window that ends before it begins and is left out."), reference));
    return;
  }
  DrayPlanTaskFacts facts = { .order = order->id, .site = site_id, .reference = g_strdup (reference), .name = g_strdup (dray_row_get_text (site, DRAY_SITE_NAME)) };
  if (!dray_row_has (row, DRAY_TASK_SERVICE_S))
    task.service_s = (int) dray_row_get_integer (site, DRAY_SITE_SERVICE_S);
  task.pinned = find_pinned (self, row);
  g_array_append_val (self->tasks, task);
  g_array_append_val (self->day->tasks, facts);
}

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  const DrayRow *x = *(DrayRow *const *) a, *y = *(DrayRow *const *) b;
  gint64 left = dray_row_get_integer (x, DRAY_TASK_POSITION), right = dray_row_get_integer (y, DRAY_TASK_POSITION);

  return left != right ? (left < right ? -1 : 1) : dray_id_compare (&x->id, &y->id);
}

/* The day's orders and their tasks. */
gboolean
dray_day_reader_orders (DrayDayReader *self,
                        GError       **error)
{
  DrayValue day = dray_value_integer (self->day->day);
  g_autoptr (GPtrArray) orders = dray_day_reader_select (self, &dray_order_table, DRAY_ORDER_DAY, &day, error);

  for (guint i = 0; orders != NULL && i < orders->len; i++) {
    DrayRow *order = orders->pdata[i];
    DrayId depot = dray_row_get_id (order, DRAY_ORDER_DEPOT);
    DrayValue id = dray_value_id (&order->id);

    if (!is_open (order) || (!dray_id_is_none (&self->ask->depot) && !dray_id_equal (&self->ask->depot, &depot)))
      continue;
    g_autoptr (GPtrArray) tasks = dray_day_reader_select (self, &dray_task_table, DRAY_TASK_ORDER_ID, &id, error);
    if (tasks == NULL)
      return FALSE;
    g_ptr_array_sort (tasks, compare_positions);
    for (guint k = 0; k < tasks->len; k++)
      add_task (self, order, tasks->pdata[k]);
  }
  return orders != NULL;
}

static DrayVehicleProfile
vehicle_of (const DrayRow *truck)
{
  return (DrayVehicleProfile) {
    .kind = DRAY_VEHICLE_TRUCK,
    .height_cm = (int) dray_row_get_integer (truck, DRAY_TRUCK_HEIGHT_MM) / 10,
    .width_cm = (int) dray_row_get_integer (truck, DRAY_TRUCK_WIDTH_MM) / 10,
    .length_cm = (int) dray_row_get_integer (truck, DRAY_TRUCK_LENGTH_MM) / 10,
    .weight_kg = (int) dray_row_get_integer (truck, DRAY_TRUCK_GROSS_KG),
    .axle_kg = (int) dray_row_get_integer (truck, DRAY_TRUCK_AXLE_LOAD_KG),
  };
}

static int
profile_of (DrayDayReader *self,
            const DrayRow *truck)
{
  DrayVehicleProfile vehicle = vehicle_of (truck);

  for (guint i = 0; i < self->day->vehicles->len; i++)
    if (dray_vehicle_profile_equal (&g_array_index (self->day->vehicles, DrayVehicleProfile, i), &vehicle))
      return (int) i;
  g_array_append_val (self->day->vehicles, vehicle);
  return (int) self->day->vehicles->len - 1;
}

static gboolean
is_without (DrayDayReader *self,
            const DrayId  *truck)
{
  for (int i = 0; i < self->ask->n_without; i++)
    if (dray_id_equal (&self->ask->without[i], truck))
      return TRUE;
  return FALSE;
}

static GPtrArray *
select_rows (const DrayTable *table,
             int              field,
             const DrayId    *id,
             gpointer         reader)
{
  DrayValue value = dray_value_id (id);

  return dray_day_reader_select (reader, table, field, &value, NULL);
}

/* Papers, defects, workshop and absences, by the rule that a release goes by. One that is out already is planned with: it can't be undone. */
static gboolean
is_assignable (DrayDayReader *self,
               const DrayRow *truck,
               const DrayRow *shift)
{
  DrayAssignment assignment = {
    .truck = truck->id, .driver = dray_row_get_id (shift, DRAY_SHIFT_DRIVER), .route = DRAY_ID_NONE, .day = self->day->day,
    .from_us = dray_row_get_integer (shift, DRAY_SHIFT_START_US), .until_us = dray_row_get_integer (shift, DRAY_SHIFT_END_US),
  };

  return self->ask->live || dray_assignability_find_fault (&assignment, select_rows, self) == NULL;
}

/* Why a truck can't go out with this shift, in words; NULL where it can. */
static const char *
find_fault (DrayDayReader *self,
            const DrayRow *truck,
            const DrayRow *shift)
{
  DrayId depot = dray_row_get_id (truck, DRAY_TRUCK_DEPOT);
  gint64 length_s = (dray_row_get_integer (shift, DRAY_SHIFT_END_US) - dray_row_get_integer (shift, DRAY_SHIFT_START_US)) / DRAY_US_PER_S;

  if (!g_hash_table_contains (self->sites, &depot))
    return N_("Truck %s has no depot and is left out.");
  if (dray_row_get_integer (truck, DRAY_TRUCK_PAYLOAD_KG) <= 0)
    return N_("Truck %s has no payload and is left out.");
  if (length_s <= 0)
    return N_("The shift on truck %s ends before it starts; it is left out.");
  if (length_s > MAX_SHIFT_S)
    return N_("The shift on truck %s is longer than a day and a half; it is left out.");
  if (!is_assignable (self, truck, shift))
    return N_("Truck %s or its driver can’t be assigned: see its papers, its defects, the workshop and the roster. It is left out.");
  return NULL;
}

/* What the driver's records say of him at the begin of the shift. */
static DrayDutyClocks
read_clocks (DrayDayReader *self,
             const DrayRow *shift)
{
  DrayId driver = dray_row_get_id (shift, DRAY_SHIFT_DRIVER);
  DrayValue value = dray_value_id (&driver);
  g_autoptr (GPtrArray) rows = dray_day_reader_select (self, &dray_duty_table, DRAY_DUTY_DRIVER, &value, NULL);
  g_autoptr (GArray) past = g_array_new (FALSE, FALSE, sizeof (DrayDutyPast));

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const DrayRow *row = rows->pdata[i];
    DrayDutyPast span = { MAX (dray_row_get_choice (row, DRAY_DUTY_STATUS), 0), dray_row_get_integer (row, DRAY_DUTY_FROM_US), dray_row_get_integer (row, DRAY_DUTY_UNTIL_US) };

    if (!dray_row_get_boolean (row, DRAY_DUTY_REPLACED))
      g_array_append_val (past, span);
  }
  return dray_duty_clock_read (self->ask->hours, (const DrayDutyPast *) (gconstpointer) past->data, past->len, dray_row_get_integer (shift, DRAY_SHIFT_START_US));
}

/* What the driver's week still grants: as a supervisor entered it, or else as his duty records say. Where hours bind and nobody knows, he is
 * planned as exhausted. */
static DrayHoursState
find_hours (DrayDayReader *self,
            const DrayRow *shift,
            const char    *number)
{
  DrayHoursState state = DRAY_HOURS_STATE_INIT;

  if (self->ask->hours == NULL)
    return state;
  if (!dray_row_has (shift, DRAY_SHIFT_DRIVING_LEFT_S) || !dray_row_has (shift, DRAY_SHIFT_WORK_LEFT_S)) {
    DrayDutyClocks clocks = read_clocks (self, shift);

    if (clocks.is_known)
      return clocks.state;
    g_ptr_array_add (self->day->notes, dray_plan_words_put (N_("Nobody entered what the driver of truck %s has left of the week; he is planned as if nothing were."), number));
  }
  state.driving_left = (int) dray_row_get_integer (shift, DRAY_SHIFT_DRIVING_LEFT_S);
  state.work_left = (int) dray_row_get_integer (shift, DRAY_SHIFT_WORK_LEFT_S);
  return state;
}

static void
add_truck (DrayDayReader *self,
           const DrayRow *row,
           const DrayRow *shift,
           const DrayRow *driver)
{
  DrayId depot = dray_row_get_id (row, DRAY_TRUCK_DEPOT);
  gint64 driver_cost_minor = driver != NULL ? dray_row_get_integer (driver, DRAY_DRIVER_HOUR_COST_MINOR) : 0;
  DrayPlannerTruck truck = {
    .truck = row->id, .driver = dray_row_get_id (shift, DRAY_SHIFT_DRIVER), .place = dray_day_reader_place (self, &depot), .profile = profile_of (self, row),
    .from_us = dray_row_get_integer (shift, DRAY_SHIFT_START_US), .until_us = dray_row_get_integer (shift, DRAY_SHIFT_END_US),
    .load_kg = (int) dray_row_get_integer (row, DRAY_TRUCK_PAYLOAD_KG), .volume_l = (int) dray_row_get_integer (row, DRAY_TRUCK_VOLUME_L),
    .pallets = (int) dray_row_get_integer (row, DRAY_TRUCK_PALLETS), .tail_lift = dray_row_get_boolean (row, DRAY_TRUCK_TAIL_LIFT),
    .hazmat = dray_row_get_boolean (row, DRAY_TRUCK_HAZMAT) && driver != NULL && dray_row_get_boolean (driver, DRAY_DRIVER_ADR),
    .hours = self->day->ask->hours, .hours_state = find_hours (self, shift, dray_row_get_text (row, DRAY_TRUCK_NUMBER)), .day_cost_minor = dray_row_get_integer (row, DRAY_TRUCK_DAY_COST_MINOR),
    .hour_cost_minor = dray_row_get_integer (row, DRAY_TRUCK_HOUR_COST_MINOR) + driver_cost_minor,
    .km_cost_minor = dray_row_get_integer (row, DRAY_TRUCK_KM_COST_MINOR),
  };
  DrayPlanTruckFacts facts = {
    .number = g_strdup (dray_row_get_text (row, DRAY_TRUCK_NUMBER)), .driver = driver != NULL ? g_strdup (dray_row_get_text (driver, DRAY_DRIVER_NAME)) : NULL, .depot = depot,
    .gross_kg = (int) dray_row_get_integer (row, DRAY_TRUCK_GROSS_KG),
  };

  g_array_append_val (self->trucks, truck);
  g_array_append_val (self->day->trucks, facts);
}

static gboolean
works (const DrayRow *shift)
{
  static const char *const kinds[] = { "shift", "agency", NULL };
  const char *kind = dray_row_get_text (shift, DRAY_SHIFT_KIND);

  return kind != NULL && g_strv_contains (kinds, kind) && dray_row_has (shift, DRAY_SHIFT_TRUCK);
}

/* Whoever is on the roster and has no truck could step in. */
static void
add_standby (DrayDayReader *self,
             GHashTable    *drivers,
             const DrayRow *shift)
{
  static const char *const kinds[] = { "shift", "standby", "agency", NULL };
  DrayId driver_id = dray_row_get_id (shift, DRAY_SHIFT_DRIVER);
  const DrayRow *driver = g_hash_table_lookup (drivers, &driver_id);
  const char *kind = dray_row_get_text (shift, DRAY_SHIFT_KIND);

  if (driver == NULL || kind == NULL || !g_strv_contains (kinds, kind) || dray_row_has (shift, DRAY_SHIFT_TRUCK))
    return;
  DrayPlanStandby standby = {
    driver->id, g_strdup (dray_row_get_text (driver, DRAY_DRIVER_NAME)), dray_row_get_choice (driver, DRAY_DRIVER_LICENCE), dray_row_get_boolean (driver, DRAY_DRIVER_ADR),
    dray_row_get_integer (shift, DRAY_SHIFT_START_US), dray_row_get_integer (shift, DRAY_SHIFT_END_US),
  };
  g_array_append_val (self->day->standbys, standby);
}

/* Whether the truck or the driver is at work already then. */
static gboolean
is_taken (DrayDayReader *self,
          const DrayRow *shift)
{
  DrayId truck = dray_row_get_id (shift, DRAY_SHIFT_TRUCK), driver = dray_row_get_id (shift, DRAY_SHIFT_DRIVER);

  for (guint i = 0; i < self->trucks->len; i++) {
    const DrayPlannerTruck *other = &g_array_index (self->trucks, DrayPlannerTruck, i);
    gboolean overlap = dray_row_get_integer (shift, DRAY_SHIFT_START_US) < other->until_us && other->from_us < dray_row_get_integer (shift, DRAY_SHIFT_END_US);

    if (overlap && (dray_id_equal (&other->truck, &truck) || dray_id_equal (&other->driver, &driver)))
      return TRUE;
  }
  return FALSE;
}

static void
add_shift (DrayDayReader *self,
           GHashTable    *trucks,
           GHashTable    *drivers,
           const DrayRow *shift)
{
  DrayId truck_id = dray_row_get_id (shift, DRAY_SHIFT_TRUCK), driver_id = dray_row_get_id (shift, DRAY_SHIFT_DRIVER);
  const DrayRow *truck = g_hash_table_lookup (trucks, &truck_id), *driver = g_hash_table_lookup (drivers, &driver_id);
  DrayId depot = truck != NULL ? dray_row_get_id (truck, DRAY_TRUCK_DEPOT) : DRAY_ID_NONE;
  const char *fault;

  if (truck == NULL || !works (shift) || is_without (self, &truck_id) || g_strcmp0 (dray_row_get_text (truck, DRAY_TRUCK_STATUS), "ready") != 0)
    return;
  if (!dray_id_is_none (&self->ask->depot) && !dray_id_equal (&self->ask->depot, &depot))
    return;
  fault = find_fault (self, truck, shift);
  if (fault == NULL && is_taken (self, shift))
    fault = N_("A shift on truck %s overlaps another one of the same truck or driver; it is left out.");
  if (fault != NULL)
    g_ptr_array_add (self->day->notes, dray_plan_words_put (fault, dray_row_get_text (truck, DRAY_TRUCK_NUMBER)));
  else
    add_truck (self, truck, shift, driver);
}

/* By truck number, so that equal days read equal. */
static int
compare_shifts (gconstpointer a,
                gconstpointer b,
                gpointer      trucks)
{
  const DrayRow *x = *(DrayRow *const *) a, *y = *(DrayRow *const *) b;
  DrayId left_id = dray_row_get_id (x, DRAY_SHIFT_TRUCK), right_id = dray_row_get_id (y, DRAY_SHIFT_TRUCK);
  const DrayRow *left = g_hash_table_lookup (trucks, &left_id), *right = g_hash_table_lookup (trucks, &right_id);
  gint64 number = left != NULL ? g_ascii_strtoll (dray_row_get_text (left, DRAY_TRUCK_NUMBER), NULL, 10) : 0;
  gint64 other = right != NULL ? g_ascii_strtoll (dray_row_get_text (right, DRAY_TRUCK_NUMBER), NULL, 10) : 0;

  return number != other ? (number < other ? -1 : 1) : dray_id_compare (&x->id, &y->id);
}

/* Each shift on a truck is one truck of the plan. */
gboolean
dray_day_reader_trucks (DrayDayReader *self,
                        GError       **error)
{
  DrayValue day = dray_value_integer (self->day->day);
  g_autoptr (GPtrArray) shifts = dray_day_reader_select (self, &dray_shift_table, DRAY_SHIFT_DAY, &day, error);
  g_autoptr (GPtrArray) trucks = shifts != NULL ? dray_day_reader_select (self, &dray_truck_table, -1, NULL, error) : NULL;
  g_autoptr (GPtrArray) drivers = trucks != NULL ? dray_day_reader_select (self, &dray_driver_table, -1, NULL, error) : NULL;

  if (drivers == NULL)
    return FALSE;
  g_autoptr (GHashTable) truck_of = dray_day_reader_index (trucks), driver_of = dray_day_reader_index (drivers);
  g_ptr_array_sort_with_data (shifts, compare_shifts, truck_of);
  for (guint i = 0; i < shifts->len; i++)
    add_shift (self, truck_of, driver_of, shifts->pdata[i]);
  for (guint i = 0; i < shifts->len; i++)
    add_standby (self, driver_of, shifts->pdata[i]);
  return TRUE;
}

static void
settle_request (DrayDayReader *self)
{
  DrayPlannerRequest *request = &self->day->request;

  request->preset = self->ask->preset;
  request->churn_budget = self->ask->churn_budget;
  request->n_places = (int) self->day->places->len;
  request->n_profiles = (int) self->day->vehicles->len;
  request->n_tasks = (int) self->tasks->len;
  request->n_trucks = (int) self->trucks->len;
  request->tasks = (const DrayPlannerTask *) (gpointer) g_array_free (g_steal_pointer (&self->tasks), FALSE);
  request->trucks = (const DrayPlannerTruck *) (gpointer) g_array_free (g_steal_pointer (&self->trucks), FALSE);
}

static void
reader_clear (DrayDayReader *self)
{
  g_clear_pointer (&self->sites, g_hash_table_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->tasks, g_array_unref);
  g_clear_pointer (&self->trucks, g_array_unref);
  g_clear_pointer (&self->routes, g_ptr_array_unref);
  g_ptr_array_unref (self->stops);
  g_hash_table_unref (self->behind);
  g_clear_pointer (&self->day, dray_plan_day_unref);
}

/**
 * dray_plan_day_read:
 *
 * Reads everything that a plan of @ask needs but the roads. Blocks: for the reader's thread.
 *
 * Errors: those of the store; %DRAY_FLEET_ERROR_INVALID where there is no depot
 */
DrayPlanDay *
dray_plan_day_read (DrayStore         *store,
                    const DrayPlanAsk *ask,
                    GError           **error)
{
  DrayDayReader self = {
    .store = store, .ask = ask, .day = dray_plan_day_new (ask), .places = g_hash_table_new (dray_id_hash, dray_id_equal),
    .tasks = g_array_new (FALSE, TRUE, sizeof (DrayPlannerTask)), .trucks = g_array_new (FALSE, TRUE, sizeof (DrayPlannerTruck)),
    .stops = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref), .behind = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL),
  };
  g_autoptr (GPtrArray) sites = dray_day_reader_select (&self, &dray_site_table, -1, NULL, error);
  DrayPlanDay *day = NULL;

  self.sites = sites != NULL ? dray_day_reader_index (sites) : NULL;
  if (sites != NULL && find_day (&self, error) && dray_day_reader_trucks (&self, error) && dray_day_reader_released (&self, error)
      && dray_day_reader_orders (&self, error)) {
    dray_day_reader_routes (&self);
    settle_request (&self);
    day = g_steal_pointer (&self.day);
  }
  reader_clear (&self);
  return day;
}
