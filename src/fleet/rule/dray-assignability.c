/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-assignability.h"
#include "dray-defect.h"
#include "dray-document.h"
#include "dray-route.h"
#include "dray-shift.h"
#include "dray-work-order.h"

#include <glib/gi18n-lib.h>

/* What keeps a truck or a driver from a route, whoever asks: the planner leaves them out, and a release is refused. Of documents of one kind
 * one that is valid is enough, so that a renewal may lie beside the lapsed one; a kind of which there is none at all is nobody's rule here. */

typedef struct {
  const DrayAssignment *assignment;
  DrayAssignSelect      select;
  gpointer              user_data;
} Judge;

static gboolean
is_none (const DrayId *id)
{
  return dray_id_is_none (id);
}

static gboolean
is_valid_on (const DrayRow *document,
             gint64         day)
{
  if (dray_row_has (document, DRAY_DOCUMENT_VALID_FROM) && dray_row_get_integer (document, DRAY_DOCUMENT_VALID_FROM) > day)
    return FALSE;
  return dray_row_get_integer (document, DRAY_DOCUMENT_EXPIRES_ON) >= day;
}

/* Whether there is a kind of document all of which are out of date. */
static gboolean
has_lapsed (Judge        *self,
            int           field,
            const DrayId *of)
{
  g_autoptr (GPtrArray) documents = self->select (&dray_document_table, field, of, self->user_data);
  guint64 held = 0, valid = 0;

  for (guint i = 0; documents != NULL && i < documents->len; i++) {
    guint64 kind = G_GUINT64_CONSTANT (1) << MAX (dray_row_get_choice (documents->pdata[i], DRAY_DOCUMENT_KIND), 0);

    held |= kind;
    if (is_valid_on (documents->pdata[i], self->assignment->day))
      valid |= kind;
  }
  return (held & ~valid) != 0;
}

static gboolean
has_defect (Judge *self)
{
  g_autoptr (GPtrArray) defects = self->select (&dray_defect_table, DRAY_DEFECT_TRUCK, &self->assignment->truck, self->user_data);

  for (guint i = 0; defects != NULL && i < defects->len; i++)
    if (g_strcmp0 (dray_row_get_text (defects->pdata[i], DRAY_DEFECT_STATUS), "open") == 0 && dray_row_get_boolean (defects->pdata[i], DRAY_DEFECT_SAFETY_CRITICAL))
      return TRUE;
  return FALSE;
}

static gboolean
overlaps (Judge         *self,
          const DrayRow *row,
          int            from_field,
          int            until_field)
{
  gint64 until_us = dray_row_has (row, until_field) ? dray_row_get_integer (row, until_field) : G_MAXINT64;

  return dray_row_get_integer (row, from_field) < self->assignment->until_us && until_us > self->assignment->from_us;
}

static gboolean
is_in_workshop (Judge *self)
{
  g_autoptr (GPtrArray) orders = self->select (&dray_work_order_table, DRAY_WORK_ORDER_TRUCK, &self->assignment->truck, self->user_data);

  for (guint i = 0; orders != NULL && i < orders->len; i++) {
    const char *status = dray_row_get_text (orders->pdata[i], DRAY_WORK_ORDER_STATUS);

    if ((g_strcmp0 (status, "booked") == 0 || g_strcmp0 (status, "in-work") == 0) && overlaps (self, orders->pdata[i], DRAY_WORK_ORDER_FROM_US, DRAY_WORK_ORDER_UNTIL_US))
      return TRUE;
  }
  return FALSE;
}

/* Whether another route of theirs lies in the same time. One that is over no longer counts: it has its own times. */
static gboolean
is_on_another (Judge        *self,
               int           field,
               const DrayId *of)
{
  g_autoptr (GPtrArray) routes = self->select (&dray_route_table, field, of, self->user_data);

  for (guint i = 0; routes != NULL && i < routes->len; i++) {
    const DrayRow *route = routes->pdata[i];
    const char *status = dray_row_get_text (route, DRAY_ROUTE_STATUS);

    if (!dray_id_equal (&route->id, &self->assignment->route) && g_strcmp0 (status, "finished") != 0 && g_strcmp0 (status, "closed") != 0
        && overlaps (self, route, DRAY_ROUTE_START_US, DRAY_ROUTE_END_US))
      return TRUE;
  }
  return FALSE;
}

/* Leave and sickness stand in the roster as what they are. */
static gboolean
is_away (Judge *self)
{
  g_autoptr (GPtrArray) shifts = self->select (&dray_shift_table, DRAY_SHIFT_DRIVER, &self->assignment->driver, self->user_data);

  for (guint i = 0; shifts != NULL && i < shifts->len; i++) {
    const char *kind = dray_row_get_text (shifts->pdata[i], DRAY_SHIFT_KIND);

    if ((g_strcmp0 (kind, "leave") == 0 || g_strcmp0 (kind, "sick") == 0) && overlaps (self, shifts->pdata[i], DRAY_SHIFT_START_US, DRAY_SHIFT_END_US))
      return TRUE;
  }
  return FALSE;
}

static const char *
find_truck_fault (Judge *self)
{
  const DrayAssignment *at = self->assignment;

  if (has_lapsed (self, DRAY_DOCUMENT_TRUCK, &at->truck))
    return N_("A document of the truck has lapsed.");
  if (has_defect (self))
    return N_("The truck has a defect that matters for safety.");
  if (is_in_workshop (self))
    return N_("The truck is booked into the workshop.");
  return !is_none (&at->route) && is_on_another (self, DRAY_ROUTE_TRUCK, &at->truck) ? N_("The truck drives another route in that time.") : NULL;
}

static const char *
find_driver_fault (Judge *self)
{
  const DrayAssignment *at = self->assignment;

  if (has_lapsed (self, DRAY_DOCUMENT_DRIVER, &at->driver))
    return N_("A document of the driver has lapsed.");
  if (is_away (self))
    return N_("The driver is on leave or ill in that time.");
  return !is_none (&at->route) && is_on_another (self, DRAY_ROUTE_DRIVER, &at->driver) ? N_("The driver drives another route in that time.") : NULL;
}

/**
 * dray_assignability_find_fault:
 *
 * Returns: (nullable): why the truck or the driver can't be assigned, marked with N_(); %NULL where nothing is in the way
 */
const char *
dray_assignability_find_fault (const DrayAssignment *self,
                               DrayAssignSelect      select,
                               gpointer              user_data)
{
  Judge judge = { self, select, user_data };
  const char *fault = is_none (&self->truck) ? NULL : find_truck_fault (&judge);

  return fault != NULL || is_none (&self->driver) ? fault : find_driver_fault (&judge);
}
