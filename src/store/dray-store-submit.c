/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The one way in. An operation is checked, run in memory, and written: its rows, who wrote each cell, its log entry (the pending
 * ones are the outbox), and the counters that go with the transaction. What refuses has written nothing yet, or is taken back to
 * a savepoint if a query needed its rows in the file; what breaks the file takes the whole transaction back. An operation that came from elsewhere under its own (client, mid) uses that up even where it
 * is rejected, so that one bad operation never blocks those behind it. */

#include "dray-database-private.h"
#include "dray-intent-private.h"
#include "dray-mutation-private.h"
#include "dray-passage-private.h"
#include "dray-plant.h"
#include "dray-schema-private.h"
#include "dray-store-error.h"
#include "dray-store-private.h"
#include "dray-units.h"

void
dray_passage_clear (DrayPassage *self)
{
  g_free (self->permission);
}

/* A fault of the file ends the transaction; everything else is about this one operation. */
gboolean
dray_passage_is_fault (const GError *error)
{
  return !g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED) &&
         !g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID) &&
         !g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_LIMIT) &&
         !g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND) &&
         !g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NEWER) &&
         !g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CONFLICT) &&
         !g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORBIDDEN) &&
         !g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORK) &&
         !g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_GAP);
}

static gboolean
add_client (DrayStore     *self,
            const DrayId  *client,
            gint64        *number,
            GError       **error)
{
  DrayStatement *insert = dray_store_get_statement (self, DRAY_SQL_ADD_CLIENT, error);
  gboolean has_row;

  if (insert == NULL)
    return FALSE;
  dray_statement_borrow_id (insert, 1, client);
  if (!dray_statement_step (insert, &has_row, error))
    return FALSE;
  *number = dray_statement_get_integer (insert, 0);
  return dray_statement_run (insert, error);
}

static DrayReceipt *
repeat_receipt (const DrayPassage  *passage,
                const DrayLogEntry *entry)
{
  DrayReceipt *receipt = g_new0 (DrayReceipt, 1);

  receipt->client = passage->client;
  receipt->mid = passage->mid;
  receipt->number = entry->number;
  receipt->seq = entry->seq;
  receipt->verdict = entry->verdict;
  receipt->note = g_strdup (entry->note);
  receipt->is_repeat = TRUE;
  receipt->effects = dray_effects_new ();
  return receipt;
}

/* An operation that was submitted before gets its receipt again; one that is out of turn is refused. */
static gboolean
check_turn (DrayStore    *self,
            DrayPassage  *passage,
            gint64        last_mid,
            DrayReceipt **receipt,
            GError      **error)
{
  g_autoptr (DrayLogEntry) entry = NULL;
  g_autoptr (GBytes) hash = g_bytes_new (passage->hash, DRAY_HASH_BYTES);

  if (passage->mid == last_mid + 1)
    return TRUE;
  if (passage->mid > last_mid) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_GAP, "operation %d came before operation %d", (int) passage->mid, (int) last_mid + 1);
    return FALSE;
  }
  if (!dray_store_find_log (self, passage->client_number, passage->mid, &entry, error))
    return FALSE;
  if (entry == NULL || !g_bytes_equal (entry->hash, hash)) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORK, "operation %d of this client was another one", (int) passage->mid);
    return FALSE;
  }
  *receipt = repeat_receipt (passage, entry);
  return TRUE;
}

/* Finds out who says this and whether it was said before, in which case @receipt is set. */
static gboolean
identify (DrayStore    *self,
          DrayPassage  *passage,
          DrayReceipt **receipt,
          GError      **error)
{
  const DrayIntent *intent = passage->intent;
  gint64 last_mid = self->counters.mid;

  passage->is_foreign = intent->mid != 0;
  passage->client = passage->is_foreign ? intent->client : self->client;
  passage->client_number = DRAY_OWN_CLIENT;
  if (!dray_id_equal (&passage->client, &self->client)) {
    if (!dray_store_find_client (self, &passage->client, &passage->client_number, &last_mid, error))
      return FALSE;
  }
  passage->mid = passage->is_foreign ? intent->mid : last_mid + 1;
  dray_intent_compute_hash (intent, &passage->client, passage->mid, passage->hash);
  return check_turn (self, passage, last_mid, receipt, error);
}

