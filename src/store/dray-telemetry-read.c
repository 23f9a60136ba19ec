/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-telemetry-private.h"
#include "dray-store-error.h"

/* Reading history: a truck and a time, or an area and a time. Every read is one transaction, so that a compaction in the middle of it
 * changes nothing.
 *
 * With a box a segment is taken only where a truck may have been in the box during it or on the way to it: where the box round it and
 * the one before it meets the box asked for. Then the one before is taken too, so that whoever evaluates knows where the truck came
 * from. For all that the visitor can see of the box it is as if everything had been read. */

#define MS_A_DAY (DRAY_S_PER_DAY * 1000)

static gboolean
begin (DrayTelemetry  *self,
       GError        **error)
{
  if (!dray_database_execute (self->database, "BEGIN", error))
    return FALSE;
  if (dray_telemetry_refresh_days (self, error))
    return TRUE;
  dray_database_execute (self->database, "ROLLBACK", NULL);
  return FALSE;
}

static void
end (DrayTelemetry *self)
{
  dray_database_execute (self->database, "COMMIT", NULL);
}

static void
append_within (GArray        *fixes,
               const DrayFix *segment,
               guint          n,
               gint64         from_us,
               gint64         to_us)
{
  guint from = 0, to = n;

  while (from < to && segment[from].at_us < from_us)
    from++;
  while (to > from && segment[to - 1].at_us >= to_us)
    to--;
  g_array_append_vals (fixes, segment + from, to - from);
}

