/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm-row.h"
#include "dray-alarm-sum.h"
#include "dray-alarm.h"
#include "dray-units.h"

#define NOW_US (1000 * DRAY_US_PER_S)

static DrayId
make_id (const char *kind,
         guint       number)
{
  return dray_id_derive (kind, &number, sizeof number);
}

/* An alarm as it was raised @age_s ago about truck @truck. */
static DrayRow *
add_alarm (GPtrArray  *rows,
           const char *kind,
           int         priority,
           const char *status,
           guint       truck,
           int         age_s)
{
  DrayId id = make_id ("alarm", rows->len), truck_id = make_id ("truck", truck);
  DrayRow *row = dray_row_new (&dray_alarm_table, &id);

  row->values[DRAY_ALARM_TRUCK] = dray_value_id (&truck_id);
  row->values[DRAY_ALARM_KIND] = dray_value_text (kind);
  row->values[DRAY_ALARM_PRIORITY] = dray_value_integer (priority);
  row->values[DRAY_ALARM_STATUS] = dray_value_text (status);
  row->values[DRAY_ALARM_RAISED_US] = dray_value_integer (NOW_US - age_s * DRAY_US_PER_S);
  g_ptr_array_add (rows, row);
  return row;
}

static GPtrArray *
make_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dray_row_unref);
}

static const DrayAlarmGroup *
get_group (const DrayAlarmSum *sum,
           guint               i)
{
  return &g_array_index (sum->groups, DrayAlarmGroup, i);
}

static void
test_urgent_first (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();

  add_alarm (rows, "late", 2, "raised", 1, 500);
  add_alarm (rows, "speed", 3, "raised", 2, 900);
  add_alarm (rows, "breakdown", 1, "raised", 3, 10);

  g_autoptr (DrayAlarmSum) sum = dray_alarm_sum_new (rows, NOW_US);

  g_assert_cmpuint (sum->groups->len, ==, 3);
  g_assert_cmpint (get_group (sum, 0)->priority, ==, 1);
  g_assert_cmpint (get_group (sum, 1)->priority, ==, 2);
  g_assert_cmpint (get_group (sum, 2)->priority, ==, 3);
  g_assert_cmpuint (sum->n_sounding, ==, 1);
}

static void
test_untaken_before_taken (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();

  add_alarm (rows, "panic", 1, "taken", 1, 500);
  add_alarm (rows, "breakdown", 1, "raised", 2, 10);

  g_autoptr (DrayAlarmSum) sum = dray_alarm_sum_new (rows, NOW_US);

  g_assert_cmpuint (get_group (sum, 0)->n_raised, ==, 1);
  g_assert_cmpuint (get_group (sum, 1)->n_raised, ==, 0);
  g_assert_cmpuint (sum->n_urgent, ==, 2);
  g_assert_cmpuint (sum->n_sounding, ==, 1);
}

static void
test_one_truck_once (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();

  for (int i = 0; i < 9; i++)
    add_alarm (rows, "fence", 2, "raised", 7, i);
  add_alarm (rows, "fence", 2, "raised", 8, 60);

  g_autoptr (DrayAlarmSum) sum = dray_alarm_sum_new (rows, NOW_US);
  DrayId oldest = make_id ("truck", 8);

  g_assert_cmpuint (sum->groups->len, ==, 1);
  g_assert_cmpuint (get_group (sum, 0)->n, ==, 10);
  g_assert_cmpuint (get_group (sum, 0)->n_trucks, ==, 2);
  g_assert_cmpuint (get_group (sum, 0)->n_named, ==, 2);
  g_assert_true (dray_id_equal (&get_group (sum, 0)->trucks[0], &oldest));
  g_assert_cmpint (get_group (sum, 0)->since_us, ==, NOW_US - 60 * DRAY_US_PER_S);
}

static void
test_shelf_ends (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();
  DrayRow *alarm = add_alarm (rows, "breakdown", 1, "shelved", 1, 100);

  alarm->values[DRAY_ALARM_SHELVED_UNTIL_US] = dray_value_integer (NOW_US);

  g_autoptr (DrayAlarmSum) before = dray_alarm_sum_new (rows, NOW_US - 1);
  g_autoptr (DrayAlarmSum) after = dray_alarm_sum_new (rows, NOW_US);

  g_assert_cmpuint (before->n_shelved, ==, 1);
  g_assert_cmpuint (before->n_waiting, ==, 0);
  g_assert_cmpuint (after->n_shelved, ==, 0);
  g_assert_cmpuint (after->n_sounding, ==, 1);
}

static void
test_over_stays (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();

  add_alarm (rows, "breakdown", 1, "normal", 1, 100);
  add_alarm (rows, "breakdown", 1, "acknowledged", 2, 100);
  add_alarm (rows, "breakdown", 1, "closed", 3, 100);

  g_autoptr (DrayAlarmSum) sum = dray_alarm_sum_new (rows, NOW_US);

  g_assert_cmpuint (sum->n_waiting, ==, 1);
  g_assert_cmpuint (sum->n_acknowledged, ==, 1);
  g_assert_cmpuint (sum->n_open, ==, 2);
  g_assert_cmpuint (sum->n_sounding, ==, 0);
}

static void
test_flood (void)
{
  static const char *const kinds[] = { "breakdown", "approach", "late", "fence", "speed" };
  g_autoptr (GPtrArray) rows = make_rows ();
  guint n = 0;

  for (guint i = 0; i < 5000; i++)
    add_alarm (rows, kinds[i % 5], 1 + (int) (i % 5) / 2, "raised", i % 400, (int) i);

  g_autoptr (DrayAlarmSum) sum = dray_alarm_sum_new (rows, NOW_US);

  for (guint i = 0; i < sum->groups->len; i++)
    n += get_group (sum, i)->n;
  g_assert_cmpuint (sum->groups->len, ==, 5);
  g_assert_cmpuint (n, ==, 5000);
  g_assert_cmpuint (sum->n_open, ==, 5000);
}

static void
assert_state (DrayRow    *alarm,
              const char *expected)
{
  g_autofree char *words = dray_alarm_words_state (alarm);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_words (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();
  DrayRow *taken = add_alarm (rows, "breakdown", 1, "taken", 1, 1);
  DrayRow *shelved = add_alarm (rows, "late", 2, "shelved", 1, 1);

  taken->values[DRAY_ALARM_OWNER] = dray_value_text ("Ines Varga");
  shelved->values[DRAY_ALARM_REASON] = dray_value_text ("dock is full");
  shelved->values[DRAY_ALARM_SHELVED_UNTIL_US] = dray_value_integer (8 * 3600 * (gint64) DRAY_US_PER_S);
  assert_state (taken, "taken by Ines Varga");
  assert_state (shelved, "shelved until 08:00: dock is full");
  assert_state (add_alarm (rows, "late", 2, "raised", 1, 1), "nobody has it");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/alarm-sum/most-urgent-first", test_urgent_first);
  g_test_add_func ("/console/alarm-sum/what-nobody-took-before-what-was-taken", test_untaken_before_taken);
  g_test_add_func ("/console/alarm-sum/a-truck-that-chatters-is-named-once", test_one_truck_once);
  g_test_add_func ("/console/alarm-sum/a-shelf-ends-by-the-clock", test_shelf_ends);
  g_test_add_func ("/console/alarm-sum/what-is-over-stays-until-acknowledged", test_over_stays);
  g_test_add_func ("/console/alarm-sum/a-flood-loses-none", test_flood);
  g_test_add_func ("/console/alarm-sum/says-who-has-it", test_words);
  return g_test_run ();
}
