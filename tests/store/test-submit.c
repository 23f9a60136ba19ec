/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-little.h"
#include "dray-outbox.h"
#include "dray-store-error.h"
#include "dray-test-folder.h"

typedef struct {
  DrayTestFolder *folder;
  char           *path;
  DraySchema     *schema;
  DrayStore      *store;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->folder = dray_test_folder_new ();
  f->path = dray_test_folder_path (f->folder, "little.dray");
  f->schema = dray_little_schema_new ();
  f->store = dray_store_open (f->path, f->schema, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->store, dray_store_close);
  dray_schema_unref (f->schema);
  g_free (f->path);
  dray_test_folder_remove (f->folder);
}

static void
test_created_row_reads_back (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayId id = dray_little_id (1), yard = dray_little_id (2);
  g_autofree char *yard_text = dray_id_dup_text (&yard);
  g_autofree char *values = g_strdup_printf (
    "{\"name\":\"Van \\\"1\\\"\",\"load_kg\":3500,\"colour\":\"green\",\"is_ready\":true,\"yard\":\"%s\",\"bought\":\"2024-02-29\","
    "\"price\":1999.5,\"extras\":{\"a\":[1,2]},\"photo\":\"AAEC\"}", yard_text);
  g_autoptr (DrayReceipt) first = dray_little_create (f->store, &dray_yard_table, &yard, "{\"name\":\"North\"}", &error);
  g_autoptr (DrayReceipt) receipt = dray_little_create (f->store, &dray_van_table, &id, values, &error);

  g_assert_no_error (error);
  g_assert_cmpint (receipt->mid, ==, 2);
  g_assert_cmpint (receipt->seq, ==, 2);
  g_assert_cmpint (receipt->verdict, ==, DRAY_VERDICT_ACCEPTED);
  g_assert_cmpuint (receipt->effects->len, ==, 10);

  g_autoptr (DrayRow) row = dray_store_get_row (f->store, &dray_van_table, &id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dray_row_get_text (row, DRAY_VAN_NAME), ==, "Van \"1\"");
  g_assert_cmpint (dray_row_get_integer (row, DRAY_VAN_LOAD_KG), ==, 3500);
  g_assert_cmpint (dray_row_get_choice (row, DRAY_VAN_COLOUR), ==, 1);
  g_assert_true (dray_row_get_boolean (row, DRAY_VAN_IS_READY));
  g_assert_cmpint (dray_row_get_integer (row, DRAY_VAN_BOUGHT), ==, 19782);
  g_assert_cmpfloat (dray_row_get_real (row, DRAY_VAN_PRICE), ==, 1999.5);
  g_assert_cmpstr (dray_row_get_text (row, DRAY_VAN_EXTRAS), ==, "{\"a\":[1,2]}");
  g_assert_cmpuint (g_bytes_get_size (dray_row_get_bytes (row, DRAY_VAN_PHOTO)), ==, 3);
  g_assert_false (dray_row_has (row, DRAY_VAN_SEEN_US));
  g_assert_true (dray_id_equal (&row->values[DRAY_VAN_YARD].id, &yard));
}

static void
test_rows_and_counters_survive_reopening (Fixture       *f,
                                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayId id = dray_little_id (1), client = dray_store_get_client (f->store);
  g_autoptr (DrayReceipt) made = dray_little_create (f->store, &dray_yard_table, &id, "{\"name\":\"North\"}", &error);

  dray_store_close (f->store);
  f->store = dray_store_open (f->path, f->schema, NULL, &error);
  g_assert_no_error (error);

  g_autoptr (DrayReceipt) set = dray_little_set (f->store, &dray_yard_table, &id, "name", "\"South\"", &error);
  g_autoptr (DrayRow) row = dray_store_get_row (f->store, &dray_yard_table, &id, &error);
  DrayId again = dray_store_get_client (f->store);

  g_assert_no_error (error);
  g_assert_cmpstr (dray_row_get_text (row, DRAY_YARD_NAME), ==, "South");
  g_assert_cmpint (set->mid, ==, made->mid + 1);
  g_assert_cmpint (set->seq, ==, made->seq + 1);
  g_assert_true (dray_id_equal (&client, &again));
}

