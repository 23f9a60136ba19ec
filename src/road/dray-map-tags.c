/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-tags-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Two written-out tables say what a tag draws. Where several tags of a thing draw something, the first row wins. */

typedef struct {
  const char *key;
  const char *value; /* "*" for any but "no" */
  int         kind;
} Rule;

static const Rule area_rules[] = {
  { "building", "*", DRAY_MAP_BUILDING },
  { "natural", "water", DRAY_MAP_WATER }, { "waterway", "riverbank", DRAY_MAP_WATER }, { "landuse", "reservoir", DRAY_MAP_WATER },
  { "landuse", "basin", DRAY_MAP_WATER }, { "waterway", "dock", DRAY_MAP_WATER }, { "landuse", "salt_pond", DRAY_MAP_WATER },
  { "man_made", "pier", DRAY_MAP_PIER }, { "man_made", "breakwater", DRAY_MAP_PIER }, { "man_made", "quay", DRAY_MAP_PIER },
  { "leisure", "park", DRAY_MAP_PARK }, { "leisure", "garden", DRAY_MAP_PARK }, { "leisure", "golf_course", DRAY_MAP_PARK },
  { "landuse", "recreation_ground", DRAY_MAP_PARK }, { "landuse", "village_green", DRAY_MAP_PARK },
  { "natural", "wood", DRAY_MAP_FOREST }, { "landuse", "forest", DRAY_MAP_FOREST },
  { "landuse", "cemetery", DRAY_MAP_CEMETERY }, { "amenity", "grave_yard", DRAY_MAP_CEMETERY },
  { "amenity", "parking", DRAY_MAP_PARKING },
  { "amenity", "school", DRAY_MAP_CAMPUS }, { "amenity", "university", DRAY_MAP_CAMPUS }, { "amenity", "college", DRAY_MAP_CAMPUS },
  { "amenity", "hospital", DRAY_MAP_CAMPUS }, { "leisure", "stadium", DRAY_MAP_CAMPUS }, { "leisure", "sports_centre", DRAY_MAP_CAMPUS },
  { "aeroway", "apron", DRAY_MAP_APRON }, { "aeroway", "aerodrome", DRAY_MAP_APRON },
  { "place", "square", DRAY_MAP_SQUARE }, { "highway", "pedestrian", DRAY_MAP_SQUARE }, { "highway", "footway", DRAY_MAP_SQUARE },
  { "highway", "service", DRAY_MAP_SQUARE },
  { "landuse", "industrial", DRAY_MAP_INDUSTRIAL }, { "landuse", "railway", DRAY_MAP_INDUSTRIAL }, { "landuse", "port", DRAY_MAP_INDUSTRIAL },
  { "landuse", "harbour", DRAY_MAP_INDUSTRIAL }, { "industrial", "*", DRAY_MAP_INDUSTRIAL }, { "man_made", "works", DRAY_MAP_INDUSTRIAL },
  { "landuse", "commercial", DRAY_MAP_RETAIL }, { "landuse", "retail", DRAY_MAP_RETAIL },
  { "landuse", "residential", DRAY_MAP_BUILT_UP },
  { "natural", "wetland", DRAY_MAP_WETLAND }, { "natural", "marsh", DRAY_MAP_WETLAND },
  { "natural", "beach", DRAY_MAP_SAND }, { "natural", "sand", DRAY_MAP_SAND },
  { "leisure", "pitch", DRAY_MAP_GRASS }, { "leisure", "playground", DRAY_MAP_GRASS }, { "landuse", "grass", DRAY_MAP_GRASS },
  { "landuse", "meadow", DRAY_MAP_GRASS }, { "natural", "grassland", DRAY_MAP_GRASS }, { "natural", "heath", DRAY_MAP_GRASS },
  { "natural", "scrub", DRAY_MAP_GRASS }, { "landuse", "orchard", DRAY_MAP_GRASS }, { "landuse", "vineyard", DRAY_MAP_GRASS },
  { "landuse", "allotments", DRAY_MAP_GRASS },
  { "landuse", "farmland", DRAY_MAP_FARMLAND }, { "landuse", "farm", DRAY_MAP_FARMLAND }, { "landuse", "farmyard", DRAY_MAP_FARMLAND },
};

