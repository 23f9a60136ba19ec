/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fact-private.h"

#include <glib/gi18n-lib.h>

/* Routes that went out or will, and the days on which trucks and drivers were there for them. */

/* A day in use, the hours from gate to gate, the kilometres driven: whole cents, rounded once. */
#define COST \
  "CASE WHEN r.left_us IS NOT NULL AND r.back_us IS NOT NULL AND r.driven_m IS NOT NULL THEN CAST(round(coalesce(k.day_cost_minor, 0)" \
  " + (coalesce(k.hour_cost_minor, 0) + coalesce(d.hour_cost_minor, 0)) * ((r.back_us - r.left_us) / 3600e6)" \
  " + coalesce(k.km_cost_minor, 0) * (r.driven_m / 1000.0)) AS INTEGER) END"

static const DrayFactField route_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "r.day"),
  DRAY_FACT_ID ("id", N_("Route"), "r.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "r.truck"),
  DRAY_FACT_ID ("driver", N_("Driver"), "r.driver"),
  DRAY_FACT_ID ("depot", N_("Depot"), "r.depot"),
  DRAY_FACT_TEXT ("status", N_("Status"), "r.status"),
  DRAY_FACT_NUMBER ("left_us", N_("Gate out"), "r.left_us"),
  DRAY_FACT_NUMBER ("back_us", N_("Gate in"), "r.back_us"),
  DRAY_FACT_NUMBER ("away_s", N_("Time away"), "CAST(round((r.back_us - r.left_us) / 1e6) AS INTEGER)"),
  DRAY_FACT_NUMBER ("n_stops", N_("Stops reached"), "r.n_stops"),
  DRAY_FACT_NUMBER ("driven_m", N_("Distance driven"), "r.driven_m"),
  DRAY_FACT_NUMBER ("empty_m", N_("Distance driven empty"), "r.empty_m"),
  DRAY_FACT_NUMBER ("carried_kgm", N_("Weight times distance carried"), "r.carried_kgm"),
  DRAY_FACT_NUMBER ("possible_kgm", N_("Weight times distance possible"), "k.payload_kg * r.driven_m"),
  DRAY_FACT_NUMBER ("loaded_kg", N_("Weight taken"), "r.loaded_kg"),
  DRAY_FACT_NUMBER ("payload_kg", N_("Payload"), "k.payload_kg"),
  DRAY_FACT_NUMBER ("loaded_l", N_("Volume taken"), "r.loaded_l"),
  DRAY_FACT_NUMBER ("space_l", N_("Volume of the truck"), "k.volume_l"),
  DRAY_FACT_NUMBER ("baseline_distance_m", N_("Distance of the first release"), "r.baseline_distance_m"),
  DRAY_FACT_NUMBER ("baseline_s", N_("Duration of the first release"), "r.baseline_s"),
  DRAY_FACT_NUMBER ("idle_s", N_("Engine on and standing"), "r.idle_s"),
  DRAY_FACT_NUMBER ("cost_minor", N_("Cost"), COST),
};

/* A route that was recalled before it left never was. */
const DrayFactSource dray_fact_routes = {
  .name = "routes", .label = N_("Routes"), .table = "route", .n_parts = 1,
  .from = { "route r LEFT JOIN truck k ON k.id = r.truck LEFT JOIN driver d ON d.id = r.driver"
            " WHERE r.deleted = 0 AND r.day >= ?1 AND r.day < ?2 AND (r.status IS NOT 'closed' OR r.left_us IS NOT NULL)" },
  .fields = route_fields, .n_fields = G_N_ELEMENTS (route_fields),
};

/* The day's gate hours, as instants by the clock on the wall. */
#define OPENS "(a.day * 86400000000 + s.gate_open_s * 1000000 - ?3)"
#define CLOSES "(a.day * 86400000000 + s.gate_close_s * 1000000 - ?3)"

/* What the workshop took of them. A work order without an end takes the day. */
#define WORKSHOP \
  "coalesce((SELECT sum(min(coalesce(w.until_us, " CLOSES "), " CLOSES ") - max(w.from_us, " OPENS ")) FROM work_order w WHERE w.deleted = 0 AND w.truck = k.id" \
  " AND w.from_us < " CLOSES " AND coalesce(w.until_us, " CLOSES ") > " OPENS " AND w.status IS NOT 'cancelled'), 0)"

static const DrayFactField truck_day_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "a.day"),
  DRAY_FACT_ID ("id", N_("Truck"), "k.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "k.id"),
  DRAY_FACT_ID ("depot", N_("Depot"), "k.depot"),
  DRAY_FACT_NUMBER ("available_s", N_("Time available"), "max(0, s.gate_close_s - s.gate_open_s - " WORKSHOP " / 1000000)"),
};

const DrayFactSource dray_fact_truck_days = {
  .name = "truck-days", .label = N_("Trucks’ days"), .table = "truck", .n_parts = 1,
  .from = { "(SELECT DISTINCT day FROM route WHERE deleted = 0 AND day >= ?1 AND day < ?2) a CROSS JOIN truck k CROSS JOIN site s ON s.id = k.depot"
            " WHERE k.deleted = 0 AND k.status IS NOT 'sold'" },
  .fields = truck_day_fields, .n_fields = G_N_ELEMENTS (truck_day_fields),
};

static const DrayFactField shift_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "h.day"),
  DRAY_FACT_ID ("id", N_("Shift"), "h.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "h.truck"),
  DRAY_FACT_ID ("driver", N_("Driver"), "h.driver"),
  DRAY_FACT_ID ("depot", N_("Depot"), "h.depot"),
  DRAY_FACT_TEXT ("kind", N_("Kind"), "h.kind"),
  DRAY_FACT_NUMBER ("start_us", N_("From"), "h.start_us"),
  DRAY_FACT_NUMBER ("end_us", N_("Until"), "h.end_us"),
  DRAY_FACT_NUMBER ("paid_s", N_("Paid time"), "max(0, h.end_us - h.start_us) / 1000000"),
};

const DrayFactSource dray_fact_shifts = {
  .name = "shifts", .label = N_("Shifts"), .table = "shift", .n_parts = 1,
  .from = { "shift h WHERE h.deleted = 0 AND h.day >= ?1 AND h.day < ?2 AND h.kind IN ('shift', 'agency')" },
  .fields = shift_fields, .n_fields = G_N_ELEMENTS (shift_fields),
};
