/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-closures.h"
#include "dray-plan-day-private.h"
#include "dray-plan-roads.h"
#include "dray-road-matrix.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One table for each kind of truck and period: the places seen so far, snapped, and the two matrices between them. A table only grows;
 * when it holds more places than PLACES_KEPT, or the roads changed, it begins anew. A place that no road reaches is unreachable from
 * everywhere: its order is then unplaced, and its reason says so.
 *
 * Grown matrices have room to spare, so that a new order costs its row and its column and no copy of the rest. */

#define PLACES_KEPT 4000
#define SLOT_S DRAY_S_PER_HOUR
#define N_SLOTS 24

typedef struct {
  DrayVehicleProfile vehicle;
  int                variant;    /* of the closures */
  int                period;
  GHashTable        *index;      /* point as a number → its place plus one */
  GArray            *snaps;      /* (element-type DrayRegionSnap) */
  GArray            *found;      /* (element-type guint8): whether a road is near */
  int                room;
  int               *duration_s; /* [room, room] */
  int               *distance_m; /* [room, room] */
} Table;

struct _DrayPlanRoads {
  DrayRegion       *region;
  GMutex            lock;
  DrayPlanClosures *closures; /* under the lock */
  GPtrArray        *tables;   /* (element-type Table): under the lock */
  /* Fences that nobody has measured with yet; under a lock of their own, so that whoever sets them waits for no measuring */
  GMutex            fresh_lock;
  DrayFenceSet     *fresh_fences; /* (nullable) */
  GArray           *fresh_trucks; /* (element-type DrayId); NULL: nothing is new */
};

static void
table_free (Table *self)
{
  g_hash_table_unref (self->index);
  g_array_unref (self->snaps);
  g_array_unref (self->found);
  g_free (self->duration_s);
  g_free (self->distance_m);
  g_free (self);
}

DrayPlanRoads *
dray_plan_roads_new (DrayRegion *region)
{
  DrayPlanRoads *self = g_atomic_rc_box_new0 (DrayPlanRoads);

  self->region = dray_region_ref (region);
  self->closures = dray_plan_closures_new (region);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) table_free);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->fresh_lock);
  return self;
}

DrayPlanRoads *
dray_plan_roads_ref (DrayPlanRoads *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
roads_clear (DrayPlanRoads *self)
{
  g_ptr_array_unref (self->tables);
  dray_plan_closures_free (self->closures);
  dray_region_unref (self->region);
  g_clear_pointer (&self->fresh_fences, dray_fence_set_unref);
  g_clear_pointer (&self->fresh_trucks, g_array_unref);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->fresh_lock);
}

void
dray_plan_roads_unref (DrayPlanRoads *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) roads_clear);
}

static gint64
point_key (const DrayPlanPlace *place)
{
  return (gint64) ((guint64) (guint32) place->lon_e7 << 32 | (guint32) place->lat_e7);
}

static Table *
table_new (const DrayVehicleProfile *vehicle,
           int                       variant,
           int                       period)
{
  Table *self = g_new0 (Table, 1);

  self->vehicle = *vehicle;
  self->variant = variant;
  self->period = period;
  self->index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->snaps = g_array_new (FALSE, TRUE, sizeof (DrayRegionSnap));
  self->found = g_array_new (FALSE, TRUE, sizeof (guint8));
  return self;
}

static Table *
find_table (DrayPlanRoads            *self,
            const DrayVehicleProfile *vehicle,
            int                       variant,
            int                       period,
            guint                     n_places)
{
  Table *table;

  for (guint i = 0; i < self->tables->len; i++) {
    table = self->tables->pdata[i];
    if (table->period != period || table->variant != variant || !dray_vehicle_profile_equal (&table->vehicle, vehicle))
      continue;
    if (table->snaps->len + n_places <= PLACES_KEPT)
      return table;
    g_ptr_array_remove_index (self->tables, i);
    break;
  }
  table = table_new (vehicle, variant, period);
  g_ptr_array_add (self->tables, table);
  return table;
}

