/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-net-private.h"

#include <math.h>

/* The graph under construction. The grid's buckets are linked lists of vertices; splitting a segment leaves the old entries in place
 * (its first half covers fewer of them, which costs a look and breaks nothing) and enters the second half anew. */

typedef struct {
  guint32 vertex;
  guint32 next;
} Entry;

DrayNet *
dray_net_new (DrayXY origin,
              double width_m,
              double height_m)
{
  DrayNet *self = g_new0 (DrayNet, 1);

  self->origin = origin;
  self->cell_m = 64;
  self->nx = (int) (width_m / self->cell_m) + 2;
  self->ny = (int) (height_m / self->cell_m) + 2;
  self->nodes = g_array_new (FALSE, FALSE, sizeof (DrayNetNode));
  self->vertices = g_array_new (FALSE, FALSE, sizeof (DrayNetVertex));
  self->roads = g_array_new (FALSE, FALSE, sizeof (DrayNetRoad));
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->found = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->heads = g_malloc ((gsize) self->nx * self->ny * sizeof *self->heads);
  for (gsize i = 0; i < (gsize) self->nx * self->ny; i++)
    self->heads[i] = DRAY_NET_NONE;
  return self;
}

void
dray_net_free (DrayNet *self)
{
  g_array_unref (self->nodes);
  g_array_unref (self->vertices);
  g_array_unref (self->roads);
  g_array_unref (self->entries);
  g_array_unref (self->found);
  g_free (self->heads);
  g_free (self);
}

static int
column_of (const DrayNet *self,
           double         x)
{
  return CLAMP ((int) ((x - self->origin.x) / self->cell_m), 0, self->nx - 1);
}

static int
row_of (const DrayNet *self,
        double         y)
{
  return CLAMP ((int) ((y - self->origin.y) / self->cell_m), 0, self->ny - 1);
}

/* Enters the segment behind @vertex in every bucket that its bounding box touches. */
static void
enter (DrayNet *self,
       guint32  vertex)
{
  DrayXY a = dray_net_at (self, vertex), b = dray_net_end (self, vertex);
  int left = column_of (self, MIN (a.x, b.x)), right = column_of (self, MAX (a.x, b.x));
  int low = row_of (self, MIN (a.y, b.y)), high = row_of (self, MAX (a.y, b.y));

  for (int row = low; row <= high; row++) {
    for (int column = left; column <= right; column++) {
      guint32 *head = self->heads + (gsize) row * self->nx + column;
      Entry entry = { vertex, *head };

      *head = self->entries->len;
      g_array_append_val (self->entries, entry);
    }
  }
}

guint32
dray_net_add_node (DrayNet *self,
                   DrayXY   at)
{
  DrayNetNode node = { .at = at };

  g_array_append_val (self->nodes, node);
  return self->nodes->len - 1;
}

static guint32
add_vertex (DrayNet *self,
            guint32  road,
            guint32  node,
            guint32  previous)
{
  DrayNetVertex vertex = { .node = node, .road = road, .next = DRAY_NET_NONE, .previous = previous };

  g_array_append_val (self->vertices, vertex);
  return self->vertices->len - 1;
}

/* Begins a road at @node. Returns: the road */
guint32
dray_net_begin (DrayNet    *self,
                DrayNetKind kind,
                guint32     node)
{
  DrayNetRoad road = { .kind = (guint8) kind };

  road.first = road.last = add_vertex (self, self->roads->len, node, DRAY_NET_NONE);
  g_array_append_val (self->roads, road);
  return self->roads->len - 1;
}

/* Leads @road on to @node. Returns: the vertex from which the new segment leads, %DRAY_NET_NONE when the road stands there already */
guint32
dray_net_extend (DrayNet *self,
                 guint32  road,
                 guint32  node,
                 guint32  flags)
{
  DrayNetRoad *line = dray_net_road (self, road);
  guint32 from = line->last;

  if (dray_net_vertex (self, from)->node == node)
    return DRAY_NET_NONE;
  guint32 to = add_vertex (self, road, node, from);

  line->last = to;
  dray_net_vertex (self, from)->next = to;
  dray_net_vertex (self, from)->flags |= flags;
  if (dray_net_is_road ((DrayNetKind) line->kind)) {
    dray_net_node (self, node)->degree++;
    dray_net_node (self, dray_net_vertex (self, from)->node)->degree++;
  }
  enter (self, from);
  return from;
}

/* Takes the last segment of @road away. */
void
dray_net_drop_tail (DrayNet *self,
                    guint32  road)
{
  DrayNetRoad *line = dray_net_road (self, road);
  DrayNetVertex *last = dray_net_vertex (self, line->last);

  if (last->previous == DRAY_NET_NONE)
    return;
  DrayNetVertex *before = dray_net_vertex (self, last->previous);

  if (dray_net_is_road ((DrayNetKind) line->kind)) {
    dray_net_node (self, last->node)->degree--;
    dray_net_node (self, before->node)->degree--;
  }
  line->last = last->previous;
  before->next = DRAY_NET_NONE;
  last->previous = DRAY_NET_NONE;
}

