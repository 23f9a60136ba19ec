/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fact-private.h"

#include <glib/gi18n-lib.h>

/* Orders by the day that they are for, and by the day on which they were delivered. */

static const DrayFactField order_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "o.day"),
  DRAY_FACT_ID ("id", N_("Order"), "o.id"),
  DRAY_FACT_ID ("depot", N_("Depot"), "o.depot"),
  DRAY_FACT_ID ("party", N_("Customer"), "o.party"),
  DRAY_FACT_TEXT ("status", N_("Status"), "coalesce(o.status, 'requested')"),
  DRAY_FACT_NUMBER ("open", N_("Open"), "coalesce(o.status, 'requested') NOT IN ('delivered', 'partly-delivered', 'failed', 'returned', 'cancelled')"),
  DRAY_FACT_NUMBER ("unassigned", N_("Unassigned"), "coalesce(o.status, 'requested') IN ('requested', 'confirmed', 'planned')"),
  DRAY_FACT_NUMBER ("charge_minor", N_("Charge"), "o.charge_minor"),
};

const DrayFactSource dray_fact_orders = {
  .name = "orders", .label = N_("Orders"), .table = "order", .n_parts = 1,
  .from = { "\"order\" o WHERE o.deleted = 0 AND o.day >= ?1 AND o.day < ?2" },
  .fields = order_fields, .n_fields = G_N_ELEMENTS (order_fields),
};

static const DrayFactField delivery_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "o.delivered_on"),
  DRAY_FACT_ID ("id", N_("Order"), "o.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "o.delivered_with"),
  DRAY_FACT_ID ("driver", N_("Driver"), "o.delivered_by"),
  DRAY_FACT_ID ("depot", N_("Depot"), "o.depot"),
  DRAY_FACT_ID ("party", N_("Customer"), "o.party"),
  DRAY_FACT_TEXT ("status", N_("Status"), "o.status"),
  DRAY_FACT_NUMBER ("charge_minor", N_("Charge"), "o.charge_minor"),
  DRAY_FACT_NUMBER ("requested_us", N_("Asked for at"), "o.requested_us"),
  DRAY_FACT_NUMBER ("delivered_us", N_("Delivered at"), "o.delivered_us"),
  DRAY_FACT_NUMBER ("delivered", N_("Delivered"), "1"),
};

const DrayFactSource dray_fact_deliveries = {
  .name = "deliveries", .label = N_("Orders delivered"), .table = "order", .n_parts = 1,
  .from = { "\"order\" o WHERE o.deleted = 0 AND o.delivered_on >= ?1 AND o.delivered_on < ?2" },
  .fields = delivery_fields, .n_fields = G_N_ELEMENTS (delivery_fields),
};

static const DrayFactField rating_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "g.at_us"),
  DRAY_FACT_ID ("id", N_("Rating"), "g.id"),
  DRAY_FACT_ID ("driver", N_("Driver"), "g.driver"),
  DRAY_FACT_ID ("depot", N_("Depot"), "d.depot"),
  DRAY_FACT_ID ("order", N_("Order"), "g.\"order\""),
  DRAY_FACT_NUMBER ("stars", N_("Stars"), "g.stars"),
};

const DrayFactSource dray_fact_ratings = {
  .name = "ratings", .label = N_("Ratings"), .table = "rating", .has_instants = TRUE, .n_parts = 1,
  .from = { "rating g LEFT JOIN driver d ON d.id = g.driver WHERE g.deleted = 0 AND g.at_us >= ?1 AND g.at_us < ?2" },
  .fields = rating_fields, .n_fields = G_N_ELEMENTS (rating_fields),
};
