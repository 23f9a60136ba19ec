/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-conflict.h"
#include "dray-fleet-schema.h"
#include "dray-property.h"
#include "dray-yard.h"

/* Every operation of the fleet through the property test of operations: undone, repeated, refused, with a foreign edit in between. */

static DrayIntent *
make (DrayStore  *store,
      const char *operation,
      const char *arguments)
{
  g_autoptr (GError) error = NULL;
  DrayIntent *intent = dray_yard_intent (store, operation, arguments, &error);

  g_assert_no_error (error);
  return intent;
}

#define STOPS "[{\"stop\": \"@21\", \"task\": \"@7\", \"site\": \"@3\", \"planned_us\": 2000, \"planned_leave_us\": 3000}]"
#define RELEASE \
  "{\"route\": \"@20\", \"truck\": \"@4\", \"driver\": \"@5\", \"depot\": \"@1\", \"day\": \"2026-11-19\", \"start_us\": 1000, \"end_us\": 9000, \"stops\": " STOPS "}"
#define RAISE "{\"alarm\": \"@30\", \"truck\": \"@4\", \"kind\": \"breakdown\", \"priority\": 1, \"text\": \"Gearbox\", \"at_us\": 7}"
#define SEND "{\"message\": \"@40\", \"truck\": \"@4\", \"text\": \"Stay\", \"at_us\": 1}"
#define RINGS \
  "[[{\"id\": \"@51\", \"lon_e7\": 0, \"lat_e7\": 0}, {\"id\": \"@52\", \"lon_e7\": 9, \"lat_e7\": 0}, {\"id\": \"@53\", \"lon_e7\": 9, \"lat_e7\": 9}]]"

static void
furnish_released (DrayStore *store)
{
  dray_yard_furnish (store);
  dray_yard_submit (store, "route.release", RELEASE);
}

static void
furnish_settled (DrayStore *store)
{
  furnish_released (store);
  dray_yard_submit (store, "task.settle", "{\"task\": \"@7\", \"outcome\": \"done\", \"at_us\": 2500}");
}

static void
furnish_held (DrayStore *store)
{
  dray_yard_furnish (store);
  dray_yard_submit (store, "order.hold", "{\"order\": \"@6\", \"reason\": \"Not paid\"}");
}

static void
furnish_alarm (DrayStore *store)
{
  dray_yard_furnish (store);
  dray_yard_submit (store, "alarm.raise", RAISE);
}

static void
furnish_message (DrayStore *store)
{
  dray_yard_furnish (store);
  dray_yard_submit (store, "message.send", SEND);
}

static void
furnish_fence (DrayStore *store)
{
  dray_yard_furnish (store);
  dray_yard_submit (store, "record.create", "{\"table\": \"fence\", \"id\": \"@50\", \"values\": {\"name\": \"Quay\", \"kind\": \"site\"}}");
}

#define EXAMPLE(name, furnish, operation, arguments) \
  static DrayIntent * \
  name (DrayStore *store) \
  { \
    furnish (store); \
    return make (store, operation, arguments); \
  }

EXAMPLE (create_record, dray_yard_furnish, "record.create", "{\"table\": \"party\", \"id\": \"@60\", \"values\": {\"name\": \"New\", \"kind\": \"customer\"}}")
EXAMPLE (delete_record, dray_yard_furnish, "record.delete", "{\"table\": \"driver\", \"id\": \"@5\"}")
EXAMPLE (set_field, dray_yard_furnish, "field.set", "{\"table\": \"truck\", \"id\": \"@4\", \"field\": \"plate\", \"value\": \"HV 99 NEW\"}")
EXAMPLE (import_records, dray_yard_furnish, "record.import",
         "{\"table\": \"party\", \"rows\": [{\"id\": \"@61\", \"name\": \"A\", \"kind\": \"customer\"}, {\"id\": \"@62\", \"name\": \"B\", \"kind\": \"grower\"}]}")
