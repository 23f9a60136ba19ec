/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-live-fleet.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DrayTruckCells:
 * @fleet: (nullable): whose rows are shown
 * @clock: (nullable): the workspace's
 *
 * What the cells of a truck list read beside their truck. The list owns it and its columns outlive it not.
 */
typedef struct {
  DrayLiveFleet *fleet;
  DrayClock     *clock;
} DrayTruckCells;

void dray_truck_cells_add_columns (GtkColumnView  *view,
                                   DrayTruckCells *cells);

G_END_DECLS
