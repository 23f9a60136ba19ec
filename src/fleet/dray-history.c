/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-history-private.h"
#include "dray-units.h"
#include "dray-worker.h"

/* Two desks, each a thread with a connection of its own that it opens when it is first asked. Before an answer the writer is asked to
 * file what it has, so that the answer holds everything that was put; the replay does so every few seconds only, because it asks many
 * times a second. */

#define REPLAY_SETTLE_US (5 * G_GINT64_CONSTANT (1000000))

typedef struct {
  DrayWorker          *worker;
  DrayTelemetry       *telemetry;   /* the worker's */
  guint32             *numbers;     /* [n_trucks]: by index; the worker's */
  guint32             *indices;     /* [n_numbers]: by number; the worker's */
  guint                n_numbers;
  DrayTelemetryCursor *cursor;      /* the replay's worker's */
  gint64               settled_us;  /* monotonic; the replay's worker's */
} Desk;

struct _DrayHistory {
  GObject              parent_instance;

  /* Owned: set at construction, read by all */
  char                *path;
  DrayTelemetryWriter *writer;   /* (nullable) */
  DrayId              *trucks;   /* [n_trucks] */
  guint                n_trucks;
  /* Owned: each of its worker */
  Desk                 replay;
  Desk                 questions;
};

G_DEFINE_FINAL_TYPE (DrayHistory, dray_history, G_TYPE_OBJECT)

static void
desk_clear (Desk *desk)
{
  g_clear_pointer (&desk->cursor, dray_telemetry_cursor_free);
  g_clear_pointer (&desk->telemetry, dray_telemetry_free);
  g_clear_pointer (&desk->numbers, g_free);
  g_clear_pointer (&desk->indices, g_free);
  g_clear_object (&desk->worker);
}

static void
dray_history_finalize (GObject *object)
{
  DrayHistory *self = DRAY_HISTORY (object);

  dray_history_stop (self);
  g_clear_pointer (&self->writer, dray_telemetry_writer_unref);
  g_free (self->path);
  g_free (self->trucks);

  G_OBJECT_CLASS (dray_history_parent_class)->finalize (object);
}

static void
dray_history_class_init (DrayHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_history_finalize;
}

static void
dray_history_init (DrayHistory *self)
{
  self->replay.worker = dray_worker_new ("replay");
  self->questions.worker = dray_worker_new ("history");
}

/**
 * dray_history_new:
 * @path: the file of positions
 * @writer: (nullable): who writes it; %NULL where nobody does
 * @trucks: (array length=n_trucks): in the live fleet's order; copied
 */
DrayHistory *
dray_history_new (const char           *path,
                  DrayTelemetryWriter  *writer,
                  const DrayId         *trucks,
                  guint                 n_trucks)
{
  DrayHistory *self = g_object_new (DRAY_TYPE_HISTORY, NULL);

  self->path = g_strdup (path);
  self->writer = writer != NULL ? dray_telemetry_writer_ref (writer) : NULL;
  self->trucks = g_memdup2 (trucks, n_trucks * sizeof *trucks);
  self->n_trucks = n_trucks;
  return self;
}

/**
 * dray_history_stop:
 *
 * Joins the threads; questions that wait end with %G_IO_ERROR_CANCELLED. Safe to call twice.
 */
void
dray_history_stop (DrayHistory *self)
{
  if (self->replay.worker != NULL)
    dray_worker_stop (self->replay.worker);
  if (self->questions.worker != NULL)
    dray_worker_stop (self->questions.worker);
  desk_clear (&self->replay);
  desk_clear (&self->questions);
}

guint
dray_history_get_n_trucks (DrayHistory *self)
{
  return self->n_trucks;
}

/* On the desk's thread from here on. */

static void
number_trucks (DrayHistory *self,
               Desk        *desk,
               GArray      *ids)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (dray_id_hash, dray_id_equal);

  desk->n_numbers = ids->len;
  desk->indices = g_new (guint32, ids->len + 1);
  desk->numbers = g_new (guint32, self->n_trucks + 1);
  for (guint i = 0; i < ids->len; i++) {
    g_hash_table_insert (by_id, &g_array_index (ids, DrayId, i), GUINT_TO_POINTER (i + 1));
    desk->indices[i] = G_MAXUINT32;
  }
  for (guint i = 0; i < self->n_trucks; i++) {
    guint number = GPOINTER_TO_UINT (g_hash_table_lookup (by_id, &self->trucks[i]));

    desk->numbers[i] = number > 0 ? number - 1 : G_MAXUINT32;
    if (number > 0)
      desk->indices[number - 1] = i;
  }
}

