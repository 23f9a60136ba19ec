/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-reader.h"

#include "dray-operating-day.h"
#include "dray-order.h"
#include "dray-party.h"
#include "dray-report-error.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"

struct _DrayReportReader {
  /* Owned */
  DrayFigureReader *figures;
  GHashTable       *rows;    /* DrayId to DrayRow: what was looked up; none for a row that is not there */
  /* Borrowed */
  DrayStore        *store;
  GCancellable     *cancellable;

  DrayReportAsk     ask;
  guint             n_read;
};

static void
row_free (gpointer data)
{
  if (data != NULL)
    dray_row_unref (data);
}

/* Errors: %DRAY_REPORT_ERROR_ASK for a period that ends before it begins or is longer than %DRAY_REPORT_MAX_DAYS */
DrayReportReader *
dray_report_reader_new (DrayStore            *store,
                        const DrayReportAsk  *ask,
                        GCancellable         *cancellable,
                        GError              **error)
{
  g_autoptr (DrayReportReader) self = g_new0 (DrayReportReader, 1);

  self->rows = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, row_free);
  self->store = store;
  self->cancellable = cancellable;
  self->ask = *ask;
  if (ask->last_day < ask->first_day) {
    g_set_error_literal (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK, "The period ends before it begins");
    return NULL;
  }
  if (ask->last_day - ask->first_day >= DRAY_REPORT_MAX_DAYS) {
    g_set_error_literal (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK, "A report covers at most ten years");
    return NULL;
  }
  self->figures = dray_figure_reader_new (dray_store_get_database (store), error);
  return self->figures != NULL ? g_steal_pointer (&self) : NULL;
}

void
dray_report_reader_free (DrayReportReader *self)
{
  g_hash_table_unref (self->rows);
  g_clear_pointer (&self->figures, dray_figure_reader_free);
  g_free (self);
}

const DrayReportAsk *
dray_report_reader_get_ask (DrayReportReader *self)
{
  return &self->ask;
}

GTimeZone *
dray_report_reader_get_zone (DrayReportReader *self)
{
  return dray_figure_reader_get_zone (self->figures);
}

GCancellable *
dray_report_reader_get_cancellable (DrayReportReader *self)
{
  return self->cancellable;
}

/* Returns: (transfer none): what counts the workspace's figures and feeds its models */
DrayFigureReader *
dray_report_reader_get_figures (DrayReportReader *self)
{
  return self->figures;
}

/* Returns: what was asked of the report, asked of figures */
DrayFigureAsk
dray_report_reader_make_figure_ask (DrayReportReader *self)
{
  const DrayReportAsk *ask = &self->ask;

  return (DrayFigureAsk) {
    .first_day = ask->first_day, .last_day = ask->last_day, .split = ask->split, .truck = ask->truck, .driver = ask->driver, .depot = ask->depot, .party = ask->party,
  };
}

/* The period's first instant. */
gint64
dray_report_reader_get_start_us (DrayReportReader *self)
{
  return dray_figure_reader_get_start_us (self->figures, self->ask.first_day);
}

/* The instant after its last. */
gint64
dray_report_reader_get_end_us (DrayReportReader *self)
{
  return dray_figure_reader_get_start_us (self->figures, self->ask.last_day + 1);
}

/* Returns: (transfer full): "Thu 19 Nov 2026" or "2 Nov 2026 to 8 Nov 2026" */
char *
dray_report_reader_dup_period (DrayReportReader *self)
{
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_utc (CLAMP (self->ask.first_day, -700000, 2900000) * 86400);
  g_autoptr (GDateTime) last = g_date_time_new_from_unix_utc (CLAMP (self->ask.last_day, -700000, 2900000) * 86400);

  if (self->ask.first_day == self->ask.last_day)
    return g_date_time_format (first, "%A, %-d %B %Y");
  g_autofree char *from = g_date_time_format (first, "%-d %B %Y"), *until = g_date_time_format (last, "%-d %B %Y");

  return g_strdup_printf ("%s to %s", from, until);
}

/**
 * dray_report_reader_select:
 *
 * Returns: (transfer full) (element-type DrayRow): the rows
 *
 * Errors: %DRAY_REPORT_ERROR_LIMIT before rows are read that a report has no room for; %G_IO_ERROR_CANCELLED
 */
