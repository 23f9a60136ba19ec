/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What must hold for every operation of a schema, whatever it does:
 *
 *   every operation has an example, and the example has effects;
 *   the same operation on an equal file has equal effects;
 *   submitted again under the same (client, mid) it does nothing, and another one under that name is a fork;
 *   an edit undone leaves the rows as they were, and redone as it had left them;
 *   an edit undone after somebody else wrote one of its cells leaves that cell alone, names it, and restores the rest;
 *   what can't be undone refuses and leaves no trace;
 *   refused by its arguments, or by a rule after its mutator ran, an edit or release leaves no trace in the file at all, and a
 *     fact is logged and flagged and changes no row;
 *   a field that is reserved for named operations is refused by every generic one.
 *
 * To the schema under test are added: an operation that writes any cell (somebody else's edit), and a rule for each table that
 * refuses when it is armed. */

#include "dray-property.h"
#include "dray-field-json.h"
#include "dray-store-error.h"
#include "dray-test-folder.h"

#include <string.h>

typedef struct {
  DraySchemaLists    lists;
  const DrayExample *examples;
  int                n_examples;
  GPtrArray         *operations;
  GPtrArray         *invariants;
} Suite;

typedef struct {
  Suite             *suite;
  const DrayExample *example;
  DrayTestFolder    *folder;
  char              *path;
  DraySchema        *schema;
  DrayStore         *store;
} Fixture;

#define DRAY_SCRIBBLE_ARGUMENTS(FIELD) \
  FIELD (SCRIBBLE, TABLE, table, TEXT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (SCRIBBLE, ID, id, REFERENCE, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (SCRIBBLE, COLUMN, column, TEXT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (SCRIBBLE, VALUE, value, JSON)

DRAY_DECLARE_ARGUMENTS (SCRIBBLE, DRAY_SCRIBBLE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (scribble, DRAY_SCRIBBLE_ARGUMENTS)

static DraySchema *scribble_schema;
static gboolean is_armed;

static void
scribble (DrayMutation *mutation)
{
  const DrayTable *table = dray_schema_find_table (scribble_schema, dray_mutation_argument_text (mutation, DRAY_SCRIBBLE_TABLE));
  DrayId id = dray_mutation_argument_id (mutation, DRAY_SCRIBBLE_ID);
  int field = dray_table_find_field (table, dray_mutation_argument_text (mutation, DRAY_SCRIBBLE_COLUMN));
  JsonNode *node = dray_mutation_argument_json (mutation, DRAY_SCRIBBLE_VALUE);
  g_auto (DrayValue) value = dray_value_none ();
  g_autoptr (GError) error = NULL;

  if (node != NULL && !dray_field_read_json (&table->fields[field], node, &value, &error))
    dray_mutation_refuse (mutation, "%s", error->message);
  dray_mutation_set (mutation, table, &id, field, dray_value_copy (&value));
}

static const DrayOperation scribble_operation = {
  .name = "test.scribble", .version = 1, .label = "Scribble", .kind = DRAY_OPERATION_EDIT, .undo = DRAY_UNDO_RESTORES,
  .arguments = scribble_arguments, .n_arguments = DRAY_SCRIBBLE_N_FIELDS, .mutate = scribble,
};

static void
check_armed (DrayMutation  *mutation,
             const DrayRow *before,
             const DrayRow *after)
{
  if (is_armed)
    dray_mutation_refuse (mutation, "the test says no");
}

/* Returns: (transfer full): all living rows as text */
char *
dray_property_dump_rows (DrayStore *store)
{
  GString *dump = g_string_new (NULL);

  for (int t = 0; t < dray_schema_get_n_tables (dray_store_get_schema (store)); t++) {
    const DrayTable *table = dray_schema_get_table (dray_store_get_schema (store), t);
    g_autoptr (DrayQuery) query = dray_query_new (table);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) rows = dray_store_select (store, query, &error);

    g_assert_no_error (error);
    for (guint i = 0; i < rows->len; i++) {
      g_string_append_printf (dump, "%s ", table->name);
      dray_row_append_json (rows->pdata[i], dump);
      g_string_append_c (dump, '\n');
    }
  }
  return g_string_free (dump, FALSE);
}

static void
dump_table (DrayDatabase *database,
            const char   *name,
            int           n_columns,
            GString      *dump)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", name);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStatement) statement = dray_database_prepare (database, sql, &error);
  gboolean has_row = TRUE;

  g_assert_no_error (error);
  while (TRUE) {
    dray_statement_step (statement, &has_row, &error);
    g_assert_no_error (error);
    if (!has_row)
      return;
    g_string_append (dump, name);
    for (int i = 0; i < n_columns; i++) {
      gsize n_bytes;
      const guint8 *bytes = dray_statement_get_bytes (statement, i, &n_bytes);
      g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_MD5, bytes, n_bytes);

      g_string_append_printf (dump, " %s", hash);
    }
    g_string_append_c (dump, '\n');
  }
}

/* Returns: (transfer full): everything that is in the file, the store's own tables too */
char *
dray_property_dump_file (DrayStore *store)
{
  DrayDatabase *database = dray_store_get_database (store);
  GString *dump = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStatement) tables = dray_database_prepare (database,
    "SELECT name, (SELECT count(*) FROM pragma_table_info(s.name)) FROM sqlite_schema AS s WHERE type = 'table' ORDER BY name", &error);
  gboolean has_row = TRUE;

  while (tables != NULL && dray_statement_step (tables, &has_row, &error) && has_row)
    dump_table (database, dray_statement_get_text (tables, 0), (int) dray_statement_get_integer (tables, 1), dump);
  g_assert_no_error (error);
  return g_string_free (dump, FALSE);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const Fixture *of = data;

  f->suite = of->suite;
  f->example = of->example;
  f->folder = dray_test_folder_new ();
  f->path = dray_test_folder_path (f->folder, "property.dray");
  f->schema = scribble_schema = dray_schema_new (&f->suite->lists, &error);
  g_assert_no_error (error);
  f->store = dray_store_open (f->path, f->schema, NULL, &error);
  g_assert_no_error (error);
  is_armed = FALSE;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  is_armed = FALSE;
  g_clear_pointer (&f->store, dray_store_close);
  dray_schema_unref (f->schema);
  g_free (f->path);
  dray_test_folder_remove (f->folder);
}

static DrayReceipt *
submit (Fixture    *f,
        DrayIntent *intent)
{
  g_autoptr (GError) error = NULL;
  DrayReceipt *receipt = dray_store_submit (f->store, NULL, intent, &error);

  g_assert_no_error (error);
  return receipt;
}

static DrayIntent *
make_undo (Fixture           *f,
           const DrayReceipt *receipt)
{
  DrayIntent *intent = dray_intent_new (f->schema, "operation.undo");

  dray_intent_set_id (intent, "client", &receipt->client);
  dray_intent_set_integer (intent, "mid", receipt->mid);
  return intent;
}

static DrayReceipt *
undo (Fixture           *f,
      const DrayReceipt *receipt)
{
  g_autoptr (DrayIntent) intent = make_undo (f, receipt);

  return submit (f, intent);
}

static void
assert_equal_effects (const DrayEffects *a,
                      const DrayEffects *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++) {
    const DrayEffect *one = dray_effects_get (a, i), *other = dray_effects_get (b, i);

    g_assert_true (one->table == other->table && one->field == other->field);
    g_assert_true (dray_id_equal (&one->id, &other->id));
    g_assert_true (dray_value_equal (&one->before, &other->before));
    g_assert_true (dray_value_equal (&one->after, &other->after));
  }
}