/* What the permission table is asked. Undo asks what the undone operation was asked. */
static gboolean
find_permission (DrayStore    *self,
                 DrayPassage  *passage,
                 GError      **error)
{
  const char *name = passage->intent->operation->name;
  const DrayValue *arguments = passage->intent->arguments;
  g_autoptr (DrayLogEntry) entry = NULL;
  gint64 client, last_mid;

  if (g_str_equal (name, "field.set"))
    passage->permission = g_strconcat (arguments[0].text, ".set", NULL);
  else if (g_str_equal (name, "record.create") || g_str_equal (name, "record.import"))
    passage->permission = g_strconcat (arguments[0].text, ".create", NULL);
  else if (g_str_equal (name, "record.delete"))
    passage->permission = g_strconcat (arguments[0].text, ".delete", NULL);
  else if (g_str_equal (name, "operation.undo")) {
    if (!dray_store_find_client (self, &arguments[0].id, &client, &last_mid, error) ||
        !dray_store_find_log (self, client, arguments[1].integer, &entry, error))
      return FALSE;
    passage->permission = g_strdup (entry != NULL ? entry->permission : name);
  } else
    passage->permission = g_strdup (name);
  return TRUE;
}

static gboolean
forbid (const DrayPassage  *passage,
        GError            **error)
{
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORBIDDEN, "%s is not allowed to the role %s on these records",
               passage->permission, passage->actor->role);
  return FALSE;
}

/* The row that says whose @row is: itself, or the one at the end of its parents. */
const DrayRow *
dray_passage_find_scope_row (DrayMutation  *mutation,
                             const DrayRow *row)
{
  for (int depth = 0; depth < 4 && row != NULL && row->table->parent_field != NULL; depth++) {
    int field = dray_table_find_field (row->table, row->table->parent_field);
    const DrayTable *parent = dray_schema_find_table (mutation->intent->schema, row->table->fields[field].refers_to);
    DrayId id = dray_row_get_id (row, field);

    row = dray_mutation_find_deleted (mutation, parent, &id);
  }
  return row;
}

static gboolean
covers (DrayMutation      *mutation,
        const DrayPassage *passage,
        DrayScope          scope,
        const DrayRow     *row)
{
  const DrayRow *scope_row = row != NULL ? dray_passage_find_scope_row (mutation, row) : NULL;

  return row == NULL || (scope_row != NULL && dray_access_covers (passage->actor, scope, scope_row));
}

/* Every row that was written must be the actor's to write, as it was and as it is now. */
static void
check_scope (DrayStore         *self,
             DrayMutation      *mutation,
             const DrayPassage *passage)
{
  DrayScope scope = dray_schema_get_scope (self->schema, passage->actor, passage->permission);
  GError *error = NULL;

  if (scope == DRAY_SCOPE_TENANT)
    return;
  for (guint i = 0; i < mutation->touches->len && error == NULL; i++) {
    const DrayTouch *touch = mutation->touches->pdata[i];

    if (touch->is_written && !(covers (mutation, passage, scope, touch->original) && covers (mutation, passage, scope, touch->current)))
      forbid (passage, &error);
  }
  if (error != NULL)
    dray_mutation_fail (mutation, error);
}

static void
check_invariants (DrayStore    *self,
                  DrayMutation *mutation)
{
  const DraySchemaLists *lists = dray_schema_get_lists (self->schema);

  mutation->is_closed = TRUE;
  for (guint i = 0; i < mutation->touches->len; i++) {
    const DrayTouch *touch = mutation->touches->pdata[i];

    for (int k = 0; touch->is_written && k < lists->n_invariants && mutation->error == NULL; k++)
      if (lists->invariants[k]->table == touch->table)
        lists->invariants[k]->check (mutation, touch->original, touch->current);
  }
}

/* Runs the mutator and everything that may object to what it did. Returns: (transfer full): its effects, or none after an error */
DrayEffects *
dray_passage_run (DrayPassage  *self,
                  DrayStore    *store,
                  DrayMutation *mutation)
{
  self->intent->operation->mutate (mutation);
  dray_mutation_finish (mutation);
  if (mutation->error == NULL)
    check_scope (store, mutation, self);
  if (self->is_foreign && store->is_authority)
    dray_passage_merge (self, store, mutation);
  if (mutation->error == NULL)
    check_invariants (store, mutation);
  return mutation->error == NULL ? dray_mutation_list_effects (mutation) : dray_effects_new ();
}

