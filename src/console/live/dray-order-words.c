/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order-words.h"

#include "dray-live-words.h"
#include "dray-record-words.h"
#include "dray-units.h"

#include <glib/gi18n.h>

#define MINUTE_US (60 * DRAY_US_PER_S)
/* A range begins and ends on these. */
#define STEP_US (5 * MINUTE_US)
/* Half of the range: a share of the time that is left, and never less than a minute's luck at a traffic light. */
#define SPREAD_SHARE 0.15
#define MIN_SPREAD_US (4 * MINUTE_US)

/* Returns: (transfer full): "09:40 to 09:55", rounded outwards */
char *
dray_order_words_range (gint64 eta_us,
                        gint64 now_us)
{
  gint64 spread_us = MAX ((gint64) ((double) (eta_us - now_us) * SPREAD_SHARE), MIN_SPREAD_US);
  gint64 first_us = MAX (eta_us - spread_us, now_us), last_us = MAX (eta_us + spread_us, now_us);
  char first[DRAY_WORDS_SIZE], last[DRAY_WORDS_SIZE];

  dray_words_time (first_us / STEP_US * STEP_US, first);
  dray_words_time ((last_us + STEP_US - 1) / STEP_US * STEP_US, last);
  return g_strdup_printf (_("%s to %s"), first, last);
}

/* Returns: whether the truck's present route has the stop; then which of it */
static gboolean
find_stop (DrayLiveTruck *truck,
           const DrayId  *stop,
           guint         *index)
{
  DrayLiveRoute *route = truck != NULL ? dray_live_truck_get_route (truck) : NULL;

  for (guint i = 0; route != NULL && i < route->n_stops; i++) {
    if (dray_id_equal (&route->stops[i].id, stop)) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

static char *
name_truck (DrayLiveTruck *truck)
{
  const char *plate, *driver;

  if (truck == NULL)
    return g_strdup (_("no truck yet"));
  plate = dray_live_truck_get_plate (truck);
  driver = dray_live_truck_get_driver (truck);
  return g_strdup_printf ("%s, %s, %s", dray_live_truck_get_number (truck), plate != NULL ? plate : "–", driver != NULL ? driver : _("no driver"));
}

static char *
name_window (const DrayOrderFacts *facts)
{
  char open[DRAY_WORDS_SIZE], closes[DRAY_WORDS_SIZE];

  if (facts->open_us == DRAY_NEVER && facts->close_us == DRAY_NEVER)
    return g_strdup (_("none was promised"));
  dray_words_time (facts->open_us, open);
  dray_words_time (facts->close_us, closes);
  return g_strdup_printf (_("%s to %s"), open, closes);
}

static char *
name_contact (const DrayOrderFacts *facts,
              DrayLiveTruck        *truck)
{
  gint64 fix_us = truck != NULL ? dray_live_truck_get_fix_us (truck) : DRAY_NEVER;
  char fix[DRAY_WORDS_SIZE], heard[DRAY_WORDS_SIZE];

  dray_words_time (fix_us, fix);
  dray_words_time (facts->heard_us, heard);
  if (fix_us == DRAY_NEVER && facts->heard_us == DRAY_NEVER)
    return g_strdup (_("none today"));
  if (facts->heard_us == DRAY_NEVER)
    return g_strdup_printf (_("position at %s"), fix);
  if (fix_us == DRAY_NEVER)
    return g_strdup_printf (_("message at %s"), heard);
  return g_strdup_printf (_("position at %s, message at %s"), fix, heard);
}

/* What is still to come: live where the truck drives the route, else by the plan. */
static void
say_ahead (DrayOrderWords       *self,
           const DrayOrderFacts *facts,
           DrayLiveTruck        *truck,
           gint64                now_us)
{
  DrayStopTimes *times = truck != NULL ? dray_live_truck_get_times (truck) : NULL;
  guint index = 0, n_done;
  char planned[DRAY_WORDS_SIZE];

  if (!find_stop (truck, &facts->stop, &index)) {
    dray_words_time (facts->planned_us, planned);
    self->before = g_strdup ("–");
    self->expected = facts->planned_us != DRAY_NEVER ? g_strdup_printf (_("planned for %s"), planned) : g_strdup (_("not planned yet"));
    return;
  }
  n_done = MIN (dray_live_truck_get_n_done (truck), index);
  self->before = index == n_done ? g_strdup (_("none, it is the next")) : g_strdup_printf ("%u", index - n_done);
  if (times != NULL && index < times->n && times->eta_us[index] != DRAY_NEVER)
    self->expected = dray_order_words_range (times->eta_us[index], now_us);
  else
    self->expected = g_strdup (_("not known while the truck stands"));
}

/* What is behind: when it was there. Returns: FALSE if it was not yet */
static gboolean
say_behind (DrayOrderWords       *self,
            const DrayOrderFacts *facts)
{
  char at[DRAY_WORDS_SIZE];

  if (facts->arrived_us == DRAY_NEVER)
    return FALSE;
  dray_words_time (facts->departed_us != DRAY_NEVER ? facts->departed_us : facts->arrived_us, at);
  self->before = g_strdup ("–");
  self->expected = g_strdup_printf (facts->departed_us != DRAY_NEVER ? _("was there, left at %s") : _("is there since %s"), at);
  return TRUE;
}

/* @now_us: the workspace's clock */
DrayOrderWords *
dray_order_words_new (const DrayOrderFacts *facts,
                      DrayLiveFleet        *fleet,
                      gint64                now_us)
{
  g_return_val_if_fail (facts != NULL, NULL);

  DrayOrderWords *self = g_new0 (DrayOrderWords, 1);
  DrayLiveTruck *truck = dray_id_is_none (&facts->truck) ? NULL : dray_live_fleet_find_truck (fleet, &facts->truck);

  self->status = facts->status != NULL ? dray_record_dup_choice (facts->status) : g_strdup ("–");
  self->truck = name_truck (truck);
  self->window = name_window (facts);
  self->contact = name_contact (facts, truck);
  if (!say_behind (self, facts))
    say_ahead (self, facts, truck, now_us);
  return self;
}

void
dray_order_words_free (DrayOrderWords *self)
{
  g_free (self->status);
  g_free (self->truck);
  g_free (self->before);
  g_free (self->expected);
  g_free (self->window);
  g_free (self->contact);
  g_free (self);
}

/* Returns: (transfer full): all of it as plain text, a line each, to be sent to somebody */
char *
dray_order_words_dup_text (const DrayOrderWords *self,
                           const DrayOrderFacts *facts)
{
  return g_strdup_printf (_("Order %s for %s, %s\nStatus: %s\nTruck: %s\nStops before it: %s\nExpected: %s\nPromised: %s\nLast contact: %s\n"),
                          facts->reference, facts->customer != NULL ? facts->customer : "–", facts->site != NULL ? facts->site : "–",
                          self->status, self->truck, self->before, self->expected, self->window, self->contact);
}
