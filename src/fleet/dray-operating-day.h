/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A depot's day: it begins at the depot's own hour by the depot's own clock, so that a route belongs to the day in which it starts even
 * where it crosses midnight. A day is a number: days since 1970-01-01, as in a date field. Days have 23 or 25 hours when clocks change. */

gint64 dray_operating_day_of       (GTimeZone *zone,
                                    int        day_start_s,
                                    gint64     at_us);
gint64 dray_operating_day_start_us (GTimeZone *zone,
                                    int        day_start_s,
                                    gint64     day);

G_END_DECLS