EXAMPLE (release_route, dray_yard_furnish, "route.release", RELEASE)
EXAMPLE (recall_route, furnish_released, "route.recall", "{\"route\": \"@20\"}")
EXAMPLE (tell_route, furnish_released, "route.tell", "{\"route\": \"@20\", \"told\": \"printed\"}")
EXAMPLE (start_route, furnish_released, "route.start", "{\"route\": \"@20\", \"at_us\": 1100}")
EXAMPLE (finish_route, furnish_released, "route.finish", "{\"route\": \"@20\", \"at_us\": 9100}")
EXAMPLE (arrive, furnish_released, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": 2100}")
EXAMPLE (begin, furnish_released, "stop.start", "{\"stop\": \"@21\", \"at_us\": 2200}")
EXAMPLE (prove, furnish_released, "stop.prove", "{\"stop\": \"@21\", \"at_us\": 2800, \"proof_m\": 20}")
EXAMPLE (depart, furnish_released, "stop.depart", "{\"stop\": \"@21\", \"at_us\": 2900}")
EXAMPLE (raise_alarm, dray_yard_furnish, "alarm.raise", RAISE)
EXAMPLE (take_alarm, furnish_alarm, "alarm.take", "{\"alarm\": \"@30\", \"owner\": \"Dispatcher\"}")
EXAMPLE (acknowledge_alarm, furnish_alarm, "alarm.acknowledge", "{\"alarm\": \"@30\"}")
EXAMPLE (clear_alarm, furnish_alarm, "alarm.clear", "{\"alarm\": \"@30\", \"at_us\": 9}")
EXAMPLE (close_alarm, furnish_alarm, "alarm.close", "{\"alarm\": \"@30\", \"outcome\": \"Towed\"}")
EXAMPLE (send_message, dray_yard_furnish, "message.send", SEND)
EXAMPLE (receive_message, dray_yard_furnish, "message.receive", SEND)
EXAMPLE (deliver_message, furnish_message, "message.deliver", "{\"message\": \"@40\", \"at_us\": 2}")
EXAMPLE (read_message, furnish_message, "message.read", "{\"message\": \"@40\", \"at_us\": 3}")
EXAMPLE (reshape_fence, furnish_fence, "fence.reshape", "{\"fence\": \"@50\", \"rings\": " RINGS "}")
EXAMPLE (record_fence, furnish_fence, "fence.record", "{\"event\": \"@55\", \"truck\": \"@4\", \"fence\": \"@50\", \"transition\": \"entered\", \"at_us\": 8}")

EXAMPLE (escalate_alarm, furnish_alarm, "alarm.escalate", "{\"alarm\": \"@30\"}")
EXAMPLE (shelve_alarm, furnish_alarm, "alarm.shelve", "{\"alarm\": \"@30\", \"reason\": \"Known\", \"for_s\": 900}")

EXAMPLE (close_route, furnish_settled, "route.close", "{\"route\": \"@20\", \"odometer_m\": 120345000, \"remark\": \"Two crates came back\"}")
EXAMPLE (confirm_order, dray_yard_furnish, "order.confirm", "{\"order\": \"@6\"}")
EXAMPLE (hold_order, dray_yard_furnish, "order.hold", "{\"order\": \"@6\", \"reason\": \"Not paid\"}")
EXAMPLE (cancel_order, dray_yard_furnish, "order.cancel", "{\"order\": \"@6\", \"reason\": \"Closed for good\"}")
EXAMPLE (resume_order, furnish_held, "order.resume", "{\"order\": \"@6\", \"day\": \"2026-11-20\"}")
EXAMPLE (pin_task, dray_yard_furnish, "task.pin", "{\"task\": \"@7\", \"truck\": \"@4\"}")
EXAMPLE (settle_task, furnish_released, "task.settle", "{\"task\": \"@7\", \"outcome\": \"not-there\", \"disposition\": \"back-to-depot\", \"reason\": \"Gate shut\", \"at_us\": 2500}")

static void
push_name (DrayStore  *store,
           int         n,
           const char *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayIntent) intent = dray_yard_intent (store, "field.set", arguments, &error);
  DrayId client = dray_yard_id (1000 + n);

  g_assert_no_error (error);
  dray_intent_set_origin (intent, &client, 1, 0);
  dray_intent_set_at_us (intent, 1000 * n);
  dray_receipt_free (dray_store_submit (store, NULL, intent, &error));
  g_assert_no_error (error);
}

/* Two name a customer without having seen each other. */
static DrayIntent *
settle_conflict (DrayStore *store)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_conflict_table);
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *id = NULL, *arguments = NULL;

  dray_yard_furnish (store);
  push_name (store, 1, "{\"table\": \"party\", \"id\": \"@2\", \"field\": \"name\", \"value\": \"First\"}");
  push_name (store, 2, "{\"table\": \"party\", \"id\": \"@2\", \"field\": \"name\", \"value\": \"Later\"}");
  rows = dray_store_select (store, query, NULL);
  id = dray_id_dup_text (&((const DrayRow *) rows->pdata[rows->len - 1])->id);
  arguments = g_strdup_printf ("{\"choices\": {\"%s\": \"theirs\"}}", id);
  return make (store, "conflict.settle", arguments);
}


