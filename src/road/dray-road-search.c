/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-search-private.h"

/* From point to point: whatever the shortest path, its highest state is an ancestor of both ends in the elimination tree, and from
 * each end up to there it climbs along ancestors. So two walks up the tree, taken together in the order of ranks, see it; no queue
 * is needed. An arc of the path found is unpacked by finding again the lower triangle that gave it its cost.
 *
 * Source: Dibbelt, Strasser, Wagner (2016), section 8. */

/* The share of driving a whole segment that falls on its first @dm. */
static DrayRoadCost
first_part (DrayRoadCost whole,
            guint64      dm)
{
  guint64 length = dray_road_cost_dm (whole);

  return dray_road_cost (dray_road_cost_ms (whole) * MIN (dm, length) / MAX (1, length), MIN (dm, length));
}

/* How much of a segment lies before the point. */
static DrayRoadCost
covered (const DrayRoadMetric *metric,
         const DrayRegionSnap *snap,
         guint                 direction)
{
  guint32 length = metric->graph->piece_length_dm[snap->piece];

  return first_part (metric->segment_cost[2 * snap->piece + direction], direction == 0 ? snap->offset_dm : length - MIN (length, snap->offset_dm));
}

static gboolean
is_usable (const DrayRoadMetric *metric,
           const DrayRegionSnap *snap,
           guint                 direction)
{
  return snap->directions >> direction & 1 && metric->segment_cost[2 * snap->piece + direction] < DRAY_ROAD_INFINITE;
}

static void
add (DrayRoadEnds *self,
     guint32       state,
     DrayRoadCost  cost)
{
  if (self->n < DRAY_ROAD_MAX_ENDS && cost < DRAY_ROAD_INFINITE) {
    self->state[self->n] = state;
    self->cost[self->n++] = cost;
  }
}

/* Does the target lie behind the source on the same segment, so that one would have to drive round to it? */
static gboolean
is_behind (const DrayRoadMetric *metric,
           const DrayRegionSnap *source,
           const DrayRegionSnap *target,
           guint                 direction)
{
  return target != NULL && target->piece == source->piece && is_usable (metric, target, direction) &&
         covered (metric, target, direction) < covered (metric, source, direction);
}

/* Returns: whether source and target share a segment on which the target lies behind */
gboolean
dray_road_ends_overlap (const DrayRoadMetric *metric,
                        const DrayRegionSnap *source,
                        const DrayRegionSnap *target)
{
  return (is_usable (metric, source, 0) && is_behind (metric, source, target, 0)) || (is_usable (metric, source, 1) && is_behind (metric, source, target, 1));
}

/**
 * dray_road_ends_from:
 * @target: (nullable): where to. If it lies behind @source on a segment, the search begins with the turns at the segment's end, so
 *   that it can come back to the segment
 */
void
dray_road_ends_from (DrayRoadEnds         *self,
                     const DrayRoadMetric *metric,
                     const DrayRegionSnap *source,
                     const DrayRegionSnap *target)
{
  const DrayRoadGraph *graph = metric->graph;

  self->n = 0;
  for (guint direction = 0; direction < 2; direction++) {
    guint32 segment = 2 * source->piece + direction;

    if (!is_usable (metric, source, direction))
      continue;
    guint32 state = graph->segment_state[segment];
    DrayRoadCost left = metric->segment_cost[segment] - covered (metric, source, direction);
    if (!is_behind (metric, source, target, direction)) {
      add (self, state, left);
      continue;
    }
    for (guint32 t = graph->turn_first[state]; t < graph->turn_first[state + 1]; t++)
      add (self, graph->turn_head[t], left + dray_road_metric_turn_cost (metric, state, t));
  }
}

/* All states of a segment end there; they are neighbours of the usual one. */
void
dray_road_ends_to (DrayRoadEnds         *self,
                   const DrayRoadMetric *metric,
                   const DrayRegionSnap *target)
{
  const DrayRoadGraph *graph = metric->graph;

  self->n = 0;
  for (guint direction = 0; direction < 2; direction++) {
    guint32 segment = 2 * target->piece + direction;

    if (!is_usable (metric, target, direction))
      continue;
    guint32 x = graph->segment_state[segment];
    DrayRoadCost over = metric->segment_cost[segment] - covered (metric, target, direction);
    while (x > 0 && graph->state_segment[x - 1] >> 1 == target->piece)
      x--;
    for (; x < graph->counts.n_states && graph->state_segment[x] >> 1 == target->piece; x++) {
      if (graph->state_segment[x] == segment)
        add (self, x, over);
    }
  }
}

/* The walks. */

/* The next states of a walk: all those from which it has yet to climb, each once. */
typedef struct {
  guint32 state[DRAY_ROAD_MAX_ENDS];
  guint   n;
} Front;

static inline guint32
lowest (const Front *front)
{
  guint32 low = DRAY_ROAD_NONE;

  for (guint i = 0; i < front->n; i++)
    low = MIN (low, front->state[i]);
  return low;
}

