/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-past-private.h"
#include "dray-order.h"
#include "dray-rating.h"
#include "dray-shift.h"
#include "dray-task.h"
#include "dray-units.h"

/* A round as its records: what was ordered and released the evening before, and what the fixes made known of it, step by step. */

#define EVENING_US (8 * DRAY_S_PER_HOUR * DRAY_US_PER_S)
#define SHIFT_US (9 * DRAY_S_PER_HOUR * DRAY_US_PER_S)
/* Somebody is called when a truck is so late. */
#define LATE_US (20 * DRAY_S_PER_MINUTE * DRAY_US_PER_S)

static const DrayDemoTruck *
get_truck (DrayDemoPast *self,
           guint         truck)
{
  return &g_array_index (self->demo->trucks, DrayDemoTruck, truck);
}

static const DrayDemoSite *
get_site (DrayDemoPast *self,
          int           site)
{
  return &g_array_index (self->demo->sites, DrayDemoSite, site);
}

static void
set_day (JsonObject *values,
         gint64      day_us)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (day_us / DRAY_US_PER_S);
  g_autofree char *date = g_date_time_format (day, "%F");

  json_object_set_string_member (values, "day", date);
}

static gboolean
put_order (DrayDemoPast        *self,
           guint                truck,
           const DrayPastStop  *stop,
           GError             **error)
{
  JsonObject *values = json_object_new ();
  g_autofree char *reference = g_strdup_printf ("P%05d", ++self->number);

  json_object_set_string_member (values, "reference", reference);
  dray_demo_set_id (values, "party", &get_site (self, stop->site)->party);
  dray_demo_set_id (values, "depot", &get_site (self, get_truck (self, truck)->depot)->id);
  set_day (values, self->day_us);
  json_object_set_int_member (values, "charge_minor", stop->charge_minor);
  json_object_set_string_member (values, "currency", "EUR");
  json_object_set_int_member (values, "requested_us", self->day_us - EVENING_US - dray_demo_past_draw (self, 1, 40) * DRAY_S_PER_HOUR * DRAY_US_PER_S);
  return dray_demo_past_put (self, &dray_order_table, &stop->order, values, error);
}

static gboolean
put_task (DrayDemoPast        *self,
          const DrayPastStop  *stop,
          GError             **error)
{
  JsonObject *values = json_object_new ();

  dray_demo_set_id (values, "order_id", &stop->order);
  json_object_set_string_member (values, "kind", "delivery");
  dray_demo_set_id (values, "site", &get_site (self, stop->site)->id);
  json_object_set_int_member (values, "window_open_us", stop->open_us);
  json_object_set_int_member (values, "window_close_us", stop->close_us);
  json_object_set_int_member (values, "service_s", stop->service_s);
  json_object_set_int_member (values, "load_kg", stop->load_kg);
  json_object_set_int_member (values, "pallets", stop->pallets);
  json_object_set_int_member (values, "volume_l", stop->pallets * 1400);
  return dray_demo_past_put (self, &dray_task_table, &stop->task, values, error);
}

static gboolean
put_shift (DrayDemoPast  *self,
           guint          truck,
           GError       **error)
{
  const DrayPastRound *round = &self->rounds[truck];
  DrayId id = dray_demo_make_id (self->demo);
  JsonObject *values = json_object_new ();

  dray_demo_set_id (values, "driver", &get_truck (self, truck)->driver);
  dray_demo_set_id (values, "truck", &get_truck (self, truck)->id);
  dray_demo_set_id (values, "depot", &get_site (self, get_truck (self, truck)->depot)->id);
  set_day (values, self->day_us);
  json_object_set_string_member (values, "kind", "shift");
  json_object_set_int_member (values, "start_us", round->planned_us);
  json_object_set_int_member (values, "end_us", round->planned_us + SHIFT_US);
  return dray_demo_past_put (self, &dray_shift_table, &id, values, error);
}

