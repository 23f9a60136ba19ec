/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-kpi.h"

G_BEGIN_DECLS

/**
 * DrayFigureState:
 * @DRAY_FIGURE_KNOWN: there is a value
 * @DRAY_FIGURE_NOTHING: nothing counted, so that a division would be by zero; the KPI's @nothing says it
 * @DRAY_FIGURE_NOT_MEASURED: what would have counted was not measured; the KPI's @unmeasured says it
 * @DRAY_FIGURE_NOT_KEPT: the facts are not kept by what they are filtered or split by
 * @DRAY_FIGURE_OUTSIDE: the time lies before the first record or after today
 */
typedef enum {
  DRAY_FIGURE_KNOWN,
  DRAY_FIGURE_NOTHING,
  DRAY_FIGURE_NOT_MEASURED,
  DRAY_FIGURE_NOT_KEPT,
  DRAY_FIGURE_OUTSIDE,
} DrayFigureState;

/**
 * DrayFigure:
 * @value: in the unit of its KPI's format; 0 and without meaning unless %DRAY_FIGURE_KNOWN
 * @part: what was summed above the line, before the factor
 * @whole: what was summed below it
 * @n_rows: how many rows counted
 * @n_unmeasured: how many should have but were not measured
 */
typedef struct {
  DrayFigureState state;
  double          value;
  double          part;
  double          whole;
  gint64          n_rows;
  gint64          n_unmeasured;
} DrayFigure;

char       *dray_figure_fill_words (const DrayFigure *self,
                                    const char       *counted);
const char *dray_figure_get_reason (const DrayFigure *self,
                                    const DrayKpi    *kpi);
char       *dray_figure_dup_text   (const DrayFigure *self,
                                    const DrayKpi    *kpi);

G_END_DECLS
