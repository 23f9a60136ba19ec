/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-matrix.h"
#include "dray-region.h"

G_BEGIN_DECLS

/**
 * DrayRoadMatrixRequest:
 * @period: a time of day, or %DRAY_ROAD_ANY_TIME
 * @sources: [n_sources]
 * @targets: [n_targets]; may be the same array
 * @n_threads: how many may sweep at once
 *
 * What a matrix is wanted of.
 */
typedef struct {
  const DrayVehicleProfile *profile;
  int                       period;
  const DrayRegionSnap     *sources;
  int                       n_sources;
  const DrayRegionSnap     *targets;
  int                       n_targets;
  int                       n_threads;
} DrayRoadMatrixRequest;

gboolean dray_road_matrix           (DrayRegion                   *region,
                                     const DrayRoadMatrixRequest  *request,
                                     DrayMatrix                  **durations_s,
                                     DrayMatrix                  **lengths_m,
                                     GCancellable                 *cancellable,
                                     GError                      **error);
gboolean dray_road_matrix_of_points (DrayRegion                   *region,
                                     const DrayVehicleProfile     *profile,
                                     int                           period,
                                     const int                    *lon_e7,
                                     const int                    *lat_e7,
                                     int                           n,
                                     int                           n_threads,
                                     DrayMatrix                  **durations_s,
                                     DrayMatrix                  **lengths_m,
                                     GCancellable                 *cancellable,
                                     GError                      **error);

G_END_DECLS
