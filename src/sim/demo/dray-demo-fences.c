/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-private.h"
#include "dray-fence-truck.h"
#include "dray-fence.h"
#include "dray-geo-point.h"
#include "dray-road-path.h"
#include "dray-units.h"

/* The demo's fences: a yard round each depot and the largest customers, a speed zone at the schools, and the closed bridge of the story.
 * That one lies where truck 27 is to be a few minutes after the demo opens, and is closed to it alone. */

#define N_CORNERS 8
#define MAX_YARDS 24
#define MAX_SCHOOLS 10
#define STORY_TRUCK 27
/* The fence is seen ahead for three minutes of driving; it must not be there already when the demo opens. */
#define STORY_AFTER_S (4 * 60)
#define STORY_DRIVEN_S 90

static char *
write_ring (DrayDemo     *self,
            DrayGeoPoint  centre,
            double        radius_m)
{
  g_autoptr (GString) text = g_string_new ("[[");

  for (int i = 0; i < N_CORNERS; i++) {
    DrayGeoPoint corner = dray_geo_point_move (centre, 360.0 * i / N_CORNERS, radius_m);
    DrayId id = dray_demo_make_id (self);
    g_autofree char *id_text = dray_id_dup_text (&id);

    g_string_append_printf (text, "%s{\"id\": \"%s\", \"lon_e7\": %d, \"lat_e7\": %d}", i > 0 ? ", " : "", id_text, corner.lon_e7, corner.lat_e7);
  }
  g_string_append (text, "]]");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
put_fence (DrayDemo     *self,
           const DrayId *id,
           const char   *name,
           const char   *kind,
           DrayGeoPoint  centre,
           double        radius_m,
           int           speed_limit_cms,
           GError      **error)
{
  JsonObject *values = json_object_new ();
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (self->store), "fence.reshape");
  g_autofree char *rings = write_ring (self, centre, radius_m);

  json_object_set_string_member (values, "name", name);
  json_object_set_string_member (values, "kind", kind);
  json_object_set_boolean_member (values, "active", TRUE);
  json_object_set_int_member (values, "entry_delay_s", speed_limit_cms > 0 ? 0 : 30);
  json_object_set_int_member (values, "speed_limit_cms", speed_limit_cms);
  dray_intent_set_id (intent, "fence", id);
  dray_intent_set_text (intent, "rings", rings);
  if (!dray_demo_put (self, &dray_fence_table, id, values, error)) {
    dray_intent_free (intent);
    return FALSE;
  }
  return dray_demo_push (self, intent, error);
}

/* Fences round places of trade of one kind. */
static gboolean
put_places (DrayDemo           *self,
            DrayCountySiteKind  kind,
            const char         *fence_kind,
            double              radius_m,
            int                 speed_limit_cms,
            int                 most,
            GError            **error)
{
  gsize n_places;
  const DrayCountySite *places = dray_county_get_sites (self->county, &n_places);

  for (gsize i = 0; i < n_places && most > 0; i++) {
    DrayId id = dray_demo_make_id (self);

    if (places[i].kind != kind)
      continue;
    most--;
    if (!put_fence (self, &id, places[i].name, fence_kind, (DrayGeoPoint) { places[i].lon_e7, places[i].lat_e7 }, radius_m, speed_limit_cms, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
dray_demo_put_fences (DrayDemo *self,
                      GError  **error)
{
  return put_places (self, DRAY_COUNTY_SITE_DEPOT, "site", 140.0, 0, MAX_YARDS, error)
         && put_places (self, DRAY_COUNTY_SITE_PORT, "site", 160.0, 0, MAX_YARDS, error)
         && put_places (self, DRAY_COUNTY_SITE_SUPERMARKET, "site", 90.0, 0, MAX_YARDS, error)
         && put_places (self, DRAY_COUNTY_SITE_SCHOOL, "speed", 150.0, 833, MAX_SCHOOLS, error);
}

/* The point that the truck reaches after @after_s of driving from one place to the next. Returns: whether the way is that long */
static gboolean
find_on_way (DrayRegion               *region,
             const DrayVehicleProfile *profile,
             DrayGeoPoint              from,
             DrayGeoPoint              to,
             double                    after_s,
             DrayGeoPoint             *point)
{
  DrayRegionSnap start, end;
  g_autoptr (DrayRoadPath) path = NULL;

  if (!dray_region_snap (region, profile, from.lon_e7, from.lat_e7, &DRAY_REGION_SNAP_OPTIONS, &start, NULL)
      || !dray_region_snap (region, profile, to.lon_e7, to.lat_e7, &DRAY_REGION_SNAP_OPTIONS, &end, NULL))
    return FALSE;
  path = dray_road_path_find (region, profile, DRAY_ROAD_ANY_TIME, &start, &end, NULL, NULL);
  if (path == NULL || path->n_points < 2 || path->duration_ms < (after_s + 60.0) * 1000.0)
    return FALSE;

  guint i = (guint) (after_s * 1000.0 / path->duration_ms * path->n_points);
  *point = (DrayGeoPoint) { path->points[MIN (i, path->n_points - 1)].lon_e7, path->points[MIN (i, path->n_points - 1)].lat_e7 };
  return TRUE;
}

/**
 * dray_demo_put_story_fence:
 * @route: any route of the plan; only truck 27's is looked at
 *
 * Closes a bridge to truck 27 on a leg that it drives soon after the demo opens. Does nothing where there is no such leg.
 */
gboolean
dray_demo_put_story_fence (DrayDemo             *self,
                           DrayRegion           *region,
                           int                   truck,
                           const DrayDraftRoute *route,
                           GError              **error)
{
  const DrayDemoTruck *at = &g_array_index (self->trucks, DrayDemoTruck, truck);
  const DrayDemoSite *from = &g_array_index (self->sites, DrayDemoSite, at->depot);
  gint64 leave_us = route->start_us;

  if (truck + 1 != STORY_TRUCK)
    return TRUE;
  for (int i = 0; i < route->n_stops; i++) {
    const DrayDemoTask *task = &g_array_index (self->tasks, DrayDemoTask, route->stops[i].task);
    const DrayDemoSite *to = &g_array_index (self->sites, DrayDemoSite, task->site);
    double after_s = MAX ((double) (DRAY_DEMO_OPENS_US - leave_us) / (double) DRAY_US_PER_S + STORY_AFTER_S, STORY_DRIVEN_S);
    DrayGeoPoint point;

    if (route->stops[i].arrive_us > DRAY_DEMO_OPENS_US
        && find_on_way (region, &dray_demo_classes[at->truck_class].profile, (DrayGeoPoint) { from->lon_e7, from->lat_e7 },
                        (DrayGeoPoint) { to->lon_e7, to->lat_e7 }, after_s, &point)) {
      DrayId id = dray_demo_make_id (self), assignment = dray_demo_make_id (self);
      JsonObject *values = json_object_new ();

      dray_demo_set_id (values, "fence", &id);
      dray_demo_set_id (values, "truck", &at->id);
      if (!put_fence (self, &id, "the weak bridge", "forbidden", point, 45.0, 0, error)) {
        json_object_unref (values);
        return FALSE;
      }
      return dray_demo_put (self, &dray_fence_truck_table, &assignment, values, error);
    }
    leave_us = route->stops[i].leave_us;
    from = to;
  }
  return TRUE;
}
