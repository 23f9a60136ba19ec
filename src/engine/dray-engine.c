/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo.h"
#include "dray-engine-error.h"
#include "dray-engine-private.h"
#include "dray-fence-operations.h"
#include "dray-fleet-schema.h"
#include "dray-road-map.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>

/* Opening goes by steps, none of which blocks the main context: the workspace opens on its own threads; its reader then opens the region
 * and reads what is live; with that the main context makes the live fleet and starts ingestion and, in a demo, the simulated day.
 * Stopping goes the other way: whoever feeds stops before whoever is fed. */

/* Trucks without news are looked for this often. */
#define AGE_S 5

/* How fast a demo's day begins; the window's header changes it. */
#define DEMO_SPEED 4.0

G_DEFINE_FINAL_TYPE (DrayEngine, dray_engine, G_TYPE_OBJECT)

enum { FAILED, SYNC_CHANGED, HUB_TOKENS, OTHERS_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
dray_engine_finalize (GObject *object)
{
  DrayEngine *self = DRAY_ENGINE (object);

  g_clear_pointer (&self->places_here, g_hash_table_unref);
  g_clear_object (&self->fleet);
  g_clear_object (&self->history);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->workspace);
  g_clear_object (&self->map_source);
  g_clear_pointer (&self->roads, dray_plan_roads_unref);
  g_clear_pointer (&self->paths, dray_plan_paths_unref);
  g_clear_pointer (&self->region, dray_region_unref);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->load, dray_engine_load_free);
  g_clear_pointer (&self->routes, g_ptr_array_unref);
  g_clear_pointer (&self->unanswered, g_array_unref);
  g_clear_pointer (&self->due_routes, g_array_unref);
  g_clear_pointer (&self->open_alarms, g_ptr_array_unref);
  g_clear_pointer (&self->escalated, g_hash_table_unref);
  g_free (self->region_path);
  g_ptr_array_unref (self->notices);
  g_free (self->folder);
  g_free (self->name);

  G_OBJECT_CLASS (dray_engine_parent_class)->finalize (object);
}

static void
dray_engine_dispose (GObject *object)
{
  dray_engine_stop (DRAY_ENGINE (object));

  G_OBJECT_CLASS (dray_engine_parent_class)->dispose (object);
}

static void
dray_engine_class_init (DrayEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dray_engine_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_engine_finalize;

  signals[FAILED] = g_signal_new ("failed", DRAY_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SYNC_CHANGED] = g_signal_new ("sync-changed", DRAY_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OTHERS_CHANGED] = g_signal_new ("others-changed", DRAY_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[HUB_TOKENS] = g_signal_new ("hub-tokens", DRAY_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                      G_TYPE_STRING);
}

static void
dray_engine_init (DrayEngine *self)
{
  guint64 seed;

  self->notices = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->notices, NULL);

  /* Ids have to differ between machines and runs, so their seed comes from the kernel. */
  seed = (guint64) g_random_int () << 32 | g_random_int ();
  dray_random_init (&self->random, seed);
  self->places_here = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->context = g_main_context_ref_thread_default ();
}

/* Operations that nobody waits for: facts and alarms that the engine itself submits. */

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (DrayEngine) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
  self->n_submitting--;
  self->n_answered++;
  dray_engine_tell_settled (self);
  dray_engine_play_on (self);
}

/* @intent: (transfer full): what nobody waits for; a failure is told by the signal */
void
dray_engine_submit (DrayEngine *self,
                    DrayIntent *intent)
{
  self->n_submitting++;
  self->n_asked++;
  dray_workspace_submit_async (self->workspace, intent, NULL, on_submitted, g_object_ref (self));
}

/* What only the live fleet knows of an arrival: the way there, and what was shown before. */
static void
add_arrival (DrayEngine             *self,
             DrayIntent             *intent,
             const DrayLiveRoute    *route,
             const DrayTrackerEvent *event)
{
  double from_m = event->stop > 0 ? route->stops[event->stop - 1].along_m : 0.0;
  gint64 hour_us, leg_us;

  dray_engine_get_shown (self, route, event->truck, event->stop, event->at_us, &hour_us, &leg_us);
  dray_intent_set_integer (intent, "leg_m", (gint64) MAX (route->stops[event->stop].along_m - from_m, 0.0));
  if (hour_us != DRAY_NEVER)
    dray_intent_set_integer (intent, "eta_hour_us", hour_us);
  if (leg_us != DRAY_NEVER)
    dray_intent_set_integer (intent, "eta_leg_us", leg_us);
}

