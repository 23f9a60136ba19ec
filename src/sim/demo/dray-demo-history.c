/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county.h"
#include "dray-demo-past.h"
#include "dray-live-route.h"
#include "dray-road-path.h"
#include "dray-sim-fleet.h"
#include "dray-telemetry.h"
#include "dray-units.h"

/* Where the trucks were in the days before: on each working day every truck that has a driver goes round a few customers, driven by the
 * same simulation as today's. Two things are true of all of it, so that whoever looks must find them; docs/demo.md names them in
 * numbers: one dock is slow, and one truck leaves late. */

#define MAX_STOPS 6

/* Orders come by the weekday: most on Monday and Friday, least on Tuesday. */
static const int n_stops_of_day[8] = { 0, 6, 4, 5, 5, 6, 0, 0 };

/* What the journal took is free afterwards; little of it, so that the file is hardly larger than its segments. */
#define COMPACT_FIXES 50000

typedef struct {
  DrayDemo      *demo;
  DrayRegion    *region;
  DrayTelemetry *telemetry;
  GArray        *numbers;   /* (element-type guint32): by the demo's index of a truck */
  GArray        *fixes;     /* (element-type DrayFix): of the day so far */
  int            slow_site;
  DrayRandom     random;
  DrayDemoPast  *past;
} History;

/* The first supermarket: many go there. */
static int
find_slow_site (DrayDemo *self)
{
  gsize n_places;
  const DrayCountySite *places = dray_county_get_sites (self->county, &n_places);
  int site = self->n_depots;

  for (gsize i = 0; i < n_places; i++) {
    if (places[i].kind == DRAY_COUNTY_SITE_SUPERMARKET)
      return site;
    site += places[i].kind != DRAY_COUNTY_SITE_DEPOT;
  }
  return self->n_depots;
}

/* Returns: whether there is a way */
static gboolean
add_leg (History                  *self,
         DrayLiveRoute            *route,
         const DrayVehicleProfile *profile,
         int                       from,
         int                       to)
{
  const DrayDemoSite *a = &g_array_index (self->demo->sites, DrayDemoSite, from), *b = &g_array_index (self->demo->sites, DrayDemoSite, to);
  DrayRegionSnap start, end;
  g_autoptr (DrayRoadPath) path = NULL;
  g_autofree int *lon_e7 = NULL, *lat_e7 = NULL;

  if (!dray_region_snap (self->region, profile, a->lon_e7, a->lat_e7, &DRAY_REGION_SNAP_OPTIONS, &start, NULL)
      || !dray_region_snap (self->region, profile, b->lon_e7, b->lat_e7, &DRAY_REGION_SNAP_OPTIONS, &end, NULL))
    return FALSE;
  path = dray_road_path_find (self->region, profile, DRAY_ROAD_ANY_TIME, &start, &end, NULL, NULL);
  if (path == NULL || path->n_points < 2)
    return FALSE;
  lon_e7 = g_new (int, path->n_points);
  lat_e7 = g_new (int, path->n_points);
  for (guint i = 0; i < path->n_points; i++) {
    lon_e7[i] = path->points[i].lon_e7;
    lat_e7[i] = path->points[i].lat_e7;
  }
  dray_live_route_add_leg (route, lon_e7, lat_e7, path->n_points, path->duration_ms / 1000.0);
  return TRUE;
}

/* Every third round goes by the slow dock. */
static int
draw_site (History *self,
           guint    truck,
           int      stop,
           int      day)
{
  guint32 n_customers = self->demo->sites->len - (guint32) self->demo->n_depots;

  if (stop == 2 && (truck + (guint) day) % 3 == 0)
    return self->slow_site;
  return self->demo->n_depots + (int) dray_random_below (&self->random, n_customers);
}

static int
get_weekday (int day)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (DRAY_DEMO_DAY_US / DRAY_US_PER_S - day * DRAY_S_PER_DAY);

  return g_date_time_get_day_of_week (date);
}

/* A round that goes somewhere is driven, and recorded as planned for its @minute, whenever the truck will leave. */
static void
begin_round (History       *self,
             DraySimFleet  *fleet,
             guint          index,
             DrayLiveRoute *route,
             const int     *sites,
             gint64         planned_us)
{
  if (route->n_stops == 0)
    return;
  dray_sim_fleet_set_route (fleet, index, route);
  dray_demo_past_add_round (self->past, index, route, sites, planned_us);
}

