/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-intent.h"
#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayRecurringDay:
 * @intents: (element-type DrayIntent): what makes the orders, in this order
 * @n_orders: how many orders that is
 * @n_there: how many of the day were made before
 * @refused: (element-type utf8): those that can't be made, each with its reason
 *
 * The orders that come back on a day. Reference counted, but for one thread at a time.
 */
typedef struct {
  GPtrArray *intents;
  int        n_orders;
  int        n_there;
  GPtrArray *refused;
} DrayRecurringDay;

DrayRecurringDay *dray_recurring_day_read (DrayStore         *store,
                                           gint64             day,
                                           GError           **error);
void              dray_recurring_day_unref (DrayRecurringDay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRecurringDay, dray_recurring_day_unref)

G_END_DECLS
