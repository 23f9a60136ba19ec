/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fix-gate.h"
#include "dray-units.h"

/* A believable fix of truck 0, @seconds after the first, @metres east of it. */
static DrayFix
fix_at (double seconds,
        double metres)
{
  return (DrayFix) {
    .at_us = (gint64) (seconds * (double) DRAY_US_PER_S),
    .received_us = (gint64) (seconds * (double) DRAY_US_PER_S) + DRAY_US_PER_S,
    .lon_e7 = (int) (metres / 0.0111319),
    .accuracy_dm = 60,
  };
}

static void
assert_judged (DrayFixGate    *gate,
               DrayFix         fix,
               DrayFixVerdict  expected)
{
  guint64 before = dray_fix_gate_get_count (gate, expected);

  g_assert_cmpint (dray_fix_gate_judge (gate, &fix), ==, expected);
  g_assert_cmpuint (dray_fix_gate_get_count (gate, expected), ==, before + 1);
}

static void
test_each_fault_has_its_verdict (void)
{
  g_autoptr (DrayFixGate) gate = dray_fix_gate_new (1);
  DrayFix wide = fix_at (10, 0), ahead = fix_at (500, 0), nowhere = fix_at (10, 0), stranger = fix_at (10, 0);

  wide.accuracy_dm = 501;
  ahead.received_us = ahead.at_us - 61 * DRAY_US_PER_S;
  nowhere.lat_e7 = 900000001;
  stranger.truck = 1;

  assert_judged (gate, fix_at (100, 0), DRAY_FIX_ACCEPTED);
  assert_judged (gate, fix_at (110, 200), DRAY_FIX_ACCEPTED);
  assert_judged (gate, fix_at (110, 200), DRAY_FIX_DUPLICATE);
  assert_judged (gate, fix_at (105, 100), DRAY_FIX_LATE);
  assert_judged (gate, fix_at (120, 5000), DRAY_FIX_JUMP);
  assert_judged (gate, wide, DRAY_FIX_INACCURATE);
  assert_judged (gate, ahead, DRAY_FIX_FUTURE);
  assert_judged (gate, nowhere, DRAY_FIX_INVALID);
  assert_judged (gate, stranger, DRAY_FIX_INVALID);
}

static void
test_a_truck_that_really_moved_is_believed_in_the_end (void)
{
  g_autoptr (DrayFixGate) gate = dray_fix_gate_new (1);

  assert_judged (gate, fix_at (0, 0), DRAY_FIX_ACCEPTED);
  for (int i = 1; i <= 5; i++)
    assert_judged (gate, fix_at (i, 300000), DRAY_FIX_JUMP);
  assert_judged (gate, fix_at (6, 300000), DRAY_FIX_ACCEPTED);
  assert_judged (gate, fix_at (7, 300010), DRAY_FIX_ACCEPTED);
}

static void
test_a_late_fix_does_not_set_the_clock_back (void)
{
  g_autoptr (DrayFixGate) gate = dray_fix_gate_new (1);

  assert_judged (gate, fix_at (100, 0), DRAY_FIX_ACCEPTED);
  assert_judged (gate, fix_at (50, 0), DRAY_FIX_LATE);
  assert_judged (gate, fix_at (60, 0), DRAY_FIX_LATE);
  assert_judged (gate, fix_at (101, 0), DRAY_FIX_ACCEPTED);
}

/* A clock that was never set, and one that is years ahead, leave no trace; the fixes between are believed as ever. */
static void
test_clocks_years_off_are_told_apart (void)
{
  g_autoptr (DrayFixGate) gate = dray_fix_gate_new (1);
  const double now_s = 1.8e9, year_s = 365.0 * DRAY_S_PER_DAY;
  DrayFix past = fix_at (now_s - 20.0 * year_s, 0), future = fix_at (now_s + 5.0 * year_s, 0);

  past.received_us = future.received_us = (gint64) now_s * DRAY_US_PER_S;
  assert_judged (gate, fix_at (now_s, 0), DRAY_FIX_ACCEPTED);
  for (int i = 0; i < 10; i++) {
    assert_judged (gate, past, DRAY_FIX_ANCIENT);
    assert_judged (gate, future, DRAY_FIX_FUTURE);
  }
  assert_judged (gate, fix_at (now_s + 10, 10), DRAY_FIX_ACCEPTED);
}

static void
test_a_million_fixes_out_of_order_are_all_accounted_for (void)
{
  g_autoptr (DrayFixGate) gate = dray_fix_gate_new (1);
  const guint n = 1000000;
  guint64 sum = 0;

  /* 7 and a million have no common factor: each second comes once. */
  for (guint i = 0; i < n; i++) {
    DrayFix fix = fix_at ((double) ((guint64) i * 7 * 104729 % n), 0);

    fix.received_us = (gint64) n * DRAY_US_PER_S;
    dray_fix_gate_judge (gate, &fix);
  }
  for (int verdict = 0; verdict < DRAY_FIX_N_VERDICTS; verdict++)
    sum += dray_fix_gate_get_count (gate, verdict);
  g_assert_cmpuint (sum, ==, n);
  g_assert_cmpuint (dray_fix_gate_get_count (gate, DRAY_FIX_ACCEPTED) + dray_fix_gate_get_count (gate, DRAY_FIX_LATE), ==, n);
  g_assert_cmpuint (dray_fix_gate_get_count (gate, DRAY_FIX_LATE), >, n / 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fleet/fix-gate/each-fault-has-its-verdict", test_each_fault_has_its_verdict);
  g_test_add_func ("/fleet/fix-gate/a-truck-that-really-moved-is-believed-in-the-end", test_a_truck_that_really_moved_is_believed_in_the_end);
  g_test_add_func ("/fleet/fix-gate/a-late-fix-does-not-set-the-clock-back", test_a_late_fix_does_not_set_the_clock_back);
  g_test_add_func ("/fleet/fix-gate/clocks-years-off-are-told-apart", test_clocks_years_off_are_told_apart);
  g_test_add_func ("/fleet/fix-gate/a-million-fixes-out-of-order-are-all-accounted-for", test_a_million_fixes_out_of_order_are_all_accounted_for);
  return g_test_run ();
}
