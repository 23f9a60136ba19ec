/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"
#include "dray-county-private.h"

#include <math.h>

/* Rules of the road: one-way streets, the old town that trucks enter only to deliver, living streets, a pedestrian middle, signals at
 * the big crossings and turns that are forbidden there. */

#define CORE_SHARE 0.17

static double
road_length (const DrayNet     *net,
             const DrayNetRoad *road)
{
  double length = 0;

  for (guint32 v = road->first; dray_net_vertex (net, v)->next != DRAY_NET_NONE; v = dray_net_vertex (net, v)->next)
    length += dray_xy_distance (dray_net_at (net, v), dray_net_end (net, v));
  return length;
}

static void
rule_core (DrayCounty  *self,
           DrayNetRoad *road,
           guint32      index)
{
  const DrayCountyPlace *city = dray_county_place (self, 0);
  double radius = CORE_SHARE * city->radius_m, chance = dray_noise_unit (self->seed + 161, index, 0);
  DrayXY middle = dray_net_at (self->net, road->first);

  for (guint32 v = road->first; dray_net_vertex (self->net, v)->next != DRAY_NET_NONE; v = dray_net_vertex (self->net, v)->next) {
    if (dray_xy_distance (dray_net_at (self->net, v), city->at) < radius && dray_xy_distance (dray_net_end (self->net, v), city->at) < radius)
      dray_net_vertex (self->net, v)->flags |= DRAY_NET_CORE;
  }
  if (road->kind != DRAY_NET_RESIDENTIAL)
    return;
  if (dray_xy_distance (middle, city->at) < radius && chance < 0.22)
    road->kind = DRAY_NET_LIVING;
  else if (dray_xy_distance (middle, city->at) < radius * 0.45 && chance > 0.62)
    road->kind = DRAY_NET_PEDESTRIAN;
  else if (dray_raster_sample (self->density, middle) < 0.4 && chance > 0.93)
    road->kind = DRAY_NET_LIVING;
}

static void
rule_oneway (DrayCounty  *self,
             DrayNetRoad *road,
             guint32      index)
{
  double density = dray_raster_sample (self->density, dray_net_at (self->net, road->first));
  double chance = dray_noise_unit (self->seed + 162, index, 0);

  if ((road->kind != DRAY_NET_RESIDENTIAL && road->kind != DRAY_NET_TERTIARY) || density < 0.6 || chance > 0.3 * density || road_length (self->net, road) < 110)
    return;
  /* Neighbours run the other way, as pairs do. */
  guint32 flag = dray_noise_hash (self->seed + 163, index, 0) % 2 == 0 ? DRAY_NET_ONEWAY : DRAY_NET_REVERSE;

  for (guint32 v = road->first; v != DRAY_NET_NONE; v = dray_net_vertex (self->net, v)->next)
    dray_net_vertex (self->net, v)->flags |= flag;
}

/* Marks the crossings of main roads in towns. @weight: [nodes], the main roads' segments that meet there */
static void
set_signals (DrayCounty *self)
{
  DrayNet *net = self->net;
  g_autofree guint8 *weight = g_new0 (guint8, net->nodes->len);

  for (guint32 v = 0; v < net->vertices->len; v++) {
    const DrayNetVertex *vertex = dray_net_vertex (net, v);

    if (vertex->next == DRAY_NET_NONE || dray_net_road (net, vertex->road)->gone)
      continue;
    DrayNetKind kind = dray_net_kind (net, v);
    guint8 heavy = kind >= DRAY_NET_TRUNK && kind <= DRAY_NET_TERTIARY;

    weight[vertex->node] = (guint8) (weight[vertex->node] + heavy);
    weight[dray_net_vertex (net, vertex->next)->node] = (guint8) (weight[dray_net_vertex (net, vertex->next)->node] + heavy);
  }
  for (guint32 i = 0; i < net->nodes->len; i++) {
    DrayNetNode *node = dray_net_node (net, i);

    if (weight[i] >= 3 && node->degree >= 3 && dray_raster_sample (self->density, node->at) > 0.3)
      node->flags |= DRAY_NET_SIGNALS;
  }
}

/* A segment that leads away from a crossing: its first vertex, and whether the crossing is at that end. */
typedef struct {
  guint32 vertex;
  gboolean leaves;
} Arm;

