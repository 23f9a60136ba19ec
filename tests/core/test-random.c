/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-random.h"

#include <math.h>

static void
test_same_seed_gives_same_numbers (void)
{
  DrayRandom a, b;

  dray_random_init (&a, 7);
  dray_random_init (&b, 7);
  for (int i = 0; i < 1000; i++)
    g_assert_cmpuint (dray_random_u64 (&a), ==, dray_random_u64 (&b));
}

/* The first output of xoshiro256** from the state that splitmix64 gives for seed 0, worked out from the two papers' formulas:
 * rotl (s[1] * 5, 7) * 9 with s[1] = 0x6e789e6aa1b965f4. */
static void
test_first_number_follows_the_paper (void)
{
  DrayRandom random;

  dray_random_init (&random, 0);
  g_assert_cmphex (random.state[0], ==, G_GUINT64_CONSTANT (0xe220a8397b1dcdaf));
  g_assert_cmphex (random.state[1], ==, G_GUINT64_CONSTANT (0x6e789e6aa1b965f4));
  g_assert_cmphex (dray_random_u64 (&random), ==, G_GUINT64_CONSTANT (0x99ec5f36cb75f2b4));
}

static void
test_below_stays_below_and_reaches_all (void)
{
  DrayRandom random;
  int seen[10] = { 0 };

  dray_random_init (&random, 1);
  for (int i = 0; i < 10000; i++) {
    guint32 n = dray_random_below (&random, 10);

    g_assert_cmpuint (n, <, 10);
    seen[n]++;
  }
  for (int i = 0; i < 10; i++)
    g_assert_cmpint (ABS (seen[i] - 1000), <, 150);
}

static void
test_normal_has_mean_and_deviation (void)
{
  DrayRandom random;
  double sum = 0.0, squares = 0.0;
  int n = 100000;

  dray_random_init (&random, 3);
  for (int i = 0; i < n; i++) {
    double x = dray_random_normal (&random);

    sum += x;
    squares += x * x;
  }
  g_assert_cmpfloat (fabs (sum / n), <, 0.02);
  g_assert_cmpfloat (fabs (squares / n - 1.0), <, 0.03);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/random/same-seed-gives-same-numbers", test_same_seed_gives_same_numbers);
  g_test_add_func ("/core/random/first-number-follows-the-paper", test_first_number_follows_the_paper);
  g_test_add_func ("/core/random/below-stays-below-and-reaches-all", test_below_stays_below_and_reaches_all);
  g_test_add_func ("/core/random/normal-has-mean-and-deviation", test_normal_has_mean_and_deviation);
  return g_test_run ();
}
