/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-live-fleet.h"
#include "dray-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayOrderCard:
 *
 * Where is my order? A window that answers while the customer is talking: type part of a reference, a name or a telephone number, read
 * the answer aloud, copy it as text. With no words it shows the orders that the chosen truck still has aboard.
 *
 * Signals: "show-truck" (guint index): the person wants to see the truck.
 */
#define DRAY_TYPE_ORDER_CARD (dray_order_card_get_type ())
G_DECLARE_FINAL_TYPE (DrayOrderCard, dray_order_card, DRAY, ORDER_CARD, AdwWindow)

GtkWidget *dray_order_card_new (DrayWorkspace *workspace,
                                DrayLiveFleet *fleet,
                                DrayClock     *clock,
                                DrayLiveTruck *truck);

G_END_DECLS
