/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-heap-private.h"
#include "dray-county-noise-private.h"
#include "dray-county-private.h"

#include <math.h>

/* The ground: an island with a ridge in its north and a bay in its south, a valley from the one to the other, and rivers wherever
 * rain runs together. Everything is worked out in u and v, -1 to 1 across the county, so that a seed keeps its shape at every size.
 *
 * Source: Barnes, Lehman and Mulla, "Priority-flood" (2014), for drainage that always reaches the sea. */

#define VALLEY_POINTS 9

typedef struct {
  guint64 seed;
  double  bay_u;
  double  aspect;               /* height of the county over its width */
  DrayXY  valley[VALLEY_POINTS]; /* in u and v, from the ridge to the bay */
} Plan;

static double
bump (double x)
{
  return exp (-x * x);
}

static double
ridge_v (const Plan *plan,
         double      u)
{
  return 0.42 + 0.14 * dray_noise (plan->seed + 11, u * 1.4, 0.5);
}

static void
plan_valley (Plan       *plan,
             DrayRandom *random)
{
  double source = plan->bay_u + 0.55 - 0.2 * dray_random_double (random), phase = dray_random_double (random);

  for (int i = 0; i < VALLEY_POINTS; i++) {
    double t = (double) i / (VALLEY_POINTS - 1);
    double sway = 0.10 * sin ((t * 1.6 + phase) * 2 * G_PI) * sin (t * G_PI);

    plan->valley[i] = dray_xy (source + (plan->bay_u - 0.06 - source) * t + sway, 0.36 + (-0.66 - 0.36) * t);
  }
}

static double
distance_to_valley (const Plan *plan,
                    DrayXY      at)
{
  double best = G_MAXDOUBLE;

  for (int i = 0; i + 1 < VALLEY_POINTS; i++) {
    DrayXY a = plan->valley[i], ab = dray_xy_sub (plan->valley[i + 1], a);
    double s = CLAMP (dray_xy_dot (dray_xy_sub (at, a), ab) / dray_xy_dot (ab, ab), 0.0, 1.0);

    best = MIN (best, dray_xy_distance (at, dray_xy_along (a, ab, s)));
  }
  return best;
}

/* Metres above the sea at (u, v), before any river. */
static double
height_at (const Plan *plan,
           double      u,
           double      v)
{
  double rim = pow (pow (fabs (u), 3) + pow (fabs (v), 3), 1.0 / 3);
  double land = 0.80 - rim + 0.36 * dray_noise_fbm (plan->seed, u * 2.1, v * 2.1 * plan->aspect, 6) * CLAMP ((1.02 - rim) * 6, 0.0, 1.0);

  land -= 0.95 * bump ((u - plan->bay_u) / 0.25) * bump ((v + 0.84) / 0.36);
  land -= 0.30 * bump ((u - plan->bay_u - 0.15) / 0.5) * bump ((v + 1.1) / 0.22);
  double inland = CLAMP (land * 2.6, 0.0, 1.0);
  double crest = fabs (dray_noise (plan->seed + 21, u * 3.1, v * 3.1));
  double ridge = bump ((v - ridge_v (plan, u)) / 0.24) * (1.25 - crest) * 270;
  double height = land * 95 + inland * (ridge + 46 * dray_noise_fbm (plan->seed + 31, u * 4.7, v * 4.7, 4) + 12);
  double away = distance_to_valley (plan, dray_xy (u, v));

  /* Continuous where it passes zero, or the coast would follow the grid. */
  return land > 0 ? MAX (height * (1 - 0.82 * bump (away / 0.13)), land * 30) : land * 60;
}

static void
draw_relief (DrayCounty *self,
             const Plan *plan)
{
  DrayRaster *relief = self->relief;

  for (int row = 0; row < relief->ny; row++) {
    for (int column = 0; column < relief->nx; column++) {
      DrayXY at = dray_raster_at (relief, column, row);
      gboolean rim = row < 2 || column < 2 || row >= relief->ny - 2 || column >= relief->nx - 2;
      double height = height_at (plan, at.x / (self->width_m / 2), at.y / (self->height_m / 2));

      relief->values[row * relief->nx + column] = (float) (rim ? MIN (height, -5) : height);
    }
  }
}

static const int steps[8][2] = { { 1, 0 }, { 1, 1 }, { 0, 1 }, { -1, 1 }, { -1, 0 }, { -1, -1 }, { 0, -1 }, { 1, -1 } };

typedef struct {
  const DrayRaster *relief;
  guint32 *parent; /* where the water of a square goes; itself at sea */
  guint32 *order;  /* land squares, each behind the one that takes its water */
  float   *rain;
  guint    n_order;
} Drainage;

