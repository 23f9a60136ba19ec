/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"
#include "dray-county-private.h"

#include <math.h>

/* What covers the land, as areas: built-up where people live, forest, farmland, marsh at the mouths of rivers, sand where the shore is
 * flat. Their outlines are contours of the rasters, softened. */

static GArray *
soften_twice (const GArray *ring)
{
  GArray *soft = dray_line_new ();

  for (guint k = 0; k < ring->len; k++) {
    DrayXY a = dray_line_at (ring, k), b = dray_line_at (ring, (k + 1) % ring->len);
    DrayXY corners[2] = { dray_xy_mix (a, b, 0.25), dray_xy_mix (a, b, 0.75) };

    g_array_append_vals (soft, corners, 2);
  }
  return soft;
}

/* Whether streets of a settlement run in the ring, or nobody can live there. */
static gboolean
has_streets (DrayCounty   *self,
             const GArray *ring)
{
  DrayXY low = dray_line_at (ring, 0), high = low;
  int n_near = 0, n_tried = 0;
  DrayNetHit hit;

  for (guint i = 1; i < ring->len; i++) {
    DrayXY at = dray_line_at (ring, i);

    low = dray_xy (MIN (low.x, at.x), MIN (low.y, at.y));
    high = dray_xy (MAX (high.x, at.x), MAX (high.y, at.y));
  }
  for (int k = 0; k < 100; k++) {
    DrayXY at = dray_xy (low.x + (high.x - low.x) * (k % 10 + 0.5) / 10, low.y + (high.y - low.y) * (k / 10 + 0.5) / 10);

    if (!dray_line_contains (ring, at))
      continue;
    n_tried++;
    n_near += dray_net_nearest (self->net, at, 220, DRAY_NET_BIT (DRAY_NET_RESIDENTIAL) | DRAY_NET_BIT (DRAY_NET_LIVING), &hit);
  }
  return n_tried == 0 || 4 * n_near > n_tried;
}

/* Adds an area for every contour ring of at least @least_m2, with its holes. */
static void
add_contours (DrayCounty       *self,
              const DrayRaster *raster,
              double            level,
              double            least_m2,
              const char       *key,
              const char       *value,
              gboolean          with_streets)
{
  g_autoptr (GPtrArray) rings = dray_raster_contour (raster, level);
  guint first = self->areas->len;

  for (guint r = 0; r < rings->len; r++) {
    const GArray *ring = g_ptr_array_index (rings, r);

    if (dray_line_area (ring) >= least_m2 && (!with_streets || has_streets (self, ring)))
      dray_county_add_area (self, key, value, NULL, soften_twice (ring));
  }
  for (guint r = 0; r < rings->len; r++) {
    const GArray *ring = g_ptr_array_index (rings, r);

    if (dray_line_area (ring) > -least_m2)
      continue;
    for (guint k = first; k < self->areas->len; k++) {
      DrayCountyArea *area = &g_array_index (self->areas, DrayCountyArea, k);

      if (dray_line_contains (g_ptr_array_index (area->rings, 0), dray_line_at (ring, 0))) {
        g_ptr_array_add (area->rings, soften_twice (ring));
        break;
      }
    }
  }
}

/* Fields lie on the flat between the villages and leave to forest what is forest. */
static DrayRaster *
lay_fields (const DrayCounty *self)
{
  DrayRaster *fields = dray_raster_new_like (self->relief);

  for (int i = 0; i < fields->nx * fields->ny; i++) {
    DrayXY at = dray_raster_at (fields, i % fields->nx, i / fields->nx);
    double mood = dray_noise_fbm (self->seed + 121, at.x / 2600, at.y / 2600, 4) + 0.12;
    gboolean free = self->relief->values[i] > 3 && self->relief->values[i] < 150 && self->density->values[i] < 0.03f && self->forest->values[i] < 0;

    fields->values[i] = (float) (free ? mood : -0.3);
  }
  return fields;
}

/* Reeds stand where the smaller rivers come to the sea. */
static void
add_marshes (DrayCounty *self)
{
  for (guint r = 1; r < self->rivers->len; r++) {
    const DrayCountyRiver *river = &g_array_index (self->rivers, DrayCountyRiver, r);
    guint k = river->line->len - 1;

    if (dray_raster_sample (self->relief, dray_line_at (river->line, k)) > 0)
      continue;
    while (k > 0 && dray_raster_sample (self->relief, dray_line_at (river->line, k)) < 2.5)
      k--;
    DrayXY middle = dray_line_at (river->line, k);

    if (dray_raster_sample (self->density, middle) > 0.1)
      continue;
    GArray *ring = dray_line_new ();
    for (int i = 0; i < 24; i++) {
      double angle = i * 2 * G_PI / 24;
      double radius = 330 * sqrt (self->scale) * (1 + 0.5 * dray_noise (self->seed + 131 + r, cos (angle) * 1.3, sin (angle) * 1.3));
      DrayXY at = dray_xy (middle.x + radius * cos (angle), middle.y + radius * sin (angle));

      while (radius > 20 && dray_raster_sample (self->relief, at) < 0.4) {
        radius -= 15;
        at = dray_xy (middle.x + radius * cos (angle), middle.y + radius * sin (angle));
      }
      g_array_append_val (ring, at);
    }
    dray_county_add_area (self, "natural", "wetland", NULL, ring);
  }
}

void
dray_county_draw_land (DrayCounty *self)
{
  g_autoptr (DrayRaster) fields = lay_fields (self);
  g_autoptr (DrayRaster) trees = dray_raster_new_like (self->forest);
  double cell = self->relief->cell_m * self->relief->cell_m;

  for (int i = 0; i < trees->nx * trees->ny; i++)
    trees->values[i] = MIN (self->forest->values[i], 0.35f - 6 * self->density->values[i]);
  add_contours (self, fields, 0, 24 * cell, "landuse", "farmland", FALSE);
  for (int i = 0; i < fields->nx * fields->ny; i++)
    fields->values[i] = MIN (self->density->values[i], 0.03f * self->relief->values[i]);
  add_contours (self, fields, 0.045, 3 * cell, "landuse", "residential", TRUE);
  add_contours (self, trees, 0, 6 * cell, "natural", "wood", FALSE);
  add_marshes (self);
}
