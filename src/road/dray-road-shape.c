/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-metric-private.h"

#include <string.h>

/* A subtree larger than the 64th part of all is split: that leaves some hundred groups, enough for threads to share evenly. */
#define N_PARTS 64
#define LEAST_GROUP 50

/* @first and @ends are the arcs between a state and its lower neighbours, @on_first and @on_ends those of the other way. */
static void
list_lower (DrayRoadLower *self,
            guint32        n_states,
            const guint32 *first,
            const guint32 *ends,
            const guint32 *on_first,
            const guint32 *on_ends)
{
  gsize n_rows = (gsize) first[n_states] + DRAY_ROAD_AHEAD + 1;

  *self = (DrayRoadLower) { g_new0 (guint32, n_states + 2), g_new0 (guint32, n_rows), g_new0 (guint32, n_rows), g_new0 (guint32, n_rows), g_new0 (guint32, n_rows) };
  for (guint32 v = 0; v < n_states; v++) {
    for (guint32 a = first[v]; a < first[v + 1]; a++)
      self->first[ends[a] + 2] += on_first[v] < on_first[v + 1] && on_ends[on_first[v + 1] - 1] > ends[a];
  }
  for (guint32 i = 2; i < n_states + 2; i++)
    self->first[i] += self->first[i - 1];
  for (guint32 v = 0; v < n_states; v++) {
    guint32 on = on_first[v];

    for (guint32 a = first[v]; a < first[v + 1]; a++) {
      while (on < on_first[v + 1] && on_ends[on] <= ends[a])
        on++;
      if (on == on_first[v + 1])
        break;
      guint32 k = self->first[ends[a] + 1]++;
      self->state[k] = v;
      self->arc[k] = a;
      self->begin[k] = on;
      self->end[k] = on_first[v + 1];
    }
  }
}

static void
lower_clear (DrayRoadLower *self)
{
  g_free (self->first);
  g_free (self->state);
  g_free (self->arc);
  g_free (self->begin);
  g_free (self->end);
}

/* Marks the states above all groups, and gives every other state the number of its group. */
static guint32 *
split (DrayRoadShape       *self,
       const DrayRoadGraph *graph)
{
  guint32 n = graph->counts.n_states, most = n / N_PARTS + LEAST_GROUP;
  g_autofree guint32 *size = g_new (guint32, n + 1);
  guint32 *group = g_new (guint32, n + 1);

  for (guint32 x = 0; x < n; x++)
    size[x] = 1;
  self->is_top = g_malloc0 (n + 1);
  for (guint32 x = 0; x < n; x++) {
    guint32 parent = graph->parent[x];

    if (parent != DRAY_ROAD_NONE)
      size[parent] += size[x];
    self->is_top[x] = size[x] > most;
    self->n_top += self->is_top[x];
  }
  for (guint32 x = n; x-- > 0;) {
    guint32 parent = graph->parent[x];

    if (self->is_top[x])
      group[x] = DRAY_ROAD_NONE;
    else
      group[x] = parent == DRAY_ROAD_NONE || self->is_top[parent] ? self->n_groups++ : group[parent];
  }
  return group;
}

void
dray_road_shape_init (DrayRoadShape       *self,
                      const DrayRoadGraph *graph)
{
  guint32 n = graph->counts.n_states, n_top = 0;

  memset (self, 0, sizeof *self);
  list_lower (&self->in, n, graph->up_first, graph->up_head, graph->down_first, graph->down_tail);
  list_lower (&self->out, n, graph->down_first, graph->down_tail, graph->up_first, graph->up_head);
  g_autofree guint32 *group = split (self, graph);
  self->group_first = g_new0 (guint32, self->n_groups + 2);
  self->group_states = g_new (guint32, n + 1);
  self->top = g_new (guint32, self->n_top + 1);
  for (guint32 x = 0; x < n; x++) {
    if (group[x] != DRAY_ROAD_NONE)
      self->group_first[group[x] + 2]++;
    else
      self->top[n_top++] = x;
  }
  for (guint32 i = 2; i < self->n_groups + 2; i++)
    self->group_first[i] += self->group_first[i - 1];
  for (guint32 x = 0; x < n; x++) {
    if (group[x] != DRAY_ROAD_NONE)
      self->group_states[self->group_first[group[x] + 1]++] = x;
  }
}

void
dray_road_shape_clear (DrayRoadShape *self)
{
  lower_clear (&self->in);
  lower_clear (&self->out);
  g_free (self->group_first);
  g_free (self->group_states);
  g_free (self->top);
  g_free (self->is_top);
}
