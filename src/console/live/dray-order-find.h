/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-workspace.h"

G_BEGIN_DECLS

/**
 * DrayOrderFacts:
 * @order: the order
 * @stop: where a released route serves it; %DRAY_ID_NONE with none
 * @truck: the truck of that route; %DRAY_ID_NONE with none
 * @reference: what the order is called
 * @customer: (nullable): who asked for it
 * @status: as the record has it
 * @site: (nullable): where it goes
 * @open_us: the promised window; %DRAY_NEVER with none
 * @close_us: the promised window; %DRAY_NEVER with none
 * @planned_us: arrival by the latest release; %DRAY_NEVER with none
 * @arrived_us: %DRAY_NEVER while it has not
 * @departed_us: %DRAY_NEVER while it has not
 * @heard_us: the driver's last message; %DRAY_NEVER with none
 *
 * What the records say about an order that somebody asks for on the telephone.
 */
typedef struct {
  DrayId  order;
  DrayId  stop;
  DrayId  truck;
  char   *reference;
  char   *customer;
  char   *status;
  char   *site;
  gint64  open_us;
  gint64  close_us;
  gint64  planned_us;
  gint64  arrived_us;
  gint64  departed_us;
  gint64  heard_us;
} DrayOrderFacts;

void       dray_order_facts_free  (DrayOrderFacts      *self);
void       dray_order_find_async  (DrayWorkspace       *workspace,
                                   const char          *words,
                                   const DrayId        *stops,
                                   guint                n_stops,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
GPtrArray *dray_order_find_finish (GAsyncResult        *result,
                                   GError             **error);

G_END_DECLS
