/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"
#include "dray-units.h"

/* What the windows showed about arrivals, kept for a while so that an arrival can be held against it: the times as they were when the
 * truck left the stop before, and as they were an hour before. The times are shared with the live fleet, not copied. */

#define SAMPLE_US (60 * DRAY_US_PER_S)
#define AHEAD_US (60 * 60 * DRAY_US_PER_S)
#define KEEP_US (AHEAD_US + 10 * SAMPLE_US)

typedef struct {
  gint64         at_us;
  DrayLiveRoute *route;
  DrayStopTimes *times;
} Shown;

/* Of one truck. */
typedef struct {
  GQueue samples;   /* (element-type Shown): the oldest first */
  Shown  leg;       /* when it left last */
} TruckShown;

struct _DrayEngineShown {
  guint       n_trucks;
  TruckShown *trucks;
};

static void
shown_clear (Shown *self)
{
  g_clear_pointer (&self->route, dray_live_route_unref);
  g_clear_pointer (&self->times, dray_stop_times_unref);
}

static void
shown_free (gpointer data)
{
  shown_clear (data);
  g_free (data);
}

/* Returns: whether the truck has times to show */
static gboolean
look (DrayEngine *self,
      guint       truck,
      Shown      *shown)
{
  DrayLiveTruck *live = dray_live_fleet_get_truck (self->fleet, truck);
  DrayLiveRoute *route = dray_live_truck_get_route (live);
  DrayStopTimes *times = dray_live_truck_get_times (live);

  if (route == NULL || times == NULL)
    return FALSE;
  *shown = (Shown) { dray_clock_now_us (self->clock), dray_live_route_ref (route), dray_stop_times_ref (times) };
  return TRUE;
}

/* Once the fleet stands. */
void
dray_engine_start_shown (DrayEngine *self)
{
  self->shown = g_new0 (DrayEngineShown, 1);
  self->shown->n_trucks = dray_live_fleet_get_columns (self->fleet)->n;
  self->shown->trucks = g_new0 (TruckShown, self->shown->n_trucks + 1);
}

void
dray_engine_stop_shown (DrayEngine *self)
{
  if (self->shown == NULL)
    return;
  for (guint i = 0; i < self->shown->n_trucks; i++) {
    g_queue_clear_full (&self->shown->trucks[i].samples, shown_free);
    shown_clear (&self->shown->trucks[i].leg);
  }
  g_free (self->shown->trucks);
  g_clear_pointer (&self->shown, g_free);
}

static void
sample (DrayEngine *self,
        guint       truck)
{
  GQueue *samples = &self->shown->trucks[truck].samples;
  const Shown *last = g_queue_peek_tail (samples), *first;
  gint64 now_us = dray_clock_now_us (self->clock);
  Shown shown;

  if ((last != NULL && now_us - last->at_us < SAMPLE_US) || !look (self, truck, &shown))
    return;
  g_queue_push_tail (samples, g_memdup2 (&shown, sizeof shown));
  while ((first = g_queue_peek_head (samples)) != NULL && now_us - first->at_us > KEEP_US)
    shown_free (g_queue_pop_head (samples));
}

/* Called every few seconds. */
void
dray_engine_sample_shown (DrayEngine *self)
{
  for (guint i = 0; self->shown != NULL && i < self->shown->n_trucks; i++)
    sample (self, i);
}

/* The truck left its yard or a stop: what was sampled last is what was shown until then. How soon the live fleet hears of the departure hangs on
 * its rounds; the samples hang on the clock alone. */
void
dray_engine_keep_leg_shown (DrayEngine *self,
                            guint       truck)
{
  const Shown *last;

  if (self->shown == NULL || truck >= self->shown->n_trucks || (last = g_queue_peek_tail (&self->shown->trucks[truck].samples)) == NULL)
    return;
  shown_clear (&self->shown->trucks[truck].leg);
  self->shown->trucks[truck].leg = (Shown) { last->at_us, dray_live_route_ref (last->route), dray_stop_times_ref (last->times) };
}

static gint64
get_eta (const Shown         *shown,
         const DrayLiveRoute *route,
         guint                stop)
{
  return shown != NULL && shown->route == route && stop < shown->times->n ? shown->times->eta_us[stop] : DRAY_NEVER;
}

/**
 * dray_engine_get_shown:
 * @at_us: when the truck arrived
 * @hour_us: (out): the arrival that was shown an hour before; %DRAY_NEVER where none was, or of another route
 * @leg_us: (out): the arrival that was shown when it left the stop before; likewise
 */
void
dray_engine_get_shown (DrayEngine          *self,
                       const DrayLiveRoute *route,
                       guint                truck,
                       guint                stop,
                       gint64               at_us,
                       gint64              *hour_us,
                       gint64              *leg_us)
{
  const Shown *hour = NULL;

  *hour_us = *leg_us = DRAY_NEVER;
  if (self->shown == NULL || truck >= self->shown->n_trucks)
    return;
  for (GList *at = self->shown->trucks[truck].samples.head; at != NULL && ((const Shown *) at->data)->at_us <= at_us - AHEAD_US; at = at->next)
    hour = at->data;
  if (hour != NULL && at_us - AHEAD_US - hour->at_us <= 10 * SAMPLE_US)
    *hour_us = get_eta (hour, route, stop);
  *leg_us = get_eta (&self->shown->trucks[truck].leg, route, stop);
}
