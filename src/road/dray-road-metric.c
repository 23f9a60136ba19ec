/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-metric-private.h"

#include "dray-parallel-private.h"
#include "dray-region.h"

#include <string.h>

/* Customising by pull: in the order of ranks, each state improves its own upward arcs through its lower neighbours, whose arcs are
 * final by then. Only arcs whose lower end is the state are written, so subtrees of the elimination tree can be done at once, and the
 * states above them pull first from the subtrees, at once too, and then from each other.
 *
 * Source: Dibbelt, Strasser, Wagner (2016), section 7; pulling instead of pushing triangles is ours. */

/* What opening a gate for somebody who belongs there costs beside the turn. */
#define GATE_MS 60000

#define N_TRIES 256u

static gboolean
exceeds (int     measure,
         guint32 limit)
{
  return limit > 0 && measure > 0 && (guint32) measure > limit;
}

static gboolean
is_closed_at (guint32 closed_hours,
              int     period)
{
  return period == DRAY_ROAD_ANY_TIME ? closed_hours != 0 : (closed_hours & dray_road_period_hours (period)) != 0;
}

/* Returns: (nullable): the key of the sign that stops the vehicle */
const char *
dray_road_limits_find_fault (const DrayRoadLimits    *limits,
                             const DrayRoadMetricKey *key)
{
  const DrayVehicleProfile *profile = &key->profile;

  if (limits->access[profile->kind] == DRAY_ACCESS_CLOSED)
    return "access";
  if (exceeds (profile->height_cm, limits->height_cm))
    return "maxheight";
  if (exceeds (profile->width_cm, limits->width_cm))
    return "maxwidth";
  if (exceeds (profile->length_cm, limits->length_cm))
    return "maxlength";
  if (exceeds (profile->weight_kg, limits->weight_kg))
    return "maxweight";
  if (exceeds (profile->axle_kg, limits->axle_kg))
    return "maxaxleload";
  if (profile->hazmat && limits->flags & DRAY_LIMIT_NO_HAZMAT)
    return "hazmat";
  if (profile->avoid_toll && limits->flags & DRAY_LIMIT_TOLL)
    return "toll";
  return is_closed_at (limits->closed_hours[profile->kind], key->period) ? "conditional" : NULL;
}

static void
find_access (DrayRoadMetric *self)
{
  const DrayRoadGraph *graph = self->graph;

  for (guint32 i = 0; i < graph->counts.n_limits; i++)
    self->limits_access[i] = dray_road_limits_find_fault (&graph->limits[i], &self->key) != NULL
                                ? (guint8) DRAY_ACCESS_CLOSED : graph->limits[i].access[self->key.profile.kind];
}

/* How fast traffic is by the class of road and the time of day, in percent of its speed over the whole day: on great roads the
 * morning and the evening cost an eighth, in town a quarter, and at night everything flows. Measured traces override this. */
static guint
usual_percent (guint8 road_class,
               int    period)
{
  static const guint8 percent[3][DRAY_ROAD_N_PERIODS] = {
    { 104, 100, 88, 97, 98, 89, 98, 103 },   /* motorways and trunk roads */
    { 112, 101, 78, 95, 96, 79, 96, 108 },   /* primary to tertiary */
    { 106, 101, 88, 98, 98, 89, 98, 104 },   /* all others */
  };

  if (period == DRAY_ROAD_ANY_TIME)
    return 100;
  return percent[road_class <= DRAY_ROAD_TRUNK_LINK ? 0 : road_class <= DRAY_ROAD_TERTIARY_LINK ? 1 : 2][period];
}

static DrayRoadCost
drive (guint64 dm,
       guint   kmh,
       guint   percent)
{
  guint divisor = kmh * percent;

  return dray_road_cost ((dm * 36000 + divisor / 2) / divisor, dm);
}

static void
find_segment_costs (DrayRoadMetric *self)
{
  const DrayRoadGraph *graph = self->graph;
  guint most = self->key.profile.max_speed_kmh > 0 ? (guint) self->key.profile.max_speed_kmh : DRAY_ROAD_MAX_SPEED;

  for (guint32 segment = 0; segment < 2 * graph->counts.n_pieces; segment++) {
    guint kmh = graph->segment_speed[segment];
    guint8 access = kmh > 0 ? self->limits_access[graph->segment_limits[segment]] : (guint8) DRAY_ACCESS_CLOSED;
    guint64 dm = graph->piece_length_dm[segment >> 1];

    self->segment_access[segment] = access;
    self->segment_cost[segment] = DRAY_ROAD_INFINITE;
    if (access != DRAY_ACCESS_CLOSED) {
      kmh = MIN (kmh, most);
      self->segment_cost[segment] = drive (dm, kmh, usual_percent (graph->piece_class[segment >> 1], self->key.period));
    }
  }
}

