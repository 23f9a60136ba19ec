/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayVehicleKind:
 * @DRAY_VEHICLE_TRUCK: a goods vehicle over 3.5 t: signs for hgv, then goods, motor_vehicle, vehicle, access
 * @DRAY_VEHICLE_VAN: a goods vehicle up to 3.5 t: signs for goods, then motor_vehicle, vehicle, access
 * @DRAY_VEHICLE_CAR: signs for motorcar, then motor_vehicle, vehicle, access
 *
 * Whose signs a vehicle obeys.
 */
typedef enum {
  DRAY_VEHICLE_TRUCK,
  DRAY_VEHICLE_VAN,
  DRAY_VEHICLE_CAR,
} DrayVehicleKind;

#define DRAY_N_VEHICLE_KINDS 3

/**
 * DrayVehicleProfile:
 * @kind: whose signs it obeys
 * @height_cm: 0 where it is not known, and then no limit of height stops it; likewise the following
 * @weight_kg: as it drives, with its load; also compared with limits of permitted weight
 * @axle_kg: the heaviest axle
 * @max_speed_kmh: what it may and can drive, 0 for no limit of its own
 * @hazmat: carries dangerous goods
 * @avoid_toll: uses no toll road
 *
 * What roads need to know of a vehicle. Equal profiles share one customised metric, so round what is measured.
 */
typedef struct {
  DrayVehicleKind kind;
  int             height_cm;
  int             width_cm;
  int             length_cm;
  int             weight_kg;
  int             axle_kg;
  int             max_speed_kmh;
  gboolean        hazmat;
  gboolean        avoid_toll;
} DrayVehicleProfile;

/* A truck of unknown measures: only signs for all trucks stop it. */
#define DRAY_VEHICLE_PROFILE_TRUCK ((DrayVehicleProfile) { .kind = DRAY_VEHICLE_TRUCK, .max_speed_kmh = 80 })

gboolean dray_vehicle_profile_equal (const DrayVehicleProfile *a,
                                     const DrayVehicleProfile *b);
gboolean dray_vehicle_profile_parse (DrayVehicleProfile       *self,
                                     const char               *text,
                                     GError                  **error);

G_END_DECLS
