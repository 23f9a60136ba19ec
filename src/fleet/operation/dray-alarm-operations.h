/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* Life of an alarm: raised, taken, acknowledged, shelved, back to normal, closed. */

extern const DrayOperation dray_alarm_raise;
extern const DrayOperation dray_alarm_take;
extern const DrayOperation dray_alarm_acknowledge;
extern const DrayOperation dray_alarm_escalate;
extern const DrayOperation dray_alarm_shelve;
extern const DrayOperation dray_alarm_clear;
extern const DrayOperation dray_alarm_close;

G_END_DECLS
