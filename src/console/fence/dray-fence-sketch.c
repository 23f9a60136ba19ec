/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-sketch-private.h"

#include <math.h>

/* A state is copied whole before each step: an outline has at most some hundred corners, and a copy needs no inverse of any step. What
 * the outline amounts to, its shape and its fault, is counted once a state and kept. */

#define MAX_STEPS 200
#define FIRST_WIDTH_M 60.0
#define MIN_RADIUS_M 1.0
#define MAX_RADIUS_M 100000.0

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayFenceSketch, dray_fence_sketch, G_TYPE_OBJECT)

static DraySketchState *
state_new (DraySketchKind kind)
{
  DraySketchState *state = g_new0 (DraySketchState, 1);

  state->kind = kind;
  state->rings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  state->way = g_array_new (FALSE, FALSE, sizeof (DrayGeoPoint));
  state->width_m = FIRST_WIDTH_M;
  return state;
}

static void
state_free (DraySketchState *state)
{
  g_ptr_array_unref (state->rings);
  g_array_unref (state->way);
  g_free (state);
}

static DraySketchState *
state_copy (const DraySketchState *state)
{
  DraySketchState *copy = g_memdup2 (state, sizeof *state);

  copy->rings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < state->rings->len; i++)
    g_ptr_array_add (copy->rings, g_array_copy (state->rings->pdata[i]));
  copy->way = g_array_copy (state->way);
  return copy;
}

static GArray *
add_ring (DraySketchState *state)
{
  GArray *ring = g_array_new (FALSE, FALSE, sizeof (DraySketchCorner));

  g_ptr_array_add (state->rings, ring);
  return ring;
}

/* Returns: (nullable): the corner of a polygon */
DraySketchCorner *
dray_sketch_state_get_corner (const DraySketchState *state,
                              DraySketchHandle       handle)
{
  GArray *ring = handle.ring >= 0 && handle.ring < (int) state->rings->len ? state->rings->pdata[handle.ring] : NULL;

  return ring != NULL && handle.corner >= 0 && handle.corner < (int) ring->len ? &g_array_index (ring, DraySketchCorner, handle.corner) : NULL;
}

/* Returns: (nullable) */
GArray *
dray_sketch_state_get_last_ring (const DraySketchState *state)
{
  return state->rings->len > 0 ? state->rings->pdata[state->rings->len - 1] : NULL;
}

/* Whether the state is an outline and no longer a beginning of one. */
gboolean
dray_sketch_state_is_whole (const DraySketchState *state)
{
  switch (state->kind) {
  case DRAY_SKETCH_CIRCLE:
    return state->n_ends == 1 && state->radius_m > 0;
  case DRAY_SKETCH_CORRIDOR:
    return state->n_ends == 2;
  case DRAY_SKETCH_POLYGON:
  default:
    return state->rings->len > 0 && !state->open;
  }
}

static void
on_step (DrayFenceSketch *self)
{
  DrayGeoPoint at;

  self->known = FALSE;
  if (!dray_fence_sketch_get_handle (self, self->selected, &at))
    self->selected = DRAY_SKETCH_NO_HANDLE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Before a step. */
static void
keep_state (DrayFenceSketch *self)
{
  g_ptr_array_add (self->before, state_copy (self->now));
  if (self->before->len > MAX_STEPS)
    g_ptr_array_remove_index (self->before, 0);
  g_ptr_array_set_size (self->undone, 0);
  self->changed = TRUE;
}

static void
begin (DrayFenceSketch *self,
       DraySketchState           *state)
{
  g_clear_pointer (&self->now, state_free);
  self->now = state;
  g_ptr_array_set_size (self->before, 0);
  g_ptr_array_set_size (self->undone, 0);
  self->selected = DRAY_SKETCH_NO_HANDLE;
  self->changed = FALSE;
  on_step (self);
}

static void
dray_fence_sketch_finalize (GObject *object)
{
  DrayFenceSketch *self = DRAY_FENCE_SKETCH (object);

  state_free (self->now);
  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->undone);
  g_clear_pointer (&self->shape, dray_shape_unref);
  g_free (self->fault);

  G_OBJECT_CLASS (dray_fence_sketch_parent_class)->finalize (object);
}

static void
dray_fence_sketch_class_init (DrayFenceSketchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_fence_sketch_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dray_fence_sketch_init (DrayFenceSketch *self)
{
  self->now = state_new (DRAY_SKETCH_POLYGON);
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) state_free);
  self->undone = g_ptr_array_new_with_free_func ((GDestroyNotify) state_free);
  self->selected = DRAY_SKETCH_NO_HANDLE;
}

DrayFenceSketch *
dray_fence_sketch_new (void)
{
  return g_object_new (DRAY_TYPE_FENCE_SKETCH, NULL);
}

/* Throws away what there was and waits for the first point. */
void
dray_fence_sketch_start (DrayFenceSketch *self,
                         DraySketchKind   kind)
{
  g_return_if_fail (DRAY_IS_FENCE_SKETCH (self));

  begin (self, state_new (kind));
}

