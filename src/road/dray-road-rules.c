/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-builder-private.h"

#include "dray-road-error.h"

#include <string.h>

/* Turn restrictions. A relation names ways; what it means are segments: of the ways "from" the ones that end where the via begins,
 * of the ways "to" those that begin where it ends. A rule that names a way which is not here, or no road, is left. */

typedef struct {
  GArray  *from;      /* guint32: ways */
  GArray  *to;
  GArray  *via_ways;
  guint32  via_node;
  gboolean broken;
} Parts;

static gboolean
exists (const DrayRoadBuilder *self,
        guint32                segment)
{
  return DRAY_AT (segment_speed, guint8, segment) > 0;
}

static guint32
end_of (const DrayRoadBuilder *self,
        guint32                segment)
{
  return segment & 1 ? DRAY_AT (piece_tail, guint32, segment >> 1) : DRAY_AT (piece_head, guint32, segment >> 1);
}

static guint32
begin_of (const DrayRoadBuilder *self,
          guint32                segment)
{
  return end_of (self, segment ^ 1);
}

static Parts
sort_members (const DrayOsmData *data,
              guint32            relation)
{
  Parts parts = {
    g_array_new (FALSE, FALSE, sizeof (guint32)), g_array_new (FALSE, FALSE, sizeof (guint32)),
    g_array_new (FALSE, FALSE, sizeof (guint32)), DRAY_OSM_MISSING, FALSE
  };

  for (guint32 i = data->members_first[relation]; i < data->members_first[relation + 1]; i++) {
    const DrayOsmMember *member = &data->members[i];
    const char *role = data->strings[member->role];

    if (member->index == DRAY_OSM_MISSING)
      parts.broken = TRUE;
    else if (strcmp (role, "from") == 0 && member->kind == DRAY_OSM_WAY)
      g_array_append_val (parts.from, member->index);
    else if (strcmp (role, "to") == 0 && member->kind == DRAY_OSM_WAY)
      g_array_append_val (parts.to, member->index);
    else if (strcmp (role, "via") == 0 && member->kind == DRAY_OSM_WAY)
      g_array_append_val (parts.via_ways, member->index);
    else if (strcmp (role, "via") == 0 && member->kind == DRAY_OSM_NODE)
      parts.via_node = member->index;
  }
  return parts;
}

static void
clear_parts (Parts *parts)
{
  g_array_unref (parts->from);
  g_array_unref (parts->to);
  g_array_unref (parts->via_ways);
}

/* The segments of @ways that end (or begin) at the junction. */
static void
find_segments (DrayRoadBuilder *self,
               GArray          *ways,
               guint32          junction,
               gboolean         ending,
               GArray          *segments)
{
  for (guint32 i = 0; i < ways->len; i++) {
    guint32 way = g_array_index (ways, guint32, i);

    for (guint32 piece = DRAY_AT (way_first_piece, guint32, way); piece < DRAY_AT (way_first_piece, guint32, way + 1); piece++) {
      for (guint32 segment = 2 * piece; segment < 2 * piece + 2; segment++) {
        if (exists (self, segment) && (ending ? end_of (self, segment) : begin_of (self, segment)) == junction)
          g_array_append_val (segments, segment);
      }
    }
  }
}

static void
ban (DrayRoadBuilder *self,
     guint32          from,
     guint32          to,
     guint16          limits)
{
  DrayTurnBan turn = { from, to, limits };

  g_array_append_val (self->turn_bans, turn);
}

static gboolean
contains (GArray *set,
          guint32 value)
{
  for (guint32 i = 0; i < set->len; i++) {
    if (g_array_index (set, guint32, i) == value)
      return TRUE;
  }
  return FALSE;
}

/* only_*: every way out that is not named, and for the U-turn too. */
static void
ban_all_but (DrayRoadBuilder *self,
             guint32          from,
             guint32          junction,
             GArray          *to,
             guint16          limits)
{
  for (guint32 i = self->ends_first[junction]; i < self->ends_first[junction + 1]; i++) {
    guint32 out = self->ends[i];

    if (exists (self, out) && !contains (to, out))
      ban (self, from, out, limits);
  }
}

static gboolean
take_node_rule (DrayRoadBuilder    *self,
                const Parts        *parts,
                const DrayTurnRule *rule,
                guint32             junction)
{
  g_autoptr (GArray) from = g_array_new (FALSE, FALSE, sizeof (guint32)), to = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint16 limits = dray_limits_table_add (&self->limits, &rule->limits);

  find_segments (self, parts->from, junction, TRUE, from);
  find_segments (self, parts->to, junction, FALSE, to);
  for (guint32 i = 0; i < from->len; i++) {
    guint32 s = g_array_index (from, guint32, i);

    if (rule->only && to->len > 0)
      ban_all_but (self, s, junction, to, limits);
    for (guint32 k = 0; k < to->len && !rule->only; k++) {
      guint32 t = g_array_index (to, guint32, k);

      /* A ban of U-turns over a way that passes through the node means the U-turn, not the way straight on. */
      if (!rule->u_turn || parts->from->len != 1 || from->len < 2 || t == (s ^ 1))
        ban (self, s, t, limits);
    }
  }
  return from->len > 0 && to->len > 0;
}