static const Rule line_rules[] = {
  { "highway", "motorway", DRAY_MAP_MOTORWAY }, { "highway", "motorway_link", DRAY_MAP_MOTORWAY },
  { "highway", "trunk", DRAY_MAP_TRUNK }, { "highway", "trunk_link", DRAY_MAP_TRUNK },
  { "highway", "primary", DRAY_MAP_PRIMARY }, { "highway", "primary_link", DRAY_MAP_PRIMARY },
  { "highway", "secondary", DRAY_MAP_SECONDARY }, { "highway", "secondary_link", DRAY_MAP_SECONDARY },
  { "highway", "tertiary", DRAY_MAP_TERTIARY }, { "highway", "tertiary_link", DRAY_MAP_TERTIARY },
  { "highway", "unclassified", DRAY_MAP_RESIDENTIAL }, { "highway", "residential", DRAY_MAP_RESIDENTIAL },
  { "highway", "road", DRAY_MAP_RESIDENTIAL }, { "highway", "living_street", DRAY_MAP_RESIDENTIAL },
  { "highway", "pedestrian", DRAY_MAP_PEDESTRIAN }, { "highway", "service", DRAY_MAP_SERVICE }, { "highway", "track", DRAY_MAP_TRACK },
  { "highway", "path", DRAY_MAP_PATH }, { "highway", "footway", DRAY_MAP_PATH }, { "highway", "cycleway", DRAY_MAP_PATH },
  { "highway", "bridleway", DRAY_MAP_PATH }, { "highway", "steps", DRAY_MAP_PATH },
  { "railway", "rail", DRAY_MAP_RAIL }, { "railway", "narrow_gauge", DRAY_MAP_RAIL }, { "railway", "light_rail", DRAY_MAP_RAIL },
  { "railway", "tram", DRAY_MAP_TRAM }, { "railway", "subway", DRAY_MAP_TRAM },
  { "waterway", "river", DRAY_MAP_RIVER }, { "waterway", "canal", DRAY_MAP_RIVER },
  { "waterway", "stream", DRAY_MAP_STREAM }, { "waterway", "drain", DRAY_MAP_STREAM }, { "waterway", "ditch", DRAY_MAP_STREAM },
  { "route", "ferry", DRAY_MAP_FERRY },
  { "aeroway", "runway", DRAY_MAP_RUNWAY }, { "aeroway", "taxiway", DRAY_MAP_RUNWAY },
};

static const Rule place_rules[] = {
  { "place", "city", DRAY_MAP_PLACE_CITY }, { "place", "town", DRAY_MAP_PLACE_TOWN }, { "place", "village", DRAY_MAP_PLACE_VILLAGE },
  { "place", "suburb", DRAY_MAP_PLACE_SUBURB }, { "place", "quarter", DRAY_MAP_PLACE_SUBURB },
  { "place", "neighbourhood", DRAY_MAP_PLACE_HAMLET }, { "place", "hamlet", DRAY_MAP_PLACE_HAMLET },
  { "place", "isolated_dwelling", DRAY_MAP_PLACE_HAMLET }, { "place", "locality", DRAY_MAP_PLACE_HAMLET },
  { "place", "sea", DRAY_MAP_LABEL_WATER }, { "place", "ocean", DRAY_MAP_LABEL_WATER }, { "natural", "bay", DRAY_MAP_LABEL_WATER },
  { "natural", "strait", DRAY_MAP_LABEL_WATER },
};

static const struct {
  const char *key;
  int         kind;
} sign_rules[] = {
  { "maxheight", DRAY_MAP_SIGN_HEIGHT }, { "maxheight:physical", DRAY_MAP_SIGN_HEIGHT }, { "maxweight", DRAY_MAP_SIGN_WEIGHT },
  { "maxweightrating", DRAY_MAP_SIGN_WEIGHT }, { "maxaxleload", DRAY_MAP_SIGN_AXLE }, { "maxwidth", DRAY_MAP_SIGN_WIDTH },
  { "maxwidth:physical", DRAY_MAP_SIGN_WIDTH }, { "maxlength", DRAY_MAP_SIGN_LENGTH },
};

