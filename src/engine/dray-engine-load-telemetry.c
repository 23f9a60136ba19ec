/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-load-private.h"

#include "dray-store-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* The positions' file lies beside the workspace and is made with it. Nothing else stands on it: where it is damaged it is put aside as it
 * is, and a new one begun, so that the records open. */

/* A file that isn't there is no failure: a write-ahead log is there only sometimes. */
static gboolean
move_file (const char  *from,
           const char  *to,
           const char  *suffix,
           GError     **error)
{
  g_autofree char *source = g_strconcat (from, suffix, NULL), *target = g_strconcat (to, suffix, NULL);

  if (g_rename (source, target) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("%s could not be put aside: %s"), source, g_strerror (errno));
  return FALSE;
}

/* Puts the file where nobody looks for one, under a name that says what it is, and leaves the words about it in @self. */
static gboolean
set_aside (DrayEngineLoad  *self,
           const char      *folder,
           const char      *path,
           const GError    *damage,
           GError         **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "telemetry-damaged-%Y%m%d-%H%M%S.dray");
  g_autofree char *target = g_build_filename (folder, name, NULL);

  if (!move_file (path, target, "-wal", error) || !move_file (path, target, "-shm", error) || !move_file (path, target, "", error))
    return FALSE;
  self->notice = g_strdup_printf (_("The positions of the past could not be read (%s). They are kept in %s; new ones are written to a new file."),
                                  damage->message, name);
  return TRUE;
}

/**
 * dray_engine_load_telemetry:
 *
 * Blocks: for the reader's thread.
 */
gboolean
dray_engine_load_telemetry (DrayEngineLoad  *self,
                            const char      *folder,
                            GError         **error)
{
  g_autofree char *path = g_build_filename (folder, DRAY_TELEMETRY_FILE, NULL);
  g_autofree DrayId *ids = g_new (DrayId, self->trucks->len + 1);
  g_autoptr (GError) damage = NULL;

  for (guint i = 0; i < self->trucks->len; i++)
    ids[i] = g_array_index (self->trucks, DrayLoadedTruck, i).id;
  self->numbers = g_new (guint32, self->trucks->len + 1);
  self->telemetry = dray_telemetry_open (path, DRAY_DATABASE_CREATE, &damage);
  if (self->telemetry != NULL && dray_telemetry_put_trucks (self->telemetry, ids, self->trucks->len, self->numbers, &damage))
    return TRUE;
  g_clear_pointer (&self->telemetry, dray_telemetry_free);
  if (!g_error_matches (damage, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT)) {
    g_propagate_error (error, g_steal_pointer (&damage));
    return FALSE;
  }
  if (!set_aside (self, folder, path, damage, error))
    return FALSE;
  self->telemetry = dray_telemetry_open (path, DRAY_DATABASE_CREATE, error);
  return self->telemetry != NULL && dray_telemetry_put_trucks (self->telemetry, ids, self->trucks->len, self->numbers, error);
}
