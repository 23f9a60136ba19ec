/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo.h"
#include "dray-figure-reader.h"
#include "dray-fleet-schema.h"
#include "dray-store.h"
#include "dray-test-folder.h"
#include "dray-units.h"

#include <math.h>
#include <string.h>

/* The figures of thirty days of a demo: each against a slow, obvious count over the records themselves, which reads neither visits nor
 * facts where it can do without; and the truths of docs/demo.md, found by nothing but figures. */

#define N_TRUCKS 8
#define TODAY (DRAY_DEMO_DAY_US / DRAY_US_PER_S / DRAY_S_PER_DAY)
#define FIRST (TODAY - 28)
#define LAST (TODAY - 1)

typedef struct {
  DrayTestFolder   *folder;
  DrayStore        *store;
  DrayFigureReader *reader;
} History;

static History history;

static void
open_history (void)
{
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  g_autofree char *path = NULL, *file = NULL;
  g_autoptr (DraySchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  history.folder = dray_test_folder_new ();
  path = dray_test_folder_path (history.folder, "demo");
  options.n_segments = 12000;
  options.n_trucks = N_TRUCKS;
  options.n_orders = 30;
  dray_demo_make (path, &options, NULL, &error);
  g_assert_no_error (error);
  file = g_build_filename (path, DRAY_DEMO_WORKSPACE, NULL);
  schema = dray_fleet_schema_new (&error);
  history.store = dray_store_open (file, schema, &(DrayStoreOptions) { .read_only = TRUE }, &error);
  g_assert_no_error (error);
  history.reader = dray_figure_reader_new (dray_store_get_database (history.store), &error);
  g_assert_no_error (error);
}

static void
close_history (void)
{
  dray_figure_reader_free (history.reader);
  dray_store_close (history.store);
  dray_test_folder_remove (history.folder);
}

static DrayKpiResult *
measure (const char *id,
         gint64      first,
         gint64      last,
         const char *split)
{
  const DrayKpi *kpi = dray_kpi_find (id);
  DrayFigureAsk ask = { .first_day = first, .last_day = last, .split = split };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = dray_figure_reader_measure (history.reader, &kpi, 1, &ask, DRAY_DEMO_OPENS_US, NULL, &error);

  g_assert_no_error (error);
  return dray_kpi_result_ref (results->pdata[0]);
}

/* The naive counts: one number each. :first and :last are days. */

#define STOPS "stop s JOIN task t ON t.id = s.task JOIN route r ON r.id = s.route JOIN \"order\" o ON o.id = t.order_id WHERE s.deleted = 0 AND r.day BETWEEN :first AND :last"
#define SERVED " AND s.departed_us IS NOT NULL AND t.outcome IN ('done', 'partial')"
#define LATEST "(s.arrived_us IS NOT NULL AND s.arrived_us <= t.window_close_us)"
#define BACK "route r JOIN truck k ON k.id = r.truck JOIN driver d ON d.id = r.driver WHERE r.back_us IS NOT NULL AND r.left_us IS NOT NULL AND r.day BETWEEN :first AND :last"
#define HOURS "((r.back_us - r.left_us) / 3600e6)"
#define COST "(k.day_cost_minor + (k.hour_cost_minor + d.hour_cost_minor) * " HOURS " + k.km_cost_minor * (r.driven_m / 1000.0))"
#define CHARGES "(SELECT sum(o.charge_minor) FROM " STOPS SERVED ")"
#define COSTS "(SELECT sum(" COST ") FROM " BACK ")"
#define IN_DAYS(column) column " >= :first * 86400000000 + 4 * 3600000000 AND " column " < (:last + 1) * 86400000000 + 4 * 3600000000"
#define MIDDLE(value, from) \
  "SELECT avg(v) FROM (SELECT " value " AS v, row_number () OVER (ORDER BY " value ") AS i, count(*) OVER () AS n FROM " from ") WHERE i IN ((n + 1) / 2, n / 2 + 1)"
#define NINTH(value, from) \
  "SELECT v FROM (SELECT " value " AS v, row_number () OVER (ORDER BY " value ") AS i, count(*) OVER () AS n FROM " from ") WHERE i >= 0.9 * n ORDER BY i LIMIT 1"
#define SHOWN(column) "visit WHERE " column " IS NOT NULL AND day BETWEEN :first AND :last"
#define LEGS \
  "(SELECT v.leg_m AS m, (SELECT sum(t.load_kg) FROM stop s JOIN task t ON t.id = s.task WHERE s.route = v.route)" \
  " - coalesce((SELECT sum(u.load_kg) FROM visit u JOIN task x ON x.id = u.task WHERE u.route = v.route AND u.arrived_us < v.arrived_us AND x.outcome IN ('done', 'partial')), 0) AS kg" \
  " FROM visit v JOIN route r ON r.id = v.route WHERE r.back_us IS NOT NULL AND r.day BETWEEN :first AND :last" \
  " UNION ALL SELECT r.driven_m - (SELECT sum(leg_m) FROM visit v WHERE v.route = r.id)," \
  " coalesce((SELECT sum(t.load_kg) FROM stop s JOIN task t ON t.id = s.task WHERE s.route = r.id AND (t.outcome IS NULL OR t.outcome NOT IN ('done', 'partial'))), 0)" \
  " FROM route r WHERE r.back_us IS NOT NULL AND r.day BETWEEN :first AND :last)"
#define GATES \
  "((SELECT count(DISTINCT day) FROM route WHERE day BETWEEN :first AND :last) * (SELECT sum(s.gate_close_s - s.gate_open_s) FROM truck k JOIN site s ON s.id = k.depot)" \
  " - (SELECT sum(max(0, min(w.until_us, (x.day * 86400 + s.gate_close_s) * 1000000) - max(w.from_us, (x.day * 86400 + s.gate_open_s) * 1000000))) / 1e6" \
  " FROM work_order w JOIN truck k ON k.id = w.truck JOIN site s ON s.id = k.depot JOIN (SELECT DISTINCT day FROM route WHERE day BETWEEN :first AND :last) x))"

typedef struct {
  const char *kpi;
  const char *sql;
} Naive;

static const Naive naives[] = {
  { "on-time", "SELECT avg(" LATEST ") FROM " STOPS },
  { "on-time-ours", "SELECT sum(" LATEST ") * 1.0 / sum(" LATEST " OR coalesce(t.outcome, '') NOT IN ('refused', 'not-there', 'no-access')) FROM " STOPS },
  { "in-full", "SELECT avg(coalesce(t.outcome, '') = 'done') FROM " STOPS },
  { "otif", "SELECT avg(" LATEST " AND coalesce(t.outcome, '') = 'done') FROM " STOPS },
  { "first-attempt", "SELECT avg(t.outcome IN ('done', 'partial')) FROM " STOPS " AND s.departed_us IS NOT NULL" },
  { "right-place", "SELECT avg(v.proof_m <= 200) FROM visit v JOIN stop s ON s.id = v.stop JOIN task t ON t.id = s.task WHERE v.day BETWEEN :first AND :last" SERVED },
  { "delivery-accuracy", "SELECT avg(v.proof_m <= 200 AND t.outcome = 'done' AND " LATEST ") FROM visit v JOIN stop s ON s.id = v.stop JOIN task t ON t.id = s.task"
                         " WHERE v.day BETWEEN :first AND :last" SERVED },
  { "proof-complete", "SELECT avg(v.proved_us - s.departed_us <= 86400000000) FROM visit v JOIN stop s ON s.id = v.stop JOIN task t ON t.id = s.task WHERE v.day BETWEEN :first AND :last" SERVED },
  { "rating", "SELECT avg(stars) FROM rating WHERE " IN_DAYS ("at_us") },
  { "eta-error-hour", MIDDLE ("abs(arrived_us - eta_hour_us) / 1e6", SHOWN ("eta_hour_us")) },
  { "eta-error-hour-p90", NINTH ("abs(arrived_us - eta_hour_us) / 1e6", SHOWN ("eta_hour_us")) },
  { "eta-bias-hour", "SELECT avg((arrived_us - eta_hour_us) / 1e6) FROM " SHOWN ("eta_hour_us") },
  { "eta-error-leg", MIDDLE ("abs(arrived_us - eta_leg_us) / 1e6", SHOWN ("eta_leg_us")) },
  { "eta-error-leg-p90", NINTH ("abs(arrived_us - eta_leg_us) / 1e6", SHOWN ("eta_leg_us")) },
  { "eta-bias-leg", "SELECT avg((arrived_us - eta_leg_us) / 1e6) FROM " SHOWN ("eta_leg_us") },
  { "stops-an-hour", "SELECT (SELECT count(*) FROM " STOPS " AND r.back_us IS NOT NULL AND s.arrived_us IS NOT NULL) / sum(" HOURS ") FROM " BACK },
  { "dwell", "SELECT avg((s.departed_us - s.arrived_us) / 1e6) FROM " STOPS },
  { "detention", "SELECT sum(max(0, (s.departed_us - max(s.arrived_us, t.window_open_us)) / 1e6 - 1800)) FROM " STOPS },
  { "idling", "SELECT sum(r.idle_s) / sum(" HOURS " * 3600) FROM " BACK " AND r.idle_s IS NOT NULL" },
  { "order-to-delivery", "SELECT avg((s.departed_us - o.requested_us) / 1e6) FROM " STOPS SERVED },
  { "pickup-to-delivery", "SELECT avg((s.departed_us - r.left_us) / 1e6) FROM " STOPS SERVED },
  { "time-at-stop", "SELECT avg((s.departed_us - s.started_us) / 1e6) FROM " STOPS SERVED },
  { "distance", "SELECT sum(r.driven_m) FROM " BACK },
  { "distance-to-plan", "SELECT sum(r.driven_m) * 1.0 / sum(r.distance_m) FROM " BACK },
  { "time-to-plan", "SELECT sum(r.back_us - r.left_us) * 1.0 / sum(r.end_us - r.start_us) FROM " BACK },
  { "empty-running", "SELECT sum(CASE WHEN kg = 0 THEN m ELSE 0 END) * 1.0 / sum(m) FROM " LEGS },
  { "load-factor", "SELECT (SELECT sum(m * kg) FROM " LEGS ") * 1.0 / sum(k.payload_kg * r.driven_m) FROM " BACK },
  { "truck-utilisation", "SELECT sum(" HOURS ") * 3600 / " GATES " FROM " BACK },
  { "weight-utilisation", "SELECT (SELECT sum(t.load_kg) FROM " STOPS ") * 1.0 / sum(k.payload_kg) FROM route r JOIN truck k ON k.id = r.truck WHERE r.day BETWEEN :first AND :last" },
  { "volume-utilisation", "SELECT (SELECT sum(t.volume_l) FROM " STOPS ") * 1.0 / sum(k.volume_l) FROM route r JOIN truck k ON k.id = r.truck WHERE r.day BETWEEN :first AND :last" },
  { "driver-utilisation", "SELECT sum(" HOURS ") / (SELECT sum(end_us - start_us) / 3600e6 FROM shift WHERE day BETWEEN :first AND :last) FROM " BACK },
  { "hours-left", "SELECT 0" },
  { "fuel-rate", "SELECT 100.0 * sum(ml) / sum(m) FROM (SELECT at_us, volume_ml AS ml, odometer_m - lag(odometer_m) OVER (PARTITION BY truck ORDER BY at_us) AS m FROM fuel)"
                 " WHERE m IS NOT NULL AND " IN_DAYS ("at_us") },
  { "fuel-cost", "SELECT sum(amount_minor) FROM fuel WHERE " IN_DAYS ("at_us") },
  { "co2e", "SELECT sum(volume_ml) / 1000.0 * 3.24 FROM fuel WHERE " IN_DAYS ("at_us") },
  { "revenue", "SELECT " CHARGES },
  { "contribution", "SELECT " CHARGES " - " COSTS },
  { "margin", "SELECT 1 - " COSTS " / " CHARGES },
  { "revenue-per-driver", "SELECT " CHARGES " * 1.0 / (SELECT count(DISTINCT hex(driver) || day) FROM route WHERE day BETWEEN :first AND :last)" },
  { "cost-per-stop", "SELECT " COSTS " / (SELECT count(*) FROM " STOPS " AND r.back_us IS NOT NULL AND s.arrived_us IS NOT NULL)" },
  { "cost-per-km", "SELECT " COSTS " / (SELECT sum(r.driven_m) / 1000.0 FROM " BACK ")" },
  { "cost-per-order", "SELECT " COSTS " / (SELECT count(DISTINCT o.id) FROM " STOPS SERVED ")" },
  { "orders", "SELECT count(*) FROM \"order\" WHERE day BETWEEN :first AND :last" },
  { "delivered", "SELECT count(DISTINCT o.id) FROM " STOPS SERVED },
  { "unassigned", "SELECT count(*) FROM \"order\" o WHERE o.day BETWEEN :first AND :last AND NOT EXISTS (SELECT 1 FROM task t JOIN stop s ON s.task = t.id WHERE t.order_id = o.id)" },
  { "alarms", "SELECT count(*) FROM alarm WHERE " IN_DAYS ("raised_us") },
  { "time-to-take", MIDDLE ("(taken_us - raised_us) / 1e6", "alarm WHERE " IN_DAYS ("raised_us")) },
  { "time-to-acknowledge", MIDDLE ("(acknowledged_us - raised_us) / 1e6", "alarm WHERE " IN_DAYS ("raised_us")) },
  { "fence-events", "SELECT count(*) FROM fence_event WHERE " IN_DAYS ("at_us") },
  { "maintenance-due", "SELECT count(*) FROM work_order WHERE status IN ('booked', 'in-work') AND " IN_DAYS ("from_us") },
  { "maintenance-cost", "SELECT sum(cost_minor) FROM work_order WHERE " IN_DAYS ("from_us") },
  { "incidents", "SELECT count(*) FROM incident WHERE " IN_DAYS ("at_us") },
};

static double
count_naively (const char *sql)
{
  g_autoptr (GString) filled = g_string_new (sql);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStatement) statement = NULL;
  g_autofree char *first = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) FIRST), *last = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) LAST);
  gboolean has_row;

  g_string_replace (filled, ":first", first, 0);
  g_string_replace (filled, ":last", last, 0);
  statement = dray_database_prepare (dray_store_get_database (history.store), filled->str, &error);
  g_assert_no_error (error);
  dray_statement_step (statement, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row && !dray_statement_is_none (statement, 0));
  return dray_statement_get_real (statement, 0);
}

