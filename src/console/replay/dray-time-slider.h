/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DrayTimeSlider:
 *
 * A day as a slider: how many trucks drove when, as bars, the alarms of the day as marks, and where the replay stands.
 *
 * Signals: seek (gint64 at_us): the person wants to be there
 */
#define DRAY_TYPE_TIME_SLIDER (dray_time_slider_get_type ())
G_DECLARE_FINAL_TYPE (DrayTimeSlider, dray_time_slider, DRAY, TIME_SLIDER, GtkWidget)

void   dray_time_slider_set_day      (DrayTimeSlider *self,
                                      gint64          from_us,
                                      gint64          to_us);
void   dray_time_slider_set_at_us    (DrayTimeSlider *self,
                                      gint64          at_us);
void   dray_time_slider_set_now_us   (DrayTimeSlider *self,
                                      gint64          now_us);
void   dray_time_slider_set_activity (DrayTimeSlider *self,
                                      GArray         *slots);
void   dray_time_slider_add_mark     (DrayTimeSlider *self,
                                      gint64          at_us,
                                      const char     *words);
void   dray_time_slider_clear_marks  (DrayTimeSlider *self);
double dray_time_slider_get_x        (DrayTimeSlider *self,
                                      gint64          at_us);

G_END_DECLS
