/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"

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

DrayWindow *dray_window_new          (GtkApplication *application,
                                      GSettings      *settings,
                                      GSettings      *window_settings);
GSettings  *dray_window_get_settings (DrayWindow     *self);
void        dray_window_set_engine   (DrayWindow     *self,
                                      DrayEngine     *engine);
void        dray_window_set_progress (DrayWindow     *self,
                                      const char     *words,
                                      double          fraction);
void        dray_window_set_trouble  (DrayWindow     *self,
                                      const char     *title,
                                      const char     *body,
                                      gboolean        can_copy);
void        dray_window_show_truck   (DrayWindow     *self,
                                      guint32         truck);
GtkWidget  *dray_window_get_view     (DrayWindow     *self);
void        dray_window_add_toast    (DrayWindow     *self,
                                      const char     *text);
void        dray_window_add_notice   (DrayWindow     *self,
                                      const char     *text);
void        dray_window_set_welcome  (DrayWindow     *self);

G_END_DECLS
