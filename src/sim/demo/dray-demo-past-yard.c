/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-past-private.h"
#include "dray-fuel.h"
#include "dray-incident.h"
#include "dray-meter-reading.h"
#include "dray-units.h"
#include "dray-work-order.h"

/* What happens at the yard: meters are read in the evening, tanks are filled, things break and are mended. */

#define FILL_AFTER_M 180000
#define CENT_PER_L 162

/* Millilitres a kilometre, by class of truck. */
static const int burn_ml_km[DRAY_DEMO_N_CLASSES] = { 175, 215, 265, 315 };

static const DrayDemoTruck *
get_truck (DrayDemoPast *self,
           guint         truck)
{
  return &g_array_index (self->demo->trucks, DrayDemoTruck, truck);
}

static JsonObject *
new_values (DrayDemoPast *self,
            guint         truck)
{
  JsonObject *values = json_object_new ();

  dray_demo_set_id (values, "truck", &get_truck (self, truck)->id);
  dray_demo_set_id (values, "depot", &g_array_index (self->demo->sites, DrayDemoSite, get_truck (self, truck)->depot).id);
  return values;
}

/* From one truck's tank somebody drains fuel before every third fill. */
static gint64
draw_volume_ml (DrayDemoPast *self,
                guint         truck)
{
  DrayPastTruck *state = &self->trucks[truck];
  gint64 burnt_ml = state->since_fill_m * burn_ml_km[get_truck (self, truck)->truck_class] / 1000;
  gint64 volume_ml = burnt_ml * dray_demo_past_draw (self, 970, 1030) / 1000;

  if (truck + 1 == DRAY_DEMO_THEFT_TRUCK && state->n_fills % 3 == 2)
    volume_ml += DRAY_DEMO_THEFT_ML;
  return MAX (volume_ml, 1000);
}

static gboolean
fill (DrayDemoPast  *self,
      guint          truck,
      gint64         at_us,
      GError       **error)
{
  DrayPastTruck *state = &self->trucks[truck];
  gint64 volume_ml = draw_volume_ml (self, truck);
  DrayId id = dray_demo_make_id (self->demo);
  JsonObject *values = new_values (self, truck);

  json_object_set_int_member (values, "at_us", at_us);
  json_object_set_int_member (values, "volume_ml", volume_ml);
  json_object_set_boolean_member (values, "full", TRUE);
  json_object_set_int_member (values, "amount_minor", volume_ml * CENT_PER_L / 1000);
  json_object_set_int_member (values, "odometer_m", state->odometer_m);
  json_object_set_string_member (values, "place", "Yard");
  state->since_fill_m = 0;
  state->n_fills++;
  return dray_demo_past_put (self, &dray_fuel_table, &id, values, error);
}

static gboolean
read_meters (DrayDemoPast  *self,
             guint          truck,
             gint64         at_us,
             GError       **error)
{
  DrayId id = dray_demo_make_id (self->demo);
  JsonObject *values = new_values (self, truck);

  json_object_set_int_member (values, "at_us", at_us);
  json_object_set_int_member (values, "odometer_m", self->trucks[truck].odometer_m);
  json_object_set_int_member (values, "engine_s", self->trucks[truck].engine_s);
  return dray_demo_past_put (self, &dray_meter_reading_table, &id, values, error);
}

/**
 * dray_demo_past_put_yard:
 *
 * A truck that is not back by the evening is seen to the day after.
 */
gboolean
dray_demo_past_put_yard (DrayDemoPast  *self,
                         guint          truck,
                         GError       **error)
{
  const DrayPastRound *round = &self->rounds[truck];
  DrayPastTruck *state = &self->trucks[truck];
  gint64 length_m = (gint64) dray_live_route_get_length_m (round->route);

  state->odometer_m += length_m;
  state->since_fill_m += length_m;
  if (round->back_us == DRAY_NEVER)
    return TRUE;
  state->engine_s += (round->back_us - round->left_us) / DRAY_US_PER_S * 3 / 4;
  if ((state->n_fills == 0 || state->since_fill_m > FILL_AFTER_M) && !fill (self, truck, round->back_us + 600 * DRAY_US_PER_S, error))
    return FALSE;
  return read_meters (self, truck, round->back_us + 900 * DRAY_US_PER_S, error);
}

