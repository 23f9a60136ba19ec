/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"
#include "dray-county-private.h"

#include <math.h>
#include <string.h>

/* Names of streets, each with a reason where there is one: the quay, the mill, the park beside it, the town that a road leads to. What
 * has no reason is called after trees, birds, trades and worthies. Every village has its High Street and its Church Lane, so a name
 * alone does not find a place. */

static const char *const worthies[] = {
  "Hessel", "Lund", "Kessel", "Merrin", "Thorne", "Varga", "Wilder", "Cooper", "Mason", "Fletcher", "Chandler", "Sadler", "Turner", "Weaver", "Carter", "Tanner",
  "Abbey", "Minster", "Priory", "Castle", "Market", "Mint", "Bell", "Crown", "Anchor", "Rose", "Lamb", "George", "Albert", "Victoria", "Wellesley", "Nelson",
  "Linden", "Chestnut", "Beech", "Maple", "Hawthorn", "Willow", "Poplar", "Cedar", "Laurel", "Holly", "Larch", "Juniper", "Rowan", "Hazel", "Elder", "Sycamore",
  "Lark", "Heron", "Plover", "Curlew", "Finch", "Swift", "Tern", "Wren", "Kestrel", "Linnet", "Dove", "Starling", "Siskin", "Gannet", "Eider", "Sandpiper",
  "Orchard", "Meadow", "Spring", "Barn", "Shepherd", "Harvest", "Clover", "Bramble", "Hillside", "Valley", "Long", "Dean", "Marlow", "Ashby", "Hadley", "Norton",
  "Whitby", "Selby", "Farrow", "Garrick", "Hobart", "Jarvis", "Kendal", "Lowther", "Mercer", "Neville", "Osborne", "Percy", "Quaker", "Ripley", "Sutton", "Tilney",
};
static const char *const core_ends[] = { "Street", "Lane", "Row", "Gate", "Yard", "Alley", "Passage" };
static const char *const town_ends[] = { "Street", "Road", "Street", "Avenue", "Terrace", "Road", "Grove", "Place" };
static const char *const suburb_ends[] = { "Road", "Avenue", "Drive", "Way", "Gardens", "Crescent", "Lane", "Rise" };
static const char *const closes[] = { "Close", "Court", "Mews", "End" };
static const char *const estate_ends[] = { "Way", "Park Road", "Trading Road", "Link", "Works Road" };
static const char *const shore_names[] = { "Strand", "Shore Road", "Net Street", "Sailmaker Street", "Ropewalk", "Ferry Street", "Customs Street", "Lighthouse Road", "Pilot Street", "Saltgate", "Dock Road", "Sea View Road" };
static const char *const river_names[] = { "River Street", "Mill Lane", "Bridge Street", "Wharf Road", "Weir Street", "Waterside", "Tanyard Lane", "Ferry Lane", "Willow Walk", "Malthouse Lane", "Mill Street" };
static const char *const village_names[] = { "High Street", "Church Lane", "Mill Lane", "Back Lane", "School Lane", "The Green", "Station Road", "Chapel Hill", "Pound Lane", "Manor Road", "Vicarage Lane", "Rectory Road" };

#define PICK(list, random) (list)[dray_random_below ((random), G_N_ELEMENTS (list))]

/* The place that @at belongs to: the one whose circle it lies deepest in. */
guint
dray_county_place_of (const DrayCounty *self,
                      DrayXY            at)
{
  guint best = 0;
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < self->places->len; i++) {
    const DrayCountyPlace *place = dray_county_place (self, i);
    double d = dray_xy_distance (at, place->at) / place->radius_m;

    if (d < nearest) {
      nearest = d;
      best = i;
    }
  }
  return best;
}

/* The place where a road that passes @at in @direction arrives, other than @here. */
static guint
place_ahead (const DrayCounty *self,
             DrayXY            at,
             DrayXY            direction,
             guint             here)
{
  guint best = here;
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < self->places->len; i++) {
    const DrayCountyPlace *place = dray_county_place (self, i);
    DrayXY to = dray_xy_sub (place->at, at);
    double d = dray_xy_length (to), cosine = dray_xy_dot (to, direction) / MAX (d, 1);

    if (i != here && cosine > 0.5 && d * (2 - cosine) < nearest) {
      nearest = d * (2 - cosine);
      best = i;
    }
  }
  return best;
}

/* A main road is called after where it leads, away from the place that it lies in. */
static const char *
name_to_town (DrayCounty *self,
              DrayXY      middle,
              guint       here)
{
  const DrayCountyPlace *place = dray_county_place (self, here);
  DrayXY away = dray_xy_unit (dray_xy_sub (middle, place->at));
  guint there = place_ahead (self, middle, away, here);

  if (there == here)
    return NULL;
  g_autofree char *name = g_strdup_printf ("%s Road", dray_county_place (self, there)->name);
  return dray_county_intern (self, name);
}

