/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dray-road-graph-private.h"
#include "dray-units.h"

G_BEGIN_DECLS

/* A cost is a duration and, to break ties and to be told, the length that goes with it, in one word: milliseconds in the upper
 * half and decimetres in the lower. Sums and comparisons of words are then sums and lexicographic comparisons of pairs, and every
 * hierarchy, search and sweep carries both for the price of one. A region is far too small for either half to overflow. */
typedef guint64 DrayRoadCost;

#define DRAY_ROAD_INFINITE ((DrayRoadCost) DRAY_UNREACHABLE << 32)

static inline DrayRoadCost
dray_road_cost (guint64 ms,
                guint64 dm)
{
  return ms >= DRAY_UNREACHABLE || dm >= G_MAXINT32 ? DRAY_ROAD_INFINITE : ms << 32 | dm;
}

static inline guint32
dray_road_cost_ms (DrayRoadCost cost)
{
  return (guint32) (cost >> 32);
}

static inline guint32
dray_road_cost_dm (DrayRoadCost cost)
{
  return (guint32) cost;
}

/* What makes the costs of one metric. */
typedef struct {
  DrayVehicleProfile profile;
  int                period;   /* time of day, or %DRAY_ROAD_ANY_TIME */
} DrayRoadMetricKey;

/**
 * DrayRoadLower:
 * @first: [n_states + 1], where each state's lower neighbours begin
 * @state: the lower one
 * @arc: the arc between both
 * @begin: where those of the lower one's arcs of the other way begin that lead above the state
 * @end: and where they end
 *
 * For each state its lower neighbours by arcs of one way, as far as a way goes on from there to higher states. Arrays have room
 * for looking %DRAY_ROAD_AHEAD rows ahead.
 */
typedef struct {
  guint32 *first;
  guint32 *state;
  guint32 *arc;
  guint32 *begin;
  guint32 *end;
} DrayRoadLower;

#define DRAY_ROAD_AHEAD 6

/* What no metric changes, made once for a region: who lies below whom, and a plan of who may be done at once. */
typedef struct {
  DrayRoadLower in;      /* arcs that lead up to the state */
  DrayRoadLower out;     /* arcs that lead down from it */

  guint32  n_groups;     /* subtrees that know nothing of each other */
  guint32 *group_first;  /* [n_groups + 1] */
  guint32 *group_states; /* ascending within a group */
  guint32  n_top;        /* the states above all subtrees */
  guint32 *top;
  guint8  *is_top;       /* [n_states] */
} DrayRoadShape;

void dray_road_shape_init  (DrayRoadShape       *self,
                            const DrayRoadGraph *graph);
void dray_road_shape_clear (DrayRoadShape       *self);

/**
 * DrayRoadMetric:
 * @segment_cost: driving each segment from end to end, %DRAY_ROAD_INFINITE where the vehicle must not
 * @segment_access: a #DrayAccess for each segment
 * @up: the hierarchy's arcs, customised; so @down
 * @reach: bit 0: the region's great connected part can be reached from the state; bit 1: it can be reached from there
 *
 * The costs of one class of vehicles at one time of day. Immutable once made.
 */
typedef struct {
  DrayRoadMetricKey    key;
  const DrayRoadGraph *graph;
  const DrayRoadShape *shape;
  DrayRoadCost        *segment_cost;
  guint8              *segment_access;
  guint8              *limits_access;
  DrayRoadCost        *up;      /* [n_up] */
  DrayRoadCost        *down;    /* [n_down] */
  guint8              *reach;
} DrayRoadMetric;

enum {
  DRAY_REACHES_ALL = 1 << 0,
  DRAY_REACHED_BY_ALL = 1 << 1,
};

/* What differs from the pack on one segment. */
typedef struct {
  guint32 segment;
  guint8  percent;   /* of the usual speed; 0 closes */
  guint8  kmh;       /* instead of the usual speed, 0: that */
  guint8  kinds;     /* bit k: for vehicles of that kind; 0 for all */
  guint8  periods;   /* bit p: in that time of day; 0 for all */
} DrayRoadOverlayRow;

/* Learned speeds are laid on first, and what a person has drawn upon them. */
enum {
  DRAY_OVERLAY_LEARNED,
  DRAY_OVERLAY_DRAWN,
  DRAY_N_OVERLAYS,
};

/* Immutable; reference counted as atomic boxes are. */
typedef struct {
  GArray *rows[DRAY_N_OVERLAYS];   /* (nullable) (element-type DrayRoadOverlayRow) */
} DrayRoadOverlay;

DrayRoadMetric *dray_road_metric_new       (const DrayRoadGraph     *graph,
                                            const DrayRoadShape     *shape,
                                            const DrayRoadOverlay   *overlay,
                                            const DrayRoadMetricKey *key,
                                            int                      n_threads,
                                            GCancellable            *cancellable,
                                            GError                 **error);
void            dray_road_metric_free      (DrayRoadMetric          *self);
DrayRoadCost    dray_road_metric_turn_cost (const DrayRoadMetric    *self,
                                            guint32                  state,
                                            guint32                  turn);
const char     *dray_road_limits_find_fault (const DrayRoadLimits     *limits,
                                             const DrayRoadMetricKey  *key);

/* The stages of dray_road_metric_new(), apart so that they can be measured. */
DrayRoadMetric *dray_road_metric_new_blank (const DrayRoadGraph     *graph,
                                            const DrayRoadShape     *shape,
                                            const DrayRoadOverlay   *overlay,
                                            const DrayRoadMetricKey *key);
void            dray_road_metric_customise (DrayRoadMetric          *self,
                                            int                      n_threads);
void            dray_road_metric_find_reach (DrayRoadMetric         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRoadMetric, dray_road_metric_free)

G_END_DECLS
