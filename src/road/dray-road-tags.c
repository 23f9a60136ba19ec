/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-tags-private.h"

#include <string.h>

/* The class of a road, the speed of a truck on it where no sign says otherwise, and who may use it where no tag says so. */
static const struct {
  const char *highway;
  int         kmh;
  DrayAccess  truck;
  DrayAccess  others;
} classes[DRAY_ROAD_N_CLASSES] = {
  [DRAY_ROAD_MOTORWAY] = { "motorway", 80, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_MOTORWAY_LINK] = { "motorway_link", 50, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_TRUNK] = { "trunk", 80, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_TRUNK_LINK] = { "trunk_link", 50, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_PRIMARY] = { "primary", 60, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_PRIMARY_LINK] = { "primary_link", 50, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_SECONDARY] = { "secondary", 54, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_SECONDARY_LINK] = { "secondary_link", 50, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_TERTIARY] = { "tertiary", 45, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_TERTIARY_LINK] = { "tertiary_link", 45, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_UNCLASSIFIED] = { "unclassified", 27, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_RESIDENTIAL] = { "residential", 27, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_LIVING_STREET] = { "living_street", 10, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_SERVICE] = { "service", 18, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN },
  [DRAY_ROAD_TRACK] = { "track", 12, DRAY_ACCESS_CLOSED, DRAY_ACCESS_CLOSED },
  [DRAY_ROAD_PEDESTRIAN] = { "pedestrian", 8, DRAY_ACCESS_CLOSED, DRAY_ACCESS_CLOSED },
  [DRAY_ROAD_FERRY] = { "ferry", 15, DRAY_ACCESS_CLOSED, DRAY_ACCESS_CLOSED },
};

/* Which keys say who may pass, the most telling first. */
static const char *const access_keys[DRAY_N_VEHICLE_KINDS][6] = {
  [DRAY_VEHICLE_TRUCK] = { "hgv", "goods", "motor_vehicle", "vehicle", "access", NULL },
  [DRAY_VEHICLE_VAN] = { "goods", "motor_vehicle", "vehicle", "access", NULL },
  [DRAY_VEHICLE_CAR] = { "motorcar", "motor_vehicle", "vehicle", "access", NULL },
};

static const char *const directions[2] = { "forward", "backward" };

static gboolean
is_one_of (const char        *value,
           const char *const *set)
{
  for (; value != NULL && *set != NULL; set++) {
    if (strcmp (value, *set) == 0)
      return TRUE;
  }
  return FALSE;
}

static const char *
get (const DrayOsmData *data,
     DrayOsmTags        tags,
     const char        *key,
     const char        *suffix)
{
  g_autofree char *whole = suffix != NULL ? g_strconcat (key, ":", suffix, NULL) : NULL;

  return dray_osm_data_get_tag (data, tags, whole != NULL ? whole : key);
}

/* Returns: whether @value says anything */
static gboolean
read_access (const char *value,
             DrayAccess *access)
{
  static const char *const open[] = { "yes", "permissive", "designated", "official", "public", "allowed", NULL };
  static const char *const destination[] = {
    "destination", "delivery", "customers", "private", "permit", "residents", "loading", "employees", "discouraged", "restricted", NULL
  };
  static const char *const closed[] = {
    "no", "agricultural", "forestry", "agricultural;forestry", "emergency", "military", "psv", "bus", "use_sidepath", "dismount",
    "agricultural; forestry", "unsuitable", NULL
  };

  if (is_one_of (value, open))
    *access = DRAY_ACCESS_OPEN;
  else if (is_one_of (value, destination))
    *access = DRAY_ACCESS_DESTINATION;
  else if (is_one_of (value, closed))
    *access = DRAY_ACCESS_CLOSED;
  else
    return FALSE;
  return TRUE;
}

static void
lower (guint16 *limit,
       guint    to)
{
  if (to > 0 && (*limit == 0 || to < *limit))
    *limit = (guint16) to;
}

static void
lower_weight (guint32 *limit,
              guint    to)
{
  if (to > 0 && (*limit == 0 || to < *limit))
    *limit = to;
}

