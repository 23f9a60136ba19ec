/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-driver-score.h"

#include <math.h>

/* Two scores. The plain one pays for amounts: who drives more has more, and one incident weighs the same after ten kilometres as after
 * ten thousand. The fair one asks what somebody made of the chances that the work gave. Each of its parts is drawn towards the fleet's
 * mean by as much as little is known (the posterior mean with the fleet as its prior: Efron and Morris 1975), so that a lucky or
 * unlucky day makes nobody first or last:
 *
 *   on time    (on_time + 20 f) / (due + 20)                f: the fleet's share
 *   rating     (stars + 5 g) / (ratings + 5)                g: the fleet's mean
 *   incidents  (incidents + h e) / (driven_m + e)           h: the fleet's rate, e: 10,000 km
 *
 *   fair = 100 (0.5 on time + 0.3 (rating − 1) / 4 + 0.2 / (1 + incidents a 10,000 km))
 */

#define PRIOR_DUE 20.0
#define PRIOR_RATINGS 5.0
#define EXPOSURE_M 10e6
#define POINTS_A_LEVEL 500.0

typedef struct {
  double on_time;
  double rating;
  double incidents_a_m;
} Fleet;

static double
divide_or (double part,
           double whole,
           double otherwise)
{
  return whole > 0.0 ? part / whole : otherwise;
}

static Fleet
sum_fleet (const DrayDriverRecord *records,
           guint                   n)
{
  DrayDriverRecord sum = { .driver = DRAY_ID_NONE };

  for (guint i = 0; i < n; i++) {
    sum.on_time += records[i].on_time;
    sum.due += records[i].due;
    sum.stars += records[i].stars;
    sum.ratings += records[i].ratings;
    sum.incidents += records[i].incidents;
    sum.driven_m += records[i].driven_m;
  }
  return (Fleet) { divide_or (sum.on_time, sum.due, 1.0), divide_or (sum.stars, sum.ratings, 4.0), divide_or (sum.incidents, sum.driven_m, 0.0) };
}

static DrayDriverScore
score (const DrayDriverRecord *record,
       const Fleet            *fleet)
{
  DrayDriverScore score = { .driver = record->driver };

  score.points = 10.0 * record->deliveries + 5.0 * record->stars - 50.0 * record->incidents + 100.0 * divide_or (record->on_time, record->due, 0.0);
  score.level = MAX ((int) floor (score.points / POINTS_A_LEVEL) + 1, 1);
  score.on_time = (record->on_time + PRIOR_DUE * fleet->on_time) / (record->due + PRIOR_DUE);
  score.rating = (record->stars + PRIOR_RATINGS * fleet->rating) / (record->ratings + PRIOR_RATINGS);
  score.incident = EXPOSURE_M * (record->incidents + EXPOSURE_M * fleet->incidents_a_m) / (record->driven_m + EXPOSURE_M);
  score.is_fair = record->due >= DRAY_SCORE_MIN_DUE;
  score.fair = 100.0 * (0.5 * score.on_time + 0.3 * (score.rating - 1.0) / 4.0 + 0.2 / (1.0 + score.incident));
  return score;
}

static int
compare_fair (gconstpointer a,
              gconstpointer b)
{
  const DrayDriverScore *x = a, *y = b;

  if (x->is_fair != y->is_fair)
    return x->is_fair ? -1 : 1;
  if (x->fair != y->fair)
    return x->fair > y->fair ? -1 : 1;
  return dray_id_compare (&x->driver, &y->driver);
}

static gboolean
is_hidden (const DrayDriverRecord *records,
           guint                   n,
           const DrayId           *driver)
{
  for (guint i = 0; i < n; i++) {
    if (dray_id_equal (&records[i].driver, driver))
      return records[i].hidden;
  }
  return FALSE;
}

/**
 * dray_score_drivers:
 * @records: (array length=n): one for each driver
 *
 * Returns: (transfer full) (element-type DrayDriverScore): the fairest first, those who can't be judged last
 */
GArray *
dray_score_drivers (const DrayDriverRecord *records,
                    guint                   n)
{
  Fleet fleet = sum_fleet (records, n);
  GArray *scores = g_array_new (FALSE, FALSE, sizeof (DrayDriverScore));
  guint rank = 0;

  for (guint i = 0; i < n; i++) {
    DrayDriverScore made = score (&records[i], &fleet);

    g_array_append_val (scores, made);
  }
  g_array_sort (scores, compare_fair);
  for (guint i = 0; i < n; i++) {
    DrayDriverScore *at = &g_array_index (scores, DrayDriverScore, i);

    if (at->is_fair && !is_hidden (records, n, &at->driver))
      at->rank = ++rank;
  }
  return scores;
}
