/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* GET /v1/events: what is accepted, as it is accepted, for other systems. Server-sent events: the id is the seq, so that whoever comes
 * again with Last-Event-ID misses nothing; the data is the operation as CHANGES of docs/sync.md has it. Who may read everything of the
 * tenant may listen. One read of the log at a time and stream, and the next when what was said has been written: a listener that
 * stalls costs a frame. A stream ends with its token. */

#include "dray-hub-private.h"
#include "dray-sync-message.h"

#include <string.h>

#define TICK_MS 200
#define AT_ONCE 64
#define SILENCE_US (10 * G_USEC_PER_SEC)
#define MAX_STREAMS 200

typedef struct {
  DrayRequest *request;     /* Owned */
  gint64       cursor;      /* said up to here; -1: from now on */
  gboolean     is_reading;  /* the writing thread has it */
  gboolean     is_writing;
  gint64       said_us;
  GString     *text;        /* what was read */
} Stream;

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  g_signal_handlers_disconnect_by_data (stream->request->message, stream);
  dray_request_unref (stream->request);
  if (stream->text != NULL)
    g_string_free (stream->text, TRUE);
  g_free (stream);
}

static void
append_change (GString          *to,
               const DrayChange *change)
{
  gboolean is_first = TRUE;

  g_string_append_printf (to, "id: %" G_GINT64_FORMAT "\nevent: change\ndata: ", change->seq);
  dray_sync_append_change_head (to, change);
  for (guint i = 0; i < change->effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (change->effects, i);

    if (effect->table->bucket == DRAY_BUCKET_LOCAL)
      continue;
    if (!is_first)
      g_string_append_c (to, ',');
    is_first = FALSE;
    dray_sync_append_effect (to, effect);
  }
  g_string_append (to, "]}\n\n");
}

static void
say (Stream     *stream,
     const char *text,
     gsize       n_bytes)
{
  SoupMessageBody *body = soup_server_message_get_response_body (stream->request->message);

  stream->is_writing = TRUE;
  stream->said_us = g_get_monotonic_time ();
  soup_message_body_append (body, SOUP_MEMORY_COPY, text, n_bytes);
  soup_server_message_unpause (stream->request->message);
}

static void
end (Stream *stream)
{
  if (stream->request->is_gone)
    return;
  soup_message_body_complete (soup_server_message_get_response_body (stream->request->message));
  soup_server_message_unpause (stream->request->message);
}

/* On the main context. */
static gboolean
on_read (gpointer data)
{
  Stream *stream = data;
  g_autoptr (GString) text = g_steal_pointer (&stream->text);

  stream->is_reading = FALSE;
  if (text->len > 0 && !stream->request->is_gone)
    say (stream, text->str, text->len);
  return G_SOURCE_REMOVE;
}

/* On the writing thread, whose store knows every field that the log names. */
static void
read_log (DrayTenant *tenant,
          DrayStore  *store,
          gpointer    data)
{
  Stream *stream = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  stream->text = g_string_new (NULL);
  if (store != NULL && stream->cursor < 0)
    stream->cursor = dray_store_get_seq (store);
  if (store != NULL)
    changes = dray_store_list_changes (store, stream->cursor, AT_ONCE, &error);
  for (guint i = 0; changes != NULL && i < changes->len; i++) {
    append_change (stream->text, changes->pdata[i]);
    stream->cursor = ((const DrayChange *) changes->pdata[i])->seq;
  }
  if (error != NULL)
    g_warning ("events can't be read: %s", error->message);
  g_main_context_invoke_full (stream->request->hub->context, G_PRIORITY_DEFAULT, on_read, stream, NULL);
}

static void
read_on (Stream *stream)
{
  stream->is_reading = TRUE;
  dray_tenant_run (stream->request->tenant, TRUE, read_log, stream);
}

static void
on_wrote_chunk (SoupServerMessage *message,
                gpointer           data)
{
  ((Stream *) data)->is_writing = FALSE;
}

/* Returns: whether the stream is over */
static gboolean
look_after (Stream *stream)
{
  gint64 now_us = g_get_monotonic_time ();

  if (stream->is_reading)
    return FALSE;
  if (stream->request->is_gone)
    return TRUE;
  if (stream->request->holder.expires_us < g_get_real_time () || stream->request->hub->is_draining) {
    end (stream);
    return TRUE;
  }
  if (stream->is_writing)
    return FALSE;
  if (stream->cursor < dray_tenant_get_seq (stream->request->tenant))
    read_on (stream);
  else if (now_us - stream->said_us > SILENCE_US)
    say (stream, ": still here\n\n", 14);
  return FALSE;
}

static gboolean
on_tick (gpointer data)
{
  DrayHub *hub = data;

  for (guint i = hub->streams->len; i-- > 0;)
    if (look_after (hub->streams->pdata[i]))
      g_ptr_array_remove_index_fast (hub->streams, i);
  return G_SOURCE_CONTINUE;
}

void
dray_hub_begin_events (DrayHub *self)
{
  self->streams = g_ptr_array_new_with_free_func (stream_free);
  self->event_tick = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->event_tick, on_tick, self, NULL);
  g_source_attach (self->event_tick, self->context);
}

/* From now on no stream asks the writing threads. */
void
dray_hub_end_events (DrayHub *self)
{
  if (self->event_tick == NULL)
    return;
  g_source_destroy (self->event_tick);
  g_clear_pointer (&self->event_tick, g_source_unref);
}

/* GET /v1/events */
void
dray_hub_get_events (DrayRequest *request)
{
  SoupMessageHeaders *asked = soup_server_message_get_request_headers (request->message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  const char *accepted = soup_message_headers_get_list (asked, "Accept"), *last = soup_message_headers_get_one (asked, "Last-Event-ID");
  gint64 cursor = -1;
  Stream *stream;

  if (accepted == NULL || strstr (accepted, "text/event-stream") == NULL) {
    dray_request_fail (request, 406, "INVALID", "events are text/event-stream: say so in Accept");
    return;
  }
  if (last != NULL && !g_ascii_string_to_signed (last, 10, 0, G_MAXINT64, &cursor, NULL)) {
    dray_request_fail (request, 400, "INVALID", "Last-Event-ID is a seq");
    return;
  }
  if (request->hub->streams->len >= MAX_STREAMS) {
    dray_request_fail (request, 503, "RETRY_AFTER", "too many listen already");
    return;
  }
  stream = g_new0 (Stream, 1);
  stream->request = dray_request_ref (request);
  stream->cursor = cursor;
  soup_server_message_set_status (request->message, 200, NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_headers_set_content_type (headers, "text/event-stream", NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_body_set_accumulate (soup_server_message_get_response_body (request->message), FALSE);
  g_signal_connect (request->message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), stream);
  g_ptr_array_add (request->hub->streams, stream);
  soup_server_message_pause (request->message);
  say (stream, ": welcome\n\n", 11);
  read_on (stream);
}
