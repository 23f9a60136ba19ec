/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-conflict.h"
#include "dray-party.h"
#include "dray-route.h"
#include "dray-task.h"
#include "dray-yard.h"

#include <string.h>

/* The yard as a hub: two consoles push operations that they made without having seen each other. */

#define NAME(value) "{\"table\": \"party\", \"id\": \"@2\", \"field\": \"name\", \"value\": \"" value "\"}"
#define WINDOW(value) "{\"table\": \"task\", \"id\": \"@7\", \"field\": \"window_open_us\", \"value\": " value "}"
#define DELETE_PARTY "{\"table\": \"party\", \"id\": \"@2\"}"
#define RELEASE(start, stop) \
  "{\"route\": \"@20\", \"truck\": \"@4\", \"driver\": \"@5\", \"depot\": \"@1\", \"day\": \"2026-11-19\", \"start_us\": " start ", \"end_us\": 9000," \
  " \"distance_m\": 12000, \"drive_s\": 900, \"cost_minor\": 12345, \"stops\": [{\"stop\": \"" stop "\", \"task\": \"@7\", \"site\": \"@3\"," \
  " \"planned_us\": 2000, \"planned_leave_us\": 3000}]}"

static gint64
get_seq (DrayYard *yard)
{
  gint64 seq = 0;

  g_assert_true (dray_database_get_integer (dray_store_get_database (yard->store), "SELECT seq FROM workspace", &seq, NULL));
  return seq;
}

/* Console @n pushes its operation @mid, made when it had seen everything up to @base_seq. */
static DrayVerdict
push (DrayYard   *yard,
      int         n,
      gint64      mid,
      gint64      base_seq,
      const char *operation,
      const char *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayIntent) intent = dray_yard_intent (yard->store, operation, arguments, &error);
  DrayId client = dray_yard_id (1000 + n);
  DrayActor actor = { .role = "supervisor", .user = dray_yard_id (2000 + n) };

  g_assert_no_error (error);
  dray_intent_set_origin (intent, &client, mid, base_seq);
  dray_intent_set_at_us (intent, 1000 * n);

  g_autoptr (DrayReceipt) receipt = dray_store_submit (yard->store, &actor, intent, &error);

  g_assert_no_error (error);
  if (receipt->note != NULL)
    g_test_message ("%s: %s", operation, receipt->note);
  return receipt->verdict;
}

static GPtrArray *
list_conflicts (DrayYard   *yard,
                const char *status)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_conflict_table);
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  dray_query_where (query, DRAY_CONFLICT_STATUS, DRAY_TEST_EQUALS, dray_value_text (status));
  rows = dray_store_select (yard->store, query, &error);
  g_assert_no_error (error);
  return rows;
}

static const DrayRow *
find_cell (const GPtrArray *conflicts,
           const char      *cell)
{
  for (guint i = 0; i < conflicts->len; i++)
    if (g_str_equal (dray_row_get_text (conflicts->pdata[i], DRAY_CONFLICT_CELL), cell))
      return conflicts->pdata[i];
  g_assert_not_reached ();
}

static void
assert_name (DrayYard   *yard,
             const char *expected)
{
  g_autoptr (DrayRow) row = dray_yard_row (yard, &dray_party_table, DRAY_YARD_CUSTOMER);

  g_assert_cmpstr (dray_row_get_text (row, DRAY_PARTY_NAME), ==, expected);
}

static DrayVerdict
settle (DrayYard      *yard,
        int            n,
        gint64         mid,
        const DrayRow *conflict,
        const char    *word)
{
  g_autofree char *id = dray_id_dup_text (&conflict->id);
  g_autofree char *arguments = g_strdup_printf ("{\"choices\": {\"%s\": \"%s\"}}", id, word);

  return push (yard, n, mid, get_seq (yard), "conflict.settle", arguments);
}

/* Two name the same party, each without the other. */
static GPtrArray *
clash (DrayYard *yard)
{
  gint64 base = get_seq (yard);

  g_assert_cmpint (push (yard, 1, 1, base, "field.set", NAME ("First")), ==, DRAY_VERDICT_ACCEPTED);
  g_assert_cmpint (push (yard, 2, 1, base, "field.set", NAME ("Later")), ==, DRAY_VERDICT_ACCEPTED);
  return list_conflicts (yard, "open");
}

