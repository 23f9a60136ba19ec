/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A desk takes the jobs of its queue. Where the first is an operation, it waits a few milliseconds for others of the same tenant and
 * commits them in one transaction, each for its own actor; jobs of other tenants that came meanwhile are done next, in their order. */

#include "dray-tenant.h"
#include "dray-hub-error.h"

#include <string.h>

typedef struct {
  DrayTenant      *tenant;     /* NULL ends the thread */
  DrayTenantFunc   func;       /* (nullable): or else an operation */
  DrayWrittenFunc  written;
  gpointer         data;
  DrayIntent      *intent;
  DrayActor        actor;
  char             role[24];
  gboolean         is_program;
} Job;

struct _DrayDesk {
  GThread     *thread;
  GAsyncQueue *jobs;
  GQueue       held;          /* the thread's: taken out while a group was gathered */
  int          max_batch;
  int          wait_ms;
};

struct _DrayTenant {
  DrayId        id;
  char         *name;
  char         *path;
  DraySchema   *schema;
  DrayDesk     *writer;
  DrayDesk     *reader;
  DrayNewsFunc  news;
  DrayEffectsFunc effects;
  gpointer      data;
  DrayStore    *store;      /* the writer's thread */
  DrayStore    *reading;    /* the reader's thread */
  guint64       n_written;  /* atomic under the mutex */
  gint64        seq;
  GMutex        mutex;
};

static void
on_effects (DrayStore         *store,
            const DrayEffects *effects,
            gpointer           data)
{
  DrayTenant *tenant = data;

  tenant->effects (tenant, effects, tenant->data);
}

static DrayStore *
open_store (DrayTenant  *tenant,
            gboolean     writes,
            GError     **error)
{
  DrayStore **place = writes ? &tenant->store : &tenant->reading;
  DrayStoreOptions options = { .read_only = !writes };

  if (*place == NULL)
    *place = dray_store_open (tenant->path, tenant->schema, &options, error);
  if (writes && *place != NULL && tenant->effects != NULL)
    dray_store_set_listener (*place, on_effects, tenant);
  return *place;
}

static void
look_at_seq (DrayTenant *tenant,
             DrayStore  *store,
             guint       n)
{
  gint64 seq = dray_store_get_seq (store);

  g_mutex_lock (&tenant->mutex);

  gboolean is_new = seq != tenant->seq;

  tenant->seq = seq;
  tenant->n_written += n;
  g_mutex_unlock (&tenant->mutex);
  if (is_new && tenant->news != NULL)
    tenant->news (tenant, seq, tenant->data);
}

static void
job_free (Job *job)
{
  g_clear_pointer (&job->intent, dray_intent_free);
  g_free (job);
}

static void
commit_group (DrayDesk   *self,
              GPtrArray  *group)
{
  DrayTenant *tenant = ((Job *) group->pdata[0])->tenant;
  g_autoptr (GError) error = NULL;
  DrayStore *store = open_store (tenant, TRUE, &error);
  g_autofree const DrayActor **actors = g_new0 (const DrayActor *, group->len);
  g_autofree DrayIntent **intents = g_new0 (DrayIntent *, group->len);
  g_autofree DrayReceipt **receipts = g_new0 (DrayReceipt *, group->len);
  g_autofree GError **refusals = g_new0 (GError *, group->len);

  for (guint i = 0; i < group->len; i++) {
    Job *job = group->pdata[i];

    actors[i] = job->is_program ? NULL : &job->actor;
    intents[i] = job->intent;
  }
  if (store != NULL && dray_store_submit_group (store, actors, intents, (int) group->len, receipts, refusals, &error))
    look_at_seq (tenant, store, group->len);
  for (guint i = 0; i < group->len; i++) {
    Job *job = group->pdata[i];

    if (job->written != NULL)
      job->written (tenant, receipts[i], error != NULL ? error : refusals[i], job->data);
    g_clear_pointer (&receipts[i], dray_receipt_free);
    g_clear_error (&refusals[i]);
  }
}

static Job *
next_job (DrayDesk *self)
{
  Job *job = g_queue_pop_head (&self->held);

  return job != NULL ? job : g_async_queue_pop (self->jobs);
}

/* Whether @job can't be overtaken by later jobs of @tenant. */
static gboolean
is_barrier (const Job        *job,
            const DrayTenant *tenant)
{
  return job->tenant == NULL || (job->tenant == tenant && job->func != NULL);
}

static void
gather (DrayDesk  *self,
        GPtrArray *group)
{
  const DrayTenant *tenant = ((Job *) group->pdata[0])->tenant;
  gint64 end_us = g_get_monotonic_time () + self->wait_ms * 1000;
  gboolean is_blocked = FALSE;

  for (GList *at = self->held.head; at != NULL && (int) group->len < self->max_batch && !is_blocked;) {
    GList *next = at->next;
    Job *job = at->data;

    is_blocked = is_barrier (job, tenant);
    if (!is_blocked && job->tenant == tenant) {
      g_ptr_array_add (group, job);
      g_queue_delete_link (&self->held, at);
    }
    at = next;
  }
  while (!is_blocked && (int) group->len < self->max_batch) {
    gint64 left_us = end_us - g_get_monotonic_time ();
    Job *job = left_us > 0 ? g_async_queue_timeout_pop (self->jobs, left_us) : g_async_queue_try_pop (self->jobs);

    if (job == NULL)
      return;
    is_blocked = is_barrier (job, tenant);
    if (job->tenant == tenant && !is_blocked)
      g_ptr_array_add (group, job);
    else
      g_queue_push_tail (&self->held, job);
  }
}

