/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The ledger's form and its check. An export is lines of JSON:
 *
 *   {"ledger":"dray.ledger.1","chain":"…","first":1,"key":"…"}                          whose it is and who signs
 *   {"seq":1,"about":"[…]","salt":"…","digest":"…","arguments":"…","effects":"…","link":"…"}     one a line, without gaps
 *   {"head":1000,"signature":"…"}                                                       the hub's word for all up to there
 *
 * Bytes are hex, effects base64; the contents of an entry that were erased are left out, and its digest stays. A link is the chain's
 * hash (see dray-hash-chain.c) of: the digest's 32 bytes, then about. An export ends with a head: without one it was cut. */

#include "dray-ledger.h"

#include "dray-digest.h"
#include "dray-json.h"
#include "dray-trust-error.h"

#include <string.h>

#define FORM "dray.ledger.1"

static const DrayJsonLimits limits = { 64 << 20, 4, 48 << 20, 64 };

static void
append_hex (GString      *to,
            const char   *key,
            const guint8 *bytes,
            gsize         n_bytes)
{
  g_string_append_printf (to, "\"%s\":\"", key);
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf (to, "%02x", bytes[i]);
  g_string_append_c (to, '"');
}

/* Reads just @n_bytes bytes of lower-case hex. */
gboolean
dray_hex_read (const char *text,
               guint8     *bytes,
               gsize       n_bytes)
{
  if (text == NULL || strlen (text) != 2 * n_bytes)
    return FALSE;
  for (gsize i = 0; i < n_bytes; i++) {
    int high = g_ascii_xdigit_value (text[2 * i]), low = g_ascii_xdigit_value (text[2 * i + 1]);

    if (high < 0 || low < 0)
      return FALSE;
    bytes[i] = (guint8) (high << 4 | low);
  }
  return TRUE;
}

/* Computes the digest of its contents. */
void
dray_ledger_entry_seal (DrayLedgerEntry *self)
{
  guint64 length = GUINT64_TO_BE ((guint64) strlen (self->arguments));
  DrayDigestPart parts[] = {
    { self->salt, sizeof self->salt }, { &length, sizeof length }, { self->arguments, strlen (self->arguments) }, { self->effects, self->n_effects },
  };

  dray_digest (parts, G_N_ELEMENTS (parts), self->digest);
}

/* Returns: the chain with this entry */
DrayChainHash
dray_ledger_entry_chain (const DrayLedgerEntry *self,
                         const DrayChainHash   *before)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, self->digest, sizeof self->digest);
  g_byte_array_append (bytes, (const guint8 *) self->about, (guint) strlen (self->about));
  return dray_chain_hash_next (before, self->seq, bytes->data, bytes->len);
}

/* The first line of an export. */
void
dray_ledger_append_start (GString             *to,
                          const char          *chain,
                          gint64               first,
                          const DrayPublicKey *key)
{
  g_string_append (to, "{\"ledger\":\"" FORM "\",\"chain\":");
  dray_json_append_string (to, chain);
  g_string_append_printf (to, ",\"first\":%" G_GINT64_FORMAT ",", first);
  append_hex (to, "key", key->bytes, sizeof key->bytes);
  g_string_append (to, "}\n");
}

void
dray_ledger_append_entry (GString               *to,
                          const DrayLedgerEntry *entry,
                          const DrayChainHash   *link)
{
  g_string_append_printf (to, "{\"seq\":%" G_GINT64_FORMAT ",\"about\":", entry->seq);
  dray_json_append_string (to, entry->about);
  g_string_append_c (to, ',');
  append_hex (to, "salt", entry->salt, sizeof entry->salt);
  g_string_append_c (to, ',');
  append_hex (to, "digest", entry->digest, sizeof entry->digest);
  if (entry->arguments != NULL) {
    g_autofree char *effects = g_base64_encode (entry->effects, entry->n_effects);

    g_string_append (to, ",\"arguments\":");
    dray_json_append_string (to, entry->arguments);
    g_string_append_printf (to, ",\"effects\":\"%s\"", effects);
  }
  g_string_append_c (to, ',');
  append_hex (to, "link", link->bytes, sizeof link->bytes);
  g_string_append (to, "}\n");
}

