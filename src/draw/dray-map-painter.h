/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "dray-map-source.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_MAP_LIGHT,
  DRAY_MAP_DARK,
} DrayMapTheme;

typedef enum {
  DRAY_MAP_PAINTER_DEFAULT = 0,
  DRAY_MAP_PAINTER_RESTRICTIONS = 1 << 0,   /* road signs of truck restrictions from zoom 15 on */
} DrayMapPainterFlags;

/**
 * DrayMapLabel:
 * @point: what it names
 * @kind: a place, from %DRAY_MAP_PLACE_HAMLET to %DRAY_MAP_PLACE_COUNTRY
 * @rank: how important among its kind, 0 to 255
 * @name: its text
 *
 * A place's name, for the layer above the routes; it is not in the tiles.
 */
typedef struct {
  DrayGeoPoint point;
  DrayMapKind  kind;
  int          rank;
  char        *name;
} DrayMapLabel;

void dray_map_label_free (DrayMapLabel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayMapLabel, dray_map_label_free)

/* Paints tiles of a base map. It is immutable but for its caches of text, which it guards: every function may be called on any thread,
 * several at once. Make another one for another theme or scale. */
#define DRAY_TYPE_MAP_PAINTER (dray_map_painter_get_type ())
G_DECLARE_FINAL_TYPE (DrayMapPainter, dray_map_painter, DRAY, MAP_PAINTER, GObject)

DrayMapPainter  *dray_map_painter_new         (DrayMapSource        *source,
                                               DrayMapTheme          theme,
                                               double                scale,
                                               DrayMapPainterFlags   flags);
cairo_surface_t *dray_map_painter_paint       (DrayMapPainter       *self,
                                               int                   z,
                                               int                   x,
                                               int                   y,
                                               int                   size_px,
                                               GCancellable         *cancellable,
                                               GError              **error);
GPtrArray       *dray_map_painter_list_labels (DrayMapPainter       *self,
                                               const DrayGeoBox     *box,
                                               double                zoom,
                                               GCancellable         *cancellable,
                                               GError              **error);

G_END_DECLS
