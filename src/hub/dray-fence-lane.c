/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Fences on the hub. The fixes that the lane accepts are held against the fences of their tenant, so that an event is recorded when no
 * console is there to see it; its id comes from what happened alone, so that a console that saw it too has recorded the same one.
 *
 * Trucks and fences are read on the tenant's reading thread when its first fix comes, and again after a commit that touched one of
 * them, never twice at a time. What was read takes the place of the old under the lane's mutex. */

#include "dray-fence-load.h"
#include "dray-fence-operations.h"
#include "dray-fence-truck.h"
#include "dray-fence-vertex.h"
#include "dray-fence.h"
#include "dray-fix-lane-private.h"
#include "dray-truck.h"

typedef struct {
  DrayFixLane *lane;
  Fleet       *fleet;
} Reading;

/* Under the mutex, from within dray_fence_watch_take_fix(). */
static void
on_event (const DrayFenceEvent *event,
          gpointer              data)
{
  Fleet *fleet = data;
  const DrayId *truck = &g_array_index (fleet->ids, DrayId, event->truck);

  fleet->n_events++;
  dray_tenant_write (fleet->tenant, NULL, dray_fence_record_new (fleet->schema, truck, event), NULL, NULL);
}

static gboolean
number_trucks (DrayTelemetry  *telemetry,
               gpointer        data,
               GError        **error)
{
  GArray *ids = data;
  g_autofree guint32 *numbers = g_new (guint32, ids->len);

  return dray_telemetry_put_trucks (telemetry, (const DrayId *) (gpointer) ids->data, ids->len, numbers, error);
}

/* Gives every truck of the records its number at once: one commit, and not one at each truck's first fix. The mutex is held. */
static void
add_trucks (Fleet     *fleet,
            GPtrArray *rows)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (DrayId));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < rows->len; i++) {
    const DrayRow *row = rows->pdata[i];

    if (!g_hash_table_contains (fleet->trucks, &row->id))
      g_array_append_val (ids, row->id);
  }
  if (ids->len == 0 || fleet->writer == NULL)
    return;
  if (!dray_telemetry_writer_run (fleet->writer, number_trucks, ids, &error)) {
    g_warning ("trucks can't be added to the history: %s", error->message);
    return;
  }
  for (guint i = 0; i < ids->len; i++)
    dray_fix_lane_add_truck (fleet, &g_array_index (ids, DrayId, i));
}

/* Returns: (transfer full): DrayId of a truck → its index plus one */
static GHashTable *
list_indices (Fleet *fleet)
{
  GHashTable *indices = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);

  for (guint i = 0; i < fleet->ids->len; i++)
    g_hash_table_insert (indices, g_memdup2 (&g_array_index (fleet->ids, DrayId, i), sizeof (DrayId)), GUINT_TO_POINTER (i + 1));
  return indices;
}

static GHashTable *
take_trucks (Reading    *reading,
             DrayStore  *store,
             GError    **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_truck_table);
  g_autoptr (GPtrArray) rows = dray_store_select (store, query, error);
  GHashTable *indices = NULL;

  if (rows == NULL)
    return NULL;
  g_mutex_lock (&reading->lane->mutex);
  add_trucks (reading->fleet, rows);
  indices = list_indices (reading->fleet);
  g_mutex_unlock (&reading->lane->mutex);
  return indices;
}

/* On the reading thread. */
static void
read_fences (DrayTenant *tenant,
             DrayStore  *store,
             gpointer    data)
{
  g_autofree Reading *reading = data;
  Fleet *fleet = reading->fleet;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) indices = store != NULL ? take_trucks (reading, store, &error) : NULL;
  g_autoptr (DrayFenceSet) fences = indices != NULL ? dray_fence_set_load (store, indices, &error) : NULL;

  if (fences == NULL)
    g_warning ("fences can't be read: %s", error != NULL ? error->message : "no file");
  g_mutex_lock (&reading->lane->mutex);
  fleet->is_reading = FALSE;
  if (fences != NULL)
    dray_fence_watch_set_fences (fleet->watch, fences);
  if (fleet->is_stale)
    dray_fix_lane_read_fences (reading->lane, fleet);
  g_mutex_unlock (&reading->lane->mutex);
}

/* Reads trucks and fences, soon. The mutex is held. */
void
dray_fix_lane_read_fences (DrayFixLane *self,
                           Fleet       *fleet)
{
  Reading *reading;

  fleet->is_stale = fleet->is_reading;
  if (fleet->is_reading || self->is_stopped || fleet->tenant == NULL)
    return;
  fleet->is_reading = TRUE;
  reading = g_new0 (Reading, 1);
  *reading = (Reading) { self, fleet };
  dray_tenant_run (fleet->tenant, FALSE, read_fences, reading);
}

static gboolean
is_about_fences (const DrayEffect *effect)
{
  const DrayTable *table = effect->table;

  return table == &dray_fence_table || table == &dray_fence_vertex_table || table == &dray_fence_truck_table || table == &dray_truck_table;
}

/* On the tenant's writing thread, after a commit. */
void
dray_fix_lane_look_at (DrayFixLane       *self,
                       DrayTenant        *tenant,
                       const DrayEffects *effects)
{
  guint i = 0;
  Fleet *fleet;

  while (i < effects->len && !is_about_fences (dray_effects_get (effects, i)))
    i++;
  if (i == effects->len)
    return;
  g_mutex_lock (&self->mutex);
  fleet = g_hash_table_lookup (self->fleets, dray_tenant_get_id (tenant));
  if (fleet != NULL)
    dray_fix_lane_read_fences (self, fleet);
  g_mutex_unlock (&self->mutex);
}

/* When a fleet is opened. The mutex is held. */
void
dray_fix_lane_begin_fences (DrayFixLane  *self,
                            const DrayId *tenant,
                            Fleet        *fleet)
{
  fleet->tenant = g_hash_table_lookup (self->hub->tenants, tenant);
  fleet->schema = self->hub->schema;
  fleet->watch = dray_fence_watch_new (fleet->n_gate, on_event, fleet);
  dray_fix_lane_read_fences (self, fleet);
}

/* What the fences of all tenants told since the start. */
guint64
dray_fix_lane_count_events (DrayFixLane *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer fleet;
  guint64 n = 0;

  g_hash_table_iter_init (&iter, self->fleets);
  while (g_hash_table_iter_next (&iter, NULL, &fleet))
    n += ((Fleet *) fleet)->n_events;
  return n;
}
