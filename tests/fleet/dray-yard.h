/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-sim-clock.h"
#include "dray-store.h"
#include "dray-test-folder.h"

G_BEGIN_DECLS

/* A small fleet in a temporary workspace for the tests of operations: a depot, a customer's site, a truck, a driver, and two orders
 * of one task each. Arguments are JSON; the word @1 stands for the id number 1, so that tests read well. */

typedef enum {
  DRAY_YARD_DEPOT = 1,
  DRAY_YARD_CUSTOMER,
  DRAY_YARD_SITE,
  DRAY_YARD_TRUCK,
  DRAY_YARD_DRIVER,
  DRAY_YARD_ORDER_A,
  DRAY_YARD_TASK_A,
  DRAY_YARD_ORDER_B,
  DRAY_YARD_TASK_B,
  DRAY_YARD_FREE,
} DrayYardId;

typedef struct {
  DrayTestFolder *folder;
  DraySchema     *schema;
  DrayClock      *clock;
  DrayStore      *store;
} DrayYard;

void         dray_yard_set_up    (DrayYard      *self,
                                  gconstpointer  data);
void         dray_yard_tear_down (DrayYard      *self,
                                  gconstpointer  data);
DrayId       dray_yard_id        (int            n);

/* The same for a store that somebody else opened. */
DrayIntent  *dray_yard_intent    (DrayStore     *store,
                                  const char    *operation,
                                  const char    *arguments,
                                  GError       **error);
void         dray_yard_submit    (DrayStore     *store,
                                  const char    *operation,
                                  const char    *arguments);
void         dray_yard_furnish   (DrayStore     *store);

DrayReceipt *dray_yard_try       (DrayYard      *self,
                                  const char    *operation,
                                  const char    *arguments,
                                  GError       **error);
DrayReceipt *dray_yard_do        (DrayYard      *self,
                                  const char    *operation,
                                  const char    *arguments);
DrayRow     *dray_yard_row       (DrayYard        *self,
                                  const DrayTable *table,
                                  int              n);

G_END_DECLS
