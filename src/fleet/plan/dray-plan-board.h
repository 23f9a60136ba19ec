/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"

G_BEGIN_DECLS

/**
 * DrayRuleClass:
 * @DRAY_RULE_PLAIN: nothing in the way
 * @DRAY_RULE_REASON: may be done with a reason, which is recorded; it costs what the price says (amber)
 * @DRAY_RULE_NEVER: may not be done (red)
 */
typedef enum {
  DRAY_RULE_PLAIN,
  DRAY_RULE_REASON,
  DRAY_RULE_NEVER,
} DrayRuleClass;

/**
 * DrayPlanClocks:
 * @drive_s: behind the wheel on the whole route
 * @duty_s: from gate to gate
 * @shift_s: how long the shift is that both must fit in
 * @break_due_us: when the driving without a break reaches what the driver's rules grant; %DRAY_NEVER where none bind, or it never does
 */
typedef struct {
  int    drive_s;
  int    duty_s;
  int    shift_s;
  gint64 break_due_us;
} DrayPlanClocks;

/**
 * DrayPlanTry:
 * @verdict: the worse of the two routes'
 * @broken: the first rule that is stretched or broken
 * @words: in a sentence: the price, or the reason why not
 * @price_minor: what the day would cost more, by the trucks' own rates with lateness and overtime in money
 * @from_truck: where the task stands now; -1: it is unplaced
 * @from_eta_us, @to_eta_us: begin of service at each stop of the two routes as they would be, in order; the same twice on one route
 * @from_tasks, @to_tasks: the tasks in that order
 * @more_m: how much further the two trucks would drive
 * @clocks: of the driver who would take it
 */
typedef struct {
  DrayRuleClass  verdict;
  DrayConstraint broken;
  char          *words;
  gint64         price_minor;
  int            from_truck;
  int            to_truck;
  int            n_from;
  int           *from_tasks;
  gint64        *from_eta_us;
  int            n_to;
  int           *to_tasks;
  gint64        *to_eta_us;
  gint64         more_m;
  DrayPlanClocks clocks;
} DrayPlanTry;

/* A place and time to promise. */
typedef struct {
  int    truck;
  int    position;
  gint64 begin_us;
  gint64 price_minor;
} DrayPlanOffer;

/**
 * DrayPlanBoard:
 *
 * A draft under the hand: what a drag would cost, the plan after a drop, slots for an order that somebody is asking for. One thread; the
 * main one may, since nothing here takes longer than a frame but dray_plan_board_drop(), which is bounded by its limit.
 */
typedef struct _DrayPlanBoard DrayPlanBoard;

DrayPlanBoard *dray_plan_board_new       (DrayPlanDraft    *draft,
                                          GError          **error);
void           dray_plan_board_free      (DrayPlanBoard    *self);
DrayPlanDraft *dray_plan_board_get_draft (DrayPlanBoard    *self);
void           dray_plan_board_try_move  (DrayPlanBoard    *self,
                                          int               task,
                                          int               to_truck,
                                          int               to_position,
                                          DrayPlanTry      *attempt);
void           dray_plan_try_clear       (DrayPlanTry      *self);
DrayPlanDraft *dray_plan_board_drop      (DrayPlanBoard    *self,
                                          int               task,
                                          int               to_truck,
                                          int               to_position,
                                          double            repair_s,
                                          GError          **error);
int            dray_plan_board_quote     (DrayPlanBoard    *self,
                                          int               task,
                                          DrayPlanOffer    *offers,
                                          int               n_offers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanBoard, dray_plan_board_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayPlanTry, dray_plan_try_clear)

G_END_DECLS
