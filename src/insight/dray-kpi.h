/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fact-set.h"

G_BEGIN_DECLS

/**
 * DrayKpiFormat:
 * @DRAY_KPI_PERCENT: a ratio, 1 is all of it
 * @DRAY_KPI_DURATION: seconds
 * @DRAY_KPI_MONEY: minor units of the workspace's currency
 * @DRAY_KPI_DISTANCE: metres
 * @DRAY_KPI_COUNT: whole things
 * @DRAY_KPI_NUMBER: a number with the KPI's unit behind it
 *
 * What a value is, and so how people want to see it.
 */
typedef enum {
  DRAY_KPI_PERCENT,
  DRAY_KPI_DURATION,
  DRAY_KPI_MONEY,
  DRAY_KPI_DISTANCE,
  DRAY_KPI_COUNT,
  DRAY_KPI_NUMBER,
} DrayKpiFormat;

/* Which way is good. */
typedef enum {
  DRAY_KPI_NEITHER,
  DRAY_KPI_MORE,
  DRAY_KPI_LESS,
} DrayKpiDirection;

/**
 * DrayKpiJoin:
 * @DRAY_KPI_RATIO: sum of the parts / sum of the wholes, times the factor
 * @DRAY_KPI_SUM: sum of the parts, times the factor
 * @DRAY_KPI_MEDIAN: median of the parts of those rows whose whole is not 0
 * @DRAY_KPI_P90: their ninth decile
 *
 * How rows become one value.
 */
typedef enum {
  DRAY_KPI_RATIO,
  DRAY_KPI_SUM,
  DRAY_KPI_MEDIAN,
  DRAY_KPI_P90,
} DrayKpiJoin;

/**
 * DrayKpiRows:
 * @columns: (array length=n_columns): the term's columns in the term's order, each [n]
 * @n: how many rows
 * @now_us: what is due and what is ahead is decided by this instant
 */
typedef struct {
  const gint64 *const *columns;
  gsize                n;
  gint64               now_us;
} DrayKpiRows;

/* A whole of this marks a row that would count if its value had been measured. */
#define DRAY_KPI_UNMEASURED (-1.0)

/**
 * DrayKpiMeasure:
 * @part: (out caller-allocates) (array length=n): zeros at first: what each row adds above the line
 * @whole: (out caller-allocates) (array length=n): zeros at first: what each row adds below it; 0 and a part of 0: the row does not
 *   count; %DRAY_KPI_UNMEASURED: it should have been measured
 *
 * What each row of a fact set adds to a figure. No effects, no clock, no division: grouping by day and by truck, driver, depot or
 * customer, comparing, and drilling down all follow from it.
 */
typedef void (*DrayKpiMeasure) (const DrayKpiRows *rows,
                                double            *part,
                                double            *whole);

#define DRAY_KPI_MAX_COLUMNS 10
#define DRAY_KPI_MAX_TERMS 4

/**
 * DrayKpiTerm:
 * @facts: the name of a fact set, which has the columns "day" and "id" besides
 * @columns: (array zero-terminated=1): of that set, as @measure gets them
 * @optional: the figure stands without a row of it, as a cost that did not arise
 */
typedef struct {
  const char     *facts;
  const char     *columns[DRAY_KPI_MAX_COLUMNS + 1];
  DrayKpiMeasure  measure;
  gboolean        optional;
} DrayKpiTerm;

/**
 * DrayKpi:
 * @id: lower case with hyphens; never changes, since saved reports name it
 * @name: for people, marked with N_(), as are @definition, @counted, @nothing and @unmeasured
 * @definition: one sentence
 * @formula: as docs/kpi.md carries it
 * @unit: (nullable): behind a number
 * @factor: what the value is multiplied with; 0 stands for 1
 * @counted: what a figure counted: "{part} of {whole} due so far"; {rows} stands for the number of rows
 * @nothing: why there is no value where nothing counted
 * @unmeasured: (nullable): why there is none where nothing was measured
 * @zero: nothing counted is the value 0, as of alarms
 * @n_days_before: how many days before the first its rows need, as a fill that follows another
 * @source: the definition's place
 * @terms: the first decides what a split knows
 */
typedef struct {
  const char       *id;
  const char       *name;
  const char       *definition;
  const char       *formula;
  const char       *unit;
  DrayKpiFormat     format;
  DrayKpiDirection  direction;
  DrayKpiJoin       join;
  double            factor;
  const char       *counted;
  const char       *nothing;
  const char       *unmeasured;
  gboolean          zero;
  int               n_days_before;
  const char       *source;
  int               n_terms;
  DrayKpiTerm       terms[DRAY_KPI_MAX_TERMS];
} DrayKpi;

const DrayKpi *const *dray_kpi_get_all (guint      *n_kpis);
const DrayKpi        *dray_kpi_find    (const char *id);

G_END_DECLS
