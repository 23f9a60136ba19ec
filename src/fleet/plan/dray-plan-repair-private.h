/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-repair.h"

G_BEGIN_DECLS

/* What the ways out of a trouble share. */
typedef struct {
  DrayPlanDay        *day;     /* a copy: what nobody was told of yet is left out of all the plans, so that they compare */
  const DrayTrouble  *trouble;
  DrayPlannerOptions  options;
  DrayPlanDraft      *before;  /* as it would have gone */
  int                 truck;
  int                 task;
  GPtrArray          *repairs;
} DrayRepairFinder;

DrayPlannerLive      *dray_repair_live_of      (DrayPlanDay      *copy,
                                                int               truck);
DrayPlannerPublished *dray_repair_published_of (DrayPlanDay      *copy,
                                                int               truck);
DrayPlannerTask      *dray_repair_task_of      (DrayPlanDay      *copy,
                                                int               task);
void                  dray_repair_remove_int   (const int        *list,
                                                int              *n,
                                                int               value);
void                  dray_repair_hold         (DrayPlanDay      *copy,
                                                int               truck);
const char           *dray_repair_number_of    (DrayRepairFinder *self,
                                                int               truck);
DrayPlanRepair       *dray_repair_offer        (DrayRepairFinder *self,
                                                DrayRepairKind    kind,
                                                DrayPlanDay      *copy,
                                                int               churn);
int                   dray_repair_find_truck   (const DrayPlanDraft *draft,
                                                int               task,
                                                gint64           *begin_us);

/* dray-plan-repair-orders.c */
void                  dray_repair_offer_late      (DrayRepairFinder *self);
void                  dray_repair_offer_cancelled (DrayRepairFinder *self);
void                  dray_repair_offer_urgent    (DrayRepairFinder *self);

G_END_DECLS