static gboolean
read_truck_day (DrayTelemetry     *self,
                DrayTelemetryDay  *day,
                guint32            truck,
                gint64             from_us,
                gint64             to_us,
                GArray            *fixes,
                GError           **error)
{
  gint64 day_us = day->day * DAY_US, hour_ms = MAX (floor_to (from_us, HOUR_US) - day_us, 0) / DRAY_US_PER_MS;
  DrayStatement *statement = dray_telemetry_prepare (self, day, &day->list_from,
                                                     "SELECT " HEAD_COLUMNS " FROM \"head_%s\" WHERE truck = ?1 AND start_ms >= ?2 AND start_ms < ?3 ORDER BY start_ms", error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_integer (statement, 1, truck);
  dray_statement_bind_integer (statement, 2, hour_ms);
  dray_statement_bind_integer (statement, 3, MIN ((to_us - day_us + DRAY_US_PER_MS - 1) / DRAY_US_PER_MS, MS_A_DAY));
  while (has_row) {
    DrayTelemetryHead head;
    DrayFix segment[DRAY_SEGMENT_FIXES];
    guint n;

    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    dray_telemetry_read_head (statement, &head);
    if (!dray_telemetry_read_body (self, day, &head, segment, &n, error)) {
      dray_statement_reset (statement);
      return FALSE;
    }
    append_within (fixes, segment, n, from_us, to_us);
  }
  return TRUE;
}

/* The first of @all_days whose end is behind @from_us. */
static guint
find_first_day (DrayTelemetry *self,
                gint64         from_us)
{
  guint low = 0, high = self->all_days->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if ((g_array_index (self->all_days, gint64, middle) + 1) * DAY_US <= from_us)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/**
 * dray_telemetry_read_truck:
 *
 * Returns: (transfer full) (element-type DrayFix): the truck's fixes from @from_us until before @to_us, rising in time
 */
GArray *
dray_telemetry_read_truck (DrayTelemetry  *self,
                           guint32         truck,
                           gint64          from_us,
                           gint64          to_us,
                           GError        **error)
{
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  gboolean done = TRUE;

  if (!begin (self, error))
    return NULL;
  for (guint i = find_first_day (self, from_us); done && i < self->all_days->len; i++) {
    gint64 day = g_array_index (self->all_days, gint64, i);

    if (day * DAY_US >= to_us)
      break;
    done = read_truck_day (self, dray_telemetry_get_day (self, day), truck, from_us, to_us, fixes, error);
  }
  end (self);
  return done ? g_steal_pointer (&fixes) : NULL;
}

/* Scanning */

/* What is known of a truck on the way. */
typedef struct {
  gboolean          has_before;
  gboolean          took_before;
  DrayTelemetryHead before;
  gint64            before_day;
} Trail;

typedef struct {
  DrayTelemetry              *telemetry;
  const DrayGeoBox           *box;
  gint64                      from_us;
  gint64                      to_us;
  const DrayTelemetryVisitor *visitor;
  gpointer                    data;
  GCancellable               *cancellable;
  GArray                     *trails;   /* (element-type Trail): by truck */
  gboolean                    stopped;
} Scan;

static DrayGeoBox
unite (const DrayGeoBox *a,
       const DrayGeoBox *b)
{
  return (DrayGeoBox) { MIN (a->west_e7, b->west_e7), MIN (a->south_e7, b->south_e7), MAX (a->east_e7, b->east_e7), MAX (a->north_e7, b->north_e7) };
}

static gboolean
take (Scan                     *self,
      gint64                    day,
      const DrayTelemetryHead  *head,
      gboolean                  follows,
      GError                  **error)
{
  DrayTelemetryDay *tables = dray_telemetry_get_day (self->telemetry, day);
  DrayFix segment[DRAY_SEGMENT_FIXES];
  guint n, from = 0;

  if (!dray_telemetry_read_body (self->telemetry, tables, head, segment, &n, error))
    return FALSE;
  while (from < n && segment[from].at_us < self->from_us)
    from++;
  while (n > from && segment[n - 1].at_us >= self->to_us)
    n--;
  if (n > from && !self->visitor->take (segment + from, n - from, follows, self->data))
    self->stopped = TRUE;
  return TRUE;
}

static gboolean
meets (Scan                    *self,
       const Trail             *trail,
       const DrayTelemetryHead *head)
{
  DrayGeoBox way = trail->has_before ? unite (&trail->before.box, &head->box) : head->box;

  return self->box == NULL || dray_geo_box_intersects (&way, self->box) || (self->visitor->wants != NULL && self->visitor->wants (head->truck, self->data));
}

static gboolean
see_head (Scan                     *self,
          gint64                    day,
          const DrayTelemetryHead  *head,
          GError                  **error)
{
  Trail *trail;
  gboolean wanted, follows;

  if (head->truck >= self->trails->len)
    g_array_set_size (self->trails, head->truck + 1);
  trail = &g_array_index (self->trails, Trail, head->truck);
  wanted = meets (self, trail, head);
  follows = trail->took_before;
  if (wanted && trail->has_before && !trail->took_before) {
    if (!take (self, trail->before_day, &trail->before, FALSE, error))
      return FALSE;
    follows = TRUE;
  }
  if (wanted && !self->stopped && !take (self, day, head, follows, error))
    return FALSE;
  *trail = (Trail) { TRUE, wanted, *head, day };
  return TRUE;
}

static gboolean
scan_day (Scan    *self,
          gint64   day,
          GError **error)
{
  DrayTelemetryDay *tables = dray_telemetry_get_day (self->telemetry, day);
  DrayStatement *statement = dray_telemetry_prepare (self->telemetry, tables, &tables->scan,
                                                     "SELECT " HEAD_COLUMNS " FROM \"head_%s\" WHERE end_ms >= ?1 AND start_ms < ?2 ORDER BY truck, start_ms", error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_integer (statement, 1, MAX (self->from_us - day * DAY_US, 0) / DRAY_US_PER_MS);
  dray_statement_bind_integer (statement, 2, MIN ((self->to_us - day * DAY_US + DRAY_US_PER_MS - 1) / DRAY_US_PER_MS, MS_A_DAY));
  while (has_row && !self->stopped) {
    DrayTelemetryHead head;

    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    dray_telemetry_read_head (statement, &head);
    if (!see_head (self, day, &head, error)) {
      dray_statement_reset (statement);
      return FALSE;
    }
  }
  if (has_row)
    dray_statement_reset (statement);
  return TRUE;
}

static gboolean
scan_days (Scan    *self,
           GError **error)
{
  GArray *days = self->telemetry->all_days;

  for (guint i = find_first_day (self->telemetry, self->from_us); i < days->len && !self->stopped; i++) {
    gint64 day = g_array_index (days, gint64, i);

    if (day * DAY_US >= self->to_us)
      break;
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !scan_day (self, day, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * dray_telemetry_scan:
 * @box: (nullable): the area of interest; %NULL for everything
 *
 * Visits the fixes from @from_us until before @to_us: day by day, in a day truck by truck, of a truck rising in time.
 */
gboolean
dray_telemetry_scan (DrayTelemetry               *self,
                     const DrayGeoBox            *box,
                     gint64                       from_us,
                     gint64                       to_us,
                     const DrayTelemetryVisitor  *visitor,
                     gpointer                     data,
                     GCancellable                *cancellable,
                     GError                     **error)
{
  g_autoptr (GArray) trails = g_array_new (FALSE, TRUE, sizeof (Trail));
  Scan scan = { self, box, from_us, to_us, visitor, data, cancellable, trails, FALSE };
  gboolean done;

  if (!begin (self, error))
    return FALSE;
  done = scan_days (&scan, error);
  end (self);
  return done;
}
