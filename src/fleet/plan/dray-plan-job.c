/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fleet-error.h"
#include "dray-plan-job.h"
#include "dray-planner-private.h"
#include "dray-post.h"

#include <glib/gi18n-lib.h>

/* Three steps: the reader's thread reads the day, a thread of GTask's pool measures the roads and searches, the main context gets the
 * draft. What the search finds on its way comes as curve points, collected under a lock and announced by one idle source at a time, so
 * that a fast search never floods the main loop.
 *
 * Two ways to end it: stop keeps the best so far, cancel throws it away. */

typedef struct {
  DrayPlanDay   *day;
  DrayPlanRoads *roads;
  GCancellable  *stop;       /* ends the search with its best */
  GMainContext  *context;
  GWeakRef       job;
  GMutex         lock;
  GArray        *fresh;      /* (element-type DrayPlanCurvePoint): not announced yet; under the lock */
  DrayProblem   *problem;    /* set before the search */
  DrayPlanDraft *preview;    /* not announced yet; NULL where nothing is new; under the lock */
  gboolean       searching;  /* under the lock */
  gboolean       announced;  /* a source is on its way; under the lock */
} Search;

struct _DrayPlanJob {
  GObject           parent_instance;

  /* Owned */
  DrayWorkspace    *workspace; /* NULL once it was started */
  DrayPlanRoads    *roads;
  GCancellable     *cancellable;
  GCancellable     *stop;
  GArray           *curve;  /* (element-type DrayPlanCurvePoint) */
  DrayPlanDraft    *draft;  /* NULL until it is done */
  DrayPlanDraft    *preview; /* the best so far, without reasons; NULL until there is one */
  GError           *error;  /* NULL unless it failed */
  DrayPlanJobState  state;
};

G_DEFINE_FINAL_TYPE (DrayPlanJob, dray_plan_job, G_TYPE_OBJECT)

enum { PROGRESS, IMPROVED, DONE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
dray_plan_job_finalize (GObject *object)
{
  DrayPlanJob *self = DRAY_PLAN_JOB (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->roads, dray_plan_roads_unref);
  g_clear_pointer (&self->curve, g_array_unref);
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_clear_pointer (&self->preview, dray_plan_draft_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stop);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (dray_plan_job_parent_class)->finalize (object);
}

static void
dray_plan_job_class_init (DrayPlanJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_plan_job_finalize;

  signals[PROGRESS] = g_signal_new ("progress", DRAY_TYPE_PLAN_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[IMPROVED] = g_signal_new ("improved", DRAY_TYPE_PLAN_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", DRAY_TYPE_PLAN_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dray_plan_job_init (DrayPlanJob *self)
{
  self->cancellable = g_cancellable_new ();
  self->stop = g_cancellable_new ();
  self->curve = g_array_new (FALSE, FALSE, sizeof (DrayPlanCurvePoint));
}

static void
set_state (DrayPlanJob      *self,
           DrayPlanJobState  state)
{
  self->state = state;
  g_signal_emit (self, signals[PROGRESS], 0);
  if (state == DRAY_PLAN_JOB_DONE || state == DRAY_PLAN_JOB_FAILED)
    g_signal_emit (self, signals[DONE], 0);
}

static void
fail (DrayPlanJob *self,
      GError      *error)
{
  self->error = error;
  set_state (self, DRAY_PLAN_JOB_FAILED);
}

/* The search, on its thread */

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->day, dray_plan_day_unref);
  g_clear_pointer (&self->roads, dray_plan_roads_unref);
  g_clear_object (&self->stop);
  g_clear_pointer (&self->problem, dray_problem_unref);
  g_clear_pointer (&self->preview, dray_plan_draft_unref);
  g_main_context_unref (self->context);
  g_array_unref (self->fresh);
  g_weak_ref_clear (&self->job);
  g_mutex_clear (&self->lock);
}

static void
search_unref (Search *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) search_clear);
}

