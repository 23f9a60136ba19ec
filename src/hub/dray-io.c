/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A turn: wait, read what came, run what other threads asked for, let the lane's `turned` write, then send each socket's bytes once.
 * GLib's own main loop polls every socket on every turn, which ten thousand of them make 6 ms an event; epoll makes it nothing.
 *
 * What waits for a slow reader is counted. Past the limit everything but the frame under way is thrown away and the close frame put
 * in its place, so that the reader learns why it was cut off when it wakes. */

#include "dray-io.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define N_EVENTS 256
#define READ_BYTES 16384
#define CLOSE_WAIT_S 5

struct _DraySocket {
  gatomicrefcount          references;
  DrayIo                  *io;
  const DraySocketHandler *handler;
  gpointer                 data;

  /* Owned by the I/O thread */
  GIOStream               *stream;
  GSocket                 *socket;
  DrayFrameReader          reader;
  GByteArray              *out;           /* (nullable): unsent */
  gsize                    n_frame_left;  /* of the frame that @out begins within; 0 at a frame's start */
  guint                    index;         /* in io->sockets */
  int                      fd;
  int                      heard_s;
  int                      deadline_s;    /* of the close handshake; 0 before it */
  DrayCloseCode            code;
  guint8                   is_dirty : 1;
  guint8                   waits_to_write : 1;
  guint8                   is_pinged : 1;
  guint8                   is_over : 1;
};

typedef struct {
  DraySocket    *socket;   /* (nullable): of a func */
  GBytes        *frame;    /* (nullable): what to send */
  DrayIoFunc     func;
  gpointer       data;
  DrayCloseCode  code;
  char          *reason;
} Errand;

struct _DrayIo {
  DrayIoLimits  limits;
  DrayIoFunc    turned;
  gpointer      data;
  GThread      *thread;
  GThread      *self;      /* set by the thread itself */
  int           poll_fd;
  int           wake_fd;
  int           now_s;
  GPtrArray    *sockets;
  GPtrArray    *dirty;
  GPtrArray    *over;
  guint         n;         /* atomic */
  GMutex        mutex;
  GArray       *errands;   /* mutex */
  gboolean      is_ending; /* mutex */
  guint8        buffer[READ_BYTES];
};

static void
set_events (DraySocket *self,
            int         how,
            gboolean    writes)
{
  struct epoll_event event = { .events = EPOLLIN | (writes ? EPOLLOUT : 0), .data.ptr = self };

  epoll_ctl (self->io->poll_fd, how, self->fd, &event);
}

static void
mark_dirty (DraySocket *self)
{
  if (self->is_dirty || self->is_over)
    return;
  self->is_dirty = TRUE;
  g_ptr_array_add (self->io->dirty, self);
}

static void
drop (DraySocket    *self,
      DrayCloseCode  code)
{
  DrayIo *io = self->io;

  if (self->is_over)
    return;
  self->is_over = TRUE;
  epoll_ctl (io->poll_fd, EPOLL_CTL_DEL, self->fd, NULL);
  ((DraySocket *) io->sockets->pdata[io->sockets->len - 1])->index = self->index;
  g_ptr_array_remove_index_fast (io->sockets, self->index);
  g_ptr_array_add (io->over, self);
  g_atomic_int_add (&io->n, -1);
  self->handler->closed (self, self->code != DRAY_CLOSE_NONE ? self->code : code, self->data);
}

/* The length of one of our own frames, from its header. */
static gsize
frame_length (const guint8 *bytes)
{
  guint8 length = bytes[1] & 0x7f;

  if (length < 126)
    return 2 + length;
  if (length == 126)
    return 4 + ((gsize) bytes[2] << 8 | bytes[3]);

  gsize n = 0;

  for (int i = 2; i < 10; i++)
    n = n << 8 | bytes[i];
  return 10 + n;
}

/* Follows where a frame ends, over @n bytes that went out. */
static void
advance (DraySocket *self,
         gsize       n)
{
  gsize at = 0;

  while (at < n) {
    if (self->n_frame_left == 0)
      self->n_frame_left = frame_length (self->out->data + at);

    gsize step = MIN (self->n_frame_left, n - at);

    self->n_frame_left -= step;
    at += step;
  }
  g_byte_array_remove_range (self->out, 0, (guint) n);
}

