/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-order.h"
#include "dray-party.h"
#include "dray-rating.h"
#include "dray-report-reader.h"
#include "dray-route.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-units.h"

#include <math.h>

/* A line a customer, the one with the most orders first. On time and detention are counted as docs/kpi.md says. */

static const DrayReportColumn columns[] = {
  { "customer", "Customer", DRAY_REPORT_TEXT },
  { "orders", "Orders", DRAY_REPORT_COUNT },
  { "delivered", "Delivered", DRAY_REPORT_COUNT },
  { "failed", "Failed, partly, returned", DRAY_REPORT_COUNT },
  { "due", "Stops due", DRAY_REPORT_COUNT },
  { "late", "Late", DRAY_REPORT_COUNT },
  { "on_time", "On time", DRAY_REPORT_SHARE },
  { "dwell_s", "Mean dwell", DRAY_REPORT_DURATION },
  { "detention_s", "Detention", DRAY_REPORT_DURATION },
  { "charge_minor", "Charges", DRAY_REPORT_MONEY },
  { "stars", "Rating", DRAY_REPORT_RATE },
};

typedef struct {
  const DrayRow *party;
  gint64         n_orders, n_delivered, n_failed, charge_minor;
  gint64         n_due, n_late, n_left, dwell_s, detention_s;
  gint64         n_ratings, stars;
} Customer;

static Customer *
find_customer (GHashTable    *customers,
               const DrayRow *party)
{
  Customer *customer = g_hash_table_lookup (customers, party);

  if (customer == NULL) {
    customer = g_new0 (Customer, 1);
    customer->party = party;
    g_hash_table_insert (customers, (gpointer) party, customer);
  }
  return customer;
}

static gboolean
is_asked_for (DrayReportReader *reader,
              const DrayRow    *party)
{
  const DrayId *asked = &dray_report_reader_get_ask (reader)->party;

  return party != NULL && (dray_id_is_none (asked) || dray_id_equal (&party->id, asked));
}

static gboolean
count_orders (DrayReportReader  *reader,
              GHashTable        *customers,
              GError           **error)
{
  g_autoptr (GPtrArray) orders = dray_report_reader_select_days (reader, &dray_order_table, DRAY_ORDER_DAY, error);

  for (guint i = 0; orders != NULL && i < orders->len; i++) {
    const DrayRow *order = orders->pdata[i];
    const DrayRow *party = dray_report_reader_find (reader, &dray_party_table, dray_row_get_id (order, DRAY_ORDER_PARTY));
    const char *status = dray_row_get_text (order, DRAY_ORDER_STATUS);
    Customer *customer;

    if (!is_asked_for (reader, party) || g_strcmp0 (status, "cancelled") == 0)
      continue;
    customer = find_customer (customers, party);
    customer->n_orders++;
    customer->charge_minor += dray_row_get_integer (order, DRAY_ORDER_CHARGE_MINOR);
    customer->n_delivered += g_strcmp0 (status, "delivered") == 0;
    customer->n_failed += g_strcmp0 (status, "failed") == 0 || g_strcmp0 (status, "partly-delivered") == 0 || g_strcmp0 (status, "returned") == 0;
  }
  return orders != NULL;
}

static void
count_stop (DrayReportReader     *reader,
            GHashTable           *customers,
            const DrayReportStop *stop)
{
  Customer *customer = find_customer (customers, stop->party);
  gint64 open_us = dray_row_get_integer (stop->task, DRAY_TASK_WINDOW_OPEN_US), close_us = dray_row_get_integer (stop->task, DRAY_TASK_WINDOW_CLOSE_US);
  gint64 arrived_us = dray_row_get_integer (stop->stop, DRAY_STOP_ARRIVED_US), departed_us = dray_row_get_integer (stop->stop, DRAY_STOP_DEPARTED_US);

  if (close_us != DRAY_NEVER && (stop->late_s != DRAY_NEVER || close_us <= dray_report_reader_get_ask (reader)->now_us)) {
    customer->n_due++;
    customer->n_late += stop->late_s == DRAY_NEVER || stop->late_s > 0;
  }
  if (arrived_us != DRAY_NEVER && departed_us != DRAY_NEVER) {
    gint64 from_us = open_us != DRAY_NEVER ? MAX (arrived_us, open_us) : arrived_us;
    gint64 beyond_s = (departed_us - from_us) / G_USEC_PER_SEC - dray_row_get_integer (stop->party, DRAY_PARTY_FREE_S);

    customer->n_left++;
    customer->dwell_s += (departed_us - arrived_us) / G_USEC_PER_SEC;
    /* Who was promised no free time is not charged for it. */
    if (dray_row_has (stop->party, DRAY_PARTY_FREE_S) && beyond_s > 0)
      customer->detention_s += beyond_s;
  }
}

