/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-telemetry-private.h"

/* How much was driven when, from the heads of segments alone: a segment whose box has an extent is one in which its truck moved, and the
 * truck counts for the share of each slot that the segment covers. No fix is read, so a day of a thousand trucks costs a scan of some
 * hundred thousand short rows. */

/* A truck that stands has fixes that lie about a little. */
#define MOVED_E7 5000

static void
count_segment (const DrayTelemetryHead *head,
               gint64                   day_us,
               gint64                   from_us,
               gint64                   slot_us,
               GArray                  *slots)
{
  gint64 start_us = day_us + head->start_ms * DRAY_US_PER_MS - from_us, end_us = day_us + head->end_ms * DRAY_US_PER_MS - from_us;
  gint64 first = MAX (start_us / slot_us, 0), last = MIN (end_us / slot_us, (gint64) slots->len - 1);

  if (end_us < 0 || (head->box.east_e7 - head->box.west_e7 < MOVED_E7 && head->box.north_e7 - head->box.south_e7 < MOVED_E7))
    return;
  for (gint64 i = first; i <= last; i++) {
    gint64 from = MAX (start_us, i * slot_us), to = MIN (end_us, (i + 1) * slot_us);

    if (to > from)
      g_array_index (slots, double, i) += (double) (to - from) / (double) slot_us;
  }
}

static gboolean
count_day (DrayTelemetry     *self,
           DrayTelemetryDay  *day,
           gint64             from_us,
           gint64             slot_us,
           GArray            *slots,
           GError           **error)
{
  DrayStatement *statement = dray_telemetry_prepare (self, day, &day->activity, "SELECT " HEAD_COLUMNS " FROM \"head_%s\"", error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (has_row) {
    DrayTelemetryHead head;

    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    dray_telemetry_read_head (statement, &head);
    count_segment (&head, day->day * DAY_US, from_us, slot_us, slots);
  }
  return TRUE;
}

/**
 * dray_telemetry_count_activity:
 * @n_slots: how many slots follow each other from @from_us on
 *
 * Returns: (transfer full) (element-type double): for each slot, how many trucks moved in it, a truck that moved half of it as a half
 */
GArray *
dray_telemetry_count_activity (DrayTelemetry  *self,
                               gint64          from_us,
                               gint64          slot_us,
                               guint           n_slots,
                               GError        **error)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, TRUE, sizeof (double));
  gint64 to_us = from_us + slot_us * n_slots;
  gboolean done = TRUE;

  g_return_val_if_fail (slot_us > 0 && n_slots > 0 && n_slots <= 100000, NULL);

  g_array_set_size (slots, n_slots);
  if (!dray_database_execute (self->database, "BEGIN", error))
    return NULL;
  done = dray_telemetry_refresh_days (self, error);
  for (guint i = 0; done && i < self->all_days->len; i++) {
    gint64 day = g_array_index (self->all_days, gint64, i);

    if ((day + 1) * DAY_US > from_us && day * DAY_US < to_us)
      done = count_day (self, dray_telemetry_get_day (self, day), from_us, slot_us, slots, error);
  }
  dray_database_execute (self->database, "COMMIT", NULL);
  return done ? g_steal_pointer (&slots) : NULL;
}
