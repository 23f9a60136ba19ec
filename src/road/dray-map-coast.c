/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-coast-private.h"
#include "dray-map-geometry-private.h"

#include <math.h>

/* The sea of an extract. Coastlines come in with the land on their left and leave at the extract's edge, so each is cut at the box of
 * the region, and from where it leaves one walks clockwise along the box, the sea on the right, to where the next one comes in.
 * Islands are rings the other way round, holes in the sea. A coastline that ends inside the box, because the extract lacks the rest,
 * is led on to the nearest edge. What is sea at the edge is sea beyond it too, out to a larger box, so that a view across the edge
 * does not end in a straight shore. */

#define BEYOND 6 /* how far beyond the box the sea goes on, in widths of the box */

/* A stretch of a coastline within the box, from edge to edge. */
typedef struct {
  int      first;   /* in the points of the cut lines */
  int      n;
  double   from;    /* where on the box's edge it comes in: 0 to 4, clockwise from the north-west */
  double   to;      /* where it leaves */
  gboolean used;
} Stretch;

typedef struct {
  DrayWorldBox  box;
  DrayWorldBox  beyond;
  GArray       *points;    /* DrayWorldPoint: of all stretches */
  GArray       *stretches; /* Stretch */
} Sea;

static gboolean
is_inside (const DrayWorldBox *box,
           DrayWorldPoint      point)
{
  return point.x >= box->x0 && point.x <= box->x1 && point.y >= box->y0 && point.y <= box->y1;
}

/* Where a point at or near the box's edge lies on it. */
static double
edge_position (const DrayWorldBox *box,
               DrayWorldPoint      point)
{
  double u = CLAMP (((double) point.x - box->x0) / ((double) box->x1 - box->x0), 0, 1);
  double v = CLAMP (((double) point.y - box->y0) / ((double) box->y1 - box->y0), 0, 1);
  double to_north = v * ((double) box->y1 - box->y0);
  double to_south = (1 - v) * ((double) box->y1 - box->y0);
  double to_west = u * ((double) box->x1 - box->x0);
  double to_east = (1 - u) * ((double) box->x1 - box->x0);
  double nearest = fmin (fmin (to_north, to_south), fmin (to_west, to_east));

  if (nearest == to_north)
    return u;
  if (nearest == to_east)
    return 1 + v;
  return nearest == to_south ? 3 - u : 4 - v;
}

static DrayWorldPoint
edge_point (const DrayWorldBox *box,
            double              position)
{
  double width = (double) box->x1 - box->x0;
  double height = (double) box->y1 - box->y0;

  if (position < 1)
    return (DrayWorldPoint) { box->x0 + (int) (position * width), box->y0 };
  if (position < 2)
    return (DrayWorldPoint) { box->x1, box->y0 + (int) ((position - 1) * height) };
  if (position < 3)
    return (DrayWorldPoint) { box->x1 - (int) ((position - 2) * width), box->y1 };
  return (DrayWorldPoint) { box->x0, box->y1 - (int) ((position - 3) * height) };
}

/* Where the segment from @inside to @outside crosses the box's edge. */
static DrayWorldPoint
cross_edge (const DrayWorldBox *box,
            DrayWorldPoint      inside,
            DrayWorldPoint      outside)
{
  double dx = (double) outside.x - inside.x;
  double dy = (double) outside.y - inside.y;
  double t = 1;

  if (outside.x < box->x0)
    t = fmin (t, ((double) box->x0 - inside.x) / dx);
  if (outside.x > box->x1)
    t = fmin (t, ((double) box->x1 - inside.x) / dx);
  if (outside.y < box->y0)
    t = fmin (t, ((double) box->y0 - inside.y) / dy);
  if (outside.y > box->y1)
    t = fmin (t, ((double) box->y1 - inside.y) / dy);
  return (DrayWorldPoint) { CLAMP (inside.x + (int) lround (t * dx), box->x0, box->x1), CLAMP (inside.y + (int) lround (t * dy), box->y0, box->y1) };
}

/* Ends the stretch whose points were added since @first. */
static void
end_stretch (Sea *sea,
             int  first)
{
  Stretch stretch = { .first = first, .n = (int) sea->points->len - first };

  if (stretch.n < 2) {
    g_array_set_size (sea->points, (guint) first);
    return;
  }
  DrayWorldPoint start = g_array_index (sea->points, DrayWorldPoint, first);
  DrayWorldPoint end = g_array_index (sea->points, DrayWorldPoint, sea->points->len - 1);
  stretch.from = edge_position (&sea->box, start);
  stretch.to = edge_position (&sea->box, end);
  g_array_append_val (sea->stretches, stretch);
}