static DrayVerdict
decide (DrayStore          *self,
        const DrayMutation *mutation,
        const DrayPassage  *passage)
{
  if (mutation->error != NULL && passage->intent->operation->kind != DRAY_OPERATION_FACT)
    return DRAY_VERDICT_REJECTED;
  if (!self->is_authority)
    return DRAY_VERDICT_PENDING;
  return mutation->error != NULL || mutation->flag != NULL ? DRAY_VERDICT_FLAGGED : DRAY_VERDICT_ACCEPTED;
}

static DrayReceipt *
make_receipt (DrayStore         *self,
              DrayMutation      *mutation,
              const DrayPassage *passage,
              DrayEffects       *effects)
{
  DrayReceipt *receipt = g_new0 (DrayReceipt, 1);

  receipt->client = passage->client;
  receipt->mid = passage->mid;
  receipt->number = mutation->number;
  receipt->verdict = decide (self, mutation, passage);
  if (receipt->verdict == DRAY_VERDICT_ACCEPTED || receipt->verdict == DRAY_VERDICT_FLAGGED)
    receipt->seq = self->counters.seq + 1;
  receipt->note = g_strdup (mutation->error != NULL ? mutation->error->message : mutation->flag);
  receipt->kept = g_steal_pointer (&mutation->kept);
  receipt->overtaken = g_steal_pointer (&mutation->overtaken);
  receipt->effects = effects;
  return receipt;
}

static gboolean
count (DrayStore          *self,
       const DrayPassage  *passage,
       const DrayReceipt  *receipt,
       GError            **error)
{
  self->counters.number = receipt->number;
  self->counters.seq = MAX (self->counters.seq, receipt->seq);
  if (passage->client_number == DRAY_OWN_CLIENT) {
    self->counters.mid = passage->mid;
    return TRUE;
  }

  DrayStatement *update = dray_store_get_statement (self, DRAY_SQL_SET_MID, error);

  if (update == NULL)
    return FALSE;
  dray_statement_bind_integer (update, 1, passage->client_number);
  dray_statement_bind_integer (update, 2, passage->mid);
  return dray_statement_run (update, error);
}

/* Whether what refused is to be logged nevertheless: a fact always, and whatever has its mid from elsewhere. */
static gboolean
leaves_trace (const DrayPassage *passage,
              const GError      *error)
{
  if (dray_passage_is_fault (error))
    return FALSE;
  return passage->is_foreign ||
         (passage->intent->operation->kind == DRAY_OPERATION_FACT && g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED));
}

/* Ends the savepoint that a query of the mutator made necessary. */
gboolean
dray_passage_end_savepoint (DrayStore     *store,
                            DrayMutation  *mutation,
                            GError       **error)
{
  if (!mutation->has_savepoint)
    return TRUE;
  if (mutation->error != NULL && !dray_store_run (store, DRAY_SQL_ROLLBACK_TO, error))
    return FALSE;
  return dray_store_run (store, DRAY_SQL_RELEASE, error);
}

/* Writes what a mutation came to. Whatever fails from here on is a fault of the file. */
static gboolean
settle (DrayStore     *self,
        DrayMutation  *mutation,
        DrayPassage   *passage,
        DrayEffects   *effects,
        DrayReceipt  **receipt,
        GError       **error)
{
  g_autoptr (DrayReceipt) made = make_receipt (self, mutation, passage, g_array_ref (effects));

  if (passage->client_number == 0 && !add_client (self, &passage->client, &passage->client_number, error))
    return FALSE;
  if (!dray_passage_write (self, mutation, passage, made, error) || !count (self, passage, made, error))
    return FALSE;
  *receipt = g_steal_pointer (&made);
  return TRUE;
}

