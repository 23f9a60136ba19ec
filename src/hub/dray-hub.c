/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The data folder:
 *
 *   hub.key            the seed of the hub's Ed25519 key, readable by its owner alone
 *   directory.db       tenants, accounts, devices, tokens
 *   tenants/ID.dray              one workspace file a tenant
 *   tenants/ID.dray-telemetry    where its trucks were
 *   tenants/ID.dray-ledger       the chain over its log, and -heads what was signed of it */

#include "dray-fleet-schema.h"
#include "dray-hub-private.h"
#include "dray-hub-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Returns: (transfer full): where a tenant's file is */
char *
dray_hub_tenant_path (const char   *folder,
                      const DrayId *tenant)
{
  char id[DRAY_ID_TEXT_LENGTH + 1];
  g_autofree char *name = NULL;

  dray_id_write (tenant, id);
  name = g_strconcat (id, ".dray", NULL);
  return g_build_filename (folder, "tenants", name, NULL);
}

/* Returns: (transfer full): the hub's key, made with the folder when there is none */
DraySigningKey *
dray_hub_load_key (const char  *folder,
                   GError     **error)
{
  g_autofree char *path = g_build_filename (folder, "hub.key", NULL);
  g_autofree char *tenants = g_build_filename (folder, "tenants", NULL);
  g_autofree char *content = NULL;
  g_autoptr (DraySigningKey) key = NULL;
  guint8 seed[DRAY_SEED_BYTES];
  gsize length;

  if (g_mkdir_with_parents (tenants, 0700) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s can't be made: %s", tenants, g_strerror (errno));
    return NULL;
  }
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    key = dray_signing_key_new ();
    dray_signing_key_copy_seed (key, seed);
    if (!g_file_set_contents_full (path, (const char *) seed, sizeof seed, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error))
      return NULL;
    return g_steal_pointer (&key);
  }
  if (!g_file_get_contents (path, &content, &length, error))
    return NULL;
  if (length != DRAY_SEED_BYTES) {
    g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "%s is no key", path);
    return NULL;
  }
  return dray_signing_key_new_from_seed ((const guint8 *) content);
}

static GPtrArray *
make_desks (const char          *name,
            int                  n,
            const DrayHubConfig *config)
{
  GPtrArray *desks = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_desk_stop);

  for (int i = 0; i < n; i++)
    g_ptr_array_add (desks, dray_desk_new (name, config->batch_operations, config->batch_ms));
  return desks;
}

static void
make_limiters (DrayHub *self)
{
  const DrayHubConfig *config = self->config;

  self->reads = dray_limiter_new (config->reads_per_minute / 60.0, config->reads_per_minute);
  self->writes = dray_limiter_new (config->writes_per_minute / 60.0, config->writes_per_minute);
  self->fixes = dray_limiter_new (config->fixes_per_minute / 60.0, 10.0 * config->fixes_per_minute);
  self->tenant_fixes = dray_limiter_new (config->tenant_fixes_per_s, 10.0 * config->tenant_fixes_per_s);
  self->failures = dray_limiter_new (config->failures / (60.0 * config->failure_minutes), config->failures);
  self->refusals = dray_limiter_new (1, 20);
}

static void
make_ios (DrayHub *self)
{
  const DrayHubConfig *config = self->config;
  DrayIoLimits limits = {
    .frames = { (gsize) config->frame_bytes, (guint) config->fragments, TRUE },
    .max_unsent_bytes = (gsize) config->unsent_bytes, .ping_s = config->ping_s, .dead_s = config->dead_s,
  };

  self->ios = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_io_free);
  for (int i = 0; i < config->io_threads; i++)
    g_ptr_array_add (self->ios, dray_io_new ("dray-io", &limits, dray_fix_lane_turn, self));
}

/* On a writing thread. */
static void
on_effects (DrayTenant        *tenant,
            const DrayEffects *effects,
            gpointer           data)
{
  dray_fix_lane_look_at (((DrayHub *) data)->lane, tenant, effects);
}

/* Each tenant belongs to one writing and one reading thread. */
static gboolean
open_tenants (DrayHub  *self,
              GError  **error)
{
  g_autoptr (GPtrArray) entries = dray_directory_list_tenants (self->directory, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    DrayTenantEntry *entry = entries->pdata[i];
    g_autofree char *path = dray_hub_tenant_path (self->folder, &entry->id);
    DrayTenant *tenant = dray_tenant_new (&entry->id, entry->name, path, self->schema, self->writers->pdata[i % self->writers->len],
                                          self->readers->pdata[i % self->readers->len], dray_sync_lane_get_news (), on_effects, self);

    g_hash_table_insert (self->tenants, (gpointer) dray_tenant_get_id (tenant), tenant);
    dray_sync_lane_add (self->sync, tenant);
  }
  return entries != NULL;
}

/**
 * dray_hub_new:
 * @folder: the data folder; made if it isn't there
 * @config: borrowed
 */
