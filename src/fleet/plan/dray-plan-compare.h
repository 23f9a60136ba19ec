/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_PLAN_CHANGE_MOVED,    /* another truck */
  DRAY_PLAN_CHANGE_REORDERED,
  DRAY_PLAN_CHANGE_RETIMED,  /* the same truck and order, a minute or more off */
  DRAY_PLAN_CHANGE_PLACED,
  DRAY_PLAN_CHANGE_LEFT_OUT,
} DrayPlanChangeKind;

/**
 * DrayPlanChange:
 * @task: index in the day of the later plan
 * @from_truck, @to_truck: indices in their own days; -1 where it is unplaced
 * @from_us, @to_us: begin of service; %DRAY_NEVER where it is unplaced
 *
 * What one stop does in a plan that it did otherwise in another.
 */
typedef struct {
  DrayPlanChangeKind kind;
  int                task;
  int                from_truck;
  int                to_truck;
  gint64             from_us;
  gint64             to_us;
} DrayPlanChange;

GArray *dray_plan_compare_stops (const DrayPlanDraft *before,
                                 const DrayPlanDraft *after);

/**
 * DrayPlanSavings:
 * @cost_minor, @distance_m, @duration_s: what the later plan needs less, at equal orders served: what either leaves out is costed as a run
 *   of its own from its depot and back
 * @n_dedicated: how many such runs are in it, in the earlier plan less those in the later one
 */
typedef struct {
  gint64 cost_minor;
  gint64 distance_m;
  gint64 duration_s;
  int    n_dedicated;
} DrayPlanSavings;

void    dray_plan_compare_costs (const DrayPlanDraft *before,
                                 const DrayPlanDraft *after,
                                 DrayPlanSavings     *savings);

/* What would probably happen: one in ten falls below @low, one in ten above @high. */
typedef struct {
  double low;
  double middle;
  double high;
} DrayPlanEstimate;

void    dray_plan_estimate_late (const DrayPlanDraft *draft,
                                 guint64              seed,
                                 int                  n_samples,
                                 DrayPlanEstimate    *estimate);

G_END_DECLS