static void
test_equal_on_equal_files (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr (DrayIntent) intent = f->example->prepare (f->store);
  g_autofree char *copy_path = dray_test_folder_path (f->folder, "copy.dray");
  g_autoptr (GError) error = NULL;
  DrayId client = dray_id_derive ("test", "elsewhere", 9);

  dray_intent_set_origin (intent, &client, 1, 0);
  dray_intent_set_at_us (intent, G_GINT64_CONSTANT (1795132740000000));
  dray_database_backup (dray_store_get_database (f->store), copy_path, &error);
  g_assert_no_error (error);

  g_autoptr (DrayStore) copy = dray_store_open (copy_path, f->schema, NULL, &error);
  g_autoptr (DrayReceipt) here = submit (f, intent);
  g_autoptr (DrayReceipt) there = dray_store_submit (copy, NULL, intent, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (here->effects->len, >, 0);
  g_assert_cmpint (here->verdict, !=, DRAY_VERDICT_REJECTED);
  assert_equal_effects (here->effects, there->effects);

  g_autofree char *rows = dray_property_dump_rows (f->store), *copy_rows = dray_property_dump_rows (copy);

  g_assert_cmpstr (rows, ==, copy_rows);
}

static void
test_twice_is_once (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr (DrayIntent) intent = f->example->prepare (f->store);
  DrayId client = dray_id_derive ("test", "elsewhere", 9);
  g_autoptr (GError) error = NULL;

  dray_intent_set_origin (intent, &client, 1, 0);
  g_autoptr (DrayReceipt) first = submit (f, intent);
  g_autofree char *before = dray_property_dump_file (f->store);
  g_autoptr (DrayReceipt) second = submit (f, intent);
  g_autofree char *after = dray_property_dump_file (f->store);

  g_assert_false (first->is_repeat);
  g_assert_true (second->is_repeat);
  g_assert_cmpint (first->seq, ==, second->seq);
  g_assert_cmpint (first->verdict, ==, second->verdict);
  g_assert_cmpstr (before, ==, after);

  g_autoptr (DrayIntent) other = make_undo (f, second);

  dray_intent_set_integer (other, "mid", 77);
  dray_intent_set_origin (other, &client, 1, 0);
  g_assert_null (dray_store_submit (f->store, NULL, other, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORK);
}

static void
test_undo_and_redo (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr (DrayIntent) intent = f->example->prepare (f->store);
  g_autofree char *before = dray_property_dump_rows (f->store);
  g_autoptr (DrayReceipt) receipt = submit (f, intent);
  g_autofree char *done = dray_property_dump_rows (f->store);
  g_autoptr (DrayReceipt) undone_receipt = undo (f, receipt);
  g_autofree char *undone = dray_property_dump_rows (f->store);
  g_autoptr (DrayReceipt) redone_receipt = undo (f, undone_receipt);
  g_autofree char *redone = dray_property_dump_rows (f->store);

  g_assert_cmpstr (before, !=, done);
  g_assert_cmpstr (undone, ==, before);
  g_assert_cmpstr (redone, ==, done);
}

/* A value of the field's type that its cell does not hold, as JSON; NULL where there is none to think of. */
static char *
make_other_value (const DrayField *field,
                  const DrayValue *value)
{
  switch (field->type) {
    case DRAY_FIELD_TEXT:
    case DRAY_FIELD_RANK:
      return g_strdup ("\"somebody\"");
    case DRAY_FIELD_INTEGER:
    case DRAY_FIELD_INSTANT:
      return g_strdup_printf ("%d", (int) field->minimum + 1 + (value->kind == DRAY_VALUE_INTEGER && value->integer == (int) field->minimum + 1));
    case DRAY_FIELD_REAL:
      return g_strdup_printf ("%.1f", field->minimum + 0.5);
    case DRAY_FIELD_BOOLEAN:
      return g_strdup (value->kind == DRAY_VALUE_INTEGER && value->integer == 1 ? "false" : "true");
    case DRAY_FIELD_DATE:
      return g_strdup ("\"1999-12-31\"");
    case DRAY_FIELD_ENUM:
      return g_strdup_printf ("\"%s\"", field->choices[value->kind == DRAY_VALUE_TEXT && g_str_equal (value->text, field->choices[0]) ? 1 : 0]);
    case DRAY_FIELD_JSON:
      return g_strdup ("[\"somebody\"]");
    case DRAY_FIELD_BLOB:
      return g_strdup ("\"c29tZWJvZHk=\"");
    case DRAY_FIELD_REFERENCE:
    default:
      return value->kind == DRAY_VALUE_NONE ? NULL : g_strdup ("null");
  }
}

/* Somebody else writes one of the cells that the operation wrote. %FALSE where no rule lets them. */
static gboolean
scribble_on (Fixture           *f,
             const DrayEffects *effects,
             DrayCell          *cell)
{
  DrayId stranger = dray_id_derive ("test", "stranger", 8);

  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);
    g_autofree char *value = effect->field >= 0 ? make_other_value (&effect->table->fields[effect->field], &effect->after) : NULL;
    g_autoptr (DrayIntent) intent = dray_intent_new (f->schema, "test.scribble");
    g_autoptr (DrayReceipt) receipt = NULL;

    if (value == NULL)
      continue;
    dray_intent_set_text (intent, "table", effect->table->name);
    dray_intent_set_id (intent, "id", &effect->id);
    dray_intent_set_text (intent, "column", effect->table->fields[effect->field].name);
    dray_intent_set_text (intent, "value", value);
    /* He has seen what he writes over: it is no conflict. */
    dray_intent_set_origin (intent, &stranger, 1, dray_store_get_seq (f->store));
    receipt = dray_store_submit (f->store, NULL, intent, NULL);
    if (receipt != NULL && receipt->verdict == DRAY_VERDICT_ACCEPTED && receipt->effects->len == 1) {
      *cell = (DrayCell) { effect->table, effect->id, effect->field };
      return TRUE;
    }
    stranger.bytes[15]++;
  }
  return FALSE;
}

