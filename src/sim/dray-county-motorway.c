/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-plan-private.h"

#include <math.h>
#include <string.h>

/* The motorway: from the farthest town on one side of the city to the farthest on the other, in a half ring round the landward side of
 * the city. It is laid before any other road; the others cross it straight and high, and where the weightiest do, interchanges join them.
 *
 * Traffic keeps to the right, so the right-hand carriageway runs along the line and the left-hand one against it. */

#define HALF_MEDIAN_M 11.0
#define RAMP_M 400.0
#define JUNCTION_M 105.0
#define LEAST_GAP_M (2 * RAMP_M + 350)

static DrayXY
polar (DrayXY middle,
       double angle,
       double radius_m)
{
  return dray_xy (middle.x + radius_m * cos (angle), middle.y + radius_m * sin (angle));
}

/* Towards the land behind the city, as an angle. */
static double
landward (const DrayCounty *self)
{
  DrayXY inland = dray_xy_left (self->quay_along);

  return self->quay_length_m > 0 ? atan2 (inland.y, inland.x) : G_PI / 2;
}

/* The angle from @a to @b, -pi to pi. */
static double
turn (double a,
      double b)
{
  return remainder (b - a, 2 * G_PI);
}

/* The town farthest from the city on its left (@side 1) or right (-1), as one looks inland; 0 if there is none. */
static guint
farthest_town (const DrayCounty *self,
               int               side)
{
  const DrayCountyPlace *city = dray_county_place (self, 0);
  guint best = 0;
  double farthest = 0;

  for (guint i = 1; i < self->places->len; i++) {
    const DrayCountyPlace *place = dray_county_place (self, i);
    DrayXY from = dray_xy_sub (place->at, city->at);
    double away = dray_xy_length (from) * (place->rank == DRAY_COUNTY_TOWN ? 1 : 0.6);
    double angle = turn (landward (self), atan2 (from.y, from.x)) * side;

    /* Towns straight behind the city would make the half ring a detour. */
    if (angle < 0.7)
      away *= 0.4;

    if (angle > 0.25 && angle < 2.3 && dray_xy_length (from) > 1.5 * city->radius_m && away > farthest) {
      farthest = away;
      best = i;
    }
  }
  return best;
}

/* A motorway keeps away from shores and villages. */
static void
keep_away (const DrayCounty *self,
           DrayCountyPlan         *plan)
{
  for (guint32 i = 0; i < (guint32) (plan->nx * plan->ny); i++) {
    DrayXY at = dray_county_plan_at (plan, i);
    double lowest = G_MAXDOUBLE;

    for (int k = 0; k < 8; k++)
      lowest = MIN (lowest, dray_raster_sample (self->relief, polar (at, k * G_PI / 4, 420)));
    if (lowest <= 0.5)
      plan->cost[i] += 8;
    plan->cost[i] += (float) (14 * dray_raster_sample (self->density, at));
  }
}

/* Appends every @stride-th square of the way, not the last few of a stride. */
static void
append_way (GArray         *control,
            const DrayCountyPlan *plan,
            const GArray   *squares,
            gboolean        backwards,
            int             stride)
{
  for (int k = 0; k + stride / 2 < (int) squares->len; k += stride) {
    guint i = backwards ? squares->len - 1 - (guint) k : (guint) k;
    DrayXY at = dray_county_plan_at (plan, g_array_index (squares, guint32, i));

    g_array_append_val (control, at);
  }
}

/* The points of the half ring, from the left-hand end to the right-hand one. Its radius gives way where water would be. */
static GArray *
half_ring (const DrayCounty *self,
           double            left,
           double            right)
{
  GArray *ring = dray_line_new ();
  const DrayCountyPlace *city = dray_county_place (self, 0);

  for (int i = 0; i <= 8; i++) {
    double angle = landward (self) + left + (right - left) * i / 8;
    double radius = 0.98 * city->radius_m;

    while (radius > 0.6 * city->radius_m && dray_raster_sample (self->relief, polar (city->at, angle, radius * 1.12)) < 1)
      radius *= 0.94;
    DrayXY at = polar (city->at, angle, radius);
    g_array_append_val (ring, at);
  }
  return ring;
}

