/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-watch.h"
#include "dray-units.h"

/* A truck is inside once two fixes in a row say so and the fence's delay has passed, and outside once two in a row say that; so a single
 * wild fix at the outline is no event. The event bears the time of the first of them. Between two fixes not far apart the straight
 * way is tested too, so that a narrow fence is not jumped over.
 *
 * A truck is near few fences at a time: its standings are a short list. */

#define MAX_INSIDE 64
#define JUMP_LIMIT_US (120 * DRAY_US_PER_S)
#define AHEAD_S 180.0
#define AHEAD_LIMIT_M 8000.0

typedef struct {
  guint32  fence;
  gboolean inside;      /* has entered and not left */
  gboolean overstayed;  /* told once a stay */
  gboolean sped;        /* told once a stay */
  int      n_against;   /* fixes in a row that say otherwise */
  gint64   since_us;    /* the first of those; while all agree, since when it is inside */
  gint64   entered_us;
} Standing;

typedef struct {
  GArray  *standings;   /* (element-type Standing) */
  GArray  *ahead;       /* (element-type guint32): forbidden fences that were told to lie ahead and still do */
  DrayFix  last;        /* the fix before; at DRAY_NEVER with none */
} Truck;

struct _DrayFenceWatch {
  DrayFenceSet  *fences;  /* NULL with none */
  Truck         *trucks;  /* [n_trucks] */
  guint          n_trucks;
  DrayFenceFunc  func;
  gpointer       user_data;
};

static void
forget (Truck *truck)
{
  g_array_set_size (truck->standings, 0);
  g_array_set_size (truck->ahead, 0);
  truck->last.at_us = DRAY_NEVER;
}

/**
 * dray_fence_watch_new:
 * @func: (scope notified): called from within the functions that take a fix or look ahead
 */
DrayFenceWatch *
dray_fence_watch_new (guint          n_trucks,
                      DrayFenceFunc  func,
                      gpointer       user_data)
{
  DrayFenceWatch *self = g_new0 (DrayFenceWatch, 1);

  self->func = func;
  self->user_data = user_data;
  dray_fence_watch_widen (self, n_trucks);
  return self;
}

/* Makes room for @n_trucks, where there is less; what is known of the others stays. */
void
dray_fence_watch_widen (DrayFenceWatch *self,
                        guint           n_trucks)
{
  if (n_trucks <= self->n_trucks)
    return;
  self->trucks = g_renew (Truck, self->trucks, n_trucks);
  for (guint i = self->n_trucks; i < n_trucks; i++) {
    self->trucks[i].standings = g_array_new (FALSE, FALSE, sizeof (Standing));
    self->trucks[i].ahead = g_array_new (FALSE, FALSE, sizeof (guint32));
    forget (&self->trucks[i]);
  }
  self->n_trucks = n_trucks;
}

void
dray_fence_watch_free (DrayFenceWatch *self)
{
  for (guint i = 0; i < self->n_trucks; i++) {
    g_array_unref (self->trucks[i].standings);
    g_array_unref (self->trucks[i].ahead);
  }
  g_free (self->trucks);
  g_clear_pointer (&self->fences, dray_fence_set_unref);
  g_free (self);
}

/* The number that the fence with this id has in @fences, or -1. */
static int
find_fence (DrayFenceSet *fences,
            const DrayId *id)
{
  for (guint i = 0; i < dray_fence_set_get_n (fences); i++) {
    if (dray_id_equal (&dray_fence_set_get_rule (fences, i)->id, id))
      return (int) i;
  }
  return -1;
}

/* Keeps where a truck stands with the fences that go on to be there: a change of one fence rings nothing about the others. */
static void
renumber (DrayFenceSet *from,
          DrayFenceSet *to,
          GArray       *standings)
{
  for (guint i = standings->len; i > 0; i--) {
    Standing *standing = &g_array_index (standings, Standing, i - 1);
    int fence = to != NULL ? find_fence (to, &dray_fence_set_get_rule (from, standing->fence)->id) : -1;

    if (fence < 0)
      g_array_remove_index_fast (standings, i - 1);
    else
      standing->fence = (guint32) fence;
  }
}

/**
 * dray_fence_watch_set_fences:
 * @fences: (nullable): all fences from now on
 */
void
dray_fence_watch_set_fences (DrayFenceWatch *self,
                             DrayFenceSet   *fences)
{
  for (guint i = 0; i < self->n_trucks; i++) {
    if (self->trucks[i].standings->len > 0)
      renumber (self->fences, fences, self->trucks[i].standings);
    g_array_set_size (self->trucks[i].ahead, 0);
  }
  if (fences != NULL)
    dray_fence_set_ref (fences);
  g_clear_pointer (&self->fences, dray_fence_set_unref);
  self->fences = fences;
}

static void
tell (DrayFenceWatch      *self,
      DrayFenceTransition  transition,
      guint                truck,
      guint32              fence,
      gint64               at_us,
      int                  ahead_s)
{
  const DrayFenceRule *rule = dray_fence_set_get_rule (self->fences, fence);
  DrayFenceEvent event = { transition, truck, rule->id, rule->name, rule->kind, at_us, ahead_s };

  self->func (&event, self->user_data);
}

