/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fewest repairs of one thing that say something about the next. */
#define DRAY_FAILURE_MIN_REPAIRS 4

/**
 * DrayFailureOutlook:
 * @reason: (nullable): why nothing can be said, marked with N_(); %NULL where something can
 * @ratio: by how much the time between two repairs changes each time: below 1 it shrinks
 * @gap_days: the time from the last repair to the next that is expected
 * @naive_gap_days: the same of the plain rule: the mean of the times so far
 * @is_wearing: the times shrink by more than chance explains
 */
typedef struct {
  const char *reason;
  double      ratio;
  double      gap_days;
  double      naive_gap_days;
  gboolean    is_wearing;
} DrayFailureOutlook;

DrayFailureOutlook dray_failure_look_ahead (const double *days,
                                            guint         n);

G_END_DECLS
