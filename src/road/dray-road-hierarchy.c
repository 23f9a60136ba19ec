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
 * Nearly all turns lead one way only, so most arcs of the completion can never be driven one way, or either: no turn leads from a
 * road to another that ends at the same junction. Which can is found by customising with yes and no, and only these are kept, the
 * ones that lead up and the ones that lead down apart. That leaves a third, and the elimination tree, which then has to be kept too.
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

/* The completion: arcs each stored once, whichever way they lead. */
typedef struct {
  guint32  n;
  guint32 *first;
  guint32 *head;
  guint8  *ways;   /* bit 0: can be driven up, bit 1: down */
} Chordal;

static gboolean
complete (Chordal       *self,
          Completion    *completion,
          guint32       *parents,
          const guint32 *own_first,
          const guint32 *own,
          GError       **error)
{
  for (guint32 x = 0; x < self->n; x++) {
    guint32 begin = self->first[x] = completion->heads->len;

    take (completion, x, own + own_first[x], own_first[x + 1] - own_first[x]);
    for (guint32 child = completion->first_child[x]; child != DRAY_ROAD_NONE; child = completion->next_child[child]) {
      guint32 from = self->first[child], n = self->first[child + 1] - from;

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
    self->first[x + 1] = completion->heads->len;
    parents[x] = DRAY_ROAD_NONE;
    if (n == 0)
      continue;
    sort (&g_array_index (completion->heads, guint32, begin), n);
    guint32 parent = parents[x] = g_array_index (completion->heads, guint32, begin);
    completion->next_child[x] = completion->first_child[parent];
    completion->first_child[parent] = x;
  }
  return TRUE;
}

static guint32
find (const guint32 *first,
      const guint32 *ends,
      guint32        low,
      guint32        high)
{
  guint32 from = first[low], to = first[low + 1];

  while (from < to) {
    guint32 middle = from + (to - from) / 2;

    if (ends[middle] < high)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

/* Which arcs can be driven which way: those of turns, and those over a lower state. Pushed from each state in the order of ranks:
 * its arcs are known by then. */
static void
find_ways (Chordal       *self,
           const guint32 *turn_first,
           const guint32 *turn_head)
{
  for (guint32 x = 0; x < self->n; x++) {
    for (guint32 t = turn_first[x]; t < turn_first[x + 1]; t++) {
      guint32 y = turn_head[t];

      if (x != y)
        self->ways[find (self->first, self->head, MIN (x, y), MAX (x, y))] |= x < y ? 1 : 2;
    }
  }
  for (guint32 v = 0; v < self->n; v++) {
    for (guint32 a = self->first[v]; a < self->first[v + 1]; a++) {
      guint32 x = self->head[a], k = self->first[x];

      if (self->ways[a] == 0)
        continue;
      for (guint32 b = a + 1; b < self->first[v + 1]; b++) {
        while (self->head[k] < self->head[b])
          k++;
        self->ways[k] |= (self->ways[a] & 2 && self->ways[b] & 1 ? 1 : 0) | (self->ways[a] & 1 && self->ways[b] & 2 ? 2 : 0);
      }
    }
  }
}

static void
keep_arcs (const Chordal *self,
           guint8         way,
           guint32      **first,
           guint32      **ends)
{
  guint32 n = 0;

  for (guint32 a = 0; a < self->first[self->n]; a++)
    n += (self->ways[a] & way) != 0;
  *first = g_new (guint32, self->n + 1);
  *ends = g_new (guint32, n + 1);
  n = 0;
  for (guint32 x = 0; x < self->n; x++) {
    (*first)[x] = n;
    for (guint32 a = self->first[x]; a < self->first[x + 1]; a++) {
      if (self->ways[a] & way)
        (*ends)[n++] = self->head[a];
    }
  }
  (*first)[self->n] = n;
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
  g_autofree guint32 *first = g_new0 (guint32, n_states + 1);
  g_autoptr (GArray) heads = g_array_new (FALSE, FALSE, sizeof (guint32));
  Completion completion = { links, links + n_states, links + 2 * (gsize) n_states, heads };
  Chordal chordal = { n_states, first, NULL, NULL };

  memset (links, 0xff, 3 * (gsize) n_states * sizeof *links);
  *self = (DrayHierarchy) { .n_states = n_states, .parent = g_new (guint32, n_states + 1) };
  if (!complete (&chordal, &completion, self->parent, own_first, own, error)) {
    dray_hierarchy_clear (self);
    return FALSE;
  }
  g_autofree guint8 *ways = g_malloc0 (heads->len + 1);
  chordal.head = (guint32 *) (gpointer) heads->data;
  chordal.ways = ways;
  find_ways (&chordal, turn_first, turn_head);
  keep_arcs (&chordal, 1, &self->up_first, &self->up_head);
  keep_arcs (&chordal, 2, &self->down_first, &self->down_tail);

  self->turn_arc = g_new (guint32, turn_first[n_states] + 1);
  for (guint32 x = 0; x < n_states; x++) {
    for (guint32 t = turn_first[x]; t < turn_first[x + 1]; t++) {
      guint32 y = turn_head[t];

      self->turn_arc[t] = x == y ? DRAY_ROAD_NONE
                          : x < y ? 2 * find (self->up_first, self->up_head, x, y) : 2 * find (self->down_first, self->down_tail, y, x) + 1;
    }
  }
  return TRUE;
}

void
dray_hierarchy_clear (DrayHierarchy *self)
{
  g_clear_pointer (&self->parent, g_free);
  g_clear_pointer (&self->up_first, g_free);
  g_clear_pointer (&self->up_head, g_free);
  g_clear_pointer (&self->down_first, g_free);
  g_clear_pointer (&self->down_tail, g_free);
  g_clear_pointer (&self->turn_arc, g_free);
}