static gboolean
is_in_force (const DrayRoadMetricKey  *key,
             const DrayRoadOverlayRow *row)
{
  if (row->kinds != 0 && !(row->kinds >> key->profile.kind & 1))
    return FALSE;
  if (row->periods == 0)
    return TRUE;
  return key->period == DRAY_ROAD_ANY_TIME ? row->percent == 0 : row->periods >> key->period & 1;
}

/* @rows: (nullable): each on the ones before */
static void
lay_on (DrayRoadMetric *self,
        const GArray   *rows)
{
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const DrayRoadOverlayRow *row = &g_array_index (rows, DrayRoadOverlayRow, i);
    DrayRoadCost cost = self->segment_cost[row->segment];

    if (cost == DRAY_ROAD_INFINITE || !is_in_force (&self->key, row))
      continue;
    if (row->percent == 0) {
      self->segment_access[row->segment] = DRAY_ACCESS_CLOSED;
      self->segment_cost[row->segment] = DRAY_ROAD_INFINITE;
    } else if (row->kmh > 0) {
      guint most = self->key.profile.max_speed_kmh > 0 ? (guint) self->key.profile.max_speed_kmh : DRAY_ROAD_MAX_SPEED;

      self->segment_cost[row->segment] = drive (dray_road_cost_dm (cost), MIN (row->kmh, most), 100);
    } else {
      self->segment_cost[row->segment] = dray_road_cost ((guint64) dray_road_cost_ms (cost) * 100 / row->percent, dray_road_cost_dm (cost));
    }
  }
}

/* May one drive from @from into @to? Into a road that is only for those who belong there one comes in its arrival state, and from
 * there only to the like; who starts there drives in the usual states, and out. */
static gboolean
may_follow (guint8 from_access,
            guint8 from_arrival,
            guint8 to_access,
            guint8 to_arrival)
{
  if (to_arrival)
    return to_access == DRAY_ACCESS_DESTINATION && (!from_arrival || from_access == DRAY_ACCESS_DESTINATION);
  return !from_arrival && (to_access == DRAY_ACCESS_OPEN || from_access == DRAY_ACCESS_DESTINATION);
}

/* Returns: the cost of turn number @turn out of @state and of driving the segment that it leads to */
DrayRoadCost
dray_road_metric_turn_cost (const DrayRoadMetric *self,
                            guint32               state,
                            guint32               turn)
{
  const DrayRoadGraph *graph = self->graph;
  guint32 head = graph->turn_head[turn], from = graph->state_segment[state], to = graph->state_segment[head];
  DrayTurnKind kind = graph->turn_kinds[graph->turn_kind[turn]];
  guint8 gate = self->limits_access[kind.limits];

  if (gate == DRAY_ACCESS_CLOSED || self->segment_access[from] == DRAY_ACCESS_CLOSED || self->segment_access[to] == DRAY_ACCESS_CLOSED ||
      !may_follow (self->segment_access[from], graph->state_arrival[state], self->segment_access[to], graph->state_arrival[head]))
    return DRAY_ROAD_INFINITE;
  guint64 ms = kind.cost_ds * 100u + (gate == DRAY_ACCESS_DESTINATION ? GATE_MS : 0);
  return MIN (self->segment_cost[to] + (ms << 32), DRAY_ROAD_INFINITE);
}

static void
load_turns (DrayRoadMetric *self)
{
  const DrayRoadGraph *graph = self->graph;

  for (guint32 a = 0; a < graph->counts.n_up; a++)
    self->up[a] = DRAY_ROAD_INFINITE;
  for (guint32 a = 0; a < graph->counts.n_down; a++)
    self->down[a] = DRAY_ROAD_INFINITE;
  for (guint32 x = 0; x < graph->counts.n_states; x++) {
    for (guint32 t = graph->turn_first[x]; t < graph->turn_first[x + 1]; t++) {
      guint32 arc = graph->turn_arc[t];

      if (arc == DRAY_ROAD_NONE)
        continue;
      DrayRoadCost cost = dray_road_metric_turn_cost (self, x, t);
      DrayRoadCost *to = arc & 1 ? &self->down[arc / 2] : &self->up[arc / 2];
      *to = MIN (*to, cost);
    }
  }
}

enum {
  PULL_ALL,
  PULL_FROM_GROUPS,
  PULL_FROM_TOP,
};

/* Improves the arcs of one way between @x and higher states, through lower ones: what leads from @x down to v and on from there up,
 * or up from v to @x where it came down. @near are the costs between @x and the lower states, @far those that are improved and,
 * above @x, those that are added. */
