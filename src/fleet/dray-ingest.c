/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fix-code.h"
#include "dray-ingest.h"
#include "dray-post.h"
#include "dray-units.h"

/* One thread and a queue of jobs. What fixes make known is told as they are taken. Progress is worked out a few times a second for the trucks
 * that something happened to, and every SWEEP_US for all, because an ETA slips while a truck stands still and says nothing. */

#define ROUND_US (G_USEC_PER_SEC / 5)
/* From where a truck was longer ago, nothing is said of what lies ahead of it. */
#define STALE_US (5 * 60 * DRAY_US_PER_S)
#define SWEEP_US (2 * G_USEC_PER_SEC)

typedef enum { JOB_FIXES, JOB_ROUTE, JOB_FENCES, JOB_HISTORY, JOB_ALARM, JOB_FLUSH, JOB_STOP } JobKind;

typedef struct {
  JobKind        kind;
  GArray        *fixes;  /* (element-type DrayFix) */
  DrayTelemetryWriter *writer;
  guint32       *numbers; /* [n_trucks] */
  DrayLiveRoute *route;
  DrayFenceSet  *fences;
  guint          truck;
  guint          n_done;
  gboolean       alarm;
  GSourceFunc    flushed; /* with its data, for the main context */
  gpointer       flushed_data;
  GDestroyNotify flushed_destroy;
} Job;

struct _DrayIngest {
  GObject           parent_instance;

  /* Owned: any thread */
  GAsyncQueue      *jobs;     /* (element-type Job) */
  GMutex            lock;
  guint64           counts[DRAY_FIX_N_VERDICTS]; /* under the lock: as of the last round */
  /* Owned: the ingest thread */
  GThread          *thread;
  DrayFixGate      *gate;
  DrayRouteTracker *tracker;
  DrayFenceWatch   *watch;
  gboolean         *alarms;   /* [n_trucks] */
  gboolean         *dirty;    /* [n_trucks] */
  gint64           *fix_us;   /* [n_trucks]: of the last accepted fix */
  guint             n_trucks;
  gint64            swept_us; /* monotonic */
  DrayTelemetryWriter *writer;  /* (nullable): keeps what is accepted or late */
  guint32          *numbers;  /* [n_trucks]: what the writer's file calls them */
  GArray           *filed;    /* (element-type DrayFix): on their way there */
  DrayLiveFleet    *fleet;
  DrayClock        *clock;
  GMainContext     *context;
  /* Borrowed */
  DrayTrackerFunc   func;       /* in the main context; its data outlives dray_ingest_stop() */
  DrayFenceFunc     fence_func; /* likewise */
  gpointer          user_data;
};

G_DEFINE_FINAL_TYPE (DrayIngest, dray_ingest, G_TYPE_OBJECT)

static void
job_free (Job *job)
{
  g_clear_pointer (&job->fixes, g_array_unref);
  g_clear_pointer (&job->route, dray_live_route_unref);
  g_clear_pointer (&job->fences, dray_fence_set_unref);
  g_clear_pointer (&job->writer, dray_telemetry_writer_unref);
  g_free (job->numbers);
  if (job->flushed_destroy != NULL)
    job->flushed_destroy (job->flushed_data);
  g_free (job);
}

/* An event on its way to the main context. */
typedef struct {
  DrayIngest       *ingest;
  DrayTrackerEvent  event;
  DrayFenceEvent    fence_event;
  char             *fence_name; /* (nullable): set where it is about a fence */
} Telling;

static void
telling_free (Telling *telling)
{
  g_object_unref (telling->ingest);
  g_free (telling->fence_name);
  g_free (telling);
}

static gboolean
on_tell (gpointer data)
{
  Telling *telling = data;

  if (telling->fence_name != NULL)
    telling->ingest->fence_func (&telling->fence_event, telling->ingest->user_data);
  else
    telling->ingest->func (&telling->event, telling->ingest->user_data);
  return G_SOURCE_REMOVE;
}

static void
tell (DrayIngest *self,
      Telling     telling)
{
  telling.ingest = g_object_ref (self);
  dray_post (self->context, on_tell, g_memdup2 (&telling, sizeof telling), (GDestroyNotify) telling_free);
}

static void
on_tracker_event (const DrayTrackerEvent *event,
                  gpointer                user_data)
{
  DrayIngest *self = user_data;

  if (self->func != NULL)
    tell (self, (Telling) { .event = *event });
}

