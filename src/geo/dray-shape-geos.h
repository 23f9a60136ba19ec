/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-shape.h"

G_BEGIN_DECLS

gboolean   dray_shape_check_valid (const DrayShape  *self,
                                   DrayGeoPoint     *where,
                                   GError          **error);
DrayShape *dray_shape_buffer      (const DrayShape  *self,
                                   double            radius_m,
                                   GError          **error);
DrayShape *dray_shape_cut_hole    (const DrayShape  *self,
                                   const DrayShape  *hole,
                                   GError          **error);

G_END_DECLS
