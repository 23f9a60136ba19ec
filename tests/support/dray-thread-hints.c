/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <gio/gio.h>
#include <sanitizer/tsan_interface.h>

/* GLib is not built with the thread sanitizer, so that its locks, queues and main contexts mean nothing to it and every hand-over by them
 * looks like a race. Under that sanitizer a test is linked with these functions, which stand before GLib's own, do what those
 * do, and say who waited for whom: __tsan_release (x) happens before the __tsan_acquire (x) that comes after it.
 *
 * They cover what a program calls itself, and what libgio calls of libglib (a GTask that reports is an attached source). */

/* The function of GLib that the caller's one stands before. */
#define REAL(name) ((__typeof__ (name) *) find_real (&real_##name, #name))
#define DECLARE_REAL(name) static gpointer real_##name

static gpointer
find_real (gpointer   *cached,
           const char *name)
{
  gpointer found = __atomic_load_n (cached, __ATOMIC_ACQUIRE);

  if (found == NULL) {
    found = dlsym (RTLD_NEXT, name);
    __atomic_store_n (cached, found, __ATOMIC_RELEASE);
  }
  return found;
}

/* The sanitizer's own, which its header doesn't declare: what GLib does to its own memory in between is not looked at. */
void AnnotateIgnoreWritesBegin (const char *file, int line);
void AnnotateIgnoreWritesEnd (const char *file, int line);

#define LOOK_AWAY AnnotateIgnoreWritesBegin (__FILE__, __LINE__)
#define LOOK_AGAIN AnnotateIgnoreWritesEnd (__FILE__, __LINE__)

/* Locks */

DECLARE_REAL (g_mutex_lock);
DECLARE_REAL (g_mutex_trylock);
DECLARE_REAL (g_mutex_unlock);
DECLARE_REAL (g_cond_wait);
DECLARE_REAL (g_cond_wait_until);

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock) (mutex);
  __tsan_acquire (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  if (!REAL (g_mutex_trylock) (mutex))
    return FALSE;
  __tsan_acquire (mutex);
  return TRUE;
}

void
g_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_mutex_unlock) (mutex);
}

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_cond_wait) (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end_time)
{
  __tsan_release (mutex);
  gboolean woken = REAL (g_cond_wait_until) (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return woken;
}

/* Queues */

DECLARE_REAL (g_async_queue_push);
DECLARE_REAL (g_async_queue_pop);
DECLARE_REAL (g_async_queue_try_pop);
DECLARE_REAL (g_async_queue_timeout_pop);

void
g_async_queue_push (GAsyncQueue *queue,
                    gpointer     item)
{
  __tsan_release (queue);
  LOOK_AWAY;
  REAL (g_async_queue_push) (queue, item);
  LOOK_AGAIN;
}

gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  LOOK_AWAY;
  gpointer item = REAL (g_async_queue_pop) (queue);
  LOOK_AGAIN;
  __tsan_acquire (queue);
  return item;
}

gpointer
g_async_queue_try_pop (GAsyncQueue *queue)
{
  LOOK_AWAY;
  gpointer item = REAL (g_async_queue_try_pop) (queue);
  LOOK_AGAIN;
  __tsan_acquire (queue);
  return item;
}

gpointer
g_async_queue_timeout_pop (GAsyncQueue *queue,
                           guint64      timeout)
{
  LOOK_AWAY;
  gpointer item = REAL (g_async_queue_timeout_pop) (queue, timeout);
  LOOK_AGAIN;
  __tsan_acquire (queue);
  return item;
}

/* Main contexts: whoever attaches a source happens before its callback. */

typedef struct {
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify notify;
} Callback;

DECLARE_REAL (g_source_set_callback);
DECLARE_REAL (g_source_attach);
DECLARE_REAL (g_source_destroy);
DECLARE_REAL (g_idle_add_full);
DECLARE_REAL (g_timeout_add_full);
DECLARE_REAL (g_main_context_invoke_full);

static gboolean
on_source (gpointer data)
{
  Callback *callback = data;
  GSource *source = g_main_current_source ();

  __tsan_acquire (callback);
  if (source != NULL)
    __tsan_acquire (source);
  return callback->func (callback->data);
}

