/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Keys are read once, in the query's order. Afterwards only touched keys are looked at: each is taken out and, where the row still
 * matches, put where a binary search finds its place; every probe of the search asks SQLite for the sort keys of one row. What the
 * search compares is therefore always what the file holds, never a copy. Where the file has moved on since the change that we are
 * told about, a row on the way may stand elsewhere than its key does and mislead the search: then all keys are read again, and the
 * difference is one splice. What is told afterwards of changes that were in the file already moves nothing. */

#include "dray-list-core-private.h"
#include "dray-natural.h"
#include "dray-store-private.h"

#include <string.h>

/* Beyond so many touched keys, reading all of them again is quicker. */
#define MAX_TOUCHES 64

struct _DrayListCore {
  /* Owned */
  DrayQuery     *query;
  DrayStatement *one;     /* (nullable): DRAY_QUERY_ONE, only while following: nothing of ours holds on to the file */
  GArray        *keys;    /* (element-type DrayId) */

  DrayStoreMark  mark;    /* which state of the file the keys were last read from, all of them */
};

DrayListCore *
dray_list_core_new (DrayQuery *query)
{
  DrayListCore *self = g_atomic_rc_box_new0 (DrayListCore);

  self->query = dray_query_ref (query);
  self->keys = g_array_new (FALSE, FALSE, sizeof (DrayId));
  return self;
}

DrayListCore *
dray_list_core_ref (DrayListCore *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dray_list_core_clear (DrayListCore *self)
{
  g_array_unref (self->keys);
  dray_query_unref (self->query);
}

void
dray_list_core_unref (DrayListCore *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) dray_list_core_clear);
}

static void
splice_clear (gpointer data)
{
  g_clear_pointer (&((DrayListSplice *) data)->added, g_array_unref);
}

static DrayListNews *
news_new (void)
{
  DrayListNews *self = g_new0 (DrayListNews, 1);

  self->splices = g_array_new (FALSE, FALSE, sizeof (DrayListSplice));
  g_array_set_clear_func (self->splices, splice_clear);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_row_unref);
  return self;
}

