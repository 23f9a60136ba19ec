/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Machines, lines and what happens to them. Every choice is drawn from the seed and every text that comes about goes into a digest, so
 * that the same seed is the same run, byte for byte. */

#include "dray-sync-world.h"

#include "dray-change.h"
#include "dray-plant.h"

#include <glib/gstdio.h>
#include <string.h>

#define START_US G_GINT64_CONSTANT (1795132740000000)
#define SECOND_US G_GINT64_CONSTANT (1000000)

static const DrayActor office = { .role = "office" };
static const DrayActor nobody = { .role = "nobody" };

guint
dray_world_below (DrayWorld *self,
                  guint      n)
{
  return dray_random_below (&self->random, n);
}

static gboolean
chance (DrayWorld *self,
        int        of_1000)
{
  return !self->is_calm && (int) dray_world_below (self, 1000) < of_1000;
}

void
dray_world_note (DrayWorld  *self,
                 const char *format,
                 ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_checksum_update (self->trace, (const guchar *) text, -1);
  if (self->is_loud)
    g_printerr ("%8.3f %s\n", (double) (self->now_us - START_US) / 1e6, text);
}

void
dray_world_fail (DrayWorld  *self,
                 const char *format,
                 ...)
{
  va_list arguments;

  if (self->fault != NULL)
    return;
  va_start (arguments, format);
  self->fault = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  dray_world_note (self, "FAULT %s", self->fault);
}

void
dray_world_pass (DrayWorld *self,
                 gint64     us)
{
  self->now_us += us;
  dray_sim_clock_advance (self->clock, us);
}

static const char *
tenant_name (int tenant)
{
  return tenant == 0 ? "first" : "second";
}

DrayId
dray_world_tenant_id (int tenant)
{
  return dray_little_id (900 + tenant);
}

/* Files of each kind are made once in a process and copied: migrating takes longer than a whole run. */
static GBytes *
make_file (const char *name,
           DraySchema *schema,
           int         client,
           gboolean    joins)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *path = dray_test_folder_path (folder, name);
  g_autoptr (GError) error = NULL;
  DrayStoreOptions options = { .client = dray_little_id (1000 + client) };
  DrayStore *store = dray_store_open (path, schema, &options, &error);
  char *data;
  gsize n_bytes;

  g_assert_no_error (error);
  if (joins)
    dray_store_join (store, &error);
  g_assert_no_error (error);
  dray_store_close (store);
  g_file_get_contents (path, &data, &n_bytes, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, n_bytes);
}

static GBytes *
get_file (DraySchema *schema,
          int         client,
          gboolean    joins)
{
  static GBytes *files[2][DRAY_WORLD_MAX_CLIENTS + 2];
  GBytes **place = &files[joins][client];

  if (*place == NULL)
    *place = make_file ("new.dray", schema, client, joins);
  return *place;
}

static void
put_file (const char *path,
          GBytes     *file)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* A boot looks at the whole file. */
void
dray_world_boot (DrayWorld   *self,
                 DrayMachine *machine)
{
  g_autoptr (GError) error = NULL;
  DrayStoreOptions options = { .clock = DRAY_CLOCK (self->clock), .vfs = dray_fault_vfs_get_name (machine->vfs), .check = TRUE };

  machine->store = dray_store_open (machine->path, self->schema, &options, &error);
  if (machine->store == NULL) {
    dray_world_fail (self, "a file does not open: %s", error->message);
    return;
  }
  if (DRAY_PLANTED ("synchronous-off"))
    dray_database_execute (dray_store_get_database (machine->store), "PRAGMA synchronous = OFF", NULL);
  if (DRAY_PLANTED ("synchronous-normal"))
    dray_database_execute (dray_store_get_database (machine->store), "PRAGMA synchronous = NORMAL", NULL);
  machine->is_down = FALSE;
}

void
dray_world_boot_hub (DrayWorld *self)
{
  DraySyncLimits limits = DRAY_SYNC_LIMITS_DEFAULT;
  g_autoptr (GError) error = NULL;

  limits.batch_effects = 2 + dray_world_below (self, dray_world_below (self, 2) == 0 ? 6 : 200);
  limits.window_bytes = 1024 + dray_world_below (self, 16000);
  self->hub = dray_sync_hub_new (&limits);
  dray_sync_hub_set_shipped (self->hub, self->plan.is_shipped);
  for (int i = 0; i < 2 && self->fault == NULL; i++) {
    DrayId id = dray_world_tenant_id (i);

    dray_world_boot (self, &self->hubs[i]);
    if (self->fault == NULL && !dray_sync_hub_add_tenant (self->hub, &id, self->hubs[i].store, self->now_us, &error))
      dray_world_fail (self, "the hub does not start: %s", error->message);
  }
}

