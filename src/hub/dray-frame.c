/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* RFC 6455, section 5: a frame is
 *
 *   FIN 1 bit, reserved 3 bits (0: no extension is ever agreed on), opcode 4 bits
 *   mask 1 bit, length 7 bits; 126: two more bytes of length, 127: eight more; the shortest form is the only lawful one
 *   four bytes of mask, from a client always, from a server never
 *   the payload, each byte XORed with the mask's byte of its place modulo 4
 *
 * Control frames (8 and above) are whole, at most 125 bytes, and may stand between the fragments of a message. What the text and the
 * close reason hold must be UTF-8. The length is judged from the header, before its payload is waited for. */

#include "dray-frame.h"

#include <string.h>

#define CONTROL_MAX 125

typedef struct {
  gboolean is_final;
  guint8   kind;
  gsize    n_header;
  gsize    n_payload;
  guint8  *mask;     /* (nullable) */
} Header;

void
dray_frame_reader_init (DrayFrameReader       *self,
                        const DrayFrameLimits *limits)
{
  *self = (DrayFrameReader) { .limits = limits };
}

void
dray_frame_reader_clear (DrayFrameReader *self)
{
  g_clear_pointer (&self->rest, g_byte_array_unref);
  g_clear_pointer (&self->message, g_byte_array_unref);
}

/* The length of the UTF-8 character at @bytes, 0 where there is none. RFC 3629: no surrogates, nothing overlong, up to U+10FFFF. */
static gsize
character_length (const guint8 *bytes,
                  gsize         n_bytes)
{
  guint8 first = bytes[0];
  guint8 low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  guint8 high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  gsize length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;

  if (length == 0 || length > n_bytes || (length > 1 && (bytes[1] < low || bytes[1] > high)))
    return 0;
  for (gsize i = 2; i < length; i++)
    if ((bytes[i] & 0xc0) != 0x80)
      return 0;
  return length;
}

static gboolean
is_text (const guint8 *bytes,
         gsize         n_bytes)
{
  for (gsize i = 0; i < n_bytes;) {
    gsize length = character_length (bytes + i, n_bytes - i);

    if (length == 0)
      return FALSE;
    i += length;
  }
  return TRUE;
}

