/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DrayClock:
 *
 * Where the time comes from. Whoever needs the time is handed a clock, so that the demo, the replay and every test set their own.
 *
 * dray_clock_now_us() and dray_clock_until_us() may be called from any thread.
 */
#define DRAY_TYPE_CLOCK (dray_clock_get_type ())
G_DECLARE_DERIVABLE_TYPE (DrayClock, dray_clock, DRAY, CLOCK, GObject)

struct _DrayClockClass
{
  GObjectClass parent_class;

  gint64 (*now_us)    (DrayClock *self);
  double (*get_speed) (DrayClock *self);
};

gint64     dray_clock_now_us    (DrayClock *self);
double     dray_clock_get_speed (DrayClock *self);
gint64     dray_clock_until_us  (DrayClock *self,
                                 gint64     at_us);
DrayClock *dray_wall_clock_new  (void);

G_END_DECLS
