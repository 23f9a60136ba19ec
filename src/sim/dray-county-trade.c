/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"
#include "dray-county-private.h"
#include "dray-county-write-private.h"
#include "dray-units.h"

#include <string.h>

/* Trade: which of the buildings are customers and depots, what they are called, when they open, how many docks they have. A rule says
 * for each kind which buildings may be it, how many there are among a thousand and how they work. One cold store by the harbour is
 * always slow, for the day's story needs a reason. */

#define HOUR DRAY_S_PER_HOUR
#define WORKING_DAYS 0x1f
#define SIX_DAYS 0x3f
#define EVERY_DAY 0x7f

typedef struct {
  DrayCountySiteKind kind;
  const char        *building;   /* value of building= */
  int                plot;       /* a DrayCountyPlotKind, or -1 for anywhere else */
  int                per_mille;  /* of the county's sites; 0: every one of these */
  int                opens_s;
  int                closes_s;
  int                spread_s;   /* how much the hours of one differ from another's */
  guint8             days;
  guint8             least_docks;
  guint8             most_docks;
  int                service_s;
} TradeRule;

static const TradeRule rules[] = {
  { DRAY_COUNTY_SITE_SUPERMARKET, "retail", DRAY_COUNTY_PLOT_RETAIL, 60, 6 * HOUR, 21 * HOUR, 2 * HOUR, SIX_DAYS, 2, 4, 1500 },
  { DRAY_COUNTY_SITE_SHOP, "retail", -1, 330, 7 * HOUR, 17 * HOUR, 2 * HOUR, SIX_DAYS, 0, 0, 480 },
  { DRAY_COUNTY_SITE_RESTAURANT, "retail", -1, 160, 7 * HOUR, 12 * HOUR, 2 * HOUR, SIX_DAYS, 0, 0, 420 },
  { DRAY_COUNTY_SITE_SHOP, "terrace", -1, 130, 8 * HOUR, 17 * HOUR, 2 * HOUR, WORKING_DAYS, 0, 0, 420 },
  { DRAY_COUNTY_SITE_INDUSTRY, "warehouse", -1, 110, 6 * HOUR, 17 * HOUR, 2 * HOUR, WORKING_DAYS, 1, 3, 1200 },
  { DRAY_COUNTY_SITE_INDUSTRY, "industrial", -1, 80, 7 * HOUR, 16 * HOUR, 2 * HOUR, WORKING_DAYS, 1, 2, 1200 },
  { DRAY_COUNTY_SITE_FARM, "farm", -1, 110, 6 * HOUR, 19 * HOUR, HOUR, SIX_DAYS, 0, 1, 1500 },
  { DRAY_COUNTY_SITE_HOSPITAL, "hospital", DRAY_COUNTY_PLOT_HOSPITAL, 6, 5 * HOUR, 20 * HOUR, HOUR, EVERY_DAY, 1, 2, 900 },
  { DRAY_COUNTY_SITE_SCHOOL, "school", DRAY_COUNTY_PLOT_SCHOOL, 30, 7 * HOUR, 15 * HOUR, HOUR, WORKING_DAYS, 0, 0, 480 },
};

static const char *const shops[] = { "Bakery", "Pharmacy", "Grocer", "Hardware", "Books", "Butcher", "Greengrocer", "Flowers", "Wine", "Chandlery", "Fishmonger", "Deli", "Stationer", "Cycles", "Optician", "Toys", "Fabrics", "Newsagent" };
static const char *const eateries[] = { "Café", "Restaurant", "Kitchen", "Brewery", "Bistro", "Arms", "Tearoom", "Grill", "Hotel", "Canteen" };
static const char *const works[] = { "Dairy", "Cold Store", "Tyres", "Joinery", "Print Works", "Plastics", "Timber", "Engineering", "Packaging", "Steel Stock", "Foods", "Brewing", "Paints", "Glass", "Bottling", "Parts", "Textiles", "Feed Mill" };
static const char *const grounds[] = { "Kessel", "Millbank", "Saltgate", "Northgate", "Westmarsh", "Eastfold", "Priory", "Fernhill", "Brackwater", "Ness", "Harl", "Merrin", "Tide Mill", "Old Mint", "Lighthouse", "Moorings" };
static const char *const growers[] = { "Varela", "Solberg", "Conti", "Tavares", "Bakker", "Eze", "Pryce", "Okoro", "Dvorak", "Maly", "Novak", "Weiss", "Horvat", "Holm", "Martin", "Adler", "Kowal", "Lund", "Lopes", "Brandt", "Duarte", "Zajac", "Marsh", "Fell", "Hurst", "Thorne", "Dale", "Garth" };
static const char *const farms[] = { "Farm", "Orchards", "Growers", "Grange", "Holding", "Fields" };

#define PICK(list, random) (list)[dray_random_below ((random), G_N_ELEMENTS (list))]

static DrayXY
middle_of (const DrayCountyBuilding *building)
{
  return dray_xy_mix (building->corners[0], building->corners[2], 0.5);
}

