/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-label-placer.h"

/* Rectangles hang in the cells of a coarse grid that they touch, so a question looks at a handful of them. */

#define CELL_PX 64

typedef struct {
  float x0, y0, x1, y1;
} Box;

/* One rectangle in one cell. */
typedef struct {
  guint32 box;
  guint32 next;     /* link + 1 of the same cell; 0 ends */
} Link;

struct _DrayLabelPlacer {
  /* Owned */
  GArray  *boxes;     /* (element-type Box) */
  GArray  *links;     /* (element-type Link) */
  guint32 *heads;     /* [n_columns * n_rows]: link + 1; 0 for none */
  int      n_columns;
  int      n_rows;
  Box      bounds;
};

DrayLabelPlacer *
dray_label_placer_new (void)
{
  DrayLabelPlacer *self = g_new0 (DrayLabelPlacer, 1);

  self->boxes = g_array_new (FALSE, FALSE, sizeof (Box));
  self->links = g_array_new (FALSE, FALSE, sizeof (Link));
  return self;
}

void
dray_label_placer_free (DrayLabelPlacer *self)
{
  g_array_unref (self->boxes);
  g_array_unref (self->links);
  g_free (self->heads);
  g_free (self);
}

/* Forgets everything; @width and @height are the map's. */
void
dray_label_placer_reset (DrayLabelPlacer *self,
                         int              width,
                         int              height)
{
  self->n_columns = MAX (width, 0) / CELL_PX + 1;
  self->n_rows = MAX (height, 0) / CELL_PX + 1;
  self->bounds = (Box) { 0, 0, (float) width, (float) height };
  g_array_set_size (self->boxes, 0);
  g_array_set_size (self->links, 0);
  g_free (self->heads);
  self->heads = g_new0 (guint32, (gsize) self->n_columns * (gsize) self->n_rows);
}

/* The cells that a rectangle touches; one that lies outside hangs in the cells of the edge. */
static void
get_span (DrayLabelPlacer *self,
          const Box       *box,
          int             *c0,
          int             *r0,
          int             *c1,
          int             *r1)
{
  *c0 = CLAMP ((int) (box->x0 / CELL_PX), 0, self->n_columns - 1);
  *c1 = CLAMP ((int) (box->x1 / CELL_PX), 0, self->n_columns - 1);
  *r0 = CLAMP ((int) (box->y0 / CELL_PX), 0, self->n_rows - 1);
  *r1 = CLAMP ((int) (box->y1 / CELL_PX), 0, self->n_rows - 1);
}

static void
add (DrayLabelPlacer *self,
     const Box       *box)
{
  int c0, r0, c1, r1;

  g_array_append_val (self->boxes, *box);
  get_span (self, box, &c0, &r0, &c1, &r1);
  for (int r = r0; r <= r1; r++) {
    for (int c = c0; c <= c1; c++) {
      guint32 *head = &self->heads[r * self->n_columns + c];
      Link link = { .box = self->boxes->len - 1, .next = *head };

      g_array_append_val (self->links, link);
      *head = self->links->len;
    }
  }
}

static gboolean
overlap (const Box *a,
         const Box *b)
{
  return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

static gboolean
is_free (DrayLabelPlacer *self,
         const Box       *box)
{
  int c0, r0, c1, r1;

  if (box->x0 < self->bounds.x0 || box->y0 < self->bounds.y0 || box->x1 > self->bounds.x1 || box->y1 > self->bounds.y1)
    return FALSE;
  get_span (self, box, &c0, &r0, &c1, &r1);
  for (int r = r0; r <= r1; r++) {
    for (int c = c0; c <= c1; c++) {
      for (guint32 at = self->heads[r * self->n_columns + c]; at > 0; at = g_array_index (self->links, Link, at - 1).next) {
        if (overlap (box, &g_array_index (self->boxes, Box, g_array_index (self->links, Link, at - 1).box)))
          return FALSE;
      }
    }
  }
  return TRUE;
}

/* Takes a rectangle, whatever else lies there. */
void
dray_label_placer_block (DrayLabelPlacer *self,
                         double           x,
                         double           y,
                         double           width,
                         double           height)
{
  Box box = { (float) x, (float) y, (float) (x + width), (float) (y + height) };

  add (self, &box);
}

/* Returns: whether the rectangle was free and inside the map; it is then taken */
gboolean
dray_label_placer_try (DrayLabelPlacer *self,
                       double           x,
                       double           y,
                       double           width,
                       double           height)
{
  Box box = { (float) x, (float) y, (float) (x + width), (float) (y + height) };

  if (!is_free (self, &box))
    return FALSE;
  add (self, &box);
  return TRUE;
}

/**
 * dray_label_placer_beside:
 * @radius: of what stands at the point
 * @place_x: (out): left edge
 * @place_y: (out): upper edge
 *
 * Tries six places around a point: right, left, then the corners, the right ones first.
 *
 * Returns: %FALSE if none was free; the label is then left out
 */
gboolean
dray_label_placer_beside (DrayLabelPlacer *self,
                          double           x,
                          double           y,
                          double           radius,
                          double           width,
                          double           height,
                          double          *place_x,
                          double          *place_y)
{
  double near = radius * 0.6;
  const double places[6][2] = {
    { x + radius, y - height / 2 },
    { x - radius - width, y - height / 2 },
    { x + near, y - near - height },
    { x + near, y + near },
    { x - near - width, y - near - height },
    { x - near - width, y + near },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    if (dray_label_placer_try (self, places[i][0], places[i][1], width, height)) {
      *place_x = places[i][0];
      *place_y = places[i][1];
      return TRUE;
    }
  }
  return FALSE;
}
