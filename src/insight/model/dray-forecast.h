/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fewest days that a forecast is made of: what is tried out is one week, learnt from two others. */
#define DRAY_FORECAST_MIN_DAYS 21
#define DRAY_FORECAST_MAX_AHEAD 366

/**
 * DrayForecast:
 * @reason: (nullable): why there is none, marked with N_(); %NULL where there is one
 * @n: days ahead
 * @expected: (array length=n)
 * @low: (array length=n): nine times in ten the day lies between these
 * @high: (array length=n)
 * @error: mean absolute error on days that were held out, each week from the ones before it
 * @naive_error: the same of the plain rule: as on the same weekday of the week before
 * @n_held_out: how many days that was tried on
 */
typedef struct {
  const char *reason;
  guint       n;
  double     *expected;
  double     *low;
  double     *high;
  double      error;
  double      naive_error;
  guint       n_held_out;
} DrayForecast;

DrayForecast *dray_forecast_new  (const double  *days,
                                  guint          n_days,
                                  guint          n_ahead);
void          dray_forecast_free (DrayForecast  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayForecast, dray_forecast_free)

G_END_DECLS
