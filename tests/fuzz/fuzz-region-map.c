/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuzz.h"
#include "dray-road-map.h"
#include "dray-road-places.h"

/* A pack whose base map and places are read whole, at every band of zooms. The checksums of sections are not looked at when a pack is
 * opened, so changed bytes reach the readers. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const int zooms[] = { 0, 5, 8, 10, 12, 14, 17 };
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open_bytes (bytes, NULL);

  if (pack == NULL)
    return 0;
  g_autoptr (DrayRoadMap) map = dray_road_map_new (pack, NULL);
  g_autoptr (DrayRoadPlaces) places = dray_road_places_new (pack, NULL);
  DrayWorldBox everywhere = { 0, 0, DRAY_WORLD_SIZE, DRAY_WORLD_SIZE };

  for (gsize i = 0; map != NULL && i < G_N_ELEMENTS (zooms); i++) {
    g_autoptr (DrayMapTile) tile = dray_map_tile_new ();

    if (dray_map_source_read (DRAY_MAP_SOURCE (map), &everywhere, zooms[i], DRAY_MAP_EVERYTHING, tile, NULL, NULL)) {
      for (guint k = 0; k < tile->features->len; k++) {
        const DrayMapFeature *feature = dray_map_tile_get_feature (tile, (int) k);

        g_assert_true (feature->name == NULL || g_utf8_validate (feature->name, -1, NULL));
      }
    }
  }
  for (guint i = 0; places != NULL && i < dray_road_places_get_n_places (places); i++) {
    DrayPlace place = dray_road_places_get_place (places, i);

    for (guint k = 0; k < place.n_houses; k++)
      dray_road_places_get_house (places, place.first_house + k);
  }
  return 0;
}
