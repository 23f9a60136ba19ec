/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuzz.h"
#include "dray-region.h"
#include "dray-road-matrix.h"
#include "dray-road-pack-format-private.h"
#include "dray-road-path.h"

#include <libdeflate.h>
#include <stddef.h>
#include <string.h>

/* A pack is opened and asked for a path and a matrix. Its checksums are made to agree first, or nothing but them would ever be
 * tried: they guard against accidents, not against malice. */

static void
seal (guint8 *bytes,
      gsize   n)
{
  DrayRoadPackHeader *header = (DrayRoadPackHeader *) (gpointer) bytes;

  if (n < sizeof *header)
    return;
  header->n_bytes = n;
  if (header->table_at % DRAY_ROAD_PACK_ALIGNMENT == 0 && header->table_at < n && header->n_sections <= (n - header->table_at) / sizeof (DrayRoadPackEntry)) {
    DrayRoadPackEntry *entries = (DrayRoadPackEntry *) (gpointer) (bytes + header->table_at);

    for (guint i = 0; i < header->n_sections; i++) {
      if (entries[i].at < n && entries[i].n_bytes <= n - entries[i].at)
        entries[i].checksum = libdeflate_crc32 (0, bytes + entries[i].at, entries[i].n_bytes);
    }
    header->table_checksum = libdeflate_crc32 (0, entries, header->n_sections * sizeof *entries);
  }
  header->checksum = libdeflate_crc32 (0, header, offsetof (DrayRoadPackHeader, checksum));
}

static void
ask (DrayRegion *region)
{
  const DrayVehicleProfile truck = DRAY_VEHICLE_PROFILE_TRUCK;
  DrayRegionStatistics s;
  DrayRegionSnap snaps[2];
  g_autoptr (DrayMatrix) durations = NULL, lengths = NULL;

  dray_region_get_statistics (region, &s);
  for (int i = 0; i < 2; i++) {
    if (!dray_region_snap (region, &truck, i ? s.east_e7 : s.west_e7, i ? s.north_e7 : s.south_e7, NULL, &snaps[i], NULL))
      return;
  }
  g_autoptr (DrayRoadPath) path = dray_road_path_find (region, &truck, 3, &snaps[0], &snaps[1], NULL, NULL);
  DrayRoadMatrixRequest request = { &truck, DRAY_ROAD_ANY_TIME, snaps, 2, snaps, 2, 1 };
  g_assert_true (dray_road_matrix (region, &request, &durations, &lengths, NULL, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         size)
{
  guint8 *copy = g_aligned_alloc (1, size + 1, 64);

  if (size > 0)
    memcpy (copy, bytes, size);
  seal (copy, size);
  g_autoptr (GBytes) input = g_bytes_new_with_free_func (copy, size, g_aligned_free, copy);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open_bytes (input, &error);

  g_assert_true ((pack == NULL) == (error != NULL));
  if (pack != NULL) {
    g_autoptr (DrayRegion) region = dray_region_new (pack, NULL);

    if (region != NULL)
      ask (region);
  }
  return 0;
}
