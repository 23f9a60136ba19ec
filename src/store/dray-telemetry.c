/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-telemetry-private.h"
#include "dray-store-error.h"

#include <string.h>

/* The file. What came last lies in the journal, a row an append; compaction files it into segments of up to 60 fixes of one truck within
 * one hour (UTC), each a head (where and when) and a body (the fixes, dray-fix-code.c), in two tables a day (UTC):
 *
 *   head_N   (truck, start_ms)    in milliseconds of the day, end included; the box is of its fixes, in 1e-6 degrees
 *   body_N   body → fixes
 *
 * Heads lie together so that a scan of a month reads no body that it doesn't need. A day's tables are dropped whole: that is retention.
 *
 *   truck    number → id
 *   journal  rows of fixes, 36 bytes each, little-endian
 *   day      which days there are
 *   hour     which hours changed since they were last sealed, and by which hash they were
 */

#define APPLICATION_ID 0x44725479 /* "DrTy" */
#define VERSION 1
#define RECORD_BYTES 36
#define ROW_FIXES 16384

static const char schema[] =
  "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; BEGIN IMMEDIATE;"
  "CREATE TABLE IF NOT EXISTS truck (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);"
  "CREATE TABLE IF NOT EXISTS journal (row INTEGER PRIMARY KEY, n INTEGER NOT NULL, fixes BLOB NOT NULL);"
  "CREATE TABLE IF NOT EXISTS day (day INTEGER PRIMARY KEY);"
  "CREATE TABLE IF NOT EXISTS hour (from_us INTEGER PRIMARY KEY, changed INTEGER NOT NULL, hash BLOB);"
  "PRAGMA application_id = 1148343417; PRAGMA user_version = 1; COMMIT;";

G_STATIC_ASSERT (APPLICATION_ID == 1148343417);

static void
day_free (DrayTelemetryDay *day)
{
  g_clear_pointer (&day->put_head, dray_statement_free);
  g_clear_pointer (&day->put_body, dray_statement_free);
  g_clear_pointer (&day->drop_head, dray_statement_free);
  g_clear_pointer (&day->drop_body, dray_statement_free);
  g_clear_pointer (&day->list_from, dray_statement_free);
  g_clear_pointer (&day->find_before, dray_statement_free);
  g_clear_pointer (&day->find_after, dray_statement_free);
  g_clear_pointer (&day->get_body, dray_statement_free);
  g_clear_pointer (&day->scan, dray_statement_free);
  g_clear_pointer (&day->activity, dray_statement_free);
  g_free (day);
}

/* Forgets all prepared statements and which days there are. */
void
dray_telemetry_forget_days (DrayTelemetry *self)
{
  g_hash_table_remove_all (self->days);
  g_array_set_size (self->all_days, 0);
  self->data_version = -1;
}

static gboolean
read_days (DrayTelemetry  *self,
           GArray         *days,
           GError        **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self->database, "SELECT day FROM day ORDER BY day", error);
  gboolean has_row = TRUE;

  while (statement != NULL && has_row) {
    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (has_row) {
      gint64 day = dray_statement_get_integer (statement, 0);

      g_array_append_val (days, day);
    }
  }
  return statement != NULL;
}

/* Sees which days there are, where another connection may have changed that. */
gboolean
dray_telemetry_refresh_days (DrayTelemetry  *self,
                             GError        **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 version;

  if (!dray_database_get_integer (self->database, "PRAGMA data_version", &version, error))
    return FALSE;
  if (version == self->data_version)
    return TRUE;
  if (!read_days (self, days, error))
    return FALSE;
  /* Commits are many and days few: the statements are kept while the days are the same. */
  if (days->len != self->all_days->len || (days->len > 0 && memcmp (days->data, self->all_days->data, days->len * sizeof (gint64)) != 0)) {
    dray_telemetry_forget_days (self);
    g_array_append_vals (self->all_days, days->data, days->len);
  }
  self->data_version = version;
  return TRUE;
}

/* Returns: (nullable): the day's statements, %NULL where there is no such day */
DrayTelemetryDay *
dray_telemetry_get_day (DrayTelemetry *self,
                        gint64         day)
{
  DrayTelemetryDay *found = g_hash_table_lookup (self->days, &day);

  if (found != NULL)
    return found;
  if (!g_array_binary_search (self->all_days, &day, (GCompareFunc) dray_telemetry_compare_days, NULL))
    return NULL;
  found = g_new0 (DrayTelemetryDay, 1);
  found->day = day;
  g_hash_table_insert (self->days, &found->day, found);
  return found;
}

