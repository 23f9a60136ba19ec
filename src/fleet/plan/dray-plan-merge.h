/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"

G_BEGIN_DECLS

DrayPlanDraft *dray_plan_merge (DrayPlanDraft        *mine,
                                const DrayPlanDraft  *other,
                                const DrayId         *tasks,
                                int                   n_tasks,
                                GError              **error);

G_END_DECLS
