/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-driver-score.h"
#include "dray-figure-reader.h"
#include "dray-forecast.h"
#include "dray-fuel-anomaly.h"

G_BEGIN_DECLS

/* Models over what a reader reads. Like it they block. */

/* The days after the last that is over, of a figure that is a sum: its history from the first day on record. */
DrayForecast *dray_figure_reader_forecast       (DrayFigureReader     *self,
                                                 const DrayKpi        *kpi,
                                                 guint                 n_ahead,
                                                 gint64                now_us,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
/* Fuel that didn't go through the engine: (element-type DrayFuelAnomaly), the furthest off first. */
GArray       *dray_figure_reader_find_fuel      (DrayFigureReader     *self,
                                                 const DrayFigureAsk  *ask,
                                                 guint                *n_judged,
                                                 guint                *n_unjudged,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
/* Both scores of every driver who had something due: (element-type DrayDriverScore), the fairest first. */
GArray       *dray_figure_reader_score_drivers  (DrayFigureReader     *self,
                                                 const DrayFigureAsk  *ask,
                                                 gint64                now_us,
                                                 GCancellable         *cancellable,
                                                 GError              **error);

G_END_DECLS
