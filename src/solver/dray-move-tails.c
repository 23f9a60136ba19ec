/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two routes exchange what follows: @from goes on with @to and all behind it, what stood before @to goes on with what followed @from
 * (2-opt*, Potvin and Rousseau 1995). O(1) by the bounds on both sides. */
#include "config.h"

#include "dray-move-private.h"

/* What all moves here ask for: nothing but distance, one delivered load and one window a stop, one stop a unit. */
gboolean
dray_move_supports_plain (const DraySlice *slice)
{
  return slice->plain && !(slice->problem->features & (DRAY_FEATURE_GROUPS | DRAY_FEATURE_PICKUPS));
}

static gboolean
evaluate (const DrayState *state,
          int              from,
          int              to,
          DrayStep        *step)
{
  const DraySlice *slice = state->slice;
  const DrayNode *nodes = state->nodes;
  int a = nodes[from].route, b = nodes[to].route, after = nodes[from].next, before = nodes[to].prev;

  if (a == b || slice->kind[a] != slice->kind[b])
    return FALSE;
  gint64 delta = (gint64) dray_slice_get_distance (slice, a, from, to) - nodes[from].to_next - nodes[before].to_next;

  if (delta >= step->delta)
    return FALSE;
  /* What followed may be the end of its route: the other one has an end like it. */
  delta += dray_slice_get_distance (slice, b, before, after);
  if (before >= slice->n && after >= slice->n)
    delta -= slice->fixed_cost[b] + dray_slice_get_distance (slice, b, before, after);
  if (delta >= step->delta)
    return FALSE;
  if (slice->n_loads > 0) {
    int tail_a = state->along[from].load, tail_b = state->along[before].load;

    if (state->tour_loads[a] - tail_a + tail_b > slice->capacity[a] || state->tour_loads[b] - tail_b + tail_a > slice->capacity[b])
      return FALSE;
  }
  if (slice->clocked
      && ((gint64) nodes[from].depart + dray_slice_get_duration (slice, a, from, to) > nodes[to].latest
          || (gint64) nodes[before].depart + dray_slice_get_duration (slice, b, before, after) > nodes[after].latest))
    return FALSE;
  *step = (DrayStep) { delta, from, to, 0 };
  return TRUE;
}

static void
link_tail (DrayState *state,
           int        head,
           int        tail,
           int        last,
           int        route)
{
  int end = dray_state_get_end (state, route);

  if (tail == DRAY_NONE) {
    tail = end;
    last = head;
  }
  state->nodes[head].next = tail;
  state->nodes[tail].prev = head;
  state->nodes[last].next = end;
  state->nodes[end].prev = last;
}

static void
apply (DrayState      *state,
       const DrayStep *step)
{
  const DraySlice *slice = state->slice;
  DrayNode *nodes = state->nodes;
  int a = nodes[step->from].route, b = nodes[step->to].route;

  dray_state_touch (state, a);
  dray_state_touch (state, b);
  int after = nodes[step->from].next, before = nodes[step->to].prev;
  int last_a = nodes[dray_state_get_end (state, a)].prev, last_b = nodes[dray_state_get_end (state, b)].prev;

  link_tail (state, step->from, step->to, last_b, a);
  link_tail (state, before, after < slice->n ? after : DRAY_NONE, last_a, b);
  if (!dray_state_rebuild (state, a) || !dray_state_rebuild (state, b))
    g_assert_not_reached ();
}

const DrayMove dray_move_tails = { "tails", FALSE, dray_move_supports_plain, evaluate, apply };
