/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-schema.h"

G_BEGIN_DECLS

int                        dray_schema_get_table_index (DraySchema      *self,
                                                        const DrayTable *table);
const DraySchemaLists     *dray_schema_get_lists       (DraySchema      *self);
const DrayMigrationSeries *dray_schema_get_series      (DraySchema      *self,
                                                        int             *n_series);

G_END_DECLS
