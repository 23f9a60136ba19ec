/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-advance.h"
#include "dray-alarm-operations.h"
#include "dray-alarm.h"
#include "dray-canned-reply.h"
#include "dray-charge.h"
#include "dray-coaching-note.h"
#include "dray-commodity.h"
#include "dray-conflict-operations.h"
#include "dray-conflict.h"
#include "dray-contact.h"
#include "dray-daily-check.h"
#include "dray-day-plan.h"
#include "dray-deduction.h"
#include "dray-defect.h"
#include "dray-document.h"
#include "dray-driver.h"
#include "dray-duty-operations.h"
#include "dray-duty.h"
#include "dray-fence-event.h"
#include "dray-fence-operations.h"
#include "dray-fence-truck.h"
#include "dray-fence-vertex.h"
#include "dray-fence.h"
#include "dray-fleet-schema.h"
#include "dray-fuel.h"
#include "dray-incident.h"
#include "dray-message-operations.h"
#include "dray-message.h"
#include "dray-meter-reading.h"
#include "dray-order-line.h"
#include "dray-order-operations.h"
#include "dray-order.h"
#include "dray-override.h"
#include "dray-party.h"
#include "dray-plan-operations.h"
#include "dray-plan-stop.h"
#include "dray-price.h"
#include "dray-rating.h"
#include "dray-recurring-order.h"
#include "dray-route-operations.h"
#include "dray-route.h"
#include "dray-saved-report.h"
#include "dray-settlement-line.h"
#include "dray-settlement-operations.h"
#include "dray-settlement.h"
#include "dray-shift-note.h"
#include "dray-shift.h"
#include "dray-site.h"
#include "dray-standing-route.h"
#include "dray-standing-stop.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-trailer.h"
#include "dray-trip.h"
#include "dray-truck-operations.h"
#include "dray-truck.h"
#include "dray-visit-operations.h"
#include "dray-visit.h"
#include "dray-weigh-operations.h"
#include "dray-weigh-ticket.h"
#include "dray-weighbridge.h"
#include "dray-work-order.h"

/* Made by the build from data/migrations/fleet. */
GResource *dray_fleet_migrations_get_resource (void);

static const DrayMigrationSeries migrations[] = {
  { "fleet", dray_fleet_migrations_get_resource, "/org/dray/migrations/fleet" },
};

static const DrayTable *const tables[] = {
  &dray_party_table,
  &dray_site_table,
  &dray_truck_table,
  &dray_driver_table,
  &dray_shift_table,
  &dray_order_table,
  &dray_task_table,
  &dray_route_table,
  &dray_stop_table,
  &dray_alarm_table,
  &dray_message_table,
  &dray_fence_table,
  &dray_fence_vertex_table,
  &dray_fence_truck_table,
  &dray_fence_event_table,
  &dray_trailer_table,
  &dray_document_table,
  &dray_defect_table,
  &dray_work_order_table,
  &dray_contact_table,
  &dray_fuel_table,
  &dray_meter_reading_table,
  &dray_incident_table,
  &dray_rating_table,
  &dray_shift_note_table,
  &dray_canned_reply_table,
  &dray_commodity_table,
  &dray_price_table,
  &dray_recurring_order_table,
  &dray_visit_table,
  &dray_saved_report_table,
  &dray_conflict_table,
  &dray_duty_table,
  &dray_weighbridge_table,
  &dray_weigh_ticket_table,
  &dray_deduction_table,
  &dray_advance_table,
  &dray_settlement_table,
  &dray_settlement_line_table,
  &dray_charge_table,
  &dray_trip_table,
  &dray_standing_route_table,
  &dray_standing_stop_table,
  &dray_day_plan_table,
  &dray_plan_stop_table,
  &dray_override_table,
  &dray_daily_check_table,
  &dray_order_line_table,
  &dray_coaching_note_table,
};

static const DrayOperation *const operations[] = {
  &dray_route_release,
  &dray_route_recall,
  &dray_route_tell,
  &dray_route_close,
  &dray_route_start,
  &dray_route_finish,
  &dray_stop_arrive,
  &dray_stop_start,
  &dray_stop_depart,
  &dray_stop_prove,
  &dray_order_confirm,
  &dray_order_hold,
  &dray_order_cancel,
  &dray_order_resume,
  &dray_task_pin,
  &dray_task_settle,
  &dray_alarm_raise,
  &dray_alarm_take,
  &dray_alarm_acknowledge,
  &dray_alarm_escalate,
  &dray_alarm_shelve,
  &dray_alarm_clear,
  &dray_alarm_close,
  &dray_message_send,
  &dray_message_receive,
  &dray_message_deliver,
  &dray_message_read,
  &dray_fence_reshape,
  &dray_fence_record,
  &dray_conflict_settle,
  &dray_duty_record,
  &dray_duty_correct,
  &dray_ticket_open,
  &dray_ticket_sample,
  &dray_ticket_weigh,
  &dray_ticket_void,
  &dray_settlement_draw,
  &dray_settlement_discard,
  &dray_settlement_finalise,
  &dray_reading_record,
  &dray_fuel_record,
  &dray_check_record,
  &dray_trip_record,
  &dray_plan_put_stops,
  &dray_plan_take_stop,
  &dray_plan_drop,
  &dray_override_record,
};

/* Who may do what, and how far it reaches. What no line grants is denied. */
static const DrayGrant grants[] = {
  { "*", "administrator", DRAY_SCOPE_TENANT },
  { "*", "supervisor", DRAY_SCOPE_TENANT },
  { "*", "dispatcher", DRAY_SCOPE_DEPOT },
  { "*", "planner", DRAY_SCOPE_DEPOT },
  { "route.read", "driver", DRAY_SCOPE_OWN },
  { "route.tell", "driver", DRAY_SCOPE_OWN },
  { "route.start", "driver", DRAY_SCOPE_OWN },
  { "route.finish", "driver", DRAY_SCOPE_OWN },
  { "stop.*", "driver", DRAY_SCOPE_OWN },
  { "task.settle", "driver", DRAY_SCOPE_OWN },
  { "message.receive", "driver", DRAY_SCOPE_OWN },
  { "duty.record", "driver", DRAY_SCOPE_OWN },
  { "check.record", "driver", DRAY_SCOPE_OWN },
  { "fuel.record", "driver", DRAY_SCOPE_OWN },
  { "reading.record", "driver", DRAY_SCOPE_OWN },
  { "*.read", "reader", DRAY_SCOPE_TENANT },
  { "*.read", "weigher", DRAY_SCOPE_DEPOT },
  { "ticket.*", "weigher", DRAY_SCOPE_DEPOT },
  { "fix.write", "device", DRAY_SCOPE_OWN },
  { "fix.write", "driver", DRAY_SCOPE_OWN },
  { "fix.read", "dispatcher", DRAY_SCOPE_TENANT },
  { "fix.read", "planner", DRAY_SCOPE_TENANT },
};

const DraySchemaLists dray_fleet_lists = {
  .migrations = migrations, .n_migrations = G_N_ELEMENTS (migrations),
  .tables = tables, .n_tables = G_N_ELEMENTS (tables),
  .operations = operations, .n_operations = G_N_ELEMENTS (operations),
  .grants = grants, .n_grants = G_N_ELEMENTS (grants),
  .keep_overtakings = dray_conflict_keep,
};

/**
 * dray_fleet_schema_new:
 *
 * Errors: what dray_schema_new() finds wrong with the lists, which would be our own bug
 */
DraySchema *
dray_fleet_schema_new (GError **error)
{
  return dray_schema_new (&dray_fleet_lists, error);
}
