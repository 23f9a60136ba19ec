/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-shape.h"

G_BEGIN_DECLS

/* The shapes that a fence may have, as the polygons that it is watched by. */

DrayShape *dray_fence_shape_new_circle   (DrayGeoPoint         centre,
                                          double               radius_m,
                                          GError             **error);
DrayShape *dray_fence_shape_new_corridor (const DrayGeoPoint  *line,
                                          int                  n_points,
                                          double               width_m,
                                          GError             **error);
gboolean   dray_fence_shape_check        (const DrayShape     *shape,
                                          GError             **error);
void       dray_fence_shape_split        (const DrayShape     *shape,
                                          GPtrArray           *pieces);

G_END_DECLS
