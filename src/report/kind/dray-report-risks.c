/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-order.h"
#include "dray-party.h"
#include "dray-report-reader.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"
#include "dray-work-models.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Stops that nobody has reached yet and that are likely to be late, the likeliest first, with what makes them so. */

#define MIN_RISK 0.2
#define MAX_STOPS 300u
/* A share of a delay is told from here on. */
#define WORTH_S 240.0

static const DrayReportColumn columns[] = {
  { "order", N_("Order"), DRAY_REPORT_TEXT },
  { "customer", N_("Customer"), DRAY_REPORT_TEXT },
  { "truck", N_("Truck"), DRAY_REPORT_TEXT },
  { "planned", N_("Planned"), DRAY_REPORT_TIME },
  { "until", N_("Promised until"), DRAY_REPORT_TIME },
  { "risk", N_("Risk"), DRAY_REPORT_SHARE },
  { "reasons", N_("Why"), DRAY_REPORT_TEXT },
};

typedef struct {
  const DrayWorkHistory *history;
  const DrayLateRisk    *model;
} Judge;

typedef struct {
  DrayReportStop stop;      /* its rows are the reader's and the list's */
  DrayId         truck;
  double         risk;
  double         slack_s;
  double         truck_s;
  double         place_s;
} Risk;

static void
risk_clear (gpointer data)
{
  dray_row_unref (((Risk *) data)->stop.stop);
}

static int
compare_risks (gconstpointer a,
               gconstpointer b)
{
  const Risk *x = a, *y = b;

  if (x->risk != y->risk)
    return x->risk > y->risk ? -1 : 1;
  return dray_id_compare (&x->stop.stop->id, &y->stop.stop->id);
}

static void
judge (const Judge          *self,
       const DrayRow        *route,
       const DrayReportStop *stop,
       GArray               *risks)
{
  DrayId site = dray_row_get_id (stop->stop, DRAY_STOP_SITE);
  Risk risk = { .stop = *stop, .truck = dray_row_get_id (route, DRAY_ROUTE_TRUCK) };
  gint64 planned_us = dray_row_get_integer (stop->stop, DRAY_STOP_PLANNED_US), close_us = stop->task != NULL ? dray_row_get_integer (stop->task, DRAY_TASK_WINDOW_CLOSE_US) : DRAY_NEVER;
  gint64 truck = dray_work_history_find_code (self->history, "truck", &risk.truck), place = dray_work_history_find_code (self->history, "site", &site);

  if (planned_us == DRAY_NEVER || close_us == DRAY_NEVER || dray_row_get_integer (stop->stop, DRAY_STOP_ARRIVED_US) != DRAY_NEVER)
    return;
  risk.slack_s = (double) (close_us - planned_us) / DRAY_US_PER_S;
  risk.risk = dray_late_risk_judge (self->model, truck, place, risk.slack_s);
  risk.truck_s = truck >= 0 ? self->model->truck_s[truck] : 0.0;
  risk.place_s = place >= 0 ? self->model->place_s[place] : 0.0;
  if (risk.risk < MIN_RISK)
    return;
  dray_row_ref (risk.stop.stop);
  g_array_append_val (risks, risk);
}

static char *
dup_reasons (const Risk *risk)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (risk->slack_s < 0.0)
    g_string_append_printf (text, _("planned %.0f min after the window"), -risk->slack_s / 60.0);
  else
    g_string_append_printf (text, _("%.0f min of slack"), risk->slack_s / 60.0);
  if (fabs (risk->truck_s) >= WORTH_S)
    g_string_append_printf (text, risk->truck_s > 0.0 ? _(", this truck is usually %.0f min behind") : _(", this truck is usually %.0f min ahead"), fabs (risk->truck_s) / 60.0);
  if (fabs (risk->place_s) >= WORTH_S)
    g_string_append_printf (text, risk->place_s > 0.0 ? _(", trucks come here %.0f min later than planned") : _(", trucks come here %.0f min sooner than planned"), fabs (risk->place_s) / 60.0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_row (DrayReportReader *reader,
         DrayReportTable  *table,
         const Risk       *risk)
{
  g_autofree char *reasons = dup_reasons (risk);

  dray_report_table_add_text (table, risk->stop.order != NULL ? dray_row_get_text (risk->stop.order, DRAY_ORDER_REFERENCE) : "");
  dray_report_table_add_text (table, risk->stop.party != NULL ? dray_row_get_text (risk->stop.party, DRAY_PARTY_NAME) : "");
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, risk->truck));
  dray_report_table_add_field (table, risk->stop.stop, DRAY_STOP_PLANNED_US);
  dray_report_table_add_field (table, risk->stop.task, DRAY_TASK_WINDOW_CLOSE_US);
  dray_report_table_add_real (table, risk->risk);
  dray_report_table_add_text (table, reasons);
}

static GArray *
list_risks (DrayReportReader  *reader,
            const Judge       *self,
            GError           **error)
{
  g_autoptr (GPtrArray) routes = dray_report_reader_list_routes (reader, error);
  g_autoptr (GArray) risks = NULL;

  if (routes == NULL)
    return NULL;
  risks = g_array_new (FALSE, FALSE, sizeof (Risk));
  g_array_set_clear_func (risks, risk_clear);
  for (guint i = 0; i < routes->len; i++) {
    g_autoptr (GArray) stops = dray_report_reader_list_stops (reader, routes->pdata[i], error);

    if (stops == NULL)
      return NULL;
    for (guint k = 0; k < stops->len; k++)
      judge (self, routes->pdata[i], &g_array_index (stops, DrayReportStop, k), risks);
  }
  g_array_sort (risks, compare_risks);
  return g_steal_pointer (&risks);
}

static void
add_risks (DrayReportReader *reader,
           DrayReport       *report,
           const GArray     *risks)
{
  DrayReportTable *table;

  if (risks->len == 0) {
    dray_report_add_paragraph (report, _("No stop that is still ahead has a risk of %.0f %% or more."), 100.0 * MIN_RISK);
    return;
  }
  table = dray_report_table_new (_("Stops at risk"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < MIN (risks->len, MAX_STOPS); i++)
    add_row (reader, table, &g_array_index (risks, Risk, i));
  dray_report_take_table (report, table);
}

gboolean
dray_report_make_risks (DrayReportReader  *reader,
                        DrayReport        *report,
                        GError           **error)
{
  g_auto (DrayWorkHistory) history = { 0 };
  g_autoptr (DrayLateRisk) model = NULL;
  g_autoptr (GArray) risks = NULL;

  if (!dray_work_history_read (&history, dray_report_reader_get_figures (reader), dray_report_reader_get_ask (reader)->last_day,
                               dray_report_reader_get_cancellable (reader), error))
    return FALSE;
  model = dray_work_history_learn_risk (&history);
  if (model->reason != NULL) {
    dray_report_add_paragraph (report, "%s", _(model->reason));
    return TRUE;
  }
  risks = list_risks (reader, &(Judge) { &history, model }, error);
  if (risks == NULL)
    return FALSE;
  dray_report_set_landscape (report, TRUE);
  if (isnan (model->sensitivity))
    dray_report_add_paragraph (report, _("On %u visits that were held out none was late."), model->n_held_out);
  else
    dray_report_add_paragraph (report, _("On %u visits that were held out it saw %.0f %% of the late ones (the plan alone %.0f %%) and flagged %.1f %% of those in time."),
                               model->n_held_out, 100.0 * model->sensitivity, 100.0 * model->naive_sensitivity, 100.0 * model->false_alarms);
  add_risks (reader, report, risks);
  return TRUE;
}
