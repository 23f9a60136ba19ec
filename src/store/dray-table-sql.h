/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"
#include "dray-table.h"

G_BEGIN_DECLS

gboolean dray_table_check_sql (const DrayTable *self,
                               DrayDatabase    *database,
                               GError         **error);

G_END_DECLS
