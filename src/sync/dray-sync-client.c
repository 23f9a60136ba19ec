/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What a workspace says and hears. It greets with who it is and where it stands; the hub answers with where *it* stands, and how far
 * what the two know is the same. Beyond that the workspace rolls back. Then two streams run beside each other: the hub's changes
 * downwards from the cursor, the operations that wait upwards, one push at a time.
 *
 * Nothing here trusts the line: a message may be lost, come twice or out of order. What is missing is noticed by numbers (prev of
 * CHANGES, mid of ACK) or by time, and asked for again. An operation waits until CHANGES bring it or a verdict rejects it; an ACK
 * alone only says that it need not be pushed again while this line lasts. */

#include "dray-sync-client.h"

#include "dray-outbox.h"
#include "dray-plant.h"
#include "dray-sync-error.h"
#include "dray-units.h"

#include <string.h>

#define SECOND_US G_GINT64_CONSTANT (1000000)
#define ANSWER_US (5 * SECOND_US)
#define PULL_AGAIN_US (2 * SECOND_US)
#define PING_US (20 * SECOND_US)
#define DEAD_US (45 * SECOND_US)

struct _DraySyncClient {
  /* Owned */
  GPtrArray     *messages;    /* (element-type utf8): to be sent */
  GPtrArray     *parts;       /* (element-type DrayChange): of CHANGES that come in several frames */
  GArray        *places;      /* (element-type DraySyncPlace): where we are */
  GHashTable    *others;      /* (element-type DrayId DraySyncOther): who else is there */
  /* Borrowed */
  DrayStore     *store;
  DrayRandom     random;
  DraySyncState  state;
  gboolean       others_differ; /* from what was taken last */
  gboolean       is_copied;   /* another copy of this workspace goes about under its name */
  DrayStanding      place;
  gint64         head;        /* the hub's */
  gint64         known_mid;   /* up to here the hub has decided */
  gint64         acked_mid;   /* up to here it has told this line so */
  gint64         pushed_mid;  /* up to here a push is on its way */
  gint64         pushed_us;
  gint64         pulled_us;
  gint64         greeted_us;
  gint64         heard_us;
  gint64         said_us;
  gint64         resume_us;   /* no push before: the hub is busy, or too old */
  gint64         parts_prev;
  gint64         parts_to;
  gint64         next_part;
};

/**
 * dray_sync_client_new:
 * @store: outlives it; turned into one behind a hub by dray_store_join()
 * @seed: for the new id that a copied workspace takes
 */
DraySyncClient *
dray_sync_client_new (DrayStore *store,
                      guint64    seed)
{
  DraySyncClient *self = g_new0 (DraySyncClient, 1);

  self->store = store;
  self->messages = g_ptr_array_new_with_free_func (g_free);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_change_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (DraySyncPlace));
  self->others = g_hash_table_new_full (dray_id_hash, dray_id_equal, NULL, (GDestroyNotify) dray_sync_other_free);
  dray_random_init (&self->random, seed);
  return self;
}

void
dray_sync_client_free (DraySyncClient *self)
{
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->parts);
  g_array_unref (self->places);
  g_hash_table_unref (self->others);
  g_free (self);
}

/* Returns: (transfer full) (element-type utf8): what is to be sent, in order */
GPtrArray *
dray_sync_client_take_messages (DraySyncClient *self)
{
  GPtrArray *taken = self->messages;

  self->messages = g_ptr_array_new_with_free_func (g_free);
  return taken;
}

static void say_presence (DraySyncClient *self, gint64 now_us);

/* Which records are looked at here: all of them, each time. The hub tells the others. */
void
dray_sync_client_set_places (DraySyncClient *self,
                             GArray         *places,
                             gint64          now_us)
{
  g_array_set_size (self->places, 0);
  g_array_append_vals (self->places, places->data, MIN (places->len, DRAY_SYNC_MAX_PLACES));
  if (self->state == DRAY_SYNC_ONLINE)
    say_presence (self, now_us);
}

