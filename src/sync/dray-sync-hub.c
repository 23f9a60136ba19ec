/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The hub as a pure machine. A push is checked when it is committed: an operation that was decided before must be the same one (else
 * the workspace is a copy: CLIENT_FORK, and nothing of the push is done), a new one must be the next (else GAP). What remains is one
 * transaction for all sessions of a tenant, in which the store gives each operation a savepoint; the verdicts leave when it is on
 * the disk. An operation that can't be read is logged as rejected, so that those behind it go on; one that this hub is too old for is
 * left to its workspace until the hub has been updated. */

#include "dray-sync-hub.h"

#include "dray-plant.h"
#include "dray-store-error.h"
#include "dray-sync-error.h"
#include "dray-sync-session-private.h"

#include <string.h>

struct _DraySyncHub {
  GHashTable     *tenants;    /* (element-type DrayId DraySyncTenant) */
  DraySyncLimits  limits;
  gboolean        is_shipped;
};

static void
tenant_free (gpointer data)
{
  DraySyncTenant *tenant = data;

  g_ptr_array_unref (tenant->sessions);
  g_clear_pointer (&tenant->changes, g_ptr_array_unref);
  g_clear_pointer (&tenant->texts, g_ptr_array_unref);
  g_free (tenant);
}

/* @limits: (nullable): %DRAY_SYNC_LIMITS_DEFAULT if %NULL */
DraySyncHub *
dray_sync_hub_new (const DraySyncLimits *limits)
{
  DraySyncHub *self = g_new0 (DraySyncHub, 1);

  self->tenants = g_hash_table_new_full (dray_id_hash, dray_id_equal, NULL, tenant_free);
  self->limits = limits != NULL ? *limits : DRAY_SYNC_LIMITS_DEFAULT;
  return self;
}

/* Every session was closed before. */
void
dray_sync_hub_free (DraySyncHub *self)
{
  g_hash_table_unref (self->tenants);
  g_free (self);
}

/* Whether the logs are shipped elsewhere: then dray_store_set_stable() says how far; else what is committed is as safe as it gets. */
void
dray_sync_hub_set_shipped (DraySyncHub *self,
                           gboolean     is_shipped)
{
  self->is_shipped = is_shipped;
}

static gboolean
look (DraySyncHub     *self,
      DraySyncTenant  *tenant,
      GError         **error)
{
  DrayStanding place;

  if (!dray_store_get_standing (tenant->store, &place, error))
    return FALSE;
  tenant->epoch = place.epoch;
  tenant->head = place.seq;
  tenant->stable = self->is_shipped ? place.stable : place.seq;
  return TRUE;
}

/**
 * dray_sync_hub_add_tenant:
 * @store: its authority; outlives the hub. Begins its first epoch where it has none
 */
gboolean
dray_sync_hub_add_tenant (DraySyncHub   *self,
                          const DrayId  *id,
                          DrayStore     *store,
                          gint64         now_us,
                          GError       **error)
{
  DraySyncTenant *tenant = g_new0 (DraySyncTenant, 1);

  tenant->id = *id;
  tenant->store = store;
  tenant->sessions = g_ptr_array_new ();
  if (look (self, tenant, error) && (tenant->epoch != 0 || (dray_store_begin_epoch (store, now_us, error) && look (self, tenant, error)))) {
    g_hash_table_replace (self->tenants, &tenant->id, tenant);
    return TRUE;
  }
  tenant_free (tenant);
  return FALSE;
}

gboolean
dray_sync_hub_has_tenant (DraySyncHub  *self,
                          const DrayId *tenant)
{
  return g_hash_table_contains (self->tenants, tenant);
}

/**
 * dray_sync_hub_open:
 * @tenant: of the token, as @actor
 *
 * Returns: (transfer none): until dray_sync_hub_close()
 */
DraySyncSession *
dray_sync_hub_open (DraySyncHub     *self,
                    const DrayId    *tenant,
                    const DrayActor *actor)
{
  DraySyncTenant *found = g_hash_table_lookup (self->tenants, tenant);
  DraySyncSession *session;

  g_return_val_if_fail (found != NULL, NULL);
  session = dray_sync_session_new (found, actor, &self->limits);
  g_ptr_array_add (found->sessions, session);
  return session;
}

static void
tell_presence (const DraySyncSession *session)
{
  for (guint i = 0; i < session->tenant->sessions->len; i++)
    if (session->tenant->sessions->pdata[i] != session)
      dray_sync_session_say_presence (session->tenant->sessions->pdata[i], session);
}

