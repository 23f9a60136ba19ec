/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-fact-source.h"
#include "dray-party.h"
#include "dray-report-reader.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

/* How customers order: how often, when the next is to be expected, who has fallen silent, and where drops fail. */

/* So many orders have a rhythm. */
#define MIN_ORDERS 4u
/* Silent for this many of their usual gaps. */
#define SILENT_GAPS 2.0

static const DrayReportColumn columns[] = {
  { "customer", N_("Customer"), DRAY_REPORT_TEXT },
  { "orders", N_("Orders"), DRAY_REPORT_NUMBER },
  { "gap_days", N_("Usual days between"), DRAY_REPORT_RATE },
  { "last", N_("Last order for"), DRAY_REPORT_DATE },
  { "next", N_("Expected next"), DRAY_REPORT_DATE },
  { "visits", N_("Visits"), DRAY_REPORT_NUMBER },
  { "failed", N_("Failed drops"), DRAY_REPORT_NUMBER },
  { "failed_share", N_("Failed, share"), DRAY_REPORT_SHARE },
  { "remark", N_("Remark"), DRAY_REPORT_TEXT },
};

typedef struct {
  DrayId  party;
  GArray *days;        /* (element-type int64): of its orders */
  gint64  n_visits;
  gint64  n_failed;
} Customer;

static void
customer_free (gpointer data)
{
  Customer *self = data;

  g_array_unref (self->days);
  g_free (self);
}

static Customer *
get_customer (GHashTable   *customers,
              const DrayId *party)
{
  Customer *self = g_hash_table_lookup (customers, party);

  if (self == NULL) {
    self = g_new0 (Customer, 1);
    self->party = *party;
    self->days = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_hash_table_insert (customers, &self->party, self);
  }
  return self;
}

static gboolean
read_orders (DrayReportReader  *reader,
             GHashTable        *customers,
             GError           **error)
{
  static const char *const names[] = { "party", "status", NULL };
  const DrayFigureAsk ask = dray_report_reader_make_figure_ask (reader);
  g_autoptr (DrayFactSet) orders = dray_figure_reader_read (dray_report_reader_get_figures (reader), dray_fact_source_find ("orders"), names, &ask,
                                                            dray_report_reader_get_cancellable (reader), error);

  for (gsize i = 0; orders != NULL && i < dray_fact_set_get_n_rows (orders); i++) {
    DrayId party = dray_fact_column_get_key (dray_fact_set_find_column (orders, "party"), i);

    if (!dray_id_is_none (&party) && g_strcmp0 (dray_fact_column_get_word (dray_fact_set_find_column (orders, "status"), i), "cancelled") != 0)
      g_array_append_val (get_customer (customers, &party)->days, dray_fact_set_find_column (orders, "day")->values.items[i]);
  }
  return orders != NULL;
}

static gboolean
read_visits (DrayReportReader  *reader,
             GHashTable        *customers,
             GError           **error)
{
  static const char *const names[] = { "party", "served", "departed_us", NULL };
  const DrayFigureAsk ask = dray_report_reader_make_figure_ask (reader);
  g_autoptr (DrayFactSet) visits = dray_figure_reader_read (dray_report_reader_get_figures (reader), dray_fact_source_find ("visits"), names, &ask,
                                                            dray_report_reader_get_cancellable (reader), error);

  for (gsize i = 0; visits != NULL && i < dray_fact_set_get_n_rows (visits); i++) {
    DrayId party = dray_fact_column_get_key (dray_fact_set_find_column (visits, "party"), i);

    if (dray_id_is_none (&party) || dray_fact_set_find_column (visits, "departed_us")->values.items[i] == DRAY_NEVER)
      continue;
    get_customer (customers, &party)->n_visits++;
    get_customer (customers, &party)->n_failed += dray_fact_set_find_column (visits, "served")->values.items[i] != 1;
  }
  return visits != NULL;
}

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* The median of the days between two days with orders; several orders for a day are one. Sorts. Returns: 0 without a rhythm */
static double
find_gap (GArray *days)
{
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_sort (days, compare_days);
  for (guint i = 1; i < days->len; i++) {
    gint64 gap = g_array_index (days, gint64, i) - g_array_index (days, gint64, i - 1);

    if (gap > 0)
      g_array_append_val (gaps, gap);
  }
  if (gaps->len + 1 < MIN_ORDERS)
    return 0.0;
  g_array_sort (gaps, compare_days);
  return (double) (g_array_index (gaps, gint64, (gaps->len - 1) / 2) + g_array_index (gaps, gint64, gaps->len / 2)) / 2.0;
}

