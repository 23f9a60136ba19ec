/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What the store costs beside SQLite itself, and what a list model over 100,000 rows costs.
 *
 * The yardstick of submitting: the rows that the operations left in the file (records, cells, log, history, counters) are read into
 * memory and written by prepared INSERTs into a file with the same tables, indexes and pragmas, in as many transactions. It parses,
 * checks, reads, decides and hashes nothing, and writes each record once, however often the operations changed it. Intents are
 * parsed beforehand, as the hub's network threads do. */

#include "dray-bench.h"
#include "dray-little.h"
#include "dray-store-list.h"
#include "dray-test-folder.h"

#include <sqlite3.h>
#include <string.h>

static int n_operations = 20000;
static int n_rows = 100000;

static const GOptionEntry options[] = {
  { "operations", 0, 0, G_OPTION_ARG_INT, &n_operations, "How many operations to submit", "N" },
  { "rows", 0, 0, G_OPTION_ARG_INT, &n_rows, "How many rows the list has", "N" },
  G_OPTION_ENTRY_NULL
};

typedef struct {
  double cpu_s;
  double wall_s;
} Times;

static Times
start (void)
{
  return (Times) { dray_bench_cpu_s (), dray_bench_wall_s () };
}

static Times
stop (Times started)
{
  return (Times) { dray_bench_cpu_s () - started.cpu_s, dray_bench_wall_s () - started.wall_s };
}

