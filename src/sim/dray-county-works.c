/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-plan-private.h"

#include <math.h>

/* Works that somebody decided on: the port's roads, the railway, the toll tunnel under the river's mouth, and which of the bridges are
 * low or weak. */

static DrayXY
at_quay (const DrayCounty *self,
         double            along,
         double            seaward)
{
  return dray_xy_along (dray_xy_along (self->quay_from, self->quay_along, along), dray_xy_left (self->quay_along), -seaward);
}

static void
add_points (DrayCounty   *self,
            DrayNetKind   kind,
            const DrayXY *points,
            guint         n_points,
            const char   *name)
{
  g_autoptr (GArray) line = dray_line_new ();

  g_array_append_vals (line, points, n_points);
  g_autoptr (GArray) even = dray_line_resample (line, 45);
  dray_county_add_planned (self, kind, even, DRAY_NET_NONE, DRAY_NET_NONE, name, NULL);
}

static GArray *
box_at_quay (const DrayCounty *self,
             double            from,
             double            to,
             double            near,
             double            far)
{
  GArray *ring = dray_line_new ();
  DrayXY corners[4] = { at_quay (self, from, near), at_quay (self, from, far), at_quay (self, to, far), at_quay (self, to, near) };

  g_array_append_vals (ring, corners, 4);
  return ring;
}

/* Roads on a pier: out on one side, back on the other. */
static void
build_pier (DrayCounty         *self,
            int                 number,
            const DrayCountyPier *pier)
{
  double inset = 26, west = pier->from_m + inset, east = pier->to_m - inset, end = pier->out_m - inset;
  g_autofree char *out = g_strdup_printf ("Pier %d West", number);
  g_autofree char *back = g_strdup_printf ("Pier %d East", number);
  DrayXY loop[4] = { at_quay (self, west, -DRAY_COUNTY_QUAY_ROAD_M), at_quay (self, west, end), at_quay (self, east, end), at_quay (self, east, -DRAY_COUNTY_QUAY_ROAD_M) };
  DrayXY rung[2] = { at_quay (self, west, end * 0.5), at_quay (self, east, end * 0.5) };

  add_points (self, DRAY_NET_SERVICE, loop, 2, dray_county_intern (self, out));
  add_points (self, DRAY_NET_SERVICE, loop + 1, 3, dray_county_intern (self, back));
  add_points (self, DRAY_NET_SERVICE, rung, 2, NULL);
  dray_county_add_area (self, "man_made", "pier", NULL, box_at_quay (self, pier->from_m, pier->to_m, 0, pier->out_m));
}

/* Whether @at lies on the port's ground, where only the port builds. */
gboolean
dray_county_is_port (const DrayCounty *self,
                     DrayXY            at)
{
  DrayXY from = dray_xy_sub (at, self->quay_from);
  double along = dray_xy_dot (from, self->quay_along), inland = dray_xy_dot (from, dray_xy_left (self->quay_along));

  return along > -10 && along < self->quay_length_m + 10 && inland > -1200 && inland < DRAY_COUNTY_QUAY_ROAD_M + 125;
}

/* The quay road along the port, the piers' roads, and a road from the city to it. */
void
dray_county_draw_port (DrayCounty *self)
{
  double length = self->quay_length_m;
  g_autofree char *name = NULL;

  if (length <= 0)
    return;
  DrayXY road[3] = { at_quay (self, -20, -DRAY_COUNTY_QUAY_ROAD_M), at_quay (self, length / 2, -DRAY_COUNTY_QUAY_ROAD_M), at_quay (self, length + 20, -DRAY_COUNTY_QUAY_ROAD_M) };
  DrayXY entry[2] = { at_quay (self, length * 0.45, -DRAY_COUNTY_QUAY_ROAD_M), at_quay (self, length * 0.45, -DRAY_COUNTY_QUAY_ROAD_M - 900) };
  DrayNetHit hit;

  add_points (self, DRAY_NET_PRIMARY, road, 3, "Quay Road");
  for (guint i = 0; i < self->piers->len; i++)
    build_pier (self, (int) i + 1, &g_array_index (self->piers, DrayCountyPier, i));
  /* From the middle of the quay road straight inland to the first road there. */
  DrayXY inland = dray_xy_left (self->quay_along), from = dray_xy_along (entry[0], inland, 5);
  if (dray_net_cast (self->net, from, dray_xy_along (from, inland, dray_county_place (self, 0)->radius_m), DRAY_NET_OPEN, DRAY_NET_NONE, &hit)) {
    entry[1] = hit.at;
    add_points (self, DRAY_NET_PRIMARY, entry, 2, "Harbour Way");
  }
  dray_county_add_area (self, "landuse", "industrial", "Harlhaven Port", box_at_quay (self, 0, length, -DRAY_COUNTY_QUAY_ROAD_M - 130, 2));
}