int
dray_telemetry_compare_days (gconstpointer a,
                             gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* As dray_telemetry_get_day(), and makes the day's tables where there are none. Within a transaction. */
DrayTelemetryDay *
dray_telemetry_make_day (DrayTelemetry  *self,
                         gint64          day,
                         GError        **error)
{
  DrayTelemetryDay *found = dray_telemetry_get_day (self, day);
  g_autofree char *sql = NULL;

  if (found != NULL)
    return found;
  sql = g_strdup_printf ("INSERT INTO day VALUES (%" G_GINT64_FORMAT ");"
                         "CREATE TABLE \"head_%" G_GINT64_FORMAT "\" (truck INTEGER NOT NULL, start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL, n INTEGER NOT NULL,"
                         " west_e6 INTEGER NOT NULL, south_e6 INTEGER NOT NULL, east_e6 INTEGER NOT NULL, north_e6 INTEGER NOT NULL, body INTEGER NOT NULL,"
                         " PRIMARY KEY (truck, start_ms)) WITHOUT ROWID;"
                         "CREATE TABLE \"body_%" G_GINT64_FORMAT "\" (body INTEGER PRIMARY KEY, fixes BLOB NOT NULL);", day, day, day);
  if (!dray_database_execute (self->database, sql, error))
    return NULL;
  g_array_append_val (self->all_days, day);
  g_array_sort (self->all_days, dray_telemetry_compare_days);
  return dray_telemetry_get_day (self, day);
}

/* Returns: (transfer none): the statement, prepared once; @sql has %s where the day's number goes */
DrayStatement *
dray_telemetry_prepare (DrayTelemetry     *self,
                        DrayTelemetryDay  *day,
                        DrayStatement    **statement,
                        const char        *sql,
                        GError           **error)
{
  g_autofree char *number = NULL, *whole = NULL;

  if (*statement != NULL)
    return *statement;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, day->day);
  g_auto (GStrv) parts = g_strsplit (sql, "%s", -1);
  whole = g_strjoinv (number, parts);
  *statement = dray_database_prepare (self->database, whole, error);
  return *statement;
}

/* Reads HEAD_COLUMNS, from column 0 on. */
void
dray_telemetry_read_head (DrayStatement     *statement,
                          DrayTelemetryHead *head)
{
  head->truck = (guint32) dray_statement_get_integer (statement, 0);
  head->start_ms = dray_statement_get_integer (statement, 1);
  head->end_ms = dray_statement_get_integer (statement, 2);
  head->n_fixes = (guint) dray_statement_get_integer (statement, 3);
  head->box.west_e7 = (int) dray_statement_get_integer (statement, 4) * 10;
  head->box.south_e7 = (int) dray_statement_get_integer (statement, 5) * 10;
  head->box.east_e7 = (int) dray_statement_get_integer (statement, 6) * 10;
  head->box.north_e7 = (int) dray_statement_get_integer (statement, 7) * 10;
  head->body = dray_statement_get_integer (statement, 8);
}

/* Errors: %DRAY_STORE_ERROR_CORRUPT */
gboolean
dray_telemetry_read_body (DrayTelemetry            *self,
                          DrayTelemetryDay         *day,
                          const DrayTelemetryHead  *head,
                          DrayFix                   fixes[DRAY_SEGMENT_FIXES],
                          guint                    *n_fixes,
                          GError                  **error)
{
  DrayStatement *statement = dray_telemetry_prepare (self, day, &day->get_body, "SELECT fixes FROM \"body_%s\" WHERE body = ?1", error);
  gboolean has_row = FALSE, done = FALSE;

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_integer (statement, 1, head->body);
  if (!dray_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    gsize n_bytes;
    const guint8 *bytes = dray_statement_get_bytes (statement, 0, &n_bytes);

    done = dray_fix_decode (bytes, n_bytes, head->truck, fixes, n_fixes, error);
  } else {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT, "%s: a segment has no fixes", dray_database_get_path (self->database));
  }
  dray_statement_reset (statement);
  return done;
}