static void
submit_stop_fact (DrayEngine             *self,
                  const char             *operation,
                  const DrayTrackerEvent *event)
{
  DrayLiveRoute *route = self->routes->pdata[event->truck];
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (self->workspace), operation);
  gboolean current = route != NULL && event->stop < route->n_stops && dray_id_equal (&route->stops[event->stop].id, &event->stop_id);

  dray_intent_set_id (intent, "stop", &event->stop_id);
  dray_intent_set_integer (intent, "at_us", event->at_us);
  if (event->kind == DRAY_TRACKER_ARRIVED && current)
    add_arrival (self, intent, route, event);
  dray_engine_submit (self, intent);
}

static void
submit_route_fact (DrayEngine             *self,
                   const char             *operation,
                   const DrayTrackerEvent *event)
{
  DrayLiveRoute *route = self->routes->pdata[event->truck];
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (self->workspace), operation);

  dray_intent_set_id (intent, "route", &event->route_id);
  dray_intent_set_integer (intent, "at_us", event->at_us);
  if (event->kind == DRAY_TRACKER_FINISHED && route != NULL && dray_id_equal (&route->id, &event->route_id))
    dray_intent_set_integer (intent, "driven_m", (gint64) dray_live_route_get_length_m (route));
  dray_engine_submit (self, intent);
}

/* What the fixes made known becomes facts. */
static void
on_tracker_event (const DrayTrackerEvent *event,
                  gpointer                user_data)
{
  DrayEngine *self = user_data;

  if (self->ingest == NULL)
    return;
  switch (event->kind) {
  case DRAY_TRACKER_STARTED:
    submit_route_fact (self, "route.start", event);
    dray_engine_keep_leg_shown (self, event->truck);
    break;
  case DRAY_TRACKER_ARRIVED:
    submit_stop_fact (self, "stop.arrive", event);
    break;
  case DRAY_TRACKER_DEPARTED:
    submit_stop_fact (self, "stop.depart", event);
    dray_engine_keep_leg_shown (self, event->truck);
    break;
  case DRAY_TRACKER_FINISHED:
    submit_route_fact (self, "route.finish", event);
    break;
  case DRAY_TRACKER_OFF_ROUTE:
  case DRAY_TRACKER_BACK_ON_ROUTE:
  default:
    break;
  }
}

/* An id derived from what happened, so that what two evaluators see, or one sees twice, is one record. */
static DrayId
derive_id (const char   *kind,
           const DrayId *truck,
           const void   *what,
           gsize         n_bytes,
           gint64        at_us)
{
  g_autoptr (GByteArray) name = g_byte_array_new ();
  gint64 little = GINT64_TO_LE (at_us);

  g_byte_array_append (name, truck->bytes, sizeof truck->bytes);
  g_byte_array_append (name, what, (guint) n_bytes);
  g_byte_array_append (name, (const guint8 *) &little, sizeof little);
  return dray_id_derive (kind, name->data, name->len);
}

static void
raise_alarm (DrayEngine    *self,
             DrayLiveTruck *truck,
             const char    *kind,
             int            priority,
             const char    *text,
             gint64         at_us)
{
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (self->workspace), "alarm.raise");
  DrayId id = derive_id ("alarm", dray_live_truck_get_id (truck), kind, strlen (kind) + 1, at_us);

  dray_intent_set_id (intent, "alarm", &id);
  dray_intent_set_id (intent, "truck", dray_live_truck_get_id (truck));
  dray_intent_set_text (intent, "kind", kind);
  dray_intent_set_integer (intent, "priority", priority);
  dray_intent_set_text (intent, "text", text);
  dray_intent_set_integer (intent, "at_us", at_us);
  dray_engine_submit (self, intent);
  dray_ingest_set_alarm (self->ingest, dray_live_truck_get_index (truck), TRUE);
}

