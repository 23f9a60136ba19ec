/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-message-operations.h"
#include "dray-message.h"
#include "dray-truck.h"

#include <glib/gi18n-lib.h>

/* Sending goes out to others: it is a release and is never undone. What the driver's device tells is a fact. */

#define DRAY_MESSAGE_SEND_ARGUMENTS(FIELD) \
  FIELD (MESSAGE_SEND, MESSAGE, message, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "message") \
  FIELD (MESSAGE_SEND, TRUCK, truck, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "truck") \
  FIELD (MESSAGE_SEND, DEPOT, depot, REFERENCE, .refers_to = "site") \
  FIELD (MESSAGE_SEND, AUTHOR, author, TEXT, .maximum = 80) \
  FIELD (MESSAGE_SEND, TEXT, text, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 2000) \
  FIELD (MESSAGE_SEND, HOLD, hold, BOOLEAN) \
  FIELD (MESSAGE_SEND, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (MESSAGE_SEND, STOP, stop, REFERENCE, .refers_to = "stop") \
  FIELD (MESSAGE_SEND, ORDER_ID, order_id, REFERENCE, .refers_to = "order") \
  FIELD (MESSAGE_SEND, BROADCAST, broadcast, TEXT, .maximum = 40)

DRAY_DECLARE_ARGUMENTS (MESSAGE_SEND, DRAY_MESSAGE_SEND_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (message_send, DRAY_MESSAGE_SEND_ARGUMENTS)

/* Whoever may see the truck may see what was written to it: where nobody says otherwise, the message belongs to its depot. */
static void
take_depot (DrayMutation *mutation,
            const DrayId *message)
{
  DrayId truck_id = dray_mutation_argument_id (mutation, DRAY_MESSAGE_SEND_TRUCK);
  const DrayRow *truck = dray_mutation_find (mutation, &dray_truck_table, &truck_id);
  DrayId depot = truck != NULL ? dray_row_get_id (truck, DRAY_TRUCK_DEPOT) : DRAY_ID_NONE;

  if (!dray_mutation_has_argument (mutation, DRAY_MESSAGE_SEND_DEPOT) && !dray_id_is_none (&depot))
    dray_mutation_set_id (mutation, &dray_message_table, message, DRAY_MESSAGE_DEPOT, &depot);
}

static void
make_message (DrayMutation *mutation,
              const char   *direction)
{
  static const struct { int field; int argument; } pairs[] = {
    { DRAY_MESSAGE_TRUCK, DRAY_MESSAGE_SEND_TRUCK }, { DRAY_MESSAGE_DEPOT, DRAY_MESSAGE_SEND_DEPOT },
    { DRAY_MESSAGE_AUTHOR, DRAY_MESSAGE_SEND_AUTHOR }, { DRAY_MESSAGE_TEXT, DRAY_MESSAGE_SEND_TEXT },
    { DRAY_MESSAGE_HOLD, DRAY_MESSAGE_SEND_HOLD }, { DRAY_MESSAGE_SENT_US, DRAY_MESSAGE_SEND_AT_US },
    { DRAY_MESSAGE_STOP, DRAY_MESSAGE_SEND_STOP }, { DRAY_MESSAGE_ORDER_ID, DRAY_MESSAGE_SEND_ORDER_ID },
    { DRAY_MESSAGE_BROADCAST, DRAY_MESSAGE_SEND_BROADCAST },
  };
  DrayId id = dray_mutation_argument_id (mutation, DRAY_MESSAGE_SEND_MESSAGE);

  if (dray_mutation_find (mutation, &dray_message_table, &id) != NULL) {
    dray_mutation_refuse (mutation, N_("There is a message of this id already."));
    return;
  }
  dray_mutation_create (mutation, &dray_message_table, &id);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    dray_mutation_set_argument (mutation, &dray_message_table, &id, pairs[i].field, pairs[i].argument);
  take_depot (mutation, &id);
  dray_mutation_set_text (mutation, &dray_message_table, &id, DRAY_MESSAGE_DIRECTION, direction);
}

static void
message_send (DrayMutation *mutation)
{
  make_message (mutation, "to-driver");
}

static void
message_receive (DrayMutation *mutation)
{
  make_message (mutation, "from-driver");
}

const DrayOperation dray_message_send = {
  .name = "message.send", .version = 1, .label = N_("Send a message"), .kind = DRAY_OPERATION_RELEASE, .undo = DRAY_UNDO_NEVER,
  .arguments = message_send_arguments, .n_arguments = DRAY_MESSAGE_SEND_N_FIELDS, .mutate = message_send,
};

const DrayOperation dray_message_receive = {
  .name = "message.receive", .version = 1, .label = N_("Message from a driver"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = message_send_arguments, .n_arguments = DRAY_MESSAGE_SEND_N_FIELDS, .mutate = message_receive,
};

#define DRAY_MESSAGE_MARK_ARGUMENTS(FIELD) \
  FIELD (MESSAGE_MARK, MESSAGE, message, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "message") \
  FIELD (MESSAGE_MARK, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (MESSAGE_MARK, DRAY_MESSAGE_MARK_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (message_mark, DRAY_MESSAGE_MARK_ARGUMENTS)

/* The first mark counts; a later one says nothing new. */
static void
mark (DrayMutation *mutation,
      int           field)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_MESSAGE_MARK_MESSAGE);
  const DrayRow *message = dray_mutation_require (mutation, &dray_message_table, &id);

  if (message != NULL && !dray_row_has (message, field))
    dray_mutation_set_argument (mutation, &dray_message_table, &id, field, DRAY_MESSAGE_MARK_AT_US);
}

static void
message_deliver (DrayMutation *mutation)
{
  mark (mutation, DRAY_MESSAGE_DELIVERED_US);
}

static void
message_read (DrayMutation *mutation)
{
  mark (mutation, DRAY_MESSAGE_READ_US);
}

const DrayOperation dray_message_deliver = {
  .name = "message.deliver", .version = 1, .label = N_("The message reached the device"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = message_mark_arguments, .n_arguments = DRAY_MESSAGE_MARK_N_FIELDS, .mutate = message_deliver,
};

const DrayOperation dray_message_read = {
  .name = "message.read", .version = 1, .label = N_("The message was read"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = message_mark_arguments, .n_arguments = DRAY_MESSAGE_MARK_N_FIELDS, .mutate = message_read,
};
