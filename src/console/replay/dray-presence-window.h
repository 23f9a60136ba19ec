/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-history.h"
#include "dray-live-fleet.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayPresenceWindow:
 *
 * Who was in an area between two times: a list of trucks with from when until when, and as a CSV file.
 *
 * Signals: chosen (guint truck, gint64 at_us): the person wants to see it there
 */
#define DRAY_TYPE_PRESENCE_WINDOW (dray_presence_window_get_type ())
G_DECLARE_FINAL_TYPE (DrayPresenceWindow, dray_presence_window, DRAY, PRESENCE_WINDOW, AdwWindow)

GtkWidget *dray_presence_window_new       (DrayHistory        *history,
                                           DrayLiveFleet      *fleet,
                                           const DrayShape    *area,
                                           gint64              from_us,
                                           gint64              to_us);
void       dray_presence_window_set_period (DrayPresenceWindow *self,
                                           gint64              from_us,
                                           gint64              to_us);
int        dray_presence_window_get_n     (DrayPresenceWindow *self);
void       dray_presence_window_export    (DrayPresenceWindow *self,
                                           GFile              *file);

G_END_DECLS
