/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* An export of forty entries with four heads, and everything that somebody might do to it. */

#include "dray-ledger.h"
#include "dray-trust-error.h"

#include <string.h>

#define N 40

static DraySigningKey *key;

static char *
make_export (int erased)
{
  DrayPublicKey public_key = dray_signing_key_get_public (key);
  DrayChainHash chain = DRAY_CHAIN_START;
  GString *text = g_string_new (NULL);

  dray_ledger_append_start (text, "north", 1, &public_key);
  for (int i = 1; i <= N; i++) {
    g_autofree char *about = g_strdup_printf ("[%d,\"order.create@1\"]", i), *arguments = g_strdup_printf ("{\"n\":\"customer %d\"}", i);
    DrayLedgerEntry entry = { .seq = i, .about = about, .arguments = arguments, .effects = (const guint8 *) "effects", .n_effects = 7 };

    memset (entry.salt, i, sizeof entry.salt);
    dray_ledger_entry_seal (&entry);
    chain = dray_ledger_entry_chain (&entry, &chain);
    if (i == erased)
      entry.arguments = NULL;
    dray_ledger_append_entry (text, &entry, &chain);
    if (i % 10 == 0) {
      DrayCheckpoint head = { .chain = "north", .seq = i, .head = chain };

      dray_checkpoint_sign (&head, key);
      dray_ledger_append_head (text, &head);
    }
  }
  return g_string_free (text, FALSE);
}

static void
assert_broken (const char *text,
               gsize       n_bytes,
               const char *words)
{
  g_auto (DrayLedgerReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (dray_ledger_verify (text, n_bytes, NULL, &report, &error));
  g_assert_true (error->domain == DRAY_TRUST_ERROR);
  if (words != NULL && strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_good (void)
{
  g_autofree char *text = make_export (0);
  DrayPublicKey public_key = dray_signing_key_get_public (key);
  g_auto (DrayLedgerReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  dray_ledger_verify (text, strlen (text), &public_key, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report.n_entries, ==, N);
  g_assert_cmpint (report.n_heads, ==, 4);
  g_assert_cmpint (report.n_erased, ==, 0);
  g_assert_cmpstr (report.chain, ==, "north");
}

static void
test_erased (void)
{
  g_autofree char *text = make_export (17);
  g_auto (DrayLedgerReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (strstr (text, "customer 17"));
  dray_ledger_verify (text, strlen (text), NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report.n_erased, ==, 1);
}

/* Every byte but those that JSON may write in another way: what is left of the line then reads the same. */
static void
test_flip (void)
{
  g_autofree char *text = make_export (0);
  gsize n_bytes = strlen (text);
  int n_good = 0;

  for (gsize i = 0; i < n_bytes; i++) {
    g_auto (DrayLedgerReport) report = { 0 };
    g_autofree char *copy = g_memdup2 (text, n_bytes + 1);

    copy[i] ^= 1;
    if (dray_ledger_verify (copy, n_bytes, NULL, &report, NULL)) {
      g_test_message ("byte %d, “%.20s”", (int) i, text + i);
      n_good++;
    }
  }
  g_assert_cmpint (n_good, ==, 0);
}

static void
test_named (void)
{
  g_autofree char *text = make_export (0);
  g_autofree char *changed = g_memdup2 (text, strlen (text) + 1);
  char *at = strstr (changed, "customer 23");

  at[9] = '3';
  assert_broken (changed, strlen (changed), "entry 23 was changed");
}

static char *
join_without (const char *text,
              int         dropped,
              int         swapped)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *joined = g_string_new (NULL);

  if (swapped > 0) {
    char *line = lines[swapped];

    lines[swapped] = lines[swapped + 1];
    lines[swapped + 1] = line;
  }
  for (int i = 0; lines[i] != NULL; i++)
    if (i != dropped && *lines[i] != '\0')
      g_string_append_printf (joined, "%s\n", lines[i]);
  return g_string_free (joined, FALSE);
}

static void
test_drop (void)
{
  g_autofree char *text = make_export (0);
  g_autofree char *dropped = join_without (text, 5, 0);
  g_autofree char *swapped = join_without (text, -1, 7);
  g_autofree char *first = join_without (text, 1, 0);

  assert_broken (dropped, strlen (dropped), "entry 5 is missing");
  assert_broken (swapped, strlen (swapped), "entry 7 is missing");
  assert_broken (first, strlen (first), "entry 1 is missing");
}

/* Cut after each line, and after each seventh byte. */
static void
test_cut (void)
{
  g_autofree char *text = make_export (0);
  gsize n_bytes = strlen (text);
  int n_good = 0;

  for (gsize n = 0; n < n_bytes - 1; n += text[n] == '\n' ? 1 : 7) {
    g_auto (DrayLedgerReport) report = { 0 };

    n_good += dray_ledger_verify (text, n, NULL, &report, NULL);
  }
  /* What ends with a signed head is whole up to there: the heads are the only places where a cut can't be seen. */
  g_assert_cmpint (n_good, <=, 3);
}

/* Somebody who has no key chains everything anew behind a change: the next head tells. */
static void
test_rechained (void)
{
  g_autoptr (DraySigningKey) true_key = g_steal_pointer (&key);
  g_autofree char *text = NULL, *swapped = NULL, *true_text = NULL;
  g_auto (GStrv) lines = NULL, true_lines = NULL;

  key = true_key;
  true_text = make_export (0);
  key = dray_signing_key_new ();
  text = make_export (3);
  dray_signing_key_free (g_steal_pointer (&key));
  key = g_steal_pointer (&true_key);
  lines = g_strsplit (text, "\n", -1);
  true_lines = g_strsplit (true_text, "\n", -1);
  g_free (lines[0]);
  lines[0] = g_strdup (true_lines[0]);
  swapped = g_strjoinv ("\n", lines);
  assert_broken (swapped, strlen (swapped), "entry 1 or a later one up to 10 was changed");
}

static void
test_other_key (void)
{
  g_autofree char *text = make_export (0);
  g_autoptr (DraySigningKey) other = dray_signing_key_new ();
  DrayPublicKey public_key = dray_signing_key_get_public (other);
  g_auto (DrayLedgerReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (dray_ledger_verify (text, strlen (text), &public_key, &report, &error));
  g_assert_error (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_FORGED);
  assert_broken ("", 0, "no export");
  assert_broken ("[]\n", 3, "no export");
}

int
main (int    argc,
      char **argv)
{
  static const guint8 seed[DRAY_SEED_BYTES] = { 7 };
  int status;

  g_test_init (&argc, &argv, NULL);
  key = dray_signing_key_new_from_seed (seed);
#define ADD(name, func) g_test_add_func ("/trust/ledger/" name, func)
  ADD ("a-good-one-holds", test_good);
  ADD ("an-erased-entry-keeps-its-place", test_erased);
  ADD ("a-flipped-byte-is-found-wherever-it-is", test_flip);
  ADD ("the-first-broken-entry-is-named", test_named);
  ADD ("a-dropped-or-moved-entry-is-named", test_drop);
  ADD ("a-cut-is-found", test_cut);
  ADD ("a-chain-made-anew-fails-at-its-next-head", test_rechained);
  ADD ("another-key-is-refused", test_other_key);
  status = g_test_run ();
  dray_signing_key_free (key);
  return status;
}
