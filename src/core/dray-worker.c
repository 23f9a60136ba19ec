/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-worker.h"

#include <pthread.h>

/* The queue is a sequence sorted by priority, then by order of arrival. The lock is a pthread one because the thread sanitizer
 * knows those and not GLib's.
 *
 * The worker's reference to a task is dropped in the task's own context, right behind its callback: with the last reference goes the
 * source object, often a widget, which must not die on a foreign thread. So nothing here touches a task that was returned. */

struct _DrayWorker
{
  GObject parent_instance;

  GThread        *thread;
  pthread_mutex_t lock;
  pthread_cond_t  more;
  /* Guarded by the lock */
  GSequence      *jobs;       /* (element-type Job) */
  guint64         n_pushed;
  gboolean        stopping;
};

typedef struct
{
  GTask          *task;       /* Owned until it is returned */
  GTaskThreadFunc func;
  int             priority;
  guint64         serial;
} Job;

G_DEFINE_FINAL_TYPE (DrayWorker, dray_worker, G_TYPE_OBJECT)

static int
compare_jobs (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const Job *first = a, *second = b;

  if (first->priority != second->priority)
    return first->priority < second->priority ? -1 : 1;
  return first->serial < second->serial ? -1 : first->serial > second->serial;
}

/* In the task's context, behind its callback. */
static void
on_completed (GTask *task)
{
  g_object_unref (task);
}

static void
run_job (Job *job)
{
  GTask *task = job->task;

  if (!g_task_return_error_if_cancelled (task))
    job->func (task, g_task_get_source_object (task), g_task_get_task_data (task), g_task_get_cancellable (task));
  g_free (job);
}

/* Takes the most urgent job off the queue. */
static Job *
steal_first_locked (DrayWorker *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->jobs);
  Job *job = g_sequence_get (first);

  g_sequence_remove (first);
  return job;
}

/* Returns: (transfer full) (nullable): the next job, %NULL once the worker is to stop */
static Job *
wait_for_job (DrayWorker *self)
{
  Job *job = NULL;

  pthread_mutex_lock (&self->lock);
  while (!self->stopping && g_sequence_is_empty (self->jobs))
    pthread_cond_wait (&self->more, &self->lock);
  if (!self->stopping)
    job = steal_first_locked (self);
  pthread_mutex_unlock (&self->lock);
  return job;
}

static gpointer
work (gpointer data)
{
  Job *job;

  while ((job = wait_for_job (data)) != NULL)
    run_job (job);
  return NULL;
}

static void
dray_worker_finalize (GObject *object)
{
  DrayWorker *self = DRAY_WORKER (object);

  if (self->thread != NULL) {
    g_critical ("A worker was dropped before dray_worker_stop()");
    dray_worker_stop (self);
  }
  g_sequence_free (self->jobs);
  pthread_cond_destroy (&self->more);
  pthread_mutex_destroy (&self->lock);
  G_OBJECT_CLASS (dray_worker_parent_class)->finalize (object);
}

static void
dray_worker_class_init (DrayWorkerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = dray_worker_finalize;
}

static void
dray_worker_init (DrayWorker *self)
{
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->more, NULL);
  self->jobs = g_sequence_new (NULL);
}

/**
 * dray_worker_new:
 * @name: what debuggers and `top -H` call the thread, at most 15 bytes
 *
 * Returns: (transfer full): a worker whose thread waits for tasks
 */
DrayWorker *
dray_worker_new (const char *name)
{
  DrayWorker *self = g_object_new (DRAY_TYPE_WORKER, NULL);

  self->thread = g_thread_new (name, work, self);
  return self;
}

static void
cancel_job (Job *job)
{
  g_task_return_new_error (job->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The program stopped before this was done");
  g_free (job);
}

/**
 * dray_worker_push:
 * @task: what is to be done; it reports in the context that it was made in, and is kept alive until then
 * @priority: as in GLib, the lower the sooner (%G_PRIORITY_DEFAULT); equal ones run in the order of their arrival
 * @func: runs on the worker's thread and returns @task. It isn't run if the task's cancellable was cancelled before its turn
 *
 * May be called from any thread. After dray_worker_stop() the task ends with %G_IO_ERROR_CANCELLED.
 */
void
dray_worker_push (DrayWorker      *self,
                  GTask           *task,
                  int              priority,
                  GTaskThreadFunc  func)
{
  g_return_if_fail (DRAY_IS_WORKER (self));
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  Job *job = g_new (Job, 1);

  *job = (Job) { .task = g_object_ref (task), .func = func, .priority = priority };
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_completed), NULL);
  pthread_mutex_lock (&self->lock);
  gboolean stopping = self->stopping;
  if (!stopping) {
    job->serial = self->n_pushed++;
    g_sequence_insert_sorted (self->jobs, job, compare_jobs, NULL);
    pthread_cond_signal (&self->more);
  }
  pthread_mutex_unlock (&self->lock);
  if (stopping)
    cancel_job (job);
}

/**
 * dray_worker_stop:
 *
 * Waits for the task at work, then ends the thread; what was queued ends with %G_IO_ERROR_CANCELLED. Whoever wants it quickly
 * cancels the tasks first. Stopping a stopped worker does nothing. Never call it on the worker's own thread.
 */
void
dray_worker_stop (DrayWorker *self)
{
  g_return_if_fail (DRAY_IS_WORKER (self));
  g_return_if_fail (g_thread_self () != self->thread);

  pthread_mutex_lock (&self->lock);
  self->stopping = TRUE;
  pthread_cond_signal (&self->more);
  pthread_mutex_unlock (&self->lock);

  g_clear_pointer (&self->thread, g_thread_join);
  while (!g_sequence_is_empty (self->jobs))
    cancel_job (steal_first_locked (self));
}
