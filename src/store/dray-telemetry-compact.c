/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-telemetry-private.h"
#include "dray-store-error.h"

#include <string.h>

/* Compaction: what is in the journal is sorted by truck and time and filed hour by hour. Of an hour that has fixes of the truck already
 * only the tail that the new ones meet is read, merged and written again, so that fixes in their order are written about once, and a
 * late one finds its place at the price of the hour's rest. Two fixes of a truck at the same millisecond are one: the first that came. */

#define HOUR_MS (DRAY_S_PER_HOUR * 1000)

static int
compare_fixes (gconstpointer a,
               gconstpointer b)
{
  const DrayFix *x = a, *y = b;

  if (x->truck != y->truck)
    return x->truck < y->truck ? -1 : 1;
  return x->at_us < y->at_us ? -1 : x->at_us > y->at_us;
}

static gboolean
read_journal (DrayTelemetry  *self,
              GArray         *fixes,
              GError        **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self->database, "SELECT fixes FROM journal ORDER BY row", error);
  gboolean has_row = TRUE;

  while (statement != NULL && has_row) {
    gsize n_bytes;

    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    const guint8 *bytes = dray_statement_get_bytes (statement, 0, &n_bytes);
    if (!dray_telemetry_read_row (bytes, n_bytes, fixes)) {
      g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT, "%s: a row of the journal is cut short", dray_database_get_path (self->database));
      return FALSE;
    }
  }
  return statement != NULL;
}

