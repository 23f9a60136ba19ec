/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-format-vroom.h"

#include <math.h>
#include <string.h>

#include "dray-json.h"
#include "dray-solver-error.h"
#include "dray-vroom-private.h"

/* VROOM's input, as its API document (1.14) describes it:
 *
 *     { "jobs": [ { "id", "location": [lon, lat] | "location_index", "setup", "service", "delivery", "pickup", "skills", "priority",
 *                   "time_windows": [[from, to], …] } ],
 *       "shipments": [ { "amount", "skills", "priority", "pickup": { … }, "delivery": { … } } ],
 *       "vehicles": [ { "id", "profile", "start" | "start_index", "end" | "end_index", "capacity", "costs", "skills", "time_window",
 *                       "breaks", "speed_factor", "max_tasks", "max_travel_time", "max_distance" } ],
 *       "matrices": { "car": { "durations": [[…]], "distances": [[…]], "costs": [[…]] } } }
 *
 * Times may count from 1970: then the earliest one becomes zero. "steps" of a vehicle are a hint to VROOM's own search and are not
 * read; a break's "max_load" has no meaning here and is refused. Other unknown keys are passed over, as VROOM does. */

/* Two matrices of 1,500 places and some; a value costs its reader some hundred bytes. */
static const DrayJsonLimits limits = { 256 << 20, 16, 1 << 16, 6000000 };

#define INVALID(...) (g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, __VA_ARGS__), FALSE)

gboolean
dray_vroom_read_int (JsonObject *object,
                     const char *key,
                     gint64      max,
                     int        *value,
                     GError    **error)
{
  gint64 number;

  if (!dray_json_has (object, key))
    return TRUE;
  if (!dray_json_get_int (object, key, 0, max, &number, error))
    return FALSE;
  *value = (int) number;
  return TRUE;
}

static int
find_coordinates (DrayVroom *self,
                  int        lon_e7,
                  int        lat_e7)
{
  const int pair[2] = { lon_e7, lat_e7 };
  int n = (int) self->coordinates->len / 2;

  for (int i = 0; i < n; i++)
    if (g_array_index (self->coordinates, int, 2 * i) == lon_e7 && g_array_index (self->coordinates, int, 2 * i + 1) == lat_e7)
      return i;
  g_array_append_vals (self->coordinates, pair, 2);
  return n;
}

static gboolean
read_coordinates (JsonObject *object,
                  const char *key,
                  double      pair[2],
                  GError    **error)
{
  JsonArray *array = dray_json_get_array (object, key, error);

  if (array == NULL)
    return FALSE;
  if (json_array_get_length (array) != 2)
    return INVALID ("%s: a longitude and a latitude are meant", key);
  for (guint i = 0; i < 2; i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_VALUE (node) || (json_node_get_value_type (node) != G_TYPE_DOUBLE && json_node_get_value_type (node) != G_TYPE_INT64))
      return INVALID ("%s: a longitude and a latitude are meant", key);
    pair[i] = json_node_get_double (node);
    if (!(fabs (pair[i]) <= (i == 0 ? 180 : 90)))
      return INVALID ("%s: %g is no %s", key, pair[i], i == 0 ? "longitude" : "latitude");
  }
  return TRUE;
}

/* With matrices a place is its index, else its coordinates. An absent place is left as it was. */
gboolean
dray_vroom_read_place (DrayVroom  *self,
                       JsonObject *object,
                       const char *location,
                       const char *index,
                       int        *place,
                       GError    **error)
{
  double pair[2];

  if (self->has_matrices && dray_json_has (object, index))
    return dray_vroom_read_int (object, index, self->n_locations - 1, place, error);
  if (!dray_json_has (object, location))
    return TRUE;
  if (self->has_matrices)
    return INVALID ("%s has a %s and no %s, which the matrices ask for", "a job or vehicle", location, index);
  if (!read_coordinates (object, location, pair, error))
    return FALSE;
  *place = find_coordinates (self, dray_degrees_to_e7 (pair[0]), dray_degrees_to_e7 (pair[1]));
  return TRUE;
}