/* Whoever passes @limits from now on has to pass @other too. */
void
dray_road_limits_merge (DrayRoadLimits       *limits,
                        const DrayRoadLimits *other)
{
  lower_weight (&limits->weight_kg, other->weight_kg);
  lower_weight (&limits->axle_kg, other->axle_kg);
  lower (&limits->height_cm, other->height_cm);
  lower (&limits->width_cm, other->width_cm);
  lower (&limits->length_cm, other->length_cm);
  limits->flags |= other->flags;
  for (int kind = 0; kind < DRAY_N_VEHICLE_KINDS; kind++) {
    limits->closed_hours[kind] |= other->closed_hours[kind];
    if (limits->access[kind] == DRAY_ACCESS_CLOSED || other->access[kind] == DRAY_ACCESS_CLOSED)
      limits->access[kind] = DRAY_ACCESS_CLOSED;
    else
      limits->access[kind] = MAX (limits->access[kind], other->access[kind]);
  }
}

/* "value @ condition" for one kind of vehicle. */
static void
apply_condition (DrayRoadLimits         *limits,
                 DrayVehicleKind         kind,
                 DrayAccess              access,
                 const DrayTagCondition *condition)
{
  gboolean measured = condition->weight_kg + condition->length_cm + condition->height_cm + condition->width_cm > 0;

  if (!condition->understood)
    return;
  if (measured) {
    /* Limits stop every kind that is over them, so a measure counts where it closes; over 3.5 t is what makes a truck. */
    if (access == DRAY_ACCESS_CLOSED) {
      lower_weight (&limits->weight_kg, condition->weight_kg);
      lower (&limits->length_cm, condition->length_cm);
      lower (&limits->height_cm, condition->height_cm);
      lower (&limits->width_cm, condition->width_cm);
    } else if (kind == DRAY_VEHICLE_TRUCK && limits->access[kind] == DRAY_ACCESS_OPEN) {
      limits->access[kind] = (guint8) access;
    }
  } else if (access == DRAY_ACCESS_CLOSED) {
    limits->closed_hours[kind] |= condition->hours;
  } else if (limits->access[kind] == DRAY_ACCESS_CLOSED) {
    /* Closed but for some hours. */
    limits->access[kind] = (guint8) access;
    limits->closed_hours[kind] |= ~condition->hours & DRAY_ALL_HOURS;
  }
}

static void
read_conditional (DrayRoadLimits  *limits,
                  DrayVehicleKind  kind,
                  const char      *value)
{
  g_auto (GStrv) clauses = value != NULL ? g_strsplit (value, ";", 8) : NULL;

  for (char **clause = clauses; clause != NULL && *clause != NULL; clause++) {
    char *at = strchr (*clause, '@');
    DrayAccess access;

    if (at == NULL)
      continue;
    *at = '\0';
    DrayTagCondition condition = dray_tag_condition_parse (at + 1);
    if (read_access (g_strstrip (*clause), &access))
      apply_condition (limits, kind, access, &condition);
  }
}

static void
read_kind_access (const DrayOsmData *data,
                  DrayOsmTags        tags,
                  const char        *direction,
                  DrayVehicleKind    kind,
                  DrayRoadLimits    *limits)
{
  const char *const *keys = access_keys[kind];
  DrayAccess access = (DrayAccess) limits->access[kind];

  for (; *keys != NULL; keys++) {
    if (read_access (get (data, tags, *keys, direction), &access) || read_access (get (data, tags, *keys, NULL), &access))
      break;
  }
  limits->access[kind] = (guint8) access;
  for (keys = access_keys[kind]; *keys != NULL; keys++) {
    g_autofree char *suffix = g_strconcat (direction, ":conditional", NULL);

    read_conditional (limits, kind, get (data, tags, *keys, suffix));
    read_conditional (limits, kind, get (data, tags, *keys, "conditional"));
  }
}

static void
read_length (const DrayOsmData *data,
             DrayOsmTags        tags,
             const char        *key,
             const char        *direction,
             guint16           *limit)
{
  static const char *const suffixes[] = { NULL, "physical", "hgv" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    const char *value = get (data, tags, key, suffixes[i]);

    if (value != NULL)
      lower (limit, dray_road_tags_parse_length_cm (value));
  }
  const char *value = get (data, tags, key, direction);
  if (value != NULL)
    lower (limit, dray_road_tags_parse_length_cm (value));
}

static void
read_weight (const DrayOsmData *data,
             DrayOsmTags        tags,
             const char        *key,
             const char        *direction,
             guint32           *limit)
{
  const char *values[] = { get (data, tags, key, NULL), get (data, tags, key, "hgv"), get (data, tags, key, direction) };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    if (values[i] != NULL)
      lower_weight (limit, dray_road_tags_parse_weight_kg (values[i]));
  }
}

