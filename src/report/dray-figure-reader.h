/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"
#include "dray-fact-source.h"
#include "dray-kpi-result.h"

G_BEGIN_DECLS

/**
 * DrayFigureAsk:
 * @first_day: of the period, days since 1970-01-01
 * @last_day: of the period
 * @split: (nullable): "truck", "driver", "depot", "party", or a word column such as "kind" or "status"
 * @alone: without the period before and the weeks before
 * @truck: only what is its; none for all, as the others
 *
 * What figures are asked for.
 */
typedef struct {
  gint64      first_day;
  gint64      last_day;
  const char *split;
  gboolean    alone;
  DrayId      truck;
  DrayId      driver;
  DrayId      depot;
  DrayId      party;
} DrayFigureAsk;

/**
 * DrayFigureReader:
 *
 * Binds facts to KPIs: reads from a workspace what they need, each fact set once however many KPIs need it, and has them measured.
 * It blocks and belongs to the thread of its connection, for which reading is enough.
 */
typedef struct _DrayFigureReader DrayFigureReader;

DrayFigureReader *dray_figure_reader_new           (DrayDatabase          *database,
                                                    GError               **error);
void              dray_figure_reader_free          (DrayFigureReader      *self);
GTimeZone        *dray_figure_reader_get_zone      (DrayFigureReader      *self);
gint64            dray_figure_reader_get_day       (DrayFigureReader      *self,
                                                    gint64                 at_us);
gint64            dray_figure_reader_get_start_us  (DrayFigureReader      *self,
                                                    gint64                 day);
gboolean          dray_figure_reader_get_known_day (DrayFigureReader      *self,
                                                    gint64                *day,
                                                    GError               **error);
DrayFactSet      *dray_figure_reader_read          (DrayFigureReader      *self,
                                                    const DrayFactSource  *source,
                                                    const char *const     *columns,
                                                    const DrayFigureAsk   *ask,
                                                    GCancellable          *cancellable,
                                                    GError               **error);
GPtrArray        *dray_figure_reader_measure       (DrayFigureReader      *self,
                                                    const DrayKpi *const  *kpis,
                                                    guint                  n_kpis,
                                                    const DrayFigureAsk   *ask,
                                                    gint64                 now_us,
                                                    GCancellable          *cancellable,
                                                    GError               **error);
GArray           *dray_figure_reader_list_rows     (DrayFigureReader      *self,
                                                    const DrayKpi         *kpi,
                                                    const DrayFigureAsk   *ask,
                                                    DrayKpiWhich           which,
                                                    gint64                 now_us,
                                                    GCancellable          *cancellable,
                                                    GError               **error);
gboolean          dray_figure_reads_table          (const DrayKpi         *kpi,
                                                    const char            *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFigureReader, dray_figure_reader_free)

G_END_DECLS
