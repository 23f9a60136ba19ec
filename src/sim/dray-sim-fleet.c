/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-random.h"
#include "dray-sim-fleet.h"
#include "dray-units.h"

#include <math.h>

/* Each truck is a small machine with a generator of its own, so that what one truck does never depends on another or on how the time is
 * cut. It lives from one fix to the next: TICK_S while it moves, STANDING_S while it stands; between two fixes it drives, waits or
 * works, and may do all three.
 *
 * Noise is a slow walk around the true place, as a receiver's is, not white. */

#define TICK_S 5
#define STANDING_S 30
#define PARKED_S 120
#define NOISE_M 3.0
#define NOISE_KEPT 0.92
#define METRES_PER_E7 0.0111319
#define MAX_HELD 512

typedef enum { PHASE_PARKED, PHASE_DRIVING, PHASE_STANDING, PHASE_HOME } Phase;

typedef struct {
  /* Owned */
  DrayLiveRoute *route;       /* NULL with none */
  GArray        *held;        /* (element-type DrayFix): measured without a signal */
  DrayRandom     random;
  gint64         at_us;       /* how far it has lived */
  gint64         leave_us;    /* parked or standing: when it drives on */
  double         driven_s;    /* planned driving seconds behind it */
  double         pace;        /* planned driving seconds a second */
  double         care;        /* how long its service takes, of what is planned */
  double         noise_x_m;
  double         noise_y_m;
  guint          next;        /* the next stop, or the one it stands at */
  Phase          phase;
  int            lon_e7;
  int            lat_e7;
  double         heading_deg;
  double         speed_mps;
  /* A breakdown to come: at which stop, how long after arriving, for how long. */
  guint          break_stop;
  int            break_after_s;
  int            break_for_s;
  gint64         broken_us;   /* when it will break down at this stop; DRAY_NEVER otherwise */
  gint64         repaired_us; /* DRAY_NEVER unless it will break down or has */
} Truck;

struct _DraySimFleet {
  Truck       *trucks; /* [n_trucks] */
  guint        n_trucks;
  GArray      *zones;  /* (element-type DraySimDeadZone) */
  GArray      *fixes;  /* (element-type DrayFix): on their way out */
  DraySimSink  sink;
};

/**
 * dray_sim_fleet_new:
 * @start_us: all trucks are parked then
 */
