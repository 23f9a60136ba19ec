/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo.h"
#include "dray-engine-demo-private.h"
#include "dray-json.h"
#include "dray-post.h"
#include "dray-units.h"

/* The thread wakes a few times a second, lets the fleet live up to the clock's now, and sleeps again. Whatever the clock's speed, what
 * one waking simulates is bounded by MAX_STEP_US, so that a stop is never far away. */

#define WAKE_US (G_USEC_PER_SEC / 4)
#define MAX_STEP_US (600 * DRAY_US_PER_S)
#define STORY_AFTER_S 120
#define MORNING_US (4 * DRAY_S_PER_HOUR * DRAY_US_PER_S)

typedef struct {
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify destroy;
} Waiter;

typedef struct {
  guint          truck;
  guint          n_done;
  DrayLiveRoute *route;
} Change;

struct _DrayEngineDemo {
  /* Owned: its thread */
  GThread            *thread;
  DraySimFleet       *fleet;
  gint64              at_us;
  gint64              mute_us;  /* what was measured before is known already */
  DrayClock          *clock;
  DrayIngest         *ingest;
  GMainContext       *context;
  /* Any thread */
  gint                stopping; /* atomic */
  GMutex              lock;
  GCond               wake;
  GArray             *waiters; /* (element-type Waiter): to be told when the fleet lives up to the clock; under the lock */
  GArray             *changes; /* (element-type Change): routes that were released since; under the lock */
  /* Borrowed: in the main context, until dray_engine_demo_stop() */
  DrayEngineDemoFunc  func;
  gpointer            user_data;
};

/**
 * dray_demo_facts_read:
 * @is_demo: (out): whether the folder holds a demo; @facts is set only then, and its name is the caller's
 *
 * Errors: %G_FILE_ERROR and %DRAY_CORE_ERROR where demo.json is there and can't be read or understood
 */
gboolean
dray_demo_facts_read (const char    *folder,
                      DrayDemoFacts *facts,
                      gboolean      *is_demo,
                      GError       **error)
{
  g_autofree char *path = g_build_filename (folder, DRAY_DEMO_FACTS, NULL), *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  const char *name;
  gsize n_bytes;
  gint64 seed, opens_us;

  *is_demo = FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &text, &n_bytes, error))
    return FALSE;
  root = dray_json_parse (text, (gssize) n_bytes, &DRAY_JSON_LIMITS_DEFAULT, error);
  object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  name = object != NULL ? dray_json_get_string (object, "name", error) : NULL;
  if (object == NULL && root != NULL)
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "not a JSON object");
  if (name == NULL || !dray_json_get_int (object, "seed", 0, G_MAXINT64, &seed, error)
      || !dray_json_get_int (object, "opens_us", 0, G_MAXINT64 / 2, &opens_us, error)) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }
  *facts = (DrayDemoFacts) { g_strdup (name), (guint64) seed, opens_us };
  *is_demo = TRUE;
  return TRUE;
}

static void
on_fixes (const DrayFix *fixes,
          gsize          n_fixes,
          gpointer       data)
{
  DrayEngineDemo *self = data;
  gsize first = 0;

  while (first < n_fixes && fixes[first].received_us < self->mute_us)
    first++;
  dray_ingest_put_fixes (self->ingest, fixes + first, n_fixes - first);
}

typedef struct {
  DrayEngineDemo *demo;
  DraySimEvent    event;
} Telling;

static gboolean
on_tell (gpointer data)
{
  Telling *telling = data;

  if (telling->demo->func != NULL && !g_atomic_int_get (&telling->demo->stopping))
    telling->demo->func (&telling->event, telling->demo->user_data);
  return G_SOURCE_REMOVE;
}

static void
demo_clear (DrayEngineDemo *self)
{
  g_clear_pointer (&self->changes, g_array_unref);
  g_clear_pointer (&self->waiters, g_array_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
}

static void
demo_unref (DrayEngineDemo *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) demo_clear);
}

static void
telling_free (Telling *telling)
{
  demo_unref (telling->demo);
  g_free (telling);
}

