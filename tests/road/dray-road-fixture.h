/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-region-private.h"
#include "dray-test-folder.h"

G_BEGIN_DECLS

/* Regions for tests, and a second opinion on them: a plain Dijkstra search over states and turns that shares nothing with the
 * hierarchy. */

DrayRegion   *dray_fixture_import       (DrayTestFolder       *folder,
                                         const char           *osm_path);
DrayRegion   *dray_fixture_import_text  (DrayTestFolder       *folder,
                                         const char           *osm);
DrayRegion   *dray_fixture_import_arcs  (DrayTestFolder       *folder,
                                         const int            *lon_e7,
                                         const int            *lat_e7,
                                         guint32               n_nodes,
                                         const guint32        *tail,
                                         const guint32        *head,
                                         const guint32        *length,
                                         guint32               n_edges);

typedef struct {
  const DrayRoadMetric *metric;
  DrayRoadCost         *cost;   /* [n_states] */
  GArray               *heap;
  guint32              *turn_first, *turn_head;
  DrayRoadCost         *turn_cost;
} DrayFixtureDijkstra;

void          dray_fixture_dijkstra_init  (DrayFixtureDijkstra  *self,
                                           const DrayRoadMetric *metric);
void          dray_fixture_dijkstra_run   (DrayFixtureDijkstra  *self,
                                           const guint32        *states,
                                           const DrayRoadCost   *costs,
                                           guint                 n);
void          dray_fixture_dijkstra_clear (DrayFixtureDijkstra  *self);

G_END_DECLS
