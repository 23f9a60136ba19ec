/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-command.h"
#include "dray-region.h"

G_BEGIN_DECLS

/* What the verbs about regions have in common: points, vehicles and times as they are typed. */

gboolean dray_region_line_read_point   (const char          *text,
                                        int                 *lon_e7,
                                        int                 *lat_e7,
                                        GError             **error);
gboolean dray_region_line_read_vehicle (const char          *path,
                                        DrayVehicleProfile  *profile,
                                        GError             **error);
gboolean dray_region_line_read_period  (const char          *depart,
                                        int                 *period,
                                        GError             **error);

G_END_DECLS
