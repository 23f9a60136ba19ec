/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>

/* Money: charges on the delivery date, without tax, and what driving cost. The cost of a route that came back is that of its truck:
 * its day, its hours from gate out to gate in, and its kilometres. */

static void
measure_charge (const DrayKpiRows *rows,
                double            *part,
                double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    part[i] = rows->columns[0][i] == DRAY_NEVER ? 0.0 : (double) rows->columns[0][i];
    whole[i] = 1.0;
  }
}

const DrayKpi dray_kpi_revenue = {
  .id = "revenue", .name = N_("Revenue"), .definition = N_("Charges of the orders delivered, on the delivery date, without tax."),
  .formula = "Σ charge_minor of orders by delivered_on", .format = DRAY_KPI_MONEY, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} orders delivered"), .nothing = N_("Nothing was delivered."), .source = "Revenue",
  .n_terms = 1, .terms = { { "deliveries", { "charge_minor" }, measure_charge } },
};

static void
subtract_cost (const DrayKpiRows *rows,
               double            *part,
               double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    if (rows->columns[0][i] != DRAY_NEVER)
      part[i] = -(double) rows->columns[0][i];
    else
      whole[i] = DRAY_KPI_UNMEASURED;
  }
}

const DrayKpi dray_kpi_contribution = {
  .id = "contribution", .name = N_("Contribution"), .definition = N_("Revenue without what the routes cost: the trucks’ days, hours and kilometres."),
  .formula = "Σ charge_minor − Σ cost_minor", .format = DRAY_KPI_MONEY, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} orders delivered"), .nothing = N_("Nothing was delivered."), .unmeasured = N_("What the routes cost is not known yet."),
  .source = "Margin", .n_terms = 2, .terms = { { "deliveries", { "charge_minor" }, measure_charge }, { "routes", { "cost_minor" }, subtract_cost } },
};

/* Only what is charged counts below the line. */
static void
measure_charged (const DrayKpiRows *rows,
                 double            *part,
                 double            *whole)
{
  for (gsize i = 0; i < rows->n; i++)
    part[i] = whole[i] = rows->columns[0][i] == DRAY_NEVER ? 0.0 : (double) rows->columns[0][i];
}

const DrayKpi dray_kpi_margin = {
  .id = "margin", .name = N_("Margin"), .definition = N_("Share of the revenue that is left after what the routes cost: the trucks’ days, hours and kilometres."),
  .formula = "(Σ charge_minor − Σ cost_minor) / Σ charge_minor", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} orders delivered"), .nothing = N_("Nothing was charged."), .unmeasured = N_("What the routes cost is not known yet."),
  .source = "Margin", .n_terms = 2, .terms = { { "deliveries", { "charge_minor" }, measure_charged }, { "routes", { "cost_minor" }, subtract_cost } },
};

static void
add_charge (const DrayKpiRows *rows,
            double            *part,
            double            *whole G_GNUC_UNUSED)
{
  for (gsize i = 0; i < rows->n; i++)
    part[i] = rows->columns[0][i] == DRAY_NEVER ? 0.0 : (double) rows->columns[0][i];
}

/* A driver's day counts once, however many routes it has: at the first of them. */
static void
count_driver_days (const DrayKpiRows *rows,
                   double            *part G_GNUC_UNUSED,
                   double            *whole)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (gsize i = 0; i < rows->n; i++) {
    gint64 both = rows->columns[1][i] * 1000003 + rows->columns[0][i];

    if (rows->columns[0][i] >= 0 && g_hash_table_add (seen, g_memdup2 (&both, sizeof both)))
      whole[i] = 1.0;
  }
}

const DrayKpi dray_kpi_revenue_per_driver = {
  .id = "revenue-per-driver", .name = N_("Revenue a driver’s day"), .definition = N_("Revenue for each day that a driver had a route."),
  .formula = "Σ charge_minor / driver days with a route", .format = DRAY_KPI_MONEY, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{whole} drivers’ days"), .nothing = N_("No driver had a route."), .unmeasured = N_("Who drove was not kept."), .source = "Revenue",
  .n_terms = 2, .terms = { { "deliveries", { "charge_minor" }, add_charge }, { "routes", { "driver", "day" }, count_driver_days } },
};

static void
measure_cost_and_second (const DrayKpiRows *rows,
                         double            *part,
                         double            *whole)
{
  const gint64 *cost_minor = rows->columns[0], *second = rows->columns[1];

  for (gsize i = 0; i < rows->n; i++) {
    if (cost_minor[i] == DRAY_NEVER || second[i] == DRAY_NEVER)
      continue;
    part[i] = (double) cost_minor[i];
    whole[i] = (double) second[i];
  }
}

const DrayKpi dray_kpi_cost_per_stop = {
  .id = "cost-per-stop", .name = N_("Cost a stop"), .definition = N_("What the routes that came back cost, for each stop that they reached."),
  .formula = "Σ cost_minor / Σ n_stops", .format = DRAY_KPI_MONEY, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{whole} stops of {rows} routes"), .nothing = N_("No route came back from a stop."), .source = "Costs",
  .n_terms = 1, .terms = { { "routes", { "cost_minor", "n_stops" }, measure_cost_and_second } },
};

const DrayKpi dray_kpi_cost_per_km = {
  .id = "cost-per-km", .name = N_("Cost a kilometre"), .definition = N_("What the routes that came back cost, for each kilometre driven."),
  .formula = "1000 × Σ cost_minor / Σ driven_m", .factor = 1000.0, .format = DRAY_KPI_MONEY, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes"), .nothing = N_("No route came back."), .source = "Costs",
  .n_terms = 1, .terms = { { "routes", { "cost_minor", "driven_m" }, measure_cost_and_second } },
};

static void
add_cost (const DrayKpiRows *rows,
          double            *part,
          double            *whole G_GNUC_UNUSED)
{
  for (gsize i = 0; i < rows->n; i++) {
    if (rows->columns[0][i] != DRAY_NEVER)
      part[i] = (double) rows->columns[0][i];
  }
}

static void
count_delivered (const DrayKpiRows *rows,
                 double            *part G_GNUC_UNUSED,
                 double            *whole)
{
  for (gsize i = 0; i < rows->n; i++)
    whole[i] = 1.0;
}

const DrayKpi dray_kpi_cost_per_order = {
  .id = "cost-per-order", .name = N_("Cost an order"), .definition = N_("What the routes that came back cost, for each order delivered."),
  .formula = "Σ cost_minor / orders delivered", .format = DRAY_KPI_MONEY, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{whole} orders, {rows} routes"), .nothing = N_("Nothing was delivered."), .unmeasured = N_("What the routes cost is not known yet."),
  .source = "Costs", .n_terms = 2, .terms = { { "routes", { "cost_minor" }, add_cost }, { "deliveries", { "delivered" }, count_delivered } },
};
