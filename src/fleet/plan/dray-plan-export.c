/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-export.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>

/* Times are UTC in all three. Nothing personal goes out but the driver's name in GPX and iCalendar, which are made for him. */

#define UNMEASURED_LOAD 1000000

static char *
format_utc (gint64      at_us,
            const char *format)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (at_us / DRAY_US_PER_S);

  return g_date_time_format (at, format);
}

static const DrayPlanPlace *
get_place (const DrayPlanDraft *draft,
           int                  place)
{
  return &g_array_index (draft->day->places, DrayPlanPlace, place);
}

static gboolean
is_wanted (const DrayDraftRoute *route,
           int                   truck)
{
  return truck < 0 || route->truck == truck;
}

/* GPX */

/* Degrees with the seven digits that they are kept with, whatever the locale. */
static void
append_point (GString    *text,
              const char *element,
              int         lon_e7,
              int         lat_e7)
{
  char lon[G_ASCII_DTOSTR_BUF_SIZE], lat[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (lon, sizeof lon, "%.7f", dray_e7_to_degrees (lon_e7));
  g_ascii_formatd (lat, sizeof lat, "%.7f", dray_e7_to_degrees (lat_e7));
  g_string_append_printf (text, "<%s lat=\"%s\" lon=\"%s\"", element, lat, lon);
}

static void
append_way_points (GString              *text,
                   const DrayPlanDraft  *draft,
                   const DrayDraftRoute *route)
{
  int number = 0;

  for (int i = 0; i < route->n_stops; i++) {
    const DrayPlanTaskFacts *facts = dray_plan_day_get_task (draft->day, route->stops[i].task);
    const DrayPlanPlace *place = get_place (draft, draft->day->request.tasks[route->stops[i].task].place);
    g_autofree char *name = g_markup_escape_text (facts->name, -1), *reference = g_markup_escape_text (facts->reference, -1);
    g_autofree char *time = format_utc (route->stops[i].arrive_us, "%FT%TZ");

    if (route->stops[i].loads)
      continue;
    append_point (text, "wpt", place->lon_e7, place->lat_e7);
    g_string_append_printf (text, "><time>%s</time><name>%d %s</name><desc>%s</desc></wpt>\n", time, ++number, name, reference);
  }
}

static void
append_track (GString             *text,
              const DrayPlanDraft *draft,
              const DrayPlanLine  *line)
{
  const DrayPlanTruckFacts *facts = dray_plan_day_get_truck (draft->day, line->truck);
  g_autofree char *name = g_markup_escape_text (facts->number, -1), *driver = g_markup_escape_text (facts->driver != NULL ? facts->driver : "", -1);

  g_string_append_printf (text, "  <trk><name>%s %s</name><trkseg>\n", name, driver);
  for (int i = 0; i < line->n_points; i++) {
    append_point (text, "trkpt", line->lon_e7[i], line->lat_e7[i]);
    g_string_append (text, "/>\n");
  }
  g_string_append (text, "  </trkseg></trk>\n");
}

/**
 * dray_plan_export_gpx:
 * @drawing: of @draft
 * @truck: index in its day, or -1: all
 *
 * Returns: (transfer full): stops as way points with their planned arrival, routes as tracks on the road
 */
char *
dray_plan_export_gpx (const DrayPlanDraft   *draft,
                      const DrayPlanDrawing *drawing,
                      int                    truck)
{
  GString *text = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"Dray\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n");

  /* GPX wants all way points before the first track. */
  for (int r = 0; r < draft->draft->n_routes; r++)
    if (is_wanted (&draft->draft->routes[r], truck))
      append_way_points (text, draft, &draft->draft->routes[r]);
  for (int r = 0; r < drawing->n_lines; r++)
    if (truck < 0 || drawing->lines[r].truck == truck)
      append_track (text, draft, &drawing->lines[r]);
  g_string_append (text, "</gpx>\n");
  return g_string_free (text, FALSE);
}

/* iCalendar */

