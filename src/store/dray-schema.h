/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-migration.h"
#include "dray-operation.h"
#include "dray-overtaking.h"

G_BEGIN_DECLS

/**
 * DraySchemaLists:
 * @migrations: those of the rooms whose tables these are; the store's own come before them by themselves
 * @operations: the named ones; the generic ones are always there
 * @keep_overtakings: (nullable): keeps what two wrote without having seen each other; where there is none a protected cell makes the
 *   operation fail, and the rest is only told to its author
 *
 * The written-out tables that a program gives at open. Each is (array length=n_…), static and immutable.
 */
typedef struct {
  const DrayMigrationSeries   *migrations;
  int                          n_migrations;
  const DrayTable      *const *tables;
  int                          n_tables;
  const DrayOperation  *const *operations;
  int                          n_operations;
  const DrayInvariant  *const *invariants;
  int                          n_invariants;
  const DrayGrant             *grants;
  int                          n_grants;
  DrayOvertakingFunc           keep_overtakings;
} DraySchemaLists;

/**
 * DraySchema:
 *
 * The lists, checked against each other and made quick to ask. Reference counted, immutable, shared by every store and thread of
 * a program.
 */
typedef struct _DraySchema DraySchema;

DraySchema           *dray_schema_new              (const DraySchemaLists  *lists,
                                                    GError                **error);
DraySchema           *dray_schema_ref              (DraySchema             *self);
void                  dray_schema_unref            (DraySchema             *self);

const DrayTable      *dray_schema_find_table       (DraySchema             *self,
                                                    const char             *name);
const DrayOperation  *dray_schema_find_operation   (DraySchema             *self,
                                                    const char             *name);
DrayScope             dray_schema_get_scope        (DraySchema             *self,
                                                    const DrayActor        *actor,
                                                    const char             *operation);

int                   dray_schema_get_n_tables     (DraySchema             *self);
const DrayTable      *dray_schema_get_table        (DraySchema             *self,
                                                    int                     i);
int                   dray_schema_get_n_operations (DraySchema             *self);
const DrayOperation  *dray_schema_get_operation    (DraySchema             *self,
                                                    int                     i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySchema, dray_schema_unref)

G_END_DECLS
