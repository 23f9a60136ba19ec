/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-json.h"
#include "dray-operating-day.h"
#include "dray-order.h"
#include "dray-recurring-day.h"
#include "dray-recurring-order.h"
#include "dray-site.h"
#include "dray-store-error.h"
#include "dray-task.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Recurring orders become orders of a day. The ids of what is made follow from the recurring order and the day, so that whoever asks a second
 * time, or on another machine, makes nothing twice; an order that was cancelled by hand since is there still, and stays cancelled. */

typedef struct {
  DrayStore        *store;
  DraySchema       *schema;
  gint64            day;
  DrayRecurringDay *made;
} Reading;

static DrayId
derive (const char    *kind,
        const DrayRow *row,
        gint64         day)
{
  guint8 bytes[sizeof (DrayId) + sizeof (gint64)];
  gint64 ordered = GINT64_TO_LE (day);

  memcpy (bytes, &row->id, sizeof (DrayId));
  memcpy (bytes + sizeof (DrayId), &ordered, sizeof ordered);
  return dray_id_derive (kind, bytes, sizeof bytes);
}

/* Monday is 1; 1970-01-01 was a Thursday. */
static gboolean
is_due (const DrayRow *row,
        gint64         day)
{
  const char *weekdays = dray_row_get_text (row, DRAY_RECURRING_ORDER_WEEKDAYS);
  char weekday = (char) ('1' + ((day + 3) % 7 + 7) % 7);

  if (weekdays == NULL || strchr (weekdays, weekday) == NULL)
    return FALSE;
  if (dray_row_has (row, DRAY_RECURRING_ORDER_FROM_ON) && day < dray_row_get_integer (row, DRAY_RECURRING_ORDER_FROM_ON))
    return FALSE;
  return !dray_row_has (row, DRAY_RECURRING_ORDER_UNTIL_ON) || day <= dray_row_get_integer (row, DRAY_RECURRING_ORDER_UNTIL_ON);
}

/* Local midnight at the depot. */
static gint64
find_midnight_us (const DrayRow *depot,
                  gint64         day)
{
  const char *name = dray_row_get_text (depot, DRAY_SITE_ZONE);
  g_autoptr (GTimeZone) zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  if (zone == NULL)
    zone = g_time_zone_new_utc ();
  return dray_operating_day_start_us (zone, 0, day);
}

static void
append_id (GString      *values,
           const char   *field,
           const DrayId *id)
{
  g_autofree char *text = dray_id_dup_text (id);

  g_string_append_printf (values, ", \"%s\": \"%s\"", field, text);
}

static void
add_create (Reading      *self,
            const char   *table,
            const DrayId *id,
            const char   *values)
{
  DrayIntent *intent = dray_intent_new (self->schema, "record.create");

  dray_intent_set_text (intent, "table", table);
  dray_intent_set_id (intent, "id", id);
  dray_intent_set_text (intent, "values", values);
  g_ptr_array_add (self->made->intents, intent);
}

static void
add_order (Reading       *self,
           const DrayRow *row,
           const DrayId  *order)
{
  g_autoptr (GString) values = g_string_new ("{\"reference\": ");
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (self->day * DRAY_S_PER_DAY);
  g_autofree char *date = g_date_time_format (at, "%F"), *reference = g_strdup_printf ("%.29s %s", dray_row_get_text (row, DRAY_RECURRING_ORDER_REFERENCE), date);
  DrayId party = dray_row_get_id (row, DRAY_RECURRING_ORDER_PARTY), depot = dray_row_get_id (row, DRAY_RECURRING_ORDER_DEPOT);

  dray_json_append_string (values, reference);
  append_id (values, "party", &party);
  append_id (values, "depot", &depot);
  g_string_append_printf (values, ", \"day\": \"%s\"", date);
  if (dray_row_get_text (row, DRAY_RECURRING_ORDER_NOTE) != NULL) {
    g_string_append (values, ", \"note\": ");
    dray_json_append_string (values, dray_row_get_text (row, DRAY_RECURRING_ORDER_NOTE));
  }
  g_string_append_c (values, '}');
  add_create (self, dray_order_table.name, order, values->str);
}