static gboolean
may_drive (const DrayNet *net,
           Arm            arm,
           gboolean       away)
{
  guint32 flags = dray_net_vertex (net, arm.vertex)->flags;
  gboolean forward = arm.leaves == away;

  return forward ? !(flags & DRAY_NET_REVERSE) : !(flags & DRAY_NET_ONEWAY);
}

/* The direction away from the crossing. */
static DrayXY
arm_direction (const DrayNet *net,
               Arm            arm)
{
  DrayXY along = dray_xy_unit (dray_xy_sub (dray_net_end (net, arm.vertex), dray_net_at (net, arm.vertex)));

  return arm.leaves ? along : dray_xy_scale (along, -1);
}

/* Forbids a left turn off the heaviest road at the crossing, if there is one. */
static void
forbid_turn (DrayCounty   *self,
             guint32       node,
             const GArray *arms)
{
  DrayNet *net = self->net;

  for (guint i = 0; i < arms->len; i++) {
    Arm from = g_array_index (arms, Arm, i);

    if (dray_net_kind (net, from.vertex) > DRAY_NET_TERTIARY || !may_drive (net, from, FALSE))
      continue;
    for (guint k = 0; k < arms->len; k++) {
      Arm to = g_array_index (arms, Arm, k);
      double left = dray_xy_cross (dray_xy_scale (arm_direction (net, from), -1), arm_direction (net, to));
      DrayCountyBan ban = { from.vertex, to.vertex, node };

      if (k == i || left < 0.7 || !may_drive (net, to, TRUE))
        continue;
      g_array_append_val (self->bans, ban);
      return;
    }
  }
}

/* Ways end at the crossing, as turn restrictions need it. */
static void
cut_ways (DrayNet      *net,
          const GArray *arms)
{
  for (guint i = 0; i < arms->len; i++) {
    Arm arm = g_array_index (arms, Arm, i);

    if (arm.leaves)
      dray_net_vertex (net, arm.vertex)->flags |= DRAY_NET_CUT;
  }
}

static void
add_arm (GHashTable *crossings,
         guint32     node,
         Arm         arm)
{
  GArray *arms = g_hash_table_lookup (crossings, GUINT_TO_POINTER (node));

  if (arms == NULL) {
    arms = g_array_new (FALSE, FALSE, sizeof (Arm));
    g_hash_table_insert (crossings, GUINT_TO_POINTER (node), arms);
  }
  g_array_append_val (arms, arm);
}

static void
forbid_turns (DrayCounty *self)
{
  DrayNet *net = self->net;
  g_autoptr (GHashTable) crossings = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  for (guint32 v = 0; v < net->vertices->len; v++) {
    const DrayNetVertex *vertex = dray_net_vertex (net, v);

    if (vertex->next == DRAY_NET_NONE || dray_net_road (net, vertex->road)->gone || !dray_net_is_road (dray_net_kind (net, v)))
      continue;
    guint32 end = dray_net_vertex (net, vertex->next)->node;

    if (dray_net_node (net, vertex->node)->flags & DRAY_NET_SIGNALS)
      add_arm (crossings, vertex->node, (Arm) { v, TRUE });
    if (dray_net_node (net, end)->flags & DRAY_NET_SIGNALS)
      add_arm (crossings, end, (Arm) { v, FALSE });
  }
  for (guint32 node = 0; node < net->nodes->len; node++) {
    const GArray *arms = g_hash_table_lookup (crossings, GUINT_TO_POINTER (node));

    if (arms == NULL || arms->len < 4 || dray_noise_unit (self->seed + 164, node, 0) > 0.35)
      continue;
    cut_ways (net, arms);
    forbid_turn (self, node, arms);
  }
}

void
dray_county_draw_rules (DrayCounty *self)
{
  for (guint32 r = 0; r < self->net->roads->len; r++) {
    DrayNetRoad *road = dray_net_road (self->net, r);

    if (road->gone || road->first == road->last || !dray_net_is_road ((DrayNetKind) road->kind))
      continue;
    rule_core (self, road, r);
    rule_oneway (self, road, r);
  }
  set_signals (self);
}

/* After the last road has been taken away: what refers to segments. */
void
dray_county_draw_bans (DrayCounty *self)
{
  forbid_turns (self);
}
