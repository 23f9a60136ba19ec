/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"

G_BEGIN_DECLS

/**
 * DraySimClock:
 *
 * A clock that starts at a chosen instant and goes at a chosen speed: the demo's, the simulator's and the tests'. It begins
 * paused, so that a test which never lets it go moves it by dray_sim_clock_advance() alone and is the same every time.
 */
#define DRAY_TYPE_SIM_CLOCK (dray_sim_clock_get_type ())
G_DECLARE_FINAL_TYPE (DraySimClock, dray_sim_clock, DRAY, SIM_CLOCK, DrayClock)

#define DRAY_SIM_CLOCK_MAX_SPEED 100000.0

DraySimClock *dray_sim_clock_new        (gint64        start_us);
void          dray_sim_clock_advance    (DraySimClock *self,
                                         gint64        by_us);
void          dray_sim_clock_set_speed  (DraySimClock *self,
                                         double        speed);
void          dray_sim_clock_set_paused (DraySimClock *self,
                                         gboolean      paused);
gboolean      dray_sim_clock_get_paused (DraySimClock *self);

G_END_DECLS
