/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-road-metric-private.h"

G_BEGIN_DECLS

/* The sources of one sweep lie side by side: one label a lane. */
#define DRAY_ROAD_LANES 16

/**
 * DrayRoadSweep:
 * @n: states below which a target lies, the highest first
 * @first: [n + 1], where each one's arcs from above begin
 * @from: the place of the state that the arc comes from, which is smaller
 * @cost: finite ones only
 *
 * The part of a hierarchy that leads down to a set of targets, laid out in the order in which it is swept.
 */
typedef struct {
  guint32       n;
  guint32      *first;
  guint32      *from;
  DrayRoadCost *cost;
} DrayRoadSweep;

/* Writes each state's lanes: the least of those above it, and of its own where it is marked. @labels is [n * DRAY_ROAD_LANES] and 64
 * bytes aligned; what stands in rows that are not marked does not matter. No row is marked afterwards. */
typedef void (*DrayRoadSweepFunc) (const DrayRoadSweep *self,
                                   guint8              *marked,
                                   DrayRoadCost        *labels);

DrayRoadSweepFunc dray_road_sweep_choose (void);

/* Each way to sweep that this machine can run, for tests and benchmarks; ends with a row without a name. */
typedef struct {
  const char       *name;
  DrayRoadSweepFunc func;
} DrayRoadSweepWay;

const DrayRoadSweepWay *dray_road_sweep_list (void);

G_END_DECLS
