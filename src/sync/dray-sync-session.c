/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What one line hears: the log from its cursor on, in frames, as far as its window allows, without what its role may not read. An
 * operation of which nothing may be read is passed over, but the cursor goes on; one that is its own always comes, as its verdict. */

#include "dray-sync-session-private.h"

#include "dray-plant.h"

#include <string.h>

/* Log entries that are read at a time. */
#define READ_OPERATIONS 64

/* Log entries that a tenant keeps for those who keep up. */
#define KEEP_OPERATIONS 1024

DraySyncSession *
dray_sync_session_new (DraySyncTenant       *tenant,
                       const DrayActor      *actor,
                       const DraySyncLimits *limits)
{
  DraySyncSession *self = g_new0 (DraySyncSession, 1);

  self->messages = g_ptr_array_new_with_free_func (g_free);
  self->pushes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_sync_push_free);
  self->said = g_array_new (FALSE, FALSE, sizeof (DraySyncSaid));
  self->role = g_strdup (actor->role);
  self->places = g_array_new (FALSE, FALSE, sizeof (DraySyncPlace));
  self->tenant = tenant;
  self->limits = *limits;
  self->actor = *actor;
  self->actor.role = self->role;
  return self;
}

void
dray_sync_session_free (DraySyncSession *self)
{
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->pushes);
  g_array_unref (self->said);
  g_array_unref (self->places);
  g_free (self->name);
  g_free (self->role);
  g_free (self);
}

/* Returns: (transfer full) (element-type utf8): what is to be sent, in order */
GPtrArray *
dray_sync_session_take_messages (DraySyncSession *self)
{
  GPtrArray *taken = self->messages;

  self->messages = g_ptr_array_new_with_free_func (g_free);
  return taken;
}

/* Whether the line is to be closed once everything has been sent. */
gboolean
dray_sync_session_is_over (DraySyncSession *self)
{
  return self->is_over;
}

void
dray_sync_session_say (DraySyncSession       *self,
                       const DraySyncMessage *message)
{
  g_ptr_array_add (self->messages, dray_sync_message_write (message));
}

void
dray_sync_session_err (DraySyncSession *self,
                       DraySyncCode     code,
                       gint64           mid,
                       const char      *text)
{
  g_autoptr (DraySyncMessage) err = dray_sync_message_new (DRAY_SYNC_ERR);

  err->code = code;
  err->client = self->client;
  err->mid = mid;
  err->retry_ms = code == DRAY_SYNC_CODE_RETRY_AFTER ? 1000 : 0;
  err->text = g_strdup (text);
  dray_sync_session_say (self, err);
}

/* One message in the making. */
typedef struct {
  GString *ops;
  guint    n_effects;
  gint64   prev;
  gint64   to;
} Frame;

static void
send_frame (DraySyncSession *self,
            Frame           *frame,
            gint64           part,
            gboolean         more)
{
  g_autoptr (GString) json = g_string_sized_new (frame->ops->len + 128);
  DraySyncSaid said = { frame->to, 0 };

  g_string_append_printf (json, "{\"type\":\"CHANGES\",\"prev\":%" G_GINT64_FORMAT ",\"to\":%" G_GINT64_FORMAT ",\"part\":%" G_GINT64_FORMAT
                          ",\"more\":%s,\"stable\":%" G_GINT64_FORMAT ",\"ops\":[%s]}",
                          frame->prev, frame->to, part, more ? "true" : "false", self->tenant->stable, frame->ops->str);
  said.n_bytes = json->len;
  self->n_said += json->len;
  g_array_append_val (self->said, said);
  g_ptr_array_add (self->messages, g_string_free (g_steal_pointer (&json), FALSE));
  g_string_truncate (frame->ops, 0);
  frame->n_effects = 0;
  if (!more)
    frame->prev = frame->to;
}

/* The row that says whose @row is: itself, or the one at the end of its parents. %NULL where that is not there. */
static DrayRow *
find_owner (DrayStore *store,
            DrayRow   *row)
{
  DrayRow *at = dray_row_ref (row);

  for (int depth = 0; depth < 4 && at != NULL && at->table->parent_field != NULL; depth++) {
    int field = dray_table_find_field (at->table, at->table->parent_field);
    const DrayTable *parent = dray_schema_find_table (dray_store_get_schema (store), at->table->fields[field].refers_to);
    DrayId id = dray_row_get_id (at, field);
    DrayRow *next = parent != NULL ? dray_store_get_row (store, parent, &id, NULL) : NULL;

    dray_row_unref (at);
    at = next;
  }
  return at;
}

