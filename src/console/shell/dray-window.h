/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayWindow:
 *
 * One window on the workspace, opened as often as there are screens. Each remembers its size, screen and view in settings of its
 * own. "view" is the name of the view that is shown.
 */
#define DRAY_TYPE_WINDOW (dray_window_get_type ())
G_DECLARE_FINAL_TYPE (DrayWindow, dray_window, DRAY, WINDOW, AdwApplicationWindow)

DrayWindow *dray_window_new           (GtkApplication *application,
                                       GSettings      *settings);
GSettings  *dray_window_get_settings  (DrayWindow     *self);
void        dray_window_add_toast     (DrayWindow     *self,
                                       const char     *text);

G_END_DECLS