/* Takes the whole of @road away; its nodes stay. */
void
dray_net_drop (DrayNet *self,
               guint32  road)
{
  while (dray_net_vertex (self, dray_net_road (self, road)->last)->previous != DRAY_NET_NONE)
    dray_net_drop_tail (self, road);
  dray_net_road (self, road)->gone = TRUE;
}

/**
 * dray_net_split:
 * @vertex: the segment's first vertex
 * @snap_m: an end of the segment that is as near as this is taken instead
 *
 * Puts a node into a segment. Returns: the node at @at
 */
guint32
dray_net_split (DrayNet *self,
                guint32  vertex,
                DrayXY   at,
                double   snap_m)
{
  guint32 next = dray_net_vertex (self, vertex)->next;
  double to_start = dray_xy_distance (at, dray_net_at (self, vertex)), to_end = dray_xy_distance (at, dray_net_at (self, next));

  if (MIN (to_start, to_end) <= snap_m)
    return dray_net_vertex (self, to_start <= to_end ? vertex : next)->node;

  guint32 road = dray_net_vertex (self, vertex)->road;
  guint32 node = dray_net_add_node (self, at);
  guint32 middle = add_vertex (self, road, node, vertex);

  dray_net_vertex (self, middle)->next = next;
  dray_net_vertex (self, middle)->flags = dray_net_vertex (self, vertex)->flags & ~(guint32) DRAY_NET_CUT;
  dray_net_vertex (self, vertex)->next = middle;
  dray_net_vertex (self, next)->previous = middle;
  if (dray_net_is_road (dray_net_kind (self, vertex)))
    dray_net_node (self, node)->degree += 2;
  enter (self, middle);
  return node;
}

/* Adds a whole line with nodes of its own, crossing whatever it crosses. */
guint32
dray_net_add_line (DrayNet      *self,
                   DrayNetKind   kind,
                   const GArray *line,
                   gboolean      closed)
{
  guint32 first = dray_net_add_node (self, dray_line_at (line, 0));
  guint32 road = dray_net_begin (self, kind, first);

  for (guint i = 1; i < line->len; i++)
    dray_net_extend (self, road, dray_net_add_node (self, dray_line_at (line, i)), 0);
  if (closed)
    dray_net_extend (self, road, first, 0);
  return road;
}

/* The segments whose buckets touch the box around @a and @b: a #GArray of vertices that the next call overwrites; one may stand in it
 * more than once. */
const GArray *
dray_net_gather (DrayNet *self,
                 DrayXY   a,
                 DrayXY   b,
                 double   margin_m)
{
  int left = column_of (self, MIN (a.x, b.x) - margin_m), right = column_of (self, MAX (a.x, b.x) + margin_m);
  int low = row_of (self, MIN (a.y, b.y) - margin_m), high = row_of (self, MAX (a.y, b.y) + margin_m);

  g_array_set_size (self->found, 0);
  for (int row = low; row <= high; row++) {
    for (int column = left; column <= right; column++) {
      guint32 i = self->heads[(gsize) row * self->nx + column];

      while (i != DRAY_NET_NONE) {
        const Entry *entry = &g_array_index (self->entries, Entry, i);

        if (dray_net_vertex (self, entry->vertex)->next != DRAY_NET_NONE)
          g_array_append_val (self->found, entry->vertex);
        i = entry->next;
      }
    }
  }
  return self->found;
}

/* Whether the line from @a to @b crosses the segment, and where. */
static gboolean
crosses (const DrayNet *self,
         DrayXY         a,
         DrayXY         b,
         guint32        vertex,
         DrayNetHit    *hit)
{
  DrayXY c = dray_net_at (self, vertex), d = dray_net_end (self, vertex);
  DrayXY ab = dray_xy_sub (b, a), cd = dray_xy_sub (d, c), ac = dray_xy_sub (c, a);
  double bottom = dray_xy_cross (ab, cd);

  if (fabs (bottom) < 1e-9)
    return FALSE;
  double t = dray_xy_cross (ac, cd) / bottom, s = dray_xy_cross (ac, ab) / bottom;

  if (t < 0 || t > 1 || s < 0 || s > 1)
    return FALSE;
  *hit = (DrayNetHit) { .t = t, .s = s, .vertex = vertex, .at = dray_xy_mix (a, b, t) };
  return TRUE;
}