/* Whether the session may hold the row, as it is now. */
static gboolean
may_read (DraySyncSession  *self,
          const DrayEffect *effect)
{
  g_autofree char *permission = g_strconcat (effect->table->name, ".read", NULL);
  DrayStore *store = self->tenant->store;
  DrayScope scope = dray_schema_get_scope (dray_store_get_schema (store), &self->actor, permission);
  g_autoptr (DrayRow) row = NULL, owner = NULL;

  if (effect->table->bucket == DRAY_BUCKET_LOCAL)
    return FALSE;
  if (DRAY_PLANTED ("role-filter-missing") || scope == DRAY_SCOPE_TENANT)
    return TRUE;
  if (scope == DRAY_SCOPE_NONE)
    return FALSE;
  row = dray_store_get_row (store, effect->table, &effect->id, NULL);
  owner = row != NULL ? find_owner (store, row) : NULL;
  return owner != NULL && dray_access_covers (&self->actor, scope, owner);
}

static guint
append_effects (DraySyncSession  *self,
                const DrayChange *change,
                guint             first,
                GString          *json,
                guint            *n_effects)
{
  guint i = first;

  *n_effects = 0;
  for (; i < change->effects->len && *n_effects < self->limits.batch_effects && json->len < self->limits.batch_bytes; i++) {
    const DrayEffect *effect = dray_effects_get (change->effects, i);

    if (!may_read (self, effect))
      continue;
    if (*n_effects > 0)
      g_string_append_c (json, ',');
    dray_sync_append_effect (json, effect);
    *n_effects += 1;
  }
  return i;
}

static gboolean
is_own (DraySyncSession  *self,
        const DrayChange *change)
{
  return dray_id_equal (&change->client, &self->client);
}

/* What doesn't fit into one message comes in parts. */
static void
send_parts (DraySyncSession  *self,
            Frame            *frame,
            const DrayChange *change)
{
  gint64 part = 0;

  frame->prev = MAX (frame->prev, change->seq - 1);
  frame->to = change->seq;
  for (guint at = 0; at < change->effects->len; part++) {
    guint n_effects;

    dray_sync_append_change_head (frame->ops, change);
    at = append_effects (self, change, at, frame->ops, &n_effects);
    g_string_append (frame->ops, "]}");
    send_frame (self, frame, part, at < change->effects->len);
  }
}

static void
free_text (gpointer text)
{
  if (text != NULL)
    g_string_free (text, TRUE);
}

static void
forget_changes (DraySyncTenant *tenant,
                guint           n)
{
  g_ptr_array_remove_range (tenant->changes, 0, n);
  g_ptr_array_remove_range (tenant->texts, 0, n);
  tenant->changes_after += n;
}

/* Reads on behind what is kept. */
static gboolean
read_more (DraySyncTenant  *tenant,
           gint64           after,
           GError         **error)
{
  g_autoptr (GPtrArray) more = dray_store_list_changes (tenant->store, after, READ_OPERATIONS, error);

  if (more == NULL)
    return FALSE;
  if (tenant->changes->len >= KEEP_OPERATIONS)
    forget_changes (tenant, tenant->changes->len / 2);
  g_ptr_array_extend_and_steal (tenant->changes, g_steal_pointer (&more));
  g_ptr_array_set_size (tenant->texts, (int) tenant->changes->len);
  return TRUE;
}

/* Puts where what the log has behind @after begins in the tenant's list of changes. Those who keep up ask for the same, one after the
 * other, so that the last ones are kept; the seq has no gaps. */
static gboolean
read_changes (DraySyncTenant  *tenant,
              gint64           after,
              guint           *first,
              GError         **error)
{
  gint64 end = tenant->changes_after + (tenant->changes != NULL ? tenant->changes->len : 0);

  if (tenant->changes == NULL || after < tenant->changes_after || after > end) {
    g_clear_pointer (&tenant->changes, g_ptr_array_unref);
    g_clear_pointer (&tenant->texts, g_ptr_array_unref);
    tenant->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_change_free);
    tenant->texts = g_ptr_array_new_with_free_func (free_text);
    tenant->changes_after = end = after;
  }
  if (after == end && !read_more (tenant, after, error))
    return FALSE;
  *first = (guint) (after - tenant->changes_after);
  return TRUE;
}

/* Whether nothing of it is kept from the session. */
static gboolean
may_read_all (DraySyncSession  *self,
              const DrayChange *change)
{
  for (guint i = 0; i < change->effects->len; i++)
    if (!may_read (self, dray_effects_get (change->effects, i)))
      return FALSE;
  return change->effects->len <= self->limits.batch_effects;
}

