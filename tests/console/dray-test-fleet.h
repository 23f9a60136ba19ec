/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

G_BEGIN_DECLS

/**
 * DrayTestFleet:
 *
 * A live fleet of any size that drives about in a box, from a fixed seed: what the console's tests and benchmarks look at. It goes
 * through the same hand-over as the real one.
 */
typedef struct _DrayTestFleet DrayTestFleet;

DrayTestFleet *dray_test_fleet_new    (guint          n_trucks,
                                       double         lon,
                                       double         lat,
                                       double         span_deg);
void           dray_test_fleet_free   (DrayTestFleet *self);
DrayLiveFleet *dray_test_fleet_get    (DrayTestFleet *self);
gint64         dray_test_fleet_now_us (DrayTestFleet *self);
void           dray_test_fleet_move   (DrayTestFleet *self,
                                       guint          n_moved,
                                       double         seconds);
void           dray_test_fleet_report (DrayTestFleet *self,
                                       guint          n_trucks,
                                       double         seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTestFleet, dray_test_fleet_free)

G_END_DECLS
