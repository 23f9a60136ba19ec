/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-site.h"

#include <glib/gi18n-lib.h>

const char *const dray_site_kind_choices[] = { "customer", "depot", "yard", "farm", "weighbridge", "workshop", NULL };

DRAY_DEFINE_TABLE (site, SITE, DRAY_SITE_FIELDS, .label = N_("Site"),
                   .title_field = "name")