/* The operation as JSON, without what the session may not read; the whole of it is written once for all. */
static GString *
write_change (DraySyncSession  *self,
              const DrayChange *change,
              GString         **shared,
              guint            *n_effects,
              guint            *end)
{
  gboolean is_whole = may_read_all (self, change);
  GString *json;

  *n_effects = *end = change->effects->len;
  if (is_whole && *shared != NULL)
    return *shared;
  json = g_string_sized_new (512);
  dray_sync_append_change_head (json, change);
  *end = append_effects (self, change, 0, json, n_effects);
  g_string_append (json, "]}");
  if (is_whole && *end == change->effects->len)
    *shared = json;
  return json;
}

static void
send_change (DraySyncSession  *self,
             Frame            *frame,
             const DrayChange *change,
             GString         **shared)
{
  guint n_effects, end;
  GString *json = write_change (self, change, shared, &n_effects, &end);
  g_autoptr (GString) own = json != *shared ? json : NULL;

  if (frame->ops->len > 0 && (end < change->effects->len || frame->n_effects + n_effects > self->limits.batch_effects ||
                              frame->ops->len + json->len > self->limits.batch_bytes))
    send_frame (self, frame, 0, FALSE);
  if (end < change->effects->len) {
    /* Everything before it that was passed over must not hang on its first part alone. */
    if (frame->prev < change->seq - 1) {
      frame->to = change->seq - 1;
      send_frame (self, frame, 0, FALSE);
    }
    send_parts (self, frame, change);
    return;
  }
  frame->to = change->seq;
  if (n_effects == 0 && !is_own (self, change))
    return;
  if (frame->ops->len > 0)
    g_string_append_c (frame->ops, ',');
  g_string_append_len (frame->ops, json->str, (gssize) json->len);
  frame->n_effects += n_effects;
}

/* Says what there is to say, as far as the window is open. */
gboolean
dray_sync_session_stream (DraySyncSession  *self,
                          GError          **error)
{
  while (self->is_following && self->sent < self->tenant->head && self->n_said < self->limits.window_bytes) {
    g_autoptr (GString) ops = g_string_sized_new (1024);
    Frame frame = { ops, 0, self->sent, self->sent };
    GPtrArray *changes;
    guint first, end;

    if (!read_changes (self->tenant, self->sent, &first, error))
      return FALSE;
    changes = self->tenant->changes;
    end = MIN (first + READ_OPERATIONS, changes->len);
    for (guint i = first; i < end; i++)
      send_change (self, &frame, changes->pdata[i], (GString **) &self->tenant->texts->pdata[i]);
    if (frame.to > frame.prev)
      send_frame (self, &frame, 0, FALSE);
    if (first == end)
      break;
    self->sent = ((const DrayChange *) changes->pdata[end - 1])->seq;
  }
  return TRUE;
}

/* It wants everything behind @cursor. */
gboolean
dray_sync_session_follow (DraySyncSession  *self,
                          gint64            cursor,
                          GError          **error)
{
  self->is_following = TRUE;
  self->sent = cursor;
  self->n_said = 0;
  g_array_set_size (self->said, 0);
  return dray_sync_session_stream (self, error);
}

/* It has everything up to @cursor: that much of the window is open again. */
void
dray_sync_session_have (DraySyncSession *self,
                        gint64           cursor)
{
  guint n = 0;

  while (n < self->said->len && g_array_index (self->said, DraySyncSaid, n).to <= cursor)
    self->n_said -= g_array_index (self->said, DraySyncSaid, n++).n_bytes;
  if (n > 0)
    g_array_remove_range (self->said, 0, n);
}

/* Where its window is shut, it hears at least that there is more. */
void
dray_sync_session_poke (DraySyncSession *self)
{
  g_autoptr (DraySyncMessage) poke = dray_sync_message_new (DRAY_SYNC_POKE);

  poke->head = self->tenant->head;
  poke->stable = self->tenant->stable;
  dray_sync_session_say (self, poke);
}

/* Where another console is, as far as this one may know of the records. */
void
dray_sync_session_say_presence (DraySyncSession       *self,
                                const DraySyncSession *other)
{
  g_autoptr (DraySyncMessage) presence = dray_sync_message_new (DRAY_SYNC_PRESENCE);

  if (!self->is_following || dray_id_equal (&self->client, &other->client))
    return;
  presence->client = other->client;
  presence->text = g_strdup (other->name);
  for (guint i = 0; i < other->places->len; i++) {
    const DraySyncPlace *place = &g_array_index (other->places, DraySyncPlace, i);
    DrayEffect effect = { .table = place->table, .id = place->id };

    if (may_read (self, &effect))
      g_array_append_vals (presence->places, place, 1);
  }
  dray_sync_session_say (self, presence);
}

/* Who it is, for the others. */
void
dray_sync_session_set_name (DraySyncSession *self,
                            const char      *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
}
