/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-sketch-private.h"

#include "dray-fence-outline.h"
#include "dray-fence-shape.h"

/* Looking */

DraySketchKind
dray_fence_sketch_get_kind (DrayFenceSketch *self)
{
  return self->now->kind;
}

/* Of a polygon; 0 of a circle and a corridor. */
int
dray_fence_sketch_get_n_rings (DrayFenceSketch *self)
{
  return (int) self->now->rings->len;
}

/* Returns: (transfer none) (array length=n_corners): valid until the next step */
const DraySketchCorner *
dray_fence_sketch_get_ring (DrayFenceSketch *self,
                            int              ring,
                            int             *n_corners)
{
  GArray *corners = self->now->rings->pdata[ring];

  *n_corners = (int) corners->len;
  return (const DraySketchCorner *) (gpointer) corners->data;
}

gboolean
dray_fence_sketch_is_empty (DrayFenceSketch *self)
{
  return self->now->rings->len == 0 && self->now->n_ends == 0;
}

/* Whether the next point belongs to it. */
gboolean
dray_fence_sketch_is_drawing (DrayFenceSketch *self)
{
  return !dray_sketch_state_is_whole (self->now);
}

gboolean
dray_fence_sketch_is_changed (DrayFenceSketch *self)
{
  return self->changed;
}

gboolean
dray_fence_sketch_can_undo (DrayFenceSketch *self)
{
  return self->before->len > 0;
}

gboolean
dray_fence_sketch_can_redo (DrayFenceSketch *self)
{
  return self->undone->len > 0;
}

double
dray_fence_sketch_get_radius_m (DrayFenceSketch *self)
{
  return self->now->radius_m;
}

double
dray_fence_sketch_get_width_m (DrayFenceSketch *self)
{
  return self->now->width_m;
}

/* Returns: whether both ends of a corridor are known */
gboolean
dray_fence_sketch_get_ends (DrayFenceSketch *self,
                            DrayGeoPoint     ends[2])
{
  if (self->now->kind != DRAY_SKETCH_CORRIDOR || self->now->n_ends < 2)
    return FALSE;
  ends[0] = self->now->ends[0];
  ends[1] = self->now->ends[1];
  return TRUE;
}

DraySketchHandle
dray_fence_sketch_get_selected (DrayFenceSketch *self)
{
  return self->selected;
}

/* Where a handle is. Returns: whether there is one */
gboolean
dray_fence_sketch_get_handle (DrayFenceSketch  *self,
                              DraySketchHandle  handle,
                              DrayGeoPoint     *at)
{
  const DraySketchState *state = self->now;
  const DraySketchCorner *corner = dray_sketch_state_get_corner (state, handle);

  if (corner != NULL)
    *at = corner->at;
  else if (state->kind == DRAY_SKETCH_CIRCLE && state->n_ends == 1 && handle.ring == 0 && handle.corner == 1 && state->radius_m > 0)
    *at = dray_geo_point_move (state->ends[0], 90, state->radius_m);
  else if (state->kind != DRAY_SKETCH_POLYGON && handle.ring == 0 && handle.corner >= 0 && handle.corner < (int) state->n_ends)
    *at = state->ends[handle.corner];
  else
    return FALSE;
  return TRUE;
}

static int
count_handles (const DraySketchState *state,
               int          ring)
{
  if (state->kind == DRAY_SKETCH_CIRCLE)
    return state->n_ends == 0 ? 0 : state->radius_m > 0 ? 2 : 1;
  return state->kind == DRAY_SKETCH_CORRIDOR ? (int) state->n_ends : (int) ((GArray *) state->rings->pdata[ring])->len;
}

/* Returns: the handle @by places behind the chosen one, over all rings and round again */
DraySketchHandle
dray_fence_sketch_step (DrayFenceSketch *self,
                        int              by)
{
  int n_rings = self->now->kind == DRAY_SKETCH_POLYGON ? (int) self->now->rings->len : 1, n = 0, at = -1;

  for (int ring = 0; ring < n_rings; ring++) {
    if (ring == self->selected.ring)
      at = n + self->selected.corner;
    n += count_handles (self->now, ring);
  }
  if (n == 0)
    return DRAY_SKETCH_NO_HANDLE;
  at = at < 0 ? (by > 0 ? 0 : n - 1) : ((at + by) % n + n) % n;
  for (int ring = 0; ring < n_rings; at -= count_handles (self->now, ring++))
    if (at < count_handles (self->now, ring))
      return (DraySketchHandle) { ring, at };
  return DRAY_SKETCH_NO_HANDLE;
}

/* What it amounts to */