static void
check (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static DrayStore *
open_store (DrayTestFolder *folder,
            DraySchema     *schema,
            const char     *name)
{
  g_autofree char *path = dray_test_folder_path (folder, name);
  g_autoptr (GError) error = NULL;
  DrayStore *store = dray_store_open (path, schema, NULL, &error);

  check (error);
  return store;
}

/* A third makes vans of nine cells, the others set a cell of one that is there. */
static DrayIntent *
make_intent (DrayStore  *store,
             DrayRandom *random,
             int         i)
{
  g_autoptr (GString) text = g_string_new (NULL);
  DrayId id = dray_little_id (i % 3 == 0 ? i : (int) dray_random_below (random, (guint32) i) / 3 * 3);
  DrayIntent *intent;

  if (i % 3 == 0) {
    g_string_append_printf (text, "{\"name\":\"Van number %05d\",\"plate\":\"W-%05d T\",\"load_kg\":%d,\"colour\":\"green\",\"is_ready\":true,"
                                  "\"bought\":\"2024-02-29\",\"price\":%d.5,\"extras\":{\"lift\":true}}", i, i, 900 + i % 4000, i);
    return dray_little_make_create (store, &dray_van_table, &id, text->str);
  }
  g_string_printf (text, "%d", 900 + (int) dray_random_below (random, 4000));
  intent = dray_intent_new (dray_store_get_schema (store), "field.set");
  dray_intent_set_text (intent, "table", "van");
  dray_intent_set_id (intent, "id", &id);
  dray_intent_set_text (intent, "field", i % 3 == 1 ? "load_kg" : "price");
  dray_intent_set_text (intent, "value", text->str);
  return intent;
}

static DrayIntent **
make_intents (DrayStore *store,
              int        n)
{
  DrayIntent **intents = g_new (DrayIntent *, n);
  DrayRandom random;

  dray_random_init (&random, 3);
  for (int i = 0; i < n; i++)
    if (!dray_intent_check (intents[i] = make_intent (store, &random, i), NULL))
      g_assert_not_reached ();
  return intents;
}

static void
free_intents (DrayIntent **intents,
              int          n)
{
  for (int i = 0; i < n; i++)
    dray_intent_free (intents[i]);
  g_free (intents);
}

static void
submit_batch (DrayStore   *store,
              DrayIntent **intents,
              int          n)
{
  g_autofree DrayReceipt **receipts = g_new0 (DrayReceipt *, n);
  g_autofree GError **refusals = g_new0 (GError *, n);
  g_autoptr (GError) error = NULL;

  dray_store_submit_batch (store, NULL, intents, n, receipts, refusals, &error);
  check (error);
  for (int i = 0; i < n; i++) {
    check (refusals[i]);
    dray_receipt_free (receipts[i]);
  }
}

static Times
submit_all (DrayStore *store,
            int        n,
            int        batch)
{
  DrayIntent **intents = make_intents (store, n);
  Times started = start ();

  for (int i = 0; i < n; i += batch)
    submit_batch (store, intents + i, MIN (batch, n - i));

  Times times = stop (started);

  free_intents (intents, n);
  return times;
}

/* One table on its way from the file that we wrote to the plain one. */
typedef struct {
  const char    *name;
  const char    *order;     /* as the operations wrote them */
  sqlite3_stmt  *insert;
  GPtrArray     *values;    /* (element-type sqlite3_value): row by row */
  GArray        *numbers;   /* (element-type int): the log entry of each row */
  int            n_columns;
  guint          at;
} Copy;

static void
check_sqlite (sqlite3 *connection,
              int      code)
{
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
    g_error ("%s", sqlite3_errmsg (connection));
}

static void
read_copy (Copy    *copy,
           sqlite3 *from,
           sqlite3 *to)
{
  g_autofree char *select = g_strdup_printf ("SELECT *, %s FROM %s ORDER BY %s", copy->order, copy->name, copy->order);
  g_autoptr (GString) insert = g_string_new (NULL);
  sqlite3_stmt *rows;

  check_sqlite (from, sqlite3_prepare_v2 (from, select, -1, &rows, NULL));
  copy->n_columns = sqlite3_column_count (rows) - 1;
  copy->values = g_ptr_array_new ();
  copy->numbers = g_array_new (FALSE, FALSE, sizeof (int));
  while (sqlite3_step (rows) == SQLITE_ROW) {
    int number = sqlite3_column_int (rows, copy->n_columns);

    g_array_append_val (copy->numbers, number);
    for (int i = 0; i < copy->n_columns; i++)
      g_ptr_array_add (copy->values, sqlite3_value_dup (sqlite3_column_value (rows, i)));
  }
  sqlite3_finalize (rows);
  g_string_printf (insert, "INSERT INTO %s VALUES (?", copy->name);
  for (int i = 1; i < copy->n_columns; i++)
    g_string_append (insert, ", ?");
  g_string_append_c (insert, ')');
  check_sqlite (to, sqlite3_prepare_v2 (to, insert->str, -1, &copy->insert, NULL));
}

/* Inserts the rows of the log entries up to @last. */
static void
write_copy (Copy    *copy,
            sqlite3 *to,
            int      last)
{
  for (; copy->at < copy->numbers->len && g_array_index (copy->numbers, int, copy->at) <= last; copy->at++) {
    for (int i = 0; i < copy->n_columns; i++)
      sqlite3_bind_value (copy->insert, 1 + i, copy->values->pdata[copy->at * (guint) copy->n_columns + (guint) i]);
    check_sqlite (to, sqlite3_step (copy->insert));
    sqlite3_reset (copy->insert);
  }
}

static void
clear_copy (Copy *copy)
{
  for (guint i = 0; i < copy->values->len; i++)
    sqlite3_value_free (copy->values->pdata[i]);
  g_ptr_array_unref (copy->values);
  g_array_unref (copy->numbers);
  sqlite3_finalize (copy->insert);
}

static sqlite3 *
open_plain (const char *path)
{
  sqlite3 *connection;

  check_sqlite (NULL, sqlite3_open_v2 (path, &connection, SQLITE_OPEN_READWRITE, NULL));
  check_sqlite (connection, sqlite3_exec (connection, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY", NULL, NULL, NULL));
  return connection;
}

/* A file to which plain SQLite writes the rows that another one ended with. */
typedef struct {
  sqlite3      *from;
  sqlite3      *to;
  sqlite3_stmt *set_mid;
  sqlite3_stmt *set_seq;
  Copy          copies[4];
} Plain;

static void
plain_open (Plain      *self,
            const char *from_path,
            const char *to_path)
{
  *self = (Plain) { open_plain (from_path), open_plain (to_path), NULL, NULL, { { "log", "number" }, { "van", "stamp" }, { "cell", "number" }, { "touched", "number" } } };
  for (gsize i = 0; i < G_N_ELEMENTS (self->copies); i++)
    read_copy (&self->copies[i], self->from, self->to);
  check_sqlite (self->to, sqlite3_prepare_v2 (self->to, "UPDATE client SET last_mid = ?1 WHERE number = 1", -1, &self->set_mid, NULL));
  check_sqlite (self->to, sqlite3_prepare_v2 (self->to, "UPDATE workspace SET seq = ?1", -1, &self->set_seq, NULL));
}

static void
plain_close (Plain *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->copies); i++)
    clear_copy (&self->copies[i]);
  sqlite3_finalize (self->set_mid);
  sqlite3_finalize (self->set_seq);
  sqlite3_close (self->from);
  sqlite3_close (self->to);
}

static void
set_counter (Plain        *self,
             sqlite3_stmt *update,
             int           value)
{
  sqlite3_bind_int (update, 1, value);
  check_sqlite (self->to, sqlite3_step (update));
  sqlite3_reset (update);
}

/* One transaction: all rows up to log entry @last. */
static void
plain_write (Plain *self,
             int    last)
{
  check_sqlite (self->to, sqlite3_exec (self->to, "BEGIN IMMEDIATE", NULL, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (self->copies); i++)
    write_copy (&self->copies[i], self->to, last);
  set_counter (self, self->set_mid, last);
  set_counter (self, self->set_seq, last);
  check_sqlite (self->to, sqlite3_exec (self->to, "COMMIT", NULL, NULL, NULL));
}

static void
add_times (Times *sum,
           Times  more)
{
  sum->cpu_s += more.cpu_s;
  sum->wall_s += more.wall_s;
}

/* Ours and plain take turns, a few hundred operations each, so that a machine that slows down slows both. */
static void
take_turns (DrayStore   *store,
            Plain       *plain,
            DrayIntent **intents,
            int          batch,
            Times       *ours,
            Times       *theirs)
{
  int turn = MAX (256 / batch, 1) * batch;

  for (int first = 0; first < n_operations; first += turn) {
    int end = MIN (first + turn, n_operations);
    Times started = start ();

    for (int i = first; i < end; i += batch)
      submit_batch (store, intents + i, MIN (batch, end - i));
    add_times (ours, stop (started));
    started = start ();
    for (int i = first; i < end; i += batch)
      plain_write (plain, MIN (i + batch, end));
    add_times (theirs, stop (started));
  }
}

static void
bench_batch (DraySchema *schema,
             const char *figure,
             int         batch)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *model_path = dray_test_folder_path (folder, "model.dray"), *plain_path = dray_test_folder_path (folder, "plain.dray");
  DrayStore *model = open_store (folder, schema, "model.dray"), *store = open_store (folder, schema, "ours.dray");
  Times ours = { 0 }, theirs = { 0 };
  Plain plain;

  submit_all (model, n_operations, batch);
  dray_store_close (model);
  dray_store_close (open_store (folder, schema, "plain.dray"));
  plain_open (&plain, model_path, plain_path);

  DrayIntent **intents = make_intents (store, n_operations);

  take_turns (store, &plain, intents, batch, &ours, &theirs);
  dray_bench_report (figure, ours.cpu_s / theirs.cpu_s, "ratio", DRAY_BENCH_CPU, "%d operations by %d: %.1f us each, plain %.1f us",
                     n_operations, batch, ours.cpu_s * 1e6 / n_operations, theirs.cpu_s * 1e6 / n_operations);
  dray_bench_report (figure, ours.wall_s / theirs.wall_s, "ratio", DRAY_BENCH_WALL, "%d operations by %d: %.1f us each, plain %.1f us",
                     n_operations, batch, ours.wall_s * 1e6 / n_operations, theirs.wall_s * 1e6 / n_operations);
  free_intents (intents, n_operations);
  plain_close (&plain);
  dray_store_close (store);
}

static void
bench_single (DraySchema *schema)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  DrayStore *store = open_store (folder, schema, "ours.dray");
  int n = n_operations / 10;
  Times times = submit_all (store, n, 1);

  dray_bench_report ("submit-single-ops", n / times.cpu_s, "1/s", DRAY_BENCH_CPU, "%d operations, a transaction each", n);
  dray_bench_report ("submit-single-ops", n / times.wall_s, "1/s", DRAY_BENCH_WALL, "%d operations, a transaction each", n);
  dray_store_close (store);
}

