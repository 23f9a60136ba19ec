/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"
#include "dray-county-private.h"

#include <math.h>
#include <stdlib.h>

/* Buildings stand along streets, lot by lot on both sides, with their numbers: odd on the left, even on the right. A lot stays empty
 * when a building on it would stand on another, or across any line of the net. Which ground is built on is kept in a bit for every four
 * metres, in blocks of sixteen by sixteen that exist only where something stands. */

#define BIT_M 4.0

typedef struct {
  guint16 rows[16];
} Block;

typedef struct {
  DrayCounty *county;
  guint32    *blocks;   /* index in pool, + 1 */
  GArray     *pool;     /* (element-type Block) */
  guint       budget;
} Site;

typedef struct {
  double width_m;
  double depth_m;
  double front_m;       /* between the road's edge and the wall */
  double gap_m;
  double empty;         /* chance of an empty lot */
} Zone;

static const Zone core_zone = { 11, 14, 1.5, 0.2, 0.05 };
static const Zone urban_zone = { 11, 11, 3.5, 1.5, 0.08 };
static const Zone suburb_zone = { 12, 9.5, 7, 7, 0.12 };
static const Zone village_zone = { 13, 9, 8, 13, 0.25 };
static const Zone estate_zone = { 46, 34, 12, 14, 0.15 };
static const Zone rural_zone = { 15, 9, 14, 160, 0.6 };

static const Zone *
zone_at (const DrayCounty *self,
         DrayXY            at,
         guint             place)
{
  const DrayCountyPlot *plot = dray_county_find_plot (self, at);
  double density = dray_raster_sample (self->density, at);

  if (dray_county_is_port (self, at) || (plot != NULL && (plot->kind == DRAY_COUNTY_PLOT_ESTATE || plot->kind == DRAY_COUNTY_PLOT_RETAIL)))
    return &estate_zone;
  if (density < 0.045)
    return &rural_zone;
  if (dray_county_place (self, place)->rank == DRAY_COUNTY_VILLAGE)
    return density > 0.4 ? &suburb_zone : &village_zone;
  return density > 0.8 ? &core_zone : density > 0.45 ? &urban_zone : &suburb_zone;
}

static guint16 *
row_at (Site    *site,
        DrayXY   at,
        gboolean make,
        int     *bit)
{
  const DrayNet *net = site->county->net;
  double x = (at.x - net->origin.x) / BIT_M, y = (at.y - net->origin.y) / BIT_M;
  int column = (int) x, row = (int) y;

  if (x < 0 || y < 0 || column / 16 >= net->nx || row / 16 >= net->ny)
    return NULL;
  guint32 *index = site->blocks + (gsize) (row / 16) * net->nx + column / 16;

  if (*index == 0) {
    Block empty = { { 0 } };

    if (!make)
      return NULL;
    g_array_append_val (site->pool, empty);
    *index = site->pool->len;
  }
  *bit = column % 16;
  return &g_array_index (site->pool, Block, *index - 1).rows[row % 16];
}

