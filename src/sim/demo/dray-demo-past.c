/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-past-private.h"
#include "dray-units.h"

/* The way of the records of the days before: rounds are kept while they are driven, and written when the day is over. */

/* At most so many rows a record.import: its JSON has a limit of bytes. */
#define ROWS_AT_ONCE 64

/* What is shown is looked at this often, and kept this long. */
#define LOOK_US (5 * DRAY_S_PER_MINUTE * DRAY_US_PER_S)
#define AHEAD_US (DRAY_S_PER_HOUR * DRAY_US_PER_S)

/* Of the fixes of a truck that moves the tracker needs to see a few; of one that stands, all: they tell when it came and left. */
#define MOVING_CMS 400
#define MOVING_SHARE 3

static void
shown_clear (gpointer shown)
{
  dray_stop_times_unref (((DrayPastShown *) shown)->times);
}

static void
round_clear (DrayPastRound *round)
{
  g_clear_pointer (&round->route, dray_live_route_unref);
  g_array_set_size (round->stops, 0);
  g_array_set_size (round->shown, 0);
  round->id = DRAY_ID_NONE;
  round->left_us = round->back_us = DRAY_NEVER;
}

/**
 * dray_demo_past_new:
 * @demo: outlives it
 * @slow_site: the slow dock, which is promised too early besides
 */
DrayDemoPast *
dray_demo_past_new (DrayDemo *demo,
                    int       slow_site)
{
  DrayDemoPast *self = g_new0 (DrayDemoPast, 1);
  guint n = demo->trucks->len;

  self->demo = demo;
  self->slow_site = slow_site;
  self->rounds = g_new0 (DrayPastRound, n + 1);
  self->trucks = g_new0 (DrayPastTruck, n + 1);
  self->looked_us = g_new0 (gint64, n + 1);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  dray_random_init (&self->random, demo->options->seed ^ 0x70617374);
  for (guint i = 0; i < n; i++) {
    self->rounds[i].stops = g_array_new (FALSE, FALSE, sizeof (DrayPastStop));
    self->rounds[i].shown = g_array_new (FALSE, FALSE, sizeof (DrayPastShown));
    g_array_set_clear_func (self->rounds[i].shown, shown_clear);
    self->trucks[i].odometer_m = 40000000 + (gint64) dray_random_below (&self->random, 400000) * 1000;
    self->trucks[i].engine_s = self->trucks[i].odometer_m / 12;
  }
  return self;
}

void
dray_demo_past_free (DrayDemoPast *self)
{
  for (guint i = 0; i < self->demo->trucks->len; i++) {
    round_clear (&self->rounds[i]);
    g_array_unref (self->rounds[i].stops);
    g_array_unref (self->rounds[i].shown);
  }
  g_clear_pointer (&self->tracker, dray_route_tracker_free);
  g_ptr_array_unref (self->rows);
  g_free (self->rounds);
  g_free (self->trucks);
  g_free (self->looked_us);
  g_free (self);
}

/* Returns: a whole number from @from to @to, both included */
int
dray_demo_past_draw (DrayDemoPast *self,
                     int           from,
                     int           to)
{
  return from + (int) dray_random_below (&self->random, (guint32) (to - from + 1));
}

/* What has been put so far goes into the store, whole or not at all. */
gboolean
dray_demo_past_flush (DrayDemoPast  *self,
                      GError       **error)
{
  DrayIntent *intent;
  JsonArray *rows;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (self->rows->len == 0)
    return TRUE;
  rows = json_array_sized_new (self->rows->len);
  for (guint i = 0; i < self->rows->len; i++)
    json_array_add_element (rows, json_node_ref (self->rows->pdata[i]));
  node = json_node_init_array (json_node_alloc (), rows);
  json_array_unref (rows);
  text = json_to_string (node, FALSE);
  g_ptr_array_set_size (self->rows, 0);
  intent = dray_demo_past_intent (self, "record.import", self->day_us);
  dray_intent_set_text (intent, "table", self->table->name);
  dray_intent_set_text (intent, "rows", text);
  return dray_demo_push (self->demo, intent, error);
}

