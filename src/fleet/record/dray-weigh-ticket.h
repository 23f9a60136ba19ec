/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A load weighed twice: with the truck full and with it empty. What the scale said is never changed; a ticket that is wrong is void, and keeps
 * its number. */

extern const char *const dray_weigh_ticket_status_choices[];

#define DRAY_WEIGH_TICKET_FIELDS(FIELD) \
  FIELD (WEIGH_TICKET, NUMBER, number, INTEGER, .label = N_("Number"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 1000000000) \
  FIELD (WEIGH_TICKET, WEIGHBRIDGE, weighbridge, REFERENCE, .label = N_("Weighbridge"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "weighbridge") \
  FIELD (WEIGH_TICKET, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_weigh_ticket_status_choices) \
  FIELD (WEIGH_TICKET, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (WEIGH_TICKET, PARTY, party, REFERENCE, .label = N_("Grower or customer"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "party") \
  FIELD (WEIGH_TICKET, COMMODITY, commodity, REFERENCE, .label = N_("Commodity"), .flags = DRAY_FIELD_NAMED, .refers_to = "commodity") \
  FIELD (WEIGH_TICKET, ORDER_ID, order_id, REFERENCE, .label = N_("Order"), .flags = DRAY_FIELD_NAMED, .refers_to = "order") \
  FIELD (WEIGH_TICKET, FIRST_KG, first_kg, INTEGER, .label = N_("First weight"), .unit = "kg", .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 200000) \
  FIELD (WEIGH_TICKET, FIRST_US, first_us, INSTANT, .label = N_("First weighed"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (WEIGH_TICKET, SECOND_KG, second_kg, INTEGER, .label = N_("Second weight"), .unit = "kg", .flags = DRAY_FIELD_NAMED, .minimum = 1, .maximum = 200000) \
  FIELD (WEIGH_TICKET, SECOND_US, second_us, INSTANT, .label = N_("Second weighed"), .flags = DRAY_FIELD_NAMED) \
  FIELD (WEIGH_TICKET, DELIVERED_ON, delivered_on, DATE, .label = N_("Delivered on"), .flags = DRAY_FIELD_NAMED) \
  FIELD (WEIGH_TICKET, GROSS_KG, gross_kg, INTEGER, .label = N_("Gross"), .unit = "kg", .flags = DRAY_FIELD_NAMED, .minimum = 1, .maximum = 200000) \
  FIELD (WEIGH_TICKET, TARE_KG, tare_kg, INTEGER, .label = N_("Tare"), .unit = "kg", .flags = DRAY_FIELD_NAMED, .minimum = 1, .maximum = 200000) \
  FIELD (WEIGH_TICKET, NET_KG, net_kg, INTEGER, .label = N_("Net"), .unit = "kg", .flags = DRAY_FIELD_NAMED, .minimum = 1, .maximum = 200000) \
  FIELD (WEIGH_TICKET, MOISTURE_PM, moisture_pm, INTEGER, .label = N_("Moisture"), .unit = "‰", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 1000) \
  FIELD (WEIGH_TICKET, GRADE, grade, TEXT, .label = N_("Grade"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 20) \
  FIELD (WEIGH_TICKET, OVERWEIGHT, overweight, BOOLEAN, .label = N_("Over the legal weight"), .flags = DRAY_FIELD_NAMED) \
  FIELD (WEIGH_TICKET, REASON, reason, TEXT, .label = N_("Why void"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 400) \
  FIELD (WEIGH_TICKET, SETTLEMENT, settlement, REFERENCE, .label = N_("Settled by"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "settlement")

DRAY_DECLARE_TABLE (weigh_ticket, WEIGH_TICKET, DRAY_WEIGH_TICKET_FIELDS)

G_END_DECLS