static void
assert_kept (Fixture           *f,
             const DrayReceipt *undone,
             const DrayCell    *cell,
             const DrayRow     *scribbled)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayRow) row = dray_store_get_row (f->store, cell->table, &cell->id, &error);
  gboolean named = FALSE;

  g_assert_no_error (error);
  g_assert_true (dray_value_equal (&row->values[cell->field], &scribbled->values[cell->field]));
  g_assert_false (row->is_deleted);
  for (guint i = 0; undone != NULL && i < undone->kept->len; i++) {
    const DrayCell *kept = &g_array_index (undone->kept, DrayCell, i);

    named |= dray_id_equal (&kept->id, &cell->id) && (kept->field == cell->field || kept->field == DRAY_FIELD_DELETED);
  }
  g_assert_true (undone == NULL || named);
}

static void
assert_others_restored (Fixture           *f,
                        const DrayEffects *effects,
                        const DrayCell    *cell)
{
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);
    g_autoptr (DrayRow) row = dray_store_get_row (f->store, effect->table, &effect->id, NULL);
    gboolean was_made = effect->before.kind == DRAY_VALUE_NONE && effect->field == DRAY_FIELD_DELETED;

    if (dray_id_equal (&effect->id, &cell->id) || row->is_deleted)
      continue;
    g_assert_false (was_made);
    if (effect->field >= 0)
      g_assert_true (dray_value_equal (&row->values[effect->field], &effect->before));
  }
}

