/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-column.h"

static void
test_appends_keep_everything (void)
{
  g_auto (DrayInt32Column) ints = { 0 };
  g_auto (DrayDoubleColumn) doubles = { 0 };

  for (int i = 0; i < 100000; i++) {
    g_assert_true (dray_int32_column_append (&ints, i));
    g_assert_true (dray_double_column_append (&doubles, i * 0.5));
  }
  g_assert_cmpuint (ints.n, ==, 100000);
  for (int i = 0; i < 100000; i++) {
    g_assert_cmpint (ints.items[i], ==, i);
    g_assert_cmpfloat (doubles.items[i], ==, i * 0.5);
  }
}

static void
test_impossible_growth_leaves_the_column_whole (void)
{
  g_auto (DrayInt64Column) column = { 0 };

  g_assert_true (dray_int64_column_append (&column, 17));
  g_assert_false (dray_int64_column_reserve (&column, G_MAXSIZE));
  g_assert_false (dray_int64_column_reserve (&column, G_MAXSIZE / 8));
  g_assert_cmpuint (column.n, ==, 1);
  g_assert_cmpint (column.items[0], ==, 17);
  g_assert_true (dray_int64_column_append (&column, 18));
}

static void
test_steal_hands_the_items_over (void)
{
  DrayInt64Column column = { 0 };

  g_assert_true (dray_int64_column_append (&column, 17));
  g_autofree gint64 *items = dray_int64_column_steal (&column);
  g_assert_cmpint (items[0], ==, 17);
  g_assert_null (column.items);
  g_assert_cmpuint (column.n, ==, 0);
}

static void
test_bytes_come_back_as_they_went_in (void)
{
  g_auto (DrayBytesColumn) column = { { 0 }, { 0 } };
  gsize n_bytes;

  g_assert_true (dray_bytes_column_append (&column, NULL, 0));
  g_assert_true (dray_bytes_column_append (&column, "quay", 4));
  g_assert_true (dray_bytes_column_append (&column, "", 0));
  g_assert_true (dray_bytes_column_append (&column, "\0\1\2", 3));

  dray_bytes_column_get (&column, 0, &n_bytes);
  g_assert_cmpuint (n_bytes, ==, 0);
  const guint8 *bytes = dray_bytes_column_get (&column, 1, &n_bytes);
  g_assert_cmpmem (bytes, n_bytes, "quay", 4);
  dray_bytes_column_get (&column, 2, &n_bytes);
  g_assert_cmpuint (n_bytes, ==, 0);
  bytes = dray_bytes_column_get (&column, 3, &n_bytes);
  g_assert_cmpmem (bytes, n_bytes, "\0\1\2", 3);
  g_assert_false (dray_bytes_column_append (&column, "x", G_MAXSIZE));
  g_assert_cmpuint (column.ends.n, ==, 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/column/appends-keep-everything", test_appends_keep_everything);
  g_test_add_func ("/core/column/impossible-growth-leaves-the-column-whole", test_impossible_growth_leaves_the_column_whole);
  g_test_add_func ("/core/column/steal-hands-the-items-over", test_steal_hands_the_items_over);
  g_test_add_func ("/core/column/bytes-come-back-as-they-went-in", test_bytes_come_back_as_they_went_in);
  return g_test_run ();
}
