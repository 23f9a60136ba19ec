/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-insight-details.h"

#include "dray-driver.h"
#include "dray-order.h"
#include "dray-party.h"
#include "dray-site.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"
#include "dray-visit.h"

/* The orders behind a figure with what a person asks next: whose, when it was promised, when the truck came, which one. Read on the
 * reader's thread, for as many as are listed. */

typedef struct {
  DrayWorkspace *workspace;
  DrayId        *ids;  /* (array length=n) */
  guint          n;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_object_unref (self->workspace);
  g_free (self->ids);
  g_free (self);
}

void
dray_insight_detail_free (DrayInsightDetail *self)
{
  g_free (self->customer);
  g_free (self->window);
  g_free (self->arrived);
  g_free (self->truck);
  g_free (self->driver);
  g_free (self);
}

static char *
dup_text (DrayStore       *store,
          const DrayTable *table,
          DrayId           id,
          int              field)
{
  g_autoptr (DrayRow) row = dray_id_is_none (&id) ? NULL : dray_store_get_row (store, table, &id, NULL);
  const char *text = row != NULL ? dray_row_get_text (row, field) : NULL;

  return g_strdup (text != NULL ? text : "");
}

static char *
format_time (gint64     at_us,
             GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = at_us != DRAY_NEVER ? g_date_time_new_from_unix_utc (at_us / DRAY_US_PER_S) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return local != NULL ? g_date_time_format (local, "%H:%M") : g_strdup ("");
}

static GTimeZone *
dup_zone (DrayStore *store,
          DrayId     depot)
{
  g_autofree char *name = dup_text (store, &dray_site_table, depot, DRAY_SITE_ZONE);
  GTimeZone *zone = *name != '\0' ? g_time_zone_new_identifier (name) : NULL;

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

/* The row of @table whose @field is @id and whose @by is the highest. */
static DrayRow *
find_last (DrayStore       *store,
           const DrayTable *table,
           int              field,
           const DrayId    *id,
           int              by)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);
  g_autoptr (GPtrArray) rows = NULL;

  dray_query_where_id (query, field, id);
  dray_query_order_by (query, by, TRUE);
  dray_query_set_limit (query, 1);
  rows = dray_store_select (store, query, NULL);
  return rows != NULL && rows->len > 0 ? dray_row_ref (rows->pdata[0]) : NULL;
}

static void
take_visit (DrayStore         *store,
            DrayInsightDetail *detail,
            const DrayRow     *visit,
            gint64             close_us,
            GTimeZone         *zone)
{
  gint64 arrived_us = dray_row_get_integer (visit, DRAY_VISIT_ARRIVED_US);
  gint64 promised_us = dray_row_get_integer (visit, DRAY_VISIT_PROMISED_CLOSE_US);
  gint64 until_us = promised_us != DRAY_NEVER ? promised_us : close_us;

  g_free (detail->arrived);
  detail->arrived = format_time (arrived_us, zone);
  detail->truck = dup_text (store, &dray_truck_table, dray_row_get_id (visit, DRAY_VISIT_TRUCK), DRAY_TRUCK_NUMBER);
  detail->driver = dup_text (store, &dray_driver_table, dray_row_get_id (visit, DRAY_VISIT_DRIVER), DRAY_DRIVER_NAME);
  if (arrived_us != DRAY_NEVER && until_us != DRAY_NEVER && arrived_us > until_us)
    detail->late_min = (int) MIN ((arrived_us - until_us) / DRAY_US_PER_S / 60, 100000);
}

static DrayInsightDetail *
read_detail (DrayStore    *store,
             const DrayId *id)
{
  DrayInsightDetail *detail = g_new0 (DrayInsightDetail, 1);
  g_autoptr (DrayRow) order = dray_store_get_row (store, &dray_order_table, id, NULL);
  g_autoptr (DrayRow) task = find_last (store, &dray_task_table, DRAY_TASK_ORDER_ID, id, DRAY_TASK_POSITION);
  g_autoptr (DrayRow) visit = task != NULL ? find_last (store, &dray_visit_table, DRAY_VISIT_TASK, &task->id, DRAY_VISIT_ARRIVED_US) : NULL;
  g_autoptr (GTimeZone) zone = dup_zone (store, order != NULL ? dray_row_get_id (order, DRAY_ORDER_DEPOT) : DRAY_ID_NONE);

  detail->customer = dup_text (store, &dray_party_table, order != NULL ? dray_row_get_id (order, DRAY_ORDER_PARTY) : DRAY_ID_NONE, DRAY_PARTY_NAME);
  if (task != NULL && dray_row_has (task, DRAY_TASK_WINDOW_CLOSE_US)) {
    g_autofree char *from = format_time (dray_row_get_integer (task, DRAY_TASK_WINDOW_OPEN_US), zone);
    g_autofree char *until = format_time (dray_row_get_integer (task, DRAY_TASK_WINDOW_CLOSE_US), zone);

    detail->window = g_strdup_printf ("%s–%s", from, until);
  }
  if (visit != NULL)
    take_visit (store, detail, visit, dray_row_get_integer (task, DRAY_TASK_WINDOW_CLOSE_US), zone);
  return detail;
}

static void
read_details (GTask        *task,
              gpointer      source G_GNUC_UNUSED,
              gpointer      data,
              GCancellable *cancellable)
{
  Question *self = data;
  DrayStore *store = dray_workspace_get_store (self->workspace, FALSE);
  GPtrArray *details = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_insight_detail_free);

  for (guint i = 0; i < self->n && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (details, read_detail (store, &self->ids[i]));
  g_task_return_pointer (task, details, (GDestroyNotify) g_ptr_array_unref);
}

/* @rows: whose ids are orders' */
void
dray_insight_details_async (DrayWorkspace       *workspace,
                            const DrayKpiRow    *rows,
                            guint                n_rows,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (workspace, cancellable, callback, data);
  Question *question = g_new0 (Question, 1);

  question->workspace = g_object_ref (workspace);
  question->ids = g_new (DrayId, MAX (n_rows, 1));
  question->n = n_rows;
  for (guint i = 0; i < n_rows; i++)
    question->ids[i] = rows[i].id;
  g_task_set_source_tag (task, dray_insight_details_async);
  g_task_set_task_data (task, question, question_free);
  dray_workspace_run_async (workspace, FALSE, task, read_details);
}

/* Returns: (transfer full) (element-type DrayInsightDetail): one for each row, in their order */
GPtrArray *
dray_insight_details_finish (DrayWorkspace  *workspace,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
