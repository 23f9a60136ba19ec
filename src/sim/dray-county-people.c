/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"
#include "dray-county-private.h"

#include <math.h>
#include <string.h>

/* The people: a port city where the main river meets the bay, towns by rivers and inlets, villages on the farmland, kept apart by
 * size; and from them the density that everything later looks at. */

#define CITY_RADIUS_M 4300
#define TOWN_RADIUS_M 1900
#define VILLAGE_RADIUS_M 760

/* How far from @at the water of a river is, metres from the nearest bank; negative in it. */
static double
river_distance (const DrayCounty *self,
                DrayXY            at)
{
  double best = G_MAXDOUBLE;

  for (guint r = 0; r < self->rivers->len; r++) {
    const DrayCountyRiver *river = &g_array_index (self->rivers, DrayCountyRiver, r);

    for (guint k = 0; k < river->line->len; k++) {
      double d = dray_xy_distance (at, dray_line_at (river->line, k)) - g_array_index (river->width_m, double, k) / 2;

      best = MIN (best, d);
    }
  }
  return best;
}

/* How much of the ground within @radius_m is land, 0 to 1. */
static double
land_share (const DrayCounty *self,
            DrayXY            at,
            double            radius_m)
{
  int n_land = 0;

  for (int i = 0; i < 64; i++) {
    double r = radius_m * sqrt ((i + 0.5) / 64), angle = i * 2.39996;

    n_land += dray_raster_sample (self->relief, dray_xy (at.x + r * cos (angle), at.y + r * sin (angle))) > 1;
  }
  return n_land / 64.0;
}

/* The point of @river where it reaches the sea. */
static guint
mouth_of (const DrayCounty      *self,
          const DrayCountyRiver *river)
{
  guint k = river->line->len - 1;

  while (k > 0 && dray_raster_sample (self->relief, dray_line_at (river->line, k)) <= 0)
    k--;
  return k;
}

static DrayCountyPlace *
add_place (DrayCounty    *self,
           DrayCountyRank rank,
           DrayXY         at,
           double         radius_m)
{
  DrayCountyPlace place = { .rank = rank, .at = at, .radius_m = radius_m };

  g_array_append_val (self->places, place);
  return dray_county_place (self, self->places->len - 1);
}

/* Lays the straight quay along the coast on the city's side of the mouth, by raising what is sea behind it. */
static void
lay_quay (DrayCounty *self,
          DrayXY      mouth,
          DrayXY      city,
          double      radius_m)
{
  g_autoptr (GPtrArray) rings = dray_raster_contour (self->relief, 0);
  const GArray *shore = NULL;
  guint nearest = 0;
  double best = G_MAXDOUBLE;

  for (guint r = 0; r < rings->len; r++) {
    const GArray *ring = g_ptr_array_index (rings, r);

    for (guint k = 0; k < ring->len; k++) {
      double d = dray_xy_distance (dray_line_at (ring, k), mouth);

      if (d < best) {
        best = d;
        nearest = k;
        shore = ring;
      }
    }
  }
  g_return_if_fail (shore != NULL);

  int n = (int) shore->len, forward = 1;
  DrayXY ahead = dray_line_at (shore, (nearest + 8) % shore->len), behind = dray_line_at (shore, (guint) ((int) nearest + n - 8) % shore->len);

  if (dray_xy_distance (ahead, city) > dray_xy_distance (behind, city))
    forward = -1;

  DrayXY ends[2] = { mouth, mouth };
  int n_found = 0;

  for (int k = 0; k < n && n_found < 2; k++) {
    DrayXY at = dray_line_at (shore, (guint) ((((int) nearest + forward * k) % n + n) % n));
    double reach = n_found == 0 ? dray_xy_distance (mouth, at) : dray_xy_distance (ends[0], at);

    if (reach >= radius_m * (n_found == 0 ? 0.16 : 0.82))
      ends[n_found++] = at;
  }
  if (n_found < 2)
    return;
  self->quay_from = forward > 0 ? ends[0] : ends[1];
  self->quay_along = dray_xy_unit (dray_xy_sub (forward > 0 ? ends[1] : ends[0], self->quay_from));
  self->quay_length_m = dray_xy_distance (ends[0], ends[1]);

  DrayRaster *relief = self->relief;

  for (int row = 2; row < relief->ny - 2; row++) {
    for (int column = 2; column < relief->nx - 2; column++) {
      DrayXY from = dray_xy_sub (dray_raster_at (relief, column, row), self->quay_from);
      double along = dray_xy_dot (from, self->quay_along), inland = dray_xy_dot (from, dray_xy_left (self->quay_along));
      float *height = relief->values + row * relief->nx + column;

      if (along < 0 || along > self->quay_length_m || fabs (inland) > self->quay_length_m * 0.45)
        continue;
      *height = (float) (inland > 0 ? MAX (*height, MIN (3, 0.03 * inland)) : MIN (*height, MAX (-6, 0.03 * inland)));
    }
  }
}

