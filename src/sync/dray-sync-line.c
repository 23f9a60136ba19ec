/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Two threads: the WebSocket is the main context's, the machine of the protocol the writing thread's. What happens on the line becomes a
 * job there, in order; what the machine wants to say comes back and is sent, if the line is still the one that it was meant for.
 *
 * A line that broke is opened again after 1, 2, 4 … 60 seconds, each drawn anew between half and one and a half of that, so that a hub
 * which comes back is not overrun by everybody at once. */

#include "dray-sync-line.h"

#include "dray-sync-error.h"
#include "dray-sync-login.h"
#include "dray-units.h"

#include <string.h>

#define SECOND_US G_GINT64_CONSTANT (1000000)
#define MAX_WAIT_S 60
#define MAX_EXPONENT 6

/* Why a hub ends a line; docs/hub.md has the list. */
enum { CLOSE_SHUTTING_DOWN = 4001, CLOSE_TOO_MANY = 4003, CLOSE_TOKEN_EXPIRED = 4006 };

struct _DraySyncLine {
  GObject parent_instance;

  /* Owned */
  DrayWorkspace           *workspace;
  SoupSession             *session;
  SoupWebsocketConnection *socket;       /* (nullable) */
  GCancellable            *cancellable;
  char                    *url;
  char                    *access;       /* (nullable) */
  char                    *refresh;      /* (nullable) */
  char                    *trouble;      /* (nullable) */
  GPtrArray               *others;       /* (element-type DraySyncOther) */
  GArray                  *places;       /* (nullable) (element-type DraySyncPlace): immutable */
  DraySyncClient          *client;       /* the writing thread's, from the first job on */
  DrayRandom               random;
  DraySyncStatus           status;
  guint                    generation;   /* of the line */
  guint                    n_failures;   /* since the last line that held */
  guint                    retry_source;
  guint                    tick_source;
  gulong                   changed_id;
  gboolean                 is_opening;   /* a line or a token is on its way */
  gboolean                 is_ticking;   /* a job of that kind waits */
  gboolean                 is_stopped;
};

G_DEFINE_FINAL_TYPE (DraySyncLine, dray_sync_line, G_TYPE_OBJECT)

enum { CHANGED, OTHERS, TOKENS, N_SIGNALS };

static guint signals[N_SIGNALS];

static void try_open (DraySyncLine *self);
static void push_job (DraySyncLine *self, int what, GBytes *text);

/* What the writing thread is asked, and what it answers. */
typedef enum {
  JOB_LOOK,
  JOB_CONNECT,
  JOB_RECEIVE,
  JOB_TICK,
  JOB_PLACES,
  JOB_DISCONNECT,
} JobKind;

typedef struct {
  JobKind         what;
  guint           generation;
  guint64         seed;
  GBytes         *text;
  GArray         *places;      /* (nullable) (element-type DraySyncPlace) */
  GPtrArray      *others;      /* (nullable) (element-type DraySyncOther): where they are not as before */
  GPtrArray      *messages;    /* (nullable) (element-type utf8) */
  DraySyncStatus  status;
  GError         *fault;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->text, g_bytes_unref);
  g_clear_pointer (&job->messages, g_ptr_array_unref);
  g_clear_pointer (&job->places, g_array_unref);
  g_clear_pointer (&job->others, g_ptr_array_unref);
  g_clear_error (&job->fault);
  g_free (job);
}

static void
dray_sync_line_dispose (GObject *object)
{
  dray_sync_line_stop (DRAY_SYNC_LINE (object));
  G_OBJECT_CLASS (dray_sync_line_parent_class)->dispose (object);
}

static void
dray_sync_line_finalize (GObject *object)
{
  DraySyncLine *self = DRAY_SYNC_LINE (object);

  /* Every job held a reference, so the writing thread has no use for it any more. */
  g_clear_pointer (&self->client, dray_sync_client_free);
  g_clear_object (&self->workspace);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_free (self->url);
  g_free (self->access);
  g_free (self->refresh);
  g_free (self->trouble);
  g_ptr_array_unref (self->others);
  g_clear_pointer (&self->places, g_array_unref);
  G_OBJECT_CLASS (dray_sync_line_parent_class)->finalize (object);
}

static void
dray_sync_line_class_init (DraySyncLineClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = dray_sync_line_dispose;
  object_class->finalize = dray_sync_line_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OTHERS] = g_signal_new ("others", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOKENS] = g_signal_new ("tokens", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  G_TYPE_STRING, G_TYPE_STRING);
}

static void
dray_sync_line_init (DraySyncLine *self)
{
  self->cancellable = g_cancellable_new ();
  self->others = g_ptr_array_new ();
  self->session = soup_session_new_with_options ("timeout", 30, NULL);
  self->status.waiting_since_us = DRAY_NEVER;
  self->status.offline_since_us = g_get_real_time ();
  dray_random_init (&self->random, (guint64) g_get_real_time () ^ (guint64) g_random_int () << 32);
}