static void
on_fence_event (const DrayFenceEvent *event,
                gpointer              user_data)
{
  DrayIngest *self = user_data;
  Telling telling = { .fence_event = *event };

  if (self->fence_func == NULL)
    return;
  telling.fence_name = g_strdup (event->name);
  telling.fence_event.name = telling.fence_name;
  tell (self, telling);
}

/* Late ones too: they amend history and ring nothing. */
static void
file_fix (DrayIngest    *self,
          const DrayFix *fix)
{
  DrayFix filed = *fix;

  if (self->writer == NULL)
    return;
  filed.truck = self->numbers[fix->truck];
  g_array_append_val (self->filed, filed);
}

static void
send_filed (DrayIngest *self)
{
  if (self->filed->len > 0)
    dray_telemetry_writer_put (self->writer, (const DrayFix *) (gconstpointer) self->filed->data, self->filed->len, NULL, NULL);
  g_array_set_size (self->filed, 0);
}

static void
look_ahead (DrayIngest    *self,
            const DrayFix *fix)
{
  double along_m;
  const DrayLiveRoute *route = dray_route_tracker_get_place (self->tracker, fix->truck, &along_m);

  if (route != NULL)
    dray_fence_watch_look_ahead (self->watch, fix->truck, route, along_m, fix->at_us);
}

/* From the newest fix of each truck that sent any. Never from a round: how fixes fall into rounds is the wall clock's doing. */
static void
look_ahead_of_all (DrayIngest    *self,
                   const DrayFix *fixes,
                   guint          n_fixes)
{
  gint64 now_us = dray_clock_now_us (self->clock);

  for (guint i = 0; i < n_fixes; i++) {
    if (fixes[i].at_us == self->fix_us[fixes[i].truck] && now_us - fixes[i].at_us <= STALE_US)
      look_ahead (self, &fixes[i]);
  }
}

static void
take_fixes (DrayIngest *self,
            GArray     *fixes)
{
  guint n_kept = 0;

  for (guint i = 0; i < fixes->len; i++) {
    DrayFix *fix = &g_array_index (fixes, DrayFix, i);
    DrayFixVerdict verdict;

    /* What is evaluated is what history will give again. */
    dray_fix_quantise (fix);
    verdict = dray_fix_gate_judge (self->gate, fix);
    if (verdict == DRAY_FIX_ACCEPTED || verdict == DRAY_FIX_LATE)
      file_fix (self, fix);
    if (verdict != DRAY_FIX_ACCEPTED)
      continue;
    dray_route_tracker_take_fix (self->tracker, fix);
    dray_fence_watch_take_fix (self->watch, fix);
    self->dirty[fix->truck] = TRUE;
    self->fix_us[fix->truck] = fix->at_us;
    g_array_index (fixes, DrayFix, n_kept++) = *fix;
  }
  look_ahead_of_all (self, (const DrayFix *) (gconstpointer) fixes->data, n_kept);
  dray_live_fleet_put_fixes (self->fleet, (DrayFix *) (gpointer) fixes->data, n_kept);
  send_filed (self);
}

static void
take_history (DrayIngest *self,
              Job        *job)
{
  g_clear_pointer (&self->writer, dray_telemetry_writer_unref);
  g_free (self->numbers);
  self->writer = g_steal_pointer (&job->writer);
  self->numbers = g_steal_pointer (&job->numbers);
}

static void
publish (DrayIngest *self,
         guint       truck,
         gint64      now_us)
{
  DrayTruckProgress progress;

  dray_route_tracker_get_progress (self->tracker, truck, now_us, &progress);
  progress.alarm = self->alarms[truck];
  dray_live_fleet_put_progress (self->fleet, &progress, 1);
  g_clear_pointer (&progress.route, dray_live_route_unref);
  g_clear_pointer (&progress.times, dray_stop_times_unref);
  self->dirty[truck] = FALSE;
}

static void
publish_counts (DrayIngest *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (int i = 0; i < DRAY_FIX_N_VERDICTS; i++)
    self->counts[i] = dray_fix_gate_get_count (self->gate, i);
}

static void
end_round (DrayIngest *self)
{
  gint64 now_us = dray_clock_now_us (self->clock);
  gboolean sweep = g_get_monotonic_time () - self->swept_us >= SWEEP_US;

  for (guint i = 0; i < self->n_trucks; i++) {
    if (sweep || self->dirty[i])
      publish (self, i, now_us);
  }
  if (sweep)
    self->swept_us = g_get_monotonic_time ();
  publish_counts (self);
}

