/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"
#include "dray-county-private.h"

#include <math.h>

/* Plots: what takes more room than a house and was there before the streets, so that they go round it: parks, the hospital, schools,
 * the university, cemeteries, allotments, retail parks and industrial estates. A plot is a rounded, irregular ring; its edge is a line
 * of the net that no street crosses, and a park has a street all round. */

typedef struct {
  const char *key;
  const char *value;
  DrayCountyPlotKind kind;
  double      least_density;
  double      most_density;
  double      radius_m;
  double      squareness;   /* 0 round, 1 nearly a rectangle */
  double      a_city;       /* how many, in the city at scale 1 */
  double      a_town;
  double      near_motorway; /* 1: wants to be near it */
  gboolean    street_round;
} PlotRule;

static const PlotRule rules[] = {
  { "landuse", "industrial", DRAY_COUNTY_PLOT_ESTATE, 0.08, 0.45, 520, 0.8, 2, 0.5, 1, FALSE },
  { "landuse", "retail", DRAY_COUNTY_PLOT_RETAIL, 0.10, 0.6, 150, 0.8, 4, 0.5, 1, TRUE },
  { "amenity", "university", DRAY_COUNTY_PLOT_UNIVERSITY, 0.45, 0.85, 210, 0.5, 1, 0, 0, TRUE },
  { "amenity", "hospital", DRAY_COUNTY_PLOT_HOSPITAL, 0.4, 0.85, 135, 0.6, 1.5, 0.3, 0, TRUE },
  { "leisure", "park", DRAY_COUNTY_PLOT_PARK, 0.25, 0.97, 230, 0.2, 9, 1.2, 0, TRUE },
  { "landuse", "cemetery", DRAY_COUNTY_PLOT_CEMETERY, 0.25, 0.75, 110, 0.5, 2, 0.6, 0, FALSE },
  { "landuse", "allotments", DRAY_COUNTY_PLOT_ALLOTMENTS, 0.08, 0.5, 105, 0.6, 5, 1, 0, FALSE },
  { "amenity", "school", DRAY_COUNTY_PLOT_SCHOOL, 0.15, 0.9, 62, 0.7, 16, 2.5, 0, FALSE },
  { "leisure", "pitch", DRAY_COUNTY_PLOT_PITCH, 0.1, 0.6, 52, 0.95, 8, 1.5, 0, FALSE },
};

/* The distance from the middle to the rim at @angle, as a share of the radius. */
static double
rim_at (const DrayCounty     *self,
        const DrayCountyPlot *plot,
        double                squareness,
        double                angle)
{
  double c = fabs (cos (angle - plot->angle)) / 1.2, s = fabs (sin (angle - plot->angle)) * 1.2;
  double power = 2 + 8 * squareness;
  double super = 1 / pow (pow (c, power) + pow (s, power), 1 / power);
  double wave = 0.35 * (1 - squareness) * dray_noise (self->seed + 141, cos (angle) * 1.4 + plot->at.x / 97, sin (angle) * 1.4 + plot->at.y / 97);

  /* No farther than is_free() looks. */
  return MIN (super * (1 + wave), 1.3);
}

static GArray *
ring_of (const DrayCounty     *self,
         const DrayCountyPlot *plot,
         double                squareness,
         double                margin_m)
{
  GArray *ring = dray_line_new ();
  int n = plot->radius_m > 150 ? 48 : 28;

  for (int i = 0; i < n; i++) {
    double angle = i * 2 * G_PI / n;
    double r = plot->radius_m * rim_at (self, plot, squareness, angle) + margin_m;
    DrayXY at = dray_xy (plot->at.x + r * cos (angle), plot->at.y + r * sin (angle));

    g_array_append_val (ring, at);
  }
  return ring;
}

static gboolean
is_free (DrayCounty           *self,
         const DrayCountyPlot *plot)
{
  double reach = plot->radius_m * 1.35 + 15;
  DrayNetHit hit;

  for (guint i = 0; i < self->plots->len; i++) {
    const DrayCountyPlot *other = &g_array_index (self->plots, DrayCountyPlot, i);

    if (dray_xy_distance (plot->at, other->at) < reach + other->radius_m * 1.35 + 30)
      return FALSE;
  }
  if (dray_net_nearest (self->net, plot->at, reach, DRAY_NET_EVERYTHING, &hit))
    return FALSE;
  for (int i = 0; i < 8; i++) {
    double angle = i * G_PI / 4;

    if (dray_raster_sample (self->relief, dray_xy (plot->at.x + reach * cos (angle), plot->at.y + reach * sin (angle))) < 1)
      return FALSE;
  }
  return TRUE;
}

