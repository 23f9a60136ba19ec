/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-private.h"
#include "dray-road-matrix.h"
#include "dray-units.h"

/* The evening before: the day's orders are planned by the same planner as everyone's, and released route by route. */

#define ITERATIONS 20000

typedef struct {
  DrayRegion         *region;
  DrayPlannerProfile  profiles[DRAY_DEMO_N_CLASSES];
  GArray             *places;      /* (element-type int): site index of each place of the matrices */
  GHashTable         *place_of;    /* site index → place plus one */
  GArray             *tasks;       /* (element-type DrayPlannerTask) */
  GArray             *trucks;      /* (element-type DrayPlannerTruck) */
  GArray             *truck_of;    /* (element-type int): index in the demo of each planner's truck */
} Day;

static int
add_place (Day *day,
           int  site)
{
  int place = GPOINTER_TO_INT (g_hash_table_lookup (day->place_of, GINT_TO_POINTER (site + 1))) - 1;

  if (place < 0) {
    place = (int) day->places->len;
    g_array_append_val (day->places, site);
    g_hash_table_insert (day->place_of, GINT_TO_POINTER (site + 1), GINT_TO_POINTER (place + 1));
  }
  return place;
}

static void
gather_tasks (DrayDemo *self,
              Day      *day)
{
  for (guint i = 0; i < self->tasks->len; i++) {
    const DrayDemoTask *from = &g_array_index (self->tasks, DrayDemoTask, i);
    DrayPlannerTask task = {
      .id = from->id, .kind = DRAY_PLANNER_DELIVERY, .place = add_place (day, from->site), .depot = add_place (day, from->depot),
      .service_s = from->service_s, .open_us = from->open_us, .close_us = from->close_us, .load_kg = from->load_kg, .volume_l = from->volume_l,
      .pallets = from->pallets, .tail_lift = from->tail_lift,
    };

    g_array_append_val (day->tasks, task);
  }
}

static void
gather_trucks (DrayDemo *self,
               Day      *day)
{
  for (int i = 0; i < (int) self->trucks->len; i++) {
    const DrayDemoTruck *from = &g_array_index (self->trucks, DrayDemoTruck, i);
    const DrayDemoClass *class = &dray_demo_classes[from->truck_class];
    DrayPlannerTruck truck = {
      .truck = from->id, .driver = from->driver, .place = add_place (day, from->depot), .profile = from->truck_class, .from_us = from->from_us,
      .until_us = from->until_us, .load_kg = class->load_kg, .volume_l = class->volume_l, .pallets = class->pallets, .tail_lift = from->tail_lift,
      .day_cost_minor = class->day_cost_minor, .hour_cost_minor = class->hour_cost_minor, .km_cost_minor = class->km_cost_minor,
    };

    if (dray_id_is_none (&from->driver))
      continue;
    g_array_append_val (day->trucks, truck);
    g_array_append_val (day->truck_of, i);
  }
}

static gboolean
make_matrices (DrayDemo *self,
               Day      *day,
               GError  **error)
{
  guint n = day->places->len;
  g_autofree int *lon_e7 = g_new (int, n), *lat_e7 = g_new (int, n);

  for (guint i = 0; i < n; i++) {
    const DrayDemoSite *site = &g_array_index (self->sites, DrayDemoSite, g_array_index (day->places, int, i));

    lon_e7[i] = site->lon_e7;
    lat_e7[i] = site->lat_e7;
  }
  for (int i = 0; i < DRAY_DEMO_N_CLASSES; i++) {
    if (!dray_road_matrix_of_points (day->region, &dray_demo_classes[i].profile, DRAY_ROAD_ANY_TIME, lon_e7, lat_e7, (int) n, 2,
                                     &day->profiles[i].duration_s, &day->profiles[i].distance_m, self->cancellable, error))
      return FALSE;
  }
  return TRUE;
}

static char *
write_stops (DrayDemo             *self,
             const DrayDraftRoute *route)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_array (builder);
  for (int i = 0; i < route->n_stops; i++) {
    const DrayDraftStop *stop = &route->stops[i];
    const DrayDemoTask *task = &g_array_index (self->tasks, DrayDemoTask, stop->task);
    const DrayDemoSite *site = &g_array_index (self->sites, DrayDemoSite, task->site);
    DrayId id = dray_demo_make_id (self);
    g_autofree char *stop_text = dray_id_dup_text (&id), *task_text = dray_id_dup_text (&task->id), *site_text = dray_id_dup_text (&site->id);

    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "stop");
    json_builder_add_string_value (builder, stop_text);
    json_builder_set_member_name (builder, "task");
    json_builder_add_string_value (builder, task_text);
    json_builder_set_member_name (builder, "site");
    json_builder_add_string_value (builder, site_text);
    json_builder_set_member_name (builder, "planned_us");
    json_builder_add_int_value (builder, stop->arrive_us);
    json_builder_set_member_name (builder, "planned_leave_us");
    json_builder_add_int_value (builder, stop->leave_us);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  return json_to_string (node, FALSE);
}