struct _DrayMapTags {
  const DrayOsmData *data;   /* borrowed */
  GHashTable        *areas;  /* key and value as one number, to the index of a rule */
  GHashTable        *lines;
  GHashTable        *places;
  guint32            name, ref, layer, bridge, tunnel, oneway, junction, service, area, population, admin_level, boundary, natural,
                     capital, hgv, type, highway, house, street, house_place;
  guint32            signs[G_N_ELEMENTS (sign_rules)];
};

static gpointer
pair (guint32 key,
      guint32 value)
{
  return GSIZE_TO_POINTER ((gsize) key << 32 | value);
}

/* A value "*" is kept as string 0, which is no value of a tag. */
static GHashTable *
index_rules (const DrayOsmData *data,
             const Rule        *rules,
             int                n)
{
  GHashTable *table = g_hash_table_new (NULL, NULL);

  for (int i = 0; i < n; i++) {
    guint32 key = dray_osm_data_find_string (data, rules[i].key);
    gboolean any = strcmp (rules[i].value, "*") == 0;
    guint32 value = any ? DRAY_OSM_NO_STRING : dray_osm_data_find_string (data, rules[i].value);

    if (key != DRAY_OSM_NO_STRING && (any || value != DRAY_OSM_NO_STRING))
      g_hash_table_insert (table, pair (key, value), GINT_TO_POINTER (i + 1));
  }
  return table;
}

/* The least rule that one of @tags follows, or -1. */
static int
find_rule (const DrayMapTags *self,
           GHashTable        *table,
           DrayOsmTags        tags)
{
  int best = G_MAXINT;

  for (guint32 i = 0; i < tags.n; i++) {
    int rule = GPOINTER_TO_INT (g_hash_table_lookup (table, pair (tags.tags[i].key, tags.tags[i].value)));

    if (rule == 0) {
      rule = GPOINTER_TO_INT (g_hash_table_lookup (table, pair (tags.tags[i].key, DRAY_OSM_NO_STRING)));
      if (rule != 0 && strcmp (self->data->strings[tags.tags[i].value], "no") == 0)
        rule = 0;
    }
    if (rule != 0 && rule - 1 < best)
      best = rule - 1;
  }
  return best == G_MAXINT ? -1 : best;
}

DrayMapTags *
dray_map_tags_new (const DrayOsmData *data)
{
  DrayMapTags *self = g_new0 (DrayMapTags, 1);
  const struct {
    guint32    *number;
    const char *text;
  } keys[] = {
    { &self->name, "name" }, { &self->ref, "ref" }, { &self->layer, "layer" }, { &self->bridge, "bridge" }, { &self->tunnel, "tunnel" },
    { &self->oneway, "oneway" }, { &self->junction, "junction" }, { &self->service, "service" }, { &self->area, "area" },
    { &self->population, "population" }, { &self->admin_level, "admin_level" }, { &self->boundary, "boundary" },
    { &self->natural, "natural" }, { &self->capital, "capital" }, { &self->hgv, "hgv" }, { &self->type, "type" },
    { &self->highway, "highway" }, { &self->house, "addr:housenumber" }, { &self->street, "addr:street" },
    { &self->house_place, "addr:place" },
  };

  self->data = data;
  self->areas = index_rules (data, area_rules, G_N_ELEMENTS (area_rules));
  self->lines = index_rules (data, line_rules, G_N_ELEMENTS (line_rules));
  self->places = index_rules (data, place_rules, G_N_ELEMENTS (place_rules));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    *keys[i].number = dray_osm_data_find_string (data, keys[i].text);
  for (gsize i = 0; i < G_N_ELEMENTS (sign_rules); i++)
    self->signs[i] = dray_osm_data_find_string (data, sign_rules[i].key);
  return self;
}

void
dray_map_tags_free (DrayMapTags *self)
{
  g_hash_table_unref (self->areas);
  g_hash_table_unref (self->lines);
  g_hash_table_unref (self->places);
  g_free (self);
}

/* A key that the file does not know is string 0, which no tag has. */
static const char *
get (const DrayMapTags *self,
     DrayOsmTags        tags,
     guint32            key)
{
  return key == DRAY_OSM_NO_STRING ? NULL : dray_osm_data_get_tag_by_key (self->data, tags, key);
}

static gboolean
is (const char *value,
    const char *text)
{
  return value != NULL && strcmp (value, text) == 0;
}

