/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayOrderWindow:
 *
 * A new order while its customer is on the telephone: the site is found by its name, what and until when is asked for, and the best three
 * slots stand there with what each costs more. They are held for five minutes. Promising one makes the order, confirms its window, and puts
 * it into the plan.
 *
 * Signals:
 *   promised (#DrayPlanDraft): the plan with the order in it; the window closes behind it
 */
#define DRAY_TYPE_ORDER_WINDOW (dray_order_window_get_type ())
G_DECLARE_FINAL_TYPE (DrayOrderWindow, dray_order_window, DRAY, ORDER_WINDOW, AdwWindow)

GtkWidget *dray_order_window_new      (DrayEngine       *engine,
                                       DrayPlanDraft    *draft);
gboolean   dray_order_window_choose   (DrayOrderWindow  *self,
                                       const char       *site_name);
void       dray_order_window_ask      (DrayOrderWindow  *self);
int        dray_order_window_get_n    (DrayOrderWindow  *self);
void       dray_order_window_promise  (DrayOrderWindow  *self,
                                       guint             offer);

G_END_DECLS
