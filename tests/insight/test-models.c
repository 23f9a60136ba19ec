/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-driver-score.h"
#include "dray-forecast.h"
#include "dray-fuel-anomaly.h"
#include "dray-random.h"
#include "dray-units.h"

#include <math.h>
#include <string.h>

/* Models on data whose truth is known, beside the plain rule that each has to beat. Seeds and strengths here are not those that the
 * constants were chosen with. */

static double
draw (DrayRandom *random,
      double      from,
      double      to)
{
  return from + (to - from) * dray_random_below (random, 1000000) / 1e6;
}

/* About normal, from twelve draws. */
static double
draw_normal (DrayRandom *random)
{
  double sum = -6.0;

  for (int i = 0; i < 12; i++)
    sum += draw (random, 0.0, 1.0);
  return sum;
}

#define N_AHEAD 30

/* Weeks with a form, a growth and noise; about one week in eight is odd. */
static void
make_days (double  *days,
           guint    n,
           guint64  seed,
           double   growth)
{
  static const double form[7] = { 1.2, 0.8, 1.0, 1.05, 1.25, 0.3, 0.0 };
  DrayRandom random;
  double odd = 1.0;

  dray_random_init (&random, seed);
  for (guint i = 0; i < n; i++) {
    if (i % 7 == 0)
      odd = dray_random_below (&random, 8) == 0 ? 0.6 : 1.0;
    days[i] = MAX (form[i % 7] * (400.0 + growth * i / 7.0) * odd * (1.0 + 0.08 * draw_normal (&random)), 0.0);
  }
}

static void
test_forecast_beats_the_week_before (void)
{
  double sum = 0.0, naive = 0.0;

  for (guint64 seed = 501; seed < 531; seed++) {
    double days[26 * 7];

    make_days (days, G_N_ELEMENTS (days), seed, 3.0);
    g_autoptr (DrayForecast) forecast = dray_forecast_new (days, G_N_ELEMENTS (days), N_AHEAD);
    g_assert_null (forecast->reason);
    g_assert_cmpuint (forecast->n_held_out, ==, 24 * 7);
    sum += forecast->error;
    naive += forecast->naive_error;
  }
  g_assert_cmpfloat (sum, <, 0.85 * naive);
}

/* Of days that nobody has seen, nine in ten lie inside, and the interval is no wider than it has to be. */
static void
test_forecast_interval_holds (void)
{
  guint n_inside = 0, n_all = 0;
  double width = 0.0;

  for (guint64 seed = 601; seed < 641; seed++) {
    double days[13 * 7 + N_AHEAD];

    make_days (days, G_N_ELEMENTS (days), seed, 0.0);
    g_autoptr (DrayForecast) forecast = dray_forecast_new (days, 13 * 7, N_AHEAD);
    for (guint i = 0; i < N_AHEAD; i++) {
      n_inside += days[13 * 7 + i] >= forecast->low[i] && days[13 * 7 + i] <= forecast->high[i];
      width += (forecast->high[i] - forecast->low[i]) / 400.0;
      n_all++;
    }
  }
  g_assert_cmpfloat (n_inside / (double) n_all, >=, 0.87);
  g_assert_cmpfloat (width / n_all, <, 0.8);
}

static void
test_forecast_knows_a_day_without_work (void)
{
  double days[6 * 7];

  make_days (days, G_N_ELEMENTS (days), 77, 5.0);
  g_autoptr (DrayForecast) forecast = dray_forecast_new (days, G_N_ELEMENTS (days), 14);
  g_assert_cmpfloat (forecast->expected[6], ==, 0.0);
  g_assert_cmpfloat (forecast->high[13], ==, 0.0);
  g_assert_cmpfloat (forecast->expected[4], >, forecast->expected[1]);
}

static void
test_forecast_of_three_days_is_a_sentence (void)
{
  static const double days[] = { 5.0, 6.0, 7.0 };
  g_autoptr (DrayForecast) forecast = dray_forecast_new (days, G_N_ELEMENTS (days), N_AHEAD);

  g_assert_nonnull (forecast->reason);
  g_assert_cmpuint (forecast->n, ==, 0);
  g_assert_null (forecast->expected);
}

/* Fuel */

#define N_TRUCKS 150
#define N_FILLS 24

