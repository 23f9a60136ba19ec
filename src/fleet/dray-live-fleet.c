/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-fleet.h"
#include "dray-live-truck-private.h"
#include "dray-units.h"

#include <math.h>

/* The hand-over. The ingest thread merges what it has into `pending` under the lock, keeping only the newest fix and progress of a
 * truck, and arms a timer if none runs. A tenth of a second later the main context takes the whole delta, which nobody else holds
 * from then on, writes it into the columns, and tells the trucks in it. So however fast fixes come, the main context pays for at
 * most one row a truck and tenth of a second, and nothing at all while no fix comes. */

#define HAND_OVER_MS 100
#define STALE_US (5 * 60 * DRAY_US_PER_S)
/* Slower is standing, for a truck of which no more is known than its fixes. */
#define MOVING_CMS 100

typedef struct {
  GArray  *fixes;         /* (element-type DrayFix): at most one a truck */
  GArray  *progress;      /* (element-type DrayTruckProgress): at most one a truck */
} Delta;

/* Where a truck's row stands in the pending delta, plus one; 0 for nowhere. */
typedef struct {
  guint32 fix;
  guint32 progress;
} Slot;

struct _DrayLiveFleet {
  GObject          parent_instance;

  /* Owned: main context */
  DrayLiveColumns  columns;
  DrayLiveTruck  **trucks;     /* [n] */
  GHashTable      *by_id;      /* DrayId in the truck → DrayLiveTruck */
  GMainContext    *context;
  /* Owned: any thread, under the lock */
  GMutex           lock;
  Delta            pending;
  Slot            *slots;      /* [n] */
  GSource         *timer;
};

static void dray_live_fleet_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DrayLiveFleet, dray_live_fleet, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, dray_live_fleet_list_model_init))

enum { FLEET_CHANGED, N_FLEET_SIGNALS };

static guint fleet_signals[N_FLEET_SIGNALS];

static GType
get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return DRAY_TYPE_LIVE_TRUCK;
}

static guint
get_n_items (GListModel *model)
{
  return DRAY_LIVE_FLEET (model)->columns.n;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  DrayLiveFleet *self = DRAY_LIVE_FLEET (model);

  return position < self->columns.n ? g_object_ref (self->trucks[position]) : NULL;
}

static void
dray_live_fleet_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
clear_progress (DrayTruckProgress *progress)
{
  g_clear_pointer (&progress->route, dray_live_route_unref);
  g_clear_pointer (&progress->times, dray_stop_times_unref);
}

static void
delta_init (Delta *delta)
{
  delta->fixes = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  delta->progress = g_array_new (FALSE, FALSE, sizeof (DrayTruckProgress));
  g_array_set_clear_func (delta->progress, (GDestroyNotify) clear_progress);
}

static void
delta_clear (Delta *delta)
{
  g_array_unref (delta->fixes);
  g_array_unref (delta->progress);
}

static void
columns_clear (DrayLiveColumns *columns)
{
  g_free (columns->x);
  g_free (columns->y);
  g_free (columns->heading_deg);
  g_free (columns->speed_mps);
  g_free (columns->states);
  g_free (columns->flags);
  g_free (columns->fix_us);
  g_free (columns->eta_us);
  g_free (columns->slack_s);
  g_free (columns->lon_e7);
  g_free (columns->lat_e7);
}

static void
dray_live_fleet_dispose (GObject *object)
{
  DrayLiveFleet *self = DRAY_LIVE_FLEET (object);

  g_mutex_lock (&self->lock);
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < self->columns.n && self->trucks != NULL; i++) {
    dray_live_truck_orphan (self->trucks[i]);
    g_object_unref (self->trucks[i]);
  }
  g_clear_pointer (&self->trucks, g_free);
  g_clear_pointer (&self->by_id, g_hash_table_unref);

  G_OBJECT_CLASS (dray_live_fleet_parent_class)->dispose (object);
}

static void
dray_live_fleet_finalize (GObject *object)
{
  DrayLiveFleet *self = DRAY_LIVE_FLEET (object);

  columns_clear (&self->columns);
  delta_clear (&self->pending);
  g_free (self->slots);
  g_mutex_clear (&self->lock);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (dray_live_fleet_parent_class)->finalize (object);
}

