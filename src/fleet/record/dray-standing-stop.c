/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-standing-stop.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (standing_stop, STANDING_STOP, DRAY_STANDING_STOP_FIELDS, .label = N_("Stop of a standing route"),
                   .parent_field = "standing_route")
