/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @accelerator: (nullable): as it is written on the keys */
typedef void (*DrayShortcutFunc) (const char *title,
                                  const char *action,
                                  const char *accelerator,
                                  gpointer    user_data);

void       dray_shortcuts_foreach    (DrayShortcutFunc  func,
                                      gpointer          user_data);
void       dray_shortcuts_install    (GtkApplication   *application);
GtkWidget *dray_shortcuts_new_window (void);

G_END_DECLS
