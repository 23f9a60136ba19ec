/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-telemetry-private.h"
#include "dray-store-error.h"

#include <string.h>

/* Proving history: a hash an hour, over one hash a segment. A late fix changes its hour, which then is sealed again; both seals stay in
 * the ledger and the later one names the earlier by its time. */

#define HASH_BYTES 32

static void
hash_segment (const DrayId *truck,
              const guint8 *bytes,
              gsize         n_bytes,
              guint8        hash[HASH_BYTES])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n = HASH_BYTES;

  g_checksum_update (sum, truck->bytes, sizeof truck->bytes);
  g_checksum_update (sum, bytes, (gssize) n_bytes);
  g_checksum_get_digest (sum, hash, &n);
}

static int
compare_proofs (gconstpointer a,
                gconstpointer b)
{
  const DrayTelemetryProof *x = a, *y = b;
  int order = dray_id_compare (&x->truck, &y->truck);

  return order != 0 ? order : x->start_us < y->start_us ? -1 : x->start_us > y->start_us;
}

static void
finish_seal (DrayTelemetrySeal *seal)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n = HASH_BYTES;

  g_array_sort (seal->segments, compare_proofs);
  for (guint i = 0; i < seal->segments->len; i++)
    g_checksum_update (sum, g_array_index (seal->segments, DrayTelemetryProof, i).hash, HASH_BYTES);
  g_checksum_get_digest (sum, seal->hash, &n);
}

static DrayStatement *
list_segments (DrayTelemetry  *self,
               gint64          from_us,
               GError        **error)
{
  gint64 day_us = floor_to (from_us, DAY_US), from_ms = (from_us - day_us) / DRAY_US_PER_MS;
  g_autofree char *sql = g_strdup_printf ("SELECT t.id, h.start_ms, h.n, b.fixes FROM \"head_%" G_GINT64_FORMAT "\" h JOIN truck t ON t.number = h.truck"
                                          " JOIN \"body_%" G_GINT64_FORMAT "\" b ON b.body = h.body WHERE h.start_ms >= %" G_GINT64_FORMAT " AND h.start_ms < %" G_GINT64_FORMAT,
                                          day_us / DAY_US, day_us / DAY_US, from_ms, from_ms + DRAY_S_PER_HOUR * 1000);

  return dray_database_prepare (self->database, sql, error);
}

static gboolean
read_proofs (DrayTelemetry      *self,
             DrayTelemetrySeal  *seal,
             GError            **error)
{
  g_autoptr (DrayStatement) statement = list_segments (self, seal->from_us, error);
  gboolean has_row = TRUE;

  while (statement != NULL && has_row) {
    DrayTelemetryProof proof;
    gsize n_bytes;

    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    const guint8 *bytes = dray_statement_get_bytes (statement, 3, &n_bytes);
    proof.truck = dray_statement_get_id (statement, 0);
    proof.start_us = floor_to (seal->from_us, DAY_US) + dray_statement_get_integer (statement, 1) * DRAY_US_PER_MS;
    proof.n_fixes = (guint) dray_statement_get_integer (statement, 2);
    hash_segment (&proof.truck, bytes, n_bytes, proof.hash);
    seal->n_fixes += proof.n_fixes;
    g_array_append_val (seal->segments, proof);
  }
  return statement != NULL;
}

/**
 * dray_telemetry_hash_hour:
 * @from_us: the begin of an hour (UTC)
 *
 * Errors: %DRAY_STORE_ERROR_NOT_FOUND where the file has nothing of that day
 */
DrayTelemetrySeal *
dray_telemetry_hash_hour (DrayTelemetry  *self,
                          gint64          from_us,
                          GError        **error)
{
  g_autoptr (DrayTelemetrySeal) seal = g_new0 (DrayTelemetrySeal, 1);

  seal->from_us = floor_to (from_us, HOUR_US);
  seal->segments = g_array_new (FALSE, FALSE, sizeof (DrayTelemetryProof));
  if (!dray_telemetry_refresh_days (self, error))
    return NULL;
  if (dray_telemetry_get_day (self, floor_to (from_us, DAY_US) / DAY_US) == NULL) {
    g_set_error_literal (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND, "there are no positions of that day");
    return NULL;
  }
  if (!read_proofs (self, seal, error))
    return NULL;
  finish_seal (seal);
  return g_steal_pointer (&seal);
}

