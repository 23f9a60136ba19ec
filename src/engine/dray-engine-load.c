/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-driver.h"
#include "dray-engine-load-private.h"

#include "dray-fence-load.h"
#include "dray-geo-point.h"
#include "dray-operating-day.h"
#include "dray-road-path.h"
#include "dray-route.h"
#include "dray-shift.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"

#include <stdlib.h>

/* Reads what the live fleet begins with: the trucks, who drives them on the operating day of their depot, and the routes that were
 * released for it, each with its path on the road. Nothing here outlives the reading but the result. */

typedef struct {
  DrayStore      *store;
  DrayRegion     *region;
  gint64          now_us;
  GHashTable     *sites;    /* DrayId → DrayRow */
  GHashTable     *drivers;  /* DrayId → DrayRow */
  GHashTable     *shifts;   /* DrayId of the truck → DrayRow: of the day */
  GHashTable     *indices;  /* DrayId of the truck → its index plus one */
  DrayEngineLoad *load;
} Loader;

static GPtrArray *
select_all (Loader          *self,
            const DrayTable *table,
            GError         **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);

  return dray_store_select (self->store, query, error);
}

/* All living rows of a table by the id in @field, or by their own where that is negative. */
static GHashTable *
index_rows (GPtrArray *rows,
            int        field)
{
  GHashTable *index = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, (GDestroyNotify) dray_row_unref);

  for (guint i = 0; i < rows->len; i++) {
    DrayRow *row = rows->pdata[i];
    DrayId id = field < 0 ? row->id : dray_row_get_id (row, field);

    g_hash_table_insert (index, g_memdup2 (&id, sizeof id), dray_row_ref (row));
  }
  return index;
}

static const DrayRow *
find (GHashTable   *index,
      DrayId        id)
{
  return g_hash_table_lookup (index, &id);
}

static GTimeZone *
depot_zone (const DrayRow *depot)
{
  const char *name = depot != NULL ? dray_row_get_text (depot, DRAY_SITE_ZONE) : NULL;
  GTimeZone *zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

/* The operating day that is now at a depot. */
static gint64
day_at (Loader *self,
        DrayId  depot_id)
{
  const DrayRow *depot = find (self->sites, depot_id);
  g_autoptr (GTimeZone) zone = depot_zone (depot);

  return dray_operating_day_of (zone, depot != NULL ? (int) dray_row_get_integer (depot, DRAY_SITE_DAY_START_S) : 0, self->now_us);
}

static gboolean
read_shifts (Loader *self,
             GError **error)
{
  g_autoptr (GPtrArray) rows = select_all (self, &dray_shift_table, error);

  if (rows == NULL)
    return FALSE;
  self->shifts = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, (GDestroyNotify) dray_row_unref);
  for (guint i = 0; i < rows->len; i++) {
    DrayRow *shift = rows->pdata[i];
    DrayId truck = dray_row_get_id (shift, DRAY_SHIFT_TRUCK);

    if (dray_row_get_integer (shift, DRAY_SHIFT_DAY) == day_at (self, dray_row_get_id (shift, DRAY_SHIFT_DEPOT)))
      g_hash_table_insert (self->shifts, g_memdup2 (&truck, sizeof truck), dray_row_ref (shift));
  }
  return TRUE;
}

static gboolean
read_indices (Loader *self,
              GError **error)
{
  g_autoptr (GPtrArray) sites = select_all (self, &dray_site_table, error);
  g_autoptr (GPtrArray) drivers = sites != NULL ? select_all (self, &dray_driver_table, error) : NULL;

  if (drivers == NULL)
    return FALSE;
  self->sites = index_rows (sites, -1);
  self->drivers = index_rows (drivers, -1);
  return read_shifts (self, error);
}

static char *
dup_text (const DrayRow *row,
          int            field)
{
  return row != NULL ? g_strdup (dray_row_get_text (row, field)) : NULL;
}