static void
make_room (Table *self,
           int    n)
{
  int room = MAX (n + n / 8 + 16, self->room);
  int *duration_s, *distance_m;

  if (n <= self->room)
    return;
  duration_s = g_new (int, (gsize) room * (gsize) room);
  distance_m = g_new (int, (gsize) room * (gsize) room);
  for (int i = 0; i < self->room; i++) {
    memcpy (&duration_s[(gsize) i * (gsize) room], &self->duration_s[(gsize) i * (gsize) self->room], (gsize) self->room * sizeof (int));
    memcpy (&distance_m[(gsize) i * (gsize) room], &self->distance_m[(gsize) i * (gsize) self->room], (gsize) self->room * sizeof (int));
  }
  g_free (self->duration_s);
  g_free (self->distance_m);
  self->duration_s = duration_s;
  self->distance_m = distance_m;
  self->room = room;
}

/* Adds the places that the table lacks. Returns: how many it had before */
static int
add_places (DrayPlanRoads *self,
            Table         *table,
            const GArray  *places)
{
  int before = (int) table->snaps->len;

  for (guint i = 0; i < places->len; i++) {
    const DrayPlanPlace *place = &g_array_index (places, DrayPlanPlace, i);
    gint64 key = point_key (place);
    DrayRegionSnap snap = { 0 };
    guint8 found;

    if (g_hash_table_contains (table->index, &key))
      continue;
    found = dray_region_snap (dray_plan_closures_get_region (self->closures, table->variant), &table->vehicle, place->lon_e7, place->lat_e7, &DRAY_REGION_SNAP_OPTIONS, &snap, NULL);
    g_array_append_val (table->snaps, snap);
    g_array_append_val (table->found, found);
    g_hash_table_insert (table->index, g_memdup2 (&key, sizeof key), GINT_TO_POINTER ((int) table->snaps->len));
  }
  return before;
}

/* The places from @first to @last - 1 that a road is near. */
static int *
list_found (const Table *table,
            int          first,
            int          last,
            int         *n)
{
  int *found = g_new (int, last - first + 1);

  *n = 0;
  for (int i = first; i < last; i++)
    if (g_array_index (table->found, guint8, i))
      found[(*n)++] = i;
  return found;
}

static DrayRegionSnap *
pick_snaps (const Table *table,
            const int   *list,
            int          n)
{
  DrayRegionSnap *snaps = g_new (DrayRegionSnap, n + 1);

  for (int i = 0; i < n; i++)
    snaps[i] = g_array_index (table->snaps, DrayRegionSnap, list[i]);
  return snaps;
}

/* Fills the cells from the places [from_first, from_last) to [to_first, to_last). */
static gboolean
fill_cells (DrayPlanRoads *self,
            Table         *table,
            const int      from[2],
            const int      to[2],
            int            n_threads,
            GCancellable  *cancellable,
            GError       **error)
{
  int n_sources, n_targets;
  g_autofree int *sources = list_found (table, from[0], from[1], &n_sources), *targets = list_found (table, to[0], to[1], &n_targets);
  g_autofree DrayRegionSnap *source_snaps = pick_snaps (table, sources, n_sources), *target_snaps = pick_snaps (table, targets, n_targets);
  DrayRoadMatrixRequest request = { &table->vehicle, table->period, source_snaps, n_sources, target_snaps, n_targets, n_threads };
  g_autoptr (DrayMatrix) duration_s = NULL, distance_m = NULL;

  if (n_sources == 0 || n_targets == 0)
    return TRUE;
  if (!dray_road_matrix (dray_plan_closures_get_region (self->closures, table->variant), &request, &duration_s, &distance_m, cancellable, error))
    return FALSE;
  for (int i = 0; i < n_sources; i++)
    for (int j = 0; j < n_targets; j++) {
      gsize cell = (gsize) sources[i] * (gsize) table->room + (gsize) targets[j];

      table->duration_s[cell] = dray_matrix_get (duration_s, i, j);
      table->distance_m[cell] = dray_matrix_get (distance_m, i, j);
    }
  return TRUE;
}

