/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-operating-day.h"
#include "dray-units.h"

/**
 * dray_operating_day_start_us:
 * @day_start_s: where the day begins, seconds of the local day by the clock on the wall
 * @day: days since 1970-01-01
 *
 * Returns: the instant at which the day begins, UTC microseconds. Where the clock skips that time, the instant at which it skips.
 */
gint64
dray_operating_day_start_us (GTimeZone *zone,
                             int        day_start_s,
                             gint64     day)
{
  gint64 local_s = day * DRAY_S_PER_DAY + day_start_s;
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_STANDARD, local_s);

  if (interval >= 0)
    return (local_s - g_time_zone_get_offset (zone, interval)) * DRAY_US_PER_S;

  /* The clock on the wall never showed that time: count by the offset that held before. */
  interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, local_s - DRAY_S_PER_DAY);
  return (local_s - g_time_zone_get_offset (zone, MAX (interval, 0))) * DRAY_US_PER_S;
}

/**
 * dray_operating_day_of:
 * @at_us: an instant, UTC microseconds
 *
 * Returns: the day that it belongs to, days since 1970-01-01
 */
gint64
dray_operating_day_of (GTimeZone *zone,
                       int        day_start_s,
                       gint64     at_us)
{
  gint64 at_s = at_us >= 0 ? at_us / DRAY_US_PER_S : -((-at_us + DRAY_US_PER_S - 1) / DRAY_US_PER_S);
  gint64 day = (at_s >= 0 ? at_s : at_s - DRAY_S_PER_DAY + 1) / DRAY_S_PER_DAY + 1;

  while (dray_operating_day_start_us (zone, day_start_s, day) > at_us)
    day--;
  return day;
}