static const char *
name_by_plot (DrayCounty *self,
              DrayXY      middle)
{
  static const char *const by_kind[] = { NULL, "Market Way", "College Road", "Hospital Road", "Park Road", "Cemetery Road", "Allotment Lane", "School Lane", NULL };

  for (guint i = 0; i < self->plots->len; i++) {
    const DrayCountyPlot *plot = &g_array_index (self->plots, DrayCountyPlot, i);

    if (by_kind[plot->kind] == NULL || dray_xy_distance (plot->at, middle) > plot->radius_m * 1.4 + 10)
      continue;
    if (plot->kind != DRAY_COUNTY_PLOT_PARK)
      return by_kind[plot->kind];
    /* "Fern Hill Park" gives "Fern Hill Road". */
    const char *park = g_array_index (self->areas, DrayCountyArea, plot->area).name;
    g_autofree char *stem = park != NULL ? g_strndup (park, strcspn (park, " ")) : NULL;
    g_autofree char *name = stem != NULL ? g_strdup_printf ("%s %s", stem, i % 2 == 0 ? "Park Road" : "View") : NULL;

    return name != NULL ? dray_county_intern (self, name) : by_kind[plot->kind];
  }
  return NULL;
}

static const char *
name_by_water (DrayCounty *self,
               DrayXY      middle,
               DrayRandom *random)
{
  DrayNetHit hit;

  if (dray_random_below (random, 2) == 0)
    return NULL;
  if (dray_net_nearest (self->net, middle, 150, DRAY_NET_BIT (DRAY_NET_BANK), &hit))
    return PICK (river_names, random);
  if (dray_net_nearest (self->net, middle, 330, DRAY_NET_BIT (DRAY_NET_COAST), &hit))
    return PICK (shore_names, random);
  return NULL;
}

static const char *
name_by_grammar (DrayCounty        *self,
                 const DrayNetRoad *road,
                 DrayXY             middle,
                 guint              here,
                 DrayRandom        *random)
{
  double density = dray_raster_sample (self->density, middle);
  const DrayCountyPlot *plot = dray_county_find_plot (self, middle);
  gboolean blind = dray_net_node (self->net, dray_net_vertex (self->net, road->last)->node)->degree == 1
                   && dray_xy_distance (dray_net_at (self->net, road->first), dray_net_at (self->net, road->last)) < 150;
  DrayCountyRank rank = dray_county_place (self, here)->rank;
  const char *stem = PICK (worthies, random), *end;

  if (rank != DRAY_COUNTY_CITY && dray_random_below (random, rank == DRAY_COUNTY_VILLAGE ? 3 : 9) == 0)
    return PICK (village_names, random);
  if (density < 0.05)
    end = "Lane";
  else if (plot != NULL && plot->kind == DRAY_COUNTY_PLOT_ESTATE)
    end = PICK (estate_ends, random);
  else if (blind)
    end = PICK (closes, random);
  else if (density > 0.85)
    end = PICK (core_ends, random);
  else if (density > 0.45)
    end = PICK (town_ends, random);
  else
    end = PICK (suburb_ends, random);
  g_autofree char *name = g_strdup_printf ("%s %s", stem, end);
  return dray_county_intern (self, name);
}

static gboolean
is_taken (GHashTable *taken,
          guint       here,
          const char *name)
{
  g_autofree char *key = g_strdup_printf ("%u %s", here, name);

  return !g_hash_table_add (taken, g_steal_pointer (&key));
}

static DrayXY
middle_of (const DrayCounty  *self,
           const DrayNetRoad *road)
{
  int n = 0;
  guint32 v = road->first;

  for (guint32 w = road->first; w != DRAY_NET_NONE; w = dray_net_vertex (self->net, w)->next)
    n++;
  for (int i = 0; i < n / 2; i++)
    v = dray_net_vertex (self->net, v)->next;
  return dray_net_at (self->net, v);
}

static void
name_road (DrayCounty  *self,
           DrayNetRoad *road,
           DrayRandom  *random,
           GHashTable  *taken)
{
  DrayXY middle = middle_of (self, road);
  guint here = dray_county_place_of (self, middle);
  const char *name = NULL;

  road->place = (guint16) here;
  if (road->name != NULL || road->roundabout || road->kind <= DRAY_NET_LINK)
    return;
  /* Yards and drives have no names. */
  if (road->kind == DRAY_NET_SERVICE)
    return;
  if (road->kind <= DRAY_NET_SECONDARY && road->planned)
    name = name_to_town (self, middle, here);
  if (name != NULL) {
    road->name = name;
    return;
  }
  for (int attempt = 0; attempt < 12; attempt++) {
    name = attempt == 0 ? name_by_plot (self, middle) : attempt < 3 ? name_by_water (self, middle, random) : NULL;
    if (name == NULL)
      name = name_by_grammar (self, road, middle, here, random);
    if (!is_taken (taken, here, name))
      break;
  }
  road->name = name;
}