static void
dray_live_fleet_class_init (DrayLiveFleetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dray_live_fleet_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_live_fleet_finalize;

  fleet_signals[FLEET_CHANGED] =
    g_signal_new ("changed", DRAY_TYPE_LIVE_FLEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dray_live_fleet_init (DrayLiveFleet *self)
{
  g_mutex_init (&self->lock);
  delta_init (&self->pending);
}

static void
columns_init (DrayLiveColumns *columns,
              guint            n)
{
  columns->n = n;
  columns->x = g_new0 (double, n);
  columns->y = g_new0 (double, n);
  columns->heading_deg = g_new0 (float, n);
  columns->speed_mps = g_new0 (float, n);
  columns->states = g_new0 (guint8, n);
  columns->flags = g_new0 (guint8, n);
  columns->fix_us = g_new0 (gint64, n);
  columns->eta_us = g_new0 (gint64, n);
  columns->slack_s = g_new0 (int, n);
  columns->lon_e7 = g_new0 (int, n);
  columns->lat_e7 = g_new0 (int, n);
  for (guint i = 0; i < n; i++) {
    columns->fix_us[i] = columns->eta_us[i] = DRAY_NEVER;
    columns->slack_s[i] = G_MAXINT;
  }
}

/**
 * dray_live_fleet_new:
 * @labels: (array length=n_trucks): copied
 * @context: (nullable): the main context that reads the fleet; %NULL for the default one
 */
DrayLiveFleet *
dray_live_fleet_new (const DrayTruckLabel *labels,
                     guint                 n_trucks,
                     GMainContext         *context)
{
  DrayLiveFleet *self = g_object_new (DRAY_TYPE_LIVE_FLEET, NULL);

  self->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  self->by_id = g_hash_table_new (dray_id_hash, dray_id_equal);
  self->slots = g_new0 (Slot, n_trucks);
  self->trucks = g_new0 (DrayLiveTruck *, n_trucks);
  columns_init (&self->columns, n_trucks);
  for (guint i = 0; i < n_trucks; i++) {
    self->trucks[i] = dray_live_truck_new (&self->columns, i, &labels[i]);
    g_hash_table_insert (self->by_id, (gpointer) dray_live_truck_get_id (self->trucks[i]), self->trucks[i]);
  }
  return self;
}

/* Returns: (transfer none): the columns; valid as long as the fleet */
const DrayLiveColumns *
dray_live_fleet_get_columns (DrayLiveFleet *self)
{
  return &self->columns;
}

/* Returns: (transfer none) */
DrayLiveTruck *
dray_live_fleet_get_truck (DrayLiveFleet *self,
                           guint          index)
{
  g_return_val_if_fail (index < self->columns.n, NULL);

  return self->trucks[index];
}

/* Returns: (transfer none) (nullable) */
DrayLiveTruck *
dray_live_fleet_find_truck (DrayLiveFleet *self,
                            const DrayId  *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

/* Web Mercator in [0, 1): EPSG:3857 scaled to the unit square, cut off at 85.0511 degrees. */
static void
project (int     lon_e7,
         int     lat_e7,
         double *x,
         double *y)
{
  double latitude = CLAMP (dray_e7_to_degrees (lat_e7), -85.0511, 85.0511) * G_PI / 180.0;

  *x = (dray_e7_to_degrees (lon_e7) + 180.0) / 360.0;
  *y = 0.5 - asinh (tan (latitude)) / (2.0 * G_PI);
}

static void
apply_fix (DrayLiveColumns *columns,
           const DrayFix   *fix)
{
  guint i = fix->truck;

  project (fix->lon_e7, fix->lat_e7, &columns->x[i], &columns->y[i]);
  columns->lon_e7[i] = fix->lon_e7;
  columns->lat_e7[i] = fix->lat_e7;
  columns->speed_mps[i] = fix->speed_cms / 100.0f;
  columns->heading_deg[i] = fix->heading_cdeg / 100.0f;
  columns->fix_us[i] = fix->at_us;
  columns->flags[i] = (columns->flags[i] | DRAY_TRUCK_HAS_FIX) & ~DRAY_TRUCK_STALE;
}

static void
apply_progress (DrayLiveFleet           *self,
                const DrayTruckProgress *progress)
{
  DrayLiveColumns *columns = &self->columns;
  guint i = progress->truck;
  guint8 kept = columns->flags[i] & (DRAY_TRUCK_HAS_FIX | DRAY_TRUCK_STALE);

  columns->states[i] = progress->state;
  columns->flags[i] = kept | (progress->late ? DRAY_TRUCK_LATE : 0) | (progress->alarm ? DRAY_TRUCK_ALARM : 0);
  columns->eta_us[i] = progress->eta_us;
  columns->slack_s[i] = progress->slack_s;
  dray_live_truck_set_progress (self->trucks[i], progress);
}

static Delta
steal_pending (DrayLiveFleet *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Delta delta = self->pending;

  for (guint i = 0; i < delta.fixes->len; i++)
    self->slots[g_array_index (delta.fixes, DrayFix, i).truck].fix = 0;
  for (guint i = 0; i < delta.progress->len; i++)
    self->slots[g_array_index (delta.progress, DrayTruckProgress, i).truck].progress = 0;
  delta_init (&self->pending);
  g_clear_pointer (&self->timer, g_source_unref);
  return delta;
}

static gboolean
on_hand_over (gpointer user_data)
{
  g_autoptr (DrayLiveFleet) self = g_object_ref (user_data);
  Delta delta = steal_pending (self);
  DrayFix *fixes = (DrayFix *) (gpointer) delta.fixes->data;
  DrayTruckProgress *progress = (DrayTruckProgress *) (gpointer) delta.progress->data;

  for (guint i = 0; i < delta.fixes->len; i++)
    apply_fix (&self->columns, &fixes[i]);
  for (guint i = 0; i < delta.progress->len; i++)
    apply_progress (self, &progress[i]);

  for (guint i = 0; i < delta.fixes->len; i++)
    dray_live_truck_tell (self->trucks[fixes[i].truck]);
  for (guint i = 0; i < delta.progress->len; i++)
    dray_live_truck_tell (self->trucks[progress[i].truck]);
  g_signal_emit (self, fleet_signals[FLEET_CHANGED], 0);

  delta_clear (&delta);
  return G_SOURCE_REMOVE;
}

/**
 * dray_live_fleet_flush:
 *
 * Hands over at once what waits for its turn. Main context.
 */
void
dray_live_fleet_flush (DrayLiveFleet *self)
{
  g_autoptr (GSource) timer = NULL;

  g_mutex_lock (&self->lock);
  timer = g_steal_pointer (&self->timer);
  g_mutex_unlock (&self->lock);
  if (timer == NULL)
    return;
  g_source_destroy (timer);
  on_hand_over (self);
}

/* What a truck does is not kept: one that stood a moment ago works at a stop, one that has said nothing for long is parked. */
static DrayTruckState
guess_state (const DrayFix *fix,
             gint64         at_us)
{
  if (fix->at_us < at_us - STALE_US)
    return DRAY_TRUCK_PARKED;
  return fix->speed_cms >= MOVING_CMS ? DRAY_TRUCK_DRIVING : DRAY_TRUCK_WORKING;
}

static gboolean
replay_truck (DrayLiveColumns *columns,
              guint            i,
              const DrayFix   *fix,
              gint64           at_us)
{
  gboolean had_fix = columns->flags[i] & DRAY_TRUCK_HAS_FIX;
  DrayFix own = *fix;

  if (fix->at_us == DRAY_NEVER) {
    columns->flags[i] = 0;
    columns->states[i] = DRAY_TRUCK_PARKED;
    columns->fix_us[i] = DRAY_NEVER;
    return had_fix;
  }
  if (had_fix && columns->lon_e7[i] == fix->lon_e7 && columns->lat_e7[i] == fix->lat_e7 && columns->states[i] == guess_state (fix, at_us)) {
    columns->fix_us[i] = fix->at_us;
    return FALSE;
  }
  own.truck = i;
  apply_fix (columns, &own);
  columns->states[i] = guess_state (fix, at_us);
  columns->flags[i] = DRAY_TRUCK_HAS_FIX;
  return TRUE;
}

/**
 * dray_live_fleet_replay:
 * @fixes: (array): [n] where each truck was at @at_us; its at_us is %DRAY_NEVER where nothing is known
 *
 * Puts the whole fleet at another time, at once: for a fleet that shows the past and that nobody else feeds. Main context.
 */
void
dray_live_fleet_replay (DrayLiveFleet *self,
                        const DrayFix *fixes,
                        gint64         at_us)
{
  g_return_if_fail (DRAY_IS_LIVE_FLEET (self));

  for (guint i = 0; i < self->columns.n; i++)
    if (replay_truck (&self->columns, i, &fixes[i], at_us))
      dray_live_truck_tell (self->trucks[i]);
  g_signal_emit (self, fleet_signals[FLEET_CHANGED], 0);
}

/* Under the lock. */
static void
arm (DrayLiveFleet *self)
{
  if (self->timer != NULL)
    return;
  self->timer = g_timeout_source_new (HAND_OVER_MS);
  g_source_set_callback (self->timer, on_hand_over, self, NULL);
  g_source_attach (self->timer, self->context);
}

/**
 * dray_live_fleet_put_fixes:
 * @fixes: (array length=n_fixes): accepted ones, by the gate; of several of one truck the last counts
 *
 * Hands new positions to the main context. From the ingest thread, which holds a reference.
 */
void
dray_live_fleet_put_fixes (DrayLiveFleet *self,
                           const DrayFix *fixes,
                           gsize          n_fixes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (gsize i = 0; i < n_fixes; i++) {
    guint32 *slot = &self->slots[fixes[i].truck].fix;

    if (*slot > 0) {
      g_array_index (self->pending.fixes, DrayFix, *slot - 1) = fixes[i];
    } else {
      g_array_append_val (self->pending.fixes, fixes[i]);
      *slot = self->pending.fixes->len;
    }
  }
  if (n_fixes > 0)
    arm (self);
}

static DrayTruckProgress
copy_progress (const DrayTruckProgress *progress)
{
  DrayTruckProgress copy = *progress;

  if (copy.route != NULL)
    dray_live_route_ref (copy.route);
  if (copy.times != NULL)
    dray_stop_times_ref (copy.times);
  return copy;
}

/**
 * dray_live_fleet_put_progress:
 * @progress: (array length=n_progress): where trucks stand on their routes
 *
 * Hands new states, ETAs and slack to the main context. From the ingest thread, which holds a reference.
 */
void
dray_live_fleet_put_progress (DrayLiveFleet           *self,
                              const DrayTruckProgress *progress,
                              gsize                    n_progress)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (gsize i = 0; i < n_progress; i++) {
    DrayTruckProgress copy = copy_progress (&progress[i]);
    guint32 *slot = &self->slots[progress[i].truck].progress;

    if (*slot > 0) {
      DrayTruckProgress *older = &g_array_index (self->pending.progress, DrayTruckProgress, *slot - 1);

      clear_progress (older);
      *older = copy;
    } else {
      g_array_append_val (self->pending.progress, copy);
      *slot = self->pending.progress->len;
    }
  }
  if (n_progress > 0)
    arm (self);
}

/**
 * dray_live_fleet_age:
 * @now_us: the workspace's clock
 *
 * Marks the trucks that gave no fix for five minutes. From the main context, every few seconds.
 */
void
dray_live_fleet_age (DrayLiveFleet *self,
                     gint64         now_us)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->columns.n; i++) {
    guint8 *flags = &self->columns.flags[i];

    if ((*flags & DRAY_TRUCK_HAS_FIX) && !(*flags & DRAY_TRUCK_STALE) && now_us - self->columns.fix_us[i] > STALE_US) {
      *flags |= DRAY_TRUCK_STALE;
      dray_live_truck_tell (self->trucks[i]);
      any = TRUE;
    }
  }
  if (any)
    g_signal_emit (self, fleet_signals[FLEET_CHANGED], 0);
}
