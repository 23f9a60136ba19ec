/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-route.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A stop of a route in the pane: its number or a tick, whom it serves, when the truck is expected, and the promised window. */
#define DRAY_TYPE_STOP_ROW (dray_stop_row_get_type ())
G_DECLARE_FINAL_TYPE (DrayStopRow, dray_stop_row, DRAY, STOP_ROW, GtkListBoxRow)

GtkWidget *dray_stop_row_new    (const DrayLiveStop  *stop,
                                 guint                index);
void       dray_stop_row_update (DrayStopRow         *self,
                                 const DrayLiveStop  *stop,
                                 const DrayStopTimes *times,
                                 gboolean             done);

G_END_DECLS