static void
test_both_are_kept (DrayYard      *yard,
                    gconstpointer  data)
{
  g_autoptr (GPtrArray) conflicts = clash (yard);
  const DrayRow *conflict;
  DrayId party = dray_yard_id (DRAY_YARD_CUSTOMER), first = dray_yard_id (1001), user = dray_yard_id (2001);
  g_autofree char *record = dray_id_dup_text (&party), *client = dray_id_dup_text (&first), *author = dray_id_dup_text (&user);

  assert_name (yard, "Later");
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = conflicts->pdata[0];
  g_assert_cmpstr (dray_row_get_text (conflict, DRAY_CONFLICT_BASE), ==, "\"Kessel Dairy\"");
  g_assert_cmpstr (dray_row_get_text (conflict, DRAY_CONFLICT_THEIRS), ==, "\"First\"");
  g_assert_cmpstr (dray_row_get_text (conflict, DRAY_CONFLICT_MINE), ==, "\"Later\"");
  g_assert_cmpstr (dray_row_get_text (conflict, DRAY_CONFLICT_OPERATION), ==, "field.set");
  g_assert_cmpstr (dray_row_get_text (conflict, DRAY_CONFLICT_SUBJECT_KIND), ==, "party");
  g_assert_cmpstr (dray_row_get_text (conflict, DRAY_CONFLICT_SUBJECT), ==, record);
  g_assert_cmpstr (dray_row_get_text (conflict, DRAY_CONFLICT_THEIR_CLIENT), ==, client);
  g_assert_cmpstr (dray_row_get_text (conflict, DRAY_CONFLICT_THEIR_USER), ==, author);
  g_assert_cmpint (dray_row_get_integer (conflict, DRAY_CONFLICT_THEIR_US), ==, 1000);
  g_assert_false (dray_row_get_boolean (conflict, DRAY_CONFLICT_IS_REFUSED));
}

/* The base is what the later author had seen, not what the first one found. */
static void
test_base_of_several_writes (DrayYard      *yard,
                             gconstpointer  data)
{
  gint64 base = get_seq (yard);

  push (yard, 1, 1, base, "field.set", NAME ("One"));
  push (yard, 1, 2, base + 1, "field.set", NAME ("Two"));
  push (yard, 2, 1, base, "field.set", NAME ("Later"));

  g_autoptr (GPtrArray) conflicts = list_conflicts (yard, "open");

  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpstr (dray_row_get_text (conflicts->pdata[0], DRAY_CONFLICT_BASE), ==, "\"Kessel Dairy\"");
  g_assert_cmpstr (dray_row_get_text (conflicts->pdata[0], DRAY_CONFLICT_THEIRS), ==, "\"Two\"");
}

static void
test_no_conflict (DrayYard      *yard,
                  gconstpointer  data)
{
  gint64 base = get_seq (yard);

  push (yard, 1, 1, base, "field.set", NAME ("Same"));
  push (yard, 2, 1, base, "field.set", NAME ("Same"));
  push (yard, 1, 2, base, "field.set", NAME ("Own again"));
  push (yard, 2, 2, get_seq (yard), "field.set", NAME ("Seen"));

  g_autoptr (GPtrArray) conflicts = list_conflicts (yard, "open");

  g_assert_cmpuint (conflicts->len, ==, 0);
  assert_name (yard, "Seen");
}

