/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-set.h"
#include "dray-history.h"
#include "dray-live-fleet.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayFenceTrial:
 *
 * What a fence would have told of the last thirty days, beside what the shape in use would have. Nothing is recorded.
 *
 * Signals: asked: the button; whoever hears it calls dray_fence_trial_run()
 */
#define DRAY_TYPE_FENCE_TRIAL (dray_fence_trial_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceTrial, dray_fence_trial, DRAY, FENCE_TRIAL, AdwBin)

void dray_fence_trial_run      (DrayFenceTrial      *self,
                                DrayHistory         *history,
                                DrayLiveFleet       *fleet,
                                gint64               now_us,
                                const DrayFenceRule *rule,
                                const DrayShape     *shape,
                                const DrayShape     *in_use);
void dray_fence_trial_clear    (DrayFenceTrial      *self);
void dray_fence_trial_allow    (DrayFenceTrial      *self,
                                gboolean             allowed);
int  dray_fence_trial_get_n    (DrayFenceTrial      *self);

G_END_DECLS