static void
read_limits (const DrayOsmData *data,
             DrayOsmTags        tags,
             const char        *direction,
             DrayRoadLimits    *limits)
{
  for (int kind = 0; kind < DRAY_N_VEHICLE_KINDS; kind++)
    read_kind_access (data, tags, direction, (DrayVehicleKind) kind, limits);
  read_length (data, tags, "maxheight", direction, &limits->height_cm);
  read_length (data, tags, "maxwidth", direction, &limits->width_cm);
  read_length (data, tags, "maxlength", direction, &limits->length_cm);
  read_weight (data, tags, "maxweight", direction, &limits->weight_kg);
  read_weight (data, tags, "maxweightrating", direction, &limits->weight_kg);
  read_weight (data, tags, "maxaxleload", direction, &limits->axle_kg);
  if (g_strcmp0 (get (data, tags, "hazmat", NULL), "no") == 0 || g_strcmp0 (get (data, tags, "hazmat", direction), "no") == 0)
    limits->flags |= DRAY_LIMIT_NO_HAZMAT;
  if (g_strcmp0 (get (data, tags, "toll", NULL), "yes") == 0 || g_strcmp0 (get (data, tags, "toll", "hgv"), "yes") == 0)
    limits->flags |= DRAY_LIMIT_TOLL;
}

/* Ways. */

