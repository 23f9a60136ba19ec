/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DRAY_SETTINGS_ID        "org.dray.Dray"
#define DRAY_WINDOW_SETTINGS_ID "org.dray.Dray.Window"

GSettings *dray_settings_new (const char  *id,
                              const char  *path,
                              GError     **error);

G_END_DECLS
