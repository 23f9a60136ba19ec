/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers what a problem consists of. Nothing is judged here: dray_problem_new() does that, once, over the whole. */
#include "config.h"

#include "dray-problem-private.h"

static DrayProblemBuilder *
builder_alloc (int n_locations)
{
  DrayProblemBuilder *self = g_new0 (DrayProblemBuilder, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_locations = n_locations;
  self->profiles = g_array_new (FALSE, TRUE, sizeof (DrayProfileInput));
  self->orders = g_array_new (FALSE, TRUE, sizeof (DrayOrderInput));
  self->stops = g_array_new (FALSE, TRUE, sizeof (DrayStopInput));
  self->vehicles = g_array_new (FALSE, TRUE, sizeof (DrayVehicleInput));
  self->relations = g_array_new (FALSE, TRUE, sizeof (DrayRelation));
  self->objective = DRAY_OBJECTIVE_INIT;
  self->published = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->owned = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * dray_problem_builder_new:
 * @n_locations: rows and columns of every matrix to come
 */
DrayProblemBuilder *
dray_problem_builder_new (int n_locations)
{
  g_return_val_if_fail (n_locations >= 0, NULL);

  return builder_alloc (n_locations);
}

static void *
keep (DrayProblemBuilder *self,
      const void         *array,
      gsize               n_bytes)
{
  if (array == NULL || n_bytes == 0)
    return NULL;

  void *copy = g_memdup2 (array, n_bytes);

  g_ptr_array_add (self->owned, copy);
  return copy;
}

#define KEEP(self, array, n) ((array) = keep ((self), (array), (gsize) MAX ((n), 0) * sizeof *(array)))

/**
 * dray_problem_builder_new_from:
 *
 * A builder that holds what @problem was made of, for changing some of it through dray_problem_builder_get_order() and the like.
 */
DrayProblemBuilder *
dray_problem_builder_new_from (const DrayProblem *problem)
{
  const DrayProblemBuilder *from = problem->input;
  DrayProblemBuilder *self = builder_alloc (from->n_locations);
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < from->profiles->len; i++)
    dray_problem_builder_add_profile (self, &g_array_index (from->profiles, DrayProfileInput, i));
  self->n_checked = self->profiles->len;
  for (guint i = 0; i < from->orders->len; i++)
    dray_problem_builder_add_order (self, &g_array_index (from->orders, DrayOrderInput, i));
  for (guint i = 0; i < from->stops->len; i++)
    dray_problem_builder_add_stop (self, &g_array_index (from->stops, DrayStopInput, i));
  for (guint i = 0; i < from->vehicles->len; i++)
    dray_problem_builder_add_vehicle (self, &g_array_index (from->vehicles, DrayVehicleInput, i));
  for (guint i = 0; i < from->relations->len; i++) {
    const DrayRelation *relation = &g_array_index (from->relations, DrayRelation, i);

    dray_problem_builder_add_relation (self, relation->kind, relation->stops, relation->n_stops);
  }
  self->objective = from->objective;
  if (from->x != NULL)
    dray_problem_builder_set_coordinates (self, from->x, from->y);
  g_hash_table_iter_init (&iter, from->published);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    GArray *stops = value;

    dray_problem_builder_set_published (self, GPOINTER_TO_INT (key), (int *) (void *) stops->data, (int) stops->len);
  }
  return self;
}

void
dray_problem_builder_free (DrayProblemBuilder *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->profiles->len; i++) {
    DrayProfileInput *profile = &g_array_index (self->profiles, DrayProfileInput, i);

    g_clear_pointer (&profile->duration, dray_matrix_unref);
    g_clear_pointer (&profile->distance, dray_matrix_unref);
    for (int k = 0; k < profile->n_slots; k++)
      g_clear_pointer (&profile->slots[k], dray_matrix_unref);
  }
  g_array_unref (self->profiles);
  g_array_unref (self->orders);
  g_array_unref (self->stops);
  g_array_unref (self->vehicles);
  g_array_unref (self->relations);
  g_hash_table_unref (self->published);
  g_ptr_array_unref (self->owned);
  g_free (self);
}