/* Follows the via ways from @junction on: each must be a chain of segments that begins where the last one ended.
 * Returns: whether it could be followed; @junction is then where it ends */
static gboolean
follow_via (DrayRoadBuilder *self,
            GArray          *ways,
            guint32         *junction,
            GArray          *chain)
{
  for (guint32 i = 0; i < ways->len; i++) {
    guint32 way = g_array_index (ways, guint32, i);
    guint32 first = DRAY_AT (way_first_piece, guint32, way), end = DRAY_AT (way_first_piece, guint32, way + 1);

    if (first == end)
      return FALSE;
    gboolean along = DRAY_AT (piece_tail, guint32, first) == *junction;
    if (!along && DRAY_AT (piece_head, guint32, end - 1) != *junction)
      return FALSE;
    for (guint32 k = 0; k < end - first; k++) {
      guint32 segment = along ? 2 * (first + k) : 2 * (end - 1 - k) + 1;

      if (!exists (self, segment) || begin_of (self, segment) != *junction)
        return FALSE;
      g_array_append_val (chain, segment);
      *junction = end_of (self, segment);
    }
  }
  return chain->len > 0 && chain->len <= 32;
}

static gboolean
take_way_rule (DrayRoadBuilder    *self,
               const Parts        *parts,
               const DrayTurnRule *rule)
{
  guint32 way = g_array_index (parts->via_ways, guint32, 0);
  guint32 first = DRAY_AT (way_first_piece, guint32, way), end = DRAY_AT (way_first_piece, guint32, way + 1);
  guint16 limits = dray_limits_table_add (&self->limits, &rule->limits);
  gboolean taken = FALSE;

  if (first == end)
    return FALSE;
  guint32 ends[2] = { DRAY_AT (piece_tail, guint32, first), DRAY_AT (piece_head, guint32, end - 1) };
  for (int side = 0; side < 2; side++) {
    g_autoptr (GArray) from = g_array_new (FALSE, FALSE, sizeof (guint32)), to = g_array_new (FALSE, FALSE, sizeof (guint32));
    g_autoptr (GArray) chain = g_array_new (FALSE, FALSE, sizeof (guint32));
    guint32 junction = ends[side];

    find_segments (self, parts->from, junction, TRUE, from);
    if (from->len == 0 || !follow_via (self, parts->via_ways, &junction, chain))
      continue;
    find_segments (self, parts->to, junction, FALSE, to);
    if (from->len != 1 || to->len != 1)
      continue;
    DrayViaBan via = { g_array_index (from, guint32, 0), self->via_segments->len, chain->len, g_array_index (to, guint32, 0), limits, rule->only };
    g_array_append_vals (self->via_segments, chain->data, chain->len);
    g_array_append_val (self->via_bans, via);
    taken = TRUE;
  }
  return taken;
}

static int
compare_bans (gconstpointer a,
              gconstpointer b)
{
  const DrayTurnBan *x = a, *y = b;

  if (x->from != y->from)
    return x->from < y->from ? -1 : 1;
  if (x->to != y->to)
    return x->to < y->to ? -1 : 1;
  return (int) x->limits - (int) y->limits;
}

gboolean
dray_road_build_rules (DrayRoadBuilder *self,
                       GError         **error)
{
  const DrayOsmData *data = self->data;
  g_autofree guint32 *junction_of = g_new (guint32, data->n_nodes + 1);

  memset (junction_of, 0xff, (data->n_nodes + 1) * sizeof *junction_of);
  for (guint32 i = 0; i < self->junction_node->len; i++)
    junction_of[DRAY_AT (junction_node, guint32, i)] = i;

  for (guint32 relation = 0; relation < data->n_relations; relation++) {
    DrayTurnRule rule;
    gboolean taken = FALSE;

    if (!dray_road_tags_read_rule (data, dray_osm_data_get_relation_tags (data, relation), &rule))
      continue;
    Parts parts = sort_members (data, relation);
    if (!parts.broken && parts.via_ways->len > 0)
      taken = take_way_rule (self, &parts, &rule);
    else if (!parts.broken && parts.via_node != DRAY_OSM_MISSING && junction_of[parts.via_node] != DRAY_ROAD_NONE)
      taken = take_node_rule (self, &parts, &rule, junction_of[parts.via_node]);
    clear_parts (&parts);
    *(taken ? &self->n_rules_taken : &self->n_rules_left) += 1;
  }
  g_array_sort (self->turn_bans, compare_bans);
  return dray_road_builder_step (self, "graph", 0.7, error);
}
