/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-field-private.h"
#include "dray-county-noise-private.h"

#include <math.h>

/* The field of directions. Round an old core it is radial, in the quarters it is the grid that each was laid out on, by water and main
 * roads it follows them, and everything fades into everything else.
 *
 * Source: Chen et al., "Interactive procedural street modeling" (2008). Theirs is a field of tensors with a major and a minor arm; ours
 * has four equal arms (an angle modulo 90 degrees), because whether streets run along or across is decided by who grew first. */

static void
lean (DrayCountyField *self,
      int              i,
      double           angle,
      double           weight)
{
  self->cosine->values[i] += (float) (weight * cos (4 * angle));
  self->sine->values[i] += (float) (weight * sin (4 * angle));
}

typedef struct {
  DrayXY at;
  double radius_m;
  double angle;    /* of a grid; ignored where it is radial */
  double weight;
  gboolean radial;
} Basis;

static void
spread_basis (DrayCountyField *self,
              const Basis     *basis)
{
  const DrayRaster *grid = self->cosine;
  double reach = 2.2 * basis->radius_m;
  int left = MAX (0, (int) ((basis->at.x - reach - grid->origin.x) / grid->cell_m)), low = MAX (0, (int) ((basis->at.y - reach - grid->origin.y) / grid->cell_m));
  int right = MIN (grid->nx - 1, (int) ((basis->at.x + reach - grid->origin.x) / grid->cell_m));
  int high = MIN (grid->ny - 1, (int) ((basis->at.y + reach - grid->origin.y) / grid->cell_m));

  for (int row = low; row <= high; row++) {
    for (int column = left; column <= right; column++) {
      DrayXY from = dray_xy_sub (dray_raster_at (grid, column, row), basis->at);
      double d = dray_xy_length (from) / basis->radius_m;

      lean (self, row * grid->nx + column, basis->radial ? atan2 (from.y, from.x) : basis->angle, basis->weight * exp (-d * d));
    }
  }
}

static void
spread_places (DrayCountyField *self,
               DrayCounty      *county)
{
  for (guint i = 0; i < county->places->len; i++) {
    const DrayCountyPlace *place = dray_county_place (county, i);
    int n_quarters = CLAMP ((int) (place->radius_m * place->radius_m / 6.0e5), 1, 120);
    Basis core = { place->at, place->radius_m * 0.2, 0, 0.8, TRUE };

    spread_basis (self, &core);
    for (int k = 0; k < n_quarters; k++) {
      double r = place->radius_m * sqrt (dray_random_double (&county->random)), turn = 2 * G_PI * dray_random_double (&county->random);
      double size = MIN (place->radius_m * 0.5, 420 + 500 * dray_random_double (&county->random));
      Basis quarter = { dray_xy (place->at.x + r * cos (turn), place->at.y + r * sin (turn)), size,
                        turn + 0.9 * (dray_random_double (&county->random) - 0.5), 0.9, FALSE };

      spread_basis (self, &quarter);
    }
  }
}

/* Along main roads and water, streets run with them or straight at them. */
static void
spread_lines (DrayCountyField *self,
              DrayCounty      *county)
{
  const DrayRaster *grid = self->cosine;
  const DrayNet *net = county->net;
  int reach = MAX (1, (int) (170 / grid->cell_m));

  for (guint32 v = 0; v < net->vertices->len; v++) {
    if (dray_net_vertex (net, v)->next == DRAY_NET_NONE)
      continue;
    DrayXY a = dray_net_at (net, v), b = dray_net_end (net, v), middle = dray_xy_mix (a, b, 0.5);
    DrayNetKind kind = dray_net_kind (net, v);
    double length = dray_xy_distance (a, b), angle = atan2 (b.y - a.y, b.x - a.x);
    double weight = (kind == DRAY_NET_COAST || kind == DRAY_NET_BANK ? 0.6 : 1.0) * MIN (length, 60) / 30;
    int index = dray_raster_index (grid, middle), column = index % grid->nx, row = index / grid->nx;

    for (int y = MAX (0, row - reach); y <= MIN (grid->ny - 1, row + reach); y++) {
      for (int x = MAX (0, column - reach); x <= MIN (grid->nx - 1, column + reach); x++) {
        double d = dray_xy_distance (dray_raster_at (grid, x, y), middle) / 100;

        lean (self, y * grid->nx + x, angle, weight * exp (-d * d));
      }
    }
  }
}

static void
spread_noise (DrayCountyField *self,
              DrayCounty      *county)
{
  const DrayRaster *grid = self->cosine;

  for (int row = 0; row < grid->ny; row++) {
    for (int column = 0; column < grid->nx; column++) {
      DrayXY at = dray_raster_at (grid, column, row);

      lean (self, row * grid->nx + column, 2.2 * dray_noise_fbm (county->seed + 101, at.x / 1900, at.y / 1900, 2), 0.22);
    }
  }
}

DrayCountyField *
dray_county_field_new (DrayCounty *county)
{
  DrayCountyField *self = g_new0 (DrayCountyField, 1);
  double cell = CLAMP (50 * sqrt (county->scale), 45, 130);

  self->cosine = dray_raster_new (county->relief->origin, cell, (int) (county->width_m / cell) + 2, (int) (county->height_m / cell) + 2);
  self->sine = dray_raster_new_like (self->cosine);
  spread_noise (self, county);
  spread_places (self, county);
  spread_lines (self, county);
  return self;
}

void
dray_county_field_free (DrayCountyField *self)
{
  dray_raster_free (self->cosine);
  dray_raster_free (self->sine);
  g_free (self);
}

/* The arm of the cross at @at that is nearest to @heading, a unit vector. */
DrayXY
dray_county_field_arm (const DrayCountyField *self,
                       DrayXY                 at,
                       DrayXY                 heading)
{
  double angle = atan2 (dray_raster_sample (self->sine, at), dray_raster_sample (self->cosine, at)) / 4;
  DrayXY arm = dray_xy (cos (angle), sin (angle));
  double along = dray_xy_dot (arm, heading), across = dray_xy_dot (dray_xy_left (arm), heading);

  if (fabs (along) >= fabs (across))
    return along >= 0 ? arm : dray_xy_scale (arm, -1);
  return across >= 0 ? dray_xy_left (arm) : dray_xy_scale (dray_xy_left (arm), -1);
}