static gboolean
read_class (const DrayOsmData *data,
            DrayOsmTags        tags,
            DrayWayTags       *way)
{
  const char *highway = get (data, tags, "highway", NULL);

  if (highway == NULL) {
    way->road_class = DRAY_ROAD_FERRY;
    return g_strcmp0 (get (data, tags, "route", NULL), "ferry") == 0;
  }
  if (g_strcmp0 (get (data, tags, "area", NULL), "yes") == 0)
    return FALSE;
  if (strcmp (highway, "road") == 0)
    highway = "unclassified";
  for (guint8 i = 0; i < DRAY_ROAD_FERRY; i++) {
    if (strcmp (highway, classes[i].highway) == 0) {
      way->road_class = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Returns: whether the way may be driven along (bit 0) and against (bit 1) its nodes */
static guint
read_oneway (const DrayOsmData *data,
             DrayOsmTags        tags,
             const DrayWayTags *way)
{
  static const char *const along[] = { "yes", "1", "true", NULL };
  static const char *const against[] = { "-1", "reverse", NULL };
  const char *oneway = get (data, tags, "oneway", NULL);

  if (is_one_of (oneway, along))
    return 1;
  if (is_one_of (oneway, against))
    return 2;
  if (g_strcmp0 (oneway, "reversible") == 0)
    return 0;
  if (oneway == NULL && (way->flags & DRAY_ROAD_ROUNDABOUT || way->road_class == DRAY_ROAD_MOTORWAY))
    return 1;
  return 3;
}

static guint8
read_flags (const DrayOsmData *data,
            DrayOsmTags        tags)
{
  static const char *const round[] = { "roundabout", "circular", NULL };
  static const char *const no[] = { "no", NULL };
  static const char *const unpaved[] = {
    "unpaved", "gravel", "fine_gravel", "compacted", "dirt", "earth", "ground", "grass", "mud", "sand", "pebblestone", "rock", "woodchips", NULL
  };
  const char *bridge = get (data, tags, "bridge", NULL), *tunnel = get (data, tags, "tunnel", NULL);
  guint flags = 0;

  flags |= is_one_of (get (data, tags, "junction", NULL), round) ? DRAY_ROAD_ROUNDABOUT : 0;
  flags |= bridge != NULL && !is_one_of (bridge, no) ? DRAY_ROAD_BRIDGE : 0;
  flags |= tunnel != NULL && !is_one_of (tunnel, no) ? DRAY_ROAD_TUNNEL : 0;
  flags |= is_one_of (get (data, tags, "surface", NULL), unpaved) ? DRAY_ROAD_UNPAVED : 0;
  return (guint8) flags;
}

/* The speed that a truck really makes: a sign allows a little more than is driven, and rarely far more than the class suggests. */
static guint8
read_speed (const DrayOsmData *data,
            DrayOsmTags        tags,
            const char        *direction,
            const DrayWayTags *way)
{
  int usual = classes[way->road_class].kmh;
  const char *values[] = {
    get (data, tags, "maxspeed", "hgv"), get (data, tags, "maxspeed", direction), get (data, tags, "maxspeed", NULL)
  };
  int kmh = usual;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    guint allowed = values[i] != NULL ? dray_road_tags_parse_speed_kmh (values[i]) : 0;

    if (allowed > 0) {
      kmh = MIN ((int) allowed * 9 / 10, usual * 5 / 4);
      break;
    }
  }
  if (way->flags & DRAY_ROAD_UNPAVED)
    kmh = MIN (kmh, 40) * 7 / 10;
  return (guint8) CLAMP (kmh, 3, DRAY_ROAD_MAX_SPEED);
}

/* Returns: whether the way is a road that some vehicle may use */
gboolean
dray_road_tags_read_way (const DrayOsmData *data,
                         DrayOsmTags        tags,
                         DrayWayTags       *way)
{
  gboolean usable = FALSE;

  memset (way, 0, sizeof *way);
  if (!read_class (data, tags, way))
    return FALSE;
  way->flags = read_flags (data, tags);
  guint oneway = read_oneway (data, tags, way);
  for (int i = 0; i < 2; i++) {
    DrayRoadLimits *limits = &way->limits[i];

    limits->access[DRAY_VEHICLE_TRUCK] = (guint8) classes[way->road_class].truck;
    limits->access[DRAY_VEHICLE_VAN] = limits->access[DRAY_VEHICLE_CAR] = (guint8) classes[way->road_class].others;
    read_limits (data, tags, directions[i], limits);
    gboolean anyone = limits->access[0] != DRAY_ACCESS_CLOSED || limits->access[1] != DRAY_ACCESS_CLOSED || limits->access[2] != DRAY_ACCESS_CLOSED;
    way->speed[i] = oneway >> i & 1 && anyone ? read_speed (data, tags, directions[i], way) : 0;
    usable |= way->speed[i] > 0;
  }
  way->name = get (data, tags, "name", NULL);
  if (way->name == NULL)
    way->name = get (data, tags, "ref", NULL);
  return usable;
}

/* Nodes. */

gboolean
dray_road_tags_read_node (const DrayOsmData *data,
                          DrayOsmTags        tags,
                          DrayNodeTags      *node)
{
  /* What stops every vehicle unless an access tag lets it pass. Whatever else is called a barrier (kerb, entrance, toll booth,
   * cattle grid, border control, gates) is passed unless an access tag forbids it. */
  static const char *const closed[] = {
    "bollard", "block", "jersey_barrier", "log", "debris", "chain", "cycle_barrier", "motorcycle_barrier", "stile", "turnstile",
    "kissing_gate", "full-height_turnstile", "planter", "rope", "wall", "fence", "hedge", "bus_trap", "sump_buster", NULL
  };
  static const char *const gates[] = { "gate", "lift_gate", "swing_gate", "sliding_gate", "toll_booth", "border_control", NULL };
  const char *barrier = get (data, tags, "barrier", NULL);
  const char *highway = get (data, tags, "highway", NULL);

  *node = (DrayNodeTags) { .limits = DRAY_ROAD_OPEN_LIMITS };
  if (g_strcmp0 (highway, "traffic_signals") == 0)
    node->cost_ds = 80;
  else if (g_strcmp0 (highway, "stop") == 0 || g_strcmp0 (highway, "give_way") == 0)
    node->cost_ds = 30;

  if (barrier != NULL || get (data, tags, "maxheight", NULL) != NULL || get (data, tags, "maxweight", NULL) != NULL || get (data, tags, "maxwidth", NULL) != NULL) {
    DrayRoadLimits open = node->limits;

    if (is_one_of (barrier, closed))
      memset (node->limits.access, DRAY_ACCESS_CLOSED, sizeof node->limits.access);
    if (is_one_of (barrier, gates))
      node->cost_ds += 100;
    read_limits (data, tags, directions[0], &node->limits);
    node->is_barrier = node->cost_ds > 0 || memcmp (&open, &node->limits, sizeof open) != 0;
  }
  return node->is_barrier || node->cost_ds > 0;
}

/* Turn restrictions. */

static const char *
find_rule (const DrayOsmData *data,
           DrayOsmTags        tags,
           gboolean          *trucks_only)
{
  const char *text = get (data, tags, "restriction:hgv", NULL);

  *trucks_only = text != NULL;
  return text != NULL ? text : get (data, tags, "restriction", NULL);
}

static gboolean
excepts (const char *list,
         const char *word)
{
  g_auto (GStrv) words = list != NULL ? g_strsplit_set (list, ";, ", 16) : NULL;

  return words != NULL && g_strv_contains ((const char *const *) words, word);
}

/**
 * dray_road_tags_read_rule:
 * @tags: of a relation of type "restriction"
 *
 * Returns: whether it is a rule that is understood. What it forbids stands in @rule->limits: whom and, where it is conditional,
 * from what weight or at what hours
 */
gboolean
dray_road_tags_read_rule (const DrayOsmData *data,
                          DrayOsmTags        tags,
                          DrayTurnRule      *rule)
{
  const char *type = get (data, tags, "type", NULL), *except = get (data, tags, "except", NULL);
  gboolean trucks_only;
  const char *text = find_rule (data, tags, &trucks_only);
  g_autofree char *value = NULL;
  DrayTagCondition condition = { .hours = DRAY_ALL_HOURS };
  gboolean conditional = FALSE;

  *rule = (DrayTurnRule) { .limits = DRAY_ROAD_OPEN_LIMITS };
  if (type == NULL || !g_str_has_prefix (type, "restriction"))
    return FALSE;
  if (text == NULL) {
    const char *hgv = get (data, tags, "restriction:hgv", "conditional");

    trucks_only = hgv != NULL;
    text = hgv != NULL ? hgv : get (data, tags, "restriction", "conditional");
    const char *at = text != NULL ? strchr (text, '@') : NULL;
    if (at == NULL)
      return FALSE;
    conditional = TRUE;
    condition = dray_tag_condition_parse (at + 1);
    value = g_strchomp (g_strndup (text, (gsize) (at - text)));
    text = value;
  }
  rule->only = g_str_has_prefix (text, "only_");
  rule->u_turn = strcmp (text, "no_u_turn") == 0;
  if (!rule->only && !g_str_has_prefix (text, "no_"))
    return FALSE;

  /* A condition that is not understood is obeyed always. */
  for (int kind = 0; kind < DRAY_N_VEHICLE_KINDS; kind++) {
    gboolean free = (trucks_only && kind != DRAY_VEHICLE_TRUCK) || (kind == DRAY_VEHICLE_TRUCK && excepts (except, "hgv")) ||
                    (kind == DRAY_VEHICLE_VAN && excepts (except, "goods")) || (kind == DRAY_VEHICLE_CAR && excepts (except, "motorcar")) ||
                    excepts (except, "motor_vehicle");

    if (free)
      continue;
    if (!conditional || !condition.understood)
      rule->limits.access[kind] = DRAY_ACCESS_CLOSED;
    else
      apply_condition (&rule->limits, (DrayVehicleKind) kind, DRAY_ACCESS_CLOSED, &condition);
  }
  return TRUE;
}

/* The table of limits. */

static guint
hash_row (gconstpointer row)
{
  const guint8 *at = row;
  guint hash = 2166136261u;

  for (gsize i = 0; i < sizeof (DrayRoadLimits); i++)
    hash = (hash ^ at[i]) * 16777619u;
  return hash;
}

static gboolean
equal_rows (gconstpointer a,
            gconstpointer b)
{
  return memcmp (a, b, sizeof (DrayRoadLimits)) == 0;
}

void
dray_limits_table_init (DrayLimitsTable *self)
{
  DrayRoadLimits open = DRAY_ROAD_OPEN_LIMITS;

  self->rows = g_array_new (FALSE, TRUE, sizeof (DrayRoadLimits));
  self->index = g_hash_table_new_full (hash_row, equal_rows, g_free, NULL);
  dray_limits_table_add (self, &open);
}

void
dray_limits_table_clear (DrayLimitsTable *self)
{
  g_array_unref (self->rows);
  g_hash_table_unref (self->index);
}

/* Returns: the number of the row. A region with more than 65,535 kinds of limits is beyond all reason; the last row then stands
 * for what found no place, and it stops everybody. */
guint16
dray_limits_table_add (DrayLimitsTable      *self,
                       const DrayRoadLimits *limits)
{
  gpointer known = NULL;

  if (g_hash_table_lookup_extended (self->index, limits, NULL, &known))
    return (guint16) GPOINTER_TO_UINT (known);
  if (self->rows->len == G_MAXUINT16)
    g_array_set_size (self->rows, G_MAXUINT16 + 1);
  if (self->rows->len > G_MAXUINT16)
    return G_MAXUINT16;
  g_array_append_val (self->rows, *limits);
  g_hash_table_insert (self->index, g_memdup2 (limits, sizeof *limits), GUINT_TO_POINTER (self->rows->len - 1));
  return (guint16) (self->rows->len - 1);
}
