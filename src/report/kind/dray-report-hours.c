/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-driver.h"
#include "dray-report-reader.h"
#include "dray-route.h"
#include "dray-shift.h"
#include "dray-units.h"

#include <string.h>

/* A line a driver and day: what the roster says, what the routes planned. Driving is the plan's until duty is recorded; the report says so. */

static const DrayReportColumn columns[] = {
  { "driver", "Driver", DRAY_REPORT_TEXT },
  { "day", "Day", DRAY_REPORT_DATE },
  { "roster", "Roster", DRAY_REPORT_TEXT },
  { "from", "From", DRAY_REPORT_TIME },
  { "until", "Until", DRAY_REPORT_TIME },
  { "rostered_s", "Rostered", DRAY_REPORT_DURATION },
  { "routes", "Routes", DRAY_REPORT_COUNT },
  { "on_routes_s", "On routes, planned", DRAY_REPORT_DURATION },
  { "drive_s", "Driving, planned", DRAY_REPORT_DURATION },
};

typedef struct {
  const char *driver;
  DrayId      id;
  gint64      day;
  char       *roster;
  gint64      from_us, until_us, rostered_s, n_routes, route_s, drive_s;
} Day;

static void
day_free (gpointer data)
{
  g_free (((Day *) data)->roster);
  g_free (data);
}

static guint
day_hash (gconstpointer data)
{
  return dray_id_hash (&((const Day *) data)->id) ^ (guint) ((const Day *) data)->day;
}

static gboolean
day_equal (gconstpointer a,
           gconstpointer b)
{
  return dray_id_equal (&((const Day *) a)->id, &((const Day *) b)->id) && ((const Day *) a)->day == ((const Day *) b)->day;
}

static Day *
find_day (DrayReportReader *reader,
          GHashTable       *days,
          DrayId            driver,
          gint64            day)
{
  const Day wanted = { .id = driver, .day = day };
  Day *found = g_hash_table_lookup (days, &wanted);

  if (found == NULL) {
    found = g_new (Day, 1);
    *found = (Day) { dray_report_reader_get_name (reader, &dray_driver_table, driver), driver, day, NULL, DRAY_NEVER, DRAY_NEVER, 0, 0, 0, 0 };
    g_hash_table_add (days, found);
  }
  return found;
}

static gboolean
is_asked_for (DrayReportReader *reader,
              DrayId            driver)
{
  const DrayId *asked = &dray_report_reader_get_ask (reader)->driver;

  return !dray_id_is_none (&driver) && (dray_id_is_none (asked) || dray_id_equal (&driver, asked));
}

static gboolean
count_shifts (DrayReportReader  *reader,
              GHashTable        *days,
              GError           **error)
{
  g_autoptr (GPtrArray) shifts = dray_report_reader_select_days (reader, &dray_shift_table, DRAY_SHIFT_DAY, error);

  for (guint i = 0; shifts != NULL && i < shifts->len; i++) {
    const DrayRow *shift = shifts->pdata[i];
    DrayId driver = dray_row_get_id (shift, DRAY_SHIFT_DRIVER);
    const char *kind = dray_row_get_text (shift, DRAY_SHIFT_KIND);
    gint64 from_us = dray_row_get_integer (shift, DRAY_SHIFT_START_US), until_us = dray_row_get_integer (shift, DRAY_SHIFT_END_US);
    Day *day;

    if (!is_asked_for (reader, driver))
      continue;
    day = find_day (reader, days, driver, dray_row_get_integer (shift, DRAY_SHIFT_DAY));
    if (day->roster == NULL || strstr (day->roster, kind) == NULL) {
      char *roster = day->roster != NULL ? g_strjoin (", ", day->roster, kind, NULL) : g_strdup (kind);

      g_free (day->roster);
      day->roster = roster;
    }
    /* Leave and sickness are on the roster and are no work. */
    if (g_strcmp0 (kind, "leave") == 0 || g_strcmp0 (kind, "sick") == 0)
      continue;
    day->from_us = day->from_us == DRAY_NEVER ? from_us : MIN (day->from_us, from_us);
    day->until_us = MAX (day->until_us, until_us);
    day->rostered_s += MAX ((until_us - from_us) / G_USEC_PER_SEC, 0);
  }
  return shifts != NULL;
}

static gboolean
count_routes (DrayReportReader  *reader,
              GHashTable        *days,
              GError           **error)
{
  g_autoptr (GPtrArray) routes = dray_report_reader_list_routes (reader, error);

  for (guint i = 0; routes != NULL && i < routes->len; i++) {
    const DrayRow *route = routes->pdata[i];
    DrayId driver = dray_row_get_id (route, DRAY_ROUTE_DRIVER);
    Day *day;

    if (!is_asked_for (reader, driver))
      continue;
    day = find_day (reader, days, driver, dray_row_get_integer (route, DRAY_ROUTE_DAY));
    day->n_routes++;
    day->drive_s += dray_row_get_integer (route, DRAY_ROUTE_DRIVE_S);
    if (dray_row_has (route, DRAY_ROUTE_START_US) && dray_row_has (route, DRAY_ROUTE_END_US))
      day->route_s += (dray_row_get_integer (route, DRAY_ROUTE_END_US) - dray_row_get_integer (route, DRAY_ROUTE_START_US)) / G_USEC_PER_SEC;
  }
  return routes != NULL;
}

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  const Day *left = *(const Day *const *) a, *right = *(const Day *const *) b;
  int order = g_utf8_collate (left->driver, right->driver);

  if (order == 0)
    order = dray_id_compare (&left->id, &right->id);
  return order != 0 ? order : (left->day > right->day) - (left->day < right->day);
}

static void
add_instant (DrayReportTable *table,
             gint64           at_us)
{
  dray_report_table_take (table, at_us != DRAY_NEVER ? dray_value_integer (at_us) : dray_value_none ());
}

static void
add_day (DrayReportTable *table,
         const Day       *day)
{
  dray_report_table_add_text (table, day->driver);
  dray_report_table_add_integer (table, day->day);
  dray_report_table_add_text (table, day->roster);
  add_instant (table, day->from_us);
  add_instant (table, day->until_us);
  dray_report_table_add_integer (table, day->rostered_s);
  dray_report_table_add_integer (table, day->n_routes);
  dray_report_table_add_integer (table, day->route_s);
  dray_report_table_add_integer (table, day->drive_s);
}

gboolean
dray_report_make_hours (DrayReportReader  *reader,
                        DrayReport        *report,
                        GError           **error)
{
  g_autoptr (GHashTable) days = g_hash_table_new_full (day_hash, day_equal, day_free, NULL);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Hours", columns, G_N_ELEMENTS (columns));
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer day;

  if (!count_shifts (reader, days, error) || !count_routes (reader, days, error))
    return FALSE;
  if (g_hash_table_size (days) == 0) {
    dray_report_add_paragraph (report, "Nobody was on the roster and nobody had a route in this period.");
    return TRUE;
  }
  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, &day, NULL))
    g_ptr_array_add (sorted, day);
  g_ptr_array_sort (sorted, compare_days);
  for (guint i = 0; i < sorted->len; i++)
    add_day (table, sorted->pdata[i]);
  dray_report_table_add_totals (table, "Total");
  dray_report_take_table (report, g_steal_pointer (&table));
  dray_report_add_paragraph (report, "Driving and time on routes are those of the released plans; they are no record of duty.");
  return TRUE;
}
