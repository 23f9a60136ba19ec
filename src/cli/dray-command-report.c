/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-row-line.h"

#include "dray-clock.h"
#include "dray-demo.h"
#include "dray-driver.h"
#include "dray-order.h"
#include "dray-party.h"
#include "dray-report-design.h"
#include "dray-report-error.h"
#include "dray-report-kind.h"
#include "dray-report-period.h"
#include "dray-report-write.h"
#include "dray-route.h"
#include "dray-stop.h"
#include "dray-truck.h"
#include "dray-units.h"

/* Makes a report of a workspace's records and writes it to a file; without a name it lists the reports there are. A name that is not
 * built in is that of a report that somebody saved. */

static gboolean
list_reports (DrayCommandLine *line)
{
  for (const DrayReportKind *kind = dray_report_kinds; kind->name != NULL; kind++) {
    g_autoptr (JsonObject) object = json_object_new ();

    json_object_set_string_member (object, "name", kind->name);
    json_object_set_string_member (object, "title", kind->title);
    json_object_set_string_member (object, "summary", kind->summary);
    dray_command_line_print (line, json_node_init_object (json_node_alloc (), object), "%-16s %s", kind->name, kind->summary);
  }
  return TRUE;
}

/* Those that people put together in the workspace. */
static gboolean
list_saved (DrayCommandLine  *line,
            const char       *folder,
            GError          **error)
{
  g_auto (DrayRowLine) rows = { 0 };
  g_autoptr (GPtrArray) designs = dray_row_line_open (&rows, folder, "saved_report", TRUE, error) ? dray_report_design_list (rows.store, error) : NULL;

  for (guint i = 0; designs != NULL && i < designs->len; i++) {
    const DrayReportDesign *design = designs->pdata[i];
    g_autofree char *measures = g_strjoinv (", ", design->kpis);
    g_autofree char *words = g_strdup_printf ("%s%s%s", measures, design->split != NULL ? " by " : "", design->split != NULL ? design->split : "");
    g_autoptr (JsonObject) object = json_object_new ();

    json_object_set_string_member (object, "name", design->name);
    json_object_set_string_member (object, "title", design->name);
    json_object_set_string_member (object, "summary", words);
    dray_command_line_print (line, json_node_init_object (json_node_alloc (), object), "%-16s %s", design->name, words);
  }
  return designs != NULL;
}

/* The highest value of a field, or %DRAY_NEVER. */
static gboolean
find_latest (DrayStore        *store,
             const DrayTable  *table,
             int               field,
             gint64           *latest,
             GError          **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);
  g_autoptr (GPtrArray) rows = NULL;

  dray_query_where (query, field, DRAY_TEST_IS_SET, dray_value_none ());
  dray_query_order_by (query, field, TRUE);
  dray_query_set_limit (query, 1);
  rows = dray_store_select (store, query, error);
  if (rows == NULL)
    return FALSE;
  *latest = rows->len > 0 ? dray_row_get_integer (rows->pdata[0], field) : DRAY_NEVER;
  return TRUE;
}

/* A demo's time is where its records stand, for its day is not ours. */
static gboolean
find_now (DrayStore   *store,
          const char  *folder,
          gint64      *now_us,
          GError     **error)
{
  g_autofree char *demo = g_build_filename (folder, DRAY_DEMO_FACTS, NULL);
  g_autoptr (DrayClock) clock = dray_wall_clock_new ();
  gint64 arrived_us, departed_us;

  *now_us = dray_clock_now_us (clock);
  if (!g_file_test (demo, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!find_latest (store, &dray_stop_table, DRAY_STOP_ARRIVED_US, &arrived_us, error) ||
      !find_latest (store, &dray_stop_table, DRAY_STOP_DEPARTED_US, &departed_us, error))
    return FALSE;
  *now_us = MAX (DRAY_DEMO_OPENS_US, MAX (arrived_us, departed_us));
  return TRUE;
}

/* Without a period: the last day that has a route, or else an order. */
static gboolean
find_period (DrayStore      *store,
             const char     *period,
             DrayReportAsk  *ask,
             GError        **error)
{
  gint64 today = ask->now_us / G_USEC_PER_SEC / 86400, day;

  if (period != NULL)
    return dray_report_period_parse (period, today, &ask->first_day, &ask->last_day, error);
  if (!find_latest (store, &dray_route_table, DRAY_ROUTE_DAY, &day, error) || (day == DRAY_NEVER && !find_latest (store, &dray_order_table, DRAY_ORDER_DAY, &day, error)))
    return FALSE;
  ask->first_day = ask->last_day = day != DRAY_NEVER ? day : today;
  return TRUE;
}

/* The one record that people call so. */
static gboolean
find_one (DrayStore        *store,
          const DrayTable  *table,
          const char       *name,
          DrayId           *id,
          GError          **error)
{
  g_autoptr (DrayQuery) query = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (name == NULL)
    return TRUE;
  query = dray_query_new (table);
  dray_query_where (query, dray_table_find_field (table, table->title_field), DRAY_TEST_EQUALS, dray_value_text (name));
  dray_query_set_limit (query, 2);
  rows = dray_store_select (store, query, error);
  if (rows == NULL)
    return FALSE;
  if (rows->len != 1) {
    g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK, rows->len == 0 ? "There is no %s called “%s”" : "More than one %s is called “%s”", table->name, name);
    return FALSE;
  }
  *id = ((const DrayRow *) rows->pdata[0])->id;
  return TRUE;
}

