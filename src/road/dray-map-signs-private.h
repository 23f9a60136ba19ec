/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-tags-private.h"

G_BEGIN_DECLS

void dray_map_signs_collect (const DrayOsmData    *data,
                             const DrayMapTags    *tags,
                             const DrayWorldPoint *at,
                             DrayMapTile          *map);

G_END_DECLS
