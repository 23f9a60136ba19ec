/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-alarm.h"
#include "dray-report-reader.h"
#include "dray-truck.h"
#include "dray-units.h"

#include <stdlib.h>

static const DrayReportColumn columns[] = {
  { "raised", "Raised", DRAY_REPORT_INSTANT },
  { "kind", "Kind", DRAY_REPORT_TEXT },
  { "priority", "Priority", DRAY_REPORT_RANK },
  { "truck", "Truck", DRAY_REPORT_TEXT },
  { "text", "What happened", DRAY_REPORT_TEXT },
  { "status", "State", DRAY_REPORT_TEXT },
  { "owner", "Taken by", DRAY_REPORT_TEXT },
  { "to_take_s", "Taken after", DRAY_REPORT_DURATION },
  { "to_acknowledge_s", "Acknowledged after", DRAY_REPORT_DURATION },
  { "outcome", "Outcome", DRAY_REPORT_TEXT },
};

static const DrayReportColumn kind_columns[] = {
  { "kind", "Kind", DRAY_REPORT_TEXT },
  { "alarms", "Alarms", DRAY_REPORT_COUNT },
  { "taken", "Taken", DRAY_REPORT_COUNT },
  { "to_take_median_s", "Median until taken", DRAY_REPORT_RATE_DURATION },
  { "to_take_worst_s", "Longest", DRAY_REPORT_RATE_DURATION },
};

/* Of one kind. */
typedef struct {
  gint64  n;
  GArray *taken_s; /* (element-type gint64) */
} Kind;

static void
count_alarm (Kind          *kinds,
             const DrayRow *alarm)
{
  int kind = dray_row_get_choice (alarm, DRAY_ALARM_KIND);
  gint64 raised_us = dray_row_get_integer (alarm, DRAY_ALARM_RAISED_US), taken_us = dray_row_get_integer (alarm, DRAY_ALARM_TAKEN_US);

  if (kind < 0)
    return;
  kinds[kind].n++;
  if (taken_us != DRAY_NEVER) {
    gint64 taken_s = (taken_us - raised_us) / G_USEC_PER_SEC;

    g_array_append_val (kinds[kind].taken_s, taken_s);
  }
}

static void
add_alarm (DrayReportReader *reader,
           DrayReportTable  *table,
           const DrayRow    *alarm)
{
  gint64 raised_us = dray_row_get_integer (alarm, DRAY_ALARM_RAISED_US);

  dray_report_table_add_field (table, alarm, DRAY_ALARM_RAISED_US);
  dray_report_table_add_field (table, alarm, DRAY_ALARM_KIND);
  dray_report_table_add_field (table, alarm, DRAY_ALARM_PRIORITY);
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (alarm, DRAY_ALARM_TRUCK)));
  dray_report_table_add_field (table, alarm, DRAY_ALARM_TEXT);
  dray_report_table_add_field (table, alarm, DRAY_ALARM_STATUS);
  dray_report_table_add_field (table, alarm, DRAY_ALARM_OWNER);
  dray_report_table_add_span (table, raised_us, dray_row_get_integer (alarm, DRAY_ALARM_TAKEN_US));
  dray_report_table_add_span (table, raised_us, dray_row_get_integer (alarm, DRAY_ALARM_ACKNOWLEDGED_US));
  dray_report_table_add_field (table, alarm, DRAY_ALARM_OUTCOME);
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static DrayReportTable *
make_kinds_table (Kind *kinds,
                  guint n_kinds)
{
  DrayReportTable *table = dray_report_table_new ("Kinds", kind_columns, G_N_ELEMENTS (kind_columns));

  for (guint i = 0; i < n_kinds; i++) {
    GArray *taken_s = kinds[i].taken_s;

    if (kinds[i].n == 0)
      continue;
    g_array_sort (taken_s, compare_spans);
    dray_report_table_add_text (table, dray_alarm_kind_choices[i]);
    dray_report_table_add_integer (table, kinds[i].n);
    dray_report_table_add_integer (table, taken_s->len);
    if (taken_s->len > 0) {
      dray_report_table_add_integer (table, (g_array_index (taken_s, gint64, (taken_s->len - 1) / 2) + g_array_index (taken_s, gint64, taken_s->len / 2)) / 2);
      dray_report_table_add_integer (table, g_array_index (taken_s, gint64, taken_s->len - 1));
    } else {
      dray_report_table_add_nothing (table);
      dray_report_table_add_nothing (table);
    }
  }
  dray_report_table_add_totals (table, "Total");
  return table;
}

gboolean
dray_report_make_alarms (DrayReportReader  *reader,
                         DrayReport        *report,
                         GError           **error)
{
  g_autoptr (GPtrArray) alarms = dray_report_reader_select_times (reader, &dray_alarm_table, DRAY_ALARM_RAISED_US, error);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Alarms", columns, G_N_ELEMENTS (columns));
  guint n_kinds = g_strv_length ((char **) dray_alarm_kind_choices);
  g_autofree Kind *kinds = g_new0 (Kind, n_kinds);
  const DrayId *asked = &dray_report_reader_get_ask (reader)->truck;

  if (alarms == NULL)
    return FALSE;
  dray_report_set_landscape (report, TRUE);
  for (guint i = 0; i < n_kinds; i++)
    kinds[i].taken_s = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < alarms->len; i++) {
    DrayId truck = dray_row_get_id (alarms->pdata[i], DRAY_ALARM_TRUCK);

    if (!dray_id_is_none (asked) && !dray_id_equal (asked, &truck))
      continue;
    count_alarm (kinds, alarms->pdata[i]);
    add_alarm (reader, table, alarms->pdata[i]);
  }
  if (dray_report_table_get_n_rows (table) == 0) {
    dray_report_add_paragraph (report, "No alarm was raised in this period.");
  } else {
    DrayReportTable *by_kind = make_kinds_table (kinds, n_kinds);

    dray_report_take_table (report, g_steal_pointer (&table));
    dray_report_add_heading (report, "By kind");
    dray_report_take_table (report, by_kind);
  }
  for (guint i = 0; i < n_kinds; i++)
    g_array_unref (kinds[i].taken_s);
  return TRUE;
}
