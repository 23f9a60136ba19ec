/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-row.h"

G_BEGIN_DECLS

/**
 * DrayScope:
 * @DRAY_SCOPE_NONE: no row
 * @DRAY_SCOPE_OWN: rows whose owner field names the actor
 * @DRAY_SCOPE_DEPOT: rows of the actor's depot, and those that belong to no depot
 * @DRAY_SCOPE_TENANT: every row
 *
 * How far a permission reaches; each includes the one before it.
 */
typedef enum {
  DRAY_SCOPE_NONE,
  DRAY_SCOPE_OWN,
  DRAY_SCOPE_DEPOT,
  DRAY_SCOPE_TENANT,
} DrayScope;

/**
 * DrayGrant:
 * @operation: "order.create", all of one kind "order.*", one verb of every kind "*.read", or "*"; reading a table is the operation "TABLE.read"
 * @role: who may
 *
 * One line of the permission table. What no line grants is denied.
 */
typedef struct {
  const char *operation;
  const char *role;
  DrayScope   scope;
} DrayGrant;

/**
 * DrayActor:
 * @user: whom the log names
 * @subject: what owner fields name: the user's own id, or the driver that they are
 * @depot: none where the person works for all
 *
 * Who does it. From the session or the token, never from the arguments.
 */
typedef struct {
  DrayId      user;
  DrayId      subject;
  DrayId      depot;
  const char *role;
} DrayActor;

DrayScope dray_access_get_scope (const DrayGrant *grants,
                                 int              n_grants,
                                 const DrayActor *actor,
                                 const char      *operation);
gboolean  dray_access_covers    (const DrayActor *actor,
                                 DrayScope        scope,
                                 const DrayRow   *row);

G_END_DECLS