static DraySketchState *
new_state_of (const DrayShape *shape,
              const DrayId    *ids)
{
  DraySketchState *state = state_new (DRAY_SKETCH_POLYGON);

  for (int part = 0; shape != NULL && part < shape->n_parts; part++) {
    GArray *ring = add_ring (state);

    for (int i = dray_shape_get_part_start (shape, part); i < shape->part_ends[part]; i++) {
      DraySketchCorner corner = { ids != NULL ? ids[i] : DRAY_ID_NONE, shape->points[i] };

      g_array_append_val (ring, corner);
    }
  }
  return state;
}

/**
 * dray_fence_sketch_load:
 * @shape: (nullable): a polygon; %NULL for none, which is then drawn
 * @ids: (nullable) (array): [shape->n_points] the records of its corners
 */
void
dray_fence_sketch_load (DrayFenceSketch *self,
                        const DrayShape *shape,
                        const DrayId    *ids)
{
  g_return_if_fail (DRAY_IS_FENCE_SKETCH (self));

  begin (self, new_state_of (shape, ids));
}

/* Now it is as the records have it: there is nothing to save, and what went before can still be undone. */
void
dray_fence_sketch_accept (DrayFenceSketch *self,
                          const DrayShape *shape,
                          const DrayId    *ids)
{
  g_return_if_fail (DRAY_IS_FENCE_SKETCH (self) && shape != NULL);

  state_free (self->now);
  self->now = new_state_of (shape, ids);
  self->changed = FALSE;
  on_step (self);
}

/* Drawing */

static void
add_corner (DrayFenceSketch *self,
            DrayGeoPoint     at)
{
  DraySketchCorner corner = { DRAY_ID_NONE, at };
  GArray *ring = self->now->open ? dray_sketch_state_get_last_ring (self->now) : add_ring (self->now);

  self->now->open = TRUE;
  g_array_append_val (ring, corner);
  self->selected = (DraySketchHandle) { (int) self->now->rings->len - 1, (int) ring->len - 1 };
}

/**
 * dray_fence_sketch_add:
 *
 * The next point of what is drawn: a corner, a circle's centre and then a point of its edge, a corridor's ends.
 *
 * Returns: %FALSE where nothing is being drawn
 */
gboolean
dray_fence_sketch_add (DrayFenceSketch *self,
                       DrayGeoPoint     at)
{
  g_return_val_if_fail (DRAY_IS_FENCE_SKETCH (self), FALSE);

  DraySketchState *state = self->now;

  if (dray_sketch_state_is_whole (state) || !dray_geo_point_is_valid (at))
    return FALSE;
  keep_state (self);
  if (state->kind == DRAY_SKETCH_POLYGON)
    add_corner (self, at);
  else if (state->kind == DRAY_SKETCH_CIRCLE && state->n_ends == 1)
    state->radius_m = CLAMP (dray_geo_point_distance_m (state->ends[0], at), MIN_RADIUS_M, MAX_RADIUS_M);
  else
    state->ends[state->n_ends++] = at;
  on_step (self);
  return TRUE;
}

/* Joins the ring that is drawn. Returns: %FALSE where it has fewer than three corners */
gboolean
dray_fence_sketch_close (DrayFenceSketch *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_SKETCH (self), FALSE);

  GArray *ring = self->now->open ? dray_sketch_state_get_last_ring (self->now) : NULL;

  if (ring == NULL || ring->len < 3)
    return FALSE;
  keep_state (self);
  self->now->open = FALSE;
  self->selected = DRAY_SKETCH_NO_HANDLE;
  on_step (self);
  return TRUE;
}

/* What is drawn from now on is a hole. A circle or a corridor becomes the polygon that it is saved as. */
gboolean
dray_fence_sketch_begin_hole (DrayFenceSketch *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_SKETCH (self), FALSE);

  const DrayShape *shape = dray_fence_sketch_get_shape (self);

  if (!dray_sketch_state_is_whole (self->now) || shape == NULL || shape->n_polygons != 1 || self->now->rings->len >= DRAY_SKETCH_MAX_RINGS)
    return FALSE;
  keep_state (self);
  if (self->now->kind != DRAY_SKETCH_POLYGON) {
    DraySketchState *polygon = new_state_of (shape, NULL);

    state_free (self->now);
    self->now = polygon;
  }
  add_ring (self->now);
  self->now->open = TRUE;
  self->selected = DRAY_SKETCH_NO_HANDLE;
  on_step (self);
  return TRUE;
}

void
dray_fence_sketch_set_radius_m (DrayFenceSketch *self,
                                double           radius_m)
{
  g_return_if_fail (DRAY_IS_FENCE_SKETCH (self));

  if (self->now->kind != DRAY_SKETCH_CIRCLE || self->now->n_ends == 0 || fabs (radius_m - self->now->radius_m) < 0.01)
    return;
  keep_state (self);
  self->now->radius_m = CLAMP (radius_m, MIN_RADIUS_M, MAX_RADIUS_M);
  on_step (self);
}

