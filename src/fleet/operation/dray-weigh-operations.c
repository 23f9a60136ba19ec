/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck.h"
#include "dray-weigh-operations.h"
#include "dray-weigh-ticket.h"
#include "dray-weighbridge.h"

#include <glib/gi18n-lib.h>

/* What a scale showed is a fact: kept, and flagged where it can't be. Gross is the heavier of the two weights and tare the lighter, so that a
 * truck may come full or leave full; net is what lies between. The number comes from the weighbridge's own count: gapless there, whoever
 * else weighs elsewhere. */

#define DRAY_TICKET_OPEN_ARGUMENTS(FIELD) \
  FIELD (TICKET_OPEN, TICKET, ticket, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "weigh_ticket") \
  FIELD (TICKET_OPEN, WEIGHBRIDGE, weighbridge, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "weighbridge") \
  FIELD (TICKET_OPEN, WEIGHT_KG, weight_kg, INTEGER, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 200000) \
  FIELD (TICKET_OPEN, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (TICKET_OPEN, TRUCK, truck, REFERENCE, .refers_to = "truck") \
  FIELD (TICKET_OPEN, PARTY, party, REFERENCE, .refers_to = "party") \
  FIELD (TICKET_OPEN, COMMODITY, commodity, REFERENCE, .refers_to = "commodity") \
  FIELD (TICKET_OPEN, ORDER_ID, order_id, REFERENCE, .refers_to = "order")

DRAY_DECLARE_ARGUMENTS (TICKET_OPEN, DRAY_TICKET_OPEN_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (ticket_open, DRAY_TICKET_OPEN_ARGUMENTS)

/* A weight that the scale can't have shown is kept as it was told. */
static void
doubt_weight (DrayMutation  *mutation,
              const DrayRow *bridge,
              gint64         weight_kg)
{
  gint64 division_kg = dray_row_get_integer (bridge, DRAY_WEIGHBRIDGE_DIVISION_KG);

  if (division_kg > 0 && weight_kg % division_kg != 0)
    dray_mutation_flag (mutation, N_("The weight is not on the scale's division."));
  else if (dray_row_has (bridge, DRAY_WEIGHBRIDGE_LIMIT_KG) && weight_kg > dray_row_get_integer (bridge, DRAY_WEIGHBRIDGE_LIMIT_KG))
    dray_mutation_flag (mutation, N_("The weight is more than the scale weighs."));
}

static void
make_ticket (DrayMutation *mutation,
             const DrayId *id,
             gint64        number)
{
  static const struct { int field; int argument; } pairs[] = {
    { DRAY_WEIGH_TICKET_WEIGHBRIDGE, DRAY_TICKET_OPEN_WEIGHBRIDGE }, { DRAY_WEIGH_TICKET_FIRST_KG, DRAY_TICKET_OPEN_WEIGHT_KG },
    { DRAY_WEIGH_TICKET_FIRST_US, DRAY_TICKET_OPEN_AT_US }, { DRAY_WEIGH_TICKET_TRUCK, DRAY_TICKET_OPEN_TRUCK },
    { DRAY_WEIGH_TICKET_PARTY, DRAY_TICKET_OPEN_PARTY }, { DRAY_WEIGH_TICKET_COMMODITY, DRAY_TICKET_OPEN_COMMODITY },
    { DRAY_WEIGH_TICKET_ORDER_ID, DRAY_TICKET_OPEN_ORDER_ID },
  };

  dray_mutation_create (mutation, &dray_weigh_ticket_table, id);
  dray_mutation_set_integer (mutation, &dray_weigh_ticket_table, id, DRAY_WEIGH_TICKET_NUMBER, number);
  dray_mutation_set_text (mutation, &dray_weigh_ticket_table, id, DRAY_WEIGH_TICKET_STATUS, "open");
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    dray_mutation_set_argument (mutation, &dray_weigh_ticket_table, id, pairs[i].field, pairs[i].argument);
}

static void
ticket_open (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_TICKET_OPEN_TICKET), bridge_id = dray_mutation_argument_id (mutation, DRAY_TICKET_OPEN_WEIGHBRIDGE);
  const DrayRow *bridge = dray_mutation_require (mutation, &dray_weighbridge_table, &bridge_id);
  gint64 number = bridge != NULL ? dray_row_get_integer (bridge, DRAY_WEIGHBRIDGE_N_TICKETS) + 1 : 0;

  if (bridge == NULL)
    return;
  if (dray_mutation_find (mutation, &dray_weigh_ticket_table, &id) != NULL) {
    dray_mutation_flag (mutation, N_("The ticket was opened before."));
    return;
  }
  doubt_weight (mutation, bridge, dray_mutation_argument_integer (mutation, DRAY_TICKET_OPEN_WEIGHT_KG));
  make_ticket (mutation, &id, number);
  dray_mutation_set_integer (mutation, &dray_weighbridge_table, &bridge_id, DRAY_WEIGHBRIDGE_N_TICKETS, number);
}

const DrayOperation dray_ticket_open = {
  .name = "ticket.open", .version = 1, .label = N_("Weigh for the first time"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_COMPENSATES, .compensated_by = "ticket.void",
  .arguments = ticket_open_arguments, .n_arguments = DRAY_TICKET_OPEN_N_FIELDS, .mutate = ticket_open,
};

#define DRAY_TICKET_SAMPLE_ARGUMENTS(FIELD) \
  FIELD (TICKET_SAMPLE, TICKET, ticket, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "weigh_ticket") \
  FIELD (TICKET_SAMPLE, MOISTURE_PM, moisture_pm, INTEGER, .minimum = 0, .maximum = 999) \
  FIELD (TICKET_SAMPLE, GRADE, grade, TEXT, .minimum = 0, .maximum = 20)

DRAY_DECLARE_ARGUMENTS (TICKET_SAMPLE, DRAY_TICKET_SAMPLE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (ticket_sample, DRAY_TICKET_SAMPLE_ARGUMENTS)

/* The ticket that the first argument names, while it may still be changed. */
static const DrayRow *
require_unsettled (DrayMutation *mutation,
                   DrayId       *id)
{
  const DrayRow *ticket;

  *id = dray_mutation_argument_id (mutation, 0);
  ticket = dray_mutation_require (mutation, &dray_weigh_ticket_table, id);
  if (ticket != NULL && g_strcmp0 (dray_row_get_text (ticket, DRAY_WEIGH_TICKET_STATUS), "void") == 0) {
    dray_mutation_refuse (mutation, N_("The ticket is void."));
    return NULL;
  }
  if (ticket != NULL && dray_row_has (ticket, DRAY_WEIGH_TICKET_SETTLEMENT)) {
    dray_mutation_refuse (mutation, N_("The ticket is settled; what was wrong goes into the next settlement."));
    return NULL;
  }
  return ticket;
}

static void
ticket_sample (DrayMutation *mutation)
{
  DrayId id;

  if (require_unsettled (mutation, &id) == NULL)
    return;
  dray_mutation_set_argument (mutation, &dray_weigh_ticket_table, &id, DRAY_WEIGH_TICKET_MOISTURE_PM, DRAY_TICKET_SAMPLE_MOISTURE_PM);
  dray_mutation_set_argument (mutation, &dray_weigh_ticket_table, &id, DRAY_WEIGH_TICKET_GRADE, DRAY_TICKET_SAMPLE_GRADE);
}

const DrayOperation dray_ticket_sample = {
  .name = "ticket.sample", .version = 1, .label = N_("Enter the sample"), .kind = DRAY_OPERATION_EDIT,
  .arguments = ticket_sample_arguments, .n_arguments = DRAY_TICKET_SAMPLE_N_FIELDS, .mutate = ticket_sample,
};

#define DRAY_TICKET_WEIGH_ARGUMENTS(FIELD) \
  FIELD (TICKET_WEIGH, TICKET, ticket, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "weigh_ticket") \
  FIELD (TICKET_WEIGH, WEIGHT_KG, weight_kg, INTEGER, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 200000) \
  FIELD (TICKET_WEIGH, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (TICKET_WEIGH, DELIVERED_ON, delivered_on, DATE, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (TICKET_WEIGH, DRAY_TICKET_WEIGH_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (ticket_weigh, DRAY_TICKET_WEIGH_ARGUMENTS)

/* Over the legal gross weight is recorded and said, never refused: the truck stands on the scale as it is. */
static void
judge_gross (DrayMutation  *mutation,
             const DrayRow *ticket,
             gint64         gross_kg)
{
  DrayId id = dray_row_get_id (ticket, DRAY_WEIGH_TICKET_TRUCK);
  const DrayRow *truck = dray_id_is_none (&id) ? NULL : dray_mutation_find (mutation, &dray_truck_table, &id);
  gint64 allowed_kg = truck != NULL ? dray_row_get_integer (truck, DRAY_TRUCK_GROSS_KG) : 0;
  gboolean over = allowed_kg > 0 && gross_kg > allowed_kg;

  dray_mutation_set_boolean (mutation, &dray_weigh_ticket_table, &ticket->id, DRAY_WEIGH_TICKET_OVERWEIGHT, over);
  if (over)
    dray_mutation_flag (mutation, N_("The truck is over its legal gross weight."));
}

static void
put_weights (DrayMutation *mutation,
             const DrayId *id,
             gint64        first_kg,
             gint64        second_kg)
{
  dray_mutation_set_integer (mutation, &dray_weigh_ticket_table, id, DRAY_WEIGH_TICKET_GROSS_KG, MAX (first_kg, second_kg));
  dray_mutation_set_integer (mutation, &dray_weigh_ticket_table, id, DRAY_WEIGH_TICKET_TARE_KG, MIN (first_kg, second_kg));
  dray_mutation_set_integer (mutation, &dray_weigh_ticket_table, id, DRAY_WEIGH_TICKET_NET_KG, ABS (first_kg - second_kg));
  dray_mutation_set_text (mutation, &dray_weigh_ticket_table, id, DRAY_WEIGH_TICKET_STATUS, "weighed");
}

static void
ticket_weigh (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_TICKET_WEIGH_TICKET);
  const DrayRow *ticket = dray_mutation_require (mutation, &dray_weigh_ticket_table, &id);
  DrayId bridge_id = ticket != NULL ? dray_row_get_id (ticket, DRAY_WEIGH_TICKET_WEIGHBRIDGE) : DRAY_ID_NONE;
  const DrayRow *bridge = ticket != NULL ? dray_mutation_require (mutation, &dray_weighbridge_table, &bridge_id) : NULL;
  gint64 second_kg = dray_mutation_argument_integer (mutation, DRAY_TICKET_WEIGH_WEIGHT_KG), first_kg;

  if (bridge == NULL)
    return;
  first_kg = dray_row_get_integer (ticket, DRAY_WEIGH_TICKET_FIRST_KG);
  if (g_strcmp0 (dray_row_get_text (ticket, DRAY_WEIGH_TICKET_STATUS), "open") != 0) {
    dray_mutation_flag (mutation, N_("The ticket was weighed before, or is void."));
    return;
  }
  if (first_kg == second_kg) {
    dray_mutation_flag (mutation, N_("Both weights are the same: gross has to be more than tare."));
    return;
  }
  doubt_weight (mutation, bridge, second_kg);
  dray_mutation_set_integer (mutation, &dray_weigh_ticket_table, &id, DRAY_WEIGH_TICKET_SECOND_KG, second_kg);
  dray_mutation_set_argument (mutation, &dray_weigh_ticket_table, &id, DRAY_WEIGH_TICKET_SECOND_US, DRAY_TICKET_WEIGH_AT_US);
  dray_mutation_set_argument (mutation, &dray_weigh_ticket_table, &id, DRAY_WEIGH_TICKET_DELIVERED_ON, DRAY_TICKET_WEIGH_DELIVERED_ON);
  judge_gross (mutation, ticket, MAX (first_kg, second_kg));
  put_weights (mutation, &id, first_kg, second_kg);
}

const DrayOperation dray_ticket_weigh = {
  .name = "ticket.weigh", .version = 1, .label = N_("Weigh for the second time"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_COMPENSATES, .compensated_by = "ticket.void",
  .arguments = ticket_weigh_arguments, .n_arguments = DRAY_TICKET_WEIGH_N_FIELDS, .mutate = ticket_weigh,
};

#define DRAY_TICKET_VOID_ARGUMENTS(FIELD) \
  FIELD (TICKET_VOID, TICKET, ticket, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "weigh_ticket") \
  FIELD (TICKET_VOID, REASON, reason, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 400)

DRAY_DECLARE_ARGUMENTS (TICKET_VOID, DRAY_TICKET_VOID_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (ticket_void, DRAY_TICKET_VOID_ARGUMENTS)

static void
ticket_void (DrayMutation *mutation)
{
  DrayId id;

  if (require_unsettled (mutation, &id) == NULL)
    return;
  dray_mutation_set_text (mutation, &dray_weigh_ticket_table, &id, DRAY_WEIGH_TICKET_STATUS, "void");
  dray_mutation_set_argument (mutation, &dray_weigh_ticket_table, &id, DRAY_WEIGH_TICKET_REASON, DRAY_TICKET_VOID_REASON);
}

const DrayOperation dray_ticket_void = {
  .name = "ticket.void", .version = 1, .label = N_("Make the ticket void"), .kind = DRAY_OPERATION_EDIT,
  .arguments = ticket_void_arguments, .n_arguments = DRAY_TICKET_VOID_N_FIELDS, .mutate = ticket_void,
};