gboolean
dray_demo_past_put_orders (DrayDemoPast  *self,
                           guint          truck,
                           GError       **error)
{
  const GArray *stops = self->rounds[truck].stops;

  for (guint i = 0; i < stops->len; i++) {
    if (!put_order (self, truck, &g_array_index (stops, DrayPastStop, i), error))
      return FALSE;
  }
  for (guint i = 0; i < stops->len; i++) {
    if (!put_task (self, &g_array_index (stops, DrayPastStop, i), error))
      return FALSE;
  }
  return put_shift (self, truck, error);
}

static char *
write_stops (DrayDemoPast        *self,
             const DrayPastRound *round)
{
  JsonArray *array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), array);

  json_array_unref (array);
  for (guint i = 0; i < round->stops->len; i++) {
    const DrayPastStop *stop = &g_array_index (round->stops, DrayPastStop, i);
    JsonObject *object = json_object_new ();

    dray_demo_set_id (object, "stop", &stop->stop);
    dray_demo_set_id (object, "task", &stop->task);
    dray_demo_set_id (object, "site", &get_site (self, stop->site)->id);
    json_object_set_int_member (object, "planned_us", stop->planned_us);
    json_object_set_int_member (object, "planned_leave_us", stop->leave_us);
    json_array_add_object_element (array, object);
  }
  return json_to_string (node, FALSE);
}

static gboolean
release (DrayDemoPast  *self,
         guint          truck,
         GError       **error)
{
  const DrayPastRound *round = &self->rounds[truck];
  const DrayPastStop *last = &g_array_index (round->stops, DrayPastStop, round->stops->len - 1);
  double length_m = dray_live_route_get_length_m (round->route), driving_s = dray_live_route_get_driving_s (round->route, length_m);
  double home_s = driving_s - dray_live_route_get_driving_s (round->route, round->route->stops[round->stops->len - 1].along_m);
  DrayIntent *intent = dray_demo_past_intent (self, "route.release", self->day_us - EVENING_US);
  g_autofree char *stops = write_stops (self, round);

  dray_intent_set_id (intent, "route", &round->id);
  dray_intent_set_id (intent, "truck", &get_truck (self, truck)->id);
  dray_intent_set_id (intent, "driver", &get_truck (self, truck)->driver);
  dray_intent_set_id (intent, "depot", &get_site (self, get_truck (self, truck)->depot)->id);
  dray_intent_set_integer (intent, "day", self->day_us / DRAY_US_PER_S / DRAY_S_PER_DAY);
  dray_intent_set_integer (intent, "start_us", round->planned_us);
  dray_intent_set_integer (intent, "end_us", last->leave_us + (gint64) home_s * DRAY_US_PER_S);
  dray_intent_set_integer (intent, "distance_m", (gint64) length_m);
  dray_intent_set_integer (intent, "drive_s", (gint64) driving_s);
  dray_intent_set_text (intent, "stops", stops);
  return dray_demo_push (self->demo, intent, error);
}

static gboolean
push_fact (DrayDemoPast  *self,
           const char    *operation,
           const char    *what,
           const DrayId  *id,
           gint64         at_us,
           GError       **error)
{
  DrayIntent *intent = dray_demo_past_intent (self, operation, at_us);

  dray_intent_set_id (intent, what, id);
  dray_intent_set_integer (intent, "at_us", at_us);
  return dray_demo_push (self->demo, intent, error);
}

static gboolean
arrive (DrayDemoPast        *self,
        const DrayPastStop  *stop,
        gint64               leg_m,
        GError             **error)
{
  DrayIntent *intent = dray_demo_past_intent (self, "stop.arrive", stop->arrived_us);

  dray_intent_set_id (intent, "stop", &stop->stop);
  dray_intent_set_integer (intent, "at_us", stop->arrived_us);
  dray_intent_set_integer (intent, "leg_m", leg_m);
  if (stop->eta_hour_us != DRAY_NEVER)
    dray_intent_set_integer (intent, "eta_hour_us", stop->eta_hour_us);
  if (stop->eta_leg_us != DRAY_NEVER)
    dray_intent_set_integer (intent, "eta_leg_us", stop->eta_leg_us);
  return dray_demo_push (self->demo, intent, error);
}

