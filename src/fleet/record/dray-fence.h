/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* An area on the map that asks something of the trucks in it. Its outline stands in its vertices. */

extern const char *const dray_fence_kind_choices[];

#define DRAY_FENCE_FIELDS(FIELD) \
  FIELD (FENCE, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 120) \
  FIELD (FENCE, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_fence_kind_choices) \
  FIELD (FENCE, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (FENCE, SITE, site, REFERENCE, .label = N_("Site"), .flags = DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (FENCE, ACTIVE, active, BOOLEAN, .label = N_("Live")) \
  FIELD (FENCE, ENTRY_DELAY_S, entry_delay_s, INTEGER, .label = N_("Entered after"), .unit = "s", .minimum = 0, .maximum = 3600) \
  FIELD (FENCE, STAY_LIMIT_S, stay_limit_s, INTEGER, .label = N_("Longest stay"), .unit = "s", .minimum = 0, .maximum = 604800) \
  FIELD (FENCE, SPEED_LIMIT_CMS, speed_limit_cms, INTEGER, .label = N_("Speed limit"), .unit = "cm/s", .minimum = 0, .maximum = 5000) \
  FIELD (FENCE, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (fence, FENCE, DRAY_FENCE_FIELDS)

G_END_DECLS
