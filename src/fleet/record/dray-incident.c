/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-incident.h"

#include <glib/gi18n-lib.h>

const char *const dray_incident_kind_choices[] = { "damage", "injury", "theft", "fine", "near-miss", "other", NULL };
const char *const dray_incident_status_choices[] = { "open", "closed", NULL };

DRAY_DEFINE_TABLE (incident, INCIDENT, DRAY_INCIDENT_FIELDS, .label = N_("Incident"),
                   .title_field = "title",
                   .depot_field = "depot")
