/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judges a problem's input, once and wholly: sizes, ranges, and contradictions that no plan could resolve. What a plan can leave
 * out (an order that fits no vehicle, a window that no way reaches in time) is no error. */
#include "config.h"

#include "dray-problem-check-private.h"

#include "dray-solver-error.h"

#define INVALID(...) (g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, __VA_ARGS__), FALSE)

static gboolean
is_time (int value)
{
  return value >= 0 && value <= DRAY_TIME_MAX;
}

static gboolean
is_cost (gint64 value)
{
  return value >= 0 && value <= DRAY_COST_MAX;
}

static gboolean
check_matrix (const DrayMatrix *matrix,
              int               n,
              guint             profile,
              GError          **error)
{
  if (matrix == NULL)
    return TRUE;
  if (matrix->n_rows != n || matrix->n_columns != n)
    return INVALID ("Profile %u has a matrix of %d by %d for %d locations", profile, matrix->n_rows, matrix->n_columns, n);
  for (gsize i = 0; i < (gsize) n * (gsize) n; i++)
    if (!is_time (matrix->cells[i]) && matrix->cells[i] != DRAY_UNREACHABLE && i % ((gsize) n + 1) != 0)
      return INVALID ("Profile %u has the cell %d between locations %d and %d", profile, matrix->cells[i], (int) (i / (gsize) n),
                      (int) (i % (gsize) n));
  return TRUE;
}

static gboolean
check_profile (const DrayProblemBuilder *input,
               guint                     number,
               GError                  **error)
{
  const DrayProfileInput *profile = &g_array_index (input->profiles, DrayProfileInput, number);

  if (profile->duration == NULL && profile->rows == NULL && profile->n_slots == 0)
    return INVALID ("Profile %u has no durations", number);
  if (profile->rows != NULL && (profile->duration != NULL || profile->distance != NULL || profile->n_slots > 0))
    return INVALID ("Profile %u has both a matrix and rows", number);
  if (profile->n_slots > 0 && (profile->slot_length <= 0 || profile->slot_length > DRAY_TIME_MAX || profile->n_slots > 1000))
    return INVALID ("Profile %u has %d slots of length %d", number, profile->n_slots, profile->slot_length);
  for (int k = 0; k < profile->n_slots; k++)
    if (profile->slots[k] == NULL || !check_matrix (profile->slots[k], input->n_locations, number, error))
      return profile->slots[k] == NULL ? INVALID ("Profile %u lacks slot %d", number, k) : FALSE;
  return check_matrix (profile->duration, input->n_locations, number, error)
         && check_matrix (profile->distance, input->n_locations, number, error);
}

static gboolean
check_windows (const DrayTimeWindow *windows,
               int                   n_windows,
               const char           *what,
               guint                 number,
               GError              **error)
{
  if (n_windows < 0 || n_windows > 64 || (n_windows > 0 && windows == NULL))
    return INVALID ("%s %u has %d windows", what, number, n_windows);
  for (int i = 0; i < n_windows; i++) {
    if (!is_time (windows[i].open) || !is_time (windows[i].close) || windows[i].open > windows[i].close)
      return INVALID ("%s %u has a window from %d to %d", what, number, windows[i].open, windows[i].close);
    if (i > 0 && windows[i].open <= windows[i - 1].close)
      return INVALID ("%s %u has windows that overlap or descend", what, number);
  }
  return TRUE;
}

static gboolean
check_order (const DrayProblemBuilder *input,
             guint                     number,
             GError                  **error)
{
  const DrayOrderInput *order = &g_array_index (input->orders, DrayOrderInput, number);

  if (!is_cost (order->prize) || order->priority < 0 || order->priority > 100)
    return INVALID ("Order %u has the prize %" G_GINT64_FORMAT " and the priority %d", number, order->prize, order->priority);
  if (!is_time (order->release) || !is_time (order->max_ride))
    return INVALID ("Order %u has the release time %d and the ride time %d", number, order->release, order->max_ride);
  if (order->vehicle != DRAY_NONE && (order->vehicle < 0 || order->vehicle >= (int) input->vehicles->len))
    return INVALID ("Order %u is bound to vehicle %d, which there is not", number, order->vehicle);
  if (order->aboard && order->vehicle == DRAY_NONE)
    return INVALID ("Order %u is aboard no vehicle", number);
  return TRUE;
}

