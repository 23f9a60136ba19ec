/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The lane of sync, GET /v1/sync. Each tenant has a machine of the protocol (DraySyncHub) that lives on the tenant's writing thread.
 * A socket's messages go there in their order; behind those that wait already goes one commit, which writes what they all pushed in
 * one transaction and then answers. What other ways in have committed is told to those who follow when the thread says so. */

#include "dray-hub-private.h"
#include "dray-sync-hub.h"

#include <string.h>

/* Messages of one socket that may wait for the writing thread. */
#define MAX_WAITING 256

typedef struct {
  DraySyncLane *lane;
  DrayTenant   *tenant;
  DraySyncHub  *hub;          /* the writing thread's */
  GPtrArray    *peers;        /* (element-type Peer): likewise */
  gboolean      will_commit;  /* likewise */
} Room;

typedef struct {
  Room            *room;
  DraySocket      *socket;    /* (nullable): owned; the writing thread's */
  DraySyncSession *session;   /* (nullable): likewise */
  DrayActor        actor;
  char            *role;
  char            *name;      /* (nullable): of the person */
  gint64           expires_us;
  int              n_waiting; /* atomic */
} Peer;

struct _DraySyncLane {
  DrayHub    *hub;            /* Borrowed */
  GMutex      mutex;
  GHashTable *rooms;          /* (element-type DrayId Room): constant after start */
  gboolean    is_stopped;     /* mutex: the writing threads take nothing more */
  int         n_peers;        /* atomic */
};

/* What a socket brought, on its way to the writing thread. */
typedef struct {
  Peer       *peer;
  DraySocket *socket;
  char       *text;           /* (nullable): it has closed */
  gsize       n_bytes;
} News;

static void
room_free (gpointer data)
{
  Room *room = data;

  g_clear_pointer (&room->hub, dray_sync_hub_free);
  g_ptr_array_unref (room->peers);
  g_free (room);
}

DraySyncLane *
dray_sync_lane_new (DrayHub *hub)
{
  DraySyncLane *self = g_new0 (DraySyncLane, 1);

  self->hub = hub;
  g_mutex_init (&self->mutex);
  self->rooms = g_hash_table_new_full (dray_id_hash, dray_id_equal, NULL, room_free);
  return self;
}

/* When a tenant is opened. */
void
dray_sync_lane_add (DraySyncLane *self,
                    DrayTenant   *tenant)
{
  Room *room = g_new0 (Room, 1);

  room->lane = self;
  room->tenant = tenant;
  room->peers = g_ptr_array_new ();
  g_hash_table_insert (self->rooms, (gpointer) dray_tenant_get_id (tenant), room);
}

/* From now on nothing goes to the writing threads; what is on its way there is still done. */
void
dray_sync_lane_stop (DraySyncLane *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_stopped = TRUE;
}

