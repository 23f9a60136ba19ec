/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-private.h"
#include "dray-fleet-schema.h"
#include "dray-sim-clock.h"
#include "dray-units.h"

#include <glib/gstdio.h>

/* The steps in order, and the way into the store: operations in batches, like those of any other program. The folder is made beside
 * and renamed, so that a demo that was given up leaves nothing behind that looks whole. */

#define BATCH 256

/* The records were made the evening before. */
#define MADE_US (DRAY_DEMO_DAY_US - 8 * G_GINT64_CONSTANT (3600000000))

DrayId
dray_demo_make_id (DrayDemo *self)
{
  return dray_id_new (MADE_US, &self->random);
}

void
dray_demo_set_id (JsonObject   *object,
                  const char   *member,
                  const DrayId *id)
{
  char text[DRAY_ID_TEXT_LENGTH + 1];

  dray_id_write (id, text);
  json_object_set_string_member (object, member, text);
}

/* Says how far it is. Returns: %FALSE once somebody gave up */
gboolean
dray_demo_tell (DrayDemo   *self,
                const char *what,
                double      share,
                GError    **error)
{
  if (self->options->progress != NULL)
    self->options->progress (what, share, self->options->progress_data);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
check_refusals (GError *const *refusals,
                guint          n,
                GError       **error)
{
  for (guint i = 0; i < n; i++) {
    if (refusals[i] != NULL) {
      g_propagate_error (error, g_error_copy (refusals[i]));
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * dray_demo_flush:
 *
 * Submits what is waiting, in one transaction.
 */
gboolean
dray_demo_flush (DrayDemo *self,
                 GError  **error)
{
  guint n = self->batch->len;
  DrayActor actor = { .user = dray_id_derive ("user", "demo", 4), .role = "administrator" };
  g_autofree DrayReceipt **receipts = g_new0 (DrayReceipt *, n + 1);
  g_autofree GError **refusals = g_new0 (GError *, n + 1);
  gboolean done;

  actor.subject = actor.user;
  done = n == 0 || dray_store_submit_batch (self->store, &actor, (DrayIntent *const *) self->batch->pdata, (int) n, receipts, refusals, error);
  done = done && check_refusals (refusals, n, error);
  for (guint i = 0; i < n; i++) {
    g_clear_pointer (&receipts[i], dray_receipt_free);
    g_clear_error (&refusals[i]);
  }
  g_ptr_array_set_size (self->batch, 0);
  return done;
}

/**
 * dray_demo_push:
 * @intent: (transfer full)
 *
 * Puts an operation behind those that wait, and submits them all when they are many.
 */
gboolean
dray_demo_push (DrayDemo   *self,
                DrayIntent *intent,
                GError    **error)
{
  g_ptr_array_add (self->batch, intent);
  return self->batch->len < BATCH || dray_demo_flush (self, error);
}

/**
 * dray_demo_put:
 * @values: (transfer full)
 *
 * Makes a record.
 */
gboolean
dray_demo_put (DrayDemo        *self,
               const DrayTable *table,
               const DrayId    *id,
               JsonObject      *values,
               GError         **error)
{
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (self->store), "record.create");
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), values);
  g_autofree char *text = json_to_string (node, FALSE);

  json_object_unref (values);
  dray_intent_set_text (intent, "table", table->name);
  dray_intent_set_id (intent, "id", id);
  dray_intent_set_text (intent, "values", text);
  dray_intent_set_at_us (intent, MADE_US);
  return dray_demo_push (self, intent, error);
}

static gboolean
make_region (DrayDemo *self,
             GError  **error)
{
  DrayCountyOptions options = { .seed = self->options->seed, .n_segments = self->options->n_segments };
  DrayRoadImport import = { .n_threads = 2, .cancellable = self->cancellable };

  if (!dray_demo_tell (self, "drawing the county", 0.0, error))
    return FALSE;
  self->county = dray_county_new (&options, self->cancellable, error);
  return self->county != NULL && dray_demo_tell (self, "importing its roads", 0.25, error)
         && dray_county_import (self->county, self->region_path, &import, NULL, error);
}

static gboolean
open_store (DrayDemo   *self,
            const char *folder,
            GError    **error)
{
  g_autofree char *path = g_build_filename (folder, DRAY_DEMO_WORKSPACE, NULL);
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (error);
  g_autoptr (DrayClock) clock = DRAY_CLOCK (dray_sim_clock_new (MADE_US));
  DrayStoreOptions options = { .client = dray_id_derive ("client", "demo", 4), .clock = clock };

  self->store = schema != NULL ? dray_store_open (path, schema, &options, error) : NULL;
  return self->store != NULL;
}

static gboolean
write_facts (DrayDemo   *self,
             const char *folder,
             GError    **error)
{
  g_autofree char *path = g_build_filename (folder, DRAY_DEMO_FACTS, NULL);
  g_autofree char *text = g_strdup_printf ("{\"name\": \"Harlhaven\", \"seed\": %" G_GUINT64_FORMAT ", \"opens_us\": %" G_GINT64_FORMAT ", \"zone\": \"Europe/London\"}\n",
                                           self->options->seed, DRAY_DEMO_OPENS_US);

  return g_file_set_contents (path, text, -1, error);
}

static gboolean
make (DrayDemo   *self,
      const char *folder,
      GError    **error)
{
  return make_region (self, error)
         && dray_demo_tell (self, "filling the workspace", 0.6, error) && open_store (self, folder, error)
         && dray_demo_put_sites (self, error) && dray_demo_put_fleet (self, error) && dray_demo_put_orders (self, error)
         && dray_demo_put_fences (self, error) && dray_demo_flush (self, error)
         && dray_demo_tell (self, "planning the day", 0.7, error) && dray_demo_plan_day (self, error) && dray_demo_flush (self, error)
         && dray_demo_put_history (self, folder, error)
         && dray_demo_put_messages (self, error) && dray_demo_flush (self, error)
         && write_facts (self, folder, error) && dray_demo_tell (self, "done", 1.0, error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
demo_clear (DrayDemo *self)
{
  g_ptr_array_unref (self->batch);
  g_array_unref (self->sites);
  g_array_unref (self->trucks);
  g_array_unref (self->tasks);
  g_clear_pointer (&self->store, dray_store_close);
  g_clear_pointer (&self->county, dray_county_free);
}

/**
 * dray_demo_make:
 * @folder: where the demo will lie; must not exist yet
 *
 * Makes the demo workspace. Blocks; meant for a worker or a command.
 *
 * Errors: %G_IO_ERROR_EXISTS where @folder exists, %G_IO_ERROR_CANCELLED, and those of the county, the importer and the store.
 *   Whatever happened, @folder is whole or absent.
 */
gboolean
dray_demo_make (const char            *folder,
                const DrayDemoOptions *options,
                GCancellable          *cancellable,
                GError               **error)
{
  g_autofree char *beside = g_strdup_printf ("%s.part", folder);
  g_autofree char *region_path = g_build_filename (beside, DRAY_DEMO_REGION, NULL);
  DrayDemo self = { .options = options, .cancellable = cancellable, .region_path = region_path };
  gboolean done;

  if (g_file_test (folder, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s is there already; remove it or name another folder", folder);
    return FALSE;
  }
  remove_folder (beside);
  if (g_mkdir_with_parents (beside, 0700) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The folder %s can't be made", beside);
    return FALSE;
  }

  dray_random_init (&self.random, options->seed);
  self.batch = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_intent_free);
  self.sites = g_array_new (FALSE, FALSE, sizeof (DrayDemoSite));
  self.trucks = g_array_new (FALSE, TRUE, sizeof (DrayDemoTruck));
  self.tasks = g_array_new (FALSE, FALSE, sizeof (DrayDemoTask));
  done = make (&self, beside, error);
  demo_clear (&self);

  if (done && g_rename (beside, folder) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s can't be renamed to %s", beside, folder);
    done = FALSE;
  }
  if (!done)
    remove_folder (beside);
  return done;
}
