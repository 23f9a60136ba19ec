/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-index-private.h"

/* Asking the grid. All comparisons are exact: whole numbers of at most 63 bits, the half unit of the grid lines taken in by doubling.
 *
 * A point is joined to the cell's corner by two legs: west along its own latitude to the cell's edge, then south along that edge.
 * Each edge that a leg crosses flips the answer. Where a crossing falls on the knee or a vertex on the first leg, the point counts
 * as lying a hair further north, and the corner a hair further south; both legs keep to that, so no crossing is lost or counted twice. */

/* Twice the coordinate of the grid line west of a column or south of a row. */
static inline gint64
line2 (int   origin,
       int   cell_e7,
       guint i)
{
  return 2 * ((gint64) origin + (gint64) i * cell_e7) - 1;
}

/* Whether the first leg, from @point west to the line x2 / 2, crosses the edge. */
static inline gboolean
crosses_west (const DrayFenceEdge *edge,
              DrayGeoPoint         point,
              gint64               x2)
{
  if (point.lat_e7 < edge->ay || point.lat_e7 >= edge->by)
    return FALSE;

  gint64 dx = (gint64) edge->bx - edge->ax, dy = (gint64) edge->by - edge->ay, up = (gint64) point.lat_e7 - edge->ay;
  if (((gint64) point.lon_e7 - edge->ax) * dy <= dx * up)
    return FALSE;
  gint64 beside = (x2 - 2 * (gint64) edge->ax) * dy - 2 * dx * up;
  return beside < 0 || (beside == 0 && dx > 0);
}

/* Whether the second leg, south along the line x2 / 2 from the latitude of @point to the line y2 / 2, crosses the edge. */
static inline gboolean
crosses_south (const DrayFenceEdge *edge,
               DrayGeoPoint         point,
               gint64               x2,
               gint64               y2)
{
  gint64 ax = 2 * (gint64) edge->ax - x2, bx = 2 * (gint64) edge->bx - x2;

  if ((ax < 0) == (bx < 0))
    return FALSE;

  /* The crossing lies dy * -ax / (2 * dx) north of a, with ax doubled and counted from the line. */
  gint64 dx = (gint64) edge->bx - edge->ax, dy = (gint64) edge->by - edge->ay;
  gint64 north = dy * -ax, to_point = 2 * dx * ((gint64) point.lat_e7 - edge->ay), to_corner = dx * (y2 - 2 * (gint64) edge->ay);
  return dx > 0 ? to_corner <= north && north <= to_point : to_corner >= north && north >= to_point;
}

static gboolean
entry_holds (const DrayFenceIndex *self,
             const DrayFenceEntry *entry,
             DrayGeoPoint          point,
             gint64                x2,
             gint64                y2)
{
  const DrayFenceEdge *edge = self->edges + entry->first_edge;
  const DrayFenceEdge *end = edge + entry->n_edges;
  guint inside = entry->corner_inside;

  for (; edge < end; edge++)
    inside ^= (guint) crosses_west (edge, point, x2) ^ (guint) crosses_south (edge, point, x2, y2);
  return inside;
}

/* Returns: whether the grid holds the point, and its column and row */
static inline gboolean
find_cell (const DrayFenceIndex *self,
           DrayGeoPoint          point,
           guint                *column,
           guint                *row)
{
  gint64 east = (gint64) point.lon_e7 - self->west, north = (gint64) point.lat_e7 - self->south;

  if (east < 0 || north < 0)
    return FALSE;
  *column = (guint) ((double) east * self->cells_per_e7);
  *row = (guint) ((double) north * self->cells_per_e7);
  /* The product may be off by one unit at a line; what counts is which lines the point lies between. */
  *column -= (gint64) *column * self->cell_e7 > east;
  *row -= (gint64) *row * self->cell_e7 > north;
  *column += ((gint64) *column + 1) * self->cell_e7 <= east;
  *row += ((gint64) *row + 1) * self->cell_e7 <= north;
  return *column < self->n_columns && *row < self->n_rows;
}

/**
 * dray_fence_index_list_inside:
 * @fences: (out caller-allocates) (array length=max_fences): indices as they were given at the making, ascending
 *
 * Lists the fences that @point lies in. A point exactly on an outline may count as either.
 *
 * Returns: how many there are, which may be more than were written
 */