static gboolean
is_set (const char *value)
{
  return value != NULL && strcmp (value, "no") != 0;
}

const char *
dray_map_tags_get_name (const DrayMapTags *self,
                        DrayOsmTags        tags)
{
  return get (self, tags, self->name);
}

gboolean
dray_map_tags_is_coast (const DrayMapTags *self,
                        DrayOsmTags        tags)
{
  return is (get (self, tags, self->natural), "coastline");
}

/* Whether a relation's members are rings. */
gboolean
dray_map_tags_is_polygon (const DrayMapTags *self,
                          DrayOsmTags        tags)
{
  const char *type = get (self, tags, self->type);

  return is (type, "multipolygon");
}

/* The kind of area that a closed way or a relation with @tags is, or %DRAY_MAP_NO_KIND. */
int
dray_map_tags_read_area (const DrayMapTags *self,
                         DrayOsmTags        tags)
{
  int rule = find_rule (self, self->areas, tags);

  if (rule < 0 || is (get (self, tags, self->area), "no"))
    return DRAY_MAP_NO_KIND;
  /* A road that ends where it begins is a ring road, unless it says otherwise. */
  if (area_rules[rule].kind == DRAY_MAP_SQUARE && get (self, tags, self->highway) != NULL && !is (get (self, tags, self->area), "yes"))
    return DRAY_MAP_NO_KIND;
  return area_rules[rule].kind;
}

static int
read_layer (const DrayMapTags *self,
            DrayOsmTags        tags,
            int                flags)
{
  const char *text = get (self, tags, self->layer);
  int layer = text != NULL ? CLAMP (atoi (text), -5, 5) : 0;

  if ((flags & DRAY_MAP_FEATURE_BRIDGE) != 0)
    return MAX (layer, 1);
  if ((flags & DRAY_MAP_FEATURE_TUNNEL) != 0)
    return MIN (layer, -1);
  /* On the ground a layer orders nothing that is seen, and many are mistakes. */
  return 0;
}

static int
read_flags (const DrayMapTags *self,
            DrayOsmTags        tags,
            const Rule        *rule)
{
  const char *oneway = get (self, tags, self->oneway);
  int flags = 0;

  if (is_set (get (self, tags, self->bridge)))
    flags |= DRAY_MAP_FEATURE_BRIDGE;
  else if (is_set (get (self, tags, self->tunnel)) || is (rule->value, "subway"))
    flags |= DRAY_MAP_FEATURE_TUNNEL;
  if (is (oneway, "yes") || is (oneway, "1") || is (oneway, "true") || is (oneway, "-1") || is (get (self, tags, self->junction), "roundabout")
      || (is (rule->value, "motorway") && oneway == NULL))
    flags |= DRAY_MAP_FEATURE_ONE_WAY;
  if (g_str_has_suffix (rule->value, "_link") || is (rule->value, "taxiway"))
    flags |= DRAY_MAP_FEATURE_LINK;
  return flags;
}

/**
 * dray_map_tags_read_line:
 *
 * Fills @feature, whose text is borrowed from the data. A one-way street against its way's direction has a @feature->rank of 1.
 *
 * Returns: whether a way with @tags draws a line
 */
gboolean
dray_map_tags_read_line (const DrayMapTags *self,
                         DrayOsmTags        tags,
                         DrayMapFeature    *feature)
{
  int row = find_rule (self, self->lines, tags);

  if (row < 0)
    return FALSE;

  const Rule *rule = &line_rules[row];
  const char *service = get (self, tags, self->service);
  int flags = read_flags (self, tags, rule);

  *feature = (DrayMapFeature) {
    .kind = (guint8) rule->kind, .flags = (guint8) flags, .layer = (gint8) read_layer (self, tags, flags),
    .rank = is (get (self, tags, self->oneway), "-1"), .name = get (self, tags, self->name),
  };
  if (rule->kind == DRAY_MAP_RAIL && (is (service, "siding") || is (service, "yard") || is (service, "spur")))
    feature->kind = DRAY_MAP_RAIL_SIDING;
  if (rule->kind >= DRAY_MAP_PATH)
    feature->ref = get (self, tags, self->ref);
  return TRUE;
}

