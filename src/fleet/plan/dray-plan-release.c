/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-release.h"
#include "dray-units.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* A draft's route on its way to a driver. A route that was released before is released again whole: the stops behind the truck, and the one
 * it stands at, are in it as they were; those ahead are stops of this release, with ids of their own. */

static void
set_id (JsonObject   *object,
        const char   *member,
        const DrayId *id)
{
  char text[DRAY_ID_TEXT_LENGTH + 1];

  dray_id_write (id, text);
  json_object_set_string_member (object, member, text);
}

static void
add_stop (JsonArray    *stops,
          const DrayId *stop,
          const DrayId *task,
          const DrayId *site,
          gint64        planned_us,
          gint64        leave_us)
{
  JsonObject *object = json_object_new ();

  set_id (object, "stop", stop);
  set_id (object, "task", task);
  set_id (object, "site", site);
  json_object_set_int_member (object, "planned_us", planned_us);
  json_object_set_int_member (object, "planned_leave_us", leave_us);
  json_array_add_object_element (stops, object);
}

/* An id for something that this release makes: the same for the same release, and another for the next. */
static DrayId
derive (const char   *kind,
        const DrayId *of,
        gint64        now_us)
{
  guint8 name[sizeof of->bytes + sizeof now_us];
  gint64 little = GINT64_TO_LE (now_us);

  memcpy (name, of->bytes, sizeof of->bytes);
  memcpy (name + sizeof of->bytes, &little, sizeof little);
  return dray_id_derive (kind, name, sizeof name);
}

static void
add_route_stop (const DrayPlanDraft *self,
                const DrayDraftStop *stop,
                gint64               now_us,
                JsonArray           *stops)
{
  const DrayPlannerTask *task = &self->day->request.tasks[stop->task];
  const DrayPlanTaskFacts *facts = dray_plan_day_get_task (self->day, stop->task);
  DrayId id = facts->arrived ? facts->stop : derive ("stop", &task->id, now_us);

  add_stop (stops, &id, &task->id, &facts->site, stop->arrive_us, stop->leave_us);
}

static char *
write_stops (const DrayPlanDraft  *self,
             int                   truck,
             const DrayDraftRoute *route,
             gint64                now_us)
{
  const DrayPlanTruckFacts *facts = dray_plan_day_get_truck (self->day, truck);
  JsonArray *stops = json_array_new ();
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), stops);

  for (guint i = 0; facts->done != NULL && i < facts->done->len; i++) {
    const DrayPlanDoneStop *done = &g_array_index (facts->done, DrayPlanDoneStop, i);

    add_stop (stops, &done->stop, &done->task, &done->site, done->planned_us, done->leave_us);
  }
  for (int i = 0; route != NULL && i < route->n_stops; i++)
    if (!route->stops[i].loads)
      add_route_stop (self, &route->stops[i], now_us, stops);
  json_array_unref (stops);
  return json_to_string (node, FALSE);
}

/**
 * dray_plan_draft_make_release:
 * @now_us: the workspace's clock: names what is new
 *
 * The operation that hands a truck's route to its driver: route.release.
 *
 * Returns: (transfer full) (nullable): %NULL where the truck has no route and had none
 */
DrayIntent *
dray_plan_draft_make_release (const DrayPlanDraft *self,
                              int                  truck,
                              DraySchema          *schema,
                              gint64               now_us)
{
  const DrayPlannerTruck *at = &self->day->request.trucks[truck];
  const DrayPlanTruckFacts *facts = dray_plan_day_get_truck (self->day, truck);
  const DrayDraftRoute *route = dray_plan_draft_find_route (self, truck);
  DrayId id = dray_id_is_none (&facts->route) ? derive ("route", &at->truck, now_us) : facts->route;
  gboolean had = !dray_id_is_none (&facts->route);
  g_autofree char *stops = NULL;
  DrayIntent *intent;

  if (route == NULL && !had)
    return NULL;
  stops = write_stops (self, truck, route, now_us);
  intent = dray_intent_new (schema, "route.release");
  dray_intent_set_id (intent, "route", &id);
  dray_intent_set_id (intent, "truck", &at->truck);
  if (!dray_id_is_none (&at->driver))
    dray_intent_set_id (intent, "driver", &at->driver);
  dray_intent_set_id (intent, "depot", &facts->depot);
  dray_intent_set_integer (intent, "day", self->day->day);
  /* A truck that is out left when it left. */
  dray_intent_set_integer (intent, "start_us", route == NULL || (had && self->day->request.live[truck].under_way) ? facts->start_us : route->start_us);
  dray_intent_set_integer (intent, "end_us", route != NULL ? route->end_us : MAX (now_us, facts->start_us + DRAY_US_PER_S));
  dray_intent_set_integer (intent, "distance_m", route != NULL ? route->distance_m : 0);
  dray_intent_set_integer (intent, "drive_s", route != NULL ? route->drive_s : 0);
  dray_intent_set_integer (intent, "cost_minor", route != NULL ? route->cost_minor : 0);
  if (self->day->region != NULL)
    dray_intent_set_text (intent, "region", self->day->region);
  dray_intent_set_text (intent, "stops", stops);
  return intent;
}
