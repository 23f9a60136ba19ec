/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What must hold whatever happens. The checks look at the files and at what goes over the lines, never into the machines. */

#include "dray-sync-world.h"

#include "dray-change.h"

#include <string.h>

char *
dray_world_hash (DrayStore *store,
                 gboolean   base)
{
  guint8 hash[32];
  g_autoptr (GString) text = g_string_new (NULL);

  if (!dray_store_hash_state (store, base, hash, NULL))
    return g_strdup ("?");
  for (int i = 0; i < 12; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  return g_strdup (text->str);
}

static gint64
count (DrayStore  *store,
       const char *sql)
{
  gint64 n = -1;

  dray_database_get_integer (dray_store_get_database (store), sql, &n, NULL);
  return n;
}

/* What is done stays done. */
static void
watch_done (DrayWorld *self)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (dray_store_get_database (self->hubs[0].store), "SELECT id FROM job WHERE status = 'done'", NULL);
  guint n_seen = 0;
  gboolean has_row = select != NULL;

  while (has_row && dray_statement_step (select, &has_row, NULL) && has_row) {
    DrayId id = dray_statement_get_id (select, 0);

    if (g_hash_table_contains (self->done, &id))
      n_seen++;
    else
      g_hash_table_add (self->done, g_memdup2 (&id, sizeof id));
  }
  if (n_seen < g_hash_table_size (self->done) && count (self->hubs[0].store, "SELECT count(*) FROM job WHERE status = 'done'") < (gint64) g_hash_table_size (self->done))
    dray_world_fail (self, "a job that was done is not done any more");
}

/* After each commit of the hub. */
void
dray_world_watch_hub (DrayWorld *self)
{
  DrayStanding place;

  if (!dray_store_get_standing (self->hubs[0].store, &place, NULL))
    return;
  if (!g_hash_table_contains (self->hashes, &place.seq)) {
    g_hash_table_insert (self->hashes, g_memdup2 (&place.seq, sizeof place.seq), dray_world_hash (self->hubs[0].store, FALSE));
    watch_done (self);
  }
  if (count (self->hubs[0].store, "SELECT count(*) = coalesce(max(seq), 0) FROM log WHERE seq IS NOT NULL") != 1)
    dray_world_fail (self, "the hub's log has a gap");
}

static void
check_view (DrayWorld *self,
            DrayPeer  *peer)
{
  g_autofree char *before = dray_world_hash (peer->machine.store, FALSE);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  /* Only on a disk that is not about to fail. */
  if (!dray_store_replay_pending (peer->machine.store, &error)) {
    if (!dray_fault_vfs_has_fired (peer->machine.vfs))
      dray_world_fail (self, "client %d can't replay: %s", (int) (peer - self->peers), error->message);
    return;
  }
  after = dray_world_hash (peer->machine.store, FALSE);
  if (!g_str_equal (before, after))
    dray_world_fail (self, "the view of client %d is not its base with the waiting operations on top", (int) (peer - self->peers));
}

/* After each message that a client took. */
void
dray_world_watch_client (DrayWorld *self,
                         DrayPeer  *peer)
{
  int number = (int) (peer - self->peers);
  DrayStanding place, hub;
  const char *expected;

  if (!dray_store_get_standing (peer->machine.store, &place, NULL) || !dray_store_get_standing (self->hubs[0].store, &hub, NULL))
    return;
  if (place.epoch == peer->epoch && place.cursor < peer->cursor)
    dray_world_fail (self, "the cursor of client %d went back from %d to %d", number, (int) peer->cursor, (int) place.cursor);
  peer->epoch = place.epoch;
  peer->cursor = place.cursor;
  if (peer->is_reader || peer->tenant != 0)
    return;
  expected = g_hash_table_lookup (self->hashes, &place.cursor);
  if (expected != NULL && place.epoch == hub.epoch) {
    g_autofree char *base = dray_world_hash (peer->machine.store, TRUE);

    if (!g_str_equal (base, expected))
      dray_world_fail (self, "the base of client %d is not what the hub had at %d", number, (int) place.cursor);
  }
  if (self->fault == NULL && dray_random_below (&self->random, 8) == 0)
    check_view (self, peer);
}

static void
remember (DrayWorld             *self,
          const DrayId          *client,
          const DraySyncVerdict *verdict)
{
  char id[DRAY_ID_TEXT_LENGTH + 1];
  gint64 seq = verdict->seq;

  dray_id_write (client, id);
  g_hash_table_insert (self->said, g_strdup_printf ("%s %d", id, (int) verdict->mid), g_memdup2 (&seq, sizeof seq));
}