static double
bearing_of (const DrayCounty *self,
            guint             place)
{
  DrayXY from = dray_xy_sub (dray_county_place (self, place)->at, dray_county_place (self, 0)->at);

  return turn (landward (self), atan2 (from.y, from.x));
}

/* Finds the line: out of the left town, round the city, into the right one. Returns: (nullable): the line */
static GArray *
find_line (DrayCounty *self,
           DrayCountyPlan   *plan,
           guint       left,
           guint       right)
{
  g_autofree float *cost = g_memdup2 (plan->cost, (gsize) plan->nx * plan->ny * sizeof *cost);
  g_autoptr (GArray) ring = half_ring (self, CLAMP (bearing_of (self, left), 0.3, 1.35), CLAMP (bearing_of (self, right), -1.35, -0.3));
  DrayXY ring_end = dray_line_at (ring, ring->len - 1);

  keep_away (self, plan);
  g_autoptr (GArray) out = dray_county_plan_find (plan, dray_county_plan_open_square (plan, dray_county_place (self, left)->at), dray_county_plan_open_square (plan, dray_line_at (ring, 0)));
  g_autoptr (GArray) home = dray_county_plan_find (plan, dray_county_plan_open_square (plan, ring_end), dray_county_plan_open_square (plan, dray_county_place (self, right)->at));

  memcpy (plan->cost, cost, (gsize) plan->nx * plan->ny * sizeof *cost);
  if (out == NULL || home == NULL)
    return NULL;

  g_autoptr (GArray) control = dray_line_new ();
  int stride = CLAMP ((int) (1100 / plan->cell_m), 4, 12);

  append_way (control, plan, out, TRUE, stride);
  g_array_append_vals (control, ring->data, ring->len);
  g_autoptr (GArray) tail = dray_line_new ();
  append_way (tail, plan, home, FALSE, stride);
  for (guint i = tail->len; i-- > 0;)
    g_array_append_val (control, g_array_index (tail, DrayXY, i));
  /* The ways stop short of the ring; the town's own square ends the line. */
  DrayXY end = dray_county_place (self, right)->at;
  g_array_append_val (control, end);
  for (int round = 0; round < 3; round++) {
    for (guint i = 1; i + 1 < control->len; i++)
      g_array_index (control, DrayXY, i) = dray_xy_mix (dray_line_at (control, i), dray_xy_mix (dray_line_at (control, i - 1), dray_line_at (control, i + 1), 0.5), 0.5);
  }
  return dray_line_spline (control, 45, FALSE);
}

/* Cuts both ends off @line where they come within @radius of the towns. Returns the part between; @head and @foot get the ends. */
static GArray *
cut_ends (const DrayCounty *self,
          const GArray     *line,
          guint             left,
          guint             right,
          GArray           *head,
          GArray           *foot)
{
  GArray *middle = dray_line_new ();
  const DrayCountyPlace *first = dray_county_place (self, left), *last = dray_county_place (self, right);

  for (guint i = 0; i < line->len; i++) {
    DrayXY at = dray_line_at (line, i);

    if (dray_xy_distance (at, first->at) < 1.25 * first->radius_m && middle->len == 0)
      g_array_append_val (head, at);
    else if (dray_xy_distance (at, last->at) < 1.25 * last->radius_m || foot->len > 0)
      g_array_append_val (foot, at);
    else
      g_array_append_val (middle, at);
  }
  return middle;
}

static void
reverse (GArray *line)
{
  for (guint i = 0; i < line->len / 2; i++) {
    DrayXY kept = dray_line_at (line, i);

    g_array_index (line, DrayXY, i) = dray_line_at (line, line->len - 1 - i);
    g_array_index (line, DrayXY, line->len - 1 - i) = kept;
  }
}

