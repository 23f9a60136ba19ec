/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-set.h"
#include "dray-live-fleet.h"
#include "dray-region.h"
#include "dray-store.h"
#include "dray-telemetry.h"

G_BEGIN_DECLS

/* A truck as the live fleet begins with it. */
typedef struct {
  DrayId         id;
  DrayId         depot_id;
  char          *number;
  char          *plate;
  char          *driver;
  char          *depot;
  int            depot_lon_e7;
  int            depot_lat_e7;
  DrayLiveRoute *route;    /* (nullable): released for the day and not closed */
  guint          n_done;   /* stops of it that were left */
  gint64         left_us;    /* when the last of them was */
  gint64         arrived_us; /* at the stop where it stands; DRAY_NEVER while it stands at none */
} DrayLoadedTruck;

/* What is read at opening, on the reader's thread. */
typedef struct {
  GArray       *trucks;    /* (element-type DrayLoadedTruck): by number */
  DrayFenceSet *fences;    /* those that are live */
  DrayTelemetry *telemetry; /* open for writing */
  guint32      *numbers;   /* [trucks]: what it calls them */
  char         *notice;    /* (nullable): what a person should know of the positions' file */
  gint64        last_us;   /* the last that is known of any truck; DRAY_NEVER while nothing is */
} DrayEngineLoad;

DrayEngineLoad *dray_engine_load_new  (DrayStore      *store,
                                       DrayRegion     *region,
                                       gint64          now_us,
                                       GError        **error);
void            dray_engine_load_free (DrayEngineLoad *self);

/* One route once more, after it was released again. */
DrayLiveRoute  *dray_engine_load_route  (DrayStore      *store,
                                         DrayRegion     *region,
                                         const DrayId   *route,
                                         guint           truck,
                                         guint          *n_done,
                                         GError        **error);

/* Another: the positions' file, with a number for every truck. */
gboolean        dray_engine_load_telemetry (DrayEngineLoad *self,
                                            const char     *folder,
                                            GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayEngineLoad, dray_engine_load_free)

G_END_DECLS
