/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-words.h"

#include "dray-units.h"

#include <glib/gi18n.h>
#include <math.h>
#include <time.h>

/* Times, durations and distances as the look wants them: 14:02, 1 h 25, 12.4 km; never more digits than a person can use. They go
 * into a buffer of the caller, for a list sets thousands of them a second. */

#define US_PER_MINUTE (60 * DRAY_US_PER_S)

const char *
dray_words_state (DrayTruckState state)
{
  switch (state) {
  case DRAY_TRUCK_PARKED:
    return _("off duty");
  case DRAY_TRUCK_DRIVING:
    return _("driving");
  case DRAY_TRUCK_WORKING:
    return _("at a stop");
  case DRAY_TRUCK_WAITING:
    return _("waiting");
  case DRAY_TRUCK_N_STATES:
  default:
    g_assert_not_reached ();
  }
}

/* The time of day here; a dash for %DRAY_NEVER. */
void
dray_words_time (gint64 at_us,
                 char   words[DRAY_WORDS_SIZE])
{
  time_t seconds = (time_t) (at_us / DRAY_US_PER_S);
  struct tm parts;

  if (at_us == DRAY_NEVER || localtime_r (&seconds, &parts) == NULL)
    g_strlcpy (words, "–", DRAY_WORDS_SIZE);
  else
    g_snprintf (words, DRAY_WORDS_SIZE, "%02d:%02d", parts.tm_hour, parts.tm_min);
}

/* To the minute. */
void
dray_words_duration (gint64 us,
                     char   words[DRAY_WORDS_SIZE])
{
  gint64 minutes = (ABS (us) + US_PER_MINUTE / 2) / US_PER_MINUTE;

  if (minutes < 60)
    g_snprintf (words, DRAY_WORDS_SIZE, _("%d min"), (int) minutes);
  else
    g_snprintf (words, DRAY_WORDS_SIZE, _("%d h %02d"), (int) MIN (minutes / 60, 9999), (int) (minutes % 60));
}

void
dray_words_distance (double   m,
                     gboolean imperial,
                     char     words[DRAY_WORDS_SIZE])
{
  double unit = imperial ? 1609.344 : 1000;
  double value = m / unit;

  if (!imperial && m < 1000)
    g_snprintf (words, DRAY_WORDS_SIZE, _("%.0f m"), round (m / 10) * 10);
  else if (imperial)
    g_snprintf (words, DRAY_WORDS_SIZE, value < 100 ? _("%.1f mi") : _("%.0f mi"), value);
  else
    g_snprintf (words, DRAY_WORDS_SIZE, value < 100 ? _("%.1f km") : _("%.0f km"), value);
}

void
dray_words_speed (double   mps,
                  gboolean imperial,
                  char     words[DRAY_WORDS_SIZE])
{
  if (imperial)
    g_snprintf (words, DRAY_WORDS_SIZE, _("%.0f mph"), mps * 3600 / 1609.344);
  else
    g_snprintf (words, DRAY_WORDS_SIZE, _("%.0f km/h"), mps * 3.6);
}

/**
 * dray_words_slack:
 * @now_us: the workspace's clock
 *
 * How a truck stands, in two words: what went wrong before how much time is left.
 */
void
dray_words_slack (DrayLiveTruck *truck,
                  gint64         now_us,
                  char           words[DRAY_WORDS_SIZE])
{
  guint flags = dray_live_truck_get_flags (truck);
  int slack_s = dray_live_truck_get_slack_s (truck);

  if (!(flags & DRAY_TRUCK_HAS_FIX)) {
    g_strlcpy (words, _("no position"), DRAY_WORDS_SIZE);
  } else if (flags & DRAY_TRUCK_STALE) {
    char age[DRAY_WORDS_SIZE];

    dray_words_duration (now_us - dray_live_truck_get_fix_us (truck), age);
    g_snprintf (words, DRAY_WORDS_SIZE, _("%s old"), age);
  } else if (slack_s == G_MAXINT) {
    g_strlcpy (words, dray_live_truck_get_state (truck) == DRAY_TRUCK_PARKED ? _("off duty") : "–", DRAY_WORDS_SIZE);
  } else if (slack_s < 0) {
    g_snprintf (words, DRAY_WORDS_SIZE, _("%d late"), (-slack_s + 59) / 60);
  } else {
    /* Whole minutes that are left, as the list is sorted. */
    dray_words_duration (slack_s / 60 * US_PER_MINUTE, words);
  }
}