static DrayShape *
make_polygon (const DraySketchState *state)
{
  DrayShape *shape = dray_shape_new (DRAY_SHAPE_POLYGON);
  guint n_rings = state->rings->len - (state->open ? 1 : 0);

  for (guint i = 0; i < n_rings; i++) {
    GArray *ring = state->rings->pdata[i];

    for (guint k = 0; k < ring->len; k++)
      dray_shape_add_point (shape, g_array_index (ring, DraySketchCorner, k).at);
    dray_shape_end_part (shape);
  }
  dray_shape_end_polygon (shape);
  if (n_rings == 0)
    g_clear_pointer (&shape, dray_shape_unref);
  return shape;
}

static DrayShape *
make_shape (const DraySketchState  *state,
            GError      **error)
{
  if (state->kind == DRAY_SKETCH_POLYGON)
    return make_polygon (state);
  if (!dray_sketch_state_is_whole (state))
    return NULL;
  if (state->kind == DRAY_SKETCH_CIRCLE)
    return dray_fence_shape_new_circle (state->ends[0], state->radius_m, error);
  if (state->way->len >= 2)
    return dray_fence_outline_make_corridor ((const DrayGeoPoint *) (gpointer) state->way->data, (int) state->way->len, state->width_m, DRAY_SKETCH_MAX_CORNERS, error);
  return dray_fence_outline_make_corridor (state->ends, 2, state->width_m, DRAY_SKETCH_MAX_CORNERS, error);
}

static char *
check_open (const DraySketchState  *state,
            DrayGeoPoint *where)
{
  GArray *ring = dray_sketch_state_get_last_ring (state);
  g_autofree DrayGeoPoint *points = NULL;

  if (!state->open || ring == NULL)
    return NULL;
  points = g_new (DrayGeoPoint, ring->len + 1);
  for (guint i = 0; i < ring->len; i++)
    points[i] = g_array_index (ring, DraySketchCorner, i).at;
  return dray_fence_outline_check_line (points, (int) ring->len, where);
}

static void
know (DrayFenceSketch *self)
{
  g_autoptr (GError) error = NULL;

  if (self->known)
    return;
  self->known = TRUE;
  g_clear_pointer (&self->shape, dray_shape_unref);
  g_clear_pointer (&self->fault, g_free);
  self->shape = make_shape (self->now, &error);
  if (error != NULL)
    self->fault = g_strdup (error->message);
  else
    self->fault = check_open (self->now, &self->fault_at);
  if (self->fault == NULL && self->shape != NULL)
    self->fault = dray_fence_outline_find_fault (self->shape, DRAY_SKETCH_MAX_RINGS, DRAY_SKETCH_MAX_CORNERS, &self->fault_at);
}

/* Returns: (transfer none) (nullable): the area as it would be saved, right or wrong, without a ring that is still open */
const DrayShape *
dray_fence_sketch_get_shape (DrayFenceSketch *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_SKETCH (self), NULL);

  know (self);
  return self->shape;
}

/**
 * dray_fence_sketch_get_fault:
 * @where: (out) (optional): the place of the fault
 *
 * Returns: (nullable): why it can't be saved, in words; %NULL where nothing is wrong, perhaps because nothing is drawn yet
 */
const char *
dray_fence_sketch_get_fault (DrayFenceSketch *self,
                             DrayGeoPoint    *where)
{
  g_return_val_if_fail (DRAY_IS_FENCE_SKETCH (self), NULL);

  know (self);
  if (where != NULL)
    *where = self->fault_at;
  return self->fault;
}

double
dray_fence_sketch_get_area_m2 (DrayFenceSketch *self)
{
  const DrayShape *shape = dray_fence_sketch_get_shape (self);

  return shape != NULL ? dray_shape_get_area_m2 (shape) : 0;
}

/* Of the way of a corridor, of the line that is drawn, or of all rings together. */
double
dray_fence_sketch_get_length_m (DrayFenceSketch *self)
{
  const DrayShape *shape = dray_fence_sketch_get_shape (self);
  const DraySketchState *state = self->now;
  double length_m = 0;

  if (state->kind == DRAY_SKETCH_CORRIDOR) {
    for (guint i = 0; i + 1 < state->way->len; i++)
      length_m += dray_geo_point_distance_m (g_array_index (state->way, DrayGeoPoint, i), g_array_index (state->way, DrayGeoPoint, i + 1));
    return state->way->len > 1 || state->n_ends < 2 ? length_m : dray_geo_point_distance_m (state->ends[0], state->ends[1]);
  }
  if (state->open) {
    GArray *ring = dray_sketch_state_get_last_ring (state);

    for (guint i = 0; i + 1 < ring->len; i++)
      length_m += dray_geo_point_distance_m (g_array_index (ring, DraySketchCorner, i).at, g_array_index (ring, DraySketchCorner, i + 1).at);
    return length_m;
  }
  return shape != NULL ? dray_shape_get_length_m (shape) : 0;
}
