/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-region-private.h"

#include <string.h>

/* Metrics are made when somebody first asks for their class of vehicles, and the least recently used of more than a handful is let
 * go; who uses it holds it. The lock is held while a list is looked through, never while a metric is made: two who ask for the same
 * new one at once wait for each other. */

#define N_METRICS 8
#define N_SCRATCHES 8

typedef struct {
  DrayRoadMetricKey key;
  DrayRoadMetric   *metric;   /* %NULL while somebody makes it */
  guint64           used;
} Slot;

struct _DrayRegion {
  /* Owned, immutable */
  DrayRoadPack  *pack;
  DrayRoadGraph  graph;
  DrayRoadShape  shape;

  /* Owned, under the lock */
  GMutex         lock;
  GCond          made;
  GArray        *slots;       /* Slot */
  GPtrArray     *scratches;   /* (element-type DrayRoadScratch): those not lent out */
  guint64        clock;
  DrayRoadOverlay *overlay;   /* (nullable): what differs from the pack now */

  /* Held by whoever sets an overlay, from its beginning to its end */
  GMutex         setting;
};

/* The hours at which a period begins; the last one ends at midnight. */
static const int period_begin[DRAY_ROAD_N_PERIODS + 1] = { 0, 6, 7, 9, 12, 15, 18, 20, 24 };

/* Returns: the period of @hour, 0 to 23 */
int
dray_road_period_of_hour (int hour)
{
  int period = 0;

  while (period + 1 < DRAY_ROAD_N_PERIODS && hour >= period_begin[period + 1])
    period++;
  return period;
}

/* Returns: the hours of @period, bit h for the hour from h on */
guint32
dray_road_period_hours (int period)
{
  g_return_val_if_fail (period >= 0 && period < DRAY_ROAD_N_PERIODS, 0);

  return (1u << period_begin[period + 1]) - (1u << period_begin[period]);
}

/**
 * dray_region_new:
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the region of @pack
 */
DrayRegion *
dray_region_new (DrayRoadPack *pack,
                 GError      **error)
{
  DrayRoadGraph graph = { 0 };

  g_return_val_if_fail (pack != NULL, NULL);

  if (!dray_road_graph_load (&graph, pack, error))
    return NULL;
  DrayRegion *self = g_atomic_rc_box_new0 (DrayRegion);
  self->pack = dray_road_pack_ref (pack);
  self->graph = graph;
  dray_road_shape_init (&self->shape, &self->graph);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->setting);
  g_cond_init (&self->made);
  self->slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  self->scratches = g_ptr_array_new ();
  return self;
}

/**
 * dray_region_open:
 *
 * As dray_region_new(), of the pack at @path.
 */
DrayRegion *
dray_region_open (const char *path,
                  GError    **error)
{
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (path, error);

  return pack != NULL ? dray_region_new (pack, error) : NULL;
}

DrayRegion *
dray_region_ref (DrayRegion *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
free_scratch (DrayRoadScratch *scratch)
{
  g_free (scratch->forward);
  g_free (scratch->backward);
  g_free (scratch->forward_from);
  g_free (scratch->backward_from);
  g_free (scratch);
}

static void
overlay_clear (DrayRoadOverlay *overlay)
{
  for (int i = 0; i < DRAY_N_OVERLAYS; i++)
    g_clear_pointer (&overlay->rows[i], g_array_unref);
}

static void
overlay_unref (DrayRoadOverlay *overlay)
{
  g_atomic_rc_box_release_full (overlay, (GDestroyNotify) overlay_clear);
}

static void
clear (DrayRegion *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    g_clear_pointer (&g_array_index (self->slots, Slot, i).metric, dray_road_metric_free);
  for (guint i = 0; i < self->scratches->len; i++)
    free_scratch (self->scratches->pdata[i]);
  g_array_unref (self->slots);
  g_ptr_array_unref (self->scratches);
  g_clear_pointer (&self->overlay, overlay_unref);
  g_mutex_clear (&self->setting);
  dray_road_shape_clear (&self->shape);
  dray_road_pack_unref (self->pack);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->made);
}