static inline void
put (Front  *front,
     guint32 state)
{
  for (guint i = 0; i < front->n; i++) {
    if (front->state[i] == state)
      return;
  }
  front->state[front->n++] = state;
}

static inline void
climb (Front               *front,
       const DrayRoadGraph *graph,
       guint32              x)
{
  guint32 parent = graph->parent[x];

  for (guint i = 0; i < front->n; i++) {
    if (front->state[i] == x) {
      front->state[i] = front->state[--front->n];
      break;
    }
  }
  if (parent != DRAY_ROAD_NONE)
    put (front, parent);
}

static inline void
relax_forward (const DrayRoadMetric *metric,
               DrayRoadScratch      *scratch,
               guint32               x,
               gboolean              remember)
{
  const DrayRoadGraph *graph = metric->graph;
  DrayRoadCost cost = scratch->forward[x];

  for (guint32 a = graph->up_first[x]; a < graph->up_first[x + 1]; a++) {
    DrayRoadCost through = cost + metric->up[a];
    guint32 y = graph->up_head[a];

    if (through < scratch->forward[y]) {
      scratch->forward[y] = through;
      if (remember)
        scratch->forward_from[y] = x;
    }
  }
}

static inline void
relax_backward (const DrayRoadMetric *metric,
                DrayRoadScratch      *scratch,
                guint32               x,
                gboolean              remember)
{
  const DrayRoadGraph *graph = metric->graph;
  DrayRoadCost cost = scratch->backward[x];

  for (guint32 a = graph->down_first[x]; a < graph->down_first[x + 1]; a++) {
    DrayRoadCost through = cost + metric->down[a];
    guint32 y = graph->down_tail[a];

    if (through < scratch->backward[y]) {
      scratch->backward[y] = through;
      if (remember)
        scratch->backward_from[y] = x;
    }
  }
}

/* What all targets' labels are raised by, so that none is negative: more than any drives too much. */
static DrayRoadCost
find_raise (const DrayRoadEnds *to)
{
  guint32 ms = 0, dm = 0;

  for (guint i = 0; i < to->n; i++) {
    ms = MAX (ms, dray_road_cost_ms (to->cost[i]));
    dm = MAX (dm, dray_road_cost_dm (to->cost[i]));
  }
  return dray_road_cost (ms, dm);
}

/* Labels are infinite again when it is done: each walk clears what it leaves behind. Returns: the cost, and where the walks met */
static inline DrayRoadCost
walk (const DrayRoadMetric *metric,
      DrayRoadScratch      *scratch,
      const DrayRoadEnds   *from,
      const DrayRoadEnds   *to,
      gboolean              remember,
      guint32              *meeting)
{
  const DrayRoadGraph *graph = metric->graph;
  DrayRoadCost best = DRAY_ROAD_INFINITE, raise = find_raise (to);
  Front forward = { .n = 0 }, backward = { .n = 0 };

  *meeting = DRAY_ROAD_NONE;
  for (guint i = 0; i < from->n; i++) {
    guint32 x = from->state[i];

    if (from->cost[i] < scratch->forward[x]) {
      scratch->forward[x] = from->cost[i];
      scratch->forward_from[x] = DRAY_ROAD_NONE;
    }
    put (&forward, x);
  }
  for (guint i = 0; i < to->n; i++) {
    guint32 y = to->state[i];

    scratch->backward[y] = MIN (scratch->backward[y], raise - to->cost[i]);
    scratch->backward_from[y] = DRAY_ROAD_NONE;
    put (&backward, y);
  }
  for (;;) {
    guint32 x = lowest (&forward), y = lowest (&backward);

    if (x == DRAY_ROAD_NONE && y == DRAY_ROAD_NONE)
      break;
    if (x == y && scratch->forward[x] + scratch->backward[x] < best) {
      best = scratch->forward[x] + scratch->backward[x];
      *meeting = x;
    }
    if (x <= y) {
      if (scratch->forward[x] < best)
        relax_forward (metric, scratch, x, remember);
      scratch->forward[x] = DRAY_ROAD_INFINITE;
      climb (&forward, graph, x);
    }
    if (y <= x) {
      if (scratch->backward[y] < best)
        relax_backward (metric, scratch, y, remember);
      scratch->backward[y] = DRAY_ROAD_INFINITE;
      climb (&backward, graph, y);
    }
  }
  return best < DRAY_ROAD_INFINITE ? best - raise : DRAY_ROAD_INFINITE;
}

/* Returns: the least cost from any of @from to any of @to */
DrayRoadCost
dray_road_search_cost (const DrayRoadMetric *metric,
                       DrayRoadScratch      *scratch,
                       const DrayRoadEnds   *from,
                       const DrayRoadEnds   *to)
{
  guint32 meeting;

  return walk (metric, scratch, from, to, FALSE, &meeting);
}

/* Unpacking. */

