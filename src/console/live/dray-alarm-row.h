/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An alarm in the list: how urgent, what happened, since when, and who does what about it. It follows its record. */
#define DRAY_TYPE_ALARM_ROW (dray_alarm_row_get_type ())
G_DECLARE_FINAL_TYPE (DrayAlarmRow, dray_alarm_row, DRAY, ALARM_ROW, GtkBox)

GtkWidget *dray_alarm_row_new           (void);
void       dray_alarm_row_set_record    (DrayAlarmRow  *self,
                                         DrayRecord    *record);
char      *dray_alarm_words_state       (const DrayRow *alarm);

G_END_DECLS
