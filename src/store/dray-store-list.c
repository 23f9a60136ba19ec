/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The main thread's half of a list. Everything that reads is a task on the reader's thread, in the order in which it was asked for,
 * so that the splices which come back fit the keys that are here. A new query gets a new core; what an old core still sends is
 * dropped. */

#include "dray-list-core-private.h"
#include "dray-store-list.h"

#include <string.h>

/* Rows are asked for by so many around the one that is looked at: a screenful and a bit. */
#define PAGE_ROWS 64

/* Records that nobody holds any more but may be scrolled back to. */
#define MAX_KEPT 512

struct _DrayStoreList {
  GObject parent_instance;

  /* Owned */
  DrayWorkspace *workspace;
  DrayQuery     *query;
  GArray        *keys;      /* (element-type DrayId) */
  GHashTable    *records;   /* (element-type DrayId DrayRecord): alive, not held; the key is the record's own id */
  GQueue         kept;      /* (element-type DrayRecord): held, the newest first */
  GArray        *wanted;    /* (element-type DrayId): to be fetched when the main loop is next idle */
  gulong         on_changed_id;
  guint          fetch_id;
  gboolean       is_loaded;
  /* Shared with the reader's thread, which alone looks inside */
  DrayListCore  *core;
};

enum { PROP_LOADED = 1, N_PROPS };
enum { FAILED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void dray_store_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DrayStoreList, dray_store_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, dray_store_list_model_init))

/* One errand to the reader's thread. */
typedef enum { ERRAND_LOAD, ERRAND_FOLLOW, ERRAND_FETCH } ErrandKind;

typedef struct {
  ErrandKind    kind;
  DrayListCore *core;
  GArray       *touches;   /* (nullable) (element-type DrayListTouch) */
  GArray       *ids;       /* (nullable) (element-type DrayId) */
  DrayStoreMark heard;     /* what the touches tell of, and nothing later */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  dray_list_core_unref (errand->core);
  g_clear_pointer (&errand->touches, g_array_unref);
  g_clear_pointer (&errand->ids, g_array_unref);
  g_free (errand);
}

/* On the reader's thread. */
static void
run_errand (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  DrayStore *store = dray_workspace_get_store (((DrayStoreList *) source)->workspace, FALSE);
  Errand *errand = data;
  GError *error = NULL;
  DrayListNews *news = NULL;

  if (errand->kind == ERRAND_LOAD)
    news = dray_list_core_load (errand->core, store, &error);
  else if (errand->kind == ERRAND_FOLLOW)
    news = dray_list_core_follow (errand->core, store, &errand->heard, (const DrayListTouch *) errand->touches->data, errand->touches->len, &error);
  else
    news = dray_list_core_fetch (errand->core, store, (const DrayId *) errand->ids->data, errand->ids->len, &error);
  if (news != NULL)
    g_task_return_pointer (task, news, (GDestroyNotify) dray_list_news_free);
  else
    g_task_return_error (task, error);
}

/* The record is being disposed of, but its id is still there. */
static void
on_record_gone (gpointer  data,
                GObject  *record)
{
  g_hash_table_remove (((DrayStoreList *) data)->records, dray_record_get_id ((DrayRecord *) record));
}

static void
drop_records (DrayStoreList *self)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &record)) {
    g_object_weak_unref (record, on_record_gone, self);
    g_hash_table_iter_remove (&iter);
  }
  g_queue_clear_full (&self->kept, g_object_unref);
}

static void
apply_splice (DrayStoreList        *self,
              const DrayListSplice *splice)
{
  guint n_added = splice->added != NULL ? splice->added->len : 0;

  if (splice->n_removed > 0)
    g_array_remove_range (self->keys, splice->position, splice->n_removed);
  if (n_added > 0)
    g_array_insert_vals (self->keys, splice->position, splice->added->data, n_added);
  g_list_model_items_changed (G_LIST_MODEL (self), splice->position, splice->n_removed, n_added);
}

static void
apply_row (DrayStoreList *self,
           DrayRow       *row)
{
  DrayRecord *record = g_hash_table_lookup (self->records, &row->id);

  if (record != NULL)
    dray_record_set_row (record, row);
}

