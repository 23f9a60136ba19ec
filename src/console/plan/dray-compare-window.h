/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayCompareWindow:
 *
 * Two plans of a day side by side: every stop that is served otherwise, with both trucks and times, and what each costs by term. Stops are
 * picked and taken over from the other plan into the one that is worked on.
 *
 * Signals:
 *   merged (#DrayPlanDraft): what was picked is taken over; the window closes behind it
 */
#define DRAY_TYPE_COMPARE_WINDOW (dray_compare_window_get_type ())
G_DECLARE_FINAL_TYPE (DrayCompareWindow, dray_compare_window, DRAY, COMPARE_WINDOW, AdwWindow)

GtkWidget *dray_compare_window_new    (DrayPlanDraft      *mine,
                                       DrayPlanDraft      *other,
                                       const char         *other_name);
gboolean   dray_compare_window_merge  (DrayCompareWindow  *self);

G_END_DECLS
