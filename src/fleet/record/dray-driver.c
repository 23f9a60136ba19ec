/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-driver.h"

#include <glib/gi18n-lib.h>

const char *const dray_driver_licence_choices[] = { "B", "C1", "C", "CE", NULL };

DRAY_DEFINE_TABLE (driver, DRIVER, DRAY_DRIVER_FIELDS, .label = N_("Driver"),
                   .title_field = "name",
                   .depot_field = "depot")