static void
set_oneway (DrayNet *net,
            guint32  road)
{
  for (guint32 v = dray_net_road (net, road)->first; v != DRAY_NET_NONE; v = dray_net_vertex (net, v)->next)
    dray_net_vertex (net, v)->flags |= DRAY_NET_ONEWAY;
}

static void
lay_carriageway (DrayCounty   *self,
                 const GArray *line,
                 double        left_m,
                 guint32       first_node,
                 guint32       last_node)
{
  g_autoptr (GArray) side = dray_line_offset (line, left_m);

  g_array_index (side, DrayXY, 0) = dray_net_node (self->net, first_node)->at;
  g_array_index (side, DrayXY, side->len - 1) = dray_net_node (self->net, last_node)->at;
  if (left_m > 0)
    reverse (side);
  dray_county_add_planned (self, DRAY_NET_MOTORWAY, side, left_m > 0 ? last_node : first_node, left_m > 0 ? first_node : last_node, NULL, "A4");
  set_oneway (self->net, self->net->roads->len - 1);
  dray_net_road (self->net, self->net->roads->len - 1)->lanes = 2;
}

/* Lays the carriageways and keeps the squares along them from being built on. */
void
dray_county_draw_motorway (DrayCounty *self,
                           DrayCountyPlan   *plan)
{
  guint left = farthest_town (self, 1), right = farthest_town (self, -1);

  if (left == 0 || right == 0)
    return;
  g_autoptr (GArray) line = find_line (self, plan, left, right);

  if (line == NULL)
    return;
  self->motorway_head = dray_line_new ();
  self->motorway_foot = dray_line_new ();
  self->motorway = cut_ends (self, line, left, right, self->motorway_head, self->motorway_foot);
  if (self->motorway->len < 40)
    return;

  guint32 first = dray_net_add_node (self->net, dray_line_at (self->motorway, 0));
  guint32 last = dray_net_add_node (self->net, dray_line_at (self->motorway, self->motorway->len - 1));

  g_array_prepend_val (self->motorway_foot, dray_net_node (self->net, last)->at);
  g_array_append_val (self->motorway_head, dray_net_node (self->net, first)->at);
  self->motorway_first_node = first;
  self->motorway_last_node = last;
  lay_carriageway (self, self->motorway, -HALF_MEDIAN_M, first, last);
  lay_carriageway (self, self->motorway, HALF_MEDIAN_M, first, last);
  dray_county_plan_block (plan, self->motorway, 185, DRAY_PLAN_MOTORWAY);
}

/* Leads both ends on into their towns as ordinary roads. */
void
dray_county_end_motorway (DrayCounty *self)
{
  if (self->motorway == NULL || self->motorway->len < 40)
    return;
  dray_county_add_planned (self, DRAY_NET_TRUNK, self->motorway_head, DRAY_NET_NONE, self->motorway_first_node, NULL, "A4");
  dray_county_add_planned (self, DRAY_NET_TRUNK, self->motorway_foot, self->motorway_last_node, DRAY_NET_NONE, NULL, "A4");
}

/* The point @at_m along the motorway, moved @left_m to the left, and the direction there. */
static DrayXY
motorway_at (const DrayCounty *self,
             double            at_m,
             double            left_m,
             DrayXY           *direction)
{
  const GArray *line = self->motorway;
  double passed = 0;

  for (guint i = 1; i < line->len; i++) {
    DrayXY a = dray_line_at (line, i - 1), b = dray_line_at (line, i);
    double d = dray_xy_distance (a, b);

    if (passed + d >= at_m || i + 1 == line->len) {
      *direction = dray_xy_unit (dray_xy_sub (b, a));
      return dray_xy_along (dray_xy_along (a, *direction, at_m - passed), dray_xy_left (*direction), left_m);
    }
    passed += d;
  }
  return dray_line_at (line, 0);
}

/* A ramp: from a carriageway to a junction on the crossing road, or back. */
typedef struct {
  guint32  start;     /* on the carriageway */
  guint32  junction;
  gboolean off;
  GArray  *line;      /* from the carriageway to the junction */
} Ramp;