void
dray_world_start_client (DrayWorld *self,
                         int        i)
{
  DrayPeer *peer = &self->peers[i];

  dray_world_boot (self, &peer->machine);
  if (self->fault == NULL)
    peer->sync = dray_sync_client_new (peer->machine.store, dray_random_u64 (&self->random));
}

static void
make_peer (DrayWorld *self,
           int        i)
{
  DrayPeer *peer = &self->peers[i];
  g_autofree char *name = g_strdup_printf ("client-%d.dray", i);

  peer->machine.path = dray_test_folder_path (self->folder, name);
  peer->machine.vfs = dray_fault_vfs_new ();
  peer->to_hub = g_ptr_array_new_with_free_func (g_free);
  peer->to_client = g_ptr_array_new_with_free_func (g_free);
  peer->committed = g_array_new (FALSE, FALSE, sizeof (DrayCommitted));
  peer->is_reader = self->plan.has_reader && i == self->plan.n_clients - 1;
  peer->tenant = self->plan.has_stranger && i == 0 ? 1 : 0;
  put_file (peer->machine.path, get_file (self->schema, i, TRUE));
  dray_world_start_client (self, i);
}

DrayWorld *
dray_world_new (guint64              seed,
                const DrayWorldPlan *plan)
{
  DrayWorld *self = g_new0 (DrayWorld, 1);

  self->folder = dray_test_folder_new ();
  self->schema = dray_little_schema_new ();
  self->clock = dray_sim_clock_new (START_US);
  self->now_us = START_US;
  self->hashes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->done = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  self->trace = g_checksum_new (G_CHECKSUM_SHA256);
  self->plan = *plan;
  dray_random_init (&self->random, seed);
  for (int i = 0; i < 3; i++)
    self->ids[i] = g_array_new (FALSE, FALSE, sizeof (DrayId));
  for (int i = 0; i < 2; i++) {
    g_autofree char *name = g_strdup_printf ("hub-%s.dray", tenant_name (i));

    self->hubs[i].path = dray_test_folder_path (self->folder, name);
    self->hubs[i].vfs = i == 0 ? dray_fault_vfs_new () : self->hubs[0].vfs;
    put_file (self->hubs[i].path, get_file (self->schema, DRAY_WORLD_MAX_CLIENTS + i, FALSE));
  }
  dray_world_boot_hub (self);
  for (int i = 0; i < plan->n_clients; i++)
    make_peer (self, i);
  return self;
}

void
dray_world_stop_hub (DrayWorld *self)
{
  for (int i = 0; i < self->plan.n_clients; i++)
    dray_world_disconnect (self, i);
  g_clear_pointer (&self->hub, dray_sync_hub_free);
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&self->hubs[i].store, dray_store_close);
}

void
dray_world_stop_client (DrayWorld *self,
                        int        i)
{
  dray_world_disconnect (self, i);
  g_clear_pointer (&self->peers[i].sync, dray_sync_client_free);
  g_clear_pointer (&self->peers[i].machine.store, dray_store_close);
}

void
dray_world_free (DrayWorld *self)
{
  dray_world_stop_hub (self);
  for (int i = 0; i < self->plan.n_clients; i++) {
    DrayPeer *peer = &self->peers[i];

    dray_world_stop_client (self, i);
    g_clear_pointer (&peer->machine.vfs, dray_fault_vfs_free);
    g_free (peer->machine.path);
    g_ptr_array_unref (peer->to_hub);
    g_ptr_array_unref (peer->to_client);
    g_array_unref (peer->committed);
    g_free (peer->copy);
  }
  dray_fault_vfs_free (self->hubs[0].vfs);
  for (int i = 0; i < 2; i++)
    g_free (self->hubs[i].path);
  for (int i = 0; i < 3; i++)
    g_array_unref (self->ids[i]);
  g_hash_table_unref (self->hashes);
  g_hash_table_unref (self->said);
  g_hash_table_unref (self->done);
  g_checksum_free (self->trace);
  g_clear_object (&self->clock);
  dray_schema_unref (self->schema);
  dray_test_folder_remove (self->folder);
  g_free (self->backup);
  g_free (self->fault);
  g_free (self);
}

/* Lines. */

static void
collect_from_client (DrayWorld *self,
                     DrayPeer  *peer)
{
  g_autoptr (GPtrArray) messages = dray_sync_client_take_messages (peer->sync);

  for (guint i = 0; peer->session != NULL && i < messages->len; i++) {
    dray_world_note (self, "%d> %s", (int) (peer - self->peers), (const char *) messages->pdata[i]);
    g_ptr_array_add (peer->to_hub, g_strdup (messages->pdata[i]));
  }
}

