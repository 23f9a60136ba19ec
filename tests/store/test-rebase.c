/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The hub's truth under what waits. The hub here is a store beside the workspace's. */

#include "dray-change.h"
#include "dray-little.h"
#include "dray-outbox.h"
#include "dray-store-error.h"
#include "dray-test-folder.h"

#include <string.h>

typedef struct {
  DrayTestFolder *folder;
  DraySchema     *schema;
  DrayStore      *hub;
  DrayStore      *store;
  DrayId          yard;
  DrayId          van;
  DrayId          job;
} Fixture;

static DrayStore *
open_store (Fixture    *f,
            const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dray_test_folder_path (f->folder, name);
  DrayStore *store = dray_store_open (path, f->schema, NULL, &error);

  g_assert_no_error (error);
  return store;
}

static void
create (DrayStore       *store,
        const DrayTable *table,
        const DrayId    *id,
        const char      *values)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_little_create (store, table, id, values, &error);

  g_assert_no_error (error);
}

static void
set (DrayStore       *store,
     const DrayTable *table,
     const DrayId    *id,
     const char      *field,
     const char      *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_little_set (store, table, id, field, value, &error);

  g_assert_no_error (error);
}

static void
give (DrayStore    *store,
      const DrayId *job,
      const DrayId *van)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *job_text = dray_id_dup_text (job), *van_text = dray_id_dup_text (van);
  g_autofree char *arguments = g_strdup_printf ("{\"job\":\"%s\",\"van\":\"%s\"}", job_text, van_text);
  g_autoptr (DrayReceipt) receipt = dray_little_do (store, "job.give", arguments, &error);

  g_assert_no_error (error);
}

/* What the hub has and the workspace doesn't. */
static void
pull (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  DrayStanding place, hub;

  g_assert_true (dray_store_get_standing (f->store, &place, &error));
  g_assert_true (dray_store_get_standing (f->hub, &hub, &error));

  g_autoptr (GPtrArray) changes = dray_store_list_changes (f->hub, place.cursor, 1000, &error);

  place.epoch = 1;
  place.cursor = hub.seq;
  g_assert_true (dray_store_apply_changes (f->store, &place, changes, &error));
  g_assert_no_error (error);
}

/* What waits goes to the hub, as a push does it. */
static void
push (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) own = dray_store_list_pending (f->store, 0, 1000, &error);
  DrayId client = dray_store_get_client (f->store);

  for (guint i = 0; i < own->len; i++) {
    const DrayPending *pending = own->pdata[i];
    g_autoptr (DrayIntent) intent = dray_intent_new_from_json (f->schema, pending->operation, pending->arguments, &error);

    dray_intent_set_origin (intent, &client, pending->mid, pending->base_seq);
    dray_intent_set_at_us (intent, pending->at_us);

    g_autoptr (DrayReceipt) receipt = dray_store_submit (f->hub, NULL, intent, &error);

    g_assert_no_error (error);
  }
}

static void
assert_same (Fixture  *f,
             gboolean  base)
{
  guint8 here[32], there[32];

  g_assert_true (dray_store_hash_state (f->store, base, here, NULL));
  g_assert_true (dray_store_hash_state (f->hub, FALSE, there, NULL));
  g_assert_cmpmem (here, 32, there, 32);
}

static char *
get_text (DrayStore       *store,
          const DrayTable *table,
          const DrayId    *id,
          int              field)
{
  g_autoptr (DrayRow) row = dray_store_get_row (store, table, id, NULL);

  return row != NULL ? g_strdup (dray_row_get_text (row, field)) : NULL;
}

