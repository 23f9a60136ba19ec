/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-drive.h"
#include "dray-units.h"

#include <math.h>

#define DEGREES_PER_M (1.0 / 111320.0)
#define NOISE_M 2.0

/* Begins somewhere in a country of 5 by 4 degrees. */
void
dray_drive_init (DrayDrive *self,
                 guint64    seed,
                 guint32    truck,
                 gint64     at_us)
{
  dray_random_init (&self->random, seed);
  self->lon = 6.0 + 5.0 * dray_random_double (&self->random);
  self->lat = 47.0 + 4.0 * dray_random_double (&self->random);
  self->speed_mps = 15.0;
  self->heading = 360.0 * dray_random_double (&self->random);
  self->moving = dray_random_double (&self->random) < 0.6;
  self->at_us = at_us;
  self->truck = truck;
}

static double
noise (DrayDrive *self)
{
  return (dray_random_double (&self->random) - 0.5) * NOISE_M * DEGREES_PER_M;
}

static void
steer (DrayDrive *self,
       int        interval_s)
{
  double way = self->speed_mps * interval_s * DEGREES_PER_M;

  self->speed_mps = CLAMP (self->speed_mps + (dray_random_double (&self->random) - 0.5) * 2.0, 1.0, 25.0);
  self->heading += (dray_random_double (&self->random) - 0.5) * 10.0 + (dray_random_double (&self->random) < 0.03 ? 90.0 : 0.0);
  self->heading = fmod (self->heading + 360.0, 360.0);
  /* Turned back at the border of the country. */
  if (self->lon < 6.0 || self->lon > 11.0 || self->lat < 47.0 || self->lat > 51.0)
    self->heading = atan2 (8.5 - self->lon, 49.0 - self->lat) * 180.0 / G_PI + (self->lon > 8.5 ? 360.0 : 0.0);
  self->heading = fmod (self->heading + 360.0, 360.0);
  self->lat += way * cos (self->heading * G_PI / 180.0);
  self->lon += way * sin (self->heading * G_PI / 180.0) / cos (self->lat * G_PI / 180.0);
}

/* The next fix, @interval_s after the one before; now and then up to a second later. */
DrayFix
dray_drive_next (DrayDrive *self,
                 int        interval_s)
{
  if (dray_random_double (&self->random) < 0.01)
    self->moving = !self->moving;
  if (self->moving)
    steer (self, interval_s);
  self->at_us += interval_s * DRAY_US_PER_S;

  gint64 late_ms = dray_random_double (&self->random) < 0.1 ? dray_random_below (&self->random, 900) : 0;
  return (DrayFix) {
    .at_us = self->at_us + late_ms * DRAY_US_PER_MS,
    .received_us = self->at_us + (late_ms + 200) * DRAY_US_PER_MS,
    .truck = self->truck,
    .lon_e7 = dray_degrees_to_e7 (self->lon + noise (self)),
    .lat_e7 = dray_degrees_to_e7 (self->lat + noise (self)),
    .speed_cms = (guint16) (self->moving ? self->speed_mps * 100.0 : 0.0),
    .heading_cdeg = (guint16) (self->heading * 100.0),
    .accuracy_dm = (guint16) (30 + dray_random_below (&self->random, 30)),
    .flags = DRAY_FIX_IGNITION_KNOWN | (self->moving ? DRAY_FIX_IGNITION : 0),
  };
}