/* A fence event is a log entry; only what someone must act on is an alarm. */
static void
on_fence_event (const DrayFenceEvent *event,
                gpointer              user_data)
{
  DrayEngine *self = user_data;
  DrayLiveTruck *truck;

  if (self->ingest == NULL)
    return;
  truck = dray_live_fleet_get_truck (self->fleet, event->truck);
  dray_engine_submit (self, dray_fence_record_new (dray_workspace_get_schema (self->workspace), dray_live_truck_get_id (truck), event));
  if (event->transition == DRAY_FENCE_AHEAD) {
    g_autofree char *text = g_strdup_printf (_("Truck %s is %d s from %s, which is closed to it"), dray_live_truck_get_number (truck), event->ahead_s, event->name);

    raise_alarm (self, truck, "approach", 1, text, event->at_us);
  }
}

static void
on_driver_event (const DraySimEvent *event,
                 gpointer            user_data)
{
  DrayEngine *self = user_data;
  DrayLiveTruck *truck = dray_live_fleet_get_truck (self->fleet, event->truck);
  DrayLiveRoute *route = self->routes->pdata[event->truck];
  const char *where = route != NULL && event->stop < route->n_stops ? route->stops[event->stop].name : "";

  if (event->kind == DRAY_SIM_BROKE_DOWN) {
    g_autofree char *text = g_strdup_printf (_("Truck %s broke down at %s"), dray_live_truck_get_number (truck), where);

    raise_alarm (self, truck, "breakdown", 1, text, event->at_us);
    dray_engine_write_from_driver (self, event->truck, _("Gearbox light is on and there is no drive. I stand safely off the road."), event->at_us);
  }
}

/* What the passing of time alone brings about. */
void
dray_engine_age (DrayEngine *self)
{
  self->aged_us = dray_clock_now_us (self->clock);
  dray_live_fleet_age (self->fleet, self->aged_us);
  dray_engine_age_drivers (self);
  dray_engine_age_alarms (self);
  dray_engine_sample_shown (self);
}

/* A day that is played step by step ages with its steps, and not while its clock stands between two calls. */
static gboolean
on_age (gpointer user_data)
{
  DrayEngine *self = user_data;

  gboolean stands = (self->flags & DRAY_ENGINE_PAUSED) && dray_clock_now_us (self->clock) == self->aged_us;

  if (self->playing == NULL && !stands)
    dray_engine_age (self);
  return G_SOURCE_CONTINUE;
}

/* A truck that was released nothing has none. */
static void
clear_route (gpointer route)
{
  if (route != NULL)
    dray_live_route_unref (route);
}

static void
make_fleet (DrayEngine *self)
{
  guint n = self->load->trucks->len;
  g_autofree DrayTruckLabel *labels = g_new0 (DrayTruckLabel, n);

  for (guint i = 0; i < n; i++) {
    const DrayLoadedTruck *truck = &g_array_index (self->load->trucks, DrayLoadedTruck, i);

    labels[i] = (DrayTruckLabel) { truck->id, truck->number, truck->plate, truck->driver, truck->depot };
  }
  self->routes = g_ptr_array_new_with_free_func (clear_route);
  self->fleet = dray_live_fleet_new (labels, n, g_main_context_get_thread_default ());
  self->ingest = dray_ingest_new (self->fleet, self->clock, on_tracker_event, on_fence_event, self, g_main_context_get_thread_default ());
  for (guint i = 0; i < n; i++) {
    const DrayLoadedTruck *truck = &g_array_index (self->load->trucks, DrayLoadedTruck, i);

    g_ptr_array_add (self->routes, truck->route != NULL ? dray_live_route_ref (truck->route) : NULL);
    if (truck->route != NULL)
      dray_ingest_set_route (self->ingest, i, truck->route, truck->n_done);
  }
  dray_engine_take_fences (self, self->load->fences);
  dray_engine_start_history (self);
}

static void
start (DrayEngine *self)
{
  make_fleet (self);
  if (self->is_demo && self->load->last_us > dray_clock_now_us (self->clock))
    dray_sim_clock_advance (DRAY_SIM_CLOCK (self->clock), self->load->last_us - dray_clock_now_us (self->clock));
  if (self->is_demo && (self->flags & DRAY_ENGINE_SIMULATE)) {
    dray_sim_clock_set_speed (DRAY_SIM_CLOCK (self->clock), DEMO_SPEED);
    self->demo = dray_engine_demo_new (&self->facts, self->load, dray_clock_now_us (self->clock), self->clock, self->ingest, on_driver_event, self);
    dray_sim_clock_set_paused (DRAY_SIM_CLOCK (self->clock), (self->flags & DRAY_ENGINE_PAUSED) != 0);
  }
  g_clear_pointer (&self->load, dray_engine_load_free);
  dray_engine_follow_releases (self);
  dray_engine_follow_alarms (self);
  dray_engine_follow_fences (self);
  dray_engine_follow_drivers (self);
  dray_engine_start_shown (self);
  self->aged_us = dray_clock_now_us (self->clock);
  self->age_source = g_timeout_add_seconds (AGE_S, on_age, self);
}