/* Runs and writes one operation. @receipt is set unless it was refused. */
static gboolean
pass (DrayStore    *self,
      DrayPassage  *passage,
      DrayReceipt **receipt,
      GError      **error)
{
  g_autoptr (DrayMutation) mutation = dray_mutation_new (self, passage->intent, passage->actor, &passage->client, passage->mid,
                                                         self->counters.number + 1, passage->at_us);

  if (dray_schema_get_scope (self->schema, passage->actor, passage->permission) == DRAY_SCOPE_NONE)
    forbid (passage, &mutation->error);

  g_autoptr (DrayEffects) effects = mutation->error == NULL ? dray_passage_run (passage, self, mutation) : dray_effects_new ();

  if (!dray_passage_end_savepoint (self, mutation, error))
    return FALSE;
  if (mutation->error == NULL)
    dray_mutation_save (mutation);
  if (mutation->error != NULL && !leaves_trace (passage, mutation->error)) {
    g_propagate_error (error, g_steal_pointer (&mutation->error));
    return FALSE;
  }
  return settle (self, mutation, passage, effects, receipt, error);
}

static gboolean
submit_one (DrayStore        *self,
            const DrayActor  *actor,
            DrayIntent       *intent,
            DrayReceipt     **receipt,
            GError          **error)
{
  g_auto (DrayPassage) passage = { .intent = intent, .actor = actor };
  DrayCounters before = self->counters;

  if (!dray_intent_check (intent, error) || !identify (self, &passage, receipt, error))
    return FALSE;
  if (*receipt != NULL)
    return TRUE;
  passage.at_us = intent->at_us != DRAY_NEVER ? intent->at_us : dray_clock_now_us (self->clock);
  if (!find_permission (self, &passage, error))
    return FALSE;
  if (pass (self, &passage, receipt, error))
    return TRUE;
  self->counters = before;
  return FALSE;
}

static gboolean
write_counters (DrayStore           *self,
                const DrayCounters  *before,
                GError             **error)
{
  if (self->counters.mid != before->mid) {
    DrayStatement *update = dray_store_get_statement (self, DRAY_SQL_SET_MID, error);

    if (update == NULL)
      return FALSE;
    dray_statement_bind_integer (update, 1, DRAY_OWN_CLIENT);
    dray_statement_bind_integer (update, 2, self->counters.mid);
    if (!dray_statement_run (update, error))
      return FALSE;
  }
  if (self->counters.seq != before->seq) {
    DrayStatement *update = dray_store_get_statement (self, DRAY_SQL_SET_SEQ, error);

    if (update == NULL)
      return FALSE;
    dray_statement_bind_integer (update, 1, self->counters.seq);
    return dray_statement_run (update, error);
  }
  return TRUE;
}

/* Submits all within the open transaction. %FALSE only for a fault. */
static gboolean
submit_all (DrayStore              *self,
            const DrayActor *const *actors,
            gboolean                is_one_actor,
            DrayIntent      *const *intents,
            int                     n_intents,
            DrayReceipt           **receipts,
            GError                **refusals,
            GError                **error)
{
  for (int i = 0; i < n_intents; i++) {
    g_autoptr (GError) refusal = NULL;

    if (submit_one (self, actors[is_one_actor ? 0 : i], intents[i], &receipts[i], &refusal))
      continue;
    if (dray_passage_is_fault (refusal)) {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
    refusals[i] = g_steal_pointer (&refusal);
  }
  return TRUE;
}

static void
tell_listener (DrayStore    *self,
               DrayReceipt **receipts,
               int           n_receipts)
{
  g_autoptr (DrayEffects) all = dray_effects_new ();

  if (self->listener == NULL)
    return;
  for (int i = 0; i < n_receipts; i++)
    for (guint k = 0; receipts[i] != NULL && k < receipts[i]->effects->len; k++) {
      DrayEffect effect = *dray_effects_get (receipts[i]->effects, k);

      effect.before = dray_value_copy (&effect.before);
      effect.after = dray_value_copy (&effect.after);
      g_array_append_val (all, effect);
    }
  if (all->len > 0)
    self->listener (self, all, self->listener_data);
}

static void
take_back (DrayStore           *self,
           const DrayCounters  *before,
           DrayReceipt        **receipts,
           GError             **refusals,
           int                  n_intents)
{
  /* After some faults SQLite has rolled back by itself, and then this one has nothing to do. */
  dray_database_execute (self->database, "ROLLBACK", NULL);
  self->counters = *before;
  for (int i = 0; i < n_intents; i++) {
    g_clear_pointer (&receipts[i], dray_receipt_free);
    g_clear_error (&refusals[i]);
  }
}

#ifdef DRAY_PLANTS
/* Counts the operations up to log entry @number alone. */
static gboolean
recount (DrayStore  *self,
         gint64      number,
         GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE client SET last_mid = coalesce((SELECT max(mid) FROM log WHERE log.client = client.number AND log.number <= %d), 0)"
                                          " WHERE number > 1", (int) number);

  return !DRAY_PLANTED ("last-mid-apart") || dray_database_execute (self->database, sql, error);
}

