/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fewest visits that anything is learnt of. */
#define DRAY_SERVICE_MIN_VISITS 30

/**
 * DrayServiceTimes:
 * @reason: (nullable): why nothing was learnt, marked with N_(); %NULL where something was
 * @overall: of a place that nobody knows, seconds
 * @n_visits: (array length=n_places)
 * @expected: (array length=n_places): seconds
 * @n_held_out: visits that were held out
 * @error: mean absolute error on these, seconds
 * @naive_error: the same of the plain rule: every stop takes as long as the usual one
 *
 * How long the work takes at each place.
 */
typedef struct {
  const char *reason;
  double      overall;
  guint       n_places;
  guint      *n_visits;
  double     *expected;
  guint       n_held_out;
  double      error;
  double      naive_error;
} DrayServiceTimes;

DrayServiceTimes *dray_service_times_learn (const gint64     *places,
                                            const double     *seconds,
                                            gsize             n,
                                            guint             n_places);
void              dray_service_times_free  (DrayServiceTimes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayServiceTimes, dray_service_times_free)

G_END_DECLS
