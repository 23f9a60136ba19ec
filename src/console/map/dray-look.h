/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-truck-icons.h"

G_BEGIN_DECLS

DrayLook dray_look_get   (void);
void     dray_look_watch (gpointer  object,
                          GCallback on_changed);

G_END_DECLS
