/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-layout.h"
#include "dray-chart-scale.h"
#include "dray-csv.h"
#include "dray-random.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

#define HOUR_US (3600.0 * G_USEC_PER_SEC)
#define N_MANY 10000

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL };
static const char *const hours[] = { "06", "09", "12", "15", "18", NULL };

static char *
join_ticks (GArray *ticks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", g_array_index (ticks, DrayChartTick, i).label);
  return g_string_free (text, FALSE);
}

static char *
dup_ticks (DrayChartScale  scale,
           const char     *zone_name,
           double          low,
           double          high,
           int             n)
{
  const DrayChartAxis axis = { .scale = scale, .low = NAN, .high = NAN };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr (GArray) ticks = dray_chart_scale_list_ticks (&axis, zone, low, high, n);

  return join_ticks (ticks);
}

static void
test_round_numbers (void)
{
  g_autofree char *shares = dup_ticks (DRAY_CHART_NUMBER, "UTC", 78, 100, 5);
  g_autofree char *thousands = dup_ticks (DRAY_CHART_NUMBER, "UTC", -1500, 1500, 4);
  g_autofree char *parts = dup_ticks (DRAY_CHART_NUMBER, "UTC", 0, 0.1, 5);

  g_assert_cmpstr (shares, ==, "80 85 90 95 100");
  g_assert_cmpstr (thousands, ==, "\342\210\2221,000 0 1,000");
  g_assert_cmpstr (parts, ==, "0.00 0.02 0.04 0.06 0.08 0.10");
}

/* On 25 October 2026 the clocks of Lisbon go from 2:00 back to 1:00. */
static void
test_day_of_25_hours (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Lisbon");
  g_autoptr (GDateTime) start = g_date_time_new (zone, 2026, 10, 25, 0, 0, 0);
  double low = (double) g_date_time_to_unix (start) * G_USEC_PER_SEC;
  g_autofree char *day = dup_ticks (DRAY_CHART_TIME, "Europe/Lisbon", low, low + 25 * HOUR_US, 9);
  g_autofree char *weeks = dup_ticks (DRAY_CHART_TIME, "Europe/Lisbon", low, low + 28 * 24 * HOUR_US, 4);

  g_assert_cmpstr (day, ==, "Sun 25 03:00 06:00 09:00 12:00 15:00 18:00 21:00 Mon 26");
  g_assert_cmpstr (weeks, ==, "26 Oct 2 Nov 9 Nov 16 Nov");
}

