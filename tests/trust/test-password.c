/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-password.h"
#include "dray-trust-error.h"

#include <string.h>

static void
test_only_the_right_password_passes (void)
{
  g_autofree char *hash = dray_password_hash ("Kübel 27", DRAY_PASSWORD_COST_TEST, NULL);

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_true (dray_password_verify ("Kübel 27", hash));
  g_assert_false (dray_password_verify ("Kübel 28", hash));
  g_assert_false (dray_password_verify ("", hash));
}

static void
test_equal_passwords_have_different_hashes (void)
{
  g_autofree char *one = dray_password_hash ("quay", DRAY_PASSWORD_COST_TEST, NULL);
  g_autofree char *two = dray_password_hash ("quay", DRAY_PASSWORD_COST_TEST, NULL);

  g_assert_cmpstr (one, !=, two);
}

/* From the reference implementation's own tests: argon2id 1.3, "password", "somesalt", two passes over 64 MiB. */
static void
test_reference_hash_is_understood (void)
{
  static const char reference[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  g_assert_true (dray_password_verify ("password", reference));
  g_assert_false (dray_password_verify ("passwort", reference));
}

static void
test_empty_and_endless_passwords_are_refused (void)
{
  g_autofree char *endless = g_strnfill (DRAY_PASSWORD_MAX_BYTES + 1, 'x');
  g_autofree char *longest = g_strnfill (DRAY_PASSWORD_MAX_BYTES, 'x');
  g_autofree char *hash = dray_password_hash (longest, DRAY_PASSWORD_COST_TEST, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (dray_password_verify (longest, hash));
  g_assert_false (dray_password_verify (endless, hash));
  g_assert_null (dray_password_hash (endless, DRAY_PASSWORD_COST_TEST, &error));
  g_assert_error (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (dray_password_hash ("", DRAY_PASSWORD_COST_TEST, &error));
  g_assert_error (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_INVALID);
}

static void
test_what_is_no_hash_verifies_nothing (void)
{
  g_autofree char *long_text = g_strnfill (5000, '$');
  const char *broken[] = { "", "password", "$argon2id$", "$argon2id$v=19$m=99999999999,t=2,p=1$c29tZXNhbHQ$CTFh", long_text };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_assert_false (dray_password_verify ("password", broken[i]));
    g_assert_true (dray_password_needs_rehash (broken[i], DRAY_PASSWORD_COST_TEST));
  }
}

static void
test_another_cost_asks_for_a_new_hash (void)
{
  g_autofree char *hash = dray_password_hash ("quay", DRAY_PASSWORD_COST_TEST, NULL);

  g_assert_false (dray_password_needs_rehash (hash, DRAY_PASSWORD_COST_TEST));
  g_assert_true (dray_password_needs_rehash (hash, DRAY_PASSWORD_COST_LOGIN));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/password/only-the-right-password-passes", test_only_the_right_password_passes);
  g_test_add_func ("/trust/password/equal-passwords-have-different-hashes", test_equal_passwords_have_different_hashes);
  g_test_add_func ("/trust/password/reference-hash-is-understood", test_reference_hash_is_understood);
  g_test_add_func ("/trust/password/empty-and-endless-passwords-are-refused", test_empty_and_endless_passwords_are_refused);
  g_test_add_func ("/trust/password/what-is-no-hash-verifies-nothing", test_what_is_no_hash_verifies_nothing);
  g_test_add_func ("/trust/password/another-cost-asks-for-a-new-hash", test_another_cost_asks_for_a_new_hash);
  return g_test_run ();
}