gboolean
dray_vroom_read_amount (DrayVroom  *self,
                        JsonObject *object,
                        const char *key,
                        int         loads[DRAY_MAX_LOADS],
                        GError    **error)
{
  if (!dray_json_has (object, key))
    return TRUE;

  JsonArray *array = dray_json_get_array (object, key, error);
  if (array == NULL)
    return FALSE;
  int n = (int) json_array_get_length (array);

  if (n > DRAY_MAX_LOADS) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "%s has %d dimensions, at most %d are planned", key, n, DRAY_MAX_LOADS);
    return FALSE;
  }
  if (self->n_loads >= 0 && n != self->n_loads)
    return INVALID ("%s has %d dimensions where others have %d", key, n, self->n_loads);
  self->n_loads = n;
  for (int i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (array, (guint) i);
    gint64 value = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;

    if (value < 0 || value > DRAY_TIME_MAX)
      return INVALID ("%s holds what is no amount", key);
    loads[i] = (int) value;
  }
  return TRUE;
}

gboolean
dray_vroom_read_skills (DrayVroom   *self,
                        JsonObject  *object,
                        const int  **skills,
                        int         *n_skills,
                        GError     **error)
{
  if (!dray_json_has (object, "skills"))
    return TRUE;

  JsonArray *array = dray_json_get_array (object, "skills", error);
  if (array == NULL)
    return FALSE;
  int n = (int) json_array_get_length (array);
  int *list = g_new0 (int, n + 1);

  g_ptr_array_add (self->owned, list);
  for (int i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (array, (guint) i);
    gint64 value = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;

    if (value < 0 || value > G_MAXINT)
      return INVALID ("skills holds what is no skill");
    list[i] = (int) value;
  }
  *skills = list;
  *n_skills = n;
  return TRUE;
}

/* One [from, to], in the problem's time. */
gboolean
dray_vroom_read_window (DrayVroom      *self,
                        JsonNode       *node,
                        DrayTimeWindow *window,
                        GError        **error)
{
  gint64 ends[2];

  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 2)
    return INVALID ("a time window is no pair of times");
  for (guint i = 0; i < 2; i++) {
    JsonNode *end = json_array_get_element (json_node_get_array (node), i);

    if (!JSON_NODE_HOLDS_VALUE (end) || json_node_get_value_type (end) != G_TYPE_INT64)
      return INVALID ("a time window is no pair of times");
    ends[i] = json_node_get_int (end);
    if (ends[i] < self->epoch || ends[i] - self->epoch > G_MAXUINT32)
      return INVALID ("the time %" G_GINT64_FORMAT " lies outside the plan", ends[i]);
  }
  if (ends[0] > ends[1])
    return INVALID ("a time window opens at %" G_GINT64_FORMAT ", after it closes at %" G_GINT64_FORMAT, ends[0], ends[1]);
  window->open = (int) MIN (ends[0] - self->epoch, DRAY_TIME_MAX);
  window->close = (int) MIN (ends[1] - self->epoch, DRAY_TIME_MAX);
  return TRUE;
}

static int
compare_windows (gconstpointer a,
                 gconstpointer b)
{
  const DrayTimeWindow *x = a, *y = b;

  return (x->open > y->open) - (x->open < y->open);
}

gboolean
dray_vroom_read_windows (DrayVroom             *self,
                         JsonObject            *object,
                         const DrayTimeWindow **windows,
                         int                   *n_windows,
                         GError               **error)
{
  if (!dray_json_has (object, "time_windows"))
    return TRUE;

  JsonArray *array = dray_json_get_array (object, "time_windows", error);
  if (array == NULL)
    return FALSE;
  int n = (int) json_array_get_length (array);
  DrayTimeWindow *list = g_new0 (DrayTimeWindow, n + 1);

  g_ptr_array_add (self->owned, list);
  if (n == 0)
    return INVALID ("time_windows is empty");
  for (int i = 0; i < n; i++)
    if (!dray_vroom_read_window (self, json_array_get_element (array, (guint) i), &list[i], error))
      return FALSE;
  qsort (list, (gsize) n, sizeof *list, compare_windows);
  *windows = list;
  *n_windows = n;
  return TRUE;
}

/* Jobs and shipments. */

static gboolean
read_task (DrayVroom     *self,
           JsonObject    *object,
           DrayVroomKind  kind,
           DrayVroomTask *task,
           GError       **error)
{
  task->kind = kind;
  task->stop.location = DRAY_NOWHERE;
  if (!dray_json_get_int (object, "id", 0, G_MAXINT64, &task->id, error)
      || !dray_vroom_read_place (self, object, "location", "location_index", &task->stop.location, error)
      || !dray_vroom_read_int (object, "setup", DRAY_TIME_MAX, &task->stop.setup, error)
      || !dray_vroom_read_int (object, "service", DRAY_TIME_MAX, &task->stop.service, error)
      || !dray_vroom_read_windows (self, object, &task->stop.windows, &task->stop.n_windows, error))
    return FALSE;
  if (task->stop.location == DRAY_NOWHERE)
    return INVALID ("it has no place");
  if (dray_json_has (object, "description")) {
    const char *text = dray_json_get_string (object, "description", error);

    if (text == NULL)
      return FALSE;
    task->description = g_strdup (text);
  }
  return TRUE;
}

