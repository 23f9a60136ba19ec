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
  { "conflict.settle", settle_conflict }, { "operation.undo", undo }, { "fence.reshape", reshape_fence }, { "fence.record", record_fence },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dray_property_add_tests ("/fleet/property", &dray_fleet_lists, examples, G_N_ELEMENTS (examples));
  return g_test_run ();
}
