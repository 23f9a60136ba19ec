/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-daily-check.h"
#include "dray-defect.h"
#include "dray-fuel.h"
#include "dray-meter-reading.h"
#include "dray-trip.h"
#include "dray-truck-operations.h"
#include "dray-truck.h"

#include <glib/gi18n-lib.h>

/* An odometer never falls, and a tank takes no more than it holds. Whatever says otherwise is kept with its doubt, because it was said; the
 * truck's own odometer goes by the undoubted alone. */

/* A tank's nominal size is not quite what goes in. */
#define TANK_SLACK_PERCENT 105

static void
set_arguments (DrayMutation    *mutation,
               const DrayTable *table,
               const DrayId    *id,
               const int      (*pairs)[2],
               gsize            n_pairs)
{
  for (gsize i = 0; i < n_pairs; i++)
    dray_mutation_set_argument (mutation, table, id, pairs[i][0], pairs[i][1]);
}

/* Why an odometer that showed @odometer_m at @at_us can't be right; NULL where it can. */
static const char *
doubt_odometer (const DrayRow *truck,
                gint64         odometer_m,
                gint64         at_us)
{
  gint64 known_m = dray_row_get_integer (truck, DRAY_TRUCK_ODOMETER_M), known_us = dray_row_get_integer (truck, DRAY_TRUCK_ODOMETER_US);

  if (!dray_row_has (truck, DRAY_TRUCK_ODOMETER_M))
    return NULL;
  if (at_us >= known_us && odometer_m < known_m)
    return N_("The odometer fell.");
  return at_us < known_us && odometer_m > known_m ? N_("The odometer showed more than it did later.") : NULL;
}

/* The truck's odometer, unless what was said is doubted or older than what is known. Returns: the doubt, or NULL */
static const char *
take_odometer (DrayMutation  *mutation,
               const DrayRow *truck,
               gint64         odometer_m,
               gint64         at_us)
{
  const char *doubt = doubt_odometer (truck, odometer_m, at_us);

  if (doubt != NULL || (dray_row_has (truck, DRAY_TRUCK_ODOMETER_US) && at_us < dray_row_get_integer (truck, DRAY_TRUCK_ODOMETER_US)))
    return doubt;
  dray_mutation_set_integer (mutation, &dray_truck_table, &truck->id, DRAY_TRUCK_ODOMETER_M, odometer_m);
  dray_mutation_set_integer (mutation, &dray_truck_table, &truck->id, DRAY_TRUCK_ODOMETER_US, at_us);
  return NULL;
}

static void
copy_depot (DrayMutation    *mutation,
            const DrayTable *table,
            const DrayId    *id,
            int              field,
            const DrayRow   *truck)
{
  DrayId depot = dray_row_get_id (truck, DRAY_TRUCK_DEPOT);

  if (!dray_id_is_none (&depot))
    dray_mutation_set_id (mutation, table, id, field, &depot);
}

/* Makes the row that the first argument names, for the truck of the second. Returns: the truck; NULL where there is nothing more to do */
static const DrayRow *
begin (DrayMutation    *mutation,
       const DrayTable *table,
       DrayId          *id)
{
  DrayId truck = dray_mutation_argument_id (mutation, 1);
  const DrayRow *row = dray_mutation_require (mutation, &dray_truck_table, &truck);

  *id = dray_mutation_argument_id (mutation, 0);
  if (row == NULL)
    return NULL;
  if (dray_mutation_find (mutation, table, id) != NULL) {
    dray_mutation_flag (mutation, N_("It was recorded before; it is corrected only by a new record."));
    return NULL;
  }
  dray_mutation_create (mutation, table, id);
  return row;
}