void
dray_region_unref (DrayRegion *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

DrayRoadPack *
dray_region_get_pack (DrayRegion *self)
{
  return self->pack;
}

const DrayRoadGraph *
dray_region_get_graph (DrayRegion *self)
{
  return &self->graph;
}

const DrayRoadShape *
dray_region_get_shape (DrayRegion *self)
{
  return &self->shape;
}

void
dray_region_get_statistics (DrayRegion           *self,
                            DrayRegionStatistics *statistics)
{
  const DrayRoadGraph *graph = &self->graph;
  DrayRoadBox all = graph->boxes[graph->counts.n_boxes - 1];
  guint64 dm = 0;

  *statistics = (DrayRegionStatistics) {
    .n_pieces = graph->counts.n_pieces, .n_states = graph->counts.n_states, .n_turns = graph->counts.n_turns, .n_arcs = graph->counts.n_up + graph->counts.n_down,
    .west_e7 = all.west, .south_e7 = all.south, .east_e7 = all.east, .north_e7 = all.north, .drives_left = graph->counts.drives_left != 0,
  };
  for (guint32 i = 0; i < graph->counts.n_pieces; i++) {
    dm += graph->piece_length_dm[i];
    statistics->n_segments += (graph->segment_speed[2 * i] > 0) + (graph->segment_speed[2 * i + 1] > 0);
  }
  statistics->length_km = (double) dm / 10000;
}

/* Metrics. */

static gboolean
equal_keys (const DrayRoadMetricKey *a,
            const DrayRoadMetricKey *b)
{
  return a->period == b->period && dray_vehicle_profile_equal (&a->profile, &b->profile);
}

static Slot *
find_slot (DrayRegion              *self,
           const DrayRoadMetricKey *key)
{
  for (guint i = 0; i < self->slots->len; i++) {
    Slot *slot = &g_array_index (self->slots, Slot, i);

    if (equal_keys (&slot->key, key))
      return slot;
  }
  return NULL;
}

static void
drop_least_used (DrayRegion *self)
{
  guint least = 0;

  for (guint i = 1; i < self->slots->len; i++) {
    Slot *slot = &g_array_index (self->slots, Slot, i), *other = &g_array_index (self->slots, Slot, least);

    if (slot->metric != NULL && (other->metric == NULL || slot->used < other->used))
      least = i;
  }
  Slot *slot = &g_array_index (self->slots, Slot, least);
  if (self->slots->len < N_METRICS || slot->metric == NULL)
    return;
  dray_road_metric_free (slot->metric);
  g_array_remove_index_fast (self->slots, least);
}

static void
remove_slot (DrayRegion              *self,
             const DrayRoadMetricKey *key)
{
  for (guint i = 0; i < self->slots->len; i++) {
    if (equal_keys (&g_array_index (self->slots, Slot, i).key, key)) {
      g_array_remove_index_fast (self->slots, i);
      return;
    }
  }
}

/* Returns: (transfer full) (nullable): the metric, made if nobody has asked for it yet; dray_road_metric_free() gives it back */
DrayRoadMetric *
dray_region_ref_metric (DrayRegion               *self,
                        const DrayVehicleProfile *profile,
                        int                       period,
                        int                       n_threads,
                        GCancellable             *cancellable,
                        GError                  **error)
{
  DrayRoadMetricKey key = { *profile, period };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Slot *slot;

  while ((slot = find_slot (self, &key)) != NULL) {
    if (slot->metric != NULL) {
      slot->used = ++self->clock;
      return g_atomic_rc_box_acquire (slot->metric);
    }
    g_cond_wait (&self->made, &self->lock);
  }
  drop_least_used (self);
  Slot fresh = { .key = key, .used = ++self->clock };
  g_array_append_val (self->slots, fresh);

  DrayRoadMetric *metric = NULL;
  DrayRoadOverlay *overlay;
  do {
    /* Once more if what differs has changed meanwhile: no old metric may come after a new one. */
    g_clear_pointer (&metric, dray_road_metric_free);
    overlay = self->overlay != NULL ? g_atomic_rc_box_acquire (self->overlay) : NULL;
    g_mutex_unlock (&self->lock);
    metric = dray_road_metric_new (&self->graph, &self->shape, overlay, &key, n_threads, cancellable, error);
    g_mutex_lock (&self->lock);
    if (overlay != NULL)
      overlay_unref (overlay);
  } while (metric != NULL && overlay != self->overlay);

  if (metric != NULL)
    find_slot (self, &key)->metric = g_atomic_rc_box_acquire (metric);
  else
    remove_slot (self, &key);
  g_cond_broadcast (&self->made);
  return metric;
}

/* What differs. */

static DrayRoadOverlay *
overlay_new (DrayRegion *self,
             int         which,
             GArray     *rows)
{
  DrayRoadOverlay *overlay = g_atomic_rc_box_new0 (DrayRoadOverlay);

  for (int i = 0; i < DRAY_N_OVERLAYS; i++) {
    GArray *kept = i == which ? rows : self->overlay != NULL ? self->overlay->rows[i] : NULL;

    overlay->rows[i] = kept != NULL ? g_array_ref (kept) : NULL;
  }
  return overlay;
}

/* Returns: (transfer full): the keys of all metrics that are in use */
static GArray *
list_keys (DrayRegion *self)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (DrayRoadMetricKey));

  for (guint i = 0; i < self->slots->len; i++) {
    if (g_array_index (self->slots, Slot, i).metric != NULL)
      g_array_append_val (keys, g_array_index (self->slots, Slot, i).key);
  }
  return keys;
}

