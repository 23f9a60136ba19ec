/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-advance.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (advance, ADVANCE, DRAY_ADVANCE_FIELDS, .label = N_("Advance"))
