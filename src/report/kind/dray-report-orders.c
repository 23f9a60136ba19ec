/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-order.h"
#include "dray-party.h"
#include "dray-report-reader.h"
#include "dray-site.h"

static const DrayReportColumn columns[] = {
  { "order", "Order", DRAY_REPORT_TEXT },
  { "day", "Day", DRAY_REPORT_DATE },
  { "customer", "Customer", DRAY_REPORT_TEXT },
  { "depot", "Depot", DRAY_REPORT_TEXT },
  { "status", "State", DRAY_REPORT_TEXT },
  { "priority", "Priority", DRAY_REPORT_RANK },
  { "requested", "Asked for", DRAY_REPORT_INSTANT },
  { "charge_minor", "Charge", DRAY_REPORT_MONEY },
  { "currency", "Currency", DRAY_REPORT_TEXT },
  { "reason", "Reason of a hold or cancellation", DRAY_REPORT_TEXT },
};

static gboolean
is_asked_for (DrayReportReader *reader,
              const DrayRow    *order)
{
  const DrayId *party = &dray_report_reader_get_ask (reader)->party;
  DrayId whose = dray_row_get_id (order, DRAY_ORDER_PARTY);

  return dray_id_is_none (party) || dray_id_equal (&whose, party);
}

static void
add_order (DrayReportReader *reader,
           DrayReportTable  *table,
           const DrayRow    *order)
{
  dray_report_table_add_field (table, order, DRAY_ORDER_REFERENCE);
  dray_report_table_add_field (table, order, DRAY_ORDER_DAY);
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_party_table, dray_row_get_id (order, DRAY_ORDER_PARTY)));
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_site_table, dray_row_get_id (order, DRAY_ORDER_DEPOT)));
  dray_report_table_add_field (table, order, DRAY_ORDER_STATUS);
  dray_report_table_add_field (table, order, DRAY_ORDER_PRIORITY);
  dray_report_table_add_field (table, order, DRAY_ORDER_REQUESTED_US);
  dray_report_table_add_field (table, order, DRAY_ORDER_CHARGE_MINOR);
  dray_report_table_add_field (table, order, DRAY_ORDER_CURRENCY);
  dray_report_table_add_field (table, order, DRAY_ORDER_REASON);
}

/* A bar for each state that an order is in. */
static DrayChart *
make_chart (const guint *counts,
            guint        n_orders)
{
  DrayChart *chart = dray_chart_new (DRAY_CHART_BAR, "Orders by state");
  g_autofree char *note = g_strdup_printf ("%u orders", n_orders);
  const char *names[32] = { NULL };
  double values[32];
  int n = 0;

  for (int i = 0; dray_order_status_choices[i] != NULL && n < 31; i++) {
    if (counts[i] == 0)
      continue;
    names[n] = dray_order_status_choices[i];
    values[n++] = counts[i];
  }
  dray_chart_set_categories (chart, DRAY_CHART_X, names);
  dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_CATEGORY, "State", NULL);
  dray_chart_set_note (chart, note);
  dray_chart_add_series (chart, "Orders", DRAY_CHART_DATA, NULL, values, (gsize) n);
  return chart;
}

gboolean
dray_report_make_orders (DrayReportReader  *reader,
                         DrayReport        *report,
                         GError           **error)
{
  g_autoptr (GPtrArray) orders = dray_report_reader_select_days (reader, &dray_order_table, DRAY_ORDER_DAY, error);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Orders", columns, G_N_ELEMENTS (columns));
  guint counts[64] = { 0 };

  if (orders == NULL)
    return FALSE;
  dray_report_set_landscape (report, TRUE);
  for (guint i = 0; i < orders->len; i++) {
    int status = dray_row_get_choice (orders->pdata[i], DRAY_ORDER_STATUS);

    if (!is_asked_for (reader, orders->pdata[i]))
      continue;
    add_order (reader, table, orders->pdata[i]);
    if (status >= 0 && status < (int) G_N_ELEMENTS (counts))
      counts[status]++;
  }
  guint n_orders = dray_report_table_get_n_rows (table);

  if (n_orders == 0) {
    dray_report_add_paragraph (report, "There was no order in this period.");
    return TRUE;
  }
  dray_report_take_chart (report, make_chart (counts, n_orders), 170);
  dray_report_table_add_totals (table, "Total");
  dray_report_take_table (report, g_steal_pointer (&table));
  return TRUE;
}