typedef struct {
  guint32 tail;   /* of the way that is driven, not of the arc */
  guint32 head;
} Stretch;

static DrayRoadCost
stretch_cost (const DrayRoadMetric *metric,
              Stretch               stretch)
{
  const DrayRoadGraph *graph = metric->graph;

  return stretch.tail < stretch.head ? metric->up[dray_road_find_arc (graph->up_first, graph->up_head, stretch.tail, stretch.head)]
                                     : metric->down[dray_road_find_arc (graph->down_first, graph->down_tail, stretch.head, stretch.tail)];
}

static gboolean
is_turn (const DrayRoadMetric *metric,
         Stretch               stretch,
         DrayRoadCost          cost)
{
  const DrayRoadGraph *graph = metric->graph;

  for (guint32 t = graph->turn_first[stretch.tail]; t < graph->turn_first[stretch.tail + 1]; t++) {
    if (graph->turn_head[t] == stretch.head && dray_road_metric_turn_cost (metric, stretch.tail, t) == cost)
      return TRUE;
  }
  return FALSE;
}

/* The state below both ends over which the stretch goes; it is looked for among the neighbours of the lower end. Returns:
 * %DRAY_ROAD_NONE if there is none, which only a pack that was made to harm can bring about */
static guint32
find_middle (const DrayRoadMetric *metric,
             Stretch               stretch,
             DrayRoadCost          cost)
{
  const DrayRoadGraph *graph = metric->graph;
  gboolean up = stretch.tail < stretch.head;
  guint32 low = MIN (stretch.tail, stretch.head), high = MAX (stretch.tail, stretch.head);
  const DrayRoadLower *lower = up ? &metric->shape->out : &metric->shape->in;
  const guint32 *first = up ? graph->up_first : graph->down_first, *ends = up ? graph->up_head : graph->down_tail;
  const DrayRoadCost *near = up ? metric->down : metric->up, *far = up ? metric->up : metric->down;

  for (guint32 k = lower->first[low]; k < lower->first[low + 1]; k++) {
    guint32 b = dray_road_find_arc (first, ends, lower->state[k], high);

    if (b != DRAY_ROAD_NONE && near[lower->arc[k]] + far[b] == cost)
      return lower->state[k];
  }
  return DRAY_ROAD_NONE;
}

static gboolean
unpack (const DrayRoadMetric *metric,
        Stretch               first,
        GArray               *stack,
        GArray               *states)
{
  g_array_append_val (stack, first);
  while (stack->len > 0) {
    Stretch stretch = g_array_index (stack, Stretch, stack->len - 1);
    DrayRoadCost cost = stretch_cost (metric, stretch);

    g_array_set_size (stack, stack->len - 1);
    if (is_turn (metric, stretch, cost)) {
      g_array_append_val (states, stretch.head);
      continue;
    }
    guint32 middle = find_middle (metric, stretch, cost);
    if (middle == DRAY_ROAD_NONE || states->len > metric->graph->counts.n_states)
      return FALSE;
    Stretch parts[2] = { { middle, stretch.head }, { stretch.tail, middle } };
    g_array_append_vals (stack, parts, 2);
  }
  return TRUE;
}

/**
 * dray_road_search_states:
 * @states: (element-type guint32): the states of the path are written, from one of @from to one of @to
 *
 * As dray_road_search_cost(), with the path; @states stays empty where there is none. A hierarchy that contradicts itself, as only
 * one made to harm does, has no paths.
 */
DrayRoadCost
dray_road_search_states (const DrayRoadMetric *metric,
                         DrayRoadScratch      *scratch,
                         const DrayRoadEnds   *from,
                         const DrayRoadEnds   *to,
                         GArray               *states)
{
  g_autoptr (GArray) climbed = g_array_new (FALSE, FALSE, sizeof (guint32)), stack = g_array_new (FALSE, FALSE, sizeof (Stretch));
  guint32 meeting;
  DrayRoadCost cost = walk (metric, scratch, from, to, TRUE, &meeting);

  g_array_set_size (states, 0);
  if (cost == DRAY_ROAD_INFINITE)
    return cost;
  for (guint32 x = meeting; x != DRAY_ROAD_NONE; x = scratch->forward_from[x])
    g_array_append_val (climbed, x);
  guint32 last = g_array_index (climbed, guint32, climbed->len - 1);
  g_array_append_val (states, last);
  gboolean sound = TRUE;
  for (guint i = climbed->len - 1; sound && i > 0; i--)
    sound = unpack (metric, (Stretch) { g_array_index (climbed, guint32, i), g_array_index (climbed, guint32, i - 1) }, stack, states);
  for (guint32 x = meeting; sound && scratch->backward_from[x] != DRAY_ROAD_NONE; x = scratch->backward_from[x])
    sound = unpack (metric, (Stretch) { x, scratch->backward_from[x] }, stack, states);
  if (sound)
    return cost;
  g_array_set_size (states, 0);
  return DRAY_ROAD_INFINITE;
}
