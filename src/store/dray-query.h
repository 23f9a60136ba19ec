/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-schema.h"

G_BEGIN_DECLS

/**
 * DrayTest:
 * @DRAY_TEST_CONTAINS: of text: anywhere in it, letters of either case alike
 * @DRAY_TEST_BEGINS: of text: at its start, exactly
 * @DRAY_TEST_IS_SET: the cell holds something; the value is not looked at
 *
 * How a cell is compared. An empty cell passes %DRAY_TEST_EQUALS with none and nothing else.
 */
typedef enum {
  DRAY_TEST_EQUALS,
  DRAY_TEST_DIFFERS,
  DRAY_TEST_BELOW,
  DRAY_TEST_AT_MOST,
  DRAY_TEST_ABOVE,
  DRAY_TEST_AT_LEAST,
  DRAY_TEST_CONTAINS,
  DRAY_TEST_BEGINS,
  DRAY_TEST_IS_SET,
} DrayTest;

/**
 * DrayQuery:
 *
 * Which living rows of one table, in what order; ties go by id. Made and filled by one thread; once it has been handed to a store
 * or a list it is immutable. Sorting and filtering happen in SQL alone.
 */
typedef struct _DrayQuery DrayQuery;

DrayQuery       *dray_query_new             (const DrayTable  *table);
DrayQuery       *dray_query_ref             (DrayQuery        *self);
void             dray_query_unref           (DrayQuery        *self);
const DrayTable *dray_query_get_table       (const DrayQuery  *self);

void             dray_query_where           (DrayQuery        *self,
                                             int               field,
                                             DrayTest          test,
                                             DrayValue         taken);
void             dray_query_where_id        (DrayQuery        *self,
                                             int               field,
                                             const DrayId     *id);
void             dray_query_where_any       (DrayQuery        *self,
                                             int               field,
                                             const DrayValue  *values,
                                             int               n_values);
void             dray_query_where_row       (DrayQuery        *self,
                                             const DrayId     *id);
void             dray_query_where_after     (DrayQuery        *self,
                                             const DrayId     *id);
void             dray_query_search          (DrayQuery        *self,
                                             const char       *words);
void             dray_query_order_by        (DrayQuery        *self,
                                             int               field,
                                             gboolean          descending);
void             dray_query_set_limit       (DrayQuery        *self,
                                             int               n_rows);
gboolean         dray_query_restrict        (DrayQuery        *self,
                                             DraySchema       *schema,
                                             const DrayActor  *actor,
                                             GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayQuery, dray_query_unref)

G_END_DECLS
