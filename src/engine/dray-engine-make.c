/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo.h"
#include "dray-engine.h"
#include "dray-fleet-schema.h"
#include "dray-post.h"
#include "dray-road-import.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Makes workspaces on a thread of their own: the demo, a new one, and the roads of one from a file. */

#define ROADS "roads.region"

typedef struct {
  char                *folder;
  char                *roads;     /* (nullable): an OpenStreetMap file, or a region pack */
  DrayEngineMakeFunc   progress;
  gpointer             progress_data;
  GMainContext        *context;
} Making;

static void
making_free (Making *self)
{
  g_free (self->folder);
  g_free (self->roads);
  g_main_context_unref (self->context);
  g_free (self);
}

typedef struct {
  GTask      *task;   /* keeps the making */
  const char *what;
  double      share;
} Step;

static void
step_free (Step *self)
{
  g_object_unref (self->task);
  g_free (self);
}

static gboolean
on_step (gpointer data)
{
  Step *step = data;
  Making *making = g_task_get_task_data (step->task);

  if (!g_task_get_completed (step->task))
    making->progress (step->what, step->share, making->progress_data);
  return G_SOURCE_REMOVE;
}

/* On the thread that makes; @what is a string of the program. */
static void
on_progress (const char *what,
             double      share,
             gpointer    data)
{
  Making *making = g_task_get_task_data (data);
  Step *step;

  if (making->progress == NULL)
    return;
  step = g_new (Step, 1);
  *step = (Step) { g_object_ref (data), what, share };
  dray_post (making->context, on_step, step, (GDestroyNotify) step_free);
}

static void
make (GTask        *task,
      gpointer      source G_GNUC_UNUSED,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Making *making = task_data;
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  GError *error = NULL;

  options.progress = on_progress;
  options.progress_data = task;
  if (dray_demo_make (making->folder, &options, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GTask *
new_making (gpointer             tag,
            const char          *folder,
            const char          *roads,
            GCancellable        *cancellable,
            DrayEngineMakeFunc   progress,
            gpointer             progress_data,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Making *making = g_new (Making, 1);

  *making = (Making) { g_strdup (folder), g_strdup (roads), progress, progress_data, g_main_context_ref_thread_default () };
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, making, (GDestroyNotify) making_free);
  return task;
}

/**
 * dray_engine_make_demo_async:
 * @folder: where the demo will lie; must not exist yet
 * @progress: (nullable): told in the caller's main context until @callback is
 *
 * Makes the demo workspace: some ten seconds of work.
 */
void
dray_engine_make_demo_async (const char          *folder,
                             GCancellable        *cancellable,
                             DrayEngineMakeFunc   progress,
                             gpointer             progress_data,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = new_making (dray_engine_make_demo_async, folder, NULL, cancellable, progress, progress_data, callback, user_data);

  g_task_run_in_thread (task, make);
}

gboolean
dray_engine_make_demo_finish (GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Roads */

/* The importer's steps, in words that a person knows. */
static void
on_import_progress (const char *step G_GNUC_UNUSED,
                    double      fraction,
                    gpointer    task)
{
  on_progress (N_("Reading the roads"), fraction, task);
}

/* A pack is taken as it is, once it has shown to be whole. */
static gboolean
copy_pack (const char    *from,
           const char    *to,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (DrayRegion) region = dray_region_open (from, error);
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);

  return region != NULL && g_file_copy (source, target, G_FILE_COPY_OVERWRITE, cancellable, NULL, NULL, error);
}

/* The workspace counts with one region: an older one goes once the new one stands. */
static void
remove_other_packs (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if ((g_str_has_suffix (name, ".region") || g_str_has_suffix (name, ".region.places")) && !g_str_equal (name, ROADS))
      g_unlink (path);
  }
}

static gboolean
put_roads (GTask         *task,
           const char    *folder,
           const char    *from,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *beside = g_build_filename (folder, ROADS ".part", NULL), *to = g_build_filename (folder, ROADS, NULL);
  DrayRoadImport import = { (int) MIN (2, g_get_num_processors ()), on_import_progress, task, cancellable };
  DrayRoadImportReport report;
  gboolean done;

  done = g_str_has_suffix (from, ".region") ? copy_pack (from, beside, cancellable, error) : dray_road_import_file (&import, from, beside, &report, error);
  if (done && g_rename (beside, to) != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("%s can’t be written"), to);
    done = FALSE;
  }
  if (done)
    remove_other_packs (folder);
  else
    g_unlink (beside);
  return done;
}

static void
import_roads (GTask        *task,
              gpointer      source G_GNUC_UNUSED,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Making *making = task_data;
  GError *error = NULL;

  if (put_roads (task, making->folder, making->roads, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* New workspaces */

static gboolean
make_file (const char  *folder,
           GError     **error)
{
  g_autofree char *path = g_build_filename (folder, DRAY_DEMO_WORKSPACE, NULL);
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (error);
  DrayStore *store = schema != NULL ? dray_store_open (path, schema, NULL, error) : NULL;

  if (store == NULL)
    return FALSE;
  dray_store_close (store);
  return TRUE;
}

/* A folder that was begun and not finished is taken away again. */
static void
drop_folder (const char *folder)
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
make_workspace (GTask        *task,
                gpointer      source G_GNUC_UNUSED,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Making *making = task_data;
  GError *error = NULL;

  if (g_file_test (making->folder, G_FILE_TEST_EXISTS)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_EXISTS, _("%s is there already; choose another name, or open it"), making->folder);
    return;
  }
  if (g_mkdir_with_parents (making->folder, 0700) != 0) {
    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errno), _("The folder %s can’t be made"), making->folder);
    return;
  }
  if (make_file (making->folder, &error) && (making->roads == NULL || put_roads (task, making->folder, making->roads, cancellable, &error))) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  drop_folder (making->folder);
  g_task_return_error (task, error);
}

/**
 * dray_engine_make_workspace_async:
 * @folder: where it will lie; must not exist yet
 * @roads: (nullable): an OpenStreetMap file (.osm.pbf, .osm, .osm.gz) or a region pack
 * @progress: (nullable): told in the caller's main context until @callback is
 *
 * Makes an empty workspace. Whatever happens, the folder is whole or absent.
 *
 * Errors: %G_IO_ERROR_EXISTS, and those of the importer and the store
 */
void
dray_engine_make_workspace_async (const char          *folder,
                                  const char          *roads,
                                  GCancellable        *cancellable,
                                  DrayEngineMakeFunc   progress,
                                  gpointer             progress_data,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = new_making (dray_engine_make_workspace_async, folder, roads, cancellable, progress, progress_data, callback, user_data);

  g_task_run_in_thread (task, make_workspace);
}

gboolean
dray_engine_make_workspace_finish (GAsyncResult *result,
                                   GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * dray_engine_import_roads_async:
 * @folder: of a workspace, which uses the roads when it is opened the next time
 * @roads: an OpenStreetMap file (.osm.pbf, .osm, .osm.gz) or a region pack
 * @progress: (nullable): told in the caller's main context until @callback is
 *
 * Gives a workspace its roads, in place of those that it has. Where it fails those stay.
 */
void
dray_engine_import_roads_async (const char          *folder,
                                const char          *roads,
                                GCancellable        *cancellable,
                                DrayEngineMakeFunc   progress,
                                gpointer             progress_data,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = new_making (dray_engine_import_roads_async, folder, roads, cancellable, progress, progress_data, callback, user_data);

  g_task_run_in_thread (task, import_roads);
}

gboolean
dray_engine_import_roads_finish (GAsyncResult *result,
                                 GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
