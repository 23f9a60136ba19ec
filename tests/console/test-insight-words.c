/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-insight-words.h"

#include "dray-figure-words.h"

#include <math.h>
#include <string.h>

static DrayFigure
figure (double part,
        double whole,
        double value)
{
  return (DrayFigure) { DRAY_FIGURE_KNOWN, value, part, whole, (gint64) whole, 0 };
}

static void
check_change (const char *kpi,
              double      now,
              double      before,
              const char *words,
              DrayTrend  expected)
{
  const DrayFigure a = figure (0, 0, now), b = figure (0, 0, before);
  DrayTrend change;
  g_autofree char *text = dray_figure_dup_change (&a, &b, dray_kpi_find (kpi), &change);

  g_assert_cmpstr (text, ==, words);
  g_assert_cmpint (change, ==, expected);
}

/* Whether more is good is the figure's own matter. */
static void
test_changes (void)
{
  check_change ("on-time", 0.941, 0.921, "2 points more", DRAY_TREND_GOOD);
  check_change ("on-time", 0.921, 0.941, "2 points less", DRAY_TREND_BAD);
  check_change ("empty-running", 0.30, 0.25, "5 points more", DRAY_TREND_BAD);
  check_change ("dwell", 14 * 60, 12.9 * 60, "1.1 min more", DRAY_TREND_BAD);
  check_change ("distance", 1212000, 1264000, "4.1 % less", DRAY_TREND_NEUTRAL);
  check_change ("cost-per-stop", 2380, 2470, "3.6 % less", DRAY_TREND_GOOD);
  check_change ("alarms", 3, 0, "3 more", DRAY_TREND_BAD);
  check_change ("on-time", 0.94, 0.94, "as before", DRAY_TREND_NONE);
}

static void
test_no_change_without_a_before (void)
{
  const DrayFigure now = figure (1, 2, 0.5), nothing = { DRAY_FIGURE_NOTHING, 0, 0, 0, 0, 0 };
  DrayTrend change;
  g_autofree char *text = dray_figure_dup_change (&now, &nothing, dray_kpi_find ("on-time"), &change);

  g_assert_cmpstr (text, ==, "");
  g_assert_cmpint (change, ==, DRAY_TREND_NONE);
}

/* A figure that is none says why, in a sentence. */
static void
test_counts (void)
{
  const DrayFigure now = figure (351, 373, 351.0 / 373), nothing = { DRAY_FIGURE_NOTHING, 0, 0, 0, 0, 0 };
  guint n_kpis;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n_kpis);
  g_autofree char *count = dray_figure_dup_count (&now, dray_kpi_find ("on-time"));

  g_assert_cmpstr (count, ==, "351 of 373 due so far");
  for (guint i = 0; i < n_kpis; i++) {
    g_autofree char *why = dray_figure_dup_count (&nothing, kpis[i]);

    g_assert_cmpuint (strlen (why), >, 0);
    g_assert_true (isnan (dray_figure_scale (&nothing, kpis[i])));
  }
}

static char *
name_group (const DrayKpiGroup *group,
            gpointer            data)
{
  return g_strdup (group->word);
}

static DrayKpiResult
make_result (DrayKpiGroup *groups,
             guint         n_groups)
{
  DrayKpiResult result = { .kpi = dray_kpi_find ("on-time"), .is_split = TRUE, .n_groups = n_groups, .groups = groups };

  result.now = figure (0, 0, 0);
  for (guint i = 0; i < n_groups; i++) {
    result.now.part += groups[i].figure.part;
    result.now.whole += groups[i].figure.whole;
  }
  return result;
}

static void
test_finding (void)
{
  char names[3][4] = { "7", "33", "12" };
  DrayKpiGroup groups[3] = {
    { .word = names[0], .figure = figure (20, 21, 20 / 21.0) }, { .word = names[1], .figure = figure (10, 18, 10 / 18.0) }, { .word = names[2], .figure = figure (20, 22, 20 / 22.0) },
  };
  DrayKpiResult result = make_result (groups, 3);
  g_autofree char *finding = dray_insight_dup_finding (&result, name_group, NULL);

  g_assert_cmpstr (finding, ==, "8 of 11 that fell short come from 33");
  groups[1].figure = figure (17, 18, 17 / 18.0);
  groups[0].figure = figure (17, 21, 17 / 21.0);
  groups[2].figure = figure (18, 22, 18 / 22.0);
  result = make_result (groups, 3);
  result.now = figure (result.now.part, result.now.whole + 9, 0);
  g_autofree char *none = dray_insight_dup_finding (&result, name_group, NULL);
  g_assert_null (none);
}

