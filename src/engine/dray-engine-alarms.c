/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"

#include "dray-alarm.h"
#include "dray-units.h"

/* A truck carries its alarm on the map for as long as one of its alarms waits for somebody: the records say so, whoever wrote them. They
 * are read again after a commit that touched one, and never twice at a time. One of the top priority that nobody has taken for a while
 * goes to a supervisor. */

#define ESCALATE_AFTER_US (5 * 60 * DRAY_US_PER_S)

static void read_alarms (DrayEngine *self);

static gboolean
is_waiting (const DrayRow *alarm,
            gint64         now_us)
{
  const char *status = dray_row_get_text (alarm, DRAY_ALARM_STATUS);

  if (g_strcmp0 (status, "shelved") == 0)
    return dray_row_get_integer (alarm, DRAY_ALARM_SHELVED_UNTIL_US) <= now_us;
  return g_strcmp0 (status, "acknowledged") != 0 && g_strcmp0 (status, "closed") != 0;
}

/* Tells the ingestion about the trucks whose cell says otherwise. */
static void
flag_trucks (DrayEngine *self,
             GPtrArray  *alarms)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);
  g_autofree gboolean *waits = g_new0 (gboolean, columns->n + 1);
  gint64 now_us = dray_clock_now_us (self->clock);

  for (guint i = 0; i < alarms->len; i++) {
    DrayId id = dray_row_get_id (alarms->pdata[i], DRAY_ALARM_TRUCK);
    DrayLiveTruck *truck = dray_live_fleet_find_truck (self->fleet, &id);

    if (truck != NULL && is_waiting (alarms->pdata[i], now_us))
      waits[dray_live_truck_get_index (truck)] = TRUE;
  }
  for (guint i = 0; i < columns->n; i++) {
    if (waits[i] != ((columns->flags[i] & DRAY_TRUCK_ALARM) != 0))
      dray_ingest_set_alarm (self->ingest, i, waits[i]);
  }
}

static void
on_alarms (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DrayEngine) self = user_data;
  g_autoptr (GPtrArray) alarms = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, NULL);

  self->alarms_reading = FALSE;
  self->n_submitting--;
  if (self->ingest == NULL)
    return;
  if (alarms != NULL) {
    g_clear_pointer (&self->open_alarms, g_ptr_array_unref);
    self->open_alarms = g_steal_pointer (&alarms);
    flag_trucks (self, self->open_alarms);
  }
  if (self->alarms_stale)
    read_alarms (self);
  else
    dray_engine_play_on (self);
}

static void
read_alarms (DrayEngine *self)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_alarm_table);

  self->alarms_reading = TRUE;
  self->alarms_stale = FALSE;
  self->n_submitting++;
  dray_query_where (query, DRAY_ALARM_STATUS, DRAY_TEST_DIFFERS, dray_value_text ("closed"));
  dray_workspace_select_async (self->workspace, query, NULL, on_alarms, g_object_ref (self));
}

static void
on_changed (DrayWorkspace *workspace G_GNUC_UNUSED,
            GArray        *effects,
            DrayEngine    *self)
{
  for (guint i = 0; i < effects->len && self->ingest != NULL; i++) {
    if (dray_effects_get (effects, i)->table != &dray_alarm_table)
      continue;
    if (self->alarms_reading)
      self->alarms_stale = TRUE;
    else
      read_alarms (self);
    return;
  }
}

static gboolean
is_left_alone (const DrayRow *alarm,
               gint64         now_us)
{
  return dray_row_get_integer (alarm, DRAY_ALARM_PRIORITY) == 1 && g_strcmp0 (dray_row_get_text (alarm, DRAY_ALARM_STATUS), "raised") == 0
         && !dray_row_has (alarm, DRAY_ALARM_ESCALATED_US) && dray_row_get_integer (alarm, DRAY_ALARM_RAISED_US) + ESCALATE_AFTER_US <= now_us;
}

/* A shelf that ended brings the mark of its truck back. */
void
dray_engine_age_alarms (DrayEngine *self)
{
  gint64 now_us = dray_clock_now_us (self->clock);

  if (self->open_alarms == NULL || self->ingest == NULL)
    return;
  flag_trucks (self, self->open_alarms);
  for (guint i = 0; i < self->open_alarms->len; i++) {
    const DrayRow *alarm = self->open_alarms->pdata[i];
    DrayIntent *intent;

    if (!is_left_alone (alarm, now_us) || !g_hash_table_add (self->escalated, g_memdup2 (&alarm->id, sizeof alarm->id)))
      continue;
    intent = dray_intent_new (dray_workspace_get_schema (self->workspace), "alarm.escalate");
    dray_intent_set_id (intent, "alarm", &alarm->id);
    dray_engine_submit (self, intent);
  }
}

/* Once the fleet stands. */
void
dray_engine_follow_alarms (DrayEngine *self)
{
  self->escalated = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  g_signal_connect_object (self->workspace, "changed", G_CALLBACK (on_changed), self, 0);
  read_alarms (self);
}