/* Trucks of several thirsts; from every @every-th fill on the first @n_thieves trucks so much is drained before it. */
static DrayFactSet *
make_fuel (guint64 seed,
           guint   n_thieves,
           guint   every,
           double  stolen_ml)
{
  DrayFactSet *set = dray_fact_set_new ("fuel");
  static const char *const names[] = { "day", "truck", "at_us", "volume_ml", "full", "odometer_m" };
  DrayRandom random;

  dray_random_init (&random, seed);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    dray_fact_set_add_column (set, names[i], strcmp (names[i], "truck") == 0 ? DRAY_FACT_KEY : DRAY_FACT_INTEGER);
  for (guint truck = 0; truck < N_TRUCKS; truck++) {
    double rate = draw (&random, 160.0, 340.0), at_m = 0.0;
    DrayId id = dray_id_derive ("truck", &truck, sizeof truck);

    for (guint fill = 0; fill < N_FILLS; fill++) {
      double m = draw (&random, 150000.0, 450000.0), ml = m / 1000.0 * rate * (1.0 + 0.035 * draw_normal (&random));
      gint64 values[] = { fill, 0, fill * 86400 * DRAY_US_PER_S, (gint64) (ml + (truck < n_thieves && fill % every == every - 1 ? stolen_ml : 0.0)), 1, (gint64) (at_m += m) };

      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        g_assert_true (i == 1 ? dray_fact_set_append_key (set, i, &id) : dray_fact_set_append (set, i, values[i]));
    }
  }
  return set;
}

static void
test_fuel_clean_data_rings_hardly_ever (void)
{
  guint n_found = 0, n_all = 0;

  for (guint64 seed = 11; seed < 21; seed++) {
    g_autoptr (DrayFactSet) set = make_fuel (seed, 0, 1, 0.0);
    guint n_judged, n_unjudged;
    g_autoptr (GArray) found = dray_fuel_find_anomalies (set, &n_judged, &n_unjudged);

    n_found += found->len;
    n_all += n_judged;
    g_assert_cmpuint (n_unjudged, ==, 0);
  }
  g_assert_cmpuint (n_all, ==, 10 * N_TRUCKS * (N_FILLS - 1));
  g_assert_cmpuint (100 * n_found, <, n_all);
}

