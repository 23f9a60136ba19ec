/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Our own accept loop: libsoup's takes one connection a turn with a short backlog, which a storm of reconnects overruns. A connection
 * that says nothing for some seconds is closed by its socket's timeout, and there is a limit on those that have not become a
 * WebSocket, so that half-open ones can't fill the house. */

#include "dray-hub-private.h"

#include <poll.h>
#include <sys/socket.h>

#define BACKLOG 4096
#define AT_ONCE 64
#define SOCKET "dray-socket"
#define LEFT "dray-left"
#define LOOK_MS 1000

/* GLib looks at every socket on each turn: above so many, turns are at least so far apart, so that each serves several requests. */
#define MANY_SOCKETS 128
#define TURN_US 2000

/* The main context's poll. One context a thread, hence one turn. */
static int
poll_seldom (GPollFD *fds,
             guint    n_fds,
             int      timeout_ms)
{
  static _Thread_local gint64 turn_us;
  gint64 since_us = g_get_monotonic_time () - turn_us;
  int n;

  if (n_fds > MANY_SOCKETS && since_us >= 0 && since_us < TURN_US)
    g_usleep ((gulong) (TURN_US - since_us));
  n = poll ((struct pollfd *) fds, n_fds, timeout_ms);
  turn_us = g_get_monotonic_time ();
  return n;
}

static void
on_gone (gpointer  data,
         GObject  *stream)
{
  DrayHub *hub = data;

  g_hash_table_remove (hub->strangers, stream);
  g_atomic_int_add (&hub->n_handshakes, -1);
}

/* libsoup 3.2 reads the end of a connection that was kept alive and then keeps it for ever. Whoever has left for two looks is closed. */
static gboolean
on_stranger_tick (gpointer data)
{
  DrayHub *self = data;
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->strangers);
  while (g_hash_table_iter_next (&iter, &stream, NULL)) {
    GSocket *socket = g_object_get_data (stream, SOCKET);
    char byte;

    if (recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0)
      continue;
    if (g_object_get_data (stream, LEFT) == NULL) {
      g_object_set_data (stream, LEFT, self);
      continue;
    }
    g_socket_close (socket, NULL);
    g_object_weak_unref (stream, on_gone, self);
    g_hash_table_iter_remove (&iter);
    g_atomic_int_add (&self->n_handshakes, -1);
  }
  return G_SOURCE_CONTINUE;
}

/* When the hub ends. */
void
dray_hub_forget_strangers (DrayHub *self)
{
  GHashTableIter iter;
  gpointer stream;

  if (self->strangers == NULL)
    return;
  g_source_destroy (self->stranger_tick);
  g_clear_pointer (&self->stranger_tick, g_source_unref);
  g_hash_table_iter_init (&iter, self->strangers);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    g_object_weak_unref (stream, on_gone, self);
  g_clear_pointer (&self->strangers, g_hash_table_unref);
}

/* Returns: (nullable): the socket beneath a connection that libsoup gave back; it is no handshake any more */
GSocket *
dray_hub_get_socket (DrayHub   *self,
                     GIOStream *stream)
{
  g_autoptr (GIOStream) base = g_object_ref (stream);

  if (g_object_get_data (G_OBJECT (base), SOCKET) == NULL &&
      g_object_class_find_property (G_OBJECT_GET_CLASS (stream), "base-iostream") != NULL) {
    g_clear_object (&base);
    g_object_get (stream, "base-iostream", &base, NULL);
  }
  if (base == NULL || g_object_get_data (G_OBJECT (base), SOCKET) == NULL)
    return NULL;
  g_object_weak_unref (G_OBJECT (base), on_gone, self);
  g_hash_table_remove (self->strangers, base);
  g_atomic_int_add (&self->n_handshakes, -1);
  return g_object_get_data (G_OBJECT (base), SOCKET);
}