static gboolean
count_stops (DrayReportReader  *reader,
             GHashTable        *customers,
             GError           **error)
{
  g_autoptr (GPtrArray) routes = dray_report_reader_list_routes (reader, error);

  for (guint i = 0; routes != NULL && i < routes->len; i++) {
    g_autoptr (GArray) stops = dray_report_reader_list_stops (reader, routes->pdata[i], error);

    if (stops == NULL)
      return FALSE;
    for (guint j = 0; j < stops->len; j++) {
      if (g_array_index (stops, DrayReportStop, j).party != NULL)
        count_stop (reader, customers, &g_array_index (stops, DrayReportStop, j));
    }
  }
  return routes != NULL;
}

static gboolean
count_ratings (DrayReportReader  *reader,
               GHashTable        *customers,
               GError           **error)
{
  g_autoptr (GPtrArray) ratings = dray_report_reader_select_times (reader, &dray_rating_table, DRAY_RATING_AT_US, error);

  for (guint i = 0; ratings != NULL && i < ratings->len; i++) {
    const DrayRow *order = dray_report_reader_find (reader, &dray_order_table, dray_row_get_id (ratings->pdata[i], DRAY_RATING_ORDER));
    const DrayRow *party = order != NULL ? dray_report_reader_find (reader, &dray_party_table, dray_row_get_id (order, DRAY_ORDER_PARTY)) : NULL;

    if (!is_asked_for (reader, party))
      continue;
    find_customer (customers, party)->n_ratings++;
    find_customer (customers, party)->stars += dray_row_get_integer (ratings->pdata[i], DRAY_RATING_STARS);
  }
  return ratings != NULL;
}

static int
compare_customers (gconstpointer a,
                   gconstpointer b)
{
  const Customer *left = *(const Customer *const *) a, *right = *(const Customer *const *) b;

  if (left->n_orders != right->n_orders)
    return left->n_orders > right->n_orders ? -1 : 1;
  return g_strcmp0 (dray_row_get_text (left->party, DRAY_PARTY_NAME), dray_row_get_text (right->party, DRAY_PARTY_NAME));
}

static void
add_customer (DrayReportTable *table,
              const Customer  *customer)
{
  dray_report_table_add_field (table, customer->party, DRAY_PARTY_NAME);
  dray_report_table_add_integer (table, customer->n_orders);
  dray_report_table_add_integer (table, customer->n_delivered);
  dray_report_table_add_integer (table, customer->n_failed);
  dray_report_table_add_integer (table, customer->n_due);
  dray_report_table_add_integer (table, customer->n_late);
  dray_report_table_add_real (table, customer->n_due > 0 ? (double) (customer->n_due - customer->n_late) / (double) customer->n_due : NAN);
  if (customer->n_left > 0)
    dray_report_table_add_integer (table, customer->dwell_s / customer->n_left);
  else
    dray_report_table_add_nothing (table);
  dray_report_table_add_integer (table, customer->detention_s);
  dray_report_table_add_integer (table, customer->charge_minor);
  dray_report_table_add_real (table, customer->n_ratings > 0 ? (double) customer->stars / (double) customer->n_ratings : NAN);
}

gboolean
dray_report_make_customers (DrayReportReader  *reader,
                            DrayReport        *report,
                            GError           **error)
{
  g_autoptr (GHashTable) customers = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Customers", columns, G_N_ELEMENTS (columns));
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer customer;

  if (!count_orders (reader, customers, error) || !count_stops (reader, customers, error) || !count_ratings (reader, customers, error))
    return FALSE;
  dray_report_set_landscape (report, TRUE);
  if (g_hash_table_size (customers) == 0) {
    dray_report_add_paragraph (report, "No customer had an order in this period.");
    return TRUE;
  }
  g_hash_table_iter_init (&iter, customers);
  while (g_hash_table_iter_next (&iter, NULL, &customer))
    g_ptr_array_add (sorted, customer);
  g_ptr_array_sort (sorted, compare_customers);
  for (guint i = 0; i < sorted->len; i++)
    add_customer (table, sorted->pdata[i]);
  dray_report_take_table (report, g_steal_pointer (&table));
  dray_report_add_paragraph (report, "On time: reached by the end of the promised window, the customer’s tolerance added; not reached by then is late. "
                             "Detention: beyond the free time, from the later of arrival and window opening.");
  return TRUE;
}
