/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-token.h"

#include <string.h>

static void
test_tokens_never_come_twice (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 2000; i++)
    g_assert_true (g_hash_table_add (seen, dray_token_new ("session")));
}

static void
test_a_token_is_found_by_its_hash_alone (void)
{
  g_autofree char *token = dray_token_new ("device");
  DrayTokenHash one, two;

  g_assert_true (g_str_has_prefix (token, "dray_device_"));
  g_assert_true (dray_token_hash (token, "device", &one));
  g_assert_true (dray_token_hash (token, "device", &two));
  g_assert_cmpmem (one.bytes, sizeof one.bytes, two.bytes, sizeof two.bytes);
  g_assert_null (memmem (one.bytes, sizeof one.bytes, token, 8));
}

static void
test_what_is_no_token_of_the_kind_is_refused (void)
{
  g_autofree char *token = dray_token_new ("device");
  g_autofree char *longer = g_strconcat (token, "A", NULL);
  g_autofree char *shorter = g_strndup (token, strlen (token) - 1);
  g_autofree char *odd = g_strdup (token);
  DrayTokenHash hash = { { 17 } };

  odd[strlen (odd) - 1] = '+';
  g_assert_false (dray_token_hash (token, "session", &hash));
  g_assert_false (dray_token_hash (longer, "device", &hash));
  g_assert_false (dray_token_hash (shorter, "device", &hash));
  g_assert_false (dray_token_hash (odd, "device", &hash));
  g_assert_false (dray_token_hash ("", "device", &hash));
  g_assert_cmpint (hash.bytes[0], ==, 17);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/token/tokens-never-come-twice", test_tokens_never_come_twice);
  g_test_add_func ("/trust/token/a-token-is-found-by-its-hash-alone", test_a_token_is_found_by_its_hash_alone);
  g_test_add_func ("/trust/token/what-is-no-token-of-the-kind-is-refused", test_what_is_no_token_of_the_kind_is_refused);
  return g_test_run ();
}