static void
collect_from_hub (DrayWorld *self,
                  DrayPeer  *peer)
{
  g_autoptr (GPtrArray) messages = dray_sync_session_take_messages (peer->session);

  for (guint i = 0; i < messages->len; i++) {
    dray_world_note (self, "%d< %s", (int) (peer - self->peers), (const char *) messages->pdata[i]);
    dray_world_watch_message (self, peer, messages->pdata[i]);
    g_ptr_array_add (peer->to_client, g_strdup (messages->pdata[i]));
  }
  if (dray_sync_session_is_over (peer->session))
    dray_world_fail (self, "the hub did not understand a client");
}

void
dray_world_collect (DrayWorld *self)
{
  for (int i = 0; i < self->plan.n_clients; i++)
    if (self->peers[i].session != NULL)
      collect_from_hub (self, &self->peers[i]);
}

void
dray_world_disconnect (DrayWorld *self,
                       int        i)
{
  DrayPeer *peer = &self->peers[i];

  g_ptr_array_set_size (peer->to_hub, 0);
  g_ptr_array_set_size (peer->to_client, 0);
  if (peer->session == NULL)
    return;
  dray_world_note (self, "%d cut", i);
  dray_sync_hub_close (self->hub, g_steal_pointer (&peer->session));
  if (peer->sync != NULL)
    dray_sync_client_disconnect (peer->sync);
}

/* Crashes: whoever's power went is booted again at once. */

gboolean
dray_world_has_power (DrayMachine *machine)
{
  return !dray_fault_vfs_has_fired (machine->vfs);
}

static void
revive_hub (DrayWorld *self)
{
  dray_world_note (self, "the hub crashed");
  dray_world_stop_hub (self);
  dray_fault_vfs_restore_power (self->hubs[0].vfs);
  dray_fault_vfs_plan (self->hubs[0].vfs, DRAY_FAULT_ANY, 0, DRAY_FAULT_FAIL);
  dray_world_boot_hub (self);
  if (self->fault == NULL)
    dray_world_check_boot (self);
}

void
dray_world_revive_client (DrayWorld *self,
                          int        i)
{
  DrayPeer *peer = &self->peers[i];

  dray_world_note (self, "%d crashed", i);
  dray_world_stop_client (self, i);
  dray_fault_vfs_restore_power (peer->machine.vfs);
  dray_fault_vfs_plan (peer->machine.vfs, DRAY_FAULT_ANY, 0, DRAY_FAULT_FAIL);
  dray_world_start_client (self, i);
  if (self->fault == NULL)
    dray_world_watch_client (self, peer);
}

/* An error is a crash, or a fault of ours. */
static void
judge_client (DrayWorld *self,
              int        i,
              gboolean   good,
              GError    *error)
{
  if (!dray_world_has_power (&self->peers[i].machine))
    dray_world_revive_client (self, i);
  else if (!good)
    dray_world_fail (self, "client %d: %s", i, error->message);
  g_clear_error (&error);
}

void
dray_world_judge_hub (DrayWorld *self,
                      gboolean   good,
                      GError    *error)
{
  if (!dray_world_has_power (&self->hubs[0]))
    revive_hub (self);
  else if (!good)
    dray_world_fail (self, "the hub: %s", error != NULL ? error->message : "a fault");
  g_clear_error (&error);
}

void
dray_world_connect (DrayWorld *self,
                    int        i)
{
  DrayPeer *peer = &self->peers[i];
  DrayId tenant = dray_world_tenant_id (peer->tenant);
  GError *error = NULL;
  gboolean good;

  dray_world_note (self, "%d connects", i);
  peer->session = dray_sync_hub_open (self->hub, &tenant, peer->is_reader ? &nobody : &office);
  good = dray_sync_client_connect (peer->sync, self->now_us, &error);
  collect_from_client (self, peer);
  judge_client (self, i, good, error);
}

static char *
pick (DrayWorld *self,
      GPtrArray *queue)
{
  guint at = chance (self, self->plan.reorder) ? dray_world_below (self, queue->len) : 0;
  char *text = chance (self, self->plan.duplicate) ? g_strdup (queue->pdata[at]) : g_ptr_array_steal_index (queue, at);

  if (!chance (self, self->plan.drop))
    return text;
  dray_world_note (self, "lost");
  g_free (text);
  return NULL;
}

