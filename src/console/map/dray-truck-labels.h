/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-truck-icons.h"

#include <pango/pango.h>

G_BEGIN_DECLS

typedef enum {
  DRAY_LABEL_PLAIN,
  DRAY_LABEL_LATE,
  DRAY_LABEL_ALARM,
  DRAY_LABEL_COUNT,     /* in the middle of a cluster: bold, no pill */
  DRAY_N_LABEL_KINDS
} DrayLabelKind;

/**
 * DrayTruckText:
 * @surface: (transfer none): the text on its pill, its origin at the upper left
 * @width: in pixels
 * @height: in pixels
 *
 * What is written beside a truck.
 */
typedef struct {
  cairo_surface_t *surface;
  int              width;
  int              height;
} DrayTruckText;

/* Draws fleet numbers and counts once and keeps them; laying out text for each frame would cost more than the trucks. */
typedef struct _DrayTruckLabels DrayTruckLabels;

DrayTruckLabels     *dray_truck_labels_new  (PangoContext           *context,
                                             const DrayTruckPalette *palette,
                                             int                     scale);
void                 dray_truck_labels_free (DrayTruckLabels        *self);
const DrayTruckText *dray_truck_labels_get  (DrayTruckLabels        *self,
                                             const char             *text,
                                             DrayLabelKind           kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTruckLabels, dray_truck_labels_free)

G_END_DECLS
