/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-noise-private.h"
#include "dray-county-plan-private.h"

#include <math.h>

/* The roads between places. They are found on the planning grid one after the other, the heaviest first; then the steps that all of
 * them use together are taken apart into chains between junctions, and every chain becomes one smooth road of the net. */

typedef struct {
  DrayXY      from;
  DrayXY      to;
  DrayNetKind kind;
  double      distance_m;
  gboolean    own_way; /* rather its own ground than another road */
} Link;

static int
compare_links (gconstpointer a,
               gconstpointer b)
{
  const Link *left = a, *right = b;

  if (left->kind != right->kind)
    return left->kind < right->kind ? -1 : 1;
  if (left->distance_m != right->distance_m)
    return left->distance_m < right->distance_m ? -1 : 1;
  return left->from.x < right->from.x ? -1 : left->from.x > right->from.x;
}

/* The place of @most rank or heavier nearest to place @i, other than @except. */
static guint
nearest_place (const DrayCounty *self,
               guint             i,
               DrayCountyRank    most,
               guint             except)
{
  const DrayCountyPlace *place = dray_county_place (self, i);
  guint best = i;
  double nearest = G_MAXDOUBLE;

  for (guint k = 0; k < self->places->len; k++) {
    const DrayCountyPlace *other = dray_county_place (self, k);
    double d = dray_xy_distance (other->at, place->at);

    if (k != i && k != except && other->rank <= most && d < nearest) {
      nearest = d;
      best = k;
    }
  }
  return best;
}

static void
want_between (GArray     *links,
              DrayXY      from,
              DrayXY      to,
              DrayNetKind kind,
              gboolean    own_way)
{
  Link link = { from, to, kind, dray_xy_distance (from, to), own_way };

  g_array_append_val (links, link);
}

static void
want (DrayCounty *self,
      GArray     *links,
      guint       from,
      guint       to,
      DrayNetKind kind)
{
  if (from != to)
    want_between (links, dray_county_place (self, from)->at, dray_county_place (self, to)->at, kind, FALSE);
}

/* Roads out of the city in all directions, each on to the nearest village beyond. */
static void
want_spokes (DrayCounty *self,
             GArray     *links)
{
  const DrayCountyPlace *city = dray_county_place (self, 0);
  int n = CLAMP ((int) (10 * sqrt (self->scale)), 9, 18);

  for (int i = 0; i < n; i++) {
    double angle = (i + 0.7 * dray_random_double (&self->random)) * 2 * G_PI / n, radius = 1.3 * city->radius_m;
    DrayXY end = dray_xy (city->at.x + radius * cos (angle), city->at.y + radius * sin (angle));
    DrayXY beyond = end;
    double nearest = G_MAXDOUBLE;

    if (dray_raster_sample (self->relief, end) < 3)
      continue;
    for (guint k = 1; k < self->places->len; k++) {
      double d = dray_xy_distance (dray_county_place (self, k)->at, end);

      if (d < nearest) {
        nearest = d;
        beyond = dray_county_place (self, k)->at;
      }
    }
    want_between (links, end, city->at, i % 2 == 0 ? DRAY_NET_PRIMARY : DRAY_NET_SECONDARY, TRUE);
    want_between (links, end, beyond, DRAY_NET_TERTIARY, FALSE);
  }
}

