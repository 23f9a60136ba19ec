/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-conflict-operations.h"
#include "dray-conflict.h"
#include "dray-field-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Somebody looked at what two wrote and says for each cell whose it shall be. What stands there already is left alone, so that a third
 * who wrote after both is not undone; the other one's value is written. */

/* Of one operation: it has to fit one message as well. */
#define MAX_CHOICES 256

#define DRAY_CONFLICT_SETTLE_ARGUMENTS(FIELD) \
  FIELD (CONFLICT_SETTLE, CHOICES, choices, JSON, .flags = DRAY_FIELD_REQUIRED, .maximum = DRAY_JSON_TEXT_LIMIT)

DRAY_DECLARE_ARGUMENTS (CONFLICT_SETTLE, DRAY_CONFLICT_SETTLE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (conflict_settle, DRAY_CONFLICT_SETTLE_ARGUMENTS)

static gboolean
read_value (const DrayEffect *put,
            const char       *text,
            DrayValue        *value)
{
  g_autoptr (JsonNode) node = text != NULL ? dray_field_parse_json (text, NULL) : NULL;

  *value = dray_value_none ();
  if (text == NULL)
    return TRUE;
  if (node == NULL)
    return FALSE;
  if (put->field != DRAY_FIELD_DELETED)
    return dray_field_read_json (&put->table->fields[put->field], node, value, NULL);
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = dray_value_integer (json_node_get_boolean (node));
  return TRUE;
}

/* Gives the cell the value of the one that was chosen. */
static void
write_choice (DrayMutation  *mutation,
              const DrayRow *conflict,
              int            choice)
{
  DrayEffect put = { .table = dray_mutation_find_table (mutation, dray_row_get_text (conflict, DRAY_CONFLICT_KIND)) };
  const char *cell = dray_row_get_text (conflict, DRAY_CONFLICT_CELL);

  put.field = put.table == NULL || g_str_equal (cell, "deleted") ? DRAY_FIELD_DELETED : dray_table_find_field (put.table, cell);
  if (put.table == NULL || (put.field < 0 && !g_str_equal (cell, "deleted")) || !dray_id_parse (dray_row_get_text (conflict, DRAY_CONFLICT_RECORD), &put.id) ||
      dray_mutation_find_deleted (mutation, put.table, &put.id) == NULL || !read_value (&put, dray_row_get_text (conflict, choice), &put.before)) {
    dray_mutation_refuse (mutation, N_("What the conflict is about can't be found any more."));
    return;
  }
  dray_mutation_restore (mutation, &put);
  dray_value_clear (&put.before);
}

static void
settle (DrayMutation *mutation,
        const DrayId *id,
        gboolean      is_mine)
{
  const DrayRow *conflict = dray_mutation_require (mutation, &dray_conflict_table, id);
  const DrayActor *actor = dray_mutation_get_actor (mutation);
  char user[DRAY_ID_TEXT_LENGTH + 1];

  if (conflict == NULL)
    return;
  if (g_strcmp0 (dray_row_get_text (conflict, DRAY_CONFLICT_STATUS), "open") != 0) {
    dray_mutation_refuse (mutation, N_("Somebody has settled this conflict already."));
    return;
  }
  if (is_mine == dray_row_get_boolean (conflict, DRAY_CONFLICT_IS_REFUSED))
    write_choice (mutation, conflict, is_mine ? DRAY_CONFLICT_MINE : DRAY_CONFLICT_THEIRS);
  dray_mutation_set_text (mutation, &dray_conflict_table, id, DRAY_CONFLICT_STATUS, "settled");
  dray_mutation_set_text (mutation, &dray_conflict_table, id, DRAY_CONFLICT_OUTCOME, is_mine ? "mine" : "theirs");
  dray_mutation_set_integer (mutation, &dray_conflict_table, id, DRAY_CONFLICT_SETTLED_US, dray_mutation_get_at_us (mutation));
  if (actor == NULL || dray_id_is_none (&actor->user))
    return;
  dray_id_write (&actor->user, user);
  dray_mutation_set_text (mutation, &dray_conflict_table, id, DRAY_CONFLICT_SETTLED_BY, user);
}

static void
settle_member (DrayMutation *mutation,
               JsonObject   *choices,
               const char   *key)
{
  JsonNode *node = json_object_get_member (choices, key);
  const char *word = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
  DrayId id;

  if (!dray_id_parse (key, &id) || (!g_str_equal (word, "mine") && !g_str_equal (word, "theirs")))
    dray_mutation_refuse (mutation, N_("A choice names a conflict, and is mine or theirs."));
  else
    settle (mutation, &id, g_str_equal (word, "mine"));
}

static void
conflict_settle (DrayMutation *mutation)
{
  JsonNode *node = dray_mutation_argument_json (mutation, DRAY_CONFLICT_SETTLE_CHOICES);
  JsonObject *choices = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  guint n = choices != NULL ? json_object_get_size (choices) : 0;
  g_autoptr (GList) keys = n > 0 && n <= MAX_CHOICES ? json_object_get_members (choices) : NULL;

  if (keys == NULL) {
    dray_mutation_refuse (mutation, N_("There is nothing to settle, or too much at once."));
    return;
  }
  for (GList *at = keys; at != NULL && !dray_mutation_has_failed (mutation); at = at->next)
    settle_member (mutation, choices, at->data);
}

const DrayOperation dray_conflict_settle = {
  .name = "conflict.settle", .version = 1, .label = N_("Settle a conflict"), .kind = DRAY_OPERATION_EDIT,
  .arguments = conflict_settle_arguments, .n_arguments = DRAY_CONFLICT_SETTLE_N_FIELDS, .mutate = conflict_settle,
};
