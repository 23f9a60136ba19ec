/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes out what recreating shall put back better.
 *
 * Source: adjacent string removal with split strings, Christiaens and Vanden Berghe, "Slack induction by string removals",
 * Transportation Science 54 (2020), section 5.1. */
#include "config.h"

#include "dray-ruin-private.h"

/* Takes a unit out of its routes, which were touched. */
void
dray_ruin_remove_unit (DrayState *state,
                       int        unit,
                       int       *removed,
                       int       *n_removed)
{
  const DraySlice *slice = state->slice;

  for (int k = slice->unit_first[unit]; k < slice->unit_first[unit + 1]; k++)
    dray_state_unlink (state, slice->unit_nodes[k]);
  dray_state_set_absent (state, unit);
  removed[(*n_removed)++] = unit;
}

/* A string of @length stops around @node, of which @kept in its middle stay. */
static void
remove_string (DrayState *state,
               int        node,
               int        length,
               int        kept,
               int       *removed,
               int       *n_removed)
{
  const DraySlice *slice = state->slice;
  int back = (int) dray_random_below (&state->random, (guint32) length), string[64], n = 0;
  int skip = kept > 0 ? 1 + (int) dray_random_below (&state->random, (guint32) MAX (length - kept - 1, 1)) : length;
  int first = node, last = node;

  for (; back > 0 && dray_state_is_stop (state, state->nodes[first].prev); back--)
    first = state->nodes[first].prev;
  for (int k = first; n < length && dray_state_is_stop (state, k); k = state->nodes[k].next) {
    string[n++] = k;
    last = k;
  }
  (void) last;
  while (n < length && dray_state_is_stop (state, state->nodes[first].prev))
    string[n++] = first = state->nodes[first].prev;
  for (int k = 0; k < n; k++) {
    if (k >= skip && k < skip + kept)
      continue;
    /* A unit's other stops may have gone with an earlier one. */
    if (state->nodes[string[k]].route >= 0 && !slice->unit_fixed[slice->unit[string[k]]])
      dray_ruin_remove_unit (state, slice->unit[string[k]], removed, n_removed);
  }
}

int
dray_ruin_strings (DrayState *state,
                   double     mean_removed,
                   int        longest,
                   int       *removed)
{
  const DraySlice *slice = state->slice;
  DrayRandom *random = &state->random;
  int n_removed = 0, n_used = 0;

  if (slice->n == 0)
    return 0;
  for (int w = 0; w <= (slice->n_routes - 1) >> 6; w++)
    n_used -= __builtin_popcountll (state->spare_bits[w]);
  n_used += slice->n_routes;
  double mean_stops = n_used > 0 ? (double) slice->n / n_used : 1;
  double limit = MIN ((double) longest, mean_stops), most = 4 * mean_removed / (1 + limit) - 1;
  int n_strings = (int) (dray_random_double (random) * most + 1), seed = (int) dray_random_below (random, (guint32) slice->n);

  for (int k = -1; k < slice->n_near && n_strings > 0; k++) {
    int node = k < 0 ? seed : slice->near[seed * slice->n_near + k], route = state->nodes[node].route;

    if (route < 0 || state->is_touched[route] || (slice->has_fixed && slice->locked[route]))
      continue;
    int size = state->tours[route].n_stops, length = (int) (dray_random_double (random) * MIN (limit, size)) + 1, kept = 0;

    length = MIN (length, size);
    if (length > 1 && length < size && (dray_random_u64 (random) & 1))
      while (length + kept < size && kept < 32 && (dray_random_u64 (random) & 3) != 0 && kept < length)
        kept++;
    dray_state_touch (state, route);
    remove_string (state, node, length + kept, kept, removed, &n_removed);
    if (!dray_state_settle (state, route))
      return -1;
    n_strings--;
  }
  return n_removed;
}
