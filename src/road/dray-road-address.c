/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-address.h"

/* The address at a point, from the base map: its trees already find streets, house numbers and settlements around a point without a
 * scan, so that no index of its own is needed. */

#define STREET_REACH_M 250.0
#define HOUSE_REACH_M 60.0
#define PLACE_REACH_M 12000.0
#define DETAIL_ZOOM 17

static DrayWorldBox
get_world_box (DrayGeoPoint point,
               double       radius_m)
{
  DrayGeoBox box = dray_geo_box_around (point, radius_m);
  DrayWorldPoint north_west = dray_world_point ((DrayGeoPoint) { box.west_e7, box.north_e7 });
  DrayWorldPoint south_east = dray_world_point ((DrayGeoPoint) { box.east_e7, box.south_e7 });

  return (DrayWorldBox) { north_west.x, north_west.y, south_east.x + 1, south_east.y + 1 };
}

static double
distance_to_line (const DrayMapTile    *tile,
                  const DrayMapFeature *feature,
                  DrayGeoPoint          point)
{
  int n = 0;
  const DrayWorldPoint *points = dray_map_tile_get_part (tile, feature->first_part, &n);
  double best = G_MAXDOUBLE;

  for (int i = 1; i < n; i++)
    best = MIN (best, dray_geo_point_to_segment_m (point, dray_world_to_geo (points[i - 1]), dray_world_to_geo (points[i]), NULL));
  return best;
}

/* How far a settlement of each kind extends. */
static double
get_reach_m (DrayMapKind kind)
{
  return kind == DRAY_MAP_PLACE_CITY ? 9000 : kind == DRAY_MAP_PLACE_TOWN ? 4000 : kind == DRAY_MAP_PLACE_VILLAGE ? 2000
         : kind == DRAY_MAP_PLACE_SUBURB ? 1500 : 700;
}

static void
find_street (const DrayMapTile *tile,
             DrayGeoPoint       point,
             DrayRoadAddress   *address)
{
  const char *street = NULL;

  address->distance_m = STREET_REACH_M;
  for (guint i = 0; i < tile->features->len; i++) {
    const DrayMapFeature *feature = dray_map_tile_get_feature (tile, (int) i);

    if (feature->kind < DRAY_MAP_PATH || feature->kind > DRAY_MAP_MOTORWAY || feature->name == NULL)
      continue;
    double way_m = distance_to_line (tile, feature, point);
    if (way_m < address->distance_m) {
      address->distance_m = way_m;
      street = feature->name;
    }
  }
  address->street = g_strdup (street);
}

/* The nearest house number. Close by it decides the street too: a house on a corner belongs to the street that its number names. */
static void
find_house (const DrayMapTile *tile,
            DrayGeoPoint       point,
            DrayRoadAddress   *address)
{
  const DrayMapFeature *best = NULL;
  double best_m = HOUSE_REACH_M;

  for (guint i = 0; i < tile->features->len; i++) {
    const DrayMapFeature *feature = dray_map_tile_get_feature (tile, (int) i);
    int n = 0;

    if (feature->kind != DRAY_MAP_LABEL_HOUSE || feature->ref == NULL)
      continue;
    double way_m = dray_geo_point_distance_m (point, dray_world_to_geo (*dray_map_tile_get_part (tile, feature->first_part, &n)));
    if (way_m < best_m && (way_m < 15 || g_strcmp0 (feature->ref, address->street) == 0)) {
      best_m = way_m;
      best = feature;
    }
  }
  if (best == NULL)
    return;
  address->number = g_strdup (best->name);
  g_free (address->street);
  address->street = g_strdup (best->ref);
}

static void
find_locality (const DrayMapTile *tile,
               DrayGeoPoint       point,
               DrayRoadAddress   *address)
{
  const char *best = NULL;
  double best_way = 1.6;

  for (guint i = 0; i < tile->features->len; i++) {
    const DrayMapFeature *feature = dray_map_tile_get_feature (tile, (int) i);
    int n = 0;
    double way = dray_geo_point_distance_m (point, dray_world_to_geo (*dray_map_tile_get_part (tile, feature->first_part, &n)))
                 / get_reach_m ((DrayMapKind) feature->kind);

    if (way < best_way && feature->name != NULL) {
      best_way = way;
      best = feature->name;
    }
  }
  address->locality = g_strdup (best);
}

/**
 * dray_road_address_find:
 * @address: (out): filled with what is known; all of it %NULL far from everything
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID for a damaged pack; %G_IO_ERROR_CANCELLED
 */
gboolean
dray_road_address_find (DrayRoadMap      *map,
                        DrayGeoPoint      point,
                        DrayRoadAddress  *address,
                        GCancellable     *cancellable,
                        GError          **error)
{
  g_autoptr (DrayMapTile) near = dray_map_tile_new ();
  g_autoptr (DrayMapTile) far = dray_map_tile_new ();
  DrayWorldBox near_box = get_world_box (point, STREET_REACH_M);
  DrayWorldBox far_box = get_world_box (point, PLACE_REACH_M);

  if (!dray_map_source_read (DRAY_MAP_SOURCE (map), &near_box, DETAIL_ZOOM, DRAY_MAP_ROADS | DRAY_MAP_LABELS, near, cancellable, error)
      || !dray_map_source_read (DRAY_MAP_SOURCE (map), &far_box, DETAIL_ZOOM, DRAY_MAP_PLACES, far, cancellable, error))
    return FALSE;

  *address = (DrayRoadAddress) { 0 };
  find_street (near, point, address);
  find_house (near, point, address);
  find_locality (far, point, address);
  return TRUE;
}

void
dray_road_address_clear (DrayRoadAddress *self)
{
  g_clear_pointer (&self->street, g_free);
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->locality, g_free);
}