void
dray_ledger_append_head (GString              *to,
                         const DrayCheckpoint *head)
{
  g_string_append_printf (to, "{\"head\":%" G_GINT64_FORMAT ",", head->seq);
  append_hex (to, "signature", head->signature.bytes, sizeof head->signature.bytes);
  g_string_append (to, "}\n");
}

/* A check under way. */
typedef struct {
  DrayLedgerReport *report;
  DrayChainHash     chain;
  gint64            signed_to;
} Check;

static gboolean
fail (GError     **error,
      int          code,
      gint64       seq,
      const char  *why)
{
  g_set_error (error, DRAY_TRUST_ERROR, code, "entry %" G_GINT64_FORMAT " %s", seq, why);
  return FALSE;
}

static gboolean
check_start (Check                *self,
             JsonObject           *line,
             const DrayPublicKey  *key,
             GError              **error)
{
  DrayLedgerReport *report = self->report;
  const char *chain = dray_json_get_string (line, "chain", NULL);

  if (g_strcmp0 (dray_json_get_string (line, "ledger", NULL), FORM) != 0 || chain == NULL ||
      !dray_json_get_int (line, "first", 1, G_MAXINT64 / 2, &report->first, NULL) ||
      !dray_hex_read (dray_json_get_string (line, "key", NULL), report->key.bytes, sizeof report->key.bytes)) {
    g_set_error_literal (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_INVALID, "this is no export of a ledger");
    return FALSE;
  }
  if (key != NULL && memcmp (key, &report->key, sizeof *key) != 0) {
    g_set_error_literal (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_FORGED, "the ledger was signed with another key than the one given");
    return FALSE;
  }
  report->chain = g_strdup (chain);
  report->last = self->signed_to = report->first - 1;
  return TRUE;
}

/* Whether its contents, where they are there, are those of its digest. */
static gboolean
check_contents (Check           *self,
                JsonObject      *line,
                DrayLedgerEntry *entry,
                GError         **error)
{
  const char *effects = dray_json_get_string (line, "effects", NULL);
  DrayLedgerEntry given = *entry;
  g_autofree guint8 *bytes = NULL;

  given.arguments = dray_json_get_string (line, "arguments", NULL);
  if (given.arguments == NULL || effects == NULL) {
    self->report->n_erased++;
    return (given.arguments == NULL) == (effects == NULL) || fail (error, DRAY_TRUST_ERROR_FORGED, entry->seq, "lacks a part of its contents");
  }
  given.effects = bytes = g_base64_decode (effects, &given.n_effects);
  dray_ledger_entry_seal (&given);
  return memcmp (given.digest, entry->digest, sizeof given.digest) == 0 ||
         fail (error, DRAY_TRUST_ERROR_FORGED, entry->seq, "was changed: its contents are not what was entered");
}

static gboolean
check_entry (Check       *self,
             JsonObject  *line,
             GError     **error)
{
  DrayLedgerEntry entry = { .about = dray_json_get_string (line, "about", NULL) };
  gint64 expected = self->report->last + 1;
  DrayChainHash link;

  if (!dray_json_get_int (line, "seq", 1, G_MAXINT64 / 2, &entry.seq, NULL) || entry.about == NULL ||
      !dray_hex_read (dray_json_get_string (line, "salt", NULL), entry.salt, sizeof entry.salt) ||
      !dray_hex_read (dray_json_get_string (line, "digest", NULL), entry.digest, sizeof entry.digest) ||
      !dray_hex_read (dray_json_get_string (line, "link", NULL), link.bytes, sizeof link.bytes))
    return fail (error, DRAY_TRUST_ERROR_INVALID, expected, "can't be read");
  if (entry.seq != expected)
    return fail (error, DRAY_TRUST_ERROR_FORGED, expected, entry.seq > expected ? "is missing" : "is not the next one");
  if (!check_contents (self, line, &entry, error))
    return FALSE;
  self->chain = dray_ledger_entry_chain (&entry, &self->chain);
  if (!dray_chain_hash_equal (&self->chain, &link))
    return fail (error, DRAY_TRUST_ERROR_FORGED, expected, "was changed: it does not follow from the one before");
  self->report->last = entry.seq;
  self->report->n_entries++;
  return TRUE;
}

