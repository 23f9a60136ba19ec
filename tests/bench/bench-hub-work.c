/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Operations and reads. Operations come as consoles bring them, by the lane of sync, one push at a time and client; beside them
 * some consoles follow the log. Reads come over HTTP that is kept alive, each user at its own pace. */

#include "dray-bench-hub.h"
#include "dray-intent-private.h"
#include "dray-sync-message.h"

#include <stdio.h>
#include <string.h>

#define N_CLIENTS 256
#define N_FOLLOWERS 20
#define READS_PER_S 1000

typedef struct {
  DrayBenchPeer *peer;
  DrayId         client;
  gint64         mid;
  gint64         base_seq;
  gboolean       is_greeted;
} Client;

static Client clients[N_CLIENTS + N_FOLLOWERS];
static GArray *latencies;
static gint64 n_committed;
static gboolean is_measuring;

static gint64
find_number (const char *text,
             gsize       n_bytes,
             const char *key)
{
  const char *at = memmem (text, n_bytes, key, strlen (key));

  return at != NULL ? g_ascii_strtoll (at + strlen (key), NULL, 10) : -1;
}

static void
push (Client *client)
{
  g_autoptr (DraySyncMessage) message = dray_sync_message_new (DRAY_SYNC_PUSH);
  DraySyncPush *push = g_new0 (DraySyncPush, 1);
  DrayId party = dray_bench_hub_party (client->peer->number);
  char id[DRAY_ID_TEXT_LENGTH + 1];
  g_autofree char *text = NULL;

  dray_id_write (&party, id);
  message->client = client->client;
  push->mid = ++client->mid;
  push->operation = g_strdup ("field.set@1");
  push->arguments = g_strdup_printf ("{\"table\":\"party\",\"id\":\"%s\",\"field\":\"name\",\"value\":\"Mill %d\"}", id, (int) push->mid);
  push->base_seq = client->base_seq;
  push->at_us = g_get_real_time ();
  dray_intent_hash_text (&client->client, push->mid, push->operation, push->arguments, push->hash);
  g_ptr_array_add (message->pushes, push);
  text = dray_sync_message_write (message);
  client->peer->at_us = g_get_monotonic_time ();
  dray_bench_peer_say (client->peer, text);
}

static void
take_ack (Client     *client,
          const char *text,
          gsize       n_bytes)
{
  double latency_ms = (double) (g_get_monotonic_time () - client->peer->at_us) / 1000;
  const char *verdict = memmem (text, n_bytes, "\"verdicts\":[[", 13);
  gint64 seq = -1;

  /* [mid, verdict, seq]; the verdict is 1 where it was accepted. */
  if (verdict != NULL)
    sscanf (verdict + 13, "%*d,1,%" G_GINT64_FORMAT, &seq);
  if (is_measuring) {
    g_array_append_val (latencies, latency_ms);
    n_committed++;
  }
  client->base_seq = MAX (client->base_seq, seq);
  if (seq < 0)
    g_error ("an operation was not accepted: %.*s", (int) n_bytes, text);
  push (client);
}

static void
have (Client *client,
      gint64  to)
{
  g_autoptr (DraySyncMessage) message = dray_sync_message_new (DRAY_SYNC_HAVE);
  g_autofree char *text = NULL;

  message->cursor = to;
  text = dray_sync_message_write (message);
  dray_bench_peer_say (client->peer, text);
}

static void
follow (Client *client,
        gint64  epoch,
        gint64  head)
{
  g_autoptr (DraySyncMessage) message = dray_sync_message_new (DRAY_SYNC_PULL);
  g_autofree char *text = NULL;

  message->epoch = epoch;
  message->cursor = head;
  text = dray_sync_message_write (message);
  dray_bench_peer_say (client->peer, text);
}

