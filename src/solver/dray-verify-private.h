/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-hours.h"
#include "dray-problem-private.h"
#include "dray-verify.h"

G_BEGIN_DECLS

/* Of the problem only @input is read: what was asked for, as it was given. Nothing that the search lays out, evaluates or caches is
 * looked at, so that a mistake there can't excuse itself here. */
typedef struct {
  const DrayProblemBuilder *input;
  const DrayPlan           *plan;
  DrayVerdict              *verdict;
  int                      *served_by;   /* [n_stops]: index of the route, or -1 */
  int                      *served_at;   /* [n_stops]: place among its stops */
  gint64                    distance;    /* of the route whose clock was checked last */
} DrayVerify;

void dray_verify_break (DrayVerify *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static inline const DrayStopInput *
dray_verify_stop (const DrayVerify *self,
                  int               stop)
{
  return &g_array_index (self->input->stops, DrayStopInput, stop);
}

static inline const DrayOrderInput *
dray_verify_order (const DrayVerify *self,
                   int               order)
{
  return &g_array_index (self->input->orders, DrayOrderInput, order);
}

static inline const DrayVehicleInput *
dray_verify_vehicle (const DrayVerify *self,
                     int               vehicle)
{
  return &g_array_index (self->input->vehicles, DrayVehicleInput, vehicle);
}

int  dray_verify_duration (const DrayVerify *self, const DrayVehicleInput *vehicle, int from, int to, int depart);
int  dray_verify_distance (const DrayVerify *self, const DrayVehicleInput *vehicle, int from, int to);
void dray_verify_clock    (DrayVerify *self, const DrayRoute *route);
void dray_verify_loads    (DrayVerify *self, const DrayRoute *route);
void dray_verify_hours    (DrayVerify *self, const DrayRoute *route);
void dray_verify_price    (DrayVerify *self, const DrayRoute *route);

G_END_DECLS