/* The bar that is clicked is the group that is meant: the worst first, without those that have no value. */
static void
test_bars_are_their_groups (void)
{
  char names[4][8] = { "best", "nothing", "middle", "worst" };
  DrayKpiGroup groups[4] = {
    { .word = names[0], .figure = figure (9, 9, 1) }, { .word = names[1], .figure = { DRAY_FIGURE_NOTHING, 0, 0, 0, 0, 0 } },
    { .word = names[2], .figure = figure (8, 9, 8 / 9.0) }, { .word = names[3], .figure = figure (1, 9, 1 / 9.0) },
  };
  DrayKpiResult result = make_result (groups, 4);
  g_autoptr (DrayChart) chart = dray_insight_make_groups (&result, "by truck", name_group, NULL);
  const DrayChartAxis *axis = dray_chart_get_axis (chart, DRAY_CHART_X);

  g_assert_cmpstr (dray_chart_get_title (chart), ==, "On time by truck, %");
  g_assert_cmpuint (g_strv_length (axis->categories), ==, 3);
  for (guint bar = 0; bar < 3; bar++)
    g_assert_cmpstr (axis->categories[bar], ==, groups[dray_insight_find_group (&result, bar)].word);
  g_assert_cmpstr (axis->categories[0], ==, "worst");
  g_assert_cmpint (dray_insight_find_group (&result, 3), ==, -1);
  g_assert_cmpfloat_with_epsilon (dray_chart_get_series (chart, 0)->y[0], 100 / 9.0, 1e-9);
}

static void
test_days (void)
{
  DrayFigure days[3] = { figure (1, 2, 0.5), { DRAY_FIGURE_OUTSIDE, 0, 0, 0, 0, 0 }, figure (3, 4, 0.75) };
  DrayFigure earlier[3] = { { DRAY_FIGURE_OUTSIDE, 0, 0, 0, 0, 0 }, { DRAY_FIGURE_OUTSIDE, 0, 0, 0, 0, 0 }, { DRAY_FIGURE_OUTSIDE, 0, 0, 0, 0, 0 } };
  const DrayKpiResult trend = { .kpi = dray_kpi_find ("on-time"), .first_day = 20774, .n_days = 3, .days = days, .now = figure (4, 6, 4 / 6.0) };
  const DrayKpiResult before = { .kpi = trend.kpi, .first_day = 20771, .n_days = 3, .days = earlier, .now = figure (4, 6, 4 / 6.0) };
  g_autoptr (DrayChart) chart = dray_insight_make_days (&trend, &before, FALSE);
  const DrayChartSeries *series = dray_chart_get_series (chart, 0);

  /* A period before without a value is not drawn. */
  g_assert_cmpint (dray_chart_get_n_series (chart), ==, 1);
  g_assert_cmpfloat (series->y[0], ==, 50);
  g_assert_true (isnan (series->y[1]));
  g_assert_cmpfloat (series->y[2], ==, 75);
  earlier[1] = figure (1, 1, 1);
  g_autoptr (DrayChart) both = dray_insight_make_days (&trend, &before, FALSE);
  g_assert_cmpint (dray_chart_get_n_series (both), ==, 2);
  g_assert_cmpfloat (dray_chart_get_series (both, 1)->x[0], ==, series->x[0]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/console/insight-words/changes-good-or-bad-by-the-figure", test_changes);
  g_test_add_func ("/console/insight-words/no-change-without-a-before", test_no_change_without_a_before);
  g_test_add_func ("/console/insight-words/what-counted-or-why-there-is-none", test_counts);
  g_test_add_func ("/console/insight-words/finding-names-who-it-comes-from", test_finding);
  g_test_add_func ("/console/insight-words/bars-are-their-groups", test_bars_are_their_groups);
  g_test_add_func ("/console/insight-words/days-and-the-days-before", test_days);
  return g_test_run ();
}
