/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-canned-reply.h"
#include "dray-demo-private.h"
#include "dray-message.h"
#include "dray-units.h"

/* What was written between the yard and the cabs before the demo opens, and the answers that dispatchers keep at hand. */

typedef struct {
  int         truck;     /* its number */
  gboolean    to_driver;
  int         minutes;   /* before the demo opens */
  const char *text;
} Line;

static const Line lines[] = {
  { 27, FALSE, 52, "Loaded at Harbour, two pallets short on drop 4. Leaving now." },
  { 27, TRUE, 50, "Thanks, the two pallets follow on truck 9." },
  { 12, FALSE, 44, "Loaded, out of the gate." },
  { 31, FALSE, 38, "Quay gate was closed, went in by the north ramp." },
  { 31, TRUE, 36, "Noted. Ask for the bay sheet when you leave." },
  { 31, FALSE, 35, "Will do." },
  { 7, FALSE, 21, "Dock at the second drop is busy, they say half an hour." },
  { 7, TRUE, 19, "Wait for it, your next window opens at nine." },
  { 18, FALSE, 9, "Fog on the coast road, going slower." },
};

typedef struct {
  const char *title;
  const char *text;
} Reply;

static const Reply replies[] = {
  { "Call me", "Please call the dispatch desk when you stand." },
  { "Wait there", "Please stay where you are, a new plan is on its way." },
  { "Skip the stop", "Please leave out the next stop and go on to the one after it." },
  { "New route", "Your route has changed. Please look at it before you go on." },
  { "Proof is missing", "The proof of your last delivery is missing. Please send the photo." },
  { "Thanks", "Thank you, noted." },
};

static gboolean
put_reply (DrayDemo     *self,
           const Reply  *reply,
           GError      **error)
{
  JsonObject *values = json_object_new ();
  DrayId id = dray_demo_make_id (self);

  json_object_set_string_member (values, "title", reply->title);
  json_object_set_string_member (values, "text", reply->text);
  return dray_demo_put (self, &dray_canned_reply_table, &id, values, error);
}

/* Everything but what was written in the last ten minutes is read. */
static gboolean
mark (DrayDemo      *self,
      const DrayId  *message,
      const char    *operation,
      gint64         at_us,
      GError       **error)
{
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (self->store), operation);

  dray_intent_set_id (intent, "message", message);
  dray_intent_set_integer (intent, "at_us", at_us);
  return dray_demo_push (self, intent, error);
}

static gboolean
put_line (DrayDemo    *self,
          const Line  *line,
          GError     **error)
{
  const DrayDemoTruck *truck = &g_array_index (self->trucks, DrayDemoTruck, line->truck - 1);
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (self->store), line->to_driver ? "message.send" : "message.receive");
  gint64 at_us = DRAY_DEMO_OPENS_US - line->minutes * 60 * DRAY_US_PER_S;
  DrayId id = dray_demo_make_id (self);

  dray_intent_set_id (intent, "message", &id);
  dray_intent_set_id (intent, "truck", &truck->id);
  dray_intent_set_id (intent, "depot", &g_array_index (self->sites, DrayDemoSite, truck->depot).id);
  dray_intent_set_text (intent, "text", line->text);
  dray_intent_set_integer (intent, "at_us", at_us);
  return dray_demo_push (self, intent, error) && mark (self, &id, "message.deliver", at_us + 2 * DRAY_US_PER_S, error)
         && (line->minutes < 10 || mark (self, &id, "message.read", at_us + 40 * DRAY_US_PER_S, error));
}

gboolean
dray_demo_put_messages (DrayDemo  *self,
                        GError   **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    if (!put_reply (self, &replies[i], error))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i].truck <= (int) self->trucks->len && !put_line (self, &lines[i], error))
      return FALSE;
  return TRUE;
}