int
dray_problem_builder_add_profile (DrayProblemBuilder     *self,
                                  const DrayProfileInput *profile)
{
  DrayProfileInput copy = *profile;

  copy.duration = copy.duration ? dray_matrix_ref (copy.duration) : NULL;
  copy.distance = copy.distance ? dray_matrix_ref (copy.distance) : NULL;
  copy.n_slots = MAX (copy.n_slots, 0);
  KEEP (self, copy.slots, copy.n_slots);
  for (int k = 0; k < copy.n_slots; k++)
    copy.slots[k] = copy.slots[k] ? dray_matrix_ref (copy.slots[k]) : NULL;
  g_array_append_val (self->profiles, copy);
  return (int) self->profiles->len - 1;
}

int
dray_problem_builder_add_order (DrayProblemBuilder   *self,
                                const DrayOrderInput *order)
{
  g_array_append_vals (self->orders, order, 1);
  return (int) self->orders->len - 1;
}

int
dray_problem_builder_add_stop (DrayProblemBuilder  *self,
                               const DrayStopInput *stop)
{
  DrayStopInput copy = *stop;

  if (copy.order == DRAY_NONE)
    copy.order = dray_problem_builder_add_order (self, &DRAY_ORDER_INPUT_INIT);
  KEEP (self, copy.windows, copy.n_windows);
  KEEP (self, copy.skills, copy.n_skills);
  g_array_append_val (self->stops, copy);
  return (int) self->stops->len - 1;
}

int
dray_problem_builder_add_vehicle (DrayProblemBuilder     *self,
                                  const DrayVehicleInput *vehicle)
{
  DrayVehicleInput copy = *vehicle;

  KEEP (self, copy.skills, copy.n_skills);
  KEEP (self, copy.reloads, copy.n_reloads);
  KEEP (self, copy.prefix, copy.n_prefix);
  KEEP (self, copy.hours, 1);
  if (copy.n_breaks > 0) {
    DrayBreakInput *breaks = keep (self, copy.breaks, (gsize) copy.n_breaks * sizeof *breaks);

    for (int i = 0; i < copy.n_breaks; i++)
      KEEP (self, breaks[i].windows, breaks[i].n_windows);
    copy.breaks = breaks;
  }
  g_array_append_val (self->vehicles, copy);
  return (int) self->vehicles->len - 1;
}

void
dray_problem_builder_add_relation (DrayProblemBuilder *self,
                                   DrayRelationKind    kind,
                                   const int          *stops,
                                   int                 n_stops)
{
  DrayRelation relation = { .kind = kind, .n_stops = n_stops };

  relation.stops = keep (self, stops, (gsize) MAX (n_stops, 0) * sizeof *stops);
  g_array_append_val (self->relations, relation);
}

void
dray_problem_builder_set_objective (DrayProblemBuilder  *self,
                                    const DrayObjective *objective)
{
  self->objective = *objective;
}

/**
 * dray_problem_builder_set_coordinates:
 * @x: (array): [n_locations], east, in any unit of length
 * @y: (array): [n_locations], north
 *
 * Where the locations lie on a plane, for compactness.
 */
void
dray_problem_builder_set_coordinates (DrayProblemBuilder *self,
                                      const int          *x,
                                      const int          *y)
{
  self->x = keep (self, x, (gsize) self->n_locations * sizeof *x);
  self->y = keep (self, y, (gsize) self->n_locations * sizeof *y);
}

/**
 * dray_problem_builder_set_published:
 *
 * Says what the published plan gave a vehicle, for the churn budget.
 */
void
dray_problem_builder_set_published (DrayProblemBuilder *self,
                                    int                 vehicle,
                                    const int          *stops,
                                    int                 n_stops)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (int));

  if (n_stops > 0)
    g_array_append_vals (copy, stops, (guint) n_stops);
  g_hash_table_insert (self->published, GINT_TO_POINTER (vehicle), copy);
}

DrayOrderInput *
dray_problem_builder_get_order (DrayProblemBuilder *self,
                                int                 order)
{
  g_return_val_if_fail (order >= 0 && order < (int) self->orders->len, NULL);

  return &g_array_index (self->orders, DrayOrderInput, order);
}

DrayStopInput *
dray_problem_builder_get_stop (DrayProblemBuilder *self,
                               int                 stop)
{
  g_return_val_if_fail (stop >= 0 && stop < (int) self->stops->len, NULL);

  return &g_array_index (self->stops, DrayStopInput, stop);
}

DrayVehicleInput *
dray_problem_builder_get_vehicle (DrayProblemBuilder *self,
                                  int                 vehicle)
{
  g_return_val_if_fail (vehicle >= 0 && vehicle < (int) self->vehicles->len, NULL);

  return &g_array_index (self->vehicles, DrayVehicleInput, vehicle);
}
