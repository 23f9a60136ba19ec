/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A binary heap of numbers with what they belong to, the least first; equal keys leave in the order of their values, so that a flood
 * and a search run the same way everywhere. */
typedef struct {
  double  key;
  guint32 value;
} DrayHeapItem;

static inline gboolean
dray_heap_before (DrayHeapItem a, DrayHeapItem b)
{
  return a.key < b.key || (a.key == b.key && a.value < b.value);
}

static inline void
dray_heap_push (GArray *heap, double key, guint32 value)
{
  DrayHeapItem item = { key, value };
  guint i = heap->len;

  g_array_append_val (heap, item);
  DrayHeapItem *items = (DrayHeapItem *) (void *) heap->data;
  for (; i > 0 && dray_heap_before (item, items[(i - 1) / 2]); i = (i - 1) / 2)
    items[i] = items[(i - 1) / 2];
  items[i] = item;
}

/* The least item of a heap that is not empty. */
static inline DrayHeapItem
dray_heap_pop (GArray *heap)
{
  DrayHeapItem *items = (DrayHeapItem *) (void *) heap->data;
  DrayHeapItem least = items[0], moved = items[heap->len - 1];
  guint n = heap->len - 1, i = 0;

  for (guint child = 1; child < n; child = 2 * i + 1) {
    if (child + 1 < n && dray_heap_before (items[child + 1], items[child]))
      child++;
    if (!dray_heap_before (items[child], moved))
      break;
    items[i] = items[child];
    i = child;
  }
  items[i] = moved;
  g_array_set_size (heap, n);
  return least;
}

G_END_DECLS