/* How important a place is among its kind: by the logarithm of its people, 255 for ten millions. */
static guint8
read_rank (const DrayMapTags *self,
           DrayOsmTags        tags)
{
  const char *population = get (self, tags, self->population);
  const char *capital = get (self, tags, self->capital);
  double people = population != NULL ? g_ascii_strtod (population, NULL) : 0;
  double rank = people >= 1 ? log10 (people) * 36.4 : 0;

  if (is (capital, "yes"))
    rank += 40;
  return (guint8) CLAMP (rank, 0, 255);
}

/* Returns: whether a node with @tags is a place or names a water; the text is borrowed from the data */
gboolean
dray_map_tags_read_place (const DrayMapTags *self,
                          DrayOsmTags        tags,
                          DrayMapFeature    *feature)
{
  int row = find_rule (self, self->places, tags);
  const char *name = get (self, tags, self->name);

  if (row < 0 || name == NULL)
    return FALSE;
  *feature = (DrayMapFeature) { .kind = (guint8) place_rules[row].kind, .rank = read_rank (self, tags), .name = name };
  return TRUE;
}

/* Returns: whether a node or building with @tags has a house number; the text is borrowed from the data */
gboolean
dray_map_tags_read_house (const DrayMapTags *self,
                          DrayOsmTags        tags,
                          DrayMapFeature    *feature)
{
  const char *number = get (self, tags, self->house);
  const char *street = get (self, tags, self->street);

  if (number == NULL || strlen (number) > 12)
    return FALSE;
  *feature = (DrayMapFeature) { .kind = DRAY_MAP_LABEL_HOUSE, .name = number, .ref = street != NULL ? street : get (self, tags, self->house_place) };
  return TRUE;
}

/* The kind of border that a relation is, or %DRAY_MAP_NO_KIND. */
int
dray_map_tags_read_border (const DrayMapTags *self,
                           DrayOsmTags        tags)
{
  const char *level = get (self, tags, self->admin_level);

  if (!is (get (self, tags, self->boundary), "administrative") || level == NULL)
    return DRAY_MAP_NO_KIND;
  switch (atoi (level)) {
  case 2:
    return DRAY_MAP_BOUNDARY_COUNTRY;
  case 3:
  case 4:
  case 5:
  case 6:
    return DRAY_MAP_BOUNDARY_REGION;
  case 7:
  case 8:
    return DRAY_MAP_BOUNDARY_DISTRICT;
  default:
    return DRAY_MAP_NO_KIND;
  }
}

/* The number of a limit as its sign shows it: "3.6" of "3.60 m". Feet and inches and tons stay as they are. */
static gboolean
read_limit (const char *value,
            char        text[12])
{
  char *end = NULL;
  double number = g_ascii_strtod (value, &end);

  if (end == value || !(number > 0) || number > 1000)
    return FALSE;
  if (*end == '\'' || *end == '"') {
    if (strlen (value) > 6)
      return FALSE;
    g_strlcpy (text, value, 12);
    return TRUE;
  }
  while (*end == ' ')
    end++;
  if (strcmp (end, "kg") == 0)
    number /= 1000;
  g_ascii_formatd (text, 12, number < 10 ? "%.1f" : "%.0f", number);
  if (g_str_has_suffix (text, ".0"))
    text[strlen (text) - 2] = '\0';
  return TRUE;
}

/**
 * dray_map_tags_read_signs:
 * @signs: the signs, without text
 * @texts: their text
 *
 * Returns: how many road signs for trucks stand at a way or node with @tags
 */
int
dray_map_tags_read_signs (const DrayMapTags *self,
                          DrayOsmTags        tags,
                          DrayMapFeature     signs[4],
                          char               texts[4][12])
{
  int n = 0;
  int last_kind = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (sign_rules) && n < 3; i++) {
    const char *value = get (self, tags, self->signs[i]);

    if (value == NULL || sign_rules[i].kind == last_kind || !read_limit (value, texts[n]))
      continue;
    last_kind = sign_rules[i].kind;
    signs[n++] = (DrayMapFeature) { .kind = (guint8) sign_rules[i].kind };
  }
  if (is (get (self, tags, self->hgv), "no") || is (get (self, tags, self->hgv), "delivery")) {
    texts[n][0] = '\0';
    signs[n++] = (DrayMapFeature) { .kind = DRAY_MAP_SIGN_NO_TRUCKS };
  }
  return n;
}
