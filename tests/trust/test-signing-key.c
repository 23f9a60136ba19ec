/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hex.h"
#include "dray-signing-key.h"

/* RFC 8032, section 7.1, tests 1 to 3. */
static const struct {
  const char *seed, *public, *message, *signature;
} vectors[] = {
  { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
  { "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
  { "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a" },
};

static void
test_vectors_of_the_rfc (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    guint8 seed[DRAY_SEED_BYTES], message[2];
    gsize n_bytes = strlen (vectors[i].message) / 2;
    DrayPublicKey expected_key;
    DraySignature expected;

    dray_hex_read (vectors[i].seed, seed, sizeof seed);
    dray_hex_read (vectors[i].public, expected_key.bytes, sizeof expected_key.bytes);
    dray_hex_read (vectors[i].message, message, n_bytes);
    dray_hex_read (vectors[i].signature, expected.bytes, sizeof expected.bytes);

    g_autoptr (DraySigningKey) key = dray_signing_key_new_from_seed (seed);
    DrayPublicKey public = dray_signing_key_get_public (key);
    DraySignature signature = dray_signing_key_sign (key, "", message, n_bytes);
    g_assert_cmpmem (public.bytes, sizeof public.bytes, expected_key.bytes, sizeof expected_key.bytes);
    g_assert_cmpmem (signature.bytes, sizeof signature.bytes, expected.bytes, sizeof expected.bytes);
    g_assert_true (dray_public_key_verify (&public, "", message, n_bytes, &signature));
  }
}

static void
test_any_change_breaks_the_signature (void)
{
  g_autoptr (DraySigningKey) key = dray_signing_key_new ();
  g_autoptr (DraySigningKey) other = dray_signing_key_new ();
  DrayPublicKey public = dray_signing_key_get_public (key), public_of_other = dray_signing_key_get_public (other);
  DraySignature signature = dray_signing_key_sign (key, "delivery", "4 pallets", 9);

  g_assert_true (dray_public_key_verify (&public, "delivery", "4 pallets", 9, &signature));
  g_assert_false (dray_public_key_verify (&public, "delivery", "5 pallets", 9, &signature));
  g_assert_false (dray_public_key_verify (&public, "delivery", "4 pallets", 8, &signature));
  g_assert_false (dray_public_key_verify (&public_of_other, "delivery", "4 pallets", 9, &signature));
  for (int bit = 0; bit < 8 * DRAY_SIGNATURE_BYTES; bit++) {
    DraySignature changed = signature;

    changed.bytes[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_false (dray_public_key_verify (&public, "delivery", "4 pallets", 9, &changed));
  }
}

static void
test_a_signature_serves_one_purpose (void)
{
  g_autoptr (DraySigningKey) key = dray_signing_key_new ();
  DrayPublicKey public = dray_signing_key_get_public (key);
  DraySignature signature = dray_signing_key_sign (key, "delivery", "x", 1);

  g_assert_false (dray_public_key_verify (&public, "checkpoint", "x", 1, &signature));
  g_assert_false (dray_public_key_verify (&public, "", "x", 1, &signature));
  g_assert_false (dray_public_key_verify (&public, "deliver", "y\0x", 3, &signature));
}

static void
test_a_seed_brings_the_key_back (void)
{
  g_autoptr (DraySigningKey) key = dray_signing_key_new ();
  guint8 seed[DRAY_SEED_BYTES];

  dray_signing_key_copy_seed (key, seed);
  g_autoptr (DraySigningKey) again = dray_signing_key_new_from_seed (seed);
  DrayPublicKey one = dray_signing_key_get_public (key), two = dray_signing_key_get_public (again);
  g_assert_cmpmem (one.bytes, sizeof one.bytes, two.bytes, sizeof two.bytes);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/signing-key/vectors-of-the-rfc", test_vectors_of_the_rfc);
  g_test_add_func ("/trust/signing-key/any-change-breaks-the-signature", test_any_change_breaks_the_signature);
  g_test_add_func ("/trust/signing-key/a-signature-serves-one-purpose", test_a_signature_serves_one_purpose);
  g_test_add_func ("/trust/signing-key/a-seed-brings-the-key-back", test_a_seed_brings_the_key_back);
  return g_test_run ();
}