guint
dray_fence_index_list_inside (const DrayFenceIndex *self,
                              DrayGeoPoint          point,
                              guint32              *fences,
                              guint                 max_fences)
{
  guint column, row, n = 0;

  if (!find_cell (self, point, &column, &row))
    return 0;

  gsize cell = (gsize) row * self->n_columns + column;
  gint64 x2 = line2 (self->west, self->cell_e7, column), y2 = line2 (self->south, self->cell_e7, row);
  for (guint i = cell > 0 ? self->cell_ends[cell - 1] : 0; i < self->cell_ends[cell]; i++) {
    const DrayFenceEntry *entry = &self->entries[i];

    if (entry->n_edges > 0 ? !entry_holds (self, entry, point, x2, y2) : !entry->corner_inside)
      continue;
    if (n < max_fences)
      fences[n] = entry->fence;
    n++;
  }
  return n;
}

/* On which side of the line from a to b the point lies: the sign of the cross product. */
static inline int
side (gint64 ax,
      gint64 ay,
      gint64 bx,
      gint64 by,
      gint64 x,
      gint64 y)
{
  gint64 cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);

  return (cross > 0) - (cross < 0);
}

/* Whether the way crosses the edge, touching included. */
static gboolean
way_meets_edge (DrayGeoPoint         from,
                DrayGeoPoint         to,
                const DrayFenceEdge *edge)
{
  if (MIN (from.lat_e7, to.lat_e7) > edge->by || MAX (from.lat_e7, to.lat_e7) < edge->ay
      || MIN (from.lon_e7, to.lon_e7) > MAX (edge->ax, edge->bx) || MAX (from.lon_e7, to.lon_e7) < MIN (edge->ax, edge->bx))
    return FALSE;
  return side (edge->ax, edge->ay, edge->bx, edge->by, from.lon_e7, from.lat_e7) * side (edge->ax, edge->ay, edge->bx, edge->by, to.lon_e7, to.lat_e7) <= 0
         && side (from.lon_e7, from.lat_e7, to.lon_e7, to.lat_e7, edge->ax, edge->ay) * side (from.lon_e7, from.lat_e7, to.lon_e7, to.lat_e7, edge->bx, edge->by) <= 0;
}

static gboolean
way_meets_entry (const DrayFenceIndex *self,
                 const DrayFenceEntry *entry,
                 DrayGeoPoint          from,
                 DrayGeoPoint          to)
{
  for (guint i = 0; i < entry->n_edges; i++) {
    if (way_meets_edge (from, to, &self->edges[entry->first_edge + i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_listed (const guint32 *fences,
           guint          n,
           guint32        fence)
{
  for (guint i = 0; i < n; i++) {
    if (fences[i] == fence)
      return TRUE;
  }
  return FALSE;
}

/**
 * dray_fence_index_list_crossed:
 * @fences: (out caller-allocates) (array length=max_fences): each once, in no order
 *
 * Lists the fences whose outline the straight way between two fixes meets, so that none is jumped over. The time grows with the
 * cells in the way's box: it is meant for ways of a few cells.
 *
 * Returns: how many were written; further ones are not looked for
 */
guint
dray_fence_index_list_crossed (const DrayFenceIndex *self,
                               DrayGeoPoint          from,
                               DrayGeoPoint          to,
                               guint32              *fences,
                               guint                 max_fences)
{
  gint64 west = MAX ((gint64) MIN (from.lon_e7, to.lon_e7) - self->west, 0) / self->cell_e7;
  gint64 south = MAX ((gint64) MIN (from.lat_e7, to.lat_e7) - self->south, 0) / self->cell_e7;
  gint64 east = MIN (((gint64) MAX (from.lon_e7, to.lon_e7) - self->west) / self->cell_e7, (gint64) self->n_columns - 1);
  gint64 north = MIN (((gint64) MAX (from.lat_e7, to.lat_e7) - self->south) / self->cell_e7, (gint64) self->n_rows - 1);
  guint n = 0;

  for (gint64 row = south; row <= north; row++) {
    for (gint64 column = west; column <= east; column++) {
      gsize cell = (gsize) row * self->n_columns + (gsize) column;

      for (guint i = cell > 0 ? self->cell_ends[cell - 1] : 0; i < self->cell_ends[cell] && n < max_fences; i++) {
        const DrayFenceEntry *entry = &self->entries[i];

        if (!is_listed (fences, n, entry->fence) && way_meets_entry (self, entry, from, to))
          fences[n++] = entry->fence;
      }
    }
  }
  return n;
}

/* Returns: what the index holds in memory */
gsize
dray_fence_index_get_bytes (const DrayFenceIndex *self)
{
  return sizeof *self + (gsize) self->n_columns * self->n_rows * sizeof *self->cell_ends + self->n_entries * sizeof *self->entries
         + self->n_edges * sizeof *self->edges;
}
