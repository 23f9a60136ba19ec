/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Frames byte by byte: each case is a line of bytes, what must come of it, and the code that it must be failed with. Each is fed
 * whole and then one byte at a time, and both must come to the same. */

#include "dray-frame.h"
#include "dray-random.h"

#include <string.h>

typedef struct {
  const char    *name;
  const char    *bytes;    /* hex, not masked, for the client's side; "xN" repeats the byte before N times in all */
  const char    *events;   /* kind letter and length, in order: t text, b binary, c close, i ping, o pong */
  DrayCloseCode  fault;
} Case;

static const Case cases[] = {
  { "an-empty-text", "81 00", "t0", 0 },
  { "a-text", "81 05 48 65 6c 6c 6f", "t5", 0 },
  { "a-binary-of-any-bytes", "82 04 ff fe 00 80", "b4", 0 },
  { "two-in-one-read", "81 01 61 81 02 62 63", "t1t2", 0 },
  { "length-125", "81 7d 61x125", "t125", 0 },
  { "length-126-in-two-bytes", "81 7e 00 7e 61x126", "t126", 0 },
  { "length-999", "82 7e 03 e7 00x999", "b999", 0 },
  { "length-125-in-two-bytes-is-not-shortest", "81 7e 00 7d 61x125", "", DRAY_CLOSE_PROTOCOL },
  { "length-0-in-two-bytes-is-not-shortest", "81 7e 00 00", "", DRAY_CLOSE_PROTOCOL },
  { "length-65535-in-eight-bytes-is-not-shortest", "82 7f 00 00 00 00 00 00 ff ff", "", DRAY_CLOSE_PROTOCOL },
  { "length-above-63-bits", "82 7f 80 00 00 00 00 01 00 00", "", DRAY_CLOSE_PROTOCOL },
  { "length-of-a-gigabyte-is-refused-from-its-header", "82 7f 00 00 00 00 40 00 00 00", "", DRAY_CLOSE_TOO_LARGE },
  { "length-at-the-limit", "82 7e 04 00 00x1024", "b1024", 0 },
  { "length-above-the-limit", "82 7e 04 01 00x1025", "", DRAY_CLOSE_TOO_LARGE },
  { "reserved-bit-1", "c1 01 61", "", DRAY_CLOSE_PROTOCOL },
  { "reserved-bit-2", "a1 01 61", "", DRAY_CLOSE_PROTOCOL },
  { "reserved-bit-3", "91 01 61", "", DRAY_CLOSE_PROTOCOL },
  { "reserved-opcode-3", "83 00", "", DRAY_CLOSE_PROTOCOL },
  { "reserved-opcode-7", "87 00", "", DRAY_CLOSE_PROTOCOL },
  { "reserved-opcode-11", "8b 00", "", DRAY_CLOSE_PROTOCOL },
  { "reserved-opcode-15", "8f 00", "", DRAY_CLOSE_PROTOCOL },
  { "a-masked-frame-where-none-may-be", "81 81 00 00 00 00 61", "", DRAY_CLOSE_PROTOCOL },
  { "two-fragments", "01 01 61 80 01 62", "t2", 0 },
  { "three-fragments", "02 01 61 00 01 62 80 01 63", "b3", 0 },
  { "empty-fragments", "01 00 00 00 80 00", "t0", 0 },
  { "a-ping-between-fragments", "01 01 61 89 01 70 80 01 62", "i1t2", 0 },
  { "a-close-between-fragments", "01 01 61 88 00 80 01 62", "c0", 0 },
  { "a-continuation-of-nothing", "80 01 61", "", DRAY_CLOSE_PROTOCOL },
  { "an-open-continuation-of-nothing", "00 01 61", "", DRAY_CLOSE_PROTOCOL },
  { "a-continuation-after-the-end", "01 01 61 80 01 62 80 01 63", "t2", DRAY_CLOSE_PROTOCOL },
  { "a-text-within-fragments", "01 01 61 81 01 62", "", DRAY_CLOSE_PROTOCOL },
  { "a-binary-within-fragments", "01 01 61 02 01 62", "", DRAY_CLOSE_PROTOCOL },
  { "fragments-above-the-total-limit", "02 7e 03 00 00x768 80 7e 01 01 00x257", "", DRAY_CLOSE_TOO_LARGE },
  { "fragments-at-the-total-limit", "02 7e 03 00 00x768 80 7e 01 00 00x256", "b1024", 0 },
  { "too-many-fragments", "01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", "", DRAY_CLOSE_TOO_LARGE },
  { "as-many-fragments-as-allowed", "01 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00", "t0", 0 },
  { "a-ping", "89 00", "i0", 0 },
  { "a-ping-with-content", "89 04 01 02 03 04", "i4", 0 },
  { "a-ping-of-125", "89 7d 00x125", "i125", 0 },
  { "a-ping-of-126", "89 7e 00 7e 00x126", "", DRAY_CLOSE_PROTOCOL },
  { "a-ping-in-fragments", "09 00", "", DRAY_CLOSE_PROTOCOL },
  { "an-unasked-pong", "8a 03 61 62 63", "o3", 0 },
  { "a-pong-in-fragments", "0a 00", "", DRAY_CLOSE_PROTOCOL },
  { "ten-pings", "89 00 89 00 89 00 89 00 89 00 89 00 89 00 89 00 89 00 89 00", "i0i0i0i0i0i0i0i0i0i0", 0 },
  { "a-close-of-nothing", "88 00", "c0", 0 },
  { "a-close-of-one-byte", "88 01 03", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-1000", "88 02 03 e8", "c2", 0 },
  { "a-close-1003", "88 02 03 eb", "c2", 0 },
  { "a-close-1007", "88 02 03 ef", "c2", 0 },
  { "a-close-1014", "88 02 03 f6", "c2", 0 },
  { "a-close-3000", "88 02 0b b8", "c2", 0 },
  { "a-close-4999", "88 02 13 87", "c2", 0 },
  { "a-close-0", "88 02 00 00", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-999", "88 02 03 e7", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-1004", "88 02 03 ec", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-1005", "88 02 03 ed", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-1006", "88 02 03 ee", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-1015", "88 02 03 f7", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-2999", "88 02 0b b7", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-5000", "88 02 13 88", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-65535", "88 02 ff ff", "", DRAY_CLOSE_PROTOCOL },
  { "a-close-with-a-reason", "88 06 03 e8 62 79 65 21", "c6", 0 },
  { "a-close-whose-reason-is-no-text", "88 04 03 e8 c3 28", "", DRAY_CLOSE_NOT_TEXT },
  { "a-close-of-126", "88 7e 00 7e 03 e8 61x124", "", DRAY_CLOSE_PROTOCOL },
  { "what-comes-after-a-close-is-thrown-away", "88 00 81 01 61", "c0", 0 },
  { "a-text-of-every-length-of-character", "81 0a 61 c3 a9 e2 82 ac f0 9f 9a 9a", "t10", 0 },
  { "a-text-with-a-zero-byte", "81 03 61 00 62", "t3", 0 },
  { "a-text-of-the-last-code-point", "81 04 f4 8f bf bf", "t4", 0 },
  { "a-text-above-the-last-code-point", "81 04 f4 90 80 80", "", DRAY_CLOSE_NOT_TEXT },
  { "a-text-with-a-surrogate", "81 03 ed a0 80", "", DRAY_CLOSE_NOT_TEXT },
  { "a-text-overlong-in-two", "81 02 c0 af", "", DRAY_CLOSE_NOT_TEXT },
  { "a-text-overlong-in-three", "81 03 e0 9f bf", "", DRAY_CLOSE_NOT_TEXT },
  { "a-text-overlong-in-four", "81 04 f0 8f bf bf", "", DRAY_CLOSE_NOT_TEXT },
  { "a-text-cut-in-a-character", "81 02 e2 82", "", DRAY_CLOSE_NOT_TEXT },
  { "a-text-with-a-lone-tail", "81 01 80", "", DRAY_CLOSE_NOT_TEXT },
  { "a-text-with-fe", "81 01 fe", "", DRAY_CLOSE_NOT_TEXT },
  { "a-character-across-fragments", "01 02 e2 82 80 01 ac", "t3", 0 },
  { "a-bad-character-across-fragments", "01 01 c3 80 01 28", "", DRAY_CLOSE_NOT_TEXT },
  { "an-incomplete-header", "81", "", 0 },
  { "an-incomplete-length", "81 7e 00", "", 0 },
  { "an-incomplete-payload", "81 05 61 62", "", 0 },
};

static const DrayFrameLimits limits = { 1024, 8, FALSE };
static const DrayFrameLimits server_limits = { 1024, 8, TRUE };

static GByteArray *
parse_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  while (*hex != '\0') {
    char *end;
    guint8 byte = (guint8) strtoul (hex, &end, 16);
    unsigned long n = *end == 'x' ? strtoul (end + 1, &end, 10) : 1;

    for (unsigned long i = 0; i < n; i++)
      g_byte_array_append (bytes, &byte, 1);
    hex = *end == ' ' ? end + 1 : end;
  }
  return bytes;
}

