/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-id.h"
#include "dray-units.h"

static void
test_text_round_trips (void)
{
  DrayRandom random;

  dray_random_init (&random, 1);
  for (int i = 0; i < 1000; i++) {
    DrayId id = dray_id_new (G_GINT64_CONSTANT (1795132740000000) + i, &random);
    DrayId back;
    char text[DRAY_ID_TEXT_LENGTH + 1];

    dray_id_write (&id, text);
    g_assert_true (dray_id_parse (text, &back));
    g_assert_cmpint (dray_id_compare (&id, &back), ==, 0);
    g_assert_cmpint (text[14], ==, '7');
    g_assert_nonnull (strchr ("89ab", text[19]));
  }
}

static void
test_later_sorts_behind (void)
{
  DrayRandom random;
  DrayId last = DRAY_ID_NONE;

  dray_random_init (&random, 2);
  for (int i = 1; i < 1000; i++) {
    DrayId id = dray_id_new (i * DRAY_US_PER_MS * 977, &random);

    g_assert_cmpint (dray_id_compare (&last, &id), <, 0);
    g_assert_cmpint (dray_id_get_time_us (&id), ==, i * DRAY_US_PER_MS * 977);
    last = id;
  }
}

static void
test_broken_text_is_refused (void)
{
  static const char *const broken[] = {
    "", "0190", "01902d5e-7b3c-7def-8123-45678901234", "01902d5e-7b3c-7def-8123-4567890123456", "01902d5e+7b3c-7def-8123-456789012345",
    "01902d5e-7b3c-7def-8123-45678901234g", "01902d5e7b3c7def8123456789012345",
  };
  DrayId id = DRAY_ID_NONE;

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    g_assert_false (dray_id_parse (broken[i], &id));
  g_assert_true (dray_id_is_none (&id));
}

static void
test_derived_depends_on_kind_and_data (void)
{
  DrayId a = dray_id_derive ("alarm", "12", 2);
  DrayId again = dray_id_derive ("alarm", "12", 2);
  DrayId other_kind = dray_id_derive ("event", "12", 2);
  DrayId other_data = dray_id_derive ("alarm", "13", 2);

  g_assert_true (dray_id_equal (&a, &again));
  g_assert_false (dray_id_equal (&a, &other_kind));
  g_assert_false (dray_id_equal (&a, &other_data));
  g_assert_cmpint (a.bytes[6] >> 4, ==, 8);
  g_assert_cmpint (dray_id_get_time_us (&a), ==, DRAY_NEVER);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/id/text-round-trips", test_text_round_trips);
  g_test_add_func ("/core/id/later-sorts-behind", test_later_sorts_behind);
  g_test_add_func ("/core/id/broken-text-is-refused", test_broken_text_is_refused);
  g_test_add_func ("/core/id/derived-depends-on-kind-and-data", test_derived_depends_on_kind_and_data);
  return g_test_run ();
}
