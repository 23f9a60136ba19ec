/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-parallel-private.h"

/* Items are taken from one counter, in order, so that long ones placed first don't leave a thread idle at the end. */
typedef struct {
  DrayParallelFunc func;
  gpointer         user_data;
  guint32          n_items;
  int              next;
} Work;

typedef struct {
  Work    *work;
  int      number;
  GThread *thread;
} Hand;

static gpointer
run (gpointer data)
{
  Hand *hand = data;
  Work *work = hand->work;

  for (;;) {
    guint32 item = (guint32) g_atomic_int_add (&work->next, 1);

    if (item >= work->n_items)
      return NULL;
    work->func (item, hand->number, work->user_data);
  }
}

/**
 * dray_parallel_for:
 *
 * Does every item once, with @n_threads hands of which the caller is one, and returns when all are done.
 */
void
dray_parallel_for (guint32          n_items,
                   int              n_threads,
                   DrayParallelFunc func,
                   gpointer         user_data)
{
  g_assert (n_threads >= 1 && n_items < G_MAXINT32 / 2);

  Work work = { func, user_data, n_items, 0 };
  guint32 n_hands = MAX (1, MIN ((guint32) n_threads, n_items));
  g_autofree Hand *hands = g_new0 (Hand, n_hands);

  for (guint32 i = 0; i < n_hands; i++)
    hands[i] = (Hand) { &work, (int) i, NULL };
  for (guint32 i = 1; i < n_hands; i++)
    hands[i].thread = g_thread_new ("road", run, &hands[i]);
  run (&hands[0]);
  for (guint32 i = 1; i < n_hands; i++)
    g_thread_join (hands[i].thread);
}
