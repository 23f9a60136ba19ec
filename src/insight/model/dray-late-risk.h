/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fewest visits that anything is learnt of. */
#define DRAY_RISK_MIN_VISITS 60

/* From this share on a stop counts as one that will be late. */
#define DRAY_RISK_FLAG 0.5

/**
 * DrayRiskVisits:
 * @truck: @place: (array length=n): codes, below @n_trucks and @n_places; -1 where it is not known
 * @delay_s: (array length=n): arrived − planned, the oldest visit first
 * @slack_s: (array length=n): end of the promised window − planned
 */
typedef struct {
  const gint64 *truck;
  const gint64 *place;
  const double *delay_s;
  const double *slack_s;
  gsize         n;
  guint         n_trucks;
  guint         n_places;
} DrayRiskVisits;

/**
 * DrayLateRisk:
 * @reason: (nullable): why nothing was learnt, marked with N_(); %NULL where something was
 * @usual_s: how much later than planned trucks come
 * @truck_s: (array length=n_trucks): by how much more this one does
 * @place_s: (array length=n_places): by how much more everybody does there
 * @rest: (array length=n_rest): what was left unexplained of each visit, sorted
 * @n_held_out: visits that were held out
 * @sensitivity: of those that were late, the share that was flagged; NaN with none
 * @false_alarms: of those that were in time, the share that was flagged
 * @naive_sensitivity: the same of the plain rule, late where the plan itself is
 */
typedef struct {
  const char *reason;
  double      usual_s;
  guint       n_trucks;
  guint       n_places;
  double     *truck_s;
  double     *place_s;
  double     *rest;
  gsize       n_rest;
  guint       n_held_out;
  double      sensitivity;
  double      false_alarms;
  double      naive_sensitivity;
} DrayLateRisk;

DrayLateRisk *dray_late_risk_learn  (const DrayRiskVisits *visits);
void          dray_late_risk_free   (DrayLateRisk         *self);
double        dray_late_risk_judge  (const DrayLateRisk   *self,
                                     gint64                truck,
                                     gint64                place,
                                     double                slack_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayLateRisk, dray_late_risk_free)

G_END_DECLS