static void
flood (Drainage *drainage)
{
  const DrayRaster *relief = drainage->relief;
  int n = relief->nx * relief->ny;
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (DrayHeapItem));
  g_autofree float *level = g_new (float, n);

  for (int i = 0; i < n; i++) {
    drainage->parent[i] = relief->values[i] <= 0 ? (guint32) i : G_MAXUINT32;
    level[i] = MIN (relief->values[i], 0);
    if (relief->values[i] <= 0 && relief->values[i] > -12)
      dray_heap_push (heap, 0, (guint32) i);
  }
  while (heap->len > 0) {
    guint32 i = dray_heap_pop (heap).value;
    int column = (int) i % relief->nx, row = (int) i / relief->nx;

    if (relief->values[i] > 0)
      drainage->order[drainage->n_order++] = i;
    for (int k = 0; k < 8; k++) {
      int x = column + steps[k][0], y = row + steps[k][1], j = y * relief->nx + x;

      if (x < 0 || y < 0 || x >= relief->nx || y >= relief->ny || drainage->parent[j] != G_MAXUINT32)
        continue;
      drainage->parent[j] = i;
      level[j] = MAX (relief->values[j], level[i] + 0.01f);
      dray_heap_push (heap, level[j], (guint32) j);
    }
  }
}

static void
gather_rain (Drainage *drainage)
{
  for (guint k = 0; k < drainage->n_order; k++) {
    guint32 i = drainage->order[k];

    drainage->rain[i] = 1 + 0.012f * drainage->relief->values[i];
  }
  for (guint k = drainage->n_order; k-- > 0;) {
    guint32 i = drainage->order[k];

    if (drainage->parent[i] != i && drainage->relief->values[drainage->parent[i]] > 0)
      drainage->rain[drainage->parent[i]] += drainage->rain[i];
  }
}

/* The square above @i that brings the most water, but not @except. */
static guint32
upstream (const Drainage *drainage,
          guint32         i,
          guint32         except)
{
  const DrayRaster *relief = drainage->relief;
  guint32 best = G_MAXUINT32;

  for (int k = 0; k < 8; k++) {
    int x = (int) i % relief->nx + steps[k][0], y = (int) i / relief->nx + steps[k][1];
    guint32 j = (guint32) (y * relief->nx + x);

    if (x < 0 || y < 0 || x >= relief->nx || y >= relief->ny || relief->values[j] <= 0 || drainage->parent[j] != i || j == except)
      continue;
    if (best == G_MAXUINT32 || drainage->rain[j] > drainage->rain[best])
      best = j;
  }
  return best;
}

/* The way of the water from @mouth up to where less than @least comes: squares, the mouth first. */
static GArray *
climb (const Drainage *drainage,
       guint32         mouth,
       double          least)
{
  GArray *course = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = mouth; i != G_MAXUINT32 && drainage->rain[i] >= least; i = upstream (drainage, i, G_MAXUINT32))
    g_array_append_val (course, i);
  return course;
}

static double
river_width (const DrayCounty *self,
             double            rain_share)
{
  return (14 + 120 * sqrt (rain_share)) * pow (self->scale, 0.45);
}

/* Smooths the course into a line from source to mouth, with the width at each point. @into: (nullable): the river that takes it */
static void
add_river (DrayCounty            *self,
           const Drainage        *drainage,
           const GArray          *course,
           double                 most_rain,
           const DrayCountyRiver *into)
{
  const DrayRaster *relief = self->relief;
  g_autoptr (GArray) control = dray_line_new ();
  guint stride = 5;

  for (guint k = course->len; k-- > 0;) {
    guint32 i = g_array_index (course, guint32, k);
    DrayXY at = dray_raster_at (relief, (int) i % relief->nx, (int) i / relief->nx);
    double sway = relief->cell_m * 1.1;

    if (k % stride != 0)
      continue;
    at.x += sway * (dray_noise_unit (self->seed + 41, i, 0) - 0.5) * 2;
    at.y += sway * (dray_noise_unit (self->seed + 42, i, 0) - 0.5) * 2;
    g_array_append_val (control, at);
  }
  if (control->len < 4)
    return;
  if (into != NULL) {
    DrayXY end = dray_line_at (control, control->len - 1), nearest = end;
    double best = G_MAXDOUBLE, width = 0;

    for (guint k = 0; k < into->line->len; k++) {
      double d = dray_xy_distance (end, dray_line_at (into->line, k));

      if (d < best) {
        best = d;
        nearest = dray_line_at (into->line, k);
        width = g_array_index (into->width_m, double, k);
      }
    }
    /* It ends just inside the bank of the other. */
    nearest = dray_xy_along (nearest, dray_xy_unit (dray_xy_sub (end, nearest)), 0.38 * width);
    g_array_append_val (control, nearest);
  } else {
    DrayXY end = dray_line_at (control, control->len - 1);
    DrayXY out = dray_xy_unit (dray_xy_sub (end, dray_line_at (control, control->len - 3)));
    DrayXY beyond = dray_xy_along (end, out, 1.5 * relief->cell_m);

    g_array_append_val (control, beyond);
  }

  double mouth_rain = drainage->rain[g_array_index (course, guint32, 0)];
  DrayCountyRiver river = { .line = dray_line_spline (control, 30 * sqrt (self->scale), FALSE), .main = self->rivers->len == 0 };

  river.width_m = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint k = 0; k < river.line->len; k++) {
    double t = (double) k / (river.line->len - 1);
    guint at = (guint) ((1 - t) * (course->len - 1));
    double rain = MIN (drainage->rain[g_array_index (course, guint32, at)], mouth_rain);
    double width = river_width (self, (0.25 * mouth_rain + 0.75 * rain) / most_rain * (0.1 + 0.9 * t));

    if (into == NULL)
      width *= 1 + 0.55 * exp ((t - 1) * 18);
    g_array_append_val (river.width_m, width);
  }
  g_array_append_val (self->rivers, river);
}

