/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-field-key.h"
#include "dray-hex.h"
#include "dray-trust-error.h"

#include <string.h>

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_content_comes_back_at_its_place (void)
{
  static const char *const contents[] = { "", "A", "Łukasz, 4 Quay Street" };
  g_autoptr (DrayFieldKey) key = dray_field_key_new ();
  g_autoptr (GBytes) place = bytes_of ("party/17/name");

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autoptr (GBytes) content = bytes_of (contents[i]);
    g_autoptr (GBytes) sealed = dray_field_key_seal (key, place, content);
    g_autoptr (GBytes) again = dray_field_key_seal (key, place, content);
    g_autoptr (GBytes) back = dray_field_key_unseal (key, place, sealed, NULL);

    g_assert_true (g_bytes_equal (back, content));
    g_assert_false (g_bytes_equal (sealed, again));
  }
}

static void
assert_refused (DrayFieldKey  *key,
                GBytes        *place,
                GBytes        *sealed,
                DrayTrustError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_field_key_unseal (key, place, sealed, &error));
  g_assert_true (g_error_matches (error, DRAY_TRUST_ERROR, code));
}

static void
test_other_keys_places_and_bytes_are_refused (void)
{
  g_autoptr (DrayFieldKey) key = dray_field_key_new ();
  g_autoptr (DrayFieldKey) other = dray_field_key_new ();
  g_autoptr (GBytes) place = bytes_of ("party/17/name");
  g_autoptr (GBytes) elsewhere = bytes_of ("party/18/name");
  g_autoptr (GBytes) content = bytes_of ("Ada");
  g_autoptr (GBytes) sealed = dray_field_key_seal (key, place, content);
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (sealed, &n_bytes);

  assert_refused (other, place, sealed, DRAY_TRUST_ERROR_FORGED);
  assert_refused (key, elsewhere, sealed, DRAY_TRUST_ERROR_FORGED);
  for (gsize i = 0; i < n_bytes; i++) {
    g_autofree guint8 *copy = g_memdup2 (bytes, n_bytes);

    copy[i] ^= 1;
    g_autoptr (GBytes) changed = g_bytes_new (copy, n_bytes);
    assert_refused (key, place, changed, i == 0 ? DRAY_TRUST_ERROR_INVALID : DRAY_TRUST_ERROR_FORGED);
    g_autoptr (GBytes) cut = g_bytes_new (bytes, i);
    assert_refused (key, place, cut, i < n_bytes - 3 ? DRAY_TRUST_ERROR_INVALID : DRAY_TRUST_ERROR_FORGED);
  }
}

static void
test_stored_key_reads_what_it_sealed (void)
{
  g_autoptr (DrayFieldKey) key = dray_field_key_new ();
  g_autoptr (GBytes) place = bytes_of ("p");
  g_autoptr (GBytes) content = bytes_of ("Ada");
  g_autoptr (GBytes) sealed = dray_field_key_seal (key, place, content);
  guint8 bytes[DRAY_FIELD_KEY_BYTES];

  dray_field_key_copy_bytes (key, bytes);
  g_autoptr (DrayFieldKey) again = dray_field_key_new_from_bytes (bytes);
  g_autoptr (GBytes) back = dray_field_key_unseal (again, place, sealed, NULL);
  g_assert_true (g_bytes_equal (back, content));
}

/* draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
static void
test_vector_of_the_draft (void)
{
  static const char plain[] = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
  guint8 secret[DRAY_FIELD_KEY_BYTES], aad[12], sealed[1 + 24 + 114 + 16] = { 1 };

  dray_hex_read ("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", secret, sizeof secret);
  dray_hex_read ("50515253c0c1c2c3c4c5c6c7", aad, sizeof aad);
  dray_hex_read ("404142434445464748494a4b4c4d4e4f5051525354555657"
                 "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                 "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e"
                 "c0875924c1c7987947deafd8780acf49", sealed + 1, sizeof sealed - 1);

  g_autoptr (DrayFieldKey) key = dray_field_key_new_from_bytes (secret);
  g_autoptr (GBytes) place = g_bytes_new (aad, sizeof aad);
  g_autoptr (GBytes) all = g_bytes_new (sealed, sizeof sealed);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) back = dray_field_key_unseal (key, place, all, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (back, NULL), g_bytes_get_size (back), plain, strlen (plain));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/field-key/content-comes-back-at-its-place", test_content_comes_back_at_its_place);
  g_test_add_func ("/trust/field-key/other-keys-places-and-bytes-are-refused", test_other_keys_places_and_bytes_are_refused);
  g_test_add_func ("/trust/field-key/stored-key-reads-what-it-sealed", test_stored_key_reads_what_it_sealed);
  g_test_add_func ("/trust/field-key/vector-of-the-draft", test_vector_of_the_draft);
  return g_test_run ();
}