/* In the main context. */
static gboolean
on_announce (gpointer data)
{
  Search *self = data;
  g_autoptr (DrayPlanJob) job = g_weak_ref_get (&self->job);
  g_autoptr (GArray) fresh = NULL;
  g_autoptr (DrayPlanDraft) preview = NULL;
  gboolean searching;

  g_mutex_lock (&self->lock);
  fresh = g_steal_pointer (&self->fresh);
  self->fresh = g_array_new (FALSE, FALSE, sizeof (DrayPlanCurvePoint));
  preview = g_steal_pointer (&self->preview);
  searching = self->searching;
  self->announced = FALSE;
  g_mutex_unlock (&self->lock);
  if (job == NULL || job->state >= DRAY_PLAN_JOB_DONE)
    return G_SOURCE_REMOVE;
  g_array_append_vals (job->curve, fresh->data, fresh->len);
  set_state (job, searching ? DRAY_PLAN_JOB_SEARCHING : DRAY_PLAN_JOB_MEASURING);
  if (preview != NULL) {
    g_clear_pointer (&job->preview, dray_plan_draft_unref);
    job->preview = g_steal_pointer (&preview);
    g_signal_emit (job, signals[IMPROVED], 0);
  }
  return G_SOURCE_REMOVE;
}

/* Called with the lock held. */
static void
announce (Search *self)
{
  if (self->announced)
    return;
  self->announced = TRUE;
  dray_post (self->context, on_announce, g_atomic_rc_box_acquire (self), (GDestroyNotify) search_unref);
}

static void
on_progress (gint64   cost,
             int      n_unplaced,
             double   wall_s,
             gpointer user_data)
{
  Search *self = user_data;
  DrayPlanCurvePoint point = { wall_s, cost / DRAY_PLANNER_MICRO_PER_MINOR, n_unplaced };

  g_mutex_lock (&self->lock);
  g_array_append_val (self->fresh, point);
  announce (self);
  g_mutex_unlock (&self->lock);
}

static void
on_improved (DrayPlan *plan,
             gpointer  user_data)
{
  Search *self = user_data;
  DrayPlanDraft *preview = dray_plan_draft_new_bare (dray_plan_day_ref (self->day), dray_problem_ref (self->problem), plan);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->preview, dray_plan_draft_unref);
  self->preview = preview;
  announce (self);
  g_mutex_unlock (&self->lock);
}

static void
begin_search (Search *self)
{
  g_mutex_lock (&self->lock);
  self->searching = TRUE;
  announce (self);
  g_mutex_unlock (&self->lock);
}

static void
search (GTask        *task,
        gpointer      source G_GNUC_UNUSED,
        gpointer      task_data,
        GCancellable *cancellable)
{
  Search *self = task_data;
  const DrayPlanAsk *ask = self->day->ask;
  DrayPlannerOptions options = {
    .seed = ask->seed, .iterations = ask->iterations, .wall_s = ask->wall_s, .threads = MAX (ask->threads, 1), .cancellable = self->stop,
    .progress = on_progress, .improved = on_improved, .user_data = self,
  };
  GError *error = NULL;
  DrayPlan *plan;

  if (!dray_plan_roads_fill (self->roads, self->day, options.threads, cancellable, &error)) {
    g_task_return_error (task, error);
    return;
  }
  begin_search (self);
  self->problem = dray_planner_make_problem (&self->day->request, &error);
  plan = self->problem != NULL ? dray_planner_search (self->problem, &options, &error) : NULL;
  if (plan == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, dray_plan_draft_new (dray_plan_day_ref (self->day), dray_problem_ref (self->problem), plan), (GDestroyNotify) dray_plan_draft_unref);
}

static void
on_searched (GObject      *source,
             GAsyncResult *result,
             gpointer      data G_GNUC_UNUSED)
{
  DrayPlanJob *self = DRAY_PLAN_JOB (source);
  GError *error = NULL;
  DrayPlanDraft *draft = g_task_propagate_pointer (G_TASK (result), &error);

  if (draft == NULL) {
    fail (self, error);
    return;
  }
  self->draft = draft;
  set_state (self, DRAY_PLAN_JOB_DONE);
}

/* The day */

typedef struct {
  DrayWorkspace *workspace;
  DrayPlanAsk   *ask;
} Reading;

static void
reading_free (Reading *self)
{
  g_object_unref (self->workspace);
  dray_plan_ask_free (self->ask);
  g_free (self);
}

