/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-workspace.h"
#include "dray-store-error.h"
#include "dray-worker.h"

#include <string.h>

struct _DrayWorkspace {
  GObject parent_instance;

  /* Owned */
  DraySchema   *schema;
  GMainContext *context;
  DrayWorker   *writer;         /* the thread of store */
  DrayWorker   *reader;         /* the thread of reading */
  DrayStore    *store;          /* writer's thread only, from open to close */
  DrayStore    *reading;        /* reader's thread only, from open to close */
  char         *role;
  DrayActor     actor;
  DrayId        client;
  DrayStoreMark heard;          /* of the last news */
  gboolean      has_actor;
};

G_DEFINE_FINAL_TYPE (DrayWorkspace, dray_workspace, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* On its way from the writer's thread to the context of the workspace. */
typedef struct {
  DrayWorkspace *workspace;
  DrayEffects   *effects;
  DrayStoreMark  mark;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_array_unref (news->effects);
  g_object_unref (news->workspace);
  g_free (news);
}

static gboolean
on_news (gpointer data)
{
  News *news = data;

  news->workspace->heard = news->mark;
  g_signal_emit (news->workspace, signals[CHANGED], 0, news->effects);
  return G_SOURCE_REMOVE;
}

/* On the writer's thread. The workspace outlives its threads: they end before it goes. */
static void
on_committed (DrayStore         *store,
              const DrayEffects *effects,
              gpointer           data)
{
  DrayWorkspace *self = data;
  News *news = g_new (News, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  news->workspace = g_object_ref (self);
  news->effects = g_array_ref ((GArray *) effects);
  /* A mark that fits no file makes who follows read it all again. */
  if (!dray_store_read_mark (store, &news->mark, NULL))
    news->mark = (DrayStoreMark) { -1, -1, -1 };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "dray-workspace: changed");
  g_source_set_callback (source, on_news, news, news_free);
  g_source_attach (source, self->context);
}

static void
dray_workspace_finalize (GObject *object)
{
  DrayWorkspace *self = DRAY_WORKSPACE (object);

  dray_workspace_close (self);
  g_clear_object (&self->writer);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->schema, dray_schema_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->role);
  G_OBJECT_CLASS (dray_workspace_parent_class)->finalize (object);
}

static void
dray_workspace_class_init (DrayWorkspaceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = dray_workspace_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_ARRAY);
}

static void
dray_workspace_init (DrayWorkspace *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->writer = dray_worker_new ("dray-writer");
  self->reader = dray_worker_new ("dray-reader");
}

typedef struct {
  char             *path;
  DrayStoreOptions  options;
  char             *vfs;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_free (opening->vfs);
  g_clear_object (&opening->options.clock);
  g_free (opening);
}

static void
run_open (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  DrayWorkspace *self = source;
  Opening *opening = data;
  DrayStoreOptions reading = opening->options;
  GError *error = NULL;

  reading.read_only = TRUE;
  reading.check = FALSE;
  self->store = dray_store_open (opening->path, self->schema, &opening->options, &error);
  if (self->store != NULL)
    self->reading = dray_store_open (opening->path, self->schema, &reading, &error);
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  self->client = dray_store_get_client (self->store);
  dray_store_set_listener (self->store, on_committed, self);
  g_task_return_boolean (task, TRUE);
}

/**
 * dray_workspace_open_async:
 * @options: (nullable): as for dray_store_open(); copied
 */
void
dray_workspace_open_async (const char             *path,
                           DraySchema             *schema,
                           const DrayStoreOptions *options,
                           GCancellable           *cancellable,
                           GAsyncReadyCallback     callback,
                           gpointer                data)
{
  g_autoptr (DrayWorkspace) self = g_object_new (DRAY_TYPE_WORKSPACE, NULL);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Opening *opening = g_new0 (Opening, 1);

  self->schema = dray_schema_ref (schema);
  opening->path = g_strdup (path);
  if (options != NULL) {
    opening->options = *options;
    opening->options.clock = options->clock != NULL ? g_object_ref (options->clock) : NULL;
    opening->options.vfs = opening->vfs = g_strdup (options->vfs);
  }
  g_task_set_source_tag (task, dray_workspace_open_async);
  g_task_set_task_data (task, opening, opening_free);
  dray_worker_push (self->writer, task, G_PRIORITY_DEFAULT, run_open);
}

/* Returns: (transfer full): open; dray_workspace_close() ends it */
DrayWorkspace *
dray_workspace_open_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dray_workspace_open_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_object_ref (g_task_get_source_object (G_TASK (result)));
}

