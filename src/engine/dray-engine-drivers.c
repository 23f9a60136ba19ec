/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"

#include "dray-message.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>

/* The drivers of a demo, as far as they read and write: a message reaches the cab after a moment, one that is held as soon as the truck
 * stands, is read when the driver has a hand free, and a question gets its answer. */

#define DELIVER_AFTER_US (2 * DRAY_US_PER_S)
#define READ_AFTER_US (15 * DRAY_US_PER_S)
#define READ_DRIVING_AFTER_US (90 * DRAY_US_PER_S)
#define ANSWER_AFTER_US (10 * DRAY_US_PER_S)

/* Slower than this a truck stands, m/s. */
#define STANDS_MPS 1.0

typedef struct {
  DrayId   message;
  guint    truck;
  gint64   sent_us;
  gint64   delivered_us;   /* DRAY_NEVER: not yet */
  gint64   read_us;        /* DRAY_NEVER: not yet */
  gboolean hold;
  gboolean asks;
} Waiting;

static void
submit_mark (DrayEngine   *self,
             const char   *operation,
             const DrayId *message,
             gint64        at_us)
{
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (self->workspace), operation);

  dray_intent_set_id (intent, "message", message);
  dray_intent_set_integer (intent, "at_us", at_us);
  dray_engine_submit (self, intent);
}

/* A driver writes. The id follows from who wrote when, so that the same day twice has the same messages. */
void
dray_engine_write_from_driver (DrayEngine *self,
                               guint       truck,
                               const char *text,
                               gint64      at_us)
{
  DrayLiveTruck *from = dray_live_fleet_get_truck (self->fleet, truck);
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (self->workspace), "message.receive");
  g_autofree char *name = g_strdup_printf ("%u %" G_GINT64_FORMAT, truck, at_us);
  DrayId id = dray_id_derive ("message", name, strlen (name));

  dray_intent_set_id (intent, "message", &id);
  dray_intent_set_id (intent, "truck", dray_live_truck_get_id (from));
  if (dray_live_truck_get_driver (from) != NULL)
    dray_intent_set_text (intent, "author", dray_live_truck_get_driver (from));
  dray_intent_set_text (intent, "text", text);
  dray_intent_set_integer (intent, "at_us", at_us);
  dray_engine_submit (self, intent);
}

static Waiting *
find_waiting (DrayEngine   *self,
              const DrayId *message)
{
  for (guint i = 0; i < self->unanswered->len; i++) {
    Waiting *at = &g_array_index (self->unanswered, Waiting, i);

    if (dray_id_equal (&at->message, message))
      return at;
  }
  return NULL;
}

static Waiting *
ensure_waiting (DrayEngine   *self,
                const DrayId *message)
{
  Waiting *found = find_waiting (self, message);
  Waiting fresh = { .message = *message, .truck = G_MAXUINT, .sent_us = DRAY_NEVER, .delivered_us = DRAY_NEVER, .read_us = DRAY_NEVER };

  if (found != NULL)
    return found;
  g_array_append_val (self->unanswered, fresh);
  return &g_array_index (self->unanswered, Waiting, self->unanswered->len - 1);
}

static void
take_effect (DrayEngine       *self,
             const DrayEffect *effect)
{
  Waiting *waiting;
  DrayLiveTruck *truck;

  if (effect->after.kind == DRAY_VALUE_NONE)
    return;
  waiting = ensure_waiting (self, &effect->id);
  switch (effect->field) {
  case DRAY_MESSAGE_TRUCK:
    truck = dray_live_fleet_find_truck (self->fleet, &effect->after.id);
    waiting->truck = truck != NULL ? dray_live_truck_get_index (truck) : G_MAXUINT;
    break;
  case DRAY_MESSAGE_SENT_US:
    waiting->sent_us = effect->after.integer;
    break;
  case DRAY_MESSAGE_HOLD:
    waiting->hold = effect->after.integer != 0;
    break;
  case DRAY_MESSAGE_TEXT:
    waiting->asks = effect->after.text != NULL && g_str_has_suffix (effect->after.text, "?");
    break;
  default:
    break;
  }
}

static gboolean
is_new_message (const DrayEffects *effects,
                const DrayId      *message)
{
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    if (effect->table == &dray_message_table && effect->field == DRAY_MESSAGE_DIRECTION && dray_id_equal (&effect->id, message))
      return effect->after.kind == DRAY_VALUE_TEXT && g_strcmp0 (effect->after.text, "to-driver") == 0;
  }
  return FALSE;
}

static void
on_changed (DrayEngine        *self,
            const DrayEffects *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    if (effect->table == &dray_message_table && is_new_message (effects, &effect->id))
      take_effect (self, effect);
  }
}

/* Returns: whether nothing more is to be done about it */
static gboolean
go_on (DrayEngine *self,
       Waiting    *at,
       gint64      now_us)
{
  DrayLiveTruck *truck = at->truck != G_MAXUINT ? dray_live_fleet_get_truck (self->fleet, at->truck) : NULL;
  gboolean stands = truck != NULL && dray_live_truck_get_speed_mps (truck) < STANDS_MPS;

  if (truck == NULL)
    return TRUE;
  if (at->delivered_us == DRAY_NEVER && now_us >= at->sent_us + DELIVER_AFTER_US && (stands || !at->hold)) {
    at->delivered_us = now_us;
    submit_mark (self, "message.deliver", &at->message, now_us);
  } else if (at->delivered_us != DRAY_NEVER && at->read_us == DRAY_NEVER
             && now_us >= at->delivered_us + (stands ? READ_AFTER_US : READ_DRIVING_AFTER_US)) {
    at->read_us = now_us;
    submit_mark (self, "message.read", &at->message, now_us);
  } else if (at->read_us != DRAY_NEVER && (!at->asks || now_us >= at->read_us + ANSWER_AFTER_US)) {
    if (at->asks)
      dray_engine_write_from_driver (self, at->truck, _("Yes, will do."), now_us);
    return TRUE;
  }
  return FALSE;
}

/* Once a second. */
void
dray_engine_age_drivers (DrayEngine *self)
{
  gint64 now_us = dray_clock_now_us (self->clock);

  if (self->unanswered == NULL || self->ingest == NULL)
    return;
  for (guint i = self->unanswered->len; i-- > 0;) {
    if (go_on (self, &g_array_index (self->unanswered, Waiting, i), now_us))
      g_array_remove_index (self->unanswered, i);
  }
}

/* Where a day is simulated. */
void
dray_engine_follow_drivers (DrayEngine *self)
{
  if (self->demo == NULL)
    return;
  self->unanswered = g_array_new (FALSE, FALSE, sizeof (Waiting));
  g_signal_connect_object (self->workspace, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}
