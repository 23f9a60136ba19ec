/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-fence-event.h"
#include "dray-fence.h"
#include "dray-report-reader.h"
#include "dray-truck.h"

/* Recorded events, as they fired on the fence of that time. A fence that was deleted since is still named. */

static const DrayReportColumn columns[] = {
  { "at", "At", DRAY_REPORT_INSTANT },
  { "truck", "Truck", DRAY_REPORT_TEXT },
  { "what", "What", DRAY_REPORT_TEXT },
  { "fence", "Fence", DRAY_REPORT_TEXT },
  { "kind", "Kind", DRAY_REPORT_TEXT },
};

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL };

#define N_HOURS 24

static void
count_event (DrayReportReader *reader,
             double           *counts,
             gint64            at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, dray_report_reader_get_zone (reader)) : NULL;

  if (local != NULL)
    counts[(g_date_time_get_day_of_week (local) - 1) * N_HOURS + g_date_time_get_hour (local)]++;
}

static DrayChart *
make_chart (const double *counts,
            guint         n_events)
{
  DrayChart *chart = dray_chart_new (DRAY_CHART_HEAT_MAP, "Fence events by hour and weekday");
  g_autofree char *note = g_strdup_printf ("%u events", n_events);
  char hours[N_HOURS][3];
  const char *names[N_HOURS + 1] = { NULL };

  for (int i = 0; i < N_HOURS; i++) {
    g_snprintf (hours[i], sizeof hours[i], "%02d", i);
    names[i] = hours[i];
  }
  dray_chart_set_categories (chart, DRAY_CHART_X, names);
  dray_chart_set_categories (chart, DRAY_CHART_Y, weekdays);
  dray_chart_set_note (chart, note);
  dray_chart_add_series (chart, "Events", DRAY_CHART_DATA, NULL, counts, 7 * N_HOURS);
  return chart;
}

gboolean
dray_report_make_fence_events (DrayReportReader  *reader,
                               DrayReport        *report,
                               GError           **error)
{
  g_autoptr (GPtrArray) events = dray_report_reader_select_times (reader, &dray_fence_event_table, DRAY_FENCE_EVENT_AT_US, error);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Fence events", columns, G_N_ELEMENTS (columns));
  const DrayId *asked = &dray_report_reader_get_ask (reader)->truck;
  double counts[7 * N_HOURS] = { 0 };

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++) {
    const DrayRow *event = events->pdata[i];
    DrayId truck = dray_row_get_id (event, DRAY_FENCE_EVENT_TRUCK), fence = dray_row_get_id (event, DRAY_FENCE_EVENT_FENCE);

    if (!dray_id_is_none (asked) && !dray_id_equal (asked, &truck))
      continue;
    dray_report_table_add_field (table, event, DRAY_FENCE_EVENT_AT_US);
    dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, truck));
    dray_report_table_add_field (table, event, DRAY_FENCE_EVENT_TRANSITION);
    dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_fence_table, fence));
    dray_report_table_add_field (table, dray_report_reader_find (reader, &dray_fence_table, fence), DRAY_FENCE_KIND);
    count_event (reader, counts, dray_row_get_integer (event, DRAY_FENCE_EVENT_AT_US));
  }
  if (dray_report_table_get_n_rows (table) == 0) {
    dray_report_add_paragraph (report, "No truck entered or left a fence in this period.");
    return TRUE;
  }
  dray_report_take_chart (report, make_chart (counts, dray_report_table_get_n_rows (table)), 200);
  dray_report_take_table (report, g_steal_pointer (&table));
  return TRUE;
}