static void
keep_task (DrayVroom     *self,
           DrayVroomTask *task)
{
  task->order = task->stop.order = self->n_orders;
  g_array_append_vals (self->tasks, task, 1);
}

static gboolean
read_job (DrayVroom  *self,
          JsonObject *object,
          GError    **error)
{
  DrayVroomTask task = { .stop = DRAY_STOP_INPUT_INIT };

  if (!read_task (self, object, DRAY_VROOM_JOB, &task, error) || !dray_vroom_read_int (object, "priority", 100, &task.priority, error)
      || !dray_vroom_read_amount (self, object, "delivery", task.stop.delivery, error)
      || !dray_vroom_read_amount (self, object, "pickup", task.stop.pickup, error)
      || !dray_vroom_read_skills (self, object, &task.stop.skills, &task.stop.n_skills, error)) {
    g_free (task.description);
    return FALSE;
  }
  keep_task (self, &task);
  self->n_orders++;
  return TRUE;
}

static gboolean
read_shipment (DrayVroom  *self,
               JsonObject *object,
               GError    **error)
{
  static const char *const ends[] = { "pickup", "delivery" };
  DrayVroomTask both = { .stop = DRAY_STOP_INPUT_INIT };
  int amount[DRAY_MAX_LOADS] = { 0 };

  if (!dray_vroom_read_int (object, "priority", 100, &both.priority, error) || !dray_vroom_read_amount (self, object, "amount", amount, error)
      || !dray_vroom_read_skills (self, object, &both.stop.skills, &both.stop.n_skills, error))
    return FALSE;
  for (int i = 0; i < 2; i++) {
    JsonObject *end = dray_json_get_object (object, ends[i], error);
    DrayVroomTask task = both;

    if (end == NULL)
      return FALSE;
    if (!read_task (self, end, i == 0 ? DRAY_VROOM_PICKUP : DRAY_VROOM_DELIVERY, &task, error)) {
      g_free (task.description);
      return FALSE;
    }
    task.stop.role = i == 0 ? DRAY_STOP_ROLE_PICKUP : DRAY_STOP_ROLE_DELIVERY;
    memcpy (i == 0 ? task.stop.pickup : task.stop.delivery, amount, sizeof amount);
    keep_task (self, &task);
  }
  self->n_orders++;
  return TRUE;
}

/* Reads each object of a list by @read; what is wrong is said with its place in the list. */
static gboolean
read_list (DrayVroom  *self,
           JsonObject *root,
           const char *key,
           gboolean  (*read) (DrayVroom *self, JsonObject *object, GError **error),
           GError    **error)
{
  if (!dray_json_has (root, key))
    return TRUE;

  JsonArray *array = dray_json_get_array (root, key, error);
  if (array == NULL)
    return FALSE;
  if (json_array_get_length (array) > DRAY_MAX_PROBLEM_STOPS) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "more than %d %s", DRAY_MAX_PROBLEM_STOPS, key);
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return INVALID ("%s %u is no object", key, i);
    if (!read (self, json_node_get_object (node), error)) {
      g_prefix_error (error, "%s %u: ", key, i);
      return FALSE;
    }
  }
  return TRUE;
}

/* VROOM wants an id once in each kind. */
static gboolean
check_ids (const DrayVroom *self,
           GError         **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->tasks->len; i++) {
    const DrayVroomTask *task = dray_vroom_get_task (self, (int) i);

    if (!g_hash_table_add (seen, g_strdup_printf ("%d %" G_GINT64_FORMAT, (int) task->kind, task->id)))
      return INVALID ("the id %" G_GINT64_FORMAT " stands twice", task->id);
  }
  for (guint i = 0; i < self->vehicles->len; i++)
    if (!g_hash_table_add (seen, g_strdup_printf ("v %" G_GINT64_FORMAT, g_array_index (self->vehicles, DrayVroomVehicle, i).id)))
      return INVALID ("the vehicle id %" G_GINT64_FORMAT " stands twice", g_array_index (self->vehicles, DrayVroomVehicle, i).id);
  return TRUE;
}