GPtrArray *
dray_report_reader_select (DrayReportReader  *self,
                           DrayQuery         *query,
                           GError           **error)
{
  gint64 n_rows;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !dray_store_count (self->store, query, &n_rows, error))
    return NULL;
  if (n_rows > DRAY_REPORT_MAX_ROWS - (gint64) MIN (self->n_read, DRAY_REPORT_MAX_ROWS)) {
    g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_LIMIT,
                 "The period has more rows of “%s” than the %u that a report holds. Choose a shorter period, or export the records.",
                 dray_query_get_table (query)->label, DRAY_REPORT_MAX_ROWS);
    return NULL;
  }
  self->n_read += (guint) n_rows;
  return dray_store_select (self->store, query, error);
}

static GPtrArray *
select_between (DrayReportReader  *self,
                const DrayTable   *table,
                int                field,
                gint64             first,
                gint64             end,
                GError           **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);

  dray_query_where (query, field, DRAY_TEST_AT_LEAST, dray_value_integer (first));
  dray_query_where (query, field, DRAY_TEST_BELOW, dray_value_integer (end));
  dray_query_order_by (query, field, FALSE);
  return dray_report_reader_select (self, query, error);
}

/* The rows whose day lies in the period, in its order. */
GPtrArray *
dray_report_reader_select_days (DrayReportReader  *self,
                                const DrayTable   *table,
                                int                day_field,
                                GError           **error)
{
  return select_between (self, table, day_field, self->ask.first_day, self->ask.last_day + 1, error);
}

/* The rows whose instant lies in the period, in its order. */
GPtrArray *
dray_report_reader_select_times (DrayReportReader  *self,
                                 const DrayTable   *table,
                                 int                time_field,
                                 GError           **error)
{
  return select_between (self, table, time_field, dray_report_reader_get_start_us (self), dray_report_reader_get_end_us (self), error);
}

typedef struct {
  gint64         day;
  const char    *number;
  gint64         start_us;
  DrayRow       *route;
} RoutePlace;

/* By day, then by the truck's number as people count, then by start. */
static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const RoutePlace *left = a, *right = b;
  gint64 left_number = g_ascii_strtoll (left->number, NULL, 10), right_number = g_ascii_strtoll (right->number, NULL, 10);
  int order = (left->day > right->day) - (left->day < right->day);

  if (order == 0)
    order = (left_number > right_number) - (left_number < right_number);
  if (order == 0)
    order = g_strcmp0 (left->number, right->number);
  return order != 0 ? order : (left->start_us > right->start_us) - (left->start_us < right->start_us);
}

static gboolean
is_asked_for (DrayReportReader *self,
              const DrayRow    *route)
{
  DrayId truck = dray_row_get_id (route, DRAY_ROUTE_TRUCK), driver = dray_row_get_id (route, DRAY_ROUTE_DRIVER);

  return (dray_id_is_none (&self->ask.truck) || dray_id_equal (&truck, &self->ask.truck)) &&
         (dray_id_is_none (&self->ask.driver) || dray_id_equal (&driver, &self->ask.driver));
}

/* Returns: (transfer full) (element-type DrayRow): the period's routes of the truck and driver asked for */
GPtrArray *
dray_report_reader_list_routes (DrayReportReader  *self,
                                GError           **error)
{
  g_autoptr (GPtrArray) rows = dray_report_reader_select_days (self, &dray_route_table, DRAY_ROUTE_DAY, error);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (RoutePlace));
  GPtrArray *routes;

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++) {
    DrayRow *row = rows->pdata[i];
    RoutePlace place = { dray_row_get_integer (row, DRAY_ROUTE_DAY), dray_report_reader_get_name (self, &dray_truck_table, dray_row_get_id (row, DRAY_ROUTE_TRUCK)),
                         dray_row_get_integer (row, DRAY_ROUTE_START_US), row };

    if (is_asked_for (self, row))
      g_array_append_val (places, place);
  }
  g_array_sort (places, compare_places);
  routes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_row_unref);
  for (guint i = 0; i < places->len; i++)
    g_ptr_array_add (routes, dray_row_ref (g_array_index (places, RoutePlace, i).route));
  return routes;
}

/* Returns: (transfer full) (element-type DrayKpiResult): figures of the period, split by what was asked for */
GPtrArray *
dray_report_reader_measure (DrayReportReader      *self,
                            const DrayKpi *const  *kpis,
                            guint                  n_kpis,
                            GError               **error)
{
  DrayFigureAsk ask = dray_report_reader_make_figure_ask (self);

  /* Every result has its days. */
  if (g_strcmp0 (ask.split, "day") == 0)
    ask.split = NULL;
  return dray_figure_reader_measure (self->figures, kpis, n_kpis, &ask, self->ask.now_us, self->cancellable, error);
}