static void
apply_news (DrayStoreList      *self,
            const DrayListNews *news)
{
  for (guint i = 0; i < news->splices->len; i++)
    apply_splice (self, &g_array_index (news->splices, DrayListSplice, i));
  for (guint i = 0; i < news->rows->len; i++)
    apply_row (self, news->rows->pdata[i]);
}

static void
on_errand_done (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  DrayStoreList *self = DRAY_STORE_LIST (object);
  const Errand *errand = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayListNews) news = g_task_propagate_pointer (G_TASK (result), &error);

  if (news == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_signal_emit (self, signals[FAILED], 0, error);
    return;
  }
  if (errand->core != self->core)
    return;
  apply_news (self, news);
  if (errand->kind == ERRAND_LOAD && !self->is_loaded) {
    self->is_loaded = TRUE;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
  }
}

static void
send (DrayStoreList *self,
      ErrandKind     kind,
      GArray        *touches,
      GArray        *ids)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_errand_done, NULL);
  Errand *errand = g_new0 (Errand, 1);

  errand->kind = kind;
  errand->core = dray_list_core_ref (self->core);
  errand->touches = touches;
  errand->ids = ids;
  errand->heard = dray_workspace_get_heard (self->workspace);
  g_task_set_source_tag (task, send);
  g_task_set_task_data (task, errand, errand_free);
  dray_workspace_run_async (self->workspace, FALSE, task, run_errand);
}

/* Puts the effect to the touch of the same row; an operation's effects come row by row. */
static void
add_touch (DrayStoreList    *self,
           GArray           *touches,
           GHashTable       *places,
           const DrayEffect *effect)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, &effect->id));

  if (place == 0) {
    DrayListTouch touch = { effect->id, 0, g_hash_table_contains (self->records, &effect->id) };

    g_array_append_val (touches, touch);
    place = touches->len;
    g_hash_table_insert (places, (gpointer) &effect->id, GUINT_TO_POINTER (place));
  }
  g_array_index (touches, DrayListTouch, place - 1).fields |= dray_field_mask (effect->field);
}

static void
on_changed (DrayWorkspace     *workspace,
            const DrayEffects *effects,
            DrayStoreList     *self)
{
  GArray *touches = g_array_new (FALSE, FALSE, sizeof (DrayListTouch));
  g_autoptr (GHashTable) places = g_hash_table_new (dray_id_hash, dray_id_equal);

  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    if (effect->table == dray_query_get_table (self->query))
      add_touch (self, touches, places, effect);
  }
  if (touches->len > 0)
    send (self, ERRAND_FOLLOW, touches, NULL);
  else
    g_array_unref (touches);
}

static gboolean
on_fetch (gpointer data)
{
  DrayStoreList *self = data;

  self->fetch_id = 0;
  send (self, ERRAND_FETCH, NULL, g_steal_pointer (&self->wanted));
  return G_SOURCE_REMOVE;
}

static void
want (DrayStoreList *self,
      const DrayId  *id)
{
  if (self->wanted == NULL)
    self->wanted = g_array_new (FALSE, FALSE, sizeof (DrayId));
  g_array_append_val (self->wanted, *id);
  if (self->fetch_id == 0)
    self->fetch_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_fetch, self, NULL);
}

static DrayRecord *
make_record (DrayStoreList *self,
             const DrayId  *id)
{
  DrayRecord *record = dray_record_new (dray_query_get_table (self->query), id);

  g_hash_table_insert (self->records, (gpointer) dray_record_get_id (record), record);
  g_object_weak_ref (G_OBJECT (record), on_record_gone, self);
  g_queue_push_head (&self->kept, record);
  while (g_queue_get_length (&self->kept) > MAX_KEPT)
    g_object_unref (g_queue_pop_tail (&self->kept));
  want (self, id);
  return record;
}

/* Makes the records of the page around @position that aren't there, so that they are fetched together. */
static void
make_page (DrayStoreList *self,
           guint          position)
{
  guint first = position - position % PAGE_ROWS;

  for (guint i = first; i < MIN (first + PAGE_ROWS, self->keys->len); i++) {
    const DrayId *id = &g_array_index (self->keys, DrayId, i);

    if (!g_hash_table_contains (self->records, id))
      make_record (self, id);
  }
}

static GType
dray_store_list_get_item_type (GListModel *model)
{
  return DRAY_TYPE_RECORD;
}

