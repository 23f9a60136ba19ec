/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-index-private.h"
#include "dray-geo-error.h"

#include <math.h>
#include <string.h>

/* Making the grid. Fence by fence, each edge is filed in the cells near it, the corners of the cells in the fence's box are judged row
 * by row, and the cells without an edge whose corner lies inside are held whole. The entries are gathered fence by fence and then
 * counted into cells, so that a cell's entries come in the order of the fences. */

#define CELLS_A_FENCE 16.0
#define MIN_SIDE 16.0
#define MAX_SIDE 1024.0
#define MIN_CELL_E7 16.0 /* wider than the margins that file_edge() leaves */
#define MAX_CELL_VISITS (64 * 1024 * 1024)

typedef struct {
  guint32 cell;
  guint32 edge;    /* index into the fence's edges */
} Filing;

/* What one fence covers of the grid, in cells; both ends included. */
typedef struct {
  int west, east, south, north;
} Cells;

typedef struct {
  DrayFenceIndex *index;
  GArray         *entries;      /* (element-type DrayFenceEntry) */
  GArray         *entry_cells;  /* (element-type guint32): the cell of each entry */
  GArray         *edges;        /* (element-type DrayFenceEdge) */
  /* One fence at a time. */
  GArray         *own;          /* (element-type DrayFenceEdge) */
  GArray         *filings;      /* (element-type Filing) */
  GArray         *flips;        /* (element-type guint8): [columns of the fence + 1] */
} Build;

static DrayFenceEdge
make_edge (DrayGeoPoint a,
           DrayGeoPoint b)
{
  return a.lat_e7 <= b.lat_e7 ? (DrayFenceEdge) { a.lon_e7, a.lat_e7, b.lon_e7, b.lat_e7 }
                              : (DrayFenceEdge) { b.lon_e7, b.lat_e7, a.lon_e7, a.lat_e7 };
}

static void
gather_edges (Build           *build,
              const DrayShape *shape)
{
  g_array_set_size (build->own, 0);
  for (int part = 0; part < shape->n_parts; part++) {
    int start = dray_shape_get_part_start (shape, part), end = shape->part_ends[part];

    for (int i = start; i < end; i++) {
      DrayFenceEdge edge = make_edge (shape->points[i], shape->points[i + 1 < end ? i + 1 : start]);

      if (edge.ax != edge.bx || edge.ay != edge.by)
        g_array_append_val (build->own, edge);
    }
  }
}

static int
column_of (const DrayFenceIndex *index,
           gint64                lon_e7)
{
  return (int) CLAMP ((lon_e7 - index->west) / index->cell_e7, 0, (gint64) index->n_columns - 1);
}

static int
row_of (const DrayFenceIndex *index,
        gint64                lat_e7)
{
  return (int) CLAMP ((lat_e7 - index->south) / index->cell_e7, 0, (gint64) index->n_rows - 1);
}

/* Where the edge is at a latitude, to within a unit or so. */
static double
edge_lon (const DrayFenceEdge *edge,
          double               lat)
{
  double part = edge->by > edge->ay ? (lat - edge->ay) / ((double) edge->by - edge->ay) : 0.0;

  return edge->ax + CLAMP (part, 0.0, 1.0) * ((double) edge->bx - edge->ax);
}

/* Files an edge in every cell that it touches, and for safety in some that it just misses: an edge too many never changes an answer. */
static void
file_edge (Build *build,
           guint  number)
{
  const DrayFenceIndex *index = build->index;
  const DrayFenceEdge *edge = &g_array_index (build->own, DrayFenceEdge, number);
  int south = row_of (index, (gint64) edge->ay - 1), north = row_of (index, (gint64) edge->by + 1);

  for (int row = south; row <= north; row++) {
    double low = (double) index->south + (double) row * index->cell_e7 - 1.0, high = low + index->cell_e7 + 2.0;
    double x1 = edge_lon (edge, low), x2 = edge_lon (edge, high);
    int west = column_of (index, (gint64) floor (edge->ay == edge->by ? MIN (edge->ax, edge->bx) : MIN (x1, x2)) - 2);
    int east = column_of (index, (gint64) ceil (edge->ay == edge->by ? MAX (edge->ax, edge->bx) : MAX (x1, x2)) + 2);

    for (int column = west; column <= east; column++) {
      Filing filing = { (guint32) row * index->n_columns + (guint32) column, number };

      g_array_append_val (build->filings, filing);
    }
  }
}

static int
compare_filings (gconstpointer a,
                 gconstpointer b)
{
  const Filing *x = a, *y = b;

  return x->cell != y->cell ? (x->cell < y->cell ? -1 : 1) : (int) x->edge - (int) y->edge;
}

/* Whether the edge, which crosses the latitude y2 / 2, does so west of x2 / 2; at the very corner the corner counts as a hair south. */
static gboolean
is_west_of (const DrayFenceEdge *edge,
            gint64               x2,
            gint64               y2)
{
  gint64 dx = (gint64) edge->bx - edge->ax, dy = (gint64) edge->by - edge->ay;
  gint64 beside = (x2 - 2 * (gint64) edge->ax) * dy - dx * (y2 - 2 * (gint64) edge->ay);

  return beside > 0 || (beside == 0 && dx > 0);
}

