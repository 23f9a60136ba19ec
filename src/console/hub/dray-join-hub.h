/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayJoinHub:
 *
 * Asks for the address of a hub and who it is, and joins the workspace to it. What was done here before goes there.
 */
#define DRAY_TYPE_JOIN_HUB (dray_join_hub_get_type ())
G_DECLARE_FINAL_TYPE (DrayJoinHub, dray_join_hub, DRAY, JOIN_HUB, AdwWindow)

GtkWidget  *dray_join_hub_new         (DrayEngine  *engine);
void        dray_join_hub_fill        (DrayJoinHub *self,
                                       const char  *url,
                                       const char  *name,
                                       const char  *password);
void        dray_join_hub_start       (DrayJoinHub *self);
const char *dray_join_hub_get_trouble (DrayJoinHub *self);

/* Without a dialog, where the environment names a hub: DRAY_HUB_URL, DRAY_HUB_NAME, DRAY_HUB_PASSWORD; for trying two consoles out. */
void        dray_join_hub_from_environment (DrayEngine *engine);

G_END_DECLS
