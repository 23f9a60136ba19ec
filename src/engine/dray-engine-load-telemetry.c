/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-load-private.h"

/* The positions' file lies beside the workspace and is made with it. */

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

  for (guint i = 0; i < self->trucks->len; i++)
    ids[i] = g_array_index (self->trucks, DrayLoadedTruck, i).id;
  self->numbers = g_new (guint32, self->trucks->len + 1);
  self->telemetry = dray_telemetry_open (path, DRAY_DATABASE_CREATE, error);
  return self->telemetry != NULL && dray_telemetry_put_trucks (self->telemetry, ids, self->trucks->len, self->numbers, error);
}
