/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-little.h"
#include "dray-little-migrations.h"

const char *const dray_little_colours[] = { "red", "green", "blue", NULL };
const char *const dray_little_statuses[] = { "open", "sent", "done", NULL };

DRAY_DEFINE_TABLE (yard, YARD, DRAY_YARD_FIELDS, .label = "Yard", .title_field = "name")
DRAY_DEFINE_TABLE (van, VAN, DRAY_VAN_FIELDS, .label = "Van", .title_field = "name", .owner_field = "driver", .depot_field = "yard")
DRAY_DEFINE_TABLE (job, JOB, DRAY_JOB_FIELDS, .label = "Job", .title_field = "title", .parent_field = "van")

#define DRAY_JOB_GIVE_ARGUMENTS(FIELD) \
  FIELD (JOB_GIVE, JOB, job, REFERENCE, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (JOB_GIVE, VAN, van, REFERENCE)

#define DRAY_JOB_FINISH_ARGUMENTS(FIELD) \
  FIELD (JOB_FINISH, JOB, job, REFERENCE, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (JOB_FINISH, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED)

#define DRAY_JOB_SEND_ARGUMENTS(FIELD) \
  FIELD (JOB_SEND, JOB, job, REFERENCE, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (JOB_GIVE, DRAY_JOB_GIVE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (job_give, DRAY_JOB_GIVE_ARGUMENTS)
DRAY_DECLARE_ARGUMENTS (JOB_FINISH, DRAY_JOB_FINISH_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (job_finish, DRAY_JOB_FINISH_ARGUMENTS)
DRAY_DECLARE_ARGUMENTS (JOB_SEND, DRAY_JOB_SEND_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (job_send, DRAY_JOB_SEND_ARGUMENTS)

static void
job_give (DrayMutation *mutation)
{
  DrayId job = dray_mutation_argument_id (mutation, DRAY_JOB_GIVE_JOB);

  dray_mutation_set_argument (mutation, &dray_job_table, &job, DRAY_JOB_VAN, DRAY_JOB_GIVE_VAN);
}

/* Version 1 called the van a truck. */
static gboolean
job_give_upgrade (JsonObject *arguments,
                  int         from)
{
  if (!json_object_has_member (arguments, "truck"))
    return FALSE;
  json_object_set_member (arguments, "van", json_node_copy (json_object_get_member (arguments, "truck")));
  json_object_remove_member (arguments, "truck");
  return TRUE;
}

static void
job_finish (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_JOB_FINISH_JOB);
  const DrayRow *job = dray_mutation_require (mutation, &dray_job_table, &id);

  if (job == NULL)
    return;
  if (dray_row_get_choice (job, DRAY_JOB_STATUS) == DRAY_JOB_DONE) {
    dray_mutation_refuse (mutation, "the job was done before");
    return;
  }
  if (dray_row_get_choice (job, DRAY_JOB_STATUS) != DRAY_JOB_SENT)
    dray_mutation_flag (mutation, "the job was done but never sent");
  dray_mutation_set_choice (mutation, &dray_job_table, &id, DRAY_JOB_STATUS, DRAY_JOB_DONE);
  dray_mutation_set_argument (mutation, &dray_job_table, &id, DRAY_JOB_DONE_US, DRAY_JOB_FINISH_AT_US);
}

static void
job_send (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_JOB_SEND_JOB);

  dray_mutation_set_choice (mutation, &dray_job_table, &id, DRAY_JOB_STATUS, DRAY_JOB_SENT);
}

static void
job_recall (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_JOB_SEND_JOB);
  const DrayRow *job = dray_mutation_require (mutation, &dray_job_table, &id);

  if (job != NULL && dray_row_get_choice (job, DRAY_JOB_STATUS) != DRAY_JOB_SENT)
    dray_mutation_refuse (mutation, "the job isn't out");
  dray_mutation_set_choice (mutation, &dray_job_table, &id, DRAY_JOB_STATUS, DRAY_JOB_OPEN);
}

/* The copy's id comes from the mutation. */
static void
job_copy (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_JOB_SEND_JOB);
  const DrayRow *job = dray_mutation_require (mutation, &dray_job_table, &id);
  DrayId copy = dray_mutation_make_id (mutation);

  if (job == NULL)
    return;
  dray_mutation_create (mutation, &dray_job_table, &copy);
  dray_mutation_set_text (mutation, &dray_job_table, &copy, DRAY_JOB_TITLE, dray_row_get_text (job, DRAY_JOB_TITLE));
  dray_mutation_set_integer (mutation, &dray_job_table, &copy, DRAY_JOB_DONE_US, dray_mutation_get_at_us (mutation));
}

static const DrayOperation job_copy_operation = {
  .name = "job.copy", .version = 1, .label = "Copy a job", .kind = DRAY_OPERATION_EDIT, .undo = DRAY_UNDO_RESTORES,
  .arguments = job_send_arguments, .n_arguments = DRAY_JOB_SEND_N_FIELDS, .mutate = job_copy,
};

static const DrayOperation job_give_operation = {
  .name = "job.give", .version = 2, .label = "Give a job", .kind = DRAY_OPERATION_EDIT, .undo = DRAY_UNDO_RESTORES,
  .arguments = job_give_arguments, .n_arguments = DRAY_JOB_GIVE_N_FIELDS, .mutate = job_give,
  .upgrade = job_give_upgrade, .oldest_version = 1,
};

static const DrayOperation job_finish_operation = {
  .name = "job.finish", .version = 1, .label = "Finish a job", .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = job_finish_arguments, .n_arguments = DRAY_JOB_FINISH_N_FIELDS, .mutate = job_finish,
};

static const DrayOperation job_send_operation = {
  .name = "job.send", .version = 1, .label = "Send a job", .kind = DRAY_OPERATION_RELEASE, .undo = DRAY_UNDO_COMPENSATES,
  .compensated_by = "job.recall",
  .arguments = job_send_arguments, .n_arguments = DRAY_JOB_SEND_N_FIELDS, .mutate = job_send,
};

static const DrayOperation job_recall_operation = {
  .name = "job.recall", .version = 1, .label = "Recall a job", .kind = DRAY_OPERATION_RELEASE, .undo = DRAY_UNDO_COMPENSATES,
  .compensated_by = "job.send",
  .arguments = job_send_arguments, .n_arguments = DRAY_JOB_SEND_N_FIELDS, .mutate = job_recall,
};

static void
check_done_stays_done (DrayMutation  *mutation,
                       const DrayRow *before,
                       const DrayRow *after)
{
  if (before != NULL && dray_row_get_choice (before, DRAY_JOB_STATUS) == DRAY_JOB_DONE && dray_row_get_choice (after, DRAY_JOB_STATUS) != DRAY_JOB_DONE)
    dray_mutation_refuse (mutation, "what is done stays done");
}

static void
check_van_is_not_overfull (DrayMutation  *mutation,
                           const DrayRow *before,
                           const DrayRow *after)
{
  DrayId van = dray_row_get_id (after, DRAY_JOB_VAN);
  g_autoptr (GPtrArray) jobs = NULL;

  if (dray_id_is_none (&van) || after->is_deleted)
    return;
  jobs = dray_mutation_select_by_id (mutation, &dray_job_table, DRAY_JOB_VAN, &van);
  if (jobs->len > DRAY_LITTLE_MAX_JOBS)
    dray_mutation_refuse (mutation, "the van has too many jobs");
}

static const DrayInvariant done_stays_done = { "done stays done", &dray_job_table, check_done_stays_done };
static const DrayInvariant van_is_not_overfull = { "a van is not overfull", &dray_job_table, check_van_is_not_overfull };

static const DrayTable *const tables[] = { &dray_yard_table, &dray_van_table, &dray_job_table };
static const DrayOperation *const operations[] = { &job_copy_operation, &job_give_operation, &job_finish_operation, &job_send_operation, &job_recall_operation };
static const DrayInvariant *const invariants[] = { &done_stays_done, &van_is_not_overfull };

static const DrayGrant grants[] = {
  { "*", "office", DRAY_SCOPE_TENANT },
  { "van.*", "yard", DRAY_SCOPE_DEPOT },
  { "job.*", "yard", DRAY_SCOPE_DEPOT },
  { "van.set", "driver", DRAY_SCOPE_OWN },
  { "job.finish", "driver", DRAY_SCOPE_OWN },
};

const DrayMigrationSeries dray_little_series = { "little", dray_little_migrations_get_resource, "/org/dray/tests/little" };

const DraySchemaLists dray_little_lists = {
  .migrations = &dray_little_series, .n_migrations = 1,
  .tables = tables, .n_tables = G_N_ELEMENTS (tables),
  .operations = operations, .n_operations = G_N_ELEMENTS (operations),
  .invariants = invariants, .n_invariants = G_N_ELEMENTS (invariants),
  .grants = grants, .n_grants = G_N_ELEMENTS (grants),
};

DraySchema *
dray_little_schema_new (void)
{
  g_autoptr (GError) error = NULL;
  DraySchema *schema = dray_schema_new (&dray_little_lists, &error);

  g_assert_no_error (error);
  return schema;
}

/* The nth id of the tests: in the order of n. */
DrayId
dray_little_id (int n)
{
  DrayRandom random;

  dray_random_init (&random, (guint64) n);
  return dray_id_new (G_GINT64_CONSTANT (1795132740000000) + n * G_GINT64_CONSTANT (1000), &random);
}

DrayIntent *
dray_little_make_create (DrayStore       *store,
                         const DrayTable *table,
                         const DrayId    *id,
                         const char      *values)
{
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (store), "record.create");

  dray_intent_set_text (intent, "table", table->name);
  dray_intent_set_id (intent, "id", id);
  dray_intent_set_text (intent, "values", values);
  return intent;
}

DrayReceipt *
dray_little_create (DrayStore       *store,
                    const DrayTable *table,
                    const DrayId    *id,
                    const char      *values,
                    GError         **error)
{
  g_autoptr (DrayIntent) intent = dray_little_make_create (store, table, id, values);

  return dray_store_submit (store, NULL, intent, error);
}

DrayReceipt *
dray_little_set (DrayStore       *store,
                 const DrayTable *table,
                 const DrayId    *id,
                 const char      *field,
                 const char      *value,
                 GError         **error)
{
  g_autoptr (DrayIntent) intent = dray_intent_new (dray_store_get_schema (store), "field.set");

  dray_intent_set_text (intent, "table", table->name);
  dray_intent_set_id (intent, "id", id);
  dray_intent_set_text (intent, "field", field);
  dray_intent_set_text (intent, "value", value);
  return dray_store_submit (store, NULL, intent, error);
}

DrayReceipt *
dray_little_do (DrayStore   *store,
                const char  *operation,
                const char  *arguments,
                GError     **error)
{
  g_autoptr (DrayIntent) intent = dray_intent_new_from_json (dray_store_get_schema (store), operation, arguments, error);

  return intent != NULL ? dray_store_submit (store, NULL, intent, error) : NULL;
}

DrayReceipt *
dray_little_undo (DrayStore         *store,
                  const DrayReceipt *receipt,
                  GError           **error)
{
  g_autoptr (DrayIntent) intent = dray_intent_new (dray_store_get_schema (store), "operation.undo");

  dray_intent_set_id (intent, "client", &receipt->client);
  dray_intent_set_integer (intent, "mid", receipt->mid);
  return dray_store_submit (store, NULL, intent, error);
}