static void
test_values_in_words (void)
{
  static const struct { double value; const char *words; } cases[] = {
    { 81.8456, "81.8" }, { 1212.4, "1,212" }, { 100, "100" }, { 0.5, "0.5" }, { -12.04, "\342\210\22212" }, { 0, "0" }, { 0.0123, "0.0123" }, { 1e6, "1,000,000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = dray_chart_scale_format_value (cases[i].value);

    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
test_histogram_counts_each_once (void)
{
  DrayRandom random;
  g_autoptr (DrayChart) chart = dray_chart_new (DRAY_CHART_HISTOGRAM, "Dwell");
  g_autofree double *values = g_new (double, N_MANY);
  double total = 0;

  dray_random_init (&random, 5);
  for (int i = 0; i < N_MANY; i++)
    values[i] = i % 100 == 0 ? NAN : -14 * log (1 - dray_random_double (&random));
  g_assert_cmpint (dray_chart_add_histogram (chart, "stops", values, N_MANY), ==, 0);
  const DrayChartSeries *series = dray_chart_get_series (chart, 0);
  for (gsize bin = 0; bin < series->n; bin++) {
    double n = 0;

    for (int i = 0; i < N_MANY; i++)
      n += values[i] >= series->x[bin] && values[i] < series->high[bin];
    g_assert_cmpfloat (series->y[bin], ==, n);
    total += n;
  }
  g_assert_cmpfloat (total, ==, N_MANY - N_MANY / 100);
  g_assert_cmpuint (series->n, <, 200);
}

static cairo_surface_t *
paint (DrayChart           *chart,
       const DrayChartView *view)
{
  g_autoptr (DrayChartLayout) layout = dray_chart_layout_new (chart, view);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) view->width, (int) view->height);
  cairo_t *cairo = cairo_create (surface);

  dray_chart_layout_paint (layout, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

/* How many pixels in @from to @until lines from the top are blue rather than grey. */
static int
count_blue (cairo_surface_t *surface,
            int              from,
            int              until)
{
  const unsigned char *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface), n = 0;

  for (int y = from; y < until; y++) {
    const guint32 *row = (const guint32 *) (const void *) (data + (gsize) y * stride);

    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += (int) (row[x] & 0xff) - (int) (row[x] >> 16 & 0xff) > 60;
  }
  return n;
}

static DrayChart *
make_many (DrayChartKind kind)
{
  DrayRandom random;
  g_autofree double *y = g_new (double, N_MANY);
  DrayChart *chart = dray_chart_new (kind, "Many");

  dray_random_init (&random, 3);
  for (int i = 0; i < N_MANY; i++)
    y[i] = 100 + 10 * dray_random_double (&random);
  y[6543] = 1000;
  dray_chart_add_series (chart, "one", DRAY_CHART_DATA, NULL, y, N_MANY);
  return chart;
}

/* One value in ten thousand, thirty to a pixel, is still seen. */
static void
test_a_spike_is_seen (void)
{
  static const DrayChartKind kinds[] = { DRAY_CHART_LINE, DRAY_CHART_AREA, DRAY_CHART_BAR, DRAY_CHART_STACKED_BAR };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (DrayChart) chart = make_many (kinds[i]);
    const DrayChartView view = { .width = 400, .height = 300, .flags = DRAY_CHART_VIEW_PAPER };
    cairo_surface_t *surface = paint (chart, &view);

    g_assert_cmpint (count_blue (surface, 40, 200), >=, 100);
    g_assert_cmpint (count_blue (surface, 40, 200), <, 1000);
    cairo_surface_destroy (surface);
  }
}

static void
test_hidden_is_not_drawn (void)
{
  g_autoptr (DrayChart) chart = make_many (DRAY_CHART_LINE);
  const DrayChartView view = { .width = 400, .height = 300, .flags = DRAY_CHART_VIEW_PAPER, .hidden = 1 };
  g_autoptr (DrayChartLayout) layout = dray_chart_layout_new (chart, &view);
  cairo_surface_t *surface = paint (chart, &view);
  DrayChartHit hit;

  g_assert_cmpint (count_blue (surface, 0, 300), ==, 0);
  g_assert_false (dray_chart_layout_pick (layout, 200, 150, &hit));
  cairo_surface_destroy (surface);
}

/* A chart of every kind, filled so that each has something to be found. */
static DrayChart *
make_any (DrayChartKind  kind,
          DrayRandom    *random)
{
  DrayChart *chart = dray_chart_new (kind, "Any");
  double x[35], y[35], low[35], high[35];

  for (int i = 0; i < 35; i++) {
    x[i] = i * HOUR_US;
    y[i] = 1 + floor (50 * dray_random_double (random));
    low[i] = y[i] - 3;
    high[i] = y[i] + 3;
  }
  if (kind == DRAY_CHART_HEAT_MAP) {
    dray_chart_set_categories (chart, DRAY_CHART_X, hours);
    dray_chart_set_categories (chart, DRAY_CHART_Y, weekdays);
    dray_chart_add_series (chart, "late", DRAY_CHART_DATA, NULL, y, 35);
  } else if (kind == DRAY_CHART_TIME_LINE) {
    dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_TIME, NULL, NULL);
    dray_chart_set_categories (chart, DRAY_CHART_Y, weekdays);
    for (int i = 0; i < 35; i++) {
      y[i] = i % 7;
      high[i] = x[i] + HOUR_US / 2;
    }
    dray_chart_add_intervals (chart, "driving", x, high, y, 35);
  } else if (kind == DRAY_CHART_HISTOGRAM) {
    dray_chart_add_histogram (chart, "stops", y, 35);
  } else {
    dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_TIME, "Hour", NULL);
    if (kind == DRAY_CHART_BAND)
      dray_chart_add_band (chart, "orders", x, low, y, high, 35);
    else
      dray_chart_add_series (chart, "orders", DRAY_CHART_DATA, x, y, 35);
    dray_chart_add_series (chart, "the week before", DRAY_CHART_BEFORE, x, low, 35);
  }
  return chart;
}

/* Whatever is drawn is found where it is drawn. */
static void
test_found_where_drawn (void)
{
  DrayRandom random;

  dray_random_init (&random, 11);
  for (int kind = 0; kind < DRAY_CHART_N_KINDS; kind++) {
    g_autoptr (DrayChart) chart = make_any ((DrayChartKind) kind, &random);
    const DrayChartView view = { .width = 700, .height = 400 };
    g_autoptr (DrayChartLayout) layout = dray_chart_layout_new (chart, &view);
    int n_located = 0;

    for (gsize i = 0; i < dray_chart_get_series (chart, 0)->n; i++) {
      DrayChartHit located, hit;

      if (!dray_chart_layout_locate (layout, 0, i, &located))
        continue;
      n_located++;
      g_assert_true (dray_chart_layout_pick (layout, located.x, located.y + (kind == DRAY_CHART_HEAT_MAP || kind == DRAY_CHART_TIME_LINE ? 2 : 0), &hit));
      g_assert_cmpfloat_with_epsilon (hit.x, located.x, 0.01);
      g_assert_cmpfloat_with_epsilon (hit.y, located.y, 0.01);
    }
    g_assert_cmpint (n_located, >, 0);
    DrayChartHit hit;
    g_assert_false (dray_chart_layout_pick (layout, -40, -40, &hit));
  }
}

