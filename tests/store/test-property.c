/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-little.h"
#include "dray-property.h"

/* Three yards, two vans, a job that belongs to none; in one transaction, as every one of the tests begins so. */
static void
furnish (DrayStore *store)
{
  static const struct {
    int              id;
    const DrayTable *table;
    const char      *values;
  } rows[] = {
    { 0, &dray_yard_table, "{\"name\":\"North\"}" },
    { 1, &dray_yard_table, "{\"name\":\"South\"}" },
    { 2, &dray_yard_table, "{\"name\":\"West\"}" },
    { 10, &dray_van_table, "{\"name\":\"Van\",\"plate\":\"P1\",\"load_kg\":900}" },
    { 11, &dray_van_table, "{\"name\":\"Van\",\"plate\":\"P2\"}" },
    { 20, &dray_job_table, "{\"title\":\"Bring it\"}" },
  };
  DrayIntent *intents[G_N_ELEMENTS (rows)];
  DrayReceipt *receipts[G_N_ELEMENTS (rows)] = { NULL };
  GError *refusals[G_N_ELEMENTS (rows)] = { NULL };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    DrayId id = dray_little_id (rows[i].id);

    intents[i] = dray_little_make_create (store, rows[i].table, &id, rows[i].values);
  }
  dray_store_submit_batch (store, NULL, intents, G_N_ELEMENTS (rows), receipts, refusals, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_no_error (refusals[i]);
    dray_receipt_free (receipts[i]);
    dray_intent_free (intents[i]);
  }
}

static DrayIntent *
make (DrayStore  *store,
      const char *operation,
      const char *arguments)
{
  g_autoptr (GError) error = NULL;
  DrayIntent *intent = dray_intent_new_from_json (dray_store_get_schema (store), operation, arguments, &error);

  g_assert_no_error (error);
  return intent;
}

static char *
id_text (int n)
{
  DrayId id = dray_little_id (n);

  return dray_id_dup_text (&id);
}

static DrayIntent *
prepare_set (DrayStore *store)
{
  g_autofree char *id = id_text (10);
  g_autofree char *arguments = g_strdup_printf ("{\"table\":\"van\",\"id\":\"%s\",\"field\":\"load_kg\",\"value\":1200}", id);

  furnish (store);
  return make (store, "field.set", arguments);
}

static DrayIntent *
prepare_create (DrayStore *store)
{
  g_autofree char *id = id_text (12), *yard = id_text (0);
  g_autofree char *arguments = g_strdup_printf (
    "{\"table\":\"van\",\"id\":\"%s\",\"values\":{\"name\":\"New\",\"colour\":\"red\",\"is_ready\":true,\"yard\":\"%s\",\"price\":2.5}}", id, yard);

  furnish (store);
  return make (store, "record.create", arguments);
}

static DrayIntent *
prepare_delete (DrayStore *store)
{
  g_autofree char *id = id_text (20);
  g_autofree char *arguments = g_strdup_printf ("{\"table\":\"job\",\"id\":\"%s\"}", id);

  furnish (store);
  return make (store, "record.delete", arguments);
}

/* One new row, one found by its key, one found by its id. */
static DrayIntent *
prepare_import (DrayStore *store)
{
  g_autofree char *fresh = id_text (12), *spare = id_text (13), *other = id_text (14);
  g_autofree char *arguments = g_strdup_printf (
    "{\"table\":\"van\",\"by\":\"plate\",\"rows\":[{\"id\":\"%s\",\"name\":\"New\",\"plate\":\"P9\"},"
    "{\"id\":\"%s\",\"name\":\"Renamed\",\"plate\":\"P1\",\"load_kg\":7},{\"id\":\"%s\",\"name\":\"Newer\"}]}", fresh, spare, other);

  furnish (store);
  return make (store, "record.import", arguments);
}

static DrayIntent *
prepare_undo (DrayStore *store)
{
  g_autoptr (DrayIntent) first = prepare_import (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_store_submit (store, NULL, first, &error);
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (store), "operation.undo");

  g_assert_no_error (error);
  dray_intent_set_id (intent, "client", &receipt->client);
  dray_intent_set_integer (intent, "mid", receipt->mid);
  return intent;
}

static DrayIntent *
prepare_give (DrayStore *store)
{
  g_autofree char *job = id_text (20), *van = id_text (10);
  g_autofree char *arguments = g_strdup_printf ("{\"job\":\"%s\",\"van\":\"%s\"}", job, van);

  furnish (store);
  return make (store, "job.give", arguments);
}

static DrayIntent *
prepare_job (DrayStore  *store,
             const char *operation,
             const char *before)
{
  g_autofree char *job = id_text (20);
  g_autofree char *arguments = g_strdup_printf ("{\"job\":\"%s\",\"at_us\":1795132740000000}", job);
  g_autoptr (GError) error = NULL;

  furnish (store);
  if (before != NULL) {
    g_autoptr (DrayReceipt) receipt = dray_little_do (store, before, arguments, &error);

    g_assert_no_error (error);
  }
  return make (store, operation, arguments);
}

static DrayIntent *
prepare_copy (DrayStore *store)
{
  return prepare_job (store, "job.copy", NULL);
}

static DrayIntent *
prepare_finish (DrayStore *store)
{
  return prepare_job (store, "job.finish", "job.send");
}

static DrayIntent *
prepare_send (DrayStore *store)
{
  return prepare_job (store, "job.send", NULL);
}

static DrayIntent *
prepare_recall (DrayStore *store)
{
  return prepare_job (store, "job.recall", "job.send");
}

static const DrayExample examples[] = {
  { "field.set", prepare_set },
  { "record.create", prepare_create },
  { "record.delete", prepare_delete },
  { "record.import", prepare_import },
  { "operation.undo", prepare_undo },
  { "job.copy", prepare_copy },
  { "job.give", prepare_give },
  { "job.finish", prepare_finish },
  { "job.send", prepare_send },
  { "job.recall", prepare_recall },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dray_property_add_tests ("/store/property", &dray_little_lists, examples, G_N_ELEMENTS (examples));
  return g_test_run ();
}
