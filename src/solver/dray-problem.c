/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checked problem: dray_problem_check() (dray-problem-check.c) judges the input, then everything that the search asks for often
 * is laid out flat. Nothing here can fail any more. */
#include "config.h"

#include "dray-problem-check-private.h"
#include "dray-problem-private.h"

#include <string.h>

static void
fill_from_input (DrayProblem *self)
{
  const DrayProblemBuilder *input = self->input;

  self->n_locations = input->n_locations;
  self->n_stops = (int) input->stops->len;
  self->n_orders = (int) input->orders->len;
  self->n_vehicles = (int) input->vehicles->len;
  self->n_relations = (int) input->relations->len;
  self->stops = (const DrayStopInput *) (const void *) input->stops->data;
  self->orders = (const DrayOrderInput *) (const void *) input->orders->data;
  self->vehicles = (const DrayVehicleInput *) (const void *) input->vehicles->data;
  self->relations = (const DrayRelation *) (const void *) input->relations->data;
}

static void
lay_out_orders (DrayProblem *self)
{
  self->stop_order = g_new0 (int, self->n_stops + 1);
  self->order_first = g_new0 (int, self->n_orders + 2);
  self->order_stops = g_new0 (int, self->n_stops + 1);
  for (int i = 0; i < self->n_stops; i++) {
    self->stop_order[i] = self->stops[i].order;
    self->order_first[self->stops[i].order + 2]++;
  }
  for (int i = 2; i <= self->n_orders + 1; i++)
    self->order_first[i] += self->order_first[i - 1];
  for (int i = 0; i < self->n_stops; i++)
    self->order_stops[self->order_first[self->stop_order[i] + 1]++] = i;
}

static int
find_root (int *parent,
           int  i)
{
  while (parent[i] != i)
    i = parent[i] = parent[parent[i]];
  return i;
}

static void
lay_out_units (DrayProblem *self)
{
  g_autofree int *parent = g_new0 (int, self->n_orders + 1);
  g_autofree int *number = g_new0 (int, self->n_orders + 1);

  for (int i = 0; i < self->n_orders; i++)
    parent[i] = i;
  for (int r = 0; r < self->n_relations; r++) {
    const DrayRelation *relation = &self->relations[r];

    for (int k = 1; relation->kind != DRAY_RELATION_NOT_SAME_VEHICLE && k < relation->n_stops; k++)
      parent[find_root (parent, self->stop_order[relation->stops[k]])] = find_root (parent, self->stop_order[relation->stops[0]]);
  }

  self->order_unit = g_new0 (int, self->n_orders + 1);
  memset (number, -1, (gsize) self->n_orders * sizeof *number);
  for (int i = 0; i < self->n_orders; i++) {
    int root = find_root (parent, i);

    if (number[root] < 0)
      number[root] = self->n_units++;
    self->order_unit[i] = number[root];
  }

  self->unit_first = g_new0 (int, self->n_units + 2);
  self->unit_stops = g_new0 (int, self->n_stops + 1);
  for (int i = 0; i < self->n_stops; i++)
    self->unit_first[self->order_unit[self->stop_order[i]] + 2]++;
  for (int i = 2; i <= self->n_units + 1; i++)
    self->unit_first[i] += self->unit_first[i - 1];
  g_autofree int *sorted = dray_problem_sort_stops (self);
  for (int i = 0; i < self->n_stops; i++)
    self->unit_stops[self->unit_first[self->order_unit[self->stop_order[sorted[i]]] + 1]++] = sorted[i];
}

static void
lay_out_relations (DrayProblem *self)
{
  int n = 0;

  self->relation_first = g_new0 (int, self->n_stops + 2);
  for (int r = 0; r < self->n_relations; r++)
    for (int k = 0; k < self->relations[r].n_stops; k++, n++)
      self->relation_first[self->relations[r].stops[k] + 2]++;
  for (int i = 2; i <= self->n_stops + 1; i++)
    self->relation_first[i] += self->relation_first[i - 1];
  self->stop_relations = g_new0 (int, n + 1);
  for (int r = 0; r < self->n_relations; r++)
    for (int k = 0; k < self->relations[r].n_stops; k++)
      self->stop_relations[self->relation_first[self->relations[r].stops[k] + 1]++] = r;
}

