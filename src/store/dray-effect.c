/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* In the log an operation's effects are one blob. For each: the field's number in the catalog of this file (varint), the row's id
 * (16 bytes), the value before and the value after. A value is its kind (1 byte) and then: a whole number as a zigzag varint, a
 * real number as 8 bytes little endian, an id as 16 bytes, text and bytes as their length (varint) and themselves. Varints have
 * seven bits a byte, low ones first, the top bit set on all but the last. */

#include "dray-catalog-private.h"
#include "dray-store-error.h"

#include <string.h>

static void
clear_effect (gpointer data)
{
  DrayEffect *effect = data;

  dray_value_clear (&effect->before);
  dray_value_clear (&effect->after);
}

/* Returns: (transfer full): an empty list */
DrayEffects *
dray_effects_new (void)
{
  GArray *self = g_array_new (FALSE, FALSE, sizeof (DrayEffect));

  g_array_set_clear_func (self, clear_effect);
  return self;
}

static void
put_varint (GByteArray *to,
            guint64     number)
{
  guint8 bytes[10];
  guint n = 0;

  do {
    bytes[n] = (guint8) (number & 0x7f) | (number > 0x7f ? 0x80 : 0);
    number >>= 7;
    n++;
  } while (number > 0);
  g_byte_array_append (to, bytes, n);
}

static void
put_block (GByteArray   *to,
           gconstpointer data,
           gsize         n_bytes)
{
  put_varint (to, n_bytes);
  g_byte_array_append (to, data, (guint) n_bytes);
}

static void
put_value (GByteArray      *to,
           const DrayValue *value)
{
  guint8 kind = (guint8) value->kind;

  g_byte_array_append (to, &kind, 1);
  if (value->kind == DRAY_VALUE_INTEGER)
    put_varint (to, ((guint64) value->integer << 1) ^ (guint64) (value->integer >> 63));
  else if (value->kind == DRAY_VALUE_ID)
    g_byte_array_append (to, value->id.bytes, sizeof value->id.bytes);
  else if (value->kind == DRAY_VALUE_TEXT)
    put_block (to, value->text, strlen (value->text));
  else if (value->kind == DRAY_VALUE_BYTES)
    put_block (to, g_bytes_get_data (value->bytes, NULL), g_bytes_get_size (value->bytes));
  else if (value->kind == DRAY_VALUE_REAL) {
    guint64 bits;

    memcpy (&bits, &value->real, sizeof bits);
    bits = GUINT64_TO_LE (bits);
    g_byte_array_append (to, (const guint8 *) &bits, sizeof bits);
  }
}

/* Returns: (transfer full) */
GBytes *
dray_effects_encode (const DrayEffects *self,
                     DrayCatalog       *catalog)
{
  GByteArray *to = g_byte_array_sized_new (64 * self->len);

  for (guint i = 0; i < self->len; i++) {
    const DrayEffect *effect = dray_effects_get (self, i);

    put_varint (to, (guint64) dray_catalog_get_number (catalog, effect->table, effect->field));
    g_byte_array_append (to, effect->id.bytes, sizeof effect->id.bytes);
    put_value (to, &effect->before);
    put_value (to, &effect->after);
  }
  return g_byte_array_free_to_bytes (to);
}

/* What is left to read; once something is missing, nothing is left and is_broken is set. */
typedef struct {
  const guint8 *at;
  gsize         n_left;
  gboolean      is_broken;
} Source;

static const guint8 *
get_bytes (Source *from,
           gsize   n_bytes)
{
  const guint8 *bytes = from->at;

  if (n_bytes > from->n_left) {
    from->is_broken = TRUE;
    from->n_left = 0;
    return NULL;
  }
  from->at += n_bytes;
  from->n_left -= n_bytes;
  return bytes;
}

static guint64
get_varint (Source *from)
{
  guint64 number = 0;

  for (int shift = 0; shift < 64; shift += 7) {
    const guint8 *byte = get_bytes (from, 1);

    if (byte == NULL)
      return 0;
    number |= (guint64) (*byte & 0x7f) << shift;
    if ((*byte & 0x80) == 0)
      return number;
  }
  from->is_broken = TRUE;
  return 0;
}

static DrayValue
get_integer (Source *from)
{
  guint64 zigzag = get_varint (from);

  return dray_value_integer ((gint64) (zigzag >> 1) ^ -(gint64) (zigzag & 1));
}

static DrayValue
get_real (Source *from)
{
  const guint8 *bytes = get_bytes (from, 8);
  guint64 bits = 0;
  double real;

  if (bytes != NULL)
    memcpy (&bits, bytes, sizeof bits);
  bits = GUINT64_FROM_LE (bits);
  memcpy (&real, &bits, sizeof real);
  return dray_value_real (real);
}

static DrayValue
get_id (Source *from)
{
  const guint8 *bytes = get_bytes (from, 16);
  DrayId id = DRAY_ID_NONE;

  if (bytes != NULL)
    memcpy (id.bytes, bytes, sizeof id.bytes);
  return dray_value_id (&id);
}

static DrayValue
get_value (Source *from)
{
  const guint8 *kind = get_bytes (from, 1);

  switch (kind != NULL ? *kind : DRAY_VALUE_NONE) {
    case DRAY_VALUE_NONE:
      return dray_value_none ();
    case DRAY_VALUE_INTEGER:
      return get_integer (from);
    case DRAY_VALUE_REAL:
      return get_real (from);
    case DRAY_VALUE_ID:
      return get_id (from);
    case DRAY_VALUE_TEXT:
    case DRAY_VALUE_BYTES: {
      gsize n_bytes = get_varint (from);
      const guint8 *bytes = get_bytes (from, n_bytes);

      if (bytes == NULL)
        return dray_value_none ();
      return *kind == DRAY_VALUE_TEXT ? dray_value_text_n ((const char *) bytes, n_bytes) : dray_value_bytes (bytes, n_bytes);
    }
    default:
      from->is_broken = TRUE;
      return dray_value_none ();
  }
}

static void
decode_one (Source      *from,
            DrayCatalog *catalog,
            DrayEffects *effects)
{
  guint64 number = get_varint (from);
  const guint8 *id = get_bytes (from, 16);
  DrayEffect effect = { 0 };

  if (id == NULL)
    return;
  memcpy (effect.id.bytes, id, sizeof effect.id.bytes);
  effect.before = get_value (from);
  effect.after = get_value (from);
  /* A field that this version no longer knows has no cell to restore or show. */
  if (!from->is_broken && number < G_MAXINT64 && dray_catalog_find (catalog, (gint64) number, &effect.table, &effect.field))
    g_array_append_val (effects, effect);
  else
    clear_effect (&effect);
}

/* Errors: %DRAY_STORE_ERROR_CORRUPT */
DrayEffects *
dray_effects_decode (const guint8 *data,
                     gsize         n_bytes,
                     DrayCatalog  *catalog,
                     GError      **error)
{
  Source from = { data, n_bytes, FALSE };
  DrayEffects *effects = dray_effects_new ();

  while (from.n_left > 0 && !from.is_broken)
    decode_one (&from, catalog, effects);
  if (!from.is_broken)
    return effects;
  g_array_unref (effects);
  g_set_error_literal (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT, "the effects of a log entry can't be read");
  return NULL;
}
