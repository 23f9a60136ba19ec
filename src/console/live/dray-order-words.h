/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"
#include "dray-order-find.h"

G_BEGIN_DECLS

/**
 * DrayOrderWords:
 * @status: how far it is
 * @truck: number, plate and driver
 * @before: how many stops the truck has before it
 * @expected: when it arrives, as a range that can be promised on the telephone
 * @window: what was promised
 * @contact: when truck and driver were last heard of
 *
 * An order in the words that a dispatcher says to a customer. Every one is set.
 */
typedef struct {
  char *status;
  char *truck;
  char *before;
  char *expected;
  char *window;
  char *contact;
} DrayOrderWords;

DrayOrderWords *dray_order_words_new      (const DrayOrderFacts *facts,
                                           DrayLiveFleet        *fleet,
                                           gint64                now_us);
void            dray_order_words_free     (DrayOrderWords       *self);
char           *dray_order_words_dup_text (const DrayOrderWords *self,
                                           const DrayOrderFacts *facts);
char           *dray_order_words_range    (gint64                eta_us,
                                           gint64                now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayOrderWords, dray_order_words_free)

G_END_DECLS
