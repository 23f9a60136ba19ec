/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A workspace with a hub is no authority: its operations are applied at once and wait in the log, pending. For each the file keeps,
 * in the same transaction, what it read and wrote (reading, touched), and what the authority holds in the cells that it changed
 * (base): what sync needs to push, to apply the hub's truth, and to know which of them to run again. */

#include "dray-outbox.h"
#include "dray-store-error.h"
#include "dray-store-private.h"

void
dray_pending_free (DrayPending *self)
{
  g_free (self->operation);
  g_free (self->arguments);
  g_bytes_unref (self->hash);
  g_free (self);
}

/* Whether operations get their seq here. */
gboolean
dray_store_is_authority (DrayStore *self)
{
  return self->is_authority;
}

/**
 * dray_store_set_authority:
 * @is_authority: %FALSE once the workspace has joined a hub
 *
 * From the next operation on.
 */
gboolean
dray_store_set_authority (DrayStore *self,
                          gboolean   is_authority,
                          GError   **error)
{
  if (!dray_database_execute (self->database, is_authority ? "UPDATE workspace SET is_authority = 1" : "UPDATE workspace SET is_authority = 0", error))
    return FALSE;
  self->is_authority = is_authority;
  return TRUE;
}

static DrayPending *
read_pending (DrayStatement *select)
{
  DrayPending *pending = g_new0 (DrayPending, 1);
  gsize n_hash;
  const guint8 *hash = dray_statement_get_bytes (select, 6, &n_hash);

  pending->number = dray_statement_get_integer (select, 0);
  pending->mid = dray_statement_get_integer (select, 1);
  pending->operation = g_strdup (dray_statement_get_text (select, 2));
  pending->arguments = g_strdup (dray_statement_get_text (select, 3));
  pending->base_seq = dray_statement_get_integer (select, 4);
  pending->at_us = dray_statement_get_integer (select, 5);
  pending->hash = g_bytes_new (hash, n_hash);
  return pending;
}

/**
 * dray_store_list_own:
 * @after_mid: those behind this one; 0 for all
 * @known_mid: what the hub has decided of; of those up to here only what waits, behind it all: after a restore a hub has forgotten
 *   what it had decided
 *
 * Returns: (transfer full) (element-type DrayPending): at most @n_max operations of ours, by mid: what is to be pushed
 */
GPtrArray *
dray_store_list_own (DrayStore *self,
                     gint64     after_mid,
                     gint64     known_mid,
                     int        n_max,
                     GError   **error)
{
  DrayStatement *select = dray_store_get_statement (self, DRAY_SQL_LIST_OWN, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_pending_free);
  gboolean has_row = select != NULL;

  if (select == NULL)
    return NULL;
  dray_statement_bind_integer (select, 1, after_mid);
  dray_statement_bind_integer (select, 2, known_mid);
  dray_statement_bind_integer (select, 3, n_max);
  while (has_row) {
    if (!dray_statement_step (select, &has_row, error))
      return NULL;
    if (has_row)
      g_ptr_array_add (list, read_pending (select));
  }
  return g_steal_pointer (&list);
}

/* Those that wait, see dray_store_list_own(). */
GPtrArray *
dray_store_list_pending (DrayStore *self,
                         gint64     after_mid,
                         int        n_max,
                         GError   **error)
{
  return dray_store_list_own (self, after_mid, G_MAXINT64, n_max, error);
}

static gboolean
find_pending_on_one (DrayStatement  *select,
                     const DrayId   *id,
                     GHashTable     *found,
                     GError        **error)
{
  gboolean has_row = TRUE;

  dray_statement_bind_id (select, 1, id);
  while (has_row) {
    if (!dray_statement_step (select, &has_row, error))
      return FALSE;
    if (has_row)
      g_hash_table_add (found, GSIZE_TO_POINTER ((gsize) dray_statement_get_integer (select, 0)));
  }
  return TRUE;
}

int
dray_compare_numbers (gconstpointer a,
                      gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

/**
 * dray_store_find_pending_on:
 * @ids: (array length=n_ids): rows that the hub's truth changed
 * @numbers: (out) (transfer full) (element-type gint64): the log entries of pending operations that read or wrote any of them, in order
 */
gboolean
dray_store_find_pending_on (DrayStore    *self,
                            const DrayId *ids,
                            guint         n_ids,
                            GArray      **numbers,
                            GError      **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database, "SELECT number FROM reading WHERE field = 0 AND value = ?1", error);
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key;

  if (select == NULL)
    return FALSE;
  for (guint i = 0; i < n_ids; i++)
    if (!find_pending_on_one (select, &ids[i], found, error))
      return FALSE;
  *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    gint64 number = (gint64) GPOINTER_TO_SIZE (key);

    g_array_append_val (*numbers, number);
  }
  g_array_sort (*numbers, dray_compare_numbers);
  return TRUE;
}
