/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Units are integers with the unit in the name: length_m, service_s, lat_e7, at_us, amount_minor. These are their constants and
 * the few conversions that are done in more than one room. */

/* An instant that never comes or a value that nobody knows: UTC microseconds since 1970 otherwise. */
#define DRAY_NEVER G_MININT64

#define DRAY_US_PER_MS G_GINT64_CONSTANT (1000)
#define DRAY_US_PER_S G_GINT64_CONSTANT (1000000)
#define DRAY_S_PER_MINUTE 60
#define DRAY_S_PER_HOUR 3600
#define DRAY_S_PER_DAY 86400

/* No way leads there: a duration or distance in a #DrayMatrix. Two of them can be added without overflow. */
#define DRAY_UNREACHABLE 0x3fffffff

/* Degrees of WGS84 as whole 1e-7 degrees: 1.1 cm at the equator, and every longitude fits 32 bits. */
#define DRAY_E7 10000000

static inline double
dray_e7_to_degrees (int e7)
{
  return e7 / (double) DRAY_E7;
}

static inline int
dray_degrees_to_e7 (double degrees)
{
  return (int) (degrees * DRAY_E7 + (degrees < 0 ? -0.5 : 0.5));
}