/* Returns: (transfer full) (nullable) (element-type DraySyncOther): who else is there; %NULL where that is as it was taken last */
GPtrArray *
dray_sync_client_take_others (DraySyncClient *self)
{
  GPtrArray *others;
  GHashTableIter iter;
  gpointer other;

  if (!self->others_differ)
    return NULL;
  others = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_sync_other_free);
  self->others_differ = FALSE;
  g_hash_table_iter_init (&iter, self->others);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    g_ptr_array_add (others, dray_sync_other_copy (other));
  return others;
}

DraySyncState
dray_sync_client_get_state (DraySyncClient *self)
{
  return self->state;
}

/* Whether everything that the hub had said by its last word is here. */
gboolean
dray_sync_client_is_caught_up (DraySyncClient *self)
{
  return self->state == DRAY_SYNC_ONLINE && self->place.cursor >= self->head;
}

/* What came of CHANGES in parts is void; the next one has to be a first part. */
static void
drop_parts (DraySyncClient *self)
{
  g_ptr_array_set_size (self->parts, 0);
  self->next_part = 0;
}

static void
say (DraySyncClient        *self,
     const DraySyncMessage *message,
     gint64                 now_us)
{
  self->said_us = now_us;
  g_ptr_array_add (self->messages, dray_sync_message_write (message));
}

static void
say_presence (DraySyncClient *self,
              gint64          now_us)
{
  g_autoptr (DraySyncMessage) presence = dray_sync_message_new (DRAY_SYNC_PRESENCE);

  g_array_append_vals (presence->places, self->places->data, self->places->len);
  say (self, presence, now_us);
}

/* Who was there is not known any more. */
static void
forget_others (DraySyncClient *self)
{
  self->others_differ = self->others_differ || g_hash_table_size (self->others) > 0;
  g_hash_table_remove_all (self->others);
}

static gboolean
say_hello (DraySyncClient  *self,
           gint64           now_us,
           GError         **error)
{
  g_autoptr (DraySyncMessage) hello = dray_sync_message_new (DRAY_SYNC_HELLO);

  if (!dray_store_get_standing (self->store, &self->place, error))
    return FALSE;
  self->state = DRAY_SYNC_GREETING;
  self->greeted_us = now_us;
  drop_parts (self);
  forget_others (self);
  hello->client = dray_store_get_client (self->store);
  hello->epoch = self->place.epoch;
  hello->cursor = self->place.cursor;
  hello->mid = self->place.mid;
  hello->hello_us = now_us;
  say (self, hello, now_us);
  return TRUE;
}

static void
say_pull (DraySyncClient *self,
          gint64          now_us)
{
  g_autoptr (DraySyncMessage) pull = dray_sync_message_new (DRAY_SYNC_PULL);

  self->pulled_us = now_us;
  drop_parts (self);
  pull->epoch = self->place.epoch;
  pull->cursor = self->place.cursor;
  say (self, pull, now_us);
}

static void
say_have (DraySyncClient *self,
          gint64          now_us)
{
  g_autoptr (DraySyncMessage) have = dray_sync_message_new (DRAY_SYNC_HAVE);

  have->cursor = self->place.cursor;
  say (self, have, now_us);
}

static DraySyncPush *
make_push (const DrayPending *pending)
{
  DraySyncPush *push = g_new0 (DraySyncPush, 1);

  push->mid = pending->mid;
  push->operation = g_strdup (pending->operation);
  push->arguments = g_strdup (pending->arguments);
  push->base_seq = pending->base_seq;
  push->at_us = pending->at_us;
  memcpy (push->hash, g_bytes_get_data (pending->hash, NULL), sizeof push->hash);
  return push;
}

