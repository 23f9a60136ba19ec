/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-alarms.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayAlarmList:
 *
 * Every alarm, one a row, with what can be done about it by button and by letter: T takes, A acknowledges, S shelves, E escalates,
 * C closes, Enter goes there. Several rows can be chosen at once.
 *
 * Signals: "show-alarm" (DrayRecord): the person wants to see where it is.
 */
#define DRAY_TYPE_ALARM_LIST (dray_alarm_list_get_type ())
G_DECLARE_FINAL_TYPE (DrayAlarmList, dray_alarm_list, DRAY, ALARM_LIST, AdwBin)

void dray_alarm_list_set_alarms (DrayAlarmList *self,
                                 DrayAlarms    *alarms);
void dray_alarm_list_focus      (DrayAlarmList *self);

G_END_DECLS