static void
begin_close (DraySocket    *self,
             DrayCloseCode  code,
             const char    *reason)
{
  if (self->deadline_s != 0 || self->is_over)
    return;
  if (self->out == NULL)
    self->out = g_byte_array_new ();
  if (self->code == DRAY_CLOSE_NONE)
    self->code = code;
  dray_frame_append_close (self->out, code, reason, NULL);
  self->deadline_s = self->io->now_s + CLOSE_WAIT_S;
  mark_dirty (self);
}

static void
cut_off (DraySocket *self)
{
  g_autoptr (GByteArray) all = g_steal_pointer (&self->out);

  self->out = g_byte_array_new ();
  g_byte_array_append (self->out, all->data, (guint) self->n_frame_left);
  begin_close (self, DRAY_CLOSE_SLOW, "too slow");
}

static void
flush (DraySocket *self)
{
  GPollableOutputStream *stream = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream));
  gsize n_sent = 0;

  self->is_dirty = FALSE;
  while (self->out != NULL && n_sent < self->out->len) {
    g_autoptr (GError) error = NULL;
    gssize n = g_pollable_output_stream_write_nonblocking (stream, self->out->data + n_sent,
                                                           MIN (self->out->len - n_sent, READ_BYTES), NULL, &error);

    if (n < 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
      drop (self, DRAY_CLOSE_LOST);
      return;
    }
    if (n <= 0)
      break;
    n_sent += n;
  }
  if (self->out != NULL && n_sent > 0)
    advance (self, n_sent);
  if (self->out != NULL && self->out->len == 0)
    g_clear_pointer (&self->out, g_byte_array_unref);

  gboolean waits = self->out != NULL;

  if (waits != self->waits_to_write)
    set_events (self, EPOLL_CTL_MOD, waits);
  self->waits_to_write = waits;
  if (!waits && self->deadline_s != 0 && self->reader.is_closed)
    drop (self, self->code);
}

static void
on_frame (DrayFrameKind  kind,
          const guint8  *payload,
          gsize          n_bytes,
          gpointer       data)
{
  DraySocket *self = data;

  if (self->is_over)
    return;
  switch ((int) kind) {
    case DRAY_FRAME_PING:
      dray_socket_send (self, DRAY_FRAME_PONG, payload, n_bytes);
      break;
    case DRAY_FRAME_PONG:
      break;
    case DRAY_FRAME_CLOSE:
      if (self->code == DRAY_CLOSE_NONE)
        self->code = dray_frame_get_close (payload, n_bytes);
      begin_close (self, dray_frame_get_close (payload, n_bytes), NULL);
      mark_dirty (self);
      break;
    default:
      if (self->deadline_s == 0)
        self->handler->message (self, kind, payload, n_bytes, self->data);
      break;
  }
}

/* Reads what there is. TLS may hold more than the socket shows, so it is asked until it has nothing. */
static void
read_socket (DraySocket *self)
{
  GPollableInputStream *stream = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stream));

  for (int i = 0; i < 64 && !self->is_over; i++) {
    g_autoptr (GError) error = NULL;
    gssize n = g_pollable_input_stream_read_nonblocking (stream, self->io->buffer, READ_BYTES, NULL, &error);

    if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      return;
    if (n <= 0) {
      drop (self, DRAY_CLOSE_LOST);
      return;
    }
    self->heard_s = self->io->now_s;
    self->is_pinged = FALSE;

    DrayCloseCode fault = dray_frame_reader_feed (&self->reader, self->io->buffer, n, on_frame, self);

    if (fault != DRAY_CLOSE_NONE)
      begin_close (self, fault, NULL);
  }
}

static void
queue (DraySocket *self,
       const void *frame,
       gsize       n_bytes)
{
  if (self->is_over || self->deadline_s != 0)
    return;
  if (self->out == NULL)
    self->out = g_byte_array_new ();
  /* Asked before it is put there: an array that is one byte over doubles. */
  if (self->out->len > 0 && self->out->len + n_bytes > self->io->limits.max_unsent_bytes)
    cut_off (self);
  else
    g_byte_array_append (self->out, frame, (guint) n_bytes);
  mark_dirty (self);
}

static void
put_errand (DrayIo       *self,
            const Errand *errand)
{
  gboolean is_first;
  guint64 one = 1;

  g_mutex_lock (&self->mutex);
  is_first = self->errands->len == 0;
  g_array_append_val (self->errands, *errand);
  g_mutex_unlock (&self->mutex);
  if (is_first && write (self->wake_fd, &one, sizeof one) < 0)
    g_warning ("an I/O thread can't be woken: %s", g_strerror (errno));
}