/* It stands nowhere any more. A line that its console has left for a newer one says nothing of that. */
static void
leave_places (DraySyncSession *session)
{
  if (session->places->len == 0)
    return;
  g_array_set_size (session->places, 0);
  if (!session->is_stale)
    tell_presence (session);
}

static void
on_presence (DraySyncSession       *session,
             const DraySyncMessage *message)
{
  if (session->is_stale || (session->places->len == 0 && message->places->len == 0))
    return;
  g_array_set_size (session->places, 0);
  g_array_append_vals (session->places, message->places->data, message->places->len);
  tell_presence (session);
}

/* To whoever comes: who is there already. */
static void
say_all_presence (DraySyncSession *session)
{
  for (guint i = 0; i < session->tenant->sessions->len; i++) {
    const DraySyncSession *other = session->tenant->sessions->pdata[i];

    if (other != session && other->places->len > 0)
      dray_sync_session_say_presence (session, other);
  }
}

void
dray_sync_hub_close (DraySyncHub     *self,
                     DraySyncSession *session)
{
  leave_places (session);
  g_ptr_array_remove_fast (session->tenant->sessions, session);
  dray_sync_session_free (session);
}

/* A client has one line. What an older one still brings came too late: the new greeting tells where the client stands. */
static void
outdate_others (DraySyncSession *session)
{
  for (guint i = 0; i < session->tenant->sessions->len; i++) {
    DraySyncSession *other = session->tenant->sessions->pdata[i];

    if (other == session || !dray_id_equal (&other->client, &session->client))
      continue;
    leave_places (other);
    other->is_stale = TRUE;
    g_ptr_array_set_size (other->pushes, 0);
  }
}

static gboolean
on_hello (DraySyncSession        *session,
          const DraySyncMessage  *hello,
          gint64                  now_us,
          GError                **error)
{
  DraySyncTenant *tenant = session->tenant;
  g_autoptr (DraySyncMessage) welcome = dray_sync_message_new (DRAY_SYNC_WELCOME);

  if (hello->version < DRAY_SYNC_VERSION) {
    dray_sync_session_err (session, DRAY_SYNC_CODE_PROTO, 0, "this version of the protocol is not spoken here");
    session->is_over = TRUE;
    return TRUE;
  }
  session->client = hello->client;
  session->is_following = FALSE;
  session->is_stale = FALSE;
  g_ptr_array_set_size (session->pushes, 0);
  outdate_others (session);
  if (!dray_store_find_fork (tenant->store, hello->epoch, hello->cursor, &welcome->fork, error) ||
      !dray_store_get_last_mid (tenant->store, &hello->client, &welcome->mid, error))
    return FALSE;
  welcome->client = hello->client;
  welcome->epoch = tenant->epoch;
  welcome->fork = MIN (welcome->fork, tenant->head);
  welcome->head = tenant->head;
  welcome->stable = tenant->stable;
  welcome->at_us = now_us;
  welcome->hello_us = hello->hello_us;
  dray_sync_session_say (session, welcome);
  return TRUE;
}

static gboolean
on_pull (DraySyncSession        *session,
         const DraySyncMessage  *pull,
         GError                **error)
{
  if (pull->epoch == session->tenant->epoch && pull->cursor <= session->tenant->head) {
    if (!session->is_following) {
      session->is_following = TRUE;
      say_all_presence (session);
    }
    return dray_sync_session_follow (session, pull->cursor, error);
  }
  dray_sync_session_err (session, DRAY_SYNC_CODE_EPOCH, 0, NULL);
  return TRUE;
}

/* A session has one push at a time; who says a second one before the first was answered said it again. */
static void
on_push (DraySyncHub      *self,
         DraySyncSession  *session,
         DraySyncMessage  *push)
{
  if (session->pushes->len > 0 || session->is_stale || !dray_id_equal (&push->client, &session->client))
    return;
  g_ptr_array_unref (session->pushes);
  session->pushes = g_ptr_array_ref (push->pushes);
}

static void
on_ping (DraySyncSession        *session,
         const DraySyncMessage  *ping)
{
  g_autoptr (DraySyncMessage) pong = dray_sync_message_new (DRAY_SYNC_PONG);

  pong->at_us = ping->at_us;
  dray_sync_session_say (session, pong);
}