/**
 * dray_workspace_close:
 *
 * Waits for the operation at work and closes the file; what was queued ends with %G_IO_ERROR_CANCELLED. Closing twice does nothing.
 */
void
dray_workspace_close (DrayWorkspace *self)
{
  dray_worker_stop (self->writer);
  dray_worker_stop (self->reader);
  g_clear_pointer (&self->reading, dray_store_close);
  g_clear_pointer (&self->store, dray_store_close);
}

DraySchema *
dray_workspace_get_schema (DrayWorkspace *self)
{
  return self->schema;
}

/* Who this workspace is: the client of its own operations, for operation.undo. */
DrayId
dray_workspace_get_client (DrayWorkspace *self)
{
  return self->client;
}

/* The state of the file that the last "changed" told of. A reader may be ahead of it: there is more to be told then. */
DrayStoreMark
dray_workspace_get_heard (DrayWorkspace *self)
{
  return self->heard;
}

/**
 * dray_workspace_set_actor:
 * @actor: (nullable): who works here from now on; copied
 */
void
dray_workspace_set_actor (DrayWorkspace   *self,
                          const DrayActor *actor)
{
  g_free (self->role);
  self->role = actor != NULL ? g_strdup (actor->role) : NULL;
  self->has_actor = actor != NULL;
  if (actor != NULL)
    self->actor = *actor;
}

typedef struct {
  DrayIntent *intent;
  DrayActor   actor;
  char       *role;
  gboolean    has_actor;
} Submission;

static void
submission_free (gpointer data)
{
  Submission *submission = data;

  dray_intent_free (submission->intent);
  g_free (submission->role);
  g_free (submission);
}

static void
run_submit (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  DrayWorkspace *self = source;
  Submission *submission = data;
  GError *error = NULL;
  DrayReceipt *receipt = dray_store_submit (self->store, submission->has_actor ? &submission->actor : NULL, submission->intent, &error);

  if (receipt != NULL)
    g_task_return_pointer (task, receipt, (GDestroyNotify) dray_receipt_free);
  else
    g_task_return_error (task, error);
}

/**
 * dray_workspace_submit_async:
 * @intent: (transfer full)
 *
 * Submits it for the actor of this moment. Operations run in the order in which they were submitted.
 */
void
dray_workspace_submit_async (DrayWorkspace       *self,
                             DrayIntent          *intent,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Submission *submission = g_new0 (Submission, 1);

  submission->intent = intent;
  submission->has_actor = self->has_actor;
  submission->actor = self->actor;
  submission->actor.role = submission->role = g_strdup (self->role);
  g_task_set_source_tag (task, dray_workspace_submit_async);
  g_task_set_task_data (task, submission, submission_free);
  dray_worker_push (self->writer, task, G_PRIORITY_DEFAULT, run_submit);
}

/* Errors: as those of dray_store_submit() */
DrayReceipt *
dray_workspace_submit_finish (DrayWorkspace *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_select (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  DrayWorkspace *self = source;
  GError *error = NULL;
  GPtrArray *rows = dray_store_select (self->reading, data, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* Reads the rows of a query. @query is immutable from now on. */
void
dray_workspace_select_async (DrayWorkspace       *self,
                             DrayQuery           *query,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, dray_workspace_select_async);
  g_task_set_task_data (task, dray_query_ref (query), (GDestroyNotify) dray_query_unref);
  dray_worker_push (self->reader, task, G_PRIORITY_DEFAULT, run_select);
}

/* Returns: (transfer full) (element-type DrayRow) */
GPtrArray *
dray_workspace_select_finish (DrayWorkspace *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * dray_workspace_run_async:
 * @writes: on the writer's thread, with the store that writes; else on the reader's, where dray_workspace_get_store() gives the
 *   one that reads
 * @task: its source object is @self or whoever holds it
 * @func: may call dray_workspace_get_store(); returns @task
 *
 * For what needs the store itself for a while: an import, an export, a backup.
 */
void
dray_workspace_run_async (DrayWorkspace   *self,
                          gboolean         writes,
                          GTask           *task,
                          GTaskThreadFunc  func)
{
  dray_worker_push (writes ? self->writer : self->reader, task, G_PRIORITY_DEFAULT, func);
}

/* Within dray_workspace_run_async() alone, on the thread that @writes names. */
DrayStore *
dray_workspace_get_store (DrayWorkspace *self,
                          gboolean       writes)
{
  return writes ? self->store : self->reading;
}