static void
test_protected (DrayYard      *yard,
                gconstpointer  data)
{
  gint64 base = get_seq (yard);

  g_assert_cmpint (push (yard, 1, 1, base, "field.set", WINDOW ("7000")), ==, DRAY_VERDICT_ACCEPTED);
  g_assert_cmpint (push (yard, 2, 1, base, "field.set", WINDOW ("8000")), ==, DRAY_VERDICT_FLAGGED);

  g_autoptr (GPtrArray) conflicts = list_conflicts (yard, "open");
  g_autoptr (DrayRow) before = dray_yard_row (yard, &dray_task_table, DRAY_YARD_TASK_A);
  DrayId order = dray_yard_id (DRAY_YARD_ORDER_A);
  g_autofree char *subject = dray_id_dup_text (&order);

  g_assert_cmpint (dray_row_get_integer (before, DRAY_TASK_WINDOW_OPEN_US), ==, 7000);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_true (dray_row_get_boolean (conflicts->pdata[0], DRAY_CONFLICT_IS_REFUSED));
  g_assert_cmpstr (dray_row_get_text (conflicts->pdata[0], DRAY_CONFLICT_SUBJECT_KIND), ==, "order");
  g_assert_cmpstr (dray_row_get_text (conflicts->pdata[0], DRAY_CONFLICT_SUBJECT), ==, subject);
  g_assert_cmpint (settle (yard, 2, 2, conflicts->pdata[0], "mine"), ==, DRAY_VERDICT_ACCEPTED);

  g_autoptr (DrayRow) after = dray_yard_row (yard, &dray_task_table, DRAY_YARD_TASK_A);

  g_assert_cmpint (dray_row_get_integer (after, DRAY_TASK_WINDOW_OPEN_US), ==, 8000);
}

/* Of two releases the later one does nothing at all; then one takes his times and her order of stops. */
static void
test_release (DrayYard      *yard,
              gconstpointer  data)
{
  gint64 base;

  push (yard, 1, 1, get_seq (yard), "route.release", RELEASE ("1000", "@21"));
  base = get_seq (yard);
  g_assert_cmpint (push (yard, 1, 2, base, "route.release", RELEASE ("1500", "@22")), ==, DRAY_VERDICT_ACCEPTED);
  g_assert_cmpint (push (yard, 2, 1, base, "route.release", RELEASE ("1700", "@23")), ==, DRAY_VERDICT_FLAGGED);

  g_autoptr (GPtrArray) conflicts = list_conflicts (yard, "open");
  g_autoptr (DrayRow) before = dray_yard_row (yard, &dray_route_table, 20);

  g_assert_cmpint (dray_row_get_integer (before, DRAY_ROUTE_START_US), ==, 1500);
  g_assert_cmpint (dray_row_get_integer (before, DRAY_ROUTE_RELEASE), ==, 2);
  for (guint i = 1; i < conflicts->len; i++)
    g_assert_cmpstr (dray_row_get_text (conflicts->pdata[i], DRAY_CONFLICT_DEED), ==, dray_row_get_text (conflicts->pdata[0], DRAY_CONFLICT_DEED));
  g_assert_nonnull (strstr (dray_row_get_text (conflicts->pdata[0], DRAY_CONFLICT_ARGUMENTS), "1700"));
  g_assert_cmpint (settle (yard, 2, 2, find_cell (conflicts, "start_us"), "mine"), ==, DRAY_VERDICT_ACCEPTED);

  g_autoptr (DrayRow) after = dray_yard_row (yard, &dray_route_table, 20);

  g_assert_cmpint (dray_row_get_integer (after, DRAY_ROUTE_START_US), ==, 1700);
}

static void
test_theirs (DrayYard      *yard,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) conflicts = clash (yard);
  g_autoptr (GPtrArray) open = NULL, settled = NULL;

  g_assert_cmpint (settle (yard, 1, 2, conflicts->pdata[0], "theirs"), ==, DRAY_VERDICT_ACCEPTED);
  assert_name (yard, "First");
  open = list_conflicts (yard, "open");
  settled = list_conflicts (yard, "settled");
  g_assert_cmpuint (open->len, ==, 0);
  g_assert_cmpuint (settled->len, ==, 1);
  g_assert_cmpstr (dray_row_get_text (settled->pdata[0], DRAY_CONFLICT_OUTCOME), ==, "theirs");
  g_assert_cmpint (settle (yard, 2, 2, conflicts->pdata[0], "mine"), ==, DRAY_VERDICT_REJECTED);
  assert_name (yard, "First");
}

/* Whoever says that what stands there is right does not undo a third. */
static void
test_mine_leaves_a_third (DrayYard      *yard,
                          gconstpointer  data)
{
  g_autoptr (GPtrArray) conflicts = clash (yard);

  push (yard, 3, 1, get_seq (yard), "field.set", NAME ("Third"));
  g_assert_cmpint (settle (yard, 2, 2, conflicts->pdata[0], "mine"), ==, DRAY_VERDICT_ACCEPTED);
  assert_name (yard, "Third");
}

