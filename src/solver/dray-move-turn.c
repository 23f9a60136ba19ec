/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a route between @from and @to turns round, so that @to follows @from (2-opt, Croes 1958). */
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
  int route = nodes[from].route, after = nodes[from].next, behind = nodes[to].next;

  if (nodes[to].route != route || state->along[to].rank <= state->along[from].rank + 1)
    return FALSE;
  gint64 delta = (gint64) dray_slice_get_distance (slice, route, from, to) + dray_slice_get_distance (slice, route, after, behind)
                 - nodes[from].to_next - nodes[to].to_next;

  if (delta >= step->delta)
    return FALSE;
  int pace = slice->pace[route], prev = from, node = to;
  gint64 depart = nodes[from].depart;

  if (!slice->clocked && slice->distance[pace] == slice->distance_to[pace]) {
    *step = (DrayStep) { delta, from, to, 0 };
    return TRUE;
  }
  for (; prev != after; prev = node, node = nodes[node].prev) {
    gint64 arrival = depart + dray_slice_get_duration (slice, route, prev, node);

    if (slice->clocked && arrival > slice->close[node])
      return FALSE;
    depart = MAX (arrival, slice->open[node]) + slice->service[node];
    if (prev != from)
      delta += dray_slice_get_distance (slice, route, prev, node) - (gint64) nodes[node].to_next;
    if (node == after) {
      prev = node;
      break;
    }
  }
  if (delta >= step->delta)
    return FALSE;
  if (slice->clocked && depart + dray_slice_get_duration (slice, route, after, behind) > nodes[behind].latest)
    return FALSE;
  *step = (DrayStep) { delta, from, to, 0 };
  return TRUE;
}

static void
apply (DrayState      *state,
       const DrayStep *step)
{
  DrayNode *nodes = state->nodes;
  int route = nodes[step->from].route;

  dray_state_touch (state, route);
  int after = nodes[step->from].next, behind = nodes[step->to].next;

  for (int node = step->to, last = step->from; last != after;) {
    int next = nodes[node].prev;

    nodes[last].next = node;
    nodes[node].prev = last;
    last = node;
    node = next;
  }
  nodes[after].next = behind;
  nodes[behind].prev = after;
  if (!dray_state_rebuild (state, route))
    g_assert_not_reached ();
}

const DrayMove dray_move_turn = { "turn", FALSE, dray_move_supports_plain, evaluate, apply };
