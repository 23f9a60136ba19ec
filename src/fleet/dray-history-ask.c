/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-history-private.h"
#include "dray-units.h"

/* Questions about an area, asked of an open file. They read only the segments whose boxes come near the area, and those behind them as
 * long as a truck is still in it; the answers are the same as if every fix were read. */

/* The way between two fixes further apart in time is not known well enough to say that a truck went through. */
#define JUMP_LIMIT_US (120 * DRAY_US_PER_S)

typedef struct {
  const guint32 *indices;
  guint          n_numbers;
} Numbering;

static guint32
find_index (const Numbering *self,
            guint32          number)
{
  return self->indices == NULL ? number : number < self->n_numbers ? self->indices[number] : G_MAXUINT32;
}

/* Presence */

typedef struct {
  Numbering       numbering;
  DrayFenceIndex *index;      /* the area alone */
  GArray         *presences;  /* (element-type DrayPresence) */
  DrayPresence    open;       /* the one that is going on; no fixes: none */
  guint32         number;     /* of the truck that was seen last */
  DrayFix         last;
} Presence;

static void
close_presence (Presence *self)
{
  if (self->open.n_fixes > 0)
    g_array_append_val (self->presences, self->open);
  self->open.n_fixes = 0;
}

static gboolean
went_through (Presence      *self,
              const DrayFix *fix)
{
  guint32 crossed;

  return self->last.at_us != DRAY_NEVER && fix->at_us - self->last.at_us <= JUMP_LIMIT_US
         && dray_fence_index_list_crossed (self->index, (DrayGeoPoint) { self->last.lon_e7, self->last.lat_e7 }, (DrayGeoPoint) { fix->lon_e7, fix->lat_e7 }, &crossed, 1) > 0;
}

static void
see_fix (Presence      *self,
         guint          truck,
         const DrayFix *fix)
{
  guint32 fence;

  if (dray_fence_index_list_inside (self->index, (DrayGeoPoint) { fix->lon_e7, fix->lat_e7 }, &fence, 1) > 0) {
    if (self->open.n_fixes == 0)
      self->open = (DrayPresence) { truck, fix->at_us, fix->at_us, 0 };
    self->open.to_us = fix->at_us;
    self->open.n_fixes++;
    return;
  }
  if (self->open.n_fixes > 0) {
    close_presence (self);
  } else if (went_through (self, fix)) {
    DrayPresence passage = { truck, self->last.at_us, fix->at_us, 0 };

    g_array_append_val (self->presences, passage);
  }
}

static gboolean
on_presence (const DrayFix *fixes,
             guint          n,
             gboolean       follows,
             gpointer       data)
{
  Presence *self = data;
  guint32 truck = find_index (&self->numbering, fixes[0].truck);

  if (truck == G_MAXUINT32)
    return TRUE;
  if (!follows || self->number != fixes[0].truck) {
    close_presence (self);
    self->last.at_us = DRAY_NEVER;
  }
  self->number = fixes[0].truck;
  for (guint i = 0; i < n; i++) {
    see_fix (self, truck, &fixes[i]);
    self->last = fixes[i];
  }
  return TRUE;
}

static int
compare_presences (gconstpointer a,
                   gconstpointer b)
{
  const DrayPresence *x = a, *y = b;

  if (x->truck != y->truck)
    return x->truck < y->truck ? -1 : 1;
  return x->from_us < y->from_us ? -1 : x->from_us > y->from_us;
}

/* A stay over midnight was seen in two parts, and is one. */
static void
join_presences (GArray *presences)
{
  guint n = 0;

  g_array_sort (presences, compare_presences);
  for (guint i = 0; i < presences->len; i++) {
    DrayPresence next = g_array_index (presences, DrayPresence, i), *last = n > 0 ? &g_array_index (presences, DrayPresence, n - 1) : NULL;
    gint64 midnight_us = next.from_us / (DRAY_S_PER_DAY * DRAY_US_PER_S) * DRAY_S_PER_DAY * DRAY_US_PER_S;

    if (last != NULL && last->truck == next.truck && last->to_us < midnight_us && next.from_us - last->to_us <= JUMP_LIMIT_US) {
      last->to_us = next.to_us;
      last->n_fixes += next.n_fixes;
    } else {
      g_array_index (presences, DrayPresence, n++) = next;
    }
  }
  g_array_set_size (presences, n);
}

