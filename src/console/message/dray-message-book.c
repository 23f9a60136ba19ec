/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-message-book.h"

#include "dray-canned-reply.h"
#include "dray-message.h"
#include "dray-units.h"

#include <glib/gi18n.h>

#define READ_AGAIN_MS 250
#define LAST_US (2 * 24 * DRAY_S_PER_HOUR * DRAY_US_PER_S)
/* The newest; nobody scrolls further back than this in a day. */
#define MAX_MESSAGES 20000

struct _DrayMessageBook {
  GObject        parent_instance;

  /* Owned */
  DrayEngine    *engine;
  GPtrArray     *rows;        /* (element-type DrayRow): the newest first, as read last */
  GPtrArray     *threads;     /* (element-type DrayMessageThread): the one written in last first */
  GHashTable    *by_truck;    /* DrayId → DrayMessageThread, borrowed */
  GPtrArray     *replies;     /* (element-type DrayRow): the canned ones */
  GCancellable  *cancellable;
  guint          read;        /* timeout */

  gboolean       is_reading;
  gboolean       is_stale;    /* something was committed while reading */
};

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayMessageBook, dray_message_book, G_TYPE_OBJECT)

static DrayWorkspace *
get_workspace (DrayMessageBook *self)
{
  return dray_engine_get_workspace (self->engine);
}

static gint64
get_now_us (DrayMessageBook *self)
{
  return dray_clock_now_us (dray_engine_get_clock (self->engine));
}

/* Threads */

static void
thread_free (gpointer data)
{
  DrayMessageThread *self = data;

  g_ptr_array_unref (self->messages);
  g_free (self);
}

static gboolean
is_from_driver (const DrayRow *message)
{
  return g_strcmp0 (dray_row_get_text (message, DRAY_MESSAGE_DIRECTION), "from-driver") == 0;
}

static DrayMessageThread *
ensure_thread (DrayMessageBook *self,
               const DrayId    *truck)
{
  DrayMessageThread *thread = g_hash_table_lookup (self->by_truck, truck);

  if (thread == NULL) {
    thread = g_new0 (DrayMessageThread, 1);
    thread->truck = *truck;
    thread->messages = g_ptr_array_new ();
    g_ptr_array_add (self->threads, thread);
    g_hash_table_insert (self->by_truck, &thread->truck, thread);
  }
  return thread;
}

static void
reverse (GPtrArray *rows)
{
  for (guint i = 0, k = rows->len; i + 1 < k; i++) {
    gpointer other = rows->pdata[--k];

    rows->pdata[k] = rows->pdata[i];
    rows->pdata[i] = other;
  }
}

/* The newest first; of those written at the same instant the one that came last. */
static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const DrayRow *x = *(DrayRow *const *) a, *y = *(DrayRow *const *) b;
  gint64 at = dray_row_get_integer (x, DRAY_MESSAGE_SENT_US), other = dray_row_get_integer (y, DRAY_MESSAGE_SENT_US);

  if (at != other)
    return at < other ? 1 : -1;
  return x->stamp < y->stamp ? 1 : x->stamp > y->stamp ? -1 : 0;
}

static void
make_threads (DrayMessageBook *self)
{
  g_ptr_array_sort (self->rows, compare_rows);
  g_hash_table_remove_all (self->by_truck);
  g_ptr_array_set_size (self->threads, 0);
  for (guint i = 0; i < self->rows->len; i++) {
    DrayRow *message = self->rows->pdata[i];
    DrayId truck = dray_row_get_id (message, DRAY_MESSAGE_TRUCK);
    DrayMessageThread *thread = ensure_thread (self, &truck);

    g_ptr_array_add (thread->messages, message);
    thread->n_unread += is_from_driver (message) && !dray_row_has (message, DRAY_MESSAGE_READ_US);
  }
  for (guint i = 0; i < self->threads->len; i++)
    reverse (((DrayMessageThread *) self->threads->pdata[i])->messages);
}

/* Reading */

static void read_soon (DrayMessageBook *self);

static void
fail (DrayMessageBook *self,
      const char      *format,
      const GError    *error)
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
  g_autoptr (DrayMessageBook) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &error);

  self->is_reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (rows == NULL) {
    fail (self, _("The messages could not be read: %s"), error);
    return;
  }
  g_hash_table_remove_all (self->by_truck);
  g_ptr_array_set_size (self->threads, 0);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = g_steal_pointer (&rows);
  make_threads (self);
  g_signal_emit (self, signals[CHANGED], 0);
  if (self->is_stale)
    read_soon (self);
}