static gboolean
put_segment (DrayTelemetry     *self,
             DrayTelemetryDay  *day,
             const DrayFix     *fixes,
             guint              n,
             GByteArray        *bytes,
             GError           **error)
{
  DrayStatement *head = dray_telemetry_prepare (self, day, &day->put_head, "INSERT INTO \"head_%s\" (" HEAD_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, last_insert_rowid())", error);
  DrayStatement *body = head != NULL ? dray_telemetry_prepare (self, day, &day->put_body, "INSERT INTO \"body_%s\" (fixes) VALUES (?1)", error) : NULL;
  DrayGeoBox box = DRAY_GEO_BOX_EMPTY;

  if (body == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    dray_geo_box_extend (&box, (DrayGeoPoint) { fixes[i].lon_e7, fixes[i].lat_e7 });
  g_byte_array_set_size (bytes, 0);
  dray_fix_encode (fixes, n, bytes);
  dray_statement_bind_bytes (body, 1, bytes->data, bytes->len);
  dray_statement_bind_integer (head, 1, fixes[0].truck);
  dray_statement_bind_integer (head, 2, (fixes[0].at_us - day->day * DAY_US) / DRAY_US_PER_MS);
  dray_statement_bind_integer (head, 3, (fixes[n - 1].at_us - day->day * DAY_US) / DRAY_US_PER_MS);
  dray_statement_bind_integer (head, 4, n);
  dray_statement_bind_integer (head, 5, box.west_e7 / 10);
  dray_statement_bind_integer (head, 6, box.south_e7 / 10);
  dray_statement_bind_integer (head, 7, box.east_e7 / 10);
  dray_statement_bind_integer (head, 8, box.north_e7 / 10);
  return dray_statement_run (body, error) && dray_statement_run (head, error);
}

static gboolean
drop_segment (DrayTelemetry            *self,
              DrayTelemetryDay         *day,
              const DrayTelemetryHead  *segment,
              GError                  **error)
{
  DrayStatement *head = dray_telemetry_prepare (self, day, &day->drop_head, "DELETE FROM \"head_%s\" WHERE truck = ?1 AND start_ms = ?2", error);
  DrayStatement *body = head != NULL ? dray_telemetry_prepare (self, day, &day->drop_body, "DELETE FROM \"body_%s\" WHERE body = ?1", error) : NULL;

  if (body == NULL)
    return FALSE;
  dray_statement_bind_integer (head, 1, segment->truck);
  dray_statement_bind_integer (head, 2, segment->start_ms);
  dray_statement_bind_integer (body, 1, segment->body);
  return dray_statement_run (head, error) && dray_statement_run (body, error);
}

static GArray *
list_heads (DrayTelemetry     *self,
            DrayTelemetryDay  *day,
            guint32            truck,
            gint64             from_ms,
            gint64             to_ms,
            GError           **error)
{
  DrayStatement *statement = dray_telemetry_prepare (self, day, &day->list_from,
                                                     "SELECT " HEAD_COLUMNS " FROM \"head_%s\" WHERE truck = ?1 AND start_ms >= ?2 AND start_ms < ?3 ORDER BY start_ms", error);
  g_autoptr (GArray) heads = g_array_new (FALSE, FALSE, sizeof (DrayTelemetryHead));
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  dray_statement_bind_integer (statement, 1, truck);
  dray_statement_bind_integer (statement, 2, from_ms);
  dray_statement_bind_integer (statement, 3, to_ms);
  while (has_row) {
    DrayTelemetryHead head;

    if (!dray_statement_step (statement, &has_row, error))
      return NULL;
    if (has_row) {
      dray_telemetry_read_head (statement, &head);
      g_array_append_val (heads, head);
    }
  }
  return g_steal_pointer (&heads);
}

/* The first of the hour's heads that has to be written again: the one that the new fixes begin in or before, or a last one with room. */
static guint
find_tail (GArray *heads,
           gint64  first_ms)
{
  for (guint i = 0; i < heads->len; i++) {
    const DrayTelemetryHead *head = &g_array_index (heads, DrayTelemetryHead, i);

    if (head->end_ms >= first_ms || (i + 1 == heads->len && head->n_fixes < DRAY_SEGMENT_FIXES))
      return i;
  }
  return heads->len;
}

static gboolean
read_tail (DrayTelemetry     *self,
           DrayTelemetryDay  *day,
           GArray            *heads,
           guint              tail,
           GArray            *fixes,
           GError           **error)
{
  for (guint i = tail; i < heads->len; i++) {
    const DrayTelemetryHead *head = &g_array_index (heads, DrayTelemetryHead, i);
    DrayFix segment[DRAY_SEGMENT_FIXES];
    guint n;

    if (!dray_telemetry_read_body (self, day, head, segment, &n, error) || !drop_segment (self, day, head, error))
      return FALSE;
    g_array_append_vals (fixes, segment, n);
  }
  return TRUE;
}

/* Merges two runs that rise in time. Of equal times the old one stays. */
static GArray *
merge (GArray        *old,
       const DrayFix *fresh,
       guint          n_fresh)
{
  GArray *merged = g_array_sized_new (FALSE, FALSE, sizeof (DrayFix), old->len + n_fresh);
  const DrayFix *kept = (const DrayFix *) (gconstpointer) old->data;
  guint i = 0, j = 0;

  while (i < old->len || j < n_fresh) {
    gboolean takes_old = j >= n_fresh || (i < old->len && kept[i].at_us <= fresh[j].at_us);
    const DrayFix *next = takes_old ? &kept[i++] : &fresh[j++];

    if (merged->len == 0 || g_array_index (merged, DrayFix, merged->len - 1).at_us != next->at_us)
      g_array_append_val (merged, *next);
  }
  return merged;
}

static gboolean
mark_hour (DrayStatement  *mark,
           gint64          hour_us,
           GError        **error)
{
  dray_statement_bind_integer (mark, 1, hour_us);
  return dray_statement_run (mark, error);
}

/* Files fixes of one truck in one hour. */
static gboolean
file_hour (DrayTelemetry  *self,
           const DrayFix  *fixes,
           guint           n,
           GByteArray     *bytes,
           GError        **error)
{
  gint64 hour_us = floor_to (fixes[0].at_us, HOUR_US), day_us = floor_to (fixes[0].at_us, DAY_US);
  gint64 hour_ms = (hour_us - day_us) / DRAY_US_PER_MS;
  DrayTelemetryDay *day = dray_telemetry_make_day (self, day_us / DAY_US, error);
  g_autoptr (GArray) heads = day != NULL ? list_heads (self, day, fixes[0].truck, hour_ms, hour_ms + HOUR_MS, error) : NULL;
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (DrayFix));

  if (heads == NULL || !read_tail (self, day, heads, find_tail (heads, (fixes[0].at_us - day_us) / DRAY_US_PER_MS), old, error))
    return FALSE;
  g_autoptr (GArray) merged = merge (old, fixes, n);
  for (guint i = 0; i < merged->len; i += DRAY_SEGMENT_FIXES) {
    if (!put_segment (self, day, &g_array_index (merged, DrayFix, i), MIN (merged->len - i, DRAY_SEGMENT_FIXES), bytes, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
file_all (DrayTelemetry  *self,
          GArray         *fixes,
          GError        **error)
{
  g_autoptr (DrayStatement) mark = dray_database_prepare (self->database, "INSERT INTO hour VALUES (?1, 1, NULL) ON CONFLICT DO UPDATE SET changed = 1", error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const DrayFix *all = (const DrayFix *) (gconstpointer) fixes->data;
  gint64 marked_us = DRAY_NEVER;
  guint from = 0;

  while (mark != NULL && from < fixes->len) {
    gint64 hour_us = floor_to (all[from].at_us, HOUR_US);
    guint to = from + 1;

    while (to < fixes->len && all[to].truck == all[from].truck && all[to].at_us < hour_us + HOUR_US)
      to++;
    if ((hour_us != marked_us && !mark_hour (mark, hour_us, error)) || !file_hour (self, all + from, to - from, bytes, error))
      return FALSE;
    marked_us = hour_us;
    from = to;
  }
  return mark != NULL;
}

static gboolean
compact (DrayTelemetry  *self,
         GError        **error)
{
  g_autoptr (GArray) fixes = g_array_sized_new (FALSE, FALSE, sizeof (DrayFix), (guint) self->n_waiting);

  if (!dray_telemetry_refresh_days (self, error) || !read_journal (self, fixes, error))
    return FALSE;
  for (guint i = 0; i < fixes->len; i++)
    dray_fix_quantise (&g_array_index (fixes, DrayFix, i));
  /* A merge sort, so that the first of two that came at the same instant stays first. */
  g_array_sort (fixes, compare_fixes);
  return file_all (self, fixes, error) && dray_database_execute (self->database, "DELETE FROM journal", error);
}

/**
 * dray_telemetry_compact:
 *
 * Files what is in the journal into segments, in one transaction. Every read sees all of it from then on.
 */
gboolean
dray_telemetry_compact (DrayTelemetry  *self,
                        GError        **error)
{
  if (self->n_waiting == 0)
    return TRUE;
  if (!dray_database_execute (self->database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!compact (self, error) || !dray_database_execute (self->database, "COMMIT", error)) {
    /* Days that were made in it are gone with it. */
    dray_telemetry_forget_days (self);
    dray_database_execute (self->database, "ROLLBACK", NULL);
    return FALSE;
  }
  self->n_waiting = 0;
  return TRUE;
}
