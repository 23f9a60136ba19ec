/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-frame.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayIo:
 *
 * One thread that speaks WebSocket with thousands of connections over epoll. A connection comes to it after libsoup has done its
 * handshake, plain or TLS, and never leaves it.
 */
typedef struct _DrayIo DrayIo;

/**
 * DraySocket:
 *
 * One connection. Reference counted; any thread may hold one, and dray_socket_send() and dray_socket_close() may be called from any.
 */
typedef struct _DraySocket DraySocket;

/**
 * DraySocketHandler:
 * @message: text or binary, whole
 * @closed: the last call; @code is the other side's or ours
 *
 * What a lane does. Called on the I/O thread: must not block.
 */
typedef struct {
  void (*message) (DraySocket    *socket,
                   DrayFrameKind  kind,
                   const guint8  *payload,
                   gsize          n_bytes,
                   gpointer       data);
  void (*closed)  (DraySocket    *socket,
                   DrayCloseCode  code,
                   gpointer       data);
} DraySocketHandler;

/**
 * DrayIoLimits:
 * @frames: of what comes in
 * @max_unsent_bytes: what may wait for a slow reader; above it the socket ends with %DRAY_CLOSE_SLOW
 * @ping_s: a silent socket is pinged after so long
 * @dead_s: and ends with %DRAY_CLOSE_NO_PONG after so long
 */
typedef struct {
  DrayFrameLimits frames;
  gsize           max_unsent_bytes;
  int             ping_s;
  int             dead_s;
} DrayIoLimits;

typedef void (*DrayIoFunc) (DrayIo   *io,
                            gpointer  data);

DrayIo     *dray_io_new         (const char              *name,
                                 const DrayIoLimits      *limits,
                                 DrayIoFunc               turned,
                                 gpointer                 data);
void        dray_io_drain       (DrayIo                  *self,
                                 DrayCloseCode            code);
void        dray_io_free        (DrayIo                  *self);
void        dray_io_call        (DrayIo                  *self,
                                 DrayIoFunc               func,
                                 gpointer                 data);
guint       dray_io_get_n       (DrayIo                  *self);

DraySocket *dray_io_take        (DrayIo                  *self,
                                 GIOStream               *stream,
                                 GSocket                 *socket,
                                 const DraySocketHandler *handler,
                                 gpointer                 data);
DraySocket *dray_socket_ref     (DraySocket              *self);
void        dray_socket_unref   (DraySocket              *self);
DrayIo     *dray_socket_get_io  (DraySocket              *self);
void        dray_socket_send    (DraySocket              *self,
                                 DrayFrameKind            kind,
                                 const void              *payload,
                                 gsize                    n_bytes);
void        dray_socket_close   (DraySocket              *self,
                                 DrayCloseCode            code,
                                 const char              *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayIo, dray_io_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySocket, dray_socket_unref)

G_END_DECLS
