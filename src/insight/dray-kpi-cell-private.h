/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-figure.h"

G_BEGIN_DECLS

/* What rows of one day, or of one group, added up to. All zeros is an empty one. */
typedef struct {
  double  part;
  double  whole;
  gint64  n_rows;
  gint64  n_unmeasured;
  guint   seen;       /* a bit for each term that had a row */
  GArray *values;     /* (element-type double) (nullable): of a median or decile */
} DrayKpiCell;

void       dray_kpi_cell_add        (DrayKpiCell       *self,
                                     const DrayKpi     *kpi,
                                     int                term,
                                     double             part,
                                     double             whole);
void       dray_kpi_cell_merge      (DrayKpiCell       *self,
                                     const DrayKpiCell *other);
DrayFigure dray_kpi_cell_get_figure (DrayKpiCell       *self,
                                     const DrayKpi     *kpi,
                                     gboolean           outside);
void       dray_kpi_cell_clear      (DrayKpiCell       *self);

G_END_DECLS
