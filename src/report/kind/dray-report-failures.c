/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-failure.h"
#include "dray-report-reader.h"
#include "dray-truck.h"
#include "dray-units.h"
#include "dray-work-order.h"

#include <glib/gi18n-lib.h>

/* Which repairs will come again, and when: the same thing on the same truck, four times or more. */

#define HISTORY_DAYS 730
/* Before the last, so that there is time to book the workshop. */
#define WARN_DAYS 7.0

static const DrayReportColumn columns[] = {
  { "truck", N_("Truck"), DRAY_REPORT_TEXT },
  { "what", N_("What"), DRAY_REPORT_TEXT },
  { "repairs", N_("Repairs"), DRAY_REPORT_NUMBER },
  { "last", N_("Last"), DRAY_REPORT_DATE },
  { "next", N_("Expected next"), DRAY_REPORT_DATE },
  { "gap_days", N_("Days between"), DRAY_REPORT_RATE },
  { "mean_gap_days", N_("Mean so far, days"), DRAY_REPORT_RATE },
  { "spent_minor", N_("Spent"), DRAY_REPORT_MONEY },
  { "advice", N_("What to do"), DRAY_REPORT_TEXT },
};

typedef struct {
  DrayId  truck;
  char   *what;
  GArray *days;        /* (element-type double), the earliest first */
  gint64  spent_minor;
} Case;

static void
case_free (gpointer data)
{
  Case *self = data;

  g_free (self->what);
  g_array_unref (self->days);
  g_free (self);
}

static Case *
find_case (GPtrArray     *cases,
           const DrayRow *order)
{
  DrayId truck = dray_row_get_id (order, DRAY_WORK_ORDER_TRUCK);
  const char *what = dray_row_get_text (order, DRAY_WORK_ORDER_TITLE);
  Case *made;

  for (guint i = 0; i < cases->len; i++) {
    Case *one = cases->pdata[i];

    if (dray_id_equal (&one->truck, &truck) && g_strcmp0 (one->what, what) == 0)
      return one;
  }
  made = g_new0 (Case, 1);
  made->truck = truck;
  made->what = g_strdup (what != NULL ? what : "");
  made->days = g_array_new (FALSE, FALSE, sizeof (double));
  g_ptr_array_add (cases, made);
  return made;
}

/* What is booked for later is no repair yet. */
static GPtrArray *
list_cases (DrayReportReader  *reader,
            GError           **error)
{
  const DrayReportAsk *ask = dray_report_reader_get_ask (reader);
  gint64 end_us = MIN (dray_report_reader_get_end_us (reader), ask->now_us);
  g_autoptr (DrayQuery) query = dray_query_new (&dray_work_order_table);
  g_autoptr (GPtrArray) orders = NULL;
  GPtrArray *cases;

  dray_query_where (query, DRAY_WORK_ORDER_FROM_US, DRAY_TEST_AT_LEAST, dray_value_integer (end_us - HISTORY_DAYS * DRAY_S_PER_DAY * DRAY_US_PER_S));
  if (!dray_id_is_none (&ask->truck))
    dray_query_where_id (query, DRAY_WORK_ORDER_TRUCK, &ask->truck);
  dray_query_order_by (query, DRAY_WORK_ORDER_FROM_US, FALSE);
  orders = dray_report_reader_select (reader, query, error);
  if (orders == NULL)
    return NULL;
  cases = g_ptr_array_new_with_free_func (case_free);
  for (guint i = 0; i < orders->len; i++) {
    gint64 from_us = dray_row_get_integer (orders->pdata[i], DRAY_WORK_ORDER_FROM_US), cost = dray_row_get_integer (orders->pdata[i], DRAY_WORK_ORDER_COST_MINOR);
    double day = (double) from_us / (double) (DRAY_S_PER_DAY * DRAY_US_PER_S);
    Case *one = from_us < end_us ? find_case (cases, orders->pdata[i]) : NULL;

    if (one == NULL)
      continue;
    g_array_append_val (one->days, day);
    one->spent_minor += cost != DRAY_NEVER ? cost : 0;
  }
  return cases;
}

static void
add_case (DrayReportReader         *reader,
          DrayReportTable          *table,
          const Case               *one,
          const DrayFailureOutlook *outlook)
{
  double last = g_array_index (one->days, double, one->days->len - 1), today = (double) dray_report_reader_get_ask (reader)->now_us / (double) (DRAY_S_PER_DAY * DRAY_US_PER_S);

  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, one->truck));
  dray_report_table_add_text (table, one->what);
  dray_report_table_add_integer (table, one->days->len);
  dray_report_table_add_integer (table, (gint64) last);
  dray_report_table_add_integer (table, (gint64) (last + outlook->gap_days));
  dray_report_table_add_real (table, outlook->gap_days);
  dray_report_table_add_real (table, outlook->naive_gap_days);
  dray_report_table_add_integer (table, one->spent_minor);
  dray_report_table_add_text (table, outlook->is_wearing ? _("Renew it: it comes back sooner each time") :
                              last + outlook->gap_days < today + WARN_DAYS ? _("Book the workshop before it fails") : "");
}

gboolean
dray_report_make_failures (DrayReportReader  *reader,
                           DrayReport        *report,
                           GError           **error)
{
  g_autoptr (GPtrArray) cases = list_cases (reader, error);
  DrayReportTable *table;

  if (cases == NULL)
    return FALSE;
  table = dray_report_table_new (_("Repairs that come again"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < cases->len; i++) {
    const Case *one = cases->pdata[i];
    DrayFailureOutlook outlook = dray_failure_look_ahead ((const double *) (gpointer) one->days->data, one->days->len);

    if (outlook.reason == NULL)
      add_case (reader, table, one, &outlook);
  }
  dray_report_set_landscape (report, TRUE);
  if (dray_report_table_get_n_rows (table) == 0) {
    dray_report_table_free (table);
    dray_report_add_paragraph (report, "%s", _("There is not enough data: it takes four repairs of the same thing on the same truck within two years."));
    return TRUE;
  }
  dray_report_add_paragraph (report, "%s", _("The time between repairs is taken for one that grows or shrinks by the same share each time. The mean so far stands beside it."));
  dray_report_take_table (report, table);
  return TRUE;
}