static GArray *
list_links (DrayCounty *self)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (Link));

  for (guint i = 1; i < self->places->len; i++) {
    DrayCountyRank rank = dray_county_place (self, i)->rank;

    if (rank == DRAY_COUNTY_TOWN) {
      guint near = nearest_place (self, i, DRAY_COUNTY_TOWN, 0);

      want (self, links, i, 0, i <= 2 ? DRAY_NET_TRUNK : DRAY_NET_PRIMARY);
      want (self, links, i, near, DRAY_NET_SECONDARY);
      want (self, links, i, nearest_place (self, i, DRAY_COUNTY_TOWN, near), DRAY_NET_SECONDARY);
    } else {
      guint near = nearest_place (self, i, DRAY_COUNTY_VILLAGE, G_MAXUINT);

      want (self, links, i, nearest_place (self, i, DRAY_COUNTY_TOWN, G_MAXUINT), DRAY_NET_TERTIARY);
      want (self, links, i, near, DRAY_NET_TERTIARY);
      want (self, links, i, nearest_place (self, i, DRAY_COUNTY_VILLAGE, near), DRAY_NET_UNCLASSIFIED);
    }
  }
  want_spokes (self, links);
  g_array_sort (links, compare_links);
  return links;
}

/* The roads that meet at every square in use. */
typedef struct {
  guint32 next[20];
  guint8  kind[20];
  int     n;
  guint32 node;
} Crossing;

static void
add_end (GHashTable *crossings,
         guint32     at,
         guint32     to,
         guint8      kind)
{
  Crossing *crossing = g_hash_table_lookup (crossings, GUINT_TO_POINTER (at + 1));

  if (crossing == NULL) {
    crossing = g_new0 (Crossing, 1);
    crossing->node = DRAY_NET_NONE;
    g_hash_table_insert (crossings, GUINT_TO_POINTER (at + 1), crossing);
  }
  if (crossing->n < 20) {
    crossing->next[crossing->n] = to;
    crossing->kind[crossing->n++] = kind;
  }
}

static gboolean
is_through (const Crossing *crossing)
{
  return crossing->n == 2 && crossing->kind[0] == crossing->kind[1];
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  guint64 left = **(guint64 *const *) a, right = **(guint64 *const *) b;

  return left < right ? -1 : left > right;
}

static GHashTable *
list_crossings (const DrayCountyPlan *plan)
{
  GHashTable *crossings = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  guint n;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (plan->steps, &n);

  qsort (keys, n, sizeof *keys, compare_keys);
  for (guint i = 0; i < n; i++) {
    guint64 key = *(const guint64 *) keys[i];
    guint8 kind = (guint8) (GPOINTER_TO_UINT (g_hash_table_lookup (plan->steps, keys[i])) - 1);

    add_end (crossings, (guint32) (key >> 32), (guint32) key, kind);
    add_end (crossings, (guint32) key, (guint32) (key >> 32), kind);
  }
  return crossings;
}

static void
take_end (Crossing *crossing,
          guint32   to)
{
  for (int i = 0; i < crossing->n; i++) {
    if (crossing->next[i] == to)
      crossing->next[i] = DRAY_NET_NONE;
  }
}

/* Where the road stands in square @square: the middle, moved a little unless a bridge ends there. */
static DrayXY
stand (const DrayCounty *self,
       const DrayCountyPlan   *plan,
       guint32           square,
       gboolean          fixed)
{
  DrayXY at = dray_county_plan_at (plan, square);
  double sway = fixed ? 0 : 0.5 * plan->cell_m;

  return dray_xy (at.x + sway * (dray_noise_unit (self->seed + 91, square, 0) - 0.5), at.y + sway * (dray_noise_unit (self->seed + 92, square, 0) - 0.5));
}

/* Evens out the small turns that the grid forces on a road, except near what is straight. */
static GArray *
calm_down (const GArray *control,
           const GArray *straight)
{
  GArray *calm = g_array_copy ((GArray *) control);

  for (int round = 0; round < 4; round++) {
    for (guint i = 1; i + 1 < calm->len; i++) {
      DrayXY between = dray_xy_mix (dray_line_at (calm, i - 1), dray_line_at (calm, i + 1), 0.5);

      if (!g_array_index (straight, guint8, i))
        g_array_index (calm, DrayXY, i) = dray_xy_mix (dray_line_at (calm, i), between, 0.5);
    }
  }
  return calm;
}

