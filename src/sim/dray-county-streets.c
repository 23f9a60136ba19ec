/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-field-private.h"
#include "dray-county-noise-private.h"

#include <math.h>

/* Streets grow. Every road sends streets out to both sides, at distances that depend on how many people live there; a street follows
 * the field until it meets a road and ends there, or crosses it and goes on, or comes to water or to the end of the town. Streets that
 * grew send out streets in their turn, farther apart, which closes the blocks. What comes too near beside another street is not built,
 * so the whole is a set of evenly spaced streamlines; and it is connected, because every street begins on a road.
 *
 * Source: Parish and Müller, "Procedural modeling of cities" (2001), for growth; Jobard and Lefer (1997) for even spacing. */

typedef struct {
  DrayNetKind kind;
  double      least_density;
  double      most_density;
  double      stop_chance;     /* of ending at a road that it meets */
  double      dead_end_chance; /* of keeping a street that ends in nothing */
  double      spacing_m;       /* 0: by density */
  double      most_length_m;
  int         generations;
} Pass;

static const Pass passes[] = {
  { DRAY_NET_SECONDARY, 0.30, 2, 0.05, 0.0, 1050, 9000, 2 },
  { DRAY_NET_TERTIARY, 0.16, 2, 0.35, 0.1, 400, 4000, 3 },
  { DRAY_NET_RESIDENTIAL, 0.05, 2, 0.66, 0.75, 0, 1400, 9 },
  { DRAY_NET_UNCLASSIFIED, -1, 0.05, 0.6, 0.75, 760, 6000, 5 },
};

typedef struct {
  DrayCounty      *county;
  DrayCountyField *field;
  const Pass      *pass;
  DrayRandom      *random;
} Growth;

/* How far streets lie apart at @at. Those of an odd generation are the fronts of blocks, those of an even one their sides. */
static double
spacing_at (const Growth *growth,
            DrayXY        at,
            int           generation)
{
  double density = dray_raster_sample (growth->county->density, at);
  double front = density > 0.9 ? 62 : 70 + 75 * (0.9 - density);

  if (growth->pass->spacing_m > 0)
    return growth->pass->spacing_m;
  return generation % 2 == 1 ? front : front * (density > 0.9 ? 1.3 : 1.9);
}

static gboolean
may_stand (const Growth *growth,
           DrayXY        at)
{
  double density = dray_raster_sample (growth->county->density, at);

  if (density < growth->pass->least_density || density > growth->pass->most_density || dray_county_is_port (growth->county, at))
    return FALSE;
  if (density >= 0.05)
    return TRUE;
  /* Lanes keep to farmland. */
  return dray_raster_sample (growth->county->forest, at) < 0.05 && dray_raster_sample (growth->county->relief, at) > 1.5;
}

static DrayXY
steer (const Growth *growth,
       DrayXY        at,
       DrayXY        heading,
       double        step_m)
{
  DrayXY arm = dray_county_field_arm (growth->field, at, heading);
  DrayXY middle = dray_county_field_arm (growth->field, dray_xy_along (at, arm, step_m / 2), arm);
  double density = dray_raster_sample (growth->county->density, at);
  double sway = density < 0.05 ? 0.9 : density < 0.4 ? 0.5 : density > 0.8 ? 0.85 : 0.14;
  double wave = density > 0.8 ? 130 : 230;
  double turn = sway * dray_noise (growth->county->seed + 111, at.x / wave, at.y / wave);
  DrayXY bent = dray_xy (middle.x * cos (turn) - middle.y * sin (turn), middle.x * sin (turn) + middle.y * cos (turn));

  /* No street turns sharply between two steps. */
  return dray_xy_unit (dray_xy_add (dray_xy_scale (bent, 0.55), heading));
}

typedef enum {
  GO_ON,
  JOINED,
  STOPPED,
} Outcome;

/* Roads may be joined, but not on a bridge or in a tunnel. */
static gboolean
may_join (const DrayNet    *net,
          const DrayNetHit *hit)
{
  return DRAY_NET_BIT (dray_net_kind (net, hit->vertex)) & DRAY_NET_OPEN
         && !(dray_net_vertex (net, hit->vertex)->flags & (DRAY_NET_BRIDGE | DRAY_NET_TUNNEL));
}

/* The node at which a street that comes from @from joins the road that it met; a corner that is near is taken if nothing lies between.
 * Returns: the node, %DRAY_NET_NONE if water does */
static guint32
join (DrayNet          *net,
      DrayXY            from,
      const DrayNetHit *hit)
{
  guint32 node = dray_net_split (net, hit->vertex, hit->at, 13);
  DrayNetHit between;

  if (dray_net_cast (net, from, dray_net_node (net, node)->at, DRAY_NET_EVERYTHING & ~DRAY_NET_ROADS, DRAY_NET_NONE, &between))
    return DRAY_NET_NONE;
  return node;
}