static guint
count_open (DrayHub *self)
{
  guint n = (guint) g_atomic_int_get (&self->n_handshakes);

  for (guint i = 0; i < self->ios->len; i++)
    n += dray_io_get_n (self->ios->pdata[i]);
  return n;
}

static void
hand_over (DrayHub *self,
           GSocket *socket)
{
  g_autoptr (GSocketConnection) connection = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_set_timeout (socket, self->config->request_s);
  g_socket_set_option (socket, 6 /* IPPROTO_TCP */, 1 /* TCP_NODELAY */, 1, NULL);
  if (self->certificate != NULL)
    stream = G_IO_STREAM (g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, &error));
  else
    stream = g_object_ref (G_IO_STREAM (connection));
  if (stream != NULL) {
    g_object_set_data_full (G_OBJECT (stream), SOCKET, g_object_ref (socket), g_object_unref);
    g_atomic_int_inc (&self->n_handshakes);
    g_object_weak_ref (G_OBJECT (stream), on_gone, self);
    g_hash_table_add (self->strangers, stream);
  }
  if (stream == NULL || !soup_server_accept_iostream (self->server, stream, local, remote, &error))
    g_info ("a connection can't be taken: %s", error->message);
}

static gboolean
on_connections (GSocket      *listener,
                GIOCondition  condition,
                gpointer      data)
{
  DrayHub *self = data;

  for (int i = 0; i < AT_ONCE; i++) {
    g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, NULL);

    if (socket == NULL)
      break;
    if (self->is_draining || count_open (self) >= (guint) self->config->connections ||
        (guint) g_atomic_int_get (&self->n_handshakes) >= (guint) self->config->handshakes)
      g_socket_close (socket, NULL);
    else
      hand_over (self, socket);
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
load_certificate (DrayHub  *self,
                  GError  **error)
{
  if (*self->config->certificate == '\0')
    return TRUE;
  self->certificate = g_tls_certificate_new_from_files (self->config->certificate, self->config->private_key, error);
  return self->certificate != NULL;
}

/* libsoup 3.2 keeps a connection for the next request only while it has a listener of its own, which ours is not. So it gets one: on
 * loopback, at a port that nobody is told, and whatever comes there is refused by dray_hub_look_early(). */
static gboolean
allow_keep_alive (DrayHub  *self,
                  GError  **error)
{
  return soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error);
}

gboolean
dray_hub_listen (DrayHub  *self,
                 GError  **error)
{
  g_autoptr (GSocketConnectable) where = g_network_address_parse (self->config->listen, 8470, error);
  g_autoptr (GSocketAddress) address = NULL;

  if (where == NULL || !load_certificate (self, error))
    return FALSE;
  address = g_inet_socket_address_new_from_string (g_network_address_get_hostname (G_NETWORK_ADDRESS (where)),
                                                   g_network_address_get_port (G_NETWORK_ADDRESS (where)));
  if (address == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is no address and port", self->config->listen);
    return FALSE;
  }
  self->listener = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (self->listener == NULL)
    return FALSE;
  self->strangers = g_hash_table_new (NULL, NULL);
  self->stranger_tick = g_timeout_source_new (LOOK_MS);
  g_source_set_callback (self->stranger_tick, on_stranger_tick, self, NULL);
  g_source_attach (self->stranger_tick, self->context);
  g_socket_set_blocking (self->listener, FALSE);
  g_socket_set_listen_backlog (self->listener, BACKLOG);
  if (!g_socket_bind (self->listener, address, TRUE, error) || !g_socket_listen (self->listener, error))
    return FALSE;
  self->accepting = g_socket_create_source (self->listener, G_IO_IN, NULL);
  g_source_set_callback (self->accepting, G_SOURCE_FUNC (on_connections), self, NULL);
  g_source_attach (self->accepting, self->context);
  g_main_context_set_poll_func (self->context, poll_seldom);
  return allow_keep_alive (self, error);
}
