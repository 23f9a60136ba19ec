/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fix.h"
#include "dray-live-route.h"

G_BEGIN_DECLS

/**
 * DraySimEvent:
 *
 * What a driver would tell: something that no fix shows.
 */
typedef enum {
  DRAY_SIM_BROKE_DOWN,
  DRAY_SIM_REPAIRED,
} DraySimEventKind;

typedef struct {
  DraySimEventKind kind;
  guint            truck;
  guint            stop;     /* the stop it stands at, or the next one */
  gint64           at_us;
} DraySimEvent;

/**
 * DraySimSink:
 * @fixes: (nullable): what the devices send, in the order in which it arrives
 * @event: (nullable): what the drivers tell
 *
 * Where the simulation goes: the caller binds it to an engine or to a device client.
 */
typedef struct {
  void     (*fixes) (const DrayFix      *fixes,
                     gsize               n_fixes,
                     gpointer            data);
  void     (*event) (const DraySimEvent *event,
                     gpointer            data);
  gpointer   data;
} DraySimSink;

/* A place without a signal: what is measured inside is sent on leaving it. */
typedef struct {
  int    lon_e7;
  int    lat_e7;
  double radius_m;
} DraySimDeadZone;

/**
 * DraySimFleet:
 *
 * Trucks that drive their routes: some drivers dawdle, service takes longer or shorter than planned, gates open later than the truck
 * arrives, positions are noisy, and there are places without a signal. A function of its seed, its routes and what is done to it, however
 * the time is cut into steps. One thread.
 */
typedef struct _DraySimFleet DraySimFleet;

DraySimFleet *dray_sim_fleet_new            (guint                  n_trucks,
                                             guint64                seed,
                                             gint64                 start_us,
                                             const DraySimSink     *sink);
void          dray_sim_fleet_free           (DraySimFleet          *self);
void          dray_sim_fleet_add_dead_zone  (DraySimFleet          *self,
                                             const DraySimDeadZone *zone);
void          dray_sim_fleet_set_place      (DraySimFleet          *self,
                                             guint                  truck,
                                             int                    lon_e7,
                                             int                    lat_e7);
void          dray_sim_fleet_set_route      (DraySimFleet          *self,
                                             guint                  truck,
                                             DrayLiveRoute         *route);
void          dray_sim_fleet_resume_route   (DraySimFleet          *self,
                                             guint                  truck,
                                             DrayLiveRoute         *route,
                                             guint                  n_done,
                                             gint64                 left_us,
                                             gint64                 arrived_us);
void          dray_sim_fleet_change_route   (DraySimFleet          *self,
                                             guint                  truck,
                                             DrayLiveRoute         *route,
                                             guint                  n_done);
void          dray_sim_fleet_break_down     (DraySimFleet          *self,
                                             guint                  truck,
                                             guint                  stop,
                                             int                    after_s,
                                             int                    for_s);
void          dray_sim_fleet_advance        (DraySimFleet          *self,
                                             gint64                 to_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySimFleet, dray_sim_fleet_free)

G_END_DECLS