static void
test_zoomed_shows_a_part (void)
{
  g_autoptr (DrayChart) chart = make_many (DRAY_CHART_LINE);
  const DrayChartView view = { .width = 400, .height = 300, .x_low = 6540, .x_high = 6546 };
  g_autoptr (DrayChartLayout) layout = dray_chart_layout_new (chart, &view);
  DrayChartHit hit;

  g_assert_true (dray_chart_layout_locate (layout, 0, 6543, &hit));
  g_assert_cmpfloat_with_epsilon (dray_chart_layout_get_value (layout, hit.x), 6543, 1e-6);
  g_assert_false (dray_chart_layout_locate (layout, 0, 7000, &hit));
  g_assert_true (dray_chart_layout_pick (layout, 210, 50, &hit));
  g_assert_cmpuint (hit.index, >=, 6540);
  g_assert_cmpuint (hit.index, <=, 6546);
}

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         n_bytes)
{
  g_byte_array_append (closure, data, n_bytes);
  return CAIRO_STATUS_SUCCESS;
}

/* A PDF of any chart holds no picture made of pixels. */
static void
test_paper_has_no_pixels (void)
{
  DrayRandom random;

  dray_random_init (&random, 2);
  for (int kind = 0; kind < DRAY_CHART_N_KINDS; kind++) {
    g_autoptr (DrayChart) chart = make_any ((DrayChartKind) kind, &random);
    const DrayChartView view = { .width = 500, .height = 300, .flags = DRAY_CHART_VIEW_TITLE | DRAY_CHART_VIEW_LEGEND };
    g_autoptr (DrayChartLayout) layout = dray_chart_layout_new (chart, &view);
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, 500, 300);
    cairo_t *cairo = cairo_create (surface);

    dray_chart_layout_paint (layout, cairo);
    cairo_destroy (cairo);
    cairo_surface_finish (surface);
    g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy (surface);
    g_assert_cmpuint (bytes->len, >, 500);
    g_assert_null (g_strstr_len ((const char *) bytes->data, bytes->len, "%PDF") == NULL ? "no PDF" : NULL);
    g_assert_null (memmem (bytes->data, bytes->len, "/Subtype /Image", 15));
  }
}

static void
test_table_comes_back (void)
{
  g_autoptr (DrayChart) chart = dray_chart_new (DRAY_CHART_BAR, "Orders");
  const double orders[] = { 12.25, NAN, 1e6 / 3 }, before[] = { 1, 2, 3 };
  const char *const names[] = { "Harbour, dock 6", "He said \"no\"", "Mill", NULL };

  dray_chart_set_categories (chart, DRAY_CHART_X, names);
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, NULL, "km");
  dray_chart_add_series (chart, "this week", DRAY_CHART_DATA, NULL, orders, 3);
  dray_chart_add_series (chart, "before", DRAY_CHART_BEFORE, NULL, before, 3);
  g_autofree char *text = dray_chart_dup_csv (chart, ',');
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, (gssize) strlen (text), NULL);
  DrayCsvOptions options = DRAY_CSV_OPTIONS_DEFAULT;
  g_autoptr (DrayCsvReader) reader = dray_csv_reader_new (stream, &options);

  g_assert_cmpint (dray_csv_reader_read (reader, NULL, NULL), ==, DRAY_CSV_ROW);
  g_assert_cmpstr (dray_csv_reader_get_field (reader, 1), ==, "this week (km)");
  for (int i = 0; i < 3; i++) {
    g_assert_cmpint (dray_csv_reader_read (reader, NULL, NULL), ==, DRAY_CSV_ROW);
    g_assert_cmpstr (dray_csv_reader_get_field (reader, 0), ==, names[i]);
    if (isnan (orders[i]))
      g_assert_cmpstr (dray_csv_reader_get_field (reader, 1), ==, "");
    else
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (dray_csv_reader_get_field (reader, 1), NULL), orders[i], 1e-4);
  }
  g_assert_cmpint (dray_csv_reader_read (reader, NULL, NULL), ==, DRAY_CSV_END);
}

