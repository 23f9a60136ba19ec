/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayDone:
 *
 * One operation that was done, as operation.undo names it.
 */
typedef struct {
  DrayId client;
  gint64 mid;
} DrayDone;

void dray_undo_toast_offer (GtkWidget     *widget,
                            DrayWorkspace *workspace,
                            const GArray  *done,
                            const char    *words);

G_END_DECLS
