/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-message-book.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayBroadcast:
 *
 * Writes one message to several drivers: to all who are out, to everyone, or to those of one depot. It says to how many before it does.
 */
#define DRAY_TYPE_BROADCAST (dray_broadcast_get_type ())
G_DECLARE_FINAL_TYPE (DrayBroadcast, dray_broadcast, DRAY, BROADCAST, AdwWindow)

GtkWidget   *dray_broadcast_new       (DrayMessageBook *book);
GtkDropDown *dray_broadcast_get_whom  (DrayBroadcast   *self);

G_END_DECLS