/* Puts @overlay and the metrics made with it in place, all at once. Metrics that nobody made anew, because they came meanwhile or
 * were let go, are dropped, and made when they are asked for. */
static void
put_in_place (DrayRegion      *self,
              DrayRoadOverlay *overlay,
              GPtrArray       *metrics)
{
  for (guint i = self->slots->len; i-- > 0;) {
    Slot *slot = &g_array_index (self->slots, Slot, i);
    DrayRoadMetric *made = NULL;

    if (slot->metric == NULL)
      continue;
    for (guint k = 0; k < metrics->len; k++) {
      if (equal_keys (&((DrayRoadMetric *) metrics->pdata[k])->key, &slot->key))
        made = metrics->pdata[k];
    }
    dray_road_metric_free (slot->metric);
    slot->metric = made != NULL ? g_atomic_rc_box_acquire (made) : NULL;
    if (made == NULL)
      g_array_remove_index_fast (self->slots, i);
  }
  g_clear_pointer (&self->overlay, overlay_unref);
  self->overlay = overlay;
}

/* Lays @rows on instead of those laid on before: metrics are made anew while the old ones answer. */
gboolean
dray_region_set_overlay (DrayRegion    *self,
                         int            which,
                         GArray        *rows,
                         int            n_threads,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (GMutexLocker) setting = g_mutex_locker_new (&self->setting);
  g_autoptr (GPtrArray) metrics = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_road_metric_free);

  g_mutex_lock (&self->lock);
  DrayRoadOverlay *overlay = overlay_new (self, which, rows);
  g_autoptr (GArray) keys = list_keys (self);
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < keys->len; i++) {
    DrayRoadMetric *metric = dray_road_metric_new (&self->graph, &self->shape, overlay, &g_array_index (keys, DrayRoadMetricKey, i), n_threads, cancellable, error);

    if (metric == NULL) {
      overlay_unref (overlay);
      return FALSE;
    }
    g_ptr_array_add (metrics, metric);
  }
  g_mutex_lock (&self->lock);
  put_in_place (self, overlay, metrics);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/**
 * dray_region_prepare:
 * @period: a time of day, or %DRAY_ROAD_ANY_TIME
 *
 * Makes the metric of a class of vehicles now, so that the first question need not wait for it.
 *
 * Errors: %G_IO_ERROR_CANCELLED
 */
gboolean
dray_region_prepare (DrayRegion               *self,
                     const DrayVehicleProfile *profile,
                     int                       period,
                     int                       n_threads,
                     GCancellable             *cancellable,
                     GError                  **error)
{
  DrayRoadMetric *metric = dray_region_ref_metric (self, profile, period, n_threads, cancellable, error);

  if (metric == NULL)
    return FALSE;
  dray_road_metric_free (metric);
  return TRUE;
}

/* Scratch space. */

static DrayRoadCost *
new_labels (guint32 n)
{
  DrayRoadCost *labels = g_new (DrayRoadCost, n);

  for (guint32 i = 0; i < n; i++)
    labels[i] = DRAY_ROAD_INFINITE;
  return labels;
}

DrayRoadScratch *
dray_region_borrow_scratch (DrayRegion *self)
{
  guint32 n = self->graph.counts.n_states;
  DrayRoadScratch *scratch = NULL;

  g_mutex_lock (&self->lock);
  if (self->scratches->len > 0)
    scratch = g_ptr_array_remove_index_fast (self->scratches, self->scratches->len - 1);
  g_mutex_unlock (&self->lock);
  if (scratch != NULL)
    return scratch;
  scratch = g_new (DrayRoadScratch, 1);
  *scratch = (DrayRoadScratch) { new_labels (n), new_labels (n), g_new (guint32, n), g_new (guint32, n) };
  return scratch;
}

/* Its labels have to be infinite again. */
void
dray_region_return_scratch (DrayRegion      *self,
                            DrayRoadScratch *scratch)
{
  g_mutex_lock (&self->lock);
  if (self->scratches->len < N_SCRATCHES)
    g_ptr_array_add (self->scratches, g_steal_pointer (&scratch));
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&scratch, free_scratch);
}
