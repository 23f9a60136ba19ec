/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Up to three stops that begin with @to move behind @from, into another route or along their own (or-opt, Or 1976). */
#include "config.h"

#include "dray-move-private.h"

#define LONGEST 3

/* Whether the clock still runs where @from goes on with the chain and then with what followed it: in O(chain). */
static gboolean
fits_other (const DrayState *state,
            int              from,
            int              first,
            int              last)
{
  const DraySlice *slice = state->slice;
  const DrayNode *nodes = state->nodes;
  int route = nodes[from].route, prev = from, node = first;
  gint64 depart = nodes[from].depart;

  for (;; node = nodes[node].next) {
    gint64 arrival = depart + dray_slice_get_duration (slice, route, prev, node);

    if (arrival > slice->close[node])
      return FALSE;
    depart = MAX (arrival, slice->open[node]) + slice->service[node];
    prev = node;
    if (node == last)
      break;
  }
  return depart + dray_slice_get_duration (slice, route, last, nodes[from].next) <= nodes[nodes[from].next].latest;
}

/* The same along one route: walks from the first stop that changes to the last. */
static gboolean
fits_same (const DrayState *state,
           int              from,
           int              first,
           int              last)
{
  const DraySlice *slice = state->slice;
  const DrayNode *nodes = state->nodes;
  int route = nodes[from].route, before = nodes[first].prev, behind = nodes[last].next;
  gboolean forward = state->along[from].rank > state->along[last].rank;
  /* Forward: before, behind .. from, chain, next. Backward: from, chain, next of from .. before, behind. */
  int prev = forward ? before : from, stop_at = forward ? nodes[from].next : behind;
  int node = forward ? behind : first;
  gint64 depart = nodes[prev].depart;

  for (;;) {
    gint64 arrival = depart + dray_slice_get_duration (slice, route, prev, node);

    if (node == stop_at)
      return arrival <= nodes[node].latest;
    if (arrival > slice->close[node])
      return FALSE;
    depart = MAX (arrival, slice->open[node]) + slice->service[node];
    prev = node;
    if (forward)
      node = node == from ? first : node == last ? stop_at : nodes[node].next;
    else
      node = node == last ? nodes[from].next : node == before ? behind : nodes[node].next;
  }
}

static gboolean
evaluate (const DrayState *state,
          int              from,
          int              to,
          DrayStep        *step)
{
  const DraySlice *slice = state->slice;
  const DrayNode *nodes = state->nodes;
  int a = nodes[from].route, b = nodes[to].route, before = nodes[to].prev, next = nodes[from].next, last = to, load = 0;
  gint64 enter = (gint64) dray_slice_get_distance (slice, a, from, to) - nodes[from].to_next - nodes[before].to_next;
  gboolean found = FALSE;

  if (before == from)
    return FALSE;
  for (int length = 1; length <= LONGEST && last < slice->n && last != from; length++, last = nodes[last].next) {
    int behind = nodes[last].next;
    gint64 delta = enter - nodes[last].to_next + dray_slice_get_distance (slice, b, before, behind)
                   + (gint64) dray_slice_get_distance (slice, a, last, next);

    if (slice->n_loads > 0 && (load += slice->delivery[last]) > slice->capacity[a] - state->tour_loads[a] && a != b)
      break;
    if (a != b && before >= slice->n && behind >= slice->n)
      delta -= slice->fixed_cost[b] + dray_slice_get_distance (slice, b, before, behind);
    if (delta >= step->delta)
      continue;
    if (slice->clocked && !(a == b ? fits_same (state, from, to, last) : fits_other (state, from, to, last)))
      continue;
    /* Where ways are rounded, leaving stops out can take longer. */
    if (slice->clocked && a != b
        && (gint64) nodes[before].depart + dray_slice_get_duration (slice, b, before, behind) > nodes[behind].latest)
      continue;
    *step = (DrayStep) { delta, from, to, length };
    found = TRUE;
  }
  return found;
}

static void
apply (DrayState      *state,
       const DrayStep *step)
{
  DrayNode *nodes = state->nodes;
  int a = nodes[step->from].route, b = nodes[step->to].route, last = step->to;

  dray_state_touch (state, a);
  dray_state_touch (state, b);
  for (int k = 1; k < step->length; k++)
    last = nodes[last].next;
  int before = nodes[step->to].prev, behind = nodes[last].next;

  nodes[before].next = behind;
  nodes[behind].prev = before;
  int next = nodes[step->from].next;

  nodes[step->from].next = step->to;
  nodes[step->to].prev = step->from;
  nodes[last].next = next;
  nodes[next].prev = last;
  if (!dray_state_rebuild (state, a) || (a != b && !dray_state_rebuild (state, b)))
    g_assert_not_reached ();
}

const DrayMove dray_move_chain = { "chain", FALSE, dray_move_supports_plain, evaluate, apply };
