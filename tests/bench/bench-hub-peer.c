/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-hub.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Loopback addresses that connections come from: each has ports of its own. */
#define N_SOURCES 5

DrayBenchCounts dray_bench_counts;

static const DrayFrameLimits limits = { 16 << 20, 64, FALSE };
static int poll_fd = -1;

static void
note_wrong (const char *what,
            gsize       n_bytes)
{
  if (dray_bench_counts.n_wrong++ == 0)
    g_strlcpy (dray_bench_counts.first_wrong, what, MIN (n_bytes + 1, sizeof dray_bench_counts.first_wrong));
}

static void
send_bytes (DrayBenchPeer *peer,
            const void    *bytes,
            gsize          n_bytes)
{
  if (send (peer->fd, bytes, n_bytes, MSG_NOSIGNAL) != (gssize) n_bytes)
    note_wrong ("a send failed", 13);
}

static int
connect_from (int i)
{
  struct sockaddr_in from = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK + (guint32) (i % N_SOURCES)) };
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (dray_bench_hub_get_port ()), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt (fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (bind (fd, (struct sockaddr *) &from, sizeof from) != 0 || connect (fd, (struct sockaddr *) &to, sizeof to) != 0)
    g_error ("no connection: %s", g_strerror (errno));
  fcntl (fd, F_SETFL, O_NONBLOCK);
  return fd;
}

/**
 * dray_bench_peer_open:
 * @path: (nullable): of a WebSocket; %NULL for HTTP kept alive, which is open at once
 * @protocol: (nullable): its subprotocol
 */
DrayBenchPeer *
dray_bench_peer_open (const char *path,
                      const char *protocol,
                      const char *token,
                      int         number)
{
  DrayBenchPeer *peer = g_new0 (DrayBenchPeer, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };
  g_autofree char *wish = protocol != NULL ? g_strdup_printf ("Sec-WebSocket-Protocol: %s\r\n", protocol) : g_strdup ("");
  g_autofree char *request = g_strdup_printf (
      "GET %s HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n%s"
      "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nAuthorization: Bearer %s\r\n\r\n", path, wish, token);

  if (poll_fd < 0)
    poll_fd = epoll_create1 (EPOLL_CLOEXEC);
  peer->number = number;
  peer->is_http = path == NULL;
  peer->is_open = peer->is_http;
  peer->in = g_byte_array_new ();
  dray_frame_reader_init (&peer->reader, &limits);
  peer->fd = connect_from (number);
  epoll_ctl (poll_fd, EPOLL_CTL_ADD, peer->fd, &event);
  if (!peer->is_http)
    send_bytes (peer, request, strlen (request));
  return peer;
}

void
dray_bench_peer_free (DrayBenchPeer *peer)
{
  if (peer->fd >= 0)
    close (peer->fd);
  dray_bench_counts.n_open -= peer->is_open && !peer->is_http;
  g_byte_array_unref (peer->in);
  dray_frame_reader_clear (&peer->reader);
  g_free (peer);
}

/* Sends a text message. */
void
dray_bench_peer_say (DrayBenchPeer *peer,
                     const char    *text)
{
  static const guint8 mask[4] = { 1, 2, 3, 4 };
  g_autoptr (GByteArray) frame = g_byte_array_new ();

  dray_frame_append (frame, DRAY_FRAME_TEXT, TRUE, text, strlen (text), mask);
  send_bytes (peer, frame->data, frame->len);
}

/* Sends an HTTP request as the administrator. */
void
dray_bench_peer_ask (DrayBenchPeer *peer,
                     const char    *method,
                     const char    *path,
                     const char    *headers,
                     const char    *body)
{
  g_autofree char *request = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n%s",
                                              method, path, dray_bench_hub_get_administrator (), strlen (body), headers, body);

  send_bytes (peer, request, strlen (request));
}

