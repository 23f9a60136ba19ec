/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Who may do what to which rows, what a hub does with operations that come from elsewhere, and how kinds differ. */

#include "dray-little.h"
#include "dray-store-error.h"
#include "dray-test-folder.h"

typedef struct {
  DrayTestFolder *folder;
  DraySchema     *schema;
  DrayStore      *store;
} Fixture;

enum { NORTH = 1, SOUTH, NORTH_VAN, SOUTH_VAN, FREE_VAN, NORTH_JOB, SOUTH_JOB, DRIVER };

static void
make (Fixture         *f,
      const DrayTable *table,
      int              n,
      const char      *format,
      int              refers_to)
{
  DrayId id = dray_little_id (n), to = dray_little_id (refers_to);
  g_autofree char *text = dray_id_dup_text (&to);
  g_auto (GStrv) pieces = g_strsplit (format, "ID", -1);
  g_autofree char *values = g_strjoinv (text, pieces);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_little_create (f->store, table, &id, values, &error);

  g_assert_no_error (error);
}

static DrayReceipt *
give (Fixture  *f,
      int       job,
      int       van,
      GError  **error)
{
  DrayId job_id = dray_little_id (job), van_id = dray_little_id (van);
  g_autofree char *job_text = dray_id_dup_text (&job_id), *van_text = dray_id_dup_text (&van_id);
  g_autofree char *arguments = g_strdup_printf ("{\"job\":\"%s\",\"van\":\"%s\"}", job_text, van_text);

  return dray_little_do (f->store, "job.give", arguments, error);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  f->folder = dray_test_folder_new ();
  path = dray_test_folder_path (f->folder, "little.dray");
  f->schema = dray_little_schema_new ();
  f->store = dray_store_open (path, f->schema, NULL, &error);
  g_assert_no_error (error);
  make (f, &dray_yard_table, NORTH, "{\"name\":\"North\"}", NORTH);
  make (f, &dray_yard_table, SOUTH, "{\"name\":\"South\"}", SOUTH);
  make (f, &dray_yard_table, DRIVER, "{\"name\":\"Stands for a driver\"}", DRIVER);
  make (f, &dray_van_table, NORTH_VAN, "{\"name\":\"A\",\"yard\":\"ID\"}", NORTH);
  make (f, &dray_van_table, SOUTH_VAN, "{\"name\":\"B\",\"yard\":\"ID\"}", SOUTH);
  make (f, &dray_van_table, FREE_VAN, "{\"name\":\"C\",\"driver\":\"ID\"}", DRIVER);
  make (f, &dray_job_table, NORTH_JOB, "{\"title\":\"N\"}", NORTH);
  make (f, &dray_job_table, SOUTH_JOB, "{\"title\":\"S\"}", SOUTH);
  g_autoptr (DrayReceipt) north = give (f, NORTH_JOB, NORTH_VAN, &error);
  g_autoptr (DrayReceipt) south = give (f, SOUTH_JOB, SOUTH_VAN, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  dray_store_close (f->store);
  dray_schema_unref (f->schema);
  dray_test_folder_remove (f->folder);
}

static DrayIntent *
make_set (Fixture         *f,
          const DrayTable *table,
          int              n,
          const char      *field,
          const char      *value)
{
  DrayIntent *intent = dray_intent_new (f->schema, "field.set");
  DrayId id = dray_little_id (n);

  dray_intent_set_text (intent, "table", table->name);
  dray_intent_set_id (intent, "id", &id);
  dray_intent_set_text (intent, "field", field);
  dray_intent_set_text (intent, "value", value);
  return intent;
}

/* Whether @actor may set the field. Anything but a plain no is a failure. */
static gboolean
may_set (Fixture         *f,
         const DrayActor *actor,
         const DrayTable *table,
         int              n,
         const char      *field,
         const char      *value)
{
  g_autoptr (DrayIntent) intent = make_set (f, table, n, field, value);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_store_submit (f->store, actor, intent, &error);

  if (receipt == NULL)
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORBIDDEN);
  return receipt != NULL;
}

static guint
count_readable (Fixture         *f,
                const DrayActor *actor,
                const DrayTable *table)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (!dray_query_restrict (query, f->schema, actor, &error)) {
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORBIDDEN);
    return 0;
  }
  rows = dray_store_select (f->store, query, &error);
  g_assert_no_error (error);
  return rows->len;
}