static void
test_undo_after_foreign_edit (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr (DrayIntent) intent = f->example->prepare (f->store);
  g_autoptr (DrayReceipt) receipt = submit (f, intent);
  g_autoptr (GError) error = NULL;
  DrayCell cell;

  if (!scribble_on (f, receipt->effects, &cell)) {
    g_test_skip ("nobody else may write any cell that it wrote");
    return;
  }

  g_autoptr (DrayRow) scribbled = dray_store_get_row (f->store, cell.table, &cell.id, &error);
  g_autoptr (DrayIntent) undo_intent = make_undo (f, receipt);
  g_autoptr (DrayReceipt) undone = dray_store_submit (f->store, NULL, undo_intent, &error);

  /* Where that was all it did, there is nothing left to undo. */
  if (undone == NULL)
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);
  assert_kept (f, undone, &cell, scribbled);
  if (undone != NULL)
    assert_others_restored (f, receipt->effects, &cell);
}

static void
test_can_not_be_undone (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr (DrayIntent) intent = f->example->prepare (f->store);
  g_autoptr (DrayReceipt) receipt = submit (f, intent);
  g_autofree char *before = dray_property_dump_file (f->store);
  g_autoptr (DrayIntent) undo_intent = make_undo (f, receipt);
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_store_submit (f->store, NULL, undo_intent, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);

  g_autofree char *after = dray_property_dump_file (f->store);

  g_assert_cmpstr (before, ==, after);
}

