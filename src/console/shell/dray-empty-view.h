/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-views.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a view shows while there is nothing behind it: what will stand there, and what to do. */
#define DRAY_TYPE_EMPTY_VIEW (dray_empty_view_get_type ())
G_DECLARE_FINAL_TYPE (DrayEmptyView, dray_empty_view, DRAY, EMPTY_VIEW, AdwBin)

GtkWidget *dray_empty_view_new (const DrayView *view);

G_END_DECLS