/* A line with its text escaped and folded at 73 octets, never inside a character. */
static void
append_line (GString    *text,
             const char *name,
             const char *value)
{
  g_autoptr (GString) line = g_string_new (name);
  gsize at = 0, room = 73;

  g_string_append_c (line, ':');
  for (const char *c = value; *c != '\0'; c++) {
    if (*c == '\\' || *c == ';' || *c == ',')
      g_string_append_c (line, '\\');
    if (*c == '\n')
      g_string_append (line, "\\n");
    else if (*c != '\r')
      g_string_append_c (line, *c);
  }
  while (line->len - at > room) {
    gsize n = room;

    while (n > 1 && (line->str[at + n] & 0xc0) == 0x80)
      n--;
    g_string_append_len (text, line->str + at, (gssize) n);
    g_string_append (text, "\r\n ");
    at += n;
    room = 72;
  }
  g_string_append (text, line->str + at);
  g_string_append (text, "\r\n");
}

static void
append_event (GString              *text,
              const DrayPlanDraft  *draft,
              const DrayDraftRoute *route,
              const DrayDraftStop  *stop,
              int                   number)
{
  const DrayPlanTaskFacts *facts = dray_plan_day_get_task (draft->day, stop->task);
  const DrayPlanTruckFacts *truck = dray_plan_day_get_truck (draft->day, route->truck);
  g_autofree char *id = dray_id_dup_text (&draft->day->request.tasks[stop->task].id), *uid = g_strdup_printf ("%s@dray", id);
  g_autofree char *from = format_utc (stop->arrive_us, "%Y%m%dT%H%M%SZ"), *to = format_utc (stop->leave_us, "%Y%m%dT%H%M%SZ");
  g_autofree char *stamp = format_utc (draft->day->ask->now_us, "%Y%m%dT%H%M%SZ");
  g_autofree char *summary = g_strdup_printf (_("%d. %s (truck %s)"), number, facts->name, truck->number);

  g_string_append (text, "BEGIN:VEVENT\r\n");
  append_line (text, "UID", uid);
  append_line (text, "DTSTAMP", stamp);
  append_line (text, "DTSTART", from);
  append_line (text, "DTEND", to);
  append_line (text, "SUMMARY", summary);
  append_line (text, "DESCRIPTION", facts->reference);
  append_line (text, "LOCATION", facts->name);
  g_string_append (text, "END:VEVENT\r\n");
}

/**
 * dray_plan_export_ical:
 * @truck: index in the draft's day, or -1: all
 *
 * Returns: (transfer full): an appointment a stop, from arrival to departure; importing it again replaces them
 */
char *
dray_plan_export_ical (const DrayPlanDraft *draft,
                       int                  truck)
{
  GString *text = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Dray//Plan//EN\r\n");

  for (int r = 0; r < draft->draft->n_routes; r++) {
    const DrayDraftRoute *route = &draft->draft->routes[r];
    int number = 0;

    for (int i = 0; i < route->n_stops && is_wanted (route, truck); i++)
      if (!route->stops[i].loads)
        append_event (text, draft, route, &route->stops[i], ++number);
  }
  g_string_append (text, "END:VCALENDAR\r\n");
  return g_string_free (text, FALSE);
}

/* VROOM */

static JsonArray *
new_location (const DrayPlanDraft *draft,
              int                  place)
{
  JsonArray *location = json_array_new ();

  json_array_add_double_element (location, dray_e7_to_degrees (get_place (draft, place)->lon_e7));
  json_array_add_double_element (location, dray_e7_to_degrees (get_place (draft, place)->lat_e7));
  return location;
}

static JsonArray *
new_ints (const gint64 *values,
          int           n)
{
  JsonArray *array = json_array_new ();

  for (int i = 0; i < n; i++)
    json_array_add_int_element (array, values[i]);
  return array;
}

/* Skills: 1 tail-lift, 2 dangerous goods. */
static JsonArray *
new_skills (gboolean tail_lift,
            gboolean hazmat)
{
  JsonArray *skills = json_array_new ();

  if (tail_lift)
    json_array_add_int_element (skills, 1);
  if (hazmat)
    json_array_add_int_element (skills, 2);
  return skills;
}

