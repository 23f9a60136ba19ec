/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-problem.h"

G_BEGIN_DECLS

/**
 * DrayHoursStep:
 * @driving: on the way to the place
 * @work: service and set-up there
 * @windows: (array length=n_windows): in which the work may begin; none: at any time
 *
 * What a driver has to do, in order: the way to a place and the work there. The way home is a step without work or window.
 */
typedef struct {
  int                   driving;
  int                   work;
  int                   n_windows;
  const DrayTimeWindow *windows;
} DrayHoursStep;

typedef enum {
  DRAY_DUTY_DRIVING,
  DRAY_DUTY_WORK,
  DRAY_DUTY_WAIT,
  DRAY_DUTY_BREAK,
  DRAY_DUTY_REST,
} DrayDuty;

/**
 * DrayDutySpan:
 * @step: the step that it belongs to: on the way there or at the place
 *
 * A stretch of a driver's day. The spans of a schedule follow each other without a gap.
 */
typedef struct {
  DrayDuty duty;
  int      step;
  int      begin;
  int      end;
} DrayDutySpan;

gboolean dray_hours_schedule (const DrayHoursRules *rules,
                              const DrayHoursState *state,
                              const DrayHoursStep  *steps,
                              int                   n_steps,
                              int                   open,
                              int                   close,
                              GArray               *spans);
int      dray_hours_bound    (const DrayHoursRules *rules,
                              const DrayHoursState *state,
                              gint64                driving,
                              gint64                work);

gboolean dray_hours_rules_parse (const char      *text,
                                 gsize            n_bytes,
                                 DrayHoursRules  *rules,
                                 GError         **error);

G_END_DECLS