static void
run_func (DrayDesk *self,
          Job      *job)
{
  DrayTenant *tenant = job->tenant;
  gboolean writes = tenant->writer == self;
  g_autoptr (GError) error = NULL;
  DrayStore *store = open_store (tenant, writes, &error);

  if (store == NULL)
    g_warning ("the file of tenant %s can't be opened: %s", tenant->name, error->message);
  job->func (tenant, store, job->data);
  if (writes && store != NULL)
    look_at_seq (tenant, store, 0);
}

static gpointer
run (gpointer data)
{
  DrayDesk *self = data;
  Job *job;

  while ((job = next_job (self))->tenant != NULL) {
    g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);

    g_ptr_array_add (group, job);
    if (job->func != NULL) {
      run_func (self, job);
    } else {
      gather (self, group);
      commit_group (self, group);
    }
  }
  job_free (job);
  return NULL;
}

DrayDesk *
dray_desk_new (const char *name,
               int         max_batch,
               int         wait_ms)
{
  DrayDesk *self = g_new0 (DrayDesk, 1);

  self->jobs = g_async_queue_new ();
  self->max_batch = max_batch;
  self->wait_ms = wait_ms;
  self->thread = g_thread_new (name, run, self);
  return self;
}

/* Does all that was asked for and ends. */
void
dray_desk_stop (DrayDesk *self)
{
  g_async_queue_push (self->jobs, g_new0 (Job, 1));
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_free (self);
}

guint
dray_desk_get_length (DrayDesk *self)
{
  return (guint) MAX (g_async_queue_length (self->jobs), 0);
}

/**
 * dray_tenant_new:
 * @path: its file; opened by each thread when it is first needed
 */
DrayTenant *
dray_tenant_new (const DrayId *id,
                 const char   *name,
                 const char   *path,
                 DraySchema   *schema,
                 DrayDesk     *writer,
                 DrayDesk     *reader,
                 DrayNewsFunc  news,
                 DrayEffectsFunc effects,
                 gpointer      data)
{
  DrayTenant *self = g_new0 (DrayTenant, 1);

  self->id = *id;
  self->name = g_strdup (name);
  self->path = g_strdup (path);
  self->schema = dray_schema_ref (schema);
  self->writer = writer;
  self->reader = reader;
  self->news = news;
  self->effects = effects;
  self->data = data;
  g_mutex_init (&self->mutex);
  return self;
}

/* After its desks have stopped. */
void
dray_tenant_free (DrayTenant *self)
{
  g_clear_pointer (&self->reading, dray_store_close);
  g_clear_pointer (&self->store, dray_store_close);
  dray_schema_unref (self->schema);
  g_mutex_clear (&self->mutex);
  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

const DrayId *
dray_tenant_get_id (DrayTenant *self)
{
  return &self->id;
}

const char *
dray_tenant_get_name (DrayTenant *self)
{
  return self->name;
}

const char *
dray_tenant_get_path (DrayTenant *self)
{
  return self->path;
}

/* How many operations were decided here since the start. */
guint64
dray_tenant_get_n_written (DrayTenant *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_written;
}

/* The last committed seq that this process has seen; 0 before the first. */
gint64
dray_tenant_get_seq (DrayTenant *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->seq;
}

/**
 * dray_tenant_write:
 * @actor: (nullable): copied; %NULL is the hub itself
 * @intent: (transfer full)
 * @func: (nullable): on the writing thread, after the commit
 */
void
dray_tenant_write (DrayTenant      *self,
                   const DrayActor *actor,
                   DrayIntent      *intent,
                   DrayWrittenFunc  func,
                   gpointer         data)
{
  Job *job = g_new0 (Job, 1);

  job->tenant = self;
  job->written = func;
  job->data = data;
  job->intent = intent;
  job->is_program = actor == NULL;
  if (actor != NULL) {
    job->actor = *actor;
    g_strlcpy (job->role, actor->role, sizeof job->role);
    job->actor.role = job->role;
  }
  g_async_queue_push (self->writer->jobs, job);
}

/* Runs @func with the tenant's store on its writing or reading thread; with %NULL where the file can't be opened. */
void
dray_tenant_run (DrayTenant     *self,
                 gboolean        writes,
                 DrayTenantFunc  func,
                 gpointer        data)
{
  Job *job = g_new0 (Job, 1);

  job->tenant = self;
  job->func = func;
  job->data = data;
  g_async_queue_push (writes ? self->writer->jobs : self->reader->jobs, job);
}
