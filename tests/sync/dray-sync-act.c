/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What the people at the clients do: all kinds of operations on a few records, so that they meet. */

#include "dray-sync-world.h"

#include "dray-change.h"

static const DrayId *
pick_id (DrayWorld *self,
         int        table)
{
  GArray *ids = self->ids[table];
  guint n = MIN (ids->len, 6);

  return ids->len > 0 ? &g_array_index (ids, DrayId, ids->len - 1 - dray_world_below (self, n)) : NULL;
}

static const char *
id_text (const DrayId *id)
{
  static char texts[4][DRAY_ID_TEXT_LENGTH + 1];
  static int at;

  at = (at + 1) % 4;
  dray_id_write (id, texts[at]);
  return texts[at];
}

static DrayIntent *
make_record (DrayWorld *self,
             int        table)
{
  static const char *const tables[] = { "yard", "van", "job" };
  DrayId id = dray_id_new (self->now_us, &self->random);
  const DrayId *yard = pick_id (self, 0);
  g_autofree char *values = table == 2 ? g_strdup_printf ("{\"title\":\"T%u\"}", dray_world_below (self, 100))
                            : table == 1 && yard != NULL ? g_strdup_printf ("{\"name\":\"V%u\",\"yard\":\"%s\"}", dray_world_below (self, 5), id_text (yard))
                            : g_strdup_printf ("{\"name\":\"N%u\"}", dray_world_below (self, 5));
  g_autofree char *arguments = g_strdup_printf ("{\"table\":\"%s\",\"id\":\"%s\",\"values\":%s}", tables[table], id_text (&id), values);

  g_array_append_val (self->ids[table], id);
  return dray_intent_new_from_json (self->schema, "record.create", arguments, NULL);
}

static char *
make_setting (DrayWorld *self)
{
  const DrayId *yard = pick_id (self, 0), *van = pick_id (self, 1), *job = pick_id (self, 2);

  if (van == NULL || yard == NULL || job == NULL)
    return NULL;
  switch (dray_world_below (self, 7)) {
    case 0:
      return g_strdup_printf ("{\"table\":\"van\",\"id\":\"%s\",\"field\":\"name\",\"value\":\"V%u\"}", id_text (van), dray_world_below (self, 4));
    case 1:
      return g_strdup_printf ("{\"table\":\"van\",\"id\":\"%s\",\"field\":\"load_kg\",\"value\":%u}", id_text (van), dray_world_below (self, 9) * 1000);
    case 2:
      return g_strdup_printf ("{\"table\":\"van\",\"id\":\"%s\",\"field\":\"yard\",\"value\":\"%s\"}", id_text (van), id_text (yard));
    case 3:
      return g_strdup_printf ("{\"table\":\"van\",\"id\":\"%s\",\"field\":\"extras\",\"value\":{\"a\":[%u,\"\\\"\"]}}", id_text (van), dray_world_below (self, 5));
    case 4:
      return g_strdup_printf ("{\"table\":\"van\",\"id\":\"%s\",\"field\":\"plate\",\"value\":%s}", id_text (van), dray_world_below (self, 2) == 0 ? "null" : "\"P-1\"");
    case 5:
      return g_strdup_printf ("{\"table\":\"van\",\"id\":\"%s\",\"field\":\"price\",\"value\":%u.5}", id_text (van), dray_world_below (self, 5));
    default:
      return g_strdup_printf ("{\"table\":\"job\",\"id\":\"%s\",\"field\":\"title\",\"value\":\"T%u\"}", id_text (job), dray_world_below (self, 100));
  }
}