/* As much as one message takes of what is not yet on its way, where none is. */
static gboolean
say_push (DraySyncClient  *self,
          gint64           now_us,
          GError         **error)
{
  g_autoptr (DraySyncMessage) push = NULL;
  g_autoptr (GPtrArray) own = NULL;
  gsize n_bytes = 0;

  if (self->pushed_mid > self->acked_mid || now_us < self->resume_us || self->is_copied)
    return TRUE;
  own = dray_store_list_own (self->store, self->acked_mid, self->known_mid, DRAY_SYNC_PUSH_OPERATIONS, error);
  if (own == NULL)
    return FALSE;
  push = dray_sync_message_new (DRAY_SYNC_PUSH);
  push->client = dray_store_get_client (self->store);
  for (guint i = 0; i < own->len; i++) {
    const DrayPending *pending = own->pdata[i];

    n_bytes += strlen (pending->arguments) + 160;
    if (i > 0 && n_bytes > DRAY_SYNC_BATCH_BYTES)
      break;
    g_ptr_array_add (push->pushes, make_push (pending));
    self->pushed_mid = pending->mid;
  }
  self->pushed_us = now_us;
  if (push->pushes->len > 0)
    say (self, push, now_us);
  return TRUE;
}

/**
 * dray_sync_client_connect:
 *
 * There is a line.
 */
gboolean
dray_sync_client_connect (DraySyncClient  *self,
                          gint64           now_us,
                          GError         **error)
{
  self->heard_us = now_us;
  self->resume_us = 0;
  self->is_copied = FALSE;
  g_ptr_array_set_size (self->messages, 0);
  return say_hello (self, now_us, error);
}

/* The line is gone. */
void
dray_sync_client_disconnect (DraySyncClient *self)
{
  self->state = DRAY_SYNC_OFFLINE;
  g_ptr_array_set_size (self->messages, 0);
  drop_parts (self);
  forget_others (self);
}

/* Everything of ours that the hub had accepted under the old name is here, so what waits may be said under another one. */
static gboolean
take_new_name (DraySyncClient  *self,
               gint64           now_us,
               GError         **error)
{
  DrayId client = dray_id_new (now_us, &self->random);

  self->is_copied = FALSE;
  return dray_store_take_client (self->store, &client, error) && say_hello (self, now_us, error);
}

/* What the hub said to the name that this workspace had before is of no concern. */
static gboolean
is_for_us (DraySyncClient         *self,
           const DraySyncMessage  *message)
{
  DrayId client = dray_store_get_client (self->store);

  return dray_id_is_none (&message->client) || dray_id_equal (&message->client, &client);
}

static gboolean
move_to_epoch (DraySyncClient         *self,
               const DraySyncMessage  *welcome,
               GError                **error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (welcome->fork < self->place.cursor) {
    if (!dray_store_roll_back (self->store, welcome->epoch, welcome->fork, error))
      return FALSE;
  } else if (welcome->epoch != self->place.epoch) {
    self->place.epoch = welcome->epoch;
    if (!dray_store_apply_changes (self->store, &self->place, none, error))
      return FALSE;
  }
  return dray_store_get_standing (self->store, &self->place, error);
}

static gboolean
on_welcome (DraySyncClient         *self,
            const DraySyncMessage  *welcome,
            gint64                  now_us,
            GError                **error)
{
  g_autoptr (GPtrArray) first = NULL;

  /* The answer to an earlier greeting speaks of where we stood then. */
  if (self->state != DRAY_SYNC_GREETING || !is_for_us (self, welcome) || welcome->hello_us != self->greeted_us)
    return TRUE;
  self->is_copied = self->is_copied || welcome->mid > self->place.mid;
  if (!move_to_epoch (self, welcome, error))
    return FALSE;
  if (self->is_copied && self->place.cursor >= welcome->head)
    return take_new_name (self, now_us, error);
  first = dray_store_list_pending (self->store, 0, 1, error);
  if (first == NULL)
    return FALSE;
  self->state = DRAY_SYNC_ONLINE;
  self->head = welcome->head;
  self->known_mid = welcome->mid;
  /* Of what the hub has decided and we still hold as waiting, its verdict was lost: it gives it again. */
  self->acked_mid = first->len > 0 ? MIN (welcome->mid, ((const DrayPending *) first->pdata[0])->mid - 1) : welcome->mid;
  self->pushed_mid = self->acked_mid;
  say_pull (self, now_us);
  if (self->places->len > 0)
    say_presence (self, now_us);
  return say_push (self, now_us, error);
}