static void
deliver_to_hub (DrayWorld *self,
                DrayPeer  *peer)
{
  g_autofree char *text = pick (self, peer->to_hub);

  if (text == NULL)
    return;
  dray_sync_hub_receive (self->hub, peer->session, text, -1, self->now_us);
  if (dray_world_has_power (&self->hubs[0]))
    dray_world_collect (self);
  dray_world_judge_hub (self, TRUE, NULL);
}

static void
deliver_to_client (DrayWorld *self,
                   int        i)
{
  DrayPeer *peer = &self->peers[i];
  g_autofree char *text = pick (self, peer->to_client);
  GError *error = NULL;
  gboolean good;

  if (text == NULL)
    return;
  good = dray_sync_client_receive (peer->sync, text, -1, self->now_us, &error);
  if (good) {
    collect_from_client (self, peer);
    if (dray_world_has_power (&peer->machine))
      dray_world_watch_client (self, peer);
  }
  judge_client (self, i, good, error);
}

static void
tick_client (DrayWorld *self,
             int        i)
{
  DrayPeer *peer = &self->peers[i];
  GError *error = NULL;
  gboolean good = dray_sync_client_tick (peer->sync, self->now_us, &error);

  if (good)
    collect_from_client (self, peer);
  else if (g_error_matches (error, g_quark_from_string ("dray-sync-error-quark"), 4)) {
    /* Silent for too long: with losses, that happens. */
    dray_world_disconnect (self, i);
    g_clear_error (&error);
    good = TRUE;
  }
  judge_client (self, i, good, error);
}

static void
commit_hub (DrayWorld *self)
{
  GError *error = NULL;
  gboolean good = dray_sync_hub_commit (self->hub, self->now_us, &error);

  if (good || DRAY_PLANTED ("ack-before-commit"))
    dray_world_collect (self);
  if (good && dray_world_has_power (&self->hubs[0]))
    dray_world_watch_hub (self);
  dray_world_judge_hub (self, good, error);
}

/* Steps. */

/* The power goes now, or at one of the next writes. @i: a client, or -1 for the hub */
static void
crash (DrayWorld *self,
       int        i)
{
  static const DrayFaultKeep keeps[] = { DRAY_FAULT_KEEP_NONE, DRAY_FAULT_KEEP_ALL, DRAY_FAULT_KEEP_SOME };
  DrayMachine *machine = i < 0 ? &self->hubs[0] : &self->peers[i].machine;

  dray_fault_vfs_set_keep (machine->vfs, keeps[dray_world_below (self, 3)], dray_random_u64 (&self->random));
  if (dray_world_below (self, 3) > 0) {
    dray_fault_vfs_plan (machine->vfs, DRAY_FAULT_ANY, 1 + dray_world_below (self, 24), DRAY_FAULT_POWER_LOSS);
    return;
  }
  dray_fault_vfs_cut_power (machine->vfs);
  if (i < 0)
    revive_hub (self);
  else
    dray_world_revive_client (self, i);
}

static void
disturb (DrayWorld *self)
{
  int i = (int) dray_world_below (self, (guint) self->plan.n_clients);

  if (chance (self, self->plan.cut)) {
    dray_world_disconnect (self, i);
    self->peers[i].is_cut = dray_world_below (self, 2) == 0;
  }
  if (chance (self, self->plan.crash))
    crash (self, dray_world_below (self, 2) == 0 ? -1 : i);
  if (self->fault == NULL && self->plan.is_shipped && chance (self, 30))
    dray_world_back_up (self);
  if (self->backup != NULL && self->fault == NULL && chance (self, self->plan.restore))
    dray_world_restore (self);
  if (self->fault == NULL && chance (self, self->plan.copy)) {
    if (self->peers[i].copy == NULL)
      dray_world_back_up_client (self, i);
    else
      dray_world_restore_client (self, i);
  }
}

static void
step_client (DrayWorld *self,
             int        i)
{
  DrayPeer *peer = &self->peers[i];
  guint kind = dray_world_below (self, 100);

  if (peer->session == NULL && peer->is_cut && dray_world_below (self, 12) == 0)
    peer->is_cut = FALSE;
  if (kind < 30 && !peer->is_reader)
    dray_world_act (self, i);
  else if (kind < 45 && peer->session == NULL && !peer->is_cut)
    dray_world_connect (self, i);
  else if (kind < 60)
    tick_client (self, i);
  else if (kind < 80 && peer->to_hub->len > 0)
    deliver_to_hub (self, peer);
  else if (peer->to_client->len > 0)
    deliver_to_client (self, i);
}

