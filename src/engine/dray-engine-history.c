/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"

#include "dray-post.h"

/* The history of positions: who writes it, who reads it, and what becomes of an error of the disk. */

typedef struct {
  DrayEngine *engine;
  GError     *error;
} Failure;

static void
failure_free (Failure *failure)
{
  g_object_unref (failure->engine);
  g_error_free (failure->error);
  g_free (failure);
}

static gboolean
on_failed (gpointer data)
{
  Failure *failure = data;

  g_signal_emit_by_name (failure->engine, "failed", failure->error);
  return G_SOURCE_REMOVE;
}

/* On the writer's thread. */
static void
on_writer_failed (const GError *error,
                  gpointer      data)
{
  DrayEngine *self = data;
  Failure *failure = g_new (Failure, 1);

  *failure = (Failure) { g_object_ref (self), g_error_copy (error) };
  dray_post (self->context, on_failed, failure, (GDestroyNotify) failure_free);
}

/* Starts the writer and whoever reads beside it; from what was loaded. */
void
dray_engine_start_history (DrayEngine *self)
{
  g_autofree char *path = g_build_filename (self->folder, DRAY_TELEMETRY_FILE, NULL);
  guint n = self->load->trucks->len;
  g_autofree DrayId *ids = g_new (DrayId, n + 1);

  for (guint i = 0; i < n; i++)
    ids[i] = g_array_index (self->load->trucks, DrayLoadedTruck, i).id;
  self->writer = dray_telemetry_writer_new (g_steal_pointer (&self->load->telemetry), on_writer_failed, self);
  self->history = dray_history_new (path, self->writer, ids, n);
  dray_ingest_set_history (self->ingest, self->writer, self->load->numbers);
}

/* After ingestion has stopped. */
void
dray_engine_stop_history (DrayEngine *self)
{
  if (self->history != NULL)
    dray_history_stop (self->history);
  if (self->writer != NULL)
    dray_telemetry_writer_stop (self->writer);
  g_clear_pointer (&self->writer, dray_telemetry_writer_unref);
}

/* Returns: (transfer none): where the trucks were */
DrayHistory *
dray_engine_get_history (DrayEngine *self)
{
  return self->history;
}