static inline void
pull_one_way (const DrayRoadShape *shape,
              const DrayRoadLower *lower,
              const DrayRoadCost  *near,
              DrayRoadCost        *far,
              const guint32       *first,
              const guint32       *ends,
              guint32              x,
              int                  from,
              guint32             *place)
{
  for (guint32 a = first[x]; a < first[x + 1]; a++)
    place[ends[a]] = a;
  for (guint32 k = lower->first[x]; k < lower->first[x + 1]; k++) {
    DrayRoadCost cost = near[lower->arc[k]];

    /* Each neighbour lies somewhere else: waiting for memory is what this loop would do most of the time. */
    __builtin_prefetch (&near[lower->arc[k + DRAY_ROAD_AHEAD]]);
    __builtin_prefetch (&far[lower->begin[k + DRAY_ROAD_AHEAD]]);
    __builtin_prefetch (&ends[lower->begin[k + DRAY_ROAD_AHEAD]]);
    if (cost == DRAY_ROAD_INFINITE || (from != PULL_ALL && shape->is_top[lower->state[k]] != (from == PULL_FROM_TOP)))
      continue;
    for (guint32 a = lower->begin[k]; a < lower->end[k]; a++) {
      DrayRoadCost through = cost + far[a], *to = &far[place[ends[a]]];

      *to = MIN (*to, through);
    }
  }
}

static void
pull (DrayRoadMetric *self,
      guint32         x,
      int             from,
      guint32        *place)
{
  const DrayRoadGraph *graph = self->graph;
  const DrayRoadShape *shape = self->shape;

  pull_one_way (shape, &shape->out, self->down, self->up, graph->up_first, graph->up_head, x, from, place);
  pull_one_way (shape, &shape->in, self->up, self->down, graph->down_first, graph->down_tail, x, from, place);
}

typedef struct {
  DrayRoadMetric *metric;
  guint32       **place;   /* by thread */
} Pulling;

static void
pull_group (guint32  item,
            int      thread,
            gpointer user_data)
{
  Pulling *pulling = user_data;
  const DrayRoadShape *shape = pulling->metric->shape;

  for (guint32 i = shape->group_first[item]; i < shape->group_first[item + 1]; i++)
    pull (pulling->metric, shape->group_states[i], PULL_ALL, pulling->place[thread]);
}

static void
pull_top (guint32  item,
          int      thread,
          gpointer user_data)
{
  Pulling *pulling = user_data;

  pull (pulling->metric, pulling->metric->shape->top[item], PULL_FROM_GROUPS, pulling->place[thread]);
}

/**
 * dray_road_metric_customise:
 *
 * Gives every arc of the hierarchy its cost. The result does not depend on @n_threads.
 */
void
dray_road_metric_customise (DrayRoadMetric *self,
                            int             n_threads)
{
  const DrayRoadShape *shape = self->shape;
  g_autofree guint32 **place = g_new (guint32 *, n_threads);
  Pulling pulling = { self, place };

  for (int i = 0; i < n_threads; i++)
    place[i] = g_new0 (guint32, self->graph->counts.n_states + 1);
  load_turns (self);
  if (n_threads == 1) {
    for (guint32 x = 0; x < self->graph->counts.n_states; x++)
      pull (self, x, PULL_ALL, place[0]);
  } else {
    dray_parallel_for (shape->n_groups, n_threads, pull_group, &pulling);
    dray_parallel_for (shape->n_top, n_threads, pull_top, &pulling);
    for (guint32 i = 0; i < shape->n_top; i++)
      pull (self, shape->top[i], PULL_FROM_TOP, place[0]);
  }
  for (int i = 0; i < n_threads; i++)
    g_free (place[i]);
}

/* Which states reach the great part of the region, and which it reaches: stops are put on no others, or nobody would get to them. */

static void
spread (DrayRoadMetric *self,
        const guint32  *first,
        const guint32  *next,
        const guint32  *turn,
        guint32         seed,
        guint8          bit,
        guint32        *queue)
{
  guint32 n = 1;

  self->reach[seed] |= bit;
  queue[0] = seed;
  for (guint32 i = 0; i < n; i++) {
    guint32 x = queue[i];

    for (guint32 k = first[x]; k < first[x + 1]; k++) {
      guint32 y = next[k], tail = turn != NULL ? y : x, t = turn != NULL ? turn[k] : k;

      if (!(self->reach[y] & bit) && dray_road_metric_turn_cost (self, tail, t) < DRAY_ROAD_INFINITE) {
        self->reach[y] |= bit;
        queue[n++] = y;
      }
    }
  }
}

