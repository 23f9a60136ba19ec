/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"

G_BEGIN_DECLS

/* What the planner says, in sentences. */
char *dray_plan_words_put    (const char           *sentence,
                              const char           *name);
char *dray_plan_words_why    (const DrayPlanDay    *day,
                              int                   task,
                              DrayConstraint        commonest);
char *dray_plan_words_change (const DrayPlanDay    *day,
                              const DrayRelaxation *change);
char *dray_plan_words_broken (DrayConstraint        broken,
                              const char           *truck,
                              int                   excess);
char *dray_plan_words_money  (gint64                amount_minor);

G_END_DECLS
