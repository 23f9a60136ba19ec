/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fact-source.h"
#include "dray-figure-models.h"
#include "dray-units.h"

/* Fuel is judged by the fills of this many days before too. */
#define FUEL_DAYS 90

/* At most so much history goes into a forecast. */
#define HISTORY_DAYS 730

static double *
list_days (const DrayKpiResult *result)
{
  double *days = g_new (double, result->n_days + 1);

  for (guint i = 0; i < result->n_days; i++)
    days[i] = result->days[i].state == DRAY_FIGURE_KNOWN ? MAX (result->days[i].value, 0.0) : 0.0;
  return days;
}

DrayForecast *
dray_figure_reader_forecast (DrayFigureReader  *self,
                             const DrayKpi     *kpi,
                             guint              n_ahead,
                             gint64             now_us,
                             GCancellable      *cancellable,
                             GError           **error)
{
  DrayFigureAsk ask = { .last_day = dray_figure_reader_get_day (self, now_us) - 1, .alone = TRUE };
  g_autoptr (GPtrArray) results = NULL;
  g_autofree double *days = NULL;
  gint64 known_day;

  g_return_val_if_fail (kpi->join == DRAY_KPI_SUM, NULL);

  if (!dray_figure_reader_get_known_day (self, &known_day, error))
    return NULL;
  if (known_day == DRAY_NEVER || known_day > ask.last_day)
    return dray_forecast_new (NULL, 0, n_ahead);
  ask.first_day = MAX (known_day, ask.last_day - HISTORY_DAYS + 1);
  results = dray_figure_reader_measure (self, &kpi, 1, &ask, now_us, cancellable, error);
  if (results == NULL)
    return NULL;
  days = list_days (results->pdata[0]);
  return dray_forecast_new (days, ((const DrayKpiResult *) results->pdata[0])->n_days, n_ahead);
}

GArray *
dray_figure_reader_find_fuel (DrayFigureReader     *self,
                              const DrayFigureAsk  *ask,
                              guint                *n_judged,
                              guint                *n_unjudged,
                              GCancellable         *cancellable,
                              GError              **error)
{
  static const char *const columns[] = { "id", "truck", "at_us", "volume_ml", "full", "odometer_m", NULL };
  DrayFigureAsk before = *ask;
  g_autoptr (DrayFactSet) fuel = NULL;
  GArray *found;
  guint n = 0;

  before.first_day -= FUEL_DAYS;
  fuel = dray_figure_reader_read (self, dray_fact_source_find ("fuel"), columns, &before, cancellable, error);
  if (fuel == NULL)
    return NULL;
  found = dray_fuel_find_anomalies (fuel, n_judged, n_unjudged);
  for (guint i = 0; i < found->len; i++) {
    DrayFuelAnomaly anomaly = g_array_index (found, DrayFuelAnomaly, i);

    if (anomaly.day >= ask->first_day)
      g_array_index (found, DrayFuelAnomaly, n++) = anomaly;
  }
  g_array_set_size (found, n);
  return found;
}

/* What the score is made of, in the order of the figures below. */
static void
add_figure (DrayDriverRecord *record,
            int               figure,
            const DrayFigure *value)
{
  switch (figure) {
  case 0:
    record->on_time = value->part;
    record->due = value->whole;
    break;
  case 1:
    record->deliveries = value->part;
    break;
  case 2:
    record->stars = value->part;
    record->ratings = value->whole;
    break;
  case 3:
    record->incidents = value->part;
    break;
  case 4:
  default:
    record->driven_m = value->part;
  }
}

static DrayDriverRecord *
find_record (GArray       *records,
             const DrayId *driver)
{
  DrayDriverRecord made = { .driver = *driver };

  for (guint i = 0; i < records->len; i++) {
    if (dray_id_equal (&g_array_index (records, DrayDriverRecord, i).driver, driver))
      return &g_array_index (records, DrayDriverRecord, i);
  }
  g_array_append_val (records, made);
  return &g_array_index (records, DrayDriverRecord, records->len - 1);
}

GArray *
dray_figure_reader_score_drivers (DrayFigureReader     *self,
                                  const DrayFigureAsk  *ask,
                                  gint64                now_us,
                                  GCancellable         *cancellable,
                                  GError              **error)
{
  const DrayKpi *kpis[] = { dray_kpi_find ("on-time-ours"), dray_kpi_find ("delivered"), dray_kpi_find ("rating"), dray_kpi_find ("incidents"), dray_kpi_find ("distance") };
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (DrayDriverRecord));
  g_autoptr (GPtrArray) results = NULL;
  DrayFigureAsk split = *ask;

  split.split = "driver";
  split.alone = TRUE;
  results = dray_figure_reader_measure (self, kpis, G_N_ELEMENTS (kpis), &split, now_us, cancellable, error);
  if (results == NULL)
    return NULL;
  for (guint i = 0; i < results->len; i++) {
    const DrayKpiResult *result = results->pdata[i];

    for (guint k = 0; k < result->n_groups; k++) {
      if (!dray_id_is_none (&result->groups[k].key))
        add_figure (find_record (records, &result->groups[k].key), (int) i, &result->groups[k].figure);
    }
  }
  return dray_score_drivers ((const DrayDriverRecord *) (gpointer) records->data, records->len);
}
