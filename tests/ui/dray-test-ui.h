/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Drives real windows on a virtual display of the test's own: pointer and keys go through the X server (XTEST), as from a person,
 * and what is asserted is the state of widgets and models. Without Xvfb a test skips. */

gboolean dray_test_ui_init          (int         *argc,
                                     char      ***argv);
void     dray_test_ui_finish        (void);
GtkApplication *dray_test_ui_get_application (void);
void     dray_test_ui_show          (GtkWindow   *window,
                                     int          width,
                                     int          height);
void     dray_test_ui_spin          (guint        ms);
gboolean dray_test_ui_wait          (gboolean   (*is_done) (gpointer data),
                                     gpointer     data,
                                     guint        timeout_ms);
void     dray_test_ui_move          (GtkWidget   *widget,
                                     double       x,
                                     double       y);
void     dray_test_ui_click         (GtkWidget   *widget,
                                     double       x,
                                     double       y);
void     dray_test_ui_drag          (GtkWidget   *widget,
                                     double       from_x,
                                     double       from_y,
                                     double       to_x,
                                     double       to_y);
void     dray_test_ui_key           (guint        keyval,
                                     gboolean     control);
void     dray_test_ui_hold           (guint        keyval,
                                     gboolean     down);
void     dray_test_ui_type          (const char  *text);
guint    dray_test_ui_count_colours (GtkWidget   *window,
                                     GtkWidget   *region);
void     dray_test_ui_keep_picture  (GtkWidget   *window,
                                     const char  *name);
GtkWidget *dray_test_ui_find        (GtkWidget   *root,
                                     GType        type);
gint64   dray_test_ui_worst_stall_us (void);

G_END_DECLS