/* The town farthest from the city. Returns: (nullable): it */
static const DrayCountyPlace *
farthest_town (const DrayCounty *self)
{
  const DrayCountyPlace *city = dray_county_place (self, 0), *end = NULL;

  for (guint i = 1; i < self->places->len; i++) {
    const DrayCountyPlace *place = dray_county_place (self, i);

    if (place->rank == DRAY_COUNTY_TOWN && (end == NULL || dray_xy_distance (place->at, city->at) > dray_xy_distance (end->at, city->at)))
      end = place;
  }
  return end;
}

/* The railway: from the port's yard round the old town to the farthest town, over the ground that suits a railway. */
void
dray_county_draw_rail (DrayCounty *self,
                       DrayCountyPlan   *plan)
{
  const DrayCountyPlace *city = dray_county_place (self, 0), *end = farthest_town (self);

  if (end == NULL || self->quay_length_m <= 0)
    return;
  DrayXY stop = dray_xy_along (end->at, dray_xy_unit (dray_xy_sub (city->at, end->at)), end->radius_m * 0.4);
  double length = self->quay_length_m;
  gboolean turned = dray_xy_distance (stop, at_quay (self, 0, 0)) < dray_xy_distance (stop, at_quay (self, length, 0));
  DrayXY behind = at_quay (self, (turned ? 0.05 : 0.95) * length, -DRAY_COUNTY_QUAY_ROAD_M - 500);

  for (guint32 i = 0; i < (guint32) (plan->nx * plan->ny); i++) {
    double density = dray_raster_sample (self->density, dray_county_plan_at (plan, i));

    plan->cost[i] += (float) (14 * density * density);
  }
  plan->discount = 1;
  g_autoptr (GArray) squares = dray_county_plan_find (plan, dray_county_plan_open_square (plan, stop), dray_county_plan_open_square (plan, behind));

  if (squares == NULL)
    return;
  g_autoptr (GArray) control = dray_line_new ();
  DrayXY yard[3] = { at_quay (self, (turned ? 0.8 : 0.2) * length, -DRAY_COUNTY_QUAY_ROAD_M - 48), at_quay (self, 0.5 * length, -DRAY_COUNTY_QUAY_ROAD_M - 48),
                     at_quay (self, (turned ? 0.2 : 0.8) * length, -DRAY_COUNTY_QUAY_ROAD_M - 60) };

  g_array_append_vals (control, yard, 3);
  for (guint i = 2; i + 4 < squares->len; i += 5) {
    DrayXY at = dray_county_plan_at (plan, g_array_index (squares, guint32, i));

    g_array_append_val (control, at);
  }
  g_array_append_val (control, stop);
  g_autoptr (GArray) line = dray_line_spline (control, 50, FALSE);
  dray_county_add_planned (self, DRAY_NET_RAIL, line, dray_net_add_node (self->net, dray_line_at (line, 0)),
                           dray_net_add_node (self->net, dray_line_at (line, line->len - 1)), NULL, NULL);
}

/* The first road on the way from @at in @direction that goes somewhere. */
static gboolean
find_road (DrayCounty *self,
           DrayXY      at,
           DrayXY      direction,
           DrayNetHit *hit)
{
  return dray_net_cast (self->net, at, dray_xy_along (at, direction, dray_county_place (self, 0)->radius_m * 0.7),
                        DRAY_NET_OPEN & ~DRAY_NET_BIT (DRAY_NET_SERVICE), DRAY_NET_NONE, hit);
}

