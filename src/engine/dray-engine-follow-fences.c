/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"

#include "dray-fence-load.h"
#include "dray-fence-truck.h"
#include "dray-fence-vertex.h"
#include "dray-fence.h"

/* A fence that is drawn, changed or taken away while the engine runs, here or by a colleague elsewhere, is watched from then on as its
 * records say, and closes its roads in the next plan. All of them are read again after a commit that touched one, never twice at a
 * time: what an edit costs then is a moment of the reader's thread. */

typedef struct {
  DrayWorkspace  *workspace;
  GHashTable     *indices;   /* DrayId of a truck → its index plus one */
  DrayId         *ids;       /* [n_trucks] */
  DrayFenceSet   *fences;
} Reading;

static void read_fences (DrayEngine *self);

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->workspace);
  g_hash_table_unref (reading->indices);
  g_free (reading->ids);
  g_clear_pointer (&reading->fences, dray_fence_set_unref);
  g_free (reading);
}

static void
run (GTask        *task,
     gpointer      source G_GNUC_UNUSED,
     gpointer      task_data,
     GCancellable *cancellable G_GNUC_UNUSED)
{
  Reading *reading = task_data;
  GError *error = NULL;

  reading->fences = dray_fence_set_load (dray_workspace_get_store (reading->workspace, FALSE), reading->indices, &error);
  if (reading->fences != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data G_GNUC_UNUSED)
{
  DrayEngine *self = DRAY_ENGINE (source);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  self->n_submitting--;
  self->fences_reading = FALSE;
  if (self->ingest == NULL)
    return;
  if (done)
    dray_engine_take_fences (self, reading->fences);
  else
    g_signal_emit_by_name (self, "failed", error);
  if (self->fences_stale)
    read_fences (self);
  else
    dray_engine_play_on (self);
}

static void
read_fences (DrayEngine *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_read, NULL);
  Reading *reading = g_new0 (Reading, 1);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->fleet));

  reading->workspace = g_object_ref (self->workspace);
  reading->indices = g_hash_table_new (dray_id_hash, dray_id_equal);
  reading->ids = g_new (DrayId, n + 1);
  for (guint i = 0; i < n; i++) {
    reading->ids[i] = *dray_live_truck_get_id (dray_live_fleet_get_truck (self->fleet, i));
    g_hash_table_insert (reading->indices, &reading->ids[i], GUINT_TO_POINTER (i + 1));
  }
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  self->fences_reading = TRUE;
  self->fences_stale = FALSE;
  self->n_submitting++;
  dray_workspace_run_async (self->workspace, FALSE, task, run);
}

static void
on_changed (DrayWorkspace *workspace G_GNUC_UNUSED,
            GArray        *effects,
            DrayEngine    *self)
{
  for (guint i = 0; i < effects->len && self->ingest != NULL; i++) {
    const DrayTable *table = dray_effects_get (effects, i)->table;

    if (table != &dray_fence_table && table != &dray_fence_vertex_table && table != &dray_fence_truck_table)
      continue;
    if (self->fences_reading)
      self->fences_stale = TRUE;
    else
      read_fences (self);
    return;
  }
}

/* Once the fleet stands. */
void
dray_engine_follow_fences (DrayEngine *self)
{
  g_signal_connect_object (self->workspace, "changed", G_CALLBACK (on_changed), self, 0);
}