/* A width can be chosen before the first point, too. */
void
dray_fence_sketch_set_width_m (DrayFenceSketch *self,
                               double           width_m)
{
  g_return_if_fail (DRAY_IS_FENCE_SKETCH (self));

  if (self->now->kind != DRAY_SKETCH_CORRIDOR || fabs (width_m - self->now->width_m) < 0.01)
    return;
  if (self->now->n_ends > 0)
    keep_state (self);
  self->now->width_m = CLAMP (width_m, MIN_RADIUS_M, MAX_RADIUS_M);
  on_step (self);
}

/* The way between a corridor's ends, once it was found; no step of its own. */
void
dray_fence_sketch_set_way (DrayFenceSketch    *self,
                           const DrayGeoPoint *points,
                           guint               n_points)
{
  g_return_if_fail (DRAY_IS_FENCE_SKETCH (self));

  if (self->now->kind != DRAY_SKETCH_CORRIDOR || self->now->n_ends < 2)
    return;
  g_array_set_size (self->now->way, 0);
  g_array_append_vals (self->now->way, points, n_points);
  on_step (self);
}

/* Changing */

void
dray_fence_sketch_select (DrayFenceSketch  *self,
                          DraySketchHandle  handle)
{
  g_return_if_fail (DRAY_IS_FENCE_SKETCH (self));

  DrayGeoPoint at;

  self->selected = dray_fence_sketch_get_handle (self, handle, &at) ? handle : DRAY_SKETCH_NO_HANDLE;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
dray_fence_sketch_begin_move (DrayFenceSketch *self)
{
  g_return_if_fail (DRAY_IS_FENCE_SKETCH (self));

  keep_state (self);
}

/* Moves what is chosen. */
void
dray_fence_sketch_move (DrayFenceSketch *self,
                        DrayGeoPoint     to)
{
  g_return_if_fail (DRAY_IS_FENCE_SKETCH (self));

  DraySketchHandle handle = self->selected;
  DraySketchCorner *corner = dray_sketch_state_get_corner (self->now, handle);

  if (!dray_geo_point_is_valid (to) || handle.ring < 0)
    return;
  if (corner != NULL) {
    corner->at = to;
  } else if (self->now->kind == DRAY_SKETCH_CIRCLE && handle.corner == 1) {
    self->now->radius_m = CLAMP (dray_geo_point_distance_m (self->now->ends[0], to), MIN_RADIUS_M, MAX_RADIUS_M);
  } else if (handle.corner < (int) self->now->n_ends) {
    self->now->ends[handle.corner] = to;
    g_array_set_size (self->now->way, 0);
  }
  on_step (self);
}

/* A new corner behind @after; it is chosen. */
gboolean
dray_fence_sketch_insert (DrayFenceSketch *self,
                          int              ring,
                          int              after,
                          DrayGeoPoint     at)
{
  g_return_val_if_fail (DRAY_IS_FENCE_SKETCH (self), FALSE);

  DraySketchCorner corner = { DRAY_ID_NONE, at };

  if (dray_sketch_state_get_corner (self->now, (DraySketchHandle) { ring, after }) == NULL || !dray_geo_point_is_valid (at))
    return FALSE;
  keep_state (self);
  g_array_insert_val ((GArray *) self->now->rings->pdata[ring], after + 1, corner);
  self->selected = (DraySketchHandle) { ring, after + 1 };
  on_step (self);
  return TRUE;
}

/* Takes the chosen corner out; of a hole with three the hole, of an outline with three nothing. */
gboolean
dray_fence_sketch_remove (DrayFenceSketch *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_SKETCH (self), FALSE);

  DraySketchHandle handle = self->selected;
  GArray *ring = dray_sketch_state_get_corner (self->now, handle) != NULL ? self->now->rings->pdata[handle.ring] : NULL;
  gboolean drawing = ring != NULL && self->now->open && ring == dray_sketch_state_get_last_ring (self->now);

  if (ring == NULL || (!drawing && ring->len <= 3 && handle.ring == 0))
    return FALSE;
  keep_state (self);
  if (!drawing && ring->len <= 3) {
    g_ptr_array_remove_index (self->now->rings, handle.ring);
    self->selected = DRAY_SKETCH_NO_HANDLE;
  } else {
    g_array_remove_index (ring, handle.corner);
    self->selected.corner = MAX (handle.corner - 1, 0);
  }
  on_step (self);
  return TRUE;
}

static gboolean
go (DrayFenceSketch *self,
    GPtrArray       *from,
    GPtrArray       *to)
{
  if (from->len == 0)
    return FALSE;
  g_ptr_array_add (to, self->now);
  self->now = g_ptr_array_steal_index (from, from->len - 1);
  self->changed = TRUE;
  on_step (self);
  return TRUE;
}

gboolean
dray_fence_sketch_undo (DrayFenceSketch *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_SKETCH (self), FALSE);

  return go (self, self->before, self->undone);
}

gboolean
dray_fence_sketch_redo (DrayFenceSketch *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_SKETCH (self), FALSE);

  return go (self, self->undone, self->before);
}