static void
clear_cells (Table *table,
             int    first)
{
  int n = (int) table->snaps->len;

  for (int i = 0; i < n; i++)
    for (int j = i < first ? first : 0; j < n; j++) {
      gsize cell = (gsize) i * (gsize) table->room + (gsize) j;

      table->duration_s[cell] = table->distance_m[cell] = i == j ? 0 : DRAY_UNREACHABLE;
    }
}

/* Rows of the new places to all, and columns of the old ones to the new. */
static gboolean
extend (DrayPlanRoads *self,
        Table         *table,
        const GArray  *places,
        int            n_threads,
        GCancellable  *cancellable,
        GError       **error)
{
  int first = add_places (self, table, places), n = (int) table->snaps->len;

  if (n == first)
    return TRUE;
  make_room (table, n);
  clear_cells (table, first);
  return fill_cells (self, table, (int[]) { first, n }, (int[]) { 0, n }, n_threads, cancellable, error)
         && fill_cells (self, table, (int[]) { 0, first }, (int[]) { first, n }, n_threads, cancellable, error);
}

/* The day's own matrices, in the order of its places. */
static void
extract (const Table  *table,
         const GArray *places,
         DrayMatrix  **duration_s,
         DrayMatrix  **distance_m)
{
  int n = (int) places->len;
  g_autofree int *rows = g_new (int, n + 1);

  *duration_s = dray_matrix_new (n, n);
  *distance_m = dray_matrix_new (n, n);
  for (int i = 0; i < n; i++) {
    gint64 key = point_key (&g_array_index (places, DrayPlanPlace, i));

    rows[i] = GPOINTER_TO_INT (g_hash_table_lookup (table->index, &key)) - 1;
  }
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      gsize cell = (gsize) rows[i] * (gsize) table->room + (gsize) rows[j];

      dray_matrix_set (*duration_s, i, j, table->duration_s[cell]);
      dray_matrix_set (*distance_m, i, j, table->distance_m[cell]);
    }
}

static gboolean
measure (DrayPlanRoads            *self,
         DrayPlanDay              *day,
         const DrayVehicleProfile *vehicle,
         int                       variant,
         int                       period,
         int                       n_threads,
         DrayMatrix              **duration_s,
         DrayMatrix              **distance_m,
         GCancellable             *cancellable,
         GError                  **error)
{
  Table *table = find_table (self, vehicle, variant, period, day->places->len);

  if (!extend (self, table, day->places, n_threads, cancellable, error)) {
    g_ptr_array_remove (self->tables, table);
    return FALSE;
  }
  extract (table, day->places, duration_s, distance_m);
  return TRUE;
}

/* The hour of the depot's clock in which slot @slot of the plan begins. */
static int
hour_of (const DrayPlanDay *day,
         int                slot)
{
  gint64 at_s = day->request.start_us / DRAY_US_PER_S + slot * (gint64) SLOT_S;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_s), local = g_date_time_to_timezone (utc, day->zone);

  return g_date_time_get_hour (local);
}

/* Slots of one period share its matrix. */
static gboolean
fill_slots (DrayPlanRoads            *self,
            DrayPlanDay              *day,
            const DrayVehicleProfile *vehicle,
            int                       variant,
            DrayPlannerProfile       *profile,
            int                       n_threads,
            GCancellable             *cancellable,
            GError                  **error)
{
  DrayMatrix *periods[DRAY_ROAD_N_PERIODS] = { NULL };
  gboolean done = TRUE;

  profile->slots = g_new0 (DrayMatrix *, N_SLOTS);
  profile->slot_s = SLOT_S;
  for (int slot = 0; slot < N_SLOTS && done; slot++) {
    int period = dray_road_period_of_hour (hour_of (day, slot));
    g_autoptr (DrayMatrix) unused = NULL;

    done = periods[period] != NULL || measure (self, day, vehicle, variant, period, n_threads, &periods[period], &unused, cancellable, error);
    if (done)
      profile->slots[profile->n_slots++] = dray_matrix_ref (periods[period]);
  }
  for (int i = 0; i < DRAY_ROAD_N_PERIODS; i++)
    g_clear_pointer (&periods[i], dray_matrix_unref);
  return done;
}