static DrayIntent *
make_undo (DrayWorld *self,
           DrayPeer  *peer)
{
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *arguments = NULL;
  DrayId client = dray_store_get_client (peer->machine.store);
  DrayStanding place;
  gint64 mid;

  if (!dray_store_get_standing (peer->machine.store, &place, NULL))
    return NULL;
  mid = place.mid - dray_world_below (self, 4);
  changes = dray_store_list_changes (peer->machine.store, MAX (place.cursor - (gint64) dray_world_below (self, 4) - 1, 0), 1, NULL);
  if (dray_world_below (self, 2) == 0 && changes != NULL && changes->len > 0) {
    client = ((const DrayChange *) changes->pdata[0])->client;
    mid = ((const DrayChange *) changes->pdata[0])->mid;
  }
  if (mid < 1)
    return NULL;
  arguments = g_strdup_printf ("{\"client\":\"%s\",\"mid\":%d}", id_text (&client), (int) mid);
  return dray_intent_new_from_json (self->schema, "operation.undo", arguments, NULL);
}

static DrayIntent *
make_named (DrayWorld  *self,
            const char *name)
{
  const DrayId *job = pick_id (self, 2), *van = pick_id (self, 1);
  g_autofree char *arguments = NULL;

  if (job == NULL || van == NULL)
    return NULL;
  if (g_str_equal (name, "job.give"))
    arguments = g_strdup_printf ("{\"job\":\"%s\",\"van\":\"%s\"}", id_text (job), id_text (van));
  else if (g_str_equal (name, "job.finish"))
    arguments = g_strdup_printf ("{\"job\":\"%s\",\"at_us\":%u}", id_text (job), dray_world_below (self, 1000));
  else if (g_str_equal (name, "record.delete"))
    arguments = g_strdup_printf ("{\"table\":\"%s\",\"id\":\"%s\"}", dray_world_below (self, 2) == 0 ? "van" : "job", id_text (dray_world_below (self, 2) == 0 ? van : job));
  else
    arguments = g_strdup_printf ("{\"job\":\"%s\"}", id_text (job));
  return dray_intent_new_from_json (self->schema, name, arguments, NULL);
}

static DrayIntent *
make_intent (DrayWorld *self,
             DrayPeer  *peer)
{
  guint kind = dray_world_below (self, 100);
  g_autofree char *setting = NULL;

  if (self->ids[0]->len < 1 || kind < 3)
    return make_record (self, 0);
  if (self->ids[1]->len < 2 || kind < 8)
    return make_record (self, 1);
  if (self->ids[2]->len < 4 || kind < 18)
    return make_record (self, 2);
  if (kind < 45) {
    setting = make_setting (self);
    return setting != NULL ? dray_intent_new_from_json (self->schema, "field.set", setting, NULL) : NULL;
  }
  if (kind < 57)
    return make_undo (self, peer);
  return make_named (self, kind < 78 ? "job.give" : kind < 83 ? "job.copy" : kind < 88 ? "job.send" : kind < 92 ? "job.recall" : kind < 97 ? "job.finish" : "record.delete");
}

/* The person at client @i does something. Returns: whether it was accepted there */
gboolean
dray_world_act (DrayWorld *self,
                int        i)
{
  DrayPeer *peer = &self->peers[i];
  g_autoptr (DrayIntent) intent = make_intent (self, peer);
  g_autoptr (DrayReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  /* Every operation has an instant of its own: so it is known again wherever it turns up. */
  dray_world_pass (self, 1);
  if (intent == NULL)
    return FALSE;
  dray_intent_set_at_us (intent, self->now_us);
  receipt = dray_store_submit (peer->machine.store, NULL, intent, &error);
  if (receipt != NULL) {
    DrayCommitted committed = { self->now_us, receipt->mid };

    dray_world_note (self, "%d does %s %d", i, dray_intent_get_operation (intent)->name, (int) receipt->mid);
    g_array_append_val (peer->committed, committed);
    return TRUE;
  }
  if (!dray_world_has_power (&peer->machine))
    dray_world_revive_client (self, i);
  else if (error->domain == g_quark_from_string ("dray-store-error-quark") && (error->code == 0 || error->code == 3))
    dray_world_fail (self, "client %d can't do %s: %s", i, dray_intent_get_operation (intent)->name, error->message);
  return FALSE;
}
