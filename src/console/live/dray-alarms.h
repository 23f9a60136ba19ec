/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-alarm-sum.h"
#include "dray-clock.h"
#include "dray-workspace.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_ALARM_ACT_TAKE,
  DRAY_ALARM_ACT_ACKNOWLEDGE,
  DRAY_ALARM_ACT_SHELVE,
  DRAY_ALARM_ACT_ESCALATE,
  DRAY_ALARM_ACT_CLOSE,
  DRAY_N_ALARM_ACTS
} DrayAlarmAct;

/**
 * DrayAlarms:
 *
 * The open alarms of a workspace, and what a person does about them. It reads them again on the reader's thread at most four times a
 * second, so that a flood costs no more than a quiet night; what is done to many is handed on a few at a time.
 *
 * Signals:
 *   changed: the sum is another one
 *   done (GArray of DrayDone, gchararray words): an act went through
 *   failed (gchararray): an act or a reading did not; words for the person
 */
#define DRAY_TYPE_ALARMS (dray_alarms_get_type ())
G_DECLARE_FINAL_TYPE (DrayAlarms, dray_alarms, DRAY, ALARMS, GObject)

DrayAlarms         *dray_alarms_new           (DrayWorkspace *workspace,
                                               DrayClock     *clock);
DrayWorkspace      *dray_alarms_get_workspace (DrayAlarms    *self);
DrayClock          *dray_alarms_get_clock     (DrayAlarms    *self);
const DrayAlarmSum *dray_alarms_get_sum       (DrayAlarms    *self);
void                dray_alarms_age           (DrayAlarms    *self);
gboolean            dray_alarms_can           (DrayAlarms    *self,
                                               DrayAlarmAct   act);
void                dray_alarms_act           (DrayAlarms    *self,
                                               DrayAlarmAct   act,
                                               const DrayId  *ids,
                                               guint          n_ids,
                                               const char    *words,
                                               int            for_s);
gboolean            dray_alarms_find_truck    (DrayAlarms    *self,
                                               const DrayId  *alarm,
                                               DrayId        *truck);

G_END_DECLS
