/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"

/* Planning, as windows and commands ask for it: the engine adds what it alone knows, the time and where the trucks are. */

static GArray *
list_positions (DrayEngine *self)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (DrayPlanPosition));

  for (guint i = 0; i < columns->n; i++) {
    DrayPlanPosition position = { *dray_live_truck_get_id (dray_live_fleet_get_truck (self->fleet, i)), columns->lon_e7[i], columns->lat_e7[i], columns->fix_us[i] };

    if (columns->flags[i] & DRAY_TRUCK_HAS_FIX)
      g_array_append_val (positions, position);
  }
  return positions;
}

/**
 * dray_engine_plan_day:
 * @ask: what is wanted; its time and positions are filled in by the engine
 *
 * Begins to plan a day, or in the middle of one the rest of it.
 *
 * Returns: (transfer full): the job
 */
DrayPlanJob *
dray_engine_plan_day (DrayEngine        *self,
                      const DrayPlanAsk *ask)
{
  DrayPlanAsk filled = *ask;
  g_autoptr (GArray) positions = list_positions (self);

  filled.now_us = dray_clock_now_us (self->clock);
  filled.positions = (const DrayPlanPosition *) (gpointer) positions->data;
  filled.n_positions = (int) positions->len;
  return dray_plan_job_new (self->workspace, self->roads, &filled);
}
