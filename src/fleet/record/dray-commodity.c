/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commodity.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (commodity, COMMODITY, DRAY_COMMODITY_FIELDS, .label = N_("Commodity"),
                   .title_field = "name")
