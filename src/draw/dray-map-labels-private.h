/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-canvas-private.h"
#include "dray-map-text-private.h"

G_BEGIN_DECLS

/* How far around a tile one must know what there is to be named, in pixels, so that neighbours decide alike. */
#define DRAY_MAP_LABELS_MARGIN 200.0

typedef struct {
  double x0;
  double y0;
  double x1;
  double y1;
} DrayMapRect;

typedef enum {
  DRAY_MAP_LABEL_SIGN,
  DRAY_MAP_LABEL_SHIELD,
  DRAY_MAP_LABEL_NAME,
  DRAY_MAP_LABEL_STREET,
  DRAY_MAP_LABEL_NUMBER,
  DRAY_MAP_LABEL_ARROW,
} DrayMapLabelType;

#define DRAY_MAP_CANDIDATE_BOXES 12

/**
 * DrayMapCandidate:
 * @type: what it would be
 * @feature: what it belongs to
 * @text: (nullable): what would be written
 * @x: its middle, in pixels of the whole world at this zoom; so is @y
 * @along: for what lies along a line: how far from the line's start its middle is, in pixels
 * @backwards: it reads against the line's direction
 * @bounds: what it covers
 * @boxes: (array length=n_boxes): the same more exactly
 *
 * Something that might be written into the tile.
 */
typedef struct {
  DrayMapLabelType      type;
  const DrayMapFeature *feature;
  const DrayMapText    *text;
  double                x;
  double                y;
  double                along;
  gboolean              backwards;
  gboolean              chosen;
  DrayMapRect           bounds;
  DrayMapRect           boxes[DRAY_MAP_CANDIDATE_BOXES];
  int                   n_boxes;
} DrayMapCandidate;

/* A line of the map measured in pixels of the whole world. */
typedef struct {
  const DrayWorldPoint *points;
  int                   n;
  double                scale;    /* pixels a world unit */
  double               *lengths;  /* [n]: from the start to each point */
} DrayMapMeasure;

GArray         *dray_map_candidates_new    (const DrayMapCanvas    *canvas,
                                            DrayMapTexts           *texts,
                                            gboolean                signs);
void            dray_map_candidates_choose (GArray                 *candidates,
                                            const DrayMapCanvas    *canvas);
void            dray_map_labels_paint      (DrayMapCanvas          *canvas,
                                            const GArray           *candidates);
void            dray_map_symbol_paint      (DrayMapCanvas          *canvas,
                                            const DrayMapCandidate *candidate,
                                            double                  x,
                                            double                  y);
double          dray_map_symbol_get_width  (const DrayMapCandidate *candidate);

void            dray_map_measure_init      (DrayMapMeasure         *self,
                                            const DrayMapCanvas    *canvas,
                                            const DrayMapFeature   *feature);
void            dray_map_measure_clear     (DrayMapMeasure         *self);
DrayMapTextSpot dray_map_measure_find      (const DrayMapMeasure   *self,
                                            double                  along);

static inline double
dray_map_measure_get_length (const DrayMapMeasure *self)
{
  return self->lengths[self->n - 1];
}

G_END_DECLS
