/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-place-collect-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Places from the columns of an OpenStreetMap file: settlements, streets, what has a name of its own, and house numbers.
 *
 * A street is drawn as many ways, and many towns have one of the same name: the ways of one name are one street as long as they lie
 * within 400 m of each other. What something lies in is the settlement that is nearest when each is measured by its own reach. */

#define STREET_GAP_E7 40000      /* 0.004 degrees: 300 to 450 m */
#define HOUSE_REACH_M 1500.0     /* how far a number may lie from the middle of its street's nearest stretch */

typedef struct {
  const char    *key;
  const char    *value;
  DrayPlaceKind  kind;
  int            importance;
  double         reach_m;        /* of a settlement: how far it extends */
} Rule;

static const Rule rules[] = {
  { "place", "city", DRAY_PLACE_CITY, 190, 9000 }, { "place", "town", DRAY_PLACE_TOWN, 155, 4000 },
  { "place", "village", DRAY_PLACE_VILLAGE, 125, 2000 }, { "place", "suburb", DRAY_PLACE_SUBURB, 125, 1500 },
  { "place", "quarter", DRAY_PLACE_SUBURB, 115, 1000 }, { "place", "neighbourhood", DRAY_PLACE_SUBURB, 100, 600 },
  { "place", "hamlet", DRAY_PLACE_HAMLET, 95, 800 }, { "place", "isolated_dwelling", DRAY_PLACE_HAMLET, 60, 200 },
  { "place", "locality", DRAY_PLACE_HAMLET, 60, 300 },
  { "amenity", "hospital", DRAY_PLACE_SITE, 105, 0 }, { "railway", "station", DRAY_PLACE_SITE, 105, 0 },
  { "aeroway", "aerodrome", DRAY_PLACE_SITE, 120, 0 }, { "amenity", "university", DRAY_PLACE_SITE, 95, 0 },
  { "landuse", "industrial", DRAY_PLACE_SITE, 85, 0 }, { "landuse", "retail", DRAY_PLACE_SITE, 80, 0 },
  { "landuse", "commercial", DRAY_PLACE_SITE, 80, 0 }, { "landuse", "port", DRAY_PLACE_SITE, 95, 0 },
  { "leisure", "park", DRAY_PLACE_SITE, 75, 0 }, { "shop", "*", DRAY_PLACE_SITE, 62, 0 }, { "office", "*", DRAY_PLACE_SITE, 60, 0 },
  { "industrial", "*", DRAY_PLACE_SITE, 75, 0 }, { "man_made", "works", DRAY_PLACE_SITE, 75, 0 }, { "tourism", "*", DRAY_PLACE_SITE, 62, 0 },
  { "craft", "*", DRAY_PLACE_SITE, 60, 0 }, { "amenity", "*", DRAY_PLACE_SITE, 60, 0 }, { "leisure", "*", DRAY_PLACE_SITE, 58, 0 },
  { "building", "*", DRAY_PLACE_SITE, 50, 0 },
};

/* How much a street matters by its class. */
static const struct {
  const char *highway;
  int         importance;
} street_rules[] = {
  { "motorway", 80 }, { "trunk", 85 }, { "primary", 84 }, { "secondary", 80 }, { "tertiary", 74 }, { "unclassified", 64 },
  { "residential", 64 }, { "living_street", 62 }, { "pedestrian", 64 }, { "road", 58 }, { "service", 48 }, { "track", 40 }, { "footway", 40 },
  { "path", 38 }, { "steps", 40 }, { "cycleway", 38 },
};

/* A named way, before the ways of one name are put together. */
typedef struct {
  const char   *name;      /* equal names have equal addresses */
  DrayGeoBox    box;
  DrayGeoPoint  middle;
  double        length_m;
  int           importance;
  int           group;
} Way;

typedef struct {
  DrayGeoPoint point;
  const char  *name;
  double       reach_m;
} Settlement;

