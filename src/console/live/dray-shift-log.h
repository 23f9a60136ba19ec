/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-alarms.h"
#include "dray-engine.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayShiftLog:
 *
 * The shift log and the page that one shift hands to the next: a line is typed and stands, lines are signed one by one or all at once,
 * and the page with open alarms, trucks in trouble and unsigned lines is copied as text.
 */
#define DRAY_TYPE_SHIFT_LOG (dray_shift_log_get_type ())
G_DECLARE_FINAL_TYPE (DrayShiftLog, dray_shift_log, DRAY, SHIFT_LOG, AdwWindow)

GtkWidget *dray_shift_log_new       (DrayEngine    *engine,
                                     DrayAlarms    *alarms);
void       dray_shift_log_set_truck (DrayShiftLog  *self,
                                     DrayLiveTruck *truck);

G_END_DECLS
