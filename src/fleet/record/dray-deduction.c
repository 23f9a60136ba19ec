/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-deduction.h"

#include <glib/gi18n-lib.h>

const char *const dray_deduction_kind_choices[] = { "a-tonne", "a-share", NULL };

DRAY_DEFINE_TABLE (deduction, DEDUCTION, DRAY_DEDUCTION_FIELDS, .label = N_("Deduction"),
                   .title_field = "name")