/* Plans a ramp. @along: which way traffic goes on the carriageway. Returns: whether there is a carriageway and no water in its way */
static gboolean
plan_ramp (DrayCounty *self,
           Ramp       *ramp,
           DrayXY      on_motorway,
           DrayXY      along,
           guint32     junction,
           DrayXY      outward,
           gboolean    off)
{
  g_autoptr (GArray) control = dray_line_new ();
  DrayXY way = dray_xy_scale (along, off ? 1 : -1), end = dray_net_node (self->net, junction)->at;
  DrayNetHit hit;

  if (!dray_net_nearest (self->net, on_motorway, 9, DRAY_NET_BIT (DRAY_NET_MOTORWAY), &hit))
    return FALSE;
  DrayXY points[5] = { hit.at };

  points[1] = dray_xy_along (dray_xy_along (points[0], way, 90), outward, 4);
  points[2] = dray_xy_along (dray_xy_along (points[0], way, 190), outward, 26);
  points[3] = dray_xy_along (dray_xy_along (end, way, -62), outward, -16);
  points[4] = end;
  g_array_append_vals (control, points, 5);
  ramp->line = dray_line_spline (control, 22, FALSE);
  ramp->junction = junction;
  ramp->off = off;
  for (guint i = 1; i < ramp->line->len; i++) {
    if (dray_net_cast (self->net, dray_line_at (ramp->line, i - 1), dray_line_at (ramp->line, i),
                       DRAY_NET_BIT (DRAY_NET_BANK) | DRAY_NET_BIT (DRAY_NET_COAST) | DRAY_NET_BIT (DRAY_NET_RAIL), DRAY_NET_NONE, &hit))
      return FALSE;
  }
  return TRUE;
}

static void
lay_ramp (DrayCounty *self,
          Ramp       *ramp)
{
  DrayNetHit hit;

  if (!dray_net_nearest (self->net, dray_line_at (ramp->line, 0), 2, DRAY_NET_BIT (DRAY_NET_MOTORWAY), &hit))
    return;
  ramp->start = dray_net_split (self->net, hit.vertex, hit.at, 6);
  if (!ramp->off)
    reverse (ramp->line);
  guint32 road = dray_net_begin (self->net, DRAY_NET_LINK, ramp->off ? ramp->start : ramp->junction);

  for (guint i = 1; i + 1 < ramp->line->len; i++)
    dray_net_extend (self->net, road, dray_net_add_node (self->net, dray_line_at (ramp->line, i)), 0);
  dray_net_extend (self->net, road, ramp->off ? ramp->junction : ramp->start, 0);
  set_oneway (self->net, road);
}

/* The junction node on the crossing road, %DRAY_NET_NONE when the road isn't there. */
static guint32
junction_on (DrayCounty *self,
             DrayXY      at)
{
  DrayNetHit hit;

  if (!dray_net_nearest (self->net, at, 25, DRAY_NET_OPEN, &hit))
    return DRAY_NET_NONE;
  return dray_net_split (self->net, hit.vertex, hit.at, 5);
}

