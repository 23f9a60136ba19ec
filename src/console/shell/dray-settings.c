/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-settings.h"

/*
 * g_settings_new() ends the program when a schema is not installed. The console also runs from its build folder and from a prefix
 * that the desktop doesn't search, so the schema is looked for beside the program too.
 */

/* From the folder of the program: an installed prefix, and the build folder (src/console or tests/console to data). */
static const char *const beside[] = {
  "../share/glib-2.0/schemas",
  "../../data",
  NULL,
};

static GSettingsSchema *
look_up (GSettingsSchemaSource *source,
         const char            *id)
{
  return source != NULL ? g_settings_schema_source_lookup (source, id, TRUE) : NULL;
}

static GSettingsSchema *
look_beside_program (const char *id)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  GSettingsSchema *found = NULL;

  for (int i = 0; folder != NULL && found == NULL && beside[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (folder, beside[i], NULL);
    g_autoptr (GSettingsSchemaSource) source =
      g_settings_schema_source_new_from_directory (path, g_settings_schema_source_get_default (), TRUE, NULL);

    found = look_up (source, id);
  }
  return found;
}

/**
 * dray_settings_new:
 * @id: of the schema
 * @path: (nullable): for a schema with no path of its own
 *
 * Returns: (transfer full) (nullable): the settings, or %NULL if their schema is not installed
 */
GSettings *
dray_settings_new (const char  *id,
                   const char  *path,
                   GError     **error)
{
  g_autoptr (GSettingsSchema) schema = look_up (g_settings_schema_source_get_default (), id);

  if (schema == NULL)
    schema = look_beside_program (id);
  if (schema == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "The settings schema %s is not installed; install Dray, or run it from its build folder", id);
    return NULL;
  }
  return g_settings_new_full (schema, NULL, path);
}
