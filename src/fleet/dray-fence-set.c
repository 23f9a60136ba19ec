/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-set.h"

struct _DrayFenceSet {
  DrayFenceIndex *index;
  DrayFenceRule  *rules;  /* [n_fences]; names and trucks are owned */
  guint           n_fences;
  DrayGeoBox      box;    /* of them all */
};

/**
 * dray_fence_set_new:
 * @shapes: (array length=n_fences): valid polygons
 * @rules: (array length=n_fences): copied
 * @n_trucks: the length of each rule's @trucks
 *
 * Errors: %DRAY_GEO_ERROR for a shape that can't be a fence
 */
DrayFenceSet *
dray_fence_set_new (DrayShape *const    *shapes,
                    const DrayFenceRule *rules,
                    guint                n_fences,
                    guint                n_trucks,
                    GError             **error)
{
  g_autoptr (DrayFenceIndex) index = dray_fence_index_new (shapes, n_fences, error);
  DrayFenceSet *self;

  if (index == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (DrayFenceSet);
  self->index = g_steal_pointer (&index);
  self->n_fences = n_fences;
  self->box = DRAY_GEO_BOX_EMPTY;
  for (guint i = 0; i < n_fences; i++) {
    DrayGeoBox box = dray_shape_get_box (shapes[i]);

    dray_geo_box_extend (&self->box, (DrayGeoPoint) { box.west_e7, box.south_e7 });
    dray_geo_box_extend (&self->box, (DrayGeoPoint) { box.east_e7, box.north_e7 });
  }
  self->rules = g_new (DrayFenceRule, n_fences);
  for (guint i = 0; i < n_fences; i++) {
    self->rules[i] = rules[i];
    self->rules[i].name = g_strdup (rules[i].name);
    self->rules[i].trucks = rules[i].trucks != NULL ? g_memdup2 (rules[i].trucks, n_trucks) : NULL;
  }
  return self;
}

DrayFenceSet *
dray_fence_set_ref (DrayFenceSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dray_fence_set_clear (DrayFenceSet *self)
{
  for (guint i = 0; i < self->n_fences; i++) {
    g_free ((char *) self->rules[i].name);
    g_free ((guint8 *) self->rules[i].trucks);
  }
  g_free (self->rules);
  dray_fence_index_unref (self->index);
}

void
dray_fence_set_unref (DrayFenceSet *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) dray_fence_set_clear);
}

guint
dray_fence_set_get_n (const DrayFenceSet *self)
{
  return self->n_fences;
}

const DrayFenceRule *
dray_fence_set_get_rule (const DrayFenceSet *self,
                         guint               fence)
{
  g_return_val_if_fail (fence < self->n_fences, NULL);

  return &self->rules[fence];
}

const DrayFenceIndex *
dray_fence_set_get_index (const DrayFenceSet *self)
{
  return self->index;
}

/* The box of all fences; empty with none. */
DrayGeoBox
dray_fence_set_get_box (const DrayFenceSet *self)
{
  return self->box;
}

/* Whether the fence is for the truck. */
gboolean
dray_fence_set_concerns (const DrayFenceSet *self,
                         guint               fence,
                         guint               truck)
{
  return self->rules[fence].trucks == NULL || self->rules[fence].trucks[truck];
}