typedef struct {
  const DrayOsmData   *data;
  DrayPlaceCollection *out;
  GArray              *ways;         /* Way */
  GArray              *houses;       /* DrayPlaceHouse */
  GArray              *settlements;  /* Settlement */
  guint32              rule_keys[G_N_ELEMENTS (rules)];
  guint32              rule_values[G_N_ELEMENTS (rules)];
  guint32              name, highway, housenumber, street, addr_place, population;
} Collector;

static const char *
get (const Collector *self,
     DrayOsmTags      tags,
     guint32          key)
{
  return key == DRAY_OSM_NO_STRING ? NULL : dray_osm_data_get_tag_by_key (self->data, tags, key);
}

static void
find_keys (Collector *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    self->rule_keys[i] = dray_osm_data_find_string (self->data, rules[i].key);
    self->rule_values[i] = dray_osm_data_find_string (self->data, rules[i].value);
  }
  self->name = dray_osm_data_find_string (self->data, "name");
  self->highway = dray_osm_data_find_string (self->data, "highway");
  self->housenumber = dray_osm_data_find_string (self->data, "addr:housenumber");
  self->street = dray_osm_data_find_string (self->data, "addr:street");
  self->addr_place = dray_osm_data_find_string (self->data, "addr:place");
  self->population = dray_osm_data_find_string (self->data, "population");
}

static const Rule *
find_rule (const Collector *self,
           DrayOsmTags      tags)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    gboolean any = rules[i].value[0] == '*';

    for (guint32 k = 0; self->rule_keys[i] != DRAY_OSM_NO_STRING && k < tags.n; k++) {
      if (tags.tags[k].key == self->rule_keys[i] && (any || tags.tags[k].value == self->rule_values[i]))
        return &rules[i];
    }
  }
  return NULL;
}

/* Reads "12", "12b", "12-14" (as 12). */
static gboolean
read_number (const char *text,
             DrayHouse  *house)
{
  char *end = NULL;
  guint64 number = g_ascii_strtoull (text, &end, 10);

  if (end == text || number == 0 || number > 99999)
    return FALSE;
  house->number = (guint32) number;
  memset (house->suffix, 0, sizeof house->suffix);
  while (*end == ' ')
    end++;
  for (int i = 0; i < 2 && g_ascii_isalpha (end[i]); i++)
    house->suffix[i] = g_ascii_tolower (end[i]);
  return TRUE;
}

static void
collect_house (Collector    *self,
               DrayOsmTags   tags,
               DrayGeoPoint  point)
{
  const char *number = get (self, tags, self->housenumber);
  const char *street = get (self, tags, self->street);
  DrayPlaceHouse house = { .house = { .point = point }, .street = street != NULL ? street : get (self, tags, self->addr_place) };

  if (number != NULL && house.street != NULL && read_number (number, &house.house))
    g_array_append_val (self->houses, house);
}

static void
collect_named (Collector    *self,
               DrayOsmTags   tags,
               DrayGeoPoint  point)
{
  const char *name = get (self, tags, self->name);
  const Rule *rule = name != NULL ? find_rule (self, tags) : NULL;

  if (rule == NULL || name[0] == '\0')
    return;
  const char *people = get (self, tags, self->population);
  double population = people != NULL ? g_ascii_strtod (people, NULL) : 0;
  int importance = rule->importance + (rule->reach_m > 0 && population > 100 ? (int) (log10 (population / 100) * 11) : 0);
  DrayPlace place = { .kind = rule->kind, .importance = MIN (importance, 255), .point = point, .name = name, .context = "" };

  g_array_append_val (self->out->places, place);
  if (rule->reach_m > 0) {
    Settlement settlement = { point, name, rule->reach_m };

    g_array_append_val (self->settlements, settlement);
  }
}

