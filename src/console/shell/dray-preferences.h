/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DRAY_TYPE_PREFERENCES (dray_preferences_get_type ())
G_DECLARE_FINAL_TYPE (DrayPreferences, dray_preferences, DRAY, PREFERENCES, AdwPreferencesWindow)

GtkWidget *dray_preferences_new (GSettings *settings);

G_END_DECLS
