/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A hub in a process of its own and a load generator beside it, over loopback: device sockets that send fixes and consoles that
 * watch them. The fix's own time says when it was sent. Every device has a token and a truck of its own; the hub keeps the fixes on
 * the disk and watches its fences. */

#include "dray-bench-hub.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static int n_devices = 10000, n_consoles = 20, rate = 1000, seconds = 10, n_fences = 1000, n_users = 1000;
static char *only;

static const GOptionEntry options[] = {
  { "devices", 0, 0, G_OPTION_ARG_INT, &n_devices, "Device sockets (10000)", "N" },
  { "consoles", 0, 0, G_OPTION_ARG_INT, &n_consoles, "Consoles (20)", "N" },
  { "rate", 0, 0, G_OPTION_ARG_INT, &rate, "Fixes a second (1000)", "R" },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "How long each part takes (10)", "S" },
  { "fences", 0, 0, G_OPTION_ARG_INT, &n_fences, "Fences that the hub watches (1000)", "N" },
  { "users", 0, 0, G_OPTION_ARG_INT, &n_users, "Users who read over HTTP (1000)", "N" },
  { "only", 0, 0, G_OPTION_ARG_STRING, &only, "fixes, operations, rest or stall", "PART" },
  { NULL }
};

static GArray *latencies;
static int n_answered;
static gboolean is_measuring;

/* A console counts every fix: its device time stands behind the truck's name. */
static void
take_fixes (DrayBenchPeer *peer,
            const char    *text,
            gsize          n_bytes)
{
  const char *at = text, *end = text + n_bytes;
  double now_us = (double) g_get_real_time ();

  while (is_measuring && (at = memmem (at, (gsize) (end - at), "\",", 2)) != NULL) {
    double latency_ms;

    at += 2;
    latency_ms = (now_us - g_ascii_strtod (at, NULL)) / 1000;
    g_array_append_val (latencies, latency_ms);
  }
}

static void
take_receipt (DrayBenchPeer *peer,
              const char    *text,
              gsize          n_bytes)
{
  n_answered++;
}

static void
send_fix (DrayBenchPeer *peer,
          int            number)
{
  char text[160];
  int i = peer->number, round = number / MAX (n_devices, 1);

  /* Each truck drives along a row of the areas, 25 m a fix. */
  g_snprintf (text, sizeof text, "{\"n\":%d,\"fixes\":[[%" G_GINT64_FORMAT ",%d,%d,2500,9000,50]]}", number, g_get_real_time (),
              130000000 + i % 320 * 45000 + round * 3600, 520000000 + i / 320 * 280000);
  dray_bench_peer_say (peer, text);
}

static GPtrArray *
connect_all (void)
{
  GPtrArray *peers = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_bench_peer_free);
  double before = dray_bench_hub_memory (), connected_s = dray_bench_wall_s ();

  for (int i = 0; i < n_devices + n_consoles; i++) {
    gboolean is_console = i < n_consoles;
    DrayBenchPeer *peer = dray_bench_peer_open (is_console ? "/v1/lane" : "/v1/devices/lane", NULL,
                                                is_console ? dray_bench_hub_get_administrator () : dray_bench_hub_get_tracker (i - n_consoles),
                                                is_console ? i : i - n_consoles);

    peer->take = is_console ? take_fixes : take_receipt;
    g_ptr_array_add (peers, peer);
    while ((int) peers->len - dray_bench_counts.n_open - dray_bench_counts.n_wrong > 128)
      dray_bench_turn (10);
  }
  dray_bench_peer_wait ((int) peers->len, 10);
  connected_s = dray_bench_wall_s () - connected_s;
  dray_bench_report ("connect-success", (double) dray_bench_counts.n_open / peers->len, "", DRAY_BENCH_NONE, "%d devices, %d consoles", n_devices, n_consoles);
  dray_bench_report ("storm-settle-s", connected_s, "s", DRAY_BENCH_WALL, "%u connections, no TLS", peers->len);
  dray_bench_report ("memory-per-connection", (dray_bench_hub_memory () - before) / peers->len, "bytes", DRAY_BENCH_NONE, "no TLS");
  return peers;
}

static void
report_fixes (int    n_sent,
              double cpu_s)
{
  dray_bench_report ("fix-to-console-p50", dray_bench_percentile (latencies, 0.5), "ms", DRAY_BENCH_WALL, "%d fixes a second, %u seen", rate, latencies->len);
  dray_bench_report ("fix-to-console-p95", dray_bench_percentile (latencies, 0.95), "ms", DRAY_BENCH_WALL, "%d fixes a second", rate);
  dray_bench_report ("fix-to-console-p99", dray_bench_percentile (latencies, 0.99), "ms", DRAY_BENCH_WALL, "%d fixes a second", rate);
  dray_bench_report ("hub-cpu-percent", 100 * cpu_s, "%", DRAY_BENCH_CPU, "%d fixes a second, on the disk, %d fences", rate, n_fences);
  dray_bench_report ("fixes-lost", (double) n_sent * n_consoles - latencies->len, "", DRAY_BENCH_NONE, "of %d sent to %d consoles; %d answered",
                     n_sent, n_consoles, n_answered);
}

static void
bench_fixes (void)
{
  g_autoptr (GPtrArray) peers = connect_all ();
  double cpu_s, start_s;
  int n_sent = 0;

  latencies = g_array_new (FALSE, FALSE, sizeof (double));
  is_measuring = TRUE;
  cpu_s = dray_bench_hub_cpu_s ();
  start_s = dray_bench_wall_s ();
  while (dray_bench_wall_s () - start_s < seconds) {
    while (n_sent < (dray_bench_wall_s () - start_s) * rate) {
      send_fix (peers->pdata[n_consoles + n_sent % n_devices], n_sent);
      n_sent++;
    }
    dray_bench_turn (1);
  }
  for (int i = 0; i < 50; i++)
    dray_bench_turn (10);
  cpu_s = (dray_bench_hub_cpu_s () - cpu_s) / (dray_bench_wall_s () - start_s);
  report_fixes (n_sent, cpu_s);
  is_measuring = FALSE;
  g_clear_pointer (&latencies, g_array_unref);
}

static gboolean
wants (const char *part)
{
  return only == NULL || g_str_equal (only, part);
}

int
main (int    argc,
      char **argv)
{
  struct rlimit files;

  dray_bench_init (&argc, &argv, options);
  getrlimit (RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit (RLIMIT_NOFILE, &files);
  dray_bench_hub_start (n_devices, n_fences);
  if (wants ("operations"))
    dray_bench_hub_operations (seconds);
  if (wants ("rest"))
    dray_bench_hub_rest (n_users, seconds);
  if (wants ("stall"))
    dray_bench_hub_stall ();
  if (wants ("fixes"))
    bench_fixes ();
  if (dray_bench_counts.n_wrong > 0)
    g_printerr ("%d connections or answers were not as they should be; the first: %s\n", dray_bench_counts.n_wrong, dray_bench_counts.first_wrong);
  dray_bench_hub_stop ();
  return dray_bench_counts.n_wrong > 0;
}
