/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Every two seconds the tenants whose log has grown have it chained, each on its writing thread, between commits. */

#include "dray-hub-private.h"
#include "dray-ledger-book.h"

#define TICK_MS 2000

typedef struct {
  DrayHub        *hub;       /* Borrowed */
  DrayTenant     *tenant;    /* Borrowed */
  DrayLedgerBook *book;      /* (nullable): the writing thread's */
  gint64          chained;   /* the main context's: what the last job was for */
  int             is_under_way; /* atomic */
  int             is_last;   /* atomic: set before the last job: it signs, however young the head is */
  gint64          due_us;    /* the main context's: a head may be due even where nothing is new */
} Ledger;

static void
ledger_free (gpointer data)
{
  Ledger *ledger = data;

  g_clear_pointer (&ledger->book, dray_ledger_book_close);
  g_free (ledger);
}

/* On the writing thread. */
static void
follow (DrayTenant *tenant,
        DrayStore  *store,
        gpointer    data)
{
  Ledger *ledger = data;
  g_autoptr (GError) error = NULL;
  gint64 now_us = g_get_real_time ();

  if (store != NULL && ledger->book == NULL)
    ledger->book = dray_ledger_book_open (dray_tenant_get_path (tenant), dray_tenant_get_id (tenant), ledger->hub->key, &error);
  if (store != NULL && ledger->book != NULL && dray_ledger_book_follow (ledger->book, store, now_us, &error) && g_atomic_int_get (&ledger->is_last))
    dray_ledger_book_sign (ledger->book, now_us, &error);
  if (error != NULL)
    g_warning ("the log of tenant %s is not chained: %s", dray_tenant_get_name (tenant), error->message);
  g_atomic_int_set (&ledger->is_under_way, FALSE);
}

static void
begin (Ledger *ledger,
       gint64  seq)
{
  ledger->chained = seq;
  ledger->due_us = g_get_monotonic_time () + 61 * G_USEC_PER_SEC;
  g_atomic_int_set (&ledger->is_under_way, TRUE);
  dray_tenant_run (ledger->tenant, TRUE, follow, ledger);
}

static gboolean
on_tick (gpointer data)
{
  DrayHub *hub = data;

  for (guint i = 0; i < hub->ledgers->len; i++) {
    Ledger *ledger = hub->ledgers->pdata[i];
    gint64 seq = dray_tenant_get_seq (ledger->tenant);
    gboolean is_due = ledger->chained > 0 && g_get_monotonic_time () > ledger->due_us;

    if (!g_atomic_int_get (&ledger->is_under_way) && (seq > ledger->chained || is_due))
      begin (ledger, seq);
  }
  return G_SOURCE_CONTINUE;
}

/* Once the tenants are open. */
void
dray_hub_begin_ledgers (DrayHub *self)
{
  GHashTableIter iter;
  gpointer tenant;

  self->ledgers = g_ptr_array_new_with_free_func (ledger_free);
  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &tenant)) {
    Ledger *ledger = g_new0 (Ledger, 1);

    ledger->hub = self;
    ledger->tenant = tenant;
    g_ptr_array_add (self->ledgers, ledger);
  }
  self->ledger_tick = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->ledger_tick, on_tick, self, NULL);
  g_source_attach (self->ledger_tick, self->context);
}

/* Behind all that is to be written: what was accepted is chained and signed. The writing threads end next. */
void
dray_hub_end_ledgers (DrayHub *self)
{
  if (self->ledgers == NULL)
    return;
  g_source_destroy (self->ledger_tick);
  g_clear_pointer (&self->ledger_tick, g_source_unref);
  for (guint i = 0; i < self->ledgers->len; i++) {
    Ledger *ledger = self->ledgers->pdata[i];

    if (dray_tenant_get_seq (ledger->tenant) == 0)
      continue;
    g_atomic_int_set (&ledger->is_last, TRUE);
    begin (ledger, dray_tenant_get_seq (ledger->tenant));
  }
}