static void
take (DrayBenchPeer *peer,
      const char    *text,
      gsize          n_bytes)
{
  Client *client = &clients[peer->number];

  if (memmem (text, MIN (n_bytes, 40), "\"ACK\"", 5) != NULL)
    take_ack (client, text, n_bytes);
  else if (memmem (text, MIN (n_bytes, 40), "\"CHANGES\"", 9) != NULL)
    have (client, find_number (text, n_bytes, "\"to\":"));
  else if (memmem (text, MIN (n_bytes, 40), "\"WELCOME\"", 9) != NULL) {
    client->is_greeted = TRUE;
    client->base_seq = find_number (text, n_bytes, "\"head\":");
    if (peer->number >= N_CLIENTS)
      follow (client, find_number (text, n_bytes, "\"epoch\":"), client->base_seq);
  } else if (memmem (text, MIN (n_bytes, 40), "\"ERR\"", 5) != NULL)
    g_error ("%.*s", (int) n_bytes, text);
}

static void
greet (Client *client)
{
  g_autoptr (DraySyncMessage) hello = dray_sync_message_new (DRAY_SYNC_HELLO);
  g_autofree char *text = NULL;

  hello->version = DRAY_SYNC_VERSION;
  hello->client = client->client;
  hello->hello_us = g_get_real_time ();
  text = dray_sync_message_write (hello);
  dray_bench_peer_say (client->peer, text);
}

static gboolean
are_greeted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++)
    if (!clients[i].is_greeted)
      return FALSE;
  return TRUE;
}

static void
open_clients (void)
{
  int before = dray_bench_counts.n_open;

  for (int i = 0; i < N_CLIENTS + N_FOLLOWERS; i++) {
    clients[i].client = dray_id_derive ("bench client", &i, sizeof i);
    clients[i].peer = dray_bench_peer_open ("/v1/sync", DRAY_SYNC_PROTOCOL, dray_bench_hub_get_administrator (), i);
    clients[i].peer->take = take;
  }
  if (!dray_bench_peer_wait (before + N_CLIENTS + N_FOLLOWERS, 30))
    g_error ("no lines of sync: %s", dray_bench_counts.first_wrong);
  for (int i = 0; i < N_CLIENTS + N_FOLLOWERS; i++)
    greet (&clients[i]);
  for (int i = 0; i < 1000 && !are_greeted (); i++)
    dray_bench_turn (10);
}

/* Operations of 256 clients, each of which waits for its answer before it says the next. */
void
dray_bench_hub_operations (int seconds)
{
  double start_s, cpu_s, wall_s;

  latencies = g_array_new (FALSE, FALSE, sizeof (double));
  open_clients ();
  for (int i = 0; i < N_CLIENTS; i++)
    push (&clients[i]);
  start_s = dray_bench_wall_s ();
  while (dray_bench_wall_s () - start_s < 1)
    dray_bench_turn (10);
  is_measuring = TRUE;
  start_s = dray_bench_wall_s ();
  cpu_s = dray_bench_hub_cpu_s ();
  while (dray_bench_wall_s () - start_s < seconds)
    dray_bench_turn (10);
  is_measuring = FALSE;
  wall_s = dray_bench_wall_s () - start_s;
  cpu_s = dray_bench_hub_cpu_s () - cpu_s;
  dray_bench_report ("operations-per-second", (double) n_committed / wall_s, "1/s", DRAY_BENCH_WALL,
                     "%d clients with one push each under way, %d consoles follow, synchronous=FULL", N_CLIENTS, N_FOLLOWERS);
  dray_bench_report ("operation-p95", dray_bench_percentile (latencies, 0.95), "ms", DRAY_BENCH_WALL, "%u operations", latencies->len);
  dray_bench_report ("operation-cpu-us", 1e6 * cpu_s / MAX (1.0, (double) n_committed), "us", DRAY_BENCH_CPU, "the hub's, an operation");
  for (int i = 0; i < N_CLIENTS + N_FOLLOWERS; i++)
    dray_bench_peer_free (clients[i].peer);
  g_clear_pointer (&latencies, g_array_unref);
}

static int n_reads;

static void
take_read (DrayBenchPeer *peer,
           const char    *text,
           gsize          n_bytes)
{
  double latency_ms = (double) (g_get_monotonic_time () - peer->at_us) / 1000;

  g_array_append_val (latencies, latency_ms);
  peer->at_us = 0;
  n_reads++;
}