GArray *
dray_history_find_present_of (DrayTelemetry    *telemetry,
                              const guint32    *indices,
                              guint             n_numbers,
                              const DrayShape  *area,
                              gint64            from_us,
                              gint64            to_us,
                              GCancellable     *cancellable,
                              GError          **error)
{
  static const DrayTelemetryVisitor visitor = { NULL, on_presence };
  g_autoptr (DrayFenceIndex) index = dray_fence_index_new ((DrayShape *const *) &area, 1, error);
  g_autoptr (GArray) presences = g_array_new (FALSE, FALSE, sizeof (DrayPresence));
  Presence self = { .numbering = { indices, n_numbers }, .index = index, .presences = presences, .number = G_MAXUINT32, .last.at_us = DRAY_NEVER };
  DrayGeoBox box = dray_shape_get_box (area);

  if (index == NULL || !dray_telemetry_scan (telemetry, &box, from_us, to_us, &visitor, &self, cancellable, error))
    return NULL;
  close_presence (&self);
  join_presences (presences);
  return g_steal_pointer (&presences);
}

/**
 * dray_history_find_present:
 * @area: a polygon
 *
 * Errors: %DRAY_GEO_ERROR for an area that is none, and those of the file
 *
 * Returns: (transfer full) (element-type DrayPresence): by truck and time
 */
GArray *
dray_history_find_present (DrayTelemetry    *telemetry,
                           const DrayShape  *area,
                           gint64            from_us,
                           gint64            to_us,
                           GCancellable     *cancellable,
                           GError          **error)
{
  return dray_history_find_present_of (telemetry, NULL, 0, area, from_us, to_us, cancellable, error);
}

/* Fences */

typedef struct {
  Numbering       numbering;
  DrayFenceWatch *watch;
  GArray         *events;  /* (element-type DrayFenceEvent) */
} Trial;

static void
on_event (const DrayFenceEvent *event,
          gpointer              data)
{
  g_array_append_vals (data, event, 1);
}

static gboolean
wants_more (guint32  number,
            gpointer data)
{
  Trial *self = data;
  guint32 truck = find_index (&self->numbering, number);

  return truck != G_MAXUINT32 && dray_fence_watch_is_busy (self->watch, truck);
}

static gboolean
on_trial (const DrayFix *fixes,
          guint          n,
          gboolean       follows,
          gpointer       data)
{
  Trial *self = data;
  guint32 truck = find_index (&self->numbering, fixes[0].truck);

  if (truck == G_MAXUINT32)
    return TRUE;
  if (!follows)
    dray_fence_watch_skip (self->watch, truck);
  for (guint i = 0; i < n; i++) {
    DrayFix fix = fixes[i];

    fix.truck = truck;
    dray_fence_watch_take_fix (self->watch, &fix);
  }
  return TRUE;
}

static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const DrayFenceEvent *x = a, *y = b;

  if (x->at_us != y->at_us)
    return x->at_us < y->at_us ? -1 : 1;
  return x->truck < y->truck ? -1 : x->truck > y->truck;
}

GArray *
dray_history_try_fences_of (DrayTelemetry  *telemetry,
                            const guint32  *indices,
                            guint           n_numbers,
                            guint           n_trucks,
                            DrayFenceSet   *fences,
                            gint64          from_us,
                            gint64          to_us,
                            GCancellable   *cancellable,
                            GError        **error)
{
  static const DrayTelemetryVisitor visitor = { wants_more, on_trial };
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (DrayFenceEvent));
  g_autoptr (DrayFenceWatch) watch = dray_fence_watch_new (n_trucks, on_event, events);
  Trial self = { { indices, n_numbers }, watch, events };
  DrayGeoBox box = dray_fence_set_get_box (fences);

  dray_fence_watch_set_fences (watch, fences);
  if (!dray_geo_box_is_empty (&box) && !dray_telemetry_scan (telemetry, &box, from_us, to_us, &visitor, &self, cancellable, error))
    return NULL;
  g_array_sort (events, compare_events);
  return g_steal_pointer (&events);
}

/**
 * dray_history_try_fences:
 * @fences: whose trucks are counted as in the file; stays as long as the events' names are read
 *
 * The events that the fences would have told of the fixes that are kept: the evaluator is the live one.
 *
 * Returns: (transfer full) (element-type DrayFenceEvent): by time
 */
GArray *
dray_history_try_fences (DrayTelemetry  *telemetry,
                         DrayFenceSet   *fences,
                         gint64          from_us,
                         gint64          to_us,
                         GCancellable   *cancellable,
                         GError        **error)
{
  g_autoptr (GArray) trucks = dray_telemetry_list_trucks (telemetry, error);

  return trucks != NULL ? dray_history_try_fences_of (telemetry, NULL, 0, trucks->len, fences, from_us, to_us, cancellable, error) : NULL;
}
