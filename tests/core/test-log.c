/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-core-error.h"
#include "dray-log.h"

/* The writer can be set once a process, so that each test logs in a process of its own. */

static void
log_all (const char *spec)
{
  g_assert_true (dray_log_init (spec, NULL));
  g_log_structured ("dray-test", G_LOG_LEVEL_MESSAGE, "DRAY_DEVICE", "17", "PERSON", "Ada", "MESSAGE", "bad\n\x1b[31m \"bytes\" \xff");
  g_log ("dray-test", G_LOG_LEVEL_INFO, "quiet");
}

static void
test_text_makes_control_characters_visible (void)
{
  if (g_test_subprocess ()) {
    log_all ("text");
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("2*-*-*T*:*:*.*Z message  dray-test: bad\\x0a\\x1b[31m \"bytes\" \xef\xbf\xbd DRAY_DEVICE=17\n");
}

static void
test_json_is_one_object_a_line (void)
{
  if (g_test_subprocess ()) {
    log_all ("json");
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("{\"time\":\"*Z\",\"level\":\"message\",\"domain\":\"dray-test\",\"message\":\"bad\\n\\u001b[31m \\\"bytes\\\" \xef\xbf\xbd\",\"device\":\"17\"}\n");
}

static void
test_fields_of_others_stay_out (void)
{
  if (g_test_subprocess ()) {
    log_all ("json");
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_stderr_unmatched ("*Ada*");
}

static void
test_level_decides_what_is_said (void)
{
  if (g_test_subprocess ()) {
    log_all ("text,info");
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_stderr ("*info * dray-test: quiet\n");
}

static void
test_unknown_words_are_refused (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dray_log_init ("json,loud", &error));
  g_assert_error (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/log/text-makes-control-characters-visible", test_text_makes_control_characters_visible);
  g_test_add_func ("/core/log/json-is-one-object-a-line", test_json_is_one_object_a_line);
  g_test_add_func ("/core/log/fields-of-others-stay-out", test_fields_of_others_stay_out);
  g_test_add_func ("/core/log/level-decides-what-is-said", test_level_decides_what_is_said);
  g_test_add_func ("/core/log/unknown-words-are-refused", test_unknown_words_are_refused);
  return g_test_run ();
}