void
dray_world_run (DrayWorld *self)
{
  for (int step = 0; step < self->plan.n_steps && self->fault == NULL; step++) {
    dray_world_pass (self, 1 + dray_world_below (self, dray_world_below (self, 10) == 0 ? 3 * SECOND_US : 40000));
    step_client (self, (int) dray_world_below (self, (guint) self->plan.n_clients));
    if (self->fault == NULL && dray_world_below (self, 5) == 0)
      commit_hub (self);
    if (self->fault == NULL)
      disturb (self);
  }
  if (self->fault != NULL)
    return;
  dray_world_calm (self);
  if (!dray_world_settle (self, 400))
    dray_world_fail (self, "no quiet after everything was healed");
  if (self->fault == NULL)
    dray_world_check_end (self);
}

/* Nothing fails from now on. */
void
dray_world_calm (DrayWorld *self)
{
  self->is_calm = TRUE;
  if (!dray_world_has_power (&self->hubs[0]))
    revive_hub (self);
  dray_fault_vfs_plan (self->hubs[0].vfs, DRAY_FAULT_ANY, 0, DRAY_FAULT_FAIL);
  for (int i = 0; i < self->plan.n_clients && self->fault == NULL; i++) {
    if (!dray_world_has_power (&self->peers[i].machine))
      dray_world_revive_client (self, i);
    dray_fault_vfs_plan (self->peers[i].machine.vfs, DRAY_FAULT_ANY, 0, DRAY_FAULT_FAIL);
    self->peers[i].is_cut = FALSE;
  }
}

/* Brings everything that is on its way to where it goes, once. */
void
dray_world_carry (DrayWorld *self)
{
  for (int i = 0; i < self->plan.n_clients && self->fault == NULL; i++) {
    DrayPeer *peer = &self->peers[i];

    if (peer->session == NULL)
      continue;
    tick_client (self, i);
    while (peer->to_hub->len > 0 && self->fault == NULL)
      deliver_to_hub (self, peer);
  }
  if (self->fault == NULL)
    commit_hub (self);
  for (int i = 0; i < self->plan.n_clients && self->fault == NULL; i++)
    while (self->peers[i].session != NULL && self->peers[i].to_client->len > 0 && self->fault == NULL)
      deliver_to_client (self, i);
}

static gboolean
is_quiet (DrayWorld *self)
{
  gint64 n_pending, oldest_us;
  DrayStanding place, hub;

  for (int i = 0; i < self->plan.n_clients; i++) {
    DrayPeer *peer = &self->peers[i];

    if (peer->session == NULL || peer->to_hub->len > 0 || peer->to_client->len > 0 || !dray_sync_client_is_caught_up (peer->sync))
      return FALSE;
    if (!dray_store_count_pending (peer->machine.store, &n_pending, &oldest_us, NULL) || n_pending > 0)
      return FALSE;
    if (!dray_store_get_standing (peer->machine.store, &place, NULL) || !dray_store_get_standing (self->hubs[peer->tenant].store, &hub, NULL) ||
        place.cursor != hub.seq)
      return FALSE;
  }
  return TRUE;
}

/* Returns: whether everybody came to rest */
gboolean
dray_world_settle (DrayWorld *self,
                   int        n_rounds)
{
  for (int round = 0; round < n_rounds && self->fault == NULL; round++) {
    dray_world_pass (self, SECOND_US);
    for (int i = 0; i < self->plan.n_clients && self->fault == NULL; i++)
      if (self->peers[i].session == NULL)
        dray_world_connect (self, i);
    dray_world_carry (self);
    if (self->fault == NULL && is_quiet (self))
      return TRUE;
  }
  return self->fault != NULL;
}

/* What a seed's world is like. */
void
dray_world_plan (guint64        seed,
                 DrayWorldPlan *plan)
{
  DrayRandom random;

  dray_random_init (&random, seed ^ G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  *plan = (DrayWorldPlan) {
    .n_clients = 2 + (int) dray_random_below (&random, 3),
    .n_steps = 150,
    .drop = dray_random_below (&random, 3) == 0 ? 100 : 0,
    .duplicate = dray_random_below (&random, 3) == 0 ? 100 : 0,
    .reorder = dray_random_below (&random, 3) == 0 ? 200 : 0,
    .cut = (int) dray_random_below (&random, 3) * 25,
    .crash = (int) dray_random_below (&random, 3) * 25,
    .is_shipped = dray_random_below (&random, 3) == 0,
  };
  if (plan->is_shipped)
    plan->restore = 15;
  if (dray_random_below (&random, 6) == 0)
    plan->copy = 20;
  plan->has_reader = plan->n_clients > 2 && dray_random_below (&random, 4) == 0;
  plan->has_stranger = plan->n_clients > 2 && dray_random_below (&random, 4) == 0;
}
