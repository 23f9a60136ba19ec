/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuzz.h"
#include "dray-json.h"

#include <string.h>

/* What was read is written canonically, read again and written again: the two texts must be equal. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  DrayJsonLimits limits = { .max_bytes = 1 << 16, .max_depth = 32, .max_string_bytes = 1 << 12, .max_values = 1 << 12 };
  g_autoptr (JsonNode) node = dray_json_parse ((const char *) data, (gssize) size, &limits, NULL);

  if (node == NULL)
    return 0;

  g_autofree char *text = dray_json_write_canonical (node);
  g_autoptr (JsonNode) again = dray_json_parse (text, -1, NULL, NULL);
  g_assert_nonnull (again);
  g_autofree char *text_again = dray_json_write_canonical (again);
  g_assert_cmpstr (text, ==, text_again);
  return 0;
}
