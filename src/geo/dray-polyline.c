/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-polyline.h"

#include <string.h>

#include "dray-degrees-private.h"
#include "dray-geo-error.h"

/* The encoded polyline: for each point the steps in latitude and longitude from the point before, in units of 10^-precision degrees;
 * a step's sign goes to its lowest bit, and its bits go five at a time, the lowest first, each with 63 added to make a letter; 32 is
 * added to all but the last.
 *
 * Source: Google, "Encoded Polyline Algorithm Format"; precision 5 there, 6 with OSRM and Valhalla. Latitude comes first in it, as in no
 * other format here. */

static int
get_unit (int precision)
{
  return precision == 5 ? 100 : 10;
}

static void
add_step (GString *text,
          gint64   step)
{
  guint64 bits = step < 0 ? ~((guint64) step << 1) : (guint64) step << 1;

  for (; bits >= 32; bits >>= 5)
    g_string_append_c (text, (char) ((bits & 31) + 32 + 63));
  g_string_append_c (text, (char) (bits + 63));
}

/**
 * dray_polyline_write:
 * @precision: 5 or 6 decimals: 1.1 m or 11 cm
 *
 * Returns: (transfer full): the line as text
 */
char *
dray_polyline_write (const DrayGeoPoint *points,
                     int                 n_points,
                     int                 precision)
{
  g_return_val_if_fail (precision == 5 || precision == 6, NULL);

  g_autoptr (GString) text = g_string_new (NULL);
  int unit = get_unit (precision);
  gint64 last[2] = { 0, 0 };

  for (int i = 0; i < n_points; i++) {
    const int degrees[2] = { points[i].lat_e7, points[i].lon_e7 };

    for (int k = 0; k < 2; k++) {
      gint64 rounded = (degrees[k] + (degrees[k] < 0 ? -unit / 2 : unit / 2)) / unit;

      add_step (text, rounded - last[k]);
      last[k] = rounded;
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
read_step (const char **at,
           gint64      *sum)
{
  guint64 bits = 0;

  for (int shift = 0; shift < 40; shift += 5) {
    int letter = **at - 63;

    if (letter < 0 || letter > 63)
      return FALSE;
    (*at)++;
    bits |= (guint64) (letter & 31) << shift;
    if (letter < 32) {
      *sum += (bits & 1) != 0 ? ~(gint64) (bits >> 1) : (gint64) (bits >> 1);
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * dray_polyline_read:
 * @precision: 5 or 6: the text does not say
 *
 * Errors: %DRAY_GEO_ERROR_INVALID, %DRAY_GEO_ERROR_LIMIT
 *
 * Returns: (transfer full) (element-type DrayGeoPoint): the points
 */
GArray *
dray_polyline_read (const char  *text,
                    int          precision,
                    GError     **error)
{
  g_return_val_if_fail (precision == 5 || precision == 6, NULL);

  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (DrayGeoPoint));
  int unit = get_unit (precision);
  gint64 lat = 0;
  gint64 lon = 0;

  if (!dray_degrees_check_bytes (strlen (text), error))
    return NULL;
  for (const char *at = text; *at != '\0';) {
    gboolean read = read_step (&at, &lat) && read_step (&at, &lon);

    if (!read || ABS (lat) * unit > (gint64) 90 * DRAY_E7 || ABS (lon) * unit > (gint64) 180 * DRAY_E7) {
      g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "The encoded line is broken at letter %d", (int) (at - text) + 1);
      return NULL;
    }
    DrayGeoPoint point = { (int) (lon * unit), (int) (lat * unit) };
    g_array_append_val (points, point);
  }
  return g_steal_pointer (&points);
}
