/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Backups and copies, and what it is like when they take the place of the file. */

#include "dray-sync-world.h"

#include "dray-change.h"
#include "dray-plant.h"

#include <glib/gstdio.h>

static void
copy_store (DrayWorld   *self,
            DrayMachine *machine,
            const char  *name,
            char       **path)
{
  g_autoptr (GError) error = NULL;

  if (*path == NULL)
    *path = dray_test_folder_path (self->folder, name);
  g_unlink (*path);
  /* The copy goes through the same disk; a crash just then is no matter of sync. */
  dray_fault_vfs_plan (machine->vfs, DRAY_FAULT_ANY, 0, DRAY_FAULT_FAIL);
  if (!dray_database_backup (dray_store_get_database (machine->store), *path, &error))
    dray_world_fail (self, "no backup: %s", error->message);
}

/* Puts a copy in a machine's place, as after the loss of its disk. */
static void
put_copy (DrayMachine *machine,
          const char  *copy)
{
  g_autofree char *wal = g_strconcat (machine->path, "-wal", NULL), *shm = g_strconcat (machine->path, "-shm", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_bytes;

  g_file_get_contents (copy, &data, &n_bytes, &error);
  g_assert_no_error (error);
  g_unlink (wal);
  g_unlink (shm);
  g_file_set_contents_full (machine->path, data, (gssize) n_bytes, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

void
dray_world_back_up (DrayWorld *self)
{
  DrayId tenant = dray_world_tenant_id (0);
  DrayStanding place;
  GError *error = NULL;
  gboolean good;

  dray_store_get_standing (self->hubs[0].store, &place, NULL);
  copy_store (self, &self->hubs[0], "backup.dray", &self->backup);
  self->backup_seq = place.seq;
  dray_world_note (self, "backup at %d", (int) place.seq);
  good = dray_store_set_stable (self->hubs[0].store, place.seq, &error) && dray_sync_hub_publish (self->hub, &tenant, &error);
  if (good)
    dray_world_collect (self);
  dray_world_judge_hub (self, good, error);
}

void
dray_world_restore (DrayWorld *self)
{
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer key, value;

  dray_world_note (self, "restore to %d", (int) self->backup_seq);
  dray_world_stop_hub (self);
  dray_fault_vfs_free (self->hubs[0].vfs);
  self->hubs[0].vfs = self->hubs[1].vfs = dray_fault_vfs_new ();
  put_copy (&self->hubs[0], self->backup);
  g_hash_table_iter_init (&iter, self->hashes);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (*(gint64 *) key > self->backup_seq)
      g_hash_table_iter_remove (&iter);
  g_hash_table_iter_init (&iter, self->said);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (*(gint64 *) value > self->backup_seq || *(gint64 *) value == 0)
      g_hash_table_iter_remove (&iter);
  g_hash_table_remove_all (self->done);
  self->n_restores++;
  if (!DRAY_PLANTED ("restore-without-epoch")) {
    dray_world_boot (self, &self->hubs[0]);
    if (self->fault != NULL || !dray_store_begin_epoch (self->hubs[0].store, self->now_us, &error))
      dray_world_fail (self, "no new epoch");
    g_clear_pointer (&self->hubs[0].store, dray_store_close);
  }
  if (self->fault == NULL)
    dray_world_boot_hub (self);
}

/* Somebody copies the file of a workspace, and puts it back later: what was done in between is lost, and its numbers are used again. */
void
dray_world_back_up_client (DrayWorld *self,
                           int        i)
{
  g_autofree char *name = g_strdup_printf ("copy-%d.dray", i);

  dray_world_note (self, "%d is copied", i);
  copy_store (self, &self->peers[i].machine, name, &self->peers[i].copy);
  self->peers[i].copied_us = self->now_us;
}

void
dray_world_restore_client (DrayWorld *self,
                           int        i)
{
  DrayPeer *peer = &self->peers[i];

  dray_world_note (self, "%d is put back", i);
  dray_world_stop_client (self, i);
  dray_fault_vfs_free (peer->machine.vfs);
  peer->machine.vfs = dray_fault_vfs_new ();
  put_copy (&peer->machine, peer->copy);
  while (peer->committed->len > 0 && g_array_index (peer->committed, DrayCommitted, peer->committed->len - 1).at_us > peer->copied_us)
    g_array_set_size (peer->committed, peer->committed->len - 1);
  peer->cursor = 0;
  dray_world_start_client (self, i);
}