static void
fill_rows (DraySchema *schema,
           const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStore) store = dray_store_open (path, schema, NULL, &error);
  DrayIntent *intents[250];

  check (error);
  for (int i = 0; i < n_rows; i += (int) G_N_ELEMENTS (intents)) {
    int n = MIN ((int) G_N_ELEMENTS (intents), n_rows - i);

    for (int k = 0; k < n; k++) {
      g_autofree char *values = g_strdup_printf ("{\"name\":\"Van %07d\",\"plate\":\"W-%05d T\",\"load_kg\":900}", (i + k) * 7919 % n_rows * 10, i + k);
      DrayId id = dray_little_id (i + k);

      intents[k] = dray_little_make_create (store, &dray_van_table, &id, values);
    }
    submit_batch (store, intents, n);
    for (int k = 0; k < n; k++)
      dray_intent_free (intents[k]);
  }
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(DrayWorkspace **) data = dray_workspace_open_finish (result, &error);
  check (error);
}

static void
wait_loaded (DrayStoreList *list)
{
  while (!dray_store_list_is_loaded (list))
    g_main_context_iteration (NULL, TRUE);
}

/* Looks at a screenful and waits until no row of it is blank. */
static double
wait_screen (DrayStoreList *list,
             guint          position)
{
  enum { SCREEN_ROWS = 40 };
  DrayRecord *records[SCREEN_ROWS];
  double started = dray_bench_wall_s ();

  for (guint i = 0; i < SCREEN_ROWS; i++)
    records[i] = g_list_model_get_item (G_LIST_MODEL (list), position + i);
  for (guint i = 0; i < SCREEN_ROWS; i++) {
    while (dray_record_get_row (records[i]) == NULL)
      g_main_context_iteration (NULL, TRUE);
    g_object_unref (records[i]);
  }
  return dray_bench_wall_s () - started;
}