static gboolean
check_loads (const int *loads,
             const char *what,
             guint      number,
             GError   **error)
{
  for (int k = 0; k < DRAY_MAX_LOADS; k++)
    if (loads[k] < 0 || loads[k] > DRAY_TIME_MAX)
      return INVALID ("%s %u has the load %d", what, number, loads[k]);
  return TRUE;
}

static gboolean
check_stop (const DrayProblemBuilder *input,
            guint                     number,
            GError                  **error)
{
  const DrayStopInput *stop = &g_array_index (input->stops, DrayStopInput, number);

  if (stop->location < 0 || stop->location >= input->n_locations)
    return INVALID ("Stop %u is at location %d of %d", number, stop->location, input->n_locations);
  if (stop->order < 0 || stop->order >= (int) input->orders->len)
    return INVALID ("Stop %u belongs to order %d, which there is not", number, stop->order);
  if (stop->role < DRAY_STOP_ROLE_DEPOT || stop->role > DRAY_STOP_ROLE_DELIVERY)
    return INVALID ("Stop %u has no role", number);
  if (!is_time (stop->service) || !is_time (stop->setup))
    return INVALID ("Stop %u takes %d and %d to set up", number, stop->service, stop->setup);
  if (!is_time (stop->soft_open) || !is_time (stop->soft_close) || stop->soft_open > stop->soft_close || !is_cost (stop->early_cost)
      || !is_cost (stop->late_cost) || stop->early_cost > 1000000000 || stop->late_cost > 1000000000)
    return INVALID ("Stop %u has a soft window from %d to %d", number, stop->soft_open, stop->soft_close);
  if (stop->n_skills < 0 || (stop->n_skills > 0 && stop->skills == NULL))
    return INVALID ("Stop %u has %d skills", number, stop->n_skills);
  return check_windows (stop->windows, stop->n_windows, "Stop", number, error) && check_loads (stop->delivery, "Stop", number, error)
         && check_loads (stop->pickup, "Stop", number, error);
}

