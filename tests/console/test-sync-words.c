/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sync-words.h"
#include "dray-units.h"

#include <string.h>

#define HUB "https://hub.example:8470"
#define AT_1402_US (G_GINT64_CONSTANT (14 * 3600 + 2 * 60) * 1000000)

static const DraySyncStatus well = {
  .state = DRAY_SYNC_ONLINE, .is_caught_up = TRUE, .waiting_since_us = DRAY_NEVER, .offline_since_us = DRAY_NEVER,
};

static void
assert_text (const DraySyncStatus *status,
             const char           *style,
             const char           *text)
{
  g_autoptr (DraySyncWords) words = dray_sync_words_new (status, HUB);

  g_assert_cmpstr (words->text, ==, text);
  g_assert_cmpstr (words->style, ==, style);
}

static void
test_no_hub (void)
{
  g_autoptr (DraySyncWords) words = dray_sync_words_new (NULL, NULL);

  g_assert_cmpstr (words->text, ==, "Kept on this machine");
  g_assert_cmpstr (words->style, ==, "sent");
}

static void
test_offline (void)
{
  DraySyncStatus status = well;

  status.state = DRAY_SYNC_OFFLINE;
  status.is_caught_up = FALSE;
  status.offline_since_us = AT_1402_US;
  assert_text (&status, "offline", "Offline since 14:02");
  status.n_waiting = 12;
  assert_text (&status, "offline", "Offline since 14:02, 12 changes waiting");
  status.n_waiting = 1;
  assert_text (&status, "offline", "Offline since 14:02, 1 change waiting");
  status.offline_since_us = DRAY_NEVER;
  assert_text (&status, "offline", "Offline, 1 change waiting");
}

/* Whose wish it is, and what happens to the work, is in the longer words. */
static void
test_switched_off (void)
{
  DraySyncStatus status = well;

  status.state = DRAY_SYNC_OFFLINE;
  status.trouble = "Connection refused";

  g_autoptr (DraySyncWords) lost = dray_sync_words_new (&status, HUB);

  status.is_switched_off = TRUE;

  g_autoptr (DraySyncWords) chosen = dray_sync_words_new (&status, HUB);

  g_assert_nonnull (strstr (lost->body, "does not answer"));
  g_assert_nonnull (strstr (lost->body, "Connection refused"));
  g_assert_nonnull (strstr (lost->body, HUB));
  g_assert_nonnull (strstr (chosen->body, "You chose"));
  g_assert_null (strstr (chosen->body, "Connection refused"));
}

static void
test_online (void)
{
  DraySyncStatus status = well;

  assert_text (&status, "sent", "Everything sent");
  status.n_waiting = 3;
  assert_text (&status, "sent", "3 changes waiting");
  status.n_waiting = 0;
  status.n_conflicts = 2;
  assert_text (&status, "offline", "2 conflicts");
  status.is_caught_up = FALSE;
  assert_text (&status, "offline", "Catching up");
  status.state = DRAY_SYNC_GREETING;
  assert_text (&status, "offline", "Catching up");
}

/* Nothing else helps before somebody has. */
static void
test_login (void)
{
  DraySyncStatus status = well;

  status.state = DRAY_SYNC_OFFLINE;
  status.needs_login = TRUE;
  status.n_waiting = 4;
  assert_text (&status, "offline", "Log in to the hub");
}

static void
test_rejected (void)
{
  DraySyncStatus status = well;
  g_autoptr (DraySyncWords) words = NULL;

  status.n_rejected = 2;
  words = dray_sync_words_new (&status, HUB);
  g_assert_nonnull (strstr (words->body, "2 changes were refused"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/sync-words/without-a-hub-the-machine-keeps-it", test_no_hub);
  g_test_add_func ("/console/sync-words/offline-says-since-when-and-what-waits", test_offline);
  g_test_add_func ("/console/sync-words/a-lost-line-and-a-chosen-one-differ", test_switched_off);
  g_test_add_func ("/console/sync-words/online-says-what-is-not-done", test_online);
  g_test_add_func ("/console/sync-words/login-comes-before-all-else", test_login);
  g_test_add_func ("/console/sync-words/refusals-are-not-swallowed", test_rejected);
  return g_test_run ();
}