static void
on_event (const DraySimEvent *event,
          gpointer            data)
{
  DrayEngineDemo *self = data;
  Telling *telling = g_new (Telling, 1);

  *telling = (Telling) { g_atomic_rc_box_acquire (self), *event };
  dray_post (self->context, on_tell, telling, (GDestroyNotify) telling_free);
}

/* Returns: whether to go on */
static gboolean
rest (DrayEngineDemo *self,
      gint64          until_us)
{
  g_mutex_lock (&self->lock);
  while (!g_atomic_int_get (&self->stopping) && self->waiters->len == 0) {
    if (!g_cond_wait_until (&self->wake, &self->lock, until_us))
      break;
  }
  g_mutex_unlock (&self->lock);
  return !g_atomic_int_get (&self->stopping);
}

static void
clear_change (gpointer change)
{
  g_clear_pointer (&((Change *) change)->route, dray_live_route_unref);
}

static GArray *
new_changes (void)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (Change));

  g_array_set_clear_func (changes, clear_change);
  return changes;
}

static void
take_changes (DrayEngineDemo *self)
{
  g_autoptr (GArray) changes = NULL;

  g_mutex_lock (&self->lock);
  changes = g_steal_pointer (&self->changes);
  self->changes = new_changes ();
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < changes->len; i++) {
    const Change *change = &g_array_index (changes, Change, i);

    dray_sim_fleet_change_route (self->fleet, change->truck, change->route, change->n_done);
  }
}

static void
clear_waiter (gpointer waiter)
{
  Waiter *at = waiter;

  if (at->destroy != NULL)
    at->destroy (at->data);
}

static GArray *
new_waiters (void)
{
  GArray *waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));

  g_array_set_clear_func (waiters, clear_waiter);
  return waiters;
}

/* Those who asked before the clock was looked at. */
static GArray *
take_waiters (DrayEngineDemo *self)
{
  GArray *waiters;

  g_mutex_lock (&self->lock);
  waiters = g_steal_pointer (&self->waiters);
  self->waiters = new_waiters ();
  g_mutex_unlock (&self->lock);
  return waiters;
}

static void
tell_waiters (DrayEngineDemo *self,
              GArray         *waiters)
{
  for (guint i = 0; i < waiters->len; i++) {
    Waiter *waiter = &g_array_index (waiters, Waiter, i);

    dray_post (self->context, waiter->func, waiter->data, g_steal_pointer (&waiter->destroy));
  }
}

static gpointer
run (gpointer data)
{
  DrayEngineDemo *self = data;

  do {
    g_autoptr (GArray) waiters = take_waiters (self);
    gint64 now_us = dray_clock_now_us (self->clock);

    take_changes (self);

    while (self->at_us < now_us && !g_atomic_int_get (&self->stopping)) {
      self->at_us = MIN (self->at_us + MAX_STEP_US, now_us);
      dray_sim_fleet_advance (self->fleet, self->at_us);
    }
    tell_waiters (self, waiters);
  } while (rest (self, g_get_monotonic_time () + WAKE_US));
  return NULL;
}

