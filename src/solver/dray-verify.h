/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan.h"

G_BEGIN_DECLS

/**
 * DrayVerdict:
 * @costs: the terms, counted anew
 * @cost: their sum
 * @n_missing: required orders that the plan leaves out
 * @broken: (nullable): the first rule that the plan breaks, or the first of its own figures that is wrong, in words; %NULL if it holds
 *
 * What dray_verify_plan() found.
 */
typedef struct {
  gint64 costs[DRAY_N_COST_TERMS];
  gint64 cost;
  int    n_missing;
  char  *broken;
} DrayVerdict;

void dray_verify_plan   (const DrayProblem *problem,
                         const DrayPlan    *plan,
                         DrayVerdict       *verdict);
void dray_verdict_clear (DrayVerdict       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayVerdict, dray_verdict_clear)

G_END_DECLS
