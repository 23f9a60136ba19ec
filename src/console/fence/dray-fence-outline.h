/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-shape.h"

G_BEGIN_DECLS

/* Questions about an outline that is being drawn, with answers in words for who draws it. */

char      *dray_fence_outline_find_fault  (const DrayShape     *shape,
                                           int                  max_rings,
                                           int                  max_corners,
                                           DrayGeoPoint        *where);
char      *dray_fence_outline_check_line  (const DrayGeoPoint  *points,
                                           int                  n_points,
                                           DrayGeoPoint        *where);
DrayShape *dray_fence_outline_make_corridor (const DrayGeoPoint *way,
                                           int                  n_points,
                                           double               width_m,
                                           int                  max_corners,
                                           GError             **error);

G_END_DECLS
