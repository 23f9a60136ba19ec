/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-recreate-private.h"

G_BEGIN_DECLS

/* What every question about one stop's places needs. */
typedef struct {
  DrayState       *state;
  const DraySlice *slice;
  int              node;
  int              place;
  int              open;
  int              close;
  int              service;
  int              blink;
  guint64          bits;
  int              n_bits;
  DrayPlace        best;
} DraySeeker;

typedef struct {
  const int *distance_to;
  const int *distance_from;
  const int *duration_to;
  const int *duration_from;
} DraySeekerRows;

static inline DraySeekerRows
dray_seeker_get_rows (const DraySeeker *self,
                      int               route)
{
  return (DraySeekerRows) { dray_state_get_row (self->slice->distance_to, self->state, route, self->place),
                  dray_state_get_row (self->slice->distance, self->state, route, self->place),
                  dray_state_get_row (self->slice->duration_to, self->state, route, self->place),
                  dray_state_get_row (self->slice->duration, self->state, route, self->place) };
}

static inline void
dray_seeker_set_node (DraySeeker *self,
                      int         node)
{
  self->node = node;
  self->place = self->slice->place[node];
  self->open = self->slice->open[node];
  self->close = self->slice->close[node];
  self->service = self->slice->service[node];
}

static inline gboolean
dray_seeker_blinks (DraySeeker *self)
{
  if (self->blink == 0)
    return FALSE;
  if (self->n_bits == 0) {
    self->bits = dray_random_u64 (&self->state->random);
    self->n_bits = 6;
  }
  int drawn = (int) (self->bits & 1023);

  self->bits >>= 10;
  self->n_bits--;
  return drawn < self->blink;
}

static inline gboolean
dray_seeker_fits_route (const DraySeeker *self,
                        int               route)
{
  const DraySlice *slice = self->slice;
  int n_loads = slice->n_loads;

  if (slice->skilled && !slice->fits[(gsize) self->node * (gsize) slice->n_routes + (gsize) route])
    return FALSE;
  if (slice->has_fixed && slice->locked[route])
    return FALSE;
  if (slice->loads == DRAY_SLICE_LOADS_DELIVERED)
    for (int d = 0; d < n_loads; d++)
      if (self->state->tour_loads[route * n_loads + d] + slice->delivery[self->node * n_loads + d] > slice->capacity[route * n_loads + d])
        return FALSE;
  return TRUE;
}

void     dray_recreate_seek_pair    (DraySeeker *self,
                                     int         unit,
                                     int         n_near);
gboolean dray_recreate_insert_group (DraySeeker *self,
                                     int         unit);

G_END_DECLS
