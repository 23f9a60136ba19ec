/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-fleet.h"

#include "dray-random.h"
#include "dray-units.h"

#include <math.h>

/* 2026-11-19 06:58 UTC: the morning of the demo. */
#define START_US (1795071480 * DRAY_US_PER_S)

typedef struct {
  double lon, lat, heading_deg, speed_mps;
} Truck;

struct _DrayTestFleet {
  DrayLiveFleet *fleet;
  Truck         *trucks;    /* [n] */
  DrayRandom     random;
  guint          n;
  guint          next;      /* which truck moves first the next time */
  double         lon, lat, span_deg;
  gint64         now_us;
};

static const char *const drivers[] = {
  "Tomás Varela", "Inga Solberg", "Dario Conti", "Rui Tavares", "Joost Bakker", "Samuel Eze", "Owen Pryce", "Chidi Okoro",
  "Jakub Dvořák", "Filip Maly", "Eva Sørensen", "Hana Novák", "Clara Weiss", "Paul Renard", "Luka Horvat", "Anders Holm",
};

static DrayLiveFleet *
new_fleet (guint n)
{
  g_autofree DrayTruckLabel *labels = g_new0 (DrayTruckLabel, n);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++) {
    char *number = g_strdup_printf ("%u", i + 1), *plate = g_strdup_printf ("HV %02u LUB", i % 100);

    g_ptr_array_add (texts, number);
    g_ptr_array_add (texts, plate);
    labels[i] = (DrayTruckLabel) {
      .id = dray_id_derive ("truck", &i, sizeof i),
      .number = number,
      .plate = plate,
      .driver = i % 7 == 6 ? NULL : drivers[i % G_N_ELEMENTS (drivers)],
      .depot = i % 2 ? "Depot North" : "Depot Harbour",
    };
  }
  return dray_live_fleet_new (labels, n, NULL);
}

static DrayTruckProgress
make_progress (DrayTestFleet *self,
               guint          truck)
{
  static const guint8 states[] = { DRAY_TRUCK_DRIVING, DRAY_TRUCK_DRIVING, DRAY_TRUCK_DRIVING, DRAY_TRUCK_WORKING, DRAY_TRUCK_DRIVING,
                                   DRAY_TRUCK_WAITING, DRAY_TRUCK_DRIVING, DRAY_TRUCK_PARKED };
  int slack_s = (int) dray_random_below (&self->random, 5400) - 300;
  gboolean parked = states[truck % G_N_ELEMENTS (states)] == DRAY_TRUCK_PARKED;

  return (DrayTruckProgress) {
    .truck = truck,
    .state = states[truck % G_N_ELEMENTS (states)],
    .late = !parked && slack_s < 0,
    .alarm = truck % 50 == 11,
    .n_done = (guint8) (truck % 5),
    .n_stops = 8,
    .eta_us = parked ? DRAY_NEVER : self->now_us + (gint64) dray_random_below (&self->random, 3600) * DRAY_US_PER_S,
    .slack_s = parked ? G_MAXINT : slack_s,
  };
}

static void
put_progress (DrayTestFleet *self,
              guint          first,
              guint          n)
{
  g_autofree DrayTruckProgress *progress = g_new (DrayTruckProgress, n);

  for (guint i = 0; i < n; i++)
    progress[i] = make_progress (self, (first + i) % self->n);
  dray_live_fleet_put_progress (self->fleet, progress, n);
}

DrayTestFleet *
dray_test_fleet_new (guint  n_trucks,
                     double lon,
                     double lat,
                     double span_deg)
{
  DrayTestFleet *self = g_new0 (DrayTestFleet, 1);

  *self = (DrayTestFleet) { .n = n_trucks, .lon = lon, .lat = lat, .span_deg = span_deg, .now_us = START_US };
  dray_random_init (&self->random, 6);
  self->fleet = new_fleet (n_trucks);
  self->trucks = g_new (Truck, n_trucks);
  for (guint i = 0; i < n_trucks; i++) {
    self->trucks[i] = (Truck) {
      .lon = lon + (dray_random_double (&self->random) - 0.5) * span_deg,
      .lat = lat + (dray_random_double (&self->random) - 0.5) * span_deg * 0.5,
      .heading_deg = dray_random_double (&self->random) * 360,
      .speed_mps = 8 + dray_random_double (&self->random) * 12,
    };
  }
  dray_test_fleet_move (self, n_trucks, 0);
  put_progress (self, 0, n_trucks);
  return self;
}

void
dray_test_fleet_free (DrayTestFleet *self)
{
  g_object_unref (self->fleet);
  g_free (self->trucks);
  g_free (self);
}

/* Returns: (transfer none) */
DrayLiveFleet *
dray_test_fleet_get (DrayTestFleet *self)
{
  return self->fleet;
}

gint64
dray_test_fleet_now_us (DrayTestFleet *self)
{
  return self->now_us;
}

/* A truck turns a little, and back when it has left the box. */
static void
drive (DrayTestFleet *self,
       Truck         *truck,
       double         seconds)
{
  double radians = truck->heading_deg * G_PI / 180, metre_deg = 1 / 111320.0;
  gboolean out = fabs (truck->lon - self->lon) > self->span_deg / 2 || fabs (truck->lat - self->lat) > self->span_deg / 4;

  truck->lon += sin (radians) * truck->speed_mps * seconds * metre_deg / cos (truck->lat * G_PI / 180);
  truck->lat += cos (radians) * truck->speed_mps * seconds * metre_deg;
  if (out)
    truck->heading_deg = atan2 (self->lon - truck->lon, self->lat - truck->lat) * 180 / G_PI + 360;
  else
    truck->heading_deg += dray_random_double (&self->random) * 20 - 10 + 360;
  truck->heading_deg = fmod (truck->heading_deg, 360);
}

/* Lets the clock go on and gives @n_moved trucks, one after the other, a new fix. */
void
dray_test_fleet_move (DrayTestFleet *self,
                      guint          n_moved,
                      double         seconds)
{
  g_autofree DrayFix *fixes = g_new0 (DrayFix, n_moved);

  self->now_us += (gint64) (seconds * DRAY_US_PER_S);
  for (guint k = 0; k < n_moved; k++, self->next++) {
    Truck *truck = &self->trucks[self->next % self->n];

    if (seconds > 0)
      drive (self, truck, seconds);
    fixes[k] = (DrayFix) {
      .at_us = self->now_us,
      .received_us = self->now_us,
      .truck = self->next % self->n,
      .lon_e7 = (int) (truck->lon * 1e7),
      .lat_e7 = (int) (truck->lat * 1e7),
      .speed_cms = (guint16) (truck->speed_mps * 100),
      .heading_cdeg = (guint16) (truck->heading_deg * 100),
      .accuracy_dm = 60,
    };
  }
  dray_live_fleet_put_fixes (self->fleet, fixes, n_moved);
}

/* As dray_test_fleet_move(), and gives those trucks another ETA and slack too. */
void
dray_test_fleet_report (DrayTestFleet *self,
                        guint          n_trucks,
                        double         seconds)
{
  guint first = self->next;

  dray_test_fleet_move (self, n_trucks, seconds);
  put_progress (self, first, n_trucks);
}
