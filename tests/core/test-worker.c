/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-worker.h"

typedef struct {
  DrayWorker  *worker;
  GAsyncQueue *started;   /* a token each time a '|' begins to run */
  GAsyncQueue *gate;      /* a '|' waits for a token from here */
  GString     *ran;        /* written by the worker alone */
  GString     *reported;   /* written in the main context alone */
  int          n_cancelled;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->worker = dray_worker_new ("test");
  self->started = g_async_queue_new ();
  self->gate = g_async_queue_new ();
  self->ran = g_string_new (NULL);
  self->reported = g_string_new (NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  dray_worker_stop (self->worker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->worker);
  g_async_queue_unref (self->started);
  g_async_queue_unref (self->gate);
  g_string_free (self->ran, TRUE);
  g_string_free (self->reported, TRUE);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      letter,
     GCancellable *cancellable)
{
  Fixture *self = g_object_get_data (G_OBJECT (task), "fixture");

  if (GPOINTER_TO_INT (letter) == '|') {
    g_async_queue_push (self->started, self);
    g_async_queue_pop (self->gate);
  }
  g_string_append_c (self->ran, (char) GPOINTER_TO_INT (letter));
  g_task_return_int (task, GPOINTER_TO_INT (letter));
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Fixture *self = data;
  g_autoptr (GError) error = NULL;
  gssize letter = g_task_propagate_int (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    self->n_cancelled++;
    return;
  }
  g_assert_no_error (error);
  g_string_append_c (self->reported, (char) letter);
}

static void
push (Fixture      *self,
      char          letter,
      int           priority,
      GCancellable *cancellable)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, on_done, self);

  g_task_set_task_data (task, GINT_TO_POINTER (letter), NULL);
  g_object_set_data (G_OBJECT (task), "fixture", self);
  dray_worker_push (self->worker, task, priority, run);
}

static void
wait_for (Fixture *self,
          gsize    n)
{
  while (self->reported->len + (gsize) self->n_cancelled < n)
    g_main_context_iteration (NULL, TRUE);
}

/* Returns once the worker is busy, until something is pushed into the gate. */
static void
keep_busy (Fixture *self)
{
  push (self, '|', 0, NULL);
  g_async_queue_pop (self->started);
}

static void
test_urgent_first_then_in_order (Fixture       *self,
                                 gconstpointer  data)
{
  keep_busy (self);
  push (self, 'c', G_PRIORITY_DEFAULT, NULL);
  push (self, 'e', G_PRIORITY_LOW, NULL);
  push (self, 'd', G_PRIORITY_DEFAULT, NULL);
  push (self, 'a', G_PRIORITY_HIGH, NULL);
  push (self, 'b', G_PRIORITY_HIGH, NULL);
  g_async_queue_push (self->gate, self);
  wait_for (self, 6);
  g_assert_cmpstr (self->ran->str, ==, "|abcde");
  g_assert_cmpstr (self->reported->str, ==, "|abcde");
}

static void
test_cancelled_before_its_turn_never_runs (Fixture       *self,
                                           gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  keep_busy (self);
  push (self, 'x', 0, cancellable);
  push (self, 'y', 0, NULL);
  g_cancellable_cancel (cancellable);
  g_async_queue_push (self->gate, self);
  wait_for (self, 3);
  g_assert_cmpstr (self->ran->str, ==, "|y");
  g_assert_cmpint (self->n_cancelled, ==, 1);
}

static gpointer
open_later (gpointer gate)
{
  g_usleep (20000);
  g_async_queue_push (gate, gate);
  return NULL;
}

static void
test_stop_ends_what_runs_and_cancels_what_waits (Fixture       *self,
                                                 gconstpointer  data)
{
  keep_busy (self);
  push (self, 'x', 0, NULL);
  push (self, 'y', 0, NULL);
  GThread *opener = g_thread_new ("opener", open_later, self->gate);
  dray_worker_stop (self->worker);
  g_thread_join (opener);
  push (self, 'z', 0, NULL);
  dray_worker_stop (self->worker);
  wait_for (self, 4);
  g_assert_cmpstr (self->ran->str, ==, "|");
  g_assert_cmpstr (self->reported->str, ==, "|");
  g_assert_cmpint (self->n_cancelled, ==, 3);
}

static void
on_returned (GObject      *owner,
             GAsyncResult *result,
             gpointer      returned)
{
  *(gboolean *) returned = g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
on_owner_gone (gpointer  data,
               GObject  *owner)
{
  *(GThread **) data = g_thread_self ();
}

static void
return_at_once (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

/* The worker often finishes with a task after its owner's callback ran; the owner must still not die on the worker's thread, and not
 * later than the turn of the main loop that ran the callback. */
static void
test_source_object_dies_in_its_own_context (Fixture       *self,
                                            gconstpointer  data)
{
  for (int i = 0; i < 500; i++) {
    GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);
    gboolean returned = FALSE;
    GTask *task = g_task_new (owner, NULL, on_returned, &returned);
    GThread *died_on = NULL;

    g_object_weak_ref (owner, on_owner_gone, &died_on);
    dray_worker_push (self->worker, task, 0, return_at_once);
    g_object_unref (task);
    g_object_unref (owner);
    while (!returned)
      g_main_context_iteration (NULL, TRUE);
    g_assert_true (died_on == g_thread_self ());
  }
}

#define ADD(name, function) g_test_add ("/core/worker/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("urgent-first-then-in-order", test_urgent_first_then_in_order);
  ADD ("cancelled-before-its-turn-never-runs", test_cancelled_before_its_turn_never_runs);
  ADD ("stop-ends-what-runs-and-cancels-what-waits", test_stop_ends_what_runs_and_cancels_what_waits);
  ADD ("source-object-dies-in-its-own-context", test_source_object_dies_in_its_own_context);
  return g_test_run ();
}
