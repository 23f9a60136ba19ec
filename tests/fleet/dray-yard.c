/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fleet-schema.h"
#include "dray-units.h"
#include "dray-yard.h"

/* 2026-11-19 06:00 UTC, a Thursday. */
#define MORNING_US (G_GINT64_CONSTANT (1795068000) * DRAY_US_PER_S)

DrayId
dray_yard_id (int n)
{
  return dray_id_derive ("yard", &n, sizeof n);
}

static char *
expand_ids (const char *text)
{
  g_autoptr (GString) expanded = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '@' && g_ascii_isdigit (at[1])) {
      char *end;
      DrayId id = dray_yard_id ((int) g_ascii_strtoll (at + 1, &end, 10));
      g_autofree char *word = dray_id_dup_text (&id);

      g_string_append (expanded, word);
      at = end - 1;
    } else {
      g_string_append_c (expanded, *at);
    }
  }
  return g_string_free (g_steal_pointer (&expanded), FALSE);
}

static const DrayActor *
administrator (void)
{
  static DrayActor actor = { .role = "administrator" };

  actor.user = actor.subject = dray_yard_id (900);
  return &actor;
}

DrayIntent *
dray_yard_intent (DrayStore  *store,
                  const char *operation,
                  const char *arguments,
                  GError    **error)
{
  g_autofree char *expanded = expand_ids (arguments);

  return dray_intent_new_from_json (dray_store_get_schema (store), operation, expanded, error);
}

void
dray_yard_submit (DrayStore  *store,
                  const char *operation,
                  const char *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayIntent) intent = dray_yard_intent (store, operation, arguments, &error);
  g_autoptr (DrayReceipt) receipt = NULL;

  g_assert_no_error (error);
  receipt = dray_store_submit (store, administrator (), intent, &error);
  g_assert_no_error (error);
}

DrayReceipt *
dray_yard_try (DrayYard   *self,
               const char *operation,
               const char *arguments,
               GError    **error)
{
  g_autoptr (DrayIntent) intent = dray_yard_intent (self->store, operation, arguments, error);

  return intent != NULL ? dray_store_submit (self->store, administrator (), intent, error) : NULL;
}

DrayReceipt *
dray_yard_do (DrayYard   *self,
              const char *operation,
              const char *arguments)
{
  g_autoptr (GError) error = NULL;
  DrayReceipt *receipt = dray_yard_try (self, operation, arguments, &error);

  g_assert_no_error (error);
  return receipt;
}

DrayRow *
dray_yard_row (DrayYard        *self,
               const DrayTable *table,
               int              n)
{
  g_autoptr (GError) error = NULL;
  DrayId id = dray_yard_id (n);
  DrayRow *row = dray_store_get_row (self->store, table, &id, &error);

  g_assert_no_error (error);
  return row;
}

static void
create (DrayStore  *store,
        const char *table,
        int         n,
        const char *values)
{
  g_autofree char *arguments = g_strdup_printf ("{\"table\": \"%s\", \"id\": \"@%d\", \"values\": %s}", table, n, values);

  dray_yard_submit (store, "record.create", arguments);
}

void
dray_yard_furnish (DrayStore *store)
{
  create (store, "party", DRAY_YARD_CUSTOMER, "{\"name\": \"Kessel Dairy\", \"kind\": \"customer\"}");
  create (store, "site", DRAY_YARD_DEPOT, "{\"name\": \"Harbour\", \"kind\": \"depot\", \"lon_e7\": 0, \"lat_e7\": 0}");
  create (store, "site", DRAY_YARD_SITE, "{\"name\": \"Kessel Dairy\", \"kind\": \"customer\", \"party\": \"@2\", \"lon_e7\": 100, \"lat_e7\": 100}");
  create (store, "truck", DRAY_YARD_TRUCK, "{\"number\": \"12\", \"plate\": \"HV 14 LUB\", \"depot\": \"@1\", \"status\": \"ready\"}");
  create (store, "driver", DRAY_YARD_DRIVER, "{\"name\": \"Driver\", \"depot\": \"@1\"}");
  create (store, "order", DRAY_YARD_ORDER_A, "{\"reference\": \"4711\", \"party\": \"@2\", \"depot\": \"@1\", \"day\": \"2026-11-19\"}");
  create (store, "task", DRAY_YARD_TASK_A, "{\"order_id\": \"@6\", \"kind\": \"delivery\", \"site\": \"@3\", \"load_kg\": 400}");
  create (store, "order", DRAY_YARD_ORDER_B, "{\"reference\": \"4712\", \"party\": \"@2\", \"depot\": \"@1\", \"day\": \"2026-11-19\"}");
  create (store, "task", DRAY_YARD_TASK_B, "{\"order_id\": \"@8\", \"kind\": \"delivery\", \"site\": \"@3\", \"load_kg\": 500}");
}

void
dray_yard_set_up (DrayYard      *self,
                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->folder = dray_test_folder_new ();
  self->clock = DRAY_CLOCK (dray_sim_clock_new (MORNING_US));
  self->schema = dray_fleet_schema_new (&error);
  g_assert_no_error (error);
  path = dray_test_folder_path (self->folder, "yard.dray");
  self->store = dray_store_open (path, self->schema, &(DrayStoreOptions) { .client = dray_yard_id (901), .clock = self->clock }, &error);
  g_assert_no_error (error);
  dray_yard_furnish (self->store);
}

void
dray_yard_tear_down (DrayYard      *self,
                     gconstpointer  data G_GNUC_UNUSED)
{
  dray_store_close (self->store);
  dray_schema_unref (self->schema);
  g_object_unref (self->clock);
  dray_test_folder_remove (self->folder);
}
