/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-defect.h"
#include "dray-document.h"
#include "dray-driver.h"
#include "dray-report-reader.h"
#include "dray-trailer.h"
#include "dray-truck.h"
#include "dray-work-order.h"

/* What the workshop did and has booked in the period, what is still broken, and which papers lapse by thirty days after its end. */

#define WARNING_DAYS 30

static const DrayReportColumn work_columns[] = {
  { "truck", "Truck", DRAY_REPORT_TEXT },
  { "title", "Work", DRAY_REPORT_TEXT },
  { "status", "State", DRAY_REPORT_TEXT },
  { "from", "From", DRAY_REPORT_INSTANT },
  { "until", "Until", DRAY_REPORT_INSTANT },
  { "odometer_m", "Odometer, km", DRAY_REPORT_RATE_DISTANCE },
  { "cost_minor", "Cost", DRAY_REPORT_MONEY },
};

static const DrayReportColumn defect_columns[] = {
  { "truck", "Truck", DRAY_REPORT_TEXT },
  { "title", "Defect", DRAY_REPORT_TEXT },
  { "safety_critical", "Safety", DRAY_REPORT_TEXT },
  { "found", "Found", DRAY_REPORT_INSTANT },
  { "found_by", "By", DRAY_REPORT_TEXT },
};

static const DrayReportColumn paper_columns[] = {
  { "whose", "Whose", DRAY_REPORT_TEXT },
  { "kind", "Paper", DRAY_REPORT_TEXT },
  { "number", "Number", DRAY_REPORT_TEXT },
  { "expires_on", "Expires on", DRAY_REPORT_DATE },
};

static gboolean
is_asked_for (DrayReportReader *reader,
              DrayId            truck)
{
  const DrayId *asked = &dray_report_reader_get_ask (reader)->truck;

  return dray_id_is_none (asked) || dray_id_equal (&truck, asked);
}

static gboolean
add_work (DrayReportReader  *reader,
          DrayReport        *report,
          GError           **error)
{
  g_autoptr (GPtrArray) rows = dray_report_reader_select_times (reader, &dray_work_order_table, DRAY_WORK_ORDER_FROM_US, error);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Workshop", work_columns, G_N_ELEMENTS (work_columns));

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    DrayId truck = dray_row_get_id (rows->pdata[i], DRAY_WORK_ORDER_TRUCK);

    if (!is_asked_for (reader, truck))
      continue;
    dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, truck));
    dray_report_table_add_field (table, rows->pdata[i], DRAY_WORK_ORDER_TITLE);
    dray_report_table_add_field (table, rows->pdata[i], DRAY_WORK_ORDER_STATUS);
    dray_report_table_add_field (table, rows->pdata[i], DRAY_WORK_ORDER_FROM_US);
    dray_report_table_add_field (table, rows->pdata[i], DRAY_WORK_ORDER_UNTIL_US);
    dray_report_table_add_field (table, rows->pdata[i], DRAY_WORK_ORDER_ODOMETER_M);
    dray_report_table_add_field (table, rows->pdata[i], DRAY_WORK_ORDER_COST_MINOR);
  }
  dray_report_add_heading (report, "Workshop");
  if (dray_report_table_get_n_rows (table) == 0) {
    dray_report_add_paragraph (report, "No truck was in the workshop in this period.");
    return rows != NULL;
  }
  dray_report_table_add_totals (table, "Total");
  dray_report_take_table (report, g_steal_pointer (&table));
  return rows != NULL;
}

static gboolean
add_defects (DrayReportReader  *reader,
             DrayReport        *report,
             GError           **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_defect_table);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Open defects", defect_columns, G_N_ELEMENTS (defect_columns));
  g_autoptr (GPtrArray) rows = NULL;

  dray_query_where (query, DRAY_DEFECT_STATUS, DRAY_TEST_EQUALS, dray_value_text ("open"));
  dray_query_order_by (query, DRAY_DEFECT_FOUND_US, FALSE);
  rows = dray_report_reader_select (reader, query, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    DrayId truck = dray_row_get_id (rows->pdata[i], DRAY_DEFECT_TRUCK);

    if (!is_asked_for (reader, truck))
      continue;
    dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, truck));
    dray_report_table_add_field (table, rows->pdata[i], DRAY_DEFECT_TITLE);
    dray_report_table_add_text (table, dray_row_get_boolean (rows->pdata[i], DRAY_DEFECT_SAFETY_CRITICAL) ? "critical, not assignable" : NULL);
    dray_report_table_add_field (table, rows->pdata[i], DRAY_DEFECT_FOUND_US);
    dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_driver_table, dray_row_get_id (rows->pdata[i], DRAY_DEFECT_DRIVER)));
  }
  dray_report_add_heading (report, "Open defects");
  if (dray_report_table_get_n_rows (table) == 0)
    dray_report_add_paragraph (report, "No defect is open.");
  else
    dray_report_take_table (report, g_steal_pointer (&table));
  return rows != NULL;
}

/* A paper belongs to a truck, a trailer or a driver. */
static char *
dup_whose (DrayReportReader *reader,
           const DrayRow    *paper)
{
  const char *truck = dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (paper, DRAY_DOCUMENT_TRUCK));
  const char *trailer = dray_report_reader_get_name (reader, &dray_trailer_table, dray_row_get_id (paper, DRAY_DOCUMENT_TRAILER));

  if (*truck != '\0')
    return g_strdup_printf ("Truck %s", truck);
  if (*trailer != '\0')
    return g_strdup_printf ("Trailer %s", trailer);
  return g_strdup (dray_report_reader_get_name (reader, &dray_driver_table, dray_row_get_id (paper, DRAY_DOCUMENT_DRIVER)));
}

static gboolean
add_papers (DrayReportReader  *reader,
            DrayReport        *report,
            GError           **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_document_table);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Papers that expire", paper_columns, G_N_ELEMENTS (paper_columns));
  g_autoptr (GPtrArray) rows = NULL;

  dray_query_where (query, DRAY_DOCUMENT_EXPIRES_ON, DRAY_TEST_AT_MOST, dray_value_integer (dray_report_reader_get_ask (reader)->last_day + WARNING_DAYS));
  dray_query_order_by (query, DRAY_DOCUMENT_EXPIRES_ON, FALSE);
  rows = dray_report_reader_select (reader, query, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    g_autofree char *whose = NULL;

    if (!is_asked_for (reader, dray_row_get_id (rows->pdata[i], DRAY_DOCUMENT_TRUCK)))
      continue;
    whose = dup_whose (reader, rows->pdata[i]);
    dray_report_table_add_text (table, whose);
    dray_report_table_add_field (table, rows->pdata[i], DRAY_DOCUMENT_KIND);
    dray_report_table_add_field (table, rows->pdata[i], DRAY_DOCUMENT_NUMBER);
    dray_report_table_add_field (table, rows->pdata[i], DRAY_DOCUMENT_EXPIRES_ON);
  }
  dray_report_add_heading (report, "Papers that expire");
  if (dray_report_table_get_n_rows (table) == 0)
    dray_report_add_paragraph (report, "No paper has lapsed or lapses within %d days after the period.", WARNING_DAYS);
  else
    dray_report_take_table (report, g_steal_pointer (&table));
  return rows != NULL;
}

gboolean
dray_report_make_maintenance (DrayReportReader  *reader,
                              DrayReport        *report,
                              GError           **error)
{
  return add_work (reader, report, error) && add_defects (reader, report, error) && add_papers (reader, report, error);
}
