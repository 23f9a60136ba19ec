/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-figures.h"

#include "dray-figure-reader.h"

GPtrArray *
dray_report_figures_measure (DrayStore             *store,
                             const DrayReportAsk   *ask,
                             const DrayKpi *const  *kpis,
                             guint                  n_kpis,
                             GCancellable          *cancellable,
                             GError               **error)
{
  g_autoptr (DrayFigureReader) reader = dray_figure_reader_new (dray_store_get_database (store), error);
  const DrayFigureAsk question = {
    .first_day = ask->first_day, .last_day = ask->last_day, .split = ask->split, .truck = ask->truck, .driver = ask->driver, .party = ask->party,
  };

  return reader != NULL ? dray_figure_reader_measure (reader, kpis, n_kpis, &question, ask->now_us, cancellable, error) : NULL;
}