static DrayMatrix *
scale_matrix (DrayMatrix *matrix,
              int         speed_permille)
{
  if (matrix == NULL)
    return NULL;
  if (speed_permille == 1000)
    return dray_matrix_ref (matrix);

  DrayMatrix *scaled = dray_matrix_new (matrix->n_rows, matrix->n_columns);

  for (gsize i = 0; i < (gsize) matrix->n_rows * (gsize) matrix->n_columns; i++) {
    gint64 cell = matrix->cells[i];

    scaled->cells[i] = cell == DRAY_UNREACHABLE ? DRAY_UNREACHABLE
                                                : (int) MIN ((cell * 1000 + speed_permille - 1) / speed_permille, DRAY_TIME_MAX);
  }
  return scaled;
}

static int
add_pace (DrayProblem *self,
          int          profile,
          int          speed_permille)
{
  const DrayProfileInput *input = &g_array_index (self->input->profiles, DrayProfileInput, profile);

  for (int i = 0; i < self->n_paces; i++)
    if (self->paces[i].profile == profile && self->paces[i].speed_permille == speed_permille)
      return i;

  self->paces = g_renew (DrayPace, self->paces, self->n_paces + 1);
  DrayPace *pace = &self->paces[self->n_paces];

  *pace = (DrayPace) { .profile = profile, .speed_permille = speed_permille, .n_slots = input->n_slots, .slot_length = input->slot_length,
                       .rows = input->rows, .rows_data = input->rows_data };
  pace->duration = scale_matrix (input->duration ? input->duration : input->n_slots > 0 ? input->slots[0] : NULL, speed_permille);
  pace->distance = input->distance ? dray_matrix_ref (input->distance)
                   : input->duration ? dray_matrix_ref (input->duration)
                   : pace->duration ? dray_matrix_ref (pace->duration)
                                    : NULL;
  pace->slots = g_new0 (DrayMatrix *, pace->n_slots + 1);
  for (int k = 0; k < pace->n_slots; k++)
    pace->slots[k] = scale_matrix (input->slots[k], speed_permille);
  return self->n_paces++;
}

static gboolean
has_skills (const DrayVehicleInput *vehicle,
            const DrayStopInput    *stop)
{
  for (int i = 0; i < stop->n_skills; i++) {
    gboolean found = FALSE;

    for (int k = 0; k < vehicle->n_skills && !found; k++)
      found = vehicle->skills[k] == stop->skills[i];
    if (!found)
      return FALSE;
  }
  return TRUE;
}

/* Stops that ask for the same skills share a row of the table of who fits. */
static void
lay_out_skills (DrayProblem *self)
{
  g_autofree int *example = g_new0 (int, self->n_stops + 1);
  g_autoptr (GHashTable) sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->stop_skill_set = g_new0 (int, self->n_stops + 1);
  for (int i = 0; i < self->n_stops; i++) {
    GString *text = g_string_new (NULL);
    gpointer number;

    for (int k = 0; k < self->stops[i].n_skills; k++)
      g_string_append_printf (text, "%d,", self->stops[i].skills[k]);
    if (!g_hash_table_lookup_extended (sets, text->str, NULL, &number)) {
      number = GINT_TO_POINTER (self->n_skill_sets);
      example[self->n_skill_sets++] = i;
      g_hash_table_insert (sets, g_strdup (text->str), number);
    }
    g_string_free (text, TRUE);
    self->stop_skill_set[i] = GPOINTER_TO_INT (number);
  }

  self->skill_fits = g_new0 (guint8, (gsize) self->n_skill_sets * (gsize) self->n_vehicles + 1);
  for (int s = 0; s < self->n_skill_sets; s++)
    for (int v = 0; v < self->n_vehicles; v++)
      self->skill_fits[(gsize) s * (gsize) self->n_vehicles + (gsize) v] = has_skills (&self->vehicles[v], &self->stops[example[s]]);
}

