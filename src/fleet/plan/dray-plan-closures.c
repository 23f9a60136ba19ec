/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-closures.h"
#include "dray-road-change.h"

#include <string.h>

/* A fence may be set at any moment and from any thread; it is turned into roads by whoever measures next, because a customisation takes
 * longer than a frame. Regions of their own share the pack's pages and cost their metrics. */

/* More sets of fences than this are a mistake in the records: the trucks beyond are planned with what holds for all. */
#define MAX_VARIANTS 16

typedef struct {
  GArray     *changes; /* (element-type DrayRoadChange) */
  DrayRegion *region;
} Variant;

struct _DrayPlanClosures {
  DrayRegion   *region;
  DrayFenceSet *fences;   /* (nullable): the shapes of all changes are its own */
  GHashTable   *index;    /* DrayId of a truck → its place in the fences' rules plus one */
  GArray       *for_all;  /* (element-type DrayRoadChange): in force in the region */
  GPtrArray    *variants; /* (element-type Variant) */
  gboolean      stale;    /* the fences are newer than the region */
};

static void
variant_free (Variant *self)
{
  g_array_unref (self->changes);
  dray_region_unref (self->region);
  g_free (self);
}

DrayPlanClosures *
dray_plan_closures_new (DrayRegion *region)
{
  DrayPlanClosures *self = g_new0 (DrayPlanClosures, 1);

  self->region = dray_region_ref (region);
  self->index = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  self->for_all = g_array_new (FALSE, FALSE, sizeof (DrayRoadChange));
  self->variants = g_ptr_array_new_with_free_func ((GDestroyNotify) variant_free);
  return self;
}

void
dray_plan_closures_free (DrayPlanClosures *self)
{
  g_ptr_array_unref (self->variants);
  g_array_unref (self->for_all);
  g_hash_table_unref (self->index);
  g_clear_pointer (&self->fences, dray_fence_set_unref);
  dray_region_unref (self->region);
  g_free (self);
}

/**
 * dray_plan_closures_set_fences:
 * @fences: (nullable): all that are live now
 * @trucks: (array length=n_trucks): whom the fences' rules count by
 */
void
dray_plan_closures_set_fences (DrayPlanClosures *self,
                               DrayFenceSet     *fences,
                               const DrayId     *trucks,
                               guint             n_trucks)
{
  /* The old shapes go with the old fences, and so what was made of them. */
  g_ptr_array_set_size (self->variants, 0);
  g_hash_table_remove_all (self->index);
  for (guint i = 0; i < n_trucks; i++)
    g_hash_table_insert (self->index, g_memdup2 (&trucks[i], sizeof trucks[i]), GUINT_TO_POINTER (i + 1));
  g_clear_pointer (&self->fences, dray_fence_set_unref);
  self->fences = fences != NULL ? dray_fence_set_ref (fences) : NULL;
  self->stale = TRUE;
}

static GArray *
list_changes (DrayPlanClosures *self,
              guint             truck)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (DrayRoadChange));

  if (self->fences != NULL)
    dray_fence_set_list_closures (self->fences, truck, changes);
  return changes;
}

/**
 * dray_plan_closures_apply:
 * @changed: (out): whether the region's roads are others than before
 *
 * Closes in the region what is closed to all trucks. Blocks where the fences are new.
 *
 * Errors: %G_IO_ERROR_CANCELLED: everything is then as it was
 */
gboolean
dray_plan_closures_apply (DrayPlanClosures  *self,
                          int                n_threads,
                          GCancellable      *cancellable,
                          gboolean          *changed,
                          GError           **error)
{
  g_autoptr (GArray) changes = NULL;
  gboolean differs;

  *changed = self->stale;
  if (!self->stale)
    return TRUE;
  changes = list_changes (self, G_MAXUINT);
  differs = changes->len > 0 || self->for_all->len > 0;
  if (differs && !dray_region_set_changes (self->region, (const DrayRoadChange *) (gpointer) changes->data, changes->len, n_threads, cancellable, error))
    return FALSE;
  g_array_unref (self->for_all);
  self->for_all = g_steal_pointer (&changes);
  self->stale = FALSE;
  return TRUE;
}

/* Changes of one set of fences are equal where their shapes are the same ones, in the same order. */
static gboolean
equal_changes (const GArray *a,
               const GArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    if (g_array_index (a, DrayRoadChange, i).shape != g_array_index (b, DrayRoadChange, i).shape)
      return FALSE;
  return a->len == b->len;
}

static gboolean
add_variant (DrayPlanClosures  *self,
             GArray            *changes,
             int                n_threads,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autoptr (DrayRegion) region = dray_region_new (dray_region_get_pack (self->region), error);
  Variant *variant;

  if (region == NULL || !dray_region_set_changes (region, (const DrayRoadChange *) (gpointer) changes->data, changes->len, n_threads, cancellable, error))
    return FALSE;
  variant = g_new (Variant, 1);
  *variant = (Variant) { g_array_ref (changes), g_steal_pointer (&region) };
  g_ptr_array_add (self->variants, variant);
  return TRUE;
}

/* Returns: which variant of the region holds for a truck; -1 on failure */
int
dray_plan_closures_find (DrayPlanClosures  *self,
                         const DrayId      *truck,
                         int                n_threads,
                         GCancellable      *cancellable,
                         GError           **error)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->index, truck));
  g_autoptr (GArray) changes = index > 0 ? list_changes (self, index - 1) : NULL;

  if (changes == NULL || equal_changes (changes, self->for_all))
    return DRAY_PLAN_OPEN_TO_ALL;
  for (guint i = 0; i < self->variants->len; i++)
    if (equal_changes (((const Variant *) self->variants->pdata[i])->changes, changes))
      return (int) i + 1;
  if (self->variants->len >= MAX_VARIANTS) {
    g_message ("More than %d sets of forbidden fences; a truck is planned with those of all trucks alone", MAX_VARIANTS);
    return DRAY_PLAN_OPEN_TO_ALL;
  }
  return add_variant (self, changes, n_threads, cancellable, error) ? (int) self->variants->len : -1;
}

/* Returns: (transfer none) */
DrayRegion *
dray_plan_closures_get_region (DrayPlanClosures *self,
                               int               variant)
{
  return variant == DRAY_PLAN_OPEN_TO_ALL ? self->region : ((const Variant *) self->variants->pdata[variant - 1])->region;
}