static void
add_task (Reading       *self,
          const DrayRow *row,
          const DrayId  *order,
          const DrayId  *task)
{
  g_autoptr (GString) values = g_string_new ("{\"kind\": \"delivery\"");
  DrayId site = dray_row_get_id (row, DRAY_RECURRING_ORDER_SITE);

  append_id (values, "order_id", order);
  append_id (values, "site", &site);
  if (dray_row_has (row, DRAY_RECURRING_ORDER_LOAD_KG))
    g_string_append_printf (values, ", \"load_kg\": %" G_GINT64_FORMAT, dray_row_get_integer (row, DRAY_RECURRING_ORDER_LOAD_KG));
  if (dray_row_has (row, DRAY_RECURRING_ORDER_PALLETS))
    g_string_append_printf (values, ", \"pallets\": %" G_GINT64_FORMAT, dray_row_get_integer (row, DRAY_RECURRING_ORDER_PALLETS));
  g_string_append_c (values, '}');
  add_create (self, dray_task_table.name, task, values->str);
}

/* What comes back every week was agreed once: its window is a promise. */
static void
add_promise (Reading       *self,
             const DrayRow *row,
             const DrayRow *depot,
             const DrayId  *order,
             const DrayId  *task)
{
  DrayIntent *intent = dray_intent_new (self->schema, "order.confirm");
  gint64 midnight_us = find_midnight_us (depot, self->day);

  dray_intent_set_id (intent, "order", order);
  if (dray_row_has (row, DRAY_RECURRING_ORDER_OPEN_S) && dray_row_has (row, DRAY_RECURRING_ORDER_CLOSE_S)) {
    dray_intent_set_id (intent, "task", task);
    dray_intent_set_integer (intent, "open_us", midnight_us + dray_row_get_integer (row, DRAY_RECURRING_ORDER_OPEN_S) * DRAY_US_PER_S);
    dray_intent_set_integer (intent, "close_us", midnight_us + dray_row_get_integer (row, DRAY_RECURRING_ORDER_CLOSE_S) * DRAY_US_PER_S);
  }
  g_ptr_array_add (self->made->intents, intent);
}

static void
refuse (Reading       *self,
        const DrayRow *row,
        const char    *reason)
{
  g_ptr_array_add (self->made->refused, g_strdup_printf ("%s: %s", dray_row_get_text (row, DRAY_RECURRING_ORDER_REFERENCE), reason));
}

/* Returns: (transfer full) (nullable): a row, deleted or not; %NULL without @error where there is none */
static DrayRow *
look_up (Reading          *self,
         const DrayTable  *table,
         const DrayId     *id,
         GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  DrayRow *row = dray_store_get_row (self->store, table, id, &local_error);

  if (row == NULL && !g_error_matches (local_error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return row;
}

static gboolean
take (Reading        *self,
      const DrayRow  *row,
      GError        **error)
{
  DrayId order = derive ("recurring-order", row, self->day), task = derive ("recurring-task", row, self->day), depot_id = dray_row_get_id (row, DRAY_RECURRING_ORDER_DEPOT);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DrayRow) there = look_up (self, &dray_order_table, &order, &local_error), depot = NULL;

  if (there == NULL && local_error == NULL)
    depot = look_up (self, &dray_site_table, &depot_id, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (there != NULL)
    self->made->n_there++;
  else if (depot == NULL || depot->is_deleted)
    refuse (self, row, _("its depot is gone"));
  else if (dray_row_get_integer (row, DRAY_RECURRING_ORDER_CLOSE_S) < dray_row_get_integer (row, DRAY_RECURRING_ORDER_OPEN_S))
    refuse (self, row, _("its window ends before it begins"));
  else {
    add_order (self, row, &order);
    add_task (self, row, &order, &task);
    add_promise (self, row, depot, &order, &task);
    self->made->n_orders++;
  }
  return TRUE;
}

/**
 * dray_recurring_day_read:
 * @day: days since 1970-01-01
 *
 * What has to be submitted, in its order, so that the recurring orders of a day are orders of that day. Nothing is written here.
 */
DrayRecurringDay *
dray_recurring_day_read (DrayStore  *store,
                         gint64      day,
                         GError    **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_recurring_order_table);
  g_autoptr (GPtrArray) rows = dray_store_select (store, query, error);
  g_autoptr (DrayRecurringDay) made = NULL;

  if (rows == NULL)
    return NULL;
  made = g_rc_box_new0 (DrayRecurringDay);
  made->intents = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_intent_free);
  made->refused = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rows->len; i++) {
    Reading reading = { store, dray_store_get_schema (store), day, made };

    if (is_due (rows->pdata[i], day) && !take (&reading, rows->pdata[i], error))
      return NULL;
  }
  return g_steal_pointer (&made);
}

static void
recurring_day_clear (DrayRecurringDay *self)
{
  g_ptr_array_unref (self->intents);
  g_ptr_array_unref (self->refused);
}

void
dray_recurring_day_unref (DrayRecurringDay *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) recurring_day_clear);
}