/* Gives a building that stands off the street the address of the nearest one. Returns: whether it has one */
static gboolean
find_address (DrayCounty         *self,
              DrayCountyBuilding *building,
              guint               index)
{
  DrayNetHit hit;

  if (building->road == DRAY_NET_NONE) {
    if (!dray_net_nearest (self->net, middle_of (building), 320, DRAY_NET_OPEN & ~DRAY_NET_BIT (DRAY_NET_SERVICE), &hit))
      return FALSE;
    building->road = dray_net_vertex (self->net, hit.vertex)->road;
    building->number = 200 + (int) (index % 90) * 2;
  }
  return dray_net_road (self->net, building->road)->name != NULL;
}

/* The street's name without its last word, or a quarter's: what a shop is called after. */
static char *
ground_of (DrayCounty               *self,
           const DrayCountyBuilding *building,
           DrayRandom               *random)
{
  const DrayNetRoad *road = dray_net_road (self->net, building->road);
  const DrayCountyPlace *place = dray_county_place (self, road->place);

  switch (dray_random_below (random, place->rank == DRAY_COUNTY_CITY ? 3 : 4)) {
  case 0:
    return g_strdup (road->name);
  case 1: {
    const char *space = strrchr (road->name, ' ');

    return space != NULL ? g_strndup (road->name, (gsize) (space - road->name)) : g_strdup (road->name);
  }
  case 2:
    return g_strdup (place->rank == DRAY_COUNTY_CITY ? PICK (grounds, random) : place->name);
  default:
    return g_strdup (place->name);
  }
}

static char *
name_site (DrayCounty               *self,
           DrayCountySiteKind        kind,
           const DrayCountyBuilding *building,
           DrayRandom               *random)
{
  g_autofree char *ground = ground_of (self, building, random);
  const DrayCountyPlot *plot = dray_county_find_plot (self, middle_of (building));
  const char *plot_name = plot != NULL ? g_array_index (self->areas, DrayCountyArea, plot->area).name : NULL;

  switch (kind) {
  case DRAY_COUNTY_SITE_SUPERMARKET:
    return g_strdup_printf ("%s %s", PICK (grounds, random), dray_random_below (random, 2) == 0 ? "Superstore" : "Market Hall");
  case DRAY_COUNTY_SITE_SHOP:
    return g_strdup_printf ("%s %s", ground, PICK (shops, random));
  case DRAY_COUNTY_SITE_RESTAURANT:
    return g_strdup_printf ("%s %s", ground, PICK (eateries, random));
  case DRAY_COUNTY_SITE_INDUSTRY:
    return g_strdup_printf ("%s %s", dray_random_below (random, 2) == 0 ? PICK (growers, random) : PICK (grounds, random), PICK (works, random));
  case DRAY_COUNTY_SITE_FARM:
    return g_strdup_printf ("%s %s", PICK (growers, random), PICK (farms, random));
  case DRAY_COUNTY_SITE_HOSPITAL:
  case DRAY_COUNTY_SITE_SCHOOL:
    return g_strdup (plot_name != NULL ? plot_name : ground);
  case DRAY_COUNTY_SITE_DEPOT:
  case DRAY_COUNTY_SITE_PORT:
  case DRAY_COUNTY_N_SITE_KINDS:
  default:
    return g_strdup (ground);
  }
}

/* The site at a building that has an address. */
static DrayCountySite
make_site (DrayCounty         *self,
           DrayCountyBuilding *building,
           const char         *name)
{
  const DrayNetRoad *road = dray_net_road (self->net, building->road);
  DrayXY front = dray_xy_mix (building->corners[0], building->corners[1], 0.5);
  g_autofree char *number = g_strdup_printf ("%d", building->number);
  DrayCountySite site = { .name = dray_county_intern (self, name), .street = road->name, .number = dray_county_intern (self, number) };
  DrayNetHit hit;

  site.postcode = dray_county_postcode (self, building->road);
  site.town = dray_county_place (self, road->place)->name;
  site.season_first = 1;
  site.season_last = 12;
  dray_county_to_e7 (middle_of (building), &site.lon_e7, &site.lat_e7);
  if (!dray_net_nearest (self->net, front, 330, DRAY_NET_OPEN & ~DRAY_NET_BIT (DRAY_NET_PEDESTRIAN), &hit))
    hit.at = front;
  dray_county_to_e7 (hit.at, &site.entrance_lon_e7, &site.entrance_lat_e7);
  building->name = site.name;
  return site;
}

static void
add_site (DrayCounty         *self,
          const TradeRule    *rule,
          DrayCountyBuilding *building)
{
  DrayRandom *random = &self->random;
  g_autofree char *name = name_site (self, rule->kind, building, random);
  DrayCountySite site = make_site (self, building, name);
  int quarter = 15 * DRAY_S_PER_MINUTE;

  site.kind = rule->kind;
  site.opens_s = rule->opens_s + (int) (rule->spread_s * (dray_random_double (random) - 0.5)) / quarter * quarter;
  site.closes_s = rule->closes_s + (int) (rule->spread_s * (dray_random_double (random) - 0.5)) / quarter * quarter;
  site.days = rule->days;
  site.n_docks = (guint8) (rule->least_docks + dray_random_below (random, rule->most_docks - rule->least_docks + 1));
  site.service_s = (int) (rule->service_s * (0.7 + 0.6 * dray_random_double (random)));
  if (rule->kind == DRAY_COUNTY_SITE_FARM) {
    site.season_first = (guint8) (4 + dray_random_below (random, 4));
    site.season_last = (guint8) (9 + dray_random_below (random, 4));
  }
  g_array_append_val (self->sites, site);
}