/* Returns: whether the thread goes on */
static gboolean
do_job (DrayIngest *self,
        Job        *job)
{
  switch (job->kind) {
  case JOB_FIXES:
    take_fixes (self, job->fixes);
    return TRUE;
  case JOB_ROUTE:
    dray_route_tracker_set_route (self->tracker, job->truck, job->route, job->n_done);
    self->dirty[job->truck] = TRUE;
    return TRUE;
  case JOB_FENCES:
    dray_fence_watch_set_fences (self->watch, job->fences);
    return TRUE;
  case JOB_HISTORY:
    take_history (self, job);
    return TRUE;
  case JOB_ALARM:
    self->alarms[job->truck] = job->alarm;
    self->dirty[job->truck] = TRUE;
    return TRUE;
  case JOB_FLUSH:
    end_round (self);
    dray_post (self->context, job->flushed, job->flushed_data, g_steal_pointer (&job->flushed_destroy));
    return TRUE;
  case JOB_STOP:
  default:
    return FALSE;
  }
}

static gpointer
run (gpointer data)
{
  DrayIngest *self = data;
  gint64 round_us = g_get_monotonic_time ();
  gboolean going = TRUE;

  while (going) {
    gint64 left_us = round_us + ROUND_US - g_get_monotonic_time ();
    Job *job = left_us > 0 ? g_async_queue_timeout_pop (self->jobs, (guint64) left_us) : g_async_queue_try_pop (self->jobs);

    if (job != NULL) {
      going = do_job (self, job);
      job_free (job);
    }
    if (g_get_monotonic_time () - round_us >= ROUND_US) {
      end_round (self);
      round_us = g_get_monotonic_time ();
    }
  }
  return NULL;
}

static void
push (DrayIngest *self,
      Job         job)
{
  g_async_queue_push (self->jobs, g_memdup2 (&job, sizeof job));
}

static void
dray_ingest_dispose (GObject *object)
{
  DrayIngest *self = DRAY_INGEST (object);

  dray_ingest_stop (self);
  g_clear_object (&self->fleet);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (dray_ingest_parent_class)->dispose (object);
}

static void
dray_ingest_finalize (GObject *object)
{
  DrayIngest *self = DRAY_INGEST (object);

  g_async_queue_unref (self->jobs);
  g_mutex_clear (&self->lock);
  g_clear_pointer (&self->gate, dray_fix_gate_free);
  g_clear_pointer (&self->tracker, dray_route_tracker_free);
  g_clear_pointer (&self->watch, dray_fence_watch_free);
  g_clear_pointer (&self->writer, dray_telemetry_writer_unref);
  g_free (self->numbers);
  g_array_unref (self->filed);
  g_free (self->alarms);
  g_free (self->dirty);
  g_free (self->fix_us);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (dray_ingest_parent_class)->finalize (object);
}

static void
dray_ingest_class_init (DrayIngestClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dray_ingest_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_ingest_finalize;
}

static void
dray_ingest_init (DrayIngest *self)
{
  g_mutex_init (&self->lock);
  self->jobs = g_async_queue_new_full ((GDestroyNotify) job_free);
  self->filed = g_array_new (FALSE, FALSE, sizeof (DrayFix));
}

/**
 * dray_ingest_new:
 * @clock: the workspace's clock
 * @func: (nullable): called in @context for everything that a fix makes known of a route
 * @fence_func: (nullable): called there for everything that it makes known of a fence
 * @context: (nullable): the main context; %NULL for the default one
 *
 * Starts the thread. It runs until dray_ingest_stop().
 */
DrayIngest *
dray_ingest_new (DrayLiveFleet   *fleet,
                 DrayClock       *clock,
                 DrayTrackerFunc  func,
                 DrayFenceFunc    fence_func,
                 gpointer         user_data,
                 GMainContext    *context)
{
  DrayIngest *self = g_object_new (DRAY_TYPE_INGEST, NULL);

  self->fleet = g_object_ref (fleet);
  self->clock = g_object_ref (clock);
  self->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  self->func = func;
  self->fence_func = fence_func;
  self->user_data = user_data;
  self->n_trucks = g_list_model_get_n_items (G_LIST_MODEL (fleet));
  self->alarms = g_new0 (gboolean, self->n_trucks);
  self->dirty = g_new0 (gboolean, self->n_trucks);
  self->fix_us = g_new0 (gint64, self->n_trucks);
  self->gate = dray_fix_gate_new (self->n_trucks);
  self->tracker = dray_route_tracker_new (self->n_trucks, on_tracker_event, self);
  self->watch = dray_fence_watch_new (self->n_trucks, on_fence_event, self);
  self->thread = g_thread_new ("ingest", run, self);
  return self;
}