/* The earliest time of any window, where times are too large to count from zero. */
static void
find_earliest (JsonNode *node,
               gint64   *earliest)
{
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      find_earliest (json_array_get_element (array, i), earliest);
  } else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64) {
    *earliest = MIN (*earliest, json_node_get_int (node));
  }
}

static void
find_epoch_in (JsonNode *node,
               gint64   *earliest)
{
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      find_epoch_in (json_array_get_element (array, i), earliest);
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObjectIter iter;
    const char *key;
    JsonNode *member;

    json_object_iter_init (&iter, json_node_get_object (node));
    while (json_object_iter_next (&iter, &key, &member)) {
      if (strcmp (key, "time_window") == 0 || strcmp (key, "time_windows") == 0)
        find_earliest (member, earliest);
      else if (strcmp (key, "matrices") != 0)
        find_epoch_in (member, earliest);
    }
  }
}

static gint64
find_epoch (JsonNode *root)
{
  gint64 earliest = G_MAXINT64;

  find_epoch_in (root, &earliest);
  /* A plan of two years from zero needs no epoch; a time of the calendar is far beyond. */
  return earliest == G_MAXINT64 || earliest < 100000000 ? 0 : earliest;
}

static gboolean
read_root (DrayVroom *self,
           JsonNode  *root,
           GError   **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return INVALID ("the file holds no object");
  JsonObject *object = json_node_get_object (root);

  self->epoch = find_epoch (root);
  if (!dray_vroom_read_matrices (self, object, error) || !read_list (self, object, "jobs", read_job, error)
      || !read_list (self, object, "shipments", read_shipment, error) || !read_list (self, object, "vehicles", dray_vroom_read_vehicle, error))
    return FALSE;
  if (self->vehicles->len == 0)
    return INVALID ("the file has no vehicle");
  if (self->tasks->len == 0)
    return INVALID ("the file has neither jobs nor shipments");
  if (!self->has_matrices)
    self->n_locations = (int) self->coordinates->len / 2;
  return check_ids (self, error);
}

static void
clear_task (gpointer data)
{
  g_free (((DrayVroomTask *) data)->description);
}

static void
clear_vehicle (gpointer data)
{
  DrayVroomVehicle *vehicle = data;

  g_free (vehicle->description);
  g_free (vehicle->break_ids);
}

static void
clear_profile (gpointer data)
{
  DrayVroomProfile *profile = data;

  g_free (profile->name);
  g_clear_pointer (&profile->duration, dray_matrix_unref);
  g_clear_pointer (&profile->distance, dray_matrix_unref);
  g_clear_pointer (&profile->cost, dray_matrix_unref);
}

static GArray *
new_array (gsize          size,
           GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, (guint) size);

  if (clear != NULL)
    g_array_set_clear_func (array, clear);
  return array;
}

/**
 * dray_vroom_parse:
 *
 * Errors: those of dray_json_parse() with line and column; %DRAY_SOLVER_ERROR_INVALID naming the job, shipment or vehicle by its place
 * in the list; %DRAY_SOLVER_ERROR_LIMIT
 */
DrayVroom *
dray_vroom_parse (const char *text,
                  gsize       n_bytes,
                  GError    **error)
{
  g_autoptr (JsonNode) root = dray_json_parse (text, (gssize) n_bytes, &limits, error);
  g_autoptr (DrayVroom) self = NULL;

  if (root == NULL)
    return NULL;
  self = g_new0 (DrayVroom, 1);
  self->tasks = new_array (sizeof (DrayVroomTask), clear_task);
  self->vehicles = new_array (sizeof (DrayVroomVehicle), clear_vehicle);
  self->profiles = new_array (sizeof (DrayVroomProfile), clear_profile);
  self->coordinates = new_array (sizeof (int), NULL);
  self->owned = g_ptr_array_new_with_free_func (g_free);
  self->n_loads = -1;
  return read_root (self, root, error) ? g_steal_pointer (&self) : NULL;
}

void
dray_vroom_free (DrayVroom *self)
{
  g_array_unref (self->tasks);
  g_array_unref (self->vehicles);
  g_array_unref (self->profiles);
  g_array_unref (self->coordinates);
  g_ptr_array_unref (self->owned);
  g_free (self);
}
