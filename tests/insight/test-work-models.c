/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-failure.h"
#include "dray-late-risk.h"
#include "dray-random.h"
#include "dray-service-time.h"

#include <math.h>

/* Models of the work on data whose truth is known, beside the plain rule that each has to beat. Seeds and strengths here are not those
 * that the constants were chosen with. */

static double
draw (DrayRandom *random,
      double      from,
      double      to)
{
  return from + (to - from) * dray_random_below (random, 1000000) / 1e6;
}

static double
draw_normal (DrayRandom *random)
{
  double sum = -6.0;

  for (int i = 0; i < 12; i++)
    sum += draw (random, 0.0, 1.0);
  return sum;
}

/* Service times */

#define N_PLACES 80
#define N_VISITS 2400

static void
test_service_beats_the_usual_time (void)
{
  g_autofree gint64 *places = g_new (gint64, N_VISITS);
  g_autofree double *seconds = g_new (double, N_VISITS);
  double truth[N_PLACES + 1];
  DrayRandom random;

  dray_random_init (&random, 901);
  for (guint i = 0; i < N_PLACES; i++)
    truth[i] = draw (&random, 400.0, 1500.0) + (i % 16 == 3 ? 1700.0 : 0.0);
  for (gsize i = 0; i < N_VISITS; i++) {
    places[i] = dray_random_below (&random, N_PLACES);
    /* One visit in twenty is odd. */
    seconds[i] = MAX (truth[places[i]] * (1.0 + 0.2 * draw_normal (&random)), 60.0) + (dray_random_below (&random, 20) == 0 ? 3600.0 : 0.0);
  }
  /* One place that nobody has seen. */
  g_autoptr (DrayServiceTimes) times = dray_service_times_learn (places, seconds, N_VISITS, N_PLACES + 1);
  g_assert_null (times->reason);
  g_assert_cmpuint (times->n_held_out, ==, N_VISITS / 4);
  g_assert_cmpfloat (times->error, <, 0.75 * times->naive_error);
  g_assert_cmpfloat_with_epsilon (times->expected[N_PLACES], times->overall, 1e-6);
  for (guint i = 3; i < N_PLACES; i += 16)
    g_assert_cmpfloat (fabs (times->expected[i] - truth[i]), <, 0.25 * truth[i]);
}

static void
test_service_of_a_few_visits_is_a_sentence (void)
{
  static const gint64 places[3] = { 0, 1, 0 };
  static const double seconds[3] = { 600.0, 700.0, 800.0 };
  g_autoptr (DrayServiceTimes) times = dray_service_times_learn (places, seconds, 3, 2);

  g_assert_nonnull (times->reason);
  g_assert_null (times->expected);
}

/* Repairs */

/* The day after the last of @n repairs whose gaps change by @ratio. */
static double
make_repairs (DrayRandom *random,
              double      ratio,
              double     *days,
              guint       n)
{
  double gap = draw (random, 30.0, 90.0), day = draw (random, 0.0, 50.0);

  for (guint i = 0; i < n; i++) {
    days[i] = day;
    day += gap * exp (0.1 * draw_normal (random));
    gap *= ratio;
  }
  return day;
}

static void
test_failure_beats_the_mean_gap (void)
{
  double error = 0.0, naive = 0.0;
  guint n_wearing = 0, n_early = 0;
  DrayRandom random;

  dray_random_init (&random, 733);
  for (int i = 0; i < 400; i++) {
    double days[7], next = make_repairs (&random, draw (&random, 0.6, 0.85), days, G_N_ELEMENTS (days));
    DrayFailureOutlook outlook = dray_failure_look_ahead (days, G_N_ELEMENTS (days));

    g_assert_null (outlook.reason);
    error += fabs (days[6] + outlook.gap_days - next);
    naive += fabs (days[6] + outlook.naive_gap_days - next);
    n_wearing += outlook.is_wearing;
    /* Booked when the outlook's half is over, the workshop is in time. */
    n_early += days[6] + outlook.gap_days / 2.0 < next;
  }
  g_test_message ("%.2f days off, the mean gap %.2f; %u of 400 wear, %u booked in time", error / 400.0, naive / 400.0, n_wearing, n_early);
  g_assert_cmpfloat (error, <, 0.4 * naive);
  g_assert_cmpuint (n_wearing, >=, 340);
  g_assert_cmpuint (n_early, >=, 395);
}

static void
test_failure_steady_is_not_called_wearing (void)
{
  guint n_wearing = 0;
  DrayRandom random;

  dray_random_init (&random, 734);
  for (int i = 0; i < 400; i++) {
    double days[6];

    make_repairs (&random, 1.0, days, G_N_ELEMENTS (days));
    n_wearing += dray_failure_look_ahead (days, G_N_ELEMENTS (days)).is_wearing;
  }
  g_assert_cmpuint (n_wearing, <, 12);
}

static void
test_failure_of_three_is_a_sentence (void)
{
  static const double days[] = { 1.0, 20.0, 33.0 };

  g_assert_nonnull (dray_failure_look_ahead (days, 3).reason);
  g_assert_nonnull (dray_failure_look_ahead (NULL, 0).reason);
}