/* The stop that the truck stands at, or comes to first, after the demo opened. Returns: FALSE where there is none */
static gboolean
find_story_stop (const DrayLiveRoute *route,
                 gint64               opens_us,
                 guint               *stop)
{
  for (guint i = 0; i < route->n_stops; i++) {
    if (route->stops[i].planned_us + route->stops[i].service_s * DRAY_US_PER_S > opens_us + STORY_AFTER_S * DRAY_US_PER_S) {
      *stop = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Truck 12 breaks down at the first stop where it stands once the demo has been open for a minute: the story's red alarm. */
static void
script_story (DrayEngineDemo       *self,
              const DrayDemoFacts  *facts,
              const DrayEngineLoad *load)
{
  for (guint i = 0; i < load->trucks->len; i++) {
    const DrayLoadedTruck *truck = &g_array_index (load->trucks, DrayLoadedTruck, i);
    guint stop;

    if (g_strcmp0 (truck->number, "12") != 0 || truck->route == NULL || !find_story_stop (truck->route, facts->opens_us, &stop))
      continue;
    gint64 after_us = facts->opens_us + STORY_AFTER_S * DRAY_US_PER_S - truck->route->stops[stop].planned_us;
    dray_sim_fleet_break_down (self->fleet, i, stop, (int) MAX (after_us / DRAY_US_PER_S, 60), 3 * DRAY_S_PER_HOUR);
  }
}

/* Fixes of the last minutes before are sent once more, so that every truck shows where it is: one that is parked sends rarely. */
#define REPEAT_US (150 * DRAY_US_PER_S)

static void
place_truck (DrayEngineDemo        *self,
             guint                  index,
             const DrayLoadedTruck *truck,
             gboolean               resumes)
{
  dray_sim_fleet_set_place (self->fleet, index, truck->depot_lon_e7, truck->depot_lat_e7);
  if (resumes && truck->route != NULL && (truck->n_done > 0 || truck->arrived_us != DRAY_NEVER))
    dray_sim_fleet_resume_route (self->fleet, index, truck->route, truck->n_done, truck->left_us, truck->arrived_us);
  else
    dray_sim_fleet_set_route (self->fleet, index, truck->route);
}

/**
 * dray_engine_demo_new:
 * @load: the fleet and its routes; read during the call only
 * @resumes_us: where its records stand; the demo's opening the first time
 * @func: (nullable): told in the main context what drivers tell
 */
DrayEngineDemo *
dray_engine_demo_new (const DrayDemoFacts  *facts,
                      const DrayEngineLoad *load,
                      gint64                resumes_us,
                      DrayClock            *clock,
                      DrayIngest           *ingest,
                      DrayEngineDemoFunc    func,
                      gpointer              user_data)
{
  DrayEngineDemo *self = g_atomic_rc_box_new0 (DrayEngineDemo);
  DraySimSink sink = { on_fixes, on_event, self };

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->changes = new_changes ();
  self->waiters = new_waiters ();
  self->clock = g_object_ref (clock);
  self->ingest = g_object_ref (ingest);
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;
  self->at_us = facts->opens_us - MORNING_US;
  self->fleet = dray_sim_fleet_new (load->trucks->len, facts->seed, self->at_us, &sink);
  for (guint i = 0; i < load->trucks->len; i++) {
    const DrayLoadedTruck *truck = &g_array_index (load->trucks, DrayLoadedTruck, i);

    place_truck (self, i, truck, resumes_us > facts->opens_us);
  }
  if (resumes_us > facts->opens_us)
    self->mute_us = resumes_us - REPEAT_US;
  if (resumes_us < facts->opens_us + STORY_AFTER_S * DRAY_US_PER_S)
    script_story (self, facts, load);
  self->thread = g_thread_new ("demo", run, self);
  return self;
}

/**
 * dray_engine_demo_catch_up:
 * @func: called in the main context once the fleet has lived up to what the clock shows now
 */
void
dray_engine_demo_catch_up (DrayEngineDemo *self,
                           GSourceFunc     func,
                           gpointer        data,
                           GDestroyNotify  destroy)
{
  Waiter waiter = { func, data, destroy };

  g_mutex_lock (&self->lock);
  g_array_append_val (self->waiters, waiter);
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

/**
 * dray_engine_demo_set_route:
 * @route: (nullable): what the truck's driver was told just now
 * @n_done: how many of its stops are behind it
 */
void
dray_engine_demo_set_route (DrayEngineDemo *self,
                            guint           truck,
                            DrayLiveRoute  *route,
                            guint           n_done)
{
  Change change = { truck, n_done, route != NULL ? dray_live_route_ref (route) : NULL };

  g_mutex_lock (&self->lock);
  g_array_append_val (self->changes, change);
  g_mutex_unlock (&self->lock);
}

/* Joins the thread and tells nothing any more. */
void
dray_engine_demo_stop (DrayEngineDemo *self)
{
  g_mutex_lock (&self->lock);
  g_atomic_int_set (&self->stopping, TRUE);
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_pointer (&self->fleet, dray_sim_fleet_free);
  g_clear_object (&self->ingest);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->context, g_main_context_unref);
  demo_unref (self);
}
