/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-geometry-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Joining of lines at their ends, and the simplification of lines and rings. */

#define NO_MATE G_MAXUINT32

/* One end of a piece: 2 * piece for its start, plus one for its end. */
typedef struct {
  guint64 node;
  guint32 group;
  guint32 end;
} End;

static int
compare_ends (gconstpointer a,
              gconstpointer b)
{
  const End *one = a;
  const End *other = b;

  if (one->node != other->node)
    return one->node < other->node ? -1 : 1;
  if (one->group != other->group)
    return one->group < other->group ? -1 : 1;
  return one->end < other->end ? -1 : one->end > other->end;
}

/* Of two directed pieces the one must end where the other starts. */
static gboolean
fits (const DrayMapPiece *pieces,
      guint32             a,
      guint32             b)
{
  return !pieces[a >> 1].directed || (a & 1) != (b & 1);
}

/* Finds for each end of a piece the end that it is joined to. */
static guint32 *
find_mates (const DrayMapPiece *pieces,
            guint32             n_pieces,
            gboolean            only_pairs)
{
  gsize n = (gsize) n_pieces * 2;
  g_autofree End *ends = g_new (End, MAX (n, 1));
  guint32 *mates = g_new (guint32, MAX (n, 1));

  for (guint32 i = 0; i < n; i++) {
    ends[i] = (End) { (i & 1) != 0 ? pieces[i >> 1].end : pieces[i >> 1].start, pieces[i >> 1].group, i };
    mates[i] = NO_MATE;
  }
  qsort (ends, n, sizeof *ends, compare_ends);
  for (gsize first = 0, end = 0; first < n; first = end) {
    for (end = first; end < n && ends[end].node == ends[first].node && ends[end].group == ends[first].group;)
      end++;
    if (only_pairs && end - first != 2)
      continue;
    for (gsize i = first; i < end; i++) {
      for (gsize j = i + 1; j < end && mates[ends[i].end] == NO_MATE; j++) {
        if (mates[ends[j].end] == NO_MATE && fits (pieces, ends[i].end, ends[j].end)) {
          mates[ends[i].end] = ends[j].end;
          mates[ends[j].end] = ends[i].end;
        }
      }
    }
  }
  return mates;
}

/* Follows the chain that @start, an end of a piece, leads into. */
static void
follow (const guint32 *mates,
        guint8        *done,
        guint32        start,
        DrayMapChains *chains)
{
  guint32 at = start;

  while (at != NO_MATE && !done[at >> 1]) {
    guint32 step = at;

    done[at >> 1] = TRUE;
    g_array_append_val (chains->steps, step);
    at = mates[at ^ 1];
  }
  g_array_append_val (chains->ends, chains->steps->len);
}

/**
 * dray_map_join_pieces:
 * @only_pairs: join only where exactly two ends of a group meet: a street that forks is not followed
 * @chains: (out): every piece once
 */
void
dray_map_join_pieces (const DrayMapPiece *pieces,
                      guint32             n_pieces,
                      gboolean            only_pairs,
                      DrayMapChains      *chains)
{
  g_autofree guint32 *mates = find_mates (pieces, n_pieces, only_pairs);
  g_autofree guint8 *done = g_new0 (guint8, MAX (n_pieces, 1));

  chains->steps = g_array_new (FALSE, FALSE, sizeof (guint32));
  chains->ends = g_array_new (FALSE, FALSE, sizeof (guint32));
  /* First what has a loose end to begin at; what is left are loops. */
  for (guint32 i = 0; i < n_pieces; i++) {
    if (!done[i] && mates[2 * i] == NO_MATE)
      follow (mates, done, 2 * i, chains);
    else if (!done[i] && mates[2 * i + 1] == NO_MATE && !pieces[i].directed)
      follow (mates, done, 2 * i + 1, chains);
  }
  for (guint32 i = 0; i < n_pieces; i++) {
    if (!done[i])
      follow (mates, done, 2 * i, chains);
  }
}

void
dray_map_chains_clear (DrayMapChains *self)
{
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->ends, g_array_unref);
}

/* The area of a ring in square world units, positive where it turns clockwise on the map. */
double
dray_map_ring_area (const DrayWorldPoint *points,
                    int                   n_points)
{
  double sum = 0;

  for (int i = 0, j = n_points - 1; i < n_points; j = i++)
    sum += ((double) points[j].x - points[0].x) * ((double) points[i].y - points[0].y)
           - ((double) points[i].x - points[0].x) * ((double) points[j].y - points[0].y);
  return sum / 2;
}

/* Turns an outer ring clockwise and a hole counter-clockwise. */
void
dray_map_ring_turn (DrayWorldPoint *points,
                    int             n_points,
                    gboolean        outer)
{
  if ((dray_map_ring_area (points, n_points) > 0) == outer)
    return;
  for (int i = 0, j = n_points - 1; i < j; i++, j--) {
    DrayWorldPoint swapped = points[i];

    points[i] = points[j];
    points[j] = swapped;
  }
}