static void
add_truck (Loader        *self,
           const DrayRow *row)
{
  const DrayRow *depot = find (self->sites, dray_row_get_id (row, DRAY_TRUCK_DEPOT)), *shift = find (self->shifts, row->id);
  const DrayRow *driver = shift != NULL ? find (self->drivers, dray_row_get_id (shift, DRAY_SHIFT_DRIVER)) : NULL;
  DrayLoadedTruck truck = {
    .id = row->id,
    .depot_id = dray_row_get_id (row, DRAY_TRUCK_DEPOT),
    .number = dup_text (row, DRAY_TRUCK_NUMBER),
    .plate = dup_text (row, DRAY_TRUCK_PLATE),
    .driver = dup_text (driver, DRAY_DRIVER_NAME),
    .depot = dup_text (depot, DRAY_SITE_NAME),
    .left_us = DRAY_NEVER,
    .arrived_us = DRAY_NEVER,
  };

  if (depot != NULL) {
    truck.depot_lon_e7 = (int) dray_row_get_integer (depot, DRAY_SITE_LON_E7);
    truck.depot_lat_e7 = (int) dray_row_get_integer (depot, DRAY_SITE_LAT_E7);
  }
  g_array_append_val (self->load->trucks, truck);
}

/* Numbers as numbers, so that 9 stands before 12; what is none behind them. */
static int
compare_trucks (gconstpointer a,
                gconstpointer b)
{
  const DrayLoadedTruck *x = a, *y = b;
  int left = atoi (x->number), right = atoi (y->number);

  if (left != right)
    return left < right ? -1 : 1;
  return g_strcmp0 (x->number, y->number);
}