static DrayGeoPoint
get_node (const DrayOsmData *data,
          guint32            node)
{
  return (DrayGeoPoint) { data->node_lon_e7[node], data->node_lat_e7[node] };
}

/* Measures a way. Returns: whether any of its nodes are here */
static gboolean
measure_way (const DrayOsmData *data,
             guint32            way,
             Way               *out)
{
  DrayGeoPoint last = { 0, 0 };
  int n = 0;

  out->box = DRAY_GEO_BOX_EMPTY;
  out->length_m = 0;
  for (int pass = 0; pass < 2; pass++) {
    double run = 0;

    n = 0;
    for (guint32 i = data->way_refs_first[way]; i < data->way_refs_first[way + 1]; i++) {
      if (data->way_refs[i] == DRAY_OSM_MISSING)
        continue;
      DrayGeoPoint point = get_node (data, data->way_refs[i]);
      double step = n++ > 0 ? dray_geo_point_distance_m (last, point) : 0;

      if (pass == 0) {
        dray_geo_box_extend (&out->box, point);
        out->length_m += step;
      } else if (n == 1 || (run < out->length_m / 2 && step > 0)) {
        /* The middle lies on the last segment that begins before half the length. */
        double t = n > 1 ? CLAMP ((out->length_m / 2 - run) / step, 0, 1) : 1;

        out->middle = (DrayGeoPoint) {
          n > 1 ? last.lon_e7 + (int) (((double) point.lon_e7 - last.lon_e7) * t) : point.lon_e7,
          n > 1 ? last.lat_e7 + (int) (((double) point.lat_e7 - last.lat_e7) * t) : point.lat_e7,
        };
      }
      run += step;
      last = point;
    }
  }
  return n > 0;
}

static int
get_street_importance (const char *highway)
{
  for (gsize i = 0; i < G_N_ELEMENTS (street_rules); i++) {
    if (strcmp (street_rules[i].highway, highway) == 0)
      return street_rules[i].importance;
  }
  return 0;
}

static DrayGeoPoint
box_middle (const DrayGeoBox *box)
{
  return (DrayGeoPoint) { box->west_e7 / 2 + box->east_e7 / 2, box->south_e7 / 2 + box->north_e7 / 2 };
}

static void
collect_ways (Collector *self)
{
  for (guint32 i = 0; i < self->data->n_ways; i++) {
    DrayOsmTags tags = dray_osm_data_get_way_tags (self->data, i);
    const char *highway = get (self, tags, self->highway);
    Way way = { .name = get (self, tags, self->name), .group = -1 };

    if (tags.n == 0 || (way.name == NULL && get (self, tags, self->housenumber) == NULL) || !measure_way (self->data, i, &way))
      continue;
    collect_house (self, tags, box_middle (&way.box));
    way.importance = highway != NULL ? get_street_importance (highway) : 0;
    if (way.name != NULL && way.importance > 0)
      g_array_append_val (self->ways, way);
    else if (highway == NULL)
      collect_named (self, tags, box_middle (&way.box));
  }
}

static int
compare_ways (gconstpointer a,
              gconstpointer b)
{
  const Way *one = a;
  const Way *other = b;
  int order = one->name == other->name ? 0 : strcmp (one->name, other->name);

  if (order != 0)
    return order;
  return one->box.west_e7 != other->box.west_e7 ? (one->box.west_e7 < other->box.west_e7 ? -1 : 1)
         : one->box.south_e7 != other->box.south_e7 ? (one->box.south_e7 < other->box.south_e7 ? -1 : 1) : 0;
}

static gboolean
is_near (const DrayGeoBox *a,
         const DrayGeoBox *b)
{
  return a->west_e7 - STREET_GAP_E7 <= b->east_e7 && b->west_e7 - STREET_GAP_E7 <= a->east_e7
         && a->south_e7 - STREET_GAP_E7 <= b->north_e7 && b->south_e7 - STREET_GAP_E7 <= a->north_e7;
}

