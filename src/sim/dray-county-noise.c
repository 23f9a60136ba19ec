/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"

#include <math.h>

/* Gradient noise over the plane: every whole-numbered corner has a slope drawn from its coordinates and the seed, and a point between
 * corners blends the four slopes around it. No table is kept, so any point of any size of county costs the same.
 *
 * Source: Perlin, "Improving noise" (2002); the hash is splitmix64's finaliser instead of a permutation table. */

guint64
dray_noise_hash (guint64 seed,
                 gint64  x,
                 gint64  y)
{
  guint64 z = seed + (guint64) x * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (guint64) y * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* How high the slope of one corner stands at (dx, dy) from it. */
static double
corner (guint64 seed,
        gint64  x,
        gint64  y,
        double  dx,
        double  dy)
{
  static const double slopes[8][2] = {
    { 1, 0 }, { 0.7071, 0.7071 }, { 0, 1 }, { -0.7071, 0.7071 }, { -1, 0 }, { -0.7071, -0.7071 }, { 0, -1 }, { 0.7071, -0.7071 },
  };
  const double *slope = slopes[dray_noise_hash (seed, x, y) >> 61];

  return slope[0] * dx + slope[1] * dy;
}

static double
ease (double t)
{
  return t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
}

/**
 * dray_noise:
 *
 * Smooth noise with waves about one unit long. Returns: about -1 to 1
 */
double
dray_noise (guint64 seed,
            double  x,
            double  y)
{
  double floor_x = floor (x), floor_y = floor (y);
  gint64 column = (gint64) floor_x, row = (gint64) floor_y;
  double dx = x - floor_x, dy = y - floor_y;
  double u = ease (dx), v = ease (dy);
  double south = (1 - u) * corner (seed, column, row, dx, dy) + u * corner (seed, column + 1, row, dx - 1, dy);
  double north = (1 - u) * corner (seed, column, row + 1, dx, dy - 1) + u * corner (seed, column + 1, row + 1, dx - 1, dy - 1);

  return 1.6 * ((1 - v) * south + v * north);
}

/* Octaves of noise, each half as long and half as high as the one before. Returns: about -1 to 1 */
double
dray_noise_fbm (guint64 seed,
                double  x,
                double  y,
                int     n_octaves)
{
  double sum = 0.0, height = 0.5;

  for (int i = 0; i < n_octaves; i++) {
    sum += height * dray_noise (seed + (guint64) i, x, y);
    x *= 2.03;
    y *= 2.03;
    height *= 0.5;
  }
  return sum;
}