/* Whether any of the ground of the box is built on; with @build, builds on all of it. */
static gboolean
look (Site         *site,
      const DrayXY *corners,
      gboolean      build)
{
  int n = (int) (dray_xy_distance (corners[0], corners[1]) / 3) + 1, m = (int) (dray_xy_distance (corners[1], corners[2]) / 3) + 1;

  for (int i = 0; i <= n; i++) {
    for (int k = 0; k <= m; k++) {
      double u = 0.04 + 0.92 * i / n, v = 0.04 + 0.92 * k / m;
      DrayXY at = dray_xy_mix (dray_xy_mix (corners[0], corners[1], u), dray_xy_mix (corners[3], corners[2], u), v);
      int bit = 0;
      guint16 *row = row_at (site, at, build, &bit);

      if (row == NULL)
        continue;
      if (build)
        *row |= (guint16) (1u << bit);
      else if (*row >> bit & 1)
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
is_clear (Site         *site,
          DrayXY        front,
          const DrayXY *corners)
{
  DrayNet *net = site->county->net;
  DrayXY back = dray_xy_mix (corners[2], corners[3], 0.5);
  DrayNetHit hit;

  if (look (site, corners, FALSE) || dray_net_cast (net, front, back, DRAY_NET_EVERYTHING, DRAY_NET_NONE, &hit))
    return FALSE;
  return !dray_net_cast (net, corners[0], corners[2], DRAY_NET_EVERYTHING, DRAY_NET_NONE, &hit)
         && !dray_net_cast (net, corners[1], corners[3], DRAY_NET_EVERYTHING, DRAY_NET_NONE, &hit)
         && !dray_net_cast (net, corners[2], corners[3], DRAY_NET_EVERYTHING, DRAY_NET_NONE, &hit);
}

static const char *
building_kind (const Zone *zone,
               DrayRandom *random)
{
  if (zone == &core_zone)
    return dray_random_below (random, 3) == 0 ? "retail" : "apartments";
  if (zone == &urban_zone)
    return dray_random_below (random, 4) == 0 ? "apartments" : "terrace";
  if (zone == &estate_zone)
    return dray_random_below (random, 2) == 0 ? "warehouse" : "industrial";
  if (zone == &rural_zone)
    return dray_random_below (random, 2) == 0 ? "farm" : "house";
  return dray_random_below (random, 4) == 0 ? "detached" : "house";
}

/* Half the width of the road itself. */
static double
half_width (DrayNetKind kind)
{
  return kind <= DRAY_NET_PRIMARY ? 8 : kind <= DRAY_NET_TERTIARY ? 6.5 : 5;
}

/* Builds on both sides of the road. */
static void
build_along (Site    *site,
             guint32  road_index)
{
  DrayCounty *self = site->county;
  const DrayNetRoad *road = dray_net_road (self->net, road_index);
  DrayRandom *random = &self->random;
  double due[2] = { 9, 9 };
  int number[2] = { 1, 2 };

  for (guint32 v = road->first; dray_net_vertex (self->net, v)->next != DRAY_NET_NONE; v = dray_net_vertex (self->net, v)->next) {
    DrayXY a = dray_net_at (self->net, v), b = dray_net_end (self->net, v), along = dray_xy_unit (dray_xy_sub (b, a));
    double length = dray_xy_distance (a, b);
    const Zone *zone = zone_at (self, a, road->place);

    for (int side = 0; side < 2; side++) {
      DrayXY out = dray_xy_scale (dray_xy_left (along), side == 0 ? 1 : -1);

      while (due[side] < length) {
        double width = zone->width_m * (0.75 + 0.5 * dray_random_double (random)), depth = zone->depth_m * (0.8 + 0.4 * dray_random_double (random));
        double wall = half_width ((DrayNetKind) road->kind) + zone->front_m * (0.8 + 0.4 * dray_random_double (random)), at = due[side];
        DrayXY front = dray_xy_along (a, along, at + width / 2);
        DrayXY corner = dray_xy_along (dray_xy_along (a, along, at), out, wall);
        DrayCountyBuilding building = { .corners = { corner, dray_xy_along (corner, along, width) }, .road = road_index, .number = number[side] };

        building.corners[2] = dray_xy_along (building.corners[1], out, depth);
        building.corners[3] = dray_xy_along (corner, out, depth);
        due[side] += width + zone->gap_m * (0.7 + 0.6 * dray_random_double (random));
        if (at + width > length + 6 || dray_random_double (random) < zone->empty || dray_net_vertex (self->net, v)->flags & (DRAY_NET_BRIDGE | DRAY_NET_TUNNEL))
          continue;
        number[side] += 2;
        if (!is_clear (site, dray_xy_along (front, out, 1.5), building.corners))
          continue;
        building.kind = building_kind (zone, random);
        look (site, building.corners, TRUE);
        g_array_append_val (self->buildings, building);
      }
      due[side] = MAX (due[side] - length, 0);
    }
  }
}

typedef struct {
  double  far;
  guint32 road;
} Candidate;

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *left = a, *right = b;

  if (left->far != right->far)
    return left->far < right->far ? -1 : 1;
  return left->road < right->road ? -1 : left->road > right->road;
}

/* The roads that are built along, the middles of places first, because there are more lots than buildings. */
static GArray *
list_candidates (DrayCounty *self)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint32 r = 0; r < self->net->roads->len; r++) {
    const DrayNetRoad *road = dray_net_road (self->net, r);

    if (road->gone || road->first == road->last || road->kind < DRAY_NET_PRIMARY || road->kind > DRAY_NET_PEDESTRIAN)
      continue;
    const DrayCountyPlace *place = dray_county_place (self, road->place);
    Candidate candidate = { dray_xy_distance (dray_net_at (self->net, road->first), place->at) / place->radius_m * (place->rank == DRAY_COUNTY_CITY ? 0.7 : 1), r };

    DrayXY middle = dray_net_at (self->net, road->first);
    const DrayCountyPlot *plot = dray_county_find_plot (self, middle);

    /* Estates are trade's, and so are some farms: none of them may go without. */
    if (plot != NULL && (plot->kind == DRAY_COUNTY_PLOT_ESTATE || plot->kind == DRAY_COUNTY_PLOT_RETAIL))
      candidate.far = 0;
    else if (dray_raster_sample (self->density, middle) < 0.045 && r % 4 == 0)
      candidate.far = 0.1;
    if (road->kind != DRAY_NET_SERVICE)
      g_array_append_val (candidates, candidate);
  }
  g_array_sort (candidates, compare_candidates);
  return candidates;
}

