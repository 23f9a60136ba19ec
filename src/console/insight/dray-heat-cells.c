/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-heat-cells.h"

#include <math.h>
#include <stdlib.h>

/* What happened at places, summed over squares that are anchored in the world: they stay where they are while the map is dragged. */

static int
compare_cells (gconstpointer a,
               gconstpointer b)
{
  const DrayHeatCell *x = a, *y = b;

  if (x->row != y->row)
    return x->row < y->row ? -1 : 1;
  return x->column < y->column ? -1 : x->column > y->column;
}

/* Returns: (transfer full) (element-type DrayHeatCell): those with a spot, from north to south and west to east */
GArray *
dray_heat_cells_sum (const DrayHeatSpot *spots,
                     guint               n,
                     double              world_px,
                     double              cell_px)
{
  GArray *cells = g_array_sized_new (FALSE, FALSE, sizeof (DrayHeatCell), n);
  guint n_cells = 0;

  for (guint i = 0; i < n; i++) {
    DrayHeatCell cell = { (int) floor (spots[i].x * world_px / cell_px), (int) floor (spots[i].y * world_px / cell_px), spots[i].part, spots[i].whole, spots[i].n };

    g_array_append_val (cells, cell);
  }
  g_array_sort (cells, compare_cells);
  for (guint i = 0; i < cells->len; i++) {
    DrayHeatCell *cell = &g_array_index (cells, DrayHeatCell, i), *last = n_cells > 0 ? &g_array_index (cells, DrayHeatCell, n_cells - 1) : NULL;

    if (last == NULL || compare_cells (last, cell) != 0) {
      g_array_index (cells, DrayHeatCell, n_cells++) = *cell;
      continue;
    }
    last->part += cell->part;
    last->whole += cell->whole;
    last->n += cell->n;
  }
  g_array_set_size (cells, n_cells);
  return cells;
}

/* Returns: part / whole, or the part where there is no whole */
double
dray_heat_cell_get_value (const DrayHeatCell *self)
{
  return self->whole > 0.0 ? self->part / self->whole : self->part;
}

/* Returns: 0xrrggbb, of the one hue of heat maps */
guint32
dray_heat_get_colour (double value,
                      double largest)
{
  static const guint32 steps[] = { 0xfbe8d3, 0xf8d0a6, 0xf2ae72, 0xe88842, 0xd55e00 };
  double share = largest > 0.0 ? CLAMP (value / largest, 0.0, 1.0) : 0.0;

  return steps[MIN ((guint) (share * G_N_ELEMENTS (steps)), G_N_ELEMENTS (steps) - 1)];
}
