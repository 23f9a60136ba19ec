/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-truck-private.h"
#include "dray-units.h"

/* A truck's names and a window on its row of the live fleet's columns. */

struct _DrayLiveTruck {
  GObject                parent_instance;

  /* Owned */
  char                  *number;
  char                  *plate;
  char                  *driver;
  char                  *depot;
  DrayId                 id;
  guint                  index;
  guint                  n_done;
  guint                  n_stops;
  DrayLiveRoute         *route;
  DrayStopTimes         *times;
  /* Borrowed */
  const DrayLiveColumns *columns; /* of the fleet that holds us; NULL once it is gone */
};

G_DEFINE_FINAL_TYPE (DrayLiveTruck, dray_live_truck, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
dray_live_truck_finalize (GObject *object)
{
  DrayLiveTruck *self = DRAY_LIVE_TRUCK (object);

  g_clear_pointer (&self->route, dray_live_route_unref);
  g_clear_pointer (&self->times, dray_stop_times_unref);
  g_free (self->number);
  g_free (self->plate);
  g_free (self->driver);
  g_free (self->depot);

  G_OBJECT_CLASS (dray_live_truck_parent_class)->finalize (object);
}

static void
dray_live_truck_class_init (DrayLiveTruckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_live_truck_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", DRAY_TYPE_LIVE_TRUCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dray_live_truck_init (DrayLiveTruck *self G_GNUC_UNUSED)
{
}

DrayLiveTruck *
dray_live_truck_new (const DrayLiveColumns *columns,
                     guint                  index,
                     const DrayTruckLabel  *label)
{
  DrayLiveTruck *self = g_object_new (DRAY_TYPE_LIVE_TRUCK, NULL);

  self->columns = columns;
  self->index = index;
  self->id = label->id;
  self->number = g_strdup (label->number);
  self->plate = g_strdup (label->plate);
  self->driver = g_strdup (label->driver);
  self->depot = g_strdup (label->depot);
  return self;
}

/* The fleet is gone: from now on the truck has names only. */
void
dray_live_truck_orphan (DrayLiveTruck *self)
{
  self->columns = NULL;
}

void
dray_live_truck_set_progress (DrayLiveTruck           *self,
                              const DrayTruckProgress *progress)
{
  g_clear_pointer (&self->route, dray_live_route_unref);
  g_clear_pointer (&self->times, dray_stop_times_unref);
  self->n_done = progress->n_done;
  self->n_stops = progress->n_stops;
  self->route = progress->route != NULL ? dray_live_route_ref (progress->route) : NULL;
  self->times = progress->times != NULL ? dray_stop_times_ref (progress->times) : NULL;
}

void
dray_live_truck_tell (DrayLiveTruck *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
dray_live_truck_get_index (DrayLiveTruck *self)
{
  return self->index;
}

const DrayId *
dray_live_truck_get_id (DrayLiveTruck *self)
{
  return &self->id;
}

/* The fleet number, such as "12": what everyone calls the truck. */
const char *
dray_live_truck_get_number (DrayLiveTruck *self)
{
  return self->number;
}

const char *
dray_live_truck_get_plate (DrayLiveTruck *self)
{
  return self->plate;
}

/* Returns: (nullable): who drives it today */
const char *
dray_live_truck_get_driver (DrayLiveTruck *self)
{
  return self->driver;
}

const char *
dray_live_truck_get_depot (DrayLiveTruck *self)
{
  return self->depot;
}

DrayTruckState
dray_live_truck_get_state (DrayLiveTruck *self)
{
  return self->columns != NULL ? self->columns->states[self->index] : DRAY_TRUCK_PARKED;
}

guint
dray_live_truck_get_flags (DrayLiveTruck *self)
{
  return self->columns != NULL ? self->columns->flags[self->index] : 0;
}

gint64
dray_live_truck_get_fix_us (DrayLiveTruck *self)
{
  return self->columns != NULL ? self->columns->fix_us[self->index] : DRAY_NEVER;
}

gint64
dray_live_truck_get_eta_us (DrayLiveTruck *self)
{
  return self->columns != NULL ? self->columns->eta_us[self->index] : DRAY_NEVER;
}

/* Seconds to the end of the tightest window ahead: negative when late, G_MAXINT with no window. */
int
dray_live_truck_get_slack_s (DrayLiveTruck *self)
{
  return self->columns != NULL ? self->columns->slack_s[self->index] : G_MAXINT;
}

double
dray_live_truck_get_speed_mps (DrayLiveTruck *self)
{
  return self->columns != NULL ? (double) self->columns->speed_mps[self->index] : 0.0;
}

guint
dray_live_truck_get_n_done (DrayLiveTruck *self)
{
  return self->n_done;
}

guint
dray_live_truck_get_n_stops (DrayLiveTruck *self)
{
  return self->n_stops;
}

/* Returns: (transfer none) (nullable): what it is driving */
DrayLiveRoute *
dray_live_truck_get_route (DrayLiveTruck *self)
{
  return self->route;
}

/* Returns: (transfer none) (nullable): how it does on its route, stop by stop; replaced, never changed */
DrayStopTimes *
dray_live_truck_get_times (DrayLiveTruck *self)
{
  return self->times;
}
