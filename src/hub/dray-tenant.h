/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-directory.h"
#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayTenant:
 *
 * One tenant's file and the two threads that it is pinned to: one writes, one reads beside it.
 */
typedef struct _DrayTenant DrayTenant;

/**
 * DrayDesk:
 *
 * A thread that works for the tenants that are pinned to it, in the order of the calls. Operations that wait at the same time are
 * committed together: that is what makes synchronous=FULL cheap.
 */
typedef struct _DrayDesk DrayDesk;

typedef void (*DrayTenantFunc) (DrayTenant        *tenant,
                                DrayStore         *store,
                                gpointer           data);
typedef void (*DrayWrittenFunc) (DrayTenant        *tenant,
                                 const DrayReceipt *receipt,
                                 const GError      *error,
                                 gpointer           data);

/**
 * DrayNewsFunc:
 * @seq: the tenant's last
 *
 * After a commit, on the writing thread.
 */
typedef void (*DrayNewsFunc)   (DrayTenant        *tenant,
                                gint64             seq,
                                gpointer           data);

/**
 * DrayEffectsFunc:
 * @effects: what a commit changed
 *
 * After a commit, on the writing thread, before #DrayNewsFunc.
 */
typedef void (*DrayEffectsFunc) (DrayTenant        *tenant,
                                 const DrayEffects *effects,
                                 gpointer           data);

DrayDesk   *dray_desk_new        (const char        *name,
                                  int                max_batch,
                                  int                wait_ms);
void        dray_desk_stop       (DrayDesk          *self);
guint       dray_desk_get_length (DrayDesk          *self);

DrayTenant *dray_tenant_new      (const DrayId      *id,
                                  const char        *name,
                                  const char        *path,
                                  DraySchema        *schema,
                                  DrayDesk          *writer,
                                  DrayDesk          *reader,
                                  DrayNewsFunc       news,
                                  DrayEffectsFunc    effects,
                                  gpointer           data);
void        dray_tenant_free     (DrayTenant        *self);
const DrayId *dray_tenant_get_id (DrayTenant        *self);
const char *dray_tenant_get_name (DrayTenant        *self);
const char *dray_tenant_get_path (DrayTenant        *self);
guint64     dray_tenant_get_n_written (DrayTenant   *self);
gint64      dray_tenant_get_seq  (DrayTenant        *self);

void        dray_tenant_write    (DrayTenant        *self,
                                  const DrayActor   *actor,
                                  DrayIntent        *intent,
                                  DrayWrittenFunc    func,
                                  gpointer           data);
void        dray_tenant_run      (DrayTenant        *self,
                                  gboolean           writes,
                                  DrayTenantFunc     func,
                                  gpointer           data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTenant, dray_tenant_free)

G_END_DECLS
