/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-party.h"

#include <glib/gi18n-lib.h>

const char *const dray_party_kind_choices[] = { "customer", "grower", "supplier", "subcontractor", NULL };

DRAY_DEFINE_TABLE (party, PARTY, DRAY_PARTY_FIELDS, .label = N_("Party"),
                   .title_field = "name")