/* Lateness */

#define N_TRUCKS 40
#define N_STOPS 12000

typedef struct {
  gint64 trucks[N_STOPS];
  gint64 places[N_STOPS];
  double delays[N_STOPS];
  double slacks[N_STOPS];
} Stops;

/* Two trucks that leave late, four places that are hard to reach; the others are minutes off. */
static Stops *
make_stops (guint64 seed,
            double  truck_late_s,
            double  place_late_s)
{
  Stops *stops = g_new (Stops, 1);
  DrayRandom random;

  dray_random_init (&random, seed);
  for (gsize i = 0; i < N_STOPS; i++) {
    stops->trucks[i] = dray_random_below (&random, N_TRUCKS);
    stops->places[i] = dray_random_below (&random, 120);
    stops->slacks[i] = draw (&random, 1200.0, 2700.0);
    stops->delays[i] = 60.0 + 200.0 * draw_normal (&random) + (stops->trucks[i] % 20 == 7 ? truck_late_s : 0.0) + (stops->places[i] % 30 == 11 ? place_late_s : 0.0);
  }
  return stops;
}

static DrayRiskVisits
view_stops (const Stops *stops,
            gsize        n)
{
  return (DrayRiskVisits) { stops->trucks, stops->places, stops->delays, stops->slacks, n, N_TRUCKS, 120 };
}

static void
test_risk_finds_what_is_late (void)
{
  static const struct { guint64 seed; double truck_s, place_s; } strengths[] = { { 41, 4500.0, 3600.0 }, { 42, 5700.0, 4000.0 }, { 43, 3900.0, 5000.0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (strengths); i++) {
    g_autofree Stops *stops = make_stops (strengths[i].seed, strengths[i].truck_s, strengths[i].place_s);
    const DrayRiskVisits visits = view_stops (stops, N_STOPS);
    g_autoptr (DrayLateRisk) model = dray_late_risk_learn (&visits);

    g_assert_null (model->reason);
    g_test_message ("sensitivity %.3f (plain rule %.3f), false alarms %.4f", model->sensitivity, model->naive_sensitivity, model->false_alarms);
    g_assert_cmpfloat (model->sensitivity, >=, 0.95);
    g_assert_cmpfloat (model->false_alarms, <, 0.02);
    g_assert_cmpfloat (model->naive_sensitivity, <, 0.05);
    /* Each part is told as what it is. */
    g_assert_cmpfloat_with_epsilon (model->truck_s[7], strengths[i].truck_s, 300.0);
    g_assert_cmpfloat_with_epsilon (model->place_s[11], strengths[i].place_s, 300.0);
    g_assert_cmpfloat (fabs (model->truck_s[8]), <, 120.0);
  }
}

/* Of stops that may well be late or not, about so many are as is said. */
static void
test_risk_is_a_share (void)
{
  g_autofree Stops *stops = make_stops (77, 1500.0, 1700.0);
  const DrayRiskVisits visits = view_stops (stops, N_STOPS / 2);
  g_autoptr (DrayLateRisk) model = dray_late_risk_learn (&visits);
  double risk = 0.0;
  guint n = 0, n_late = 0;

  for (gsize i = N_STOPS / 2; i < N_STOPS; i++) {
    double one = dray_late_risk_judge (model, stops->trucks[i], stops->places[i], stops->slacks[i]);

    if (one < 0.15 || one >= 0.85)
      continue;
    n++;
    risk += one;
    n_late += stops->delays[i] > stops->slacks[i];
  }
  g_assert_cmpuint (n, >, 30);
  g_assert_cmpfloat_with_epsilon (n_late / (double) n, risk / n, 0.12);
}

static void
test_risk_of_a_few_visits_is_a_sentence (void)
{
  g_autofree Stops *stops = make_stops (5, 0.0, 0.0);
  const DrayRiskVisits visits = view_stops (stops, 20);
  g_autoptr (DrayLateRisk) model = dray_late_risk_learn (&visits);

  g_assert_nonnull (model->reason);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insight/work-models/service/beats-the-usual-time", test_service_beats_the_usual_time);
  g_test_add_func ("/insight/work-models/service/of-a-few-visits-is-a-sentence", test_service_of_a_few_visits_is_a_sentence);
  g_test_add_func ("/insight/work-models/failure/beats-the-mean-gap", test_failure_beats_the_mean_gap);
  g_test_add_func ("/insight/work-models/failure/steady-is-not-called-wearing", test_failure_steady_is_not_called_wearing);
  g_test_add_func ("/insight/work-models/failure/of-three-is-a-sentence", test_failure_of_three_is_a_sentence);
  g_test_add_func ("/insight/work-models/risk/finds-what-is-late", test_risk_finds_what_is_late);
  g_test_add_func ("/insight/work-models/risk/is-a-share", test_risk_is_a_share);
  g_test_add_func ("/insight/work-models/risk/of-a-few-visits-is-a-sentence", test_risk_of_a_few_visits_is_a_sentence);
  return g_test_run ();
}
