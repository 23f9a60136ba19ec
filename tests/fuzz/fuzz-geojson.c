/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-geojson.h"
#include "dray-fuzz.h"

/* What was read is written, read again and written again: the two texts must be equal. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GPtrArray) features = dray_geojson_read (text, -1, NULL);

  if (features == NULL)
    return 0;

  g_autofree char *written = dray_geojson_write (features);
  g_autoptr (GPtrArray) again = dray_geojson_read (written, -1, NULL);
  g_assert_nonnull (again);
  g_autofree char *written_again = dray_geojson_write (again);
  g_assert_cmpstr (written, ==, written_again);
  return 0;
}