static void
on_frame (DrayFrameKind  kind,
          const guint8  *payload,
          gsize          n_bytes,
          gpointer       data)
{
  DrayBenchPeer *peer = data;

  if (kind == DRAY_FRAME_CLOSE)
    note_wrong (n_bytes > 2 ? (const char *) payload + 2 : "closed", n_bytes > 2 ? n_bytes - 2 : 6);
  else if (kind == DRAY_FRAME_TEXT && peer->take != NULL)
    peer->take (peer, (const char *) payload, n_bytes);
}

static void
take_upgrade (DrayBenchPeer *peer)
{
  const guint8 *end = memmem (peer->in->data, peer->in->len, "\r\n\r\n", 4);
  gsize n_header;

  if (end == NULL)
    return;
  n_header = (gsize) (end - peer->in->data) + 4;
  peer->is_open = memcmp (peer->in->data, "HTTP/1.1 101", 12) == 0;
  dray_bench_counts.n_open += peer->is_open;
  if (!peer->is_open)
    note_wrong ((const char *) peer->in->data, peer->in->len);
  g_byte_array_remove_range (peer->in, 0, (guint) n_header);
  if (peer->is_open && peer->in->len > 0)
    dray_frame_reader_feed (&peer->reader, peer->in->data, peer->in->len, on_frame, peer);
}

/* An answer is whole once as many bytes are there as its header says. */
static void
take_answer (DrayBenchPeer *peer)
{
  const guint8 *end = memmem (peer->in->data, peer->in->len, "\r\n\r\n", 4);
  const guint8 *length = end != NULL ? memmem (peer->in->data, (gsize) (end - peer->in->data), "Content-Length: ", 16) : NULL;
  gsize n_header, n_body;

  if (length == NULL)
    return;
  n_header = (gsize) (end - peer->in->data) + 4;
  n_body = (gsize) atoi ((const char *) length + 16);
  if (peer->in->len < n_header + n_body)
    return;
  if (memcmp (peer->in->data, "HTTP/1.1 200", 12) != 0)
    note_wrong ((const char *) peer->in->data, peer->in->len);
  if (peer->take != NULL)
    peer->take (peer, (const char *) peer->in->data + n_header, n_body);
  g_byte_array_remove_range (peer->in, 0, (guint) (n_header + n_body));
}

static void
take_bytes (DrayBenchPeer *peer)
{
  static guint8 buffer[262144];
  gssize n;

  while ((n = recv (peer->fd, buffer, sizeof buffer, 0)) > 0) {
    if (peer->is_open && !peer->is_http) {
      if (dray_frame_reader_feed (&peer->reader, buffer, (gsize) n, on_frame, peer) != DRAY_CLOSE_NONE)
        note_wrong ("no frame", 8);
      continue;
    }
    g_byte_array_append (peer->in, buffer, (guint) n);
    if (peer->is_http)
      take_answer (peer);
    else
      take_upgrade (peer);
  }
  if (n == 0) {
    note_wrong ("ended", 5);
    close (peer->fd);
    peer->fd = -1;
  }
}

/* Takes what has come, or waits for it. */
void
dray_bench_turn (int wait_ms)
{
  struct epoll_event events[512];
  int n = epoll_wait (poll_fd, events, 512, wait_ms);

  for (int i = 0; i < n; i++)
    if (((DrayBenchPeer *) events[i].data.ptr)->is_deaf)
      epoll_ctl (poll_fd, EPOLL_CTL_DEL, ((DrayBenchPeer *) events[i].data.ptr)->fd, NULL);
    else
      take_bytes (events[i].data.ptr);
}

/* Returns: whether so many WebSockets are open, after so many seconds at most */
gboolean
dray_bench_peer_wait (int n_wanted,
                      int n_seconds)
{
  double end_s = dray_bench_wall_s () + n_seconds;

  while (dray_bench_counts.n_open < n_wanted && dray_bench_wall_s () < end_s)
    dray_bench_turn (10);
  return dray_bench_counts.n_open >= n_wanted;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* @values: (element-type double): sorted by this. Returns: -1 where there are none */
double
dray_bench_percentile (GArray *values,
                       double  share)
{
  g_array_sort (values, compare);
  return values->len > 0 ? g_array_index (values, double, (guint) (share * (values->len - 1))) : -1;
}