static void
test_figure (gconstpointer data)
{
  const Naive *naive = data;
  g_autoptr (DrayKpiResult) result = measure (naive->kpi, FIRST, LAST, NULL);
  double expected = count_naively (naive->sql);

  /* What a route cost is in whole cents, and how long it took in whole seconds, in one of them. */
  if (result->now.state != DRAY_FIGURE_KNOWN || fabs (result->now.value - expected) > MAX (fabs (expected) * 2e-5, 1e-9))
    g_test_fail_printf ("%s is %.9g (state %u), counted slowly %.9g", naive->kpi, result->now.value, result->now.state, expected);
}

static void
test_every_figure_has_a_second_count (void)
{
  guint n;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n);

  for (guint i = 0; i < n; i++) {
    gboolean found = FALSE;

    for (gsize k = 0; k < G_N_ELEMENTS (naives); k++)
      found = found || strcmp (naives[k].kpi, kpis[i]->id) == 0;
    if (!found)
      g_error ("%s has no second implementation here", kpis[i]->id);
  }
}

/* Days and groups add up to the whole, whatever the figure is. */
static void
test_days_add_up (void)
{
  guint n;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (DrayKpiResult) result = measure (kpis[i]->id, FIRST, LAST, "depot");
    double part = 0.0, groups = 0.0;

    for (guint day = 0; day < result->n_days; day++)
      part += result->days[day].part;
    for (guint group = 0; group < result->n_groups; group++)
      groups += result->groups[group].figure.part;
    g_assert_cmpfloat_with_epsilon (part, result->now.part, fabs (part) * 1e-9 + 1e-9);
    if (result->is_split)
      g_assert_cmpfloat_with_epsilon (groups, result->now.part, fabs (part) * 1e-9 + 1e-9);
  }
}