/* Returns: (transfer none) (nullable): a row, also a deleted one, so that a report on what was deleted still names it */
const DrayRow *
dray_report_reader_find (DrayReportReader *self,
                         const DrayTable  *table,
                         DrayId            id)
{
  gpointer found;

  if (dray_id_is_none (&id))
    return NULL;
  if (g_hash_table_lookup_extended (self->rows, &id, NULL, &found))
    return found;
  found = dray_store_get_row (self->store, table, &id, NULL);
  g_hash_table_insert (self->rows, g_memdup2 (&id, sizeof id), found);
  return found;
}

/* Returns: (transfer none): what people call a record; empty for none */
const char *
dray_report_reader_get_name (DrayReportReader *self,
                             const DrayTable  *table,
                             DrayId            id)
{
  const DrayRow *row = dray_report_reader_find (self, table, id);
  int field = table->title_field != NULL ? dray_table_find_field (table, table->title_field) : -1;
  const char *name = row != NULL && field >= 0 ? dray_row_get_text (row, field) : NULL;

  return name != NULL ? name : "";
}

static void
stop_clear (gpointer data)
{
  dray_row_unref (((DrayReportStop *) data)->stop);
}

static gint64
measure_late (const DrayReportStop *stop)
{
  gint64 close_us = stop->task != NULL ? dray_row_get_integer (stop->task, DRAY_TASK_WINDOW_CLOSE_US) : DRAY_NEVER;
  gint64 arrived_us = dray_row_get_integer (stop->stop, DRAY_STOP_ARRIVED_US);
  gint64 tolerance_s = stop->party != NULL ? dray_row_get_integer (stop->party, DRAY_PARTY_TOLERANCE_S) : 0;

  if (close_us == DRAY_NEVER || arrived_us == DRAY_NEVER)
    return DRAY_NEVER;
  return (arrived_us - close_us) / G_USEC_PER_SEC - tolerance_s;
}

/**
 * dray_report_reader_list_stops:
 *
 * Returns: (transfer full) (element-type DrayReportStop): a route's stops in their order; of another customer than the one asked for they
 *   are left out
 */
GArray *
dray_report_reader_list_stops (DrayReportReader  *self,
                               const DrayRow     *route,
                               GError           **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_stop_table);
  g_autoptr (GPtrArray) rows = NULL;
  GArray *stops;

  dray_query_where_id (query, DRAY_STOP_ROUTE, &route->id);
  dray_query_order_by (query, DRAY_STOP_RANK, FALSE);
  rows = dray_report_reader_select (self, query, error);
  if (rows == NULL)
    return NULL;
  stops = g_array_new (FALSE, FALSE, sizeof (DrayReportStop));
  g_array_set_clear_func (stops, stop_clear);
  for (guint i = 0; i < rows->len; i++) {
    DrayReportStop stop = { .stop = rows->pdata[i] };

    stop.task = dray_report_reader_find (self, &dray_task_table, dray_row_get_id (stop.stop, DRAY_STOP_TASK));
    stop.order = stop.task != NULL ? dray_report_reader_find (self, &dray_order_table, dray_row_get_id (stop.task, DRAY_TASK_ORDER_ID)) : NULL;
    stop.party = stop.order != NULL ? dray_report_reader_find (self, &dray_party_table, dray_row_get_id (stop.order, DRAY_ORDER_PARTY)) : NULL;
    stop.site = dray_report_reader_find (self, &dray_site_table, dray_row_get_id (stop.stop, DRAY_STOP_SITE));
    stop.late_s = measure_late (&stop);
    if (!dray_id_is_none (&self->ask.party) && (stop.party == NULL || !dray_id_equal (&stop.party->id, &self->ask.party)))
      continue;
    dray_row_ref (stop.stop);
    g_array_append_val (stops, stop);
  }
  return stops;
}

void
dray_report_table_add_field (DrayReportTable *table,
                             const DrayRow   *row,
                             int              field)
{
  dray_report_table_take (table, row != NULL ? dray_value_copy (&row->values[field]) : dray_value_none ());
}

void
dray_report_table_add_span (DrayReportTable *table,
                            gint64           from_us,
                            gint64           until_us)
{
  if (from_us == DRAY_NEVER || until_us == DRAY_NEVER)
    dray_report_table_add_nothing (table);
  else
    dray_report_table_add_integer (table, (until_us - from_us) / G_USEC_PER_SEC);
}