static guint
dray_store_list_get_n_items (GListModel *model)
{
  return DRAY_STORE_LIST (model)->keys->len;
}

static gpointer
dray_store_list_get_item (GListModel *model,
                          guint       position)
{
  DrayStoreList *self = DRAY_STORE_LIST (model);
  DrayRecord *record;

  if (position >= self->keys->len)
    return NULL;
  record = g_hash_table_lookup (self->records, &g_array_index (self->keys, DrayId, position));
  if (record == NULL) {
    make_page (self, position);
    record = g_hash_table_lookup (self->records, &g_array_index (self->keys, DrayId, position));
  }
  return g_object_ref (record);
}

static void
dray_store_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dray_store_list_get_item_type;
  iface->get_n_items = dray_store_list_get_n_items;
  iface->get_item = dray_store_list_get_item;
}

static void
dray_store_list_get_property (GObject    *object,
                              guint       property,
                              GValue     *value,
                              GParamSpec *spec)
{
  if (property == PROP_LOADED)
    g_value_set_boolean (value, DRAY_STORE_LIST (object)->is_loaded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, spec);
}

static void
dray_store_list_dispose (GObject *object)
{
  DrayStoreList *self = DRAY_STORE_LIST (object);

  g_clear_handle_id (&self->fetch_id, g_source_remove);
  if (self->workspace != NULL)
    g_clear_signal_handler (&self->on_changed_id, self->workspace);
  drop_records (self);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (dray_store_list_parent_class)->dispose (object);
}

static void
dray_store_list_finalize (GObject *object)
{
  DrayStoreList *self = DRAY_STORE_LIST (object);

  g_clear_pointer (&self->core, dray_list_core_unref);
  g_array_unref (self->keys);
  g_hash_table_unref (self->records);
  g_clear_pointer (&self->wanted, g_array_unref);
  g_clear_pointer (&self->query, dray_query_unref);
  G_OBJECT_CLASS (dray_store_list_parent_class)->finalize (object);
}

static void
dray_store_list_class_init (DrayStoreListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = dray_store_list_get_property;
  object_class->dispose = dray_store_list_dispose;
  object_class->finalize = dray_store_list_finalize;
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
dray_store_list_init (DrayStoreList *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (DrayId));
  self->records = g_hash_table_new (dray_id_hash, dray_id_equal);
  g_queue_init (&self->kept);
}

/* Returns: (transfer full): an empty list that fills when its keys have been read */
DrayStoreList *
dray_store_list_new (DrayWorkspace *workspace,
                     DrayQuery     *query)
{
  DrayStoreList *self = g_object_new (DRAY_TYPE_STORE_LIST, NULL);

  self->workspace = g_object_ref (workspace);
  self->on_changed_id = g_signal_connect_object (workspace, "changed", G_CALLBACK (on_changed), self, 0);
  dray_store_list_set_query (self, query);
  return self;
}

/**
 * dray_store_list_set_query:
 * @query: of any table; immutable from now on
 *
 * Sorts or filters anew. The list is empty until the keys have been read; records of the same table stay alive.
 */
void
dray_store_list_set_query (DrayStoreList *self,
                           DrayQuery     *query)
{
  guint n_before = self->keys->len;

  if (self->query != NULL && dray_query_get_table (self->query) != dray_query_get_table (query))
    drop_records (self);
  g_clear_pointer (&self->core, dray_list_core_unref);
  g_clear_pointer (&self->query, dray_query_unref);
  self->query = dray_query_ref (query);
  self->core = dray_list_core_new (query);
  g_array_set_size (self->keys, 0);
  if (n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
  send (self, ERRAND_LOAD, NULL, NULL);
}

gboolean
dray_store_list_is_loaded (DrayStoreList *self)
{
  return self->is_loaded;
}

/* Puts where the row stands. A hundred thousand keys take a fraction of a millisecond. */
gboolean
dray_store_list_find (DrayStoreList *self,
                      const DrayId  *id,
                      guint         *position)
{
  for (guint i = 0; i < self->keys->len; i++)
    if (dray_id_equal (&g_array_index (self->keys, DrayId, i), id)) {
      *position = i;
      return TRUE;
    }
  return FALSE;
}
