/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A hub in a process of its own and a load generator beside it, over loopback: device sockets that send fixes and consoles that
 * watch them. The fix's own time says when it was sent. */

#include "dray-bench.h"
#include "dray-fleet-schema.h"
#include "dray-hub.h"
#include "dray-frame.h"
#include "dray-store.h"
#include "dray-test-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_TOKENS 200
#define N_SOURCES 5
#define MAX_LATENCIES 4000000

static int n_devices = 10000, n_consoles = 20, rate = 1000, seconds = 10;

static const GOptionEntry options[] = {
  { "devices", 0, 0, G_OPTION_ARG_INT, &n_devices, "Device sockets (10000)", "N" },
  { "consoles", 0, 0, G_OPTION_ARG_INT, &n_consoles, "Consoles (20)", "N" },
  { "rate", 0, 0, G_OPTION_ARG_INT, &rate, "Fixes a second (1000)", "R" },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "How long (10)", "S" },
  { NULL }
};

/* What the hub's process tells: where it listens and what opens its doors. */
typedef struct {
  guint16 port;
  char    trackers[N_TOKENS][80];
  char    administrator[200];
} Doors;

typedef struct {
  enum { DEVICE, CONSOLE } kind;
  int              fd;
  gboolean         is_open;
  GByteArray      *in;
  DrayFrameReader  reader;
} Peer;

static const DrayFrameLimits limits = { 16 << 20, 64, FALSE };
static Doors doors;
static pid_t hub_pid;
static int poll_fd;
static double *latencies;
static gsize n_latencies;
static int n_open, n_answered, n_wrong;
static gboolean is_measuring;

static void
open_doors (DrayHub        *hub,
            DrayTestFolder *folder)
{
  DrayDirectory *directory = dray_hub_get_directory (hub);
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (NULL);
  g_autoptr (DrayStore) store = NULL;
  g_autofree char *path = NULL;
  g_auto (DrayTokens) tokens = { 0 };
  DrayInvitation what = { .name = "ada", .role = "administrator" };

  dray_directory_set_cost (directory, DRAY_PASSWORD_COST_TEST);
  if (!dray_directory_add_tenant (directory, "bench", &what.tenant, NULL) ||
      !dray_directory_add_account (directory, &what, "a good password", NULL) ||
      !dray_directory_log_in (directory, "ada", "a good password", &tokens, NULL))
    g_error ("no tenant");
  g_strlcpy (doors.administrator, tokens.access, sizeof doors.administrator);
  path = dray_hub_tenant_path (folder, &what.tenant);
  store = dray_store_open (path, schema, NULL, NULL);
  for (int i = 0; i < N_TOKENS; i++) {
    g_autofree char *name = g_strdup_printf ("phone-%d", i);
    g_autofree char *token = NULL;

    what.name = name;
    what.role = "device";
    what.subject = dray_id_derive ("bench", &i, sizeof i);
    token = dray_directory_add_tracker (directory, &what, NULL);
    g_strlcpy (doors.trackers[i], token, sizeof doors.trackers[i]);
  }
}

static void
run_hub (int             out,
         DrayTestFolder *folder)
{
  g_autoptr (DrayHubConfig) config = dray_hub_config_new ();
  g_autoptr (GError) error = NULL;
  DrayHub *hub;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  g_free (config->listen);
  config->listen = g_strdup ("127.0.0.1:0");
  config->fixes_per_minute = 1000000;
  config->tenant_fixes_per_s = 1000000;
  config->writes_per_minute = 10000000;
  config->reads_per_minute = 10000000;
  hub = dray_hub_new (folder, config, &error);
  if (hub != NULL)
    open_doors (hub, folder);
  if (hub == NULL || !dray_hub_start (hub, &error))
    g_error ("%s", error->message);
  doors.port = dray_hub_get_port (hub);
  if (write (out, &doors, sizeof doors) != sizeof doors)
    g_error ("nobody listens");
  g_main_loop_run (g_main_loop_new (NULL, FALSE));
}

