/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-conflict-book.h"

#include "dray-conflict.h"

#include <glib/gi18n.h>

#define READ_AGAIN_MS 100
/* Whoever comes back from a month offline settles these first. */
#define MAX_CELLS 5000

struct _DrayConflictBook {
  GObject       parent_instance;

  /* Owned */
  DrayEngine   *engine;
  GPtrArray    *rows;         /* (element-type DrayRow) */
  GPtrArray    *deeds;        /* (element-type DrayDeed) */
  GCancellable *cancellable;
  guint         read;         /* timeout */

  gboolean      is_reading;
  gboolean      is_stale;     /* something was committed while reading */
};

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayConflictBook, dray_conflict_book, G_TYPE_OBJECT)

static void read_soon (DrayConflictBook *self);

static DrayWorkspace *
get_workspace (DrayConflictBook *self)
{
  return dray_engine_get_workspace (self->engine);
}

static void
deed_free (gpointer data)
{
  DrayDeed *self = data;

  g_ptr_array_unref (self->cells);
  g_free (self);
}

/* By operation, and within one by record, as they were made. */
static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  static const int fields[] = { DRAY_CONFLICT_DEED, DRAY_CONFLICT_KIND, DRAY_CONFLICT_RECORD };
  const DrayRow *x = *(DrayRow *const *) a, *y = *(DrayRow *const *) b;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    int order = g_strcmp0 (dray_row_get_text (x, fields[i]), dray_row_get_text (y, fields[i]));

    if (order != 0)
      return order;
  }
  return dray_id_compare (&x->id, &y->id);
}

static DrayDeed *
deed_new (DrayConflictBook *self,
          const DrayRow    *row)
{
  DrayDeed *deed = g_new0 (DrayDeed, 1);

  deed->cells = g_ptr_array_new ();
  deed->name = dray_row_get_text (row, DRAY_CONFLICT_DEED);
  deed->operation = dray_row_get_text (row, DRAY_CONFLICT_OPERATION);
  deed->is_refused = dray_row_get_boolean (row, DRAY_CONFLICT_IS_REFUSED);
  deed->subject_table = dray_schema_find_table (dray_workspace_get_schema (get_workspace (self)), dray_row_get_text (row, DRAY_CONFLICT_SUBJECT_KIND));
  dray_id_parse (dray_row_get_text (row, DRAY_CONFLICT_SUBJECT), &deed->subject);
  return deed;
}

/* A kind that a newer program made is nothing that this one can show. */
static gboolean
is_known (DrayConflictBook *self,
          const DrayRow    *row)
{
  DraySchema *schema = dray_workspace_get_schema (get_workspace (self));
  const DrayTable *table = dray_schema_find_table (schema, dray_row_get_text (row, DRAY_CONFLICT_KIND));
  const char *cell = dray_row_get_text (row, DRAY_CONFLICT_CELL);

  return table != NULL && dray_schema_find_table (schema, dray_row_get_text (row, DRAY_CONFLICT_SUBJECT_KIND)) != NULL &&
         (g_str_equal (cell, "deleted") || dray_table_find_field (table, cell) >= 0);
}

static void
make_deeds (DrayConflictBook *self)
{
  DrayDeed *last = NULL;

  g_ptr_array_sort (self->rows, compare_rows);
  g_ptr_array_set_size (self->deeds, 0);
  for (guint i = 0; i < self->rows->len; i++) {
    DrayRow *row = self->rows->pdata[i];

    if (!is_known (self, row))
      continue;
    if (last == NULL || !g_str_equal (last->name, dray_row_get_text (row, DRAY_CONFLICT_DEED))) {
      last = deed_new (self, row);
      g_ptr_array_add (self->deeds, last);
    }
    if (dray_row_has (row, DRAY_CONFLICT_ARGUMENTS))
      last->arguments = dray_row_get_text (row, DRAY_CONFLICT_ARGUMENTS);
    g_ptr_array_add (last->cells, row);
  }
}

static void
fail (DrayConflictBook *self,
      const char       *format,
      const GError     *error)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *words = g_strjoinv (error->message, parts);

  g_signal_emit (self, signals[FAILED], 0, words);
}

static void
on_rows (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (DrayConflictBook) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &error);

  self->is_reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (rows == NULL) {
    fail (self, _("The conflicts could not be read: %s"), error);
    return;
  }
  g_ptr_array_set_size (self->deeds, 0);
  g_ptr_array_unref (self->rows);
  self->rows = g_steal_pointer (&rows);
  make_deeds (self);
  g_signal_emit (self, signals[CHANGED], 0);
  if (self->is_stale)
    read_soon (self);
}

