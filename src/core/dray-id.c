/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-id.h"
#include "dray-units.h"

#include <string.h>

static void
set_version (DrayId *id,
             guint8  version)
{
  id->bytes[6] = (guint8) (version << 4) | (id->bytes[6] & 0x0f);
  id->bytes[8] = 0x80 | (id->bytes[8] & 0x3f);
}

/**
 * dray_id_new:
 * @at_us: the instant that the id sorts by, UTC microseconds at or after 1970
 * @random: where its 74 random bits come from
 *
 * Ids of one millisecond sort in no particular order.
 */
DrayId
dray_id_new (gint64      at_us,
             DrayRandom *random)
{
  DrayId id;
  guint64 ms = (guint64) MAX (at_us, 0) / DRAY_US_PER_MS;

  dray_random_fill (random, id.bytes, sizeof id.bytes);
  for (int i = 0; i < 6; i++)
    id.bytes[i] = (guint8) (ms >> (40 - 8 * i));
  set_version (&id, 7);
  return id;
}

/**
 * dray_id_derive:
 * @kind: what is named, such as "alarm", so that equal bytes of two kinds differ
 * @data: (array length=n_bytes): what names it, in a stated byte order
 *
 * The first 122 bits of the SHA-256 of @kind, a zero byte, and @data.
 */
DrayId
dray_id_derive (const char *kind,
                const void *data,
                gsize       n_bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize n_digest = sizeof digest;
  DrayId id;

  g_checksum_update (checksum, (const guchar *) kind, (gssize) strlen (kind) + 1);
  g_checksum_update (checksum, data, (gssize) n_bytes);
  g_checksum_get_digest (checksum, digest, &n_digest);
  memcpy (id.bytes, digest, sizeof id.bytes);
  set_version (&id, 8);
  return id;
}

/**
 * dray_id_parse:
 * @text: 8-4-4-4-12 hexadecimal digits, in either case, and nothing else
 *
 * Returns: %FALSE if @text is no id; @id is then untouched
 */
gboolean
dray_id_parse (const char *text,
               DrayId     *id)
{
  DrayId parsed;
  const char *at = text;

  for (int i = 0; i < 16; i++) {
    if ((i == 4 || i == 6 || i == 8 || i == 10) && *at++ != '-')
      return FALSE;
    if (!g_ascii_isxdigit (at[0]) || !g_ascii_isxdigit (at[1]))
      return FALSE;
    parsed.bytes[i] = (guint8) (g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
    at += 2;
  }
  if (*at != '\0')
    return FALSE;
  *id = parsed;
  return TRUE;
}

void
dray_id_write (const DrayId *id,
               char          text[DRAY_ID_TEXT_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";
  char *at = text;

  for (int i = 0; i < 16; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      *at++ = '-';
    *at++ = digits[id->bytes[i] >> 4];
    *at++ = digits[id->bytes[i] & 0x0f];
  }
  *at = '\0';
}

char *
dray_id_dup_text (const DrayId *id)
{
  char text[DRAY_ID_TEXT_LENGTH + 1];

  dray_id_write (id, text);
  return g_strdup (text);
}

gboolean
dray_id_is_none (const DrayId *id)
{
  return dray_id_compare (id, &DRAY_ID_NONE) == 0;
}

int
dray_id_compare (const DrayId *a,
                 const DrayId *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

/**
 * dray_id_get_time_us:
 *
 * Returns: the instant of a version 7 id, UTC microseconds to the millisecond; %DRAY_NEVER for any other
 */
gint64
dray_id_get_time_us (const DrayId *id)
{
  gint64 ms = 0;

  if (id->bytes[6] >> 4 != 7)
    return DRAY_NEVER;
  for (int i = 0; i < 6; i++)
    ms = ms << 8 | id->bytes[i];
  return ms * DRAY_US_PER_MS;
}

guint
dray_id_hash (gconstpointer id)
{
  guint32 word;

  /* The last bytes are random in either version, the first ones are nearly equal within a day. */
  memcpy (&word, ((const DrayId *) id)->bytes + 12, sizeof word);
  return word;
}

gboolean
dray_id_equal (gconstpointer a,
               gconstpointer b)
{
  return dray_id_compare (a, b) == 0;
}
