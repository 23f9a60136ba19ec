/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-genetic-private.h"
#include "dray-lane-private.h"

G_BEGIN_DECLS

/**
 * DrayQuarter:
 *
 * A quarter of the town: whole routes of a lane's best plan that lie around a stop, and some empty vehicles, with a population of their own.
 * What it finds goes into the lane's best plan at once.
 */
typedef struct {
  DrayLane    *lane;         /* borrowed */
  DraySlice   *slice;
  DrayGenetic *genetic;
  int         *routes;       /* [n_routes of the slice]: in the lane */
  gint64       cost;         /* of these routes in the lane's best plan */
} DrayQuarter;

DrayQuarter *dray_quarter_new  (DrayLane     *lane,
                                int           n_wanted,
                                int          *n_visits,
                                DrayRandom   *random,
                                GCancellable *cancellable);
void         dray_quarter_free (DrayQuarter  *self);
void         dray_quarter_step (DrayQuarter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayQuarter, dray_quarter_free)

G_END_DECLS