static char *
find_name (const char   *table,
           const char   *field,
           const DrayId *id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?1", field, table);
  g_autoptr (DrayStatement) statement = dray_database_prepare (dray_store_get_database (history.store), sql, NULL);
  gboolean has_row;

  dray_statement_bind_id (statement, 1, id);
  g_assert_true (dray_statement_step (statement, &has_row, NULL) && has_row);
  return g_strdup (dray_statement_get_text (statement, 0));
}

/* The truths. */

static void
test_one_truck_is_late (void)
{
  g_autoptr (DrayKpiResult) result = measure ("on-time", FIRST, LAST, "truck");
  const DrayKpiGroup *worst = &result->groups[result->n_groups - 1], *next = &result->groups[result->n_groups - 2];
  g_autofree char *number = find_name ("truck", "number", &worst->key);

  g_assert_cmpint (atoi (number), ==, DRAY_DEMO_LATE_TRUCK);
  g_assert_cmpfloat (worst->figure.value, <, 0.5);
  g_assert_cmpfloat (next->figure.value, >, 0.8);
}

/* Of the customers that are often visited, one is nearly always late, and its trucks stand there. */
static void
test_one_customer_is_promised_too_early (void)
{
  g_autoptr (DrayKpiResult) on_time = measure ("on-time", FIRST, LAST, "party"), dwell = measure ("dwell", FIRST, LAST, "party");
  const DrayKpiGroup *worst = NULL;

  for (guint i = 0; i < on_time->n_groups; i++) {
    if (on_time->groups[i].figure.n_rows >= 20)
      worst = &on_time->groups[i];
  }
  g_assert_nonnull (worst);
  g_assert_cmpfloat (worst->figure.value, <, 0.4);
  g_assert_true (dray_id_equal (&dwell->groups[0].key, &worst->key));
  g_assert_cmpfloat (dwell->groups[0].figure.value, >, 35 * 60.0);
}

