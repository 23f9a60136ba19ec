/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>

/* Fuel is counted between full fills: what went into the tank after one full fill and up to the next is what was burnt on the way
 * between the two. The row of the later fill carries both, so that it counts on the day of that fill. */

enum { TRUCK, AT_US, VOLUME_ML, FULL, ODOMETER_M };

static int
compare_fills (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const DrayKpiRows *rows = data;
  guint x = *(const guint *) a, y = *(const guint *) b;

  for (int column = TRUCK; column <= AT_US; column++) {
    if (rows->columns[column][x] != rows->columns[column][y])
      return rows->columns[column][x] < rows->columns[column][y] ? -1 : 1;
  }
  return x < y ? -1 : x > y;
}

/* Rows by truck and time. */
static guint *
order_fills (const DrayKpiRows *rows)
{
  guint *order = g_new (guint, rows->n + 1);

  for (gsize i = 0; i < rows->n; i++)
    order[i] = (guint) i;
  g_qsort_with_data (order, (int) rows->n, sizeof *order, compare_fills, (gpointer) rows);
  return order;
}

static void
measure_fuel_rate (const DrayKpiRows *rows,
                   double            *part,
                   double            *whole)
{
  g_autofree guint *order = order_fills (rows);
  gint64 full_m = DRAY_NEVER, truck = -1, burnt_ml = 0;

  for (gsize k = 0; k < rows->n; k++) {
    guint i = order[k];
    gint64 at_m = rows->columns[ODOMETER_M][i];

    if (rows->columns[TRUCK][i] != truck) {
      truck = rows->columns[TRUCK][i];
      full_m = DRAY_NEVER;
      burnt_ml = 0;
    }
    burnt_ml += rows->columns[VOLUME_ML][i];
    if (rows->columns[FULL][i] != 1 || at_m == DRAY_NEVER)
      continue;
    if (full_m != DRAY_NEVER && at_m > full_m) {
      part[i] = (double) burnt_ml;
      whole[i] = (double) (at_m - full_m);
    }
    full_m = at_m;
    burnt_ml = 0;
  }
}

const DrayKpi dray_kpi_fuel_rate = {
  .id = "fuel-rate", .name = N_("Fuel"), .definition = N_("Litres burnt for each hundred kilometres, from one full fill to the next."),
  .formula = "100 × Σ volume_ml / Σ odometer_m between full fills", .unit = "l/100 km", .factor = 100.0,
  .format = DRAY_KPI_NUMBER, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} full fills"), .nothing = N_("No truck was filled up twice."), .n_days_before = 28, .source = "Fuel",
  .n_terms = 1, .terms = { { "fuel", { "truck", "at_us", "volume_ml", "full", "odometer_m" }, measure_fuel_rate } },
};

const DrayKpi dray_kpi_fuel_cost = {
  .id = "fuel-cost", .name = N_("Fuel bought"), .definition = N_("What was paid for fuel."),
  .formula = "Σ amount_minor", .format = DRAY_KPI_MONEY, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} fills"), .nothing = N_("No fuel was bought."), .unmeasured = N_("What fuel cost was not kept."), .source = "Fuel",
  .n_terms = 1, .terms = { { "fuel", { "amount_minor" }, dray_kpi_add_first } },
};

/* Grams of CO2 equivalent a litre, from well to wheel: EN 16258:2012, annex A, as ISO 14083 lets the source be declared. What comes
 * from a plug or as gas is bought in other units and has no factor here. */
static double
get_grams_a_litre (gint64 fuel_kind)
{
  switch (fuel_kind) {
  case 1: /* diesel */
    return 3240.0;
  case 2: /* petrol */
    return 2880.0;
  default:
    return 0.0;
  }
}

static void
measure_co2e (const DrayKpiRows *rows,
              double            *part,
              double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    double grams = get_grams_a_litre (rows->columns[0][i]);

    whole[i] = grams > 0.0 ? 1.0 : DRAY_KPI_UNMEASURED;
    part[i] = grams * (double) rows->columns[1][i] / 1e6;
  }
}

const DrayKpi dray_kpi_co2e = {
  .id = "co2e", .name = N_("CO₂e"), .definition = N_("Greenhouse gases from well to wheel of the fuel that was bought."),
  .formula = "Σ volume_ml × factor of the fuel (diesel 3.24 kg/l, petrol 2.88 kg/l: EN 16258)", .unit = "kg",
  .format = DRAY_KPI_NUMBER, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} fills"), .nothing = N_("No fuel was bought."), .unmeasured = N_("The fuel has no factor."), .source = "CO2e",
  .n_terms = 1, .terms = { { "fuel", { "fuel_kind", "volume_ml" }, measure_co2e } },
};
