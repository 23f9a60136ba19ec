/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-pixel-sheet.h"

#include <math.h>
#include <string.h>

/* Most of a small picture is transparent and most of the rest opaque: of each row it is remembered once where it begins and ends,
 * and which stretch can be copied. */
typedef struct {
  gint16 x0, x1;            /* what is seen */
  gint16 solid0, solid1;    /* what of that is opaque, in one stretch */
} Span;

static const cairo_user_data_key_t spans_key;

static Span
measure_row (const guint32 *row,
             int            width)
{
  Span span = { .x0 = (gint16) width };

  for (int x = 0; x < width; x++) {
    if (row[x] == 0)
      continue;
    span.x0 = (gint16) MIN (span.x0, x);
    span.x1 = (gint16) (x + 1);
    if (row[x] >> 24 == 0xff && (span.solid1 == 0 || span.solid1 == x)) {
      span.solid0 = (gint16) (span.solid1 == 0 ? x : span.solid0);
      span.solid1 = (gint16) (x + 1);
    }
  }
  span.solid0 = (gint16) CLAMP (span.solid0, span.x0, MAX (span.x1, span.x0));
  span.solid1 = (gint16) MAX (span.solid1, span.solid0);
  return span;
}

/* Returns: (transfer none) (array): a span a row of the picture, which keeps them */
static const Span *
get_spans (cairo_surface_t *picture,
           const guint32   *pixels,
           int              stride,
           int              width,
           int              height)
{
  Span *spans = cairo_surface_get_user_data (picture, &spans_key);

  if (spans != NULL)
    return spans;
  spans = g_new (Span, height);
  for (int row = 0; row < height; row++)
    spans[row] = measure_row (pixels + row * stride, width);
  cairo_surface_set_user_data (picture, &spans_key, spans, g_free);
  return spans;
}

/* @width, @height: logical pixels */
void
dray_pixel_sheet_init (DrayPixelSheet *self,
                       int             width,
                       int             height,
                       int             scale)
{
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_surface_flush (self->surface);
  self->pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (self->surface);
  self->stride = cairo_image_surface_get_stride (self->surface) / 4;
  self->width = width * scale;
  self->height = height * scale;
  self->scale = scale;
}

/* Premultiplied "over", two channels at a time; off by one in 255 at most. */
static inline guint32
over (guint32 top,
      guint32 below)
{
  guint32 rest = 255 - (top >> 24);
  guint32 even = (((below & 0x00ff00ff) * rest + 0x00800080) >> 8) & 0x00ff00ff;
  guint32 odd = ((below >> 8 & 0x00ff00ff) * rest + 0x00800080) & 0xff00ff00;

  return top + even + odd;
}

static inline void
lay_edge (guint32       *to,
          const guint32 *from,
          int            x0,
          int            x1)
{
  for (int x = x0; x < x1; x++)
    to[x] = over (from[x], to[x]);
}

/* Columns from @x0 to @x1 of a row. */
static void
lay_row (guint32       *to,
         const guint32 *from,
         const Span    *span,
         int            x0,
         int            x1)
{
  int solid0 = CLAMP (span->solid0, x0, x1), solid1 = CLAMP (span->solid1, solid0, x1);

  lay_edge (to, from, MAX (x0, span->x0), solid0);
  memcpy (to + solid0, from + solid0, (gsize) (solid1 - solid0) * sizeof *to);
  lay_edge (to, from, solid1, MIN (x1, span->x1));
}

/**
 * dray_pixel_sheet_lay:
 * @picture: an ARGB32 image of the sheet's scale, its device offset at its middle
 * @x: where its middle goes, logical pixels
 * @y: the same
 */
void
dray_pixel_sheet_lay (DrayPixelSheet  *self,
                      cairo_surface_t *picture,
                      double           x,
                      double           y)
{
  const guint32 *from = (const guint32 *) (gpointer) cairo_image_surface_get_data (picture);
  int stride = cairo_image_surface_get_stride (picture) / 4;
  int width = cairo_image_surface_get_width (picture), height = cairo_image_surface_get_height (picture);
  int left = (int) floor (x + 0.5) * self->scale - width / 2, top = (int) floor (y + 0.5) * self->scale - height / 2;
  int x0 = MAX (-left, 0), x1 = MIN (width, self->width - left);
  const Span *spans = get_spans (picture, from, stride, width, height);

  for (int row = MAX (-top, 0); row < height && top + row < self->height && x0 < x1; row++)
    lay_row (self->pixels + (gssize) (top + row) * self->stride + left, from + row * stride, &spans[row], x0, x1);
}

/* Paints the sheet and ends it. */
void
dray_pixel_sheet_paint (DrayPixelSheet *self,
                        cairo_t        *cr)
{
  cairo_surface_mark_dirty (self->surface);
  cairo_surface_set_device_scale (self->surface, self->scale, self->scale);
  cairo_set_source_surface (cr, self->surface, 0, 0);
  cairo_paint (cr);
  cairo_surface_destroy (self->surface);
}
