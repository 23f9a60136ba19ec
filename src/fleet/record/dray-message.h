/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A word to or from a driver. What was sent to several at once carries the same name of its broadcast, so that it can be told who read it. */

extern const char *const dray_message_direction_choices[];

#define DRAY_MESSAGE_FIELDS(FIELD) \
  FIELD (MESSAGE, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (MESSAGE, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_NAMED, .refers_to = "site") \
  FIELD (MESSAGE, DIRECTION, direction, ENUM, .label = N_("Direction"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_message_direction_choices) \
  FIELD (MESSAGE, AUTHOR, author, TEXT, .label = N_("Author"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 80) \
  FIELD (MESSAGE, TEXT, text, TEXT, .label = N_("Text"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 2000) \
  FIELD (MESSAGE, SENT_US, sent_us, INSTANT, .label = N_("Sent"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (MESSAGE, HOLD, hold, BOOLEAN, .label = N_("Held until the truck stands"), .flags = DRAY_FIELD_NAMED) \
  FIELD (MESSAGE, DELIVERED_US, delivered_us, INSTANT, .label = N_("Delivered"), .flags = DRAY_FIELD_NAMED) \
  FIELD (MESSAGE, READ_US, read_us, INSTANT, .label = N_("Read"), .flags = DRAY_FIELD_NAMED) \
  FIELD (MESSAGE, STOP, stop, REFERENCE, .label = N_("Stop"), .flags = DRAY_FIELD_NAMED, .refers_to = "stop") \
  FIELD (MESSAGE, ORDER_ID, order_id, REFERENCE, .label = N_("Order"), .flags = DRAY_FIELD_NAMED, .refers_to = "order") \
  FIELD (MESSAGE, BROADCAST, broadcast, TEXT, .label = N_("Sent together as"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .minimum = 0, .maximum = 40)

DRAY_DECLARE_TABLE (message, MESSAGE, DRAY_MESSAGE_FIELDS)

G_END_DECLS