static gboolean
fill_profile (DrayPlanRoads            *self,
              DrayPlanDay              *day,
              const DrayVehicleProfile *vehicle,
              int                       variant,
              DrayPlannerProfile       *profile,
              int                       n_threads,
              GCancellable             *cancellable,
              GError                  **error)
{
  return measure (self, day, vehicle, variant, DRAY_ROAD_ANY_TIME, n_threads, &profile->duration_s, &profile->distance_m, cancellable, error)
         && (!day->ask->by_hour || fill_slots (self, day, vehicle, variant, profile, n_threads, cancellable, error));
}

/* Trucks of one kind are of several as soon as one of them has fences of its own. Appends the variant of each profile to @variants. */
static gboolean
part_profiles (DrayPlanRoads *self,
               DrayPlanDay   *day,
               GArray        *variants,
               int            n_threads,
               GCancellable  *cancellable,
               GError       **error)
{
  int open = DRAY_PLAN_OPEN_TO_ALL;
  g_autoptr (GArray) origins = g_array_new (FALSE, FALSE, sizeof (int));

  for (int i = 0; i < day->request.n_profiles; i++) {
    g_array_append_val (variants, open);
    g_array_append_val (origins, i);
  }
  for (int v = 0; v < day->request.n_trucks; v++) {
    DrayPlannerTruck *truck = (DrayPlannerTruck *) &day->request.trucks[v];
    int variant = dray_plan_closures_find (self->closures, &truck->truck, n_threads, cancellable, error), profile = -1;

    if (variant < 0)
      return FALSE;
    if (variant == DRAY_PLAN_OPEN_TO_ALL)
      continue;
    for (guint i = 0; i < variants->len; i++)
      if (g_array_index (variants, int, i) == variant && g_array_index (origins, int, i) == truck->profile)
        profile = (int) i;
    if (profile < 0) {
      DrayVehicleProfile vehicle = g_array_index (day->vehicles, DrayVehicleProfile, truck->profile);

      profile = (int) variants->len;
      g_array_append_val (day->vehicles, vehicle);
      g_array_append_val (variants, variant);
      g_array_append_val (origins, truck->profile);
    }
    truck->profile = profile;
  }
  day->request.n_profiles = (int) variants->len;
  return TRUE;
}

static gboolean
is_cut (const DrayPlannerProfile *profile,
        int                       from,
        int                       to)
{
  return dray_matrix_get (profile->duration_s, from, to) >= DRAY_UNREACHABLE;
}

/* A truck that is inside a fence that forbids it, or has to pass through one to do what it is committed to, would have no plan at all: it is
 * planned on the roads of the others, and that is said. */
static void
free_caught (DrayPlanDay  *day,
             const GArray *variants)
{
  for (int v = 0; day->request.live != NULL && v < day->request.n_trucks; v++) {
    DrayPlannerTruck *truck = (DrayPlannerTruck *) &day->request.trucks[v];
    const DrayPlannerLive *live = &day->request.live[v];
    const DrayPlannerProfile *profile = &day->request.profiles[truck->profile];
    int at = live->under_way ? live->place : truck->place;
    gboolean caught = FALSE;

    if (g_array_index (variants, int, truck->profile) == DRAY_PLAN_OPEN_TO_ALL)
      continue;
    for (int i = 0; i < live->n_prefix; i++) {
      caught |= is_cut (profile, at, day->request.tasks[live->prefix[i]].place);
      at = day->request.tasks[live->prefix[i]].place;
    }
    caught |= is_cut (profile, at, truck->place);
    for (guint i = 0; caught && i < variants->len; i++)
      if (g_array_index (variants, int, i) == DRAY_PLAN_OPEN_TO_ALL
          && dray_vehicle_profile_equal (&g_array_index (day->vehicles, DrayVehicleProfile, i), &g_array_index (day->vehicles, DrayVehicleProfile, truck->profile)))
        truck->profile = (int) i;
    if (caught)
      g_ptr_array_add (day->notes, g_strdup_printf (_("Truck %s can’t do what it is committed to without crossing a fence that is closed to it; it is planned as if it might."),
                                                    dray_plan_day_get_truck (day, v)->number));
  }
}

