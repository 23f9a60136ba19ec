/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-figure.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayKpiAsk:
 * @first_day: of the period, days since 1970-01-01
 * @last_day: of the period; not before @first_day
 * @split: (nullable): the column to split by: "truck", "driver", "depot", "party", or a word column such as "kind" or "status"
 * @now_us: what is due is due by then
 * @today: the day of @now_us; later days have no figures
 * @known_day: the first day that has records
 * @alone: without comparisons, for which the days before would have to be read
 */
typedef struct {
  gint64      first_day;
  gint64      last_day;
  const char *split;
  gint64      now_us;
  gint64      today;
  gint64      known_day;
  gboolean    alone;
} DrayKpiAsk;

/* The longest period: ten years. */
#define DRAY_KPI_MAX_DAYS 3660

/* Periods up to this long are held against those of the weeks before too. */
#define DRAY_KPI_WEEK 7
#define DRAY_KPI_N_WEEKS 4

/**
 * DrayKpiGroup:
 * @key: whose share it is; none where the split is by words, or for rows that are nobody's
 * @word: (nullable): the word
 */
typedef struct {
  DrayId      key;
  char       *word;
  DrayFigure  figure;
} DrayKpiGroup;

/**
 * DrayKpiResult:
 * @now: of the period
 * @before: of as many days just before it
 * @weekday: the mean of the same weekdays in the four weeks before; %DRAY_FIGURE_NOTHING for periods over a week
 * @n_days: of the period
 * @days: (array length=n_days): day by day, from @first_day on
 * @is_split: whether the facts know what they were to be split by; without it there are no groups
 * @groups: (array length=n_groups): the period's split, the highest value first, those without a value last
 *
 * One KPI over a period. Immutable; from any thread.
 */
typedef struct {
  gatomicrefcount  ref_count;
  const DrayKpi   *kpi;
  gint64           first_day;
  guint            n_days;
  DrayFigure       now;
  DrayFigure       before;
  DrayFigure       weekday;
  DrayFigure      *days;
  gboolean         is_split;
  guint            n_groups;
  DrayKpiGroup    *groups;
} DrayKpiResult;

gboolean       dray_kpi_ask_check        (const DrayKpiAsk       *self,
                                          GError                **error);
gint64         dray_kpi_ask_get_load_day (const DrayKpiAsk       *self,
                                          const DrayKpi          *kpi);
DrayKpiResult *dray_kpi_measure          (const DrayKpi          *kpi,
                                          const DrayFactSet      *const *sets,
                                          const DrayKpiAsk       *ask,
                                          GCancellable           *cancellable,
                                          GError                **error);
DrayKpiResult *dray_kpi_result_renew     (const DrayKpiResult     *self,
                                          const DrayKpiResult     *fresh);
DrayKpiResult *dray_kpi_result_ref       (DrayKpiResult          *self);
void           dray_kpi_result_unref     (DrayKpiResult          *self);

/**
 * DrayKpiRow:
 * @id: the record behind the row
 * @part: what it added above the line
 * @whole: what it added below
 */
typedef struct {
  DrayId id;
  gint64 day;
  double part;
  double whole;
} DrayKpiRow;

/* Which rows behind a figure: all that counted, or those that fell short of it, such as the late ones of "on time". */
typedef enum {
  DRAY_KPI_COUNTED,
  DRAY_KPI_MISSED,
} DrayKpiWhich;

GArray        *dray_kpi_list_rows        (const DrayKpi          *kpi,
                                          const DrayFactSet      *set,
                                          const DrayKpiAsk       *ask,
                                          DrayKpiWhich            which);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayKpiResult, dray_kpi_result_unref)

G_END_DECLS
