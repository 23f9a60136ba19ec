/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"

G_BEGIN_DECLS

/**
 * DrayShipper:
 *
 * Copies one database to a second folder as it grows: a base, and behind it every frame of its write-ahead log up to the last commit, with
 * the time. Belongs to the thread that writes the database, which checkpoints through it alone.
 */
typedef struct _DrayShipper DrayShipper;

DrayShipper *dray_shipper_new     (const char    *path,
                                   const char    *folder);
void         dray_shipper_free    (DrayShipper   *self);
gboolean     dray_shipper_ship    (DrayShipper   *self,
                                   DrayDatabase  *database,
                                   gint64         now_us,
                                   GError       **error);

gboolean     dray_shipper_restore (const char    *folder,
                                   gint64         until_us,
                                   const char    *to,
                                   gint64        *reached_us,
                                   GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayShipper, dray_shipper_free)

G_END_DECLS
