/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"
#include "dray-county-private.h"

#include <math.h>

/* Where land and water meet: the coast from the relief's contour, roughened, with the piers of the port let into it; and the banks of
 * the rivers. Both become lines of the net, so that a street that is being traced meets them like any other line. */

/* The place of @at along the quay and towards the sea, metres. */
static DrayXY
from_quay (const DrayCounty *self,
           DrayXY            at)
{
  DrayXY from = dray_xy_sub (at, self->quay_from);

  return dray_xy (dray_xy_dot (from, self->quay_along), -dray_xy_dot (from, dray_xy_left (self->quay_along)));
}

static DrayXY
at_quay (const DrayCounty *self,
         double            along,
         double            seaward)
{
  return dray_xy_along (dray_xy_along (self->quay_from, self->quay_along, along), dray_xy_left (self->quay_along), -seaward);
}

static gboolean
is_quay (const DrayCounty *self,
         DrayXY            at)
{
  DrayXY place = from_quay (self, at);

  return place.x > -10 && place.x < self->quay_length_m + 10 && fabs (place.y) < 60 * MAX (1, self->relief->cell_m / 50);
}

/* The straight quay with its piers, in the direction of the coast. */
static void
append_quay (DrayCounty *self,
             GArray     *ring)
{
  int n_piers = CLAMP ((int) (self->quay_length_m / 520), 3, 7);
  double pitch = self->quay_length_m / n_piers, reach = CLAMP (self->quay_length_m * 0.22, 260, 900);

  for (int i = 0; i < n_piers; i++) {
    double from = (i + 0.33) * pitch, to = from + pitch * 0.36;
    double out = reach * (0.7 + 0.5 * dray_noise_unit (self->seed + 71, i, 0));
    DrayXY corners[4] = { at_quay (self, from, 0), at_quay (self, from, out), at_quay (self, to, out), at_quay (self, to, 0) };

    DrayCountyPier pier = { from, to, out };

    g_array_append_val (self->piers, pier);
    g_array_append_vals (ring, corners, 4);
  }
}

/* Puts points between those of @ring and moves them a little to either side, as rocks and sand do. */
static GArray *
roughen (const DrayCounty *self,
         const GArray     *ring)
{
  GArray *rough = dray_line_new ();

  for (guint k = 0; k < ring->len; k++) {
    DrayXY a = dray_line_at (ring, k), b = dray_line_at (ring, (k + 1) % ring->len);
    DrayXY normal = dray_xy_left (dray_xy_unit (dray_xy_sub (b, a)));
    double length = dray_xy_distance (a, b);
    int n = is_quay (self, a) || is_quay (self, b) ? 1 : CLAMP ((int) (length / 18), 1, 6);

    for (int i = 0; i < n; i++) {
      double t = (double) i / n;
      DrayXY at = dray_xy_mix (a, b, t);
      double bend = i == 0 ? 0 : 0.16 * length * dray_noise_fbm (self->seed + 81, at.x / 90, at.y / 90, 3);
      DrayXY moved = dray_xy_along (at, normal, bend);

      g_array_append_val (rough, moved);
    }
  }
  return rough;
}

static GArray *
soften (const GArray *ring)
{
  GArray *soft = dray_line_new ();

  for (guint k = 0; k < ring->len; k++) {
    DrayXY a = dray_line_at (ring, k), b = dray_line_at (ring, (k + 1) % ring->len);
    DrayXY corners[2] = { dray_xy_mix (a, b, 0.25), dray_xy_mix (a, b, 0.75) };

    g_array_append_vals (soft, corners, 2);
  }
  return soft;
}

/* Takes the stretch of the coast that the quay replaces out of @ring and puts the piers there. */
static GArray *
build_quay (DrayCounty   *self,
            const GArray *ring)
{
  GArray *built = dray_line_new ();
  guint start = 0;
  gboolean any = FALSE, inside = FALSE;

  for (guint k = 0; k < ring->len; k++) {
    if (is_quay (self, dray_line_at (ring, k)))
      any = TRUE;
    else
      start = k;
  }
  if (!any) {
    g_array_append_vals (built, ring->data, ring->len);
    return built;
  }
  for (guint i = 0; i < ring->len; i++) {
    DrayXY at = dray_line_at (ring, (start + i) % ring->len);

    if (is_quay (self, at)) {
      if (!inside)
        append_quay (self, built);
      inside = TRUE;
    } else {
      g_array_append_val (built, at);
    }
  }
  return built;
}

static void
draw_coast (DrayCounty *self)
{
  g_autoptr (GPtrArray) rings = dray_raster_contour (self->relief, 0);

  for (guint r = 0; r < rings->len; r++) {
    const GArray *ring = g_ptr_array_index (rings, r);
    double area = dray_line_area (ring);

    /* Islets stay, puddles and specks don't. */
    if (area < 0 || area < 12 * self->relief->cell_m * self->relief->cell_m)
      continue;
    g_autoptr (GArray) soft = soften (ring);
    g_autoptr (GArray) rough = roughen (self, soft);
    GArray *built = build_quay (self, rough);

    g_ptr_array_add (self->shores, built);
    dray_net_add_line (self->net, DRAY_NET_COAST, built, TRUE);
  }
}

/* The outline of a river, its water to the left. */
static GArray *
outline (const DrayCountyRiver *river)
{
  GArray *ring = dray_line_new ();
  guint n = river->line->len;

  for (guint i = 0; i < 2 * n; i++) {
    guint k = i < n ? i : 2 * n - 1 - i;
    DrayXY at = dray_line_at (river->line, k);
    DrayXY before = dray_line_at (river->line, k > 0 ? k - 1 : 0), after = dray_line_at (river->line, MIN (k + 1, n - 1));
    DrayXY right = dray_xy_scale (dray_xy_left (dray_xy_unit (dray_xy_sub (after, before))), i < n ? -1 : 1);
    DrayXY bank = dray_xy_along (at, right, g_array_index (river->width_m, double, k) / 2);

    g_array_append_val (ring, bank);
  }
  return ring;
}

static void
draw_banks (DrayCounty *self)
{
  for (guint r = 0; r < self->rivers->len; r++) {
    const DrayCountyRiver *river = &g_array_index (self->rivers, DrayCountyRiver, r);
    GArray *ring = outline (river);

    dray_net_add_line (self->net, DRAY_NET_BANK, ring, TRUE);
    dray_county_add_area (self, "natural", "water", NULL, ring);
  }
}

void
dray_county_draw_shore (DrayCounty *self)
{
  draw_coast (self);
  draw_banks (self);
}
