/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-day-private.h"

static void
clear_place (gpointer place)
{
  g_free (((DrayPlanPlace *) place)->name);
}

static void
clear_task (gpointer facts)
{
  g_free (((DrayPlanTaskFacts *) facts)->reference);
  g_free (((DrayPlanTaskFacts *) facts)->name);
}

static void
clear_truck (gpointer facts)
{
  g_free (((DrayPlanTruckFacts *) facts)->number);
  g_free (((DrayPlanTruckFacts *) facts)->driver);
  g_clear_pointer (&((DrayPlanTruckFacts *) facts)->done, g_array_unref);
}

static void
clear_standby (gpointer standby)
{
  g_free (((DrayPlanStandby *) standby)->name);
}

static GArray *
new_array (gsize          element_bytes,
           GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, (guint) element_bytes);

  if (clear != NULL)
    g_array_set_clear_func (array, clear);
  return array;
}

DrayPlanDay *
dray_plan_day_new (const DrayPlanAsk *ask)
{
  DrayPlanDay *self = g_atomic_rc_box_new0 (DrayPlanDay);

  self->ask = dray_plan_ask_copy (ask);
  self->places = new_array (sizeof (DrayPlanPlace), clear_place);
  self->vehicles = new_array (sizeof (DrayVehicleProfile), NULL);
  self->tasks = new_array (sizeof (DrayPlanTaskFacts), clear_task);
  self->trucks = new_array (sizeof (DrayPlanTruckFacts), clear_truck);
  self->standbys = new_array (sizeof (DrayPlanStandby), clear_standby);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

DrayPlanDay *
dray_plan_day_ref (DrayPlanDay *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dray_plan_profile_clear (DrayPlannerProfile *profile)
{
  g_clear_pointer (&profile->duration_s, dray_matrix_unref);
  g_clear_pointer (&profile->distance_m, dray_matrix_unref);
  for (int i = 0; i < profile->n_slots; i++)
    dray_matrix_unref (profile->slots[i]);
  g_clear_pointer (&profile->slots, g_free);
  profile->n_slots = 0;
}

static void
free_request (DrayPlannerRequest *request)
{
  for (int i = 0; request->profiles != NULL && i < request->n_profiles; i++)
    dray_plan_profile_clear ((DrayPlannerProfile *) &request->profiles[i]);
  for (int i = 0; i < request->n_trucks; i++) {
    if (request->live != NULL) {
      g_free ((gpointer) request->live[i].prefix);
      g_free ((gpointer) request->live[i].aboard);
    }
    if (request->published != NULL)
      g_free ((gpointer) request->published[i].tasks);
  }
  g_free ((gpointer) request->profiles);
  g_free ((gpointer) request->tasks);
  g_free ((gpointer) request->trucks);
  g_free ((gpointer) request->live);
  g_free ((gpointer) request->published);
}

static void
day_clear (DrayPlanDay *self)
{
  free_request (&self->request);
  dray_plan_ask_free (self->ask);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_array_unref (self->places);
  g_array_unref (self->vehicles);
  g_array_unref (self->tasks);
  g_array_unref (self->trucks);
  g_array_unref (self->standbys);
  g_free (self->region);
  g_ptr_array_unref (self->notes);
}

void
dray_plan_day_unref (DrayPlanDay *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) day_clear);
}

static void
copy_facts (DrayPlanDay       *copy,
            const DrayPlanDay *self)
{
  for (guint i = 0; i < self->places->len; i++) {
    DrayPlanPlace place = g_array_index (self->places, DrayPlanPlace, i);

    place.name = g_strdup (place.name);
    g_array_append_val (copy->places, place);
  }
  for (guint i = 0; i < self->tasks->len; i++) {
    DrayPlanTaskFacts task = g_array_index (self->tasks, DrayPlanTaskFacts, i);

    task.reference = g_strdup (task.reference);
    task.name = g_strdup (task.name);
    g_array_append_val (copy->tasks, task);
  }
  for (guint i = 0; i < self->trucks->len; i++) {
    DrayPlanTruckFacts truck = g_array_index (self->trucks, DrayPlanTruckFacts, i);

    truck.number = g_strdup (truck.number);
    truck.driver = g_strdup (truck.driver);
    truck.done = truck.done != NULL ? g_array_ref (truck.done) : NULL;
    g_array_append_val (copy->trucks, truck);
  }
  for (guint i = 0; i < self->standbys->len; i++) {
    DrayPlanStandby standby = g_array_index (self->standbys, DrayPlanStandby, i);

    standby.name = g_strdup (standby.name);
    g_array_append_val (copy->standbys, standby);
  }
  g_array_append_vals (copy->vehicles, self->vehicles->data, self->vehicles->len);
}