static void
lay_out_fixed (DrayProblem *self)
{
  GHashTableIter iter;
  gpointer key, value;

  self->prefix_vehicle = g_new (int, self->n_stops + 1);
  self->old_vehicle = g_new (int, self->n_stops + 1);
  self->old_rank = g_new0 (int, self->n_stops + 1);
  for (int i = 0; i < self->n_stops; i++)
    self->prefix_vehicle[i] = self->old_vehicle[i] = DRAY_NONE;
  for (int v = 0; v < self->n_vehicles; v++)
    for (int k = 0; k < self->vehicles[v].n_prefix; k++)
      self->prefix_vehicle[self->vehicles[v].prefix[k]] = v;
  g_hash_table_iter_init (&iter, self->input->published);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    GArray *stops = value;

    for (guint k = 0; k < stops->len; k++) {
      self->old_vehicle[g_array_index (stops, int, k)] = GPOINTER_TO_INT (key);
      self->old_rank[g_array_index (stops, int, k)] = (int) k;
      self->n_old++;
    }
  }
}

static DrayFeatures
find_stop_features (const DrayProblem *self)
{
  DrayFeatures features = 0;

  for (int i = 0; i < self->n_stops; i++) {
    const DrayStopInput *stop = &self->stops[i];

    features |= stop->n_windows > 1 ? DRAY_FEATURE_WINDOWS : 0;
    features |= stop->early_cost > 0 || stop->late_cost > 0 ? DRAY_FEATURE_SOFT : 0;
    features |= stop->setup > 0 ? DRAY_FEATURE_SETUP : 0;
    features |= stop->role != DRAY_STOP_ROLE_DEPOT ? DRAY_FEATURE_PICKUPS : 0;
    for (int k = 0; k < DRAY_MAX_LOADS; k++)
      features |= stop->pickup[k] > 0 ? DRAY_FEATURE_PICKUPS : 0;
  }
  for (int i = 0; i < self->n_orders; i++) {
    features |= self->orders[i].release > 0 ? DRAY_FEATURE_RELEASE : 0;
    features |= self->orders[i].max_ride < DRAY_TIME_MAX ? DRAY_FEATURE_RIDE : 0;
    features |= self->orders[i].vehicle != DRAY_NONE ? DRAY_FEATURE_SKILLS : 0;
  }
  for (int u = 0; u < self->n_units; u++)
    features |= self->unit_first[u + 1] - self->unit_first[u] > 1 ? DRAY_FEATURE_GROUPS : 0;
  return features;
}

static DrayFeatures
find_vehicle_features (const DrayVehicleInput *vehicle)
{
  DrayFeatures features = 0;

  if (vehicle->time_cost > 0 || vehicle->overtime_cost > 0 || vehicle->max_duration < DRAY_TIME_MAX)
    features |= DRAY_FEATURE_TIME_COST;
  if (vehicle->max_stops < DRAY_MAX_PROBLEM_STOPS || vehicle->max_distance < DRAY_TIME_MAX)
    features |= DRAY_FEATURE_LIMITS;
  features |= vehicle->max_reloads > 0 && vehicle->n_reloads > 0 ? DRAY_FEATURE_RELOADS : 0;
  features |= vehicle->n_breaks > 0 ? DRAY_FEATURE_BREAKS : 0;
  features |= vehicle->hours != NULL ? DRAY_FEATURE_HOURS : 0;
  features |= vehicle->n_prefix > 0 || vehicle->locked ? DRAY_FEATURE_FIXED : 0;
  return features;
}

static void
find_features (DrayProblem *self)
{
  const DrayObjective *objective = &self->input->objective;

  self->features = find_stop_features (self);
  for (int v = 0; v < self->n_vehicles; v++) {
    self->features |= find_vehicle_features (&self->vehicles[v]);
    self->features |= self->paces[self->vehicle_pace[v]].n_slots > 0 ? DRAY_FEATURE_SLOTS : 0;
  }
  if (objective->balance_cost > 0 || objective->compactness_cost > 0)
    self->features |= DRAY_FEATURE_SHAPE;
  if (objective->churn_budget != DRAY_NONE)
    self->features |= DRAY_FEATURE_CHURN;
  if (self->n_relations > 0)
    self->features |= DRAY_FEATURE_RELATIONS;
  for (gsize i = 0; i < (gsize) self->n_skill_sets * (gsize) self->n_vehicles; i++)
    if (!self->skill_fits[i])
      self->features |= DRAY_FEATURE_SKILLS;
}

static int
find_n_loads (const DrayProblem *self)
{
  int n = 0;

  for (int i = 0; i < self->n_stops; i++)
    for (int k = n; k < DRAY_MAX_LOADS; k++)
      if (self->stops[i].delivery[k] > 0 || self->stops[i].pickup[k] > 0)
        n = k + 1;
  return n;
}