/* Gives the ways of one street one number, by flooding from each that has none. */
static void
group_ways (Way *ways,
            int  n)
{
  g_autofree int *queue = g_new (int, MAX (n, 1));
  int n_groups = 0;

  for (int first = 0; first < n; first++) {
    int n_queue = 1;

    if (ways[first].group >= 0)
      continue;
    ways[first].group = n_groups++;
    queue[0] = first;
    for (int at = 0; at < n_queue; at++) {
      for (int i = 0; i < n; i++) {
        if (ways[i].group < 0 && is_near (&ways[queue[at]].box, &ways[i].box)) {
          ways[i].group = ways[first].group;
          queue[n_queue++] = i;
        }
      }
    }
  }
}

/* Makes a street of each group of the @n ways of one name. */
static void
add_streets (Collector *self,
             Way       *ways,
             int        n)
{
  group_ways (ways, n);
  for (int group = 0;; group++) {
    DrayPlace street = { .kind = DRAY_PLACE_STREET, .name = ways[0].name, .context = "" };
    double longest = -1;
    double length_m = 0;

    for (int i = 0; i < n; i++) {
      if (ways[i].group != group)
        continue;
      length_m += ways[i].length_m;
      street.importance = MAX (street.importance, ways[i].importance);
      if (ways[i].length_m > longest) {
        longest = ways[i].length_m;
        street.point = ways[i].middle;
      }
    }
    if (longest < 0)
      break;
    street.importance += (int) CLAMP (log2 (length_m / 200 + 0.5) * 3, -6, 15);
    g_array_append_val (self->out->places, street);
  }
}

static void
join_streets (Collector *self)
{
  guint end = 0;

  g_array_sort (self->ways, compare_ways);
  for (guint first = 0; first < self->ways->len; first = end) {
    Way *ways = &g_array_index (self->ways, Way, first);

    for (end = first; end < self->ways->len && strcmp (g_array_index (self->ways, Way, end).name, ways->name) == 0;)
      end++;
    add_streets (self, ways, (int) (end - first));
  }
}

/* What a place lies in: the settlement nearest by its reach, and the larger one that that one lies in. */
static const char *
find_context (Collector       *self,
              const DrayPlace *place)
{
  const Settlement *best[2] = { NULL, NULL };
  double best_way[2] = { 1.6, 1.6 };

  for (guint i = 0; i < self->settlements->len; i++) {
    const Settlement *settlement = &g_array_index (self->settlements, Settlement, i);
    gboolean large = settlement->reach_m >= 4000;

    /* The latitudes alone rule out most of them: a step is 1.1 cm. */
    if (fabs ((double) settlement->point.lat_e7 - place->point.lat_e7) * 0.011 > settlement->reach_m * 1.6)
      continue;
    double way = dray_geo_point_distance_m (settlement->point, place->point) / settlement->reach_m;

    if (settlement->name == place->name || way >= best_way[large])
      continue;
    best[large] = settlement;
    best_way[large] = way;
  }
  /* A city lies in no suburb. */
  if (place->kind == DRAY_PLACE_CITY || place->kind == DRAY_PLACE_TOWN)
    return "";
  if (best[0] != NULL && best[1] != NULL && place->kind >= DRAY_PLACE_STREET) {
    g_autofree char *both = g_strdup_printf ("%s, %s", best[0]->name, best[1]->name);

    return g_string_chunk_insert_const (self->out->text, both);
  }
  return best[1] != NULL ? best[1]->name : best[0] != NULL && place->kind >= DRAY_PLACE_STREET ? best[0]->name : "";
}

static int
compare_houses (gconstpointer a,
                gconstpointer b)
{
  const DrayHouse *one = a;
  const DrayHouse *other = b;

  if (one->number != other->number)
    return one->number < other->number ? -1 : 1;
  return strcmp (one->suffix, other->suffix);
}