/* The toll tunnel under the main river, as near the sea as both sides have a road. */
void
dray_county_draw_tunnel (DrayCounty *self)
{
  const DrayCountyRiver *river = &g_array_index (self->rivers, DrayCountyRiver, 0);
  double passed = 0;

  for (guint k = river->line->len - 1; k > 2; k--) {
    DrayXY at = dray_line_at (river->line, k);
    DrayXY across = dray_xy_left (dray_xy_unit (dray_xy_sub (at, dray_line_at (river->line, k - 2))));
    DrayNetHit left, right;

    passed += dray_xy_distance (at, dray_line_at (river->line, k - 1));
    if (dray_raster_sample (self->relief, at) < 1 || passed > 3 * dray_county_place (self, 0)->radius_m)
      continue;
    if (!find_road (self, at, across, &left) || !find_road (self, at, dray_xy_scale (across, -1), &right))
      continue;
    if (dray_net_vertex (self->net, left.vertex)->flags & DRAY_NET_BRIDGE || dray_net_vertex (self->net, right.vertex)->flags & DRAY_NET_BRIDGE)
      continue;
    DrayXY ends[2] = { left.at, right.at };
    guint32 road = self->net->roads->len;

    add_points (self, DRAY_NET_PRIMARY, ends, 2, "Tunnel Road");
    for (guint32 v = dray_net_road (self->net, road)->first; v != DRAY_NET_NONE; v = dray_net_vertex (self->net, v)->next) {
      DrayNetVertex *vertex = dray_net_vertex (self->net, v);

      if (vertex->flags & DRAY_NET_BRIDGE)
        vertex->flags = (vertex->flags & ~(guint32) DRAY_NET_BRIDGE) | DRAY_NET_TUNNEL | DRAY_NET_TOLL;
    }
    return;
  }
}

/* Whether the bridge that begins at @vertex leads over a river of its own, not over a motorway. */
static gboolean
is_over_water (DrayCounty *self,
               guint32     vertex)
{
  DrayNetHit hit;
  DrayXY a = dray_net_at (self->net, vertex), b = dray_net_end (self->net, vertex);

  return dray_net_nearest (self->net, dray_xy_mix (a, b, 0.02), 3, DRAY_NET_BIT (DRAY_NET_BANK), &hit);
}

/* The bridge over water nearest to the city that carries a road of @kinds and has no limit yet. */
static guint32
find_bridge (DrayCounty *self,
             guint32     kinds)
{
  DrayXY city = dray_county_place (self, 0)->at;
  guint32 best = DRAY_NET_NONE;
  double nearest = G_MAXDOUBLE;

  for (guint32 v = 0; v < self->net->vertices->len; v++) {
    const DrayNetVertex *vertex = dray_net_vertex (self->net, v);

    if (vertex->next == DRAY_NET_NONE || !(vertex->flags & DRAY_NET_BRIDGE) || (vertex->flags & (DRAY_NET_LOW | DRAY_NET_WEAK)))
      continue;
    double d = dray_xy_distance (dray_net_at (self->net, v), city);

    if ((DRAY_NET_BIT (dray_net_kind (self->net, v)) & kinds) && d < nearest && is_over_water (self, v)) {
      nearest = d;
      best = v;
    }
  }
  return best;
}

/* Gives a limit to a bridge, rather of a small road than of a great one. */
static void
limit_bridge (DrayCounty *self,
              guint32     limit,
              const char *name)
{
  static const guint32 kinds[] = { DRAY_NET_BIT (DRAY_NET_TERTIARY) | DRAY_NET_BIT (DRAY_NET_UNCLASSIFIED), DRAY_NET_BIT (DRAY_NET_SECONDARY), DRAY_NET_BIT (DRAY_NET_PRIMARY) };
  guint32 bridge = DRAY_NET_NONE;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds) && bridge == DRAY_NET_NONE; i++)
    bridge = find_bridge (self, kinds[i]);
  if (bridge == DRAY_NET_NONE)
    return;
  DrayNetRoad *road = dray_net_road (self->net, dray_net_vertex (self->net, bridge)->road);

  for (guint32 v = bridge; v != DRAY_NET_NONE && (dray_net_vertex (self->net, v)->flags & DRAY_NET_BRIDGE); v = dray_net_vertex (self->net, v)->next)
    dray_net_vertex (self->net, v)->flags |= limit;
  if (road->name == NULL && road->kind >= DRAY_NET_TERTIARY)
    road->name = name;
}

void
dray_county_limit_bridges (DrayCounty *self)
{
  limit_bridge (self, DRAY_NET_WEAK, "Mill Lane");
  limit_bridge (self, DRAY_NET_LOW, "Arch Street");
}