static int
compare_customers (gconstpointer a,
                   gconstpointer b)
{
  const Customer *x = *(const Customer *const *) a, *y = *(const Customer *const *) b;

  if (x->n_failed != y->n_failed)
    return x->n_failed > y->n_failed ? -1 : 1;
  if (x->days->len != y->days->len)
    return x->days->len > y->days->len ? -1 : 1;
  return dray_id_compare (&x->party, &y->party);
}

/* Returns: (transfer container): the table owns them */
static GPtrArray *
list_customers (GHashTable *customers)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer customer;

  g_hash_table_iter_init (&iter, customers);
  while (g_hash_table_iter_next (&iter, NULL, &customer))
    g_ptr_array_add (list, customer);
  return list;
}

static void
add_row (DrayReportReader *reader,
         DrayReportTable  *table,
         const Customer   *customer,
         gint64            today)
{
  double gap = find_gap (customer->days);
  gint64 last = customer->days->len > 0 ? g_array_index (customer->days, gint64, customer->days->len - 1) : DRAY_NEVER;

  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_party_table, customer->party));
  dray_report_table_add_integer (table, customer->days->len);
  if (gap > 0.0)
    dray_report_table_add_real (table, gap);
  else
    dray_report_table_add_nothing (table);
  if (last != DRAY_NEVER)
    dray_report_table_add_integer (table, last);
  else
    dray_report_table_add_nothing (table);
  if (gap > 0.0)
    dray_report_table_add_integer (table, last + (gint64) (gap + 0.5));
  else
    dray_report_table_add_nothing (table);
  dray_report_table_add_integer (table, customer->n_visits);
  dray_report_table_add_integer (table, customer->n_failed);
  if (customer->n_visits > 0)
    dray_report_table_add_real (table, (double) customer->n_failed / (double) customer->n_visits);
  else
    dray_report_table_add_nothing (table);
  dray_report_table_add_text (table, gap > 0.0 && (double) (today - last) > SILENT_GAPS * gap ? _("Silent for longer than usual") :
                              gap > 0.0 ? "" : _("Too few orders for a rhythm"));
}

gboolean
dray_report_make_behaviour (DrayReportReader  *reader,
                            DrayReport        *report,
                            GError           **error)
{
  const DrayReportAsk *ask = dray_report_reader_get_ask (reader);
  g_autoptr (GHashTable) customers = g_hash_table_new_full (dray_id_hash, dray_id_equal, NULL, customer_free);
  g_autoptr (GPtrArray) sorted = NULL;
  DrayReportTable *table;

  /* Trucks and drivers have no customers of their own here: orders are not kept by them. */
  if (!dray_id_is_none (&ask->truck) || !dray_id_is_none (&ask->driver)) {
    dray_report_add_paragraph (report, "%s", _("How customers order is not kept by truck or driver."));
    return TRUE;
  }
  if (!read_orders (reader, customers, error) || !read_visits (reader, customers, error))
    return FALSE;
  if (g_hash_table_size (customers) == 0) {
    dray_report_add_paragraph (report, "%s", _("Nobody ordered anything in this period."));
    return TRUE;
  }
  sorted = list_customers (customers);
  g_ptr_array_sort (sorted, compare_customers);
  table = dray_report_table_new (_("Customers"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < sorted->len; i++)
    add_row (reader, table, sorted->pdata[i], MIN (ask->last_day, dray_figure_reader_get_day (dray_report_reader_get_figures (reader), ask->now_us)));
  dray_report_set_landscape (report, TRUE);
  dray_report_add_paragraph (report, _("A rhythm takes orders for %u days. Cancelled orders are left out; a drop failed where nothing was handed over."), MIN_ORDERS);
  dray_report_take_table (report, table);
  return TRUE;
}
