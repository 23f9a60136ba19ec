/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of moves, and the local search that tries them around the stops that were just put in. */
#include "config.h"

#include "dray-move-private.h"

typedef const DrayMove *Entry;

static const Entry table[] = {
  &dray_move_tails, &dray_move_split, &dray_move_chain, &dray_move_swap, &dray_move_turn,
};

const int dray_n_moves = G_N_ELEMENTS (table);

const DrayMove *
dray_move_get (int index)
{
  return table[index];
}

static void
count_if_stale (DrayState *state,
                int        node)
{
  int route = state->nodes[node].route;

  if (state->tours[route].stale)
    dray_state_count (state, route);
}

/* Where the new way is longer than each of those that it may replace, nothing is to be had (the gain criterion of Lin and Kernighan,
 * with the way behind @to as a third). */
static inline gboolean
is_promising (const DrayState *state,
              int              from,
              int              to,
              int              way)
{
  const DrayNode *nodes = state->nodes;

  return way < nodes[from].to_next || way < nodes[to].to_next || way < nodes[nodes[to].prev].to_next;
}

static void
try_pair (const DrayState *state,
          int              from,
          int              to,
          gboolean         in_row,
          DrayStep        *step,
          Entry           *best)
{
  for (int m = 0; m < dray_n_moves; m++)
    if (table[m]->in_row == in_row && table[m]->evaluate (state, from, to, step))
      *best = table[m];
}

static gboolean
apply_best (DrayState      *state,
            const DrayStep *step,
            Entry           best)
{
  if (best == NULL)
    return FALSE;
  best->apply (state, step);
  return TRUE;
}

int
dray_move_improve (DrayState *state,
                   int        node,
                   int        n_near)
{
  const DraySlice *slice = state->slice;
  const int *near = &slice->near[node * slice->n_near], *way = &slice->near_way[node * slice->n_near], *back_way = &slice->near_back[node * slice->n_near];
  int n_applied = 0;

  for (int k = 0; k < MIN (n_near, slice->n_near); k++) {
    int other = near[k];
    DrayStep step = { .delta = 0 };
    Entry best = NULL;

    if (state->nodes[other].route < 0)
      continue;
    gboolean forth = is_promising (state, node, other, way[k]), back = is_promising (state, other, node, back_way[k]);
    if (!forth && !back)
      continue;
    count_if_stale (state, node);
    count_if_stale (state, other);
    if (forth)
      try_pair (state, node, other, FALSE, &step, &best);
    if (back)
      try_pair (state, other, node, FALSE, &step, &best);
    n_applied += apply_best (state, &step, best);
  }
  if (state->nodes[node].prev < slice->n) {
    DrayStep step = { .delta = 0 };
    Entry best = NULL;

    try_pair (state, state->nodes[node].prev, node, TRUE, &step, &best);
    n_applied += apply_best (state, &step, best);
  }
  return n_applied;
}
