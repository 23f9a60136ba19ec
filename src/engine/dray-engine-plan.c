/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"
#include "dray-plan-release.h"

#include <glib/gi18n-lib.h>

/* Planning, as windows and commands ask for it: the engine adds what it alone knows, the time and where the trucks are. */

static GArray *
list_positions (DrayEngine *self)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (DrayPlanPosition));

  for (guint i = 0; i < columns->n; i++) {
    DrayPlanPosition position = { *dray_live_truck_get_id (dray_live_fleet_get_truck (self->fleet, i)), columns->lon_e7[i], columns->lat_e7[i], columns->fix_us[i] };

    if (columns->flags[i] & DRAY_TRUCK_HAS_FIX)
      g_array_append_val (positions, position);
  }
  return positions;
}

static void
fill_ask (DrayEngine   *self,
          DrayPlanAsk  *ask,
          const GArray *positions)
{
  ask->now_us = dray_clock_now_us (self->clock);
  ask->positions = (const DrayPlanPosition *) (gpointer) positions->data;
  ask->n_positions = (int) positions->len;
}

/* The fences that are live: watched from now on, and those that are forbidden close their roads in the next plan. */
void
dray_engine_take_fences (DrayEngine   *self,
                         DrayFenceSet *fences)
{
  g_autoptr (GArray) trucks = g_array_new (FALSE, FALSE, sizeof (DrayId));

  for (guint i = 0; i < dray_live_fleet_get_columns (self->fleet)->n; i++)
    g_array_append_vals (trucks, dray_live_truck_get_id (dray_live_fleet_get_truck (self->fleet, i)), 1);
  dray_ingest_set_fences (self->ingest, fences);
  if (self->roads != NULL)
    dray_plan_roads_set_fences (self->roads, fences, (const DrayId *) (gpointer) trucks->data, trucks->len);
}

typedef struct {
  DrayEngine  *engine;
  DrayPlanJob *job;
  DrayPlanAsk *ask;
} Starting;

static void
starting_free (gpointer data)
{
  Starting *self = data;

  g_object_unref (self->engine);
  g_object_unref (self->job);
  dray_plan_ask_free (self->ask);
  g_free (self);
}

static gboolean
on_settled (gpointer data)
{
  Starting *self = data;
  DrayPlanAsk filled = *self->ask;
  g_autoptr (GArray) positions = NULL;

  dray_live_fleet_flush (self->engine->fleet);
  positions = list_positions (self->engine);
  fill_ask (self->engine, &filled, positions);
  dray_plan_job_start (self->job, &filled);
  return G_SOURCE_REMOVE;
}

/**
 * dray_engine_plan_day:
 * @ask: what is wanted; its time and positions are filled in by the engine
 *
 * Begins to plan a day, or in the middle of one the rest of it; as soon as the records say what the clock says.
 *
 * Returns: (transfer full): the job
 */
DrayPlanJob *
dray_engine_plan_day (DrayEngine        *self,
                      const DrayPlanAsk *ask)
{
  Starting *starting = g_new (Starting, 1);
  DrayPlanJob *job = dray_plan_job_new (self->workspace, self->roads);

  *starting = (Starting) { g_object_ref (self), g_object_ref (job), dray_plan_ask_copy (ask) };
  dray_engine_settle (self, on_settled, starting, starting_free);
  return job;
}

/* Repairs: the day is read by the reader's thread, measured and tried by one of GTask's. */

typedef struct {
  DrayWorkspace *workspace;
  DrayPlanRoads *roads;
  DrayPlanAsk   *ask;
  DrayTrouble    trouble;
  DrayPlanDay   *day;
} Mending;

static void
mending_free (Mending *self)
{
  g_object_unref (self->workspace);
  g_clear_pointer (&self->roads, dray_plan_roads_unref);
  g_clear_pointer (&self->day, dray_plan_day_unref);
  dray_plan_ask_free (self->ask);
  g_free (self);
}

static void
mend (GTask        *task,
      gpointer      source G_GNUC_UNUSED,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Mending *self = task_data;
  GError *error = NULL;
  GPtrArray *repairs = NULL;

  if (dray_plan_roads_fill (self->roads, self->day, self->ask->threads, cancellable, &error))
    repairs = dray_plan_find_repairs (self->day, &self->trouble, self->ask->wall_s, self->ask->iterations, &error);
  if (repairs == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, repairs, (GDestroyNotify) g_ptr_array_unref);
}