static gboolean
check_head (Check       *self,
            JsonObject  *line,
            GError     **error)
{
  DrayCheckpoint head = { .chain = self->report->chain, .head = self->chain };

  if (!dray_json_get_int (line, "head", 0, G_MAXINT64 / 2, &head.seq, NULL) ||
      !dray_hex_read (dray_json_get_string (line, "signature", NULL), head.signature.bytes, sizeof head.signature.bytes))
    return fail (error, DRAY_TRUST_ERROR_INVALID, self->report->last, "is followed by a head that can't be read");
  if (head.seq != self->report->last)
    return fail (error, DRAY_TRUST_ERROR_FORGED, self->report->last + 1, "is missing before a signed head");
  if (!dray_checkpoint_verify (&head, &self->report->key)) {
    g_set_error (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_FORGED,
                 "entry %" G_GINT64_FORMAT " or a later one up to %" G_GINT64_FORMAT " was changed: the signature over them is not good", self->signed_to + 1, head.seq);
    return FALSE;
  }
  self->signed_to = head.seq;
  self->report->n_heads++;
  return TRUE;
}

static gboolean
check_line (Check                *self,
            const char           *text,
            gsize                 n_bytes,
            const DrayPublicKey  *key,
            GError              **error)
{
  g_autoptr (JsonNode) node = dray_json_parse (text, (gssize) n_bytes, &limits, NULL);
  JsonObject *line = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (self->report->chain == NULL) {
    if (line != NULL)
      return check_start (self, line, key, error);
    g_set_error_literal (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_INVALID, "this is no export of a ledger");
    return FALSE;
  }
  if (line == NULL)
    return fail (error, DRAY_TRUST_ERROR_INVALID, self->report->last + 1, "can't be read");
  return dray_json_has (line, "head") ? check_head (self, line, error) : check_entry (self, line, error);
}

/**
 * dray_ledger_verify:
 * @text: (array length=n_bytes): an export
 * @key: (nullable): whose word is asked for; %NULL takes the key that the export names
 * @report: (out): of an export that holds
 *
 * Errors: %DRAY_TRUST_ERROR_INVALID, %DRAY_TRUST_ERROR_FORGED; the message names the first broken entry
 */
gboolean
dray_ledger_verify (const char          *text,
                    gsize                n_bytes,
                    const DrayPublicKey *key,
                    DrayLedgerReport    *report,
                    GError             **error)
{
  g_auto (DrayLedgerReport) made = { 0 };
  Check check = { &made, DRAY_CHAIN_START, 0 };
  const char *end = text + n_bytes;

  for (const char *at = text; at < end;) {
    const char *newline = memchr (at, '\n', (gsize) (end - at));
    gsize n = (gsize) ((newline != NULL ? newline : end) - at);

    if (!check_line (&check, at, n, key, error))
      return FALSE;
    at += n + 1;
  }
  if (made.chain == NULL)
    return check_line (&check, "", 0, key, error);
  if (check.signed_to != made.last || made.n_heads == 0)
    return fail (error, DRAY_TRUST_ERROR_FORGED, made.last, "is the last one and not signed: the export was cut");
  *report = made;
  made.chain = NULL;
  return TRUE;
}

void
dray_ledger_report_clear (DrayLedgerReport *self)
{
  g_clear_pointer (&self->chain, g_free);
}
