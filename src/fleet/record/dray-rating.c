/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-rating.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (rating, RATING, DRAY_RATING_FIELDS, .label = N_("Rating"))