static void
make_round (History      *self,
            DraySimFleet *fleet,
            guint         index,
            int           day,
            gint64        day_us)
{
  const DrayDemoTruck *truck = &g_array_index (self->demo->trucks, DrayDemoTruck, index);
  const DrayVehicleProfile *profile = &dray_demo_classes[truck->truck_class].profile;
  int minute = 5 * 60 + 15 * (int) dray_random_below (&self->random, 4), at = truck->depot, sites[MAX_STOPS];
  gint64 planned_us = day_us + minute * DRAY_S_PER_MINUTE * DRAY_US_PER_S, late_us = day_us + DRAY_DEMO_LATE_MINUTE * DRAY_S_PER_MINUTE * DRAY_US_PER_S;
  gint64 start_us = index + 1 == DRAY_DEMO_LATE_TRUCK ? late_us : planned_us;
  DrayId id = dray_id_derive ("round", &start_us, sizeof start_us);
  g_autoptr (DrayLiveRoute) route = dray_live_route_new (&id, index, start_us);

  for (int i = 0; i < n_stops_of_day[get_weekday (day)]; i++) {
    int site = draw_site (self, index, i, day);
    const DrayDemoSite *to = &g_array_index (self->demo->sites, DrayDemoSite, site);
    DrayLiveStop stop = { .id = to->id, .lon_e7 = to->lon_e7, .lat_e7 = to->lat_e7, .open_us = DRAY_NEVER, .close_us = DRAY_NEVER, .planned_us = DRAY_NEVER,
                          .service_s = 480 + 60 * (int) dray_random_below (&self->random, 12) };

    if (site == at || !add_leg (self, route, profile, at, site))
      continue;
    if (site == self->slow_site)
      stop.service_s = DRAY_DEMO_SLOW_SERVICE_S;
    sites[route->n_stops] = site;
    dray_live_route_add_stop (route, &stop);
    at = site;
  }
  if (at != truck->depot)
    add_leg (self, route, profile, at, truck->depot);
  begin_round (self, fleet, index, route, sites, planned_us);
}

static void
on_fixes (const DrayFix *fixes,
          gsize          n_fixes,
          gpointer       data)
{
  History *self = data;

  for (gsize i = 0; i < n_fixes; i++) {
    DrayFix fix = fixes[i];

    dray_demo_past_take_fix (self->past, &fix);
    fix.truck = g_array_index (self->numbers, guint32, fix.truck);
    g_array_append_val (self->fixes, fix);
  }
}

static gboolean
file_fixes (History  *self,
            GError  **error)
{
  gboolean done = dray_telemetry_append (self->telemetry, (const DrayFix *) (gconstpointer) self->fixes->data, self->fixes->len, error)
                  && (dray_telemetry_get_n_waiting (self->telemetry) < COMPACT_FIXES || dray_telemetry_compact (self->telemetry, error));

  g_array_set_size (self->fixes, 0);
  return done;
}

static gboolean
drive_day (History  *self,
           int       day,
           GError  **error)
{
  gint64 day_us = DRAY_DEMO_DAY_US - day * DRAY_S_PER_DAY * DRAY_US_PER_S, from_us = day_us + 5 * DRAY_S_PER_HOUR * DRAY_US_PER_S;
  DraySimSink sink = { .fixes = on_fixes, .data = self };
  DraySimFleet *fleet = dray_sim_fleet_new (self->demo->trucks->len, self->demo->options->seed * 1000 + (guint64) day, from_us, &sink);

  dray_demo_past_begin_day (self->past, day_us);
  for (guint i = 0; i < self->demo->trucks->len; i++) {
    const DrayDemoTruck *truck = &g_array_index (self->demo->trucks, DrayDemoTruck, i);
    const DrayDemoSite *depot = &g_array_index (self->demo->sites, DrayDemoSite, truck->depot);

    dray_sim_fleet_set_place (fleet, i, depot->lon_e7, depot->lat_e7);
    if (!dray_id_is_none (&truck->driver))
      make_round (self, fleet, i, day, day_us);
  }
  dray_sim_fleet_advance (fleet, day_us + 18 * DRAY_S_PER_HOUR * DRAY_US_PER_S);
  dray_sim_fleet_free (fleet);
  return file_fixes (self, error) && dray_demo_past_end_day (self->past, error);
}

static gboolean
number_trucks (History  *self,
               GError  **error)
{
  guint n = self->demo->trucks->len;
  g_autofree DrayId *ids = g_new (DrayId, n + 1);

  for (guint i = 0; i < n; i++)
    ids[i] = g_array_index (self->demo->trucks, DrayDemoTruck, i).id;
  g_array_set_size (self->numbers, n);
  return dray_telemetry_put_trucks (self->telemetry, ids, n, (guint32 *) (gpointer) self->numbers->data, error);
}

static gboolean
drive_days (History  *self,
            GError  **error)
{
  int n_days = self->demo->options->n_days;

  for (int day = n_days; day > 0; day--) {
    if (!dray_demo_tell (self->demo, "driving the days before", 0.85 + 0.14 * (n_days - day) / n_days, error) || (n_stops_of_day[get_weekday (day)] > 0 && !drive_day (self, day, error)))
      return FALSE;
  }
  return dray_telemetry_compact (self->telemetry, error)
         && dray_database_execute (dray_telemetry_get_database (self->telemetry), "PRAGMA incremental_vacuum", error);
}

/**
 * dray_demo_put_history:
 *
 * Makes the positions and the records of the days before, from the same seed the same to the last bit.
 */
gboolean
dray_demo_put_history (DrayDemo    *self,
                       const char  *folder,
                       GError     **error)
{
  g_autofree char *path = g_build_filename (folder, DRAY_TELEMETRY_FILE, NULL);
  g_autoptr (DrayRegion) region = dray_region_open (self->region_path, error);
  g_autoptr (DrayTelemetry) telemetry = region != NULL ? dray_telemetry_open (path, DRAY_DATABASE_CREATE, error) : NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (guint32)), fixes = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  g_autoptr (DrayDemoPast) past = dray_demo_past_new (self, find_slow_site (self));
  History history = { self, region, telemetry, numbers, fixes, find_slow_site (self), .past = past };

  dray_random_init (&history.random, self->options->seed ^ 0x68697374);
  return telemetry != NULL && number_trucks (&history, error) && drive_days (&history, error) && dray_demo_past_finish (past, error);
}