/* CHANGES that come in parts are one when the last has come. Returns: whether the message is whole now */
static gboolean
gather (DraySyncClient  *self,
        DraySyncMessage *message)
{
  if (message->part == 0)
    drop_parts (self);
  else if (message->part != self->next_part || message->prev != self->parts_prev || message->to != self->parts_to)
    return FALSE;
  self->parts_prev = message->prev;
  self->parts_to = message->to;
  self->next_part = message->part + 1;
  if (!message->more && message->part == 0)
    return TRUE;
  if (DRAY_PLANTED ("frames-apart") && message->more)
    return TRUE;
  for (guint i = 0; i < message->changes->len; i++) {
    DrayChange *change = message->changes->pdata[i];
    DrayChange *last = self->parts->len > 0 ? self->parts->pdata[self->parts->len - 1] : NULL;

    if (last != NULL && last->seq == change->seq) {
      g_array_append_vals (last->effects, change->effects->data, change->effects->len);
      g_array_set_clear_func (change->effects, NULL);
    } else {
      g_ptr_array_add (self->parts, change);
      message->changes->pdata[i] = dray_change_new ();
    }
  }
  if (message->more)
    return FALSE;
  g_ptr_array_unref (message->changes);
  message->changes = g_ptr_array_ref (self->parts);
  return TRUE;
}

/* What was applied before, in a stream that began anew, is not applied again. */
static void
drop_known (GPtrArray *changes,
            gint64     cursor)
{
  while (changes->len > 0 && ((const DrayChange *) changes->pdata[0])->seq <= cursor)
    g_ptr_array_remove_index (changes, 0);
}

static gboolean
apply (DraySyncClient   *self,
       DraySyncMessage  *message,
       gint64            now_us,
       GError          **error)
{
  DrayStanding place = self->place;
  guint n_good;

  place.cursor = message->to;
  place.stable = message->stable;
  if (!dray_store_find_copy (self->store, message->changes, &n_good, error))
    return FALSE;
  if (n_good < message->changes->len) {
    self->is_copied = TRUE;
    place.cursor = ((const DrayChange *) message->changes->pdata[n_good])->seq - 1;
    g_ptr_array_set_size (message->changes, n_good);
  }
  if (!dray_store_apply_changes (self->store, &place, message->changes, error) || !dray_store_get_standing (self->store, &self->place, error))
    return FALSE;
  self->head = MAX (self->head, self->place.cursor);
  if (self->is_copied && (self->place.cursor >= self->head || self->place.cursor < message->to))
    return take_new_name (self, now_us, error);
  say_have (self, now_us);
  return TRUE;
}

static gboolean
on_changes (DraySyncClient   *self,
            DraySyncMessage  *message,
            gint64            now_us,
            GError          **error)
{
  if (self->state != DRAY_SYNC_ONLINE)
    return TRUE;
  self->head = MAX (self->head, message->to);
  if (message->to <= self->place.cursor && !DRAY_PLANTED ("old-changes-applied"))
    return TRUE;
  if (message->prev > self->place.cursor && !DRAY_PLANTED ("gap-ignored")) {
    /* Something in between was lost; what was asked for may be on its way. */
    if (now_us - self->pulled_us >= PULL_AGAIN_US)
      say_pull (self, now_us);
    return TRUE;
  }
  if (!gather (self, message))
    return TRUE;
  if (!DRAY_PLANTED ("old-changes-applied"))
    drop_known (message->changes, self->place.cursor);

  gboolean applied = apply (self, message, now_us, error);

  drop_parts (self);
  return applied;
}

