/* SPDX-License-Identifier: GPL-3.0-or-later */
/* @to and the stop that follows @from change places, each in the other's route. */
#include "config.h"

#include "dray-move-private.h"

/* The clock with one stop in the place of another. */
static gboolean
fits_in_place (const DrayState *state,
               int              node,
               int              place)
{
  const DraySlice *slice = state->slice;
  const DrayNode *nodes = state->nodes;
  int route = nodes[place].route, prev = nodes[place].prev, next = nodes[place].next;
  gint64 arrival = (gint64) nodes[prev].depart + dray_slice_get_duration (slice, route, prev, node);

  if (arrival > slice->close[node])
    return FALSE;
  return MAX (arrival, slice->open[node]) + slice->service[node] + dray_slice_get_duration (slice, route, node, next) <= nodes[next].latest;
}

static gint64
get_growth (const DrayState *state,
            int              node,
            int              place)
{
  const DraySlice *slice = state->slice;
  const DrayNode *nodes = state->nodes;
  int route = nodes[place].route, prev = nodes[place].prev, next = nodes[place].next;

  return (gint64) dray_slice_get_distance (slice, route, prev, node) + dray_slice_get_distance (slice, route, node, next) - nodes[prev].to_next
         - nodes[place].to_next;
}

static gboolean
evaluate (const DrayState *state,
          int              from,
          int              to,
          DrayStep        *step)
{
  const DraySlice *slice = state->slice;
  int a = state->nodes[from].route, b = state->nodes[to].route, other = state->nodes[from].next;

  if (a == b || other >= slice->n)
    return FALSE;
  gint64 delta = get_growth (state, to, other) + get_growth (state, other, to);

  if (delta >= step->delta)
    return FALSE;
  if (slice->n_loads > 0) {
    int more = slice->delivery[to] - slice->delivery[other];

    if (state->tour_loads[a] + more > slice->capacity[a] || state->tour_loads[b] - more > slice->capacity[b])
      return FALSE;
  }
  if (slice->clocked && (!fits_in_place (state, to, other) || !fits_in_place (state, other, to)))
    return FALSE;
  *step = (DrayStep) { delta, from, to, 0 };
  return TRUE;
}

static void
put_in_place (DrayState *state,
              int        node,
              int        prev,
              int        next)
{
  state->nodes[node].prev = prev;
  state->nodes[node].next = next;
  state->nodes[prev].next = node;
  state->nodes[next].prev = node;
}

static void
apply (DrayState      *state,
       const DrayStep *step)
{
  DrayNode *nodes = state->nodes;
  int a = nodes[step->from].route, b = nodes[step->to].route, other = nodes[step->from].next;

  dray_state_touch (state, a);
  dray_state_touch (state, b);
  int next_a = nodes[other].next, prev_b = nodes[step->to].prev, next_b = nodes[step->to].next;

  put_in_place (state, step->to, step->from, next_a);
  put_in_place (state, other, prev_b, next_b);
  if (!dray_state_rebuild (state, a) || !dray_state_rebuild (state, b))
    g_assert_not_reached ();
}

const DrayMove dray_move_swap = { "swap", FALSE, dray_move_supports_plain, evaluate, apply };