/* Sets flips[k] for every corner at which the answer changes along a row of corners, walking east. */
static void
flip_corners (Build       *build,
              const Cells *cells,
              int          row)
{
  const DrayFenceIndex *index = build->index;
  int n_columns = cells->east - cells->west + 1;
  gint64 y2 = 2 * ((gint64) index->south + (gint64) row * index->cell_e7) - 1;

  g_array_set_size (build->flips, (guint) n_columns + 1);
  memset (build->flips->data, 0, (gsize) n_columns + 1);
  for (guint i = 0; i < build->own->len; i++) {
    const DrayFenceEdge *edge = &g_array_index (build->own, DrayFenceEdge, i);

    if (2 * (gint64) edge->ay >= y2 || 2 * (gint64) edge->by <= y2)
      continue;
    int k = (int) ((edge_lon (edge, (double) y2 / 2.0) - index->west) / index->cell_e7) - cells->west;
    k = CLAMP (k, 0, n_columns);
    while (k > 0 && is_west_of (edge, 2 * ((gint64) index->west + (gint64) (cells->west + k - 1) * index->cell_e7) - 1, y2))
      k--;
    while (k < n_columns && !is_west_of (edge, 2 * ((gint64) index->west + (gint64) (cells->west + k) * index->cell_e7) - 1, y2))
      k++;
    g_array_index (build->flips, guint8, (guint) k) ^= 1;
  }
}

static void
add_entry (Build   *build,
           guint32  cell,
           guint32  fence,
           guint    first_filing,
           guint    n_filings,
           guint8   corner_inside)
{
  DrayFenceEntry entry = { fence, build->edges->len, n_filings, corner_inside };

  for (guint i = 0; i < n_filings; i++) {
    guint32 number = g_array_index (build->filings, Filing, first_filing + i).edge;

    g_array_append_val (build->edges, g_array_index (build->own, DrayFenceEdge, number));
  }
  g_array_append_val (build->entries, entry);
  g_array_append_val (build->entry_cells, cell);
}

static void
add_row (Build       *build,
         const Cells *cells,
         int          row,
         guint32      fence,
         guint       *next_filing)
{
  guint8 inside = 0;

  flip_corners (build, cells, row);
  for (int column = cells->west; column <= cells->east; column++) {
    guint32 cell = (guint32) row * build->index->n_columns + (guint32) column;
    guint first = *next_filing;

    inside ^= g_array_index (build->flips, guint8, column - cells->west);
    while (*next_filing < build->filings->len && g_array_index (build->filings, Filing, *next_filing).cell == cell)
      (*next_filing)++;
    if (*next_filing > first || inside)
      add_entry (build, cell, fence, first, *next_filing - first, inside);
  }
}

static Cells
cells_of (const DrayFenceIndex *index,
          const DrayGeoBox     *box)
{
  /* One more to the west and south, because an edge near a grid line is filed on both sides of it. */
  return (Cells) {
    MAX (column_of (index, box->west_e7) - 1, 0), MIN (column_of (index, box->east_e7) + 1, (int) index->n_columns - 1),
    MAX (row_of (index, box->south_e7) - 1, 0), MIN (row_of (index, box->north_e7) + 1, (int) index->n_rows - 1),
  };
}

static void
add_fence (Build           *build,
           const DrayShape *shape,
           guint32          fence)
{
  DrayGeoBox box = dray_shape_get_box (shape);
  Cells cells = cells_of (build->index, &box);
  guint next_filing = 0;

  gather_edges (build, shape);
  g_array_set_size (build->filings, 0);
  for (guint i = 0; i < build->own->len; i++)
    file_edge (build, i);
  g_array_sort (build->filings, compare_filings);
  for (int row = cells.south; row <= cells.north; row++)
    add_row (build, &cells, row, fence, &next_filing);
}

/* Counts the entries into their cells: a stable counting sort. */
static void
sort_entries (Build *build)
{
  DrayFenceIndex *index = build->index;
  gsize n_cells = (gsize) index->n_columns * index->n_rows;
  guint32 n = build->entries->len;
  guint32 *next = g_new0 (guint32, n_cells + 1);

  index->entries = g_new (DrayFenceEntry, n);
  index->n_entries = n;
  for (guint32 i = 0; i < n; i++)
    next[g_array_index (build->entry_cells, guint32, i) + 1]++;
  for (gsize i = 0; i < n_cells; i++)
    next[i + 1] += next[i];
  for (guint32 i = 0; i < n; i++)
    index->entries[next[g_array_index (build->entry_cells, guint32, i)]++] = g_array_index (build->entries, DrayFenceEntry, i);
  /* Each cell's begin has moved to its end. */
  index->cell_ends = next;
}