/* A number for a road of the first classes, after the place that it leads to. */
static void
number_road (DrayCounty  *self,
             DrayNetRoad *road)
{
  if (road->ref != NULL || (road->kind != DRAY_NET_TRUNK && road->kind != DRAY_NET_PRIMARY))
    return;
  DrayXY middle = middle_of (self, road);
  guint here = dray_county_place_of (self, middle), there = place_ahead (self, middle, dray_xy_unit (dray_xy_sub (middle, dray_county_place (self, 0)->at)), 0);
  g_autofree char *ref = g_strdup_printf (road->kind == DRAY_NET_TRUNK ? "A%u" : "P%u", MAX (here, there) % 60 + 1);

  road->ref = dray_county_intern (self, ref);
}

static void
name_plots (DrayCounty *self)
{
  static const char *const firsts[] = { "Fern Hill", "Westmarsh", "Kessel", "Castle", "Botanic", "Linden", "Merrin", "Abbey", "Olave", "Heron", "Priory", "Saltgate", "Millbank", "Larch", "Eastfold", "Quarry" };
  guint counts[DRAY_COUNTY_PLOT_PITCH + 1] = { 0 };

  for (guint i = 0; i < self->plots->len; i++) {
    const DrayCountyPlot *plot = &g_array_index (self->plots, DrayCountyPlot, i);
    DrayCountyArea *area = &g_array_index (self->areas, DrayCountyArea, plot->area);
    const char *place = dray_county_place (self, plot->place)->name;
    const char *first = firsts[counts[plot->kind]++ % G_N_ELEMENTS (firsts)];
    g_autofree char *name = NULL;

    switch (plot->kind) {
    case DRAY_COUNTY_PLOT_ESTATE:
      name = g_strdup_printf ("%s Industrial Estate", plot->place == 0 ? first : place);
      break;
    case DRAY_COUNTY_PLOT_RETAIL:
      name = g_strdup_printf ("%s Retail Park", plot->place == 0 ? first : place);
      break;
    case DRAY_COUNTY_PLOT_UNIVERSITY:
      name = g_strdup_printf ("University of %s", place);
      break;
    case DRAY_COUNTY_PLOT_HOSPITAL:
      name = g_strdup_printf ("%s Hospital", plot->place == 0 ? (counts[plot->kind] == 1 ? "St. Olave" : first) : place);
      break;
    case DRAY_COUNTY_PLOT_PARK:
      name = g_strdup_printf ("%s %s", plot->place == 0 ? first : place, plot->radius_m > 260 ? "Common" : i % 3 == 0 ? "Gardens" : "Park");
      break;
    case DRAY_COUNTY_PLOT_CEMETERY:
      name = g_strdup_printf ("%s Cemetery", plot->place == 0 ? first : place);
      break;
    case DRAY_COUNTY_PLOT_SCHOOL:
      name = g_strdup_printf ("%s School", plot->place == 0 ? first : place);
      break;
    case DRAY_COUNTY_PLOT_ALLOTMENTS:
    case DRAY_COUNTY_PLOT_PITCH:
    default:
      continue;
    }
    area->name = dray_county_intern (self, name);
  }
}

void
dray_county_draw_names (DrayCounty *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  name_plots (self);
  for (guint32 r = 0; r < self->net->roads->len; r++) {
    DrayNetRoad *road = dray_net_road (self->net, r);

    if (road->gone || road->first == road->last || !dray_net_is_road ((DrayNetKind) road->kind))
      continue;
    number_road (self, road);
    name_road (self, road, &self->random, taken);
  }
}

/* The postcode of a street: its place's letters, the district (by direction and distance from the middle) and the street's own part. */
const char *
dray_county_postcode (DrayCounty *self,
                      guint32     road_index)
{
  static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
  const DrayNetRoad *road = dray_net_road (self->net, road_index);
  const DrayCountyPlace *place = dray_county_place (self, road->place);
  DrayXY from = dray_xy_sub (dray_net_at (self->net, road->first), place->at);
  double d = dray_xy_length (from) / place->radius_m;
  int sector = (int) ((atan2 (from.y, from.x) + G_PI) / (2 * G_PI) * 6) % 6, district = d < 0.25 ? 1 : 2 + sector + (d > 0.6 ? 6 : 0);
  guint64 hash = dray_noise_hash (self->seed + 151, road_index, 0);
  g_autofree char *code = g_strdup_printf ("%s%d %u%c%c", place->district, place->rank == DRAY_COUNTY_VILLAGE ? 1 : district, (guint) (hash % 9 + 1),
                                           letters[hash / 9 % 20], letters[hash / 180 % 20]);

  return dray_county_intern (self, code);
}
