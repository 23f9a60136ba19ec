/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A corner of a fence. Ring 0 is the outline, the others are holes; corners of a ring go by rank. */

#define DRAY_FENCE_VERTEX_FIELDS(FIELD) \
  FIELD (FENCE_VERTEX, FENCE, fence, REFERENCE, .label = N_("Fence"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "fence") \
  FIELD (FENCE_VERTEX, RING, ring, INTEGER, .label = N_("Ring"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 100) \
  FIELD (FENCE_VERTEX, RANK, rank, RANK, .label = N_("Rank"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 64) \
  FIELD (FENCE_VERTEX, LON_E7, lon_e7, INTEGER, .label = N_("Longitude"), .unit = "1e-7 °", .flags = DRAY_FIELD_NAMED, .minimum = -1800000000, .maximum = 1800000000) \
  FIELD (FENCE_VERTEX, LAT_E7, lat_e7, INTEGER, .label = N_("Latitude"), .unit = "1e-7 °", .flags = DRAY_FIELD_NAMED, .minimum = -900000000, .maximum = 900000000)

DRAY_DECLARE_TABLE (fence_vertex, FENCE_VERTEX, DRAY_FENCE_VERTEX_FIELDS)

G_END_DECLS
