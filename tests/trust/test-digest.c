/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-digest.h"

#include <string.h>

/* Source: RFC 7693 gives BLAKE2b of "abc" for 64 bytes; this is the same input at 32, as `b2sum -l 256` prints it. */
static void
test_known_answer (void)
{
  static const guint8 expected[DRAY_DIGEST_BYTES] = {
    0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72, 0x31, 0x71, 0xef, 0x3f, 0xee, 0x98, 0x57, 0x9b,
    0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb, 0x3e, 0x42, 0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19,
  };
  const DrayDigestPart parts[] = { { "a", 1 }, { "", 0 }, { "bc", 2 } };
  guint8 digest[DRAY_DIGEST_BYTES];

  dray_digest (parts, G_N_ELEMENTS (parts), digest);
  g_assert_cmpmem (digest, sizeof digest, expected, sizeof expected);
}

static void
test_every_byte_counts (void)
{
  guint8 data[300] = { 0 }, before[DRAY_DIGEST_BYTES], after[DRAY_DIGEST_BYTES];
  const DrayDigestPart part = { data, sizeof data };

  dray_digest (&part, 1, before);
  for (gsize i = 0; i < sizeof data; i++) {
    data[i] = 1;
    dray_digest (&part, 1, after);
    g_assert_cmpint (memcmp (before, after, sizeof before), !=, 0);
    data[i] = 0;
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/digest/known-answer", test_known_answer);
  g_test_add_func ("/trust/digest/every-byte-counts", test_every_byte_counts);
  return g_test_run ();
}