static void
test_missing_argument_leaves_no_trace (Fixture       *f,
                                       gconstpointer  data)
{
  const DrayOperation *operation = dray_schema_find_operation (f->schema, f->example->operation);

  for (int i = 0; i < operation->n_arguments; i++) {
    g_autoptr (DrayIntent) intent = NULL;
    g_autoptr (GError) error = NULL;

    if ((operation->arguments[i].flags & DRAY_FIELD_REQUIRED) == 0)
      continue;
    intent = f->example->prepare (f->store);
    dray_intent_set (intent, operation->arguments[i].name, dray_value_none ());

    g_autofree char *before = dray_property_dump_file (f->store);

    g_assert_null (dray_store_submit (f->store, NULL, intent, &error));
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID);

    g_autofree char *after = dray_property_dump_file (f->store);

    g_assert_cmpstr (before, ==, after);
    tear_down (f, NULL);
    set_up (f, f);
  }
}

static void
test_refused_by_a_rule (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr (DrayIntent) intent = f->example->prepare (f->store);
  g_autofree char *file = dray_property_dump_file (f->store), *rows = dray_property_dump_rows (f->store);
  g_autoptr (GError) error = NULL;

  is_armed = TRUE;
  g_autoptr (DrayReceipt) receipt = dray_store_submit (f->store, NULL, intent, &error);
  g_autofree char *file_after = dray_property_dump_file (f->store), *rows_after = dray_property_dump_rows (f->store);

  g_assert_cmpstr (rows, ==, rows_after);
  if (dray_intent_get_operation (intent)->kind == DRAY_OPERATION_FACT) {
    g_assert_no_error (error);
    g_assert_cmpint (receipt->verdict, ==, DRAY_VERDICT_FLAGGED);
    g_assert_cmpuint (receipt->effects->len, ==, 0);
    g_assert_cmpstr (file, !=, file_after);
  } else {
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);
    g_assert_cmpstr (file, ==, file_after);
  }
}

/* How each generic operation is told to write a field: the table and the field stand between the pieces. */
static const struct {
  const char *operation;
  const char *before_table;
  const char *before_field;
  const char *behind;
} generic_writers[] = {
  { "field.set", "{\"table\":\"", "\",\"id\":\"01902d5e-7b3c-7def-8123-456789012345\",\"field\":\"", "\",\"value\":null}" },
  { "record.create", "{\"table\":\"", "\",\"id\":\"01902d5e-7b3c-7def-8123-456789012345\",\"values\":{\"", "\":null}}" },
  { "record.import", "{\"table\":\"", "\",\"rows\":[{\"id\":\"01902d5e-7b3c-7def-8123-456789012345\",\"", "\":null}]}" },
};