static int
compare_ints (gconstpointer a,
              gconstpointer b)
{
  return *(const int *) a < *(const int *) b ? -1 : *(const int *) a > *(const int *) b;
}

/* A point well inside a ring: the middle of the longest run of one of seven lines across it. */
DrayWorldPoint
dray_map_ring_find_inner (const DrayWorldPoint *ring,
                          int                   n)
{
  DrayWorldBox box = dray_map_points_get_box (ring, n);
  DrayWorldPoint best = { box.x0 / 2 + box.x1 / 2, box.y0 / 2 + box.y1 / 2 };
  g_autoptr (GArray) crossings = g_array_new (FALSE, FALSE, sizeof (int));
  int widest = 0;

  for (int row = 1; row < 8; row++) {
    int y = box.y0 + (int) ((gint64) (box.y1 - box.y0) * row / 8);

    g_array_set_size (crossings, 0);
    for (int i = 0, j = n - 1; i < n; j = i++) {
      if ((ring[i].y > y) != (ring[j].y > y)) {
        int x = ring[i].x + (int) (((double) ring[j].x - ring[i].x) * ((double) y - ring[i].y) / ((double) ring[j].y - ring[i].y));

        g_array_append_val (crossings, x);
      }
    }
    g_array_sort (crossings, compare_ints);
    for (guint i = 0; i + 1 < crossings->len; i += 2) {
      int from = g_array_index (crossings, int, i);
      int width = g_array_index (crossings, int, i + 1) - from;
      /* The middle row is preferred: a name sits best in the middle. */
      int value = row == 4 ? width + width / 4 : width;

      if (value > widest) {
        widest = value;
        best = (DrayWorldPoint) { from + width / 2, y };
      }
    }
  }
  return best;
}

static double
distance2 (DrayWorldPoint point,
           DrayWorldPoint a,
           DrayWorldPoint b)
{
  double dx = (double) b.x - a.x;
  double dy = (double) b.y - a.y;
  double px = (double) point.x - a.x;
  double py = (double) point.y - a.y;
  double length2 = dx * dx + dy * dy;
  double t = length2 > 0 ? CLAMP ((px * dx + py * dy) / length2, 0, 1) : 0;

  px -= t * dx;
  py -= t * dy;
  return px * px + py * py;
}

/* Marks in @keep the points between @first and @last that a line must go through (Douglas and Peucker, 1973), with a stack of its own
 * because a coast is too long for recursion. */
static void
mark_kept (const DrayWorldPoint *points,
           int                   first,
           int                   last,
           double                tolerance2,
           guint8               *keep)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, 2 * sizeof (int));
  int span[2] = { first, last };

  g_array_append_vals (stack, span, 1);
  while (stack->len > 0) {
    double worst = tolerance2;
    int at = -1;

    memcpy (span, stack->data + (gsize) (stack->len - 1) * sizeof span, sizeof span);
    g_array_set_size (stack, stack->len - 1);
    for (int i = span[0] + 1; i < span[1]; i++) {
      double off = distance2 (points[i], points[span[0]], points[span[1]]);

      if (off > worst) {
        worst = off;
        at = i;
      }
    }
    if (at < 0)
      continue;
    keep[at] = TRUE;
    int left[2] = { span[0], at };
    int right[2] = { at, span[1] };
    g_array_append_vals (stack, left, 1);
    g_array_append_vals (stack, right, 1);
  }
}

/* The point of a ring that is farthest from its first. */
static int
find_farthest (const DrayWorldPoint *points,
               int                   n_points)
{
  double worst = -1;
  int at = 0;

  for (int i = 0; i < n_points; i++) {
    double off = distance2 (points[i], points[0], points[0]);

    if (off > worst) {
      worst = off;
      at = i;
    }
  }
  return at;
}

/**
 * dray_map_simplify:
 * @points: what is left is moved to the front
 * @tolerance: how far a point that is left out may lie off, in world units
 * @ring: the last point is joined to the first
 *
 * Returns: how many points are left: at least 2 of a line; a ring may shrink to less than 3, and is then nothing
 */
int
dray_map_simplify (DrayWorldPoint *points,
                   int             n_points,
                   double          tolerance,
                   gboolean        ring)
{
  if (n_points < 3)
    return n_points;

  g_autofree guint8 *keep = g_new0 (guint8, n_points);
  double tolerance2 = tolerance * tolerance;
  int n = 0;

  keep[0] = TRUE;
  if (ring) {
    int far = find_farthest (points, n_points);

    keep[far] = TRUE;
    mark_kept (points, 0, far, tolerance2, keep);
    mark_kept (points, far, n_points - 1, tolerance2, keep);
    keep[n_points - 1] |= distance2 (points[n_points - 1], points[far], points[0]) > tolerance2;
  } else {
    keep[n_points - 1] = TRUE;
    mark_kept (points, 0, n_points - 1, tolerance2, keep);
  }
  for (int i = 0; i < n_points; i++) {
    if (keep[i])
      points[n++] = points[i];
  }
  return n;
}
