/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

#include "dray-ledger.h"

/* drayctl ledger verify: checks the export of a hub's ledger with nothing but the file. Exits 0 only where every entry holds. */

static JsonNode *
describe (const DrayLedgerReport *report)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "chain", report->chain);
  json_object_set_int_member (object, "first", report->first);
  json_object_set_int_member (object, "last", report->last);
  json_object_set_int_member (object, "entries", report->n_entries);
  json_object_set_int_member (object, "heads", report->n_heads);
  json_object_set_int_member (object, "erased", report->n_erased);
  json_object_unref (object);
  return node;
}

gboolean
dray_command_ledger_verify (DrayCommandLine *line,
                            GError         **error)
{
  g_autofree char *hex = NULL;
  const GOptionEntry options[] = {
    { "key", 0, 0, G_OPTION_ARG_STRING, &hex, "The hub's public key; without it, the one that the file names", "HEX" },
    G_OPTION_ENTRY_NULL
  };
  g_auto (DrayLedgerReport) report = { 0 };
  g_autoptr (GMappedFile) file = NULL;
  DrayPublicKey key;

  if (!dray_command_line_parse (line, options, 1, 1, error))
    return FALSE;
  if (hex != NULL && !dray_hex_read (hex, key.bytes, sizeof key.bytes)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s is no public key", hex);
    return FALSE;
  }
  file = g_mapped_file_new (line->arguments[0], FALSE, error);
  if (file == NULL || !dray_ledger_verify (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), hex != NULL ? &key : NULL, &report, error))
    return FALSE;
  dray_command_line_print (line, describe (&report), "holds: entries %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " of %s, %" G_GINT64_FORMAT " signed heads, %" G_GINT64_FORMAT " erased%s",
                           report.first, report.last, report.chain, report.n_heads, report.n_erased, hex == NULL ? "; by the key that the file names" : "");
  return TRUE;
}
