/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-band-private.h"

G_BEGIN_DECLS

/* The base map in a region pack. For each band of zooms and each group of kinds there is a tree of features:
 *
 *   map.head     DrayMapHead, then a DrayMapTree for each tree
 *   map.leaves   DrayMapLeaf for each feature, in Hilbert order, tree after tree
 *   map.nodes    DrayMapBox for every 16 leaves, then for every 16 of these, and so on up to one; tree after tree
 *   map.data     the features' bytes
 *   map.names    text, each with its NUL; at 0 stands the empty text, which means none
 *
 * Boxes are counted in cells of 2^cell_bits world units from the tree's corner, far edges included. A feature is
 *
 *   kind, flags, min_zoom           a byte each; flags & 16: layer follows, 32: rank, 64: name, 128: ref
 *   [layer] [rank]                  a byte each
 *   [name] [ref]                    varints: where the text begins in map.names
 *   n_parts                         varint
 *   n_parts times: n_points, then 2 n_points zigzag varints: steps from the point before in units of 2^shift; the first point's
 *                                   step is from the corner of the leaf's box
 *
 * All numbers little end first. Nothing is trusted when it is read: every offset, count and number is checked. */

#define DRAY_MAP_FORMAT 1u
#define DRAY_MAP_FANOUT 16u
#define DRAY_MAP_MAX_TREES (DRAY_MAP_N_BANDS * 6)

#define DRAY_MAP_HAS_LAYER 0x10
#define DRAY_MAP_HAS_RANK 0x20
#define DRAY_MAP_HAS_NAME 0x40
#define DRAY_MAP_HAS_REF 0x80

typedef struct {
  guint32      format;
  guint32      n_trees;
  DrayWorldBox box;          /* where the data lies */
  guint32      attribution;  /* in map.names */
  guint32      reserved;
} DrayMapHead;

typedef struct {
  guint8  band;
  guint8  group;      /* the number of a bit of DrayMapGroups */
  guint8  shift;
  guint8  cell_bits;
  gint32  x0;
  gint32  y0;
  guint32 n_leaves;
  guint32 first_leaf;
  guint32 first_node;
  guint64 data_at;
  guint64 n_data;
} DrayMapTree;

typedef struct {
  guint16 x0;
  guint16 y0;
  guint16 x1;
  guint16 y1;
} DrayMapBox;

typedef struct {
  DrayMapBox box;
  guint32    at;     /* from the tree's data_at on */
} DrayMapLeaf;

G_STATIC_ASSERT (sizeof (DrayMapHead) == 32);
G_STATIC_ASSERT (sizeof (DrayMapTree) == 40);
G_STATIC_ASSERT (sizeof (DrayMapLeaf) == 12);

static inline gboolean
dray_map_box_intersects (const DrayMapBox *a,
                         const DrayMapBox *b)
{
  return a->x0 <= b->x1 && b->x0 <= a->x1 && a->y0 <= b->y1 && b->y0 <= a->y1;
}

/* How many nodes stand above @n_leaves leaves. */
static inline guint32
dray_map_count_nodes (guint32 n_leaves)
{
  guint32 n_nodes = 0;

  for (guint32 n = n_leaves; n > 1; n = (n + DRAY_MAP_FANOUT - 1) / DRAY_MAP_FANOUT)
    n_nodes += (n + DRAY_MAP_FANOUT - 1) / DRAY_MAP_FANOUT;
  return n_nodes;
}

G_END_DECLS
