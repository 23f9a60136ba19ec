/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-record-names.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayFenceTrucks:
 *
 * Whom a fence is for: all trucks, or those that are named here. A truck is added or taken out at once, each with its undo.
 */
#define DRAY_TYPE_FENCE_TRUCKS (dray_fence_trucks_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceTrucks, dray_fence_trucks, DRAY, FENCE_TRUCKS, AdwBin)

GtkWidget *dray_fence_trucks_new       (DrayEngine      *engine,
                                        DrayRecordNames *names);
void       dray_fence_trucks_set_fence (DrayFenceTrucks *self,
                                        const DrayId    *fence);
void       dray_fence_trucks_add       (DrayFenceTrucks *self,
                                        const DrayId    *truck);
guint      dray_fence_trucks_get_n     (DrayFenceTrucks *self);

G_END_DECLS