/**
 * dray_ingest_stop:
 *
 * Finishes what was put before, joins the thread, and drops whatever is put afterwards. Events on their way to the main context are
 * still told there. Safe to call twice.
 */
void
dray_ingest_stop (DrayIngest *self)
{
  g_return_if_fail (DRAY_IS_INGEST (self));

  if (self->thread == NULL)
    return;
  push (self, (Job) { .kind = JOB_STOP });
  g_clear_pointer (&self->thread, g_thread_join);
}

void
dray_ingest_put_fixes (DrayIngest    *self,
                       const DrayFix *fixes,
                       gsize          n_fixes)
{
  GArray *copy;

  g_return_if_fail (DRAY_IS_INGEST (self));
  if (n_fixes == 0)
    return;
  copy = g_array_sized_new (FALSE, FALSE, sizeof *fixes, (guint) n_fixes);
  g_array_append_vals (copy, fixes, (guint) n_fixes);
  push (self, (Job) { .kind = JOB_FIXES, .fixes = copy });
}

/**
 * dray_ingest_set_route:
 * @route: (nullable): the latest release; %NULL takes the truck off the road
 * @n_done: how many of its stops are already behind it
 */
void
dray_ingest_set_route (DrayIngest    *self,
                       guint          truck,
                       DrayLiveRoute *route,
                       guint          n_done)
{
  g_return_if_fail (DRAY_IS_INGEST (self) && truck < self->n_trucks);

  push (self, (Job) { .kind = JOB_ROUTE, .route = route != NULL ? dray_live_route_ref (route) : NULL, .truck = truck, .n_done = n_done });
}

/**
 * dray_ingest_set_fences:
 * @fences: (nullable): all fences from now on
 */
void
dray_ingest_set_fences (DrayIngest   *self,
                        DrayFenceSet *fences)
{
  g_return_if_fail (DRAY_IS_INGEST (self));

  push (self, (Job) { .kind = JOB_FENCES, .fences = fences != NULL ? dray_fence_set_ref (fences) : NULL });
}

/**
 * dray_ingest_set_history:
 * @writer: keeps every accepted and every late fix from now on
 * @numbers: (array): [n_trucks] what its file calls the trucks
 */
void
dray_ingest_set_history (DrayIngest          *self,
                         DrayTelemetryWriter *writer,
                         const guint32       *numbers)
{
  g_return_if_fail (DRAY_IS_INGEST (self) && writer != NULL);

  push (self, (Job) { .kind = JOB_HISTORY, .writer = dray_telemetry_writer_ref (writer), .numbers = g_memdup2 (numbers, self->n_trucks * sizeof *numbers) });
}

/**
 * dray_ingest_flush:
 * @func: called in the main context, behind everything that was told of what was put before
 * @destroy: frees @data, whether @func was called or not
 *
 * Says when the thread is through with all that it was given.
 */
void
dray_ingest_flush (DrayIngest     *self,
                   GSourceFunc     func,
                   gpointer        data,
                   GDestroyNotify  destroy)
{
  g_return_if_fail (DRAY_IS_INGEST (self));

  push (self, (Job) { .kind = JOB_FLUSH, .flushed = func, .flushed_data = data, .flushed_destroy = destroy });
}

/**
 * dray_ingest_set_alarm:
 * @alarm: whether anything about the truck still has to be acted on
 */
void
dray_ingest_set_alarm (DrayIngest *self,
                       guint       truck,
                       gboolean    alarm)
{
  g_return_if_fail (DRAY_IS_INGEST (self) && truck < self->n_trucks);

  push (self, (Job) { .kind = JOB_ALARM, .truck = truck, .alarm = alarm });
}

/**
 * dray_ingest_count:
 * @counts: (out): how many fixes got which verdict since the start, a fifth of a second old at most
 */
void
dray_ingest_count (DrayIngest *self,
                   guint64     counts[DRAY_FIX_N_VERDICTS])
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (int i = 0; i < DRAY_FIX_N_VERDICTS; i++)
    counts[i] = self->counts[i];
}