/* Everything that the hub says, before it is known whether it arrives. */
void
dray_world_watch_message (DrayWorld  *self,
                          DrayPeer   *peer,
                          const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DraySyncMessage) message = dray_sync_message_parse (self->schema, text, -1, &error);

  if (message == NULL) {
    dray_world_fail (self, "the hub said what nobody understands: %s", error->message);
    return;
  }
  for (guint i = 0; message->kind == DRAY_SYNC_ACK && peer->tenant == 0 && i < message->verdicts->len; i++)
    remember (self, &message->client, message->verdicts->pdata[i]);
  for (guint i = 0; i < message->changes->len; i++) {
    const DrayChange *change = message->changes->pdata[i];
    DrayId first = dray_little_id (1000);

    if (peer->is_reader && change->effects->len > 0)
      dray_world_fail (self, "a role that may read nothing was told something");
    if (peer->tenant != 0 && !dray_id_equal (&change->client, &first) && self->plan.copy == 0)
      dray_world_fail (self, "a tenant was told of another one's operation");
  }
}

/* When a hub has booted on the disk that it had: what it acknowledged is there. */
void
dray_world_check_boot (DrayWorld *self)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (dray_store_get_database (self->hubs[0].store),
    "SELECT log.verdict, coalesce(seq, 0) FROM log JOIN client ON client.number = log.client WHERE client.id = ?1 AND mid = ?2", NULL);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->said);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    g_auto (GStrv) words = g_strsplit (key, " ", 2);
    gboolean has_row = FALSE;
    DrayId id;

    g_assert_true (dray_id_parse (words[0], &id));
    dray_statement_bind_id (select, 1, &id);
    dray_statement_bind_integer (select, 2, g_ascii_strtoll (words[1], NULL, 10));
    if (!dray_statement_step (select, &has_row, NULL) || !has_row || dray_statement_get_integer (select, 1) != *(gint64 *) value)
      dray_world_fail (self, "the hub lost operation %s, which it had acknowledged", (const char *) key);
    dray_statement_reset (select);
  }
}

/* How the hub and the client decided an operation, known by its instant. */
static gint64
get_verdict (DrayStore *store,
             gint64     at_us)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (dray_store_get_database (store), "SELECT max(verdict) FROM log WHERE at_us = ?1", NULL);
  gboolean has_row;

  dray_statement_bind_integer (select, 1, at_us);
  if (!dray_statement_step (select, &has_row, NULL) || dray_statement_is_none (select, 0))
    return -1;
  return dray_statement_get_integer (select, 0);
}

static void
check_commits (DrayWorld *self,
               DrayPeer  *peer)
{
  int number = (int) (peer - self->peers);

  for (guint i = 0; i < peer->committed->len; i++) {
    const DrayCommitted *committed = &g_array_index (peer->committed, DrayCommitted, i);
    gint64 here = get_verdict (peer->machine.store, committed->at_us), there = get_verdict (self->hubs[peer->tenant].store, committed->at_us);

    if (here < 0)
      dray_world_fail (self, "client %d lost its operation %d", number, (int) committed->mid);
    else if (here == DRAY_VERDICT_PENDING)
      dray_world_fail (self, "operation %d of client %d never got a verdict", (int) committed->mid, number);
    else if (here != there)
      dray_world_fail (self, "operation %d of client %d is %d there and %d at the hub", (int) committed->mid, number, (int) here, (int) there);
  }
}

/* When all is quiet. */
void
dray_world_check_end (DrayWorld *self)
{
  if (count (self->hubs[0].store, "SELECT count(*) - count(DISTINCT at_us) FROM log WHERE seq IS NOT NULL") != 0)
    dray_world_fail (self, "an operation took effect twice");
  for (int i = 0; i < self->plan.n_clients && self->fault == NULL; i++) {
    DrayPeer *peer = &self->peers[i];
    g_autofree char *hub = dray_world_hash (self->hubs[peer->tenant].store, FALSE), *view = dray_world_hash (peer->machine.store, FALSE);
    g_autofree char *base = dray_world_hash (peer->machine.store, TRUE);

    check_commits (self, peer);
    if (count (peer->machine.store, "SELECT (SELECT count(*) FROM base) + (SELECT count(*) FROM reading) + (SELECT count(*) FROM writing)") != 0)
      dray_world_fail (self, "client %d keeps marks of operations that no longer wait", i);
    if (!peer->is_reader && !(g_str_equal (hub, view) && g_str_equal (hub, base)))
      dray_world_fail (self, "client %d ended otherwise than the hub", i);
  }
}
