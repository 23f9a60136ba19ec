/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-load.h"

#include "dray-fence-truck.h"
#include "dray-fence-vertex.h"
#include "dray-fence.h"

/* Fences as records become fences to be watched. One whose outline can't be one (a colleague is just drawing it) is left out. */

typedef struct {
  GPtrArray *shapes;  /* (element-type DrayShape) */
  GArray    *rules;   /* (element-type DrayFenceRule): names and trucks are owned */
} Fences;

static void
clear_rule (DrayFenceRule *rule)
{
  g_free ((char *) rule->name);
  g_free ((guint8 *) rule->trucks);
}

static GPtrArray *
select_of_fence (DrayStore       *store,
                 const DrayTable *table,
                 int              field,
                 const DrayId    *fence,
                 GError         **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);

  dray_query_where_id (query, field, fence);
  return dray_store_select (store, query, error);
}

/* By ring, then by rank. */
static int
compare_vertices (gconstpointer a,
                  gconstpointer b)
{
  const DrayRow *x = *(const DrayRow *const *) a, *y = *(const DrayRow *const *) b;
  gint64 left = dray_row_get_integer (x, DRAY_FENCE_VERTEX_RING), right = dray_row_get_integer (y, DRAY_FENCE_VERTEX_RING);

  if (left != right)
    return left < right ? -1 : 1;
  return g_strcmp0 (dray_row_get_text (x, DRAY_FENCE_VERTEX_RANK), dray_row_get_text (y, DRAY_FENCE_VERTEX_RANK));
}

static DrayShape *
make_shape (GPtrArray *vertices)
{
  g_autoptr (DrayShape) shape = dray_shape_new (DRAY_SHAPE_POLYGON);

  g_ptr_array_sort (vertices, compare_vertices);
  for (guint i = 0; i < vertices->len; i++) {
    const DrayRow *row = vertices->pdata[i], *next = i + 1 < vertices->len ? vertices->pdata[i + 1] : NULL;

    dray_shape_add_point (shape, (DrayGeoPoint) { (int) dray_row_get_integer (row, DRAY_FENCE_VERTEX_LON_E7), (int) dray_row_get_integer (row, DRAY_FENCE_VERTEX_LAT_E7) });
    if (next == NULL || dray_row_get_integer (next, DRAY_FENCE_VERTEX_RING) != dray_row_get_integer (row, DRAY_FENCE_VERTEX_RING))
      dray_shape_end_part (shape);
  }
  dray_shape_end_polygon (shape);
  return vertices->len >= 3 && dray_shape_check (shape, NULL) ? g_steal_pointer (&shape) : NULL;
}

/* Returns: (transfer full) (nullable): whom the fence is for, %NULL for all */
static guint8 *
make_trucks (GPtrArray  *rows,
             GHashTable *indices)
{
  guint8 *trucks;

  if (rows->len == 0)
    return NULL;
  trucks = g_new0 (guint8, g_hash_table_size (indices));
  for (guint i = 0; i < rows->len; i++) {
    DrayId truck = dray_row_get_id (rows->pdata[i], DRAY_FENCE_TRUCK_TRUCK);
    guint index = GPOINTER_TO_UINT (g_hash_table_lookup (indices, &truck));

    if (index > 0)
      trucks[index - 1] = TRUE;
  }
  return trucks;
}

static gboolean
add_fence (Fences        *self,
           DrayStore     *store,
           GHashTable    *indices,
           const DrayRow *row,
           GError       **error)
{
  g_autoptr (GPtrArray) vertices = select_of_fence (store, &dray_fence_vertex_table, DRAY_FENCE_VERTEX_FENCE, &row->id, error);
  g_autoptr (GPtrArray) trucks = vertices != NULL ? select_of_fence (store, &dray_fence_truck_table, DRAY_FENCE_TRUCK_FENCE, &row->id, error) : NULL;
  DrayShape *shape;

  if (trucks == NULL)
    return FALSE;
  shape = make_shape (vertices);
  if (shape == NULL)
    return TRUE;

  DrayFenceRule rule = {
    .id = row->id,
    .name = g_strdup (dray_row_get_text (row, DRAY_FENCE_NAME)),
    .kind = MAX (dray_row_get_choice (row, DRAY_FENCE_KIND), 0),
    .entry_delay_s = (int) dray_row_get_integer (row, DRAY_FENCE_ENTRY_DELAY_S),
    .stay_limit_s = (int) dray_row_get_integer (row, DRAY_FENCE_STAY_LIMIT_S),
    .speed_limit_cms = (int) dray_row_get_integer (row, DRAY_FENCE_SPEED_LIMIT_CMS),
    .trucks = make_trucks (trucks, indices),
  };
  g_ptr_array_add (self->shapes, shape);
  g_array_append_val (self->rules, rule);
  return TRUE;
}

/**
 * dray_fence_set_load:
 * @indices: DrayId of a truck → its index plus one
 *
 * Returns: (transfer full): the fences that are live, as the records say
 */
DrayFenceSet *
dray_fence_set_load (DrayStore   *store,
                     GHashTable  *indices,
                     GError     **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_fence_table);
  g_autoptr (GPtrArray) rows = dray_store_select (store, query, error), shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_shape_unref);
  g_autoptr (GArray) rules = g_array_new (FALSE, FALSE, sizeof (DrayFenceRule));
  Fences fences = { shapes, rules };

  if (rows == NULL)
    return NULL;
  g_array_set_clear_func (rules, (GDestroyNotify) clear_rule);
  for (guint i = 0; i < rows->len; i++) {
    if (dray_row_get_boolean (rows->pdata[i], DRAY_FENCE_ACTIVE) && !add_fence (&fences, store, indices, rows->pdata[i], error))
      return NULL;
  }
  return dray_fence_set_new ((DrayShape *const *) shapes->pdata, (const DrayFenceRule *) (gpointer) rules->data, rules->len,
                             g_hash_table_size (indices), error);
}