/* How far the motorway is, in radii of the city. */
static double
motorway_distance (const DrayCounty *self,
                   DrayXY            at)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; self->motorway != NULL && i < self->motorway->len; i += 4)
    best = MIN (best, dray_xy_distance (at, dray_line_at (self->motorway, i)));
  return best / dray_county_place (self, 0)->radius_m;
}

static void
enclose (DrayCounty           *self,
         const PlotRule       *rule,
         const DrayCountyPlot *plot)
{
  GArray *ring = ring_of (self, plot, rule->squareness, 0);

  if (rule->street_round) {
    g_autoptr (GArray) round = ring_of (self, plot, rule->squareness, 11);
    guint32 street = dray_net_add_line (self->net, DRAY_NET_RESIDENTIAL, round, TRUE);

    dray_net_road (self->net, street)->generation = 1;
  }
  if (rule->kind != DRAY_COUNTY_PLOT_ESTATE)
    dray_net_add_line (self->net, DRAY_NET_EDGE, ring, TRUE);
  dray_county_add_area (self, rule->key, rule->value, NULL, ring);
}

static gboolean
try_plot (DrayCounty            *self,
          const PlotRule        *rule,
          const DrayCountyPlace *place,
          guint                  place_index)
{
  DrayCountyPlot best = { .kind = rule->kind, .place = place_index };
  double best_score = -G_MAXDOUBLE;

  for (int k = 0; k < 30; k++) {
    double r = place->radius_m * 1.05 * sqrt (dray_random_double (&self->random)), angle = 2 * G_PI * dray_random_double (&self->random);
    DrayCountyPlot plot = best;

    plot.at = dray_xy (place->at.x + r * cos (angle), place->at.y + r * sin (angle));
    plot.angle = angle + 0.5 * dray_random_double (&self->random);
    plot.radius_m = rule->radius_m * (0.65 + 0.75 * dray_random_double (&self->random)) * (place_index == 0 ? pow (self->scale, 0.2) : 0.75);
    double density = dray_raster_sample (self->density, plot.at) / (place_index == 0 ? 1 : 0.8);

    if (density < rule->least_density || density > rule->most_density || !is_free (self, &plot))
      continue;
    double score = dray_random_double (&self->random) - 3 * rule->near_motorway * motorway_distance (self, plot.at);

    if (score > best_score) {
      best_score = score;
      best = plot;
    }
  }
  if (best_score == -G_MAXDOUBLE)
    return FALSE;
  best.area = self->areas->len;
  enclose (self, rule, &best);
  g_array_append_val (self->plots, best);
  return TRUE;
}

/* Lays out the plots of every town and of the city. */
void
dray_county_draw_plots (DrayCounty *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    for (guint p = 0; p < self->places->len; p++) {
      const DrayCountyPlace *place = dray_county_place (self, p);
      double growth = place->rank == DRAY_COUNTY_CITY ? pow (self->scale, 1.4) : 1;
      double wish = place->rank == DRAY_COUNTY_CITY ? rules[i].a_city * growth : place->rank == DRAY_COUNTY_TOWN ? rules[i].a_town : rules[i].a_town * 0.15;
      int n = (int) (wish + dray_random_double (&self->random));

      for (int k = 0; k < n; k++)
        try_plot (self, &rules[i], place, p);
    }
  }
}

/* The plot at @at, %NULL if there is none. */
const DrayCountyPlot *
dray_county_find_plot (const DrayCounty *self,
                       DrayXY            at)
{
  for (guint i = 0; i < self->plots->len; i++) {
    const DrayCountyPlot *plot = &g_array_index (self->plots, DrayCountyPlot, i);

    if (fabs (plot->at.x - at.x) < plot->radius_m * 1.3 && dray_xy_distance (plot->at, at) < plot->radius_m * 1.1)
      return plot;
  }
  return NULL;
}
