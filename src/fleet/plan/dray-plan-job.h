/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"
#include "dray-plan-roads.h"
#include "dray-workspace.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_PLAN_JOB_READING,
  DRAY_PLAN_JOB_MEASURING, /* the roads between the places */
  DRAY_PLAN_JOB_SEARCHING,
  DRAY_PLAN_JOB_DONE,
  DRAY_PLAN_JOB_FAILED,
} DrayPlanJobState;

/* A point of the cost curve: the best plan after so many seconds of search. */
typedef struct {
  double wall_s;
  gint64 cost_minor; /* as the preset weighs it */
  int    n_unplaced;
} DrayPlanCurvePoint;

/**
 * DrayPlanJob:
 *
 * A day being planned in the background. Made by dray_engine_plan_day(); belongs to the main context in which it was made, and lives at
 * least until it is over: who loses interest cancels it.
 *
 * Signals:
 *   progress (): state, best cost or curve changed; at most 20 times a second
 *   improved (): there is another preview
 *   done (): it is over: there is a draft, or an error
 */
#define DRAY_TYPE_PLAN_JOB (dray_plan_job_get_type ())
G_DECLARE_FINAL_TYPE (DrayPlanJob, dray_plan_job, DRAY, PLAN_JOB, GObject)

DrayPlanJob              *dray_plan_job_new            (DrayWorkspace     *workspace,
                                                        DrayPlanRoads     *roads);
void                      dray_plan_job_start          (DrayPlanJob       *self,
                                                        const DrayPlanAsk *ask);
DrayPlanJobState          dray_plan_job_get_state      (DrayPlanJob       *self);
const DrayPlanCurvePoint *dray_plan_job_get_curve      (DrayPlanJob       *self,
                                                        guint             *n_points);
DrayPlanDraft            *dray_plan_job_get_draft      (DrayPlanJob       *self);
DrayPlanDraft            *dray_plan_job_get_preview    (DrayPlanJob       *self);
const GError             *dray_plan_job_get_error      (DrayPlanJob       *self);
void                      dray_plan_job_stop           (DrayPlanJob       *self);
void                      dray_plan_job_cancel         (DrayPlanJob       *self);

G_END_DECLS