static gboolean
handle (DraySyncHub      *self,
        DraySyncSession  *session,
        DraySyncMessage  *message,
        gint64            now_us,
        GError          **error)
{
  if (message->kind == DRAY_SYNC_HELLO)
    return on_hello (session, message, now_us, error);
  if (dray_id_is_none (&session->client)) {
    g_set_error_literal (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_PROTO, "HELLO comes first");
    return FALSE;
  }
  switch (message->kind) {
    case DRAY_SYNC_PULL:
      return on_pull (session, message, error);
    case DRAY_SYNC_HAVE:
      dray_sync_session_have (session, message->cursor);
      return dray_sync_session_stream (session, error);
    case DRAY_SYNC_PUSH:
      on_push (self, session, message);
      return TRUE;
    case DRAY_SYNC_PRESENCE:
      on_presence (session, message);
      return TRUE;
    case DRAY_SYNC_PING:
      on_ping (session, message);
      return TRUE;
    case DRAY_SYNC_PONG:
      return TRUE;
    case DRAY_SYNC_HELLO:
    case DRAY_SYNC_WELCOME:
    case DRAY_SYNC_ACK:
    case DRAY_SYNC_CHANGES:
    case DRAY_SYNC_POKE:
    case DRAY_SYNC_ERR:
    case DRAY_SYNC_N_KINDS:
    default:
      g_set_error (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_PROTO, "a client does not say %s", dray_sync_kinds[message->kind]);
      return FALSE;
  }
}

/* A bad message ends the session; a fault of the file is the hub's own and is for later. */
static void
tell_fault (DraySyncSession *session,
            const GError    *fault)
{
  if (fault->domain != DRAY_SYNC_ERROR) {
    dray_sync_session_err (session, DRAY_SYNC_CODE_RETRY_AFTER, 0, NULL);
    return;
  }
  dray_sync_session_err (session, g_error_matches (fault, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_TOO_LARGE) ? DRAY_SYNC_CODE_TOO_LARGE : DRAY_SYNC_CODE_PROTO, 0,
                         fault->message);
  session->is_over = TRUE;
}

/* A line brought a message. What it says about its sender is not trusted: the tenant and the actor are the session's. */
void
dray_sync_hub_receive (DraySyncHub     *self,
                       DraySyncSession *session,
                       const char      *text,
                       gssize           n_bytes,
                       gint64           now_us)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (DraySyncMessage) message = NULL;

  if (session->is_over)
    return;
  message = dray_sync_message_parse (dray_store_get_schema (session->tenant->store), text, n_bytes, &fault);
  if (message == NULL || !handle (self, session, message, now_us, &fault))
    tell_fault (session, fault);
}

/* What one transaction writes. */
typedef struct {
  GPtrArray *sessions;   /* (element-type DraySyncSession): whose each is */
  GPtrArray *intents;    /* (element-type DrayIntent) */
} Group;

/* Returns: (nullable) (transfer full): %NULL for one that this hub is too old for */
static DrayIntent *
read_intent (DraySyncSession     *session,
             const DraySyncPush  *push,
             gint64               mid)
{
  DraySchema *schema = dray_store_get_schema (session->tenant->store);
  g_autoptr (GError) fault = NULL;
  DrayIntent *intent = dray_intent_new_from_json (schema, push->operation, push->arguments, &fault);

  if (g_error_matches (fault, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NEWER) || g_error_matches (fault, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND))
    return NULL;
  if (intent != NULL) {
    dray_intent_set_origin (intent, &session->client, mid, push->base_seq);
    if (!dray_intent_check (intent, &fault) || (mid == push->mid && !dray_intent_has_hash (intent, push->hash)))
      g_clear_pointer (&intent, dray_intent_free);
  }
  if (intent == NULL) {
    intent = dray_intent_new_unreadable (schema, push->operation, push->arguments, fault != NULL ? fault->message : "its hash is another operation's");
    dray_intent_set_origin (intent, &session->client, mid, push->base_seq);
  }
  dray_intent_set_at_us (intent, push->at_us);
  return intent;
}

/* Whether the operation, which was decided before, was another one then. */
static gboolean
is_fork (DraySyncSession     *session,
         const DraySyncPush  *push,
         gboolean            *result,
         GError             **error)
{
  return dray_store_is_fork (session->tenant->store, &session->client, push->mid, push->hash, result, error);
}

