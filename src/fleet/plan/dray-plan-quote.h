/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-board.h"
#include "dray-plan-roads.h"

G_BEGIN_DECLS

/**
 * DrayPlanNewOrder:
 * @order, @task: what its records will be called; they need not be there yet
 * @site: where to; its place is @lon_e7, @lat_e7
 * @depot: where its goods lie
 * @asked: what is wanted: its window, goods and service; place, depot and ids are filled in
 *
 * An order that somebody is asking for.
 */
typedef struct {
  DrayId          order;
  DrayId          task;
  DrayId          site;
  DrayId          depot;
  const char     *reference;
  const char     *name;
  int             lon_e7;
  int             lat_e7;
  DrayPlannerTask asked;
} DrayPlanNewOrder;

#define DRAY_PLAN_N_OFFERS 3

/**
 * DrayPlanQuote:
 * @draft: the plan with the order in it, unplaced
 * @task: its index there
 * @offers: [n_offers] the best first
 */
typedef struct {
  DrayPlanDraft *draft;
  int            task;
  int            n_offers;
  DrayPlanOffer  offers[DRAY_PLAN_N_OFFERS];
} DrayPlanQuote;

DrayPlanQuote *dray_plan_quote_new    (DrayPlanRoads          *roads,
                                       DrayPlanDraft          *draft,
                                       const DrayPlanNewOrder *order,
                                       GCancellable           *cancellable,
                                       GError                **error);
DrayPlanDraft *dray_plan_quote_take   (const DrayPlanQuote    *self,
                                       int                     offer,
                                       GError                **error);
void           dray_plan_quote_free   (DrayPlanQuote          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanQuote, dray_plan_quote_free)

G_END_DECLS
