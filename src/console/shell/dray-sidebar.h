/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DraySidebar:
 *
 * The views with their counts, and at its foot the clock of the workspace and who is at the desk. Icons and words, or icons alone.
 *
 * "view" is the name of the chosen view, "collapsed" whether the words are hidden.
 */
#define DRAY_TYPE_SIDEBAR (dray_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (DraySidebar, dray_sidebar, DRAY, SIDEBAR, AdwBin)

void dray_sidebar_set_count (DraySidebar *self,
                             const char  *view,
                             guint        count,
                             gboolean     urgent);
void dray_sidebar_set_clock (DraySidebar *self,
                             const char  *time,
                             const char  *caption);

G_END_DECLS
