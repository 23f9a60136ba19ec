/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-raster-private.h"

#include <math.h>

/* Lines and rings of the county: smoothing, offsets, measures. */

GArray *
dray_line_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (DrayXY));
}

double
dray_line_length (const GArray *line)
{
  double length = 0.0;

  for (guint i = 1; i < line->len; i++)
    length += dray_xy_distance (dray_line_at (line, i - 1), dray_line_at (line, i));
  return length;
}

/* Square metres, positive when the ring runs counter-clockwise. */
double
dray_line_area (const GArray *ring)
{
  double twice = 0.0;

  for (guint i = 0; i < ring->len; i++)
    twice += dray_xy_cross (dray_line_at (ring, i), dray_line_at (ring, (i + 1) % ring->len));
  return twice / 2;
}

gboolean
dray_line_contains (const GArray *ring,
                    DrayXY        at)
{
  gboolean inside = FALSE;

  for (guint i = 0, j = ring->len - 1; i < ring->len; j = i++) {
    DrayXY a = dray_line_at (ring, i), b = dray_line_at (ring, j);

    if ((a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x)
      inside = !inside;
  }
  return inside;
}

/* The control point @i, mirrored through the end points of an open line so that its curve begins and ends at them. */
static DrayXY
control_at (const GArray *control,
            int           i,
            gboolean      closed)
{
  int n = (int) control->len;

  if (closed)
    return dray_line_at (control, (guint) ((i + n) % n));
  if (i < 0)
    return dray_xy_sub (dray_xy_scale (dray_line_at (control, 0), 2), dray_line_at (control, 1));
  if (i >= n)
    return dray_xy_sub (dray_xy_scale (dray_line_at (control, (guint) n - 1), 2), dray_line_at (control, (guint) n - 2));
  return dray_line_at (control, (guint) i);
}

/**
 * dray_line_spline:
 *
 * The uniform cubic B-spline of @control: it passes near the points, never sharply, and begins and ends at the first and the last of
 * an open line. Curvature is continuous, which is what roads and rivers have.
 */
GArray *
dray_line_spline (const GArray *control,
                  double        step_m,
                  gboolean      closed)
{
  GArray *curve = dray_line_new ();
  int n_spans = (int) control->len - (closed ? 0 : 1);

  if (control->len < 2) {
    g_array_append_vals (curve, control->data, control->len);
    return curve;
  }
  for (int span = 0; span < n_spans; span++) {
    DrayXY p0 = control_at (control, span - 1, closed), p1 = control_at (control, span, closed);
    DrayXY p2 = control_at (control, span + 1, closed), p3 = control_at (control, span + 2, closed);
    int n_steps = CLAMP ((int) (dray_xy_distance (p1, p2) / step_m + 0.5), 1, 1000);

    for (int i = 0; i < n_steps; i++) {
      double t = (double) i / n_steps, s = 1 - t;
      double w0 = s * s * s / 6, w1 = (3 * t * t * t - 6 * t * t + 4) / 6, w2 = (3 * s * s * s - 6 * s * s + 4) / 6, w3 = t * t * t / 6;
      DrayXY at = dray_xy (w0 * p0.x + w1 * p1.x + w2 * p2.x + w3 * p3.x, w0 * p0.y + w1 * p1.y + w2 * p2.y + w3 * p3.y);

      g_array_append_val (curve, at);
    }
  }
  if (!closed)
    g_array_append_vals (curve, &g_array_index (control, DrayXY, control->len - 1), 1);
  return curve;
}

/* The line @left_m to the left of @line, its corners mitred. */
GArray *
dray_line_offset (const GArray *line,
                  double        left_m)
{
  GArray *offset = dray_line_new ();

  for (guint i = 0; i < line->len; i++) {
    DrayXY at = dray_line_at (line, i);
    DrayXY before = dray_xy_unit (dray_xy_sub (i > 0 ? at : dray_line_at (line, 1), i > 0 ? dray_line_at (line, i - 1) : at));
    DrayXY after = i + 1 < line->len ? dray_xy_unit (dray_xy_sub (dray_line_at (line, i + 1), at)) : before;
    DrayXY normal = dray_xy_left (dray_xy_unit (dray_xy_add (before, after)));
    double stretch = 1.0 / MAX (0.5, dray_xy_dot (normal, dray_xy_left (before)));
    DrayXY moved = dray_xy_along (at, normal, left_m * stretch);

    g_array_append_val (offset, moved);
  }
  return offset;
}

/* Points about every @step_m along @line, both ends kept. */
GArray *
dray_line_resample (const GArray *line,
                    double        step_m)
{
  GArray *even = dray_line_new ();
  double length = dray_line_length (line);
  int n = MAX (1, (int) (length / step_m + 0.5));
  double step = length / n, passed = 0.0, due = step;

  g_array_append_vals (even, line->data, 1);
  for (guint i = 1; i < line->len && (int) even->len < n; i++) {
    DrayXY a = dray_line_at (line, i - 1), b = dray_line_at (line, i);
    double d = dray_xy_distance (a, b);

    for (; due <= passed + d && (int) even->len < n; due += step) {
      DrayXY at = dray_xy_mix (a, b, (due - passed) / MAX (d, 1e-9));

      g_array_append_val (even, at);
    }
    passed += d;
  }
  g_array_append_vals (even, &g_array_index (line, DrayXY, line->len - 1), 1);
  return even;
}