void
dray_telemetry_seal_free (DrayTelemetrySeal *self)
{
  g_array_unref (self->segments);
  g_free (self);
}

/**
 * dray_telemetry_list_unsealed:
 *
 * Returns: (transfer full) (element-type gint64): the hours that ended at @before_us or before and changed since they were last
 *   sealed, rising
 */
GArray *
dray_telemetry_list_unsealed (DrayTelemetry  *self,
                              gint64          before_us,
                              GError        **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self->database, "SELECT from_us FROM hour WHERE changed AND from_us <= ?1 ORDER BY from_us", error);
  g_autoptr (GArray) hours = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean has_row = statement != NULL;

  if (statement != NULL)
    dray_statement_bind_integer (statement, 1, before_us - HOUR_US);
  while (has_row) {
    if (!dray_statement_step (statement, &has_row, error))
      return NULL;
    if (has_row) {
      gint64 from_us = dray_statement_get_integer (statement, 0);

      g_array_append_val (hours, from_us);
    }
  }
  return statement != NULL ? g_steal_pointer (&hours) : NULL;
}

/* Notes that the seal stands in the ledger. An hour that has changed since the seal was made stays unsealed. */
gboolean
dray_telemetry_set_sealed (DrayTelemetry            *self,
                           const DrayTelemetrySeal  *seal,
                           GError                  **error)
{
  g_autoptr (DrayTelemetrySeal) now = dray_telemetry_hash_hour (self, seal->from_us, error);
  g_autoptr (DrayStatement) statement = now != NULL ? dray_database_prepare (self->database, "UPDATE hour SET changed = ?2, hash = ?3 WHERE from_us = ?1", error) : NULL;

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_integer (statement, 1, seal->from_us);
  dray_statement_bind_integer (statement, 2, memcmp (now->hash, seal->hash, HASH_BYTES) != 0);
  dray_statement_bind_bytes (statement, 3, seal->hash, HASH_BYTES);
  return dray_statement_run (statement, error);
}

/**
 * dray_telemetry_get_segment:
 *
 * Errors: %DRAY_STORE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the bytes of the truck's segment that starts at @start_us: what its hash is over
 */
GBytes *
dray_telemetry_get_segment (DrayTelemetry  *self,
                            guint32         truck,
                            gint64          start_us,
                            GError        **error)
{
  gint64 day_us = floor_to (start_us, DAY_US);
  g_autofree char *sql = g_strdup_printf ("SELECT b.fixes FROM \"head_%" G_GINT64_FORMAT "\" h JOIN \"body_%" G_GINT64_FORMAT "\" b ON b.body = h.body WHERE h.truck = ?1 AND h.start_ms = ?2",
                                          day_us / DAY_US, day_us / DAY_US);
  g_autoptr (DrayStatement) statement = NULL;
  gboolean has_row = FALSE;

  if (!dray_telemetry_refresh_days (self, error))
    return NULL;
  if (dray_telemetry_get_day (self, day_us / DAY_US) != NULL) {
    statement = dray_database_prepare (self->database, sql, error);
    if (statement == NULL)
      return NULL;
    dray_statement_bind_integer (statement, 1, truck);
    dray_statement_bind_integer (statement, 2, (start_us - day_us) / DRAY_US_PER_MS);
    if (!dray_statement_step (statement, &has_row, error))
      return NULL;
  }
  if (!has_row) {
    g_set_error_literal (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND, "there is no such segment");
    return NULL;
  }
  gsize n_bytes;
  const guint8 *bytes = dray_statement_get_bytes (statement, 0, &n_bytes);
  return g_bytes_new (bytes, n_bytes);
}