static gboolean
is_of (const DrayNet *self,
       guint32        vertex,
       guint32        kinds)
{
  return (DRAY_NET_BIT (dray_net_kind (self, vertex)) & kinds) != 0;
}

/* The first segment of @kinds on the way from @a to @b, not counting those that end at @skip_node. */
gboolean
dray_net_cast (DrayNet    *self,
               DrayXY      a,
               DrayXY      b,
               guint32     kinds,
               guint32     skip_node,
               DrayNetHit *hit)
{
  const GArray *found = dray_net_gather (self, a, b, 0);
  gboolean any = FALSE;

  for (guint i = 0; i < found->len; i++) {
    guint32 vertex = g_array_index (found, guint32, i);
    const DrayNetVertex *from = dray_net_vertex (self, vertex);
    DrayNetHit here;

    if (!is_of (self, vertex, kinds) || from->node == skip_node || dray_net_vertex (self, from->next)->node == skip_node)
      continue;
    if (crosses (self, a, b, vertex, &here) && (!any || here.t < hit->t)) {
      *hit = here;
      any = TRUE;
    }
  }
  return any;
}

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const DrayNetHit *left = a, *right = b;

  if (left->t != right->t)
    return left->t < right->t ? -1 : 1;
  return left->vertex < right->vertex ? -1 : left->vertex > right->vertex;
}

/* Every segment of @kinds on the way from @a to @b into @hits (element-type DrayNetHit), nearest first. */
void
dray_net_cast_all (DrayNet *self,
                   DrayXY   a,
                   DrayXY   b,
                   guint32  kinds,
                   GArray  *hits)
{
  const GArray *found = dray_net_gather (self, a, b, 0);
  guint n = 0;

  g_array_set_size (hits, 0);
  for (guint i = 0; i < found->len; i++) {
    DrayNetHit hit;

    if (is_of (self, g_array_index (found, guint32, i), kinds) && crosses (self, a, b, g_array_index (found, guint32, i), &hit))
      g_array_append_val (hits, hit);
  }
  g_array_sort (hits, compare_hits);
  /* A segment that fills several buckets was found several times. */
  for (guint i = 0; i < hits->len; i++) {
    if (n == 0 || g_array_index (hits, DrayNetHit, i).vertex != g_array_index (hits, DrayNetHit, n - 1).vertex)
      g_array_index (hits, DrayNetHit, n++) = g_array_index (hits, DrayNetHit, i);
  }
  g_array_set_size (hits, n);
}

/* Where the segment comes nearest to @at. */
static DrayNetHit
nearest_on (const DrayNet *self,
            DrayXY         at,
            guint32        vertex)
{
  DrayXY a = dray_net_at (self, vertex), ab = dray_xy_sub (dray_net_end (self, vertex), a);
  double s = CLAMP (dray_xy_dot (dray_xy_sub (at, a), ab) / MAX (dray_xy_dot (ab, ab), 1e-9), 0.0, 1.0);
  DrayXY foot = dray_xy_along (a, ab, s);

  return (DrayNetHit) { .s = s, .vertex = vertex, .at = foot, .distance_m = dray_xy_distance (at, foot) };
}

gboolean
dray_net_nearest (DrayNet    *self,
                  DrayXY      at,
                  double      radius_m,
                  guint32     kinds,
                  DrayNetHit *hit)
{
  const GArray *found = dray_net_gather (self, at, at, radius_m);
  gboolean any = FALSE;

  for (guint i = 0; i < found->len; i++) {
    guint32 vertex = g_array_index (found, guint32, i);

    if (!is_of (self, vertex, kinds))
      continue;
    DrayNetHit here = nearest_on (self, at, vertex);

    if (here.distance_m <= radius_m && (!any || here.distance_m < hit->distance_m)) {
      *hit = here;
      any = TRUE;
    }
  }
  return any;
}

/* Whether a line of @kinds, other than @skip_road, runs along @direction (within 35 degrees) as near as @radius_m. */
gboolean
dray_net_parallel (DrayNet *self,
                   DrayXY   at,
                   DrayXY   direction,
                   double   radius_m,
                   guint32  kinds,
                   guint32  skip_road)
{
  const GArray *found = dray_net_gather (self, at, at, radius_m);

  for (guint i = 0; i < found->len; i++) {
    guint32 vertex = g_array_index (found, guint32, i);

    if (!is_of (self, vertex, kinds) || dray_net_vertex (self, vertex)->road == skip_road)
      continue;
    DrayXY along = dray_xy_sub (dray_net_end (self, vertex), dray_net_at (self, vertex));
    double cosine = fabs (dray_xy_dot (along, direction)) / MAX (dray_xy_length (along), 1e-9);

    if (cosine > 0.82 && nearest_on (self, at, vertex).distance_m < radius_m)
      return TRUE;
  }
  return FALSE;
}
