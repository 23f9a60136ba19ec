/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-directory.h"
#include "dray-hub-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayHub:
 *
 * The server: libsoup for the handshake and REST on the main context, threads of our own for sockets and files. Belongs to the main
 * context in which it was made.
 */
typedef struct _DrayHub DrayHub;

DrayHub       *dray_hub_new           (const char           *folder,
                                       const DrayHubConfig  *config,
                                       GError              **error);
gboolean       dray_hub_start         (DrayHub              *self,
                                       GError              **error);
void           dray_hub_drain         (DrayHub              *self,
                                       GSourceFunc           drained,
                                       gpointer              data);
void           dray_hub_free          (DrayHub              *self);
guint16        dray_hub_get_port      (DrayHub              *self);
DrayDirectory *dray_hub_get_directory (DrayHub              *self);

/* Files of the data folder. */
char           *dray_hub_tenant_path  (const char           *folder,
                                       const DrayId         *tenant);
DraySigningKey *dray_hub_load_key     (const char           *folder,
                                       GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayHub, dray_hub_free)

G_END_DECLS
