/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-paths.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A plan for other programs: as tracks and way points (GPX 1.1), as appointments (iCalendar, RFC 5545), and as a routing problem with its
 * vehicles and jobs (the JSON that VROOM reads). */

char     *dray_plan_export_gpx   (const DrayPlanDraft   *draft,
                                  const DrayPlanDrawing *drawing,
                                  int                    truck);
char     *dray_plan_export_ical  (const DrayPlanDraft   *draft,
                                  int                    truck);
JsonNode *dray_plan_export_vroom (const DrayPlanDraft   *draft);

G_END_DECLS
