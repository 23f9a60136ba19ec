/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-alarm.h"
#include "dray-engine.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-units.h"

#include <math.h>
#include <stdio.h>

/* Plays the simulated day of a demo workspace, and prints what becomes of it in the records as it does. */

#define MAX_SPEED 600.0
#define DAY_US (DRAY_S_PER_DAY * DRAY_US_PER_S)

typedef struct {
  DrayCommandLine *line;
  DrayEngine      *engine;
  GHashTable      *names;      /* DrayId of a stop or route → text */
  GPtrArray       *early;      /* (element-type GArray): what was changed before there were names; NULL since */
  gboolean         done;
  GError          *error;
  gint64           from_us;
  int              n_arrivals;
  int              n_departures;
  int              n_finished;
  int              n_alarms;
} Simulation;

static char *
dup_time (gint64 at_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at_us / DRAY_US_PER_S);

  return g_date_time_format (time, "%H:%M:%S");
}

static void
print_event (Simulation   *self,
             const char   *event,
             const DrayId *id,
             gint64        at_us,
             const char   *text)
{
  const char *name = g_hash_table_lookup (self->names, id);
  g_autofree char *time = dup_time (at_us), *id_text = dray_id_dup_text (id);
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "event", event);
  json_object_set_string_member (object, "id", id_text);
  json_object_set_int_member (object, "at_us", at_us);
  if (text != NULL || name != NULL)
    json_object_set_string_member (object, "text", text != NULL ? text : name);
  dray_command_line_print (self->line, node, "%s  %-8s %s", time, event, text != NULL ? text : name != NULL ? name : id_text);
  json_object_unref (object);
}

static void
on_effect (Simulation       *self,
           const DrayEffect *effect)
{
  if (effect->table == &dray_stop_table && effect->field == DRAY_STOP_ARRIVED_US && effect->after.kind == DRAY_VALUE_INTEGER) {
    self->n_arrivals++;
    print_event (self, "arrived", &effect->id, effect->after.integer, NULL);
  } else if (effect->table == &dray_stop_table && effect->field == DRAY_STOP_DEPARTED_US && effect->after.kind == DRAY_VALUE_INTEGER) {
    self->n_departures++;
    print_event (self, "left", &effect->id, effect->after.integer, NULL);
  } else if (effect->table == &dray_route_table && effect->field == DRAY_ROUTE_STATUS && effect->after.kind == DRAY_VALUE_TEXT) {
    self->n_finished += g_str_equal (effect->after.text, "finished");
    print_event (self, effect->after.text, &effect->id, dray_clock_now_us (dray_engine_get_clock (self->engine)), NULL);
  } else if (effect->table == &dray_alarm_table && effect->field == DRAY_ALARM_TEXT && effect->after.kind == DRAY_VALUE_TEXT) {
    self->n_alarms++;
    print_event (self, "alarm", &effect->id, dray_clock_now_us (dray_engine_get_clock (self->engine)), effect->after.text);
  }
}

static void
on_changed (DrayWorkspace *workspace G_GNUC_UNUSED,
            GArray        *effects,
            Simulation    *self)
{
  if (self->early != NULL) {
    g_ptr_array_add (self->early, g_array_ref (effects));
    return;
  }
  for (guint i = 0; i < effects->len; i++)
    on_effect (self, dray_effects_get (effects, i));
}

/* The trucks have lived through half a morning while the first of them got their names. */
static void
print_early (Simulation *self)
{
  g_autoptr (GPtrArray) early = g_steal_pointer (&self->early);

  for (guint i = 0; i < early->len; i++)
    on_changed (NULL, early->pdata[i], self);
}

static void
on_failed (DrayEngine   *engine G_GNUC_UNUSED,
           const GError *error,
           Simulation   *self)
{
  dray_command_line_say (self->line, "%s", error->message);
}

/* What people call the stops of the live routes: truck and place. Returns: whether there are any */
static gboolean
name_stops (Simulation *self)
{
  DrayLiveFleet *fleet = dray_engine_get_live_fleet (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fleet)); i++) {
    DrayLiveTruck *truck = dray_live_fleet_get_truck (fleet, i);
    const DrayLiveRoute *route = dray_live_truck_get_route (truck);

    if (route == NULL)
      continue;
    g_hash_table_insert (self->names, g_memdup2 (&route->id, sizeof route->id), g_strdup_printf ("truck %s", dray_live_truck_get_number (truck)));
    for (guint k = 0; k < route->n_stops; k++)
      g_hash_table_insert (self->names, g_memdup2 (&route->stops[k].id, sizeof route->stops[k].id),
                           g_strdup_printf ("truck %s, %s", dray_live_truck_get_number (truck), route->stops[k].name));
  }
  return g_hash_table_size (self->names) > 0;
}

