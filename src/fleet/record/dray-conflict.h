/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-overtaking.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* One cell that two wrote without having seen each other; the hub makes it, in the later operation itself. `deed` is the same for all
 * cells of one operation, and `subject` is the record that people know: the route of a stop, the order of a task. Of an operation that was not applied the first cell has
 * the arguments too, so that it can be done again. Values are JSON, as the
 * field's own form has them; none where that would be too long. Times are the authors' own. */

extern const char *const dray_conflict_status_choices[];
extern const char *const dray_conflict_outcome_choices[];

#define DRAY_CONFLICT_FIELDS(FIELD) \
  FIELD (CONFLICT, DEED, deed, TEXT, .label = N_("Operation"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, OPERATION, operation, TEXT, .label = N_("What was done"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, ARGUMENTS, arguments, JSON, .label = N_("With what"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, SUBJECT_KIND, subject_kind, TEXT, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, SUBJECT, subject, TEXT, .label = N_("Record"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, KIND, kind, TEXT, .label = N_("Kind of the cell"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, RECORD, record, TEXT, .label = N_("Record of the cell"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, CELL, cell, TEXT, .label = N_("Field"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, BASE, base, JSON, .label = N_("Before"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, THEIRS, theirs, JSON, .label = N_("Written first"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, MINE, mine, JSON, .label = N_("Written later"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, THEIR_CLIENT, their_client, TEXT, .label = N_("First console"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, MY_CLIENT, my_client, TEXT, .label = N_("Later console"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, THEIR_USER, their_user, TEXT, .label = N_("First author"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, MY_USER, my_user, TEXT, .label = N_("Later author"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, THEIR_US, their_us, INSTANT, .label = N_("First written"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, MY_US, my_us, INSTANT, .label = N_("Later written"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, IS_REFUSED, is_refused, BOOLEAN, .label = N_("The later one was not applied"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .choices = dray_conflict_status_choices) \
  FIELD (CONFLICT, OUTCOME, outcome, ENUM, .label = N_("Outcome"), .flags = DRAY_FIELD_NAMED, .choices = dray_conflict_outcome_choices) \
  FIELD (CONFLICT, SETTLED_US, settled_us, INSTANT, .label = N_("Settled"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, SETTLED_BY, settled_by, TEXT, .label = N_("Settled by"), .flags = DRAY_FIELD_NAMED) \
  FIELD (CONFLICT, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_NAMED, .refers_to = "site")

DRAY_DECLARE_TABLE (conflict, CONFLICT, DRAY_CONFLICT_FIELDS)

void dray_conflict_keep (DrayMutation         *mutation,
                         const DrayOvertaking *overtakings,
                         guint                 n_overtakings);

G_END_DECLS
