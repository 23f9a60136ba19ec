/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-row.h"

G_BEGIN_DECLS

/**
 * DrayAssignSelect:
 *
 * Reads the living rows of @table whose @field is @id: from a mutation or from a store, as the caller has it.
 *
 * Returns: (transfer full) (nullable) (element-type DrayRow)
 */
typedef GPtrArray *(*DrayAssignSelect) (const DrayTable *table,
                                        int              field,
                                        const DrayId    *id,
                                        gpointer         user_data);

/**
 * DrayAssignment:
 * @driver: none where nobody is named yet
 * @route: the route that is being given; none: overlaps with other routes are not looked for
 * @day: of the route, days since 1970-01-01
 */
typedef struct {
  DrayId truck;
  DrayId driver;
  DrayId route;
  gint64 day;
  gint64 from_us;
  gint64 until_us;
} DrayAssignment;

const char *dray_assignability_find_fault (const DrayAssignment *self,
                                           DrayAssignSelect      select,
                                           gpointer              user_data);

G_END_DECLS
