/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-id.h"

G_BEGIN_DECLS

/**
 * DrayFix:
 * @at_us: when the device measured it, UTC microseconds by the device's clock
 * @received_us: when we got it, UTC microseconds
 * @truck: number of the truck: its index in a #DrayLiveFleet, or what a #DrayTelemetry file calls it
 * @lon_e7: WGS84 longitude in 1e-7 degrees
 * @lat_e7: WGS84 latitude in 1e-7 degrees
 * @speed_cms: speed over ground in cm/s
 * @heading_cdeg: direction of travel in 1/100 degrees clockwise from north, 0 to 35999
 * @accuracy_dm: radius of the 68 % circle in decimetres
 * @flags: #DrayFixFlags
 *
 * One position of one truck, 40 bytes. Telemetry is no operation: fixes are an append-only stream on a lane of their own. What is kept
 * is coarser than what these columns could say; see dray_fix_quantise().
 */
typedef struct {
  gint64  at_us;
  gint64  received_us;
  guint32 truck;
  int     lon_e7;
  int     lat_e7;
  guint16 speed_cms;
  guint16 heading_cdeg;
  guint16 accuracy_dm;
  guint16 flags;
} DrayFix;

/**
 * DrayFixFlags:
 * @DRAY_FIX_IGNITION_KNOWN: the device has an ignition signal
 * @DRAY_FIX_IGNITION: the engine is on; idling is measured only where the signal is known
 */
typedef enum {
  DRAY_FIX_IGNITION_KNOWN = 1 << 0,
  DRAY_FIX_IGNITION       = 1 << 1,
} DrayFixFlags;

G_END_DECLS
