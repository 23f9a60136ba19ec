/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-task.h"

#include <glib/gi18n-lib.h>

const char *const dray_task_kind_choices[] = { "pickup", "delivery", "service", NULL };
const char *const dray_task_outcome_choices[] = { "done", "partial", "refused", "no-access", "not-there", "damaged", "bypassed", NULL };
const char *const dray_task_disposition_choices[] = { "again-today", "another-day", "back-to-depot", "left-with-neighbour", NULL };

DRAY_DEFINE_TABLE (task, TASK, DRAY_TASK_FIELDS, .label = N_("Task"),
                   .parent_field = "order_id",
                   .bucket = DRAY_BUCKET_DEPOT_MONTH)
