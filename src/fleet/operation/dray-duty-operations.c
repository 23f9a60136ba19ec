/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-driver.h"
#include "dray-duty-operations.h"
#include "dray-duty.h"

#include <glib/gi18n-lib.h>

/* What a device recorded stays as it was: a correction is a record of its own, which takes the place of the other and says why. */

#define DRAY_DUTY_RECORD_ARGUMENTS(FIELD) \
  FIELD (DUTY_RECORD, DUTY, duty, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "duty") \
  FIELD (DUTY_RECORD, DRIVER, driver, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "driver") \
  FIELD (DUTY_RECORD, STATUS, status, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_duty_status_choices) \
  FIELD (DUTY_RECORD, FROM_US, from_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (DUTY_RECORD, UNTIL_US, until_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (DUTY_RECORD, SOURCE, source, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_duty_source_choices) \
  FIELD (DUTY_RECORD, NOTE, note, TEXT, .minimum = 0, .maximum = 400)

DRAY_DECLARE_ARGUMENTS (DUTY_RECORD, DRAY_DUTY_RECORD_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (duty_record, DRAY_DUTY_RECORD_ARGUMENTS)

static void
duty_record (DrayMutation *mutation)
{
  static const struct { int field; int argument; } pairs[] = {
    { DRAY_DUTY_DRIVER, DRAY_DUTY_RECORD_DRIVER }, { DRAY_DUTY_STATUS, DRAY_DUTY_RECORD_STATUS }, { DRAY_DUTY_FROM_US, DRAY_DUTY_RECORD_FROM_US },
    { DRAY_DUTY_UNTIL_US, DRAY_DUTY_RECORD_UNTIL_US }, { DRAY_DUTY_SOURCE, DRAY_DUTY_RECORD_SOURCE }, { DRAY_DUTY_NOTE, DRAY_DUTY_RECORD_NOTE },
  };
  DrayId id = dray_mutation_argument_id (mutation, DRAY_DUTY_RECORD_DUTY), driver = dray_mutation_argument_id (mutation, DRAY_DUTY_RECORD_DRIVER);

  if (dray_mutation_require (mutation, &dray_driver_table, &driver) == NULL)
    return;
  if (dray_mutation_argument_integer (mutation, DRAY_DUTY_RECORD_UNTIL_US) <= dray_mutation_argument_integer (mutation, DRAY_DUTY_RECORD_FROM_US)) {
    dray_mutation_refuse (mutation, N_("The time on duty ends before it begins."));
    return;
  }
  if (dray_mutation_find (mutation, &dray_duty_table, &id) != NULL) {
    dray_mutation_flag (mutation, N_("It was recorded before; it is corrected only by a new record."));
    return;
  }
  dray_mutation_create (mutation, &dray_duty_table, &id);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    dray_mutation_set_argument (mutation, &dray_duty_table, &id, pairs[i].field, pairs[i].argument);
}

const DrayOperation dray_duty_record = {
  .name = "duty.record", .version = 1, .label = N_("Record time on duty"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = duty_record_arguments, .n_arguments = DRAY_DUTY_RECORD_N_FIELDS, .mutate = duty_record,
};

#define DRAY_DUTY_CORRECT_ARGUMENTS(FIELD) \
  FIELD (DUTY_CORRECT, DUTY, duty, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "duty") \
  FIELD (DUTY_CORRECT, INSTEAD, instead, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "duty") \
  FIELD (DUTY_CORRECT, STATUS, status, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_duty_status_choices) \
  FIELD (DUTY_CORRECT, FROM_US, from_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (DUTY_CORRECT, UNTIL_US, until_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (DUTY_CORRECT, NOTE, note, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 400)

DRAY_DECLARE_ARGUMENTS (DUTY_CORRECT, DRAY_DUTY_CORRECT_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (duty_correct, DRAY_DUTY_CORRECT_ARGUMENTS)

static void
put_correction (DrayMutation  *mutation,
                const DrayRow *old)
{
  static const struct { int field; int argument; } pairs[] = {
    { DRAY_DUTY_STATUS, DRAY_DUTY_CORRECT_STATUS }, { DRAY_DUTY_FROM_US, DRAY_DUTY_CORRECT_FROM_US }, { DRAY_DUTY_UNTIL_US, DRAY_DUTY_CORRECT_UNTIL_US },
    { DRAY_DUTY_NOTE, DRAY_DUTY_CORRECT_NOTE },
  };
  DrayId id = dray_mutation_argument_id (mutation, DRAY_DUTY_CORRECT_INSTEAD), driver = dray_row_get_id (old, DRAY_DUTY_DRIVER);

  dray_mutation_create (mutation, &dray_duty_table, &id);
  dray_mutation_set_id (mutation, &dray_duty_table, &id, DRAY_DUTY_DRIVER, &driver);
  dray_mutation_set_text (mutation, &dray_duty_table, &id, DRAY_DUTY_SOURCE, "office");
  dray_mutation_set_id (mutation, &dray_duty_table, &id, DRAY_DUTY_REPLACES, &old->id);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    dray_mutation_set_argument (mutation, &dray_duty_table, &id, pairs[i].field, pairs[i].argument);
}

static void
duty_correct (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_DUTY_CORRECT_DUTY);
  const DrayRow *old = dray_mutation_require (mutation, &dray_duty_table, &id);

  if (old == NULL)
    return;
  if (dray_row_get_boolean (old, DRAY_DUTY_REPLACED)) {
    dray_mutation_refuse (mutation, N_("It was corrected before; correct the record that took its place."));
    return;
  }
  if (dray_mutation_argument_integer (mutation, DRAY_DUTY_CORRECT_UNTIL_US) <= dray_mutation_argument_integer (mutation, DRAY_DUTY_CORRECT_FROM_US)) {
    dray_mutation_refuse (mutation, N_("The time on duty ends before it begins."));
    return;
  }
  put_correction (mutation, old);
  dray_mutation_set_boolean (mutation, &dray_duty_table, &id, DRAY_DUTY_REPLACED, TRUE);
}

const DrayOperation dray_duty_correct = {
  .name = "duty.correct", .version = 1, .label = N_("Correct time on duty"), .kind = DRAY_OPERATION_EDIT,
  .arguments = duty_correct_arguments, .n_arguments = DRAY_DUTY_CORRECT_N_FIELDS, .mutate = duty_correct,
};