static void
on_source_gone (gpointer data)
{
  Callback *callback = data;

  __tsan_acquire (callback);
  if (callback->notify != NULL)
    callback->notify (callback->data);
  g_free (callback);
}

static Callback *
wrap (GSourceFunc    func,
      gpointer       data,
      GDestroyNotify notify)
{
  Callback *callback = g_new (Callback, 1);

  *callback = (Callback) { func, data, notify };
  __tsan_release (callback);
  return callback;
}

void
g_source_set_callback (GSource       *source,
                       GSourceFunc    func,
                       gpointer       data,
                       GDestroyNotify notify)
{
  Callback *callback = wrap (func, data, notify);

  LOOK_AWAY;
  REAL (g_source_set_callback) (source, on_source, callback, on_source_gone);
  LOOK_AGAIN;
}

guint
g_source_attach (GSource      *source,
                 GMainContext *context)
{
  __tsan_release (source);
  LOOK_AWAY;
  guint id = REAL (g_source_attach) (source, context);
  LOOK_AGAIN;
  return id;
}

void
g_source_destroy (GSource *source)
{
  __tsan_release (source);
  REAL (g_source_destroy) (source);
}

guint
g_idle_add_full (int            priority,
                 GSourceFunc    func,
                 gpointer       data,
                 GDestroyNotify notify)
{
  Callback *callback = wrap (func, data, notify);

  LOOK_AWAY;
  guint id = REAL (g_idle_add_full) (priority, on_source, callback, on_source_gone);
  LOOK_AGAIN;
  return id;
}

guint
g_timeout_add_full (int            priority,
                    guint          interval,
                    GSourceFunc    func,
                    gpointer       data,
                    GDestroyNotify notify)
{
  Callback *callback = wrap (func, data, notify);

  LOOK_AWAY;
  guint id = REAL (g_timeout_add_full) (priority, interval, on_source, callback, on_source_gone);
  LOOK_AGAIN;
  return id;
}

void
g_main_context_invoke_full (GMainContext  *context,
                            int            priority,
                            GSourceFunc    func,
                            gpointer       data,
                            GDestroyNotify notify)
{
  REAL (g_main_context_invoke_full) (context, priority, on_source, wrap (func, data, notify), on_source_gone);
}

/* Reference counts: every drop happens before the last one, which frees. */

DECLARE_REAL (g_object_unref);
DECLARE_REAL (g_bytes_unref);
DECLARE_REAL (g_array_unref);
DECLARE_REAL (g_ptr_array_unref);
DECLARE_REAL (g_hash_table_unref);
DECLARE_REAL (g_atomic_rc_box_release_full);
DECLARE_REAL (g_once_init_leave);

void
g_object_unref (gpointer object)
{
  __tsan_release (object);
  __tsan_acquire (object);
  REAL (g_object_unref) (object);
}

void
g_bytes_unref (GBytes *bytes)
{
  if (bytes != NULL) {
    __tsan_release (bytes);
    __tsan_acquire (bytes);
  }
  REAL (g_bytes_unref) (bytes);
}

void
g_array_unref (GArray *array)
{
  __tsan_release (array);
  __tsan_acquire (array);
  REAL (g_array_unref) (array);
}

void
g_ptr_array_unref (GPtrArray *array)
{
  __tsan_release (array);
  __tsan_acquire (array);
  REAL (g_ptr_array_unref) (array);
}

void
g_hash_table_unref (GHashTable *table)
{
  __tsan_release (table);
  __tsan_acquire (table);
  REAL (g_hash_table_unref) (table);
}

void
g_atomic_rc_box_release_full (gpointer       box,
                              GDestroyNotify clear)
{
  __tsan_release (box);
  __tsan_acquire (box);
  REAL (g_atomic_rc_box_release_full) (box, clear);
}

/* The other half is an atomic load in a macro, which the sanitizer sees; so is this store, if it is done here. */
void
(g_once_init_leave) (volatile void *location,
                     gsize          result)
{
  __tsan_release ((void *) location);
  REAL (g_once_init_leave) (location, result);
  __tsan_acquire ((void *) location);
}