static gboolean
read_trucks (Loader *self,
             GError **error)
{
  g_autoptr (GPtrArray) rows = select_all (self, &dray_truck_table, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    add_truck (self, rows->pdata[i]);
  g_array_sort (self->load->trucks, compare_trucks);
  self->indices = g_hash_table_new (dray_id_hash, dray_id_equal);
  for (guint i = 0; i < rows->len; i++)
    g_hash_table_insert (self->indices, &g_array_index (self->load->trucks, DrayLoadedTruck, i).id, GUINT_TO_POINTER (i + 1));
  return TRUE;
}

static gint64
instant (const DrayRow *row,
         int            field)
{
  return row != NULL ? dray_row_get_integer (row, field) : DRAY_NEVER;
}

static void
add_stop (Loader        *self,
          DrayLiveRoute *route,
          const DrayRow *row,
          const DrayRow *task)
{
  const DrayRow *site = find (self->sites, dray_row_get_id (row, DRAY_STOP_SITE));
  DrayLiveStop stop = {
    .id = row->id,
    .name = site != NULL ? dray_row_get_text (site, DRAY_SITE_NAME) : NULL,
    .address = site != NULL ? dray_row_get_text (site, DRAY_SITE_ADDRESS) : NULL,
    .lon_e7 = site != NULL ? (int) dray_row_get_integer (site, DRAY_SITE_LON_E7) : 0,
    .lat_e7 = site != NULL ? (int) dray_row_get_integer (site, DRAY_SITE_LAT_E7) : 0,
    .open_us = instant (task, DRAY_TASK_WINDOW_OPEN_US),
    .close_us = instant (task, DRAY_TASK_WINDOW_CLOSE_US),
    .planned_us = instant (row, DRAY_STOP_PLANNED_US),
    .service_s = task != NULL ? (int) dray_row_get_integer (task, DRAY_TASK_SERVICE_S) : 0,
  };

  dray_live_route_add_stop (route, &stop);
}

/* The signs that a truck obeys, from its record. */
static DrayVehicleProfile
make_profile (const DrayRow *truck)
{
  DrayVehicleProfile profile = { .kind = DRAY_VEHICLE_TRUCK };

  if (truck != NULL) {
    profile.height_cm = (int) dray_row_get_integer (truck, DRAY_TRUCK_HEIGHT_MM) / 10;
    profile.width_cm = (int) dray_row_get_integer (truck, DRAY_TRUCK_WIDTH_MM) / 10;
    profile.length_cm = (int) dray_row_get_integer (truck, DRAY_TRUCK_LENGTH_MM) / 10;
    profile.weight_kg = (int) dray_row_get_integer (truck, DRAY_TRUCK_GROSS_KG);
    profile.axle_kg = (int) dray_row_get_integer (truck, DRAY_TRUCK_AXLE_LOAD_KG);
  }
  return profile;
}

typedef struct {
  int lon_e7;
  int lat_e7;
} Place;

/* A straight line at 50 km/h stands for the way where no road is known, so that a truck whose region is lost, or whose stop no road
 * reaches, still has its stops on the map. */
static void
add_straight_leg (DrayLiveRoute *route,
                  Place          from,
                  Place          to)
{
  int lon_e7[2] = { from.lon_e7, to.lon_e7 }, lat_e7[2] = { from.lat_e7, to.lat_e7 };
  double metres = dray_geo_point_distance_m ((DrayGeoPoint) { from.lon_e7, from.lat_e7 }, (DrayGeoPoint) { to.lon_e7, to.lat_e7 });

  dray_live_route_add_leg (route, lon_e7, lat_e7, 2, metres * 3.6 / 50.0);
}

static DrayRoadPath *
find_path (Loader                   *self,
           const DrayVehicleProfile *profile,
           Place                     from,
           Place                     to)
{
  DrayRegionSnap start, end;

  if (self->region == NULL || !dray_region_snap (self->region, profile, from.lon_e7, from.lat_e7, &DRAY_REGION_SNAP_OPTIONS, &start, NULL)
      || !dray_region_snap (self->region, profile, to.lon_e7, to.lat_e7, &DRAY_REGION_SNAP_OPTIONS, &end, NULL))
    return NULL;
  return dray_road_path_find (self->region, profile, DRAY_ROAD_ANY_TIME, &start, &end, NULL, NULL);
}

static void
add_leg (Loader                   *self,
         DrayLiveRoute            *route,
         const DrayVehicleProfile *profile,
         Place                     from,
         Place                     to)
{
  g_autoptr (DrayRoadPath) path = find_path (self, profile, from, to);
  g_autofree int *lon_e7 = NULL, *lat_e7 = NULL;

  if (path == NULL || path->n_points == 0) {
    add_straight_leg (route, from, to);
    return;
  }
  lon_e7 = g_new (int, path->n_points);
  lat_e7 = g_new (int, path->n_points);
  for (guint i = 0; i < path->n_points; i++) {
    lon_e7[i] = path->points[i].lon_e7;
    lat_e7[i] = path->points[i].lat_e7;
  }
  dray_live_route_add_leg (route, lon_e7, lat_e7, path->n_points, path->duration_ms / 1000.0);
}

static Place
place_of (const DrayRow *site)
{
  return site != NULL ? (Place) { (int) dray_row_get_integer (site, DRAY_SITE_LON_E7), (int) dray_row_get_integer (site, DRAY_SITE_LAT_E7) } : (Place) { 0, 0 };
}

static GPtrArray *
select_stops (Loader        *self,
              const DrayRow *route,
              GError       **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_stop_table);

  dray_query_where_id (query, DRAY_STOP_ROUTE, &route->id);
  dray_query_order_by (query, DRAY_STOP_RANK, FALSE);
  return dray_store_select (self->store, query, error);
}

/* Where the truck is on its route by its records. */
static void
note_progress (Loader        *self,
               guint          truck,
               const DrayRow *stop)
{
  DrayLoadedTruck *loaded = self->load != NULL ? &g_array_index (self->load->trucks, DrayLoadedTruck, truck) : NULL;
  gboolean has_arrived = dray_row_has (stop, DRAY_STOP_ARRIVED_US), has_left = dray_row_has (stop, DRAY_STOP_DEPARTED_US);
  gint64 last_us = has_left ? dray_row_get_integer (stop, DRAY_STOP_DEPARTED_US) : has_arrived ? dray_row_get_integer (stop, DRAY_STOP_ARRIVED_US) : DRAY_NEVER;

  if (loaded == NULL || last_us == DRAY_NEVER)
    return;
  loaded->left_us = has_left ? last_us : loaded->left_us;
  loaded->arrived_us = has_left ? DRAY_NEVER : last_us;
}