static void
take_fences (DrayPlanRoads *self)
{
  g_autoptr (DrayFenceSet) fences = NULL;
  g_autoptr (GArray) trucks = NULL;

  g_mutex_lock (&self->fresh_lock);
  fences = g_steal_pointer (&self->fresh_fences);
  trucks = g_steal_pointer (&self->fresh_trucks);
  g_mutex_unlock (&self->fresh_lock);
  if (trucks != NULL)
    dray_plan_closures_set_fences (self->closures, fences, (const DrayId *) (gpointer) trucks->data, trucks->len);
}

static gboolean
fill (DrayPlanRoads *self,
      DrayPlanDay   *day,
      int            n_threads,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr (GArray) variants = g_array_new (FALSE, FALSE, sizeof (int));
  DrayPlannerProfile *profiles;
  gboolean changed;

  take_fences (self);
  if (!dray_plan_closures_apply (self->closures, n_threads, cancellable, &changed, error))
    return FALSE;
  if (changed)
    g_ptr_array_set_size (self->tables, 0);
  if (!part_profiles (self, day, variants, n_threads, cancellable, error))
    return FALSE;
  day->request.profiles = profiles = g_new0 (DrayPlannerProfile, day->request.n_profiles + 1);
  for (int i = 0; i < day->request.n_profiles; i++)
    if (!fill_profile (self, day, &g_array_index (day->vehicles, DrayVehicleProfile, i), g_array_index (variants, int, i), &profiles[i], n_threads, cancellable, error))
      return FALSE;
  free_caught (day, variants);
  return TRUE;
}

/**
 * dray_plan_roads_fill:
 * @day: nobody else's yet; its profiles get their matrices
 *
 * Measures what is not known yet. Blocks: for a worker.
 *
 * Errors: those of the region; %G_IO_ERROR_CANCELLED
 */
gboolean
dray_plan_roads_fill (DrayPlanRoads *self,
                      DrayPlanDay   *day,
                      int            n_threads,
                      GCancellable  *cancellable,
                      GError       **error)
{
  gboolean done;

  g_return_val_if_fail (day->request.profiles == NULL, FALSE);

  day->region = g_strdup (dray_road_pack_get_id (dray_region_get_pack (self->region)));
  g_mutex_lock (&self->lock);
  done = fill (self, day, n_threads, cancellable, error);
  g_mutex_unlock (&self->lock);
  return done;
}

/**
 * dray_plan_roads_set_fences:
 * @fences: (nullable): all that are live now; those that are forbidden close their roads from the next plan on
 * @trucks: (array length=n_trucks): whom the fences' rules count by
 *
 * What is closed to all trucks is closed in the region itself, so that paths go round it too. Any thread, at once.
 */
void
dray_plan_roads_set_fences (DrayPlanRoads *self,
                            DrayFenceSet  *fences,
                            const DrayId  *trucks,
                            guint          n_trucks)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (DrayId));

  g_array_append_vals (ids, trucks, n_trucks);
  g_mutex_lock (&self->fresh_lock);
  g_clear_pointer (&self->fresh_fences, dray_fence_set_unref);
  g_clear_pointer (&self->fresh_trucks, g_array_unref);
  self->fresh_fences = fences != NULL ? dray_fence_set_ref (fences) : NULL;
  self->fresh_trucks = ids;
  g_mutex_unlock (&self->fresh_lock);
}