static void
found_city (DrayCounty *self)
{
  const DrayCountyRiver *river = &g_array_index (self->rivers, DrayCountyRiver, 0);
  guint mouth = mouth_of (self, river), up = mouth;
  double radius = CITY_RADIUS_M * self->scale, passed = 0, best = -1;
  DrayXY city = dray_line_at (river->line, mouth);

  for (; up > 0 && passed < radius * 0.55; up--)
    passed += dray_xy_distance (dray_line_at (river->line, up), dray_line_at (river->line, up - 1));

  DrayXY by_river = dray_line_at (river->line, up);
  DrayXY flow = dray_xy_unit (dray_xy_sub (dray_line_at (river->line, mouth), by_river));

  for (int side = -1; side <= 1; side += 2) {
    DrayXY at = dray_xy_along (by_river, dray_xy_left (flow), side * radius * 0.34);
    double land = land_share (self, at, radius);

    if (land > best) {
      best = land;
      city = at;
    }
  }
  DrayCountyPlace *place = add_place (self, DRAY_COUNTY_CITY, city, radius);

  place->name = "Harlhaven";
  lay_quay (self, dray_line_at (river->line, mouth), city, radius);
}

/* How good @at is for a place of @radius_m: apart from the others, on even land, by the water if it is a town. */
static double
suitability (const DrayCounty *self,
             DrayCountyRank    rank,
             DrayXY            at,
             double            radius_m,
             double            apart_m)
{
  double height = dray_raster_sample (self->relief, at);
  double steep = dray_xy_length (dray_raster_slope (self->relief, at));

  if (height < 3 || height > 190)
    return -G_MAXDOUBLE;
  for (guint i = 0; i < self->places->len; i++) {
    const DrayCountyPlace *other = dray_county_place (self, i);
    double d = dray_xy_distance (at, other->at);

    if (d < other->radius_m * 1.25 + radius_m || (other->rank <= rank && d < apart_m + other->radius_m * 0.6))
      return -G_MAXDOUBLE;
  }
  double river = river_distance (self, at), land = land_share (self, at, radius_m * 1.3);

  if (river < radius_m * 0.12)
    return -G_MAXDOUBLE;
  double by_water = exp (-river / radius_m) + (land < 0.93 && land > 0.55 ? 0.7 : 0);

  return (rank == DRAY_COUNTY_TOWN ? by_water : 0.35 * by_water) + 0.7 * MIN (land, 0.9) - 6 * steep * self->scale - height / 300;
}

static void
found_places (DrayCounty    *self,
              DrayCountyRank rank,
              int            n_places,
              double         radius_m,
              double         apart_m)
{
  for (int i = 0; i < n_places; i++) {
    DrayXY best_at = { 0 };
    double best = -G_MAXDOUBLE, radius = radius_m * (0.72 + 0.6 * dray_random_double (&self->random));

    for (int k = 0; k < 60; k++) {
      DrayXY at = dray_xy ((dray_random_double (&self->random) - 0.5) * self->width_m, (dray_random_double (&self->random) - 0.5) * self->height_m);
      /* The first two towns lie on either side of the city, for the motorway to have two ends. */
      if (rank == DRAY_COUNTY_TOWN && i < 2)
        at.x = dray_county_place (self, 0)->at.x + (i == 0 ? -1 : 1) * (0.22 + 0.25 * fabs (at.x) / self->width_m * 2) * self->width_m;
      double score = suitability (self, rank, at, radius, apart_m);

      if (score > best) {
        best = score;
        best_at = at;
      }
    }
    if (best > -G_MAXDOUBLE)
      add_place (self, rank, best_at, radius);
  }
}

/* Two letters for the postcodes: the first of the name and the next consonant. */
static void
set_district (DrayCountyPlace *place)
{
  const char *second = place->name + 1;

  while (*second != '\0' && strchr ("aeiou", *second) != NULL)
    second++;
  g_snprintf (place->district, sizeof place->district, "%c%c", place->name[0], g_ascii_toupper (*second != '\0' ? *second : 'X'));
}

static void
name_places (DrayCounty *self)
{
  g_strlcpy (dray_county_place (self, 0)->district, "HV", sizeof dray_county_place (self, 0)->district);
  for (guint i = 1; i < self->places->len; i++) {
    DrayCountyPlace *place = dray_county_place (self, i);
    gboolean river = river_distance (self, place->at) < place->radius_m;
    gboolean coast = land_share (self, place->at, place->radius_m * 2) < 0.95;
    gboolean high = dray_raster_sample (self->relief, place->at) > 90;

    place->name = dray_county_place_name (self, &self->random, place->rank, river, coast, high);
    set_district (place);
  }
}