#define DUTY "{\"duty\": \"@70\", \"driver\": \"@5\", \"status\": \"driving\", \"from_us\": 10, \"until_us\": 20, \"source\": \"device\"}"
#define OPEN "{\"ticket\": \"@75\", \"weighbridge\": \"@71\", \"weight_kg\": 40000, \"at_us\": 1, \"truck\": \"@4\", \"party\": \"@2\", \"commodity\": \"@72\"}"
#define WEIGH "{\"ticket\": \"@75\", \"weight_kg\": 15000, \"at_us\": 2, \"delivered_on\": \"2026-11-19\"}"
#define DRAW "{\"settlement\": \"@76\", \"party\": \"@2\", \"until_on\": \"2026-11-30\", \"currency\": \"EUR\"}"
#define PUT "{\"plan\": \"@77\", \"stops\": [{\"task\": \"@7\", \"truck\": \"@4\", \"rank\": \"m\", \"arrive_us\": 5}]}"

static void
furnish_duty (DrayStore *store)
{
  dray_yard_furnish (store);
  dray_yard_submit (store, "duty.record", DUTY);
}

static void
furnish_scale (DrayStore *store)
{
  dray_yard_furnish (store);
  dray_yard_submit (store, "record.create", "{\"table\": \"weighbridge\", \"id\": \"@71\", \"values\": {\"name\": \"Gate\", \"division_kg\": 20}}");
  dray_yard_submit (store, "record.create", "{\"table\": \"commodity\", \"id\": \"@72\", \"values\": {\"name\": \"Wheat\"}}");
  dray_yard_submit (store, "record.create",
                    "{\"table\": \"price\", \"id\": \"@73\", \"values\": {\"commodity\": \"@72\", \"valid_from\": \"2026-07-01\", \"amount_minor\": 20000, \"currency\": \"EUR\"}}");
}

static void
furnish_ticket (DrayStore *store)
{
  furnish_scale (store);
  dray_yard_submit (store, "ticket.open", OPEN);
}

static void
furnish_weighed (DrayStore *store)
{
  furnish_ticket (store);
  dray_yard_submit (store, "ticket.weigh", WEIGH);
}

static void
furnish_drawn (DrayStore *store)
{
  furnish_weighed (store);
  dray_yard_submit (store, "settlement.draw", DRAW);
}

/* Drawn by nobody, so that whoever makes it final is another. */
static void
furnish_drawn_by_another (DrayStore *store)
{
  g_autoptr (GError) error = NULL;
  DrayActor other = { .role = "administrator" };
  g_autoptr (DrayIntent) intent = NULL;
  g_autoptr (DrayReceipt) receipt = NULL;

  other.user = other.subject = dray_yard_id (903);
  furnish_weighed (store);
  intent = make (store, "settlement.draw", DRAW);
  receipt = dray_store_submit (store, &other, intent, &error);
  g_assert_no_error (error);
}

static void
furnish_plan (DrayStore *store)
{
  dray_yard_furnish (store);
  dray_yard_submit (store, "record.create", "{\"table\": \"day_plan\", \"id\": \"@77\", \"values\": {\"name\": \"First\", \"day\": \"2026-11-19\"}}");
}

static void
furnish_put (DrayStore *store)
{
  furnish_plan (store);
  dray_yard_submit (store, "plan.put_stops", PUT);
}

