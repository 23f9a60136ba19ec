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
/* A plain graph of edges that can be driven both ways. */
typedef struct {
  guint32 n_nodes;
  int    *lon_e7, *lat_e7;
  GArray *tail, *head, *length;   /* guint32 */
} DrayFixturePlain;

gboolean      dray_fixture_read_new_york (DrayFixturePlain   *plain);
void          dray_fixture_plain_clear   (DrayFixturePlain   *plain);
DrayRegion   *dray_fixture_import_plain  (DrayTestFolder         *folder,
                                          const DrayFixturePlain *plain);

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
