/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Where a workspace stands, and what a hub reads out of its own: the log as those see it who follow it, the lives that it has had. */

#include "dray-change.h"
#include "dray-database-private.h"
#include "dray-store-private.h"
#include "dray-units.h"

#include <string.h>

gboolean
dray_store_get_standing (DrayStore  *self,
                      DrayStanding  *place,
                      GError    **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database,
    "SELECT epoch, cursor, stable, seq, last_mid FROM workspace, client WHERE client.number = 1", error);
  gboolean has_row;

  if (select == NULL || !dray_statement_step (select, &has_row, error))
    return FALSE;
  place->epoch = dray_statement_get_integer (select, 0);
  place->cursor = dray_statement_get_integer (select, 1);
  place->stable = dray_statement_get_integer (select, 2);
  place->seq = dray_statement_get_integer (select, 3);
  place->mid = dray_statement_get_integer (select, 4);
  return TRUE;
}

/* @oldest_us: (out): when the first of them was made; %DRAY_NEVER where none waits */
gboolean
dray_store_count_pending (DrayStore  *self,
                          gint64     *n_pending,
                          gint64     *oldest_us,
                          GError    **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database, "SELECT count(*), min(at_us) FROM log WHERE verdict = 0", error);
  gboolean has_row;

  if (select == NULL || !dray_statement_step (select, &has_row, error))
    return FALSE;
  *n_pending = dray_statement_get_integer (select, 0);
  *oldest_us = dray_statement_is_none (select, 1) ? DRAY_NEVER : dray_statement_get_integer (select, 1);
  return TRUE;
}

static DrayChange *
read_change (DrayStore      *self,
             DrayStatement  *select,
             GError        **error)
{
  g_autoptr (DrayChange) change = dray_change_new ();
  gsize n_bytes;
  const guint8 *bytes;

  change->seq = dray_statement_get_integer (select, 0);
  change->client = dray_statement_get_id (select, 1);
  change->mid = dray_statement_get_integer (select, 2);
  change->verdict = (DrayVerdict) dray_statement_get_integer (select, 3);
  change->operation = g_strdup (dray_statement_get_text (select, 4));
  change->permission = g_strdup (dray_statement_get_text (select, 5));
  change->note = g_strdup (dray_statement_get_text (select, 6));
  change->actor = dray_statement_is_none (select, 7) ? DRAY_ID_NONE : dray_statement_get_id (select, 7);
  change->at_us = dray_statement_get_integer (select, 8);
  bytes = dray_statement_get_bytes (select, 9, &n_bytes);
  change->hash = g_bytes_new (bytes, n_bytes);
  bytes = dray_statement_get_bytes (select, 10, &n_bytes);
  g_clear_pointer (&change->effects, g_array_unref);
  change->effects = dray_effects_decode (bytes, n_bytes, self->catalog, error);
  if (change->effects != NULL)
    return g_steal_pointer (&change);
  change->effects = dray_effects_new ();
  return NULL;
}

/* Returns: (transfer full) (element-type DrayChange): at most @n_max accepted operations behind @after_seq, in order */
GPtrArray *
dray_store_list_changes (DrayStore  *self,
                         gint64      after_seq,
                         int         n_max,
                         GError    **error)
{
  DrayStatement *select = dray_store_get_statement (self, DRAY_SQL_LIST_CHANGES, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_change_free);
  gboolean has_row = select != NULL;

  if (select == NULL)
    return NULL;
  dray_statement_bind_integer (select, 1, after_seq);
  dray_statement_bind_integer (select, 2, n_max);
  while (has_row) {
    DrayChange *change;

    if (!dray_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row)
      break;
    change = read_change (self, select, error);
    if (change == NULL) {
      dray_statement_reset (select);
      return NULL;
    }
    g_ptr_array_add (list, change);
  }
  return g_steal_pointer (&list);
}

/* Puts the last mid that was decided for a client, 0 where it never said anything. */
gboolean
dray_store_get_last_mid (DrayStore     *self,
                         const DrayId  *client,
                         gint64        *mid,
                         GError       **error)
{
  gint64 number;

  return dray_store_find_client (self, client, &number, mid, error);
}

/* Whether the client's operation @mid, which was decided, is another one than that of @hash. */
gboolean
dray_store_is_fork (DrayStore     *self,
                    const DrayId  *client,
                    gint64         mid,
                    const guint8   hash[32],
                    gboolean      *is_fork,
                    GError       **error)
{
  DrayStatement *select = dray_store_get_statement (self, DRAY_SQL_FIND_ENTRY, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  dray_statement_borrow_id (select, 1, client);
  dray_statement_bind_integer (select, 2, mid);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  *is_fork = TRUE;
  if (has_row) {
    gsize n_bytes;
    const guint8 *known = dray_statement_get_bytes (select, 1, &n_bytes);

    *is_fork = n_bytes != 32 || memcmp (known, hash, 32) != 0;
    dray_statement_reset (select);
  }
  return TRUE;
}

static gboolean
run_with (DrayStore   *self,
          const char  *sql,
          gint64       number,
          GError     **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self->database, sql, error);

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_integer (statement, 1, number);
  return dray_statement_run (statement, error);
}

/**
 * dray_store_begin_epoch:
 * @epoch: greater than every one that any copy of this file may have had: the time in microseconds will do
 *
 * A hub begins a new life: what followers had heard beyond its log's end is void. Called when a hub is made, and after each restore.
 */
gboolean
dray_store_begin_epoch (DrayStore  *self,
                        gint64      epoch,
                        GError    **error)
{
  if (!dray_store_run (self, DRAY_SQL_BEGIN, error))
    return FALSE;
  if (run_with (self, "INSERT INTO epoch (epoch, fork_seq) SELECT max(?1, coalesce((SELECT max(epoch) + 1 FROM epoch), 1)), seq FROM workspace", epoch, error) &&
      dray_database_execute (self->database, "UPDATE workspace SET epoch = (SELECT max(epoch) FROM epoch)", error) &&
      dray_store_run (self, DRAY_SQL_COMMIT, error))
    return TRUE;
  dray_database_execute (self->database, "ROLLBACK", NULL);
  return FALSE;
}

/**
 * dray_store_find_fork:
 * @epoch: a follower's
 * @cursor: how far it is, in that epoch
 * @fork_seq: (out): up to where what it heard still holds: @cursor, unless a restore took something back; 0 where the epoch is
 *   none of this hub's
 */
gboolean
dray_store_find_fork (DrayStore  *self,
                      gint64      epoch,
                      gint64      cursor,
                      gint64     *fork_seq,
                      GError    **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database,
    "SELECT EXISTS (SELECT 1 FROM epoch WHERE epoch = ?1), min(fork_seq) FROM epoch WHERE epoch > ?1", error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  dray_statement_bind_integer (select, 1, epoch);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  if (dray_statement_get_integer (select, 0) == 0)
    *fork_seq = 0;
  else if (dray_statement_is_none (select, 1))
    *fork_seq = cursor;
  else
    *fork_seq = MIN (cursor, dray_statement_get_integer (select, 1));
  return TRUE;
}

/* A hub's log is safe elsewhere up to @stable. It never goes back. */
gboolean
dray_store_set_stable (DrayStore  *self,
                       gint64      stable,
                       GError    **error)
{
  return run_with (self, "UPDATE workspace SET stable = max(stable, ?1)", stable, error);
}
