/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-region-private.h"

G_BEGIN_DECLS

#define DRAY_ROAD_MAX_ENDS 64

/**
 * DrayRoadEnds:
 * @state: [n]
 * @cost: [n]: of a source, what is left to drive on the segment; of a target, what is driven too much when the whole segment is
 * @n: how many; those beyond %DRAY_ROAD_MAX_ENDS, which only a tangle of restrictions could make, are left out
 *
 * The states in which a search may begin or end.
 */
typedef struct {
  guint32      state[DRAY_ROAD_MAX_ENDS];
  DrayRoadCost cost[DRAY_ROAD_MAX_ENDS];
  guint        n;
} DrayRoadEnds;

void         dray_road_ends_from      (DrayRoadEnds         *self,
                                       const DrayRoadMetric *metric,
                                       const DrayRegionSnap *source,
                                       const DrayRegionSnap *target);
void         dray_road_ends_to        (DrayRoadEnds         *self,
                                       const DrayRoadMetric *metric,
                                       const DrayRegionSnap *target);
gboolean     dray_road_ends_overlap   (const DrayRoadMetric *metric,
                                       const DrayRegionSnap *source,
                                       const DrayRegionSnap *target);

DrayRoadCost dray_road_search_cost    (const DrayRoadMetric *metric,
                                       DrayRoadScratch      *scratch,
                                       const DrayRoadEnds   *from,
                                       const DrayRoadEnds   *to);
DrayRoadCost dray_road_search_states  (const DrayRoadMetric *metric,
                                       DrayRoadScratch      *scratch,
                                       const DrayRoadEnds   *from,
                                       const DrayRoadEnds   *to,
                                       GArray               *states);

/* Returns: the arc between @low and the higher state @high, or %DRAY_ROAD_NONE; @first and @ends are those of one way */
static inline guint32
dray_road_find_arc (const guint32 *first,
                    const guint32 *ends,
                    guint32        low,
                    guint32        high)
{
  guint32 from = first[low], to = first[low + 1];

  while (from < to) {
    guint32 middle = from + (to - from) / 2;

    if (ends[middle] < high)
      from = middle + 1;
    else
      to = middle;
  }
  return from < first[low + 1] && ends[from] == high ? from : DRAY_ROAD_NONE;
}

G_END_DECLS
