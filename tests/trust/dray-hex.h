/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The bytes of a test vector, which papers print in hexadecimal. */
static inline void
dray_hex_read (const char *hex,
               guint8     *bytes,
               gsize       n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  g_assert_cmpint (hex[2 * n_bytes], ==, '\0');
}
