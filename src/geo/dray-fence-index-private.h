/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-index.h"

G_BEGIN_DECLS

/* The grid, shared by the file that builds it and the file that asks it.
 *
 * A cell lists the fences that touch it. A fence without an edge near the cell holds all of it. For the others the entry carries the
 * edges near the cell and whether the cell's south-west corner lies inside, so that a point is judged by the edges between it and
 * that corner alone: a handful, however many vertices the fence has. Grid lines run half a unit beside the whole coordinates, so
 * that no vertex lies on one. */

typedef struct {
  int ax, ay, bx, by; /* 1e-7 degrees; ay <= by */
} DrayFenceEdge;

typedef struct {
  guint32 fence;
  guint32 first_edge;
  guint32 n_edges;     /* 0: the fence holds the whole cell */
  guint32 corner_inside;
} DrayFenceEntry;

struct _DrayFenceIndex {
  /* Where the grid begins: the line west of column 0 runs at west - 1/2, the one south of row 0 at south - 1/2. */
  int             west;
  int             south;
  int             cell_e7;
  guint           n_columns;
  guint           n_rows;
  double          cells_per_e7;
  guint32        *cell_ends;   /* [n_columns * n_rows] */
  DrayFenceEntry *entries;
  DrayFenceEdge  *edges;
  guint           n_entries;
  guint           n_edges;
};

G_END_DECLS