static void
on_opened (GObject      *source G_GNUC_UNUSED,
           GAsyncResult *result,
           gpointer      data)
{
  Simulation *self = data;

  self->engine = dray_engine_open_finish (result, &self->error);
  self->done = TRUE;
}

static void
on_played (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Simulation *self = data;

  dray_engine_play_finish (DRAY_ENGINE (source), result, &self->error);
  self->done = TRUE;
}

static void
wait_for (Simulation *self)
{
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
  self->done = FALSE;
}

/* "18:00" of the day that it is by the demo's clock, or of the next where that is past. Returns: FALSE where it is no time */
static gboolean
parse_until (const char *text,
             gint64      now_us,
             gint64     *until_us)
{
  int hour, minute;
  char end;

  if (sscanf (text, "%d:%d%c", &hour, &minute, &end) != 2 || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return FALSE;
  *until_us = now_us - now_us % DAY_US + (hour * 60 + minute) * 60 * DRAY_US_PER_S;
  if (*until_us <= now_us)
    *until_us += DAY_US;
  return TRUE;
}

static gboolean
play (Simulation *self,
      const char *until,
      double      speed)
{
  gint64 until_us;

  self->from_us = dray_clock_now_us (dray_engine_get_clock (self->engine));
  if (!parse_until (until, self->from_us, &until_us)) {
    g_set_error (&self->error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s is no time of day like 18:00", until);
    return FALSE;
  }
  self->early = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_signal_connect (dray_engine_get_workspace (self->engine), "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->engine, "failed", G_CALLBACK (on_failed), self);
  /* Routes come to the trucks with the first rounds of the live fleet. */
  for (int i = 0; i < 100 && !name_stops (self); i++) {
    g_usleep (10000);
    while (g_main_context_iteration (NULL, FALSE));
  }
  print_early (self);
  dray_engine_play_async (self->engine, until_us, speed, self->line->cancellable, on_played, self);
  wait_for (self);
  return self->error == NULL;
}

static void
print_summary (Simulation *self)
{
  gint64 now_us = dray_clock_now_us (dray_engine_get_clock (self->engine));
  g_autofree char *from = dup_time (self->from_us), *until = dup_time (now_us);
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "event", "summary");
  json_object_set_int_member (object, "from_us", self->from_us);
  json_object_set_int_member (object, "until_us", now_us);
  json_object_set_int_member (object, "arrivals", self->n_arrivals);
  json_object_set_int_member (object, "departures", self->n_departures);
  json_object_set_int_member (object, "finished", self->n_finished);
  json_object_set_int_member (object, "alarms", self->n_alarms);
  dray_command_line_print (self->line, node, "From %s to %s: %d arrivals, %d departures, %d routes finished, %d alarms", from, until, self->n_arrivals, self->n_departures,
                           self->n_finished, self->n_alarms);
  json_object_unref (object);
}

gboolean
dray_command_simulate (DrayCommandLine *line,
                       GError         **error)
{
  double speed = 0.0;
  g_autofree char *until = NULL;
  const GOptionEntry entries[] = {
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &speed, "Times as fast as life, 1 to 600; without it as fast as it goes", "X" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, "When to stop, by the demo's clock (18:00)", "HH:MM" },
    G_OPTION_ENTRY_NULL
  };
  Simulation self = { .line = line };

  if (!dray_command_line_parse (line, entries, 1, 1, error))
    return FALSE;
  if (isnan (speed) || (speed != 0.0 && (speed < 1.0 || speed > MAX_SPEED))) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "A day is simulated at 1 to 600 times the speed of life");
    return FALSE;
  }
  self.names = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, g_free);
  dray_engine_open_async (line->arguments[0], DRAY_ENGINE_SIMULATE | DRAY_ENGINE_PAUSED, line->cancellable, on_opened, &self);
  wait_for (&self);
  if (self.engine != NULL) {
    if (play (&self, until != NULL ? until : "18:00", speed))
      print_summary (&self);
    g_signal_handlers_disconnect_by_data (dray_engine_get_workspace (self.engine), &self);
    g_signal_handlers_disconnect_by_data (self.engine, &self);
    dray_engine_stop (self.engine);
    g_object_unref (self.engine);
  }
  g_hash_table_unref (self.names);
  if (self.error == NULL)
    return TRUE;
  g_propagate_error (error, self.error);
  return FALSE;
}
