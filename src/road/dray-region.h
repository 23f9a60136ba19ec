/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dray-road-pack.h"
#include "dray-vehicle-profile.h"

G_BEGIN_DECLS

/**
 * DrayRegion:
 *
 * A region, open for questions: its pack, and the metrics that have been asked for so far. Reference counted; any thread may ask.
 */
typedef struct _DrayRegion DrayRegion;

/* Times of day. Roads are driven at another speed in each; a period's hours are local. */
#define DRAY_ROAD_N_PERIODS 8
#define DRAY_ROAD_ANY_TIME (-1)

/**
 * DrayRegionStatistics:
 *
 * What a region holds; the box is e7.
 */
typedef struct {
  guint32  n_pieces;
  guint32  n_segments;
  guint32  n_states;
  guint32  n_turns;
  guint32  n_arcs;
  double   length_km;
  int      west_e7, south_e7, east_e7, north_e7;
  gboolean drives_left;
} DrayRegionStatistics;

DrayRegion   *dray_region_open           (const char            *path,
                                          GError               **error);
DrayRegion   *dray_region_new            (DrayRoadPack          *pack,
                                          GError               **error);
DrayRegion   *dray_region_ref            (DrayRegion            *self);
void          dray_region_unref          (DrayRegion            *self);
DrayRoadPack *dray_region_get_pack       (DrayRegion            *self);
void          dray_region_get_statistics (DrayRegion            *self,
                                          DrayRegionStatistics  *statistics);
gboolean      dray_region_prepare        (DrayRegion            *self,
                                          const DrayVehicleProfile *profile,
                                          int                    period,
                                          int                    n_threads,
                                          GCancellable          *cancellable,
                                          GError               **error);

int           dray_road_period_of_hour   (int                    hour);
guint32       dray_road_period_hours     (int                    period);

/**
 * DrayRegionSnap:
 * @piece: the piece of road, counted in the pack
 * @offset_dm: how far along its geometry
 * @directions: bit 0: to be driven along its geometry, bit 1: against it
 * @lon_e7: the point on the road; so @lat_e7
 * @distance_m: from the point that was asked for
 *
 * Where a point lies on the roads of a region.
 */
typedef struct {
  guint32 piece;
  guint32 offset_dm;
  guint8  directions;
  int     lon_e7;
  int     lat_e7;
  double  distance_m;
} DrayRegionSnap;

/**
 * DrayRegionSnapOptions:
 * @heading_deg: where it is headed, clockwise from north, or negative where that is not known
 * @kerb: stops on greater roads only on the side on which the point lies
 * @radius_m: how far off a road may lie, 0 for 2,000 m
 */
typedef struct {
  double   heading_deg;
  gboolean kerb;
  double   radius_m;
} DrayRegionSnapOptions;

#define DRAY_REGION_SNAP_OPTIONS ((DrayRegionSnapOptions) { .heading_deg = -1, .kerb = TRUE })

gboolean dray_region_snap (DrayRegion                  *self,
                           const DrayVehicleProfile    *profile,
                           int                          lon_e7,
                           int                          lat_e7,
                           const DrayRegionSnapOptions *options,
                           DrayRegionSnap              *snap,
                           GError                     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRegion, dray_region_unref)

G_END_DECLS