static DrayPlannerProfile *
copy_profiles (const DrayPlannerRequest *request)
{
  DrayPlannerProfile *profiles = g_new0 (DrayPlannerProfile, request->n_profiles + 1);

  for (int i = 0; i < request->n_profiles; i++) {
    profiles[i] = request->profiles[i];
    dray_matrix_ref (profiles[i].duration_s);
    dray_matrix_ref (profiles[i].distance_m);
    profiles[i].slots = g_memdup2 (profiles[i].slots, (gsize) profiles[i].n_slots * sizeof *profiles[i].slots);
    for (int k = 0; k < profiles[i].n_slots; k++)
      dray_matrix_ref (profiles[i].slots[k]);
  }
  return profiles;
}

static int *
copy_ints (const int *from,
           int        n)
{
  return g_memdup2 (from, (gsize) n * sizeof *from);
}

/**
 * dray_plan_day_copy:
 *
 * The same day once more, to be changed before it is planned: what if. Shares the matrices.
 */
DrayPlanDay *
dray_plan_day_copy (const DrayPlanDay *self)
{
  DrayPlanDay *copy = dray_plan_day_new (self->ask);
  const DrayPlannerRequest *from = &self->request;
  gsize n = (gsize) from->n_trucks;
  DrayPlannerLive *live = g_memdup2 (from->live, n * sizeof *live);
  DrayPlannerPublished *published = g_memdup2 (from->published, n * sizeof *published);

  copy_facts (copy, self);
  copy->day = self->day;
  copy->region = g_strdup (self->region);
  copy->zone = g_time_zone_ref (self->zone);
  copy->request = *from;
  copy->request.profiles = copy_profiles (from);
  copy->request.tasks = g_memdup2 (from->tasks, (gsize) from->n_tasks * sizeof *from->tasks);
  copy->request.trucks = g_memdup2 (from->trucks, n * sizeof *from->trucks);
  for (int v = 0; v < from->n_trucks; v++) {
    live[v].prefix = copy_ints (live[v].prefix, live[v].n_prefix);
    live[v].aboard = copy_ints (live[v].aboard, live[v].n_aboard);
    published[v].tasks = copy_ints (published[v].tasks, published[v].n_tasks);
  }
  copy->request.live = live;
  copy->request.published = published;
  return copy;
}

const DrayPlanTaskFacts *
dray_plan_day_get_task (const DrayPlanDay *self,
                        int                task)
{
  g_return_val_if_fail (task >= 0 && task < self->request.n_tasks, NULL);

  return &g_array_index (self->tasks, DrayPlanTaskFacts, task);
}

const DrayPlanTruckFacts *
dray_plan_day_get_truck (const DrayPlanDay *self,
                         int                truck)
{
  g_return_val_if_fail (truck >= 0 && truck < self->request.n_trucks, NULL);

  return &g_array_index (self->trucks, DrayPlanTruckFacts, truck);
}

/* Returns: the index of a task, or -1 */
int
dray_plan_day_find_task (const DrayPlanDay *self,
                         const DrayId      *task)
{
  for (int i = 0; i < self->request.n_tasks; i++)
    if (dray_id_equal (&self->request.tasks[i].id, task))
      return i;
  return -1;
}

/* Returns: the index of a truck (of its first shift, where it has several), or -1 */
int
dray_plan_day_find_truck (const DrayPlanDay *self,
                          const DrayId      *truck)
{
  for (int i = 0; i < self->request.n_trucks; i++)
    if (dray_id_equal (&self->request.trucks[i].truck, truck))
      return i;
  return -1;
}
