/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"

G_BEGIN_DECLS

/**
 * DrayTroubleKind:
 * @DRAY_TROUBLE_BREAKDOWN: a truck can't go on
 * @DRAY_TROUBLE_CLOSED: a customer is closed
 * @DRAY_TROUBLE_SICK: a driver can't come, or go on
 * @DRAY_TROUBLE_LATE: a truck will be late at stops that were promised
 * @DRAY_TROUBLE_CANCELLED: a customer does not want it any more
 * @DRAY_TROUBLE_URGENT: an order that nobody was told of can't wait
 *
 * What went wrong.
 */
typedef enum {
  DRAY_TROUBLE_BREAKDOWN,
  DRAY_TROUBLE_CLOSED,
  DRAY_TROUBLE_SICK,
  DRAY_TROUBLE_LATE,
  DRAY_TROUBLE_CANCELLED,
  DRAY_TROUBLE_URGENT,
} DrayTroubleKind;

/**
 * DrayTrouble:
 * @truck: whose; of what is wrong with a stop it is found by the task
 * @task: the stop that something is wrong with; none otherwise
 * @again_us: when the customer is open again; %DRAY_NEVER: not today
 */
typedef struct {
  DrayTroubleKind kind;
  DrayId          truck;
  DrayId          task;
  gint64          again_us;
} DrayTrouble;

typedef enum {
  DRAY_REPAIR_HAND_OVER,     /* another truck takes the goods over where the first one stands */
  DRAY_REPAIR_SPARE_TRUCK,   /* a truck that has nothing to do loads them anew at the depot */
  DRAY_REPAIR_LATER_TODAY,   /* the goods stay aboard until the customer opens */
  DRAY_REPAIR_BACK_TO_DEPOT, /* the goods come back; the order waits for another day */
  DRAY_REPAIR_OTHER_DRIVER,  /* the same truck and route with somebody who may drive it */
  DRAY_REPAIR_OTHER_TRUCKS,  /* the route is shared out among the others */
  DRAY_REPAIR_AS_IT_IS,      /* nobody is told anything but the customers */
  DRAY_REPAIR_OTHER_ORDER,   /* the late truck's own stops in another order */
  DRAY_REPAIR_LEFT_OUT,      /* the stop is left out; goods aboard come back */
  DRAY_REPAIR_LEFT_OUT_AND_MENDED, /* and a few others use what that frees */
  DRAY_REPAIR_TAKEN_IN,      /* a truck takes the urgent order in */
} DrayRepairKind;

/**
 * DrayPlanRepair:
 * @words: what is done, in a sentence
 * @driver: who takes the route; of %DRAY_REPAIR_OTHER_DRIVER alone
 * @cost_minor: what the rest of the day costs more than without the trouble
 * @n_moved: tasks that change their truck or their order
 * @n_drivers: drivers who have to be told
 * @n_late: tasks that begin after their promised window, and did not before
 * @n_unplaced: tasks that are not served today, and would have been
 * @draft: the rest of the day with it
 *
 * One way out, with what it disturbs.
 */
typedef struct {
  DrayRepairKind  kind;
  char           *words;
  DrayId          driver;
  gint64          cost_minor;
  int             n_moved;
  int             n_drivers;
  int             n_late;
  int             n_unplaced;
  DrayPlanDraft  *draft;
} DrayPlanRepair;

GPtrArray *dray_plan_find_repairs (DrayPlanDay        *day,
                                   const DrayTrouble  *trouble,
                                   double              search_s,
                                   gint64              iterations,
                                   GError            **error);
void       dray_plan_repair_free  (DrayPlanRepair     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanRepair, dray_plan_repair_free)

G_END_DECLS
