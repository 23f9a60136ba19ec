/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"

G_BEGIN_DECLS

/* Pins set on a draft: what is pinned is refused to the hand at once, and kept by the next search (#DrayPlanAsk.held, task.pin). */

DrayPlanDraft *dray_plan_draft_pin      (DrayPlanDraft  *draft,
                                         const guint8   *pinned,
                                         GError        **error);
DrayPlanDraft *dray_plan_draft_pin_task (DrayPlanDraft  *draft,
                                         int             task,
                                         int             truck,
                                         GError        **error);

G_END_DECLS
