/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayPixelSheet:
 *
 * A transparent picture that thousands of small pictures are laid on, pixel by pixel and at whole pixels. Painting each one through
 * cairo costs four times as much: GTK records every call and plays it back.
 */
typedef struct {
  cairo_surface_t *surface;
  guint32         *pixels;
  int              stride;    /* pixels */
  int              width;     /* pixels */
  int              height;    /* pixels */
  int              scale;
} DrayPixelSheet;

void dray_pixel_sheet_init  (DrayPixelSheet       *self,
                       int              width,
                       int              height,
                       int              scale);
void dray_pixel_sheet_lay   (DrayPixelSheet       *self,
                       cairo_surface_t *picture,
                       double           x,
                       double           y);
void dray_pixel_sheet_paint (DrayPixelSheet       *self,
                       cairo_t         *cr);

G_END_DECLS
