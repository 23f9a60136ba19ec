/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-copy.h"
#include "dray-test-folder.h"

#include <glib/gstdio.h>

static DrayTestFolder *folder;
static char *original;

void
dray_demo_copy_make_original (int n_segments,
                              int n_trucks,
                              int n_orders)
{
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  folder = dray_test_folder_new ();
  original = dray_test_folder_path (folder, "original");
  options.n_segments = n_segments;
  options.n_trucks = n_trucks;
  options.n_orders = n_orders;
  options.n_days = 0;
  if (!dray_demo_make (original, &options, NULL, &error))
    g_error ("%s", error->message);
}

void
dray_demo_copy_remove_original (void)
{
  g_clear_pointer (&original, g_free);
  dray_test_folder_remove (folder);
}

static void
copy_files (const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (original, 0, &error);
  const char *name;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *from_path = g_build_filename (original, name, NULL), *to_path = g_build_filename (to, name, NULL);
    g_autoptr (GFile) source = g_file_new_for_path (from_path), target = g_file_new_for_path (to_path);

    g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
  }
}

static void
on_open (GObject      *source G_GNUC_UNUSED,
         GAsyncResult *result,
         gpointer      data)
{
  DrayDemoCopy *self = data;

  self->engine = dray_engine_open_finish (result, &self->error);
  self->done = TRUE;
}

void
dray_demo_copy_open (DrayDemoCopy    *self,
                     DrayEngineFlags  flags)
{
  self->done = FALSE;
  dray_engine_open_async (self->path, flags, NULL, on_open, self);
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
}

void
dray_demo_copy_close (DrayDemoCopy *self)
{
  dray_engine_stop (self->engine);
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_finalize_object (g_steal_pointer (&self->engine));
}

void
dray_demo_copy_set_up (DrayDemoCopy  *self,
                       gconstpointer  data G_GNUC_UNUSED)
{
  static int n;
  g_autofree char *name = g_strdup_printf ("demo-%d", ++n);

  self->path = dray_test_folder_path (folder, name);
  copy_files (self->path);
  dray_demo_copy_open (self, DRAY_ENGINE_DEFAULT);
  g_assert_no_error (self->error);
}

void
dray_demo_copy_tear_down (DrayDemoCopy  *self,
                          gconstpointer  data G_GNUC_UNUSED)
{
  if (self->engine != NULL)
    dray_demo_copy_close (self);
  g_clear_error (&self->error);
  g_free (self->path);
}

static void
on_played (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  DrayDemoCopy *self = data;

  dray_engine_play_finish (DRAY_ENGINE (source), result, &self->error);
  self->done = TRUE;
}

void
dray_demo_copy_live_until (DrayDemoCopy *self,
                           gint64        until_us)
{
  dray_demo_copy_close (self);
  dray_demo_copy_open (self, DRAY_ENGINE_SIMULATE | DRAY_ENGINE_PAUSED);
  g_assert_no_error (self->error);
  self->done = FALSE;
  dray_engine_play_async (self->engine, until_us, 0.0, NULL, on_played, self);
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (self->error);
}
