/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order-find.h"

#include "dray-message.h"
#include "dray-order.h"
#include "dray-party.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-units.h"

/* More than these nobody reads while somebody waits on the telephone. */
#define MAX_ORDERS 12
#define MAX_PARTIES 4

typedef struct {
  char   *words;
  GArray *stops;    /* (element-type DrayId) */
} Question;

/* All of it runs in the reader's thread. */
typedef struct {
  DrayStore *store;
  GPtrArray *found;    /* (element-type DrayOrderFacts) */
  GError    *error;
} Search;

void
dray_order_facts_free (DrayOrderFacts *self)
{
  g_free (self->reference);
  g_free (self->customer);
  g_free (self->status);
  g_free (self->site);
  g_free (self);
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->words);
  g_array_unref (question->stops);
  g_free (question);
}

/* Returns: (transfer full) (element-type DrayRow): empty once something went wrong */
static GPtrArray *
read_rows (Search    *search,
           DrayQuery *query)
{
  GPtrArray *rows = search->error == NULL ? dray_store_select (search->store, query, &search->error) : NULL;

  return rows != NULL ? rows : g_ptr_array_new_with_free_func ((GDestroyNotify) dray_row_unref);
}

/* Returns: (transfer full) (nullable) */
static DrayRow *
read_row (Search          *search,
          const DrayTable *table,
          DrayId           id)
{
  return dray_id_is_none (&id) || search->error != NULL ? NULL : dray_store_get_row (search->store, table, &id, NULL);
}

/* Returns: (transfer full) (nullable): the name of the row that @id refers to */
static char *
read_name (Search          *search,
           const DrayTable *table,
           DrayId           id,
           int              field)
{
  g_autoptr (DrayRow) row = read_row (search, table, id);

  return row != NULL ? g_strdup (dray_row_get_text (row, field)) : NULL;
}

/* The order's delivery; where it has none, its first task. */
static DrayRow *
find_task (Search       *search,
           const DrayId *order)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_task_table);
  g_autoptr (GPtrArray) tasks = NULL;

  dray_query_where_id (query, DRAY_TASK_ORDER_ID, order);
  dray_query_order_by (query, DRAY_TASK_POSITION, FALSE);
  tasks = read_rows (search, query);
  for (guint i = 0; i < tasks->len; i++) {
    if (g_strcmp0 (dray_row_get_text (tasks->pdata[i], DRAY_TASK_KIND), "delivery") == 0)
      return dray_row_ref (tasks->pdata[i]);
  }
  return tasks->len > 0 ? dray_row_ref (tasks->pdata[0]) : NULL;
}

/* The latest release counts: it is planned last. */
static DrayRow *
find_stop (Search       *search,
           const DrayId *task)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_stop_table);
  g_autoptr (GPtrArray) stops = NULL;

  dray_query_where_id (query, DRAY_STOP_TASK, task);
  dray_query_order_by (query, DRAY_STOP_PLANNED_US, TRUE);
  dray_query_set_limit (query, 1);
  stops = read_rows (search, query);
  return stops->len > 0 ? dray_row_ref (stops->pdata[0]) : NULL;
}

static gint64
find_heard_us (Search       *search,
               const DrayId *truck)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_message_table);
  g_autoptr (GPtrArray) messages = NULL;

  dray_query_where_id (query, DRAY_MESSAGE_TRUCK, truck);
  dray_query_where (query, DRAY_MESSAGE_DIRECTION, DRAY_TEST_EQUALS, dray_value_text ("from-driver"));
  dray_query_order_by (query, DRAY_MESSAGE_SENT_US, TRUE);
  dray_query_set_limit (query, 1);
  messages = read_rows (search, query);
  return messages->len > 0 ? dray_row_get_integer (messages->pdata[0], DRAY_MESSAGE_SENT_US) : DRAY_NEVER;
}

static void
take_stop (Search         *search,
           DrayOrderFacts *facts,
           const DrayRow  *stop)
{
  g_autoptr (DrayRow) route = read_row (search, &dray_route_table, dray_row_get_id (stop, DRAY_STOP_ROUTE));

  facts->stop = stop->id;
  facts->planned_us = dray_row_get_integer (stop, DRAY_STOP_PLANNED_US);
  facts->arrived_us = dray_row_get_integer (stop, DRAY_STOP_ARRIVED_US);
  facts->departed_us = dray_row_get_integer (stop, DRAY_STOP_DEPARTED_US);
  if (route == NULL)
    return;
  facts->truck = dray_row_get_id (route, DRAY_ROUTE_TRUCK);
  facts->heard_us = find_heard_us (search, &facts->truck);
}

static void
take_task (Search         *search,
           DrayOrderFacts *facts,
           const DrayRow  *task)
{
  g_autoptr (DrayRow) stop = find_stop (search, &task->id);

  facts->open_us = dray_row_get_integer (task, DRAY_TASK_WINDOW_OPEN_US);
  facts->close_us = dray_row_get_integer (task, DRAY_TASK_WINDOW_CLOSE_US);
  facts->site = read_name (search, &dray_site_table, dray_row_get_id (task, DRAY_TASK_SITE), DRAY_SITE_NAME);
  if (stop != NULL)
    take_stop (search, facts, stop);
}

