/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "dray-json.h"
#include "dray-solver-error.h"
#include "dray-vroom-private.h"

/* The vehicles and matrices of a VROOM file. */

#define INVALID(...) (g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, __VA_ARGS__), FALSE)

/* Matrices. */

static gboolean
read_row (DrayMatrix *matrix,
          int         row,
          JsonNode   *node,
          GError    **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (node) || (int) json_array_get_length (json_node_get_array (node)) != matrix->n_columns)
    return INVALID ("row %d has not %d cells", row, matrix->n_columns);
  for (int column = 0; column < matrix->n_columns; column++) {
    JsonNode *cell = json_array_get_element (json_node_get_array (node), (guint) column);
    gboolean is_int = JSON_NODE_HOLDS_VALUE (cell) && json_node_get_value_type (cell) == G_TYPE_INT64;

    if (!is_int || json_node_get_int (cell) < 0 || json_node_get_int (cell) > G_MAXUINT32)
      return INVALID ("row %d, cell %d is no whole number from 0 on", row, column);
    /* VROOM's users write "unreachable" as a number too large for any plan. */
    dray_matrix_set (matrix, row, column, json_node_get_int (cell) > DRAY_TIME_MAX ? DRAY_UNREACHABLE : (int) json_node_get_int (cell));
  }
  return TRUE;
}

static DrayMatrix *
read_matrix (JsonObject *object,
             const char *key,
             GError    **error)
{
  JsonArray *rows = dray_json_get_array (object, key, error);
  int n = rows != NULL ? (int) json_array_get_length (rows) : 0;
  g_autoptr (DrayMatrix) matrix = rows != NULL ? dray_matrix_new (n, n) : NULL;

  if (rows == NULL)
    return NULL;
  for (int i = 0; i < n; i++)
    if (!read_row (matrix, i, json_array_get_element (rows, (guint) i), error)) {
      g_prefix_error (error, "%s: ", key);
      return NULL;
    }
  return g_steal_pointer (&matrix);
}

static gboolean
read_profile (DrayVroom  *self,
              const char *name,
              JsonObject *object,
              GError    **error)
{
  DrayVroomProfile fresh = { .name = g_strdup (name) };

  g_array_append_val (self->profiles, fresh);
  DrayVroomProfile *profile = &g_array_index (self->profiles, DrayVroomProfile, self->profiles->len - 1);

  if ((profile->duration = read_matrix (object, "durations", error)) == NULL
      || (dray_json_has (object, "distances") && (profile->distance = read_matrix (object, "distances", error)) == NULL)
      || (dray_json_has (object, "costs") && (profile->cost = read_matrix (object, "costs", error)) == NULL))
    return FALSE;
  int n = profile->duration->n_rows;
  if (self->profiles->len == 1)
    self->n_locations = n;
  if (n != self->n_locations || (profile->distance != NULL && profile->distance->n_rows != n) || (profile->cost != NULL && profile->cost->n_rows != n))
    return INVALID ("the matrices differ in size");
  return TRUE;
}

gboolean
dray_vroom_read_matrices (DrayVroom  *self,
                          JsonObject *root,
                          GError    **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!dray_json_has (root, "matrices"))
    return TRUE;
  JsonObject *matrices = dray_json_get_object (root, "matrices", error);
  if (matrices == NULL)
    return FALSE;
  json_object_iter_init_ordered (&iter, matrices);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    if (!JSON_NODE_HOLDS_OBJECT (node))
      return INVALID ("matrices: %s is no object", name);
    if (!read_profile (self, name, json_node_get_object (node), error)) {
      g_prefix_error (error, "matrices: %s: ", name);
      return FALSE;
    }
  }
  self->has_matrices = self->profiles->len > 0;
  return TRUE;
}

/* Vehicles. */