/* How many people live at @at because of @place, 0 to 1. */
static double
pull (const DrayCounty      *self,
      const DrayCountyPlace *place,
      DrayXY                 at)
{
  static const double most[] = { 1.0, 0.80, 0.50 };
  double d = dray_xy_distance (at, place->at) / place->radius_m;

  if (d > 1.6)
    return 0;
  double wave = dray_noise_fbm (self->seed + 61, at.x / place->radius_m * 2.3, at.y / place->radius_m * 2.3, 3);

  return most[place->rank] * CLAMP (1.10 - d * (1 + 0.95 * wave), 0.0, 1.0);
}

static void
spread_density (DrayCounty *self)
{
  DrayRaster *density = self->density;

  for (guint i = 0; i < self->places->len; i++) {
    const DrayCountyPlace *place = dray_county_place (self, i);
    double reach = place->radius_m * 1.6;
    int left = (int) ((place->at.x - reach - density->origin.x) / density->cell_m), low = (int) ((place->at.y - reach - density->origin.y) / density->cell_m);
    int n = (int) (2 * reach / density->cell_m) + 2;

    for (int row = MAX (low, 1); row < MIN (low + n, density->ny - 1); row++) {
      for (int column = MAX (left, 1); column < MIN (left + n, density->nx - 1); column++) {
        float *value = density->values + row * density->nx + column;

        if (self->relief->values[row * density->nx + column] > 0.5f)
          *value = MAX (*value, (float) pull (self, place, dray_raster_at (density, column, row)));
      }
    }
  }
}

/* The quarters of the city, by where they lie: east and north as shares of its radius. */
static void
name_quarters (DrayCounty *self)
{
  static const struct {
    const char *name;
    double      east;
    double      north;
  } quarters[] = {
    { "Old Town", 0.05, -0.10 }, { "Northgate", 0.02, 0.40 }, { "Millbank", -0.38, 0.26 }, { "Saltgate", -0.60, 0.10 }, { "Westmarsh", -0.88, 0.12 },
    { "Fernhill", -0.52, 0.66 }, { "Priory", 0.50, 0.58 }, { "Kessel", 0.56, 0.20 }, { "St. Olave", 0.82, 0.02 }, { "Eastfold", 0.96, 0.34 },
    { "Lower Ness", 0.66, -0.34 }, { "Brackwater", -0.52, -0.30 }, { "Highfield", 0.10, 0.86 }, { "Southwold", 0.20, -0.60 },
  };
  const DrayCountyPlace *city = dray_county_place (self, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (quarters); i++) {
    DrayCountyLabel label = { dray_xy (city->at.x + quarters[i].east * city->radius_m, city->at.y + quarters[i].north * city->radius_m), "place", "suburb", quarters[i].name };

    if (dray_raster_sample (self->density, label.at) > 0.12 && !dray_county_is_port (self, label.at))
      g_array_append_val (self->labels, label);
  }
}

/* The names of waters: the bay, the basin before the quay, the rivers. */
static void
name_waters (DrayCounty *self)
{
  static const char *const rivers[] = { "Harl", "Wend", "Sarn", "Tolle", "Ivel", "Yarrow", "Coln", "Leam", "Brue", "Teise", "Wey", "Arun" };
  double length = self->quay_length_m;
  DrayXY out = dray_xy_scale (dray_xy_left (self->quay_along), -1), quay = dray_xy_along (self->quay_from, self->quay_along, length / 2);
  DrayCountyLabel sound = { dray_xy_along (quay, out, length * 1.1), "natural", "bay", "Merrin Sound" };
  DrayCountyLabel basin = { dray_xy_along (dray_xy_along (quay, out, length * 0.42), self->quay_along, length * 0.42), "natural", "bay", "Outer Harbour" };

  for (guint i = 0; i < self->rivers->len; i++)
    g_array_index (self->rivers, DrayCountyRiver, i).name = i < G_N_ELEMENTS (rivers) ? rivers[i] : NULL;
  if (length <= 0)
    return;
  g_array_append_val (self->labels, sound);
  g_array_append_val (self->labels, basin);
}

void
dray_county_draw_people (DrayCounty *self)
{
  double scale = self->scale;
  int n_towns = MAX (4, (int) (4 * pow (scale, 0.8) + 0.5)), n_villages = CLAMP ((int) (12 * pow (scale, 1.25) + 0.5), 6, 220);
  double growth = pow (scale, 0.6), width = self->width_m;

  found_city (self);
  found_places (self, DRAY_COUNTY_TOWN, n_towns, TOWN_RADIUS_M * growth, 0.46 * width / sqrt (n_towns));
  found_places (self, DRAY_COUNTY_VILLAGE, n_villages, VILLAGE_RADIUS_M * pow (scale, 0.3), 0.30 * width / sqrt (n_villages));
  name_places (self);
  spread_density (self);
  name_quarters (self);
  name_waters (self);
}
