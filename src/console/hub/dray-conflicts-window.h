/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-conflict-book.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayConflictsWindow:
 *
 * What nobody has settled, and for each cell what stood there, what was written first and what later, side by side; one or the other is
 * taken, for all of an operation, for a record of it (a stop of a route), or field by field.
 */
#define DRAY_TYPE_CONFLICTS_WINDOW (dray_conflicts_window_get_type ())
G_DECLARE_FINAL_TYPE (DrayConflictsWindow, dray_conflicts_window, DRAY, CONFLICTS_WINDOW, AdwWindow)

GtkWidget        *dray_conflicts_window_new      (DrayEngine          *engine);
void              dray_conflicts_window_show     (DrayConflictsWindow *self,
                                                  const DrayId        *record);
DrayConflictBook *dray_conflicts_window_get_book (DrayConflictsWindow *self);
GtkWidget        *dray_conflicts_window_get_choice (DrayConflictsWindow *self,
                                                    guint                cell,
                                                    gboolean             is_mine);
GtkWidget        *dray_conflicts_window_get_settle (DrayConflictsWindow *self);

G_END_DECLS