static void
test_fuel_theft_is_found (void)
{
  static const struct { guint every; double ml; } thefts[] = { { 4, 60000.0 }, { 7, 50000.0 }, { 3, 90000.0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (thefts); i++) {
    g_autoptr (DrayFactSet) set = make_fuel (31 + i, 5, thefts[i].every, thefts[i].ml);
    guint n_judged, n_unjudged, n_right = 0;
    g_autoptr (GArray) found = dray_fuel_find_anomalies (set, &n_judged, &n_unjudged);

    for (guint k = 0; k < found->len; k++) {
      const DrayFuelAnomaly *anomaly = &g_array_index (found, DrayFuelAnomaly, k);

      for (guint truck = 0; truck < 5; truck++) {
        DrayId id = dray_id_derive ("truck", &truck, sizeof truck);

        n_right += dray_id_equal (&id, &anomaly->truck) && anomaly->score > 0.0 && anomaly->day % thefts[i].every == thefts[i].every - 1;
      }
    }
    g_test_message ("%u of %u thefts, %u other alarms", n_right, 5 * (N_FILLS / thefts[i].every), found->len - n_right);
    g_assert_cmpuint (10 * n_right, >=, 7 * 5 * (N_FILLS / thefts[i].every));
    g_assert_cmpuint (100 * (found->len - n_right), <, n_judged);
  }
}

static void
test_fuel_few_fills_are_not_judged (void)
{
  g_autoptr (DrayFactSet) set = dray_fact_set_new ("fuel");
  static const gint64 rows[3][6] = { { 0, 0, 0, 50000, 1, 0 }, { 1, 0, 1, 50000, 1, 200000 }, { 2, 0, 2, 500000, 1, 400000 } };
  static const char *const names[] = { "day", "truck", "at_us", "volume_ml", "full", "odometer_m" };
  DrayId id = dray_id_derive ("truck", "1", 1);
  guint n_judged, n_unjudged;

  for (guint i = 0; i < 6; i++) {
    dray_fact_set_add_column (set, names[i], i == 1 ? DRAY_FACT_KEY : DRAY_FACT_INTEGER);
    for (guint row = 0; row < 3; row++)
      g_assert_true (i == 1 ? dray_fact_set_append_key (set, i, &id) : dray_fact_set_append (set, i, rows[row][i]));
  }
  g_autoptr (GArray) found = dray_fuel_find_anomalies (set, &n_judged, &n_unjudged);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpuint (n_judged, ==, 0);
  g_assert_cmpuint (n_unjudged, ==, 2);
}

/* Scores */

static DrayDriverRecord
make_driver (int    number,
             double due,
             double share)
{
  return (DrayDriverRecord) {
    .driver = dray_id_derive ("driver", &number, sizeof number), .deliveries = due, .due = due, .on_time = due * share, .ratings = due / 5.0, .stars = due * 0.9,
    .driven_m = due * 20000.0,
  };
}

static void
test_score_plain_is_the_formula (void)
{
  DrayDriverRecord record = { .driver = dray_id_derive ("driver", "1", 1), .deliveries = 120, .on_time = 90, .due = 100, .ratings = 20, .stars = 88, .incidents = 2, .driven_m = 1e6 };
  g_autoptr (GArray) scores = dray_score_drivers (&record, 1);

  g_assert_cmpfloat (g_array_index (scores, DrayDriverScore, 0).points, ==, 1200.0 + 440.0 - 100.0 + 90.0);
  g_assert_cmpint (g_array_index (scores, DrayDriverScore, 0).level, ==, 4);
}

static const DrayDriverScore *
find_score (const GArray           *scores,
            const DrayDriverRecord *record)
{
  for (guint i = 0; i < scores->len; i++) {
    if (dray_id_equal (&g_array_index (scores, DrayDriverScore, i).driver, &record->driver))
      return &g_array_index (scores, DrayDriverScore, i);
  }
  g_assert_not_reached ();
}

/* Who drives twice as much in the same way has more points and the same place; one lucky day makes nobody first. */
static void
test_score_fair_asks_for_the_chances (void)
{
  DrayDriverRecord records[] = { make_driver (1, 400, 0.95), make_driver (2, 200, 0.95), make_driver (3, 12, 1.0), make_driver (4, 400, 0.80), make_driver (5, 3, 1.0) };
  g_autoptr (GArray) scores = dray_score_drivers (records, G_N_ELEMENTS (records));
  const DrayDriverScore *much = find_score (scores, &records[0]), *half = find_score (scores, &records[1]), *lucky = find_score (scores, &records[2]);
  const DrayDriverScore *poor = find_score (scores, &records[3]), *fresh = find_score (scores, &records[4]);

  g_assert_cmpfloat (much->points, >, 1.9 * half->points);
  g_assert_cmpfloat_with_epsilon (much->fair, half->fair, 1.0);
  g_assert_cmpfloat (lucky->fair, <, half->fair);
  g_assert_cmpuint (poor->rank, ==, 4);
  g_assert_false (fresh->is_fair);
  g_assert_cmpuint (fresh->rank, ==, 0);
}

static void
test_score_who_is_hidden_has_no_place (void)
{
  DrayDriverRecord records[] = { make_driver (1, 100, 0.99), make_driver (2, 100, 0.9) };

  records[0].hidden = TRUE;
  g_autoptr (GArray) scores = dray_score_drivers (records, 2);
  g_assert_cmpuint (g_array_index (scores, DrayDriverScore, 0).rank, ==, 0);
  g_assert_cmpuint (g_array_index (scores, DrayDriverScore, 1).rank, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insight/models/forecast/beats-the-week-before", test_forecast_beats_the_week_before);
  g_test_add_func ("/insight/models/forecast/interval-holds", test_forecast_interval_holds);
  g_test_add_func ("/insight/models/forecast/knows-a-day-without-work", test_forecast_knows_a_day_without_work);
  g_test_add_func ("/insight/models/forecast/of-three-days-is-a-sentence", test_forecast_of_three_days_is_a_sentence);
  g_test_add_func ("/insight/models/fuel/clean-data-rings-hardly-ever", test_fuel_clean_data_rings_hardly_ever);
  g_test_add_func ("/insight/models/fuel/theft-is-found", test_fuel_theft_is_found);
  g_test_add_func ("/insight/models/fuel/few-fills-are-not-judged", test_fuel_few_fills_are_not_judged);
  g_test_add_func ("/insight/models/score/plain-is-the-formula", test_score_plain_is_the_formula);
  g_test_add_func ("/insight/models/score/fair-asks-for-the-chances", test_score_fair_asks_for_the_chances);
  g_test_add_func ("/insight/models/score/who-is-hidden-has-no-place", test_score_who_is_hidden_has_no_place);
  return g_test_run ();
}
