/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"
#include "dray-map-frame.h"
#include "dray-truck-icons.h"

G_BEGIN_DECLS

/* No truck. */
#define DRAY_NO_TRUCK G_MAXUINT32

/**
 * DrayTruckMark:
 * @x: pixels from the left of the map
 * @y: pixels from its top
 * @truck: the truck; of a cluster, the first one with an alarm, else the first
 * @n: how many trucks, 1 for a truck alone
 * @state: of a truck alone
 * @flags: of all in it, united
 * @parts: of a cluster, how many of each state and how many late
 *
 * What is drawn at one place of the map: a truck or a cluster.
 */
typedef struct {
  float   x;
  float   y;
  guint32 truck;
  guint32 n;
  guint8  state;
  guint8  flags;
  guint   parts[DRAY_RING_PARTS];
} DrayTruckMark;

/**
 * DrayTruckMarks:
 *
 * What the trucks look like from a height: culls those outside the frame, joins those that would overlap, and puts what matters
 * on top. It keeps its arrays from frame to frame.
 */
typedef struct _DrayTruckMarks DrayTruckMarks;

DrayTruckMarks      *dray_truck_marks_new      (void);
void                 dray_truck_marks_free     (DrayTruckMarks        *self);
void                 dray_truck_marks_update   (DrayTruckMarks        *self,
                                                const DrayLiveColumns *columns,
                                                const double          *xs,
                                                const double          *ys,
                                                const DrayMapFrame    *frame,
                                                gboolean               join,
                                                guint32                selected);
const DrayTruckMark *dray_truck_marks_get      (DrayTruckMarks        *self,
                                                guint                 *n_marks);
guint                dray_truck_marks_n_trucks (DrayTruckMarks        *self);
const DrayTruckMark *dray_truck_marks_find     (DrayTruckMarks        *self,
                                                double                 x,
                                                double                 y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTruckMarks, dray_truck_marks_free)

G_END_DECLS
