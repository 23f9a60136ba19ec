/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint64 dray_noise_hash (guint64 seed, gint64 x, gint64 y);
double  dray_noise      (guint64 seed, double x, double y);
double  dray_noise_fbm  (guint64 seed, double x, double y, int n_octaves);

/* A number in [0, 1) that belongs to the place (x, y). */
static inline double
dray_noise_unit (guint64 seed, gint64 x, gint64 y)
{
  return (double) (dray_noise_hash (seed, x, y) >> 11) * 0x1.0p-53;
}

G_END_DECLS
