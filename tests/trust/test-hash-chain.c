/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hash-chain.h"

#include <string.h>

#define N_ENTRIES 50

static DrayChainHash
chain (char   entries[N_ENTRIES][16],
       gint64 first_seq)
{
  DrayChainHash head = DRAY_CHAIN_START;

  for (int i = 0; i < N_ENTRIES; i++)
    head = dray_chain_hash_next (&head, first_seq + i, entries[i], strlen (entries[i]));
  return head;
}

static void
fill (char entries[N_ENTRIES][16])
{
  for (int i = 0; i < N_ENTRIES; i++)
    g_snprintf (entries[i], 16, "{\"n\":%d}", i);
}

/* The first link, reckoned from the format's description with another program's SHA-256. */
static void
test_a_link_is_what_its_format_says (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  static const guint8 zeros[32], numbers[16] = { 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 4 };
  DrayChainHash head = DRAY_CHAIN_START;
  guint8 expected[32];
  gsize n_expected = sizeof expected;

  g_checksum_update (checksum, (const guchar *) "dray.link.1", 12);
  g_checksum_update (checksum, zeros, sizeof zeros);
  g_checksum_update (checksum, numbers, sizeof numbers);
  g_checksum_update (checksum, (const guchar *) "quay", 4);
  g_checksum_get_digest (checksum, expected, &n_expected);
  head = dray_chain_hash_next (&head, 258, "quay", 4);
  g_assert_cmpmem (head.bytes, sizeof head.bytes, expected, sizeof expected);
}

static void
test_every_change_shows_in_the_head (void)
{
  char entries[N_ENTRIES][16];
  DrayChainHash whole, changed;

  fill (entries);
  whole = chain (entries, 1);
  changed = chain (entries, 1);
  g_assert_true (dray_chain_hash_equal (&whole, &changed));
  for (int i = 0; i < N_ENTRIES; i++) {
    fill (entries);
    entries[i][3] = 'm';
    changed = chain (entries, 1);
    g_assert_false (dray_chain_hash_equal (&whole, &changed));
    fill (entries);
    entries[i][strlen (entries[i]) - 1] = '\0';
    changed = chain (entries, 1);
    g_assert_false (dray_chain_hash_equal (&whole, &changed));
  }
  fill (entries);
  changed = chain (entries, 2);
  g_assert_false (dray_chain_hash_equal (&whole, &changed));
}

static void
test_where_entries_part_shows_in_the_head (void)
{
  DrayChainHash one = DRAY_CHAIN_START, two = DRAY_CHAIN_START;

  one = dray_chain_hash_next (&one, 1, "ab", 2);
  one = dray_chain_hash_next (&one, 2, "c", 1);
  two = dray_chain_hash_next (&two, 1, "a", 1);
  two = dray_chain_hash_next (&two, 2, "bc", 2);
  g_assert_false (dray_chain_hash_equal (&one, &two));
}

static void
test_a_checkpoint_is_bound_to_chain_entry_head_and_key (void)
{
  g_autoptr (DraySigningKey) key = dray_signing_key_new ();
  g_autoptr (DraySigningKey) other = dray_signing_key_new ();
  DrayPublicKey public = dray_signing_key_get_public (key), public_of_other = dray_signing_key_get_public (other);
  DrayCheckpoint checkpoint = { .chain = "north", .seq = 1000, .head = dray_chain_hash_next (&DRAY_CHAIN_START, 1, "x", 1) };
  DrayCheckpoint changed;

  dray_checkpoint_sign (&checkpoint, key);
  g_assert_true (dray_checkpoint_verify (&checkpoint, &public));
  g_assert_false (dray_checkpoint_verify (&checkpoint, &public_of_other));

  changed = checkpoint;
  changed.chain = "south";
  g_assert_false (dray_checkpoint_verify (&changed, &public));
  changed = checkpoint;
  changed.seq++;
  g_assert_false (dray_checkpoint_verify (&changed, &public));
  changed = checkpoint;
  changed.head.bytes[31] ^= 1;
  g_assert_false (dray_checkpoint_verify (&changed, &public));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/hash-chain/a-link-is-what-its-format-says", test_a_link_is_what_its_format_says);
  g_test_add_func ("/trust/hash-chain/every-change-shows-in-the-head", test_every_change_shows_in_the_head);
  g_test_add_func ("/trust/hash-chain/where-entries-part-shows-in-the-head", test_where_entries_part_shows_in_the_head);
  g_test_add_func ("/trust/hash-chain/a-checkpoint-is-bound-to-chain-entry-head-and-key", test_a_checkpoint_is_bound_to_chain_entry_head_and_key);
  return g_test_run ();
}
