/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"
#include "dray-route.h"
#include "dray-stop.h"

/* A route that is released while the engine runs, here or by a colleague elsewhere, becomes what the truck is followed along and, in a
 * demo, what its driver drives. So does a route that another release took a stop from: a truck that was helped out no longer stands at what
 * the other has taken over.
 *
 * Releases that go out together are read once all of them are in: between two of them a stop is on both routes or on none, and what a reader
 * would see hung on which of the threads was quicker. */

typedef struct {
  DrayWorkspace *workspace;
  DrayRegion    *region;     /* (nullable) */
  DrayId         route;
  guint          index;
  guint          n_done;
  DrayLiveRoute *loaded;     /* (nullable) */
} Reload;

static void
reload_free (Reload *self)
{
  g_object_unref (self->workspace);
  g_clear_pointer (&self->region, dray_region_unref);
  g_clear_pointer (&self->loaded, dray_live_route_unref);
  g_free (self);
}

static void
reload (GTask        *task,
        gpointer      source G_GNUC_UNUSED,
        gpointer      task_data,
        GCancellable *cancellable G_GNUC_UNUSED)
{
  Reload *self = task_data;
  GError *error = NULL;

  self->loaded = dray_engine_load_route (dray_workspace_get_store (self->workspace, FALSE), self->region, &self->route, self->index, &self->n_done, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_reloaded (GObject      *source,
             GAsyncResult *result,
             gpointer      data G_GNUC_UNUSED)
{
  DrayEngine *self = DRAY_ENGINE (source);
  Reload *reloaded = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->n_submitting--;
  if (self->ingest == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_signal_emit_by_name (self, "failed", error);
    dray_engine_play_on (self);
    return;
  }
  g_clear_pointer (&self->routes->pdata[reloaded->index], dray_live_route_unref);
  self->routes->pdata[reloaded->index] = reloaded->loaded != NULL ? dray_live_route_ref (reloaded->loaded) : NULL;
  dray_ingest_set_route (self->ingest, reloaded->index, reloaded->loaded, reloaded->n_done);
  if (self->demo != NULL)
    dray_engine_demo_set_route (self->demo, reloaded->index, reloaded->loaded, reloaded->n_done);
  dray_engine_play_on (self);
}

/* The truck of a release: its first one writes the truck, a later one is a route that is followed already. */
static int
find_truck (DrayEngine   *self,
            const GArray *effects,
            const DrayId *route)
{
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);
    DrayLiveTruck *truck;

    if (effect->table != &dray_route_table || effect->field != DRAY_ROUTE_TRUCK || !dray_id_equal (&effect->id, route) || effect->after.kind != DRAY_VALUE_ID)
      continue;
    truck = dray_live_fleet_find_truck (self->fleet, &effect->after.id);
    return truck != NULL ? (int) dray_live_truck_get_index (truck) : -1;
  }
  for (guint i = 0; i < self->routes->len; i++)
    if (self->routes->pdata[i] != NULL && dray_id_equal (&((DrayLiveRoute *) self->routes->pdata[i])->id, route))
      return (int) i;
  return -1;
}

/* A truck that is out on another route goes on with that one; the new one is found when the workspace is opened next, or released again. */
static gboolean
is_busy (DrayEngine   *self,
         int           truck,
         const DrayId *route)
{
  const DrayLiveRoute *drives = self->routes->pdata[truck];
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);

  return drives != NULL && !dray_id_equal (&drives->id, route) && columns->states[truck] != DRAY_TRUCK_PARKED;
}

static void
follow (DrayEngine   *self,
        const DrayId *route,
        int           truck)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_reloaded, NULL);
  Reload *work = g_new0 (Reload, 1);

  work->workspace = g_object_ref (self->workspace);
  work->region = self->region != NULL ? dray_region_ref (self->region) : NULL;
  work->route = *route;
  work->index = (guint) truck;
  g_task_set_task_data (task, work, (GDestroyNotify) reload_free);
  self->n_submitting++;
  dray_workspace_run_async (self->workspace, FALSE, task, reload);
}

typedef struct {
  DrayId route;
  int    truck;
} Due;

static void
add_due (DrayEngine   *self,
         const DrayId *route,
         int           truck)
{
  Due due = { *route, truck };

  if (truck < 0 || is_busy (self, truck, route))
    return;
  for (guint i = 0; i < self->due_routes->len; i++) {
    if (g_array_index (self->due_routes, Due, i).truck != truck)
      continue;
    g_array_index (self->due_routes, Due, i) = due;
    return;
  }
  g_array_append_val (self->due_routes, due);
}

/* Reads again what was released, unless more of the same release is on its way. */
void
dray_engine_follow_due (DrayEngine *self)
{
  if (self->n_releasing > 0 || self->ingest == NULL || self->due_routes == NULL)
    return;
  for (guint i = 0; i < self->due_routes->len; i++) {
    const Due *due = &g_array_index (self->due_routes, Due, i);

    follow (self, &due->route, due->truck);
  }
  g_array_set_size (self->due_routes, 0);
}

static void
on_changed (DrayWorkspace *workspace G_GNUC_UNUSED,
            GArray        *effects,
            DrayEngine    *self)
{
  for (guint i = 0; i < effects->len && self->ingest != NULL; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    if (effect->table == &dray_route_table && effect->field == DRAY_ROUTE_RELEASE)
      add_due (self, &effect->id, find_truck (self, effects, &effect->id));
    else if (effect->table == &dray_stop_table && effect->field == DRAY_STOP_ROUTE && effect->before.kind == DRAY_VALUE_ID)
      add_due (self, &effect->before.id, find_truck (self, effects, &effect->before.id));
  }
  dray_engine_follow_due (self);
}

void
dray_engine_follow_releases (DrayEngine *self)
{
  self->due_routes = g_array_new (FALSE, FALSE, sizeof (Due));
  g_signal_connect_object (self->workspace, "changed", G_CALLBACK (on_changed), self, 0);
}