static gboolean
put_work (DrayDemoPast  *self,
          guint          truck,
          int            days_ago,
          const char    *title,
          const char    *status,
          int            cost_minor,
          GError       **error)
{
  gint64 from_us = DRAY_DEMO_DAY_US + (15 - days_ago * 24) * DRAY_S_PER_HOUR * DRAY_US_PER_S;
  DrayId id = dray_demo_make_id (self->demo);
  JsonObject *values = new_values (self, truck);

  json_object_set_string_member (values, "title", title);
  json_object_set_string_member (values, "status", status);
  json_object_set_int_member (values, "from_us", from_us);
  json_object_set_int_member (values, "until_us", from_us + dray_demo_past_draw (self, 1, 3) * DRAY_S_PER_HOUR * DRAY_US_PER_S);
  if (cost_minor > 0)
    json_object_set_int_member (values, "cost_minor", cost_minor);
  return dray_demo_past_put (self, &dray_work_order_table, &id, values, error);
}

/* A part that fails sooner each time: whoever looks sees the next one coming. */
static gboolean
put_failures (DrayDemoPast  *self,
              GError       **error)
{
  static const int days_ago[DRAY_DEMO_N_FAILURES] = { 28, 17, 9, 3 };

  for (int i = 0; i < DRAY_DEMO_N_FAILURES; i++) {
    if (days_ago[i] <= self->demo->options->n_days && self->demo->trucks->len >= DRAY_DEMO_FAILING_TRUCK
        && !put_work (self, DRAY_DEMO_FAILING_TRUCK - 1, days_ago[i], DRAY_DEMO_FAILING_PART, "done", dray_demo_past_draw (self, 31000, 36000), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put_incident (DrayDemoPast  *self,
              guint          truck,
              int            days_ago,
              GError       **error)
{
  static const char *const kinds[] = { "damage", "near-miss", "fine", "near-miss", "other" };
  static const char *const titles[] = { "Mirror broken at a gate", "Braked hard for a cyclist", "Fined for parking", "Load shifted in a bend", "Tail-lift stuck" };
  int kind = dray_demo_past_draw (self, 0, G_N_ELEMENTS (kinds) - 1);
  DrayId id = dray_demo_make_id (self->demo);
  JsonObject *values = new_values (self, truck);

  if (!dray_id_is_none (&get_truck (self, truck)->driver))
    dray_demo_set_id (values, "driver", &get_truck (self, truck)->driver);
  json_object_set_string_member (values, "title", titles[kind]);
  json_object_set_string_member (values, "kind", kinds[kind]);
  json_object_set_string_member (values, "status", "closed");
  json_object_set_int_member (values, "at_us", DRAY_DEMO_DAY_US + (9 - days_ago * 24) * DRAY_S_PER_HOUR * DRAY_US_PER_S);
  if (kind == 0 || kind == 2)
    json_object_set_int_member (values, "cost_minor", dray_demo_past_draw (self, 4000, 60000));
  return dray_demo_past_put (self, &dray_incident_table, &id, values, error);
}

/**
 * dray_demo_past_put_workshop:
 *
 * Half of the trucks were serviced, a few are booked for the days to come, and every few days something went wrong on the road.
 */
gboolean
dray_demo_past_put_workshop (DrayDemoPast  *self,
                             GError       **error)
{
  int n_days = self->demo->options->n_days, n_trucks = (int) self->demo->trucks->len;

  self->day_us = DRAY_DEMO_DAY_US;
  if (n_days == 0)
    return TRUE;
  for (int i = 0; i < n_trucks; i++) {
    if (dray_demo_past_draw (self, 0, 1) == 0 && !put_work (self, (guint) i, dray_demo_past_draw (self, 1, n_days), "Service", "done", dray_demo_past_draw (self, 18000, 45000), error))
      return FALSE;
    if (i % 20 == 10 && !put_work (self, (guint) i, -dray_demo_past_draw (self, 1, 6), "Inspection", "booked", 0, error))
      return FALSE;
  }
  for (int day = n_days; day > 0; day -= 3) {
    if (!put_incident (self, (guint) dray_demo_past_draw (self, 0, n_trucks - 1), day, error))
      return FALSE;
  }
  return put_failures (self, error);
}
