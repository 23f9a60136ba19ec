/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-record-names.h"

#include "dray-record.h"

typedef struct {
  const DrayTable *table;
  DrayId           id;
  char            *name;     /* NULL while it is being asked for */
} Name;

struct _DrayRecordNames {
  GObject        parent_instance;

  /* Owned */
  DrayWorkspace *workspace;
  GHashTable    *names;      /* (element-type Name): by id */
  GArray        *wanted;     /* (element-type Name): to ask for in the next turn; nothing in them is owned */
  GCancellable  *cancellable;
  guint          ask;        /* idle */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayRecordNames, dray_record_names, G_TYPE_OBJECT)

static void
name_free (gpointer data)
{
  Name *name = data;

  g_free (name->name);
  g_free (name);
}

static guint
hash_name (gconstpointer name)
{
  return dray_id_hash (&((const Name *) name)->id);
}

static gboolean
equal_name (gconstpointer a,
            gconstpointer b)
{
  return dray_id_equal (&((const Name *) a)->id, &((const Name *) b)->id);
}

/* In the reader's thread: puts a name into each of the wanted. */
static void
read_names (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  DrayStore *store = dray_workspace_get_store (source, FALSE);
  GArray *wanted = data;

  for (guint i = 0; i < wanted->len && !g_cancellable_is_cancelled (cancellable); i++) {
    Name *name = &g_array_index (wanted, Name, i);
    g_autoptr (DrayRow) row = dray_store_get_row (store, name->table, &name->id, NULL);
    int title = name->table->title_field != NULL ? dray_table_find_field (name->table, name->table->title_field) : -1;

    name->name = g_strdup (row != NULL && title >= 0 ? dray_row_get_text (row, title) : NULL);
  }
  g_task_return_boolean (task, TRUE);
}

static void
on_names (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DrayRecordNames) self = user_data;
  GArray *read = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  for (guint i = 0; i < read->len; i++) {
    const Name *name = &g_array_index (read, Name, i);
    Name *known = g_hash_table_lookup (self->names, name);

    if (known != NULL) {
      g_free (known->name);
      known->name = g_strdup (name->name != NULL ? name->name : "");
    }
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_wanted (gpointer name)
{
  g_free (((Name *) name)->name);
}

static gboolean
on_ask (gpointer user_data)
{
  DrayRecordNames *self = user_data;
  g_autoptr (GTask) task = g_task_new (self->workspace, self->cancellable, on_names, g_object_ref (self));

  self->ask = 0;
  g_array_set_clear_func (self->wanted, clear_wanted);
  g_task_set_task_data (task, g_steal_pointer (&self->wanted), (GDestroyNotify) g_array_unref);
  self->wanted = g_array_new (FALSE, TRUE, sizeof (Name));
  dray_workspace_run_async (self->workspace, FALSE, task, read_names);
  return G_SOURCE_REMOVE;
}

static void
want (DrayRecordNames *self,
      const DrayTable *table,
      const DrayId    *id)
{
  Name name = { table, *id, NULL };

  g_array_append_val (self->wanted, name);
  if (self->ask == 0)
    self->ask = g_idle_add (on_ask, self);
}

/* A row that was renamed is asked for again, if anyone ever asked for it. */
static void
on_changed (DrayRecordNames   *self,
            const DrayEffects *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);
    const Name key = { NULL, effect->id, NULL };
    Name *known = effect->table->title_field != NULL ? g_hash_table_lookup (self->names, &key) : NULL;

    if (known != NULL && effect->field >= 0 && g_str_equal (effect->table->fields[effect->field].name, effect->table->title_field))
      want (self, known->table, &known->id);
  }
}

static void
dray_record_names_dispose (GObject *object)
{
  DrayRecordNames *self = DRAY_RECORD_NAMES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->ask, g_source_remove);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (dray_record_names_parent_class)->dispose (object);
}

static void
dray_record_names_finalize (GObject *object)
{
  DrayRecordNames *self = DRAY_RECORD_NAMES (object);

  g_hash_table_unref (self->names);
  g_array_unref (self->wanted);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (dray_record_names_parent_class)->finalize (object);
}

static void
dray_record_names_class_init (DrayRecordNamesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dray_record_names_dispose;
  object_class->finalize = dray_record_names_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dray_record_names_init (DrayRecordNames *self)
{
  self->names = g_hash_table_new_full (hash_name, equal_name, NULL, name_free);
  self->wanted = g_array_new (FALSE, TRUE, sizeof (Name));
  self->cancellable = g_cancellable_new ();
}

DrayRecordNames *
dray_record_names_new (DrayWorkspace *workspace)
{
  g_return_val_if_fail (DRAY_IS_WORKSPACE (workspace), NULL);

  DrayRecordNames *self = g_object_new (DRAY_TYPE_RECORD_NAMES, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * dray_record_names_find:
 * @table: the name of the table that the reference is to
 *
 * Returns: (nullable): what the row is called, empty where it has no name; %NULL while it is being asked for
 */
const char *
dray_record_names_find (DrayRecordNames *self,
                        const char      *table,
                        const DrayId    *id)
{
  g_return_val_if_fail (DRAY_IS_RECORD_NAMES (self), NULL);

  const Name key = { NULL, *id, NULL };
  Name *known = g_hash_table_lookup (self->names, &key);

  if (known != NULL)
    return known->name;
  if (g_hash_table_size (self->names) >= DRAY_RECORD_NAMES_MAX)
    g_hash_table_remove_all (self->names);
  known = g_new0 (Name, 1);
  known->table = dray_schema_find_table (dray_workspace_get_schema (self->workspace), table);
  known->id = *id;
  g_hash_table_add (self->names, known);
  if (known->table != NULL)
    want (self, known->table, id);
  return NULL;
}