static JsonObject *
new_vehicle (const DrayPlanDraft *draft,
             int                  v)
{
  const DrayPlannerTruck *truck = &draft->day->request.trucks[v];
  gint64 window[] = { truck->from_us / DRAY_US_PER_S, truck->until_us / DRAY_US_PER_S };
  gint64 capacity[] = { truck->load_kg, truck->volume_l > 0 ? truck->volume_l : UNMEASURED_LOAD, truck->pallets > 0 ? truck->pallets : UNMEASURED_LOAD };
  JsonObject *object = json_object_new (), *costs = json_object_new ();

  json_object_set_int_member (object, "id", v + 1);
  json_object_set_string_member (object, "description", dray_plan_day_get_truck (draft->day, v)->number);
  json_object_set_array_member (object, "start", new_location (draft, truck->place));
  json_object_set_array_member (object, "end", new_location (draft, truck->place));
  json_object_set_array_member (object, "capacity", new_ints (capacity, 3));
  json_object_set_array_member (object, "time_window", new_ints (window, 2));
  json_object_set_array_member (object, "skills", new_skills (truck->tail_lift, truck->hazmat));
  json_object_set_int_member (costs, "fixed", truck->day_cost_minor);
  json_object_set_int_member (costs, "per_hour", truck->hour_cost_minor);
  json_object_set_int_member (costs, "per_km", truck->km_cost_minor);
  json_object_set_object_member (object, "costs", costs);
  return object;
}

static JsonObject *
new_job (const DrayPlanDraft *draft,
         int                  i)
{
  const DrayPlannerTask *task = &draft->day->request.tasks[i];
  gint64 amount[] = { task->load_kg, task->volume_l, task->pallets };
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", i + 1);
  json_object_set_string_member (object, "description", dray_plan_day_get_task (draft->day, i)->reference);
  json_object_set_array_member (object, "location", new_location (draft, task->place));
  json_object_set_int_member (object, "service", task->service_s);
  json_object_set_int_member (object, "priority", task->priority);
  json_object_set_array_member (object, "skills", new_skills (task->tail_lift, task->hazmat));
  if (task->kind != DRAY_PLANNER_SERVICE)
    json_object_set_array_member (object, task->kind == DRAY_PLANNER_PICKUP ? "pickup" : "delivery", new_ints (amount, 3));
  if (task->open_us != DRAY_NEVER || task->close_us != DRAY_NEVER) {
    gint64 window[] = { task->open_us != DRAY_NEVER ? task->open_us / DRAY_US_PER_S : 0, task->close_us != DRAY_NEVER ? task->close_us / DRAY_US_PER_S : G_MAXINT32 };
    JsonArray *windows = json_array_new ();

    json_array_add_array_element (windows, new_ints (window, 2));
    json_object_set_array_member (object, "time_windows", windows);
  }
  return object;
}

/* A vehicle's route as it stands: what the other program may begin with. */
static JsonArray *
new_steps (const DrayDraftRoute *route)
{
  JsonArray *steps = json_array_new ();

  for (int i = 0; i < route->n_stops; i++) {
    JsonObject *step = route->stops[i].loads ? NULL : json_object_new ();

    if (step == NULL)
      continue;
    json_object_set_string_member (step, "type", "job");
    json_object_set_int_member (step, "id", route->stops[i].task + 1);
    json_array_add_object_element (steps, step);
  }
  return steps;
}

/**
 * dray_plan_export_vroom:
 *
 * The day as a problem: vehicle k is truck k - 1, job i is task i - 1; the draft's routes are the vehicles' steps.
 */
JsonNode *
dray_plan_export_vroom (const DrayPlanDraft *draft)
{
  JsonObject *root = json_object_new ();
  JsonArray *vehicles = json_array_new (), *jobs = json_array_new ();

  for (int v = 0; v < draft->day->request.n_trucks; v++) {
    JsonObject *vehicle = new_vehicle (draft, v);
    const DrayDraftRoute *route = dray_plan_draft_find_route (draft, v);

    if (route != NULL)
      json_object_set_array_member (vehicle, "steps", new_steps (route));
    json_array_add_object_element (vehicles, vehicle);
  }
  for (int i = 0; i < draft->day->request.n_tasks; i++)
    json_array_add_object_element (jobs, new_job (draft, i));
  json_object_set_array_member (root, "vehicles", vehicles);
  json_object_set_array_member (root, "jobs", jobs);
  return json_node_init_object (json_node_alloc (), root);
}
