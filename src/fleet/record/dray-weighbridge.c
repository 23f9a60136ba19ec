/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-weighbridge.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (weighbridge, WEIGHBRIDGE, DRAY_WEIGHBRIDGE_FIELDS, .label = N_("Weighbridge"),
                   .title_field = "name")