static gboolean
commit (DrayStore           *self,
        const DrayCounters  *before,
        GError             **error)
{
  return recount (self, before->number, error) && dray_store_run (self, DRAY_SQL_COMMIT, error) && recount (self, self->counters.number, error);
}
#else
static gboolean
commit (DrayStore           *self,
        const DrayCounters  *before,
        GError             **error)
{
  return dray_store_run (self, DRAY_SQL_COMMIT, error);
}
#endif

static gboolean
submit_batch (DrayStore              *self,
              const DrayActor *const *actors,
              gboolean                is_one_actor,
              DrayIntent      *const *intents,
              int                     n_intents,
              DrayReceipt           **receipts,
              GError                **refusals,
              GError                **error)
{
  DrayCounters before = self->counters;

  if (!dray_store_run (self, DRAY_SQL_BEGIN, error))
    return FALSE;
  if (submit_all (self, actors, is_one_actor, intents, n_intents, receipts, refusals, error) && write_counters (self, &before, error) &&
      commit (self, &before, error)) {
    tell_listener (self, receipts, n_intents);
    return TRUE;
  }
  take_back (self, &before, receipts, refusals, n_intents);
  return FALSE;
}

/**
 * dray_store_submit_batch:
 * @actor: (nullable): who does it; %NULL is the program itself, which may do everything
 * @intents: (array length=n_intents): at most a few hundred
 * @receipts: (out caller-allocates) (array length=n_intents): [n_intents] of %NULL; set for each that was not refused
 * @refusals: (out caller-allocates) (array length=n_intents): [n_intents] of %NULL; set for each that was
 *
 * Runs the operations one after the other in one transaction. Each stands for itself: a refused one leaves no trace and those
 * behind it go on. They are safe on disk when this returns.
 *
 * Refusals: %DRAY_STORE_ERROR_REFUSED, %DRAY_STORE_ERROR_INVALID, %DRAY_STORE_ERROR_LIMIT, %DRAY_STORE_ERROR_FORBIDDEN,
 *   %DRAY_STORE_ERROR_CONFLICT, %DRAY_STORE_ERROR_FORK, %DRAY_STORE_ERROR_GAP. One that came by dray_intent_set_origin() is refused
 *   only for the last two or for a broken form; else it has a receipt whose verdict is rejected.
 * Errors: those of the file, with nothing changed at all: %DRAY_STORE_ERROR_FULL, %DRAY_STORE_ERROR_BUSY, %DRAY_STORE_ERROR_CORRUPT,
 *   %DRAY_STORE_ERROR_FAILED
 */
gboolean
dray_store_submit_batch (DrayStore              *self,
                         const DrayActor        *actor,
                         DrayIntent      *const *intents,
                         int                     n_intents,
                         DrayReceipt           **receipts,
                         GError                **refusals,
                         GError                **error)
{
  return submit_batch (self, &actor, TRUE, intents, n_intents, receipts, refusals, error);
}

/* The same, each for an actor of its own: [n_intents]; what the hub commits together. */
gboolean
dray_store_submit_group (DrayStore              *self,
                         const DrayActor *const *actors,
                         DrayIntent      *const *intents,
                         int                     n_intents,
                         DrayReceipt           **receipts,
                         GError                **refusals,
                         GError                **error)
{
  return submit_batch (self, actors, FALSE, intents, n_intents, receipts, refusals, error);
}

/**
 * dray_store_submit:
 *
 * Runs one operation in a transaction of its own; see dray_store_submit_batch().
 *
 * Returns: (transfer full): what became of it
 *
 * Errors: its refusals and its errors alike
 */
DrayReceipt *
dray_store_submit (DrayStore        *self,
                   const DrayActor  *actor,
                   DrayIntent       *intent,
                   GError          **error)
{
  DrayReceipt *receipt = NULL;
  GError *refusal = NULL;

  if (!dray_store_submit_batch (self, actor, &intent, 1, &receipt, &refusal, error))
    return NULL;
  if (refusal != NULL)
    g_propagate_error (error, refusal);
  return receipt;
}
