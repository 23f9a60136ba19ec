/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "dray-map-painter.h"

G_BEGIN_DECLS

/* A colour as 0xRRGGBBAA. */
typedef guint32 DrayColour;

/**
 * DrayMapStroke:
 * @width: of the fill, in pixels; 0 when it is not drawn at this zoom
 * @casing_width: of what lies under the fill; 0 for none
 * @fill: the line's colour
 * @casing: the casing's colour
 * @dash: on and off, in pixels; 0 for a solid line
 *
 * How a line is drawn at some zoom.
 */
typedef struct {
  double     width;
  double     casing_width;
  DrayColour fill;
  DrayColour casing;
  double     dash[2];
} DrayMapStroke;

/* The colours that are no kind's own. */
typedef struct {
  DrayColour land;
  DrayColour label;
  DrayColour label_halo;
  DrayColour water_label;
  DrayColour water_halo;
  DrayColour green_label;
  DrayColour shield;
  DrayColour shield_text;
  DrayColour one_way;
} DrayMapPalette;

const DrayMapPalette *dray_map_style_get_palette (DrayMapTheme    theme);
DrayColour            dray_map_style_get_area    (DrayMapTheme    theme,
                                                  DrayMapKind     kind,
                                                  DrayColour     *outline);
DrayMapStroke         dray_map_style_get_stroke  (DrayMapTheme    theme,
                                                  DrayMapKind     kind,
                                                  int             flags,
                                                  double          zoom);
DrayColour            dray_colour_mix            (DrayColour      a,
                                                  DrayColour      b,
                                                  double          share);

static inline void
dray_colour_set (cairo_t    *cairo,
                 DrayColour  colour)
{
  cairo_set_source_rgba (cairo, (colour >> 24) / 255.0, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
}

G_END_DECLS