static gboolean
is_listed (const guint32 *fences,
           guint          n,
           guint32        fence)
{
  for (guint i = 0; i < n; i++) {
    if (fences[i] == fence)
      return TRUE;
  }
  return FALSE;
}

static Standing *
find_standing (Truck   *truck,
               guint32  fence)
{
  for (guint i = 0; i < truck->standings->len; i++) {
    Standing *standing = &g_array_index (truck->standings, Standing, i);

    if (standing->fence == fence)
      return standing;
  }
  return NULL;
}

static Standing *
ensure_standing (Truck   *truck,
                 guint32  fence)
{
  Standing *found = find_standing (truck, fence), fresh = { .fence = fence };

  if (found != NULL)
    return found;
  g_array_append_val (truck->standings, fresh);
  return &g_array_index (truck->standings, Standing, truck->standings->len - 1);
}

/* Counts one more fix that says otherwise. Returns: whether that is enough to believe it */
static gboolean
doubt (Standing      *standing,
       const DrayFix *fix,
       int            delay_s)
{
  if (standing->n_against++ == 0)
    standing->since_us = fix->at_us;
  return standing->n_against >= 2 && fix->at_us - standing->since_us >= delay_s * DRAY_US_PER_S;
}

static void
watch_inside (DrayFenceWatch *self,
              Standing       *standing,
              const DrayFix  *fix)
{
  const DrayFenceRule *rule = dray_fence_set_get_rule (self->fences, standing->fence);

  if (rule->stay_limit_s > 0 && !standing->overstayed && fix->at_us - standing->entered_us > rule->stay_limit_s * DRAY_US_PER_S) {
    standing->overstayed = TRUE;
    tell (self, DRAY_FENCE_OVERSTAYED, fix->truck, standing->fence, fix->at_us, 0);
  }
  if (rule->speed_limit_cms > 0 && !standing->sped && fix->speed_cms > rule->speed_limit_cms) {
    standing->sped = TRUE;
    tell (self, DRAY_FENCE_SPED, fix->truck, standing->fence, fix->at_us, 0);
  }
}

static void
see_inside (DrayFenceWatch *self,
            Standing       *standing,
            const DrayFix  *fix)
{
  const DrayFenceRule *rule = dray_fence_set_get_rule (self->fences, standing->fence);

  if (!standing->inside) {
    if (!doubt (standing, fix, rule->entry_delay_s))
      return;
    *standing = (Standing) { .fence = standing->fence, .inside = TRUE, .entered_us = standing->since_us };
    tell (self, DRAY_FENCE_ENTERED, fix->truck, standing->fence, standing->entered_us, 0);
  }
  standing->n_against = 0;
  watch_inside (self, standing, fix);
}

/* Returns: whether the standing is over */
static gboolean
see_outside (DrayFenceWatch *self,
             Standing       *standing,
             const DrayFix  *fix)
{
  if (!standing->inside)
    return TRUE;
  if (!doubt (standing, fix, 0))
    return FALSE;
  tell (self, DRAY_FENCE_LEFT, fix->truck, standing->fence, standing->since_us, 0);
  return TRUE;
}

static void
see_passed (DrayFenceWatch *self,
            Truck          *truck,
            const DrayFix  *fix,
            const guint32  *inside,
            guint           n_inside)
{
  const DrayFix *last = &truck->last;
  guint32 crossed[MAX_INSIDE];
  guint n;

  if (last->at_us == DRAY_NEVER || fix->at_us - last->at_us > JUMP_LIMIT_US || (last->lon_e7 == fix->lon_e7 && last->lat_e7 == fix->lat_e7))
    return;
  n = dray_fence_set_list_crossed (self->fences, (DrayGeoPoint) { last->lon_e7, last->lat_e7 },
                                     (DrayGeoPoint) { fix->lon_e7, fix->lat_e7 }, crossed, MAX_INSIDE);
  for (guint i = 0; i < n; i++) {
    if (!is_listed (inside, n_inside, crossed[i]) && find_standing (truck, crossed[i]) == NULL
        && dray_fence_set_concerns (self->fences, crossed[i], fix->truck) && dray_fence_set_get_rule (self->fences, crossed[i])->entry_delay_s == 0)
      tell (self, DRAY_FENCE_PASSED, fix->truck, crossed[i], fix->at_us, 0);
  }
}

/**
 * dray_fence_watch_take_fix:
 * @fix: an accepted one, newer than all before it of its truck
 */
