/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"

G_BEGIN_DECLS

/* A clock that stands where it is put: the time that is shown, and not that it is. */
#define DRAY_TYPE_REPLAY_CLOCK (dray_replay_clock_get_type ())
G_DECLARE_FINAL_TYPE (DrayReplayClock, dray_replay_clock, DRAY, REPLAY_CLOCK, DrayClock)

DrayReplayClock *dray_replay_clock_new (void);
void             dray_replay_clock_put (DrayReplayClock *self,
                                        gint64           at_us);

G_END_DECLS