static gboolean
on_read (gpointer data)
{
  DrayMessageBook *self = data;
  g_autoptr (DrayQuery) query = dray_query_new (&dray_message_table);

  self->read = 0;
  self->is_reading = TRUE;
  self->is_stale = FALSE;
  dray_query_where (query, DRAY_MESSAGE_SENT_US, DRAY_TEST_AT_LEAST, dray_value_integer (get_now_us (self) - LAST_US));
  dray_query_order_by (query, DRAY_MESSAGE_SENT_US, TRUE);
  dray_query_set_limit (query, MAX_MESSAGES);
  dray_workspace_select_async (get_workspace (self), query, self->cancellable, on_rows, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
read_soon (DrayMessageBook *self)
{
  if (self->is_reading)
    self->is_stale = TRUE;
  else if (self->read == 0)
    self->read = g_timeout_add (READ_AGAIN_MS, on_read, self);
}

static void
on_replies (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (DrayMessageBook) self = data;
  g_autoptr (GPtrArray) rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, NULL);

  if (rows == NULL)
    return;
  g_clear_pointer (&self->replies, g_ptr_array_unref);
  self->replies = g_steal_pointer (&rows);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
read_replies (DrayMessageBook *self)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_canned_reply_table);

  dray_query_order_by (query, DRAY_CANNED_REPLY_TITLE, FALSE);
  dray_workspace_select_async (get_workspace (self), query, self->cancellable, on_replies, g_object_ref (self));
}

static void
on_committed (DrayMessageBook   *self,
              const DrayEffects *effects)
{
  gboolean messages = FALSE, replies = FALSE;

  for (guint i = 0; i < effects->len; i++) {
    const DrayTable *table = dray_effects_get (effects, i)->table;

    messages |= table == &dray_message_table;
    replies |= table == &dray_canned_reply_table;
  }
  if (messages)
    read_soon (self);
  if (replies)
    read_replies (self);
}

static void
dray_message_book_dispose (GObject *object)
{
  DrayMessageBook *self = DRAY_MESSAGE_BOOK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->read, g_source_remove);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_message_book_parent_class)->dispose (object);
}

static void
dray_message_book_finalize (GObject *object)
{
  DrayMessageBook *self = DRAY_MESSAGE_BOOK (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->by_truck);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->replies);

  G_OBJECT_CLASS (dray_message_book_parent_class)->finalize (object);
}