static double
hub_cpu_s (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", hub_pid);
  g_autofree char *text = NULL;
  unsigned long user = 0, system = 0;

  if (g_file_get_contents (path, &text, NULL, NULL))
    sscanf (strrchr (text, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
  return (double) (user + system) / (double) sysconf (_SC_CLK_TCK);
}

static double
hub_memory (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", hub_pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, "RssAnon:")) == NULL)
    return 0;
  return 1024.0 * atof (line + 8);
}

static void
send_all (Peer       *peer,
          const void *bytes,
          gsize       n_bytes)
{
  if (send (peer->fd, bytes, n_bytes, MSG_NOSIGNAL) != (gssize) n_bytes)
    n_wrong++;
}

static Peer *
open_peer (int kind,
           int i)
{
  Peer *peer = g_new0 (Peer, 1);
  struct sockaddr_in from = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK + (guint32) (i % N_SOURCES)) };
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (doors.port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };
  int one = 1;

  peer->kind = kind;
  peer->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  peer->in = g_byte_array_new ();
  dray_frame_reader_init (&peer->reader, &limits);
  setsockopt (peer->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt (peer->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (bind (peer->fd, (struct sockaddr *) &from, sizeof from) != 0 || connect (peer->fd, (struct sockaddr *) &to, sizeof to) != 0)
    g_error ("no connection: %s", g_strerror (errno));
  fcntl (peer->fd, F_SETFL, O_NONBLOCK);
  epoll_ctl (poll_fd, EPOLL_CTL_ADD, peer->fd, &event);
  g_autofree char *request = g_strdup_printf (
      "GET %s HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nAuthorization: Bearer %s\r\n\r\n",
      kind == DEVICE ? "/v1/devices/lane" : "/v1/lane", kind == DEVICE ? doors.trackers[i % N_TOKENS] : doors.administrator);

  send_all (peer, request, strlen (request));
  return peer;
}

static void
on_frame (DrayFrameKind  kind,
          const guint8  *payload,
          gsize          n_bytes,
          gpointer       data)
{
  Peer *peer = data;
  const char *at = (const char *) payload;
  double now_us = (double) g_get_real_time ();

  if (kind == DRAY_FRAME_CLOSE)
    n_wrong++;
  if (kind == DRAY_FRAME_TEXT && peer->kind == DEVICE)
    n_answered++;
  if (kind != DRAY_FRAME_TEXT || peer->kind != CONSOLE || !is_measuring)
    return;
  while ((at = memmem (at, (gsize) ((const char *) payload + n_bytes - at), "\",", 2)) != NULL) {
    at += 2;
    if (n_latencies < MAX_LATENCIES)
      latencies[n_latencies++] = (now_us - g_ascii_strtod (at, NULL)) / 1000;
  }
}

static void
take_http (Peer *peer)
{
  const guint8 *end = memmem (peer->in->data, peer->in->len, "\r\n\r\n", 4);
  gsize n_header;

  if (end == NULL)
    return;
  n_header = (gsize) (end - peer->in->data) + 4;
  peer->is_open = memcmp (peer->in->data, "HTTP/1.1 101", 12) == 0;
  n_open += peer->is_open;
  n_wrong += !peer->is_open;
  g_byte_array_remove_range (peer->in, 0, (guint) n_header);
}

static void
take_bytes (Peer *peer)
{
  static guint8 buffer[262144];
  gssize n;

  while ((n = recv (peer->fd, buffer, sizeof buffer, 0)) > 0) {
    if (peer->is_open) {
      if (dray_frame_reader_feed (&peer->reader, buffer, (gsize) n, on_frame, peer) != DRAY_CLOSE_NONE)
        n_wrong++;
      continue;
    }
    g_byte_array_append (peer->in, buffer, (guint) n);
    take_http (peer);
    if (peer->is_open && peer->in->len > 0)
      dray_frame_reader_feed (&peer->reader, peer->in->data, peer->in->len, on_frame, peer);
  }
  if (n == 0) {
    n_wrong++;
    epoll_ctl (poll_fd, EPOLL_CTL_DEL, peer->fd, NULL);
  }
}

static void
turn (int wait_ms)
{
  struct epoll_event events[512];
  int n = epoll_wait (poll_fd, events, 512, wait_ms);

  for (int i = 0; i < n; i++)
    take_bytes (events[i].data.ptr);
}

static void
send_fix (Peer *peer,
          int   number)
{
  static const guint8 mask[4] = { 1, 2, 3, 4 };
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  char text[128];

  g_snprintf (text, sizeof text, "{\"n\":%d,\"fixes\":[[%" G_GINT64_FORMAT ",134000000,525000000,1000,9000,50]]}", number, g_get_real_time ());
  dray_frame_append (frame, DRAY_FRAME_TEXT, TRUE, text, strlen (text), mask);
  send_all (peer, frame->data, frame->len);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
percentile (double share)
{
  if (n_latencies == 0)
    return -1;
  qsort (latencies, n_latencies, sizeof *latencies, compare);
  return latencies[(gsize) (share * (double) (n_latencies - 1))];
}

static void
bench_fixes (void)
{
  g_autoptr (GPtrArray) peers = g_ptr_array_new ();
  double before = hub_memory (), cpu_s, start_s, connected_s = dray_bench_wall_s ();
  int n_sent = 0;

  for (int i = 0; i < n_devices + n_consoles; i++) {
    g_ptr_array_add (peers, open_peer (i < n_consoles ? CONSOLE : DEVICE, i));
    while ((int) peers->len - n_open - n_wrong > 128)
      turn (10);
  }
  for (int i = 0; i < 500 && n_open < (int) peers->len; i++)
    turn (10);
  connected_s = dray_bench_wall_s () - connected_s;
  dray_bench_report ("connect-success", (double) n_open / peers->len, "", DRAY_BENCH_NONE, "%d devices, %d consoles", n_devices, n_consoles);
  dray_bench_report ("storm-settle-s", connected_s, "s", DRAY_BENCH_WALL, "%u connections, no TLS", peers->len);
  dray_bench_report ("memory-per-connection", (hub_memory () - before) / peers->len, "bytes", DRAY_BENCH_NONE, "no TLS");
  /* Every truck's first fix writes its number down: that is once in its life and not what is measured. */
  for (int i = 0; i < N_TOKENS && i < n_devices; i++)
    send_fix (peers->pdata[n_consoles + i], i);
  for (int i = 0; i < 1000 && n_answered < MIN (N_TOKENS, n_devices); i++)
    turn (10);
  n_answered = 0;
  is_measuring = TRUE;
  cpu_s = hub_cpu_s ();
  start_s = dray_bench_wall_s ();
  while (dray_bench_wall_s () - start_s < seconds) {
    while (n_sent < (dray_bench_wall_s () - start_s) * rate) {
      send_fix (peers->pdata[n_consoles + n_sent % n_devices], n_sent);
      n_sent++;
    }
    turn (1);
  }
  for (int i = 0; i < 50; i++)
    turn (10);
  cpu_s = (hub_cpu_s () - cpu_s) / (dray_bench_wall_s () - start_s);
  dray_bench_report ("fix-to-console-p50", percentile (0.5), "ms", DRAY_BENCH_WALL, "%d fixes a second, %" G_GSIZE_FORMAT " seen", rate, n_latencies);
  dray_bench_report ("fix-to-console-p95", percentile (0.95), "ms", DRAY_BENCH_WALL, "%d fixes a second", rate);
  dray_bench_report ("fix-to-console-p99", percentile (0.99), "ms", DRAY_BENCH_WALL, "%d fixes a second", rate);
  dray_bench_report ("hub-cpu-percent", 100 * cpu_s, "%", DRAY_BENCH_CPU, "%d fixes a second, on the disk", rate);
  dray_bench_report ("fixes-lost", (double) n_sent * n_consoles - (double) n_latencies, "", DRAY_BENCH_NONE, "of %d sent to %d consoles; %d answered",
                     n_sent, n_consoles, n_answered);
}

int
main (int    argc,
      char **argv)
{
  struct rlimit files;
  g_autoptr (DrayTestFolder) folder = NULL;
  int ends[2];

  dray_bench_init (&argc, &argv, options);
  getrlimit (RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit (RLIMIT_NOFILE, &files);
  folder = dray_test_folder_new ();
  if (pipe2 (ends, O_CLOEXEC) != 0 || (hub_pid = fork ()) < 0)
    g_error ("no process: %s", g_strerror (errno));
  if (hub_pid == 0)
    run_hub (ends[1], folder);
  close (ends[1]);
  for (gsize n = 0; n < sizeof doors;) {
    gssize more = read (ends[0], (char *) &doors + n, sizeof doors - n);

    if (more <= 0)
      g_error ("the hub didn't start");
    n += (gsize) more;
  }
  latencies = g_new (double, MAX_LATENCIES);
  poll_fd = epoll_create1 (EPOLL_CLOEXEC);
  bench_fixes ();
  if (n_wrong > 0)
    g_printerr ("%d connections or answers were not as they should be.\n", n_wrong);
  kill (hub_pid, SIGKILL);
  waitpid (hub_pid, NULL, 0);
  g_free (latencies);
  return n_wrong > 0;
}
