/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-schema.h"

G_BEGIN_DECLS

/* What a workspace of a fleet is made of: the written-out lists of tables, operations, rules and permissions. A new record kind or
 * operation is a file of its own and one line here. */

extern const DraySchemaLists dray_fleet_lists;

DraySchema *dray_fleet_schema_new (GError **error);

G_END_DECLS
