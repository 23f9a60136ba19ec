/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayExample:
 * @operation: the name
 * @prepare: brings @store by operations into a state in which the operation passes, and gives an intent of it that has effects
 *
 * How the property test comes by an operation of this kind. Every operation of a schema must have one.
 */
typedef struct {
  const char  *operation;
  DrayIntent *(*prepare) (DrayStore *store);
} DrayExample;

void dray_property_add_tests (const char            *prefix,
                              const DraySchemaLists *lists,
                              const DrayExample     *examples,
                              int                    n_examples);

/* For other tests of stores. */
char *dray_property_dump_rows (DrayStore *store);
char *dray_property_dump_file (DrayStore *store);

G_END_DECLS
