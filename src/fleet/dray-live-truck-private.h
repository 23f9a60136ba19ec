/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

G_BEGIN_DECLS

/* What only the live fleet does to its trucks. */

DrayLiveTruck *dray_live_truck_new          (const DrayLiveColumns   *columns,
                                             guint                    index,
                                             const DrayTruckLabel    *label);
void           dray_live_truck_orphan       (DrayLiveTruck           *self);
void           dray_live_truck_set_progress (DrayLiveTruck           *self,
                                             const DrayTruckProgress *progress);
void           dray_live_truck_tell         (DrayLiveTruck           *self);

G_END_DECLS