/* A built-in report, or one that somebody saved: then its design comes with it. */
static gboolean
find_kind (DrayStore             *store,
           const char            *name,
           const DrayReportKind **kind,
           DrayReportDesign     **design,
           GError               **error)
{
  *kind = dray_report_kind_find (name);
  if (*kind != NULL)
    return TRUE;
  *design = dray_report_design_find (store, name, error);
  *kind = dray_report_kind_find ("figures");
  return *design != NULL;
}

static gboolean
write_report (DrayCommandLine  *line,
              DrayReport       *report,
              const char       *output,
              GError          **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  const DrayReportTable *table = dray_report_get_main (report);
  DrayReportFormat format;

  if (!dray_report_format_find (output, &format, error) || !dray_report_write (report, format, output, line->cancellable, error))
    return FALSE;
  json_object_set_string_member (object, "report", dray_report_get_name (report));
  json_object_set_string_member (object, "period", dray_report_get_period (report));
  json_object_set_string_member (object, "file", output);
  json_object_set_int_member (object, "rows", table != NULL ? dray_report_table_get_n_rows (table) : 0);
  dray_command_line_print (line, json_node_init_object (json_node_alloc (), object), "%s, %s: %s", dray_report_get_title (report), dray_report_get_period (report), output);
  return TRUE;
}

gboolean
dray_command_report (DrayCommandLine *line,
                     GError         **error)
{
  g_autofree char *folder = NULL, *period = NULL, *output = NULL, *truck = NULL, *driver = NULL, *customer = NULL, *workspace = NULL, *split = NULL, *measures = NULL;
  g_auto (GStrv) kpis = NULL;
  const GOptionEntry entries[] = {
    { "workspace", 'w', 0, G_OPTION_ARG_FILENAME, &folder, "Of the workspace in FOLDER", "FOLDER" },
    { "period", 'p', 0, G_OPTION_ARG_STRING, &period, "A day, month, year, FROM..UNTIL, today, last-week, …; the last day with routes if not given", "PERIOD" },
    { "truck", 0, 0, G_OPTION_ARG_STRING, &truck, "Only of the truck with this fleet number", "NUMBER" },
    { "driver", 0, 0, G_OPTION_ARG_STRING, &driver, "Only of this driver", "NAME" },
    { "customer", 0, 0, G_OPTION_ARG_STRING, &customer, "Only of this customer", "NAME" },
    { "measure", 0, 0, G_OPTION_ARG_STRING, &measures, "Of figures: these alone, with commas between: on-time,dwell", "FIGURES" },
    { "by", 0, 0, G_OPTION_ARG_STRING, &split, "Of figures: a line a day, truck, driver, party, depot, kind or status", "WHAT" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write to FILE, which ends in .pdf, .xlsx, .csv or .json", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  g_auto (DrayRowLine) rows = { 0 };
  g_autoptr (DrayReport) report = NULL;
  DrayReportAsk ask = { .truck = DRAY_ID_NONE };
  g_autoptr (DrayReportDesign) design = NULL;
  const DrayReportKind *kind;

  if (!dray_command_line_parse (line, entries, 0, 1, error))
    return FALSE;
  if (line->arguments[0] == NULL)
    return list_reports (line) && (folder == NULL || list_saved (line, folder, error));
  if (folder == NULL || output == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 folder == NULL ? "Say of which workspace %s is to be: --workspace FOLDER" : "Say where %s is to go: -o FILE", line->arguments[0]);
    return FALSE;
  }
  workspace = g_path_get_basename (folder);
  ask.workspace = workspace;
  kpis = measures != NULL ? g_strsplit (measures, ",", -1) : NULL;
  if (!dray_row_line_open (&rows, folder, "order", TRUE, error) || !find_now (rows.store, folder, &ask.now_us, error) ||
      !find_kind (rows.store, line->arguments[0], &kind, &design, error))
    return FALSE;
  if (design != NULL)
    dray_report_design_fill (design, &ask);
  if (split != NULL)
    ask.split = split;
  if (kpis != NULL)
    ask.kpis = (const char *const *) kpis;
  if (!find_period (rows.store, period == NULL && design != NULL ? design->period : period, &ask, error) || !find_one (rows.store, &dray_truck_table, truck, &ask.truck, error) ||
      !find_one (rows.store, &dray_driver_table, driver, &ask.driver, error) || !find_one (rows.store, &dray_party_table, customer, &ask.party, error))
    return FALSE;
  report = dray_report_make (kind, rows.store, &ask, line->cancellable, error);
  return report != NULL && write_report (line, report, output, error);
}