/* The mouths by the sea, the one with most water first. */
static GArray *
find_mouths (const Drainage *drainage,
             double          least)
{
  GArray *mouths = g_array_new (FALSE, FALSE, sizeof (DrayHeapItem));

  for (guint k = 0; k < drainage->n_order; k++) {
    guint32 i = drainage->order[k];

    if (drainage->relief->values[drainage->parent[i]] <= 0 && drainage->rain[i] >= least)
      dray_heap_push (mouths, -drainage->rain[i], i);
  }
  return mouths;
}

static void
add_branches (DrayCounty     *self,
              const Drainage *drainage,
              const GArray   *course,
              double          least,
              double          most_rain)
{
  guint river = self->rivers->len - 1;
  guint last = 0;

  for (guint k = 12; k + 20 < course->len; k++) {
    guint32 branch = upstream (drainage, g_array_index (course, guint32, k), g_array_index (course, guint32, k + 1));

    if (branch == G_MAXUINT32 || drainage->rain[branch] < least || k < last + 14)
      continue;
    g_autoptr (GArray) side = climb (drainage, branch, least / 3);

    if (side->len < 24)
      continue;
    last = k;
    add_river (self, drainage, side, most_rain, &g_array_index (self->rivers, DrayCountyRiver, river));
  }
}

static void
draw_rivers (DrayCounty *self)
{
  gsize n = (gsize) self->relief->nx * self->relief->ny;
  Drainage drainage = { .relief = self->relief };
  g_autofree guint32 *parent = drainage.parent = g_new (guint32, n);
  g_autofree guint32 *order = drainage.order = g_new (guint32, n);
  g_autofree float *rain = drainage.rain = g_new0 (float, n);

  flood (&drainage);
  gather_rain (&drainage);

  double least = drainage.n_order * 0.035, most = 0;
  g_autoptr (GArray) mouths = find_mouths (&drainage, least);

  for (int k = 0; k < 5 && mouths->len > 0; k++) {
    guint32 mouth = dray_heap_pop (mouths).value;
    g_autoptr (GArray) course = climb (&drainage, mouth, drainage.n_order * 0.006);
    guint before = self->rivers->len;

    most = MAX (most, drainage.rain[mouth]);
    if (course->len < 30)
      continue;
    add_river (self, &drainage, course, most, NULL);
    if (self->rivers->len > before)
      add_branches (self, &drainage, course, least * 0.9, most);
  }
}

/* Trees stand on the steep and on what noise leaves to them, never by the sea. */
static void
draw_forest (DrayCounty *self)
{
  const DrayRaster *relief = self->relief;

  for (int row = 2; row < relief->ny - 2; row++) {
    for (int column = 2; column < relief->nx - 2; column++) {
      DrayXY at = dray_raster_at (relief, column, row);
      double u = at.x / (self->width_m / 2), v = at.y / (self->height_m / 2);
      double height = relief->values[row * relief->nx + column];
      double steep = dray_xy_length (dray_raster_slope (relief, at)) * self->scale;
      double trees = 7 * steep + height / 420 + 0.75 * dray_noise_fbm (self->seed + 51, u * 6.3, v * 6.3, 4)
                     + 0.16 * dray_noise_fbm (self->seed + 52, u * 30, v * 30, 2) - 0.62;

      self->forest->values[row * relief->nx + column] = (float) (height > 6 ? trees : -1);
    }
  }
}

void
dray_county_draw_ground (DrayCounty *self)
{
  Plan plan = { .seed = self->seed, .aspect = self->height_m / self->width_m };

  plan.bay_u = -0.12 + 0.24 * dray_random_double (&self->random);
  plan_valley (&plan, &self->random);
  draw_relief (self, &plan);
  draw_rivers (self);
  draw_forest (self);
}