static gboolean
check_breaks (const DrayVehicleInput *vehicle,
              guint                   number,
              GError                **error)
{
  if (vehicle->n_breaks < 0 || vehicle->n_breaks > 8)
    return INVALID ("Vehicle %u has %d breaks", number, vehicle->n_breaks);
  for (int i = 0; i < vehicle->n_breaks; i++) {
    if (!is_time (vehicle->breaks[i].duration) || vehicle->breaks[i].n_windows == 0)
      return INVALID ("Vehicle %u has a break of %d in %d windows", number, vehicle->breaks[i].duration, vehicle->breaks[i].n_windows);
    if (!check_windows (vehicle->breaks[i].windows, vehicle->breaks[i].n_windows, "A break of vehicle", number, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_hours (const DrayVehicleInput *vehicle,
             guint                   number,
             GError                **error)
{
  const DrayHoursRules *rules = vehicle->hours;
  const DrayHoursState *state = &vehicle->hours_state;

  if (rules == NULL)
    return TRUE;
  const int limits[] = { rules->driving_before_break, rules->break_length, rules->break_first, rules->break_second, rules->work_before_break,
                         rules->work_break, rules->driving_daily, rules->driving_daily_extended, rules->duty_window,
                         rules->duty_window_extended, rules->daily_rest, rules->daily_rest_reduced, state->driving_since_break,
                         state->work_since_break, state->driving_since_rest, state->duty_since_rest, state->driving_left, state->work_left,
                         state->extended_days_left, state->reduced_rests_left };
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    if (!is_time (limits[i]))
      return INVALID ("Vehicle %u has the hours-of-service figure %d", number, limits[i]);
  if (rules->driving_before_break > 0 && rules->break_length == 0)
    return INVALID ("Vehicle %u has a driving limit and no break that ends it", number);
  return TRUE;
}

static gboolean
check_vehicle_ranges (const DrayVehicleInput *vehicle,
                      guint                   number,
                      GError                **error)
{
  if (vehicle->speed_permille < 1 || vehicle->speed_permille > 1000000)
    return INVALID ("Vehicle %u goes at %d permille", number, vehicle->speed_permille);
  if (!is_time (vehicle->shift_open) || !is_time (vehicle->shift_close) || vehicle->shift_open > vehicle->shift_close)
    return INVALID ("Vehicle %u has a shift from %d to %d", number, vehicle->shift_open, vehicle->shift_close);
  if (!is_cost (vehicle->fixed_cost) || !is_cost (vehicle->distance_cost) || !is_cost (vehicle->time_cost)
      || !is_cost (vehicle->overtime_cost) || vehicle->distance_cost > 1000000000 || vehicle->time_cost > 1000000000
      || vehicle->overtime_cost > 1000000000)
    return INVALID ("Vehicle %u has a cost out of range", number);
  if (!is_time (vehicle->overtime_after) || !is_time (vehicle->max_distance) || !is_time (vehicle->max_duration)
      || !is_time (vehicle->reload_time) || vehicle->max_stops < 0 || vehicle->max_reloads < 0)
    return INVALID ("Vehicle %u has a limit out of range", number);
  return TRUE;
}

static gboolean
check_vehicle (const DrayProblemBuilder *input,
               guint                     number,
               GError                  **error)
{
  const DrayVehicleInput *vehicle = &g_array_index (input->vehicles, DrayVehicleInput, number);

  if (vehicle->profile < 0 || vehicle->profile >= (int) input->profiles->len)
    return INVALID ("Vehicle %u has the profile %d, which there is not", number, vehicle->profile);
  if (vehicle->start < DRAY_NOWHERE || vehicle->start >= input->n_locations || vehicle->end < DRAY_NOWHERE
      || vehicle->end >= input->n_locations)
    return INVALID ("Vehicle %u starts at %d and ends at %d of %d locations", number, vehicle->start, vehicle->end, input->n_locations);
  if (!check_vehicle_ranges (vehicle, number, error))
    return FALSE;
  if (vehicle->n_skills < 0 || (vehicle->n_skills > 0 && vehicle->skills == NULL))
    return INVALID ("Vehicle %u has %d skills", number, vehicle->n_skills);
  for (int i = 0; i < vehicle->n_reloads; i++)
    if (vehicle->reloads[i] < 0 || vehicle->reloads[i] >= input->n_locations)
      return INVALID ("Vehicle %u reloads at location %d of %d", number, vehicle->reloads[i], input->n_locations);
  return check_loads (vehicle->capacity, "Vehicle", number, error) && check_breaks (vehicle, number, error)
         && check_hours (vehicle, number, error);
}

/* Shipments put off what they take aboard, and nothing is both a depot's and a shipment's. */
static gboolean
check_roles (const DrayProblemBuilder *input,
             GError                  **error)
{
  guint n_orders = input->orders->len;
  g_autofree gint64 *balance = g_new0 (gint64, (gsize) n_orders * DRAY_MAX_LOADS + 1);
  g_autofree int *seen = g_new0 (int, n_orders + 1);

  for (guint i = 0; i < input->stops->len; i++) {
    const DrayStopInput *stop = &g_array_index (input->stops, DrayStopInput, i);

    seen[stop->order] |= 1 << stop->role;
    for (int k = 0; k < DRAY_MAX_LOADS; k++) {
      if ((stop->role == DRAY_STOP_ROLE_PICKUP && stop->delivery[k] > 0) || (stop->role == DRAY_STOP_ROLE_DELIVERY && stop->pickup[k] > 0))
        return INVALID ("Stop %u of a shipment has a load against its role", i);
      balance[(gsize) stop->order * DRAY_MAX_LOADS + (gsize) k] += stop->role == DRAY_STOP_ROLE_DEPOT ? 0 : stop->pickup[k] - (gint64) stop->delivery[k];
    }
  }
  for (guint i = 0; i < n_orders; i++) {
    gboolean aboard = g_array_index (input->orders, DrayOrderInput, i).aboard;

    if (seen[i] == 0)
      return INVALID ("Order %u has no stop", i);
    if (aboard && seen[i] != 1 << DRAY_STOP_ROLE_DELIVERY)
      return INVALID ("Order %u is aboard and has other stops than deliveries", i);
    if (!aboard && seen[i] != 1 << DRAY_STOP_ROLE_DEPOT && seen[i] != (1 << DRAY_STOP_ROLE_PICKUP | 1 << DRAY_STOP_ROLE_DELIVERY))
      return INVALID ("Order %u is a shipment that lacks its pickup or its delivery", i);
    for (int k = 0; k < DRAY_MAX_LOADS && !aboard; k++)
      if (balance[(gsize) i * DRAY_MAX_LOADS + (gsize) k] != 0)
        return INVALID ("Order %u delivers another amount than it picks up", i);
  }
  return TRUE;
}

static gboolean
check_stop_list (const DrayProblemBuilder *input,
                 const int                *stops,
                 int                       n_stops,
                 guint8                   *seen,
                 const char               *what,
                 GError                  **error)
{
  if (n_stops < 0 || (n_stops > 0 && stops == NULL))
    return INVALID ("%s holds %d stops", what, n_stops);
  for (int i = 0; i < n_stops; i++) {
    if (stops[i] < 0 || stops[i] >= (int) input->stops->len)
      return INVALID ("%s names stop %d, which there is not", what, stops[i]);
    if (seen[stops[i]]++)
      return INVALID ("%s names stop %d, which is named already", what, stops[i]);
  }
  return TRUE;
}

static gboolean
check_lists (const DrayProblemBuilder *input,
             GError                  **error)
{
  g_autofree guint8 *in_prefix = g_new0 (guint8, input->stops->len + 1);
  g_autofree guint8 *published = g_new0 (guint8, input->stops->len + 1);
  GHashTableIter iter;
  gpointer key, value;

  for (guint v = 0; v < input->vehicles->len; v++) {
    const DrayVehicleInput *vehicle = &g_array_index (input->vehicles, DrayVehicleInput, v);

    if (!check_stop_list (input, vehicle->prefix, vehicle->n_prefix, in_prefix, "A vehicle's fixed prefix", error))
      return FALSE;
  }
  g_hash_table_iter_init (&iter, input->published);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    GArray *stops = value;

    if (GPOINTER_TO_INT (key) < 0 || GPOINTER_TO_INT (key) >= (int) input->vehicles->len)
      return INVALID ("The published plan names vehicle %d, which there is not", GPOINTER_TO_INT (key));
    if (!check_stop_list (input, (const int *) (const void *) stops->data, (int) stops->len, published, "The published plan", error))
      return FALSE;
  }
  for (guint r = 0; r < input->relations->len; r++) {
    const DrayRelation *relation = &g_array_index (input->relations, DrayRelation, r);
    g_autofree guint8 *seen = g_new0 (guint8, input->stops->len + 1);

    if (relation->kind < DRAY_RELATION_SAME_VEHICLE || relation->kind > DRAY_RELATION_DIRECTLY_BEFORE)
      return INVALID ("Relation %u is of no kind", r);
    if (!check_stop_list (input, relation->stops, relation->n_stops, seen, "A relation", error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_sizes (const DrayProblemBuilder *input,
             GError                  **error)
{
  if (input->stops->len > DRAY_MAX_PROBLEM_STOPS) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "%u stops are more than %d", input->stops->len, DRAY_MAX_PROBLEM_STOPS);
    return FALSE;
  }
  for (guint i = 0; i < input->profiles->len; i++)
    if (input->stops->len > DRAY_MAX_DENSE_STOPS && g_array_index (input->profiles, DrayProfileInput, i).rows == NULL) {
      g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "Above %d stops, profile %u must give rows instead of a matrix",
                   DRAY_MAX_DENSE_STOPS, i);
      return FALSE;
    }
  if (input->vehicles->len > DRAY_MAX_PROBLEM_STOPS) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "%u vehicles are more than %d", input->vehicles->len, DRAY_MAX_PROBLEM_STOPS);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_objective (const DrayProblemBuilder *input,
                 GError                  **error)
{
  const DrayObjective *objective = &input->objective;

  if (!is_cost (objective->balance_cost) || !is_cost (objective->compactness_cost) || objective->balance_unit < 1
      || objective->compactness_unit < 1 || (objective->churn_budget != DRAY_NONE && objective->churn_budget < 0))
    return INVALID ("The objective has a term out of range");
  if (objective->compactness_cost > 0 && input->x == NULL)
    return INVALID ("Compactness needs coordinates");
  return TRUE;
}

/* The order in which stops may follow each other by the rules inside units alone: pickups before deliveries of the same order, and
 * the relations. One graph over the stops, sorted by Kahn's algorithm; fewer than all come out where the rules run in a circle. */
static int
sort_by_rules (const DrayProblemBuilder *input,
               int                      *sorted)
{
  int n = (int) input->stops->len, n_sorted = 0;
  g_autoptr (GArray) arcs = g_array_new (FALSE, FALSE, 2 * sizeof (int));
  /* A node for each order stands between its pickups and its deliveries. */
  int n_nodes = n + (int) input->orders->len;
  g_autofree int *first = g_new0 (int, n_nodes + 2);
  g_autofree int *in = g_new0 (int, n_nodes + 1);

  for (int i = 0; i < n; i++) {
    const DrayStopInput *stop = &g_array_index (input->stops, DrayStopInput, i);
    int arc[2] = { stop->role == DRAY_STOP_ROLE_PICKUP ? i : n + stop->order, stop->role == DRAY_STOP_ROLE_PICKUP ? n + stop->order : i };

    if (stop->role != DRAY_STOP_ROLE_DEPOT)
      g_array_append_val (arcs, arc);
  }
  for (guint r = 0; r < input->relations->len; r++) {
    const DrayRelation *relation = &g_array_index (input->relations, DrayRelation, r);

    for (int k = 1; relation->kind >= DRAY_RELATION_BEFORE && k < relation->n_stops; k++)
      g_array_append_vals (arcs, &relation->stops[k - 1], 1); /* two stops side by side are one arc */
  }
  for (guint i = 0; i < arcs->len; i++)
    first[((int *) (void *) arcs->data)[2 * i] + 2]++;
  for (int i = 2; i <= n_nodes + 1; i++)
    first[i] += first[i - 1];
  g_autofree int *heads = g_new0 (int, arcs->len + 1);
  for (guint i = 0; i < arcs->len; i++) {
    int from = ((int *) (void *) arcs->data)[2 * i], to = ((int *) (void *) arcs->data)[2 * i + 1];

    heads[first[from + 1]++] = to;
    in[to]++;
  }

  g_autofree int *queue = g_new0 (int, n_nodes + 1);
  int head = 0, tail = 0;
  for (int i = 0; i < n_nodes; i++)
    if (in[i] == 0)
      queue[tail++] = i;
  while (head < tail) {
    int node = queue[head++];

    if (node < n)
      sorted[n_sorted++] = node;
    for (int k = first[node]; k < first[node + 1]; k++)
      if (--in[heads[k]] == 0)
        queue[tail++] = heads[k];
  }
  return n_sorted;
}

/* All stops in an order that their units' rules allow. */
int *
dray_problem_sort_stops (const DrayProblem *problem)
{
  int *sorted = g_new0 (int, problem->n_stops + 1);
  int n = sort_by_rules (problem->input, sorted);

  g_assert (n == problem->n_stops);
  return sorted;
}

gboolean
dray_problem_check (const DrayProblemBuilder *input,
                    GError                  **error)
{
  if (!check_sizes (input, error))
    return FALSE;
  for (guint i = 0; i < input->profiles->len; i++)
    if (i >= input->n_checked && !check_profile (input, i, error))
      return FALSE;
  for (guint i = 0; i < input->orders->len; i++)
    if (!check_order (input, i, error))
      return FALSE;
  for (guint i = 0; i < input->stops->len; i++)
    if (!check_stop (input, i, error))
      return FALSE;
  for (guint i = 0; i < input->vehicles->len; i++)
    if (!check_vehicle (input, i, error))
      return FALSE;
  if (!check_roles (input, error) || !check_lists (input, error) || !check_objective (input, error))
    return FALSE;

  g_autofree int *sorted = g_new0 (int, input->stops->len + 1);
  if (sort_by_rules (input, sorted) < (int) input->stops->len)
    return INVALID ("The relations and shipments ask for an order that runs in a circle");
  return TRUE;
}