/* Opening */

static void
on_loaded (GObject      *source G_GNUC_UNUSED,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) opening = data;
  DrayEngine *self = g_task_get_task_data (opening);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (opening, error);
    return;
  }
  start (self);
  g_task_return_pointer (opening, g_object_ref (self), g_object_unref);
}

static void
add_notice (DrayEngine *self,
            char       *taken)
{
  /* In front of the NULL at the end. */
  g_ptr_array_insert (self->notices, (int) self->notices->len - 1, taken);
}

static gboolean
read_region (DrayEngine *self,
             const char *path,
             GError    **error)
{
  g_autoptr (DrayRegion) region = dray_region_open (path, error);
  g_autoptr (DrayMapSource) map_source = region != NULL ? DRAY_MAP_SOURCE (dray_road_map_new (dray_region_get_pack (region), error)) : NULL;

  if (map_source == NULL)
    return FALSE;
  self->region_path = g_strdup (path);
  self->roads = dray_plan_roads_new (region);
  self->paths = dray_plan_paths_new (region);
  self->map_source = g_steal_pointer (&map_source);
  self->region = g_steal_pointer (&region);
  return TRUE;
}

/* The first region pack of the folder. Plans and maps must not vanish without a word, and the records must not vanish with them: the
 * workspace opens without a damaged one, and says so. */
static gboolean
open_region (DrayEngine *self,
             GError    **error)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, error);
  g_autoptr (GError) damage = NULL;
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = NULL;

    if (!g_str_has_suffix (name, ".region"))
      continue;
    path = g_build_filename (self->folder, name, NULL);
    if (!read_region (self, path, &damage))
      add_notice (self, g_strdup_printf (_("The roads could not be read (%s). Maps and plans are without them until roads are imported again."), damage->message));
    return TRUE;
  }
  return TRUE;
}

