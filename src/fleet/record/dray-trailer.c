/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-trailer.h"

#include <glib/gi18n-lib.h>

const char *const dray_trailer_status_choices[] = { "ready", "workshop", "sold", NULL };

DRAY_DEFINE_TABLE (trailer, TRAILER, DRAY_TRAILER_FIELDS, .label = N_("Trailer"),
                   .title_field = "number",
                   .depot_field = "depot")