#define DRAY_READING_RECORD_ARGUMENTS(FIELD) \
  FIELD (READING_RECORD, READING, reading, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "meter_reading") \
  FIELD (READING_RECORD, TRUCK, truck, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "truck") \
  FIELD (READING_RECORD, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (READING_RECORD, ODOMETER_M, odometer_m, INTEGER, .minimum = 0, .maximum = 5000000000) \
  FIELD (READING_RECORD, ENGINE_S, engine_s, INTEGER, .minimum = 0, .maximum = 1000000000)

DRAY_DECLARE_ARGUMENTS (READING_RECORD, DRAY_READING_RECORD_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (reading_record, DRAY_READING_RECORD_ARGUMENTS)

static void
reading_record (DrayMutation *mutation)
{
  static const int pairs[][2] = {
    { DRAY_METER_READING_TRUCK, DRAY_READING_RECORD_TRUCK }, { DRAY_METER_READING_AT_US, DRAY_READING_RECORD_AT_US },
    { DRAY_METER_READING_ODOMETER_M, DRAY_READING_RECORD_ODOMETER_M }, { DRAY_METER_READING_ENGINE_S, DRAY_READING_RECORD_ENGINE_S },
  };
  DrayId id;
  const DrayRow *truck = begin (mutation, &dray_meter_reading_table, &id);
  const char *doubt = NULL;

  if (truck == NULL)
    return;
  set_arguments (mutation, &dray_meter_reading_table, &id, pairs, G_N_ELEMENTS (pairs));
  copy_depot (mutation, &dray_meter_reading_table, &id, DRAY_METER_READING_DEPOT, truck);
  if (dray_mutation_has_argument (mutation, DRAY_READING_RECORD_ODOMETER_M))
    doubt = take_odometer (mutation, truck, dray_mutation_argument_integer (mutation, DRAY_READING_RECORD_ODOMETER_M),
                           dray_mutation_argument_integer (mutation, DRAY_READING_RECORD_AT_US));
  if (doubt == NULL)
    return;
  dray_mutation_set_text (mutation, &dray_meter_reading_table, &id, DRAY_METER_READING_DOUBT, doubt);
  dray_mutation_flag (mutation, "%s", doubt);
}

const DrayOperation dray_reading_record = {
  .name = "reading.record", .version = 1, .label = N_("Record a meter reading"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = reading_record_arguments, .n_arguments = DRAY_READING_RECORD_N_FIELDS, .mutate = reading_record,
};

#define DRAY_FUEL_RECORD_ARGUMENTS(FIELD) \
  FIELD (FUEL_RECORD, FUEL, fuel, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "fuel") \
  FIELD (FUEL_RECORD, TRUCK, truck, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "truck") \
  FIELD (FUEL_RECORD, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (FUEL_RECORD, VOLUME_ML, volume_ml, INTEGER, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 2000000) \
  FIELD (FUEL_RECORD, FULL, full, BOOLEAN) \
  FIELD (FUEL_RECORD, AMOUNT_MINOR, amount_minor, INTEGER, .minimum = 0, .maximum = 100000000) \
  FIELD (FUEL_RECORD, ODOMETER_M, odometer_m, INTEGER, .minimum = 0, .maximum = 5000000000) \
  FIELD (FUEL_RECORD, PLACE, place, TEXT, .minimum = 0, .maximum = 120)

DRAY_DECLARE_ARGUMENTS (FUEL_RECORD, DRAY_FUEL_RECORD_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (fuel_record, DRAY_FUEL_RECORD_ARGUMENTS)

static const char *
doubt_fill (DrayMutation  *mutation,
            const DrayRow *truck)
{
  gint64 tank_ml = dray_row_get_integer (truck, DRAY_TRUCK_TANK_ML), volume_ml = dray_mutation_argument_integer (mutation, DRAY_FUEL_RECORD_VOLUME_ML);

  if (tank_ml > 0 && volume_ml * 100 > tank_ml * TANK_SLACK_PERCENT)
    return N_("More was filled in than the tank holds.");
  if (!dray_mutation_has_argument (mutation, DRAY_FUEL_RECORD_ODOMETER_M))
    return NULL;
  return take_odometer (mutation, truck, dray_mutation_argument_integer (mutation, DRAY_FUEL_RECORD_ODOMETER_M), dray_mutation_argument_integer (mutation, DRAY_FUEL_RECORD_AT_US));
}

static void
fuel_record (DrayMutation *mutation)
{
  static const int pairs[][2] = {
    { DRAY_FUEL_TRUCK, DRAY_FUEL_RECORD_TRUCK }, { DRAY_FUEL_AT_US, DRAY_FUEL_RECORD_AT_US }, { DRAY_FUEL_VOLUME_ML, DRAY_FUEL_RECORD_VOLUME_ML },
    { DRAY_FUEL_FULL, DRAY_FUEL_RECORD_FULL }, { DRAY_FUEL_AMOUNT_MINOR, DRAY_FUEL_RECORD_AMOUNT_MINOR }, { DRAY_FUEL_ODOMETER_M, DRAY_FUEL_RECORD_ODOMETER_M },
    { DRAY_FUEL_PLACE, DRAY_FUEL_RECORD_PLACE },
  };
  DrayId id;
  const DrayRow *truck = begin (mutation, &dray_fuel_table, &id);
  const char *doubt;

  if (truck == NULL)
    return;
  set_arguments (mutation, &dray_fuel_table, &id, pairs, G_N_ELEMENTS (pairs));
  copy_depot (mutation, &dray_fuel_table, &id, DRAY_FUEL_DEPOT, truck);
  doubt = doubt_fill (mutation, truck);
  if (doubt == NULL)
    return;
  dray_mutation_set_text (mutation, &dray_fuel_table, &id, DRAY_FUEL_DOUBT, doubt);
  dray_mutation_flag (mutation, "%s", doubt);
}

const DrayOperation dray_fuel_record = {
  .name = "fuel.record", .version = 1, .label = N_("Record a filling"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = fuel_record_arguments, .n_arguments = DRAY_FUEL_RECORD_N_FIELDS, .mutate = fuel_record,
};

#define DRAY_CHECK_RECORD_ARGUMENTS(FIELD) \
  FIELD (CHECK_RECORD, CHECK, check, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "daily_check") \
  FIELD (CHECK_RECORD, TRUCK, truck, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "truck") \
  FIELD (CHECK_RECORD, DRIVER, driver, REFERENCE, .refers_to = "driver") \
  FIELD (CHECK_RECORD, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (CHECK_RECORD, ODOMETER_M, odometer_m, INTEGER, .minimum = 0, .maximum = 5000000000) \
  FIELD (CHECK_RECORD, NOTE, note, TEXT, .minimum = 0, .maximum = 2000) \
  FIELD (CHECK_RECORD, FAULT, fault, TEXT, .minimum = 1, .maximum = 120) \
  FIELD (CHECK_RECORD, SAFETY_CRITICAL, safety_critical, BOOLEAN)

DRAY_DECLARE_ARGUMENTS (CHECK_RECORD, DRAY_CHECK_RECORD_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (check_record, DRAY_CHECK_RECORD_ARGUMENTS)

/* A fault that is found is a defect from then on; one that matters for safety keeps the truck from being assigned. */
static void
make_defect (DrayMutation *mutation,
             const DrayId *check)
{
  static const int pairs[][2] = {
    { DRAY_DEFECT_TITLE, DRAY_CHECK_RECORD_FAULT }, { DRAY_DEFECT_TRUCK, DRAY_CHECK_RECORD_TRUCK }, { DRAY_DEFECT_DRIVER, DRAY_CHECK_RECORD_DRIVER },
    { DRAY_DEFECT_FOUND_US, DRAY_CHECK_RECORD_AT_US }, { DRAY_DEFECT_SAFETY_CRITICAL, DRAY_CHECK_RECORD_SAFETY_CRITICAL },
  };
  DrayId id = dray_id_derive ("defect", check->bytes, sizeof check->bytes);

  dray_mutation_create (mutation, &dray_defect_table, &id);
  set_arguments (mutation, &dray_defect_table, &id, pairs, G_N_ELEMENTS (pairs));
  dray_mutation_set_text (mutation, &dray_defect_table, &id, DRAY_DEFECT_STATUS, "open");
  dray_mutation_set_id (mutation, &dray_daily_check_table, check, DRAY_DAILY_CHECK_DEFECT, &id);
}

static void
check_record (DrayMutation *mutation)
{
  static const int pairs[][2] = {
    { DRAY_DAILY_CHECK_TRUCK, DRAY_CHECK_RECORD_TRUCK }, { DRAY_DAILY_CHECK_DRIVER, DRAY_CHECK_RECORD_DRIVER }, { DRAY_DAILY_CHECK_AT_US, DRAY_CHECK_RECORD_AT_US },
    { DRAY_DAILY_CHECK_ODOMETER_M, DRAY_CHECK_RECORD_ODOMETER_M }, { DRAY_DAILY_CHECK_NOTE, DRAY_CHECK_RECORD_NOTE },
  };
  DrayId id;
  const DrayRow *truck = begin (mutation, &dray_daily_check_table, &id);
  gboolean passed = !dray_mutation_has_argument (mutation, DRAY_CHECK_RECORD_FAULT);
  const char *doubt = NULL;

  if (truck == NULL)
    return;
  set_arguments (mutation, &dray_daily_check_table, &id, pairs, G_N_ELEMENTS (pairs));
  copy_depot (mutation, &dray_daily_check_table, &id, DRAY_DAILY_CHECK_DEPOT, truck);
  dray_mutation_set_boolean (mutation, &dray_daily_check_table, &id, DRAY_DAILY_CHECK_PASSED, passed);
  if (!passed)
    make_defect (mutation, &id);
  if (dray_mutation_has_argument (mutation, DRAY_CHECK_RECORD_ODOMETER_M))
    doubt = take_odometer (mutation, truck, dray_mutation_argument_integer (mutation, DRAY_CHECK_RECORD_ODOMETER_M), dray_mutation_argument_integer (mutation, DRAY_CHECK_RECORD_AT_US));
  if (doubt != NULL)
    dray_mutation_flag (mutation, "%s", doubt);
}

const DrayOperation dray_check_record = {
  .name = "check.record", .version = 1, .label = N_("Record a daily check"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = check_record_arguments, .n_arguments = DRAY_CHECK_RECORD_N_FIELDS, .mutate = check_record,
};

#define DRAY_TRIP_RECORD_ARGUMENTS(FIELD) \
  FIELD (TRIP_RECORD, TRIP, trip, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "trip") \
  FIELD (TRIP_RECORD, TRUCK, truck, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "truck") \
  FIELD (TRIP_RECORD, KIND, kind, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_trip_kind_choices) \
  FIELD (TRIP_RECORD, FROM_US, from_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (TRIP_RECORD, UNTIL_US, until_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (TRIP_RECORD, FROM_LON_E7, from_lon_e7, INTEGER, .minimum = -1800000000, .maximum = 1800000000) \
  FIELD (TRIP_RECORD, FROM_LAT_E7, from_lat_e7, INTEGER, .minimum = -900000000, .maximum = 900000000) \
  FIELD (TRIP_RECORD, TO_LON_E7, to_lon_e7, INTEGER, .minimum = -1800000000, .maximum = 1800000000) \
  FIELD (TRIP_RECORD, TO_LAT_E7, to_lat_e7, INTEGER, .minimum = -900000000, .maximum = 900000000) \
  FIELD (TRIP_RECORD, LENGTH_M, length_m, INTEGER, .minimum = 0, .maximum = 10000000) \
  FIELD (TRIP_RECORD, MAX_SPEED_CMS, max_speed_cms, INTEGER, .minimum = 0, .maximum = 65535) \
  FIELD (TRIP_RECORD, IDLE_S, idle_s, INTEGER, .minimum = 0, .maximum = 10000000)

DRAY_DECLARE_ARGUMENTS (TRIP_RECORD, DRAY_TRIP_RECORD_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (trip_record, DRAY_TRIP_RECORD_ARGUMENTS)

/* Two evaluators of the same fixes make one trip, by its id; the later telling of it may reach further. */
static void
trip_record (DrayMutation *mutation)
{
  static const int pairs[][2] = {
    { DRAY_TRIP_TRUCK, DRAY_TRIP_RECORD_TRUCK }, { DRAY_TRIP_KIND, DRAY_TRIP_RECORD_KIND }, { DRAY_TRIP_FROM_US, DRAY_TRIP_RECORD_FROM_US },
    { DRAY_TRIP_UNTIL_US, DRAY_TRIP_RECORD_UNTIL_US }, { DRAY_TRIP_FROM_LON_E7, DRAY_TRIP_RECORD_FROM_LON_E7 }, { DRAY_TRIP_FROM_LAT_E7, DRAY_TRIP_RECORD_FROM_LAT_E7 },
    { DRAY_TRIP_TO_LON_E7, DRAY_TRIP_RECORD_TO_LON_E7 }, { DRAY_TRIP_TO_LAT_E7, DRAY_TRIP_RECORD_TO_LAT_E7 }, { DRAY_TRIP_LENGTH_M, DRAY_TRIP_RECORD_LENGTH_M },
    { DRAY_TRIP_MAX_SPEED_CMS, DRAY_TRIP_RECORD_MAX_SPEED_CMS }, { DRAY_TRIP_IDLE_S, DRAY_TRIP_RECORD_IDLE_S },
  };
  DrayId id = dray_mutation_argument_id (mutation, DRAY_TRIP_RECORD_TRIP), truck = dray_mutation_argument_id (mutation, DRAY_TRIP_RECORD_TRUCK);

  if (dray_mutation_require (mutation, &dray_truck_table, &truck) == NULL)
    return;
  if (dray_mutation_find (mutation, &dray_trip_table, &id) == NULL)
    dray_mutation_create (mutation, &dray_trip_table, &id);
  set_arguments (mutation, &dray_trip_table, &id, pairs, G_N_ELEMENTS (pairs));
}

const DrayOperation dray_trip_record = {
  .name = "trip.record", .version = 1, .label = N_("Record a detected trip"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = trip_record_arguments, .n_arguments = DRAY_TRIP_RECORD_N_FIELDS, .mutate = trip_record,
};