static void
test_undo_restores_and_redo_restores_again (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayId id = dray_little_id (1);
  g_autoptr (DrayReceipt) made = dray_little_create (f->store, &dray_yard_table, &id, "{\"name\":\"North\"}", &error);
  g_autoptr (DrayReceipt) set = dray_little_set (f->store, &dray_yard_table, &id, "name", "\"South\"", &error);
  g_autoptr (DrayReceipt) undone = dray_little_undo (f->store, set, &error);
  g_autoptr (DrayRow) row = dray_store_get_row (f->store, &dray_yard_table, &id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dray_row_get_text (row, DRAY_YARD_NAME), ==, "North");

  g_autoptr (DrayReceipt) redone = dray_little_undo (f->store, undone, &error);
  g_autoptr (DrayRow) later = dray_store_get_row (f->store, &dray_yard_table, &id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dray_row_get_text (later, DRAY_YARD_NAME), ==, "South");
}

static void
test_undo_leaves_a_later_edit_alone (Fixture       *f,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayId id = dray_little_id (1);
  g_autoptr (DrayReceipt) made = dray_little_create (f->store, &dray_yard_table, &id, "{\"name\":\"North\"}", &error);
  g_autoptr (DrayReceipt) set = dray_little_set (f->store, &dray_yard_table, &id, "name", "\"South\"", &error);
  g_autoptr (DrayReceipt) later = dray_little_set (f->store, &dray_yard_table, &id, "name", "\"West\"", &error);

  g_assert_no_error (error);
  g_assert_null (dray_little_undo (f->store, set, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);
}

static void
test_refused_edit_leaves_no_trace (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) count_error = NULL;
  DrayId id = dray_little_id (1);
  gint64 n_log = -1;

  g_assert_null (dray_little_create (f->store, &dray_van_table, &id, "{\"name\":\"A\",\"load_kg\":80001}", &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID);
  g_assert_true (dray_database_get_integer (dray_store_get_database (f->store), "SELECT (SELECT count(*) FROM log) + (SELECT count(*) FROM van)", &n_log, &count_error));
  g_assert_cmpint (n_log, ==, 0);
}

static gint64
count (Fixture    *f,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  dray_database_get_integer (dray_store_get_database (f->store), sql, &n, &error);
  g_assert_no_error (error);
  return n;
}

/* Three operations behind a hub: a job is given to a van (which a rule answers by reading the van's jobs), set, and a yard is made. */
static void
make_pending (Fixture      *f,
              const DrayId *job,
              const DrayId *van,
              const DrayId *yard)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *job_text = dray_id_dup_text (job), *van_text = dray_id_dup_text (van);
  g_autofree char *arguments = g_strdup_printf ("{\"job\":\"%s\",\"van\":\"%s\"}", job_text, van_text);
  g_autoptr (DrayReceipt) van_made = dray_little_create (f->store, &dray_van_table, van, "{\"name\":\"A\"}", &error);
  g_autoptr (DrayReceipt) job_made = dray_little_create (f->store, &dray_job_table, job, "{\"title\":\"Old\"}", &error);

  g_assert_true (dray_store_set_authority (f->store, FALSE, &error));
  g_autoptr (DrayReceipt) given = dray_little_do (f->store, "job.give", arguments, &error);
  g_autoptr (DrayReceipt) set = dray_little_set (f->store, &dray_job_table, job, "title", "\"New\"", &error);
  g_autoptr (DrayReceipt) again = dray_little_set (f->store, &dray_job_table, job, "title", "\"Newer\"", &error);
  g_autoptr (DrayReceipt) made = dray_little_create (f->store, &dray_yard_table, yard, "{\"name\":\"North\"}", &error);

  g_assert_no_error (error);
  g_assert_cmpint (given->verdict, ==, DRAY_VERDICT_PENDING);
  g_assert_cmpint (given->seq, ==, 0);
}