static gboolean
check (DrayShape *const *shapes,
       guint             n_shapes,
       GError          **error)
{
  for (guint i = 0; i < n_shapes; i++) {
    DrayGeoBox box;

    if (!dray_shape_is_polygonal (shapes[i])) {
      g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "Fence %u is no polygon", i);
      return FALSE;
    }
    box = dray_shape_get_box (shapes[i]);
    if ((gint64) box.east_e7 - box.west_e7 > DRAY_FENCE_MAX_SPAN_E7 || (gint64) box.north_e7 - box.south_e7 > DRAY_FENCE_MAX_SPAN_E7) {
      g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_LIMIT, "Fence %u is more than 90 degrees wide or high", i);
      return FALSE;
    }
  }
  return TRUE;
}

/* How often a cell would be visited with cells of this size; the cost of the making, and a bound on the number of entries. */
static double
count_visits (DrayShape *const *shapes,
              guint             n_shapes,
              double            cell_e7)
{
  double n = 0.0;

  for (guint i = 0; i < n_shapes; i++) {
    DrayGeoBox box = dray_shape_get_box (shapes[i]);

    n += (((double) box.east_e7 - box.west_e7) / cell_e7 + 3.0) * (((double) box.north_e7 - box.south_e7) / cell_e7 + 3.0);
  }
  return n;
}

static void
lay_grid (DrayFenceIndex   *index,
          DrayShape *const *shapes,
          guint             n_shapes)
{
  gint64 west = G_MAXINT, south = G_MAXINT, east = G_MININT, north = G_MININT;

  for (guint i = 0; i < n_shapes; i++) {
    DrayGeoBox box = dray_shape_get_box (shapes[i]);

    west = MIN (west, box.west_e7);
    south = MIN (south, box.south_e7);
    east = MAX (east, box.east_e7);
    north = MAX (north, box.north_e7);
  }
  double side = CLAMP (sqrt (CELLS_A_FENCE * n_shapes), MIN_SIDE, MAX_SIDE);
  double cell_e7 = MAX (ceil ((double) MAX (east - west, north - south) / side), MIN_CELL_E7);
  while (count_visits (shapes, n_shapes, cell_e7) > MAX_CELL_VISITS && cell_e7 < DRAY_FENCE_MAX_SPAN_E7)
    cell_e7 *= 2.0;

  index->west = (int) west;
  index->south = (int) south;
  index->cell_e7 = (int) cell_e7;
  index->cells_per_e7 = 1.0 / cell_e7;
  index->n_columns = (guint) ((east - west) / index->cell_e7) + 1;
  index->n_rows = (guint) ((north - south) / index->cell_e7) + 1;
}

static void
build_init (Build          *build,
            DrayFenceIndex *index)
{
  *build = (Build) {
    index,
    g_array_new (FALSE, FALSE, sizeof (DrayFenceEntry)), g_array_new (FALSE, FALSE, sizeof (guint32)), g_array_new (FALSE, FALSE, sizeof (DrayFenceEdge)),
    g_array_new (FALSE, FALSE, sizeof (DrayFenceEdge)), g_array_new (FALSE, FALSE, sizeof (Filing)), g_array_new (FALSE, FALSE, sizeof (guint8)),
  };
}

static void
build_clear (Build *build)
{
  g_array_unref (build->entries);
  g_array_unref (build->entry_cells);
  g_array_unref (build->edges);
  g_array_unref (build->own);
  g_array_unref (build->filings);
  g_array_unref (build->flips);
}

/**
 * dray_fence_index_new:
 * @shapes: (array length=n_shapes): valid polygons, with or without holes, or several of them; not kept
 *
 * Builds the grid. The time grows with the edges and the cells that the fences cover: tens of milliseconds for 10,000 small ones.
 *
 * Errors: %DRAY_GEO_ERROR_INVALID for a shape that is no polygon, %DRAY_GEO_ERROR_LIMIT for one wider than 90 degrees
 */
DrayFenceIndex *
dray_fence_index_new (DrayShape *const *shapes,
                      guint             n_shapes,
                      GError          **error)
{
  DrayFenceIndex *index;
  Build build;

  if (!check (shapes, n_shapes, error))
    return NULL;

  index = g_atomic_rc_box_new0 (DrayFenceIndex);
  if (n_shapes == 0)
    return index;
  lay_grid (index, shapes, n_shapes);
  build_init (&build, index);
  for (guint i = 0; i < n_shapes; i++)
    add_fence (&build, shapes[i], i);
  sort_entries (&build);
  index->n_edges = build.edges->len;
  index->edges = g_memdup2 (build.edges->data, build.edges->len * sizeof (DrayFenceEdge));
  build_clear (&build);
  return index;
}

static void
dray_fence_index_clear (DrayFenceIndex *self)
{
  g_free (self->cell_ends);
  g_free (self->entries);
  g_free (self->edges);
}

void
dray_fence_index_unref (DrayFenceIndex *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) dray_fence_index_clear);
}
