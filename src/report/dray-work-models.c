/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-work-models.h"

#include "dray-fact-source.h"
#include "dray-units.h"

#define HISTORY_DAYS 730

static const char *const columns[] = { "truck", "site", "task", "planned_us", "promised_close_us", "arrived_us", "started_us", "departed_us", NULL };

gboolean
dray_work_history_read (DrayWorkHistory   *self,
                        DrayFigureReader  *reader,
                        gint64             day,
                        GCancellable      *cancellable,
                        GError           **error)
{
  const DrayFigureAsk ask = { .first_day = day - HISTORY_DAYS, .last_day = day - 1 };

  self->visits = dray_figure_reader_read (reader, dray_fact_source_find ("visits"), columns, &ask, cancellable, error);
  return self->visits != NULL;
}

void
dray_work_history_clear (DrayWorkHistory *self)
{
  g_clear_pointer (&self->visits, dray_fact_set_free);
}

const DrayFactColumn *
dray_work_history_get (const DrayWorkHistory *self,
                       const char            *column)
{
  return dray_fact_set_find_column (self->visits, column);
}

/* Returns: the place of a key among those of a column; -1 for one that was never seen */
gint64
dray_work_history_find_code (const DrayWorkHistory *self,
                             const char            *column,
                             const DrayId          *key)
{
  const DrayFactColumn *keys = dray_work_history_get (self, column);

  for (guint i = 0; i < keys->keys->len; i++) {
    if (dray_id_equal (&g_array_index (keys->keys, DrayId, i), key))
      return i;
  }
  return -1;
}

/* Seconds from one instant to another, of those rows that have both. */
static gsize
list_spans (const DrayWorkHistory *self,
            const char            *from,
            const char            *until,
            gsize                 *rows,
            double                *spans)
{
  const gint64 *from_us = dray_work_history_get (self, from)->values.items, *until_us = dray_work_history_get (self, until)->values.items;
  gsize n = 0, n_rows = dray_fact_set_get_n_rows (self->visits);

  for (gsize i = 0; i < n_rows; i++) {
    if (from_us[i] == DRAY_NEVER || until_us[i] == DRAY_NEVER)
      continue;
    rows[n] = i;
    spans[n++] = (double) (until_us[i] - from_us[i]) / DRAY_US_PER_S;
  }
  return n;
}

static gint64 *
list_codes (const DrayFactColumn *column,
            const gsize          *rows,
            gsize                 n)
{
  gint64 *codes = g_new (gint64, n + 1);

  for (gsize i = 0; i < n; i++)
    codes[i] = column->values.items[rows[i]];
  return codes;
}

/* How long the work takes at each site, by its code in the column "site". */
DrayServiceTimes *
dray_work_history_learn_service (const DrayWorkHistory *self)
{
  gsize n_rows = dray_fact_set_get_n_rows (self->visits);
  g_autofree gsize *rows = g_new (gsize, n_rows + 1);
  g_autofree double *seconds = g_new (double, n_rows + 1);
  gsize n = list_spans (self, "started_us", "departed_us", rows, seconds);
  const DrayFactColumn *site = dray_work_history_get (self, "site");
  g_autofree gint64 *places = list_codes (site, rows, n);

  return dray_service_times_learn (places, seconds, n, site->keys->len);
}

/* How likely a stop is late, by the codes in the columns "truck" and "site". A visit without a promise has all the time. */
DrayLateRisk *
dray_work_history_learn_risk (const DrayWorkHistory *self)
{
  gsize n_rows = dray_fact_set_get_n_rows (self->visits);
  g_autofree gsize *rows = g_new (gsize, n_rows + 1);
  g_autofree double *delays = g_new (double, n_rows + 1), *slacks = g_new (double, n_rows + 1);
  gsize n = list_spans (self, "planned_us", "arrived_us", rows, delays);
  const DrayFactColumn *truck = dray_work_history_get (self, "truck"), *site = dray_work_history_get (self, "site");
  const gint64 *close_us = dray_work_history_get (self, "promised_close_us")->values.items, *planned_us = dray_work_history_get (self, "planned_us")->values.items;
  g_autofree gint64 *trucks = list_codes (truck, rows, n), *places = list_codes (site, rows, n);

  for (gsize i = 0; i < n; i++)
    slacks[i] = close_us[rows[i]] != DRAY_NEVER ? (double) (close_us[rows[i]] - planned_us[rows[i]]) / DRAY_US_PER_S : (double) DRAY_S_PER_DAY;
  return dray_late_risk_learn (&(DrayRiskVisits) { trucks, places, delays, slacks, n, truck->keys->len, site->keys->len });
}