static void
assert_refuses_named (Fixture         *f,
                      gsize            writer,
                      const DrayTable *table,
                      const DrayField *field)
{
  g_autofree char *arguments = g_strconcat (generic_writers[writer].before_table, table->name, generic_writers[writer].before_field,
                                            field->name, generic_writers[writer].behind, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayIntent) intent = dray_intent_new_from_json (f->schema, generic_writers[writer].operation, arguments, &error);

  g_assert_no_error (error);
  g_assert_null (dray_store_submit (f->store, NULL, intent, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);
}

static void
test_named_fields_are_refused (Fixture       *f,
                               gconstpointer  data)
{
  for (int t = 0; t < dray_schema_get_n_tables (f->schema); t++) {
    const DrayTable *table = dray_schema_get_table (f->schema, t);

    for (int i = 0; i < table->n_fields; i++)
      for (gsize writer = 0; (table->fields[i].flags & DRAY_FIELD_NAMED) && writer < G_N_ELEMENTS (generic_writers); writer++)
        assert_refuses_named (f, writer, table, &table->fields[i]);
  }
}

static void
test_every_operation_has_an_example (Fixture       *f,
                                     gconstpointer  data)
{
  for (int i = 0; i < dray_schema_get_n_operations (f->schema); i++) {
    const DrayOperation *operation = dray_schema_get_operation (f->schema, i);
    gboolean found = operation == &scribble_operation;

    for (int k = 0; k < f->suite->n_examples; k++)
      found |= g_str_equal (f->suite->examples[k].operation, operation->name);
    if (!found)
      g_error ("%s has no example", operation->name);
  }
}

static void
add (const Fixture *of,
     const char    *prefix,
     const char    *name,
     void         (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = of->example != NULL ? g_strdup_printf ("%s/%s/%s", prefix, of->example->operation, name)
                                              : g_strdup_printf ("%s/%s", prefix, name);

  g_test_add_vtable (path, sizeof (Fixture), of, (GTestFixtureFunc) (void *) set_up, (GTestFixtureFunc) (void *) test, (GTestFixtureFunc) (void *) tear_down);
}

/* The test framework borrows what a test is about; it is kept for as long as the program runs. */
static Fixture *
make_fixture (Suite *suite)
{
  static GPtrArray *kept = NULL;
  Fixture *of = g_new0 (Fixture, 1);

  if (kept == NULL)
    kept = g_ptr_array_new ();
  g_ptr_array_add (kept, of);
  of->suite = suite;
  return of;
}

static void
add_example (Suite             *suite,
             const DrayExample *example,
             const char        *prefix,
             DraySchema        *schema)
{
  const DrayOperation *operation = dray_schema_find_operation (schema, example->operation);
  Fixture *of = make_fixture (suite);

  g_assert (operation != NULL);
  of->example = example;
  add (of, prefix, "equal-on-equal-files", test_equal_on_equal_files);
  add (of, prefix, "twice-is-once", test_twice_is_once);
  add (of, prefix, "missing-argument-leaves-no-trace", test_missing_argument_leaves_no_trace);
  add (of, prefix, "refused-by-a-rule", test_refused_by_a_rule);
  if (operation->undo == DRAY_UNDO_RESTORES) {
    add (of, prefix, "undo-and-redo", test_undo_and_redo);
    add (of, prefix, "undo-after-a-foreign-edit", test_undo_after_foreign_edit);
  } else {
    add (of, prefix, "can-not-be-undone", test_can_not_be_undone);
  }
}

static void
extend_lists (Suite *suite)
{
  DraySchemaLists *lists = &suite->lists;

  suite->operations = g_ptr_array_new ();
  suite->invariants = g_ptr_array_new ();
  for (int i = 0; i < lists->n_operations; i++)
    g_ptr_array_add (suite->operations, (gpointer) lists->operations[i]);
  g_ptr_array_add (suite->operations, (gpointer) &scribble_operation);
  for (int i = 0; i < lists->n_invariants; i++)
    g_ptr_array_add (suite->invariants, (gpointer) lists->invariants[i]);
  for (int i = 0; i < lists->n_tables; i++) {
    DrayInvariant *armed = g_new0 (DrayInvariant, 1);

    *armed = (DrayInvariant) { "armed", lists->tables[i], check_armed };
    g_ptr_array_add (suite->invariants, armed);
  }
  lists->operations = (const DrayOperation *const *) suite->operations->pdata;
  lists->n_operations = (int) suite->operations->len;
  lists->invariants = (const DrayInvariant *const *) suite->invariants->pdata;
  lists->n_invariants = (int) suite->invariants->len;
}

/**
 * dray_property_add_tests:
 * @prefix: of the tests' paths: "/store/property"
 * @examples: (array length=n_examples): static; for every operation, the generic ones too
 *
 * Adds the tests that run over every operation of a schema, each in a file of its own.
 */
void
dray_property_add_tests (const char            *prefix,
                         const DraySchemaLists *lists,
                         const DrayExample     *examples,
                         int                    n_examples)
{
  Suite *suite = g_new0 (Suite, 1);
  Fixture *of = make_fixture (suite);
  g_autoptr (GError) error = NULL;
  g_autoptr (DraySchema) schema = NULL;

  suite->lists = *lists;
  suite->examples = examples;
  suite->n_examples = n_examples;
  extend_lists (suite);
  schema = dray_schema_new (&suite->lists, &error);
  g_assert_no_error (error);
  add (of, prefix, "every-operation-has-an-example", test_every_operation_has_an_example);
  add (of, prefix, "named-fields-are-refused-to-generic-operations", test_named_fields_are_refused);
  for (int i = 0; i < n_examples; i++)
    add_example (suite, &examples[i], prefix, schema);
}
