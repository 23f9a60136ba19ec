/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-problem.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_DUTY_STATUS_OFF,
  DRAY_DUTY_STATUS_REST,
  DRAY_DUTY_STATUS_DRIVING,
  DRAY_DUTY_STATUS_OTHER_WORK,
  DRAY_DUTY_STATUS_AVAILABLE,
} DrayDutyStatus;

/* A stretch of a driver's past, as his records say. */
typedef struct {
  DrayDutyStatus status;
  gint64         from_us;
  gint64         until_us;
} DrayDutyPast;

/**
 * DrayDutyClocks:
 * @is_known: whether the records tell all of it without a gap; where they don't, every clock stands at 0
 * @driving_s: driving that is left today, as far as the week has it too
 * @duty_s: what is left of the daily window
 * @break_s: driving that is left before a break is due
 * @state: the same as the planner wants it
 *
 * A driver's three clocks.
 */
typedef struct {
  gboolean       is_known;
  int            driving_s;
  int            duty_s;
  int            break_s;
  DrayHoursState state;
} DrayDutyClocks;

DrayDutyClocks dray_duty_clock_read (const DrayHoursRules *rules,
                                     const DrayDutyPast   *past,
                                     guint                 n_past,
                                     gint64                at_us);

G_END_DECLS
