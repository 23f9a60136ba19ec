/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-report-reader.h"
#include "dray-site.h"
#include "dray-task.h"
#include "dray-units.h"
#include "dray-work-models.h"

#include <glib/gi18n-lib.h>

/* What plans should reckon with at each site, beside what they do reckon with: the sites first where it costs the most time. */

#define MIN_VISITS 5u
#define MAX_SITES 400u
/* A plan that is off by less is left alone. */
#define WORTH_S 120.0

static const DrayReportColumn columns[] = {
  { "site", N_("Site"), DRAY_REPORT_TEXT },
  { "visits", N_("Visits"), DRAY_REPORT_NUMBER },
  { "expected_min", N_("Expected, min"), DRAY_REPORT_RATE },
  { "planned_min", N_("Planned, min"), DRAY_REPORT_RATE },
  { "longer_min", N_("Longer, min"), DRAY_REPORT_RATE },
  { "advice", N_("What to do"), DRAY_REPORT_TEXT },
};

typedef struct {
  DrayId site;
  guint  n_visits;
  double expected_s;
  double planned_s;   /* below 0: the plan says nothing */
} Place;

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *x = a, *y = b;
  double x_s = x->planned_s >= 0.0 ? (x->expected_s - x->planned_s) * x->n_visits : 0.0, y_s = y->planned_s >= 0.0 ? (y->expected_s - y->planned_s) * y->n_visits : 0.0;

  if (x_s != y_s)
    return x_s > y_s ? -1 : 1;
  return dray_id_compare (&x->site, &y->site);
}

/* The last order there says what plans reckon with now. */
static void
find_plans (DrayReportReader      *reader,
            const DrayWorkHistory *history,
            GArray                *places)
{
  const DrayFactColumn *site = dray_work_history_get (history, "site"), *task = dray_work_history_get (history, "task");

  for (gsize row = dray_fact_set_get_n_rows (history->visits); row-- > 0;) {
    Place *place = site->values.items[row] >= 0 ? &g_array_index (places, Place, site->values.items[row]) : NULL;
    const DrayRow *record;

    if (place == NULL || place->planned_s >= 0.0 || place->n_visits < MIN_VISITS)
      continue;
    record = dray_report_reader_find (reader, &dray_task_table, dray_fact_column_get_key (task, row));
    if (record != NULL && dray_row_has (record, DRAY_TASK_SERVICE_S))
      place->planned_s = (double) dray_row_get_integer (record, DRAY_TASK_SERVICE_S);
  }
}

static void
add_place (DrayReportReader *reader,
           DrayReportTable  *table,
           const Place      *place)
{
  double longer_s = place->expected_s - place->planned_s;
  g_autofree char *advice = NULL;

  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_site_table, place->site));
  dray_report_table_add_integer (table, place->n_visits);
  dray_report_table_add_real (table, place->expected_s / 60.0);
  if (place->planned_s < 0.0) {
    dray_report_table_add_nothing (table);
    dray_report_table_add_nothing (table);
    dray_report_table_add_text (table, "");
    return;
  }
  dray_report_table_add_real (table, place->planned_s / 60.0);
  dray_report_table_add_real (table, longer_s / 60.0);
  if (longer_s > WORTH_S)
    advice = g_strdup_printf (_("Plan %.0f min here: routes slip by %.0f min a visit"), place->expected_s / 60.0, longer_s / 60.0);
  else if (longer_s < -WORTH_S)
    advice = g_strdup_printf (_("Plan %.0f min here: %.0f min a visit are free"), place->expected_s / 60.0, -longer_s / 60.0);
  dray_report_table_add_text (table, advice != NULL ? advice : "");
}

static GArray *
list_places (const DrayWorkHistory  *history,
             const DrayServiceTimes *times)
{
  const DrayFactColumn *site = dray_work_history_get (history, "site");
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < times->n_places; i++) {
    Place place = { g_array_index (site->keys, DrayId, i), times->n_visits[i], times->expected[i], -1.0 };

    g_array_append_val (places, place);
  }
  return places;
}

gboolean
dray_report_make_service_times (DrayReportReader  *reader,
                                DrayReport        *report,
                                GError           **error)
{
  g_auto (DrayWorkHistory) history = { 0 };
  g_autoptr (DrayServiceTimes) times = NULL;
  g_autoptr (GArray) places = NULL;
  DrayReportTable *table;

  if (!dray_work_history_read (&history, dray_report_reader_get_figures (reader), dray_report_reader_get_ask (reader)->last_day + 1,
                               dray_report_reader_get_cancellable (reader), error))
    return FALSE;
  times = dray_work_history_learn_service (&history);
  if (times->reason != NULL) {
    dray_report_add_paragraph (report, "%s", _(times->reason));
    return TRUE;
  }
  places = list_places (&history, times);
  find_plans (reader, &history, places);
  g_array_sort (places, compare_places);
  dray_report_set_landscape (report, TRUE);
  dray_report_add_paragraph (report, _("Learnt from two years of visits. On %u that were held out it was %.1f min off; “every stop takes as long as the usual one” was %.1f min off. "
                                       "A site that was visited fewer than %u times is not listed; a new one is reckoned with %.0f min."),
                             times->n_held_out, times->error / 60.0, times->naive_error / 60.0, MIN_VISITS, times->overall / 60.0);
  table = dray_report_table_new (_("Sites"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < places->len && dray_report_table_get_n_rows (table) < MAX_SITES; i++) {
    if (g_array_index (places, Place, i).n_visits >= MIN_VISITS)
      add_place (reader, table, &g_array_index (places, Place, i));
  }
  dray_report_take_table (report, table);
  return TRUE;
}
