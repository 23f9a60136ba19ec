/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan.h"

G_BEGIN_DECLS

/* One way of putting an order into a route: where its stops go and what comes of it. */
typedef struct {
  int             vehicle;
  int             position;     /* of the first of its stops */
  int             begin;        /* of the service there */
  gint64          extra_cost;
  gboolean        holds;
  DrayRouteCheck  check;
} DrayInsertion;

typedef void (*DrayInsertionFunc) (const DrayInsertion *insertion, gpointer user_data);

/* Tries every place of @vehicle's route for the order and what is tied to it. Stops of an order of one or two go to any places in their
 * order; of a larger one they stay together. */
void dray_insertion_try_all (const DrayProblem *problem, const int *route, int n_stops, int vehicle, int order, DrayInsertionFunc each,
                             gpointer user_data);

/* The stops of @vehicle's route in the plan; none where it has no route. */
const int *dray_insertion_get_route (const DrayPlan *plan, int vehicle, int *n_stops);

G_END_DECLS