static gboolean
on_read (gpointer data)
{
  DrayConflictBook *self = data;
  g_autoptr (DrayQuery) query = dray_query_new (&dray_conflict_table);

  self->read = 0;
  self->is_reading = TRUE;
  self->is_stale = FALSE;
  dray_query_where (query, DRAY_CONFLICT_STATUS, DRAY_TEST_EQUALS, dray_value_text ("open"));
  dray_query_set_limit (query, MAX_CELLS);
  dray_workspace_select_async (get_workspace (self), query, self->cancellable, on_rows, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
read_soon (DrayConflictBook *self)
{
  if (self->is_reading)
    self->is_stale = TRUE;
  else if (self->read == 0)
    self->read = g_timeout_add (READ_AGAIN_MS, on_read, self);
}

static void
on_committed (DrayConflictBook  *self,
              const DrayEffects *effects)
{
  for (guint i = 0; i < effects->len; i++)
    if (dray_effects_get (effects, i)->table == &dray_conflict_table) {
      read_soon (self);
      return;
    }
}

static void
dray_conflict_book_dispose (GObject *object)
{
  DrayConflictBook *self = DRAY_CONFLICT_BOOK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->read, g_source_remove);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (get_workspace (self), self);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (dray_conflict_book_parent_class)->dispose (object);
}

static void
dray_conflict_book_finalize (GObject *object)
{
  DrayConflictBook *self = DRAY_CONFLICT_BOOK (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->deeds);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (dray_conflict_book_parent_class)->finalize (object);
}

static void
dray_conflict_book_class_init (DrayConflictBookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dray_conflict_book_dispose;
  object_class->finalize = dray_conflict_book_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dray_conflict_book_init (DrayConflictBook *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_row_unref);
  self->deeds = g_ptr_array_new_with_free_func (deed_free);
}

DrayConflictBook *
dray_conflict_book_new (DrayEngine *engine)
{
  DrayConflictBook *self = g_object_new (DRAY_TYPE_CONFLICT_BOOK, NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_swapped (get_workspace (self), "changed", G_CALLBACK (on_committed), self);
  on_read (self);
  return self;
}

guint
dray_conflict_book_get_n (DrayConflictBook *self)
{
  return self->deeds->len;
}

/* Returns: (transfer none): until the next `changed` */
const DrayDeed *
dray_conflict_book_get (DrayConflictBook *self,
                        guint             i)
{
  return self->deeds->pdata[i];
}

/* Of how many operations the record, or what belongs to it, is part. */
guint
dray_conflict_book_count_about (DrayConflictBook *self,
                                const DrayId     *record)
{
  g_autofree char *text = dray_id_dup_text (record);
  guint n = 0;

  for (guint i = 0; i < self->deeds->len; i++) {
    const DrayDeed *deed = self->deeds->pdata[i];
    gboolean is_about = dray_id_equal (&deed->subject, record);

    for (guint k = 0; !is_about && k < deed->cells->len; k++)
      is_about = g_strcmp0 (dray_row_get_text (deed->cells->pdata[k], DRAY_CONFLICT_RECORD), text) == 0;
    n += is_about;
  }
  return n;
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (DrayConflictBook) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL)
    fail (self, _("This was not done: %s"), error);
  else if (receipt->verdict == DRAY_VERDICT_REJECTED)
    g_signal_emit (self, signals[FAILED], 0, receipt->note);
}

/**
 * dray_conflict_book_settle:
 * @are_mine: [deed->cells->len]: for each cell, whether the later one is right
 *
 * One operation; it goes to the hub as every other one does, at once or when there is a line.
 */
void
dray_conflict_book_settle (DrayConflictBook *self,
                           const DrayDeed   *deed,
                           const gboolean   *are_mine)
{
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (get_workspace (self)), "conflict.settle");
  g_autoptr (GString) json = g_string_new ("{");

  for (guint i = 0; i < deed->cells->len; i++) {
    g_autofree char *id = dray_id_dup_text (&((const DrayRow *) deed->cells->pdata[i])->id);

    g_string_append_printf (json, "%s\"%s\":\"%s\"", i > 0 ? "," : "", id, are_mine[i] ? "mine" : "theirs");
  }
  g_string_append_c (json, '}');
  dray_intent_set_text (intent, "choices", json->str);
  dray_workspace_submit_async (get_workspace (self), intent, NULL, on_submitted, g_object_ref (self));
}

/* Does the operation that was not applied once more, on what stands there now, and settles what it was about. */
void
dray_conflict_book_do_again (DrayConflictBook *self,
                             const DrayDeed   *deed)
{
  g_autofree gboolean *are_mine = g_new0 (gboolean, deed->cells->len);
  g_autoptr (GError) error = NULL;
  DrayIntent *intent;

  g_return_if_fail (deed->arguments != NULL);

  intent = dray_intent_new_from_json (dray_workspace_get_schema (get_workspace (self)), deed->operation, deed->arguments, &error);
  if (intent == NULL) {
    fail (self, _("This was not done: %s"), error);
    return;
  }
  dray_workspace_submit_async (get_workspace (self), intent, NULL, on_submitted, g_object_ref (self));
  dray_conflict_book_settle (self, deed, are_mine);
}
