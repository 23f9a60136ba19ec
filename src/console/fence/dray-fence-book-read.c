/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-book-read.h"

#include "dray-fence-truck.h"
#include "dray-fence-vertex.h"
#include "dray-fence.h"

/* Three tables are read whole, which costs less than a question a fence. */

typedef struct {
  GHashTable *vertices;   /* DrayId of the fence in the row → (element-type DrayRow) GPtrArray */
  GHashTable *n_trucks;   /* DrayId → how many */
} Parts;

void
dray_fence_facts_free (DrayFenceFacts *facts)
{
  g_free (facts->name);
  g_clear_pointer (&facts->shape, dray_shape_unref);
  g_free (facts->corners);
  g_free (facts);
}

static GPtrArray *
select_all (DrayStore       *store,
            const DrayTable *table,
            GError         **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);

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

static void
take_outline (DrayFenceFacts *facts,
              GPtrArray      *vertices)
{
  g_autoptr (DrayShape) shape = dray_shape_new (DRAY_SHAPE_POLYGON);
  g_autofree DrayId *corners = g_new (DrayId, vertices->len + 1);

  g_ptr_array_sort (vertices, compare_vertices);
  for (guint i = 0; i < vertices->len; i++) {
    const DrayRow *row = vertices->pdata[i], *next = i + 1 < vertices->len ? vertices->pdata[i + 1] : NULL;

    corners[i] = row->id;
    dray_shape_add_point (shape, (DrayGeoPoint) { (int) dray_row_get_integer (row, DRAY_FENCE_VERTEX_LON_E7), (int) dray_row_get_integer (row, DRAY_FENCE_VERTEX_LAT_E7) });
    if (next == NULL || dray_row_get_integer (next, DRAY_FENCE_VERTEX_RING) != dray_row_get_integer (row, DRAY_FENCE_VERTEX_RING))
      dray_shape_end_part (shape);
  }
  dray_shape_end_polygon (shape);
  /* A colleague's half of an outline is none. */
  if (shape->n_points != (int) vertices->len || !dray_shape_check (shape, NULL))
    return;
  facts->shape = g_steal_pointer (&shape);
  facts->corners = g_steal_pointer (&corners);
}

static DrayFenceFacts *
make_facts (const DrayRow *row,
            const Parts   *parts)
{
  DrayFenceFacts *facts = g_new0 (DrayFenceFacts, 1);
  GPtrArray *vertices = g_hash_table_lookup (parts->vertices, &row->id);
  const char *name = dray_row_get_text (row, DRAY_FENCE_NAME);

  facts->id = row->id;
  facts->name = g_strdup (name != NULL ? name : "");
  facts->kind = MAX (dray_row_get_choice (row, DRAY_FENCE_KIND), 0);
  facts->active = dray_row_get_boolean (row, DRAY_FENCE_ACTIVE);
  facts->entry_delay_s = (int) dray_row_get_integer (row, DRAY_FENCE_ENTRY_DELAY_S);
  facts->stay_limit_s = (int) dray_row_get_integer (row, DRAY_FENCE_STAY_LIMIT_S);
  facts->speed_limit_cms = (int) dray_row_get_integer (row, DRAY_FENCE_SPEED_LIMIT_CMS);
  facts->n_trucks = GPOINTER_TO_UINT (g_hash_table_lookup (parts->n_trucks, &row->id));
  if (vertices != NULL && vertices->len >= 3)
    take_outline (facts, vertices);
  return facts;
}

static void
sort_parts (Parts     *parts,
            GPtrArray *vertices,
            GPtrArray *trucks)
{
  for (guint i = 0; i < vertices->len; i++) {
    DrayId fence = dray_row_get_id (vertices->pdata[i], DRAY_FENCE_VERTEX_FENCE);
    GPtrArray *own = g_hash_table_lookup (parts->vertices, &fence);

    if (own == NULL) {
      own = g_ptr_array_new ();
      g_hash_table_insert (parts->vertices, g_memdup2 (&fence, sizeof fence), own);
    }
    g_ptr_array_add (own, vertices->pdata[i]);
  }
  for (guint i = 0; i < trucks->len; i++) {
    DrayId fence = dray_row_get_id (trucks->pdata[i], DRAY_FENCE_TRUCK_FENCE);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (parts->n_trucks, &fence));

    g_hash_table_insert (parts->n_trucks, g_memdup2 (&fence, sizeof fence), GUINT_TO_POINTER (n + 1));
  }
}

static int
compare_facts (gconstpointer a,
               gconstpointer b)
{
  const DrayFenceFacts *x = *(const DrayFenceFacts *const *) a, *y = *(const DrayFenceFacts *const *) b;
  int order = g_utf8_collate (x->name, y->name);

  return order != 0 ? order : dray_id_compare (&x->id, &y->id);
}

/* Returns: (transfer full) (element-type DrayFenceFacts): by name. Blocks: for the reader's thread */
GPtrArray *
dray_fence_facts_read (DrayStore  *store,
                       GError    **error)
{
  g_autoptr (GPtrArray) fences = select_all (store, &dray_fence_table, error);
  g_autoptr (GPtrArray) vertices = fences != NULL ? select_all (store, &dray_fence_vertex_table, error) : NULL;
  g_autoptr (GPtrArray) trucks = vertices != NULL ? select_all (store, &dray_fence_truck_table, error) : NULL;
  GPtrArray *all;
  Parts parts;

  if (trucks == NULL)
    return NULL;
  parts.vertices = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  parts.n_trucks = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  sort_parts (&parts, vertices, trucks);
  all = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_fence_facts_free);
  for (guint i = 0; i < fences->len; i++)
    g_ptr_array_add (all, make_facts (fences->pdata[i], &parts));
  g_ptr_array_sort (all, compare_facts);
  g_hash_table_unref (parts.vertices);
  g_hash_table_unref (parts.n_trucks);
  return all;
}