void
dray_fence_watch_take_fix (DrayFenceWatch *self,
                           const DrayFix  *fix)
{
  guint32 inside[MAX_INSIDE];
  Truck *truck = &self->trucks[fix->truck];
  guint n;

  if (self->fences == NULL)
    return;
  n = dray_fence_set_list_inside (self->fences, (DrayGeoPoint) { fix->lon_e7, fix->lat_e7 }, inside, MAX_INSIDE);
  see_passed (self, truck, fix, inside, n);
  for (guint i = truck->standings->len; i > 0; i--) {
    Standing *standing = &g_array_index (truck->standings, Standing, i - 1);

    if (!is_listed (inside, n, standing->fence) && see_outside (self, standing, fix))
      g_array_remove_index_fast (truck->standings, i - 1);
  }
  for (guint i = 0; i < n; i++) {
    if (!dray_fence_set_concerns (self->fences, inside[i], fix->truck))
      continue;
    see_inside (self, ensure_standing (truck, inside[i]), fix);
  }
  truck->last = *fix;
}

static gboolean
piece_meets (const DrayFenceSet *fences,
             DrayGeoPoint        from,
             DrayGeoPoint        to,
             guint32             fence)
{
  guint32 crossed[MAX_INSIDE];
  guint n = dray_fence_set_list_crossed (fences, from, to, crossed, MAX_INSIDE);

  return is_listed (crossed, n, fence);
}

/* Driving seconds from the start at which the piece of path before point @i first meets the fence, to a 64th of the piece. */
static double
find_meeting_s (const DrayFenceSet  *fences,
                const DrayLiveRoute *route,
                guint                i,
                guint32              fence)
{
  DrayGeoPoint from = { route->lon_e7[i - 1], route->lat_e7[i - 1] }, to = { route->lon_e7[i], route->lat_e7[i] };
  double from_s = route->at_s[i - 1], to_s = route->at_s[i];

  for (int halving = 0; halving < 6; halving++) {
    DrayGeoPoint middle = { (int) (((gint64) from.lon_e7 + to.lon_e7) / 2), (int) (((gint64) from.lat_e7 + to.lat_e7) / 2) };
    double middle_s = (from_s + to_s) / 2.0;

    if (piece_meets (fences, from, middle, fence)) {
      to = middle;
      to_s = middle_s;
    } else {
      from = middle;
      from_s = middle_s;
    }
  }
  return to_s;
}

/* Tells a forbidden fence ahead unless the look before did, and notes that it is still there. */
static void
tell_ahead (DrayFenceWatch *self,
            Truck          *truck,
            guint           index,
            guint32         fence,
            gint64          at_us,
            double          ahead_s,
            GArray         *still)
{
  if (dray_fence_set_get_rule (self->fences, fence)->kind != DRAY_FENCE_KIND_FORBIDDEN || !dray_fence_set_concerns (self->fences, fence, index)
      || is_listed ((guint32 *) (gpointer) still->data, still->len, fence))
    return;
  g_array_append_val (still, fence);
  if (!is_listed ((guint32 *) (gpointer) truck->ahead->data, truck->ahead->len, fence))
    tell (self, DRAY_FENCE_AHEAD, index, fence, at_us, (int) ahead_s);
}

/**
 * dray_fence_watch_look_ahead:
 * @route: what the truck drives
 * @along_m: where it is on the route's path
 * @at_us: now, by its latest fix
 *
 * Tells the forbidden fences that the path meets within the next three minutes of driving, each once until it no longer lies ahead.
 */
void
dray_fence_watch_look_ahead (DrayFenceWatch      *self,
                             guint                truck,
                             const DrayLiveRoute *route,
                             double               along_m,
                             gint64               at_us)
{
  Truck *at = &self->trucks[truck];
  g_autoptr (GArray) still = NULL;
  double now_s;

  if (self->fences == NULL || route->n_points < 2)
    return;
  still = g_array_new (FALSE, FALSE, sizeof (guint32));
  now_s = dray_live_route_get_driving_s (route, along_m);
  for (guint i = 1; i < route->n_points && route->at_s[i - 1] <= now_s + AHEAD_S && route->at_m[i - 1] <= along_m + AHEAD_LIMIT_M; i++) {
    guint32 crossed[MAX_INSIDE];
    guint n;

    if (route->at_m[i] < along_m)
      continue;
    n = dray_fence_set_list_crossed (self->fences, (DrayGeoPoint) { route->lon_e7[i - 1], route->lat_e7[i - 1] },
                                       (DrayGeoPoint) { route->lon_e7[i], route->lat_e7[i] }, crossed, MAX_INSIDE);
    for (guint j = 0; j < n; j++)
      tell_ahead (self, at, truck, crossed[j], at_us, MAX (find_meeting_s (self->fences, route, i, crossed[j]) - now_s, 0.0), still);
  }
  g_array_set_size (at->ahead, 0);
  g_array_append_vals (at->ahead, still->data, still->len);
}

/**
 * dray_fence_watch_is_busy:
 *
 * Whether the truck's next fix matters to a fence that it is in, entering or leaving: while it doesn't, fixes far from all fences can be
 * left out and the events stay the same.
 */
gboolean
dray_fence_watch_is_busy (const DrayFenceWatch *self,
                          guint                 truck)
{
  return self->trucks[truck].standings->len > 0;
}

/* Says that fixes of the truck were left out: the way from the one before to the next is not tested. */
void
dray_fence_watch_skip (DrayFenceWatch *self,
                       guint           truck)
{
  self->trucks[truck].last.at_us = DRAY_NEVER;
}