static void
run_errand (DrayIo *self,
            Errand *errand)
{
  if (errand->func != NULL)
    errand->func (self, errand->data);
  else if (errand->frame != NULL)
    queue (errand->socket, g_bytes_get_data (errand->frame, NULL), g_bytes_get_size (errand->frame));
  else
    begin_close (errand->socket, errand->code, errand->reason);
  g_clear_pointer (&errand->frame, g_bytes_unref);
  g_clear_pointer (&errand->socket, dray_socket_unref);
  g_free (errand->reason);
}

/* Returns: %FALSE once the thread is to end */
static gboolean
run_errands (DrayIo *self)
{
  g_autoptr (GArray) errands = NULL;
  gboolean is_ending;

  g_mutex_lock (&self->mutex);
  errands = self->errands;
  self->errands = g_array_new (FALSE, FALSE, sizeof (Errand));
  is_ending = self->is_ending;
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < errands->len; i++)
    run_errand (self, &g_array_index (errands, Errand, i));
  return !is_ending;
}

static void
sweep (DrayIo *self)
{
  for (guint i = self->sockets->len; i-- > 0;) {
    DraySocket *socket = self->sockets->pdata[i];
    int silent_s = self->now_s - socket->heard_s;

    if (socket->deadline_s != 0 && self->now_s > socket->deadline_s)
      drop (socket, DRAY_CLOSE_LOST);
    else if (silent_s > self->limits.dead_s)
      begin_close (socket, DRAY_CLOSE_NO_PONG, "no pong");
    else if (silent_s > self->limits.ping_s && !socket->is_pinged) {
      socket->is_pinged = TRUE;
      dray_socket_send (socket, DRAY_FRAME_PING, "", 0);
    }
  }
}

static void
finish_turn (DrayIo *self)
{
  int now_s = (int) (g_get_monotonic_time () / G_USEC_PER_SEC);

  if (now_s != self->now_s) {
    self->now_s = now_s;
    sweep (self);
  }
  if (self->turned != NULL)
    self->turned (self, self->data);
  for (guint i = 0; i < self->dirty->len; i++) {
    DraySocket *socket = self->dirty->pdata[i];

    socket->is_dirty = FALSE;
    if (!socket->is_over)
      flush (socket);
  }
  g_ptr_array_set_size (self->dirty, 0);
  g_ptr_array_set_size (self->over, 0);
}

static void
clear_wake (DrayIo *self)
{
  guint64 n;

  while (read (self->wake_fd, &n, sizeof n) < 0 && errno == EINTR)
    ;
}