/* @values: (transfer full) */
gboolean
dray_demo_past_put (DrayDemoPast     *self,
                    const DrayTable  *table,
                    const DrayId     *id,
                    JsonObject       *values,
                    GError          **error)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), values);

  dray_demo_set_id (values, "id", id);
  json_object_unref (values);
  if ((table != self->table || self->rows->len >= ROWS_AT_ONCE) && !dray_demo_past_flush (self, error)) {
    json_node_unref (node);
    return FALSE;
  }
  self->table = table;
  g_ptr_array_add (self->rows, node);
  return TRUE;
}

DrayIntent *
dray_demo_past_intent (DrayDemoPast *self,
                       const char   *operation,
                       gint64        at_us)
{
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (self->demo->store), operation);

  dray_intent_set_at_us (intent, at_us);
  return intent;
}

static void
note_arrival (DrayPastRound          *round,
              const DrayTrackerEvent *event)
{
  DrayPastStop *stop = &g_array_index (round->stops, DrayPastStop, event->stop);

  stop->arrived_us = event->at_us;
  for (guint i = 0; i < round->shown->len; i++) {
    const DrayPastShown *shown = &g_array_index (round->shown, DrayPastShown, i);

    if (shown->at_us <= event->at_us - AHEAD_US)
      stop->eta_hour_us = shown->times->eta_us[event->stop];
  }
}

static void
on_tracker (const DrayTrackerEvent *event,
            gpointer                data)
{
  DrayDemoPast *self = data;
  DrayPastRound *round = &self->rounds[event->truck];

  switch (event->kind) {
  case DRAY_TRACKER_STARTED:
    round->left_us = event->at_us;
    self->left = event->truck + 1;
    break;
  case DRAY_TRACKER_ARRIVED:
    note_arrival (round, event);
    break;
  case DRAY_TRACKER_DEPARTED:
    g_array_index (round->stops, DrayPastStop, event->stop).departed_us = event->at_us;
    self->left = event->truck + 1;
    break;
  case DRAY_TRACKER_FINISHED:
    round->back_us = event->at_us;
    break;
  case DRAY_TRACKER_OFF_ROUTE:
  case DRAY_TRACKER_BACK_ON_ROUTE:
  default:
    break;
  }
}

void
dray_demo_past_begin_day (DrayDemoPast *self,
                          gint64        day_us)
{
  self->day_us = day_us;
  g_clear_pointer (&self->tracker, dray_route_tracker_free);
  self->tracker = dray_route_tracker_new (self->demo->trucks->len, on_tracker, self);
  for (guint i = 0; i < self->demo->trucks->len; i++) {
    round_clear (&self->rounds[i]);
    self->looked_us[i] = 0;
  }
}

/* Most are promised what the plan gives, by quarters of an hour; the slow dock is promised a quarter of an hour too early. */
static void
promise (DrayDemoPast *self,
         DrayPastStop *stop)
{
  gint64 quarter_us = 900 * DRAY_US_PER_S;

  if (stop->site == self->slow_site) {
    stop->close_us = stop->planned_us - quarter_us;
    stop->open_us = stop->close_us - 4 * quarter_us;
    return;
  }
  stop->open_us = (stop->planned_us - 2 * quarter_us) / quarter_us * quarter_us;
  stop->close_us = stop->open_us + (5 + dray_demo_past_draw (self, 0, 2)) * quarter_us;
}

/**
 * dray_demo_past_add_round:
 * @route: what the truck will drive
 * @sites: (array): the site of each of its stops, as an index among the demo's
 * @planned_us: when it is to leave, whenever it will
 */