static void
note (DrayFrameKind  kind,
      const guint8  *payload,
      gsize          n_bytes,
      gpointer       data)
{
  static const char letters[] = "?tb?????cio";

  g_string_append_printf (data, "%c%" G_GSIZE_FORMAT, letters[kind], n_bytes);
}

static DrayCloseCode
feed (const DrayFrameLimits *use,
      const GByteArray      *bytes,
      gsize                  step,
      GString               *events)
{
  DrayFrameReader reader;
  DrayCloseCode fault = DRAY_CLOSE_NONE;

  dray_frame_reader_init (&reader, use);
  for (gsize i = 0; i < bytes->len && fault == DRAY_CLOSE_NONE; i += step) {
    gsize n = MIN (step, bytes->len - i);
    g_autofree guint8 *piece = g_memdup2 (bytes->data + i, n);

    fault = dray_frame_reader_feed (&reader, piece, n, note, events);
  }
  dray_frame_reader_clear (&reader);
  return fault;
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GByteArray) bytes = parse_hex (one->bytes);

  for (gsize step = 1; step <= bytes->len; step = step < bytes->len ? bytes->len : step + 1) {
    g_autoptr (GString) events = g_string_new (NULL);

    g_assert_cmpint (feed (&limits, bytes, step, events), ==, one->fault);
    g_assert_cmpstr (events->str, ==, one->events);
  }
}