/* Some streets cross the railway on the level. Returns: whether this one does */
static gboolean
cross_rail (const Growth     *growth,
            guint32           road,
            DrayXY           *at,
            DrayXY            heading,
            const DrayNetHit *hit)
{
  DrayNet *net = growth->county->net;
  DrayXY rail = dray_xy_unit (dray_xy_sub (dray_net_end (net, hit->vertex), dray_net_at (net, hit->vertex)));

  if (fabs (dray_xy_dot (rail, heading)) > 0.5 || dray_random_double (growth->random) > 0.22
      || dray_net_vertex (net, hit->vertex)->flags & (DRAY_NET_BRIDGE | DRAY_NET_TUNNEL))
    return FALSE;
  guint32 node = dray_net_split (net, hit->vertex, hit->at, 1);

  if (dray_net_extend (net, road, node, 0) == DRAY_NET_NONE)
    return FALSE;
  dray_net_node (net, node)->flags |= DRAY_NET_LEVEL_CROSSING;
  *at = dray_net_node (net, node)->at;
  return TRUE;
}

/* Leads @road one step on. */
static Outcome
grow_step (const Growth *growth,
           guint32       road,
           DrayXY       *at,
           DrayXY        heading,
           double        step_m,
           double        spacing_m)
{
  DrayNet *net = growth->county->net;
  guint32 here = dray_net_vertex (net, dray_net_road (net, road)->last)->node;
  DrayXY next = dray_xy_along (*at, heading, step_m);
  DrayNetHit hit;

  if (dray_net_cast (net, *at, dray_xy_along (next, heading, 9), DRAY_NET_EVERYTHING, here, &hit)) {
    guint32 node = may_join (net, &hit) ? join (net, *at, &hit) : DRAY_NET_NONE;

    if (dray_net_kind (net, hit.vertex) == DRAY_NET_RAIL && cross_rail (growth, road, at, heading, &hit))
      return GO_ON;
    if (node == DRAY_NET_NONE)
      return STOPPED;
    DrayXY along = dray_xy_unit (dray_xy_sub (dray_net_end (net, hit.vertex), dray_net_at (net, hit.vertex)));
    double stop_chance = growth->pass->stop_chance + (dray_raster_sample (growth->county->density, hit.at) > 0.8 ? 0.25 : 0);
    gboolean through = fabs (dray_xy_dot (along, heading)) < 0.6 && dray_random_double (growth->random) > stop_chance;

    if (dray_net_extend (net, road, node, 0) == DRAY_NET_NONE)
      return STOPPED;
    *at = dray_net_node (net, node)->at;
    return through && dray_net_node (net, node)->degree < 4 ? GO_ON : JOINED;
  }
  if (!may_stand (growth, next))
    return STOPPED;
  if (dray_net_parallel (net, next, heading, spacing_m * 0.55, DRAY_NET_OPEN, road))
    return STOPPED;
  dray_net_extend (net, road, dray_net_add_node (net, next), 0);
  *at = next;
  return GO_ON;
}

/* Takes the loose end of @road back to where it last met another. Returns: whether anything is left */
static gboolean
trim (DrayNet *net,
      guint32  road)
{
  while (dray_net_vertex (net, dray_net_road (net, road)->last)->previous != DRAY_NET_NONE
         && dray_net_node (net, dray_net_vertex (net, dray_net_road (net, road)->last)->node)->degree <= 1)
    dray_net_drop_tail (net, road);
  if (dray_net_road (net, road)->first != dray_net_road (net, road)->last)
    return TRUE;
  dray_net_drop (net, road);
  return FALSE;
}

/* Ends a street that met nothing: on to a road that is near ahead, or as a dead end, or not at all. */
static void
finish (const Growth *growth,
        guint32       road,
        DrayXY        at,
        DrayXY        heading,
        double        spacing_m)
{
  DrayNet *net = growth->county->net;
  guint32 here = dray_net_vertex (net, dray_net_road (net, road)->last)->node;
  DrayNetHit hit;

  if (dray_net_cast (net, at, dray_xy_along (at, heading, spacing_m * 0.9), DRAY_NET_EVERYTHING, here, &hit)
      && may_join (net, &hit)) {
    guint32 node = join (net, at, &hit);

    if (node != DRAY_NET_NONE) {
      dray_net_extend (net, road, node, 0);
      return;
    }
  }
  if (dray_random_double (growth->random) >= growth->pass->dead_end_chance)
    trim (net, road);
}