EXAMPLE (record_duty, dray_yard_furnish, "duty.record", DUTY)
EXAMPLE (correct_duty, furnish_duty, "duty.correct", "{\"duty\": \"@70\", \"instead\": \"@74\", \"status\": \"rest\", \"from_us\": 10, \"until_us\": 20, \"note\": \"Slept\"}")
EXAMPLE (open_ticket, furnish_scale, "ticket.open", OPEN)
EXAMPLE (sample_ticket, furnish_ticket, "ticket.sample", "{\"ticket\": \"@75\", \"moisture_pm\": 150, \"grade\": \"A\"}")
EXAMPLE (weigh_ticket, furnish_ticket, "ticket.weigh", WEIGH)
EXAMPLE (void_ticket, furnish_ticket, "ticket.void", "{\"ticket\": \"@75\", \"reason\": \"Wrong truck\"}")
EXAMPLE (draw_settlement, furnish_weighed, "settlement.draw", DRAW)
EXAMPLE (discard_settlement, furnish_drawn, "settlement.discard", "{\"settlement\": \"@76\"}")
EXAMPLE (finalise_settlement, furnish_drawn_by_another, "settlement.finalise", "{\"settlement\": \"@76\"}")
EXAMPLE (record_reading, dray_yard_furnish, "reading.record", "{\"reading\": \"@80\", \"truck\": \"@4\", \"at_us\": 5, \"odometer_m\": 1000}")
EXAMPLE (record_fuel, dray_yard_furnish, "fuel.record", "{\"fuel\": \"@81\", \"truck\": \"@4\", \"at_us\": 5, \"volume_ml\": 1000}")
EXAMPLE (record_check, dray_yard_furnish, "check.record", "{\"check\": \"@82\", \"truck\": \"@4\", \"at_us\": 5, \"fault\": \"Lamp\"}")
EXAMPLE (record_trip, dray_yard_furnish, "trip.record", "{\"trip\": \"@83\", \"truck\": \"@4\", \"kind\": \"trip\", \"from_us\": 5, \"until_us\": 9, \"length_m\": 70}")
EXAMPLE (put_stops, furnish_plan, "plan.put_stops", PUT)
EXAMPLE (take_stop, furnish_put, "plan.take_stop", "{\"plan\": \"@77\", \"task\": \"@7\"}")
EXAMPLE (drop_plan, furnish_put, "plan.drop", "{\"plan\": \"@77\"}")
EXAMPLE (record_override, furnish_released, "override.record", "{\"override\": \"@84\", \"rule\": \"window\", \"route\": \"@20\", \"reason\": \"He asked for it\"}")

static DrayIntent *
undo (DrayStore *store)
{
  g_autoptr (DrayIntent) first = reshape_fence (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_store_submit (store, NULL, first, &error);
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (store), "operation.undo");

  g_assert_no_error (error);
  dray_intent_set_id (intent, "client", &receipt->client);
  dray_intent_set_integer (intent, "mid", receipt->mid);
  return intent;
}

static const DrayExample examples[] = {
  { "record.create", create_record }, { "record.delete", delete_record }, { "field.set", set_field }, { "record.import", import_records },
  { "route.release", release_route }, { "route.recall", recall_route }, { "route.tell", tell_route }, { "route.start", start_route },
  { "route.finish", finish_route }, { "stop.arrive", arrive }, { "stop.start", begin }, { "stop.prove", prove }, { "stop.depart", depart }, { "alarm.raise", raise_alarm }, { "alarm.take", take_alarm },
  { "alarm.acknowledge", acknowledge_alarm }, { "alarm.escalate", escalate_alarm }, { "alarm.shelve", shelve_alarm }, { "alarm.clear", clear_alarm }, { "alarm.close", close_alarm },
  { "message.send", send_message }, { "message.receive", receive_message }, { "message.deliver", deliver_message }, { "message.read", read_message },
  { "route.close", close_route }, { "order.confirm", confirm_order }, { "order.hold", hold_order }, { "order.cancel", cancel_order }, { "order.resume", resume_order },
  { "task.pin", pin_task }, { "task.settle", settle_task },
  { "conflict.settle", settle_conflict },
  { "duty.record", record_duty }, { "duty.correct", correct_duty }, { "ticket.open", open_ticket }, { "ticket.sample", sample_ticket }, { "ticket.weigh", weigh_ticket },
  { "ticket.void", void_ticket }, { "settlement.draw", draw_settlement }, { "settlement.discard", discard_settlement }, { "settlement.finalise", finalise_settlement },
  { "reading.record", record_reading }, { "fuel.record", record_fuel }, { "check.record", record_check }, { "trip.record", record_trip },
  { "plan.put_stops", put_stops }, { "plan.take_stop", take_stop }, { "plan.drop", drop_plan }, { "override.record", record_override },
  { "operation.undo", undo }, { "fence.reshape", reshape_fence }, { "fence.record", record_fence },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dray_property_add_tests ("/fleet/property", &dray_fleet_lists, examples, G_N_ELEMENTS (examples));
  return g_test_run ();
}
