/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-region.h"
#include "dray-road-metric-private.h"

G_BEGIN_DECLS

/* Scratch space of a search: labels are infinite between searches. */
typedef struct {
  DrayRoadCost *forward;    /* [n_states] */
  DrayRoadCost *backward;
  guint32      *forward_from;
  guint32      *backward_from;
} DrayRoadScratch;

const DrayRoadGraph *dray_region_get_graph      (DrayRegion                *self);
const DrayRoadShape *dray_region_get_shape      (DrayRegion                *self);
DrayRoadMetric      *dray_region_ref_metric     (DrayRegion                *self,
                                                 const DrayVehicleProfile  *profile,
                                                 int                        period,
                                                 int                        n_threads,
                                                 GCancellable              *cancellable,
                                                 GError                   **error);
DrayRoadScratch     *dray_region_borrow_scratch (DrayRegion                *self);
void                 dray_region_return_scratch (DrayRegion                *self,
                                                 DrayRoadScratch           *scratch);

gboolean             dray_region_snap_by_metric (DrayRegion                  *self,
                                                 const DrayRoadMetric        *metric,
                                                 int                          lon_e7,
                                                 int                          lat_e7,
                                                 const DrayRegionSnapOptions *options,
                                                 DrayRegionSnap              *snap,
                                                 GError                     **error);

gboolean             dray_region_set_overlay    (DrayRegion                *self,
                                                 int                        which,
                                                 GArray                    *rows,
                                                 int                        n_threads,
                                                 GCancellable              *cancellable,
                                                 GError                   **error);
guint                dray_region_find_candidates (DrayRegion                *self,
                                                  const DrayRoadMetric      *metric,
                                                  int                        lon_e7,
                                                  int                        lat_e7,
                                                  double                     radius_m,
                                                  DrayRegionSnap            *snaps,
                                                  guint                      n_snaps);

G_END_DECLS
