/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"

/* Records follow the world with a delay: fixes are judged on a thread of their own, and what they make known is submitted and committed
 * behind. In a demo that opens, a whole morning is on that way. Whoever needs the records to say what the clock says waits here: until the
 * simulated fleet lives up to now, its fixes are through, and what came of them is committed. */

typedef struct {
  guint64        after;  /* once so many submissions were answered */
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify destroy;
} Settling;

static void
clear_settling (gpointer data)
{
  Settling *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
}

/* Called whenever a submission was answered. */
void
dray_engine_tell_settled (DrayEngine *self)
{
  for (guint i = 0; self->settling != NULL && i < self->settling->len;) {
    Settling due = g_array_index (self->settling, Settling, i);

    if (due.after > self->n_answered) {
      i++;
      continue;
    }
    g_array_index (self->settling, Settling, i).destroy = NULL;
    g_array_remove_index (self->settling, i);
    due.func (due.data);
    clear_settling (&due);
  }
}

typedef struct {
  DrayEngine *engine;
  Settling    settling;
} Barrier;

static void
barrier_free (gpointer data)
{
  Barrier *self = data;

  clear_settling (&self->settling);
  g_object_unref (self->engine);
  g_free (self);
}

/* Everything that the fixes made known is submitted by now. */
static gboolean
on_flushed (gpointer data)
{
  Barrier *barrier = data;
  DrayEngine *self = barrier->engine;
  Settling settling = barrier->settling;

  if (self->ingest == NULL)
    return G_SOURCE_REMOVE;
  barrier->settling.destroy = NULL;
  settling.after = self->n_asked;
  g_array_append_val (self->settling, settling);
  dray_engine_tell_settled (self);
  return G_SOURCE_REMOVE;
}

static Barrier *
barrier_steal (Barrier *barrier)
{
  Barrier *moved = g_memdup2 (barrier, sizeof *barrier);

  g_object_ref (moved->engine);
  barrier->settling.destroy = NULL;
  return moved;
}

static gboolean
on_caught_up (gpointer data)
{
  Barrier *barrier = data;

  if (barrier->engine->ingest != NULL)
    dray_ingest_flush (barrier->engine->ingest, on_flushed, barrier_steal (barrier), barrier_free);
  return G_SOURCE_REMOVE;
}

/**
 * dray_engine_settle:
 * @func: called once in the main context when the records say what the clock said; never within this call, and not at all once the engine
 *   was stopped
 * @destroy: called in any case
 */
void
dray_engine_settle (DrayEngine     *self,
                    GSourceFunc     func,
                    gpointer        data,
                    GDestroyNotify  destroy)
{
  Barrier barrier = { self, { 0, func, data, destroy } };

  if (self->settling == NULL) {
    self->settling = g_array_new (FALSE, FALSE, sizeof (Settling));
    g_array_set_clear_func (self->settling, clear_settling);
  }
  if (self->demo != NULL)
    dray_engine_demo_catch_up (self->demo, on_caught_up, barrier_steal (&barrier), barrier_free);
  else
    g_idle_add_full (G_PRIORITY_DEFAULT, on_flushed, barrier_steal (&barrier), barrier_free);
}