/* After the writing threads and the I/O threads. */
void
dray_sync_lane_free (DraySyncLane *self)
{
  g_hash_table_unref (self->rooms);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Lines that are open. */
guint
dray_sync_lane_get_n (DraySyncLane *self)
{
  return (guint) g_atomic_int_get (&self->n_peers);
}

static void
peer_free (Peer *peer)
{
  g_atomic_int_add (&peer->room->lane->n_peers, -1);
  g_clear_pointer (&peer->socket, dray_socket_unref);
  g_free (peer->role);
  g_free (peer->name);
  g_free (peer);
}

static void
send_messages (Peer *peer)
{
  g_autoptr (GPtrArray) messages = dray_sync_session_take_messages (peer->session);

  for (guint i = 0; i < messages->len; i++)
    dray_socket_send (peer->socket, DRAY_FRAME_TEXT, messages->pdata[i], strlen (messages->pdata[i]));
  if (dray_sync_session_is_over (peer->session))
    dray_socket_close (peer->socket, DRAY_CLOSE_UNSUPPORTED, "the protocol was broken");
}

static void
send_all (Room *room)
{
  for (guint i = 0; i < room->peers->len; i++)
    send_messages (room->peers->pdata[i]);
}

/* On the writing thread, after each commit of any kind. */
static void
on_committed (DrayTenant *tenant,
              gint64      seq,
              gpointer    data)
{
  Room *room = g_hash_table_lookup (((DrayHub *) data)->sync->rooms, dray_tenant_get_id (tenant));
  g_autoptr (GError) error = NULL;

  if (room->hub == NULL)
    return;
  if (!dray_sync_hub_publish (room->hub, dray_tenant_get_id (tenant), &error))
    g_warning ("changes can't be told: %s", error->message);
  send_all (room);
}

/* Tells those who follow how far the log is stable now. On the writing thread. */
void
dray_sync_lane_tell (DraySyncLane *self,
                     DrayTenant   *tenant)
{
  on_committed (tenant, 0, self->hub);
}

DrayNewsFunc
dray_sync_lane_get_news (void)
{
  return on_committed;
}

static void
commit (DrayTenant *tenant,
        DrayStore  *store,
        gpointer    data)
{
  Room *room = data;
  g_autoptr (GError) error = NULL;

  room->will_commit = FALSE;
  if (room->hub == NULL)
    return;
  /* Whoever was not answered says it again. */
  if (!dray_sync_hub_commit (room->hub, g_get_real_time (), &error))
    g_warning ("operations can't be committed: %s", error->message);
  send_all (room);
}

/* The machine of the protocol, made on the writing thread when the first line opens. */
static gboolean
open_session (Peer       *peer,
              DrayStore  *store,
              GError    **error)
{
  Room *room = peer->room;

  if (peer->session != NULL)
    return TRUE;
  if (room->hub == NULL) {
    g_autoptr (DraySyncHub) hub = dray_sync_hub_new (NULL);

    if (!dray_sync_hub_add_tenant (hub, dray_tenant_get_id (room->tenant), store, g_get_real_time (), error))
      return FALSE;
    room->hub = g_steal_pointer (&hub);
    dray_sync_hub_set_shipped (room->hub, *room->lane->hub->config->ship != '\0');
  }
  peer->session = dray_sync_hub_open (room->hub, dray_tenant_get_id (room->tenant), &peer->actor);
  dray_sync_session_set_name (peer->session, peer->name);
  g_ptr_array_add (room->peers, peer);
  return TRUE;
}

static void
close_peer (Peer *peer)
{
  if (peer->session != NULL) {
    g_ptr_array_remove_fast (peer->room->peers, peer);
    dray_sync_hub_close (peer->room->hub, peer->session);
    send_all (peer->room);
  }
  peer_free (peer);
}

static void
news_free (News *news)
{
  dray_socket_unref (news->socket);
  g_free (news->text);
  g_free (news);
}

static void
take_message (Peer       *peer,
              DrayStore  *store,
              News       *news)
{
  Room *room = peer->room;
  g_autoptr (GError) error = NULL;

  g_atomic_int_add (&peer->n_waiting, -1);
  if (peer->socket == NULL)
    peer->socket = dray_socket_ref (news->socket);
  if (store == NULL || !open_session (peer, store, &error)) {
    g_warning ("a line of sync can't be served: %s", error != NULL ? error->message : "no file");
    dray_socket_close (news->socket, DRAY_CLOSE_SHUTTING_DOWN, "the records can't be read at present");
    return;
  }
  dray_sync_hub_receive (room->hub, peer->session, news->text, (gssize) news->n_bytes, g_get_real_time ());
  send_messages (peer);
  if (room->will_commit)
    return;
  /* Behind everything that waits now. */
  g_mutex_lock (&room->lane->mutex);
  room->will_commit = !room->lane->is_stopped;
  if (room->will_commit)
    dray_tenant_run (room->tenant, TRUE, commit, room);
  g_mutex_unlock (&room->lane->mutex);
}

/* On the writing thread. */
static void
on_news (DrayTenant *tenant,
         DrayStore  *store,
         gpointer    data)
{
  News *news = data;

  if (news->text != NULL)
    take_message (news->peer, store, news);
  else
    close_peer (news->peer);
  news_free (news);
}

/* On an I/O thread. Once the writing threads have ended, a line just ends. */
static void
pass_on (Peer       *peer,
         DraySocket *socket,
         char       *taken,
         gsize       n_bytes)
{
  DraySyncLane *lane = peer->room->lane;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lane->mutex);
  News *news = g_new0 (News, 1);

  news->peer = peer;
  news->socket = dray_socket_ref (socket);
  news->text = taken;
  news->n_bytes = n_bytes;
  if (!lane->is_stopped) {
    dray_tenant_run (peer->room->tenant, TRUE, on_news, news);
    return;
  }
  if (taken == NULL)
    close_peer (peer);
  news_free (news);
}

static void
on_message (DraySocket    *socket,
            DrayFrameKind  kind,
            const guint8  *payload,
            gsize          n_bytes,
            gpointer       data)
{
  Peer *peer = data;

  if (kind != DRAY_FRAME_TEXT) {
    dray_socket_close (socket, DRAY_CLOSE_UNSUPPORTED, "messages are text");
    return;
  }
  if (peer->expires_us < g_get_real_time ()) {
    dray_socket_close (socket, DRAY_CLOSE_TOKEN_EXPIRED, "the token has expired");
    return;
  }
  if (g_atomic_int_add (&peer->n_waiting, 1) >= MAX_WAITING) {
    dray_socket_close (socket, DRAY_CLOSE_TOO_MANY, "too many messages");
    return;
  }
  pass_on (peer, socket, g_strndup ((const char *) payload, n_bytes), n_bytes);
}

static void
on_closed (DraySocket    *socket,
           DrayCloseCode  code,
           gpointer       data)
{
  pass_on (data, socket, NULL, 0);
}

static const DraySocketHandler handler = { on_message, on_closed };

static void
on_upgraded (DrayIo    *io,
             GIOStream *stream,
             GSocket   *socket,
             gpointer   data)
{
  if (stream == NULL)
    peer_free (data);
  else
    dray_socket_unref (dray_io_take (io, stream, socket, &handler, data));
}

/* GET /v1/sync: for every role that may read; what of it, each session's filter says */
void
dray_hub_open_sync (DrayRequest *request)
{
  DraySyncLane *lane = request->hub->sync;
  Peer *peer;

  if (dray_schema_get_scope (request->hub->schema, &request->actor, "sync.read") == DRAY_SCOPE_NONE) {
    dray_request_refuse (request, "sync.read");
    dray_request_fail (request, 403, "FORBIDDEN", "sync.read is not allowed to the role %s", request->actor.role);
    return;
  }
  peer = g_new0 (Peer, 1);
  peer->room = g_hash_table_lookup (lane->rooms, &request->holder.tenant);
  peer->actor = request->actor;
  peer->actor.role = peer->role = g_strdup (request->actor.role);
  peer->name = dray_directory_dup_name (request->hub->directory, &request->holder);
  peer->expires_us = request->holder.expires_us;
  g_atomic_int_inc (&lane->n_peers);
  if (!dray_hub_upgrade (request, DRAY_SYNC_PROTOCOL, on_upgraded, peer))
    peer_free (peer);
}
