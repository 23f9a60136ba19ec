/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-frame.h"
#include "dray-fuzz.h"

#include <string.h>

static const DrayFrameLimits limits = { 4096, 16, TRUE };

static void
digest (DrayFrameKind  kind,
        const guint8  *payload,
        gsize          n_bytes,
        gpointer       data)
{
  GChecksum *checksum = data;
  guint8 header[2] = { (guint8) kind, (guint8) n_bytes };

  g_assert_cmpuint (n_bytes, <=, limits.max_message_bytes);
  g_checksum_update (checksum, header, sizeof header);
  g_checksum_update (checksum, payload, (gssize) n_bytes);
}

static char *
feed (const uint8_t *data,
      size_t         size,
      size_t         step)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  DrayFrameReader reader;
  DrayCloseCode fault = DRAY_CLOSE_NONE;

  dray_frame_reader_init (&reader, &limits);
  for (size_t i = 0; i < size && fault == DRAY_CLOSE_NONE; i += step) {
    g_autofree guint8 *piece = g_memdup2 (data + i, MIN (step, size - i));

    fault = dray_frame_reader_feed (&reader, piece, MIN (step, size - i), digest, checksum);
  }
  dray_frame_reader_clear (&reader);
  return g_strdup_printf ("%d %s", (int) fault, g_checksum_get_string (checksum));
}

/* Whatever pieces the bytes come in, they mean the same. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *whole = feed (data, size, MAX (size, 1));
  g_autofree char *bytewise = feed (data, size, 1);
  g_autofree char *sevens = feed (data, size, 7);

  g_assert_cmpstr (whole, ==, bytewise);
  g_assert_cmpstr (whole, ==, sevens);
  return 0;
}