static gboolean
fits (DrayCounty               *self,
      const TradeRule          *rule,
      const DrayCountyBuilding *building)
{
  if (building->name != NULL || strcmp (building->kind, rule->building) != 0)
    return FALSE;
  if (rule->plot < 0)
    return TRUE;
  const DrayCountyPlot *plot = dray_county_find_plot (self, middle_of (building));

  return plot != NULL && (int) plot->kind == rule->plot;
}

/* Takes its share of the buildings that fit, spread evenly over them. */
static void
apply_rule (DrayCounty      *self,
            const TradeRule *rule,
            int              n_sites)
{
  g_autoptr (GArray) fitting = g_array_new (FALSE, FALSE, sizeof (guint));
  int n = n_sites * rule->per_mille / 1000;

  for (guint i = 0; i < self->buildings->len; i++) {
    if (fits (self, rule, &g_array_index (self->buildings, DrayCountyBuilding, i)))
      g_array_append_val (fitting, i);
  }
  n = MIN (n, (int) fitting->len);
  for (int k = 0; k < n; k++) {
    guint i = g_array_index (fitting, guint, (guint64) k * fitting->len / n);
    DrayCountyBuilding *building = &g_array_index (self->buildings, DrayCountyBuilding, i);

    if (find_address (self, building, i))
      add_site (self, rule, building);
  }
}

/* The unnamed warehouse nearest to @at, %NULL if there is none. */
static DrayCountyBuilding *
find_warehouse (DrayCounty *self,
                DrayXY      at)
{
  DrayCountyBuilding *best = NULL;
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < self->buildings->len; i++) {
    DrayCountyBuilding *building = &g_array_index (self->buildings, DrayCountyBuilding, i);
    double d = dray_xy_distance (middle_of (building), at);

    if (building->name == NULL && (strcmp (building->kind, "warehouse") == 0 || strcmp (building->kind, "industrial") == 0) && d < nearest && find_address (self, building, i)) {
      nearest = d;
      best = building;
    }
  }
  return best;
}

static void
add_at_warehouse (DrayCounty        *self,
                  DrayCountySiteKind kind,
                  const char        *name,
                  DrayXY             at,
                  guint8             n_docks,
                  gboolean           slow)
{
  DrayCountyBuilding *building = find_warehouse (self, at);

  if (building == NULL)
    return;
  DrayCountySite site = make_site (self, building, name);

  site.kind = kind;
  site.opens_s = kind == DRAY_COUNTY_SITE_DEPOT ? 4 * HOUR : 6 * HOUR;
  site.closes_s = kind == DRAY_COUNTY_SITE_DEPOT ? 22 * HOUR : 18 * HOUR;
  site.days = SIX_DAYS;
  site.n_docks = n_docks;
  site.service_s = 1200;
  site.slow = slow;
  g_array_append_val (self->sites, site);
}

/* The cast that the day's story needs: three depots, the port's own and the slow dock. */
static void
add_cast (DrayCounty *self)
{
  const DrayCountyPlace *city = dray_county_place (self, 0);
  DrayXY quay = dray_xy_along (self->quay_from, self->quay_along, self->quay_length_m / 2);

  add_at_warehouse (self, DRAY_COUNTY_SITE_DEPOT, "Depot Harbour", quay, 12, FALSE);
  add_at_warehouse (self, DRAY_COUNTY_SITE_DEPOT, "Depot North", dray_xy (city->at.x, city->at.y + city->radius_m), 10, FALSE);
  add_at_warehouse (self, DRAY_COUNTY_SITE_DEPOT, "Depot Westmarsh", dray_xy (city->at.x - city->radius_m, city->at.y), 8, FALSE);
  add_at_warehouse (self, DRAY_COUNTY_SITE_PORT, "Harbour Cold Store", quay, 1, TRUE);
  add_at_warehouse (self, DRAY_COUNTY_SITE_PORT, "Ferry Terminal", quay, 2, FALSE);
  for (guint i = 0; i < self->piers->len; i++) {
    g_autofree char *name = g_strdup_printf ("Pier %u Sheds", i + 1);

    add_at_warehouse (self, DRAY_COUNTY_SITE_PORT, name, dray_xy_along (self->quay_from, self->quay_along, g_array_index (self->piers, DrayCountyPier, i).from_m), 2, FALSE);
  }
}

void
dray_county_draw_trade (DrayCounty *self)
{
  int n_sites = CLAMP (self->options.n_segments / 60, 450, 4000);

  add_cast (self);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    apply_rule (self, &rules[i], n_sites);
}
