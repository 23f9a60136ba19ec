/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayRepairWindow:
 *
 * The ways out of a trouble, each with what it costs and whom it disturbs. Taking one makes it the plan that is worked on; no driver knows
 * of it before it is released. Escape refuses them all.
 *
 * Signals:
 *   taken (#DrayPlanRepair): chosen; the window closes behind it
 */
#define DRAY_TYPE_REPAIR_WINDOW (dray_repair_window_get_type ())
G_DECLARE_FINAL_TYPE (DrayRepairWindow, dray_repair_window, DRAY, REPAIR_WINDOW, AdwWindow)

GtkWidget *dray_repair_window_new       (DrayEngine        *engine,
                                         const DrayTrouble *trouble,
                                         const char        *words);
guint      dray_repair_window_get_n     (DrayRepairWindow  *self);
gboolean   dray_repair_window_is_ready  (DrayRepairWindow  *self);
void       dray_repair_window_take      (DrayRepairWindow  *self,
                                         guint              index);

G_END_DECLS
