/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* What meters, pumps, drivers and positions tell of a truck: kept whatever it is, and doubted where it can't be. */

extern const DrayOperation dray_reading_record;
extern const DrayOperation dray_fuel_record;
extern const DrayOperation dray_check_record;
extern const DrayOperation dray_trip_record;

G_END_DECLS