static void
on_items_changed (GListModel *list,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  int        *n)
{
  *n += (int) n_added;
}

/* CPU from the news of an edit that moves its row to the moment when the list has moved it: median of many. */
static void
bench_follow (DrayWorkspace *workspace,
              DraySchema    *schema,
              const char    *path,
              DrayStoreList *list)
{
  enum { N_EDITS = 101 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStore) store = dray_store_open (path, schema, NULL, &error);
  double values[N_EDITS];
  int n_moved = 0;

  check (error);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &n_moved);
  for (int i = 0; i < N_EDITS; i++) {
    DrayId id = dray_little_id (i * 31 % n_rows);
    g_autofree char *value = g_strdup_printf ("\"Van %07d\"", (int) (((gint64) i + 1) * 104729 % n_rows * 10 + 5));
    g_autoptr (DrayReceipt) receipt = dray_little_set (store, &dray_van_table, &id, "name", value, &error);
    int before = n_moved;

    check (error);
    double started = dray_bench_cpu_s ();
    g_signal_emit_by_name (workspace, "changed", receipt->effects);
    for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC; n_moved == before; )
      if (!g_main_context_iteration (NULL, FALSE) && g_get_monotonic_time () > end)
        g_error ("edit %d moved nothing", i);
    values[i] = (dray_bench_cpu_s () - started) * 1e3;
  }
  dray_bench_report ("list-follow-ms", dray_bench_median (values, N_EDITS), "ms", DRAY_BENCH_CPU, "%d rows, median of %d edits that move a row", n_rows, N_EDITS);
}

static void
bench_scroll (DrayStoreList *list)
{
  enum { N_JUMPS = 200 };
  DrayRandom random;
  double worst = 0.0;

  dray_random_init (&random, 4);
  for (int i = 0; i < N_JUMPS; i++)
    worst = MAX (worst, wait_screen (list, dray_random_below (&random, (guint32) n_rows - 40)));
  dray_bench_report ("list-scroll-blank-ms", worst * 1e3, "ms", DRAY_BENCH_WALL, "%d rows, longest of %d jumps to a screen of 40", n_rows, N_JUMPS);
}

static void
bench_list (DraySchema *schema)
{
  enum { N_OPENS = 7 };
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *path = dray_test_folder_path (folder, "list.dray");
  g_autoptr (DrayQuery) query = dray_query_new (&dray_van_table);
  DrayWorkspace *workspace = NULL;
  double values[N_OPENS];
  DrayStoreList *list = NULL;

  fill_rows (schema, path);
  dray_query_order_by (query, DRAY_VAN_NAME, FALSE);
  dray_workspace_open_async (path, schema, NULL, NULL, on_opened, &workspace);
  while (workspace == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (int i = 0; i < N_OPENS; i++) {
    double started = dray_bench_cpu_s ();

    g_clear_object (&list);
    list = dray_store_list_new (workspace, query);
    wait_loaded (list);
    wait_screen (list, 0);
    values[i] = (dray_bench_cpu_s () - started) * 1e3;
  }
  dray_bench_report ("list-open-100k-ms", dray_bench_median (values, N_OPENS), "ms", DRAY_BENCH_CPU, "%d rows by name, to a full first screen; median of %d", n_rows, N_OPENS);
  bench_follow (workspace, schema, path, list);
  bench_scroll (list);
  g_object_unref (list);
  dray_workspace_close (workspace);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (workspace);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (DraySchema) schema = NULL;

  dray_bench_init (&argc, &argv, options);
  schema = dray_little_schema_new ();
  bench_single (schema);
  bench_batch (schema, "submit-batch32-ratio-to-sqlite", 32);
  bench_batch (schema, "submit-batch256-ratio-to-sqlite", 256);
  bench_list (schema);
  return 0;
}
