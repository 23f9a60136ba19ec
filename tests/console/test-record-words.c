/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order.h"
#include "dray-record-words.h"
#include "dray-shift.h"

#include "dray-units.h"

static const char *const colours[] = { "dark_red", "under-way", NULL };
static const DrayField charge = { .name = "charge_minor", .type = DRAY_FIELD_INTEGER, .unit = "cent" };
static const DrayField weight = { .name = "load_kg", .type = DRAY_FIELD_INTEGER, .label = "Payload", .unit = "kg", .minimum = 0, .maximum = 40000 };
static const DrayField speed = { .name = "limit_cms", .type = DRAY_FIELD_INTEGER, .unit = "cm/s", .minimum = 0, .maximum = 5000 };
static const DrayField moment = { .name = "sent_us", .type = DRAY_FIELD_INSTANT };
static const DrayField day = { .name = "due", .type = DRAY_FIELD_DATE };
static const DrayField colour = { .name = "colour", .type = DRAY_FIELD_ENUM, .choices = colours };

static void
assert_words (const DrayField *field,
              DrayValue        value,
              const char      *words,
              const char      *entry)
{
  g_autofree char *found_words = dray_record_dup_words (field, &value), *found_entry = dray_record_dup_entry (field, &value);
  g_auto (DrayValue) back = dray_value_none ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (found_words, ==, words);
  g_assert_cmpstr (found_entry, ==, entry);
  g_assert_true (dray_record_read_entry (field, found_entry, &back, &error));
  g_assert_no_error (error);
  g_assert_true (dray_value_equal (&back, &value));
  dray_value_clear (&value);
}

static void
test_cells_are_read_as_they_are_written (void)
{
  assert_words (&charge, dray_value_integer (123456), "1234.56", "1234.56");
  assert_words (&charge, dray_value_integer (-5), "−0.05", "-0.05");
  assert_words (&charge, dray_value_none (), "", "");
  assert_words (&weight, dray_value_integer (900), "900", "900");
  assert_words (&speed, dray_value_integer (833), "30", "30");
  assert_words (&speed, dray_value_integer (1389), "50", "50");
  assert_words (&day, dray_value_integer (20777), "Fri 20 Nov", "2026-11-20");
  assert_words (&moment, dray_value_integer ((G_GINT64_CONSTANT (20777) * 86400 + 14 * 3600 + 120) * DRAY_US_PER_S), "20 Nov 14:02", "2026-11-20 14:02");
  assert_words (&colour, dray_value_text ("under-way"), "Under way", "under-way");
}

static void
test_money_is_typed_in_three_ways (void)
{
  static const struct { const char *text; gint64 minor; } good[] = { { "12", 1200 }, { " 12.5 ", 1250 }, { "12.05", 1205 }, { "-3.10", -310 }, { "0", 0 } };
  static const char *const bad[] = { "12.345", "twelve", "1,5", "--1", ".", "99999999999999999999" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    DrayValue value = dray_value_none ();

    g_assert_true (dray_record_read_entry (&charge, good[i].text, &value, NULL));
    g_assert_cmpint (value.integer, ==, good[i].minor);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    DrayValue value = dray_value_none ();
    g_autoptr (GError) error = NULL;

    g_assert_false (dray_record_read_entry (&charge, bad[i], &value, &error));
    g_assert_nonnull (error);
  }
}

static void
test_bad_entries_are_refused (void)
{
  static const struct { const DrayField *field; const char *text; } bad[] = {
    { &weight, "-1" }, { &weight, "50000" }, { &weight, "12 kg" }, { &speed, "fast" }, { &speed, "500" }, { &day, "2026-02-30" }, { &day, "tomorrow" }, { &moment, "2026-11-20" }, { &moment, "8:30" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    DrayValue value = dray_value_none ();
    g_autoptr (GError) error = NULL;

    g_assert_false (dray_record_read_entry (bad[i].field, bad[i].text, &value, &error));
    g_assert_nonnull (error);
  }
}

static void
test_names_are_words (void)
{
  g_autofree char *given = dray_record_dup_label (&weight), *made = dray_record_dup_label (&charge), *choice = dray_record_dup_choice (colours[0]);

  g_assert_cmpstr (given, ==, "Payload");
  g_assert_cmpstr (made, ==, "Charge minor");
  g_assert_cmpstr (choice, ==, "Dark red");
  g_assert_true (dray_record_is_money (&charge));
  g_assert_false (dray_record_is_money (&weight));
  g_assert_true (dray_record_is_number (&weight));
}

static void
test_lists_are_named_in_the_plural (void)
{
  g_autofree char *orders = dray_record_dup_heading (&dray_order_table), *roster = dray_record_dup_heading (&dray_shift_table);

  g_assert_cmpstr (orders, ==, "Orders");
  g_assert_cmpstr (roster, ==, "Roster");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/record-words/cells-are-read-as-they-are-written", test_cells_are_read_as_they_are_written);
  g_test_add_func ("/console/record-words/money-is-typed-in-three-ways", test_money_is_typed_in_three_ways);
  g_test_add_func ("/console/record-words/bad-entries-are-refused", test_bad_entries_are_refused);
  g_test_add_func ("/console/record-words/names-are-words", test_names_are_words);
  g_test_add_func ("/console/record-words/lists-are-named-in-the-plural", test_lists_are_named_in_the_plural);
  return g_test_run ();
}