/* Grows one street from @at on the segment @vertex. */
static void
grow (Growth *growth,
      guint32 vertex,
      DrayXY  at,
      DrayXY  normal,
      int     generation)
{
  DrayNet *net = growth->county->net;
  DrayXY heading = dray_county_field_arm (growth->field, at, normal);
  double spacing = spacing_at (growth, at, generation), step = CLAMP (spacing / 4, 16, 40), passed = 0;

  if (dray_xy_dot (heading, normal) < 0.75)
    heading = normal;
  double most = growth->pass->most_length_m;
  gboolean close = growth->pass->kind == DRAY_NET_RESIDENTIAL && dray_raster_sample (growth->county->density, at) < 0.7 && dray_random_double (growth->random) < 0.3;

  /* A close is short and leads nowhere. */
  if (close)
    most = 45 + 70 * dray_random_double (growth->random);
  DrayXY probe = dray_xy_along (at, heading, 24);
  DrayNetHit hit;

  if (!may_stand (growth, probe) || dray_net_parallel (net, probe, heading, spacing * 0.66, DRAY_NET_OPEN, DRAY_NET_NONE))
    return;
  if (dray_net_cast (net, dray_xy_along (at, heading, 1), probe, DRAY_NET_EVERYTHING, DRAY_NET_NONE, &hit))
    return;

  guint32 road = dray_net_begin (net, growth->pass->kind, dray_net_split (net, vertex, at, 13));
  Outcome outcome = GO_ON;

  dray_net_road (net, road)->generation = (guint8) generation;
  at = dray_net_at (net, dray_net_road (net, road)->first);
  while (outcome == GO_ON && passed < most) {
    outcome = grow_step (growth, road, &at, heading, step, spacing);
    heading = steer (growth, at, heading, step);
    passed += step;
  }
  if (outcome != JOINED && !(close && passed >= 40))
    finish (growth, road, at, heading, spacing);
  if (dray_net_road (net, road)->first == dray_net_road (net, road)->last)
    dray_net_drop (net, road);
}

/* Sends streets out to both sides of the road. */
static void
sprout (Growth *growth,
        guint32 road)
{
  DrayNet *net = growth->county->net;
  int generation = dray_net_road (net, road)->generation + 1;
  double due[2] = { 0, 0 };

  if (generation > growth->pass->generations)
    return;
  for (guint32 v = dray_net_road (net, road)->first; dray_net_vertex (net, v)->next != DRAY_NET_NONE; v = dray_net_vertex (net, v)->next) {
    DrayXY a = dray_net_at (net, v), b = dray_net_end (net, v);
    DrayXY left = dray_xy_left (dray_xy_unit (dray_xy_sub (b, a)));
    double length = dray_xy_distance (a, b);

    if (dray_net_vertex (net, v)->flags & (DRAY_NET_BRIDGE | DRAY_NET_TUNNEL))
      continue;
    for (int side = 0; side < 2; side++) {
      double here = due[side];

      for (; here < length; here += spacing_at (growth, a, generation) * (0.7 + 0.6 * dray_random_double (growth->random))) {
        /* A street that grew may have cut this segment. */
        DrayXY at = dray_xy_mix (a, b, here / length);
        guint32 cut = v;

        while (dray_net_vertex (net, cut)->next != DRAY_NET_NONE && dray_xy_distance (a, dray_net_end (net, cut)) < here - 1e-6)
          cut = dray_net_vertex (net, cut)->next;
        if (dray_net_vertex (net, cut)->next != DRAY_NET_NONE)
          grow (growth, cut, at, side == 0 ? left : dray_xy_scale (left, -1), generation);
      }
      due[side] = here - length;
    }
    /* Past the pieces that were cut from this segment. */
    while (dray_net_vertex (net, v)->next != DRAY_NET_NONE && dray_xy_distance (dray_net_end (net, v), b) > 1e-6)
      v = dray_net_vertex (net, v)->next;
    if (dray_net_vertex (net, v)->next == DRAY_NET_NONE)
      break;
  }
}

void
dray_county_draw_streets (DrayCounty *self)
{
  g_autoptr (DrayCountyField) field = dray_county_field_new (self);

  for (gsize i = 0; i < G_N_ELEMENTS (passes); i++) {
    Growth growth = { self, field, &passes[i], &self->random };

    for (guint32 road = 0; road < self->net->roads->len; road++)
      dray_net_road (self->net, road)->generation = dray_net_road (self->net, road)->kind >= DRAY_NET_RESIDENTIAL;
    for (guint32 road = 0; road < self->net->roads->len && !g_cancellable_is_cancelled (self->cancellable); road++) {
      const DrayNetRoad *line = dray_net_road (self->net, road);

      if (!line->gone && (DRAY_NET_BIT (line->kind) & DRAY_NET_OPEN))
        sprout (&growth, road);
    }
  }
}