static void
set_trouble (DraySyncLine *self,
             const char   *trouble)
{
  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  self->status.trouble = self->trouble;
}

static void
tell (DraySyncLine *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The writing thread. */

static void
look (DraySyncLine *self,
      DrayStore    *store,
      Job          *job)
{
  DrayDatabase *database = dray_store_get_database (store);

  job->status.state = self->client != NULL ? dray_sync_client_get_state (self->client) : DRAY_SYNC_OFFLINE;
  job->status.is_caught_up = self->client != NULL && dray_sync_client_is_caught_up (self->client);
  if (dray_store_count_pending (store, &job->status.n_waiting, &job->status.waiting_since_us, &job->fault) &&
      dray_database_get_integer (database, "SELECT count(*) FROM log WHERE client = 1 AND verdict = 3", &job->status.n_rejected, &job->fault))
    dray_database_get_integer (database, "SELECT count(DISTINCT deed) FROM conflict WHERE deleted = 0 AND status = 'open'", &job->status.n_conflicts, &job->fault);
}

static gboolean
do_job (DraySyncLine *self,
        DrayStore    *store,
        Job          *job)
{
  gint64 now_us = g_get_real_time ();
  gsize n_bytes = 0;
  const char *text = job->text != NULL ? g_bytes_get_data (job->text, &n_bytes) : NULL;

  if (self->client == NULL)
    self->client = dray_sync_client_new (store, job->seed);
  switch (job->what) {
    case JOB_CONNECT:
      return dray_store_join (store, &job->fault) && dray_sync_client_connect (self->client, now_us, &job->fault);
    case JOB_RECEIVE:
      return dray_sync_client_receive (self->client, text != NULL ? text : "", (gssize) n_bytes, now_us, &job->fault);
    case JOB_TICK:
      return dray_sync_client_tick (self->client, now_us, &job->fault);
    case JOB_PLACES:
      dray_sync_client_set_places (self->client, job->places, now_us);
      return TRUE;
    case JOB_DISCONNECT:
      dray_sync_client_disconnect (self->client);
      return TRUE;
    case JOB_LOOK:
    default:
      return TRUE;
  }
}

static void
run_job (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  DraySyncLine *self = source;
  DrayStore *store = dray_workspace_get_store (self->workspace, TRUE);
  Job *job = data;

  if (store != NULL && do_job (self, store, job)) {
    job->messages = dray_sync_client_take_messages (self->client);
    job->others = dray_sync_client_take_others (self->client);
    look (self, store, job);
  }
  g_task_return_boolean (task, store != NULL);
}

/* The main context. */

static void
wait_and_open (DraySyncLine *self,
               double        wait_s);

/* The line is gone, for whatever reason. */
static void
lose_line (DraySyncLine *self,
           const char   *why)
{
  if (self->socket == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->socket, self);
  if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  g_clear_object (&self->socket);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  self->generation++;
  self->status.state = DRAY_SYNC_OFFLINE;
  self->status.is_caught_up = FALSE;
  self->status.offline_since_us = g_get_real_time ();
  set_trouble (self, why);
  push_job (self, JOB_DISCONNECT, NULL);
  tell (self);
}

static void
take_status (DraySyncLine         *self,
             const DraySyncStatus *status,
             gboolean              is_current)
{
  DraySyncStatus before = self->status;

  self->status.n_waiting = status->n_waiting;
  self->status.waiting_since_us = status->waiting_since_us;
  self->status.n_rejected = status->n_rejected;
  self->status.n_conflicts = status->n_conflicts;
  if (is_current) {
    self->status.state = status->state;
    self->status.is_caught_up = status->is_caught_up;
  }
  if (self->status.state == DRAY_SYNC_ONLINE) {
    self->status.offline_since_us = DRAY_NEVER;
    self->n_failures = 0;
    set_trouble (self, NULL);
  }
  if (memcmp (&before, &self->status, sizeof before) != 0)
    tell (self);
}

static void
on_job_done (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  DraySyncLine *self = DRAY_SYNC_LINE (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  gboolean is_current = job->generation == self->generation && self->socket != NULL;

  if (job->what == JOB_TICK)
    self->is_ticking = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), NULL) || self->is_stopped)
    return;
  if (job->fault != NULL) {
    if (!is_current)
      return;
    self->status.needs_login = g_error_matches (job->fault, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_REFUSED);
    lose_line (self, job->fault->message);
    wait_and_open (self, -1);
    return;
  }
  for (guint i = 0; is_current && job->messages != NULL && i < job->messages->len; i++)
    soup_websocket_connection_send_text (self->socket, job->messages->pdata[i]);
  if (job->others != NULL) {
    g_ptr_array_unref (self->others);
    self->others = g_steal_pointer (&job->others);
    g_signal_emit (self, signals[OTHERS], 0);
  }
  take_status (self, &job->status, is_current);
}

