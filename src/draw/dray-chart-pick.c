/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-layout-private.h"

#include <math.h>

/* What is under the pointer: the nearest point of the nearest line, the bar in whose column it is, the dot within reach. */

#define REACH 14.0

/**
 * dray_chart_layout_locate:
 * @hit: (out): where the point is drawn
 *
 * Returns: whether the series is shown and the point has a value in view
 */
gboolean
dray_chart_layout_locate (const DrayChartLayout *self,
                          int                    number,
                          gsize                  index,
                          DrayChartHit          *hit)
{
  g_return_val_if_fail (self != NULL && hit != NULL, FALSE);

  cairo_rectangle_t box;

  if (number < 0 || number >= dray_chart_get_n_series (self->chart) || !dray_chart_layout_shows (self, number))
    return FALSE;
  const DrayChartSeries *series = dray_chart_get_series (self->chart, number);

  if (index >= series->n)
    return FALSE;
  *hit = (DrayChartHit) { number, index, 0, 0 };
  if (dray_chart_layout_get_box (self, number, index, &box)) {
    hit->x = box.x + box.width / 2;
    hit->y = box.y;
  } else if (isfinite (series->x[index]) && isfinite (series->y[index])) {
    hit->x = dray_chart_layout_x (self, series->x[index]);
    hit->y = dray_chart_layout_y (self, series->y[index]);
  } else {
    return FALSE;
  }
  return hit->x >= self->plot.x - 1 && hit->x <= self->plot.x + self->plot.width + 1;
}

/* How far the point is from the pointer: of lines first across, then up and down; of bars across; of dots straight. */
static double
measure_far (const DrayChartLayout *self,
             const DrayChartHit    *hit,
             double                 x,
             double                 y)
{
  DrayChartKind kind = dray_chart_get_kind (self->chart);
  cairo_rectangle_t box;

  if (kind == DRAY_CHART_SCATTER)
    return hypot (hit->x - x, hit->y - y);
  if (dray_chart_layout_get_box (self, hit->series, hit->index, &box)) {
    double across = MAX (MAX (box.x - x, x - box.x - box.width), 0), down = MAX (MAX (box.y - y, y - box.y - box.height), 0);

    return kind == DRAY_CHART_HEAT_MAP || kind == DRAY_CHART_TIME_LINE ? across + down : across * 1000 + down;
  }
  return fabs (hit->x - x) * 1000 + fabs (hit->y - y);
}

/* Of a sorted series only what is in the pointer's neighbourhood is looked at. */
static void
find_window (const DrayChartLayout *self,
             const DrayChartSeries *series,
             double                 x,
             gsize                 *from,
             gsize                 *until)
{
  double value = dray_chart_layout_get_value (self, x);
  gsize low = 0, high = series->n;

  *from = 0;
  *until = series->n;
  if (!series->is_sorted || !dray_chart_kind_has_lines (dray_chart_get_kind (self->chart)))
    return;
  while (low < high) {
    gsize middle = (low + high) / 2;

    if (series->x[middle] < value)
      low = middle + 1;
    else
      high = middle;
  }
  *from = low > 0 ? low - 1 : 0;
  *until = MIN (low + 1, series->n);
  while (*from > 0 && !isfinite (series->y[*from]))
    (*from)--;
  while (*until < series->n && !isfinite (series->y[*until - 1]))
    (*until)++;
}

/**
 * dray_chart_layout_pick:
 * @hit: (out): the point, and where it is drawn
 *
 * Returns: whether there is a point under or near the pointer at @x, @y
 */
gboolean
dray_chart_layout_pick (const DrayChartLayout *self,
                        double                 x,
                        double                 y,
                        DrayChartHit          *hit)
{
  g_return_val_if_fail (self != NULL && hit != NULL, FALSE);

  DrayChartKind kind = dray_chart_get_kind (self->chart);
  double best = INFINITY;

  if (x < self->plot.x - REACH || x > self->plot.x + self->plot.width + REACH || y < self->plot.y - REACH || y > self->plot.y + self->plot.height + REACH)
    return FALSE;
  for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
    const DrayChartSeries *series = dray_chart_get_series (self->chart, s);
    gsize from, until;

    find_window (self, series, x, &from, &until);
    for (gsize i = from; i < until; i++) {
      DrayChartHit each;
      double far;

      if (!dray_chart_layout_locate (self, s, i, &each) || (far = measure_far (self, &each, x, y)) >= best)
        continue;
      best = far;
      *hit = each;
    }
  }
  if (kind == DRAY_CHART_SCATTER || kind == DRAY_CHART_HEAT_MAP || kind == DRAY_CHART_TIME_LINE)
    return best <= REACH;
  return isfinite (best);
}