/* Those that the hub rejected leave the view. */
static gboolean
take_refusals (DraySyncClient   *self,
               const GPtrArray  *verdicts,
               GError          **error)
{
  g_autoptr (GArray) refusals = g_array_new (FALSE, FALSE, sizeof (DrayRefusal));

  for (guint i = 0; i < verdicts->len; i++) {
    const DraySyncVerdict *verdict = verdicts->pdata[i];
    DrayRefusal refusal = { verdict->mid, verdict->note };

    if (verdict->verdict == DRAY_VERDICT_REJECTED)
      g_array_append_val (refusals, refusal);
  }
  return refusals->len == 0 || dray_store_apply_refusals (self->store, (const DrayRefusal *) (gconstpointer) refusals->data, refusals->len, error);
}

#ifdef DRAY_PLANTS
static void
drop_acknowledged (DraySyncClient *self,
                   gint64          mid)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE log SET verdict = 1 WHERE client = 1 AND verdict = 0 AND mid <= %d", (int) mid);

  dray_database_execute (dray_store_get_database (self->store), sql, NULL);
}
#endif

static gboolean
on_ack (DraySyncClient         *self,
        const DraySyncMessage  *message,
        gint64                  now_us,
        GError                **error)
{
  if (self->state != DRAY_SYNC_ONLINE || !is_for_us (self, message))
    return TRUE;
  if (!take_refusals (self, message->verdicts, error))
    return FALSE;
#ifdef DRAY_PLANTS
  if (DRAY_PLANTED ("outbox-dropped-at-ack"))
    drop_acknowledged (self, message->mid);
#endif
  for (guint i = 0; i < message->verdicts->len; i++) {
    const DraySyncVerdict *verdict = message->verdicts->pdata[i];

    self->acked_mid = MAX (self->acked_mid, verdict->mid);
    self->known_mid = MAX (self->known_mid, verdict->mid);
  }
  self->pushed_mid = MAX (self->pushed_mid, self->acked_mid);
  return say_push (self, now_us, error);
}

static gboolean
on_err (DraySyncClient         *self,
        const DraySyncMessage  *message,
        gint64                  now_us,
        GError                **error)
{
  if (!is_for_us (self, message))
    return TRUE;
  switch (message->code) {
    case DRAY_SYNC_CODE_RETRY_AFTER:
      self->resume_us = now_us + message->retry_ms * 1000;
      self->pushed_mid = self->acked_mid;
      return TRUE;
    case DRAY_SYNC_CODE_SCHEMA_OLD:
      /* What waits behind it waits until the hub has been updated. */
      self->resume_us = G_MAXINT64;
      return TRUE;
    case DRAY_SYNC_CODE_GAP:
      self->acked_mid = MIN (self->acked_mid, message->mid);
      self->known_mid = MIN (self->known_mid, message->mid);
      self->pushed_mid = self->acked_mid;
      return say_push (self, now_us, error);
    case DRAY_SYNC_CODE_EPOCH:
      return say_hello (self, now_us, error);
    case DRAY_SYNC_CODE_CLIENT_FORK:
      /* First it has to be known what of ours was accepted: everything up to the hub's head of now. */
      self->is_copied = TRUE;
      return say_hello (self, now_us, error);
    case DRAY_SYNC_CODE_UNAUTHENTICATED:
    case DRAY_SYNC_CODE_FORBIDDEN:
      g_set_error (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_REFUSED, "%s", message->text != NULL ? message->text : "the hub refuses");
      return FALSE;
    case DRAY_SYNC_CODE_TOO_LARGE:
    case DRAY_SYNC_CODE_PROTO:
    case DRAY_SYNC_N_CODES:
    default:
      g_set_error (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_PROTO, "%s", message->text != NULL ? message->text : "the hub did not understand");
      return FALSE;
  }
}

/* The hub stands at @head; where nothing comes of it, it is asked. */
static gboolean
on_poke (DraySyncClient         *self,
         const DraySyncMessage  *message,
         gint64                  now_us)
{
  if (self->state != DRAY_SYNC_ONLINE)
    return TRUE;
  self->head = MAX (self->head, message->head);
  if (self->head > self->place.cursor && now_us - self->pulled_us >= PULL_AGAIN_US)
    say_pull (self, now_us);
  return TRUE;
}