static void
push_job (DraySyncLine *self,
          int           what,
          GBytes       *text)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_job_done, NULL);
  Job *job = g_new0 (Job, 1);

  job->what = (JobKind) what;
  job->generation = self->generation;
  job->seed = dray_random_u64 (&self->random);
  job->text = text != NULL ? g_bytes_ref (text) : NULL;
  job->places = what == JOB_PLACES ? g_array_ref (self->places) : NULL;
  g_task_set_source_tag (task, push_job);
  g_task_set_task_data (task, job, job_free);
  dray_workspace_run_async (self->workspace, TRUE, task, run_job);
}

static void
push_tick (DraySyncLine *self)
{
  if (self->is_ticking || self->is_stopped)
    return;
  self->is_ticking = TRUE;
  push_job (self, self->socket != NULL ? JOB_TICK : JOB_LOOK, NULL);
  self->is_ticking = self->socket != NULL;
}

/* Something was committed here, or came from the hub. */
static void
on_workspace_changed (DrayWorkspace *workspace,
                      GArray        *effects,
                      DraySyncLine  *self)
{
  push_tick (self);
}

static gboolean
on_second (gpointer data)
{
  push_tick (data);
  return G_SOURCE_CONTINUE;
}

static void
on_message (SoupWebsocketConnection *socket,
            int                      kind,
            GBytes                  *text,
            DraySyncLine            *self)
{
  if (kind == SOUP_WEBSOCKET_DATA_TEXT)
    push_job (self, JOB_RECEIVE, text);
}

static void
refresh_tokens (DraySyncLine *self);

static void
on_closed (SoupWebsocketConnection *socket,
           DraySyncLine            *self)
{
  gushort code = soup_websocket_connection_get_close_code (socket);
  g_autofree char *why = g_strdup (soup_websocket_connection_get_close_data (socket));

  lose_line (self, why != NULL && *why != '\0' ? why : "the line was lost");
  if (code == CLOSE_TOKEN_EXPIRED)
    refresh_tokens (self);
  else if (code == CLOSE_SHUTTING_DOWN)
    wait_and_open (self, 1 + 9 * dray_random_double (&self->random));
  else
    wait_and_open (self, code == CLOSE_TOO_MANY ? MAX_WAIT_S : -1);
}

static void
take_socket (DraySyncLine            *self,
             SoupWebsocketConnection *taken)
{
  self->socket = taken;
  self->generation++;
  self->status.needs_login = FALSE;
  soup_websocket_connection_set_max_incoming_payload_size (taken, 2 * DRAY_SYNC_MAX_FRAME_BYTES);
  g_signal_connect (taken, "message", G_CALLBACK (on_message), self);
  g_signal_connect (taken, "closed", G_CALLBACK (on_closed), self);
  self->tick_source = g_timeout_add_seconds (1, on_second, self);
  push_job (self, JOB_CONNECT, NULL);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DraySyncLine) self = data;
  g_autoptr (GError) error = NULL;
  SoupWebsocketConnection *socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  SoupMessage *message = g_object_get_data (G_OBJECT (self), "dray-opening");
  guint status = message != NULL ? soup_message_get_status (message) : 0;

  g_object_set_data (G_OBJECT (self), "dray-opening", NULL);
  self->is_opening = FALSE;
  if (self->is_stopped || self->status.is_switched_off) {
    g_clear_object (&socket);
    return;
  }
  if (socket != NULL) {
    take_socket (self, socket);
    return;
  }
  set_trouble (self, error->message);
  if (status == 401) {
    refresh_tokens (self);
    return;
  }
  self->status.needs_login = status == 403;
  tell (self);
  wait_and_open (self, -1);
}

static gboolean
on_retry (gpointer data)
{
  DraySyncLine *self = data;

  self->retry_source = 0;
  try_open (self);
  return G_SOURCE_REMOVE;
}

/* @wait_s: -1 for the next of a growing row */
static void
wait_and_open (DraySyncLine *self,
               double        wait_s)
{
  if (self->is_stopped || self->status.is_switched_off || self->status.needs_login || self->retry_source != 0)
    return;
  if (wait_s < 0) {
    guint exponent = MIN (self->n_failures, MAX_EXPONENT);

    wait_s = MIN (1 << exponent, MAX_WAIT_S) * (0.5 + dray_random_double (&self->random));
    self->n_failures++;
  }
  self->retry_source = g_timeout_add ((guint) (wait_s * 1000), on_retry, self);
}