static gboolean
check_version (DrayTelemetry  *self,
               gboolean        may_be_new,
               gboolean       *is_new,
               GError        **error)
{
  gint64 application, version;
  const char *path = dray_database_get_path (self->database);

  if (!dray_database_get_integer (self->database, "PRAGMA application_id", &application, error)
      || !dray_database_get_integer (self->database, "PRAGMA user_version", &version, error))
    return FALSE;
  *is_new = application == 0 && version == 0;
  if (application == APPLICATION_ID && version > VERSION)
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NEWER, "%s was written by a newer Dray; it was left as it is", path);
  else if (application != APPLICATION_ID && !(*is_new && may_be_new))
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT, "%s holds no positions; it was left as it is", path);
  else
    return TRUE;
  return FALSE;
}

static gboolean
count_waiting (DrayTelemetry  *self,
               GError        **error)
{
  gint64 n;

  if (!dray_database_get_integer (self->database, "SELECT coalesce(sum(n), 0) FROM journal", &n, error))
    return FALSE;
  self->n_waiting = (gsize) n;
  return TRUE;
}

static gboolean
has_tables (DrayTelemetry *self)
{
  gint64 n;

  return dray_database_get_integer (self->database, "SELECT count(*) FROM sqlite_schema", &n, NULL) && n > 0;
}

/**
 * dray_telemetry_open:
 *
 * Errors: %DRAY_STORE_ERROR_NOT_FOUND, %DRAY_STORE_ERROR_NEWER, %DRAY_STORE_ERROR_CORRUPT
 */
