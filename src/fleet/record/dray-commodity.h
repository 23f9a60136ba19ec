/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What is weighed at the gate. */

#define DRAY_COMMODITY_FIELDS(FIELD) \
  FIELD (COMMODITY, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 80) \
  FIELD (COMMODITY, CODE, code, TEXT, .label = N_("Code"), .flags = DRAY_FIELD_INDEXED, .minimum = 0, .maximum = 20) \
  FIELD (COMMODITY, BASE_MOISTURE_PM, base_moisture_pm, INTEGER, .label = N_("Moisture that is paid for"), .unit = "‰", .minimum = 0, .maximum = 1000) \
  FIELD (COMMODITY, SHRINK_PM, shrink_pm, INTEGER, .label = N_("Shrink a point of moisture"), .unit = "‰", .minimum = 0, .maximum = 1000)

DRAY_DECLARE_TABLE (commodity, COMMODITY, DRAY_COMMODITY_FIELDS)

G_END_DECLS
