/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayLabelPlacer:
 *
 * Keeps what is written on the map apart: remembers which rectangles are taken and finds a free place beside a point. Pixels of
 * the map. Whoever asks first gets the better place, so ask for what matters first.
 */
typedef struct _DrayLabelPlacer DrayLabelPlacer;

DrayLabelPlacer *dray_label_placer_new    (void);
void             dray_label_placer_free   (DrayLabelPlacer *self);
void             dray_label_placer_reset  (DrayLabelPlacer *self,
                                           int              width,
                                           int              height);
void             dray_label_placer_block  (DrayLabelPlacer *self,
                                           double           x,
                                           double           y,
                                           double           width,
                                           double           height);
gboolean         dray_label_placer_try    (DrayLabelPlacer *self,
                                           double           x,
                                           double           y,
                                           double           width,
                                           double           height);
gboolean         dray_label_placer_beside (DrayLabelPlacer *self,
                                           double           x,
                                           double           y,
                                           double           radius,
                                           double           width,
                                           double           height,
                                           double          *place_x,
                                           double          *place_y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayLabelPlacer, dray_label_placer_free)

G_END_DECLS
