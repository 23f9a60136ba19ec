/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-mutation.h"

G_BEGIN_DECLS

/**
 * DrayArrival:
 * @at_us: when it was
 * @leg_m: the way from the stop before, or %DRAY_NEVER where nobody measured it
 * @eta_hour_us: what was shown an hour before, or %DRAY_NEVER
 * @eta_leg_us: what was shown when the truck left the stop before, or %DRAY_NEVER
 */
typedef struct {
  gint64 at_us;
  gint64 leg_m;
  gint64 eta_hour_us;
  gint64 eta_leg_us;
} DrayArrival;

/* Parts of the mutators of stops and routes: what is to be kept of a visit for good. Pure, like a mutator. */
void dray_visit_arrive       (DrayMutation      *mutation,
                              const DrayRow     *stop,
                              const DrayArrival *arrival);
void dray_visit_start        (DrayMutation      *mutation,
                              const DrayRow     *stop,
                              gint64             at_us);
void dray_visit_depart       (DrayMutation      *mutation,
                              const DrayRow     *stop,
                              gint64             at_us);
void dray_visit_prove        (DrayMutation      *mutation,
                              const DrayRow     *stop,
                              gint64             at_us,
                              gint64             proof_m);
void dray_visit_settle       (DrayMutation      *mutation,
                              const DrayId      *task,
                              gint64             at_us);
void dray_visit_close_route  (DrayMutation      *mutation,
                              const DrayRow     *route,
                              gint64             driven_m);

G_END_DECLS
