/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayAlarmStrip:
 *
 * What someone must act on, along the foot of the live view: solid red for now, tinted for at risk, words when all is well. Each
 * group names its trucks and shows them one after the other.
 *
 * Signals: "show-truck" (guint index).
 */
#define DRAY_TYPE_ALARM_STRIP (dray_alarm_strip_get_type ())
G_DECLARE_FINAL_TYPE (DrayAlarmStrip, dray_alarm_strip, DRAY, ALARM_STRIP, AdwBin)

void dray_alarm_strip_set_fleet (DrayAlarmStrip *self,
                                 DrayLiveFleet  *fleet);
void dray_alarm_strip_update    (DrayAlarmStrip *self);

G_END_DECLS
