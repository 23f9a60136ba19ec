/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayHeatSpot:
 * @x: @y: Web Mercator in [0, 1)
 * @part: what was summed above the line there
 * @whole: what was summed below it; 0 where the part alone counts
 * @n: visits
 */
typedef struct {
  double x;
  double y;
  double part;
  double whole;
  double n;
} DrayHeatSpot;

/* A square of the map: its north-west corner in cells from the world's, and its spots' sums. */
typedef struct {
  int    column;
  int    row;
  double part;
  double whole;
  double n;
} DrayHeatCell;

GArray *dray_heat_cells_sum       (const DrayHeatSpot *spots,
                                   guint               n,
                                   double              world_px,
                                   double              cell_px);
double  dray_heat_cell_get_value  (const DrayHeatCell *self);
guint32 dray_heat_get_colour      (double              value,
                                   double              largest);

G_END_DECLS