static void
append_control (GArray  *control,
                GArray  *is_straight,
                DrayXY   at,
                gboolean straight,
                gboolean fixed)
{
  if (straight) {
    DrayXY from = dray_line_at (control, control->len - 1);

    for (int i = 0; i < 4; i++) {
      static const double shares[] = { 0.08, 0.35, 0.65, 0.92 };
      DrayXY between = dray_xy_mix (from, at, shares[i]);

      g_array_append_val (control, between);
    }
  }
  g_array_append_val (control, at);
  for (guint8 stays = straight || fixed; is_straight->len < control->len;)
    g_array_append_val (is_straight, stays);
}

static guint32
node_of (DrayCounty *self,
         const DrayCountyPlan *plan,
         Crossing   *crossing,
         guint32     square)
{
  if (crossing->node == DRAY_NET_NONE)
    crossing->node = dray_net_add_node (self->net, stand (self, plan, square, FALSE));
  return crossing->node;
}

static double
step_length (const DrayCountyPlan *plan,
             guint32         a,
             guint32         b)
{
  return dray_xy_distance (dray_county_plan_at (plan, a), dray_county_plan_at (plan, b));
}

/* Follows the chain that leaves @from towards @to until the next junction, and builds it. */
static void
build_chain (DrayCounty     *self,
             const DrayCountyPlan *plan,
             GHashTable     *crossings,
             guint32         from,
             guint32         to,
             DrayNetKind     kind)
{
  g_autoptr (GArray) control = dray_line_new ();
  g_autoptr (GArray) straight = g_array_new (FALSE, FALSE, sizeof (guint8));
  Crossing *start = g_hash_table_lookup (crossings, GUINT_TO_POINTER (from + 1)), *here = start;
  guint32 first = node_of (self, plan, start, from), last = first;

  append_control (control, straight, dray_net_node (self->net, first)->at, FALSE, TRUE);
  for (guint32 at = from, next = to; ;) {
    gboolean jump = step_length (plan, at, next) > 2.3 * plan->cell_m;

    take_end (here, next);
    here = g_hash_table_lookup (crossings, GUINT_TO_POINTER (next + 1));
    take_end (here, at);
    if (!is_through (here) || here == start) {
      last = node_of (self, plan, here, next);
      append_control (control, straight, dray_net_node (self->net, last)->at, jump, TRUE);
      break;
    }
    guint32 following = here->next[0] != DRAY_NET_NONE ? here->next[0] : here->next[1];
    gboolean jump_ahead = following != DRAY_NET_NONE && step_length (plan, next, following) > 2.3 * plan->cell_m;

    append_control (control, straight, stand (self, plan, next, jump || jump_ahead), jump, jump_ahead);
    if (following == DRAY_NET_NONE) {
      last = DRAY_NET_NONE;
      break;
    }
    at = next;
    next = following;
  }

  g_autoptr (GArray) calm = calm_down (control, straight);
  g_autoptr (GArray) line = dray_line_spline (calm, 34, FALSE);
  dray_county_add_planned (self, kind, line, first, last, NULL, NULL);
}

static void
build_roads (DrayCounty     *self,
             const DrayCountyPlan *plan)
{
  g_autoptr (GHashTable) crossings = list_crossings (plan);
  guint n;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (plan->steps, &n);

  qsort (keys, n, sizeof *keys, compare_keys);
  for (int kind = DRAY_NET_TRUNK; kind <= DRAY_NET_UNCLASSIFIED; kind++) {
    for (guint i = 0; i < 2 * n; i++) {
      guint64 key = *(const guint64 *) keys[i / 2];
      guint32 from = i % 2 == 0 ? (guint32) (key >> 32) : (guint32) key, to = i % 2 == 0 ? (guint32) key : (guint32) (key >> 32);
      Crossing *crossing = g_hash_table_lookup (crossings, GUINT_TO_POINTER (from + 1));

      if (is_through (crossing))
        continue;
      for (int k = 0; k < crossing->n; k++) {
        if (crossing->next[k] == to && crossing->kind[k] == kind)
          build_chain (self, plan, crossings, from, to, (DrayNetKind) kind);
      }
    }
  }
}