static gboolean
release (DrayDemo             *self,
         const Day            *day,
         const DrayDraftRoute *route,
         GError              **error)
{
  const DrayDemoTruck *truck = &g_array_index (self->trucks, DrayDemoTruck, g_array_index (day->truck_of, int, route->truck));
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (self->store), "route.release");
  DrayId id = dray_demo_make_id (self);
  g_autofree char *stops = write_stops (self, route);

  dray_intent_set_id (intent, "route", &id);
  dray_intent_set_id (intent, "truck", &truck->id);
  dray_intent_set_id (intent, "driver", &truck->driver);
  dray_intent_set_id (intent, "depot", &g_array_index (self->sites, DrayDemoSite, truck->depot).id);
  dray_intent_set_integer (intent, "day", DRAY_DEMO_DAY_US / DRAY_US_PER_S / DRAY_S_PER_DAY);
  dray_intent_set_integer (intent, "start_us", route->start_us);
  dray_intent_set_integer (intent, "end_us", route->end_us);
  dray_intent_set_integer (intent, "distance_m", route->distance_m);
  dray_intent_set_integer (intent, "drive_s", route->drive_s);
  dray_intent_set_integer (intent, "cost_minor", route->cost_minor);
  dray_intent_set_text (intent, "stops", stops);
  return dray_demo_push (self, intent, error);
}

static gboolean
solve (DrayDemo *self,
       Day      *day,
       GError  **error)
{
  DrayPlannerRequest request = {
    .start_us = DRAY_DEMO_DAY_US, .n_places = (int) day->places->len, .n_profiles = DRAY_DEMO_N_CLASSES, .profiles = day->profiles,
    .n_tasks = (int) day->tasks->len, .tasks = (const DrayPlannerTask *) (gpointer) day->tasks->data,
    .n_trucks = (int) day->trucks->len, .trucks = (const DrayPlannerTruck *) (gpointer) day->trucks->data,
  };
  DrayPlannerOptions options = { .seed = self->options->seed, .iterations = ITERATIONS, .threads = 1, .cancellable = self->cancellable };
  g_autoptr (DrayDraft) draft = dray_planner_solve (&request, &options, error);

  for (int i = 0; draft != NULL && i < draft->n_routes; i++) {
    int truck = g_array_index (day->truck_of, int, draft->routes[i].truck);

    if (!release (self, day, &draft->routes[i], error) || !dray_demo_put_story_fence (self, day->region, truck, &draft->routes[i], error))
      return FALSE;
  }
  return draft != NULL;
}

static void
day_clear (Day *day)
{
  for (int i = 0; i < DRAY_DEMO_N_CLASSES; i++) {
    g_clear_pointer (&day->profiles[i].duration_s, dray_matrix_unref);
    g_clear_pointer (&day->profiles[i].distance_m, dray_matrix_unref);
  }
  g_clear_pointer (&day->region, dray_region_unref);
  g_array_unref (day->places);
  g_hash_table_unref (day->place_of);
  g_array_unref (day->tasks);
  g_array_unref (day->trucks);
  g_array_unref (day->truck_of);
}

gboolean
dray_demo_plan_day (DrayDemo *self,
                    GError  **error)
{
  Day day = {
    .region = dray_region_open (self->region_path, error),
    .places = g_array_new (FALSE, FALSE, sizeof (int)),
    .place_of = g_hash_table_new (NULL, NULL),
    .tasks = g_array_new (FALSE, FALSE, sizeof (DrayPlannerTask)),
    .trucks = g_array_new (FALSE, FALSE, sizeof (DrayPlannerTruck)),
    .truck_of = g_array_new (FALSE, FALSE, sizeof (int)),
  };
  gboolean done = day.region != NULL;

  gather_tasks (self, &day);
  gather_trucks (self, &day);
  done = done && make_matrices (self, &day, error) && dray_demo_tell (self, "planning the day", 0.8, error) && solve (self, &day, error);
  day_clear (&day);
  return done;
}
