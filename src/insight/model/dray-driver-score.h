/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-id.h"

G_BEGIN_DECLS

/**
 * DrayDriverRecord:
 * @deliveries: orders delivered
 * @on_time: tasks that were on time
 * @due: tasks that were due
 * @ratings: how many customers rated
 * @stars: the sum of what they gave
 * @incidents: how many
 * @driven_m: how far
 * @hidden: the driver is on no board
 *
 * What is known of a driver over a period.
 */
typedef struct {
  DrayId   driver;
  double   deliveries;
  double   on_time;
  double   due;
  double   ratings;
  double   stars;
  double   incidents;
  double   driven_m;
  gboolean hidden;
} DrayDriverRecord;

/**
 * DrayDriverScore:
 * @points: the plain score
 * @level: floor (points / 500) + 1
 * @fair: 0 to 100, by what the work gave a chance to; only where @is_fair
 * @is_fair: there is enough to judge by
 * @on_time, @rating, @incident: what went into it: shares of 1, of 5 stars, and incidents a 10,000 km, each drawn to the fleet's mean
 * @rank: on the board, from 1; 0 for who is hidden or can't be judged
 */
typedef struct {
  DrayId   driver;
  double   points;
  int      level;
  double   fair;
  gboolean is_fair;
  double   on_time;
  double   rating;
  double   incident;
  guint    rank;
} DrayDriverScore;

/* Fewer tasks than these say nothing about a driver. */
#define DRAY_SCORE_MIN_DUE 10

GArray *dray_score_drivers (const DrayDriverRecord *records,
                            guint                   n);

G_END_DECLS
