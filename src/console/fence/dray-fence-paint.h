/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-frame.h"
#include "dray-shape.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Shapes on a map. */

gboolean dray_fence_paint_trace   (cairo_t            *cr,
                                   const DrayMapFrame *frame,
                                   const DrayShape    *shape);
void     dray_fence_paint_hatch   (cairo_t            *cr,
                                   const DrayMapFrame *frame,
                                   guint32             colour);
void     dray_fence_paint_outline (cairo_t            *cr,
                                   guint32             colour,
                                   guint32             halo,
                                   double              alpha);
void     dray_map_frame_place_point   (const DrayMapFrame *frame,
                                   DrayGeoPoint        point,
                                   double             *x,
                                   double             *y);
DrayGeoPoint dray_map_frame_find_point (const DrayMapFrame *frame,
                                   double              x,
                                   double              y);

G_END_DECLS
