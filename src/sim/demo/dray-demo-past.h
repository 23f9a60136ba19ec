/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-demo-private.h"
#include "dray-fix.h"
#include "dray-live-route.h"

G_BEGIN_DECLS

/**
 * DrayDemoPast:
 *
 * The records of the days before: each round that the simulation drives becomes orders, a released route, and what its fixes make known of
 * it, through the same tracker and operations as today's. Beside it what happens at a yard: fuel, meters, the workshop.
 */
typedef struct _DrayDemoPast DrayDemoPast;

DrayDemoPast *dray_demo_past_new       (DrayDemo         *demo,
                                        int               slow_site);
void          dray_demo_past_free      (DrayDemoPast     *self);
void          dray_demo_past_begin_day (DrayDemoPast     *self,
                                        gint64            day_us);
void          dray_demo_past_add_round (DrayDemoPast     *self,
                                        guint             truck,
                                        DrayLiveRoute    *route,
                                        const int        *sites,
                                        gint64            planned_us);
void          dray_demo_past_take_fix  (DrayDemoPast     *self,
                                        const DrayFix    *fix);
gboolean      dray_demo_past_end_day   (DrayDemoPast     *self,
                                        GError          **error);
gboolean      dray_demo_past_finish    (DrayDemoPast     *self,
                                        GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayDemoPast, dray_demo_past_free)

G_END_DECLS
