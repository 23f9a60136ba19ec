/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-intent.h"
#include "dray-plan-draft.h"

G_BEGIN_DECLS

DrayIntent *dray_plan_draft_make_release (const DrayPlanDraft *self,
                                          int                  truck,
                                          DraySchema          *schema,
                                          gint64               now_us);

G_END_DECLS