/* Cuts an open coastline at the box. */
static void
cut_line (Sea                  *sea,
          const DrayWorldPoint *points,
          int                   n_points)
{
  int first = (int) sea->points->len;

  for (int i = 0; i < n_points; i++) {
    gboolean inside = is_inside (&sea->box, points[i]);
    gboolean was_inside = i > 0 && is_inside (&sea->box, points[i - 1]);

    if (inside && i > 0 && !was_inside) {
      DrayWorldPoint edge = cross_edge (&sea->box, points[i], points[i - 1]);

      g_array_append_val (sea->points, edge);
    }
    if (inside) {
      g_array_append_val (sea->points, points[i]);
    } else if (was_inside) {
      DrayWorldPoint edge = cross_edge (&sea->box, points[i - 1], points[i]);

      g_array_append_val (sea->points, edge);
      end_stretch (sea, first);
      first = (int) sea->points->len;
    }
  }
  end_stretch (sea, first);
}

static DrayWorldBox
grow_box (DrayWorldBox box)
{
  gint64 dx = (gint64) BEYOND * (box.x1 - box.x0);
  gint64 dy = (gint64) BEYOND * (box.y1 - box.y0);

  return (DrayWorldBox) {
    (int) MAX (box.x0 - dx, 0), (int) MAX (box.y0 - dy, 0), (int) MIN (box.x1 + dx, DRAY_WORLD_SIZE), (int) MIN (box.y1 + dy, DRAY_WORLD_SIZE),
  };
}

/* Adds what lies clockwise between two places on the edge, at the larger box. */
static void
walk_edge (Sea         *sea,
           DrayMapTile *tile,
           double       from,
           double       to)
{
  if (to < from)
    to += 4;
  dray_map_tile_add_point (tile, edge_point (&sea->beyond, fmod (from, 4)));
  for (double corner = floor (from) + 1; corner < to; corner += 1)
    dray_map_tile_add_point (tile, edge_point (&sea->beyond, fmod (corner, 4)));
  dray_map_tile_add_point (tile, edge_point (&sea->beyond, fmod (to, 4)));
}

/* The stretch that comes in next, clockwise from @position. */
static Stretch *
find_next (Sea    *sea,
           double  position)
{
  Stretch *best = NULL;
  double best_way = G_MAXDOUBLE;

  for (guint i = 0; i < sea->stretches->len; i++) {
    Stretch *stretch = &g_array_index (sea->stretches, Stretch, i);
    double way = stretch->from >= position ? stretch->from - position : stretch->from - position + 4;

    if (way < best_way) {
      best = stretch;
      best_way = way;
    }
  }
  return best;
}

static void
add_ring (Sea         *sea,
          Stretch     *start,
          DrayMapTile *tile)
{
  Stretch *at = start;

  do {
    Stretch *next = find_next (sea, at->to);

    at->used = TRUE;
    for (int i = at->first; i < at->first + at->n; i++)
      dray_map_tile_add_point (tile, g_array_index (sea->points, DrayWorldPoint, i));
    walk_edge (sea, tile, at->to, next->from);
    at = next;
  } while (!at->used);
  dray_map_tile_end_part (tile);
}

/**
 * dray_map_coast_add_sea:
 * @box: the region; coastlines beyond it are left out
 *
 * Adds the sea of the region to @tile, as one feature; nothing if there is no coast.
 */
void
dray_map_coast_add_sea (const DrayMapCoast *coast,
                        DrayWorldBox        box,
                        DrayMapTile        *tile)
{
  g_autoptr (GArray) cut_points = g_array_new (FALSE, FALSE, sizeof (DrayWorldPoint));
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  Sea sea = { box, grow_box (box), cut_points, stretches };
  guint n_parts = tile->part_ends->len;
  gboolean has_island = FALSE;

  for (guint line = 0; line < coast->ends->len; line++) {
    int first = line == 0 ? 0 : g_array_index (coast->ends, int, line - 1);
    int n = g_array_index (coast->ends, int, line) - first;
    const DrayWorldPoint *points = &g_array_index (coast->points, DrayWorldPoint, first);

    if (n > 3 && points[0].x == points[n - 1].x && points[0].y == points[n - 1].y) {
      for (int i = 0; i < n - 1; i++)
        dray_map_tile_add_point (tile, points[i]);
      dray_map_tile_end_part (tile);
      has_island |= dray_map_ring_area (points, n - 1) < 0;
    } else if (n > 1) {
      cut_line (&sea, points, n);
    }
  }
  for (guint i = 0; i < stretches->len; i++) {
    Stretch *stretch = &g_array_index (stretches, Stretch, i);

    if (!stretch->used)
      add_ring (&sea, stretch, tile);
  }
  if (stretches->len == 0 && has_island) {
    for (int corner = 0; corner < 4; corner++)
      dray_map_tile_add_point (tile, edge_point (&sea.beyond, corner));
    dray_map_tile_end_part (tile);
  }
  if (tile->part_ends->len > n_parts)
    dray_map_tile_end_feature (tile, (DrayMapFeature) { .kind = DRAY_MAP_SEA });
}