/* Holds the push against what was decided. @is_good: %FALSE where the session was told why not */
static gboolean
check_push (DraySyncSession  *session,
            gboolean         *is_good,
            GError          **error)
{
  gint64 last_mid;

  *is_good = FALSE;
  if (!dray_store_get_last_mid (session->tenant->store, &session->client, &last_mid, error))
    return FALSE;
  for (guint i = 0; i < session->pushes->len; i++) {
    const DraySyncPush *push = session->pushes->pdata[i];
    gboolean forks = FALSE;

    if (push->mid > last_mid + 1) {
      dray_sync_session_err (session, DRAY_SYNC_CODE_GAP, last_mid, NULL);
      return TRUE;
    }
    if (push->mid == last_mid + 1)
      last_mid++;
    else if (!is_fork (session, push, &forks, error))
      return FALSE;
    if (forks) {
      dray_sync_session_err (session, DRAY_SYNC_CODE_CLIENT_FORK, push->mid, NULL);
      return TRUE;
    }
  }
  *is_good = TRUE;
  return TRUE;
}

#ifdef DRAY_PLANTS
static void
acknowledge_early (DraySyncSession *session)
{
  g_autoptr (DraySyncMessage) ack = dray_sync_message_new (DRAY_SYNC_ACK);

  ack->client = session->client;
  for (guint i = 0; i < session->pushes->len; i++) {
    DraySyncVerdict *verdict = g_new0 (DraySyncVerdict, 1);

    verdict->mid = ack->mid = ((const DraySyncPush *) session->pushes->pdata[i])->mid;
    verdict->verdict = DRAY_VERDICT_ACCEPTED;
    g_ptr_array_add (ack->verdicts, verdict);
  }
  dray_sync_session_say (session, ack);
}
#endif

static gboolean
add_push (Group            *group,
          DraySyncSession  *session,
          GError          **error)
{
  gboolean is_good;

  if (!check_push (session, &is_good, error))
    return FALSE;
#ifdef DRAY_PLANTS
  if (is_good && DRAY_PLANTED ("ack-before-commit"))
    acknowledge_early (session);
#endif
  for (guint i = 0; is_good && i < session->pushes->len; i++) {
    const DraySyncPush *push = session->pushes->pdata[i];
    gint64 mid = push->mid, last_mid = 0;

    if (DRAY_PLANTED ("no-dedupe") && dray_store_get_last_mid (session->tenant->store, &session->client, &last_mid, NULL) && mid <= last_mid)
      mid = last_mid + 1 + i;

    DrayIntent *intent = read_intent (session, push, mid);

    if (intent == NULL) {
      dray_sync_session_err (session, DRAY_SYNC_CODE_SCHEMA_OLD, push->mid, push->operation);
      break;
    }
    g_ptr_array_add (group->intents, intent);
    g_ptr_array_add (group->sessions, session);
  }
  g_ptr_array_set_size (session->pushes, 0);
  return TRUE;
}

static gboolean
is_other_of_client (const GPtrArray       *taken,
                    const DraySyncSession *session)
{
  for (guint i = 0; i < taken->len; i++)
    if (dray_id_equal (&((const DraySyncSession *) taken->pdata[i])->client, &session->client))
      return TRUE;
  return FALSE;
}

/* Gathers as many pushes as one transaction takes; two of one client never, as the second is held against the first. */
static gboolean
gather (DraySyncHub     *self,
        DraySyncTenant  *tenant,
        Group           *group,
        GError         **error)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new ();

  for (guint i = 0; i < tenant->sessions->len && group->intents->len < self->limits.group_operations; i++) {
    DraySyncSession *session = tenant->sessions->pdata[i];

    if (session->pushes->len == 0 || is_other_of_client (taken, session))
      continue;
    g_ptr_array_add (taken, session);
    if (!add_push (group, session, error))
      return FALSE;
  }
  return TRUE;
}

static void
add_verdict (DraySyncMessage   *ack,
             const DrayReceipt *receipt)
{
  DraySyncVerdict *verdict = g_new0 (DraySyncVerdict, 1);

  verdict->mid = receipt->mid;
  verdict->verdict = receipt->verdict;
  verdict->seq = receipt->seq;
  verdict->note = g_strdup (receipt->note);
  ack->mid = MAX (ack->mid, receipt->mid);
  g_ptr_array_add (ack->verdicts, verdict);
}