static gint64
count (DrayStore  *store,
       const char *sql)
{
  gint64 n = -1;

  g_assert_true (dray_database_get_integer (dray_store_get_database (store), sql, &n, NULL));
  return n;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->folder = dray_test_folder_new ();
  f->schema = dray_little_schema_new ();
  f->hub = open_store (f, "hub.dray");
  f->store = open_store (f, "console.dray");
  f->yard = dray_little_id (1);
  f->van = dray_little_id (2);
  f->job = dray_little_id (3);
  g_assert_true (dray_store_join (f->store, &error));
  create (f->hub, &dray_yard_table, &f->yard, "{\"name\":\"North\"}");
  create (f->hub, &dray_van_table, &f->van, "{\"name\":\"A\"}");
  create (f->hub, &dray_job_table, &f->job, "{\"title\":\"Old\"}");
  pull (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  dray_store_close (f->store);
  dray_store_close (f->hub);
  dray_schema_unref (f->schema);
  dray_test_folder_remove (f->folder);
}

static void
test_view_keeps_what_waits_over_new_truth (Fixture       *f,
                                           gconstpointer  data)
{
  g_autofree char *name = NULL;

  set (f->store, &dray_van_table, &f->van, "name", "\"Mine\"");
  set (f->hub, &dray_van_table, &f->van, "name", "\"Theirs\"");
  set (f->hub, &dray_van_table, &f->van, "plate", "\"P\"");
  pull (f);
  name = get_text (f->store, &dray_van_table, &f->van, DRAY_VAN_NAME);
  g_assert_cmpstr (name, ==, "Mine");
  assert_same (f, TRUE);
  push (f);
  pull (f);
  assert_same (f, FALSE);
  g_assert_cmpint (count (f->store, "SELECT (SELECT count(*) FROM base) + (SELECT count(*) FROM reading) + (SELECT count(*) FROM writing)"), ==, 0);
}

/* The third job finds the van full when the hub has given it two in the meantime: by the rule's query alone, not by a row it wrote. */
static void
test_query_that_would_answer_otherwise_runs_again (Fixture       *f,
                                                   gconstpointer  data)
{
  DrayId none = DRAY_ID_NONE;

  give (f->store, &f->job, &f->van);
  for (int n = 10; n < 13; n++) {
    DrayId job = dray_little_id (n);

    create (f->hub, &dray_job_table, &job, "{\"title\":\"Theirs\"}");
    give (f->hub, &job, &f->van);
  }
  pull (f);

  g_autoptr (DrayRow) row = dray_store_get_row (f->store, &dray_job_table, &f->job, NULL);
  DrayId van = dray_row_get_id (row, DRAY_JOB_VAN);

  g_assert_true (dray_id_equal (&van, &none));
  g_assert_cmpint (count (f->store, "SELECT count(*) FROM log WHERE verdict = 0 AND note IS NOT NULL"), ==, 1);
}

static void
test_operation_built_on_a_refused_one_is_taken_back_too (Fixture       *f,
                                                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayId yard = dray_little_id (20);
  DrayRefusal refusal = { 1, (char *) "not here" };
  g_autofree char *yard_text = dray_id_dup_text (&yard);
  g_autofree char *value = g_strdup_printf ("\"%s\"", yard_text);

  create (f->store, &dray_yard_table, &yard, "{\"name\":\"South\"}");
  set (f->store, &dray_van_table, &f->van, "yard", value);
  g_assert_true (dray_store_apply_refusals (f->store, &refusal, 1, &error));
  assert_same (f, FALSE);
  g_assert_cmpint (count (f->store, "SELECT count(*) FROM log WHERE verdict = 3 AND note = 'not here'"), ==, 1);
  g_assert_cmpint (count (f->store, "SELECT count(*) FROM log WHERE verdict = 0"), ==, 1);
}

static void
test_undo_of_a_colleagues_operation_works_after_it_arrived (Fixture       *f,
                                                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) theirs = dray_little_set (f->hub, &dray_job_table, &f->job, "title", "\"Wrong\"", &error);
  g_autofree char *title = NULL;

  pull (f);

  g_autoptr (DrayReceipt) undone = dray_little_undo (f->store, theirs, &error);

  g_assert_no_error (error);
  title = get_text (f->store, &dray_job_table, &f->job, DRAY_JOB_TITLE);
  g_assert_cmpstr (title, ==, "Old");
  push (f);
  pull (f);
  assert_same (f, FALSE);
}

static void
test_rolling_back_makes_ours_wait_and_forgets_others (Fixture       *f,
                                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL, *name = NULL;

  set (f->store, &dray_job_table, &f->job, "title", "\"Mine\"");
  push (f);
  set (f->hub, &dray_van_table, &f->van, "name", "\"Theirs\"");
  pull (f);
  g_assert_cmpint (count (f->store, "SELECT count(*) FROM log WHERE verdict = 0"), ==, 0);
  g_assert_true (dray_store_roll_back (f->store, 2, 3, &error));
  title = get_text (f->store, &dray_job_table, &f->job, DRAY_JOB_TITLE);
  name = get_text (f->store, &dray_van_table, &f->van, DRAY_VAN_NAME);
  g_assert_cmpstr (title, ==, "Mine");
  g_assert_cmpstr (name, ==, "A");
  g_assert_cmpint (count (f->store, "SELECT count(*) FROM log WHERE verdict = 0"), ==, 1);
  g_assert_cmpint (count (f->store, "SELECT cursor FROM workspace"), ==, 3);
  pull (f);
  assert_same (f, FALSE);
}