static gboolean
find_profile (DrayVroom  *self,
              JsonObject *object,
              int        *number,
              GError    **error)
{
  const char *name = dray_json_has (object, "profile") ? dray_json_get_string (object, "profile", error) : "car";

  if (name == NULL)
    return FALSE;
  for (guint i = 0; i < self->profiles->len; i++)
    if (strcmp (g_array_index (self->profiles, DrayVroomProfile, i).name, name) == 0) {
      *number = (int) i;
      return TRUE;
    }
  if (self->has_matrices)
    return INVALID ("the profile %s has no matrices", name);

  DrayVroomProfile profile = { .name = g_strdup (name) };
  g_array_append_val (self->profiles, profile);
  *number = (int) self->profiles->len - 1;
  return TRUE;
}

static gboolean
read_costs (DrayVroomVehicle *vehicle,
            JsonObject       *object,
            GError          **error)
{
  const struct { const char *key; gint64 *value; } costs[] = {
    { "fixed", &vehicle->fixed }, { "per_hour", &vehicle->per_hour }, { "per_km", &vehicle->per_km },
  };

  if (!dray_json_has (object, "costs"))
    return TRUE;
  JsonObject *given = dray_json_get_object (object, "costs", error);
  if (given == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (costs); i++)
    if (dray_json_has (given, costs[i].key) && !dray_json_get_int (given, costs[i].key, 0, 1000000, costs[i].value, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_break (DrayVroom      *self,
            JsonObject     *object,
            DrayBreakInput *pause,
            gint64         *id,
            GError        **error)
{
  if (dray_json_has (object, "max_load"))
    return INVALID ("a break's max_load is not planned here");
  if (!dray_json_get_int (object, "id", 0, G_MAXINT64, id, error) || !dray_vroom_read_int (object, "service", DRAY_TIME_MAX, &pause->duration, error)
      || !dray_vroom_read_windows (self, object, &pause->windows, &pause->n_windows, error))
    return FALSE;
  return pause->n_windows > 0 || INVALID ("a break has no time_windows");
}

static gboolean
read_breaks (DrayVroom        *self,
             DrayVroomVehicle *vehicle,
             JsonObject       *object,
             GError          **error)
{
  if (!dray_json_has (object, "breaks"))
    return TRUE;

  JsonArray *array = dray_json_get_array (object, "breaks", error);
  if (array == NULL)
    return FALSE;
  int n = (int) json_array_get_length (array);
  DrayBreakInput *breaks = g_new0 (DrayBreakInput, n + 1);

  g_ptr_array_add (self->owned, breaks);
  vehicle->break_ids = g_new0 (gint64, n + 1);
  for (int i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (array, (guint) i);

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return INVALID ("breaks %d is no object", i);
    if (!read_break (self, json_node_get_object (node), &breaks[i], &vehicle->break_ids[i], error)) {
      g_prefix_error (error, "breaks %d: ", i);
      return FALSE;
    }
  }
  vehicle->vehicle.breaks = breaks;
  vehicle->vehicle.n_breaks = n;
  return TRUE;
}

static gboolean
read_limits (DrayVroomVehicle *vehicle,
             JsonObject       *object,
             GError          **error)
{
  if (dray_json_has (object, "speed_factor") && !dray_json_get_double (object, "speed_factor", 0.01, 5, &vehicle->speed_factor, error))
    return FALSE;
  return dray_vroom_read_int (object, "max_tasks", DRAY_MAX_PROBLEM_STOPS, &vehicle->vehicle.max_stops, error)
         && dray_vroom_read_int (object, "max_travel_time", DRAY_TIME_MAX, &vehicle->max_travel_time, error)
         && dray_vroom_read_int (object, "max_distance", DRAY_TIME_MAX, &vehicle->max_distance, error);
}

static gboolean
read_shift (DrayVroom        *self,
            DrayVroomVehicle *vehicle,
            JsonObject       *object,
            GError          **error)
{
  DrayTimeWindow shift;

  if (!dray_json_has (object, "time_window"))
    return TRUE;
  if (!dray_vroom_read_window (self, json_object_get_member (object, "time_window"), &shift, error))
    return FALSE;
  vehicle->vehicle.shift_open = shift.open;
  vehicle->vehicle.shift_close = shift.close;
  return TRUE;
}

static gboolean
fill_vehicle (DrayVroom        *self,
              DrayVroomVehicle *vehicle,
              JsonObject       *object,
              GError          **error)
{
  return dray_json_get_int (object, "id", 0, G_MAXINT64, &vehicle->id, error) && find_profile (self, object, &vehicle->profile, error)
         && dray_vroom_read_place (self, object, "start", "start_index", &vehicle->vehicle.start, error)
         && dray_vroom_read_place (self, object, "end", "end_index", &vehicle->vehicle.end, error)
         && dray_vroom_read_amount (self, object, "capacity", vehicle->vehicle.capacity, error)
         && dray_vroom_read_skills (self, object, &vehicle->vehicle.skills, &vehicle->vehicle.n_skills, error)
         && read_costs (vehicle, object, error) && read_shift (self, vehicle, object, error) && read_breaks (self, vehicle, object, error)
         && read_limits (vehicle, object, error);
}

gboolean
dray_vroom_read_vehicle (DrayVroom  *self,
                         JsonObject *object,
                         GError    **error)
{
  DrayVroomVehicle vehicle = { .speed_factor = 1, .per_hour = 3600, .max_travel_time = DRAY_TIME_MAX, .max_distance = DRAY_TIME_MAX,
                               .vehicle = DRAY_VEHICLE_INPUT_INIT };

  if (!fill_vehicle (self, &vehicle, object, error)) {
    g_free (vehicle.break_ids);
    return FALSE;
  }
  if (vehicle.vehicle.start == DRAY_NOWHERE && vehicle.vehicle.end == DRAY_NOWHERE) {
    g_free (vehicle.break_ids);
    return INVALID ("it has neither a start nor an end");
  }
  if (dray_json_has (object, "description")) {
    vehicle.description = g_strdup (dray_json_get_string (object, "description", error));
    if (vehicle.description == NULL) {
      g_free (vehicle.break_ids);
      return FALSE;
    }
  }
  g_array_append_val (self->vehicles, vehicle);
  return TRUE;
}

/* The caller's matrices, where the file has coordinates. */

gboolean
dray_vroom_needs_matrices (const DrayVroom *self)
{
  return !self->has_matrices;
}

int
dray_vroom_get_n_locations (const DrayVroom *self)
{
  return self->n_locations;
}

void
dray_vroom_get_coordinates (const DrayVroom *self,
                            int              location,
                            int             *lon_e7,
                            int             *lat_e7)
{
  g_return_if_fail (location >= 0 && 2 * (guint) location + 1 < self->coordinates->len);

  *lon_e7 = g_array_index (self->coordinates, int, 2 * location);
  *lat_e7 = g_array_index (self->coordinates, int, 2 * location + 1);
}

int
dray_vroom_get_n_profiles (const DrayVroom *self)
{
  return (int) self->profiles->len;
}

const char *
dray_vroom_get_profile (const DrayVroom *self,
                        int              profile)
{
  g_return_val_if_fail (profile >= 0 && profile < (int) self->profiles->len, NULL);

  return g_array_index (self->profiles, DrayVroomProfile, profile).name;
}

/* Gives a profile its matrices, in seconds and metres, rows and columns by dray_vroom_get_coordinates(). */
void
dray_vroom_set_matrices (DrayVroom  *self,
                         int         profile,
                         DrayMatrix *duration,
                         DrayMatrix *distance)
{
  DrayVroomProfile *target = &g_array_index (self->profiles, DrayVroomProfile, profile);

  g_return_if_fail (duration->n_rows == self->n_locations && duration->n_columns == self->n_locations);

  g_clear_pointer (&target->duration, dray_matrix_unref);
  g_clear_pointer (&target->distance, dray_matrix_unref);
  target->duration = dray_matrix_ref (duration);
  target->distance = distance != NULL ? dray_matrix_ref (distance) : NULL;
}
