/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-little.h"
#include "dray-natural.h"
#include "dray-store-list.h"
#include "dray-test-folder.h"

#define N_YARDS 300

typedef struct {
  DrayTestFolder *folder;
  DraySchema     *schema;
  DrayWorkspace  *workspace;
  GError         *error;
  gboolean        done;
} Fixture;

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Fixture *f = data;

  f->workspace = dray_workspace_open_finish (result, &f->error);
  f->done = TRUE;
}

static void
wait_for (gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
  *done = FALSE;
}

static char *
name_of (int i)
{
  return g_strdup_printf ("{\"name\":\"Yard %03d\"}", i * 2);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  f->folder = dray_test_folder_new ();
  path = dray_test_folder_path (f->folder, "little.dray");
  f->schema = dray_little_schema_new ();
  g_autoptr (DrayStore) store = dray_store_open (path, f->schema, NULL, &f->error);
  g_assert_no_error (f->error);
  for (int i = 0; i < N_YARDS; i++) {
    DrayId id = dray_little_id (i);
    g_autofree char *values = name_of (i);
    g_autoptr (DrayReceipt) receipt = dray_little_create (store, &dray_yard_table, &id, values, &f->error);

    g_assert_no_error (f->error);
  }
  dray_workspace_open_async (path, f->schema, NULL, NULL, on_opened, f);
  wait_for (&f->done);
  g_assert_no_error (f->error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  dray_workspace_close (f->workspace);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->workspace);
  dray_schema_unref (f->schema);
  dray_test_folder_remove (f->folder);
}

static DrayStoreList *
make_list (Fixture  *f,
           gboolean  descending)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_yard_table);
  DrayStoreList *list;

  dray_query_order_by (query, DRAY_YARD_NAME, descending);
  list = dray_store_list_new (f->workspace, query);
  while (!dray_store_list_is_loaded (list))
    g_main_context_iteration (NULL, TRUE);
  return list;
}

static char *
dup_name_at (DrayStoreList *list,
             guint          position)
{
  g_autoptr (DrayRecord) record = g_list_model_get_item (G_LIST_MODEL (list), position);

  while (dray_record_get_row (record) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_strdup (dray_row_get_text (dray_record_get_row (record), DRAY_YARD_NAME));
}

/* Holds the whole list to a plain reading of the file. */
static void
assert_follows_file (Fixture       *f,
                     DrayStoreList *list,
                     gboolean       descending)
{
  g_autofree char *path = dray_test_folder_path (f->folder, "little.dray");
  g_autoptr (DrayStore) store = dray_store_open (path, f->schema, &(DrayStoreOptions) { .read_only = TRUE }, &f->error);
  g_autoptr (DrayQuery) query = dray_query_new (&dray_yard_table);
  g_autoptr (GPtrArray) rows = NULL;

  dray_query_order_by (query, DRAY_YARD_NAME, descending);
  rows = dray_store_select (store, query, &f->error);
  g_assert_no_error (f->error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, rows->len);
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (DrayRecord) record = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_assert_true (dray_id_equal (dray_record_get_id (record), &((DrayRow *) rows->pdata[i])->id));
  }
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Fixture *f = data;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &f->error);

  f->done = TRUE;
}

static void
submit (Fixture    *f,
        const char *operation,
        const char *arguments)
{
  DrayIntent *intent = dray_intent_new_from_json (f->schema, operation, arguments, &f->error);

  g_assert_no_error (f->error);
  dray_workspace_submit_async (f->workspace, intent, NULL, on_submitted, f);
  wait_for (&f->done);
}

static void
submit_name (Fixture    *f,
             int         yard,
             const char *name)
{
  DrayId id = dray_little_id (yard);
  g_autofree char *text = dray_id_dup_text (&id);
  g_autofree char *arguments = g_strdup_printf ("{\"table\":\"yard\",\"id\":\"%s\",\"field\":\"name\",\"value\":\"%s\"}", text, name);

  submit (f, "field.set", arguments);
  g_assert_no_error (f->error);
}

static void
on_settled (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  ((Fixture *) data)->done = TRUE;
}