static gpointer
run (gpointer data)
{
  DrayIo *self = data;
  struct epoll_event events[N_EVENTS];
  gboolean goes_on = TRUE;

  g_atomic_pointer_set (&self->self, g_thread_self ());
  while (goes_on) {
    int n = epoll_wait (self->poll_fd, events, N_EVENTS, 1000);

    for (int i = 0; i < n; i++) {
      DraySocket *socket = events[i].data.ptr;

      if (socket == NULL) {
        clear_wake (self);
        continue;
      }
      if (!socket->is_over && (events[i].events & EPOLLOUT))
        mark_dirty (socket);
      if (!socket->is_over && (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        read_socket (socket);
    }
    goes_on = run_errands (self);
    finish_turn (self);
  }
  while (self->sockets->len > 0)
    drop (self->sockets->pdata[0], DRAY_CLOSE_LOST);
  g_ptr_array_set_size (self->over, 0);
  return NULL;
}

/**
 * dray_io_new:
 * @turned: (nullable): called once a turn, on the thread, before what was queued is sent
 */
DrayIo *
dray_io_new (const char         *name,
             const DrayIoLimits *limits,
             DrayIoFunc          turned,
             gpointer            data)
{
  DrayIo *self = g_new0 (DrayIo, 1);
  struct epoll_event event = { .events = EPOLLIN };

  self->limits = *limits;
  self->turned = turned;
  self->data = data;
  self->now_s = (int) (g_get_monotonic_time () / G_USEC_PER_SEC);
  self->poll_fd = epoll_create1 (EPOLL_CLOEXEC);
  self->wake_fd = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (self->poll_fd < 0 || self->wake_fd < 0 || epoll_ctl (self->poll_fd, EPOLL_CTL_ADD, self->wake_fd, &event) != 0)
    g_error ("no epoll: %s", g_strerror (errno));
  self->sockets = g_ptr_array_new ();
  self->dirty = g_ptr_array_new ();
  self->over = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_socket_unref);
  self->errands = g_array_new (FALSE, FALSE, sizeof (Errand));
  g_mutex_init (&self->mutex);
  self->thread = g_thread_new (name, run, self);
  return self;
}

/* Runs @func on the thread, in the order of the calls. */
void
dray_io_call (DrayIo     *self,
              DrayIoFunc  func,
              gpointer    data)
{
  put_errand (self, &(Errand) { .func = func, .data = data });
}

static void
drain (DrayIo   *self,
       gpointer  data)
{
  for (guint i = self->sockets->len; i-- > 0;)
    begin_close (self->sockets->pdata[i], (DrayCloseCode) GPOINTER_TO_INT (data), "come back in a moment");
}

/* Begins the close handshake with everyone; dray_io_get_n() tells when they are gone, five seconds at most. */
void
dray_io_drain (DrayIo        *self,
               DrayCloseCode  code)
{
  dray_io_call (self, drain, GINT_TO_POINTER (code));
}

/* How many sockets are open. From any thread. */
guint
dray_io_get_n (DrayIo *self)
{
  return g_atomic_int_get (&self->n);
}

/* Ends the thread and every socket that is left. */
void
dray_io_free (DrayIo *self)
{
  guint64 one = 1;

  g_mutex_lock (&self->mutex);
  self->is_ending = TRUE;
  g_mutex_unlock (&self->mutex);
  if (write (self->wake_fd, &one, sizeof one) < 0)
    g_warning ("an I/O thread can't be woken: %s", g_strerror (errno));
  g_thread_join (self->thread);
  run_errands (self);
  g_ptr_array_unref (self->sockets);
  g_ptr_array_unref (self->dirty);
  g_ptr_array_unref (self->over);
  g_array_unref (self->errands);
  g_mutex_clear (&self->mutex);
  close (self->wake_fd);
  close (self->poll_fd);
  g_free (self);
}

static void
adopt (DrayIo   *self,
       gpointer  data)
{
  DraySocket *socket = data;

  socket->index = self->sockets->len;
  socket->heard_s = self->now_s;
  g_ptr_array_add (self->sockets, socket);
  set_events (socket, EPOLL_CTL_ADD, FALSE);
  mark_dirty (socket);
  /* What came behind the handshake may already lie in the stream's buffer, where epoll doesn't see it. */
  read_socket (socket);
}

/**
 * dray_io_take:
 * @stream: (transfer full): after its handshake; pollable both ways
 * @socket: beneath @stream
 *
 * Returns: (transfer full): the connection; the thread holds it too until it has called closed
 */
DraySocket *
dray_io_take (DrayIo                  *self,
              GIOStream               *stream,
              GSocket                 *socket,
              const DraySocketHandler *handler,
              gpointer                 data)
{
  DraySocket *made = g_new0 (DraySocket, 1);

  g_atomic_ref_count_init (&made->references);
  made->io = self;
  made->handler = handler;
  made->data = data;
  made->stream = stream;
  made->socket = g_object_ref (socket);
  made->fd = g_socket_get_fd (socket);
  dray_frame_reader_init (&made->reader, &self->limits.frames);
  g_socket_set_timeout (socket, 0);
  g_atomic_int_inc (&self->n);
  dray_io_call (self, adopt, dray_socket_ref (made));
  return made;
}

DraySocket *
dray_socket_ref (DraySocket *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
dray_socket_unref (DraySocket *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  dray_frame_reader_clear (&self->reader);
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_free (self);
}

/* Whose thread it is on. */
DrayIo *
dray_socket_get_io (DraySocket *self)
{
  return self->io;
}

/* Sends a message, soon: what is sent in one turn goes out together. */
void
dray_socket_send (DraySocket    *self,
                  DrayFrameKind  kind,
                  const void    *payload,
                  gsize          n_bytes)
{
  g_autoptr (GByteArray) frame = g_byte_array_sized_new ((guint) MIN (n_bytes + 10, G_MAXUINT));

  dray_frame_append (frame, kind, TRUE, payload, n_bytes, NULL);
  if (g_atomic_pointer_get (&self->io->self) == g_thread_self ())
    queue (self, frame->data, frame->len);
  else
    put_errand (self->io, &(Errand) { .socket = dray_socket_ref (self), .frame = g_byte_array_free_to_bytes (g_steal_pointer (&frame)) });
}

/* @reason: (nullable): in words, for whoever reads the client's log */
void
dray_socket_close (DraySocket    *self,
                   DrayCloseCode  code,
                   const char    *reason)
{
  put_errand (self->io, &(Errand) { .socket = dray_socket_ref (self), .code = code, .reason = g_strdup (reason) });
}
