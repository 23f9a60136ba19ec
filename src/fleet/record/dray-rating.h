/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What a customer thought of a delivery. */

#define DRAY_RATING_FIELDS(FIELD) \
  FIELD (RATING, DRIVER, driver, REFERENCE, .label = N_("Driver"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "driver") \
  FIELD (RATING, ORDER, order, REFERENCE, .label = N_("Order"), .flags = DRAY_FIELD_INDEXED, .refers_to = "order") \
  FIELD (RATING, AT_US, at_us, INSTANT, .label = N_("When"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (RATING, STARS, stars, INTEGER, .label = N_("Stars"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 5) \
  FIELD (RATING, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (rating, RATING, DRAY_RATING_FIELDS)

G_END_DECLS
