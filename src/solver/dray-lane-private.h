/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-state-private.h"

G_BEGIN_DECLS

/* One strand of search on one slice: a state that is ruined, recreated and taken or undone, and the best that it came by. */
typedef struct {
  const DraySlice *slice;
  DrayState       *state;
  gint64           best_cost;
  int             *best_next;     /* [n + n_routes]: successor of a stop or a start; a route's end node stops it */
  guint8          *is_dirty;      /* [n_routes]: changed since the best was kept */
  int              n_dirty;
  int             *dirty;
  int             *removed;       /* [n_units] */
  double          *keys;          /* [n_units] */
  int             *n_absences;    /* (nullable): [n_units]: how often it was left out while vehicles are saved */
  double           mean_removed;
  int              longest;
  int              blink;
  int              n_near;
  int              n_improve;     /* neighbours that the local search asks; 0: none */
  gint64           n_steps;
  gint64           n_taken;
} DrayLane;

DrayLane *dray_lane_new       (const DraySlice *slice,
                               guint64          seed);
void      dray_lane_free      (DrayLane        *self);
void      dray_lane_construct (DrayLane        *self);
gboolean  dray_lane_construct_from (DrayLane       *self,
                                    const DrayPlan *plan);
void      dray_lane_construct_routes (DrayLane *self,
                                      const int *nodes,
                                      const int *n_stops);
gboolean  dray_lane_load_published (DrayLane *self);
void      dray_lane_copy_best (DrayLane        *self,
                               const DrayLane  *from);
void      dray_lane_take_best (DrayLane        *self,
                               gint64           cost,
                               const int       *nodes,
                               const int       *n_stops,
                               int              n_routes);
int       dray_lane_recreate  (DrayLane        *self,
                               int              n_removed,
                               int              n_more);
void      dray_lane_keep_step (DrayLane        *self);
gboolean  dray_lane_fleet_supports (const DraySlice *slice);
gboolean  dray_lane_fleet_begin (DrayLane      *self);
gboolean  dray_lane_fleet_step (DrayLane       *self,
                                double          temperature);
void      dray_lane_fleet_end (DrayLane        *self);
void      dray_lane_mark_all  (DrayLane        *self);
void      dray_lane_keep_best (DrayLane        *self);
void      dray_lane_load_best (DrayLane        *self);
/* One step at a temperature, in cost. */
void      dray_lane_step      (DrayLane        *self,
                               double           temperature);
/* Writes a route of the best, as the problem numbers its stops. */
int       dray_lane_write_best (const DrayLane *self,
                                int             route,
                                int            *stops);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayLane, dray_lane_free)

G_END_DECLS