static void
test_described (void)
{
  g_autoptr (DrayChart) chart = dray_chart_new (DRAY_CHART_LINE, "On time");
  const double shares[] = { 98, 81.8, 100 };

  g_autofree char *empty = dray_chart_dup_description (chart);
  g_assert_cmpstr (empty, ==, "Line chart: On time. There is no value in it.");
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, NULL, "%");
  dray_chart_set_categories (chart, DRAY_CHART_X, hours);
  dray_chart_add_series (chart, "this Thursday", DRAY_CHART_DATA, NULL, shares, 3);
  dray_chart_add_target (chart, 95, "target 95 %");
  g_autofree char *words = dray_chart_dup_description (chart);
  g_assert_cmpstr (words, ==, "Line chart: On time. this Thursday: 3 values; lowest 09, this Thursday: 81.8 %; highest 12, this Thursday: 100 %. Marked: target 95 %.");
}

/* Numbers as they should not be, sizes without room, nothing at all: drawn, found and described without a fault. */
static void
test_strange_numbers (void)
{
  static const double strange[] = { NAN, INFINITY, -INFINITY, 0, -0.0, 1e300, -1e300, 1e-300, 5e-324, 1e18, -9e18, 1, 2 };
  static const double sizes[] = { 0, 1, 7, 60, 500 };
  DrayRandom random;

  dray_random_init (&random, 77);
  for (int round = 0; round < 400; round++) {
    DrayChartKind kind = (DrayChartKind) (round % DRAY_CHART_N_KINDS);
    g_autoptr (DrayChart) chart = dray_chart_new (kind, round % 2 == 0 ? "" : "Strange");
    gsize n = dray_random_below (&random, 12);
    double columns[4][12];
    DrayChartHit hit;

    for (int c = 0; c < 4; c++) {
      for (int i = 0; i < 12; i++)
        columns[c][i] = strange[dray_random_below (&random, G_N_ELEMENTS (strange))];
    }
    for (int side = 0; side < 2; side++)
      dray_chart_set_axis (chart, (DrayChartSide) side, (DrayChartScale) dray_random_below (&random, 3), "axis", round % 3 == 0 ? "km" : NULL);
    if (round % 4 == 0)
      dray_chart_set_categories (chart, DRAY_CHART_X, weekdays);
    dray_chart_add_series (chart, "one", DRAY_CHART_DATA, columns[0], columns[1], n);
    dray_chart_add_band (chart, "two", columns[0], columns[1], columns[2], columns[3], n);
    dray_chart_add_intervals (chart, "three", columns[1], columns[2], columns[3], n);
    dray_chart_add_histogram (chart, "four", columns[2], n);
    const DrayChartView view = { .width = sizes[round % 5], .height = sizes[round / 5 % 5], .theme = (DrayChartTheme) (round % 2), .flags = (DrayChartViewFlags) (round % 8) };
    g_autoptr (DrayChartLayout) layout = dray_chart_layout_new (chart, &view);
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 500, 500);
    cairo_t *cairo = cairo_create (surface);
    dray_chart_layout_paint (layout, cairo);
    if (dray_chart_layout_pick (layout, view.width / 2, view.height / 2, &hit)) {
      g_autofree char *words = dray_chart_dup_point (chart, hit.series, hit.index);

      dray_chart_layout_paint_hit (layout, &hit, cairo);
      g_assert_true (g_utf8_validate (words, -1, NULL));
    }
    g_autofree char *description = dray_chart_dup_description (chart), *table = dray_chart_dup_csv (chart, '\t');
    g_assert_true (g_utf8_validate (description, -1, NULL) && g_utf8_validate (table, -1, NULL));
    cairo_destroy (cairo);
    cairo_surface_destroy (surface);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draw/chart/numbers-are-marked-round", test_round_numbers);
  g_test_add_func ("/draw/chart/a-day-of-25-hours-is-marked-by-its-own-clock", test_day_of_25_hours);
  g_test_add_func ("/draw/chart/values-in-words", test_values_in_words);
  g_test_add_func ("/draw/chart/histogram-counts-each-once", test_histogram_counts_each_once);
  g_test_add_func ("/draw/chart/a-spike-among-ten-thousand-is-seen", test_a_spike_is_seen);
  g_test_add_func ("/draw/chart/hidden-is-neither-drawn-nor-found", test_hidden_is_not_drawn);
  g_test_add_func ("/draw/chart/every-kind-is-found-where-it-is-drawn", test_found_where_drawn);
  g_test_add_func ("/draw/chart/zoomed-shows-a-part", test_zoomed_shows_a_part);
  g_test_add_func ("/draw/chart/paper-has-no-pixels", test_paper_has_no_pixels);
  g_test_add_func ("/draw/chart/table-comes-back", test_table_comes_back);
  g_test_add_func ("/draw/chart/described-in-words", test_described);
  g_test_add_func ("/draw/chart/strange-numbers", test_strange_numbers);
  return g_test_run ();
}
