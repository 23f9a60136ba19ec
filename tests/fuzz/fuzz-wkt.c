/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuzz.h"
#include "dray-shape-geos.h"
#include "dray-wkt.h"

/* What was read is written and read again to an equal shape, and GEOS has an opinion of it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (DrayShape) shape = dray_wkt_read (text, NULL);

  if (shape == NULL)
    return 0;

  g_autofree char *written = dray_wkt_write (shape);
  g_autoptr (DrayShape) again = dray_wkt_read (written, NULL);
  g_assert_nonnull (again);
  g_assert_true (dray_shape_equal (shape, again));
  dray_shape_check_valid (shape, NULL, NULL);
  return 0;
}
