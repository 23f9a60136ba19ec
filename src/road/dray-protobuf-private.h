/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayProtobuf:
 *
 * A cursor over protobuf bytes that cannot leave them. A read past the end, an overlong number or an unknown wire type sets @bad
 * and moves the cursor to its end, so that loops stop by themselves and the error is asked for once, afterwards.
 */
typedef struct {
  const guint8 *at;
  const guint8 *end;
  gboolean      bad;
} DrayProtobuf;

typedef enum {
  DRAY_WIRE_VARINT = 0,
  DRAY_WIRE_64 = 1,
  DRAY_WIRE_BYTES = 2,
  DRAY_WIRE_32 = 5,
} DrayWire;

/* A field's number and wire type in one, as the switch statements of readers want them. */
#define DRAY_FIELD(number, wire) ((guint32) ((number) << 3 | (wire)))

static inline void
dray_protobuf_fail (DrayProtobuf *self)
{
  self->bad = TRUE;
  self->at = self->end;
}

static inline guint64
dray_protobuf_varint (DrayProtobuf *self)
{
  guint64 value = 0;

  for (int shift = 0; self->at < self->end && shift < 64; shift += 7) {
    guint8 byte = *self->at++;

    value |= (guint64) (byte & 127) << shift;
    if (byte < 128)
      return value;
  }
  dray_protobuf_fail (self);
  return 0;
}

static inline gint64
dray_protobuf_zigzag (DrayProtobuf *self)
{
  guint64 value = dray_protobuf_varint (self);

  return (gint64) (value >> 1) ^ -(gint64) (value & 1);
}

/* Takes a length and that many bytes off the front. */
static inline DrayProtobuf
dray_protobuf_bytes (DrayProtobuf *self)
{
  guint64 n = dray_protobuf_varint (self);

  if (n > (guint64) (self->end - self->at)) {
    dray_protobuf_fail (self);
    return (DrayProtobuf) { self->at, self->at, TRUE };
  }
  DrayProtobuf inner = { self->at, self->at + n, FALSE };
  self->at += n;
  return inner;
}

static inline guint32
dray_protobuf_key (DrayProtobuf *self)
{
  guint64 key = dray_protobuf_varint (self);

  if (key > G_MAXUINT32)
    dray_protobuf_fail (self);
  return (guint32) key;
}

static inline void
dray_protobuf_skip (DrayProtobuf *self,
                    guint32       key)
{
  gsize n = 0;

  switch (key & 7) {
    case DRAY_WIRE_VARINT:
      dray_protobuf_varint (self);
      return;
    case DRAY_WIRE_BYTES:
      dray_protobuf_bytes (self);
      return;
    case DRAY_WIRE_64:
      n = 8;
      break;
    case DRAY_WIRE_32:
      n = 4;
      break;
    default:
      dray_protobuf_fail (self);
      return;
  }
  if ((gsize) (self->end - self->at) < n)
    dray_protobuf_fail (self);
  else
    self->at += n;
}

G_END_DECLS
