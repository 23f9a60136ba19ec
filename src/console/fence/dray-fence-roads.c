/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-roads.h"

#include "dray-road-path.h"

#include <glib/gi18n.h>

/* Every way counts that any vehicle may drive: a fence is laid along a road, not driven. */
#define PROFILE ((DrayVehicleProfile) { .kind = DRAY_VEHICLE_CAR })

struct _DrayFenceRoads {
  GObject     parent_instance;

  DrayRegion *region;    /* owned; NULL where there is none */
  gboolean    ready;
};

G_DEFINE_FINAL_TYPE (DrayFenceRoads, dray_fence_roads, G_TYPE_OBJECT)

typedef struct {
  DrayGeoPoint from;
  DrayGeoPoint to;
} Ends;

static void
dray_fence_roads_finalize (GObject *object)
{
  g_clear_pointer (&DRAY_FENCE_ROADS (object)->region, dray_region_unref);

  G_OBJECT_CLASS (dray_fence_roads_parent_class)->finalize (object);
}

static void
dray_fence_roads_class_init (DrayFenceRoadsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_fence_roads_finalize;
}

static void
dray_fence_roads_init (DrayFenceRoads *self)
{
}

static void
prepare (GTask        *task,
         gpointer      source,
         gpointer      task_data,
         GCancellable *cancellable)
{
  DrayVehicleProfile profile = PROFILE;
  GError *error = NULL;

  if (dray_region_prepare (task_data, &profile, DRAY_ROAD_ANY_TIME, 1, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_prepared (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GError) error = NULL;

  DRAY_FENCE_ROADS (source)->ready = g_task_propagate_boolean (G_TASK (result), &error);
  if (error != NULL)
    g_message ("Fences don’t snap to roads: %s", error->message);
}

/* @region: (nullable) */
DrayFenceRoads *
dray_fence_roads_new (DrayRegion *region)
{
  DrayFenceRoads *self = g_object_new (DRAY_TYPE_FENCE_ROADS, NULL);
  g_autoptr (GTask) task = NULL;

  if (region == NULL)
    return self;
  self->region = dray_region_ref (region);
  task = g_task_new (self, NULL, on_prepared, NULL);
  g_task_set_task_data (task, dray_region_ref (region), (GDestroyNotify) dray_region_unref);
  g_task_run_in_thread (task, prepare);
  return self;
}

/* Returns: whether a road lies that near */
gboolean
dray_fence_roads_snap (DrayFenceRoads *self,
                       DrayGeoPoint    at,
                       double          radius_m,
                       DrayGeoPoint   *on_road)
{
  g_return_val_if_fail (DRAY_IS_FENCE_ROADS (self), FALSE);

  DrayRegionSnapOptions options = { .heading_deg = -1, .kerb = FALSE, .radius_m = MAX (radius_m, 0.1) };
  DrayVehicleProfile profile = PROFILE;
  DrayRegionSnap snap;

  if (!self->ready || !dray_region_snap (self->region, &profile, at.lon_e7, at.lat_e7, &options, &snap, NULL))
    return FALSE;
  *on_road = (DrayGeoPoint) { snap.lon_e7, snap.lat_e7 };
  return TRUE;
}

static GArray *
find_way (DrayRegion    *region,
          const Ends    *ends,
          GCancellable  *cancellable,
          GError       **error)
{
  DrayRegionSnapOptions options = { .heading_deg = -1, .kerb = FALSE };
  DrayVehicleProfile profile = PROFILE;
  DrayRegionSnap from, to;
  g_autoptr (DrayRoadPath) path = NULL;
  GArray *way;

  if (!dray_region_snap (region, &profile, ends->from.lon_e7, ends->from.lat_e7, &options, &from, error)
      || !dray_region_snap (region, &profile, ends->to.lon_e7, ends->to.lat_e7, &options, &to, error))
    return NULL;
  path = dray_road_path_find (region, &profile, DRAY_ROAD_ANY_TIME, &from, &to, cancellable, error);
  if (path == NULL)
    return NULL;
  way = g_array_new (FALSE, FALSE, sizeof (DrayGeoPoint));
  for (guint i = 0; i < path->n_points; i++) {
    DrayGeoPoint point = { path->points[i].lon_e7, path->points[i].lat_e7 };

    g_array_append_val (way, point);
  }
  return way;
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      task_data,
     GCancellable *cancellable)
{
  GError *error = NULL;
  GArray *way = find_way (DRAY_FENCE_ROADS (source)->region, task_data, cancellable, &error);

  if (way != NULL)
    g_task_return_pointer (task, way, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

/* The way along the road between two points, as it is driven. */
void
dray_fence_roads_find_way_async (DrayFenceRoads      *self,
                                 DrayGeoPoint         from,
                                 DrayGeoPoint         to,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Ends ends = { from, to };

  g_return_if_fail (DRAY_IS_FENCE_ROADS (self));

  g_task_set_source_tag (task, dray_fence_roads_find_way_async);
  if (self->region == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", _("The workspace has no region, so the corridor goes straight"));
    return;
  }
  g_task_set_task_data (task, g_memdup2 (&ends, sizeof ends), g_free);
  g_task_run_in_thread (task, run);
}

/* Returns: (transfer full) (element-type DrayGeoPoint) */
GArray *
dray_fence_roads_find_way_finish (DrayFenceRoads  *self,
                                  GAsyncResult    *result,
                                  GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