static void
on_presence (DraySyncClient        *self,
             const DraySyncMessage *message)
{
  DraySyncOther *other;

  if (dray_id_is_none (&message->client))
    return;
  self->others_differ = TRUE;
  if (message->places->len == 0) {
    g_hash_table_remove (self->others, &message->client);
    return;
  }
  other = dray_sync_other_new (&message->client, message->text != NULL ? message->text : "?", message->places);
  g_hash_table_replace (self->others, &other->client, other);
}

static void
say_pong (DraySyncClient         *self,
          const DraySyncMessage  *ping,
          gint64                  now_us)
{
  g_autoptr (DraySyncMessage) pong = dray_sync_message_new (DRAY_SYNC_PONG);

  pong->at_us = ping->at_us;
  say (self, pong, now_us);
}

/**
 * dray_sync_client_receive:
 *
 * The line brought a message.
 *
 * Errors: those of #DraySyncError and of the file; in each case the line is to be closed, and opened again later
 */
gboolean
dray_sync_client_receive (DraySyncClient  *self,
                          const char      *text,
                          gssize           n_bytes,
                          gint64           now_us,
                          GError         **error)
{
  g_autoptr (DraySyncMessage) message = NULL;

  if (self->state == DRAY_SYNC_OFFLINE)
    return TRUE;
  message = dray_sync_message_parse (dray_store_get_schema (self->store), text, n_bytes, error);
  if (message == NULL)
    return FALSE;
  self->heard_us = now_us;
  switch (message->kind) {
    case DRAY_SYNC_WELCOME:
      return on_welcome (self, message, now_us, error);
    case DRAY_SYNC_CHANGES:
      return on_changes (self, message, now_us, error);
    case DRAY_SYNC_ACK:
      return on_ack (self, message, now_us, error);
    case DRAY_SYNC_ERR:
      return on_err (self, message, now_us, error);
    case DRAY_SYNC_POKE:
      return on_poke (self, message, now_us);
    case DRAY_SYNC_PRESENCE:
      on_presence (self, message);
      return TRUE;
    case DRAY_SYNC_PING:
      say_pong (self, message, now_us);
      return TRUE;
    case DRAY_SYNC_PONG:
      return TRUE;
    case DRAY_SYNC_HELLO:
    case DRAY_SYNC_PULL:
    case DRAY_SYNC_HAVE:
    case DRAY_SYNC_PUSH:
    case DRAY_SYNC_N_KINDS:
    default:
      g_set_error (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_PROTO, "a hub does not say %s", dray_sync_kinds[message->kind]);
      return FALSE;
  }
}

/**
 * dray_sync_client_tick:
 *
 * Time passed, or something was submitted to the store. To be called once a second at least.
 *
 * Errors: as dray_sync_client_receive(), and %DRAY_SYNC_ERROR_LINE for a hub that has not been heard for 45 seconds
 */
gboolean
dray_sync_client_tick (DraySyncClient  *self,
                       gint64           now_us,
                       GError         **error)
{
  if (self->state == DRAY_SYNC_OFFLINE)
    return TRUE;
  if (now_us - self->heard_us >= DEAD_US) {
    g_set_error_literal (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_LINE, "the hub has gone silent");
    return FALSE;
  }
  if (now_us - self->said_us >= PING_US) {
    g_autoptr (DraySyncMessage) ping = dray_sync_message_new (DRAY_SYNC_PING);

    ping->at_us = now_us;
    say (self, ping, now_us);
  }
  if (self->state == DRAY_SYNC_GREETING)
    return now_us - self->greeted_us < ANSWER_US || say_hello (self, now_us, error);
  if (self->head > self->place.cursor && now_us - self->pulled_us >= PULL_AGAIN_US)
    say_pull (self, now_us);
  if (self->pushed_mid > self->acked_mid && now_us - self->pushed_us >= ANSWER_US)
    return say_hello (self, now_us, error);
  return say_push (self, now_us, error);
}
