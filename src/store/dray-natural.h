/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-query.h"

G_BEGIN_DECLS

/* Numbers in texts by their value, so that truck T2 stands before T10: one order in SQL, as the collation by_number of every connection,
 * and in memory. No index has it; it is for lists that are sorted whole. */

int  dray_natural_compare       (const char *a,
                                 gsize       a_length,
                                 const char *b,
                                 gsize       b_length);
void dray_query_order_naturally (DrayQuery  *self,
                                 int         field,
                                 gboolean    descending);

G_END_DECLS