static void
test_one_truck_idles (void)
{
  g_autoptr (DrayKpiResult) result = measure ("idling", FIRST, LAST, "truck");
  g_autofree char *number = find_name ("truck", "number", &result->groups[0].key);

  g_assert_cmpint (atoi (number), ==, DRAY_DEMO_IDLING_TRUCK);
  g_assert_cmpfloat (result->groups[0].figure.value, >, 2.0 * result->groups[1].figure.value);
  /* Every fifth truck has no ignition signal, which is said and not counted as none. */
  g_assert_cmpint (result->now.n_unmeasured, >, 0);
}

static void
test_one_truck_is_mended_again_and_again (void)
{
  g_autoptr (DrayKpiResult) result = measure ("maintenance-cost", TODAY - 30, LAST, "truck");
  g_autofree char *number = find_name ("truck", "number", &result->groups[0].key);

  g_assert_cmpint (atoi (number), ==, DRAY_DEMO_FAILING_TRUCK);
  g_assert_cmpint (result->groups[0].figure.n_rows, >=, DRAY_DEMO_N_FAILURES);
}

/* The week's form: Monday and Friday six stops a round, Tuesday four, nothing at the weekend. */
static void
test_the_week_has_a_form (void)
{
  g_autoptr (DrayKpiResult) result = measure ("orders", FIRST, LAST, NULL);
  double sums[7] = { 0.0 };

  /* 1970-01-01 was a Thursday: Monday is 0. */
  for (guint i = 0; i < result->n_days; i++)
    sums[(result->first_day + i + 3) % 7] += result->days[i].value;
  g_assert_cmpfloat (sums[0], >, 1.25 * sums[1]);
  g_assert_cmpfloat (sums[4], >, 1.25 * sums[1]);
  g_assert_cmpfloat (sums[2], >, 1.1 * sums[1]);
  g_assert_cmpfloat (sums[5] + sums[6], ==, 0.0);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  open_history ();
  for (gsize i = 0; i < G_N_ELEMENTS (naives); i++) {
    g_autofree char *path = g_strconcat ("/engine/figures-history/as-counted-slowly/", naives[i].kpi, NULL);

    g_test_add_data_func (path, &naives[i], test_figure);
  }
  g_test_add_func ("/engine/figures-history/every-figure-has-a-second-count", test_every_figure_has_a_second_count);
  g_test_add_func ("/engine/figures-history/days-add-up", test_days_add_up);
  g_test_add_func ("/engine/figures-history/one-truck-is-late", test_one_truck_is_late);
  g_test_add_func ("/engine/figures-history/one-customer-is-promised-too-early", test_one_customer_is_promised_too_early);
  g_test_add_func ("/engine/figures-history/one-truck-idles", test_one_truck_idles);
  g_test_add_func ("/engine/figures-history/one-truck-is-mended-again-and-again", test_one_truck_is_mended_again_and_again);
  g_test_add_func ("/engine/figures-history/the-week-has-a-form", test_the_week_has_a_form);
  status = g_test_run ();
  close_history ();
  return status;
}
