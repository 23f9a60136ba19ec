/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-value.h"

/**
 * dray_value_text:
 * @text: (nullable): UTF-8
 *
 * Returns: a value that owns a copy of @text, or none where @text is %NULL
 */
DrayValue
dray_value_text (const char *text)
{
  if (text == NULL)
    return dray_value_none ();
  return (DrayValue) { DRAY_VALUE_TEXT, { .text = g_ref_string_new (text) } };
}

DrayValue
dray_value_text_n (const char *text,
                   gsize       n_bytes)
{
  return (DrayValue) { DRAY_VALUE_TEXT, { .text = g_ref_string_new_len (text, (gssize) n_bytes) } };
}

/* Returns: none where @id is %NULL or all zero: no reference. */
DrayValue
dray_value_id (const DrayId *id)
{
  if (id == NULL || dray_id_is_none (id))
    return dray_value_none ();
  return (DrayValue) { DRAY_VALUE_ID, { .id = *id } };
}

DrayValue
dray_value_bytes (const void *data,
                  gsize       n_bytes)
{
  return (DrayValue) { DRAY_VALUE_BYTES, { .bytes = g_bytes_new (data, n_bytes) } };
}

DrayValue
dray_value_copy (const DrayValue *value)
{
  if (value->kind == DRAY_VALUE_TEXT)
    g_ref_string_acquire (value->text);
  else if (value->kind == DRAY_VALUE_BYTES)
    g_bytes_ref (value->bytes);
  return *value;
}

void
dray_value_clear (DrayValue *value)
{
  if (value->kind == DRAY_VALUE_TEXT)
    g_ref_string_release (value->text);
  else if (value->kind == DRAY_VALUE_BYTES)
    g_bytes_unref (value->bytes);
  *value = dray_value_none ();
}

/* Puts @taken in the place of what @value held. */
void
dray_value_take (DrayValue *value,
                 DrayValue  taken)
{
  dray_value_clear (value);
  *value = taken;
}

gboolean
dray_value_equal (const DrayValue *a,
                  const DrayValue *b)
{
  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind) {
    case DRAY_VALUE_INTEGER:
      return a->integer == b->integer;
    case DRAY_VALUE_REAL:
      return a->real == b->real;
    case DRAY_VALUE_TEXT:
      return a->text == b->text || g_str_equal (a->text, b->text);
    case DRAY_VALUE_ID:
      return dray_id_equal (&a->id, &b->id);
    case DRAY_VALUE_BYTES:
      return g_bytes_equal (a->bytes, b->bytes);
    case DRAY_VALUE_NONE:
    default:
      return TRUE;
  }
}
