/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-insight.h"

#include "dray-chart-layout.h"
#include "dray-random.h"

#define N_POINTS 10000
#define N_ROUNDS 15
#define WIDTH 800
#define HEIGHT 300

/* Four charts as the Insight view shows them, each laid out and painted anew as after a change of its data. */

static DrayChart *
make_chart (DrayChartKind  kind,
            DrayRandom    *random)
{
  DrayChart *chart = dray_chart_new (kind, "Ten thousand points");
  g_autofree double *x = g_new (double, N_POINTS), *y = g_new (double, N_POINTS);
  g_autofree double *low = g_new (double, N_POINTS), *high = g_new (double, N_POINTS);
  double level = 500;

  for (int i = 0; i < N_POINTS; i++) {
    level += 20 * dray_random_double (random) - 10;
    x[i] = kind == DRAY_CHART_SCATTER ? 1000 * dray_random_double (random) : i * 60.0 * G_USEC_PER_SEC;
    y[i] = level;
    low[i] = level - 40;
    high[i] = level + 40;
  }
  dray_chart_set_axis (chart, DRAY_CHART_X, kind == DRAY_CHART_SCATTER ? DRAY_CHART_NUMBER : DRAY_CHART_TIME, "x", NULL);
  if (kind == DRAY_CHART_BAND)
    dray_chart_add_band (chart, "one", x, low, y, high, N_POINTS);
  else
    dray_chart_add_series (chart, "one", DRAY_CHART_DATA, x, y, N_POINTS);
  return chart;
}

static void
paint (DrayChart *chart)
{
  const DrayChartView view = { .width = WIDTH, .height = HEIGHT, .flags = DRAY_CHART_VIEW_TITLE | DRAY_CHART_VIEW_PAPER };
  g_autoptr (DrayChartLayout) layout = dray_chart_layout_new (chart, &view);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cairo = cairo_create (surface);

  dray_chart_layout_paint (layout, cairo);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

void
dray_bench_charts (void)
{
  static const DrayChartKind kinds[] = { DRAY_CHART_LINE, DRAY_CHART_AREA, DRAY_CHART_BAND, DRAY_CHART_SCATTER };
  DrayChart *charts[G_N_ELEMENTS (kinds)];
  double ms[N_ROUNDS];
  DrayRandom random;

  dray_random_init (&random, 9);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    charts[i] = make_chart (kinds[i], &random);
  paint (charts[0]);
  for (int round = 0; round < N_ROUNDS; round++) {
    double begin_s = dray_bench_cpu_s ();

    for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
      paint (charts[i]);
    ms[round] = 1000 * (dray_bench_cpu_s () - begin_s);
  }
  dray_bench_report ("charts-4x10k-ms", dray_bench_median (ms, N_ROUNDS), "ms", DRAY_BENCH_CPU,
                     "median of %d: line, area, band and scatter of %d points, %d x %d", N_ROUNDS, N_POINTS, WIDTH, HEIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    dray_chart_unref (charts[i]);
}
