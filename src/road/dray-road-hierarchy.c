/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-builder-private.h"

#include "dray-road-error.h"

#include <stdlib.h>
#include <string.h>

/* The arcs of a customisable contraction hierarchy: those of the turns and those that contracting the states in their order adds,
 * which is the chordal completion. A state's higher neighbours are its own and those that it inherits: of every child in the
 * elimination tree, all but itself. So one walk upwards makes all lists.
 *
 * Source: Dibbelt, Strasser, Wagner, "Customizable contraction hierarchies", JEA 21 (2016), section 5. */

static int
compare (const void *a,
         const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static void
sort (guint32 *values,
      guint32  n)
{
  if (n > 24) {
    qsort (values, n, sizeof *values, compare);
    return;
  }
  for (guint32 i = 1; i < n; i++) {
    guint32 value = values[i], k = i;

    for (; k > 0 && values[k - 1] > value; k--)
      values[k] = values[k - 1];
    values[k] = value;
  }
}

/* The higher ends of the turns at each state, whichever way they lead. */
static guint32 *
list_upward (guint32        n,
             const guint32 *turn_first,
             const guint32 *turn_head,
             guint32      **heads)
{
  guint32 *first = g_new0 (guint32, n + 2);

  *heads = g_new (guint32, turn_first[n] + 1);
  for (guint32 x = 0; x < n; x++) {
    for (guint32 t = turn_first[x]; t < turn_first[x + 1]; t++)
      first[MIN (x, turn_head[t]) + 2] += x != turn_head[t];
  }
  for (guint32 i = 2; i < n + 2; i++)
    first[i] += first[i - 1];
  for (guint32 x = 0; x < n; x++) {
    for (guint32 t = turn_first[x]; t < turn_first[x + 1]; t++) {
      if (x != turn_head[t])
        (*heads)[first[MIN (x, turn_head[t]) + 1]++] = MAX (x, turn_head[t]);
    }
  }
  return first;
}

typedef struct {
  guint32 *stamp;         /* whose list last took the state */
  guint32 *first_child;
  guint32 *next_child;
  GArray  *heads;
} Completion;

static void
take (Completion    *completion,
      guint32        x,
      const guint32 *heads,
      guint32        n)
{
  for (guint32 i = 0; i < n; i++) {
    if (heads[i] == x || completion->stamp[heads[i]] == x)
      continue;
    completion->stamp[heads[i]] = x;
    g_array_append_val (completion->heads, heads[i]);
  }
}

static gboolean
complete (DrayHierarchy *self,
          Completion    *completion,
          const guint32 *own_first,
          const guint32 *own,
          GError       **error)
{
  for (guint32 x = 0; x < self->n_states; x++) {
    guint32 begin = self->up_first[x] = completion->heads->len;

    take (completion, x, own + own_first[x], own_first[x + 1] - own_first[x]);
    for (guint32 child = completion->first_child[x]; child != DRAY_ROAD_NONE; child = completion->next_child[child]) {
      guint32 from = self->up_first[child], n = self->up_first[child + 1] - from;

      /* Room first: the child's list lies in the array that grows. */
      g_array_set_size (completion->heads, completion->heads->len + n);
      g_array_set_size (completion->heads, completion->heads->len - n);
      take (completion, x, &g_array_index (completion->heads, guint32, from), n);
    }
    guint32 n = completion->heads->len - begin;
    if (completion->heads->len > 1u << 30) {
      g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_LIMIT, "The region's roads are too tangled for a hierarchy");
      return FALSE;
    }
    self->up_first[x + 1] = completion->heads->len;
    if (n == 0)
      continue;
    sort (&g_array_index (completion->heads, guint32, begin), n);
    guint32 parent = g_array_index (completion->heads, guint32, begin);
    completion->next_child[x] = completion->first_child[parent];
    completion->first_child[parent] = x;
  }
  return TRUE;
}

static guint32
find_arc (const DrayHierarchy *self,
          guint32              low,
          guint32              high)
{
  guint32 from = self->up_first[low], to = self->up_first[low + 1];

  while (from < to) {
    guint32 middle = from + (to - from) / 2;

    if (self->up_head[middle] < high)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

/**
 * dray_hierarchy_build:
 *
 * The hierarchy of the turns between @n_states ranked states. A turn from a state to itself gets no arc but %DRAY_ROAD_NONE.
 *
 * Errors: %DRAY_ROAD_ERROR_LIMIT
 */
gboolean
dray_hierarchy_build (DrayHierarchy *self,
                      guint32        n_states,
                      const guint32 *turn_first,
                      const guint32 *turn_head,
                      GError       **error)
{
  g_autofree guint32 *own = NULL;
  g_autofree guint32 *own_first = list_upward (n_states, turn_first, turn_head, &own);
  g_autofree guint32 *links = g_new (guint32, 3 * (gsize) n_states + 1);
  g_autoptr (GArray) heads = g_array_new (FALSE, FALSE, sizeof (guint32));
  Completion completion = { links, links + n_states, links + 2 * (gsize) n_states, heads };

  memset (links, 0xff, 3 * (gsize) n_states * sizeof *links);
  *self = (DrayHierarchy) { .n_states = n_states, .up_first = g_new (guint32, n_states + 1) };
  self->up_first[0] = 0;
  if (!complete (self, &completion, own_first, own, error)) {
    dray_hierarchy_clear (self);
    return FALSE;
  }
  self->up_head = (guint32 *) (gpointer) g_array_free (g_steal_pointer (&heads), FALSE);
  self->turn_arc = g_new (guint32, turn_first[n_states] + 1);
  for (guint32 x = 0; x < n_states; x++) {
    for (guint32 t = turn_first[x]; t < turn_first[x + 1]; t++) {
      guint32 y = turn_head[t];

      self->turn_arc[t] = x == y ? DRAY_ROAD_NONE : 2 * find_arc (self, MIN (x, y), MAX (x, y)) + (x > y);
    }
  }
  return TRUE;
}

void
dray_hierarchy_clear (DrayHierarchy *self)
{
  g_clear_pointer (&self->up_first, g_free);
  g_clear_pointer (&self->up_head, g_free);
  g_clear_pointer (&self->turn_arc, g_free);
}
