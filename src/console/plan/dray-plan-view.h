/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-time-line.h"

G_BEGIN_DECLS

/**
 * DrayPlanView:
 *
 * The day's plan under the hand: what is not placed and why, the time line, and the optimiser with its cost curve. Every change makes
 * another draft; the ones before are kept for undo.
 */
#define DRAY_TYPE_PLAN_VIEW (dray_plan_view_get_type ())
G_DECLARE_FINAL_TYPE (DrayPlanView, dray_plan_view, DRAY, PLAN_VIEW, AdwBin)

GtkWidget     *dray_plan_view_new           (DrayEngine   *engine,
                                             GSettings    *settings);
gboolean       dray_plan_view_repair_truck  (DrayPlanView    *self,
                                             DrayTroubleKind  kind,
                                             const DrayId    *truck);
DrayTimeLine  *dray_plan_view_get_time_line (DrayPlanView *self);
DrayPlanDraft *dray_plan_view_get_draft     (DrayPlanView *self);
DrayPlanDraft *dray_plan_view_get_shown     (DrayPlanView *self);
gboolean       dray_plan_view_is_busy       (DrayPlanView *self);

G_END_DECLS
