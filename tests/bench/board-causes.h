/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"

G_BEGIN_DECLS

void board_causes_measure (const DrayPlanDraft *draft,
                           int                  n_orders);

G_END_DECLS