static void
read_day (GTask        *task,
          gpointer      source G_GNUC_UNUSED,
          gpointer      task_data,
          GCancellable *cancellable G_GNUC_UNUSED)
{
  Reading *self = task_data;
  GError *error = NULL;
  DrayPlanDay *day = dray_plan_day_read (dray_workspace_get_store (self->workspace, FALSE), self->ask, &error);

  if (day == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, day, (GDestroyNotify) dray_plan_day_unref);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data G_GNUC_UNUSED)
{
  DrayPlanJob *self = DRAY_PLAN_JOB (source);
  GError *error = NULL;
  DrayPlanDay *day = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GTask) task = NULL;
  Search *searching;

  if (day != NULL && self->roads == NULL) {
    g_set_error_literal (&error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID, _("The workspace has no region; without roads there are no routes"));
    g_clear_pointer (&day, dray_plan_day_unref);
  }
  if (day == NULL) {
    fail (self, error);
    return;
  }
  searching = g_atomic_rc_box_new0 (Search);
  searching->day = day;
  searching->roads = g_steal_pointer (&self->roads);
  searching->stop = g_object_ref (self->stop);
  searching->context = g_main_context_ref_thread_default ();
  searching->fresh = g_array_new (FALSE, FALSE, sizeof (DrayPlanCurvePoint));
  g_mutex_init (&searching->lock);
  g_weak_ref_init (&searching->job, self);
  task = g_task_new (self, self->cancellable, on_searched, NULL);
  g_task_set_task_data (task, searching, (GDestroyNotify) search_unref);
  g_task_run_in_thread (task, search);
  set_state (self, DRAY_PLAN_JOB_MEASURING);
}

/* @roads: (nullable): without them the job fails. It waits to be started. */
DrayPlanJob *
dray_plan_job_new (DrayWorkspace *workspace,
                   DrayPlanRoads *roads)
{
  DrayPlanJob *self = g_object_new (DRAY_TYPE_PLAN_JOB, NULL);

  self->workspace = g_object_ref (workspace);
  self->roads = roads != NULL ? dray_plan_roads_ref (roads) : NULL;
  return self;
}

/**
 * dray_plan_job_start:
 *
 * Begins to plan; once. The first signal comes from the main loop, never from within this call. The job lives at least until it is over.
 */
void
dray_plan_job_start (DrayPlanJob       *self,
                     const DrayPlanAsk *ask)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_read, NULL);
  Reading *reading = g_new (Reading, 1);

  g_return_if_fail (self->workspace != NULL);

  g_task_set_source_tag (task, dray_plan_job_start);
  *reading = (Reading) { g_steal_pointer (&self->workspace), dray_plan_ask_copy (ask) };
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  dray_workspace_run_async (reading->workspace, FALSE, task, read_day);
}

DrayPlanJobState
dray_plan_job_get_state (DrayPlanJob *self)
{
  return self->state;
}

/* Returns: (transfer none) (array length=n_points): the best plan so far over time; the last point is now */
const DrayPlanCurvePoint *
dray_plan_job_get_curve (DrayPlanJob *self,
                         guint       *n_points)
{
  *n_points = self->curve->len;
  return (const DrayPlanCurvePoint *) (gpointer) self->curve->data;
}

/* Returns: (transfer none) (nullable): the plan; %NULL until the job is done */
DrayPlanDraft *
dray_plan_job_get_draft (DrayPlanJob *self)
{
  return self->draft;
}

/* Returns: (transfer none) (nullable): the best plan so far, to be looked at: it has no reasons */
DrayPlanDraft *
dray_plan_job_get_preview (DrayPlanJob *self)
{
  return self->preview;
}

/* Returns: (transfer none) (nullable): why there is no plan */
const GError *
dray_plan_job_get_error (DrayPlanJob *self)
{
  return self->error;
}

/* Ends the search; the best so far becomes the draft. */
void
dray_plan_job_stop (DrayPlanJob *self)
{
  g_cancellable_cancel (self->stop);
}

/* Gives up: the job fails with %G_IO_ERROR_CANCELLED and there is no draft. */
void
dray_plan_job_cancel (DrayPlanJob *self)
{
  g_cancellable_cancel (self->stop);
  g_cancellable_cancel (self->cancellable);
}
