/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A fence that names trucks is for those alone; one that names none is for all. */

#define DRAY_FENCE_TRUCK_FIELDS(FIELD) \
  FIELD (FENCE_TRUCK, FENCE, fence, REFERENCE, .label = N_("Fence"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "fence") \
  FIELD (FENCE_TRUCK, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "truck")

DRAY_DECLARE_TABLE (fence_truck, FENCE_TRUCK, DRAY_FENCE_TRUCK_FIELDS)

G_END_DECLS
