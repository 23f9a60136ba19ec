/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-telemetry-writer.h"

#include <pthread.h>

/* The first fix that is put after idle opens a group, which closes GROUP_US later or when it is large. A group that the disk refuses is
 * kept and tried again with the next; only what exceeds MAX_KEPT is lost, the oldest first, and counted. The lock is a pthread one
 * because the thread sanitizer knows those. */

#define GROUP_US 30000
#define GROUP_FIXES 16384
#define RETRY_US G_USEC_PER_SEC
#define COMPACT_FIXES 65536
#define COMPACT_US (60 * G_GINT64_CONSTANT (1000000))
#define MAX_KEPT (4 * 1024 * 1024)

typedef struct {
  DrayTelemetryDone func;
  gpointer          data;
} Waiter;

/* Something to be done on the writer's thread that somebody waits for. */
typedef struct {
  DrayTelemetryFunc  func;
  gpointer           data;
  gboolean           over;
  gboolean           done;
  GError            *error;
} Errand;

struct _DrayTelemetryWriter {
  GThread             *thread;
  pthread_mutex_t      lock;
  pthread_cond_t       more;      /* for the thread */
  pthread_cond_t       over;      /* for those who wait for an errand */
  /* Under the lock */
  GArray              *fixes;     /* (element-type DrayFix): the group that is open */
  GArray              *waiters;   /* (element-type Waiter): theirs */
  GQueue               errands;   /* (element-type Errand): their owners wait on their stacks */
  gint64               opened_us; /* monotonic: when the group was opened */
  guint64              n_lost;
  gboolean             stopping;
  /* The thread's own */
  DrayTelemetry       *telemetry;
  GArray              *group;     /* (element-type DrayFix) */
  GArray              *told;      /* (element-type Waiter) */
  gint64               compacted_us;
  DrayTelemetryFailed  failed;
  gpointer             data;
};

static void
clear_telemetry_writer (DrayTelemetryWriter *self)
{
  g_assert (self->thread == NULL);
  g_array_unref (self->fixes);
  g_array_unref (self->waiters);
  g_array_unref (self->group);
  g_array_unref (self->told);
  g_clear_pointer (&self->telemetry, dray_telemetry_free);
  pthread_cond_destroy (&self->more);
  pthread_cond_destroy (&self->over);
  pthread_mutex_destroy (&self->lock);
}

static void
wait_until (DrayTelemetryWriter *self,
            gint64               monotonic_us)
{
  struct timespec until = { monotonic_us / G_USEC_PER_SEC, monotonic_us % G_USEC_PER_SEC * 1000 };

  pthread_cond_timedwait (&self->more, &self->lock, &until);
}

/* Waits until a group is ripe, an errand is there, or the end. Under the lock. */
static void
wait_for_work (DrayTelemetryWriter *self)
{
  while (!self->stopping && g_queue_is_empty (&self->errands)) {
    gint64 now_us = g_get_monotonic_time (), ripe_us = self->opened_us + GROUP_US;

    if (self->fixes->len >= GROUP_FIXES || (self->fixes->len > 0 && now_us >= ripe_us))
      return;
    if (self->fixes->len > 0)
      wait_until (self, ripe_us);
    else if (self->group->len > 0) {
      wait_until (self, now_us + RETRY_US);
      return;
    } else if (dray_telemetry_get_n_waiting (self->telemetry) > 0) {
      if (now_us >= self->compacted_us + COMPACT_US)
        return;
      wait_until (self, self->compacted_us + COMPACT_US);
    } else {
      pthread_cond_wait (&self->more, &self->lock);
    }
  }
}

/* Takes over the open group, behind what the disk refused before. Under the lock. */
static void
take_group (DrayTelemetryWriter *self)
{
  g_array_append_vals (self->group, self->fixes->data, self->fixes->len);
  g_array_append_vals (self->told, self->waiters->data, self->waiters->len);
  g_array_set_size (self->fixes, 0);
  g_array_set_size (self->waiters, 0);
  if (self->group->len > MAX_KEPT) {
    self->n_lost += self->group->len - MAX_KEPT;
    g_array_remove_range (self->group, 0, self->group->len - MAX_KEPT);
  }
}

static void
write_group (DrayTelemetryWriter *self)
{
  g_autoptr (GError) error = NULL;

  if (!dray_telemetry_append (self->telemetry, (const DrayFix *) (gconstpointer) self->group->data, self->group->len, &error)) {
    if (self->failed != NULL)
      self->failed (error, self->data);
    return;
  }
  for (guint i = 0; i < self->told->len; i++) {
    const Waiter *waiter = &g_array_index (self->told, Waiter, i);

    waiter->func (waiter->data);
  }
  g_array_set_size (self->group, 0);
  g_array_set_size (self->told, 0);
}

static void
compact_if_due (DrayTelemetryWriter *self)
{
  gsize n_waiting = dray_telemetry_get_n_waiting (self->telemetry);
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  if (n_waiting == 0)
    self->compacted_us = now_us;
  if (n_waiting < COMPACT_FIXES && now_us < self->compacted_us + COMPACT_US)
    return;
  self->compacted_us = now_us;
  if (!dray_telemetry_compact (self->telemetry, &error) && self->failed != NULL)
    self->failed (error, self->data);
}

static void
run_errands (DrayTelemetryWriter *self,
             GQueue              *errands)
{
  Errand *errand;

  while ((errand = g_queue_pop_head (errands)) != NULL) {
    errand->done = errand->func (self->telemetry, errand->data, &errand->error);
    pthread_mutex_lock (&self->lock);
    errand->over = TRUE;
    pthread_cond_broadcast (&self->over);
    pthread_mutex_unlock (&self->lock);
  }
}

