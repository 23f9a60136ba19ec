/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-id.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_VALUE_NONE,
  DRAY_VALUE_INTEGER,
  DRAY_VALUE_REAL,
  DRAY_VALUE_TEXT,
  DRAY_VALUE_ID,
  DRAY_VALUE_BYTES,
} DrayValueKind;

/**
 * DrayValue:
 * @kind: which member of the union holds; none of them for %DRAY_VALUE_NONE, which is SQL's NULL and JSON's null
 * @integer: whole numbers, truth (0 or 1), instants (UTC microseconds) and dates (days since 1970)
 * @text: (nullable): a #GRefString in UTF-8: text, choices, ranks and JSON
 *
 * What one cell holds. A plain struct that owns its text or bytes: whoever holds one clears it, a copy shares them. Copies may
 * be handed to other threads.
 */
typedef struct {
  DrayValueKind kind;
  union {
    gint64  integer;
    double  real;
    char   *text;
    DrayId  id;
    GBytes *bytes;
  };
} DrayValue;

/* The makers give a value that the caller owns; functions that "take" a value own it from then on. */
static inline DrayValue
dray_value_none (void)
{
  return (DrayValue) { DRAY_VALUE_NONE, { 0 } };
}

static inline DrayValue
dray_value_integer (gint64 integer)
{
  return (DrayValue) { DRAY_VALUE_INTEGER, { .integer = integer } };
}

static inline DrayValue
dray_value_real (double real)
{
  return (DrayValue) { DRAY_VALUE_REAL, { .real = real } };
}

DrayValue dray_value_text   (const char      *text);
DrayValue dray_value_text_n (const char      *text,
                             gsize            n_bytes);
DrayValue dray_value_id     (const DrayId    *id);
DrayValue dray_value_bytes  (const void      *data,
                             gsize            n_bytes);
DrayValue dray_value_copy   (const DrayValue *value);
void      dray_value_clear  (DrayValue       *value);
void      dray_value_take   (DrayValue       *value,
                             DrayValue        taken);
gboolean  dray_value_equal  (const DrayValue *a,
                             const DrayValue *b);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayValue, dray_value_clear)

G_END_DECLS