static gboolean
lay_interchange (DrayCounty               *self,
                 const DrayCountyCrossing *crossing,
                 double                    at_m)
{
  DrayXY m, ahead, behind;
  DrayXY middle = motorway_at (self, at_m, 0, &m), left = dray_xy_left (m), road = crossing->direction;
  double lean = fabs (dray_xy_dot (road, left));

  if (lean < 0.6)
    return FALSE;
  if (dray_xy_dot (road, left) < 0)
    road = dray_xy_scale (road, -1);
  guint32 on_left = junction_on (self, dray_xy_along (middle, road, JUNCTION_M / lean));
  guint32 on_right = junction_on (self, dray_xy_along (middle, road, -JUNCTION_M / lean));

  if (on_left == DRAY_NET_NONE || on_right == DRAY_NET_NONE || on_left == on_right)
    return FALSE;
  DrayXY right_before = motorway_at (self, at_m - RAMP_M, -HALF_MEDIAN_M, &behind);
  DrayXY right_after = motorway_at (self, at_m + RAMP_M, -HALF_MEDIAN_M, &ahead);
  DrayXY left_before = motorway_at (self, at_m - RAMP_M, HALF_MEDIAN_M, &behind);
  DrayXY left_after = motorway_at (self, at_m + RAMP_M, HALF_MEDIAN_M, &ahead);

  Ramp ramps[4] = { 0 };
  gboolean good = plan_ramp (self, &ramps[0], right_before, behind, on_right, dray_xy_scale (dray_xy_left (behind), -1), TRUE)
                  && plan_ramp (self, &ramps[1], right_after, ahead, on_right, dray_xy_scale (dray_xy_left (ahead), -1), FALSE)
                  && plan_ramp (self, &ramps[2], left_after, dray_xy_scale (ahead, -1), on_left, dray_xy_left (ahead), TRUE)
                  && plan_ramp (self, &ramps[3], left_before, dray_xy_scale (behind, -1), on_left, dray_xy_left (behind), FALSE);

  for (int i = 0; i < 4; i++) {
    if (good)
      lay_ramp (self, &ramps[i]);
    g_clear_pointer (&ramps[i].line, g_array_unref);
  }
  return good;
}

/* How far along the motorway @at lies. */
static double
place_along (const DrayCounty *self,
             DrayXY            at)
{
  double passed = 0, best = G_MAXDOUBLE, where = 0;

  for (guint i = 1; i < self->motorway->len; i++) {
    DrayXY a = dray_line_at (self->motorway, i - 1), b = dray_line_at (self->motorway, i);
    DrayXY ab = dray_xy_sub (b, a);
    double t = CLAMP (dray_xy_dot (dray_xy_sub (at, a), ab) / MAX (dray_xy_dot (ab, ab), 1e-9), 0, 1);
    double d = dray_xy_distance (at, dray_xy_along (a, ab, t));

    if (d < best) {
      best = d;
      where = passed + t * dray_xy_distance (a, b);
    }
    passed += dray_xy_distance (a, b);
  }
  return where;
}

static int
compare_crossings (gconstpointer a,
                   gconstpointer b)
{
  const DrayCountyCrossing *left = a, *right = b;

  if (left->kind != right->kind)
    return (int) left->kind - (int) right->kind;
  return left->at.x < right->at.x ? -1 : left->at.x > right->at.x;
}

static gboolean
is_apart (const GArray *taken,
          double        at_m,
          double        length,
          double        gap_m)
{
  if (at_m < RAMP_M + 200 || at_m > length - RAMP_M - 200)
    return FALSE;
  for (guint k = 0; k < taken->len; k++) {
    if (fabs (g_array_index (taken, double, k) - at_m) < gap_m)
      return FALSE;
  }
  return TRUE;
}

/* Looks ahead from @from, straight and then to both sides, for a road. Returns: whether there is one, at @hit */
static gboolean
look_for_road (DrayCounty *self,
               DrayXY      from,
               DrayXY      direction,
               DrayNetHit *hit)
{
  static const double turns[] = { 0, 0.45, -0.45, 0.9, -0.9, 1.2, -1.2 };
  guint32 kinds = DRAY_NET_OPEN | DRAY_NET_BIT (DRAY_NET_COAST) | DRAY_NET_BIT (DRAY_NET_MOTORWAY) | DRAY_NET_BIT (DRAY_NET_LINK);

  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++) {
    double c = cos (turns[i]), s = sin (turns[i]);
    DrayXY way = dray_xy (direction.x * c - direction.y * s, direction.x * s + direction.y * c);

    if (dray_net_cast (self->net, from, dray_xy_along (from, way, 3600), kinds, DRAY_NET_NONE, hit)
        && DRAY_NET_BIT (dray_net_kind (self->net, hit->vertex)) & DRAY_NET_OPEN && !(dray_net_vertex (self->net, hit->vertex)->flags & DRAY_NET_BRIDGE))
      return TRUE;
  }
  return FALSE;
}