static void
test_unmasked (void)
{
  g_autoptr (GByteArray) bytes = parse_hex ("81 01 61");
  g_autoptr (GString) events = g_string_new (NULL);

  g_assert_cmpint (feed (&server_limits, bytes, 3, events), ==, DRAY_CLOSE_PROTOCOL);
  g_assert_cmpstr (events->str, ==, "");
}

typedef struct {
  const guint8 *payload;
  gsize         n_bytes;
  int           n;
} Expected;

static void
expect (DrayFrameKind  kind,
        const guint8  *payload,
        gsize          n_bytes,
        gpointer       data)
{
  Expected *expected = data;

  g_assert_cmpmem (payload, n_bytes, expected->payload, expected->n_bytes);
  expected->n++;
}

/* What is written is read, at every length around the borders of the three forms and at every cut. */
static void
test_round_trip (void)
{
  static const gsize lengths[] = { 0, 1, 2, 124, 125, 126, 127, 1000, 65535, 65536, 70000 };
  static const DrayFrameLimits wide = { 1 << 20, 8, TRUE };
  DrayRandom random;

  dray_random_init (&random, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autofree guint8 *payload = g_malloc (lengths[i] + 1);
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    guint8 mask[4] = { 0x11, 0xf0, 0x00, 0xa5 };
    Expected expected = { payload, lengths[i], 0 };
    DrayFrameReader reader;

    for (gsize k = 0; k < lengths[i]; k++)
      payload[k] = (guint8) dray_random_u64 (&random);
    for (int k = 0; k < 3; k++)
      dray_frame_append (bytes, DRAY_FRAME_BINARY, TRUE, payload, lengths[i], mask);
    dray_frame_reader_init (&reader, &wide);
    for (gsize at = 0; at < bytes->len;) {
      gsize step = 1 + dray_random_u64 (&random) % 40000;
      gsize n = MIN (step, bytes->len - at);

      g_assert_cmpint (dray_frame_reader_feed (&reader, bytes->data + at, n, expect, &expected), ==, DRAY_CLOSE_NONE);
      at += n;
    }
    g_assert_cmpint (expected.n, ==, 3);
    g_assert_null (reader.rest);
    g_assert_null (reader.message);
    dray_frame_reader_clear (&reader);
  }
}

static void
test_long_reason (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GString) events = g_string_new (NULL);
  g_autofree char *reason = g_strnfill (122, 'a');
  g_autofree char *cut = g_strconcat (reason, "\xe2\x82\xac", NULL);

  dray_frame_append_close (bytes, DRAY_CLOSE_SLOW, cut, NULL);
  g_assert_cmpint (feed (&limits, bytes, bytes->len, events), ==, DRAY_CLOSE_NONE);
  g_assert_cmpstr (events->str, ==, "c124");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = g_strconcat ("/hub/frame/", cases[i].name, NULL);

    g_test_add_data_func (name, &cases[i], test_case);
  }
  g_test_add_func ("/hub/frame/an-unmasked-frame-from-a-client-is-refused", test_unmasked);
  g_test_add_func ("/hub/frame/what-is-written-is-read-at-every-cut", test_round_trip);
  g_test_add_func ("/hub/frame/a-long-reason-is-cut-between-characters", test_long_reason);
  return g_test_run ();
}
