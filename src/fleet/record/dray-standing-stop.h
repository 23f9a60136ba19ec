/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A customer's place in a standing route. */

#define DRAY_STANDING_STOP_FIELDS(FIELD) \
  FIELD (STANDING_STOP, STANDING_ROUTE, standing_route, REFERENCE, .label = N_("Standing route"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "standing_route") \
  FIELD (STANDING_STOP, RANK, rank, RANK, .label = N_("Rank"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 64) \
  FIELD (STANDING_STOP, SITE, site, REFERENCE, .label = N_("Site"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "site")

DRAY_DECLARE_TABLE (standing_stop, STANDING_STOP, DRAY_STANDING_STOP_FIELDS)

G_END_DECLS