void
dray_demo_past_add_round (DrayDemoPast  *self,
                          guint          truck,
                          DrayLiveRoute *route,
                          const int     *sites,
                          gint64         planned_us)
{
  DrayPastRound *round = &self->rounds[truck];
  gint64 service_us = 0;

  round->id = dray_demo_make_id (self->demo);
  round->route = dray_live_route_ref (route);
  round->planned_us = planned_us;
  for (guint i = 0; i < route->n_stops; i++) {
    DrayPastStop stop = {
      .stop = dray_demo_make_id (self->demo), .order = dray_demo_make_id (self->demo), .task = dray_demo_make_id (self->demo), .site = sites[i],
      .pallets = dray_demo_past_draw (self, 1, 3), .service_s = route->stops[i].service_s, .charge_minor = 4500 + 100 * dray_demo_past_draw (self, 0, 159),
      .eta_hour_us = DRAY_NEVER, .eta_leg_us = DRAY_NEVER, .arrived_us = DRAY_NEVER, .departed_us = DRAY_NEVER,
    };

    stop.planned_us = planned_us + service_us + (gint64) dray_live_route_get_driving_s (route, route->stops[i].along_m) * DRAY_US_PER_S;
    service_us += stop.service_s * DRAY_US_PER_S;
    stop.leave_us = stop.planned_us + stop.service_s * DRAY_US_PER_S;
    stop.load_kg = stop.pallets * dray_demo_past_draw (self, 120, 399);
    promise (self, &stop);
    g_array_append_val (round->stops, stop);
  }
  dray_route_tracker_set_route (self->tracker, truck, route, 0);
}

/* What is expected when a truck leaves is what was shown for the next stop. */
static void
keep_leg (DrayDemoPast  *self,
          guint          truck,
          DrayStopTimes *times)
{
  DrayPastRound *round = &self->rounds[truck];

  for (guint i = 0; i < round->stops->len; i++) {
    DrayPastStop *stop = &g_array_index (round->stops, DrayPastStop, i);

    if (stop->arrived_us != DRAY_NEVER)
      continue;
    stop->eta_leg_us = times->eta_us[i];
    return;
  }
}

/**
 * dray_demo_past_take_fix:
 * @fix: its truck is an index among the demo's
 */
void
dray_demo_past_take_fix (DrayDemoPast  *self,
                         const DrayFix *fix)
{
  DrayPastRound *round = &self->rounds[fix->truck];
  gboolean due = fix->at_us - self->looked_us[fix->truck] >= LOOK_US;

  if (round->route == NULL || round->back_us != DRAY_NEVER)
    return;
  if (fix->speed_cms > MOVING_CMS && ++round->n_moving % MOVING_SHARE != 0)
    return;
  self->left = 0;
  dray_route_tracker_take_fix (self->tracker, fix);
  if (!due && self->left == 0)
    return;

  DrayPastShown shown = { fix->at_us, dray_route_tracker_get_times (self->tracker, fix->truck, fix->at_us) };
  if (self->left > 0)
    keep_leg (self, fix->truck, shown.times);
  self->looked_us[fix->truck] = fix->at_us;
  g_array_append_val (round->shown, shown);
}

/**
 * dray_demo_past_end_day:
 *
 * Writes what the day came to: first everything that was known the evening before, then what happened.
 */
gboolean
dray_demo_past_end_day (DrayDemoPast  *self,
                        GError       **error)
{
  guint n = self->demo->trucks->len;

  for (guint i = 0; i < n; i++) {
    if (!dray_id_is_none (&self->rounds[i].id) && !dray_demo_past_put_orders (self, i, error))
      return FALSE;
  }
  if (!dray_demo_past_flush (self, error))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (!dray_id_is_none (&self->rounds[i].id) && !dray_demo_past_put_facts (self, i, error))
      return FALSE;
  }
  for (guint i = 0; i < n; i++) {
    if (!dray_id_is_none (&self->rounds[i].id) && !dray_demo_past_put_yard (self, i, error))
      return FALSE;
  }
  return dray_demo_past_flush (self, error);
}

/**
 * dray_demo_past_finish:
 *
 * Writes what belongs to no day's rounds: the workshop.
 */
gboolean
dray_demo_past_finish (DrayDemoPast  *self,
                       GError       **error)
{
  return dray_demo_past_put_workshop (self, error) && dray_demo_past_flush (self, error) && dray_demo_flush (self->demo, error);
}
