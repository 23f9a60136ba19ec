/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-tile.h"

G_BEGIN_DECLS

/* Coastlines, one line a part, with the land on their left; water is what lies on the right. */
typedef struct {
  GArray *points;  /* (element-type DrayWorldPoint) */
  GArray *ends;    /* (element-type int): one past the last point of each line */
} DrayMapCoast;

void dray_map_coast_add_sea (const DrayMapCoast *coast,
                             DrayWorldBox        box,
                             DrayMapTile        *tile);

G_END_DECLS