DrayTelemetry *
dray_telemetry_open (const char        *path,
                     DrayDatabaseMode   mode,
                     GError           **error)
{
  g_autoptr (DrayTelemetry) self = g_new0 (DrayTelemetry, 1);
  gboolean is_new;

  self->days = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) day_free);
  self->all_days = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->data_version = -1;
  self->database = dray_database_open (path, mode, NULL, error);
  if (self->database == NULL || !check_version (self, mode == DRAY_DATABASE_CREATE && !has_tables (self), &is_new, error))
    return NULL;
  if (is_new && !dray_database_execute (self->database, schema, error))
    return NULL;
  if (!dray_telemetry_refresh_days (self, error) || (mode != DRAY_DATABASE_READ && !count_waiting (self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
dray_telemetry_free (DrayTelemetry *self)
{
  g_clear_pointer (&self->append, dray_statement_free);
  g_clear_pointer (&self->days, g_hash_table_unref);
  g_clear_pointer (&self->all_days, g_array_unref);
  g_clear_pointer (&self->database, dray_database_free);
  g_free (self);
}

DrayDatabase *
dray_telemetry_get_database (DrayTelemetry *self)
{
  return self->database;
}

/* How many fixes wait in the journal. */
gsize
dray_telemetry_get_n_waiting (DrayTelemetry *self)
{
  return self->n_waiting;
}

static gboolean
put_truck (DrayTelemetry  *self,
           const DrayId   *id,
           guint32        *truck,
           GError        **error)
{
  g_autoptr (DrayStatement) find = dray_database_prepare (self->database, "SELECT number FROM truck WHERE id = ?1", error);
  g_autoptr (DrayStatement) put = NULL;
  gboolean has_row;

  if (find == NULL)
    return FALSE;
  dray_statement_bind_id (find, 1, id);
  if (!dray_statement_step (find, &has_row, error))
    return FALSE;
  if (!has_row) {
    put = dray_database_prepare (self->database, "INSERT INTO truck SELECT coalesce(max(number) + 1, 0), ?1 FROM truck", error);
    if (put == NULL)
      return FALSE;
    dray_statement_bind_id (put, 1, id);
    if (!dray_statement_run (put, error) || !dray_statement_step (find, &has_row, error))
      return FALSE;
  }
  *truck = (guint32) dray_statement_get_integer (find, 0);
  return TRUE;
}

/**
 * dray_telemetry_put_trucks:
 * @ids: (array length=n_trucks)
 * @numbers: (out caller-allocates) (array length=n_trucks)
 *
 * Gives trucks their numbers, in one transaction; one that is known keeps its own.
 */
gboolean
dray_telemetry_put_trucks (DrayTelemetry  *self,
                           const DrayId   *ids,
                           guint           n_trucks,
                           guint32        *numbers,
                           GError        **error)
{
  gboolean done = dray_database_execute (self->database, "BEGIN IMMEDIATE", error);

  for (guint i = 0; done && i < n_trucks; i++)
    done = put_truck (self, &ids[i], &numbers[i], error);
  done = done && dray_database_execute (self->database, "COMMIT", error);
  if (!done)
    dray_database_execute (self->database, "ROLLBACK", NULL);
  return done;
}

/* Returns: (transfer full) (element-type DrayId): the ids by number */
GArray *
dray_telemetry_list_trucks (DrayTelemetry  *self,
                            GError        **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self->database, "SELECT id FROM truck ORDER BY number", error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (DrayId));
  gboolean has_row = statement != NULL;

  while (has_row) {
    if (!dray_statement_step (statement, &has_row, error))
      return NULL;
    if (has_row) {
      DrayId id = dray_statement_get_id (statement, 0);

      g_array_append_val (ids, id);
    }
  }
  return statement != NULL ? g_steal_pointer (&ids) : NULL;
}

static guint8 *
put_little (guint8  *to,
            guint64  number,
            int      n_bytes)
{
  number = GUINT64_TO_LE (number);
  memcpy (to, &number, (gsize) n_bytes);
  return to + n_bytes;
}

static void
write_record (const DrayFix *fix,
              guint8        *to)
{
  to = put_little (to, fix->truck, 4);
  to = put_little (to, (guint64) fix->at_us, 8);
  to = put_little (to, (guint64) fix->received_us, 8);
  to = put_little (to, (guint32) fix->lon_e7, 4);
  to = put_little (to, (guint32) fix->lat_e7, 4);
  to = put_little (to, fix->speed_cms, 2);
  to = put_little (to, fix->heading_cdeg, 2);
  to = put_little (to, fix->accuracy_dm, 2);
  put_little (to, fix->flags, 2);
}

static guint64
read_little (const guint8 *from,
             int           n_bytes)
{
  guint64 number = 0;

  for (int i = n_bytes - 1; i >= 0; i--)
    number = number << 8 | from[i];
  return number;
}

static void
read_record (const guint8 *from,
             DrayFix      *fix)
{
  fix->truck = (guint32) read_little (from, 4);
  fix->at_us = (gint64) read_little (from + 4, 8);
  fix->received_us = (gint64) read_little (from + 12, 8);
  fix->lon_e7 = (int) (guint32) read_little (from + 20, 4);
  fix->lat_e7 = (int) (guint32) read_little (from + 24, 4);
  fix->speed_cms = (guint16) read_little (from + 28, 2);
  fix->heading_cdeg = (guint16) read_little (from + 30, 2);
  fix->accuracy_dm = (guint16) read_little (from + 32, 2);
  fix->flags = (guint16) read_little (from + 34, 2);
}

/* Appends the fixes of a journal row. Returns: whether it is whole */
gboolean
dray_telemetry_read_row (const guint8 *bytes,
                         gsize         n_bytes,
                         GArray       *fixes)
{
  if (n_bytes % RECORD_BYTES != 0)
    return FALSE;
  for (gsize i = 0; i < n_bytes; i += RECORD_BYTES) {
    DrayFix fix;

    read_record (bytes + i, &fix);
    g_array_append_val (fixes, fix);
  }
  return TRUE;
}

static gboolean
append_row (DrayTelemetry  *self,
            const DrayFix  *fixes,
            gsize           n_fixes,
            GError        **error)
{
  g_autofree guint8 *bytes = g_malloc (n_fixes * RECORD_BYTES);

  for (gsize i = 0; i < n_fixes; i++)
    write_record (&fixes[i], bytes + i * RECORD_BYTES);
  dray_statement_bind_integer (self->append, 1, (gint64) n_fixes);
  dray_statement_bind_bytes (self->append, 2, bytes, n_fixes * RECORD_BYTES);
  return dray_statement_run (self->append, error);
}

static gboolean
append_rows (DrayTelemetry  *self,
             const DrayFix  *fixes,
             gsize           n_fixes,
             GError        **error)
{
  if (self->append == NULL)
    self->append = dray_database_prepare (self->database, "INSERT INTO journal (n, fixes) VALUES (?1, ?2)", error);
  for (gsize i = 0; self->append != NULL && i < n_fixes; i += ROW_FIXES) {
    if (!append_row (self, fixes + i, MIN (n_fixes - i, ROW_FIXES), error))
      return FALSE;
  }
  return self->append != NULL;
}

/**
 * dray_telemetry_append:
 * @fixes: (array length=n_fixes): in any order, of trucks that have a number here, at places that exist
 *
 * Puts fixes into the journal in one transaction: they are on the disk when it returns.
 */
gboolean
dray_telemetry_append (DrayTelemetry  *self,
                       const DrayFix  *fixes,
                       gsize           n_fixes,
                       GError        **error)
{
  if (n_fixes == 0)
    return TRUE;
  if (!dray_database_execute (self->database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!append_rows (self, fixes, n_fixes, error) || !dray_database_execute (self->database, "COMMIT", error)) {
    dray_database_execute (self->database, "ROLLBACK", NULL);
    return FALSE;
  }
  self->n_waiting += n_fixes;
  return TRUE;
}

/**
 * dray_telemetry_get_span:
 * @from_us: (out): the begin of the first day; %DRAY_NEVER with none
 * @to_us: (out): the end of the last day
 * @n_fixes: (out) (optional): how many fixes the segments hold; reads all heads
 */
gboolean
dray_telemetry_get_span (DrayTelemetry  *self,
                         gint64         *from_us,
                         gint64         *to_us,
                         gint64         *n_fixes,
                         GError        **error)
{
  gint64 sum = 0;

  if (!dray_telemetry_refresh_days (self, error))
    return FALSE;
  for (guint i = 0; n_fixes != NULL && i < self->all_days->len; i++) {
    gint64 day = g_array_index (self->all_days, gint64, i), n;
    g_autofree char *sql = g_strdup_printf ("SELECT coalesce(sum(n), 0) FROM \"head_%" G_GINT64_FORMAT "\"", day);

    if (!dray_database_get_integer (self->database, sql, &n, error))
      return FALSE;
    sum += n;
  }
  *from_us = self->all_days->len > 0 ? g_array_index (self->all_days, gint64, 0) * DAY_US : DRAY_NEVER;
  *to_us = self->all_days->len > 0 ? (g_array_index (self->all_days, gint64, self->all_days->len - 1) + 1) * DAY_US : DRAY_NEVER;
  if (n_fixes != NULL)
    *n_fixes = sum;
  return TRUE;
}

static gboolean
drop_day (DrayTelemetry  *self,
          gint64          day,
          GError        **error)
{
  g_autofree char *sql = g_strdup_printf ("DROP TABLE \"head_%" G_GINT64_FORMAT "\"; DROP TABLE \"body_%" G_GINT64_FORMAT "\"; DELETE FROM day WHERE day = %" G_GINT64_FORMAT ";"
                                          "DELETE FROM hour WHERE from_us >= %" G_GINT64_FORMAT " AND from_us < %" G_GINT64_FORMAT,
                                          day, day, day, day * DAY_US, (day + 1) * DAY_US);

  return dray_database_execute (self->database, sql, error);
}

/**
 * dray_telemetry_drop_before:
 * @n_days: (out) (optional): how many days were dropped
 *
 * Drops the days that ended at @at_us or before, in one transaction, and gives their room back.
 */
gboolean
dray_telemetry_drop_before (DrayTelemetry  *self,
                            gint64          at_us,
                            guint          *n_days,
                            GError        **error)
{
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean done;

  if (!dray_telemetry_refresh_days (self, error))
    return FALSE;
  for (guint i = 0; i < self->all_days->len; i++) {
    gint64 day = g_array_index (self->all_days, gint64, i);

    if ((day + 1) * DAY_US <= at_us)
      g_array_append_val (old, day);
  }
  if (n_days != NULL)
    *n_days = old->len;
  if (old->len == 0)
    return TRUE;
  dray_telemetry_forget_days (self);
  done = dray_database_execute (self->database, "BEGIN IMMEDIATE", error);
  for (guint i = 0; done && i < old->len; i++)
    done = drop_day (self, g_array_index (old, gint64, i), error);
  done = done && dray_database_execute (self->database, "COMMIT; PRAGMA incremental_vacuum", error);
  if (!done)
    dray_database_execute (self->database, "ROLLBACK", NULL);
  return dray_telemetry_refresh_days (self, done ? error : NULL) && done;
}