static void
list_reversed (const DrayRoadGraph *graph,
               guint32             *first,
               guint32             *tail,
               guint32             *turn)
{
  guint32 n = graph->counts.n_states;

  memset (first, 0, (n + 2) * sizeof *first);
  for (guint32 t = 0; t < graph->counts.n_turns; t++)
    first[graph->turn_head[t] + 2]++;
  for (guint32 i = 2; i < n + 2; i++)
    first[i] += first[i - 1];
  for (guint32 x = 0; x < n; x++) {
    for (guint32 t = graph->turn_first[x]; t < graph->turn_first[x + 1]; t++) {
      guint32 k = first[graph->turn_head[t] + 1]++;

      tail[k] = x;
      turn[k] = t;
    }
  }
}

/**
 * dray_road_metric_find_reach:
 *
 * Spreads from states here and there until one is found from which and to which half of all roads lead; where there is none, as on
 * a group of islands, the best of the first tries has it.
 */
void
dray_road_metric_find_reach (DrayRoadMetric *self)
{
  const DrayRoadGraph *graph = self->graph;
  guint32 n = graph->counts.n_states, n_best = 0;
  g_autofree guint32 *queue = g_new (guint32, n + 1), *first = g_new (guint32, n + 2);
  g_autofree guint32 *tail = g_new (guint32, graph->counts.n_turns + 1), *turn = g_new (guint32, graph->counts.n_turns + 1);
  g_autofree guint8 *best = g_malloc0 (n + 1);

  list_reversed (graph, first, tail, turn);
  for (guint32 i_try = 0; i_try < N_TRIES && n_best < n / 2; i_try++) {
    /* Steps of the golden ratio come near every state in time. */
    guint32 x = (guint32) ((guint64) (i_try * 2654435769u) * n >> 32), n_both = 0;

    if (self->segment_access[graph->state_segment[x]] != DRAY_ACCESS_OPEN || graph->state_arrival[x] || best[x] == (DRAY_REACHES_ALL | DRAY_REACHED_BY_ALL))
      continue;
    memset (self->reach, 0, n);
    spread (self, graph->turn_first, graph->turn_head, NULL, x, DRAY_REACHED_BY_ALL, queue);
    spread (self, first, tail, turn, x, DRAY_REACHES_ALL, queue);
    for (guint32 i = 0; i < n; i++)
      n_both += self->reach[i] == (DRAY_REACHES_ALL | DRAY_REACHED_BY_ALL);
    if (n_both > n_best) {
      n_best = n_both;
      memcpy (best, self->reach, n);
    }
  }
  memcpy (self->reach, best, n);
}

DrayRoadMetric *
dray_road_metric_new_blank (const DrayRoadGraph     *graph,
                            const DrayRoadShape     *shape,
                            const DrayRoadOverlay   *overlay,
                            const DrayRoadMetricKey *key)
{
  DrayRoadMetric *self = g_atomic_rc_box_new0 (DrayRoadMetric);

  self->key = *key;
  self->graph = graph;
  self->shape = shape;
  self->limits_access = g_malloc (graph->counts.n_limits);
  self->segment_access = g_malloc (2 * (gsize) graph->counts.n_pieces);
  self->segment_cost = g_new (DrayRoadCost, 2 * (gsize) graph->counts.n_pieces);
  self->up = g_new (DrayRoadCost, (gsize) graph->counts.n_up + 1);
  self->down = g_new (DrayRoadCost, (gsize) graph->counts.n_down + 1);
  self->reach = g_malloc0 (graph->counts.n_states + 1);
  find_access (self);
  find_segment_costs (self);
  for (int i = 0; overlay != NULL && i < DRAY_N_OVERLAYS; i++)
    lay_on (self, overlay->rows[i]);
  return self;
}

/**
 * dray_road_metric_new:
 * @overlay: (nullable): what differs from the pack now
 *
 * Errors: %G_IO_ERROR_CANCELLED
 */
DrayRoadMetric *
dray_road_metric_new (const DrayRoadGraph     *graph,
                      const DrayRoadShape     *shape,
                      const DrayRoadOverlay   *overlay,
                      const DrayRoadMetricKey *key,
                      int                      n_threads,
                      GCancellable            *cancellable,
                      GError                 **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  g_autoptr (DrayRoadMetric) self = dray_road_metric_new_blank (graph, shape, overlay, key);
  dray_road_metric_customise (self, n_threads);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  dray_road_metric_find_reach (self);
  return g_steal_pointer (&self);
}

static void
clear (DrayRoadMetric *self)
{
  g_free (self->limits_access);
  g_free (self->segment_access);
  g_free (self->segment_cost);
  g_free (self->up);
  g_free (self->down);
  g_free (self->reach);
}

void
dray_road_metric_free (DrayRoadMetric *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}
