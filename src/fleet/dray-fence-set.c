/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-set.h"
#include "dray-fence-shape.h"
#include "dray-units.h"

struct _DrayFenceSet {
  DrayFenceIndex *index;    /* of the pieces */
  guint32        *owners;   /* [pieces]: whose they are; NULL while every fence is one piece */
  DrayShape     **shapes;   /* [n_fences] */
  DrayFenceRule  *rules;  /* [n_fences]; names and trucks are owned */
  guint           n_fences;
  guint           n_trucks; /* that there were when it was made; a fence for some trucks is for no later one */
  DrayGeoBox      box;    /* of them all */
};

/* Returns: (transfer full) (nullable): whose each piece is, %NULL where each fence is one */
static guint32 *
split_all (DrayShape *const *shapes,
           guint             n_fences,
           GPtrArray        *pieces)
{
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < n_fences; i++) {
    dray_fence_shape_split (shapes[i], pieces);
    while (owners->len < pieces->len)
      g_array_append_val (owners, i);
  }
  return pieces->len == n_fences ? NULL : (guint32 *) (gpointer) g_array_free (g_steal_pointer (&owners), FALSE);
}

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
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_shape_unref);
  g_autofree guint32 *owners = split_all (shapes, n_fences, pieces);
  g_autoptr (DrayFenceIndex) index = dray_fence_index_new ((DrayShape *const *) pieces->pdata, pieces->len, error);
  DrayFenceSet *self;

  if (index == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (DrayFenceSet);
  self->index = g_steal_pointer (&index);
  self->owners = g_steal_pointer (&owners);
  self->n_trucks = n_trucks;
  self->shapes = g_new (DrayShape *, n_fences);
  for (guint i = 0; i < n_fences; i++)
    self->shapes[i] = dray_shape_ref (shapes[i]);
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
    dray_shape_unref (self->shapes[i]);
  }
  g_free (self->shapes);
  g_free (self->owners);
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

/* Pieces become the fences that they are of, each once. Returns: how many there are */
static guint
map_owners (const DrayFenceSet *self,
            guint32            *fences,
            guint               n)
{
  guint n_mapped = 0;

  if (self->owners == NULL)
    return n;
  for (guint i = 0; i < n; i++) {
    guint32 owner = self->owners[fences[i]];
    guint k = 0;

    while (k < n_mapped && fences[k] != owner)
      k++;
    if (k == n_mapped)
      fences[n_mapped++] = owner;
  }
  return n_mapped;
}

/* As dray_fence_index_list_inside(), and never more than @max_fences. */
guint
dray_fence_set_list_inside (const DrayFenceSet *self,
                            DrayGeoPoint        point,
                            guint32            *fences,
                            guint               max_fences)
{
  return map_owners (self, fences, MIN (dray_fence_index_list_inside (self->index, point, fences, max_fences), max_fences));
}

/**
 * dray_fence_set_list_crossed:
 *
 * As dray_fence_index_list_crossed(). A way over the date line goes there and on from there, not round the globe.
 */
guint
dray_fence_set_list_crossed (const DrayFenceSet *self,
                             DrayGeoPoint        from,
                             DrayGeoPoint        to,
                             guint32            *fences,
                             guint               max_fences)
{
  gint64 half_e7 = 180 * (gint64) DRAY_E7, way_e7 = (gint64) to.lon_e7 - from.lon_e7;
  int sign = way_e7 < 0 ? 1 : -1;
  guint n;

  if (ABS (way_e7) <= half_e7)
    return map_owners (self, fences, dray_fence_index_list_crossed (self->index, from, to, fences, max_fences));

  double before = (double) (half_e7 - sign * (gint64) from.lon_e7), behind = (double) (half_e7 + sign * (gint64) to.lon_e7);
  double part = before + behind > 0.0 ? before / (before + behind) : 0.0;
  int lat_e7 = (int) (from.lat_e7 + part * ((double) to.lat_e7 - from.lat_e7));
  n = dray_fence_index_list_crossed (self->index, from, (DrayGeoPoint) { (int) (sign * half_e7), lat_e7 }, fences, max_fences);
  n += dray_fence_index_list_crossed (self->index, (DrayGeoPoint) { (int) (-sign * half_e7), lat_e7 }, to, fences + n, max_fences - n);
  return map_owners (self, fences, n);
}

/**
 * dray_fence_set_list_closures:
 * @truck: the truck that is planned for; %G_MAXUINT for what holds for all of them
 * @changes: (element-type DrayRoadChange): what is appended to; the shapes are ours
 *
 * The forbidden fences as what they are to a planner: roads that are closed.
 */
void
dray_fence_set_list_closures (const DrayFenceSet *self,
                              guint               truck,
                              GArray             *changes)
{
  for (guint i = 0; i < self->n_fences; i++) {
    DrayRoadChange change = { .shape = self->shapes[i], .speed_percent = 0 };

    if (self->rules[i].kind == DRAY_FENCE_KIND_FORBIDDEN && (self->rules[i].trucks == NULL || (truck != G_MAXUINT && self->rules[i].trucks[truck])))
      g_array_append_val (changes, change);
  }
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
  return self->rules[fence].trucks == NULL || (truck < self->n_trucks && self->rules[fence].trucks[truck]);
}
