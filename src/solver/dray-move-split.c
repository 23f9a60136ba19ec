/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An empty vehicle takes over a route from @to on. @from is the stop before it. */
#include "config.h"

#include "dray-move-private.h"

static gboolean
evaluate (const DrayState *state,
          int              from,
          int              to,
          DrayStep        *step)
{
  const DraySlice *slice = state->slice;
  const DrayNode *nodes = state->nodes;
  int a = nodes[from].route;

  if (nodes[from].next != to || from >= slice->n)
    return FALSE;
  int spare = dray_state_find_spare (state, slice->kind[a], 0);

  if (spare < 0)
    return FALSE;
  int start = dray_state_get_start (state, spare), end = dray_state_get_end (state, a);
  gint64 delta = slice->fixed_cost[spare] + dray_slice_get_distance (slice, a, from, end) + (gint64) dray_slice_get_distance (slice, spare, start, to)
                 - nodes[from].to_next;

  if (delta >= step->delta)
    return FALSE;
  if (slice->clocked
      && ((gint64) nodes[from].depart + dray_slice_get_duration (slice, a, from, end) > nodes[end].latest
          || (gint64) nodes[start].depart + dray_slice_get_duration (slice, spare, start, to) > nodes[to].latest))
    return FALSE;
  *step = (DrayStep) { delta, from, to, 0 };
  return TRUE;
}

static void
apply (DrayState      *state,
       const DrayStep *step)
{
  DrayNode *nodes = state->nodes;
  int a = nodes[step->from].route, b = dray_state_find_spare (state, state->slice->kind[a], 0);
  int end_a = dray_state_get_end (state, a), end_b = dray_state_get_end (state, b), start_b = dray_state_get_start (state, b);

  dray_state_touch (state, a);
  dray_state_touch (state, b);
  int last = nodes[end_a].prev;

  nodes[step->from].next = end_a;
  nodes[end_a].prev = step->from;
  nodes[start_b].next = step->to;
  nodes[step->to].prev = start_b;
  nodes[last].next = end_b;
  nodes[end_b].prev = last;
  if (!dray_state_rebuild (state, a) || !dray_state_rebuild (state, b))
    g_assert_not_reached ();
}

const DrayMove dray_move_split = { "split", TRUE, dray_move_supports_plain, evaluate, apply };
