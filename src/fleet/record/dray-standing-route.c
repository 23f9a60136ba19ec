/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-standing-route.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (standing_route, STANDING_ROUTE, DRAY_STANDING_ROUTE_FIELDS, .label = N_("Standing route"),
                   .title_field = "name",
                   .depot_field = "depot")
