/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuzz.h"
#include "dray-polyline.h"

/* What was read is written and read again to the same points, in both precisions. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);

  for (int precision = 5; precision <= 6; precision++) {
    g_autoptr (GArray) points = dray_polyline_read (text, precision, NULL);

    if (points == NULL)
      continue;
    g_autofree char *written = dray_polyline_write ((const DrayGeoPoint *) (gconstpointer) points->data, (int) points->len, precision);
    g_autoptr (GArray) again = dray_polyline_read (written, precision, NULL);
    g_assert_nonnull (again);
    g_assert_cmpmem (points->data, points->len * sizeof (DrayGeoPoint), again->data, again->len * sizeof (DrayGeoPoint));
  }
  return 0;
}
