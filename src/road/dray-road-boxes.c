/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-builder-private.h"

#include <stdlib.h>

/* A packed R-tree: pieces in the order of a Hilbert curve through their middles, sixteen to a leaf, sixteen of these to a node, and
 * so on to one root; no pointers, as the shape follows from the count. Source: Kamel and Faloutsos, "On packing R-trees", CIKM 1993. */

typedef struct {
  guint64 key;
  guint32 piece;
} Place;

/* The distance along the curve of order 31 to the cell of a point. */
static guint64
hilbert (guint32 x,
         guint32 y)
{
  guint64 distance = 0;

  for (guint32 side = 1u << 30; side > 0; side /= 2) {
    guint32 right = (x & side) > 0, upper = (y & side) > 0;

    distance += (guint64) side * side * ((3 * right) ^ upper);
    if (!upper) {
      if (right) {
        x = (1u << 31) - 1 - x;
        y = (1u << 31) - 1 - y;
      }
      guint32 swap = x;
      x = y;
      y = swap;
    }
  }
  return distance;
}

static int
compare_places (const void *a,
                const void *b)
{
  const Place *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return x->piece < y->piece ? -1 : 1;
}

static DrayRoadBox
surround (const DrayRoadBox *boxes,
          guint32            n)
{
  DrayRoadBox all = boxes[0];

  for (guint32 i = 1; i < n; i++) {
    all.west = MIN (all.west, boxes[i].west);
    all.south = MIN (all.south, boxes[i].south);
    all.east = MAX (all.east, boxes[i].east);
    all.north = MAX (all.north, boxes[i].north);
  }
  return all;
}

GArray *
dray_road_build_boxes (const DrayRoadBox *pieces,
                       guint32            n_pieces,
                       guint32           *box_piece)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (DrayRoadBox));
  g_autofree Place *places = g_new (Place, n_pieces);

  for (guint32 i = 0; i < n_pieces; i++) {
    guint32 x = (guint32) (pieces[i].west / 2 + pieces[i].east / 2 + (1 << 30)) & 0x7fffffff;
    guint32 y = (guint32) (pieces[i].south / 2 + pieces[i].north / 2 + (1 << 30)) & 0x7fffffff;

    places[i] = (Place) { hilbert (x, y), i };
  }
  qsort (places, n_pieces, sizeof *places, compare_places);
  for (guint32 i = 0; i < n_pieces; i++) {
    box_piece[i] = places[i].piece;
    g_array_append_val (boxes, pieces[places[i].piece]);
  }
  for (guint32 from = 0, n = n_pieces; n > 1;) {
    guint32 above = boxes->len;

    for (guint32 i = 0; i < n; i += DRAY_ROAD_BOX_FANOUT) {
      DrayRoadBox box = surround (&g_array_index (boxes, DrayRoadBox, from + i), MIN (DRAY_ROAD_BOX_FANOUT, n - i));
      g_array_append_val (boxes, box);
    }
    from = above;
    n = boxes->len - above;
  }
  return boxes;
}
