/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-fuel.h"
#include "dray-report-reader.h"
#include "dray-truck.h"

#include <math.h>
#include <stdlib.h>

/* Consumption is measured between full fills: what was tanked after the first full fill up to the last one, over the distance between
 * the two. A truck without two full fills in the period has none. */

static const DrayReportColumn columns[] = {
  { "truck", "Truck", DRAY_REPORT_TEXT },
  { "plate", "Plate", DRAY_REPORT_TEXT },
  { "fills", "Fillings", DRAY_REPORT_COUNT },
  { "volume_l", "Litres", DRAY_REPORT_NUMBER },
  { "amount_minor", "Amount", DRAY_REPORT_MONEY },
  { "distance_m", "km between full fills", DRAY_REPORT_DISTANCE },
  { "l_per_100km", "l per 100 km", DRAY_REPORT_RATE },
};

typedef struct {
  const DrayRow *truck;
  gint64         n_fills, volume_ml, amount_minor;
  gint64         first_m, last_m;      /* the odometer at the first and last full fill; 0 for none */
  gint64         burnt_ml, pending_ml; /* up to the last full fill, and since */
} Tank;

static Tank *
find_tank (DrayReportReader *reader,
           GHashTable       *tanks,
           DrayId            id)
{
  const DrayRow *truck = dray_report_reader_find (reader, &dray_truck_table, id);
  Tank *tank = g_hash_table_lookup (tanks, truck);

  if (tank == NULL) {
    tank = g_new0 (Tank, 1);
    tank->truck = truck;
    g_hash_table_insert (tanks, (gpointer) truck, tank);
  }
  return tank;
}

static void
count_fill (Tank          *tank,
            const DrayRow *fill)
{
  gint64 volume_ml = dray_row_get_integer (fill, DRAY_FUEL_VOLUME_ML), odometer_m = dray_row_get_integer (fill, DRAY_FUEL_ODOMETER_M);

  tank->n_fills++;
  tank->volume_ml += volume_ml;
  tank->amount_minor += dray_row_get_integer (fill, DRAY_FUEL_AMOUNT_MINOR);
  tank->pending_ml += volume_ml;
  if (!dray_row_get_boolean (fill, DRAY_FUEL_FULL) || odometer_m <= 0)
    return;
  if (tank->first_m == 0)
    tank->first_m = odometer_m;
  else
    tank->burnt_ml += tank->pending_ml;
  tank->last_m = odometer_m;
  tank->pending_ml = 0;
}

static int
compare_tanks (gconstpointer a,
               gconstpointer b)
{
  const Tank *left = *(const Tank *const *) a, *right = *(const Tank *const *) b;
  const char *left_name = left->truck != NULL ? dray_row_get_text (left->truck, DRAY_TRUCK_NUMBER) : "", *right_name = right->truck != NULL ? dray_row_get_text (right->truck, DRAY_TRUCK_NUMBER) : "";
  gint64 left_number = g_ascii_strtoll (left_name, NULL, 10), right_number = g_ascii_strtoll (right_name, NULL, 10);

  return left_number != right_number ? (left_number > right_number) - (left_number < right_number) : g_strcmp0 (left_name, right_name);
}

static double
get_consumption (const Tank *tank)
{
  return tank->last_m > tank->first_m && tank->first_m > 0 ? (double) tank->burnt_ml / 1000 / ((double) (tank->last_m - tank->first_m) / 100000) : NAN;
}

static void
add_tank (DrayReportTable *table,
          const Tank      *tank)
{
  dray_report_table_add_field (table, tank->truck, DRAY_TRUCK_NUMBER);
  dray_report_table_add_field (table, tank->truck, DRAY_TRUCK_PLATE);
  dray_report_table_add_integer (table, tank->n_fills);
  dray_report_table_add_real (table, (double) tank->volume_ml / 1000);
  dray_report_table_add_integer (table, tank->amount_minor);
  if (tank->last_m > tank->first_m && tank->first_m > 0)
    dray_report_table_add_integer (table, tank->last_m - tank->first_m);
  else
    dray_report_table_add_nothing (table);
  dray_report_table_add_real (table, get_consumption (tank));
}

static DrayChart *
make_chart (GPtrArray *tanks)
{
  DrayChart *chart = dray_chart_new (DRAY_CHART_BAR, "Consumption, l per 100 km");
  g_autofree const char **names = g_new0 (const char *, tanks->len + 1);
  g_autofree double *values = g_new (double, MAX (tanks->len, 1));
  gsize n = 0;

  for (guint i = 0; i < tanks->len; i++) {
    const Tank *tank = tanks->pdata[i];

    if (tank->truck == NULL || isnan (get_consumption (tank)))
      continue;
    names[n] = dray_row_get_text (tank->truck, DRAY_TRUCK_NUMBER);
    values[n++] = get_consumption (tank);
  }
  dray_chart_set_categories (chart, DRAY_CHART_X, names);
  dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_CATEGORY, "Truck", NULL);
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, "Consumption", "l/100 km");
  dray_chart_add_series (chart, "Consumption", DRAY_CHART_DATA, NULL, values, n);
  return chart;
}

gboolean
dray_report_make_fuel (DrayReportReader  *reader,
                       DrayReport        *report,
                       GError           **error)
{
  g_autoptr (GPtrArray) fills = dray_report_reader_select_times (reader, &dray_fuel_table, DRAY_FUEL_AT_US, error);
  g_autoptr (GHashTable) tanks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Trucks", columns, G_N_ELEMENTS (columns));
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  const DrayId *asked = &dray_report_reader_get_ask (reader)->truck;
  GHashTableIter iter;
  gpointer tank;

  if (fills == NULL)
    return FALSE;
  for (guint i = 0; i < fills->len; i++) {
    DrayId truck = dray_row_get_id (fills->pdata[i], DRAY_FUEL_TRUCK);

    if (dray_id_is_none (asked) || dray_id_equal (asked, &truck))
      count_fill (find_tank (reader, tanks, truck), fills->pdata[i]);
  }
  if (g_hash_table_size (tanks) == 0) {
    dray_report_add_paragraph (report, "No filling was recorded in this period.");
    return TRUE;
  }
  g_hash_table_iter_init (&iter, tanks);
  while (g_hash_table_iter_next (&iter, NULL, &tank))
    g_ptr_array_add (sorted, tank);
  g_ptr_array_sort (sorted, compare_tanks);
  for (guint i = 0; i < sorted->len; i++)
    add_tank (table, sorted->pdata[i]);
  dray_report_take_chart (report, make_chart (sorted), 170);
  dray_report_table_add_totals (table, "Total");
  dray_report_take_table (report, g_steal_pointer (&table));
  dray_report_add_paragraph (report, "Consumption is measured between the first and the last full fill of the period; a truck without two of them has none.");
  return TRUE;
}
