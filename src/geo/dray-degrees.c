/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-degrees-private.h"

#include <math.h>

#include "dray-geo-error.h"

/* Degrees as text, for every format that has them: written from whole 1e-7 degrees without a float between, so that what is read back
 * is what was written. */

/* Writes as many decimals as there are: "-8.61", "0.0000001". */
void
dray_degrees_append (GString *to,
                     int      e7)
{
  gint64 left = ABS ((gint64) e7);
  char decimals[8];
  int n = 7;

  g_snprintf (decimals, sizeof decimals, "%07d", (int) (left % DRAY_E7));
  while (n > 0 && decimals[n - 1] == '0')
    n--;
  decimals[n] = '\0';
  g_string_append_printf (to, "%s%d%s%s", e7 < 0 ? "-" : "", (int) (left / DRAY_E7), n > 0 ? "." : "", decimals);
}

/* Reads a number at *@at and moves on behind it. Returns: whether there was one, and finite */
gboolean
dray_degrees_read (const char **at,
                   double      *number)
{
  char *end = NULL;
  double read = g_ascii_strtod (*at, &end);

  if (end == *at || !isfinite (read))
    return FALSE;
  *at = end;
  *number = read;
  return TRUE;
}

/* Errors: %DRAY_GEO_ERROR_INVALID for what is not on the globe */
gboolean
dray_degrees_point (double         lon,
                    double         lat,
                    DrayGeoPoint  *point,
                    GError       **error)
{
  if (!(fabs (lon) <= 180.0) || !(fabs (lat) <= 90.0)) {
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "%g, %g is not on the globe: longitude comes first", lon, lat);
    return FALSE;
  }
  *point = (DrayGeoPoint) { dray_degrees_to_e7 (lon), dray_degrees_to_e7 (lat) };
  return TRUE;
}

gboolean
dray_degrees_check_bytes (gsize    n_bytes,
                          GError **error)
{
  if (n_bytes <= DRAY_FEATURE_MAX_BYTES)
    return TRUE;
  g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_LIMIT, "The file is larger than %u MB", DRAY_FEATURE_MAX_BYTES >> 20);
  return FALSE;
}