void
dray_list_news_free (DrayListNews *self)
{
  g_array_unref (self->splices);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static GArray *
read_keys (DrayListCore *self,
           DrayStore    *store,
           GError      **error)
{
  g_autoptr (DrayStatement) statement = dray_query_prepare (self->query, dray_store_get_database (store), DRAY_QUERY_KEYS, error);
  g_autoptr (GArray) keys = g_array_sized_new (FALSE, FALSE, sizeof (DrayId), MAX (self->keys->len, 1024));
  gboolean has_row = statement != NULL;

  while (has_row) {
    if (!dray_statement_step (statement, &has_row, error))
      return NULL;
    if (has_row) {
      DrayId id = dray_statement_get_id (statement, 0);

      g_array_append_val (keys, id);
    }
  }
  return statement != NULL ? g_steal_pointer (&keys) : NULL;
}

static inline const DrayId *
get_key (const GArray *keys,
         guint         i)
{
  return &g_array_index (keys, DrayId, i);
}

/* One splice that makes @from of the old keys into the new ones: what differs between a common beginning and a common end. */
static void
add_difference (const GArray *old,
                const GArray *new,
                GArray       *splices)
{
  guint n_common = MIN (old->len, new->len);
  guint start = 0, end = 0;

  while (start < n_common && dray_id_equal (get_key (old, start), get_key (new, start)))
    start++;
  while (end < n_common - start && dray_id_equal (get_key (old, old->len - 1 - end), get_key (new, new->len - 1 - end)))
    end++;
  if (start + end == old->len && start + end == new->len)
    return;

  DrayListSplice splice = { .position = start, .n_removed = old->len - start - end };

  splice.added = g_array_new (FALSE, FALSE, sizeof (DrayId));
  g_array_append_vals (splice.added, new->data + start * sizeof (DrayId), new->len - start - end);
  g_array_append_val (splices, splice);
}

/* Within a transaction. */
static gboolean
reload (DrayListCore *self,
        DrayStore    *store,
        DrayListNews *news,
        GError      **error)
{
  DrayStoreMark mark;
  GArray *keys = dray_store_read_mark (store, &mark, error) ? read_keys (self, store, error) : NULL;

  if (keys == NULL)
    return FALSE;
  self->mark = mark;
  add_difference (self->keys, keys, news->splices);
  g_array_unref (self->keys);
  self->keys = keys;
  return TRUE;
}

/* Reads all keys. */
DrayListNews *
dray_list_core_load (DrayListCore  *self,
                     DrayStore     *store,
                     GError       **error)
{
  g_autoptr (DrayListNews) news = news_new ();
  DrayDatabase *database = dray_store_get_database (store);

  if (!dray_database_execute (database, "BEGIN", error))
    return NULL;
  gboolean done = reload (self, store, news, error);
  dray_database_execute (database, "COMMIT", NULL);
  return done ? g_steal_pointer (&news) : NULL;
}

static int
find_key (const GArray *keys,
          const DrayId *id)
{
  guint64 wanted, word;

  /* The second half of an id is random: it alone tells nearly all of them apart. */
  memcpy (&wanted, id->bytes + 8, sizeof wanted);
  for (guint i = 0; i < keys->len; i++) {
    memcpy (&word, get_key (keys, i)->bytes + 8, sizeof word);
    if (word == wanted && dray_id_equal (get_key (keys, i), id))
      return (int) i;
  }
  return -1;
}

/* What a row sorts by, with its id for ties. */
typedef struct {
  DrayId     id;
  DrayValue *values;    /* [n_orders] */
  gboolean   matches;
} Place;

static void
place_clear (Place *place,
             int    n_orders)
{
  for (int i = 0; place->values != NULL && i < n_orders; i++)
    dray_value_clear (&place->values[i]);
  g_clear_pointer (&place->values, g_free);
}

static gboolean
read_place (DrayListCore *self,
            DrayStore    *store,
            const DrayId *id,
            Place        *place,
            GError      **error)
{
  int n_orders = dray_query_get_n_orders (self->query);
  gboolean descending;

  if (self->one == NULL)
    self->one = dray_query_prepare (self->query, dray_store_get_database (store), DRAY_QUERY_ONE, error);
  if (self->one == NULL)
    return FALSE;
  dray_statement_bind_id (self->one, dray_query_get_id_parameter (self->query), id);
  if (!dray_statement_step (self->one, &place->matches, error))
    return FALSE;
  place->id = *id;
  place->values = g_new0 (DrayValue, n_orders + 1);
  for (int i = 0; place->matches && i < n_orders; i++) {
    const DrayTable *table = dray_query_get_table (self->query);
    int field = dray_query_get_order (self->query, i, &descending);

    place->values[i] = dray_statement_dup_value (self->one, 1 + i, dray_field_get_kind (&table->fields[field]));
  }
  dray_statement_reset (self->one);
  return TRUE;
}

/* As SQLite's BINARY collation does: NULL before everything, text and blobs byte by byte. */
static int
compare_values (const DrayValue *a,
                const DrayValue *b)
{
  if (a->kind != b->kind)
    return a->kind == DRAY_VALUE_NONE ? -1 : b->kind == DRAY_VALUE_NONE ? 1 : (int) a->kind - (int) b->kind;
  switch (a->kind) {
    case DRAY_VALUE_INTEGER:
      return a->integer < b->integer ? -1 : a->integer > b->integer;
    case DRAY_VALUE_REAL:
      return a->real < b->real ? -1 : a->real > b->real;
    case DRAY_VALUE_TEXT:
      return strcmp (a->text, b->text);
    case DRAY_VALUE_ID:
      return dray_id_compare (&a->id, &b->id);
    case DRAY_VALUE_BYTES:
      return g_bytes_compare (a->bytes, b->bytes);
    case DRAY_VALUE_NONE:
    default:
      return 0;
  }
}

static int
compare_places (DrayListCore *self,
                const Place  *a,
                const Place  *b)
{
  for (int i = 0; i < dray_query_get_n_orders (self->query); i++) {
    gboolean descending;
    const DrayValue *x = &a->values[i], *y = &b->values[i];
    gboolean are_texts = x->kind == DRAY_VALUE_TEXT && y->kind == DRAY_VALUE_TEXT;
    int order = are_texts && dray_query_is_natural (self->query, i) ? dray_natural_compare (x->text, strlen (x->text), y->text, strlen (y->text))
                                                                    : compare_values (x, y);

    dray_query_get_order (self->query, i, &descending);
    if (order != 0)
      return descending ? -order : order;
  }
  return dray_id_compare (&a->id, &b->id);
}

/* Puts where @place belongs among the keys, or -1 where a row on the way has no place any more. */
static gboolean
search (DrayListCore *self,
        DrayStore    *store,
        const Place  *place,
        int          *position,
        GError      **error)
{
  guint low = 0, high = self->keys->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    Place probe = { 0 };
    gboolean read = read_place (self, store, get_key (self->keys, middle), &probe, error);
    int order = read && probe.matches ? compare_places (self, &probe, place) : 0;

    place_clear (&probe, dray_query_get_n_orders (self->query));
    if (!read)
      return FALSE;
    if (!probe.matches) {
      *position = -1;
      return TRUE;
    }
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  *position = (int) low;
  return TRUE;
}

static void
add_splice (DrayListNews *news,
            guint         position,
            const DrayId *removed,
            const DrayId *added)
{
  DrayListSplice splice = { .position = position, .n_removed = removed != NULL };

  if (removed != NULL)
    splice.removed = *removed;
  if (added != NULL) {
    splice.added = g_array_new (FALSE, FALSE, sizeof (DrayId));
    g_array_append_val (splice.added, *added);
  }
  g_array_append_val (news->splices, splice);
}

static gboolean
has_moved (DrayListCore        *self,
           const DrayListTouch *touch)
{
  return (touch->fields & dray_query_get_fields (self->query)) != 0;
}

static void
remove_touched (DrayListCore        *self,
                const DrayListTouch *touches,
                guint                n_touches,
                DrayListNews        *news)
{
  for (guint i = 0; i < n_touches; i++) {
    int position = has_moved (self, &touches[i]) ? find_key (self->keys, &touches[i].id) : -1;

    if (position < 0)
      continue;
    g_array_remove_index (self->keys, (guint) position);
    add_splice (news, (guint) position, &touches[i].id, NULL);
  }
}

/* Whether the row goes back to where it has just been taken from, and nothing has to be told. */
static gboolean
cancels (const DrayListNews *news,
         int                 position,
         const DrayId       *id)
{
  const DrayListSplice *only = &g_array_index (news->splices, DrayListSplice, 0);

  return news->splices->len == 1 && only->n_removed == 1 && only->position == (guint) position && dray_id_equal (&only->removed, id);
}

/* Puts one touched row back where it belongs now, if it still matches. @is_lost tells that the keys no longer fit the file. */
static gboolean
insert_touched (DrayListCore  *self,
                DrayStore     *store,
                const DrayId  *id,
                DrayListNews  *news,
                gboolean      *is_lost,
                GError       **error)
{
  Place place = { 0 };
  int position = 0;
  gboolean done = read_place (self, store, id, &place, error) && (!place.matches || search (self, store, &place, &position, error));

  if (done && position < 0) {
    *is_lost = TRUE;
  } else if (done && place.matches) {
    g_array_insert_val (self->keys, (guint) position, *id);
    if (cancels (news, position, id))
      g_array_set_size (news->splices, 0);
    else
      add_splice (news, (guint) position, NULL, id);
  }
  place_clear (&place, dray_query_get_n_orders (self->query));
  return done;
}

/* Makes the keys what they were before the splices, all of one key, that nobody will hear of. */
static void
take_back (DrayListCore *self,
           DrayListNews *news)
{
  for (guint i = news->splices->len; i-- > 0;) {
    const DrayListSplice *splice = &g_array_index (news->splices, DrayListSplice, i);

    if (splice->n_removed > 0)
      g_array_insert_val (self->keys, splice->position, splice->removed);
    else
      g_array_remove_index (self->keys, splice->position);
  }
}

/* Whether the keys were read from a file that held the change already. */
static gboolean
is_old_news (const DrayListCore  *self,
             const DrayStoreMark *heard)
{
  return heard->number <= self->mark.number && heard->cursor == self->mark.cursor && heard->epoch == self->mark.epoch;
}

static gboolean
is_same_state (const DrayStoreMark *a,
               const DrayStoreMark *b)
{
  return a->number == b->number && a->cursor == b->cursor && a->epoch == b->epoch;
}

static gboolean
move_touched (DrayListCore        *self,
              DrayStore           *store,
              const DrayStoreMark *heard,
              const DrayListTouch *touches,
              guint                n_touches,
              DrayListNews        *news,
              GError             **error)
{
  DrayStoreMark seen;
  gboolean any = FALSE;

  for (guint i = 0; i < n_touches; i++)
    any |= has_moved (self, &touches[i]);
  if (!any || is_old_news (self, heard))
    return TRUE;
  if (!dray_store_read_mark (store, &seen, error))
    return FALSE;
  gboolean is_lost = n_touches > MAX_TOUCHES || dray_query_has_limit (self->query) || !is_same_state (&seen, heard);

  if (!is_lost)
    remove_touched (self, touches, n_touches, news);
  for (guint i = 0; !is_lost && i < n_touches; i++)
    if (has_moved (self, &touches[i]) && !insert_touched (self, store, &touches[i].id, news, &is_lost, error)) {
      take_back (self, news);
      return FALSE;
    }
  if (!is_lost || reload (self, store, news, error))
    return TRUE;
  take_back (self, news);
  return FALSE;
}

static gboolean
fetch_row (DrayListCore *self,
           DrayStore    *store,
           const DrayId *id,
           DrayListNews *news,
           GError      **error)
{
  DrayRow *row;

  if (!dray_row_file_find (dray_store_get_row_file (store, dray_query_get_table (self->query)), id, &row, error))
    return FALSE;
  if (row != NULL)
    g_ptr_array_add (news->rows, row);
  return TRUE;
}

static gboolean
follow (DrayListCore        *self,
        DrayStore           *store,
        const DrayStoreMark *heard,
        const DrayListTouch *touches,
        guint                n_touches,
        DrayListNews        *news,
        GError             **error)
{
  for (guint i = 0; i < n_touches; i++)
    if (touches[i].is_shown && !fetch_row (self, store, &touches[i].id, news, error))
      return FALSE;
  return move_touched (self, store, heard, touches, n_touches, news, error);
}

/**
 * dray_list_core_follow:
 * @heard: the state of the file that the change left
 * @touches: (array length=n_touches): each row once
 *
 * Returns: (transfer full): what the touched rows do to the list. After an error the keys are as they were
 */
DrayListNews *
dray_list_core_follow (DrayListCore         *self,
                       DrayStore            *store,
                       const DrayStoreMark  *heard,
                       const DrayListTouch  *touches,
                       guint                 n_touches,
                       GError              **error)
{
  g_autoptr (DrayListNews) news = news_new ();
  DrayDatabase *database = dray_store_get_database (store);

  /* All of it from one state of the file. */
  if (!dray_database_execute (database, "BEGIN", error))
    return NULL;
  gboolean done = follow (self, store, heard, touches, n_touches, news, error);
  g_clear_pointer (&self->one, dray_statement_free);
  dray_database_execute (database, "COMMIT", NULL);
  return done ? g_steal_pointer (&news) : NULL;
}

/* Returns: (transfer full): the rows of @ids that are there */
DrayListNews *
dray_list_core_fetch (DrayListCore  *self,
                      DrayStore     *store,
                      const DrayId  *ids,
                      guint          n_ids,
                      GError       **error)
{
  g_autoptr (DrayListNews) news = news_new ();

  for (guint i = 0; i < n_ids; i++)
    if (!fetch_row (self, store, &ids[i], news, error))
      return NULL;
  return g_steal_pointer (&news);
}
