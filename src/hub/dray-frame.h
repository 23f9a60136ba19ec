/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DRAY_FRAME_CONTINUATION = 0,
  DRAY_FRAME_TEXT = 1,
  DRAY_FRAME_BINARY = 2,
  DRAY_FRAME_CLOSE = 8,
  DRAY_FRAME_PING = 9,
  DRAY_FRAME_PONG = 10,
} DrayFrameKind;

/**
 * DrayCloseCode:
 *
 * Why a socket ends. Those above 4000 are ours and tell the client whether to come back and when: docs/hub.md has the list.
 */
typedef enum {
  DRAY_CLOSE_NONE = 0,
  DRAY_CLOSE_NORMAL = 1000,
  DRAY_CLOSE_PROTOCOL = 1002,
  DRAY_CLOSE_UNSUPPORTED = 1003,
  DRAY_CLOSE_NO_CODE = 1005,
  DRAY_CLOSE_LOST = 1006,
  DRAY_CLOSE_NOT_TEXT = 1007,
  DRAY_CLOSE_TOO_LARGE = 1009,
  DRAY_CLOSE_SHUTTING_DOWN = 4001,
  DRAY_CLOSE_SLOW = 4002,
  DRAY_CLOSE_TOO_MANY = 4003,
  DRAY_CLOSE_NO_PONG = 4004,
  DRAY_CLOSE_STATE_LOST = 4005,
  DRAY_CLOSE_TOKEN_EXPIRED = 4006,
} DrayCloseCode;

/**
 * DrayFrameLimits:
 * @max_message_bytes: of one message, all its fragments together
 * @max_fragments: of one message
 * @expects_mask: the other side is a client, whose frames must be masked; a server's must not be
 */
typedef struct {
  gsize    max_message_bytes;
  guint    max_fragments;
  gboolean expects_mask;
} DrayFrameLimits;

/**
 * DrayFrameFunc:
 * @kind: text or binary (a whole message), close, ping or pong
 * @payload: (array length=n_bytes): valid during the call; text is UTF-8, a close payload is empty or begins with a lawful code
 */
typedef void (*DrayFrameFunc) (DrayFrameKind  kind,
                               const guint8  *payload,
                               gsize          n_bytes,
                               gpointer       data);

/**
 * DrayFrameReader:
 *
 * Makes messages of bytes that arrive in any pieces. A plain struct that starts by dray_frame_reader_init(); it holds memory only
 * while a frame or a message is incomplete, so that ten thousand silent connections cost nothing here.
 */
typedef struct {
  const DrayFrameLimits *limits;
  GByteArray            *rest;       /* (nullable): the start of a frame */
  GByteArray            *message;    /* (nullable): the fragments so far */
  guint                  n_fragments;
  guint8                 kind;       /* of the message whose fragments come; 0 for none */
  guint8                 is_closed;  /* a close frame came or the bytes were at fault */
} DrayFrameReader;

void          dray_frame_reader_init  (DrayFrameReader       *self,
                                       const DrayFrameLimits *limits);
void          dray_frame_reader_clear (DrayFrameReader       *self);
DrayCloseCode dray_frame_reader_feed  (DrayFrameReader       *self,
                                       guint8                *bytes,
                                       gsize                  n_bytes,
                                       DrayFrameFunc          func,
                                       gpointer               data);

void          dray_frame_append       (GByteArray            *to,
                                       DrayFrameKind          kind,
                                       gboolean               is_final,
                                       const void            *payload,
                                       gsize                  n_bytes,
                                       const guint8          *mask);
void          dray_frame_append_close (GByteArray            *to,
                                       DrayCloseCode          code,
                                       const char            *reason,
                                       const guint8          *mask);
DrayCloseCode dray_frame_get_close    (const guint8          *payload,
                                       gsize                  n_bytes);

G_END_DECLS