static gboolean
is_found (Search       *search,
          const DrayId *order)
{
  for (guint i = 0; i < search->found->len; i++) {
    if (dray_id_equal (&((DrayOrderFacts *) search->found->pdata[i])->order, order))
      return TRUE;
  }
  return FALSE;
}

static void
add_order (Search        *search,
           const DrayRow *order)
{
  DrayOrderFacts *facts;
  g_autoptr (DrayRow) task = NULL;

  if (search->found->len >= MAX_ORDERS || is_found (search, &order->id))
    return;
  facts = g_new0 (DrayOrderFacts, 1);
  facts->order = order->id;
  facts->open_us = facts->close_us = facts->planned_us = facts->arrived_us = facts->departed_us = facts->heard_us = DRAY_NEVER;
  facts->reference = g_strdup (dray_row_get_text (order, DRAY_ORDER_REFERENCE));
  facts->status = g_strdup (dray_row_get_text (order, DRAY_ORDER_STATUS));
  facts->customer = read_name (search, &dray_party_table, dray_row_get_id (order, DRAY_ORDER_PARTY), DRAY_PARTY_NAME);
  task = find_task (search, &order->id);
  if (task != NULL)
    take_task (search, facts, task);
  g_ptr_array_add (search->found, facts);
}

/* @query: of orders; the newest day first */
static void
add_orders (Search    *search,
            DrayQuery *query)
{
  g_autoptr (GPtrArray) orders = NULL;

  dray_query_order_by (query, DRAY_ORDER_DAY, TRUE);
  dray_query_set_limit (query, MAX_ORDERS);
  orders = read_rows (search, query);
  for (guint i = 0; i < orders->len; i++)
    add_order (search, orders->pdata[i]);
}

static void
search_references (Search     *search,
                   const char *words)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_order_table);

  dray_query_where (query, DRAY_ORDER_REFERENCE, DRAY_TEST_CONTAINS, dray_value_text (words));
  add_orders (search, query);
}

/* By name, telephone number or mail address of who asked for it. */
static void
search_customers (Search     *search,
                  const char *words)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_party_table);
  g_autoptr (GPtrArray) parties = NULL;

  dray_query_search (query, words);
  dray_query_set_limit (query, MAX_PARTIES);
  parties = read_rows (search, query);
  for (guint i = 0; i < parties->len && search->found->len < MAX_ORDERS; i++) {
    g_autoptr (DrayQuery) of_party = dray_query_new (&dray_order_table);

    dray_query_where_id (of_party, DRAY_ORDER_PARTY, &((DrayRow *) parties->pdata[i])->id);
    add_orders (search, of_party);
  }
}

static void
take_stops (Search *search,
            GArray *stops)
{
  for (guint i = 0; i < stops->len; i++) {
    g_autoptr (DrayRow) stop = read_row (search, &dray_stop_table, g_array_index (stops, DrayId, i));
    g_autoptr (DrayRow) task = stop != NULL ? read_row (search, &dray_task_table, dray_row_get_id (stop, DRAY_STOP_TASK)) : NULL;
    g_autoptr (DrayRow) order = task != NULL ? read_row (search, &dray_order_table, dray_row_get_id (task, DRAY_TASK_ORDER_ID)) : NULL;

    if (order != NULL)
      add_order (search, order);
  }
}

static void
find_orders (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  const Question *question = data;
  Search search = { dray_workspace_get_store (source, FALSE), g_ptr_array_new_with_free_func ((GDestroyNotify) dray_order_facts_free), NULL };

  if (*question->words == '\0') {
    take_stops (&search, question->stops);
  } else {
    search_references (&search, question->words);
    search_customers (&search, question->words);
  }
  if (search.error == NULL) {
    g_task_return_pointer (task, search.found, (GDestroyNotify) g_ptr_array_unref);
    return;
  }
  g_ptr_array_unref (search.found);
  g_task_return_error (task, search.error);
}

/**
 * dray_order_find_async:
 * @words: part of a reference, a customer's name or a telephone number; empty to ask for @stops
 * @stops: (array length=n_stops): the stops whose orders are wanted where there are no words
 *
 * Looks for orders on the reader's thread: at most a dozen, the newest day first.
 */
void
dray_order_find_async (DrayWorkspace       *workspace,
                       const char          *words,
                       const DrayId        *stops,
                       guint                n_stops,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (DRAY_IS_WORKSPACE (workspace));
  g_return_if_fail (words != NULL);

  g_autoptr (GTask) task = g_task_new (workspace, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->words = g_strstrip (g_strdup (words));
  question->stops = g_array_new (FALSE, FALSE, sizeof (DrayId));
  if (n_stops > 0)
    g_array_append_vals (question->stops, stops, n_stops);
  g_task_set_source_tag (task, dray_order_find_async);
  g_task_set_task_data (task, question, question_free);
  dray_workspace_run_async (workspace, FALSE, task, find_orders);
}

/* Returns: (transfer full) (element-type DrayOrderFacts) */
GPtrArray *
dray_order_find_finish (GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dray_order_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
