/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayNewWorkspace:
 *
 * Asks what a new workspace is called and where its roads come from.
 *
 * Signals: create (const char *folder, const char *roads): @roads may be %NULL; the window closes by itself
 */
#define DRAY_TYPE_NEW_WORKSPACE (dray_new_workspace_get_type ())
G_DECLARE_FINAL_TYPE (DrayNewWorkspace, dray_new_workspace, DRAY, NEW_WORKSPACE, AdwWindow)

GtkWidget            *dray_new_workspace_new         (const char *parent);
GtkFileChooserNative *dray_new_workspace_ask_roads   (GtkWindow  *parent);

G_END_DECLS
