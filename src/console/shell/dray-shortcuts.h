/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       dray_shortcuts_install    (GtkApplication *application);
GtkWidget *dray_shortcuts_new_window (void);

G_END_DECLS