static void
test_delete_over_edit (DrayYard      *yard,
                       gconstpointer  data)
{
  gint64 base = get_seq (yard);

  push (yard, 1, 1, base, "field.set", NAME ("Edited"));
  g_assert_cmpint (push (yard, 2, 1, base, "record.delete", DELETE_PARTY), ==, DRAY_VERDICT_ACCEPTED);

  g_autoptr (GPtrArray) conflicts = list_conflicts (yard, "open");

  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpstr (dray_row_get_text (conflicts->pdata[0], DRAY_CONFLICT_CELL), ==, "deleted");
  settle (yard, 1, 2, conflicts->pdata[0], "theirs");
  assert_name (yard, "Edited");

  g_autoptr (DrayRow) row = dray_yard_row (yard, &dray_party_table, DRAY_YARD_CUSTOMER);

  g_assert_false (row->is_deleted);
}

static void
test_edit_of_deleted (DrayYard      *yard,
                      gconstpointer  data)
{
  gint64 base = get_seq (yard);

  push (yard, 1, 1, base, "record.delete", DELETE_PARTY);
  g_assert_cmpint (push (yard, 2, 1, base, "field.set", NAME ("Edited")), ==, DRAY_VERDICT_FLAGGED);
  g_assert_cmpint (push (yard, 2, 2, get_seq (yard), "field.set", NAME ("Late")), ==, DRAY_VERDICT_REJECTED);

  g_autoptr (GPtrArray) conflicts = list_conflicts (yard, "open");

  g_assert_cmpuint (conflicts->len, ==, 1);
  settle (yard, 2, 3, conflicts->pdata[0], "mine");

  g_autoptr (DrayRow) row = dray_yard_row (yard, &dray_party_table, DRAY_YARD_CUSTOMER);

  g_assert_false (row->is_deleted);
}

static void
test_bad_choices (DrayYard      *yard,
                  gconstpointer  data)
{
  static const char *const bad[] = {
    "{\"choices\": {}}", "{\"choices\": []}", "{\"choices\": 3}", "{\"choices\": {\"x\": \"mine\"}}", "{\"choices\": {\"@2\": \"mine\"}}",
    "{\"choices\": {\"@2\": 1}}", "{\"choices\": {\"@2\": {\"a\": 1}}}",
  };
  g_autoptr (GPtrArray) conflicts = clash (yard);
  g_autoptr (GString) many = g_string_new ("{\"choices\": {");
  gint64 mid = 2;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (push (yard, 1, mid++, get_seq (yard), "conflict.settle", bad[i]), ==, DRAY_VERDICT_REJECTED);
  for (int i = 0; i < 257; i++)
    g_string_append_printf (many, "%s\"@%d\": \"mine\"", i > 0 ? "," : "", i + 3000);
  g_string_append (many, "}}");
  g_assert_cmpint (push (yard, 1, mid++, get_seq (yard), "conflict.settle", many->str), ==, DRAY_VERDICT_REJECTED);
  g_assert_cmpint (settle (yard, 1, mid, conflicts->pdata[0], "whatever"), ==, DRAY_VERDICT_REJECTED);
}

#define TEST(path, function) g_test_add ("/fleet/conflicts/" path, DrayYard, NULL, dray_yard_set_up, function, dray_yard_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("later-write-wins-and-both-are-kept", test_both_are_kept);
  TEST ("base-is-what-the-later-author-had-seen", test_base_of_several_writes);
  TEST ("what-was-seen-or-is-equal-is-no-conflict", test_no_conflict);
  TEST ("protected-cell-makes-the-later-operation-void", test_protected);
  TEST ("second-release-is-void-and-its-cells-can-be-taken", test_release);
  TEST ("choosing-theirs-writes-it-and-only-once", test_theirs);
  TEST ("choosing-what-stands-does-not-undo-a-third", test_mine_leaves_a_third);
  TEST ("delete-over-an-edit-can-be-taken-back", test_delete_over_edit);
  TEST ("edit-of-a-deleted-row-is-kept", test_edit_of_deleted);
  TEST ("bad-choices-are-refused", test_bad_choices);
  return g_test_run ();
}