static gboolean
open_desk (DrayHistory  *self,
           Desk         *desk,
           GError      **error)
{
  g_autoptr (DrayTelemetry) telemetry = NULL;
  g_autoptr (GArray) ids = NULL;

  if (desk->telemetry != NULL)
    return TRUE;
  telemetry = dray_telemetry_open (self->path, DRAY_DATABASE_READ, error);
  ids = telemetry != NULL ? dray_telemetry_list_trucks (telemetry, error) : NULL;
  if (ids == NULL)
    return FALSE;
  number_trucks (self, desk, ids);
  desk->telemetry = g_steal_pointer (&telemetry);
  return TRUE;
}

/* Opens the file and has what waits filed. */
static gboolean
prepare (DrayHistory  *self,
         Desk         *desk,
         GError      **error)
{
  if (self->writer != NULL && !dray_telemetry_writer_settle (self->writer, error))
    return FALSE;
  return open_desk (self, desk, error);
}

typedef enum { ASK_TRUCK, ASK_PRESENT, ASK_FENCES, ASK_ACTIVITY } AskKind;

typedef struct {
  AskKind       kind;
  guint         truck;
  gint64        from_us;
  gint64        to_us;
  gint64        slot_us;
  guint         n_slots;
  DrayShape    *area;
  DrayFenceSet *fences;
} Ask;

static void
ask_free (Ask *ask)
{
  g_clear_pointer (&ask->area, dray_shape_unref);
  g_clear_pointer (&ask->fences, dray_fence_set_unref);
  g_free (ask);
}

static GArray *
read_truck (DrayHistory  *self,
            const Ask    *ask,
            GError      **error)
{
  Desk *desk = &self->questions;
  GArray *fixes;

  if (desk->numbers[ask->truck] == G_MAXUINT32)
    return g_array_new (FALSE, FALSE, sizeof (DrayFix));
  fixes = dray_telemetry_read_truck (desk->telemetry, desk->numbers[ask->truck], ask->from_us, ask->to_us, error);
  for (guint i = 0; fixes != NULL && i < fixes->len; i++)
    g_array_index (fixes, DrayFix, i).truck = ask->truck;
  return fixes;
}

static GArray *
answer (DrayHistory   *self,
        const Ask     *ask,
        GCancellable  *cancellable,
        GError       **error)
{
  Desk *desk = &self->questions;

  if (!prepare (self, desk, error))
    return NULL;
  switch (ask->kind) {
  case ASK_TRUCK:
    return read_truck (self, ask, error);
  case ASK_PRESENT:
    return dray_history_find_present_of (desk->telemetry, desk->indices, desk->n_numbers, ask->area, ask->from_us, ask->to_us, cancellable, error);
  case ASK_ACTIVITY:
    return dray_telemetry_count_activity (desk->telemetry, ask->from_us, ask->slot_us, ask->n_slots, error);
  case ASK_FENCES:
  default:
    return dray_history_try_fences_of (desk->telemetry, desk->indices, desk->n_numbers, self->n_trucks, ask->fences, ask->from_us, ask->to_us, cancellable, error);
  }
}