DrayHub *
dray_hub_new (const char           *folder,
              const DrayHubConfig  *config,
              GError              **error)
{
  g_autoptr (DrayHub) self = g_new0 (DrayHub, 1);
  g_autofree char *directory = g_build_filename (folder, "directory.db", NULL);

  self->folder = g_strdup (folder);
  self->config = config;
  self->context = g_main_context_ref_thread_default ();
  self->started_us = g_get_monotonic_time ();
  self->tenants = g_hash_table_new_full (dray_id_hash, dray_id_equal, NULL, (GDestroyNotify) dray_tenant_free);
  self->lane = dray_fix_lane_new (self);
  self->sync = dray_sync_lane_new (self);
  make_limiters (self);
  make_ios (self);
  self->writers = make_desks ("dray-writer", config->writer_threads, config);
  self->readers = make_desks ("dray-reader", config->reader_threads, config);
  self->doors = g_thread_pool_new (dray_hub_run_door, self, 2, FALSE, NULL);
  self->key = dray_hub_load_key (folder, error);
  self->schema = self->key != NULL ? dray_fleet_schema_new (error) : NULL;
  if (self->schema != NULL)
    self->directory = dray_directory_open (directory, self->key, config->access_s, config->refresh_days, error);
  return self->directory != NULL ? g_steal_pointer (&self) : NULL;
}

/* Opens the doors. */
gboolean
dray_hub_start (DrayHub  *self,
                GError  **error)
{
  if (!open_tenants (self, error))
    return FALSE;
  self->server = soup_server_new ("server-header", "dray-hub", NULL);
  soup_server_remove_websocket_extension (self->server, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  soup_server_add_early_handler (self->server, NULL, dray_hub_look_early, self, NULL);
  soup_server_add_handler (self->server, NULL, dray_hub_handle, self, NULL);
  if (!dray_hub_begin_shipping (self, error))
    return FALSE;
  dray_hub_begin_ledgers (self);
  dray_hub_begin_events (self);
  return dray_hub_listen (self, error);
}

static gboolean
on_drain_tick (gpointer data)
{
  DrayHub *self = data;
  guint n = 0;

  for (guint i = 0; i < self->ios->len; i++)
    n += dray_io_get_n (self->ios->pdata[i]);
  for (guint i = 0; i < self->writers->len; i++)
    n += dray_desk_get_length (self->writers->pdata[i]);
  if (n > 0 && g_get_monotonic_time () < self->drain_end_us)
    return G_SOURCE_CONTINUE;
  self->drained (self->drained_data);
  return G_SOURCE_REMOVE;
}

/**
 * dray_hub_drain:
 * @drained: called once everybody has gone, or after the time of the settings
 *
 * Takes nobody new, tells every socket to come back in a moment, and lets what was begun be committed.
 */
void
dray_hub_drain (DrayHub     *self,
                GSourceFunc  drained,
                gpointer     data)
{
  if (self->is_draining)
    return;
  self->is_draining = TRUE;
  self->drained = drained;
  self->drained_data = data;
  self->drain_end_us = g_get_monotonic_time () + self->config->drain_s * G_USEC_PER_SEC;
  for (guint i = 0; i < self->ios->len; i++)
    dray_io_drain (self->ios->pdata[i], DRAY_CLOSE_SHUTTING_DOWN);

  g_autoptr (GSource) source = g_timeout_source_new (20);

  g_source_set_callback (source, on_drain_tick, self, NULL);
  g_source_attach (source, self->context);
}

void
dray_hub_free (DrayHub *self)
{
  if (self->accepting != NULL)
    g_source_destroy (self->accepting);
  g_clear_pointer (&self->accepting, g_source_unref);
  if (self->doors != NULL)
    g_thread_pool_free (self->doors, FALSE, TRUE);
  dray_fix_lane_stop (self->lane);
  dray_sync_lane_stop (self->sync);
  dray_hub_end_events (self);
  dray_hub_end_ledgers (self);
  dray_hub_end_shipping (self);
  g_clear_pointer (&self->writers, g_ptr_array_unref);
  g_clear_pointer (&self->readers, g_ptr_array_unref);
  g_clear_pointer (&self->ledgers, g_ptr_array_unref);
  g_clear_pointer (&self->shipments, g_ptr_array_unref);
  /* What the threads had to answer. */
  for (int i = 0; i < 1000 && g_main_context_iteration (self->context, FALSE); i++)
    ;
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_pointer (&self->streams, g_ptr_array_unref);
  dray_hub_forget_strangers (self);
  g_clear_object (&self->server);
  g_clear_pointer (&self->ios, g_ptr_array_unref);
  g_clear_pointer (&self->lane, dray_fix_lane_free);
  g_clear_pointer (&self->sync, dray_sync_lane_free);
  g_clear_object (&self->listener);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->tenants, g_hash_table_unref);
  g_clear_pointer (&self->directory, dray_directory_close);
  g_clear_pointer (&self->schema, dray_schema_unref);
  g_clear_pointer (&self->key, dray_signing_key_free);
  g_clear_pointer (&self->reads, dray_limiter_free);
  g_clear_pointer (&self->writes, dray_limiter_free);
  g_clear_pointer (&self->fixes, dray_limiter_free);
  g_clear_pointer (&self->tenant_fixes, dray_limiter_free);
  g_clear_pointer (&self->failures, dray_limiter_free);
  g_clear_pointer (&self->refusals, dray_limiter_free);
  g_main_context_set_poll_func (self->context, NULL);
  g_main_context_unref (self->context);
  g_free (self->folder);
  g_free (self);
}

/* Returns: where it listens, for port 0 in the settings */
guint16
dray_hub_get_port (DrayHub *self)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (self->listener, NULL);

  return address != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) : 0;
}

DrayDirectory *
dray_hub_get_directory (DrayHub *self)
{
  return self->directory;
}