static void
test_depot_reaches_its_own_rows_and_those_of_none (Fixture       *f,
                                                   gconstpointer  data)
{
  DrayActor actor = { .role = "yard", .depot = dray_little_id (NORTH) };
  DrayId south = dray_little_id (SOUTH);
  g_autofree char *text = dray_id_dup_text (&south), *quoted = g_strdup_printf ("\"%s\"", text);

  g_assert_true (may_set (f, &actor, &dray_van_table, NORTH_VAN, "load_kg", "1"));
  g_assert_true (may_set (f, &actor, &dray_van_table, FREE_VAN, "load_kg", "1"));
  g_assert_false (may_set (f, &actor, &dray_van_table, SOUTH_VAN, "load_kg", "1"));
  /* Nor may it give one away. */
  g_assert_false (may_set (f, &actor, &dray_van_table, NORTH_VAN, "yard", quoted));
  /* A job belongs where its van belongs. */
  g_assert_true (may_set (f, &actor, &dray_job_table, NORTH_JOB, "title", "\"x\""));
  g_assert_false (may_set (f, &actor, &dray_job_table, SOUTH_JOB, "title", "\"x\""));
  g_assert_false (may_set (f, &actor, &dray_yard_table, NORTH, "name", "\"x\""));
  g_assert_cmpuint (count_readable (f, &actor, &dray_van_table), ==, 2);
  g_assert_cmpuint (count_readable (f, &actor, &dray_job_table), ==, 1);
  g_assert_cmpuint (count_readable (f, &actor, &dray_yard_table), ==, 0);
}

static void
test_own_reaches_only_own_rows (Fixture       *f,
                                gconstpointer  data)
{
  DrayActor actor = { .role = "driver", .subject = dray_little_id (DRIVER) };
  DrayActor nobody = { .role = "driver" };

  g_assert_true (may_set (f, &actor, &dray_van_table, FREE_VAN, "load_kg", "1"));
  g_assert_false (may_set (f, &actor, &dray_van_table, NORTH_VAN, "load_kg", "1"));
  g_assert_false (may_set (f, &nobody, &dray_van_table, FREE_VAN, "load_kg", "2"));
}

static void
test_what_no_line_grants_is_denied (Fixture       *f,
                                    gconstpointer  data)
{
  DrayActor stranger = { .role = "stranger" }, roleless = { .role = NULL }, office = { .role = "office" };

  g_assert_false (may_set (f, &stranger, &dray_van_table, FREE_VAN, "load_kg", "1"));
  g_assert_false (may_set (f, &roleless, &dray_van_table, FREE_VAN, "load_kg", "1"));
  g_assert_cmpuint (count_readable (f, &stranger, &dray_van_table), ==, 0);
  g_assert_true (may_set (f, &office, &dray_van_table, FREE_VAN, "load_kg", "1"));
  g_assert_cmpuint (count_readable (f, &office, &dray_van_table), ==, 3);
}

static void
test_undo_needs_what_the_operation_needed (Fixture       *f,
                                           gconstpointer  data)
{
  DrayActor driver = { .role = "driver", .subject = dray_little_id (DRIVER) };
  DrayId van = dray_little_id (NORTH_VAN), own = dray_little_id (FREE_VAN);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) set = dray_little_set (f->store, &dray_van_table, &van, "load_kg", "7", &error);
  g_autoptr (DrayReceipt) own_set = dray_little_set (f->store, &dray_van_table, &own, "load_kg", "7", &error);
  g_autoptr (DrayIntent) undo = dray_intent_new (f->schema, "operation.undo");

  dray_intent_set_id (undo, "client", &set->client);
  dray_intent_set_integer (undo, "mid", set->mid);
  g_assert_null (dray_store_submit (f->store, &driver, undo, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORBIDDEN);
  g_clear_error (&error);
  dray_intent_set_integer (undo, "mid", own_set->mid);
  g_autoptr (DrayReceipt) undone = dray_store_submit (f->store, &driver, undo, &error);
  g_assert_no_error (error);
}

static DrayReceipt *
submit_from (Fixture     *f,
             DrayIntent  *intent,
             int          client,
             gint64       mid,
             GError     **error)
{
  DrayId id = dray_little_id (1000 + client);

  dray_intent_set_origin (intent, &id, mid, 0);
  return dray_store_submit (f->store, NULL, intent, error);
}

static void
test_rejected_from_elsewhere_uses_up_its_mid (Fixture       *f,
                                              gconstpointer  data)
{
  g_autoptr (DrayIntent) bad = make_set (f, &dray_van_table, NORTH_VAN, "load_kg", "99999999");
  g_autoptr (DrayIntent) good = make_set (f, &dray_van_table, NORTH_VAN, "load_kg", "5");
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) rejected = submit_from (f, bad, 1, 1, &error);
  g_autoptr (DrayReceipt) again = submit_from (f, bad, 1, 1, &error);
  g_autoptr (DrayReceipt) accepted = submit_from (f, good, 1, 2, &error);

  g_assert_no_error (error);
  g_assert_cmpint (rejected->verdict, ==, DRAY_VERDICT_REJECTED);
  g_assert_cmpint (rejected->seq, ==, 0);
  g_assert_nonnull (rejected->note);
  g_assert_true (again->is_repeat);
  g_assert_cmpint (again->verdict, ==, DRAY_VERDICT_REJECTED);
  g_assert_cmpint (accepted->verdict, ==, DRAY_VERDICT_ACCEPTED);
}

