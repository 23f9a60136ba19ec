/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-paths.h"
#include "dray-road-path.h"

#include <string.h>

/* A leg is known by the kind of truck and its two ends. Where no road leads from one to the other the leg is the straight line, so that a
 * stop is never drawn nowhere. */

/* Beyond so many legs the cache begins anew: some days' worth. */
#define MAX_LEGS 20000

typedef struct {
  DrayVehicleProfile vehicle;
  int                from_lon_e7;
  int                from_lat_e7;
  int                to_lon_e7;
  int                to_lat_e7;
} LegKey;

typedef struct {
  LegKey key;
  int    n_points;
  int   *lon_e7;
  int   *lat_e7;
} Leg;

struct _DrayPlanPaths {
  DrayRegion *region;
  GMutex      lock;
  GHashTable *legs; /* LegKey → Leg, which holds it: under the lock */
};

static void
leg_free (Leg *self)
{
  g_free (self->lon_e7);
  g_free (self->lat_e7);
  g_free (self);
}

static guint
hash_key (gconstpointer data)
{
  const LegKey *key = data;
  guint hash = (guint) key->from_lon_e7;

  hash = hash * 31 + (guint) key->from_lat_e7;
  hash = hash * 31 + (guint) key->to_lon_e7;
  hash = hash * 31 + (guint) key->to_lat_e7;
  return hash * 31 + (guint) key->vehicle.weight_kg;
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  const LegKey *x = a, *y = b;

  return x->from_lon_e7 == y->from_lon_e7 && x->from_lat_e7 == y->from_lat_e7 && x->to_lon_e7 == y->to_lon_e7 && x->to_lat_e7 == y->to_lat_e7
         && dray_vehicle_profile_equal (&x->vehicle, &y->vehicle);
}

DrayPlanPaths *
dray_plan_paths_new (DrayRegion *region)
{
  DrayPlanPaths *self = g_atomic_rc_box_new0 (DrayPlanPaths);

  self->region = dray_region_ref (region);
  self->legs = g_hash_table_new_full (hash_key, equal_keys, NULL, (GDestroyNotify) leg_free);
  g_mutex_init (&self->lock);
  return self;
}

DrayPlanPaths *
dray_plan_paths_ref (DrayPlanPaths *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
paths_clear (DrayPlanPaths *self)
{
  g_hash_table_unref (self->legs);
  dray_region_unref (self->region);
  g_mutex_clear (&self->lock);
}

void
dray_plan_paths_unref (DrayPlanPaths *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) paths_clear);
}

static DrayRoadPath *
find_path (DrayPlanPaths *self,
           const LegKey  *key,
           GCancellable  *cancellable)
{
  DrayRegionSnap from, to;

  if (!dray_region_snap (self->region, &key->vehicle, key->from_lon_e7, key->from_lat_e7, &DRAY_REGION_SNAP_OPTIONS, &from, NULL)
      || !dray_region_snap (self->region, &key->vehicle, key->to_lon_e7, key->to_lat_e7, &DRAY_REGION_SNAP_OPTIONS, &to, NULL))
    return NULL;
  return dray_road_path_find (self->region, &key->vehicle, DRAY_ROAD_ANY_TIME, &from, &to, cancellable, NULL);
}

static Leg *
make_leg (DrayPlanPaths *self,
          const LegKey  *key,
          GCancellable  *cancellable)
{
  g_autoptr (DrayRoadPath) path = find_path (self, key, cancellable);
  Leg *leg = g_new0 (Leg, 1);

  leg->key = *key;
  leg->n_points = path != NULL && path->n_points > 1 ? (int) path->n_points : 2;
  leg->lon_e7 = g_new (int, leg->n_points);
  leg->lat_e7 = g_new (int, leg->n_points);
  leg->lon_e7[0] = key->from_lon_e7;
  leg->lat_e7[0] = key->from_lat_e7;
  leg->lon_e7[1] = key->to_lon_e7;
  leg->lat_e7[1] = key->to_lat_e7;
  for (guint i = 0; path != NULL && path->n_points > 1 && i < path->n_points; i++) {
    leg->lon_e7[i] = path->points[i].lon_e7;
    leg->lat_e7[i] = path->points[i].lat_e7;
  }
  return leg;
}

/* Called with the lock held. */
static const Leg *
find_leg (DrayPlanPaths *self,
          const LegKey  *key,
          GCancellable  *cancellable)
{
  Leg *leg = g_hash_table_lookup (self->legs, key);

  if (leg != NULL)
    return leg;
  leg = make_leg (self, key, cancellable);
  g_hash_table_insert (self->legs, &leg->key, leg);
  return leg;
}

