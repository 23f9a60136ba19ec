/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A data folder made of what was shipped. Every tenant begins a new epoch: a workspace that had heard more learns from it where the two
 * part, and brings again what it still holds. */

#include "dray-hub-restore.h"

#include "dray-change.h"
#include "dray-fleet-schema.h"
#include "dray-hub-error.h"
#include "dray-hub.h"
#include "dray-shipper.h"

#include <errno.h>
#include <string.h>

static gboolean
copy (const char  *from,
      const char  *to,
      GError     **error)
{
  g_autofree char *content = NULL;
  gsize n_bytes;

  return g_file_get_contents (from, &content, &n_bytes, error) &&
         g_file_set_contents_full (to, content, (gssize) n_bytes, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full) (nullable): the name of the last directory of that time; of a moment before the first, of the first */
static char *
find_directory (const char  *from,
                gint64       until_us,
                GError     **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (from, 0, error);
  const char *name;
  guint i = 0;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "directory-") && g_str_has_suffix (name, ".db"))
      g_ptr_array_add (names, g_strdup (name));
  if (names->len == 0) {
    g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_NOT_FOUND, "no directory was shipped to %s", from);
    return NULL;
  }
  g_ptr_array_sort (names, compare_names);
  while (i + 1 < names->len && g_ascii_strtoll ((const char *) names->pdata[i + 1] + 10, NULL, 10) <= until_us)
    i++;
  return g_build_filename (from, names->pdata[i], NULL);
}

static gboolean
restore_directory (const char  *from,
                   const char  *to,
                   gint64       until_us,
                   GError     **error)
{
  g_autofree char *source = find_directory (from, until_us, error);
  g_autofree char *target = g_build_filename (to, "directory.db", NULL);

  return source != NULL && copy (source, target, error);
}

static gboolean
begin_epoch (const char  *path,
             DraySchema  *schema,
             GError     **error)
{
  g_autoptr (DrayStore) store = dray_store_open (path, schema, NULL, error);

  return store != NULL && dray_store_begin_epoch (store, g_get_real_time (), error);
}

static gboolean
restore_tenants (const char  *from,
                 const char  *to,
                 gint64       until_us,
                 gint64      *reached_us,
                 GError     **error)
{
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (error);
  g_autoptr (GDir) dir = schema != NULL ? g_dir_open (from, 0, error) : NULL;
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (from, name, NULL), *path = NULL;
    gint64 tenant_us = 0;
    DrayId id;

    if (!dray_id_parse (name, &id))
      continue;
    path = dray_hub_tenant_path (to, &id);
    if (!dray_shipper_restore (folder, until_us, path, &tenant_us, error) || !begin_epoch (path, schema, error))
      return FALSE;
    *reached_us = MAX (*reached_us, tenant_us);
  }
  return TRUE;
}

/**
 * dray_hub_restore:
 * @from: the folder that was shipped to
 * @to: a data folder that must not exist
 * @until_us: the moment whose state is wanted
 * @reached_us: (out): when the last that was taken was shipped
 */
gboolean
dray_hub_restore (const char  *from,
                  const char  *to,
                  gint64       until_us,
                  gint64      *reached_us,
                  GError     **error)
{
  g_autofree char *key = g_build_filename (from, "hub.key", NULL), *new_key = g_build_filename (to, "hub.key", NULL);
  g_autofree char *tenants = g_build_filename (to, "tenants", NULL);

  *reached_us = 0;
  if (g_file_test (to, G_FILE_TEST_EXISTS)) {
    g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_EXISTS, "%s is there already; a restore makes a new folder", to);
    return FALSE;
  }
  if (g_mkdir_with_parents (tenants, 0700) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s can't be made: %s", tenants, g_strerror (errno));
    return FALSE;
  }
  return copy (key, new_key, error) && restore_directory (from, to, until_us, error) && restore_tenants (from, to, until_us, reached_us, error);
}
