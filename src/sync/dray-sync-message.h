/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-change.h"
#include "dray-schema.h"
#include "dray-sync-presence.h"

G_BEGIN_DECLS

#define DRAY_SYNC_PROTOCOL "dray.sync.v1"
#define DRAY_SYNC_VERSION 1

/* Of one message. The largest operation, and the largest cell, fit with their escapes. */
#define DRAY_SYNC_MAX_FRAME_BYTES (128 * 1024)
#define DRAY_SYNC_MAX_DEPTH 8
#define DRAY_SYNC_MAX_STRING_BYTES (64 * 1024)
#define DRAY_SYNC_MAX_VALUES 20000

/* What a sender puts into one; a single operation or cell that is larger goes alone. */
#define DRAY_SYNC_BATCH_BYTES (48 * 1024)
#define DRAY_SYNC_PUSH_OPERATIONS 64
#define DRAY_SYNC_BATCH_EFFECTS 256

typedef enum {
  DRAY_SYNC_HELLO,
  DRAY_SYNC_WELCOME,
  DRAY_SYNC_PULL,
  DRAY_SYNC_HAVE,
  DRAY_SYNC_PUSH,
  DRAY_SYNC_ACK,
  DRAY_SYNC_CHANGES,
  DRAY_SYNC_POKE,
  DRAY_SYNC_PRESENCE,
  DRAY_SYNC_PING,
  DRAY_SYNC_PONG,
  DRAY_SYNC_ERR,
  DRAY_SYNC_N_KINDS,
} DraySyncKind;

typedef enum {
  DRAY_SYNC_CODE_RETRY_AFTER,
  DRAY_SYNC_CODE_UNAUTHENTICATED,
  DRAY_SYNC_CODE_FORBIDDEN,
  DRAY_SYNC_CODE_EPOCH,
  DRAY_SYNC_CODE_GAP,
  DRAY_SYNC_CODE_TOO_LARGE,
  DRAY_SYNC_CODE_SCHEMA_OLD,
  DRAY_SYNC_CODE_PROTO,
  DRAY_SYNC_CODE_CLIENT_FORK,
  DRAY_SYNC_N_CODES,
} DraySyncCode;

/* One operation on its way to the hub. */
typedef struct {
  gint64  mid;
  char   *operation;
  char   *arguments;
  gint64  base_seq;
  guint8  hash[32];
  gint64  at_us;
} DraySyncPush;

/* What the hub decided. */
typedef struct {
  gint64       mid;
  DrayVerdict  verdict;
  gint64       seq;
  char        *note;
} DraySyncVerdict;

/**
 * DraySyncMessage:
 *
 * Any message, parsed. Which members hold, by kind; docs/sync.md says what they mean:
 *
 *   HELLO    version, client, epoch, cursor, mid, hello_us
 *   WELCOME  version, client, epoch, fork, head, mid, stable, at_us, hello_us
 *   PULL     epoch, cursor
 *   HAVE     cursor
 *   PUSH     client, pushes
 *   ACK      client, mid, verdicts
 *   CHANGES  prev, to, part, more, stable, changes
 *   POKE     head, stable
 *   PRESENCE client, places; from the hub also text: the person's name
 *   PING     at_us;  PONG likewise
 *   ERR      code, client, mid, retry_ms, text
 */
typedef struct {
  DraySyncKind  kind;
  gint64        version;
  DrayId        client;
  gint64        epoch;
  gint64        cursor;
  gint64        mid;
  gint64        fork;
  gint64        head;
  gint64        stable;
  gint64        at_us;
  gint64        hello_us;
  gint64        prev;
  gint64        to;
  gint64        part;
  gboolean      more;
  DraySyncCode  code;
  gint64        retry_ms;
  char         *text;
  GPtrArray    *pushes;     /* (element-type DraySyncPush) */
  GPtrArray    *verdicts;   /* (element-type DraySyncVerdict) */
  GPtrArray    *changes;    /* (element-type DrayChange) */
  GArray       *places;     /* (element-type DraySyncPlace) */
} DraySyncMessage;

extern const char *const dray_sync_kinds[];
extern const char *const dray_sync_codes[];

DraySyncMessage *dray_sync_message_new          (DraySyncKind            kind);
void             dray_sync_message_free         (DraySyncMessage        *self);
DraySyncMessage *dray_sync_message_parse        (DraySchema             *schema,
                                                 const char             *text,
                                                 gssize                  n_bytes,
                                                 GError                **error);
char            *dray_sync_message_write        (const DraySyncMessage  *self);

void             dray_sync_push_free            (DraySyncPush           *self);
void             dray_sync_verdict_free         (DraySyncVerdict        *self);

/* CHANGES are written piece by piece, as the hub does. */
void             dray_sync_append_change_head   (GString                *json,
                                                 const DrayChange       *change);
void             dray_sync_append_effect        (GString                *json,
                                                 const DrayEffect       *effect);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySyncMessage, dray_sync_message_free)

G_END_DECLS
