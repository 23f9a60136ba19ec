/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* Life of a route and its stops: released to a driver, driven, finished. */

extern const DrayOperation dray_route_release;
extern const DrayOperation dray_route_recall;
extern const DrayOperation dray_route_tell;
extern const DrayOperation dray_route_close;
extern const DrayOperation dray_route_start;
extern const DrayOperation dray_route_finish;
extern const DrayOperation dray_stop_arrive;
extern const DrayOperation dray_stop_start;
extern const DrayOperation dray_stop_depart;

G_END_DECLS
