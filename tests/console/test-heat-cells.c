/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-heat-cells.h"

/* Squares of a world of 1,000 pixels, 100 wide. */
static void
test_neighbours_share_a_square (void)
{
  static const DrayHeatSpot spots[] = {
    { 0.55, 0.25, 30.0, 10.0, 10.0 }, { 0.15, 0.15, 5.0, 5.0, 5.0 }, { 0.59, 0.29, 10.0, 10.0, 10.0 }, { 0.61, 0.29, 7.0, 1.0, 1.0 },
  };
  g_autoptr (GArray) cells = dray_heat_cells_sum (spots, G_N_ELEMENTS (spots), 1000.0, 100.0);
  const DrayHeatCell *cell = (const DrayHeatCell *) (gpointer) cells->data;

  g_assert_cmpuint (cells->len, ==, 3);
  g_assert_cmpint (cell[0].column, ==, 1);
  g_assert_cmpint (cell[1].column, ==, 5);
  g_assert_cmpint (cell[1].row, ==, 2);
  g_assert_cmpfloat (cell[1].n, ==, 20.0);
  g_assert_cmpfloat (dray_heat_cell_get_value (&cell[1]), ==, 2.0);
  g_assert_cmpint (cell[2].column, ==, 6);
}

static void
test_a_count_has_no_whole (void)
{
  static const DrayHeatSpot spots[] = { { 0.1, 0.1, 3.0, 0.0, 3.0 }, { 0.1, 0.1, 4.0, 0.0, 4.0 } };
  g_autoptr (GArray) cells = dray_heat_cells_sum (spots, 2, 256.0, 44.0);
  g_autoptr (GArray) none = dray_heat_cells_sum (NULL, 0, 256.0, 44.0);

  g_assert_cmpfloat (dray_heat_cell_get_value (&g_array_index (cells, DrayHeatCell, 0)), ==, 7.0);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_warmer_is_more (void)
{
  g_assert_cmphex (dray_heat_get_colour (0.0, 10.0), ==, 0xfbe8d3);
  g_assert_cmphex (dray_heat_get_colour (10.0, 10.0), ==, 0xd55e00);
  g_assert_cmphex (dray_heat_get_colour (5.0, 10.0), ==, 0xf2ae72);
  g_assert_cmphex (dray_heat_get_colour (5.0, 0.0), ==, 0xfbe8d3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/heat-cells/neighbours-share-a-square", test_neighbours_share_a_square);
  g_test_add_func ("/console/heat-cells/a-count-has-no-whole", test_a_count_has_no_whole);
  g_test_add_func ("/console/heat-cells/warmer-is-more", test_warmer_is_more);
  return g_test_run ();
}
