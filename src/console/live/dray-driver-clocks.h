/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-hours.h"
#include "dray-live-route.h"
#include "dray-track.h"

G_BEGIN_DECLS

/**
 * DrayDriverClocks:
 * @driving_us: driven since the day began
 * @duty_us: since the first departure of the day; 0 before it
 * @since_break_us: driven since the last break
 * @driving_left_us: what the daily limit leaves; negative past it; %DRAY_NEVER without a limit
 * @duty_left_us: what the duty window leaves; likewise
 * @break_due_us: driving until a break is due; likewise
 *
 * The three clocks of a driver, as the truck's positions tell them: driving, duty, break due. They know nothing of what he did in another
 * truck or before the day began, and take a pause for a break only where the truck is at none of its stops.
 */
typedef struct {
  gint64 driving_us;
  gint64 duty_us;
  gint64 since_break_us;
  gint64 driving_left_us;
  gint64 duty_left_us;
  gint64 break_due_us;
} DrayDriverClocks;

void     dray_driver_clocks_count (DrayDriverClocks     *clocks,
                                   const DrayTrack      *track,
                                   const DrayLiveRoute  *route,
                                   const DrayHoursRules *rules,
                                   gint64                now_us);
gboolean dray_driver_clocks_load  (const char           *name,
                                   DrayHoursRules       *rules,
                                   GError              **error);

G_END_DECLS