static gboolean
is_lawful_code (guint code)
{
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

static guint64
read_length (const guint8 *bytes,
             int           n_bytes)
{
  guint64 length = 0;

  for (int i = 0; i < n_bytes; i++)
    length = length << 8 | bytes[i];
  return length;
}

static DrayCloseCode
check_kind (const DrayFrameReader *self,
            guint8                 kind,
            gboolean               is_final,
            guint8                 short_length)
{
  if (kind >= DRAY_FRAME_CLOSE)
    return kind <= DRAY_FRAME_PONG && is_final && short_length <= CONTROL_MAX ? DRAY_CLOSE_NONE : DRAY_CLOSE_PROTOCOL;
  if (kind > DRAY_FRAME_BINARY)
    return DRAY_CLOSE_PROTOCOL;
  return (kind == DRAY_FRAME_CONTINUATION) == (self->kind != 0) ? DRAY_CLOSE_NONE : DRAY_CLOSE_PROTOCOL;
}

/* Reads the header at @bytes. n_header is 0 while it is not all there. */
static DrayCloseCode
read_header (const DrayFrameReader *self,
             guint8                *bytes,
             gsize                  n_bytes,
             Header                *header)
{
  *header = (Header) { 0 };
  if (n_bytes >= 1 && (bytes[0] & 0x70) != 0)
    return DRAY_CLOSE_PROTOCOL;
  if (n_bytes < 2)
    return DRAY_CLOSE_NONE;

  gboolean is_masked = (bytes[1] & 0x80) != 0;
  guint8 short_length = bytes[1] & 0x7f;
  int n_more = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
  gsize n_header = 2 + n_more + (is_masked ? 4 : 0);
  guint64 length = short_length;

  header->is_final = (bytes[0] & 0x80) != 0;
  header->kind = bytes[0] & 0x0f;
  if (is_masked != self->limits->expects_mask)
    return DRAY_CLOSE_PROTOCOL;

  DrayCloseCode fault = check_kind (self, header->kind, header->is_final, short_length);

  if (fault != DRAY_CLOSE_NONE)
    return fault;
  if (n_bytes < (gsize) (2 + n_more))
    return DRAY_CLOSE_NONE;
  if (n_more > 0)
    length = read_length (bytes + 2, n_more);
  if ((n_more == 2 && length < 126) || (n_more == 8 && (length < 65536 || length >> 63 != 0)))
    return DRAY_CLOSE_PROTOCOL;
  if (header->kind < DRAY_FRAME_CLOSE &&
      length > self->limits->max_message_bytes - (self->message != NULL ? self->message->len : 0))
    return DRAY_CLOSE_TOO_LARGE;
  if (n_bytes < n_header)
    return DRAY_CLOSE_NONE;
  header->n_payload = (gsize) length;
  header->mask = is_masked ? bytes + n_header - 4 : NULL;
  header->n_header = n_header;
  return DRAY_CLOSE_NONE;
}

static DrayCloseCode
take_control (DrayFrameReader *self,
              const Header    *header,
              const guint8    *payload,
              DrayFrameFunc    func,
              gpointer         data)
{
  if (header->kind == DRAY_FRAME_CLOSE) {
    if (header->n_payload == 1 || (header->n_payload >= 2 && !is_lawful_code ((guint) payload[0] << 8 | payload[1])))
      return DRAY_CLOSE_PROTOCOL;
    if (header->n_payload > 2 && !is_text (payload + 2, header->n_payload - 2))
      return DRAY_CLOSE_NOT_TEXT;
    self->is_closed = TRUE;
  }
  func (header->kind, payload, header->n_payload, data);
  return DRAY_CLOSE_NONE;
}

static DrayCloseCode
tell_message (guint8         kind,
              const guint8  *payload,
              gsize          n_bytes,
              DrayFrameFunc  func,
              gpointer       data)
{
  if (kind == DRAY_FRAME_TEXT && !is_text (payload, n_bytes))
    return DRAY_CLOSE_NOT_TEXT;
  func (kind, payload, n_bytes, data);
  return DRAY_CLOSE_NONE;
}

static DrayCloseCode
take_fragment (DrayFrameReader *self,
               const Header    *header,
               const guint8    *payload,
               DrayFrameFunc    func,
               gpointer         data)
{
  if (header->kind != DRAY_FRAME_CONTINUATION && header->is_final)
    return tell_message (header->kind, payload, header->n_payload, func, data);
  if (self->message == NULL)
    self->message = g_byte_array_new ();
  if (header->kind != DRAY_FRAME_CONTINUATION)
    self->kind = header->kind;
  if (++self->n_fragments > self->limits->max_fragments)
    return DRAY_CLOSE_TOO_LARGE;
  g_byte_array_append (self->message, payload, (guint) header->n_payload);
  if (!header->is_final)
    return DRAY_CLOSE_NONE;

  g_autoptr (GByteArray) message = g_steal_pointer (&self->message);
  guint8 kind = self->kind;

  self->kind = 0;
  self->n_fragments = 0;
  return tell_message (kind, message->data, message->len, func, data);
}

/* Takes whole frames off the start. @n_used: how many bytes they were */
static DrayCloseCode
take_frames (DrayFrameReader *self,
             guint8          *bytes,
             gsize            n_bytes,
             gsize           *n_used,
             DrayFrameFunc    func,
             gpointer         data)
{
  *n_used = 0;
  while (*n_used < n_bytes && !self->is_closed) {
    Header header;
    DrayCloseCode fault = read_header (self, bytes + *n_used, n_bytes - *n_used, &header);
    guint8 *payload = bytes + *n_used + header.n_header;

    if (fault != DRAY_CLOSE_NONE)
      return fault;
    if (header.n_header == 0 || n_bytes - *n_used - header.n_header < header.n_payload)
      return DRAY_CLOSE_NONE;
    for (gsize i = 0; header.mask != NULL && i < header.n_payload; i++)
      payload[i] ^= header.mask[i & 3];
    *n_used += header.n_header + header.n_payload;
    fault = header.kind >= DRAY_FRAME_CLOSE ? take_control (self, &header, payload, func, data)
                                            : take_fragment (self, &header, payload, func, data);
    if (fault != DRAY_CLOSE_NONE)
      return fault;
  }
  return DRAY_CLOSE_NONE;
}

static void
keep_rest (DrayFrameReader *self,
           const guint8    *bytes,
           gsize            n_bytes)
{
  if (n_bytes == 0)
    return;
  self->rest = g_byte_array_new ();
  g_byte_array_append (self->rest, bytes, (guint) n_bytes);
}

/**
 * dray_frame_reader_feed:
 * @bytes: (array length=n_bytes): what arrived; unmasked in place
 * @func: called for each message and control frame, in their order; must not feed the same reader
 *
 * After a close frame, and after a fault, whatever comes is thrown away.
 *
 * Returns: %DRAY_CLOSE_NONE, or why the connection must be failed: %DRAY_CLOSE_PROTOCOL, %DRAY_CLOSE_NOT_TEXT, %DRAY_CLOSE_TOO_LARGE
 */
DrayCloseCode
dray_frame_reader_feed (DrayFrameReader *self,
                        guint8          *bytes,
                        gsize            n_bytes,
                        DrayFrameFunc    func,
                        gpointer         data)
{
  g_autoptr (GByteArray) joined = g_steal_pointer (&self->rest);
  DrayCloseCode fault;
  gsize n_used;

  if (self->is_closed)
    return DRAY_CLOSE_NONE;
  if (joined != NULL) {
    g_byte_array_append (joined, bytes, (guint) n_bytes);
    bytes = joined->data;
    n_bytes = joined->len;
  }
  fault = take_frames (self, bytes, n_bytes, &n_used, func, data);
  if (fault != DRAY_CLOSE_NONE)
    self->is_closed = TRUE;
  if (!self->is_closed)
    keep_rest (self, bytes + n_used, n_bytes - n_used);
  return fault;
}

/**
 * dray_frame_append:
 * @mask: (nullable) (array fixed-size=4): for a client
 *
 * Writes one frame behind what @to holds.
 */
void
dray_frame_append (GByteArray    *to,
                   DrayFrameKind  kind,
                   gboolean       is_final,
                   const void    *payload,
                   gsize          n_bytes,
                   const guint8  *mask)
{
  guint8 header[14] = { (is_final ? 0x80 : 0) | kind };
  int n_more = n_bytes < 126 ? 0 : n_bytes < 65536 ? 2 : 8;
  guint start;

  header[1] = (mask != NULL ? 0x80 : 0) | (n_more == 0 ? (guint8) n_bytes : n_more == 2 ? 126 : 127);
  for (int i = 0; i < n_more; i++)
    header[2 + i] = (guint8) ((guint64) n_bytes >> (8 * (n_more - 1 - i)));
  if (mask != NULL)
    memcpy (header + 2 + n_more, mask, 4);
  g_byte_array_append (to, header, 2 + n_more + (mask != NULL ? 4 : 0));
  start = to->len;
  if (n_bytes > 0)
    g_byte_array_append (to, payload, (guint) n_bytes);
  for (guint i = start; mask != NULL && i < to->len; i++)
    to->data[i] ^= mask[(i - start) & 3];
}

/* @reason: (nullable): in words, cut to what a control frame holds; %DRAY_CLOSE_NO_CODE sends an empty payload */
void
dray_frame_append_close (GByteArray    *to,
                         DrayCloseCode  code,
                         const char    *reason,
                         const guint8  *mask)
{
  guint8 payload[CONTROL_MAX] = { (guint8) (code >> 8), (guint8) code };
  gsize n_reason = reason != NULL ? strlen (reason) : 0;

  while (n_reason > CONTROL_MAX - 2 || (n_reason > 0 && !is_text ((const guint8 *) reason, n_reason)))
    n_reason--;
  if (n_reason > 0)
    memcpy (payload + 2, reason, n_reason);
  dray_frame_append (to, DRAY_FRAME_CLOSE, TRUE, payload, code == DRAY_CLOSE_NO_CODE ? 0 : 2 + n_reason, mask);
}

/* Returns: the code of a close frame's payload */
DrayCloseCode
dray_frame_get_close (const guint8 *payload,
                      gsize         n_bytes)
{
  return n_bytes < 2 ? DRAY_CLOSE_NO_CODE : (DrayCloseCode) (payload[0] << 8 | payload[1]);
}