static void
test_behind_a_hub_operations_wait (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayId job = dray_little_id (1), van = dray_little_id (2), yard = dray_little_id (3);
  g_autoptr (GPtrArray) pending = NULL, rest = NULL;

  make_pending (f, &job, &van, &yard);
  dray_store_close (f->store);
  f->store = dray_store_open (f->path, f->schema, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (dray_store_is_authority (f->store));
  pending = dray_store_list_pending (f->store, 0, 64, &error);
  rest = dray_store_list_pending (f->store, 4, 1, &error);
  g_assert_cmpuint (pending->len, ==, 4);
  g_assert_cmpint (((DrayPending *) pending->pdata[0])->mid, ==, 3);
  g_assert_cmpstr (((DrayPending *) pending->pdata[0])->operation, ==, "job.give@2");
  g_assert_cmpuint (g_bytes_get_size (((DrayPending *) pending->pdata[0])->hash), ==, 32);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpint (((DrayPending *) rest->pdata[0])->mid, ==, 5);
}

static void
test_base_keeps_what_the_hub_holds (Fixture       *f,
                                    gconstpointer  data)
{
  DrayId job = dray_little_id (1), van = dray_little_id (2), yard = dray_little_id (3);

  make_pending (f, &job, &van, &yard);
  /* The title as it was before the first of two edits, by the entry that made the row; the van as none; the yard as not there. */
  g_assert_cmpint (count (f, "SELECT count(*) FROM base"), ==, 3);
  g_assert_cmpint (count (f, "SELECT count(*) FROM base JOIN field ON field.number = base.field WHERE name = 'title' AND value = 'Old' AND base.number = 2"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM base JOIN field ON field.number = base.field WHERE name = 'van' AND value IS NULL AND base.number = 2"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM base JOIN field ON field.number = base.field WHERE name = 'deleted' AND record = 'yard' AND base.number IS NULL"), ==, 1);
}

static void
test_readings_tell_whom_a_change_concerns (Fixture       *f,
                                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayId job = dray_little_id (1), van = dray_little_id (2), yard = dray_little_id (3);
  g_autoptr (GArray) on_van = NULL, on_both = NULL;

  make_pending (f, &job, &van, &yard);
  /* Only job.give looked at the van; it and both edits looked at the job. */
  g_assert_true (dray_store_find_pending_on (f->store, &van, 1, &on_van, &error));
  g_assert_true (dray_store_find_pending_on (f->store, (DrayId[]) { job, yard }, 2, &on_both, &error));
  g_assert_cmpuint (on_van->len, ==, 1);
  g_assert_cmpint (g_array_index (on_van, gint64, 0), ==, 3);
  g_assert_cmpuint (on_both->len, ==, 4);
  /* The rule asked for the jobs of the van: a set of rows, not a row. */
  g_assert_cmpint (count (f, "SELECT count(*) FROM reading JOIN field ON field.number = reading.field WHERE record = 'job' AND name = 'van'"), >=, 1);
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/store/submit/created-row-reads-back", test_created_row_reads_back);
  TEST ("/store/submit/rows-and-counters-survive-reopening", test_rows_and_counters_survive_reopening);
  TEST ("/store/submit/undo-restores-and-redo-restores-again", test_undo_restores_and_redo_restores_again);
  TEST ("/store/submit/undo-leaves-a-later-edit-alone", test_undo_leaves_a_later_edit_alone);
  TEST ("/store/submit/refused-edit-leaves-no-trace", test_refused_edit_leaves_no_trace);
  TEST ("/store/submit/behind-a-hub-operations-wait", test_behind_a_hub_operations_wait);
  TEST ("/store/submit/base-keeps-what-the-hub-holds", test_base_keeps_what_the_hub_holds);
  TEST ("/store/submit/readings-tell-whom-a-change-concerns", test_readings_tell_whom_a_change_concerns);
  return g_test_run ();
}
