/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-day-private.h"
#include "dray-plan-roads.h"
#include "dray-road-matrix.h"
#include "dray-units.h"

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
  int                period;
  GHashTable        *index;      /* point as a number → its place plus one */
  GArray            *snaps;      /* (element-type DrayRegionSnap) */
  GArray            *found;      /* (element-type guint8): whether a road is near */
  int                room;
  int               *duration_s; /* [room, room] */
  int               *distance_m; /* [room, room] */
} Table;

struct _DrayPlanRoads {
  DrayRegion *region;
  GMutex      lock;
  GPtrArray  *tables; /* (element-type Table) */
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
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) table_free);
  g_mutex_init (&self->lock);
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
  dray_region_unref (self->region);
  g_mutex_clear (&self->lock);
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
           int                       period)
{
  Table *self = g_new0 (Table, 1);

  self->vehicle = *vehicle;
  self->period = period;
  self->index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->snaps = g_array_new (FALSE, TRUE, sizeof (DrayRegionSnap));
  self->found = g_array_new (FALSE, TRUE, sizeof (guint8));
  return self;
}

static Table *
find_table (DrayPlanRoads            *self,
            const DrayVehicleProfile *vehicle,
            int                       period,
            guint                     n_places)
{
  Table *table;

  for (guint i = 0; i < self->tables->len; i++) {
    table = self->tables->pdata[i];
    if (table->period != period || !dray_vehicle_profile_equal (&table->vehicle, vehicle))
      continue;
    if (table->snaps->len + n_places <= PLACES_KEPT)
      return table;
    g_ptr_array_remove_index (self->tables, i);
    break;
  }
  table = table_new (vehicle, period);
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
    found = dray_region_snap (self->region, &table->vehicle, place->lon_e7, place->lat_e7, &DRAY_REGION_SNAP_OPTIONS, &snap, NULL);
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
  if (!dray_road_matrix (self->region, &request, &duration_s, &distance_m, cancellable, error))
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
         int                       period,
         int                       n_threads,
         DrayMatrix              **duration_s,
         DrayMatrix              **distance_m,
         GCancellable             *cancellable,
         GError                  **error)
{
  Table *table = find_table (self, vehicle, period, day->places->len);

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

    done = periods[period] != NULL || measure (self, day, vehicle, period, n_threads, &periods[period], &unused, cancellable, error);
    if (done)
      profile->slots[profile->n_slots++] = dray_matrix_ref (periods[period]);
  }
  for (int i = 0; i < DRAY_ROAD_N_PERIODS; i++)
    g_clear_pointer (&periods[i], dray_matrix_unref);
  return done;
}

static gboolean
fill (DrayPlanRoads *self,
      DrayPlanDay   *day,
      int            n_threads,
      GCancellable  *cancellable,
      GError       **error)
{
  DrayPlannerProfile *profiles = (DrayPlannerProfile *) day->request.profiles;

  for (int i = 0; i < day->request.n_profiles; i++) {
    const DrayVehicleProfile *vehicle = &g_array_index (day->vehicles, DrayVehicleProfile, i);

    if (!measure (self, day, vehicle, DRAY_ROAD_ANY_TIME, n_threads, &profiles[i].duration_s, &profiles[i].distance_m, cancellable, error))
      return FALSE;
    if (day->ask->by_hour && !fill_slots (self, day, vehicle, &profiles[i], n_threads, cancellable, error))
      return FALSE;
  }
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

  day->request.profiles = g_new0 (DrayPlannerProfile, day->request.n_profiles + 1);
  day->region = g_strdup (dray_road_pack_get_id (dray_region_get_pack (self->region)));
  g_mutex_lock (&self->lock);
  done = fill (self, day, n_threads, cancellable, error);
  g_mutex_unlock (&self->lock);
  return done;
}