static void
test_joining_submits_all_that_was_done_alone (Fixture       *f,
                                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayId yard = dray_little_id (30);

  dray_store_close (f->store);
  f->store = open_store (f, "alone.dray");
  create (f->store, &dray_yard_table, &yard, "{\"name\":\"South\"}");
  set (f->store, &dray_yard_table, &yard, "name", "\"West\"");
  g_assert_true (dray_store_join (f->store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (f->store, "SELECT count(*) FROM log WHERE verdict = 0 AND seq IS NULL"), ==, 2);
  push (f);
  pull (f);
  assert_same (f, FALSE);
}

static void
test_copied_workspace_goes_on_under_a_new_name (Fixture       *f,
                                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayId name = dray_little_id (40), old = dray_store_get_client (f->store);

  set (f->store, &dray_job_table, &f->job, "title", "\"Mine\"");
  g_assert_true (dray_store_take_client (f->store, &name, &error));
  g_assert_no_error (error);

  DrayId now = dray_store_get_client (f->store);
  g_autoptr (GPtrArray) pending = dray_store_list_pending (f->store, 0, 10, &error);

  g_assert_true (dray_id_equal (&now, &name));
  g_assert_false (dray_id_equal (&now, &old));
  g_assert_cmpuint (pending->len, ==, 1);
  g_assert_cmpint (((DrayPending *) pending->pdata[0])->mid, ==, 1);
  push (f);
  pull (f);
  assert_same (f, FALSE);
}

static void
on_effects (DrayStore         *store,
            const DrayEffects *effects,
            gpointer           data)
{
  DrayEffects **kept = data;

  g_assert_null (*kept);
  *kept = g_array_ref ((GArray *) effects);
}

static void
test_listener_hears_what_the_view_came_to (Fixture       *f,
                                           gconstpointer  data)
{
  g_autoptr (DrayEffects) effects = NULL;

  set (f->store, &dray_van_table, &f->van, "name", "\"Mine\"");
  set (f->hub, &dray_van_table, &f->van, "name", "\"Theirs\"");
  set (f->hub, &dray_van_table, &f->van, "plate", "\"P\"");
  dray_store_set_listener (f->store, on_effects, &effects);
  pull (f);
  dray_store_set_listener (f->store, NULL, NULL);
  g_assert_nonnull (effects);
  g_assert_cmpuint (effects->len, ==, 1);
  g_assert_cmpint (dray_effects_get (effects, 0)->field, ==, DRAY_VAN_PLATE);
}

static void
test_fork_is_the_least_beginning_of_later_epochs (Fixture       *f,
                                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 fork_seq = -1;

  g_assert_true (dray_store_begin_epoch (f->hub, 100, &error));   /* at 3 */
  create (f->hub, &dray_job_table, &(DrayId) { { 9, 9 } }, "{\"title\":\"Old\"}");
  g_assert_true (dray_store_begin_epoch (f->hub, 50, &error));    /* 101, at 4 */
  g_assert_true (dray_store_find_fork (f->hub, 100, 9, &fork_seq, &error));
  g_assert_cmpint (fork_seq, ==, 4);
  g_assert_true (dray_store_find_fork (f->hub, 101, 9, &fork_seq, &error));
  g_assert_cmpint (fork_seq, ==, 9);
  g_assert_true (dray_store_find_fork (f->hub, 77, 9, &fork_seq, &error));
  g_assert_cmpint (fork_seq, ==, 0);
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/store/rebase/view-keeps-what-waits-over-new-truth", test_view_keeps_what_waits_over_new_truth);
  TEST ("/store/rebase/query-that-would-answer-otherwise-runs-again", test_query_that_would_answer_otherwise_runs_again);
  TEST ("/store/rebase/operation-built-on-a-refused-one-is-taken-back-too", test_operation_built_on_a_refused_one_is_taken_back_too);
  TEST ("/store/rebase/undo-of-a-colleagues-operation-works-after-it-arrived", test_undo_of_a_colleagues_operation_works_after_it_arrived);
  TEST ("/store/rebase/rolling-back-makes-ours-wait-and-forgets-others", test_rolling_back_makes_ours_wait_and_forgets_others);
  TEST ("/store/rebase/joining-submits-all-that-was-done-alone", test_joining_submits_all_that_was_done_alone);
  TEST ("/store/rebase/copied-workspace-goes-on-under-a-new-name", test_copied_workspace_goes_on_under_a_new_name);
  TEST ("/store/rebase/listener-hears-what-the-view-came-to", test_listener_hears_what_the_view_came_to);
  TEST ("/store/rebase/fork-is-the-least-beginning-of-later-epochs", test_fork_is_the_least_beginning_of_later_epochs);
  return g_test_run ();
}