static DrayLiveRoute *
make_route (Loader        *self,
            guint          truck,
            const DrayRow *row,
            guint         *n_done,
            GError       **error)
{
  DrayId truck_id = dray_row_get_id (row, DRAY_ROUTE_TRUCK);
  g_autoptr (GPtrArray) stops = select_stops (self, row, error);
  g_autoptr (DrayRow) truck_row = stops != NULL ? dray_store_get_row (self->store, &dray_truck_table, &truck_id, error) : NULL;
  g_autoptr (DrayLiveRoute) route = dray_live_route_new (&row->id, truck, instant (row, DRAY_ROUTE_START_US));
  Place depot = place_of (find (self->sites, dray_row_get_id (row, DRAY_ROUTE_DEPOT))), at = depot;

  if (truck_row == NULL)
    return NULL;

  DrayVehicleProfile profile = make_profile (truck_row);
  for (guint i = 0; i < stops->len; i++) {
    DrayRow *stop = stops->pdata[i];
    DrayId task_id = dray_row_get_id (stop, DRAY_STOP_TASK);
    g_autoptr (DrayRow) task = dray_store_get_row (self->store, &dray_task_table, &task_id, NULL);
    Place next = place_of (find (self->sites, dray_row_get_id (stop, DRAY_STOP_SITE)));

    add_leg (self, route, &profile, at, next);
    add_stop (self, route, stop, task);
    *n_done += dray_row_has (stop, DRAY_STOP_DEPARTED_US);
    note_progress (self, truck, stop);
    at = next;
  }
  add_leg (self, route, &profile, at, depot);
  return g_steal_pointer (&route);
}

/* Of today, or of a day before and not over yet: a night's route is still driven when its depot's day has ended. */
static gboolean
is_live (Loader        *self,
         const DrayRow *row)
{
  if (dray_row_get_integer (row, DRAY_ROUTE_DAY) == day_at (self, dray_row_get_id (row, DRAY_ROUTE_DEPOT)))
    return TRUE;
  return g_strcmp0 (dray_row_get_text (row, DRAY_ROUTE_STATUS), "under-way") == 0 && dray_row_get_integer (row, DRAY_ROUTE_START_US) <= self->now_us
         && self->now_us - dray_row_get_integer (row, DRAY_ROUTE_START_US) < DRAY_S_PER_DAY * DRAY_US_PER_S;
}

/* A truck with several routes in a day shows the one that it drives, or else the first that it will. */
static gboolean
read_route (Loader        *self,
            const DrayRow *row,
            GError       **error)
{
  DrayId truck_id = dray_row_get_id (row, DRAY_ROUTE_TRUCK);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->indices, &truck_id));
  const char *status = dray_row_get_text (row, DRAY_ROUTE_STATUS);

  if (index == 0 || g_strcmp0 (status, "closed") == 0 || g_strcmp0 (status, "finished") == 0)
    return TRUE;
  if (!is_live (self, row))
    return TRUE;

  DrayLoadedTruck *truck = &g_array_index (self->load->trucks, DrayLoadedTruck, index - 1);
  if (truck->route == NULL)
    truck->route = make_route (self, index - 1, row, &truck->n_done, error);
  return truck->route != NULL;
}

static gboolean
read_routes (Loader *self,
             GError **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_route_table);

  dray_query_order_by (query, DRAY_ROUTE_START_US, FALSE);
  g_autoptr (GPtrArray) rows = dray_store_select (self->store, query, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    if (!read_route (self, rows->pdata[i], error))
      return FALSE;
  }
  return rows != NULL;
}

