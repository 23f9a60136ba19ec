/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shape-file.h"

#include "dray-geojson.h"
#include "dray-gpx.h"
#include "dray-kml.h"

#include <glib/gi18n.h>

typedef enum { GEOJSON, KML, GPX } Format;

static Format
find_format (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : g_strdup ("");

  return g_str_has_suffix (lower, ".kml") ? KML : g_str_has_suffix (lower, ".gpx") ? GPX : GEOJSON;
}

static GPtrArray *
parse (Format       format,
       const char  *text,
       gsize        n_bytes,
       GError     **error)
{
  switch (format) {
  case KML:
    return dray_kml_read (text, (gssize) n_bytes, error);
  case GPX:
    return dray_gpx_read (text, (gssize) n_bytes, error);
  case GEOJSON:
  default:
    return dray_geojson_read (text, (gssize) n_bytes, error);
  }
}

/* A file that would not fit is refused before it is read. */
static gboolean
check_size (GFile         *file,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_size (info) <= DRAY_FEATURE_MAX_BYTES)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("The file is larger than %u MB"), DRAY_FEATURE_MAX_BYTES >> 20);
  return FALSE;
}

static void
run_read (GTask        *task,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable)
{
  g_autofree char *text = NULL;
  GError *error = NULL;
  GPtrArray *features = NULL;
  gsize n_bytes;

  if (check_size (task_data, cancellable, &error) && g_file_load_contents (task_data, cancellable, &text, &n_bytes, NULL, &error))
    features = parse (find_format (task_data), text, n_bytes, &error);
  if (features != NULL)
    g_task_return_pointer (task, features, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
dray_shape_file_read_async (GFile               *file,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dray_shape_file_read_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, run_read);
}

/* Returns: (transfer full) (element-type DrayFeature) */
GPtrArray *
dray_shape_file_read_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  GFile     *file;
  GPtrArray *features;
} Writing;

static void
writing_free (Writing *writing)
{
  g_object_unref (writing->file);
  g_ptr_array_unref (writing->features);
  g_free (writing);
}

static char *
format (const Writing  *writing,
        GError        **error)
{
  switch (find_format (writing->file)) {
  case KML:
    return dray_kml_write (writing->features);
  case GPX:
    return dray_gpx_write (writing->features, error);
  case GEOJSON:
  default:
    return dray_geojson_write (writing->features);
  }
}

static void
run_write (GTask        *task,
           gpointer      source,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Writing *writing = task_data;
  GError *error = NULL;
  g_autofree char *text = format (writing, &error);

  if (text != NULL && g_file_replace_contents (writing->file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @features: (element-type DrayFeature): not touched by anybody from now on */
void
dray_shape_file_write_async (GFile               *file,
                             GPtrArray           *features,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Writing *writing = g_new (Writing, 1);

  *writing = (Writing) { g_object_ref (file), g_ptr_array_ref (features) };
  g_task_set_source_tag (task, dray_shape_file_write_async);
  g_task_set_task_data (task, writing, (GDestroyNotify) writing_free);
  g_task_run_in_thread (task, run_write);
}

gboolean
dray_shape_file_write_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
