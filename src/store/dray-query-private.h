/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-query.h"
#include "dray-row-file-private.h"

G_BEGIN_DECLS

/* What of the matching rows a statement gives. */
typedef enum {
  DRAY_QUERY_ROWS,    /* all columns, for dray_row_file_read() */
  DRAY_QUERY_KEYS,    /* id alone, from a covering index where there is one */
  DRAY_QUERY_ONE,     /* the columns sorted by, of the row whose id is the last parameter, if it matches */
} DrayQueryForm;

DrayStatement *dray_query_prepare        (const DrayQuery  *self,
                                          DrayDatabase     *database,
                                          DrayQueryForm     form,
                                          GError          **error);
int            dray_query_get_id_parameter (const DrayQuery *self);
DrayFieldMask  dray_query_get_fields     (const DrayQuery  *self);
int            dray_query_get_n_orders   (const DrayQuery  *self);
int            dray_query_get_order      (const DrayQuery  *self,
                                          int               i,
                                          gboolean         *descending);
gboolean       dray_query_is_natural     (const DrayQuery  *self,
                                          int               i);
gboolean       dray_query_has_limit      (const DrayQuery  *self);

G_END_DECLS
