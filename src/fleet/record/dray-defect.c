/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-defect.h"

#include <glib/gi18n-lib.h>

const char *const dray_defect_status_choices[] = { "open", "mended", "dismissed", NULL };

DRAY_DEFINE_TABLE (defect, DEFECT, DRAY_DEFECT_FIELDS, .label = N_("Defect"),
                   .title_field = "title",
                   .depot_field = "depot")
