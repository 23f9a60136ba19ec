/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fact-set.h"

G_BEGIN_DECLS

/* A truck is judged by its own fills, of which it takes at least so many. */
#define DRAY_FUEL_MIN_FILLS 5

/**
 * DrayFuelAnomaly:
 * @truck: whose fill it was
 * @fill: the fill's record; none where the facts have no "id"
 * @day: its day
 * @filled_ml: what went in since the full fill before
 * @expected_ml: what the truck burns on that way otherwise
 * @score: how many robust standard deviations it lies off; above 0 more went in than was burnt
 */
typedef struct {
  DrayId truck;
  DrayId fill;
  gint64 day;
  double filled_ml;
  double expected_ml;
  double score;
} DrayFuelAnomaly;

GArray *dray_fuel_find_anomalies (const DrayFactSet *fuel,
                                  guint             *n_judged,
                                  guint             *n_unjudged);

G_END_DECLS