static gpointer
run (gpointer data)
{
  DrayTelemetryWriter *self = data;
  gboolean stopping = FALSE;

  while (!stopping) {
    GQueue errands;

    pthread_mutex_lock (&self->lock);
    wait_for_work (self);
    /* Errands go with the group that they are behind; those that come in the meantime wait for the next. */
    take_group (self);
    errands = self->errands;
    g_queue_init (&self->errands);
    stopping = self->stopping;
    pthread_mutex_unlock (&self->lock);

    write_group (self);
    compact_if_due (self);
    run_errands (self, &errands);
  }
  return NULL;
}

/**
 * dray_telemetry_writer_new:
 * @taken: (transfer full): open for writing
 * @failed: (nullable): told what the disk refused; its @data outlives dray_telemetry_writer_stop()
 */
DrayTelemetryWriter *
dray_telemetry_writer_new (DrayTelemetry       *taken,
                           DrayTelemetryFailed  failed,
                           gpointer             data)
{
  DrayTelemetryWriter *self = g_atomic_rc_box_new0 (DrayTelemetryWriter);
  pthread_condattr_t monotonic;

  pthread_condattr_init (&monotonic);
  pthread_condattr_setclock (&monotonic, CLOCK_MONOTONIC);
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->more, &monotonic);
  pthread_cond_init (&self->over, &monotonic);
  pthread_condattr_destroy (&monotonic);
  self->fixes = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  self->group = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  self->told = g_array_new (FALSE, FALSE, sizeof (Waiter));
  g_queue_init (&self->errands);
  self->telemetry = taken;
  self->failed = failed;
  self->data = data;
  self->compacted_us = g_get_monotonic_time ();
  self->thread = g_thread_new ("telemetry", run, self);
  return self;
}

DrayTelemetryWriter *
dray_telemetry_writer_ref (DrayTelemetryWriter *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dray_telemetry_writer_unref (DrayTelemetryWriter *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_telemetry_writer);
}

/**
 * dray_telemetry_writer_stop:
 *
 * Writes what was put before, files it, and joins the thread. What is put afterwards is dropped. Safe to call twice.
 */
void
dray_telemetry_writer_stop (DrayTelemetryWriter *self)
{
  g_autoptr (GError) error = NULL;

  if (self->thread == NULL)
    return;
  pthread_mutex_lock (&self->lock);
  self->stopping = TRUE;
  pthread_cond_signal (&self->more);
  pthread_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  if (!dray_telemetry_compact (self->telemetry, &error) && self->failed != NULL)
    self->failed (error, self->data);
}

/**
 * dray_telemetry_writer_put:
 * @fixes: (array length=n_fixes): of trucks that have a number in the file, at places that exist
 * @done: (nullable): called on the writer's thread once they are on the disk
 */
void
dray_telemetry_writer_put (DrayTelemetryWriter *self,
                           const DrayFix       *fixes,
                           gsize                n_fixes,
                           DrayTelemetryDone    done,
                           gpointer             data)
{
  if (n_fixes == 0 && done == NULL)
    return;
  pthread_mutex_lock (&self->lock);
  if (!self->stopping) {
    gboolean was_empty = self->fixes->len == 0;

    if (was_empty)
      self->opened_us = g_get_monotonic_time ();
    g_array_append_vals (self->fixes, fixes, (guint) n_fixes);
    if (done != NULL)
      g_array_append_val (self->waiters, ((Waiter) { done, data }));
    if (was_empty || self->fixes->len >= GROUP_FIXES)
      pthread_cond_signal (&self->more);
  }
  pthread_mutex_unlock (&self->lock);
}

/**
 * dray_telemetry_writer_run:
 *
 * Does something on the writer's thread, behind everything that was put before, and waits for it.
 *
 * Errors: those of @func; %G_IO_ERROR_CLOSED once the writer is stopped
 */
gboolean
dray_telemetry_writer_run (DrayTelemetryWriter *self,
                           DrayTelemetryFunc    func,
                           gpointer             data,
                           GError             **error)
{
  Errand errand = { .func = func, .data = data };

  pthread_mutex_lock (&self->lock);
  if (self->stopping) {
    pthread_mutex_unlock (&self->lock);
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The history is closed");
    return FALSE;
  }
  g_queue_push_tail (&self->errands, &errand);
  pthread_cond_signal (&self->more);
  while (!errand.over)
    pthread_cond_wait (&self->over, &self->lock);
  pthread_mutex_unlock (&self->lock);
  if (errand.error != NULL)
    g_propagate_error (error, errand.error);
  return errand.done;
}

static gboolean
settle (DrayTelemetry  *telemetry,
        gpointer        data G_GNUC_UNUSED,
        GError        **error)
{
  return dray_telemetry_compact (telemetry, error);
}

/* Waits until all that was put before can be read. */
gboolean
dray_telemetry_writer_settle (DrayTelemetryWriter  *self,
                              GError              **error)
{
  return dray_telemetry_writer_run (self, settle, NULL, error);
}

/* How many fixes were lost because the disk refused them for too long. */
guint64
dray_telemetry_writer_get_n_lost (DrayTelemetryWriter *self)
{
  guint64 n;

  pthread_mutex_lock (&self->lock);
  n = self->n_lost;
  pthread_mutex_unlock (&self->lock);
  return n;
}