/* Builds a road across the motorway at @at_m, between the first roads on either side. Returns: whether there are such */
static gboolean
build_crossing (DrayCounty *self,
                double      at_m)
{
  DrayXY along, middle = motorway_at (self, at_m, 0, &along), left = dray_xy_left (along);
  DrayXY points[5] = { [1] = dray_xy_along (middle, left, 210), [2] = middle, [3] = dray_xy_along (middle, left, -210) };
  g_autoptr (GArray) control = dray_line_new ();
  DrayNetHit to_left, to_right;

  for (guint i = 0; i < self->crossings->len; i++) {
    if (dray_xy_distance (g_array_index (self->crossings, DrayCountyCrossing, i).at, middle) < 450)
      return FALSE;
  }
  if (dray_raster_sample (self->relief, points[1]) < 2 || dray_raster_sample (self->relief, points[3]) < 2
      || !look_for_road (self, points[1], left, &to_left) || !look_for_road (self, points[3], dray_xy_scale (left, -1), &to_right))
    return FALSE;
  points[0] = to_left.at;
  points[4] = to_right.at;
  g_array_append_vals (control, points, 5);
  g_autoptr (GArray) line = dray_line_spline (control, 45, FALSE);
  dray_county_add_planned (self, DRAY_NET_SECONDARY, line, DRAY_NET_NONE, DRAY_NET_NONE, NULL, NULL);
  return TRUE;
}

static void
join_crossings (DrayCounty *self,
                GArray     *taken,
                guint       most,
                double      length)
{
  g_array_sort (self->crossings, compare_crossings);
  for (guint i = 0; i < self->crossings->len && taken->len < most; i++) {
    const DrayCountyCrossing *crossing = &g_array_index (self->crossings, DrayCountyCrossing, i);
    double at_m = place_along (self, crossing->at);

    if (is_apart (taken, at_m, length, LEAST_GAP_M) && lay_interchange (self, crossing, at_m))
      g_array_append_val (taken, at_m);
  }
}

/* A place along the motorway, and how far the city is. */
typedef struct {
  double at_m;
  double away_m;
} Wish;

static int
compare_wishes (gconstpointer a,
                gconstpointer b)
{
  const Wish *left = a, *right = b;

  return left->away_m < right->away_m ? -1 : left->away_m > right->away_m;
}

/* Where a new interchange would serve, the city's surroundings first. */
static GArray *
list_wishes (const DrayCounty *self,
             double            length)
{
  GArray *wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  DrayXY city = dray_county_place (self, 0)->at, along;

  for (double at_m = RAMP_M + 250; at_m < length - RAMP_M; at_m += 150) {
    Wish wish = { at_m, dray_xy_distance (motorway_at (self, at_m, 0, &along), city) };

    g_array_append_val (wishes, wish);
  }
  g_array_sort (wishes, compare_wishes);
  return wishes;
}

/* Joins the weightiest crossing roads to the motorway, apart from each other; where they are too few, roads are built for it. */
void
dray_county_draw_interchanges (DrayCounty *self)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (double));
  guint most = (guint) CLAMP ((int) (6 * sqrt (self->scale)), 6, 18);

  if (self->motorway == NULL || self->motorway->len < 40)
    return;
  double length = dray_line_length (self->motorway);

  join_crossings (self, taken, most, length);

  g_autoptr (GArray) wishes = list_wishes (self, length);
  /* Two rounds: with room between them first, closer where that does not give enough. */
  for (guint i = 0; i < 2 * wishes->len && taken->len < most; i++) {
    double at_m = g_array_index (wishes, Wish, i % wishes->len).at_m;

    if (is_apart (taken, at_m, length, i < wishes->len ? 2.2 * LEAST_GAP_M : LEAST_GAP_M) && build_crossing (self, at_m))
      join_crossings (self, taken, most, length);
  }
}