typedef struct {
  GArray *lons;
  GArray *lats;
  GArray *at;
} Builder;

static void
add_leg (DrayPlanPaths       *self,
         const DrayPlanDraft *draft,
         int                  truck,
         int                  from,
         int                  to,
         Builder             *builder,
         GCancellable        *cancellable)
{
  const DrayPlanDay *day = draft->day;
  const DrayPlanPlace *a = &g_array_index (day->places, DrayPlanPlace, from), *b = &g_array_index (day->places, DrayPlanPlace, to);
  LegKey key = { .from_lon_e7 = a->lon_e7, .from_lat_e7 = a->lat_e7, .to_lon_e7 = b->lon_e7, .to_lat_e7 = b->lat_e7 };
  const Leg *leg;
  int at = (int) builder->lons->len;

  key.vehicle = g_array_index (day->vehicles, DrayVehicleProfile, day->request.trucks[truck].profile);
  leg = find_leg (self, &key, cancellable);
  g_array_append_val (builder->at, at);
  g_array_append_vals (builder->lons, leg->lon_e7, (guint) leg->n_points);
  g_array_append_vals (builder->lats, leg->lat_e7, (guint) leg->n_points);
}

static void
draw_route (DrayPlanPaths        *self,
            const DrayPlanDraft  *draft,
            const DrayDraftRoute *route,
            DrayPlanLine         *line,
            GCancellable         *cancellable)
{
  const DrayPlannerRequest *request = &draft->day->request;
  const DrayPlannerTruck *truck = &request->trucks[route->truck];
  Builder builder = { g_array_new (FALSE, FALSE, sizeof (int)), g_array_new (FALSE, FALSE, sizeof (int)), g_array_new (FALSE, FALSE, sizeof (int)) };
  int at = request->live != NULL && request->live[route->truck].under_way ? request->live[route->truck].place : truck->place;

  for (int i = 0; i < route->n_stops; i++) {
    const DrayPlannerTask *task = &request->tasks[route->stops[i].task];
    int next = route->stops[i].loads ? task->depot : task->place;

    add_leg (self, draft, route->truck, at, next, &builder, cancellable);
    at = next;
  }
  add_leg (self, draft, route->truck, at, truck->place, &builder, cancellable);
  line->truck = route->truck;
  line->n_stops = route->n_stops;
  line->n_points = (int) builder.lons->len;
  line->lon_e7 = (int *) (gpointer) g_array_free (builder.lons, FALSE);
  line->lat_e7 = (int *) (gpointer) g_array_free (builder.lats, FALSE);
  line->at = (int *) (gpointer) g_array_free (builder.at, FALSE);
}

/**
 * dray_plan_paths_draw:
 *
 * Blocks: for a worker. A drawing that is cancelled has the routes that were done by then.
 *
 * Returns: (transfer full)
 */
DrayPlanDrawing *
dray_plan_paths_draw (DrayPlanPaths *self,
                      DrayPlanDraft *draft,
                      GCancellable  *cancellable)
{
  DrayPlanDrawing *drawing = g_atomic_rc_box_new0 (DrayPlanDrawing);

  drawing->draft = dray_plan_draft_ref (draft);
  drawing->lines = g_new0 (DrayPlanLine, draft->draft->n_routes + 1);
  g_mutex_lock (&self->lock);
  if (g_hash_table_size (self->legs) > MAX_LEGS)
    g_hash_table_remove_all (self->legs);
  for (int i = 0; i < draft->draft->n_routes && !g_cancellable_is_cancelled (cancellable); i++)
    draw_route (self, draft, &draft->draft->routes[i], &drawing->lines[drawing->n_lines++], cancellable);
  g_mutex_unlock (&self->lock);
  return drawing;
}

DrayPlanDrawing *
dray_plan_drawing_ref (DrayPlanDrawing *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
drawing_clear (DrayPlanDrawing *self)
{
  for (int i = 0; i < self->n_lines; i++) {
    g_free (self->lines[i].lon_e7);
    g_free (self->lines[i].lat_e7);
    g_free (self->lines[i].at);
  }
  g_free (self->lines);
  dray_plan_draft_unref (self->draft);
}

void
dray_plan_drawing_unref (DrayPlanDrawing *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) drawing_clear);
}
