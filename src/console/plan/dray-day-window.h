/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayDayWindow:
 *
 * The routes that were released for a day. How each driver knows of his, and a tick for whoever was told by telephone; then what is left to be
 * said before a route can be closed: stops that nobody was seen to leave, odometers, remarks.
 */
#define DRAY_TYPE_DAY_WINDOW (dray_day_window_get_type ())
G_DECLARE_FINAL_TYPE (DrayDayWindow, dray_day_window, DRAY, DAY_WINDOW, AdwWindow)

GtkWidget  *dray_day_window_new         (DrayEngine    *engine,
                                         gint64         day,
                                         GTimeZone     *zone);
void        dray_day_window_show_close  (DrayDayWindow *self);
const char *dray_day_window_get_summary (DrayDayWindow *self);
gboolean    dray_day_window_is_ready    (DrayDayWindow *self);

G_END_DECLS