/* A ring of roads round the city's old town. */
static void
draw_ring (DrayCounty *self,
           double      radius_m,
           DrayNetKind kind,
           const char *name,
           const char *ref)
{
  g_autoptr (GArray) control = dray_line_new ();
  DrayXY middle = dray_county_place (self, 0)->at;

  for (int i = 0; i < 11; i++) {
    double angle = i * 2 * G_PI / 11;
    double r = radius_m * (1 + 0.42 * dray_noise (self->seed + 95, cos (angle) + 3, sin (angle) + radius_m));
    DrayXY at = dray_xy (middle.x + r * cos (angle), middle.y + r * sin (angle));

    g_array_append_val (control, at);
  }
  g_autoptr (GArray) ring = dray_line_spline (control, 30, TRUE);
  g_autoptr (GArray) piece = dray_line_new ();
  guint start = 0;

  /* Where the ring would leave the land it stays open. */
  for (guint i = 0; i < ring->len; i++) {
    if (!dray_county_is_land (self, dray_line_at (ring, i)))
      start = i;
  }
  for (guint i = 0; i <= ring->len; i++) {
    DrayXY at = dray_line_at (ring, (start + i) % ring->len);
    gboolean land = dray_county_is_land (self, at);

    if (land)
      g_array_append_val (piece, at);
    if ((!land || i == ring->len) && piece->len > 0) {
      if (piece->len > 8)
        dray_county_add_planned (self, kind, piece, DRAY_NET_NONE, DRAY_NET_NONE, name, ref);
      g_array_set_size (piece, 0);
    }
  }
}

static double
way_length (const DrayCountyPlan *plan,
            const GArray         *squares)
{
  double length = 0;

  for (guint i = 1; i < squares->len; i++)
    length += step_length (plan, g_array_index (squares, guint32, i - 1), g_array_index (squares, guint32, i));
  return length;
}

static gboolean
is_one_of (const GArray *points,
           DrayXY        at)
{
  for (guint i = 0; i < points->len; i++) {
    if (dray_xy_distance (dray_line_at (points, i), at) < 1)
      return TRUE;
  }
  return FALSE;
}

void
dray_county_draw_trunk (DrayCounty *self)
{
  g_autoptr (DrayCountyPlan) plan = dray_county_plan_new (self);
  g_autoptr (GArray) links = list_links (self);
  double city_radius = dray_county_place (self, 0)->radius_m;

  g_autoptr (GArray) given_up = dray_line_new ();

  dray_county_draw_motorway (self, plan);
  for (guint i = 0; i < links->len; i++) {
    const Link *link = &g_array_index (links, Link, i);
    guint32 from = dray_county_plan_open_square (plan, link->from), to = dray_county_plan_open_square (plan, link->to);
    plan->discount = link->own_way ? 0.8 : 0.33;
    g_autoptr (GArray) squares = dray_county_plan_find (plan, from, to);

    /* A spoke that would go a long way round is none, and nothing leads on from its end. */
    if (squares != NULL && link->own_way && way_length (plan, squares) > 1.5 * link->distance_m + 400) {
      g_array_append_val (given_up, link->from);
      continue;
    }
    if (squares != NULL && !is_one_of (given_up, link->from))
      dray_county_plan_use (plan, squares, link->kind);
  }
  build_roads (self, plan);
  dray_county_end_motorway (self);
  draw_ring (self, city_radius * 0.24, DRAY_NET_PRIMARY, "Inner Ring", "R1");
  draw_ring (self, city_radius * 0.62, DRAY_NET_SECONDARY, "Outer Ring", "R2");
  dray_county_draw_interchanges (self);
  dray_county_draw_port (self);
  dray_county_draw_tunnel (self);
  dray_county_limit_bridges (self);
  dray_county_draw_rail (self, plan);
}