/* The last that any truck is known to have done. */
static gboolean
read_last (Loader *self,
           GError **error)
{
  static const int fields[] = { DRAY_STOP_ARRIVED_US, DRAY_STOP_DEPARTED_US };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autoptr (DrayQuery) query = dray_query_new (&dray_stop_table);
    g_autoptr (GPtrArray) rows = NULL;

    dray_query_where (query, fields[i], DRAY_TEST_IS_SET, dray_value_none ());
    dray_query_order_by (query, fields[i], TRUE);
    dray_query_set_limit (query, 1);
    rows = dray_store_select (self->store, query, error);
    if (rows == NULL)
      return FALSE;
    if (rows->len > 0)
      self->load->last_us = MAX (self->load->last_us, dray_row_get_integer (rows->pdata[0], fields[i]));
  }
  return TRUE;
}

/**
 * dray_engine_load_route:
 * @truck: its index in the live fleet
 * @n_done: (out): how many of its stops are behind it
 *
 * Returns: (transfer full) (nullable): a released route; %NULL where it is over, without an error
 */
DrayLiveRoute *
dray_engine_load_route (DrayStore    *store,
                        DrayRegion   *region,
                        const DrayId *route,
                        guint         truck,
                        guint        *n_done,
                        GError      **error)
{
  Loader self = { .store = store, .region = region };
  g_autoptr (DrayRow) row = dray_store_get_row (store, &dray_route_table, route, error);
  g_autoptr (GPtrArray) sites = row != NULL ? select_all (&self, &dray_site_table, error) : NULL;
  DrayLiveRoute *made;

  *n_done = 0;
  if (sites == NULL || g_strcmp0 (dray_row_get_text (row, DRAY_ROUTE_STATUS), "closed") == 0)
    return NULL;
  self.sites = index_rows (sites, -1);
  made = make_route (&self, truck, row, n_done, error);
  g_hash_table_unref (self.sites);
  return made;
}

/**
 * dray_engine_load_new:
 * @region: (nullable): the roads; without them routes are straight lines
 * @now_us: the workspace's clock
 *
 * Reads what is live. Blocks: for the reader's thread.
 */
DrayEngineLoad *
dray_engine_load_new (DrayStore  *store,
                      DrayRegion *region,
                      gint64      now_us,
                      GError    **error)
{
  g_autoptr (DrayEngineLoad) load = g_new0 (DrayEngineLoad, 1);
  Loader self = { .store = store, .region = region, .now_us = now_us, .load = load };
  gboolean done;

  load->last_us = DRAY_NEVER;
  load->trucks = g_array_new (FALSE, TRUE, sizeof (DrayLoadedTruck));
  /* A demo that was open goes on where its records stand, which may be another day. */
  done = read_last (&self, error);
  self.now_us = MAX (self.now_us, load->last_us);
  done = done && read_indices (&self, error) && read_trucks (&self, error) && read_routes (&self, error)
         && (load->fences = dray_fence_set_load (store, self.indices, error)) != NULL;
  g_clear_pointer (&self.sites, g_hash_table_unref);
  g_clear_pointer (&self.drivers, g_hash_table_unref);
  g_clear_pointer (&self.shifts, g_hash_table_unref);
  g_clear_pointer (&self.indices, g_hash_table_unref);
  return done ? g_steal_pointer (&load) : NULL;
}

void
dray_engine_load_free (DrayEngineLoad *self)
{
  for (guint i = 0; i < self->trucks->len; i++) {
    DrayLoadedTruck *truck = &g_array_index (self->trucks, DrayLoadedTruck, i);

    g_free (truck->number);
    g_free (truck->plate);
    g_free (truck->driver);
    g_free (truck->depot);
    g_clear_pointer (&truck->route, dray_live_route_unref);
  }
  g_array_unref (self->trucks);
  g_clear_pointer (&self->fences, dray_fence_set_unref);
  g_clear_pointer (&self->telemetry, dray_telemetry_free);
  g_free (self->numbers);
  g_free (self->notice);
  g_free (self);
}