static void
test_a_gap_is_refused_and_leaves_nothing (Fixture       *f,
                                          gconstpointer  data)
{
  g_autoptr (DrayIntent) intent = make_set (f, &dray_van_table, NORTH_VAN, "load_kg", "5");
  g_autoptr (GError) error = NULL;
  gint64 n_clients = 0;

  g_assert_null (submit_from (f, intent, 2, 2, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_GAP);
  g_clear_error (&error);
  dray_database_get_integer (dray_store_get_database (f->store), "SELECT count(*) FROM client", &n_clients, &error);
  g_assert_cmpint (n_clients, ==, 1);
  g_autoptr (DrayReceipt) first = submit_from (f, intent, 2, 1, &error);
  g_assert_no_error (error);
}

/* Another client's edit of @field, made when its author had seen the log up to @base_seq. */
static DrayReceipt *
set_from (Fixture    *f,
          int         client,
          gint64      base_seq,
          const char *field,
          const char *value)
{
  g_autoptr (DrayIntent) intent = make_set (f, &dray_van_table, NORTH_VAN, field, value);
  g_autoptr (GError) error = NULL;
  DrayId id = dray_little_id (1000 + client);
  DrayReceipt *receipt;

  dray_intent_set_origin (intent, &id, 1, base_seq);
  receipt = dray_store_submit (f->store, NULL, intent, &error);
  g_assert_no_error (error);
  return receipt;
}

static void
test_later_arrival_wins_and_says_over_what (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr (DrayReceipt) first = set_from (f, 1, 0, "load_kg", "5");
  g_autoptr (DrayReceipt) unseen = set_from (f, 2, first->seq - 1, "load_kg", "6");
  g_autoptr (DrayReceipt) seen = set_from (f, 3, unseen->seq, "load_kg", "7");

  g_assert_cmpint (unseen->verdict, ==, DRAY_VERDICT_ACCEPTED);
  g_assert_cmpuint (unseen->overtaken->len, ==, 1);
  g_assert_cmpint (g_array_index (unseen->overtaken, DrayCell, 0).field, ==, DRAY_VAN_LOAD_KG);
  g_assert_cmpint (dray_effects_get (unseen->effects, 0)->before.integer, ==, 5);
  g_assert_null (seen->overtaken);
}

static void
test_guarded_field_fails_on_what_was_not_seen (Fixture       *f,
                                               gconstpointer  data)
{
  g_autoptr (DrayReceipt) first = set_from (f, 1, 1000, "yard", "null");
  DrayId south = dray_little_id (SOUTH);
  g_autofree char *text = dray_id_dup_text (&south), *quoted = g_strdup_printf ("\"%s\"", text);
  g_autoptr (DrayReceipt) unseen = set_from (f, 2, first->seq - 1, "yard", quoted);
  g_autoptr (DrayReceipt) seen = set_from (f, 3, first->seq, "yard", quoted);

  g_assert_cmpint (unseen->verdict, ==, DRAY_VERDICT_REJECTED);
  g_assert_cmpuint (unseen->effects->len, ==, 0);
  g_assert_cmpint (seen->verdict, ==, DRAY_VERDICT_ACCEPTED);
}

static void
test_fact_is_flagged_and_never_refused_for_state (Fixture       *f,
                                                  gconstpointer  data)
{
  DrayId job = dray_little_id (NORTH_JOB);
  g_autofree char *text = dray_id_dup_text (&job);
  g_autofree char *arguments = g_strdup_printf ("{\"job\":\"%s\",\"at_us\":5}", text);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) early = dray_little_do (f->store, "job.finish", arguments, &error);
  g_autoptr (DrayReceipt) twice = dray_little_do (f->store, "job.finish", arguments, &error);
  g_autoptr (DrayReceipt) nowhere = dray_little_do (f->store, "job.finish", "{\"job\":\"01902d5e-7b3c-7def-8123-456789012345\",\"at_us\":5}", &error);

  g_assert_no_error (error);
  g_assert_cmpint (early->verdict, ==, DRAY_VERDICT_FLAGGED);
  g_assert_cmpuint (early->effects->len, ==, 2);
  g_assert_cmpint (twice->verdict, ==, DRAY_VERDICT_FLAGGED);
  g_assert_cmpuint (twice->effects->len, ==, 0);
  g_assert_cmpint (nowhere->verdict, ==, DRAY_VERDICT_FLAGGED);
  /* Its form is another matter. */
  g_assert_null (dray_little_do (f->store, "job.finish", "{\"at_us\":5}", &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID);
}

static void
test_rule_holds_for_every_operation (Fixture       *f,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  for (int n = 50; n < 50 + DRAY_LITTLE_MAX_JOBS; n++)
    make (f, &dray_job_table, n, "{\"title\":\"more\"}", n);
  for (int n = 50; n < 50 + DRAY_LITTLE_MAX_JOBS - 1; n++) {
    g_autoptr (DrayReceipt) given = give (f, n, NORTH_VAN, &error);

    g_assert_no_error (error);
  }
  g_assert_null (give (f, 50 + DRAY_LITTLE_MAX_JOBS - 1, NORTH_VAN, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);
}

static void
test_older_arguments_are_upgraded (Fixture       *f,
                                   gconstpointer  data)
{
  DrayId job = dray_little_id (NORTH_JOB), van = dray_little_id (SOUTH_VAN);
  g_autofree char *job_text = dray_id_dup_text (&job), *van_text = dray_id_dup_text (&van);
  g_autofree char *arguments = g_strdup_printf ("{\"job\":\"%s\",\"truck\":\"%s\"}", job_text, van_text);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_little_do (f->store, "job.give@1", arguments, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (receipt->effects->len, ==, 1);
  g_assert_null (dray_little_do (f->store, "job.give@3", arguments, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NEWER);
  g_clear_error (&error);
  g_assert_null (dray_little_do (f->store, "job.give@0", arguments, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (dray_little_do (f->store, "job.juggle", arguments, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND);
}

static void
test_reference_to_nothing_is_refused (Fixture       *f,
                                      gconstpointer  data)
{
  DrayId van = dray_little_id (NORTH_VAN);
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_little_set (f->store, &dray_van_table, &van, "yard", "\"01902d5e-7b3c-7def-8123-456789012345\"", &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);
}

static void
test_batch_keeps_the_good_ones (Fixture       *f,
                                gconstpointer  data)
{
  DrayIntent *intents[3] = { make_set (f, &dray_van_table, NORTH_VAN, "load_kg", "5"), make_set (f, &dray_van_table, NORTH_VAN, "colour", "\"pink\""),
                             make_set (f, &dray_van_table, NORTH_VAN, "price", "5") };
  DrayReceipt *receipts[3] = { NULL };
  GError *refusals[3] = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (dray_store_submit_batch (f->store, NULL, intents, 3, receipts, refusals, &error));
  g_assert_nonnull (receipts[0]);
  g_assert_null (receipts[1]);
  g_assert_error (refusals[1], DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID);
  g_assert_nonnull (receipts[2]);
  g_assert_cmpint (receipts[2]->mid, ==, receipts[0]->mid + 1);
  g_error_free (refusals[1]);
  dray_receipt_free (receipts[0]);
  dray_receipt_free (receipts[2]);
  for (int i = 0; i < 3; i++)
    dray_intent_free (intents[i]);
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/store/access/depot-reaches-its-own-rows-and-those-of-none", test_depot_reaches_its_own_rows_and_those_of_none);
  TEST ("/store/access/own-reaches-only-own-rows", test_own_reaches_only_own_rows);
  TEST ("/store/access/what-no-line-grants-is-denied", test_what_no_line_grants_is_denied);
  TEST ("/store/access/undo-needs-what-the-operation-needed", test_undo_needs_what_the_operation_needed);
  TEST ("/store/foreign/rejected-uses-up-its-mid", test_rejected_from_elsewhere_uses_up_its_mid);
  TEST ("/store/foreign/a-gap-is-refused-and-leaves-nothing", test_a_gap_is_refused_and_leaves_nothing);
  TEST ("/store/foreign/later-arrival-wins-and-says-over-what", test_later_arrival_wins_and_says_over_what);
  TEST ("/store/foreign/guarded-field-fails-on-what-was-not-seen", test_guarded_field_fails_on_what_was_not_seen);
  TEST ("/store/kinds/fact-is-flagged-and-never-refused-for-state", test_fact_is_flagged_and_never_refused_for_state);
  TEST ("/store/kinds/rule-holds-for-every-operation", test_rule_holds_for_every_operation);
  TEST ("/store/kinds/older-arguments-are-upgraded", test_older_arguments_are_upgraded);
  TEST ("/store/kinds/reference-to-nothing-is-refused", test_reference_to_nothing_is_refused);
  TEST ("/store/kinds/batch-keeps-the-good-ones", test_batch_keeps_the_good_ones);
  return g_test_run ();
}
