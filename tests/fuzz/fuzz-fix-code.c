/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fix-code.h"
#include "dray-fuzz.h"

/* What was read is written and read again to the same fixes. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  DrayFix fixes[DRAY_SEGMENT_FIXES], again[DRAY_SEGMENT_FIXES];
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint n, n_again;

  if (!dray_fix_decode (data, size, 7, fixes, &n, NULL))
    return 0;
  g_assert_cmpuint (n, >, 0);
  dray_fix_encode (fixes, n, bytes);
  g_assert_true (dray_fix_decode (bytes->data, bytes->len, 7, again, &n_again, NULL));
  g_assert_cmpuint (n_again, ==, n);
  for (guint i = 0; i < n; i++) {
    g_assert_cmpint (fixes[i].at_us, ==, again[i].at_us);
    g_assert_cmpint (fixes[i].lon_e7, ==, again[i].lon_e7);
    g_assert_cmpint (fixes[i].received_us, ==, again[i].received_us);
  }
  return 0;
}
