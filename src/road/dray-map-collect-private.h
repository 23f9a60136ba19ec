/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dray-map-tile.h"
#include "dray-osm-data.h"

G_BEGIN_DECLS

DrayMapTile *dray_map_collect (const DrayOsmData *data,
                               DrayWorldBox      *box,
                               GCancellable      *cancellable,
                               GError           **error);

G_END_DECLS
