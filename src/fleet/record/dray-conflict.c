/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-conflict.h"

#include "dray-field-json.h"
#include "dray-json.h"
#include "dray-stop.h"
#include "dray-task.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *const dray_conflict_status_choices[] = { "open", "settled", NULL };
const char *const dray_conflict_outcome_choices[] = { "mine", "theirs", NULL };

DRAY_DEFINE_TABLE (conflict, CONFLICT, DRAY_CONFLICT_FIELDS, .label = N_("Conflict"),
                   .depot_field = "depot",
                   .bucket = DRAY_BUCKET_BASE,
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE)

static void
set_text (DrayMutation *mutation,
          const DrayId *id,
          int           field,
          const char   *text)
{
  dray_mutation_set_text (mutation, &dray_conflict_table, id, field, text);
}

static void
set_id (DrayMutation *mutation,
        const DrayId *id,
        int           field,
        const DrayId *to)
{
  char text[DRAY_ID_TEXT_LENGTH + 1];

  if (dray_id_is_none (to))
    return;
  dray_id_write (to, text);
  set_text (mutation, id, field, text);
}

/* In the form that every copy of the log has it in. */
static void
set_value (DrayMutation         *mutation,
           const DrayId         *id,
           int                   field,
           const DrayOvertaking *overtaking,
           const DrayValue      *value)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *canonical = NULL;

  if (value->kind == DRAY_VALUE_NONE)
    return;
  if (overtaking->field == DRAY_FIELD_DELETED)
    g_string_append (json, value->integer != 0 ? "true" : "false");
  else
    dray_field_append_json (&overtaking->table->fields[overtaking->field], value, json);
  node = json->len <= DRAY_TEXT_LIMIT ? dray_field_parse_json (json->str, NULL) : NULL;
  canonical = node != NULL ? dray_json_write_canonical (node) : NULL;
  if (canonical != NULL && strlen (canonical) <= DRAY_TEXT_LIMIT)
    set_text (mutation, id, field, canonical);
}

/* The record that people know the cell by. */
static void
set_subject (DrayMutation         *mutation,
             const DrayId         *id,
             const DrayOvertaking *overtaking)
{
  const DrayRow *row = dray_mutation_find_deleted (mutation, overtaking->table, &overtaking->id);
  DrayId subject = DRAY_ID_NONE;
  const char *kind = overtaking->table->name;

  if (row != NULL && overtaking->table == &dray_stop_table) {
    subject = dray_row_get_id (row, DRAY_STOP_ROUTE);
    kind = "route";
  } else if (row != NULL && overtaking->table == &dray_task_table) {
    subject = dray_row_get_id (row, DRAY_TASK_ORDER_ID);
    kind = "order";
  }
  if (dray_id_is_none (&subject)) {
    subject = overtaking->id;
    kind = overtaking->table->name;
  }
  set_text (mutation, id, DRAY_CONFLICT_SUBJECT_KIND, kind);
  set_id (mutation, id, DRAY_CONFLICT_SUBJECT, &subject);
}

static void
set_authors (DrayMutation         *mutation,
             const DrayId         *id,
             const DrayOvertaking *overtaking)
{
  const DrayActor *actor = dray_mutation_get_actor (mutation);
  DrayId client = dray_mutation_get_client (mutation);

  set_id (mutation, id, DRAY_CONFLICT_MY_CLIENT, &client);
  set_id (mutation, id, DRAY_CONFLICT_THEIR_CLIENT, &overtaking->their_client);
  set_id (mutation, id, DRAY_CONFLICT_THEIR_USER, &overtaking->their_user);
  if (actor != NULL)
    set_id (mutation, id, DRAY_CONFLICT_MY_USER, &actor->user);
  dray_mutation_set_integer (mutation, &dray_conflict_table, id, DRAY_CONFLICT_THEIR_US, overtaking->their_us);
  dray_mutation_set_integer (mutation, &dray_conflict_table, id, DRAY_CONFLICT_MY_US, dray_mutation_get_at_us (mutation));
  if (!dray_id_is_none (&overtaking->depot))
    dray_mutation_set_id (mutation, &dray_conflict_table, id, DRAY_CONFLICT_DEPOT, &overtaking->depot);
}

/* What was not applied can be done again as it was, where that is no novel. */
static void
set_arguments (DrayMutation *mutation,
               const DrayId *id)
{
  const char *arguments = dray_mutation_get_arguments (mutation);

  if (strlen (arguments) <= DRAY_TEXT_LIMIT)
    set_text (mutation, id, DRAY_CONFLICT_ARGUMENTS, arguments);
}

static DrayId
keep (DrayMutation         *mutation,
      const DrayId         *deed,
      const DrayOvertaking *overtaking)
{
  DrayId id = dray_mutation_make_id (mutation);
  const char *cell = overtaking->field == DRAY_FIELD_DELETED ? "deleted" : overtaking->table->fields[overtaking->field].name;

  dray_mutation_create (mutation, &dray_conflict_table, &id);
  set_id (mutation, &id, DRAY_CONFLICT_DEED, deed);
  set_text (mutation, &id, DRAY_CONFLICT_OPERATION, dray_mutation_get_operation (mutation));
  set_text (mutation, &id, DRAY_CONFLICT_KIND, overtaking->table->name);
  set_id (mutation, &id, DRAY_CONFLICT_RECORD, &overtaking->id);
  set_text (mutation, &id, DRAY_CONFLICT_CELL, cell);
  set_subject (mutation, &id, overtaking);
  set_value (mutation, &id, DRAY_CONFLICT_BASE, overtaking, &overtaking->base);
  set_value (mutation, &id, DRAY_CONFLICT_THEIRS, overtaking, &overtaking->theirs);
  set_value (mutation, &id, DRAY_CONFLICT_MINE, overtaking, &overtaking->mine);
  set_authors (mutation, &id, overtaking);
  dray_mutation_set_boolean (mutation, &dray_conflict_table, &id, DRAY_CONFLICT_IS_REFUSED, overtaking->is_refused);
  set_text (mutation, &id, DRAY_CONFLICT_STATUS, "open");
  return id;
}

/* See #DrayOvertakingFunc. Two who settle the same conflict are no conflict. */
void
dray_conflict_keep (DrayMutation         *mutation,
                    const DrayOvertaking *overtakings,
                    guint                 n_overtakings)
{
  DrayId deed = dray_mutation_make_id (mutation);
  gboolean is_first = TRUE;

  for (guint i = 0; i < n_overtakings; i++) {
    DrayId id;

    if (overtakings[i].table == &dray_conflict_table)
      continue;
    id = keep (mutation, &deed, &overtakings[i]);
    if (is_first && overtakings[i].is_refused)
      set_arguments (mutation, &id);
    is_first = FALSE;
  }
}