static void
dray_message_book_class_init (DrayMessageBookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dray_message_book_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_message_book_finalize;

  signals[CHANGED] = g_signal_new ("changed", DRAY_TYPE_MESSAGE_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", DRAY_TYPE_MESSAGE_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dray_message_book_init (DrayMessageBook *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->replies = g_ptr_array_new ();
  self->threads = g_ptr_array_new_with_free_func (thread_free);
  self->by_truck = g_hash_table_new (dray_id_hash, dray_id_equal);
}

DrayMessageBook *
dray_message_book_new (DrayEngine *engine)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayMessageBook *self = g_object_new (DRAY_TYPE_MESSAGE_BOOK, NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_object (get_workspace (self), "changed", G_CALLBACK (on_committed), self, G_CONNECT_SWAPPED);
  read_soon (self);
  read_replies (self);
  return self;
}

/* Returns: (transfer none) */
DrayEngine *
dray_message_book_get_engine (DrayMessageBook *self)
{
  g_return_val_if_fail (DRAY_IS_MESSAGE_BOOK (self), NULL);

  return self->engine;
}

guint
dray_message_book_get_n_threads (DrayMessageBook *self)
{
  g_return_val_if_fail (DRAY_IS_MESSAGE_BOOK (self), 0);

  return self->threads->len;
}

/* Returns: (transfer none): the @i-th, that which was written in last first; valid until the book changes */
const DrayMessageThread *
dray_message_book_get_thread (DrayMessageBook *self,
                              guint            i)
{
  g_return_val_if_fail (DRAY_IS_MESSAGE_BOOK (self) && i < self->threads->len, NULL);

  return self->threads->pdata[i];
}

/* Returns: (transfer none) (nullable): valid until the book changes */
const DrayMessageThread *
dray_message_book_find_thread (DrayMessageBook *self,
                               const DrayId    *truck)
{
  g_return_val_if_fail (DRAY_IS_MESSAGE_BOOK (self), NULL);

  return g_hash_table_lookup (self->by_truck, truck);
}

guint
dray_message_book_count_unread (DrayMessageBook *self)
{
  guint n = 0;

  g_return_val_if_fail (DRAY_IS_MESSAGE_BOOK (self), 0);

  for (guint i = 0; i < self->threads->len; i++)
    n += ((DrayMessageThread *) self->threads->pdata[i])->n_unread;
  return n;
}

/* Returns: to how many drivers what is called @broadcast went; @n_read: (out): how many of them have read it */
guint
dray_message_book_count_broadcast (DrayMessageBook *self,
                                   const char      *broadcast,
                                   guint           *n_read)
{
  guint n = 0;

  g_return_val_if_fail (DRAY_IS_MESSAGE_BOOK (self), 0);

  *n_read = 0;
  for (guint i = 0; i < self->rows->len; i++) {
    if (g_strcmp0 (dray_row_get_text (self->rows->pdata[i], DRAY_MESSAGE_BROADCAST), broadcast) != 0)
      continue;
    n++;
    *n_read += dray_row_has (self->rows->pdata[i], DRAY_MESSAGE_READ_US);
  }
  return n;
}

/* Returns: (transfer none) (element-type DrayRow): the canned ones, by title */
GPtrArray *
dray_message_book_get_replies (DrayMessageBook *self)
{
  g_return_val_if_fail (DRAY_IS_MESSAGE_BOOK (self), NULL);

  return self->replies;
}

/* Writing */

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (DrayMessageBook) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, _("The message was not sent: %s"), error);
}

static void
submit (DrayMessageBook *self,
        DrayIntent      *intent)
{
  dray_workspace_submit_async (get_workspace (self), intent, NULL, on_submitted, g_object_ref (self));
}

/**
 * dray_message_book_send:
 * @trucks: (array length=n_trucks): whose drivers are told; several of them make a broadcast
 * @text: without blanks around it something has to be left
 * @hold: the cab shows it only once the truck stands
 */
void
dray_message_book_send (DrayMessageBook *self,
                        const DrayId    *trucks,
                        guint            n_trucks,
                        const char      *text,
                        gboolean         hold)
{
  g_return_if_fail (DRAY_IS_MESSAGE_BOOK (self));

  g_autofree char *words = g_strstrip (g_strdup (text));
  DrayId broadcast = dray_engine_make_id (self->engine);
  g_autofree char *name = dray_id_dup_text (&broadcast);

  if (*words == '\0')
    return;
  for (guint i = 0; i < n_trucks; i++) {
    DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (get_workspace (self)), "message.send");
    DrayId id = dray_engine_make_id (self->engine);

    dray_intent_set_id (intent, "message", &id);
    dray_intent_set_id (intent, "truck", &trucks[i]);
    dray_intent_set_text (intent, "author", g_get_real_name ());
    dray_intent_set_text (intent, "text", words);
    dray_intent_set_integer (intent, "hold", hold);
    dray_intent_set_integer (intent, "at_us", get_now_us (self));
    if (n_trucks > 1)
      dray_intent_set_text (intent, "broadcast", name);
    submit (self, intent);
  }
}

/* What the truck's driver wrote is read by somebody at the desk. */
void
dray_message_book_mark_read (DrayMessageBook *self,
                             const DrayId    *truck)
{
  const DrayMessageThread *thread = dray_message_book_find_thread (self, truck);

  for (guint i = 0; thread != NULL && thread->n_unread > 0 && i < thread->messages->len; i++) {
    const DrayRow *message = thread->messages->pdata[i];
    DrayIntent *intent;

    if (!is_from_driver (message) || dray_row_has (message, DRAY_MESSAGE_READ_US))
      continue;
    intent = dray_intent_new (dray_workspace_get_schema (get_workspace (self)), "message.read");
    dray_intent_set_id (intent, "message", &message->id);
    dray_intent_set_integer (intent, "at_us", get_now_us (self));
    submit (self, intent);
  }
}