/* Sheds and stacks of containers on the piers, in rows. */
static void
build_piers (Site *site)
{
  DrayCounty *self = site->county;
  DrayXY along = self->quay_along, out = dray_xy_scale (dray_xy_left (along), -1);

  for (guint i = 0; i < self->piers->len; i++) {
    const DrayCountyPier *pier = &g_array_index (self->piers, DrayCountyPier, i);
    double middle = (pier->from_m + pier->to_m) / 2, wide = (pier->to_m - pier->from_m) / 2 - 44;

    for (double y = 30; y < pier->out_m - 90 && wide > 16; y += i % 2 == 0 ? 92 : 38) {
      double deep = i % 2 == 0 ? 70 : 24;
      DrayXY corner = dray_xy_along (dray_xy_along (self->quay_from, along, middle - wide), out, y);
      DrayCountyBuilding shed = { .corners = { corner, dray_xy_along (corner, along, 2 * wide) }, .road = DRAY_NET_NONE, .kind = i % 2 == 0 ? "warehouse" : "industrial" };
      DrayNetHit hit;

      shed.corners[2] = dray_xy_along (shed.corners[1], out, deep);
      shed.corners[3] = dray_xy_along (corner, out, deep);
      if (dray_net_cast (self->net, shed.corners[0], shed.corners[2], DRAY_NET_EVERYTHING, DRAY_NET_NONE, &hit)
          || dray_net_cast (self->net, shed.corners[1], shed.corners[3], DRAY_NET_EVERYTHING, DRAY_NET_NONE, &hit))
        continue;
      g_array_append_val (self->buildings, shed);
    }
  }
}

/* Halls on the plots that have them: wards, lecture halls, schools. */
static void
build_plots (Site *site)
{
  static const char *const kinds[] = { NULL, "retail", "university", "hospital", NULL, NULL, NULL, "school", NULL };
  DrayCounty *self = site->county;

  for (guint i = 0; i < self->plots->len; i++) {
    const DrayCountyPlot *plot = &g_array_index (self->plots, DrayCountyPlot, i);
    int n = plot->kind == DRAY_COUNTY_PLOT_SCHOOL ? 2 : 5;

    if (kinds[plot->kind] == NULL)
      continue;
    for (int k = 0; k < n; k++) {
      DrayXY along = dray_xy (cos (plot->angle), sin (plot->angle)), out = dray_xy_left (along);
      double x = plot->radius_m * (dray_random_double (&self->random) - 0.65), y = plot->radius_m * (dray_random_double (&self->random) - 0.65);
      double width = plot->radius_m * (0.3 + 0.35 * dray_random_double (&self->random)), depth = MAX (11, width * (0.25 + 0.3 * dray_random_double (&self->random)));
      DrayXY corner = dray_xy_along (dray_xy_along (plot->at, along, x), out, y);
      DrayCountyBuilding hall = { .corners = { corner, dray_xy_along (corner, along, width) }, .road = DRAY_NET_NONE, .kind = kinds[plot->kind] };

      hall.corners[2] = dray_xy_along (hall.corners[1], out, depth);
      hall.corners[3] = dray_xy_along (corner, out, depth);
      if (!is_clear (site, dray_xy_mix (hall.corners[0], hall.corners[1], 0.5), hall.corners))
        continue;
      look (site, hall.corners, TRUE);
      g_array_append_val (self->buildings, hall);
    }
  }
}

void
dray_county_draw_buildings (DrayCounty *self)
{
  Site site = { .county = self, .budget = (guint) MIN (0.8 * self->options.n_segments + 8000, 160000) };
  g_autofree guint32 *blocks = site.blocks = g_new0 (guint32, (gsize) self->net->nx * self->net->ny);
  g_autoptr (GArray) pool = site.pool = g_array_new (FALSE, FALSE, sizeof (Block));
  g_autoptr (GArray) candidates = list_candidates (self);

  build_piers (&site);
  build_plots (&site);
  for (guint i = 0; i < candidates->len && self->buildings->len < site.budget && !g_cancellable_is_cancelled (self->cancellable); i++)
    build_along (&site, g_array_index (candidates, Candidate, i).road);
}