static void
read_row (DrayBenchPeer *peer,
          int            i)
{
  DrayId id = dray_bench_hub_party (i);
  char text[DRAY_ID_TEXT_LENGTH + 1];
  g_autofree char *path = NULL;

  /* A user whose last answer is still to come waits for it. */
  if (peer->at_us != 0)
    return;
  dray_id_write (&id, text);
  path = i % 10 == 0 ? g_strdup ("/v1/tables/party?limit=50") : g_strdup_printf ("/v1/tables/party/%s", text);
  peer->at_us = g_get_monotonic_time ();
  dray_bench_peer_ask (peer, "GET", path, "", "");
}

/* Reads of 1,000 users who each keep a connection: nine of ten a row, one of ten a page of fifty. */
void
dray_bench_hub_rest (int n_users,
                     int seconds)
{
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_bench_peer_free);
  double start_s, cpu_s, wall_s;
  int n = 0;

  latencies = g_array_new (FALSE, FALSE, sizeof (double));
  for (int i = 0; i < n_users; i++) {
    g_ptr_array_add (peers, dray_bench_peer_open (NULL, NULL, NULL, i));
    ((DrayBenchPeer *) peers->pdata[i])->take = take_read;
    read_row (peers->pdata[i], i);
    for (int k = 0; k < 1000 && i - n_reads > 64; k++)
      dray_bench_turn (10);
  }
  for (int i = 0; i < 1000 && n_reads < n_users; i++)
    dray_bench_turn (10);
  g_array_set_size (latencies, 0);
  start_s = dray_bench_wall_s ();
  cpu_s = dray_bench_hub_cpu_s ();
  while (dray_bench_wall_s () - start_s < seconds) {
    for (; n < (dray_bench_wall_s () - start_s) * READS_PER_S; n++)
      read_row (peers->pdata[n % n_users], n);
    dray_bench_turn (1);
  }
  wall_s = dray_bench_wall_s () - start_s;
  cpu_s = dray_bench_hub_cpu_s () - cpu_s;
  dray_bench_report ("rest-read-p95", dray_bench_percentile (latencies, 0.95), "ms", DRAY_BENCH_WALL, "%d users kept alive, %.0f reads a second",
                     n_users, latencies->len / wall_s);
  dray_bench_report ("rest-read-cpu-us", 1e6 * cpu_s / MAX (1u, latencies->len), "us", DRAY_BENCH_CPU, "the hub's, a read");
  g_clear_pointer (&latencies, g_array_unref);
}

/* Positions for a console that reads nothing: what the hub holds for it, and whether it is cut off. */
void
dray_bench_hub_stall (void)
{
  DrayBenchPeer *console = dray_bench_peer_open ("/v1/lane", NULL, dray_bench_hub_get_administrator (), 0);
  DrayBenchPeer *device;
  double before, most = 0;
  int wrong = dray_bench_counts.n_wrong, open = dray_bench_counts.n_open, n_batches = 0;
  gint64 at_us = g_get_real_time () - (gint64) 3200 * G_USEC_PER_SEC;

  if (!dray_bench_peer_wait (open + 1, 10))
    g_error ("no console");
  console->is_deaf = TRUE;
  device = dray_bench_peer_open ("/v1/devices/lane", NULL, dray_bench_hub_get_tracker (0), 1);
  if (!dray_bench_peer_wait (open + 2, 10))
    g_error ("no device");
  before = dray_bench_hub_memory ();
  for (; n_batches < 1500; n_batches++) {
    g_autoptr (GString) text = g_string_new (NULL);

    g_string_printf (text, "{\"n\":%d,\"fixes\":[", n_batches);
    for (int i = 0; i < 200; i++, at_us += 10000)
      g_string_append_printf (text, "%s[%" G_GINT64_FORMAT ",134000000,525000000,1000,9000,50]", i > 0 ? "," : "", at_us);
    g_string_append (text, "]}");
    dray_bench_peer_say (device, text->str);
    dray_bench_turn (5);
    most = MAX (most, dray_bench_hub_memory () - before);
  }
  dray_bench_report ("stalled-console-mb", most / 1048576, "MB", DRAY_BENCH_NONE, "growth of the hub under %d fixes that one console doesn't read", 200 * n_batches);
  dray_bench_counts.n_wrong = wrong;
  dray_bench_peer_free (console);
  dray_bench_peer_free (device);
}
