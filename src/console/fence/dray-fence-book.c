/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-book-read.h"

#include "dray-fence-truck.h"
#include "dray-fence-vertex.h"
#include "dray-fence.h"

struct _DrayFenceItem {
  GObject         parent_instance;
  DrayFenceFacts *facts;     /* owned */
};

enum { ITEM_CHANGED, N_ITEM_SIGNALS };

static guint item_signals[N_ITEM_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayFenceItem, dray_fence_item, G_TYPE_OBJECT)

struct _DrayFenceBook {
  GObject        parent_instance;

  /* Owned */
  DrayWorkspace *workspace;
  GPtrArray     *items;      /* (element-type DrayFenceItem): by name */
  GHashTable    *by_id;      /* DrayId in the item → DrayFenceItem */
  GCancellable  *cancellable;

  gboolean       loaded;
  gboolean       reading;
  gboolean       stale;      /* one was changed while they were read */
};

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void dray_fence_book_list_model_init (GListModelInterface *interface);
static void read_all                        (DrayFenceBook       *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (DrayFenceBook, dray_fence_book, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, dray_fence_book_list_model_init))

/* Items */

static void
dray_fence_item_finalize (GObject *object)
{
  dray_fence_facts_free (DRAY_FENCE_ITEM (object)->facts);

  G_OBJECT_CLASS (dray_fence_item_parent_class)->finalize (object);
}

static void
dray_fence_item_class_init (DrayFenceItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_fence_item_finalize;
  item_signals[ITEM_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dray_fence_item_init (DrayFenceItem *self)
{
}

/* Returns: (transfer none): valid until the item changes */
const DrayFenceFacts *
dray_fence_item_get_facts (DrayFenceItem *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_ITEM (self), NULL);

  return self->facts;
}

static DrayFenceItem *
new_item (DrayFenceFacts *taken)
{
  DrayFenceItem *item = g_object_new (DRAY_TYPE_FENCE_ITEM, NULL);

  item->facts = taken;
  return item;
}

/* The list model */

static GType
get_item_type (GListModel *model)
{
  return DRAY_TYPE_FENCE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return DRAY_FENCE_BOOK (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  DrayFenceBook *self = DRAY_FENCE_BOOK (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
dray_fence_book_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* Reading */

static void
run (GTask        *task,
     gpointer      source,
     gpointer      task_data,
     GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *all = dray_fence_facts_read (dray_workspace_get_store (task_data, FALSE), &error);

  if (all != NULL)
    g_task_return_pointer (task, all, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* Whether the fences are the same ones in the same order. */
static gboolean
is_same_order (DrayFenceBook *self,
               GPtrArray     *all)
{
  if (all->len != self->items->len)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (!dray_id_equal (&((DrayFenceFacts *) all->pdata[i])->id, &((DrayFenceItem *) self->items->pdata[i])->facts->id))
      return FALSE;
  return TRUE;
}

/* What is known of a fence goes into the object that lists hold. */
static DrayFenceItem *
take_facts (DrayFenceBook  *self,
            DrayFenceFacts *taken)
{
  DrayFenceItem *item = g_hash_table_lookup (self->by_id, &taken->id);
  DrayFenceFacts *old;

  if (item == NULL)
    return new_item (taken);
  old = item->facts;
  item->facts = taken;
  g_hash_table_remove (self->by_id, &old->id);
  dray_fence_facts_free (old);
  return g_object_ref (item);
}

static void
take_all (DrayFenceBook *self,
          GPtrArray     *all)
{
  gboolean same = is_same_order (self, all);
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->items);
  guint n_before = old->len;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (self->items, take_facts (self, all->pdata[i]));
  g_ptr_array_set_free_func (all, NULL);
  g_hash_table_remove_all (self->by_id);
  for (guint i = 0; i < self->items->len; i++)
    g_hash_table_insert (self->by_id, &((DrayFenceItem *) self->items->pdata[i])->facts->id, self->items->pdata[i]);
  if (!same)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->items->len);
  for (guint i = 0; i < self->items->len; i++)
    g_signal_emit (self->items->pdata[i], item_signals[ITEM_CHANGED], 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  DrayFenceBook *self = DRAY_FENCE_BOOK (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = g_task_propagate_pointer (G_TASK (result), &error);

  self->reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (all == NULL) {
    g_signal_emit (self, signals[FAILED], 0, error);
    return;
  }
  self->loaded = TRUE;
  take_all (self, all);
  if (self->stale)
    read_all (self);
}

static void
read_all (DrayFenceBook *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_read, NULL);

  self->reading = TRUE;
  self->stale = FALSE;
  g_task_set_task_data (task, g_object_ref (self->workspace), g_object_unref);
  dray_workspace_run_async (self->workspace, FALSE, task, run);
}

static void
on_changed (DrayFenceBook *self,
            GArray        *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    const DrayTable *table = dray_effects_get (effects, i)->table;

    if (table != &dray_fence_table && table != &dray_fence_vertex_table && table != &dray_fence_truck_table)
      continue;
    if (self->reading)
      self->stale = TRUE;
    else
      read_all (self);
    return;
  }
}

static void
dray_fence_book_dispose (GObject *object)
{
  DrayFenceBook *self = DRAY_FENCE_BOOK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (dray_fence_book_parent_class)->dispose (object);
}

static void
dray_fence_book_finalize (GObject *object)
{
  DrayFenceBook *self = DRAY_FENCE_BOOK (object);

  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->items);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (dray_fence_book_parent_class)->finalize (object);
}

static void
dray_fence_book_class_init (DrayFenceBookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dray_fence_book_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_fence_book_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
dray_fence_book_init (DrayFenceBook *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (dray_id_hash, dray_id_equal);
  self->cancellable = g_cancellable_new ();
}

DrayFenceBook *
dray_fence_book_new (DrayWorkspace *workspace)
{
  g_return_val_if_fail (DRAY_IS_WORKSPACE (workspace), NULL);

  DrayFenceBook *self = g_object_new (DRAY_TYPE_FENCE_BOOK, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  read_all (self);
  return self;
}

/* Returns: (transfer none) (nullable) */
DrayFenceItem *
dray_fence_book_find (DrayFenceBook *self,
                      const DrayId  *id)
{
  g_return_val_if_fail (DRAY_IS_FENCE_BOOK (self), NULL);

  return g_hash_table_lookup (self->by_id, id);
}

/* Whether it was read once. */
gboolean
dray_fence_book_is_loaded (DrayFenceBook *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_BOOK (self), FALSE);

  return self->loaded;
}