/* On the reader's thread; the engine is nobody else's until the task returns. */
static void
load (GTask        *task,
      gpointer      source G_GNUC_UNUSED,
      gpointer      task_data,
      GCancellable *cancellable G_GNUC_UNUSED)
{
  DrayEngine *self = task_data;
  GError *error = NULL;

  if (open_region (self, &error))
    self->load = dray_engine_load_new (dray_workspace_get_store (self->workspace, FALSE), self->region, dray_clock_now_us (self->clock), &error);
  if (self->load == NULL || !dray_engine_load_telemetry (self->load, self->folder, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (self->load->notice != NULL)
    add_notice (self, g_steal_pointer (&self->load->notice));
  g_task_return_boolean (task, TRUE);
}

static void
on_workspace_open (GObject      *source G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (GTask) opening = data;
  DrayEngine *self = g_task_get_task_data (opening);
  DrayActor actor = { .user = dray_id_derive ("user", g_get_user_name (), strlen (g_get_user_name ())), .role = "administrator" };
  GError *error = NULL;

  self->workspace = dray_workspace_open_finish (result, &error);
  if (self->workspace == NULL) {
    g_task_return_error (opening, error);
    return;
  }
  /* A workspace with no hub is its own authority, and whoever has the file administers it. */
  actor.subject = actor.user;
  dray_workspace_set_actor (self->workspace, &actor);
  dray_engine_start_hub (self);

  g_autoptr (GTask) loading = g_task_new (NULL, g_task_get_cancellable (opening), on_loaded, g_object_ref (opening));
  g_task_set_task_data (loading, g_object_ref (self), g_object_unref);
  dray_workspace_run_async (self->workspace, FALSE, loading, load);
}

/**
 * dray_engine_open_async:
 * @folder: holds workspace.dray and, if any, a region pack
 *
 * Opens a workspace. The first view is ready when @callback is called; history fills behind.
 */
void
dray_engine_open_async (const char          *folder,
                        DrayEngineFlags      flags,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *path = g_build_filename (folder, DRAY_DEMO_WORKSPACE, NULL);
  g_autoptr (DraySchema) schema = NULL;
  DrayEngine *self = g_object_new (DRAY_TYPE_ENGINE, NULL);
  GError *error = NULL;

  g_task_set_source_tag (task, dray_engine_open_async);
  g_task_set_task_data (task, self, g_object_unref);
  self->folder = g_strdup (folder);
  self->flags = flags;
  self->name = g_path_get_basename (folder);
  schema = dray_fleet_schema_new (&error);
  if (schema == NULL || !dray_demo_facts_read (folder, &self->facts, &self->is_demo, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (self->is_demo) {
    g_free (self->name);
    self->name = g_steal_pointer (&self->facts.name);
  }
  self->clock = self->is_demo ? DRAY_CLOCK (dray_sim_clock_new (self->facts.opens_us)) : dray_wall_clock_new ();
  dray_workspace_open_async (path, schema, &(DrayStoreOptions) { .clock = self->clock }, cancellable, on_workspace_open, g_object_ref (task));
}

DrayEngine *
dray_engine_open_finish (GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * dray_engine_stop:
 *
 * Stops every worker in order and closes the workspace. What was submitted before is committed. Safe to call twice.
 */
void
dray_engine_stop (DrayEngine *self)
{
  g_return_if_fail (DRAY_IS_ENGINE (self));

  g_clear_handle_id (&self->age_source, g_source_remove);
  dray_engine_stop_playing (self);
  g_clear_pointer (&self->demo, dray_engine_demo_stop);
  if (self->ingest != NULL)
    dray_ingest_stop (self->ingest);
  g_clear_object (&self->ingest);
  g_clear_pointer (&self->settling, g_array_unref);
  dray_engine_stop_history (self);
  dray_engine_stop_places (self);
  dray_engine_stop_figures (self);
  dray_engine_stop_shown (self);
  dray_engine_stop_hub (self);
  if (self->workspace != NULL)
    dray_workspace_close (self->workspace);
}

/* Where the workspace lies. */
const char *
dray_engine_get_folder (DrayEngine *self)
{
  return self->folder;
}

/* What people call the workspace: a demo by its town, any other by its folder. */
const char *
dray_engine_get_name (DrayEngine *self)
{
  return self->name;
}

gboolean
dray_engine_is_demo (DrayEngine *self)
{
  return self->is_demo;
}

/* Returns: (transfer none): a #DraySimClock in a demo, the wall clock otherwise */
DrayClock *
dray_engine_get_clock (DrayEngine *self)
{
  return self->clock;
}

/* Returns: (transfer none) */
DrayLiveFleet *
dray_engine_get_live_fleet (DrayEngine *self)
{
  return self->fleet;
}

/* Returns: (transfer none) (array zero-terminated=1): what a person should know of how it opened, each a sentence or two */
const char *const *
dray_engine_get_notices (DrayEngine *self)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (self), NULL);

  return (const char *const *) self->notices->pdata;
}

/* What the region covers; empty where the workspace has none. */
DrayGeoBox
dray_engine_get_box (DrayEngine *self)
{
  DrayRegionStatistics statistics;

  if (self->region == NULL)
    return DRAY_GEO_BOX_EMPTY;
  dray_region_get_statistics (self->region, &statistics);
  return (DrayGeoBox) { statistics.west_e7, statistics.south_e7, statistics.east_e7, statistics.north_e7 };
}

/* Returns: (transfer none) (nullable): the base map; %NULL where the workspace has no region */
DrayMapSource *
dray_engine_get_map_source (DrayEngine *self)
{
  return self->map_source;
}

/* Returns: (transfer none) (nullable): the roads; %NULL where the workspace has no region */
DrayRegion *
dray_engine_get_region (DrayEngine *self)
{
  return self->region;
}

/* Returns: (transfer none): records, lists and operations */
DrayWorkspace *
dray_engine_get_workspace (DrayEngine *self)
{
  return self->workspace;
}

/* Returns: a new id, by the workspace's clock */
DrayId
dray_engine_make_id (DrayEngine *self)
{
  return dray_id_new (dray_clock_now_us (self->clock), &self->random);
}
