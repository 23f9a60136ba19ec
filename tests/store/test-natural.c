/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-natural.h"

#include <string.h>

static int
compare (const char *a,
         const char *b)
{
  int order = dray_natural_compare (a, strlen (a), b, strlen (b));

  /* Either way round. */
  g_assert_cmpint (order < 0, ==, dray_natural_compare (b, strlen (b), a, strlen (a)) > 0);
  return order < 0 ? -1 : order > 0;
}

static void
test_numbers_go_by_value (void)
{
  static const char *const sorted[] = {
    "", "1", "2", "10", "100", "A", "T", "T1", "T2", "T2a", "T10", "T10a", "T99999999999999999999999", "T100000000000000000000000", "a1", "é",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sorted); i++) {
    for (gsize k = 0; k < G_N_ELEMENTS (sorted); k++)
      g_assert_cmpint (compare (sorted[i], sorted[k]), ==, i < k ? -1 : i > k);
  }
}

static void
test_leading_zeros_break_ties_alone (void)
{
  g_assert_cmpint (compare ("T02", "T10"), <, 0);
  g_assert_cmpint (compare ("T02", "T2"), <, 0);
  g_assert_cmpint (compare ("T002", "T2"), <, 0);
  g_assert_cmpint (compare ("T0", "T00"), !=, 0);
  g_assert_cmpint (compare ("T02x9", "T2x10"), <, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/natural/numbers-go-by-value", test_numbers_go_by_value);
  g_test_add_func ("/store/natural/leading-zeros-break-ties-alone", test_leading_zeros_break_ties_alone);
  return g_test_run ();
}