static void
pass_by (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

/* The list hears of a commit before the submitter, and its errand to the reader's thread may bring up another one. An errand of ours
 * behind them comes back when they have, thrice. */
static void
settle (Fixture *f)
{
  for (int i = 0; i < 3; i++) {
    g_autoptr (GTask) task = g_task_new (NULL, NULL, on_settled, f);

    while (g_main_context_iteration (NULL, FALSE))
      ;
    dray_workspace_run_async (f->workspace, FALSE, task, pass_by);
    wait_for (&f->done);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_rows_come_as_placeholders_and_fill (Fixture       *f,
                                         gconstpointer  data)
{
  DrayStoreList *list = make_list (f, FALSE);
  g_autoptr (DrayRecord) record = g_list_model_get_item (G_LIST_MODEL (list), 200);
  g_autofree char *name = NULL;
  gboolean loaded;

  g_object_get (record, "loaded", &loaded, NULL);
  g_assert_false (loaded);
  while (dray_record_get_row (record) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_get (record, "name", &name, "loaded", &loaded, NULL);
  g_assert_true (loaded);
  g_assert_cmpstr (name, ==, "Yard 400");
  settle (f);
  g_assert_finalize_object (list);
}

static void
test_edit_moves_only_the_touched_row (Fixture       *f,
                                      gconstpointer  data)
{
  DrayStoreList *list = make_list (f, FALSE);
  guint position = 0;
  DrayId id = dray_little_id (10);

  submit_name (f, 10, "Yard 401");
  settle (f);
  g_assert_true (dray_store_list_find (list, &id, &position));
  g_assert_cmpuint (position, ==, 200);
  assert_follows_file (f, list, FALSE);
  settle (f);
  g_assert_finalize_object (list);
}

static void
on_count (gpointer object,
          int     *n)
{
  (*n)++;
}

static void
on_items_changed (GListModel *list,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  int        *n)
{
  (*n)++;
}

static void
test_edit_that_moves_nothing_changes_only_the_record (Fixture       *f,
                                                      gconstpointer  data)
{
  DrayStoreList *list = make_list (f, FALSE);
  g_autofree char *before = dup_name_at (list, 10);
  DrayRecord *record = g_list_model_get_item (G_LIST_MODEL (list), 10);
  int n_changed = 0, n_moved = 0;

  g_signal_connect (record, "changed", G_CALLBACK (on_count), &n_changed);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &n_moved);
  submit_name (f, 10, "Yard 020b");
  settle (f);
  g_assert_cmpint (n_changed, ==, 1);
  g_assert_cmpint (n_moved, ==, 0);
  g_assert_cmpstr (dray_row_get_text (dray_record_get_row (record), DRAY_YARD_NAME), ==, "Yard 020b");
  g_object_unref (record);
  settle (f);
  g_assert_finalize_object (list);
}

static void
test_random_edits_keep_list_and_file_equal (Fixture       *f,
                                            gconstpointer  data)
{
  DrayStoreList *list = make_list (f, TRUE);
  DrayRandom random;

  dray_random_init (&random, 5);
  for (int i = 0; i < 120; i++) {
    int yard = (int) dray_random_below (&random, N_YARDS + 20);
    DrayId id = dray_little_id (yard);
    g_autofree char *text = dray_id_dup_text (&id);
    g_autofree char *create = g_strdup_printf ("{\"table\":\"yard\",\"id\":\"%s\",\"values\":{\"name\":\"Yard %03u\"}}", text, dray_random_below (&random, 600));
    g_autofree char *set = g_strdup_printf ("{\"table\":\"yard\",\"id\":\"%s\",\"field\":\"name\",\"value\":\"Yard %03u\"}", text, dray_random_below (&random, 600));
    g_autofree char *delete = g_strdup_printf ("{\"table\":\"yard\",\"id\":\"%s\"}", text);
    guint which = dray_random_below (&random, 4);

    /* Some of these are refused, as they should be. */
    submit (f, which == 0 ? "record.create" : which == 1 ? "record.delete" : "field.set", which == 0 ? create : which == 1 ? delete : set);
    g_clear_error (&f->error);
  }
  settle (f);
  assert_follows_file (f, list, TRUE);
  settle (f);
  g_assert_finalize_object (list);
}

static void
hold_reader (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GMutex *gate = data;

  g_mutex_lock (gate);
  g_mutex_unlock (gate);
  g_task_return_boolean (task, TRUE);
}

/* The row in the middle goes to the end before the list has heard of one that passes it: a search by what the file holds would take
 * the wrong turn there. */
static void
test_edit_overtaken_by_another_finds_its_place (Fixture       *f,
                                                gconstpointer  data)
{
  DrayStoreList *list = make_list (f, FALSE);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  GMutex gate;

  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  g_task_set_task_data (task, &gate, NULL);
  dray_workspace_run_async (f->workspace, FALSE, task, hold_reader);
  submit_name (f, 10, "Yard 601");
  submit_name (f, (N_YARDS - 1) / 2 + 1, "Yard 999");
  g_mutex_unlock (&gate);
  settle (f);
  assert_follows_file (f, list, FALSE);
  settle (f);
  g_mutex_clear (&gate);
  g_assert_finalize_object (list);
}

static void
test_import_of_many_reads_the_list_again (Fixture       *f,
                                          gconstpointer  data)
{
  DrayStoreList *list = make_list (f, FALSE);
  g_autoptr (GString) arguments = g_string_new ("{\"table\":\"yard\",\"rows\":[");

  for (int i = 0; i < 150; i++) {
    DrayId id = dray_little_id (1000 + i);
    g_autofree char *text = dray_id_dup_text (&id);

    g_string_append_printf (arguments, "%s{\"id\":\"%s\",\"name\":\"Yard %03d\"}", i > 0 ? "," : "", text, i * 4 + 1);
  }
  g_string_append (arguments, "]}");
  submit (f, "record.import", arguments->str);
  g_assert_no_error (f->error);
  settle (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, N_YARDS + 150);
  assert_follows_file (f, list, FALSE);
  settle (f);
  g_assert_finalize_object (list);
}

static void
test_numbers_in_texts_go_by_value (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_yard_table);
  DrayId two = dray_little_id (1), ten = dray_little_id (2);
  DrayStoreList *list;
  guint at_two = 0, at_ten = 0;

  submit_name (f, 1, "T2");
  submit_name (f, 2, "T10");
  dray_query_order_naturally (query, DRAY_YARD_NAME, FALSE);
  list = dray_store_list_new (f->workspace, query);
  while (!dray_store_list_is_loaded (list))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dray_store_list_find (list, &two, &at_two) && dray_store_list_find (list, &ten, &at_ten));
  g_assert_cmpuint (at_two, <, at_ten);

  /* What the list does by itself agrees with SQL. */
  submit_name (f, 1, "T11");
  settle (f);
  g_assert_true (dray_store_list_find (list, &two, &at_two) && dray_store_list_find (list, &ten, &at_ten));
  g_assert_cmpuint (at_two, >, at_ten);
  submit_name (f, 1, "T9");
  settle (f);
  g_assert_true (dray_store_list_find (list, &two, &at_two) && dray_store_list_find (list, &ten, &at_ten));
  g_assert_cmpuint (at_two, <, at_ten);
  g_assert_finalize_object (list);
}

static void
test_close_with_a_living_list_is_clean (Fixture       *f,
                                        gconstpointer  data)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_yard_table);
  DrayStoreList *list = dray_store_list_new (f->workspace, query);

  dray_workspace_close (f->workspace);
  settle (f);
  g_assert_finalize_object (list);
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/store/list/rows-come-as-placeholders-and-fill", test_rows_come_as_placeholders_and_fill);
  TEST ("/store/list/edit-moves-only-the-touched-row", test_edit_moves_only_the_touched_row);
  TEST ("/store/list/edit-that-moves-nothing-changes-only-the-record", test_edit_that_moves_nothing_changes_only_the_record);
  TEST ("/store/list/random-edits-keep-list-and-file-equal", test_random_edits_keep_list_and_file_equal);
  TEST ("/store/list/edit-overtaken-by-another-finds-its-place", test_edit_overtaken_by_another_finds_its_place);
  TEST ("/store/list/import-of-many-reads-the-list-again", test_import_of_many_reads_the_list_again);
  TEST ("/store/list/numbers-in-texts-go-by-value", test_numbers_in_texts_go_by_value);
  TEST ("/store/list/close-with-a-living-list-is-clean", test_close_with_a_living_list_is_clean);
  return g_test_run ();
}