static void
try_open (DraySyncLine *self)
{
  char *protocols[] = { (char *) DRAY_SYNC_PROTOCOL, NULL };
  g_autofree char *address = g_strconcat (self->url, "/v1/sync", NULL);
  g_autofree char *bearer = NULL;
  SoupMessage *message;

  if (self->is_stopped || self->status.is_switched_off || self->is_opening || self->socket != NULL)
    return;
  if (self->access == NULL) {
    if (self->refresh != NULL)
      refresh_tokens (self);
    return;
  }
  message = soup_message_new ("GET", address);
  if (message == NULL) {
    set_trouble (self, "this is no address of a hub");
    tell (self);
    return;
  }
  bearer = g_strconcat ("Bearer ", self->access, NULL);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
  g_object_set_data_full (G_OBJECT (self), "dray-opening", message, g_object_unref);
  self->is_opening = TRUE;
  soup_session_websocket_connect_async (self->session, message, NULL, protocols, G_PRIORITY_DEFAULT, self->cancellable, on_opened, g_object_ref (self));
}

static void
on_refreshed (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (DraySyncLine) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DraySyncTokens) tokens = dray_sync_tokens_finish (result, &error);

  self->is_opening = FALSE;
  if (self->is_stopped)
    return;
  if (tokens == NULL) {
    self->status.needs_login = g_error_matches (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_REFUSED);
    set_trouble (self, error->message);
    tell (self);
    wait_and_open (self, -1);
    return;
  }
  g_free (self->access);
  g_free (self->refresh);
  self->access = g_strdup (tokens->access);
  self->refresh = g_strdup (tokens->refresh);
  g_signal_emit (self, signals[TOKENS], 0, self->access, self->refresh);
  try_open (self);
}

static void
refresh_tokens (DraySyncLine *self)
{
  if (self->is_opening)
    return;
  if (self->refresh == NULL) {
    self->status.needs_login = TRUE;
    tell (self);
    return;
  }
  self->is_opening = TRUE;
  dray_sync_refresh_async (self->session, self->url, self->refresh, self->cancellable, on_refreshed, g_object_ref (self));
}

/**
 * dray_sync_line_new:
 * @url: of the hub: "https://hub.example:8470"; no slash at its end
 *
 * Nothing happens before dray_sync_line_set_tokens().
 */
DraySyncLine *
dray_sync_line_new (DrayWorkspace *workspace,
                    const char    *url)
{
  DraySyncLine *self = g_object_new (DRAY_TYPE_SYNC_LINE, NULL);

  self->workspace = g_object_ref (workspace);
  self->url = g_strdup (url);
  self->changed_id = g_signal_connect (workspace, "changed", G_CALLBACK (on_workspace_changed), self);
  push_tick (self);
  return self;
}

/**
 * dray_sync_line_set_tokens:
 * @access: (nullable): where only @refresh was kept, the hub is asked for a new one first
 * @refresh: (nullable): without one the line ends with its access token, and a person has to log in
 *
 * Somebody has logged in.
 */
void
dray_sync_line_set_tokens (DraySyncLine *self,
                           const char   *access,
                           const char   *refresh)
{
  g_free (self->access);
  g_free (self->refresh);
  self->access = g_strdup (access);
  self->refresh = g_strdup (refresh);
  self->status.needs_login = FALSE;
  self->n_failures = 0;
  try_open (self);
}

/* "Work offline": the line is closed and stays so until the switch is turned back. */
void
dray_sync_line_set_switched_off (DraySyncLine *self,
                                 gboolean      is_off)
{
  if (self->status.is_switched_off == is_off)
    return;
  self->status.is_switched_off = is_off;
  self->n_failures = 0;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (is_off)
    lose_line (self, NULL);
  else
    try_open (self);
  tell (self);
}

/**
 * dray_sync_line_set_places:
 * @places: (element-type DraySyncPlace): the records that are looked at here, all of them; immutable from here on
 */
void
dray_sync_line_set_places (DraySyncLine *self,
                           GArray       *places)
{
  g_clear_pointer (&self->places, g_array_unref);
  self->places = g_array_ref (places);
  push_job (self, JOB_PLACES, NULL);
}

/* Returns: (transfer none) (element-type DraySyncOther): the other consoles that look at something, until the next `others` */
const GPtrArray *
dray_sync_line_get_others (DraySyncLine *self)
{
  return self->others;
}

const char *
dray_sync_line_get_url (DraySyncLine *self)
{
  return self->url;
}

/* Returns: (transfer none): how it stands; it changes with the signal */
const DraySyncStatus *
dray_sync_line_get_status (DraySyncLine *self)
{
  return &self->status;
}

/* Ends it for good; before the workspace is closed. */
void
dray_sync_line_stop (DraySyncLine *self)
{
  if (self->is_stopped)
    return;
  lose_line (self, NULL);
  self->is_stopped = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->workspace);
}
