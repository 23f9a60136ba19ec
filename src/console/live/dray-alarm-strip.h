/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-alarms.h"
#include "dray-live-fleet.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayAlarmStrip:
 *
 * What someone must act on, along the foot of the live view: solid red for now, tinted for at risk, words when all is well. Each
 * group names its trucks and shows them one after the other.
 *
 * With a workspace behind it the alarms are its records: the most urgent group can be taken and acknowledged here, only the top
 * priority sounds, and the rest is counted. Without one, the flags of the trucks stand for them.
 *
 * Signals: "show-truck" (guint index); "show-all": the list of alarms is wanted.
 * Actions: strip.show, strip.take, strip.acknowledge: on the alarm that is named first.
 */
#define DRAY_TYPE_ALARM_STRIP (dray_alarm_strip_get_type ())
G_DECLARE_FINAL_TYPE (DrayAlarmStrip, dray_alarm_strip, DRAY, ALARM_STRIP, AdwBin)

void dray_alarm_strip_set_fleet (DrayAlarmStrip *self,
                                 DrayLiveFleet  *fleet);
void dray_alarm_strip_update    (DrayAlarmStrip *self);
void dray_alarm_strip_set_alarms (DrayAlarmStrip *self,
                                  DrayAlarms     *alarms,
                                  GSettings      *settings);
GtkToggleButton *dray_alarm_strip_get_all (DrayAlarmStrip *self);

G_END_DECLS