static void
on_mended (GObject      *source G_GNUC_UNUSED,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *repairs = g_task_propagate_pointer (G_TASK (result), &error);

  if (repairs == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, repairs, (GDestroyNotify) g_ptr_array_unref);
}

static void
read_day (GTask        *task,
          gpointer      source G_GNUC_UNUSED,
          gpointer      task_data,
          GCancellable *cancellable G_GNUC_UNUSED)
{
  Mending *self = task_data;
  GError *error = NULL;

  self->day = dray_plan_day_read (dray_workspace_get_store (self->workspace, FALSE), self->ask, &error);
  if (self->day == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* The mending goes from the one task to the other. */
static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  Mending *mending = g_task_get_task_data (task);
  g_autoptr (GTask) work = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  work = g_task_new (source, g_task_get_cancellable (task), on_mended, g_object_ref (task));
  g_task_set_task_data (work, mending, NULL);
  g_task_run_in_thread (work, mend);
}

/* How long each repair is looked for. */
#define REPAIR_S 1.0

/**
 * dray_engine_find_repairs_async:
 * @iterations: steps of each search, for an answer that is the same every time; 0: a second for each repair
 *
 * The ways out of a trouble, each with its cost and what it disturbs.
 */
void
dray_engine_find_repairs_async (DrayEngine          *self,
                                const DrayTrouble   *trouble,
                                gint64               iterations,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) reading = NULL;
  g_autoptr (GArray) positions = list_positions (self);
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  Mending *mending;

  g_task_set_source_tag (task, dray_engine_find_repairs_async);
  if (self->roads == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", _("The workspace has no region; without roads there are no routes"));
    return;
  }
  ask.live = TRUE;
  ask.iterations = iterations;
  ask.wall_s = iterations > 0 ? 0.0 : REPAIR_S;
  fill_ask (self, &ask, positions);
  mending = g_new0 (Mending, 1);
  mending->workspace = g_object_ref (self->workspace);
  mending->roads = dray_plan_roads_ref (self->roads);
  mending->ask = dray_plan_ask_copy (&ask);
  mending->trouble = *trouble;
  g_task_set_task_data (task, mending, (GDestroyNotify) mending_free);
  reading = g_task_new (self, cancellable, on_read, g_object_ref (task));
  g_task_set_task_data (reading, mending, NULL);
  dray_workspace_run_async (self->workspace, FALSE, reading, read_day);
}

/* Returns: (transfer full) (element-type DrayPlanRepair): the best first; empty where nothing can be done */
GPtrArray *
dray_engine_find_repairs_finish (DrayEngine    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Releases */

typedef struct {
  GTask *task;
  int    n_waiting;
  GError *error;  /* the first refusal */
} Releasing;

static void
release_done (Releasing *self)
{
  DrayEngine *engine = g_task_get_source_object (self->task);

  if (--self->n_waiting > 0)
    return;
  engine->n_releasing--;
  dray_engine_follow_due (engine);
  if (self->error != NULL)
    g_task_return_error (self->task, self->error);
  else
    g_task_return_boolean (self->task, TRUE);
  g_object_unref (self->task);
  g_free (self);
}

static void
on_released (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Releasing *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  release_done (self);
}

/**
 * dray_engine_release_async:
 * @truck: index in the draft's day, or -1: every truck whose route is new or changed hands
 *
 * Hands routes of a draft to their drivers. Routes go one by one: one that is refused stops no other, and the first refusal is the error.
 */
void
dray_engine_release_async (DrayEngine          *self,
                           DrayPlanDraft       *draft,
                           int                  truck,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Releasing *releasing = g_new0 (Releasing, 1);
  int first = MAX (truck, 0), last = truck < 0 ? draft->day->request.n_trucks - 1 : truck;

  releasing->task = g_task_new (self, cancellable, callback, user_data);
  releasing->n_waiting = 1;
  self->n_releasing++;
  g_task_set_source_tag (releasing->task, dray_engine_release_async);
  for (int v = first; v <= last; v++) {
    DrayIntent *intent = dray_plan_draft_make_release (draft, v, dray_workspace_get_schema (self->workspace), dray_clock_now_us (self->clock));

    if (intent == NULL)
      continue;
    releasing->n_waiting++;
    dray_workspace_submit_async (self->workspace, intent, cancellable, on_released, releasing);
  }
  release_done (releasing);
}

gboolean
dray_engine_release_finish (DrayEngine    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