DraySimFleet *
dray_sim_fleet_new (guint              n_trucks,
                    guint64            seed,
                    gint64             start_us,
                    const DraySimSink *sink)
{
  DraySimFleet *self = g_new0 (DraySimFleet, 1);

  self->sink = *sink;
  self->n_trucks = n_trucks;
  self->trucks = g_new0 (Truck, n_trucks);
  self->zones = g_array_new (FALSE, FALSE, sizeof (DraySimDeadZone));
  self->fixes = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  for (guint i = 0; i < n_trucks; i++) {
    Truck *truck = &self->trucks[i];

    dray_random_init (&truck->random, seed ^ ((guint64) i + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
    truck->held = g_array_new (FALSE, FALSE, sizeof (DrayFix));
    truck->at_us = start_us;
    truck->leave_us = G_MAXINT64;
    truck->break_stop = G_MAXUINT;
    truck->broken_us = truck->repaired_us = DRAY_NEVER;
    /* Planned times leave a little room: most drivers are somewhat quicker, some dawdle. */
    truck->pace = CLAMP (1.10 + 0.07 * dray_random_normal (&truck->random), 0.88, 1.25);
    truck->care = CLAMP (0.88 + 0.12 * dray_random_normal (&truck->random), 0.6, 1.5);
    /* Fixes of different trucks don't come all at once. */
    truck->at_us += (gint64) dray_random_below (&truck->random, TICK_S * 1000) * DRAY_US_PER_MS;
  }
  return self;
}

void
dray_sim_fleet_free (DraySimFleet *self)
{
  for (guint i = 0; i < self->n_trucks; i++) {
    g_clear_pointer (&self->trucks[i].route, dray_live_route_unref);
    g_array_unref (self->trucks[i].held);
  }
  g_free (self->trucks);
  g_array_unref (self->zones);
  g_array_unref (self->fixes);
  g_free (self);
}

void
dray_sim_fleet_add_dead_zone (DraySimFleet          *self,
                              const DraySimDeadZone *zone)
{
  g_array_append_val (self->zones, *zone);
}

/* Where a truck without a route is parked. */
void
dray_sim_fleet_set_place (DraySimFleet *self,
                          guint         truck,
                          int           lon_e7,
                          int           lat_e7)
{
  g_return_if_fail (truck < self->n_trucks);

  self->trucks[truck].lon_e7 = lon_e7;
  self->trucks[truck].lat_e7 = lat_e7;
}

/**
 * dray_sim_fleet_set_route:
 * @route: (nullable): what it drives from now on, from the route's first point at the route's start or at once where that has passed
 */
void
dray_sim_fleet_set_route (DraySimFleet  *self,
                          guint          truck,
                          DrayLiveRoute *route)
{
  g_return_if_fail (truck < self->n_trucks);
  Truck *at = &self->trucks[truck];

  g_clear_pointer (&at->route, dray_live_route_unref);
  at->phase = PHASE_PARKED;
  at->leave_us = G_MAXINT64;
  at->next = 0;
  at->driven_s = 0.0;
  if (route == NULL || route->n_points < 2)
    return;
  at->route = dray_live_route_ref (route);
  /* Most leave on time, some are held up at the gate. */
  at->leave_us = route->start_us + (gint64) MAX (90.0 * dray_random_normal (&at->random), 0.0) * DRAY_US_PER_S;
  dray_live_route_locate (route, 0.0, &at->lon_e7, &at->lat_e7, &at->heading_deg);
}

static void arrive (DraySimFleet *self,
                    guint         index,
                    gint64        at_us);

/**
 * dray_sim_fleet_resume_route:
 * @n_done: stops that were left
 * @left_us: when the last of them was; %DRAY_NEVER with none
 * @arrived_us: since when it stands at the next one; %DRAY_NEVER while it stands at none
 *
 * Sets a truck out as its records say that it is, so that it goes on from there.
 */
void
dray_sim_fleet_resume_route (DraySimFleet  *self,
                             guint          truck,
                             DrayLiveRoute *route,
                             guint          n_done,
                             gint64         left_us,
                             gint64         arrived_us)
{
  g_return_if_fail (truck < self->n_trucks && n_done <= route->n_stops);
  Truck *at = &self->trucks[truck];
  double along_m = n_done > 0 ? route->stops[n_done - 1].along_m : 0.0;

  dray_sim_fleet_set_route (self, truck, route);
  at->next = n_done;
  at->phase = PHASE_DRIVING;
  at->at_us = MAX (at->at_us, left_us != DRAY_NEVER ? left_us : route->start_us);
  at->driven_s = dray_live_route_get_driving_s (route, along_m);
  if (arrived_us != DRAY_NEVER && n_done < route->n_stops) {
    at->driven_s = dray_live_route_get_driving_s (route, route->stops[n_done].along_m);
    at->at_us = MAX (at->at_us, arrived_us);
    arrive (self, truck, arrived_us);
  }
  dray_live_route_locate (route, dray_live_route_get_along_m (route, at->driven_s), &at->lon_e7, &at->lat_e7, &at->heading_deg);
}

/* How far along @route the truck is that drives there: nearest to it between the stop behind it and the next. */
static double
find_along_m (const Truck         *at,
              const DrayLiveRoute *route,
              guint                n_done)
{
  double scale = cos (dray_e7_to_degrees (at->lat_e7) * G_PI / 180.0) * METRES_PER_E7, best_m = G_MAXDOUBLE, along_m = 0.0;
  double from_m = n_done > 0 ? route->stops[n_done - 1].along_m : 0.0;
  double to_m = n_done < route->n_stops ? route->stops[n_done].along_m : route->at_m[route->n_points - 1];

  for (guint i = 0; i < route->n_points; i++) {
    double away_m = hypot (((double) route->lon_e7[i] - at->lon_e7) * scale, ((double) route->lat_e7[i] - at->lat_e7) * METRES_PER_E7);

    if (route->at_m[i] < from_m || route->at_m[i] > to_m || away_m >= best_m)
      continue;
    best_m = away_m;
    along_m = route->at_m[i];
  }
  return CLAMP (along_m, from_m, to_m);
}

/**
 * dray_sim_fleet_change_route:
 * @route: (nullable): the latest release
 * @n_done: how many of its stops are behind the truck
 *
 * Tells a driver who is out what is new: the truck goes on from where it is. One that has not left yet begins with it.
 */
void
dray_sim_fleet_change_route (DraySimFleet  *self,
                             guint          truck,
                             DrayLiveRoute *route,
                             guint          n_done)
{
  g_return_if_fail (truck < self->n_trucks);
  Truck *at = &self->trucks[truck];
  gboolean out = at->route != NULL && (at->phase == PHASE_DRIVING || at->phase == PHASE_STANDING);

  if (!out || route == NULL || route->n_points < 2 || !dray_id_equal (&at->route->id, &route->id)) {
    dray_sim_fleet_set_route (self, truck, route);
    return;
  }
  g_clear_pointer (&at->route, dray_live_route_unref);
  at->route = dray_live_route_ref (route);
  /* Whoever stands at a stop goes on standing there; a record of it may not have come back yet. */
  at->next = MIN (MAX (n_done, MIN (at->next, route->n_stops)), route->n_stops);
  at->driven_s = dray_live_route_get_driving_s (route, at->phase == PHASE_STANDING && at->next < route->n_stops ? route->stops[at->next].along_m
                                                                                                                : find_along_m (at, route, at->next));
}

/**
 * dray_sim_fleet_break_down:
 * @stop: at which stop of its route
 * @after_s: how long after arriving there
 * @for_s: how long until it is repaired
 */
void
dray_sim_fleet_break_down (DraySimFleet *self,
                           guint         truck,
                           guint         stop,
                           int           after_s,
                           int           for_s)
{
  g_return_if_fail (truck < self->n_trucks);

  self->trucks[truck].break_stop = stop;
  self->trucks[truck].break_after_s = after_s;
  self->trucks[truck].break_for_s = for_s;
}

static gboolean
has_signal (DraySimFleet *self,
            const Truck  *truck)
{
  for (guint i = 0; i < self->zones->len; i++) {
    const DraySimDeadZone *zone = &g_array_index (self->zones, DraySimDeadZone, i);
    double scale = cos (dray_e7_to_degrees (zone->lat_e7) * G_PI / 180.0);
    double dx = ((double) truck->lon_e7 - zone->lon_e7) * METRES_PER_E7 * scale, dy = ((double) truck->lat_e7 - zone->lat_e7) * METRES_PER_E7;

    if (dx * dx + dy * dy < zone->radius_m * zone->radius_m)
      return FALSE;
  }
  return TRUE;
}

/* The fix that the device measures where the truck is. */
static DrayFix
measure (Truck *truck,
         guint  index)
{
  double scale = MAX (cos (dray_e7_to_degrees (truck->lat_e7) * G_PI / 180.0), 0.01);

  truck->noise_x_m = NOISE_KEPT * truck->noise_x_m + NOISE_M * sqrt (1.0 - NOISE_KEPT * NOISE_KEPT) * dray_random_normal (&truck->random);
  truck->noise_y_m = NOISE_KEPT * truck->noise_y_m + NOISE_M * sqrt (1.0 - NOISE_KEPT * NOISE_KEPT) * dray_random_normal (&truck->random);
  return (DrayFix) {
    .at_us = truck->at_us, .received_us = truck->at_us, .truck = index,
    .lon_e7 = truck->lon_e7 + (int) lround (truck->noise_x_m / (METRES_PER_E7 * scale)),
    .lat_e7 = truck->lat_e7 + (int) lround (truck->noise_y_m / METRES_PER_E7),
    .speed_cms = (guint16) CLAMP (lround (truck->speed_mps * 100.0), 0, G_MAXUINT16),
    .heading_cdeg = (guint16) (lround (truck->heading_deg * 100.0) % 36000),
    .accuracy_dm = (guint16) (30 + dray_random_below (&truck->random, 60)),
    .flags = (guint16) (DRAY_FIX_IGNITION_KNOWN | (truck->phase == PHASE_DRIVING ? DRAY_FIX_IGNITION : 0)),
  };
}

/* Sends the fix, or keeps it until there is a signal; what was kept goes out first. */
static void
send (DraySimFleet *self,
      guint         index)
{
  Truck *truck = &self->trucks[index];
  DrayFix fix = measure (truck, index);

  if (!has_signal (self, truck)) {
    if (truck->held->len < MAX_HELD)
      g_array_append_val (truck->held, fix);
    return;
  }
  for (guint i = 0; i < truck->held->len; i++) {
    g_array_index (truck->held, DrayFix, i).received_us = truck->at_us;
    g_array_append_val (self->fixes, g_array_index (truck->held, DrayFix, i));
  }
  g_array_set_size (truck->held, 0);
  g_array_append_val (self->fixes, fix);
}

static void
tell (DraySimFleet     *self,
      guint             index,
      DraySimEventKind  kind,
      gint64            at_us)
{
  DraySimEvent event = { kind, index, self->trucks[index].next, at_us };

  if (self->sink.event != NULL)
    self->sink.event (&event, self->sink.data);
}

/* Planned driving seconds at which the next halt is: a stop, or the end of the path. */
static double
next_halt_s (const Truck *truck)
{
  const DrayLiveRoute *route = truck->route;

  if (truck->next < route->n_stops)
    return dray_live_route_get_driving_s (route, route->stops[truck->next].along_m);
  return route->at_s[route->n_points - 1];
}

static void
arrive (DraySimFleet *self,
        guint         index,
        gint64        at_us)
{
  Truck *truck = &self->trucks[index];
  const DrayLiveRoute *route = truck->route;

  truck->speed_mps = 0.0;
  if (truck->next == route->n_stops) {
    truck->phase = PHASE_HOME;
    truck->leave_us = G_MAXINT64;
    return;
  }

  const DrayLiveStop *stop = &route->stops[truck->next];
  double service_s = stop->service_s * CLAMP (truck->care + 0.20 * dray_random_normal (&truck->random), 0.5, 3.0);
  gint64 begin_us = stop->open_us != DRAY_NEVER ? MAX (at_us, stop->open_us) : at_us;
  truck->phase = PHASE_STANDING;
  truck->leave_us = begin_us + (gint64) (service_s * (double) DRAY_US_PER_S);
  if (truck->next == truck->break_stop) {
    truck->break_stop = G_MAXUINT;
    truck->broken_us = at_us + truck->break_after_s * DRAY_US_PER_S;
    truck->repaired_us = truck->broken_us + truck->break_for_s * DRAY_US_PER_S;
    truck->leave_us = MAX (truck->leave_us, truck->repaired_us);
  }
}

/* Drives until @to_us or the next halt, whichever comes first. Returns: when that was */
static gint64
drive (DraySimFleet *self,
       guint         index,
       gint64        to_us)
{
  Truck *truck = &self->trucks[index];
  double halt_s = next_halt_s (truck), left_s = MAX (halt_s - truck->driven_s, 0.0) / truck->pace;
  double span_s = (double) (to_us - truck->at_us) / (double) DRAY_US_PER_S;
  double before_m = dray_live_route_get_along_m (truck->route, truck->driven_s);

  truck->driven_s = left_s <= span_s ? halt_s : truck->driven_s + span_s * truck->pace;
  double along_m = dray_live_route_get_along_m (truck->route, truck->driven_s);
  dray_live_route_locate (truck->route, along_m, &truck->lon_e7, &truck->lat_e7, &truck->heading_deg);
  truck->speed_mps = span_s > 0.0 ? (along_m - before_m) / MIN (MAX (left_s, 0.1), span_s) : 0.0;
  if (left_s > span_s)
    return to_us;

  gint64 at_us = truck->at_us + (gint64) (left_s * (double) DRAY_US_PER_S);
  arrive (self, index, at_us);
  return at_us;
}

static void
leave (DraySimFleet *self,
       guint         index)
{
  Truck *truck = &self->trucks[index];

  if (truck->repaired_us != DRAY_NEVER) {
    tell (self, index, DRAY_SIM_REPAIRED, truck->repaired_us);
    truck->repaired_us = DRAY_NEVER;
  }
  /* A release may have taken away the stop that it stands at. */
  if (truck->phase == PHASE_STANDING && truck->next < truck->route->n_stops)
    truck->next++;
  truck->phase = PHASE_DRIVING;
}

/* Lives until @to_us: as many halts and departures as fall into it. */
static void
live (DraySimFleet *self,
      guint         index,
      gint64        to_us)
{
  Truck *truck = &self->trucks[index];

  while (truck->at_us < to_us) {
    if (truck->phase == PHASE_DRIVING) {
      truck->at_us = drive (self, index, to_us);
    } else if (truck->leave_us <= to_us) {
      truck->at_us = MAX (truck->leave_us, truck->at_us);
      leave (self, index);
    } else {
      truck->at_us = to_us;
    }
  }
}

static void
tell_breakdown (DraySimFleet *self,
                guint         index)
{
  Truck *truck = &self->trucks[index];

  if (truck->broken_us == DRAY_NEVER || truck->broken_us > truck->at_us)
    return;
  tell (self, index, DRAY_SIM_BROKE_DOWN, truck->broken_us);
  truck->broken_us = DRAY_NEVER;
}

static gint64
next_fix_us (const Truck *truck)
{
  int seconds = truck->phase == PHASE_DRIVING ? TICK_S : truck->phase == PHASE_STANDING ? STANDING_S : PARKED_S;
  gint64 at_us = truck->at_us + seconds * DRAY_US_PER_S;

  /* A device wakes when the engine starts. */
  if (truck->phase != PHASE_DRIVING && truck->leave_us < at_us)
    at_us = MAX (truck->leave_us, truck->at_us) + TICK_S * DRAY_US_PER_S;
  return at_us;
}

/* What several trucks sent comes in the order of its arrival. */
static int
compare_fixes (gconstpointer a,
               gconstpointer b)
{
  const DrayFix *x = a, *y = b;

  if (x->received_us != y->received_us)
    return x->received_us < y->received_us ? -1 : 1;
  if (x->truck != y->truck)
    return x->truck < y->truck ? -1 : 1;
  return (x->at_us > y->at_us) - (x->at_us < y->at_us);
}

/**
 * dray_sim_fleet_advance:
 *
 * Lets every truck live up to @to_us and sends what falls into that time: fixes, and events before the fixes of their step.
 */
void
dray_sim_fleet_advance (DraySimFleet *self,
                        gint64        to_us)
{
  for (guint i = 0; i < self->n_trucks; i++) {
    Truck *truck = &self->trucks[i];

    while (next_fix_us (truck) <= to_us) {
      /* The step is fixed at its begin: a truck that leaves within it is seen at its end. */
      live (self, i, next_fix_us (truck));
      tell_breakdown (self, i);
      send (self, i);
    }
  }
  g_array_sort (self->fixes, compare_fixes);
  if (self->fixes->len > 0 && self->sink.fixes != NULL)
    self->sink.fixes ((DrayFix *) (gpointer) self->fixes->data, self->fixes->len, self->sink.data);
  g_array_set_size (self->fixes, 0);
}