static void
return_array (GTask  *task,
              GArray *taken,
              GError *error)
{
  if (taken != NULL)
    g_task_return_pointer (task, taken, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
run_ask (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  GError *error = NULL;

  return_array (task, answer (source, data, cancellable, &error), error);
}

static void
push_ask (DrayHistory         *self,
          Ask                  ask,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, push_ask);
  g_task_set_task_data (task, g_memdup2 (&ask, sizeof ask), (GDestroyNotify) ask_free);
  if (self->questions.worker == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The history is closed");
  else
    dray_worker_push (self->questions.worker, task, G_PRIORITY_DEFAULT, run_ask);
}

void
dray_history_read_truck_async (DrayHistory         *self,
                               guint                truck,
                               gint64               from_us,
                               gint64               to_us,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (DRAY_IS_HISTORY (self) && truck < self->n_trucks);

  push_ask (self, (Ask) { .kind = ASK_TRUCK, .truck = truck, .from_us = from_us, .to_us = to_us }, cancellable, callback, user_data);
}

void
dray_history_find_present_async (DrayHistory         *self,
                                 const DrayShape     *area,
                                 gint64               from_us,
                                 gint64               to_us,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (DRAY_IS_HISTORY (self) && area != NULL);

  push_ask (self, (Ask) { .kind = ASK_PRESENT, .area = dray_shape_ref ((DrayShape *) area), .from_us = from_us, .to_us = to_us }, cancellable, callback, user_data);
}

void
dray_history_try_fences_async (DrayHistory         *self,
                               DrayFenceSet        *fences,
                               gint64               from_us,
                               gint64               to_us,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (DRAY_IS_HISTORY (self) && fences != NULL);

  push_ask (self, (Ask) { .kind = ASK_FENCES, .fences = dray_fence_set_ref (fences), .from_us = from_us, .to_us = to_us }, cancellable, callback, user_data);
}

void
dray_history_count_activity_async (DrayHistory         *self,
                                   gint64               from_us,
                                   gint64               slot_us,
                                   guint                n_slots,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (DRAY_IS_HISTORY (self) && slot_us > 0 && n_slots > 0);

  push_ask (self, (Ask) { .kind = ASK_ACTIVITY, .from_us = from_us, .slot_us = slot_us, .n_slots = n_slots }, cancellable, callback, user_data);
}

/* The replay settles now and then, and lets go of what it kept: late fixes may have changed it. */
static gboolean
prepare_replay (DrayHistory  *self,
                Desk         *desk,
                GError      **error)
{
  gint64 now_us = g_get_monotonic_time ();

  if (desk->cursor != NULL && (self->writer == NULL || now_us < desk->settled_us + REPLAY_SETTLE_US))
    return TRUE;
  if (!prepare (self, desk, error))
    return FALSE;
  desk->settled_us = now_us;
  if (desk->cursor == NULL)
    desk->cursor = dray_telemetry_cursor_new (desk->telemetry, desk->numbers, self->n_trucks);
  else
    dray_telemetry_cursor_forget (desk->cursor);
  return TRUE;
}

static GArray *
seek (DrayHistory  *self,
      gint64        at_us,
      GError      **error)
{
  g_autoptr (GArray) fixes = g_array_new (FALSE, TRUE, sizeof (DrayFix));

  g_array_set_size (fixes, self->n_trucks);
  if (!prepare_replay (self, &self->replay, error)
      || !dray_telemetry_cursor_seek (self->replay.cursor, at_us, (DrayFix *) (gpointer) fixes->data, error))
    return NULL;
  return g_steal_pointer (&fixes);
}

static void
run_seek (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable G_GNUC_UNUSED)
{
  GError *error = NULL;

  return_array (task, seek (source, *(gint64 *) data, &error), error);
}

void
dray_history_seek_async (DrayHistory         *self,
                         gint64               at_us,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (DRAY_IS_HISTORY (self));

  g_task_set_source_tag (task, dray_history_seek_async);
  g_task_set_task_data (task, g_memdup2 (&at_us, sizeof at_us), g_free);
  if (self->replay.worker == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The history is closed");
  else
    dray_worker_push (self->replay.worker, task, G_PRIORITY_DEFAULT, run_seek);
}

GArray *
dray_history_finish (DrayHistory   *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  gint64 from_us;
  gint64 to_us;
} Span;

static void
run_span (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable G_GNUC_UNUSED)
{
  DrayHistory *self = source;
  Span *span = data;
  GError *error = NULL;

  if (prepare (self, &self->questions, &error) && dray_telemetry_get_span (self->questions.telemetry, &span->from_us, &span->to_us, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
dray_history_get_span_async (DrayHistory         *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (DRAY_IS_HISTORY (self));

  g_task_set_source_tag (task, dray_history_get_span_async);
  g_task_set_task_data (task, g_new0 (Span, 1), g_free);
  if (self->questions.worker == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The history is closed");
  else
    dray_worker_push (self->questions.worker, task, G_PRIORITY_DEFAULT, run_span);
}

gboolean
dray_history_get_span_finish (DrayHistory   *self,
                              GAsyncResult  *result,
                              gint64        *from_us,
                              gint64        *to_us,
                              GError       **error)
{
  const Span *span;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  span = g_task_get_task_data (G_TASK (result));
  *from_us = span->from_us;
  *to_us = span->to_us;
  return TRUE;
}
