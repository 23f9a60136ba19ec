/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>

/* Orders by the day that they are for. */

const DrayKpi dray_kpi_orders = {
  .id = "orders", .name = N_("Orders"), .definition = N_("Orders for the period, by their status."),
  .formula = "orders by day", .format = DRAY_KPI_COUNT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} orders"), .nothing = N_("There was no order."), .zero = TRUE, .source = "Orders",
  .n_terms = 1, .terms = { { "orders", { "open" }, dray_kpi_count_rows } },
};

const DrayKpi dray_kpi_delivered = {
  .id = "delivered", .name = N_("Orders delivered"), .definition = N_("Orders that were delivered in the period."),
  .formula = "orders by delivered_on", .format = DRAY_KPI_COUNT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} orders"), .nothing = N_("Nothing was delivered."), .zero = TRUE, .source = "Orders",
  .n_terms = 1, .terms = { { "deliveries", { "delivered" }, dray_kpi_count_rows } },
};

/* The flag is the part, each order a whole. */
static void
measure_flag (const DrayKpiRows *rows,
              double            *part,
              double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    part[i] = rows->columns[0][i] == 1;
    whole[i] = 1.0;
  }
}

const DrayKpi dray_kpi_unassigned = {
  .id = "unassigned", .name = N_("Unassigned"), .definition = N_("Orders for the period that no released route has."),
  .formula = "orders whose status is requested, confirmed or planned", .format = DRAY_KPI_COUNT, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_SUM,
  .counted = N_("{part} of {whole} orders"), .nothing = N_("There was no order."), .zero = TRUE, .source = "Orders",
  .n_terms = 1, .terms = { { "orders", { "unassigned" }, measure_flag } },
};