/* Gives each house to the nearest street of its street's name. */
static void
assign_houses (Collector *self)
{
  g_autoptr (GHashTable) streets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  g_autoptr (GHashTable) houses = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < self->out->places->len; i++) {
    const DrayPlace *place = &g_array_index (self->out->places, DrayPlace, i);
    GArray *list = place->kind == DRAY_PLACE_STREET ? g_hash_table_lookup (streets, place->name) : NULL;

    if (place->kind != DRAY_PLACE_STREET)
      continue;
    if (list == NULL) {
      list = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (streets, (gpointer) place->name, list);
    }
    g_array_append_val (list, i);
  }
  for (guint i = 0; i < self->houses->len; i++) {
    const DrayPlaceHouse *house = &g_array_index (self->houses, DrayPlaceHouse, i);
    const GArray *list = g_hash_table_lookup (streets, house->street);
    double best_m = HOUSE_REACH_M;
    guint best = G_MAXUINT;

    for (guint k = 0; list != NULL && k < list->len; k++) {
      guint street = g_array_index (list, guint, k);
      double way_m = dray_geo_point_distance_m (g_array_index (self->out->places, DrayPlace, street).point, house->house.point);

      if (way_m < best_m || list->len == 1) {
        best_m = way_m;
        best = street;
      }
    }
    if (best == G_MAXUINT)
      continue;
    GArray *numbers = g_hash_table_lookup (houses, GUINT_TO_POINTER (best));
    if (numbers == NULL) {
      numbers = g_array_new (FALSE, FALSE, sizeof (DrayHouse));
      g_hash_table_insert (houses, GUINT_TO_POINTER (best), numbers);
    }
    g_array_append_val (numbers, house->house);
  }
  for (guint i = 0; i < self->out->places->len; i++) {
    GArray *numbers = g_hash_table_lookup (houses, GUINT_TO_POINTER (i));
    DrayPlace *place = &g_array_index (self->out->places, DrayPlace, i);

    if (numbers == NULL)
      continue;
    g_array_sort (numbers, compare_houses);
    place->first_house = self->out->houses->len;
    place->n_houses = numbers->len;
    g_array_append_vals (self->out->houses, numbers->data, numbers->len);
  }
}

/**
 * dray_place_collect:
 *
 * Returns: (transfer full): the places of the file; @data must outlive them
 */
DrayPlaceCollection *
dray_place_collect (const DrayOsmData *data)
{
  DrayPlaceCollection *out = g_new0 (DrayPlaceCollection, 1);
  g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (Way));
  g_autoptr (GArray) houses = g_array_new (FALSE, FALSE, sizeof (DrayPlaceHouse));
  g_autoptr (GArray) settlements = g_array_new (FALSE, FALSE, sizeof (Settlement));
  Collector self = { .data = data, .out = out, .ways = ways, .houses = houses, .settlements = settlements };

  out->places = g_array_new (FALSE, FALSE, sizeof (DrayPlace));
  out->houses = g_array_new (FALSE, FALSE, sizeof (DrayHouse));
  out->text = g_string_chunk_new (4096);
  find_keys (&self);
  for (guint32 i = 0; i < data->n_tagged_nodes; i++) {
    DrayOsmTags tags = dray_osm_data_get_tagged_node_tags (data, i);
    DrayGeoPoint point = get_node (data, data->tagged_nodes[i]);

    collect_named (&self, tags, point);
    collect_house (&self, tags, point);
  }
  collect_ways (&self);
  join_streets (&self);
  for (guint i = 0; i < out->places->len; i++) {
    DrayPlace *place = &g_array_index (out->places, DrayPlace, i);

    place->context = find_context (&self, place);
  }
  assign_houses (&self);
  return out;
}

void
dray_place_collection_free (DrayPlaceCollection *self)
{
  g_array_unref (self->places);
  g_array_unref (self->houses);
  g_string_chunk_free (self->text);
  g_free (self);
}