/* One ACK a session: the operations of each follow one another. */
static void
acknowledge (const Group  *group,
             DrayReceipt **receipts)
{
  guint end;

  for (guint first = 0; first < group->intents->len; first = end) {
    DraySyncSession *session = group->sessions->pdata[first];
    g_autoptr (DraySyncMessage) ack = dray_sync_message_new (DRAY_SYNC_ACK);

    ack->client = session->client;
    for (end = first; end < group->intents->len && group->sessions->pdata[end] == session; end++)
      if (receipts[end] != NULL)
        add_verdict (ack, receipts[end]);
    dray_sync_session_say (session, ack);
  }
}

static gboolean
write_group (DraySyncTenant  *tenant,
             const Group     *group,
             GError         **error)
{
  int n = (int) group->intents->len;
  g_autofree const DrayActor **actors = g_new0 (const DrayActor *, n);
  g_autofree DrayReceipt **receipts = g_new0 (DrayReceipt *, n);
  g_autofree GError **refusals = g_new0 (GError *, n);

  for (int i = 0; i < n; i++)
    actors[i] = &((DraySyncSession *) group->sessions->pdata[i])->actor;
  if (!dray_store_submit_group (tenant->store, actors, (DrayIntent *const *) group->intents->pdata, n, receipts, refusals, error))
    return FALSE;
  if (!DRAY_PLANTED ("ack-before-commit"))
    acknowledge (group, receipts);
  for (int i = 0; i < n; i++) {
    g_clear_pointer (&receipts[i], dray_receipt_free);
    g_clear_error (&refusals[i]);
  }
  return TRUE;
}

static gboolean
is_waiting (const DraySyncTenant *tenant)
{
  for (guint i = 0; i < tenant->sessions->len; i++)
    if (((const DraySyncSession *) tenant->sessions->pdata[i])->pushes->len > 0)
      return TRUE;
  return FALSE;
}

static gboolean
commit_tenant (DraySyncHub     *self,
               DraySyncTenant  *tenant,
               GError         **error)
{
  while (is_waiting (tenant)) {
    g_autoptr (GPtrArray) sessions = g_ptr_array_new ();
    g_autoptr (GPtrArray) intents = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_intent_free);
    Group group = { sessions, intents };

    if (!gather (self, tenant, &group, error) || (intents->len > 0 && !write_group (tenant, &group, error)))
      return FALSE;
  }
  return dray_sync_hub_publish (self, &tenant->id, error);
}

static gboolean
tell_session (DraySyncSession  *session,
              gint64            stable,
              GError          **error)
{
  if (!session->is_following)
    return TRUE;
  if (!dray_sync_session_stream (session, error))
    return FALSE;
  if (session->sent < session->tenant->head || stable != session->tenant->stable)
    dray_sync_session_poke (session);
  return TRUE;
}

/* Tells those who follow what is new in the tenant's log, whoever wrote it. */
gboolean
dray_sync_hub_publish (DraySyncHub   *self,
                       const DrayId  *id,
                       GError       **error)
{
  DraySyncTenant *tenant = g_hash_table_lookup (self->tenants, id);
  gint64 head = tenant->head, stable = tenant->stable;

  if (!look (self, tenant, error))
    return FALSE;
  if (tenant->head == head && tenant->stable == stable)
    return TRUE;
  for (guint i = 0; i < tenant->sessions->len; i++)
    if (!tell_session (tenant->sessions->pdata[i], stable, error))
      return FALSE;
#ifdef DRAY_PLANTS
  if (DRAY_PLANTED ("tenant-filter-missing")) {
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, self->tenants);
    while (g_hash_table_iter_next (&iter, NULL, &value))
      for (guint i = 0; value != tenant && i < ((DraySyncTenant *) value)->sessions->len; i++) {
        DraySyncSession *other = ((DraySyncTenant *) value)->sessions->pdata[i];
        DraySyncTenant *own = other->tenant;

        other->tenant = tenant;
        dray_sync_session_stream (other, NULL);
        other->tenant = own;
      }
  }
#endif
  return TRUE;
}

/**
 * dray_sync_hub_commit:
 *
 * Writes what was pushed since the last time, answers it, and tells everyone who follows.
 *
 * Errors: those of a tenant's file: nothing of its group was done, and its sessions hear nothing; they say it again
 */
gboolean
dray_sync_hub_commit (DraySyncHub  *self,
                      gint64        now_us,
                      GError      **error)
{
  GHashTableIter iter;
  gpointer tenant;

  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &tenant))
    if (!commit_tenant (self, tenant, error))
      return FALSE;
  return TRUE;
}
