/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The demo's own time in the header, with pause and speed. It hides where the workspace runs on the real clock. */
#define DRAY_TYPE_DEMO_CLOCK (dray_demo_clock_get_type ())
G_DECLARE_FINAL_TYPE (DrayDemoClock, dray_demo_clock, DRAY, DEMO_CLOCK, AdwBin)

void dray_demo_clock_set_clock (DrayDemoClock *self,
                                DrayClock     *clock);
void dray_demo_clock_update    (DrayDemoClock *self);

G_END_DECLS
