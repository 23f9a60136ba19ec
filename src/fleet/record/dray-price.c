/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-price.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (price, PRICE, DRAY_PRICE_FIELDS, .label = N_("Price"))
