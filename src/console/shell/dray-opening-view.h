/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What stands in a window while its workspace is made or opened, and what it says if that fails. */
#define DRAY_TYPE_OPENING_VIEW (dray_opening_view_get_type ())
G_DECLARE_FINAL_TYPE (DrayOpeningView, dray_opening_view, DRAY, OPENING_VIEW, AdwBin)

GtkWidget *dray_opening_view_new          (void);
void       dray_opening_view_set_welcome  (DrayOpeningView *self);
void       dray_opening_view_set_progress (DrayOpeningView *self,
                                           const char      *words,
                                           double           fraction);
void       dray_opening_view_set_trouble  (DrayOpeningView *self,
                                           const char      *title,
                                           const char      *body,
                                           gboolean         can_copy);

G_END_DECLS