/* One in a hundred is refused or finds nobody, another one is short. */
static gboolean
settle (DrayDemoPast        *self,
        const DrayPastStop  *stop,
        GError             **error)
{
  int at = dray_demo_past_draw (self, 0, 199);
  const char *outcome = at == 0 ? "refused" : at == 1 ? "not-there" : at < 4 ? "partial" : "done";
  DrayIntent *intent = dray_demo_past_intent (self, "task.settle", stop->departed_us);

  dray_intent_set_id (intent, "task", &stop->task);
  dray_intent_set_text (intent, "outcome", outcome);
  dray_intent_set_integer (intent, "at_us", stop->departed_us);
  if (at < 2) {
    dray_intent_set_text (intent, "disposition", "back-to-depot");
    dray_intent_set_text (intent, "reason", at == 0 ? "The goods were not wanted" : "The place was shut");
  }
  return dray_demo_push (self->demo, intent, error);
}

/* One proof in fifty is made in the wrong place. */
static gboolean
prove (DrayDemoPast        *self,
       const DrayPastStop  *stop,
       GError             **error)
{
  DrayIntent *intent = dray_demo_past_intent (self, "stop.prove", stop->departed_us);

  dray_intent_set_id (intent, "stop", &stop->stop);
  dray_intent_set_integer (intent, "at_us", stop->departed_us);
  dray_intent_set_integer (intent, "proof_m", dray_demo_past_draw (self, 0, 49) == 0 ? dray_demo_past_draw (self, 250, 900) : dray_demo_past_draw (self, 3, 90));
  return dray_demo_push (self->demo, intent, error);
}

/* A fifth of the customers say what they thought; a late one thinks less of it. */
static gboolean
rate (DrayDemoPast        *self,
      guint                truck,
      const DrayPastStop  *stop,
      GError             **error)
{
  gboolean late = stop->arrived_us > stop->close_us;
  DrayId id = dray_demo_make_id (self->demo);
  JsonObject *values;

  if (dray_demo_past_draw (self, 0, 4) != 0)
    return TRUE;
  values = json_object_new ();
  dray_demo_set_id (values, "driver", &get_truck (self, truck)->driver);
  dray_demo_set_id (values, "order", &stop->order);
  json_object_set_int_member (values, "at_us", stop->departed_us + dray_demo_past_draw (self, 20, 300) * DRAY_S_PER_MINUTE * DRAY_US_PER_S);
  json_object_set_int_member (values, "stars", late ? dray_demo_past_draw (self, 1, 4) : dray_demo_past_draw (self, 4, 5));
  return dray_demo_past_put (self, &dray_rating_table, &id, values, error);
}

static gboolean
push_alarm (DrayDemoPast  *self,
            const char    *operation,
            const DrayId  *alarm,
            gint64         at_us,
            const char    *argument,
            const char    *text,
            GError       **error)
{
  DrayIntent *intent = dray_demo_past_intent (self, operation, at_us);

  dray_intent_set_id (intent, "alarm", alarm);
  if (argument != NULL)
    dray_intent_set_text (intent, argument, text);
  return dray_demo_push (self->demo, intent, error);
}

