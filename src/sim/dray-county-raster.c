/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-raster-private.h"

#include <math.h>

/* Grids of numbers and their contours. */

DrayRaster *
dray_raster_new (DrayXY origin,
                 double cell_m,
                 int    nx,
                 int    ny)
{
  DrayRaster *self = g_new0 (DrayRaster, 1);

  *self = (DrayRaster) { .nx = nx, .ny = ny, .cell_m = cell_m, .origin = origin };
  self->values = g_new0 (float, (gsize) nx * ny);
  return self;
}

DrayRaster *
dray_raster_new_like (const DrayRaster *like)
{
  return dray_raster_new (like->origin, like->cell_m, like->nx, like->ny);
}

void
dray_raster_free (DrayRaster *self)
{
  g_free (self->values);
  g_free (self);
}

/* The value at @at, between its four neighbours; beyond the edge, the edge's. */
double
dray_raster_sample (const DrayRaster *self,
                    DrayXY            at)
{
  double x = CLAMP ((at.x - self->origin.x) / self->cell_m, 0.0, self->nx - 1.001);
  double y = CLAMP ((at.y - self->origin.y) / self->cell_m, 0.0, self->ny - 1.001);
  int column = (int) x, row = (int) y;
  const float *south = self->values + (gsize) row * self->nx + column, *north = south + self->nx;
  double u = x - column, v = y - row;

  return (1 - v) * ((1 - u) * south[0] + u * south[1]) + v * ((1 - u) * north[0] + u * north[1]);
}

/* How steeply the values rise at @at, a metre: eastward and northward. */
DrayXY
dray_raster_slope (const DrayRaster *self,
                   DrayXY            at)
{
  double d = self->cell_m;
  double east = dray_raster_sample (self, dray_xy (at.x + d, at.y)) - dray_raster_sample (self, dray_xy (at.x - d, at.y));
  double north = dray_raster_sample (self, dray_xy (at.x, at.y + d)) - dray_raster_sample (self, dray_xy (at.x, at.y - d));

  return dray_xy (east / (2 * d), north / (2 * d));
}

/* Contours. Every grid edge that the level crosses is a point; edge 2i leads from value i to its eastern neighbour, edge 2i + 1 to its
 * northern one. Every square links the edges on its rim so that the higher side lies to the left, so each crossed edge is entered once
 * and left once, and following the links gives closed rings. */

enum { SOUTH, EAST, NORTH, WEST, NOWHERE };

/* From which rim to which, by which corners are high: 1 south-west, 2 south-east, 4 north-east, 8 north-west. */
static const guint8 links[16][4] = {
  { NOWHERE, NOWHERE, NOWHERE, NOWHERE }, { SOUTH, WEST, NOWHERE, NOWHERE }, { EAST, SOUTH, NOWHERE, NOWHERE }, { EAST, WEST, NOWHERE, NOWHERE },
  { NORTH, EAST, NOWHERE, NOWHERE }, { SOUTH, WEST, NORTH, EAST }, { NORTH, SOUTH, NOWHERE, NOWHERE }, { NORTH, WEST, NOWHERE, NOWHERE },
  { WEST, NORTH, NOWHERE, NOWHERE }, { SOUTH, NORTH, NOWHERE, NOWHERE }, { EAST, SOUTH, WEST, NORTH }, { EAST, NORTH, NOWHERE, NOWHERE },
  { WEST, EAST, NOWHERE, NOWHERE }, { SOUTH, EAST, NOWHERE, NOWHERE }, { WEST, SOUTH, NOWHERE, NOWHERE }, { NOWHERE, NOWHERE, NOWHERE, NOWHERE },
};

static guint32
rim (const DrayRaster *self,
     guint32           corner,
     guint8            side)
{
  switch (side) {
  case SOUTH:
    return 2 * corner;
  case NORTH:
    return 2 * (corner + (guint32) self->nx);
  case WEST:
    return 2 * corner + 1;
  default:
    return 2 * (corner + 1) + 1;
  }
}

static DrayXY
edge_point (const DrayRaster *self,
            guint32           edge,
            double            level)
{
  guint32 i = edge / 2, j = i + (edge % 2 == 0 ? 1 : (guint32) self->nx);
  double a = self->values[i], b = self->values[j];
  double t = CLAMP ((level - a) / (b - a), 0.02, 0.98);
  DrayXY from = dray_raster_at (self, (int) (i % (guint32) self->nx), (int) (i / (guint32) self->nx));
  DrayXY to = dray_raster_at (self, (int) (j % (guint32) self->nx), (int) (j / (guint32) self->nx));

  return dray_xy_mix (from, to, t);
}

static void
link_square (const DrayRaster *self,
             double            level,
             guint32           i,
             guint32          *next)
{
  const float *low = self->values + i, *high = low + self->nx;
  int corners = (low[0] > level) | (low[1] > level) << 1 | (high[1] > level) << 2 | (high[0] > level) << 3;

  for (int k = 0; k < 4 && links[corners][k] != NOWHERE; k += 2)
    next[rim (self, i, links[corners][k])] = rim (self, i, links[corners][k + 1]);
}

/**
 * dray_raster_contour:
 *
 * The rings along which the values pass @level, the higher side to the left. The rim of the grid must be lower than @level.
 *
 * Returns: (transfer full) (element-type GArray): rings, first point not repeated
 */
GPtrArray *
dray_raster_contour (const DrayRaster *self,
                     double            level)
{
  gsize n_edges = 2 * (gsize) self->nx * self->ny;
  g_autofree guint32 *next = g_malloc (n_edges * sizeof *next);
  GPtrArray *rings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (gsize i = 0; i < n_edges; i++)
    next[i] = G_MAXUINT32;
  for (int row = 0; row + 1 < self->ny; row++) {
    for (int column = 0; column + 1 < self->nx; column++)
      link_square (self, level, (guint32) (row * self->nx + column), next);
  }

  for (gsize i = 0; i < n_edges; i++) {
    if (next[i] == G_MAXUINT32)
      continue;
    GArray *ring = dray_line_new ();
    guint32 edge = (guint32) i;

    while (edge != G_MAXUINT32 && next[edge] != G_MAXUINT32) {
      DrayXY at = edge_point (self, edge, level);
      guint32 following = next[edge];

      g_array_append_val (ring, at);
      next[edge] = G_MAXUINT32;
      edge = following;
    }
    g_ptr_array_add (rings, ring);
  }
  return rings;
}