/**
 * dray_problem_new:
 *
 * Checks everything that @builder holds and lays it out for the search. @builder must not be changed any more; it may be freed.
 *
 * Errors: %DRAY_SOLVER_ERROR_INVALID where the input contradicts itself, saying which stop, order, vehicle or profile;
 * %DRAY_SOLVER_ERROR_LIMIT where it is larger than %DRAY_MAX_PROBLEM_STOPS, or dense above %DRAY_MAX_DENSE_STOPS.
 */
DrayProblem *
dray_problem_new (const DrayProblemBuilder *builder,
                  GError                  **error)
{
  g_return_val_if_fail (builder != NULL, NULL);

  if (!dray_problem_check (builder, error))
    return NULL;

  DrayProblem *self = g_new0 (DrayProblem, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->input = (DrayProblemBuilder *) (guintptr) builder;
  g_atomic_ref_count_inc (&self->input->ref_count);
  fill_from_input (self);
  lay_out_orders (self);
  lay_out_units (self);
  lay_out_relations (self);
  self->vehicle_pace = g_new0 (int, self->n_vehicles + 1);
  for (int v = 0; v < self->n_vehicles; v++)
    self->vehicle_pace[v] = add_pace (self, self->vehicles[v].profile, self->vehicles[v].speed_permille);
  lay_out_skills (self);
  lay_out_fixed (self);
  find_features (self);
  self->n_loads = find_n_loads (self);
  return self;
}

DrayProblem *
dray_problem_ref (DrayProblem *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dray_problem_unref (DrayProblem *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (int i = 0; i < self->n_paces; i++) {
    g_clear_pointer (&self->paces[i].duration, dray_matrix_unref);
    g_clear_pointer (&self->paces[i].distance, dray_matrix_unref);
    for (int k = 0; k < self->paces[i].n_slots; k++)
      dray_matrix_unref (self->paces[i].slots[k]);
    g_free (self->paces[i].slots);
  }
  g_free (self->paces);
  g_free (self->stop_order);
  g_free (self->order_first);
  g_free (self->order_stops);
  g_free (self->order_unit);
  g_free (self->unit_first);
  g_free (self->unit_stops);
  g_free (self->relation_first);
  g_free (self->stop_relations);
  g_free (self->vehicle_pace);
  g_free (self->stop_skill_set);
  g_free (self->skill_fits);
  g_free (self->prefix_vehicle);
  g_free (self->old_vehicle);
  g_free (self->old_rank);
  dray_problem_builder_free (self->input);
  g_free (self);
}

int
dray_problem_get_n_stops (const DrayProblem *self)
{
  return self->n_stops;
}

int
dray_problem_get_n_orders (const DrayProblem *self)
{
  return self->n_orders;
}

int
dray_problem_get_n_vehicles (const DrayProblem *self)
{
  return self->n_vehicles;
}

int
dray_problem_get_stop_order (const DrayProblem *self,
                             int                stop)
{
  g_return_val_if_fail (stop >= 0 && stop < self->n_stops, DRAY_NONE);

  return self->stop_order[stop];
}

const int *
dray_problem_get_order_stops (const DrayProblem *self,
                              int                order,
                              int               *n_stops)
{
  g_return_val_if_fail (order >= 0 && order < self->n_orders, NULL);

  *n_stops = self->order_first[order + 1] - self->order_first[order];
  return &self->order_stops[self->order_first[order]];
}

const DrayStopInput *
dray_problem_get_stop (const DrayProblem *self,
                       int                stop)
{
  g_return_val_if_fail (stop >= 0 && stop < self->n_stops, NULL);

  return &self->stops[stop];
}

const DrayOrderInput *
dray_problem_get_order (const DrayProblem *self,
                        int                order)
{
  g_return_val_if_fail (order >= 0 && order < self->n_orders, NULL);

  return &self->orders[order];
}

const DrayVehicleInput *
dray_problem_get_vehicle (const DrayProblem *self,
                          int                vehicle)
{
  g_return_val_if_fail (vehicle >= 0 && vehicle < self->n_vehicles, NULL);

  return &self->vehicles[vehicle];
}

const DrayObjective *
dray_problem_get_objective (const DrayProblem *self)
{
  return &self->input->objective;
}