/* The first stop of a round that is very late rings, and somebody answers within minutes. */
static gboolean
ring (DrayDemoPast        *self,
      guint                truck,
      const DrayPastStop  *stop,
      GError             **error)
{
  gint64 raised_us = stop->close_us + LATE_US, taken_us = raised_us + dray_demo_past_draw (self, 30, 480) * DRAY_US_PER_S;
  gint64 known_us = taken_us + dray_demo_past_draw (self, 10, 240) * DRAY_US_PER_S;
  DrayIntent *intent = dray_demo_past_intent (self, "alarm.raise", raised_us);
  DrayId id = dray_demo_make_id (self->demo);
  g_autofree char *text = g_strdup_printf ("Truck %u is late", truck + 1);

  dray_intent_set_id (intent, "alarm", &id);
  dray_intent_set_id (intent, "truck", &get_truck (self, truck)->id);
  dray_intent_set_id (intent, "depot", &get_site (self, get_truck (self, truck)->depot)->id);
  dray_intent_set_text (intent, "kind", "late");
  dray_intent_set_integer (intent, "priority", 2);
  dray_intent_set_text (intent, "text", text);
  dray_intent_set_integer (intent, "at_us", raised_us);
  return dray_demo_push (self->demo, intent, error) && push_alarm (self, "alarm.take", &id, taken_us, "owner", "Dispatch", error)
         && push_alarm (self, "alarm.acknowledge", &id, known_us, NULL, NULL, error)
         && push_alarm (self, "alarm.close", &id, MAX (known_us, stop->arrived_us), "outcome", "The customer was told", error);
}

static gboolean
visit (DrayDemoPast        *self,
       guint                truck,
       const DrayPastStop  *stop,
       gint64               leg_m,
       GError             **error)
{
  gint64 started_us = MIN (stop->arrived_us + dray_demo_past_draw (self, 60, 240) * DRAY_US_PER_S, stop->departed_us);

  return arrive (self, stop, leg_m, error) && push_fact (self, "stop.start", "stop", &stop->stop, started_us, error)
         && settle (self, stop, error) && prove (self, stop, error) && push_fact (self, "stop.depart", "stop", &stop->stop, stop->departed_us, error)
         && rate (self, truck, stop, error);
}

/* Every fifth truck has no ignition signal. One leaves its engine on where the others switch it off. */
static gboolean
come_back (DrayDemoPast  *self,
           guint          truck,
           gint64         standing_s,
           GError       **error)
{
  const DrayPastRound *round = &self->rounds[truck];
  DrayIntent *intent = dray_demo_past_intent (self, "route.finish", round->back_us);
  int percent = truck + 1 == DRAY_DEMO_IDLING_TRUCK ? dray_demo_past_draw (self, 60, 80) : dray_demo_past_draw (self, 5, 15);

  dray_intent_set_id (intent, "route", &round->id);
  dray_intent_set_integer (intent, "at_us", round->back_us);
  dray_intent_set_integer (intent, "driven_m", (gint64) dray_live_route_get_length_m (round->route));
  if ((truck + 1) % 5 != 0)
    dray_intent_set_integer (intent, "idle_s", standing_s * percent / 100);
  return dray_demo_push (self->demo, intent, error);
}

gboolean
dray_demo_past_put_facts (DrayDemoPast  *self,
                          guint          truck,
                          GError       **error)
{
  const DrayPastRound *round = &self->rounds[truck];
  gint64 standing_s = 0;
  double along_m = 0.0;
  gboolean rang = FALSE;

  if (!release (self, truck, error))
    return FALSE;
  if (round->left_us != DRAY_NEVER && !push_fact (self, "route.start", "route", &round->id, round->left_us, error))
    return FALSE;
  for (guint i = 0; i < round->stops->len; i++) {
    const DrayPastStop *stop = &g_array_index (round->stops, DrayPastStop, i);

    if (stop->arrived_us == DRAY_NEVER || stop->departed_us == DRAY_NEVER)
      continue;
    if (!visit (self, truck, stop, (gint64) (round->route->stops[i].along_m - along_m), error))
      return FALSE;
    along_m = round->route->stops[i].along_m;
    standing_s += (stop->departed_us - stop->arrived_us) / DRAY_US_PER_S;
    if (!rang && stop->arrived_us > stop->close_us + LATE_US && !ring (self, truck, stop, error))
      return FALSE;
    rang = rang || stop->arrived_us > stop->close_us + LATE_US;
  }
  return round->back_us == DRAY_NEVER || come_back (self, truck, standing_s, error);
}
