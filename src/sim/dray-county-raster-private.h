/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

/* A point of the county: metres east and north of its centre. */
typedef struct {
  double x;
  double y;
} DrayXY;

static inline DrayXY dray_xy (double x, double y) { return (DrayXY) { x, y }; }
static inline DrayXY dray_xy_add (DrayXY a, DrayXY b) { return dray_xy (a.x + b.x, a.y + b.y); }
static inline DrayXY dray_xy_sub (DrayXY a, DrayXY b) { return dray_xy (a.x - b.x, a.y - b.y); }
static inline DrayXY dray_xy_scale (DrayXY a, double by) { return dray_xy (a.x * by, a.y * by); }
static inline DrayXY dray_xy_along (DrayXY a, DrayXY direction, double by) { return dray_xy (a.x + direction.x * by, a.y + direction.y * by); }
static inline DrayXY dray_xy_mix (DrayXY a, DrayXY b, double t) { return dray_xy (a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t); }
static inline DrayXY dray_xy_left (DrayXY a) { return dray_xy (-a.y, a.x); }
static inline double dray_xy_dot (DrayXY a, DrayXY b) { return a.x * b.x + a.y * b.y; }
static inline double dray_xy_cross (DrayXY a, DrayXY b) { return a.x * b.y - a.y * b.x; }
static inline double dray_xy_length (DrayXY a) { return sqrt (a.x * a.x + a.y * a.y); }
static inline double dray_xy_distance (DrayXY a, DrayXY b) { return dray_xy_length (dray_xy_sub (b, a)); }

/* @a with length one; east for a vector of no length. */
static inline DrayXY
dray_xy_unit (DrayXY a)
{
  double length = dray_xy_length (a);

  return length > 1e-9 ? dray_xy_scale (a, 1.0 / length) : dray_xy (1, 0);
}

/**
 * DrayRaster:
 *
 * Numbers on a square grid: values[row * nx + column] stands at origin + (column, row) * cell_m, rows going north.
 */
typedef struct {
  int    nx;
  int    ny;
  double cell_m;
  DrayXY origin;
  float *values;
} DrayRaster;

DrayRaster *dray_raster_new      (DrayXY origin, double cell_m, int nx, int ny);
DrayRaster *dray_raster_new_like (const DrayRaster *like);
void        dray_raster_free     (DrayRaster *self);
double      dray_raster_sample   (const DrayRaster *self, DrayXY at);
DrayXY      dray_raster_slope    (const DrayRaster *self, DrayXY at);
GPtrArray  *dray_raster_contour  (const DrayRaster *self, double level);

static inline DrayXY
dray_raster_at (const DrayRaster *self, int column, int row)
{
  return dray_xy (self->origin.x + column * self->cell_m, self->origin.y + row * self->cell_m);
}

/* The index of the value nearest to @at, kept inside the grid. */
static inline int
dray_raster_index (const DrayRaster *self, DrayXY at)
{
  int column = (int) ((at.x - self->origin.x) / self->cell_m + 0.5);
  int row = (int) ((at.y - self->origin.y) / self->cell_m + 0.5);

  return CLAMP (row, 0, self->ny - 1) * self->nx + CLAMP (column, 0, self->nx - 1);
}

/* A line: a #GArray of #DrayXY. */
GArray *dray_line_new      (void);
GArray *dray_line_spline   (const GArray *control, double step_m, gboolean closed);
GArray *dray_line_offset   (const GArray *line, double left_m);
GArray *dray_line_resample (const GArray *line, double step_m);
double  dray_line_length   (const GArray *line);
double  dray_line_area     (const GArray *ring);
gboolean dray_line_contains (const GArray *ring, DrayXY at);

static inline DrayXY
dray_line_at (const GArray *line, guint i)
{
  return g_array_index (line, DrayXY, i);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRaster, dray_raster_free)

G_END_DECLS
