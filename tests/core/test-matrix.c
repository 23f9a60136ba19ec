/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-matrix.h"
#include "dray-units.h"

static void
test_cells_are_row_by_row (void)
{
  g_autoptr (DrayMatrix) matrix = dray_matrix_new (2, 3);

  dray_matrix_set (matrix, 1, 2, 17);
  g_assert_cmpint (matrix->cells[5], ==, 17);
  g_assert_cmpint (dray_matrix_get (matrix, 1, 2), ==, 17);
  g_assert_cmpint (dray_matrix_get (matrix, 0, 0), ==, 0);
}

static void
test_impossible_size_gives_null (void)
{
  g_assert_null (dray_matrix_new (G_MAXINT, G_MAXINT));
}

static void
test_unreachable_twice_does_not_overflow (void)
{
  g_assert_cmpint (DRAY_UNREACHABLE + DRAY_UNREACHABLE, >, DRAY_UNREACHABLE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/matrix/cells-are-row-by-row", test_cells_are_row_by_row);
  g_test_add_func ("/core/matrix/impossible-size-gives-null", test_impossible_size_gives_null);
  g_test_add_func ("/core/matrix/unreachable-twice-does-not-overflow", test_unreachable_twice_does_not_overflow);
  return g_test_run ();
}
